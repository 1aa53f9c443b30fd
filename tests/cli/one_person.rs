//! One person is one in the ledger, whatever they are called and whichever account knows them.

use crate::listed_again::{archive, list, step};
use crate::program::{Output, Program};

const ADA: (&str, &str, &str) = ("Ada Bright", "ada", "5/10/26, 5:00 AM");
const MOVED: (&str, &str, &str) = ("Ada Bright", "ada-phd", "5/10/26, 5:00 AM");
const BO: (&str, &str, &str) = ("Bo Cray", "bo-cray", "7/25/26, 5:00 AM");
const ZO: (&str, &str, &str) = ("Zo Late", "zo-late", "9/30/26, 5:00 AM");
const OLD: &str = "withdraw(\"old\", |i| i.age_days > 80);";

/// Anna's archive, and a later one in which Ada's address is another.
fn before_and_after() -> Program {
    Program::new()
        .file("s.rhai", OLD)
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, ZO]))
        .file("b/anna/Invitations.csv", archive("anna", &[MOVED, ZO]))
}

fn planned(data: &str, as_of: &str) -> String {
    format!("plan s.rhai {data} --as-of {as_of} --format csv")
}

/// Ada was withdrawn by her former address.
fn withdrawn_before() -> Output {
    let out = before_and_after().args("import a --as-of 2026-10-02 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai a --as-of 2026-10-02 --save");
    step(out, "done ada --on 2026-10-02")
}

#[test]
fn a_plan_that_comes_before_the_import_knows_a_changed_address() {
    let plan = step(withdrawn_before(), &planned("b", "2026-10-05"));
    assert!(!plan.stdout.contains("Ada"), "{}", plan.stdout);
    let import = step(plan, "import b --as-of 2026-10-06");
    let due = step(import, "due --as-of 2026-11-01 --format csv");
    assert_eq!(due.stdout.matches("Ada").count(), 1, "{}", due.stdout);
}

#[test]
fn two_archives_with_two_addresses_of_one_person_plan_them_once() {
    for is_known in [true, false] {
        let none = before_and_after().args("import a --as-of 2026-10-02 --ledger l.db");
        let mut out = none.run().ends(0);
        if is_known {
            out = step(out, "import b --as-of 2026-10-03");
        }
        let plan = step(out, &planned("a b", "2026-10-05"));
        assert_eq!(plan.stdout.matches("Ada Bright").count(), 1, "{}", plan.stdout);
        assert!(plan.stdout.contains("in/ada-phd"), "{}", plan.stdout);
    }
    let import = before_and_after().args("import a b --as-of 2026-10-03 --ledger l.db");
    let import = import.run().ends(0).prints(&["2  newly pending"]);
    step(import, "import b --as-of 2026-10-03").prints(&["nothing new"]);
}

#[test]
fn a_withdrawal_counts_once_against_the_limit_whatever_the_address() {
    let mut out = step(withdrawn_before(), "import b --as-of 2026-10-03");
    for data in ["a", "b", "a b"] {
        let plan = format!("plan s.rhai {data} --as-of 2026-10-02 --ledger l.db");
        let plan = out.then(&plan).run().ends(0);
        out = plan.prints(&["1 withdrawal recorded for 2026-10-02", "1 person withdrawn"]);
        let asked = "invitations.filter(|i| i.name == \"Ada Bright\")\
                     .select([\"person\", \"attempts\", \"last_withdrawn_on\"])";
        let run = format!("run q.rhai {data} --as-of 2026-10-04 --ledger l.db --format csv");
        let run = out.then(&run).file("q.rhai", asked).run().ends(0);
        out = run.prints(&["in/ada-phd,1,2026-10-02"]);
    }
}

#[test]
fn an_address_that_one_account_saw_change_changed_for_all() {
    let note = archive("anna", &[ADA, ZO]).replace(",,OUTGOING", ",Hi,OUTGOING");
    let program = Program::new()
        .file("s.rhai", OLD)
        .file("a/anna/Invitations.csv", &note)
        .file("a/ben/Invitations.csv", archive("ben", &[ADA, BO]))
        .file("b/anna/Invitations.csv", note.replace("/in/ada", "/in/ada-phd"));
    let out = program.args("import a --as-of 2026-10-02 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai a --as-of 2026-10-02 --save");
    let out = step(out, "done ada --account ben --on 2026-10-02");
    let out = step(out, "import b --as-of 2026-10-05");
    let due = step(out, "due --as-of 2026-11-21");
    assert!(!due.stdout.contains("Ada"), "{}", due.stdout);
    let due = due.says(&["1 person left out: another account has invited them meanwhile"]);
    step(due, "history --verify");
}

#[test]
fn a_former_address_means_the_same_person_wherever_it_is_said() {
    let out = step(withdrawn_before(), "import b --as-of 2026-10-03");
    let early = out.then("done --invited-again in/ada --on 2026-09-20 --ledger l.db").run();
    let early = early.ends(2).says(&["was withdrawn later, on 2026-10-02"]);
    let early = step(early, "why s.rhai in/ada b --as-of 2026-10-05").prints(&["Ada Bright"]);
    let barred = "due --as-of 2026-11-01 --project p --ledger l.db";
    let barred = early.then(barred).file("p/rescind.toml", "");
    let barred = barred.file("p/lists/do-not-contact.csv", "https://www.linkedin.com/in/ada\n");
    let barred = barred.run().ends(0).says(&["1 person left out: on lists/do-not-contact.csv"]);
    let sheet = "LinkedIn URL,Full name,Status\nhttps://www.linkedin.com/in/ada,Ada B,Accepted\n";
    let plan = barred.then("plan s.rhai b s.csv --as-of 2026-10-05 --no-ledger");
    let plan = plan.file("s.csv", sheet).run().ends(0);
    assert!(plan.stdout.contains("Ada"), "without the ledger nobody knows: {}", plan.stdout);
    let again = step(plan, "done --invited-again in/ada --on 2026-11-01");
    let twice = step(again, "done --invited-again in/ada-phd --on 2026-11-01");
    twice.says(&["recorded before, for 2026-11-01"]);
}

#[test]
fn a_sheet_with_a_former_address_is_heard() {
    let out = before_and_after().args("import a --as-of 2026-10-02 --ledger l.db").run().ends(0);
    let out = step(out, "import b --as-of 2026-10-03");
    let sheet = "LinkedIn URL,Full name,Status\nhttps://www.linkedin.com/in/ada,Ada B,Accepted\n";
    let plan = out.then(&format!("{} --ledger l.db", planned("b s.csv", "2026-10-05")));
    let plan = plan.file("s.csv", sheet).run().ends(0);
    assert!(!plan.stdout.contains("Ada"), "{}", plan.stdout);
}

#[test]
fn another_invitation_under_a_name_is_another_persons() {
    let program = Program::new()
        .file("s.rhai", OLD)
        .file("n.csv", "Name,Sent\nAda Bright,Sent 4 months ago\nZo Late,Sent 2 months ago\n")
        .file(
            "data/ben/Invitations.csv",
            archive("ben", &[("Ada Bright", "ada-7", "10/4/26, 5:00 AM"), BO]),
        );
    let names = "import --account ben=n.csv --as-of 2026-10-01 --ledger l.db";
    let out = program.args(names).run().ends(0);
    let out = step(out, "import data --as-of 2026-10-05");
    let out = out.prints(&["2  newly pending"]);
    let out = out.says(&["1 name(s) that several people bear", "Ada Bright"]);
    let out = step(out, "plan s.rhai --account ben=n.csv --as-of 2026-10-05 --save");
    let out = step(out, "done 1 --on 2026-10-05");
    let later = step(out, &planned("data", "2027-01-20"));
    later.prints(&["in/ada-7"]).says(&["several people bear"]);
}

#[test]
fn a_connection_of_years_ago_is_a_namesake() {
    let connections = "Notes:\n\n\nFirst Name,Last Name,URL,Email Address,Company,Position,\
                       Connected On\nAda,Bright,https://www.linkedin.com/in/ada-1999,,,,\
                       01 Mar 2019\nCy,Dorn,https://www.linkedin.com/in/cy,,,,01 Sep 2026\n";
    let program = Program::new()
        .file("n.csv", "Name,Sent\nAda Bright,Sent 4 months ago\nBo Cray,Sent 2 months ago\n")
        .file("c/Connections.csv", connections);
    let names = "import --account ben=n.csv --as-of 2026-10-01 --ledger l.db";
    let out = program.args(names).run().ends(0);
    let out = step(out, "import --account ben=c/Connections.csv --as-of 2026-10-02");
    assert!(!out.stdout.contains("known by"), "{}", out.stdout);
}

#[test]
fn two_of_one_name_on_one_list_are_nobody_elses() {
    let program = Program::new()
        .file("n.csv", "Name,Sent\nAda Bright,Sent 4 months ago\nAda Bright,Sent 1 week ago\n")
        .file("data/ben/Invitations.csv", archive("ben", &[ADA, ZO]));
    let out = program.args("import data --as-of 2026-10-01 --ledger l.db").run().ends(0);
    let out = step(out, "import --account ben=n.csv --as-of 2026-10-05");
    assert!(!out.stdout.contains("invited again"), "{}", out.stdout);
    out.says(&["1 name(s) that several people bear"]);
}

#[test]
fn a_slug_is_nobodys_name() {
    let ages = [("ada", "4 months"), ("zo-late", "3 days")];
    let names = "Name,Sent\nAda Bright,Sent 4 months ago\nZo Late,Sent 1 week ago\n";
    let program = before_and_after()
        .file("p.csv", list(&ages, "2026-10-03T08:00:00.000Z"))
        .file("n.csv", names);
    let out = program.args("import a --as-of 2026-10-02 --ledger l.db").run().ends(0);
    let out = step(out, "import --account anna=p.csv --as-of 2026-10-03");
    let out = step(out, "plan s.rhai --account anna=p.csv --as-of 2026-10-03 --save");
    let out = step(out, "done 1 --on 2026-10-03");
    let due = step(out, "due --as-of 2026-11-01").prints(&["Ada Bright"]);
    let plan = step(due, &planned("--account anna=n.csv", "2026-10-08"));
    assert!(!plan.stdout.contains("Ada"), "{}", plan.stdout);
    let import = step(plan, "import --account anna=n.csv --as-of 2026-10-08");
    assert!(!import.stdout.contains("newly pending"), "{}", import.stdout);
}

#[test]
fn names_are_learnt_from_whatever_has_them() {
    let program = before_and_after()
        .file("p.csv", list(&[("ada", "4 months"), ("zo-late", "1 day")], "2026-10-01T08:00:00Z"))
        .file("n.csv", "Name,Sent\nAda Bright,Sent 4 months ago\nZo Late,Sent 2 days ago\n");
    let out = program.args("import --account anna=p.csv --as-of 2026-10-01 --ledger l.db");
    let out = out.run().ends(0);
    let out = step(out, "import a --as-of 2026-10-01").prints(&["2  known by their name now"]);
    step(out, "import --account anna=n.csv --as-of 2026-10-02").prints(&["nothing new"]);
}

#[test]
fn nobody_is_due_whom_another_accounts_list_still_has() {
    for age in ["2 months", "6 weeks", "10 weeks"] {
        let both = |account: &str, other| archive(account, &[ADA, other]);
        let still = [("ada", age), ("bo-cray", "3 months")];
        let program = Program::new()
            .file("s.rhai", OLD)
            .file("data/anna/Invitations.csv", both("anna", ZO))
            .file("data/ben/Invitations.csv", both("ben", BO))
            .file("sent.csv", list(&still, "2026-11-20T08:00:00Z"))
            .file("gone.csv", list(&still[1..], "2026-11-23T08:00:00Z"));
        let out = program.args("import data --as-of 2026-10-01 --ledger l.db").run().ends(0);
        let out = step(out, "plan s.rhai data --as-of 2026-10-01 --save");
        let out = step(out, "done ada --account anna --on 2026-09-12");
        let out = step(out, "done ada --account ben --on 2026-09-12");
        let out = step(out, "import --account ben=sent.csv --as-of 2026-11-21");
        let due = step(out, "due --as-of 2026-11-21");
        assert!(!due.stdout.contains("Ada"), "{age}: {}", due.stdout);
        let twice = step(due, "import --account ben=sent.csv --as-of 2026-11-21");
        assert!(twice.stderr.contains("0 events"), "{age}: {}", twice.stderr);
        let out = step(twice, "import --account ben=gone.csv --as-of 2026-11-24");
        step(out, "due --as-of 2026-11-24").prints(&["Ada"]);
    }
}

#[test]
fn a_connection_under_the_other_address_is_heard_beside_the_invitation() {
    let connections = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
                       Ada,Bright,https://www.linkedin.com/in/ada-phd,,,,01 Oct 2026\n";
    let out = before_and_after().args("import a --as-of 2026-10-02 --ledger l.db").run().ends(0);
    let out = step(out, "import b --as-of 2026-10-03");
    let import = "import --account anna=a/anna --account anna=Connections.csv \
                  --as-of 2026-10-04 --ledger l.db";
    let out = out.then(import).file("Connections.csv", connections).run().ends(0);
    let out = out.prints(&["1  newly accepted"]);
    let plan = step(out, &planned("b", "2026-10-05"));
    assert!(!plan.stdout.contains("Ada"), "{}", plan.stdout);
}

#[test]
fn an_archive_that_reaches_less_far_than_a_list_may_have_the_newer_address() {
    let url = "https://www.linkedin.com/in";
    let listed = format!("profileUrl,sentDate,timestamp\n{url}/zo-late,1 week ago,2026-10-08\n");
    let program = before_and_after()
        .file("a/ben/Invitations.csv", archive("ben", &[ADA, BO]))
        .file("b/ben/Invitations.csv", archive("ben", &[MOVED, BO]));
    let out = program.args("import a --as-of 2026-10-02 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai a --as-of 2026-10-02 --save");
    let out = step(out, "done ada --account anna --on 2026-10-03");
    // Anna's list is newer than the archive of that day, whose last invitation is of September.
    let out = out
        .then("import --account anna=list.csv --as-of 2026-10-08 --ledger l.db")
        .file("list.csv", &listed)
        .run()
        .ends(0);
    let out = step(out, "import b --account anna --as-of 2026-10-08");
    let out = step(out, "import b --account ben --as-of 2026-10-08");
    let due = step(out, "due --as-of 2026-11-20 --format csv");
    assert_eq!(due.stdout.matches("Ada").count(), 0, "{}", due.stdout);
    step(due, "history in/ada-phd").prints(&["anna", "ben"]);
}

#[test]
fn a_list_of_addresses_with_a_changed_one_leaves_the_invitation_pending() {
    let url = "https://www.linkedin.com/in";
    let listed = format!(
        "profileUrl,sentDate,timestamp\n{url}/ada-phd,4 months ago,2026-10-03\n\
         {url}/zo-late,3 days ago,2026-10-03\n"
    );
    let out = before_and_after().args("import a --as-of 2026-10-02 --ledger l.db").run().ends(0);
    let out = out
        .then("import --account anna=list.csv --as-of 2026-10-03 --ledger l.db")
        .file("list.csv", &listed)
        .run()
        .ends(0);
    let out = step(out, "import b --as-of 2026-10-04");
    let plan = step(out, &planned("b", "2026-10-05"));
    assert!(plan.stdout.contains("Ada Bright"), "{}\n{}", plan.stdout, plan.stderr);
}

#[test]
fn nothing_is_recorded_of_who_has_taken_an_address_over() {
    let stone = ("Ada Stone", "ada", "5/12/26, 5:00 AM");
    let ben = ("Bo Cray", "bo-cray", "5/25/26, 5:00 AM");
    let out = step(withdrawn_before(), "import b --as-of 2026-10-03");
    let plan = out
        .then("plan s.rhai c --as-of 2026-10-05 --save --ledger l.db")
        .file("c/anna/Invitations.csv", archive("anna", &[MOVED, stone, ben, ZO]))
        .run()
        .ends(0);
    let plan = plan.prints(&["Ada Stone", "Bo Cray"]);
    let plan = plan.says(&["1 of the plan's people have an address that was somebody else's"]);
    let refused = plan.then("done stone --on 2026-10-05 --ledger l.db").run().ends(2);
    let done = step(refused.says(&["the plan has nobody called"]), "done bo-cray --on 2026-10-05");
    let due = step(done, "due --as-of 2026-11-20 --format csv");
    assert_eq!(due.stdout.matches("Ada Bright").count(), 1, "{}", due.stdout);
    assert!(!due.stdout.contains("Stone"), "{}", due.stdout);
}
