//! `rescind run` and `rescind limits`.

use crate::program::Program;

fn run(script: &str) -> Program {
    let program = Program::with_data().file("q.rhai", script);
    program.args("run q.rhai anna --as-of 2026-11-23")
}

#[test]
fn a_script_prints_and_its_last_value_is_shown() {
    let out = run("print(`${pending.len()} pending`);\npending.count_by(\"has_note\")").run();
    let out = out.ends(0).prints(&["3 pending", "has_note", "2 rows"]);
    assert_eq!(out.stderr, "");
    run("#{ n: pending.len(), today: today }")
        .args("--format json")
        .run()
        .ends(0)
        .prints(&["\"n\":3"]);
    run("40 + 2").run().ends(0).prints(&["42"]);
    run("40 + 2").args("--format parquet").run().ends(2).says(&["end the script with a frame"]);
}

#[test]
fn a_frame_is_written_in_every_format() {
    let query = "pending.select([\"name\", \"age_days\"]).sort_by(\"age_days\")";
    run(query).args("--format csv").run().ends(0).prints(&["name,age_days\nCy D,10\nBen C,100\n"]);
    run(query).args("--format json").run().ends(0).prints(&["\"age_days\": 10"]);
}

#[test]
fn what_a_script_prints_cannot_drive_the_terminal() {
    let out = run("print(\"a\\x1b[31mb\\x07\");").run().ends(0);
    assert_eq!(out.stdout, "a[31mb\n");
}

#[test]
fn limits_are_shown_with_and_without_data() {
    let out = Program::new().args("limits").run().ends(0);
    out.prints(&["pending-cap", "500", "cooling-off", "21"]);
    let out = Program::with_data().args("limits anna --as-of 2026-11-23").run().ends(0);
    out.prints(&["Headroom", "anna", "497"]);
}

#[test]
fn wrong_use_ends_with_2_and_says_what_is_meant() {
    Program::new().args("plna").run().ends(2).says(&["plan"]);
    Program::new().args("plan s.rhai").run().ends(2).says(&["no data"]);
    Program::new().args("limits --formt json").run().ends(2).says(&["--format"]);
    let script = Program::with_data().file("stale.rhai", "");
    script.args("plan stael.rhai anna").run().ends(2).says(&["did you mean `stale.rhai`?"]);
}

#[test]
fn a_reader_that_goes_early_is_no_error() {
    let program = run("pending");
    let command = format!(
        "{} run q.rhai anna --as-of 2026-11-23 --format csv | head -n 1",
        env!("CARGO_BIN_EXE_rescind")
    );
    let mut shell = std::process::Command::new("sh");
    let out = shell.args(["-c", &command]).current_dir(program.path()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&out.stderr), "");
}
