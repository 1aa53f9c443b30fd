//! Data that are older than what the ledger knows: what it knows decides.

use crate::program::{HEADER, Output, Program, sent};

const CONNECTIONS: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
     Ada,B,https://www.linkedin.com/in/ada-b,,F,J,04 Oct 2026\n";
const LIST: &str = "linkedinProfile,name,invitationDate,timestamp\n";

fn archive(people: &[(&str, &str, &str)]) -> String {
    let rows = people.iter().map(|(name, slug, on)| sent(name, slug, on, ""));
    format!("{HEADER}{}", rows.collect::<String>())
}

fn list(people: &[&str], taken: &str) -> String {
    let row = |slug: &&str| {
        format!("https://www.linkedin.com/in/{slug},{slug},Sent 2 months ago,{taken}T20:00:00Z\n")
    };
    format!("{LIST}{}", people.iter().map(row).collect::<String>())
}

const ADA: (&str, &str, &str) = ("Ada B", "ada-b", "7/3/26, 9:00 AM");
const BEN: (&str, &str, &str) = ("Ben C", "ben-c", "7/4/26, 9:00 AM");
const CY: (&str, &str, &str) = ("Cy D", "cy-d", "7/5/26, 9:00 AM");
const EVE: (&str, &str, &str) = ("Eve F", "eve-f", "10/5/26, 9:00 AM");

/// Imports one folder in October and another a week later; plans by the first one.
fn planned_by_the_first(program: Program) -> Output {
    program
        .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 30);")
        .args("import first --as-of 2026-10-02 --ledger l.db")
        .run()
        .ends(0)
        .then("import second --as-of 2026-10-09 --ledger l.db")
        .run()
        .ends(0)
        .then("plan s.rhai first --as-of 2026-10-10 --ledger l.db --save --format csv")
        .run()
        .ends(0)
}

#[test]
fn whom_the_ledger_knows_to_have_accepted_is_not_planned() {
    let planned = planned_by_the_first(
        Program::new()
            .file("first/lea/Invitations.csv", archive(&[ADA, BEN]))
            .file("second/lea/Invitations.csv", archive(&[ADA, BEN]))
            .file("second/lea/Connections.csv", CONNECTIONS),
    );
    assert!(!planned.stdout.contains("ada-b") && planned.stdout.contains("ben-c"));
    let message = ["these data reach until 2026-07-04, and data until 2026-10-04 were imported"];
    let planned = planned.says(&message).says(&["are over by the ledger (1 accepted): Ada B"]);
    let rows = "invitations.filter(|i| i.name == \"Ada B\").select([\"state\", \"known_by\", \
                \"connected_on\"])";
    let run = planned.then("run r.rhai first --as-of 2026-10-10 --ledger l.db --format csv");
    let run = run.file("r.rhai", rows).run().ends(0);
    run.prints(&["accepted,recorded,2026-10-04"]);
}

#[test]
fn whoever_is_gone_from_the_data_may_have_accepted() {
    // A list never has who accepted.
    let planned = planned_by_the_first(
        Program::new()
            .file("first/lea/sent.csv", list(&["ada-b", "ben-c", "cy-d"], "2026-10-01"))
            .file("second/lea/sent.csv", list(&["ben-c"], "2026-10-08"))
            .file("second/lea/Connections.csv", CONNECTIONS),
    );
    assert!(!planned.stdout.contains("ada-b") && !planned.stdout.contains("cy-d"));
    assert!(planned.stdout.contains("ben-c"));
    let of_ada = planned.then("history ada-b --ledger l.db --format csv").run().ends(0);
    let of_ada = of_ada.prints(&["newly accepted"]);
    let of_cy = of_ada.then("history cy-d --ledger l.db --format csv").run().ends(0);
    of_cy.prints(&["gone without being accepted"]);
    // An archive has a half year.
    let planned = planned_by_the_first(
        Program::new()
            .file("first/lea/Invitations.csv", archive(&[ADA, BEN, CY]))
            .file("second/lea/Invitations.csv", archive(&[BEN, EVE]))
            .file("second/lea/Connections.csv", CONNECTIONS),
    );
    assert!(!planned.stdout.contains("ada-b") && planned.stdout.contains("cy-d"));
}

#[test]
fn a_connection_outlasts_data_that_come_late() {
    let program = Program::new()
        .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 30);")
        .file("first/lea/Invitations.csv", archive(&[ADA, BEN, CY]))
        .file("second/lea/Invitations.csv", archive(&[BEN, EVE]))
        .file("second/lea/Connections.csv", CONNECTIONS)
        .args("import second --as-of 2026-10-09 --ledger l.db");
    let newer = program.run().ends(0).prints(&["1  connected otherwise"]);
    let late = newer.then("import first --as-of 2026-10-10 --ledger l.db").run().ends(0);
    let late = late.prints(&["1  added from older data"]);
    let plan = "plan s.rhai first --as-of 2026-10-10 --ledger l.db --format csv";
    let planned = late.then(plan).run().ends(0);
    assert!(!planned.stdout.contains("ada-b") && planned.stdout.contains("cy-d"));
}

#[test]
fn a_list_that_is_imported_late_is_as_old_as_it_says() {
    let planned = planned_by_the_first(
        Program::new()
            .file("first/lea/sent.csv", list(&["ada-b", "ben-c"], "2026-10-01"))
            .file("second/lea/sent.csv", list(&["ben-c"], "2026-10-08")),
    );
    let late = planned.then("import first --as-of 2026-10-11 --ledger l.db").run().ends(0);
    late.prints(&["lea, until 2026-10-01", "1  left as newer data showed them"]);
}

#[test]
fn newer_data_and_later_invitations_outrank_the_ledger() {
    let gone = planned_by_the_first(
        Program::new()
            .file("first/lea/sent.csv", list(&["ada-b", "ben-c"], "2026-10-01"))
            .file("second/lea/sent.csv", list(&["ben-c"], "2026-10-08")),
    );
    let plan = "plan s.rhai third --as-of 2026-12-20 --ledger l.db --format csv";
    let shown = gone.then(plan).file("third/lea/sent.csv", list(&["ada-b", "ben-c"], "2026-12-19"));
    let shown = shown.run().ends(0);
    assert!(shown.stdout.contains("ada-b"), "{}", shown.stdout);
    let again = ("Ada B", "ada-b", "11/5/26, 9:00 AM");
    let accepted = planned_by_the_first(
        Program::new()
            .file("first/lea/Invitations.csv", archive(&[ADA, BEN]))
            .file("second/lea/Invitations.csv", archive(&[ADA, BEN]))
            .file("second/lea/Connections.csv", CONNECTIONS),
    );
    let invited = accepted.then(plan).file("third/lea/Invitations.csv", archive(&[again, BEN]));
    let invited = invited.run().ends(0);
    assert!(invited.stdout.contains("ada-b"), "{}", invited.stdout);
}

#[test]
fn nobody_is_gone_who_may_be_in_a_row_that_was_not_understood() {
    let unread = ",,Sent 2 months ago,2026-10-08T20:00:00Z\n";
    let planned = planned_by_the_first(
        Program::new()
            .file("first/lea/sent.csv", list(&["ada-b", "ben-c"], "2026-10-01"))
            .file("second/lea/sent.csv", list(&["ben-c"], "2026-10-08") + unread),
    );
    assert!(planned.stdout.contains("ada-b"), "{}", planned.stdout);
    let of_ada = planned.then("history ada-b --ledger l.db --format csv").run().ends(0);
    assert!(!of_ada.stdout.contains("gone"), "{}", of_ada.stdout);
}

#[test]
fn who_accepted_in_data_that_end_earlier_is_heard() {
    // The last invitation is gone from the second export, and only that has connections.
    let planned = planned_by_the_first(
        Program::new()
            .file("first/lea/Invitations.csv", archive(&[ADA, BEN, EVE]))
            .file("second/lea/Invitations.csv", archive(&[ADA, BEN]))
            .file("second/lea/Connections.csv", CONNECTIONS),
    );
    assert!(!planned.stdout.contains("ada-b") && planned.stdout.contains("ben-c"));
    // The event is named by which that can be taken back.
    let planned = planned.says(&["1 accepted): Ada B (event 6)", "correct NUMBER"]);
    let taken_back = planned.then("correct 6 --ledger l.db").run().ends(0);
    let plan = "plan s.rhai first --as-of 2026-10-10 --ledger l.db --format csv";
    let again = taken_back.then(plan).run().ends(0);
    assert!(again.stdout.contains("ada-b"), "{}", again.stdout);
}

#[test]
fn a_connection_without_an_address_is_known_by_its_name() {
    let nameless = CONNECTIONS.replace("https://www.linkedin.com/in/ada-b", "");
    let import = "import second --as-of 2026-10-09 --ledger l.db";
    let plan = "plan s.rhai first --as-of 2026-10-10 --ledger l.db --format csv";
    let planned = |people: &[(&str, &str, &str)]| {
        let program = Program::new()
            .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 0);")
            .file("first/lea/Invitations.csv", archive(people))
            .file("second/lea/Invitations.csv", archive(&[EVE]))
            .file("second/lea/Connections.csv", &nameless);
        let planned = program.args(import).run().ends(0).then(plan).run().ends(0);
        let before = planned.stdout.clone();
        let late = planned.then("import first --as-of 2026-10-10 --ledger l.db").run().ends(0);
        let again = late.then(plan).run().ends(0);
        assert_eq!(again.stdout, before);
        again
    };
    let one = planned(&[ADA, BEN]);
    assert!(!one.stdout.contains("ada-b") && one.stdout.contains("ben-c"), "{}", one.stdout);
    // Of two of that name it is not known who it is; nobody accepts before being invited.
    let two = planned(&[ADA, ("Ada B", "ada-b-2", "7/9/26, 9:00 AM")]);
    assert!(two.stdout.contains("in/ada-b,") && two.stdout.contains("in/ada-b-2,"));
    let later = planned(&[("Ada B", "ada-b", "10/6/26, 9:00 AM")]);
    assert!(later.stdout.contains("ada-b"), "{}", later.stdout);
}

#[test]
fn whom_a_list_shows_to_be_invited_again_is_pending() {
    let aged = |age: &str, taken: &str| {
        let row = format!("https://www.linkedin.com/in/ada-b,Ada B,Sent {age} ago");
        format!("{LIST}{row},{taken}T20:00:00Z\n")
    };
    let plan = |folder: &str, day: &str| {
        format!("plan s.rhai {folder} --as-of {day} --ledger l.db --save --format csv")
    };
    let withdrawn = Program::new()
        .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 30);")
        .file("first/lea/Invitations.csv", archive(&[ADA]))
        .file("later/lea/sent.csv", aged("2 months", "2026-12-05"))
        .file("young/lea/sent.csv", aged("2 days", "2026-09-20"))
        .file("older/lea/sent.csv", aged("2 months", "2026-11-25"))
        .args(&plan("first", "2026-08-10"))
        .run()
        .ends(0)
        .then("done 1 --on 2026-08-25 --ledger l.db")
        .run()
        .ends(0);
    // Its age says it by itself.
    let later = withdrawn.then(&plan("later", "2026-12-06")).run().ends(0);
    assert!(later.stdout.contains("ada-b"), "{}", later.stdout);
    // Its age leaves it open, until a list has shown the new one.
    let open = later.then(&plan("older", "2026-11-25T23:00:00Z")).run().ends(0);
    assert!(!open.stdout.contains("ada-b"), "{}", open.stdout);
    let young = open.then("import young --as-of 2026-09-21 --ledger l.db").run().ends(0);
    let known = young.then(&plan("older", "2026-11-25T23:00:00Z")).run().ends(0);
    assert!(known.stdout.contains("ada-b"), "{}", known.stdout);
    // The former invitation is not pending.
    let former = known.then(&plan("first", "2026-11-25")).run().ends(0);
    assert!(!former.stdout.contains("ada-b"), "{}", former.stdout);
}
