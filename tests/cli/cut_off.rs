//! Imports that cannot be right as they are: of a list that was cut off, or of a day to come.

use crate::program::Program;

/// A list of the Sent page with the first so many of twenty people, the oldest last.
fn list(people: usize, taken: &str) -> String {
    let row = |person| {
        let address = format!("https://www.linkedin.com/in/person-{person}");
        format!("{address},Person {person},Sent {} weeks ago,{taken}T20:00:00Z\n", person + 5)
    };
    let rows = (0..people).map(row);
    format!("linkedinProfile,name,invitationDate,timestamp\n{}", rows.collect::<String>())
}

#[test]
fn a_list_that_was_cut_off_is_said_and_taken_back_as_a_whole() {
    let program = Program::new()
        .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 30);")
        .file("whole/lea/sent.csv", list(20, "2026-10-01"))
        .file("part/lea/sent.csv", list(8, "2026-10-08"))
        .file("less/lea/sent.csv", list(18, "2026-10-08"));
    let import = |folder: &str| format!("import {folder} --as-of 2026-10-09 --ledger l.db");
    let plan = "plan s.rhai whole --as-of 2026-10-10 --ledger l.db --format csv";
    let first = program.args(&import("whole")).run().ends(0);
    assert!(!first.stderr.contains("on the list"), "{}", first.stderr);
    let part = first.then(&import("part")).run().ends(0).prints(&["12  gone"]);
    let part = part.says(&[
        "12 of 20 invitations that were pending are not on the list, 12 of them as old",
        "`rescind correct 22 --whole-import`",
    ]);
    let planned = part.then(plan).run().ends(0);
    assert!(!planned.stdout.contains("person-15"), "{}", planned.stdout);
    let back = planned.then("correct 22 --whole-import --ledger l.db").run().ends(0);
    let back = back.prints(&["event 22 counts no more: imported, lea", "event 34 counts no more"]);
    let planned = back.then(plan).run().ends(0);
    assert!(planned.stdout.contains("person-15"), "{}", planned.stdout);
    // Any event of an import stands for it; of nothing else, and nothing twice.
    let twice = planned.then("correct 25 --whole-import --ledger l.db").run().ends(1);
    let twice = twice.says(&["event 25: it was taken back before"]);
    let less = twice.then(&import("less")).run().ends(0).prints(&["2  gone"]);
    assert!(!less.stderr.contains("on the list"), "{}", less.stderr);
    let by_person = less.then("correct 50 --whole-import --ledger l.db").run().ends(0);
    let by_person = by_person.prints(&["imported, lea", "Person 18, lea", "Person 19, lea"]);
    assert_eq!(by_person.stdout.lines().count(), 3, "{}", by_person.stdout);
    by_person.then("history --verify --ledger l.db").run().ends(0);
}

#[test]
fn nothing_is_imported_of_a_day_to_come() {
    let program = Program::new().file("a/lea/sent.csv", list(3, "2026-10-01"));
    let ahead = program.args("import a --as-of 2190-01-01 --ledger l.db").run().ends(2);
    let ahead = ahead.says(&["data as of 2190-01-01 lie ahead", "on which the data were taken"]);
    let today = ahead.then("import a --as-of 2026-10-09 --ledger l.db").run().ends(0);
    today.prints(&["lea, until 2026-10-01", "3  newly pending"]);
}
