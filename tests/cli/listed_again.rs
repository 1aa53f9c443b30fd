//! Lists of the Sent page with relative ages, beside what the ledger knows of the same people.

use crate::program::{HEADER, Output, Program};

/// The archive of an account: names, slugs and instants, as LinkedIn writes them.
pub(crate) fn archive(account: &str, people: &[(&str, &str, &str)]) -> String {
    let (me, them) =
        (format!("https://www.linkedin.com/in/{account}"), "https://www.linkedin.com/in/");
    let row = |(name, slug, at): &(&str, &str, &str)| {
        format!("{account},{name},\"{at}\",,OUTGOING,{me},{them}{slug}\n")
    };
    format!("{HEADER}{}", people.iter().map(row).collect::<String>())
}

/// A list that was taken at an instant: slugs, each with its age.
pub(crate) fn list(people: &[(&str, &str)], taken: &str) -> String {
    let row = |(slug, age): &(&str, &str)| {
        format!("https://www.linkedin.com/in/{slug}/,Sent {age} ago,{taken}\n")
    };
    let rows = people.iter().map(row).collect::<String>();
    format!("profileUrl,sentDate,timestamp\n{rows}")
}

const PIA: (&str, &str, &str) = ("Pia Quell", "pia-quell", "5/20/26, 5:00 AM");
const OTHER: (&str, &str, &str) = ("Other Two", "other-two", "9/29/26, 5:00 AM");
const WEEK: (&str, &str, &str) = ("Week One", "week-one", "11/8/26, 10:00 AM");

pub(crate) fn step(output: Output, arguments: &str) -> Output {
    output.then(&format!("{arguments} --ledger l.db")).run().ends(0)
}

#[test]
fn nobody_is_due_whom_another_account_has_on_a_list_of_ages() {
    let program = Program::new()
        .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 90);")
        .file("data/anna/Invitations.csv", archive("anna", &[PIA]))
        .file("data/ben/Invitations.csv", archive("ben", &[PIA, OTHER]))
        .file("sent.csv", list(&[("pia-quell", "1 week")], "2026-11-20T10:00:00Z"));
    let out = program.args("import data --as-of 2026-10-01 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai data --as-of 2026-10-01 --save");
    let out = step(out, "done --account ben pia-quell --on 2026-10-01");
    let out = step(out, "done --account anna pia-quell --on 2026-10-20");
    let out = step(out, "due --as-of 2026-11-21").prints(&["anna", "Pia Quell"]);
    let out = step(out, "import --account ben=sent.csv --as-of 2026-11-21");
    let out = step(out.prints(&["1  invited again"]), "due --as-of 2026-11-21");
    assert!(!out.stdout.contains("Pia"), "{}", out.stdout);
    out.says(&["1 person left out: another account has invited them meanwhile"]);
}

#[test]
fn an_age_means_what_was_written_however_early_the_day_is_seen() {
    for as_of in ["2026-11-20", "2026-11-20T12:00:00Z", "2026-11-21", "2026-11-29"] {
        let people = [("week-one", "1 week"), ("other-two", "1 month")];
        let program = Program::new()
            .file("data/ben/Invitations.csv", archive("ben", &[OTHER, WEEK]))
            .file("sent.csv", list(&people, "2026-11-20T10:00:00Z"));
        let first = program.args("import data --as-of 2026-11-19 --ledger l.db").run().ends(0);
        let again = step(first, &format!("import --account ben=sent.csv --as-of {as_of}"));
        again.prints(&["nothing new"]);
    }
}

#[test]
fn who_was_withdrawn_is_not_planned_by_an_age_that_is_seen_early() {
    let program = Program::new()
        .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 20);")
        .file("data/ben/Invitations.csv", archive("ben", &[OTHER, WEEK]))
        .file("sent.csv", list(&[("other-two", "1 month")], "2026-11-20T10:00:00Z"));
    let out = program.args("import data --as-of 2026-10-10 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai data --as-of 2026-10-21 --save");
    let out = step(out, "done other-two --on 2026-10-13");
    let plan = "plan s.rhai --account ben=sent.csv --format csv --as-of";
    let out = step(out, &format!("{plan} 2026-11-20"));
    assert!(!out.stdout.contains("other-two"), "{}", out.stdout);
    let out = step(out, &format!("{plan} 2026-11-21"));
    assert!(!out.stdout.contains("other-two"), "{}", out.stdout);
}

const OLD: (&str, &str, &str) = ("Old One", "old-one", "6/20/26, 5:00 AM");
const NOON: (&str, &str, &str) = ("Noon Two", "noon-two", "11/20/26, 11:00 AM");

/// The states of a frame's rows, by name.
fn states(output: Output, data: &str) -> Output {
    let script = "invitations.select([\"name\", \"state\"])";
    let run = format!("run q.rhai {data} --as-of 2026-11-22 --format csv --ledger l.db");
    output.then(&run).file("q.rhai", script).run().ends(0)
}

#[test]
fn a_list_of_the_morning_says_nothing_of_the_afternoon() {
    let archive_first = ["data", "--account ben=sent.csv"];
    let list_first = ["--account ben=sent.csv", "data"];
    let together = ["data --account ben=sent.csv", "data"];
    for order in [archive_first, list_first, together] {
        let program = Program::new()
            .file("data/ben/Invitations.csv", archive("ben", &[OLD, NOON]))
            .file("sent.csv", list(&[("old-one", "5 months")], "2026-11-20T08:00:00Z"));
        let import = |data: &str| format!("import {data} --as-of 2026-11-21 --ledger l.db");
        let first = program.args(&import(order[0])).run().ends(0);
        let second = first.then(&import(order[1])).run().ends(0);
        assert!(!second.stdout.contains("gone"), "{order:?}: {}", second.stdout);
        let shown = states(second, "data");
        shown.prints(&["Noon Two,pending", "Old One,pending"]);
    }
}

#[test]
fn of_two_lists_of_a_day_the_later_one_decides_in_whatever_order() {
    let program = Program::new()
        .file(
            "morning.csv",
            list(&[("old-one", "5 months"), ("a-b", "1 week")], "2026-11-20T08:00:00Z"),
        )
        .file("evening.csv", list(&[("a-b", "1 week")], "2026-11-20T18:00:00Z"));
    let import =
        |list: &str| format!("import --account ben={list}.csv --as-of 2026-11-21 --ledger l.db");
    let both = program.args(&import("morning")).run().ends(0).then(&import("evening")).run();
    let both = both.ends(0).prints(&["1  gone"]);
    let again = both.then(&import("morning")).run().ends(0);
    let again = again.prints(&["1  left as newer data showed them"]);
    let again = states(again, "--account ben=morning.csv");
    let again = again.prints(&["withdrawn", "pending"]);
    again.then("history old-one --ledger l.db").run().ends(0).prints(&["gone"]);
}

#[test]
fn whoever_is_invited_again_twice_is_recorded_twice() {
    let keep = ("Keep Me", "keep-me", "8/20/26, 5:00 AM");
    let program = Program::new()
        .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 90);")
        .file("data/ben/Invitations.csv", archive("ben", &[OLD, keep]))
        .file("sent.csv", list(&[("keep-me", "1 month")], "2026-10-18T08:00:00Z"));
    let out = program.args("import data --as-of 2026-09-20 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai data --as-of 2026-09-20 --save");
    let out = step(out, "done 1 --on 2026-09-20");
    let out = step(out, "done --invited-again old-one --on 2026-10-12");
    let out = step(out, "done --invited-again old-one --on 2026-10-12");
    let out = out.says(&["recorded before, for 2026-10-12"]);
    let import = "import --account ben=sent.csv --as-of 2026-10-19";
    let out = step(out, import).prints(&["1  gone without being accepted"]);
    let out = step(out, import).prints(&["nothing new"]);
    let out = step(out, "done --invited-again old-one --on 2026-11-15");
    let out = out.prints(&["invited again on 2026-11-15: Old One (ben)"]);
    let out = step(out, "done --invited-again old-one --on 2026-11-16");
    let out = out.says(&["recorded before, for 2026-11-15"]);
    let out = step(out, "history old-one --format csv");
    assert_eq!(out.stdout.matches(",invited-again,").count(), 2, "{}", out.stdout);
    step(out, "history --verify");
}

#[test]
fn a_list_from_before_a_new_invitation_does_not_end_it() {
    let program = Program::new()
        .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 90);")
        .file("data/anna/Invitations.csv", archive("anna", &[PIA]))
        .file("data/ben/Invitations.csv", archive("ben", &[PIA, OTHER]))
        .file("before.csv", list(&[("other-two", "1 month")], "2026-11-15T08:00:00Z"))
        .file("morning.csv", list(&[("other-two", "1 month")], "2026-11-20T08:00:00Z"))
        .file("after.csv", list(&[("other-two", "1 month")], "2026-11-22T08:00:00Z"));
    let out = program.args("import data --as-of 2026-10-01 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai data --as-of 2026-10-01 --save");
    let out = step(out, "done --account ben pia-quell --on 2026-10-01");
    let out = step(out, "done --account anna pia-quell --on 2026-10-01");
    let mut out = step(out, "done --invited-again pia-quell --account ben --on 2026-11-20");
    for list in ["before", "morning"] {
        out = step(out, &format!("import --account ben={list}.csv --as-of 2026-11-21"));
        out = step(out, "due --as-of 2026-11-21");
        assert!(!out.stdout.contains("Pia"), "{list}: {}", out.stdout);
    }
    let out = step(out, "import --account ben=after.csv --as-of 2026-11-22");
    let out = step(out.prints(&["1  gone"]), "due --as-of 2026-11-23");
    let out = out.prints(&["anna", "Pia"]);
    // An account that invites whom another has invited is told so.
    let out = step(out, "done --invited-again pia-quell --account ben --on 2026-11-24");
    let out = step(out, "done --invited-again pia-quell --account anna --on 2026-11-25");
    out.says(&["Pia Quell is invited by ben, too"]);
}
