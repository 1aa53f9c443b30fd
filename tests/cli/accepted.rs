//! Snapshots of plans: `expect_snapshot` and `rescind test --accept`.

use crate::program::{HEADER, Program, command, sent};
use std::fs;

const STRATEGY: &str = "withdraw(\"stale\", |i| i.age_days >= 50);\n";
const TESTS: &str = "fn test_team() {\n    today_is(\"2026-11-23\");\n    \
    given_data(\"team\");\n    expect_snapshot(decide(), \"team\");\n}\n";

fn program(strategy: &str) -> Program {
    let rows = [
        sent("Ada B", "ada-b", "6/5/26, 9:00 AM", "Hello Ada"),
        sent("Ben C", "ben-c", "8/14/26, 9:00 AM", ""),
    ];
    Program::new()
        .file("datasets/team/anna/Invitations.csv", format!("{HEADER}{}", rows.concat()))
        .file("scripts/s.rhai", strategy)
        .file("scripts/s.test.rhai", TESTS)
}

const SNAPSHOT: &str = "scripts/s.team.snapshot";

#[test]
fn a_plan_is_accepted_once_and_compared_ever_after() {
    let new = program(STRATEGY).args("test scripts").run().ends(1);
    assert!(new.stdout.contains("there is no snapshot scripts/s.team.snapshot yet"));
    assert_eq!(new.file(SNAPSHOT), None, "nothing is written unasked");
    let accepted = program(STRATEGY).args("test scripts --accept").run().ends(0);
    let text = accepted.file(SNAPSHOT).unwrap();
    insta::assert_snapshot!(text);
    program(STRATEGY).file(SNAPSHOT, &text).args("test scripts").run().ends(0);
    let other = STRATEGY.replace("50", "120");
    let out = program(&other).file(SNAPSHOT, &text).args("test scripts").run().ends(1);
    out.prints(&["  -   Ben C, 100 d, stale", "read the difference; `--accept`"]);
    let json = program(&other).file(SNAPSHOT, &text).args("test scripts --format json");
    let json = json.run().ends(1).json();
    let snapshot = &json["files"][0]["tests"][0]["snapshots"][0];
    assert_eq!(snapshot["same"], false);
    assert!(snapshot["difference"].as_str().unwrap().contains("-   Ben C"), "{snapshot}");
}

#[test]
fn a_snapshot_that_no_test_asks_for_is_said() {
    let text = program(STRATEGY).args("test scripts --accept").run().file(SNAPSHOT).unwrap();
    let program = program(STRATEGY).file(SNAPSHOT, text).file("scripts/s.old.snapshot", "");
    let out = program.args("test scripts").run().ends(0);
    out.prints(&["no test asks for the snapshot scripts/s.old.snapshot: remove it"]);
}

#[test]
fn a_build_server_accepts_nothing() {
    let program = program(STRATEGY);
    let out = command(program.path())
        .args(["test", "scripts", "--accept"])
        .env("CI", "true")
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("nothing is accepted unseen"));
    assert!(fs::metadata(program.path().join(SNAPSHOT)).is_err());
}
