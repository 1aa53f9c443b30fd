//! What older data, sheets alone and full disks leave of what the ledger knows.

use crate::listed_again::{archive, list, step};
use crate::program::Program;

const ADA: (&str, &str, &str) = ("Ada Bright", "ada", "6/1/26, 5:00 AM");
const NEW: (&str, &str, &str) = ("New One", "new-one", "9/29/26, 5:00 AM");
const OLD: &str = "withdraw(\"old\", |i| i.age_days > 80);";

#[test]
fn an_invitation_that_is_over_stays_so_when_another_came_after_it() {
    let program = Program::new()
        .file("s.rhai", OLD)
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, NEW]))
        .file("2.csv", list(&[("new-one", "1 day")], "2026-10-01T08:00:00Z"))
        .file("3.csv", list(&[("ada", "3 days"), ("new-one", "1 month")], "2026-11-01T08:00:00Z"));
    let out = program.args("import a --as-of 2026-09-30 --ledger l.db").run().ends(0);
    let out = step(out, "import --account anna=2.csv --as-of 2026-10-01").prints(&["1  gone"]);
    let out = step(out, "import --account anna=3.csv --as-of 2026-11-01");
    let out = out.prints(&["1  invited again"]);
    let plan = step(out, "plan s.rhai a --as-of 2026-11-02 --format csv");
    assert!(!plan.stdout.contains("Ada"), "{}", plan.stdout);
}

#[test]
fn whoever_was_not_on_a_list_is_gone_also_where_the_list_came_first() {
    let program = Program::new()
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, NEW]))
        .file("sent.csv", list(&[("new-one", "1 day")], "2026-10-01T08:00:00Z"));
    let out = program.args("import --account anna=sent.csv --as-of 2026-10-01 --ledger l.db");
    let out = step(out.run().ends(0), "import a --as-of 2026-09-30");
    let out = out.prints(&["1  gone without being accepted"]);
    let out = step(out, "import a --as-of 2026-09-30");
    assert!(out.stderr.contains("0 events"), "{}", out.stderr);
}

#[test]
fn who_accepts_the_second_invitation_was_withdrawn_all_the_same() {
    let connections = "Notes:\n\n\nFirst Name,Last Name,URL,Email Address,Company,Position,\
                       Connected On\nAda,Bright,https://www.linkedin.com/in/ada,,,,25 Oct 2026\n";
    let program = Program::new()
        .file("s.rhai", OLD)
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, NEW]))
        .file("c/Connections.csv", connections);
    let out = program.args("import a --as-of 2026-10-01 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai a --as-of 2026-10-01 --save");
    let out = step(out, "done ada --on 2026-10-01");
    let out = step(out, "done --invited-again ada --on 2026-10-23");
    let out = step(out, "import --account anna=c/Connections.csv --as-of 2026-10-26");
    out.prints(&["1  newly accepted"]);
}

#[test]
fn a_sheet_of_withdrawals_alone_is_of_the_only_account() {
    let sheet = "URL,Full name,Date withdrawn\nhttps://www.linkedin.com/in/ada,Ada B,2026-09-10\n";
    let program = Program::new()
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, NEW]))
        .file("s.csv", sheet);
    let out = program.args("import a --as-of 2026-10-01 --ledger l.db").run().ends(0);
    let out = step(out, "import s.csv --as-of 2026-10-02");
    let out = out.prints(&["anna, until", "1  withdrawn by a sheet"]);
    out.says(&["they are taken for anna's"]);
}

#[test]
fn an_import_that_is_refused_leaves_no_ledger() {
    let connections = "Notes:\n\n\nFirst Name,Last Name,URL,Email Address,Company,Position,\
                       Connected On\nAda,Bright,https://www.linkedin.com/in/ada,,,,25 Oct 2026\n";
    let program = Program::new().file("c/anna/Connections.csv", connections);
    let refused = program.args("import c/anna --ledger none.db").run().ends(2);
    assert!(!refused.then("").path().join("none.db").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_recorded_is_said_to_be_although_nothing_can_be_printed() {
    use crate::program::command;
    use std::fs::OpenOptions;
    let program = Program::new()
        .file("s.rhai", OLD)
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, NEW]));
    let out = program.args("import a --as-of 2026-10-01 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai a --as-of 2026-10-01 --save");
    let program = out.then("");
    let arguments = ["done 1 --on 2026-10-01", "done --invited-again ada --on 2026-11-01"];
    for arguments in arguments {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut done = command(program.path());
        done.args(arguments.split(' ')).args(["--ledger", "l.db"]).stdout(full);
        let done = done.output().unwrap();
        let message = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{message}");
        assert!(message.contains("1 event is recorded in l.db"), "{message}");
    }
}
