//! What goes to spreadsheet programs: workbooks, and CSV by sections and with a mark.

use crate::program::{AS_OF, HEADER, Output, Program, root, sent};
use calamine::{Data, Reader, Xlsx, open_workbook};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

fn audit(arguments: &str) -> Program {
    let data = root().join("datasets/agency");
    let program =
        Program::new().args("audit --timeout 300 --as-of").arg(AS_OF).arg(data.to_str().unwrap());
    program.args(arguments)
}

fn workbook(path: &Path) -> Xlsx<BufReader<File>> {
    open_workbook(path).unwrap()
}

fn sheets(out: &Output, name: &str) -> Vec<String> {
    workbook(&out.path().join(name)).sheet_names()
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_audit_is_a_workbook_with_a_sheet_for_each_section() {
    let out = audit("-o audit.xlsx").run().ends(0);
    let expected = [
        "Pending",
        "Ages",
        "Acceptance",
        "Notes",
        "Time to accept",
        "Sent a week",
        "At little cost",
        "To invite again",
        "About",
    ];
    assert_eq!(sheets(&out, "audit.xlsx"), expected);
    let mut book = workbook(&out.path().join("audit.xlsx"));
    let pending = book.worksheet_range("Pending").unwrap();
    assert_eq!(pending.get_value((1, 1)), Some(&Data::Float(612.0)));
    let acceptance = book.worksheet_range("Acceptance").unwrap();
    assert!(matches!(acceptance.get_value((1, 1)), Some(Data::DateTime(_))));
    let first = fs::read(out.path().join("audit.xlsx")).unwrap();
    let again = audit("--format xlsx -o again").run().ends(0);
    assert!(first == fs::read(again.path().join("again")).unwrap(), "the same bytes");
}

#[test]
fn what_a_name_says_is_no_formula() {
    let names = ["=1+1", "@SUM(A1)", "+1", "-1", "=cmd|' /C calc'!A0", "דנה לוי", "<b>&\"x\""];
    let row = |(at, name): (usize, &&str)| sent(name, &format!("p-{at}"), "6/5/26, 9:00 AM", "");
    let quoted = names.map(|name| format!("\"{}\"", name.replace('"', "\"\"")));
    let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
    let rows: String = quoted.iter().enumerate().map(row).collect();
    let program = Program::new().file("anna/Invitations.csv", format!("{HEADER}{rows}"));
    let program = program.file("s.rhai", "withdraw(\"=2+2\", |i| i.age_days > 90);\n");
    let out = program.args("plan s.rhai anna --as-of 2026-11-23 -o plan.xlsx").run().ends(0);
    let mut book = workbook(&out.path().join("plan.xlsx"));
    let formulas = book.worksheet_formula("Invitations").unwrap();
    assert!(formulas.is_empty(), "{formulas:?}");
    let range = book.worksheet_range("Invitations").unwrap();
    let column: Vec<String> = range.rows().skip(1).map(|row| row[3].to_string()).collect();
    for name in names {
        assert!(column.iter().any(|shown| shown == name), "{name}: {column:?}");
    }
}

#[test]
fn everything_is_a_workbook_with_no_row_with_one_and_with_many() {
    let strategy = "withdraw(\"old\", |i| i.age_days > 90);\n";
    let program =
        Program::with_data().file("s.rhai", strategy).file("none.rhai", "pending.head(0)");
    let program = program.file("many.rhai", "let a = []; a.pad(10000, 1); frame(#{ n: a })");
    let program = program.file("one.rhai", "7");
    let plan = "plan s.rhai anna --as-of 2026-11-23 --ledger l.db";
    let out = program.args(plan).args("--save --day 1 -o day.xlsx").run().ends(0);
    assert_eq!(sheets(&out, "day.xlsx"), ["Invitations", "Findings", "About"]);
    let out = out.then("done 1-2 --on 2026-11-23 --ledger l.db").run().ends(0);
    let out = out.then("history --ledger l.db -o history.xlsx").run().ends(0);
    assert_eq!(sheets(&out, "history.xlsx"), ["History (2)", "About"]);
    let out = out.then("due --ledger l.db --as-of 2026-11-23 -o due.xlsx").run().ends(0);
    assert_eq!(sheets(&out, "due.xlsx"), ["Who may be invited again", "About"]);
    let mut out = out.then("limits anna --as-of 2026-11-23 -o limits.xlsx").run().ends(0);
    assert_eq!(sheets(&out, "limits.xlsx"), ["What is left", "Limits"]);
    for (script, rows) in [("none", 1), ("many", 10_001)] {
        let written = format!("run {script}.rhai anna --as-of 2026-11-23 -o {script}.xlsx");
        out = out.then(&written).run().ends(0);
        let mut book = workbook(&out.path().join(format!("{script}.xlsx")));
        assert_eq!(book.worksheet_range("Result").unwrap().height(), rows);
    }
    let out = out.then("run one.rhai anna -o one.xlsx").run().ends(1);
    out.says(&["the value is", "which xlsx cannot hold"]);
}

#[test]
fn an_audit_as_csv_is_a_file_for_each_section_of_a_folder() {
    let out = audit("-o look/ --bom").run().ends(0);
    let expected = [
        "acceptance.csv",
        "ages.csv",
        "at_little_cost.csv",
        "notes.csv",
        "pending.csv",
        "sent_a_week.csv",
        "time_to_accept.csv",
        "to_invite_again.csv",
    ];
    assert_eq!(names(&out.path().join("look")), expected);
    let pending = out.file("look/pending.csv").unwrap();
    let header = "\u{feff}account,pending,cap,room,growth_a_week,weeks_left\nanna,612,500,";
    assert!(pending.starts_with(header), "{pending}");
    // A folder that is there is one without a slash, too.
    let data = root().join("datasets/agency").display().to_string();
    let again = format!("audit {data} --timeout 300 --as-of {AS_OF} --format ndjson -o look");
    let out = out.then(&again).run().ends(0);
    assert_eq!(names(&out.path().join("look")).len(), 16);
    let again = format!("audit {data} --timeout 300 --as-of {AS_OF} --format html -o look");
    let out = out.then(&again).run().ends(2);
    let out = out.says(&["html has every section in one file", "look/audit.html"]);
    let wrong = format!("audit {data} --timeout 300 --as-of {AS_OF} --format json --bom");
    out.then(&wrong).run().ends(2).says(&["`--bom` is of CSV, and this is json"]);
}

#[test]
fn a_report_of_a_script_goes_to_a_folder_too() {
    let script = "report(\"Two\", [section(\"A\", pending), section(\"B b\", pending.head(1))])";
    let program = Program::with_data().file("two.rhai", script);
    let out = program.args("run two.rhai anna --as-of 2026-11-23 -o two/").run().ends(0);
    assert_eq!(names(&out.path().join("two")), ["a.csv", "b_b.csv"]);
    let first = out.file("two/a.csv").unwrap();
    assert_eq!(first.lines().count(), 4);
}

#[test]
fn the_mark_begins_any_csv() {
    let out = audit("--section pending --format csv --bom").run().ends(0);
    assert!(out.stdout.starts_with("\u{feff}account,"), "{}", out.stdout);
}
