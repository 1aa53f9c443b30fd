//! A list is of the day on which it was taken, whatever lies beside it and whenever it is read; and
//! of the account after which it is called.

use crate::listed_again::{archive, list, step};
use crate::program::{Output, Program};

const ADA: (&str, &str, &str) = ("Ada Bright", "ada", "8/20/26, 12:00 PM");
const BO: (&str, &str, &str) = ("Bo Cray", "bo", "8/25/26, 12:00 PM");
const ZO: (&str, &str, &str) = ("Zo Late", "zo", "10/27/26, 12:00 PM");
const OLD: &str = "withdraw(\"old\", |i| i.age_days > 30);";

fn connection(slug: &str, on: &str) -> String {
    format!(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
         Bo,Cray,https://www.linkedin.com/in/{slug},,,,{on}\n"
    )
}

/// Ada was withdrawn three days after the list that has her.
fn withdrawn_after_its_list() -> Output {
    let people = [("ada", "2 months"), ("bo", "2 months"), ("zo", "1 day")];
    let program = Program::new()
        .file("s.rhai", OLD)
        .file("d/clara/Invitations.csv", archive("clara", &[ADA, BO, ZO]))
        .file("d/clara/sent.csv", list(&people, "2026-10-28T06:00:00Z"));
    let out = program.args("import d --as-of 2026-10-31 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai d --as-of 2026-10-31 --save");
    step(out, "done ada --on 2026-10-31")
}

#[test]
fn an_old_list_contradicts_no_withdrawal_for_newer_data_beside_it() {
    let out = withdrawn_after_its_list();
    let connections = out.path().join("d/clara/Connections.csv");
    std::fs::write(connections, connection("bo", "01 Nov 2026")).unwrap();
    let out = step(out, "import d --as-of 2026-11-02").prints(&["1  newly accepted"]);
    assert!(!out.stdout.contains("contradicted"), "{}", out.stdout);
    step(out, "due --as-of 2026-11-25").prints(&["Ada Bright", "2026-11-"]);
}

#[test]
fn the_same_list_without_a_day_is_no_news_by_the_clock_either() {
    let sheet = "Name,Profile URL,Sent\n\
                 Ada Bright,https://www.linkedin.com/in/ada,Sent 4 months ago\n\
                 Bo Cray,https://www.linkedin.com/in/bo,Sent 4 months ago\n";
    let program = Program::new().file("s.rhai", OLD).file("n.csv", sheet);
    let first = "import --account anna=n.csv --as-of 2026-11-16 --ledger l.db";
    let out = program.args(first).run().ends(0);
    let out = step(out, "plan s.rhai --account anna=n.csv --as-of 2026-11-16 --save");
    let out = step(out, "done ada --on 2026-11-16");
    let out = step(out, "import --account anna=n.csv");
    assert!(!out.stdout.contains("contradicted"), "{}", out.stdout);
    step(out, "due --as-of 2026-12-20").prints(&["Ada Bright"]);
}

#[test]
fn a_list_is_of_the_account_of_its_name_though_another_invited_one_of_its_people() {
    let listed = |people: &[(&str, &str)]| list(people, "2026-10-28T06:00:00Z");
    for name in ["clara-sent.csv", "clara-sent-requests.csv", "clara_phantombuster.csv"] {
        let people = [("kim", "4 months"), ("lu", "1 week"), ("zo", "1 day")];
        let program = Program::new()
            .file("d/anna/Invitations.csv", archive("anna", &[ADA, BO, ZO]))
            .file("d/ben/Invitations.csv", archive("ben", &[BO]))
            .file(&format!("d/{name}"), listed(&people));
        let out = program.args("import d --as-of 2026-10-29 --ledger l.db").run().ends(0);
        let out = out.prints(&["clara", "3  newly pending"]);
        assert!(!out.stdout.contains("gone"), "{name}: {}", out.stdout);
    }
    // Whose list it is shows where most of its people are an account's.
    let program = Program::new()
        .file("d/anna/Invitations.csv", archive("anna", &[ADA, BO, ZO]))
        .file("d/ben/Invitations.csv", archive("ben", &[BO]))
        .file("d/outreach-sent.csv", listed(&[("ada", "2 months"), ("zo", "1 day")]));
    let out = program.args("import d --as-of 2026-10-29 --ledger l.db").run().ends(0);
    assert!(!out.stdout.contains("outreach"), "{}", out.stdout);
}

/// The number of the last event that an import recorded.
fn last_imported(history: &Output) -> u64 {
    let events = history.json();
    let last = events.as_array().unwrap().iter().rev().find(|event| event["action"] == "imported");
    last.unwrap()["number"].as_u64().unwrap()
}

#[test]
fn a_join_that_was_taken_back_is_made_again_though_a_plan_was_saved_meanwhile() {
    let moved = ("Ada Bright", "ada-x", "8/20/26, 12:00 PM");
    let program = Program::new()
        .file("s.rhai", OLD)
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, ZO]))
        .file("b/anna/Invitations.csv", archive("anna", &[moved, ZO]));
    let out = program.args("import a --as-of 2026-10-30 --ledger l.db").run().ends(0);
    let joined = ["1  known by their profile now"];
    let out = step(out, "import b --as-of 2026-10-31").prints(&joined);
    let out = step(out, "plan s.rhai b --as-of 2026-10-31 --save");
    let history = step(out, "history --format json");
    let number = last_imported(&history);
    let out = step(history, &format!("correct {number} --whole-import"));
    step(out, "import b --as-of 2026-11-01").prints(&joined);
}

#[test]
fn whoever_takes_an_import_back_is_told_of_later_ones_that_said_the_same() {
    let program = Program::new()
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, BO, ZO]))
        .file("1/Connections.csv", connection("bo", "28 Oct 2026"))
        .file(
            "2/Connections.csv",
            connection("bo", "28 Oct 2026")
                + "Ada,Bright,https://www.linkedin.com/in/ada,,,,30 Oct 2026\n",
        );
    let out = program.args("import a --as-of 2026-10-27 --ledger l.db").run().ends(0);
    let out = step(out, "import --account anna=1/Connections.csv --as-of 2026-10-29");
    let out = step(out, "import --account anna=2/Connections.csv --as-of 2026-10-31");
    let out = step(out, "correct 5 --whole-import");
    let out =
        out.says(&["anna was imported 1 time after that", "import the newest of them once more"]);
    let out = step(out, "import --account anna=2/Connections.csv --as-of 2026-11-01");
    let history = step(out.prints(&["1  newly accepted"]), "history --format json");
    let number = last_imported(&history);
    let out = step(history, &format!("correct {number} {number}")).prints(&["counts no more"]);
    out.then("correct 7-x --ledger l.db").run().ends(2).says(&["a range, such as 3-5"]);
}

#[test]
fn what_data_showed_meanwhile_does_not_speak_against_whoever_says_the_same() {
    let program = Program::new()
        .file("s.rhai", OLD)
        .file("a/anna/Invitations.csv", archive("anna", &[ADA, BO, ZO]))
        .file("c/Connections.csv", connection("bo", "31 Oct 2026"));
    let out = program.args("import a --as-of 2026-10-30 --ledger l.db").run().ends(0);
    let out = step(out, "plan s.rhai a --as-of 2026-10-30 --save");
    let out = step(out, "import --account anna=c/Connections.csv --as-of 2026-10-31");
    let refused = out.then("done bo --on 2026-10-31 --ledger l.db").run().ends(2);
    let refused = refused.says(&["changed since the plan was saved", "accepted, by data"]);
    step(refused, "done ada --accepted bo --on 2026-10-31").prints(&["1 already accepted"]);
}
