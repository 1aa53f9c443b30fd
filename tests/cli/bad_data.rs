//! Data that cannot be used: each names the culprit, and what can be used goes on. Every form of
//! bad archive is tried at library level, in `tests/import`.

use crate::program::{HEADER, Program, sent};

fn planned(path: &str, content: impl AsRef<[u8]>) -> crate::program::Output {
    let program = Program::new().file(path, content);
    let program = program.file("s.rhai", "withdraw(\"stale\", |i| i.age_days >= 60);");
    program.args("plan s.rhai --as-of 2026-11-23").arg(path).run()
}

#[test]
fn what_is_no_data_is_named() {
    planned("a.zip", "no zip at all").ends(1).says(&["a.zip", "not a zip"]);
    planned("a.zip", b"PK\x03\x04 and then nothing").ends(1).says(&["a.zip"]);
    planned("a.csv", "").ends(1).says(&["a.csv", "the file is empty"]);
    planned("a.csv", HEADER).ends(1).says(&["a.csv", "without rows"]);
    planned("a.csv", "x,y\n1,2\n").ends(1).says(&["a.csv", "unknown header `x,y`"]);
    planned("a.csv", HEADER.replace("From", "To")).ends(1).says(&["duplicate columns", "To"]);
}

#[test]
fn what_is_not_there_is_named() {
    let program = Program::with_data().file("s.rhai", "withdraw(\"s\", |i| true);");
    program.args("plan s.rhai ana").run().ends(1).says(&["ana: no such file", "anna"]);
    let program = Program::new().file("s.rhai", "").file("empty/readme.md", "nothing");
    let out = program.args("plan s.rhai empty").run().ends(1);
    out.says(&["empty", "no invitations, connections or other known table"]);
    let program = Program::new().file("s.rhai", "");
    let out = program.args("plan s.rhai http://example.org/a.csv").run().ends(1);
    out.says(&["nothing is read from the network"]);
}

#[test]
fn bad_rows_and_cells_are_named_and_with_strict_they_fail() {
    let bad = [
        sent("Ada B", "ada-b", "6/5/26, 9:00 AM", ""),
        sent("Ben C", "ben-c", "2/30/26, 9:00 AM", ""),
        sent("Cy D", "cy-d", "12/24/26, 9:00 AM", ""),
        "Anna,Dan E\n".to_owned(),
    ];
    let text = format!("{HEADER}{}", bad.concat());
    let says = [
        "anna/Invitations.csv, row 3, column `Sent At`: `2/30/26, 9:00 AM` is not a date",
        "row 4, column `Sent At`: `12/24/26, 9:00 AM` is in the future",
        "row 5",
    ];
    let run = |options: &str| {
        let program = Program::new().file("anna/Invitations.csv", &text);
        let program = program.file("s.rhai", "withdraw(\"stale\", |i| i.age_days >= 60);");
        program.args("plan s.rhai anna --as-of 2026-11-23").args(options).run()
    };
    run("").ends(0).says(&says).prints(&[
        "Ada B",
        "1 row(s) could not be used and were left out",
        "2 cell(s) could not be read and are taken as unknown",
    ]);
    let strict = run("--strict --save=plan.json").ends(1).says(&says);
    assert_eq!(strict.file("plan.json"), None);
    strict.says(&["3 rows or cells could not be used", "leave out `--strict`"]);
}

#[test]
fn latin_1_is_read() {
    let mut text =
        format!("{HEADER}{}", sent("Ada B", "ada-b", "6/5/26, 9:00 AM", "")).into_bytes();
    text.extend(sent("Zo?", "zoe", "6/5/26, 9:00 AM", "").into_bytes());
    let at = text.iter().position(|byte| *byte == b'?').unwrap();
    text[at] = 0xEB;
    planned("anna.csv", text).ends(0).prints(&["Zoë"]);
}

#[test]
fn what_cannot_be_read_in_a_folder_is_a_finding_and_with_strict_an_error() {
    let parquet = [b"PAR1", &[7; 40][..], b"PAR1"].concat();
    let files: [(&str, &[u8]); 4] = [
        ("deals.parquet", b"no Parquet at all"),
        ("torn.parquet", &parquet),
        ("tags.csv", b"PK\x03\x04,person\n1,in/ada-b\n"),
        ("old.zip", b"no zip"),
    ];
    for (name, content) in files {
        let path = format!("anna/{name}");
        let run = |options: &str| {
            let program = Program::with_data().file(&path, content);
            let program = program.file("s.rhai", "withdraw(\"stale\", |i| i.age_days >= 60);");
            program.args("plan s.rhai anna --as-of 2026-11-23").args(options).run()
        };
        run("").ends(0).prints(&["Ada B", name]);
        run("--strict").ends(1).says(&[name, "leave out `--strict`"]);
        run(&path).ends(1).says(&[name]);
    }
}

#[test]
fn nothing_of_polars_environment_reaches_the_screen() {
    let run = |name, value| {
        let program = Program::with_data().file("s.rhai", "pending.len()");
        program.args("run s.rhai anna --as-of 2026-11-23").env(name, value).run()
    };
    for (name, value) in [
        ("POLARS_VERBOSE", "1"),
        ("POLARS_VERBOSE", "abc"),
        ("POLARS_IDEAL_MORSEL_SIZE", "-1"),
        ("POLARS_PANIC_ON_ERR", "1"),
        ("POLARS_ENGINE_AFFINITY", "steam"),
    ] {
        let out = run(name, value).ends(0);
        assert_eq!((out.stdout.as_str(), out.stderr.as_str()), ("3\n", ""), "{name}={value}");
    }
}

#[test]
fn a_number_that_threads_cannot_start_with_is_refused_before_anything_starts() {
    let run = |name, value| {
        let program = Program::with_data().file("s.rhai", "pending.len()");
        program.args("run s.rhai anna --as-of 2026-11-23").env(name, value).run()
    };
    for name in ["POLARS_MAX_THREADS", "RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"] {
        for value in ["abc", "0", "-1", "", "99999", "99999999999999999999"] {
            let out = run(name, value).ends(2);
            assert!(out.stderr.starts_with("usage"), "{}", out.stderr);
            out.says(&[&format!("{name}={value}: no number of threads"), "1 to 1024"]);
        }
        run(name, "2").ends(0).prints(&["3"]);
    }
    for value in ["abc", "0", "1", "", "65536", "99999999999"] {
        let out = run("RUST_MIN_STACK", value).ends(2);
        out.says(&["no number of bytes of stack", "leave it out"]);
    }
    for value in ["2097152", "268435456"] {
        run("RUST_MIN_STACK", value).ends(0).prints(&["3"]);
    }
}
