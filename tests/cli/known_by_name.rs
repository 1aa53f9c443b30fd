//! People whom the ledger knew by a name alone, until data gave their address.

use crate::listed_again::{archive, step};
use crate::program::{Output, Program};

const NAMES: &str = "Name,Sent\nAda Bright,Sent 4 months ago\nBo Cray,Sent 2 months ago\n\
                     Cy Dorn,Sent 1 month ago\n";
const ADA: (&str, &str, &str) = ("Ada Bright", "ada-bright", "5/20/26, 5:00 AM");
const BO: (&str, &str, &str) = ("Bo Cray", "bo-cray", "7/20/26, 5:00 AM");
const LATE: (&str, &str, &str) = ("Zed Late", "zed-late", "9/30/26, 5:00 AM");
const OTHER: (&str, &str, &str) = ("Other One", "other-one", "9/30/26, 5:00 AM");

/// Ben's list of names is imported.
fn names_first() -> Output {
    let program = Program::new()
        .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 60);")
        .file("names.csv", NAMES)
        .file("data/ben/Invitations.csv", archive("ben", &[ADA, BO, LATE]))
        .file("data/anna/Invitations.csv", archive("anna", &[ADA, OTHER]));
    let names = "import --account ben=names.csv --as-of 2026-09-30 --ledger l.db";
    program.args(names).run().ends(0)
}

fn archives_next() -> Output {
    let import = step(names_first(), "import data --as-of 2026-10-02");
    let import = import.prints(&["2  known by their profile now"]);
    step(import, "plan s.rhai data --as-of 2026-10-02 --save")
}

#[test]
fn they_are_the_same_to_other_accounts() {
    let done = step(archives_next(), "done --account anna ada-bright --on 2026-10-02");
    let due = step(done, "due --as-of 2026-11-21");
    assert!(!due.stdout.contains("Ada"), "{}", due.stdout);
    let due = due.says(&["1 person left out: another account has invited them meanwhile"]);
    let again = step(due, "import data --as-of 2026-10-02").prints(&["nothing new"]);
    step(again, "history --verify");
}

#[test]
fn all_that_is_recorded_of_them_is_of_one_person() {
    let done = step(archives_next(), "done --account ben ada-bright --on 2026-10-02");
    let later = "Name,Sent\nBo Cray,Sent 3 months ago\nCy Dorn,Sent 2 months ago\n\
                 Zed Late,Sent 4 weeks ago\n";
    let import = "import --account ben=later.csv --as-of 2026-10-30 --ledger l.db";
    let list = done.then(import).file("later.csv", later).run().ends(0);
    let list = list.prints(&["1  withdrawal confirmed"]);
    assert!(!list.stdout.contains("gone"), "{}", list.stdout);
    let history = step(list, "history in/ada-bright --account ben --format csv");
    let history = history.prints(&["newly pending", "known by their profile now", "withdrawn"]);
    let events = history.stdout.clone();
    let by_name =
        history.then("history --account ben --format csv --ledger l.db").arg("Ada Bright");
    assert_eq!(by_name.run().ends(0).stdout, events);
}

#[test]
fn a_plan_of_data_that_nobody_imported_is_of_the_same_people() {
    let plan = "plan s.rhai data --as-of 2026-10-02 --save";
    let saved = step(names_first(), plan);
    let done = step(saved, "done --account ben ada-bright --on 2026-10-02");
    let done = step(done, "import data --as-of 2026-10-02");
    let due = step(done, "due --as-of 2026-11-21 --format csv");
    assert_eq!(due.stdout.lines().count(), 1, "anna has invited her: {}", due.stdout);
    let due = due.says(&["1 person left out: another account has invited them meanwhile"]);
    let history = step(due, "history in/ada-bright --account ben --format csv");
    history.prints(&["newly pending", "withdrawn"]);
}

#[test]
fn they_cool_off_for_every_account() {
    let sheet = "Account,LinkedIn URL,Full name,Date sent,Date withdrawn\n\
        ben,https://www.linkedin.com/in/ada-bright,Ada Bright,2026-05-20,2026-11-15\n\
        anna,https://www.linkedin.com/in/ada-bright,Ada Bright,2026-05-20,2026-10-15\n";
    let import = "import sheet.csv --as-of 2026-11-20 --ledger l.db";
    let sheet = names_first().then(import).file("sheet.csv", sheet).run().ends(0);
    let due = step(sheet, "due --as-of 2026-11-20 --format csv");
    let early =
        due.stdout.lines().skip(1).filter(|line| line.split(',').nth(1) != Some("2026-12-06"));
    assert_eq!(early.count(), 0, "{}", due.stdout);
    assert_eq!(due.stdout.matches("\n2026-12-06,").count(), 1, "{}", due.stdout);
}

#[test]
fn a_changed_address_is_no_new_person() {
    let moved = ("Ada Bright", "ada-bright-phd", "5/20/26, 5:00 AM");
    let plan = |data: &str| format!("plan s.rhai {data} --as-of 2026-10-09 --format csv");
    let program = Program::new()
        .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 60);")
        .file("data/ben/Invitations.csv", archive("ben", &[ADA, BO, LATE]))
        .file("later/ben/Invitations.csv", archive("ben", &[moved, BO, LATE]));
    let out = program.args("import data --as-of 2026-10-02 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai data --as-of 2026-10-02 --save");
    let out = step(out, "done ada-bright --on 2026-10-02");
    let out = step(out, "import later --as-of 2026-10-09");
    let out = out.prints(&["1  known by their profile now"]);
    let planned = step(out, &plan("later"));
    assert!(!planned.stdout.contains("Ada"), "{}", planned.stdout);
    let planned = step(planned, &plan("data"));
    assert!(!planned.stdout.contains("Ada"), "{}", planned.stdout);
    let planned = planned.prints(&["Bo Cray"]);
    step(planned, "history ada-bright-phd --format csv").prints(&["newly pending", "withdrawn"]);
}
