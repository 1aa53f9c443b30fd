//! What the ledger knows does not depend on which data were imported first, nor on how often.

use crate::listed_again::{archive, list, step};
use crate::program::{Output, Program};

const ADA: (&str, &str, &str) = ("Ada Bright", "ada", "5/10/26, 5:00 AM");
const BO: (&str, &str, &str) = ("Bo Cray", "bo-cray", "5/25/26, 5:00 AM");
const ZO: (&str, &str, &str) = ("Zo Late", "zo-late", "10/20/26, 5:00 AM");
const OLD: &str = "withdraw(\"old\", |i| i.age_days > 80);";
const CONNECTIONS: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
     Una,Ek,https://www.linkedin.com/in/una-ek,,,,27 Oct 2026\n";

fn program() -> Program {
    Program::new()
        .file("s.rhai", OLD)
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, BO, ZO]))
}

fn imported(program: Program) -> Output {
    program.args("import a --as-of 2026-10-21 --ledger l.db").run().ends(0)
}

#[test]
fn a_list_tells_who_is_gone_whatever_was_imported_before_it() {
    let listed = list(&[("bo-cray", "5 months"), ("zo-late", "5 days")], "2026-10-25T08:00:00Z");
    let connections = "import --account anna=Connections.csv --as-of 2026-10-28";
    let of_list = "import --account anna=sent.csv --as-of 2026-10-28";
    for order in [[connections, of_list], [of_list, connections]] {
        let program = program().file("sent.csv", &listed).file("Connections.csv", CONNECTIONS);
        let mut out = imported(program);
        for import in order {
            out = step(out, import);
        }
        let plan = step(out, "plan s.rhai a --as-of 2026-10-29 --format csv");
        assert!(!plan.stdout.contains("Ada"), "{order:?}: {}", plan.stdout);
        assert!(plan.stdout.contains("Bo Cray"), "{}", plan.stdout);
    }
}

#[test]
fn an_earlier_list_tells_nothing_of_whom_a_later_one_has() {
    let people = [("ada", "5 months"), ("bo-cray", "5 months"), ("zo-late", "5 days")];
    let program = program()
        .file("cut.csv", list(&people[1..], "2026-10-24T08:00:00Z"))
        .file("later.csv", list(&people[..2], "2026-10-26T08:00:00Z"));
    let out = imported(program);
    let out = step(out, "import --account anna=later.csv --as-of 2026-10-28");
    let out = step(out.prints(&["1  gone"]), "import --account anna=cut.csv --as-of 2026-10-28");
    let plan = step(out, "plan s.rhai a --as-of 2026-10-29 --format csv");
    assert!(plan.stdout.contains("Ada"), "{}", plan.stdout);
}

#[test]
fn a_list_that_says_no_day_is_of_the_day_on_which_it_was_first_imported() {
    let names = "Name,Sent\nAda Bright,Sent 4 months ago\nBo Cray,Sent 4 months ago\n\
                 Zo Late,Sent 1 day ago\n";
    let out = imported(program().file("a/anna/sent.csv", names));
    let out = step(out, "plan s.rhai a --as-of 2026-10-21 --save");
    let out = step(out, "done 1,2 --on 2026-10-21").prints(&["2 withdrawn"]);
    let out = step(out, "import a --as-of 2026-10-22").prints(&["nothing new"]);
    let due = step(out, "due --as-of 2026-11-20 --format csv");
    assert_eq!(due.stdout.matches("anna").count(), 2, "{}", due.stdout);
}

#[test]
fn whom_a_newer_list_has_is_there_whatever_somebody_recorded() {
    let listed = list(&[("ada", "5 months"), ("zo-late", "1 week")], "2026-10-28T08:00:00Z");
    for option in ["--not-found", "--accepted", "--declined"] {
        let out = imported(program().file("sent.csv", &listed));
        let out = step(out, "plan s.rhai a --as-of 2026-10-21 --save");
        let out = step(out, &format!("done {option} ada --on 2026-10-21"));
        let plan = step(out, "plan s.rhai a --as-of 2026-10-22 --format csv");
        assert!(!plan.stdout.contains("Ada"), "{}", plan.stdout);
        let out = step(plan, "import --account anna=sent.csv --as-of 2026-10-29");
        let out = out.prints(&["1  changed otherwise"]);
        let again = step(out, "import --account anna=sent.csv --as-of 2026-10-29");
        let plan = step(
            again.prints(&["nothing new"]),
            "plan s.rhai a --account anna=sent.csv --as-of 2026-10-29 --format csv",
        );
        assert!(plan.stdout.contains("Ada"), "{option}: {}\n{}", plan.stdout, plan.stderr);
    }
}

#[test]
fn a_later_withdrawal_in_a_sheet_is_another() {
    let sheet = |day: &str| {
        format!("URL,Full name,Date withdrawn\nhttps://www.linkedin.com/in/una-ek,Una Ek,{day}\n")
    };
    let program = program()
        .file("1.csv", sheet("2026-08-30"))
        .file("2.csv", sheet("2026-10-20"))
        .file("3.csv", sheet("2026-08-31"));
    let out = step(imported(program), "import --account anna=1.csv --as-of 2026-10-21");
    let out = step(out.prints(&["1  withdrawn"]), "import --account anna=2.csv --as-of 2026-10-21");
    let out = step(out.prints(&["1  withdrawn"]), "import --account anna=3.csv --as-of 2026-10-21");
    let due = step(out.prints(&["nothing new"]), "due --as-of 2026-10-22 --format csv");
    assert!(due.stdout.contains("2026-11-10"), "{}", due.stdout);
}

#[test]
fn a_sheet_with_a_changed_address_may_come_before_every_archive() {
    let sheet = "URL,Full name,Date withdrawn\nhttps://www.linkedin.com/in/ada-phd,Ada Bright,\
                 2026-10-21\n";
    let moved = ("Ada Bright", "ada-phd", "5/10/26, 5:00 AM");
    let program = program()
        .file("1.csv", sheet)
        .file("z/anna/Invitations.csv", archive("anna", &[BO, ZO]))
        .file("b/anna/Invitations.csv", archive("anna", &[moved, BO, ZO]));
    let out = program.args("import z --as-of 2026-10-02 --ledger l.db").run().ends(0);
    let out = step(out, "import --account anna=1.csv --as-of 2026-10-21");
    let out = step(out, "import a --as-of 2026-10-22");
    let out = out.says(&["several people bear", "Ada Bright"]);
    let out = step(out, "import b --as-of 2026-10-23");
    let mut out = step(out, "due --as-of 2026-11-20 --format csv");
    assert_eq!(out.stdout.matches("Ada").count(), 1, "{}", out.stdout);
    for data in ["a", "b"] {
        out = step(out, &format!("plan s.rhai {data} --as-of 2026-10-24 --format csv"));
        assert!(!out.stdout.contains("Ada"), "{}", out.stdout);
    }
}

#[test]
fn a_sheet_may_have_a_changed_address_before_an_archive_does() {
    let sheet = "URL,Full name,Date withdrawn\nhttps://www.linkedin.com/in/ada-phd,Ada Bright,\
                 2026-10-21\n";
    let moved = ("Ada Bright", "ada-phd", "5/10/26, 5:00 AM");
    let program = program()
        .file("1.csv", sheet)
        .file("b/anna/Invitations.csv", archive("anna", &[moved, BO, ZO]));
    let out = step(imported(program), "import --account anna=1.csv --as-of 2026-10-21");
    let out = step(out, "import b --as-of 2026-10-22");
    let due = step(out, "due --as-of 2026-11-20 --format csv");
    assert_eq!(due.stdout.matches("Ada").count(), 1, "{}", due.stdout);
    let plan = step(due, "plan s.rhai a --as-of 2026-10-23 --format csv");
    assert!(!plan.stdout.contains("Ada"), "{}", plan.stdout);
}
