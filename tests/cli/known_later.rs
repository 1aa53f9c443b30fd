//! What data tell late of whom the ledger knows: names, days, withdrawals before the last one.

use crate::listed_again::{archive, list, step};
use crate::program::{Output, Program};

const ADA: (&str, &str, &str) = ("Ada Bright", "ada", "5/10/26, 5:00 AM");
const BO: (&str, &str, &str) = ("Bo Cray", "bo", "10/28/26, 5:00 AM");
const ZO: (&str, &str, &str) = ("Zo Late", "zo", "9/30/26, 5:00 AM");
const OLD: &str = "withdraw(\"old\", |i| i.age_days > 80);";
const HEAD: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";

/// Goes on where a script has somebody's key and attempts as said.
fn has_attempts(output: Output, data: &str, name: &str, expected: &str) -> Output {
    let asked =
        format!("invitations.filter(|i| i.name == \"{name}\").select([\"person\", \"attempts\"])");
    let run = format!("run q.rhai {data} --as-of 2026-11-20 --ledger l.db --format csv");
    let out = output.then(&run).file("q.rhai", asked).run().ends(0);
    assert!(out.stdout.contains(expected), "{data}: {}", out.stdout);
    out
}

#[test]
fn an_acceptance_that_was_imported_before_its_invitation_uses_up_the_quota() {
    let connections = format!("{HEAD}Bo,Cray,https://www.linkedin.com/in/bo,,F,J,29 Oct 2026\n");
    let program = Program::new()
        .file("s.rhai", OLD)
        .file("limits.toml", "[invitations-per-week]\nfigure = 1\n")
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, ZO]))
        .file("b/anna/Invitations.csv", archive("anna", &[ADA, ZO, BO]))
        .file("b/anna/Connections.csv", &connections)
        .file("Connections.csv", connections);
    let out = program.args("import a --as-of 2026-10-02 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai a --as-of 2026-10-02 --save");
    let out = step(out, "done ada --on 2026-10-02");
    let out = step(out, "import --account anna=Connections.csv --as-of 2026-10-30");
    let out = step(out.prints(&["1  connected otherwise"]), "import b --as-of 2026-10-30");
    let out =
        step(out.prints(&["1  known by their invitation now"]), "import b --as-of 2026-10-30");
    let due = step(
        out.prints(&["nothing new"]),
        "due --as-of 2026-10-30 --limits limits.toml --format csv",
    );
    assert!(due.stdout.contains("2026-11-04"), "{}", due.stdout);
}

#[test]
fn a_name_that_only_connections_or_a_sheet_tell_joins_whom_a_list_of_names_had() {
    let program = || {
        Program::new()
            .file("s.rhai", OLD)
            .file("p.csv", list(&[("ada", "4 months"), ("zo", "1 day")], "2026-10-01T08:00:00Z"))
            .file("n.csv", "Name,Sent\nAda Bright,Sent 4 months ago\nZo Late,Sent 2 days ago\n")
            .file(
                "Connections.csv",
                format!("{HEAD}Ada,Bright,https://www.linkedin.com/in/ada,,F,J,05 Oct 2026\n"),
            )
            .file(
                "sheet.csv",
                "URL,Full name,Date withdrawn\n\
                 https://www.linkedin.com/in/ada,Ada Bright,2026-10-05\n",
            )
    };
    for third in ["Connections.csv", "sheet.csv"] {
        for [first, second] in [["p.csv", "n.csv"], ["n.csv", "p.csv"]] {
            let import = format!("import --account anna={first} --as-of 2026-10-01 --ledger l.db");
            let out = program().args(&import).run().ends(0);
            let out = step(out, &format!("import --account anna={second} --as-of 2026-10-02"));
            let out = step(out, &format!("import --account anna={third} --as-of 2026-10-06"));
            let out = out.prints(&["1  known by their profile now"]);
            let out = step(out, &format!("import --account anna={third} --as-of 2026-10-06"));
            out.prints(&["nothing new"]);
        }
    }
}

#[test]
fn two_withdrawals_of_one_person_in_one_sheet_are_two() {
    let rows = "https://www.linkedin.com/in/ada,Ada Bright,2026-07-01\n\
                https://www.linkedin.com/in/ada,Ada Bright,2026-09-01\n";
    let later = ("Ada Bright", "ada", "10/10/26, 5:00 AM");
    for people in [vec![ZO], vec![later, ZO], vec![ADA, ZO]] {
        let program = Program::new()
            .file("a/anna/Invitations.csv", archive("anna", &people))
            .file("a2/anna/Invitations.csv", archive("anna", &[later, ZO]))
            .file("sheet.csv", format!("URL,Full name,Date withdrawn\n{rows}"));
        let out = program.args("import a --as-of 2026-10-12 --ledger l.db").run().ends(0);
        let out = step(out, "import a sheet.csv --as-of 2026-10-12");
        let out = step(out, "import a sheet.csv --as-of 2026-10-12");
        let mut out = out.prints(&["nothing new"]);
        for _ in 0..2 {
            out = step(out, "import --account anna=sheet.csv --as-of 2026-10-12");
        }
        let out = step(out.prints(&["nothing new"]), "history in/ada --format json");
        assert_eq!(out.stdout.matches("\"withdrawn\"").count(), 2, "{people:?} {}", out.stdout);
        let out = has_attempts(out, "a2", "Ada Bright", "in/ada,3");
        step(out, "history --verify");
    }
}

#[test]
fn a_list_with_ages_shows_another_attempt() {
    let program = Program::new()
        .file("s.rhai", OLD)
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, ZO]))
        .file("b/anna/Invitations.csv", archive("anna", &[ZO]))
        .file("p.csv", list(&[("ada", "1 week"), ("zo", "1 month")], "2026-11-15T08:00:00Z"));
    let out = program.args("import a --as-of 2026-10-02 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai a --as-of 2026-10-02 --save");
    let out = step(out, "done ada --on 2026-10-02");
    let out = step(out, "import --account anna=p.csv --as-of 2026-11-16");
    let out = out.prints(&["1  invited again"]);
    let out = has_attempts(out, "--account anna=p.csv", "ada", "in/ada,2");
    let out = has_attempts(out, "a", "Ada Bright", "in/ada,2");
    has_attempts(out, "a", "Zo Late", "in/zo,1");
}

#[test]
fn a_join_that_another_account_has_as_well_is_said_to_stand() {
    let moved = ("Ada Bright", "ada-x", "5/10/26, 5:00 AM");
    let program = Program::new()
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, ZO]))
        .file("a/ben/Invitations.csv", archive("ben", &[ADA, BO]))
        .file("b/anna/Invitations.csv", archive("anna", &[moved, ZO]));
    let out = program.args("import a --as-of 2026-10-30 --ledger l.db").run().ends(0);
    let out = step(out, "import b --as-of 2026-10-31");
    let history = step(out, "history in/ada --format json");
    let events = history.json();
    let joins: Vec<i64> = events
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["change"] == "known by their profile now")
        .map(|event| event["number"].as_i64().unwrap())
        .collect();
    let [first, second] = joins[..] else { panic!("{joins:?}") };
    let out = step(history, &format!("correct {first}"));
    let message = format!("event {second}, of ben, says so as well");
    let out = out.says(&["in/ada and in/ada-x are one person still", message.as_str()]);
    let out = step(out, &format!("correct {second}"));
    assert!(!out.stderr.contains("still"), "{}", out.stderr);
}

#[test]
fn two_projects_that_save_one_plan_both_find_it() {
    let program = Program::new()
        .file("s.rhai", OLD)
        .file("one/rescind.toml", "ledger = \"../l.db\"\n")
        .file("two/rescind.toml", "ledger = \"../l.db\"\n")
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, ZO]));
    let mut out = program.args("import a --as-of 2026-10-02 --ledger l.db").run().ends(0);
    for project in ["one", "two", "one", "one"] {
        let plan = format!("plan s.rhai a --as-of 2026-10-02 --save --project {project}");
        out = out.then(&plan).run().ends(0);
    }
    let done = out.then("done ada --on 2026-10-02 --project two").run().ends(0);
    let done = done.prints(&["1 withdrawn"]);
    done.then("done ada --on 2026-10-02 --project one").run().says(&["recorded before"]);
}
