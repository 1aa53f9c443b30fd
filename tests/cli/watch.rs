//! `rescind test --watch`.

use crate::program::{Program, command};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const STRATEGY: &str =
    "import \"days\" as days;\nwithdraw(\"stale\", |i| i.age_days >= days::STALE);";
const TESTS: &str = "fn test_stale() { given([#{ name: \"Ada\", age_days: 50 }]); \
    expect(decide(), \"Ada\").withdrawn(\"stale\"); }";

#[test]
fn tests_run_again_when_what_they_import_changes() {
    let program = Program::new()
        .file("s.rhai", STRATEGY)
        .file("s.test.rhai", TESTS)
        .file("days.rhai", "export const STALE = 50;");
    let mut child = command(program.path())
        .args(["test", "s.rhai", "--watch"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut verdict = || {
        let mut shown_lines = lines.by_ref().map_while(Result::ok);
        shown_lines.find(|line| line.starts_with("1 test of 1 file: "))
    };
    let first = verdict();
    fs::write(program.path().join("days.rhai"), "export const STALE = 5100;").unwrap();
    let second = verdict();
    // Only the program that was started here.
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(first.as_deref(), Some("1 test of 1 file: all passed"));
    assert_eq!(second.as_deref(), Some("1 test of 1 file: 1 failed"));
}
