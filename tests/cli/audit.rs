//! `rescind audit`: the monthly look, in every format.

use crate::program::{AS_OF, Output, Program, root};

fn audit(arguments: &str) -> Output {
    let data = root().join("datasets/agency");
    let program = Program::new().args("audit").arg(data.to_str().unwrap());
    program.args("--as-of").arg(AS_OF).args(arguments).run()
}

#[test]
fn the_audit_is_a_script_that_anybody_can_run() {
    let whole_audit = audit("").ends(0);
    insta::assert_snapshot!(whole_audit.stdout);
    let script = root().join("scripts/monthly-audit.rhai");
    let data = root().join("datasets/agency");
    let run = Program::new().args("run").arg(script.to_str().unwrap()).arg(data.to_str().unwrap());
    let run = run.args("--as-of").arg(AS_OF).run().ends(0);
    assert_eq!(whole_audit.stdout, run.stdout);
    assert_eq!(whole_audit.stderr, run.stderr);
}

#[test]
fn programs_get_every_section_by_name() {
    let report = audit("--format json").ends(0).json();
    assert_eq!(report["version"], 1);
    assert_eq!(report["next"], "2026-12-23");
    let sections = report["sections"].as_array().unwrap();
    let names: Vec<&str> = sections.iter().map(|one| one["name"].as_str().unwrap()).collect();
    let wanted = [
        "pending",
        "ages",
        "acceptance",
        "notes",
        "time_to_accept",
        "sent_a_week",
        "at_little_cost",
        "to_invite_again",
    ];
    assert_eq!(names, wanted);
    assert_eq!(sections[0]["rows"][0]["pending"], 612);
    let lines = audit("--format ndjson").ends(0).stdout;
    let rows: usize = sections.iter().map(|one| one["rows"].as_array().unwrap().len()).sum();
    assert_eq!(lines.lines().count(), rows);
    assert!(lines.starts_with("{\"section\":\"pending\",\"account\":\"anna\",\"pending\":612,"));
    let csv = audit("--format csv").ends(0).stdout;
    assert_eq!(csv.lines().count(), rows + 1);
    assert!(csv.starts_with("section,account,pending,cap,"));
}

#[test]
fn one_section_is_a_plain_table() {
    let csv = audit("--section pending --format csv").ends(0).stdout;
    assert!(
        csv.starts_with("account,pending,cap,room,growth_a_week,weeks_left\nanna,612,500,"),
        "{csv}"
    );
    audit("--section penidng").ends(2).says(&["no section `penidng`", "did you mean `pending`?"]);
}

#[test]
fn one_account_can_be_looked_at() {
    let csv = audit("--section pending --format csv --account ben").ends(0).stdout;
    assert_eq!(csv.lines().count(), 3);
    audit("--account bne").ends(2).says(&["no account `bne`", "did you mean `ben`?"]);
}

#[test]
fn the_next_audit_is_a_reminder_for_a_calendar() {
    let text = audit("--format ics").ends(0).stdout;
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    let event = "UID:20261123T000000Z-monthly-audit@rescind\r\nDTSTAMP:20261123T000000Z\r\n\
                 DTSTART;VALUE=DATE:20261223\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=23\r\n";
    assert!(text.contains(event), "{text}");
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    assert_eq!(text, audit("--format ics").stdout);
}

#[test]
fn its_parameters_can_be_set() {
    let csv = audit("--section acceptance --format csv --set months=1").ends(0).stdout;
    assert!(csv.lines().skip(1).all(|line| line.contains("2026-11-01")), "{csv}");
    audit("--set mnths=1").ends(2).says(&["no such parameter", "months"]);
}

#[test]
fn without_data_there_is_nothing_to_look_at() {
    Program::new().args("audit").run().ends(2).says(&["no data"]);
    let out = Program::with_data().args("audit anna --format md").run();
    out.ends(2).says(&["markdown"]);
}
