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
    assert_eq!(out.stdout, "a\\u{1b}[31mb\\u{7}\n");
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
        let message =
            String::from_utf8_lossy(&out.stderr).replace("a line that fills the pipe\n", "");
        assert_eq!(message, "");
        assert_eq!(std::fs::read_to_string(program.path().join("status")).unwrap(), "0\n");
    }
}

/// A frame of four rows with gaps.
const GAPS: &str = "let f = frame(#{ n: [1, 2, 3, ()], k: [\"a\", (), \"a\", ()], big: \
                    [9223372036854775807, 1, 2, 3] });\n";

#[test]
fn what_a_result_leaves_out_is_said() {
    let message = |query: &str| run(&format!("{GAPS}{query}")).run().ends(0).stderr;
    assert_eq!(message("f.filter(|i| i.n != ())"), "");
    assert_eq!(
        message("f.filter(|i| i.n > 1 && i.k == \"a\")"),
        "note: `filter`: 2 of 4 rows undecided for want of `k` (2), `n` (1), left out\n"
    );
    assert_eq!(
        message("f.filter(col(\"n\") > 1).select([\"k\"]).head(1)"),
        "note: `filter`: 1 of 4 rows undecided for want of `n` (1), left out\n"
    );
    assert_eq!(
        message("f.group_by(\"k\").agg(#{ x: count(|i| i.n > 1) })"),
        "note: `x` of `agg`: 1 of 4 rows undecided for want of `n` (1), not counted\n"
    );
    assert_eq!(
        message("f.with(\"x\", when(col(\"n\") > 1).then(1).otherwise(0))"),
        "note: `x` of `with`: 1 of 4 rows undecided for want of `n` (1), given what stands in \
         `otherwise`\n"
    );
    let misfit = |results: &str| {
        format!(
            "note: `x` of `with`: {results} beyond the range of whole numbers or dates, missing\n"
        )
    };
    assert_eq!(message("f.with(\"x\", col(\"big\") + 1)"), misfit("1 result"));
    assert_eq!(message("f.with(\"x\", |i| i.big * 2)"), misfit("1 result"));
    assert_eq!(message("f.with(\"x\", col(\"big\").cum_sum())"), misfit("3 results"));
    assert!(message("f.agg(#{ x: sum(\"big\") })").contains("1 result beyond"));
    assert!(message("f.agg(#{ x: sum(|i| i.big) })").contains("1 result beyond"));
    assert_eq!(
        message("f.with(\"x\", |i| i.n / 100)"),
        "note: `x` of `with`: `/` of whole numbers gave 0 in every row: write `n * 1.0 / 100` for \
         a decimal number\n"
    );
    assert_eq!(message("f.with(\"x\", |i| i.n / 2)"), "");
    assert!(message("[f.filter(|i| i.n > 1)]").contains("left out"));
    let unread = |texts: &str| {
        format!("note: `x` of `with`: {texts} no value of the type that it was cast to, missing\n")
    };
    assert_eq!(message("f.with(\"x\", col(\"k\").cast(\"int\"))"), unread("2 texts are"));
    assert_eq!(message("f.head(2).with(\"x\", col(\"k\").cast(\"date\"))"), unread("1 text is"));
    assert_eq!(message("f.with(\"x\", col(\"n\").cast(\"str\").cast(\"int\"))"), "");
}

#[test]
fn a_plan_says_that_a_division_gave_nothing_but_0() {
    let message = |script: &str| {
        let out = crate::program::plan(script).args("--format json").run().ends(0);
        out.json()["findings"].to_string()
    };
    let rule = "withdraw(\"old\", |i| i.age_days > 30);\n";
    let some = message(&format!("{rule}prioritize(|i| i.age_days / 1000);"));
    assert!(some.contains("whole-division") && some.contains("age_days * 1.0 / 1000"), "{some}");
    let none = message(&format!("{rule}prioritize(|i| i.age_days / 100);"));
    assert!(!none.contains("whole-division"), "{none}");
}

#[test]
fn a_table_in_a_file_is_whole() {
    let script = "let text = \"word \"; for i in 0..6 { text += text; }\nlet rows = [];\n\
                  for i in 0..100 { rows.push(`${i} ${text}`); }\n\
                  frame(#{ a: rows, b: rows, c: rows, d: rows })";
    for file in ["out.txt", "out.md"] {
        let out = run(script).args("-o").arg(file).run().ends(0);
        let text = out.file(file).unwrap();
        assert!(!text.contains('…') && !text.contains("not shown"), "{file}");
        assert_eq!(text.matches("word").count(), 100 * 4 * 64, "{file}");
    }
}

#[test]
fn frames_within_a_value_are_their_rows() {
    let out = run("#{ a: frame(#{ n: [1, 2] }), b: [frame(#{ n: [3] }), 4] }")
        .args("--format json")
        .run()
        .ends(0);
    let expected = serde_json::json!({"a": [{"n": 1}, {"n": 2}], "b": [[{"n": 3}], 4]});
    assert_eq!(out.json(), expected);
    run("[frame(#{ n: [1] })]").run().ends(0).prints(&["[[{\"n\":1}]]"]);
}

#[test]
fn names_made_from_data_are_harmless_in_csv() {
    let out = run("frame(#{ k: [\"=1+1\", \"@x\", \"-2\", \"ok\"], n: [1, 2, 3, 4] })\
                   .pivot(\"k\", [], sum(\"n\"))")
    .args("--format csv")
    .run()
    .ends(0);
    assert_eq!(out.stdout, "'-2,'=1+1,'@x,ok\n3,1,2,4\n");
}
