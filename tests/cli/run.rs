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
    run("40 + 2").args("--format parquet").run().ends(2).says(&["end with a frame"]);
}

#[test]
fn a_last_value_of_any_type_reads_as_the_script_writes_it() {
    run("today").run().ends(0).prints(&["2026-11-23\n"]);
    run("[as_of, 1, \"a\", ()]").run().ends(0).prints(&["[2026-11-23T00:00:00Z, 1, \"a\", ()]"]);
    run("#{ d: [today] }")
        .args("--format json")
        .run()
        .ends(0)
        .prints(&["{\"d\":[\"2026-11-23\"]}"]);
    run("col(\"age_days\") + 1").run().ends(0).prints(&["col(\"age_days\")"]);
    // Rhai's own name of a closure differs from run to run.
    run("print(|i| i.age_days); [|i| i]").run().ends(0).prints(&["a closure\n[a closure]"]);
    run("pending.group_by(\"account\")").run().ends(0).prints(&["a grouped frame"]);
}

#[test]
fn prints_go_aside_where_programs_read_the_result() {
    let out = run("print(\"by the way\"); 42").args("--format json").run().ends(0);
    assert_eq!(out.json(), 42);
    assert_eq!(out.stderr, "by the way\n");
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
    let wrong = Program::with_data().args("limits anna --account ana --as-of 2026-11-23").run();
    wrong.ends(2).says(&["no account `ana`", "did you mean `anna`?"]);
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
    let program = run("for i in 0..5000 { print(\"a line that fills the pipe\"); }\npending");
    for format in ["csv", "table", "json"] {
        // The status goes through a file, for the pipe's own is that of its reader.
        let command = format!(
            "({} run q.rhai anna --as-of 2026-11-23 --format {format}; echo $? > status) \
             | head -n 1",
            env!("CARGO_BIN_EXE_rescind")
        );
        let mut shell = std::process::Command::new("sh");
        let out = shell.args(["-c", &command]).current_dir(program.path()).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr).replace("a line that fills the pipe\n", "");
        assert_eq!(said, "");
        assert_eq!(std::fs::read_to_string(program.path().join("status")).unwrap(), "0\n");
    }
}
