//! `frame("name.csv")`: frames of the data folder, and of nothing else.

use crate::program::{Output, Program, command};
use std::os::unix::fs::symlink;

fn program(script: &str) -> Program {
    Program::with_data().file("q.rhai", script)
}

fn run(program: Program) -> Output {
    program.args("run q.rhai anna --as-of 2026-11-23 --format json").run()
}

#[test]
fn csv_parquet_and_json_are_read() {
    let text = "name;deal;since\nAda B;1200;2026-01-31\nBen C;;2026-02-01\n";
    let rows = "frame(\"deals.csv\").filter(|d| d.since > date(\"2026-01-01\")).rows()";
    let out = run(program(rows).file("anna/deals.csv", text)).ends(0).json();
    assert_eq!(out[0]["deal"], 1200);
    assert_eq!(out[1]["deal"], serde_json::Value::Null);
    let json = "[{\"name\": \"Ada B\", \"deal\": 3}, {\"name\": \"Zoë\", \"deal\": null}]";
    let out = run(program("frame(\"d.json\").rows()").file("anna/d.json", json)).ends(0).json();
    assert_eq!((&out[1]["name"], &out[0]["deal"]), (&"Zoë".into(), &3.into()));
    let lines = "{\"n\": 1}\n{\"n\": 2}\n";
    let out = run(program("frame(\"d.json\").len()").file("anna/d.json", lines)).ends(0).json();
    assert_eq!(out, 2);
    let made = Program::with_data().file("w.rhai", "pending.select([\"name\", \"age_days\"])");
    let made = made.args("run w.rhai anna --as-of 2026-11-23 --format parquet");
    let bytes = command(made.path())
        .args(["run", "w.rhai", "anna", "--as-of", "2026-11-23", "--format", "parquet"])
        .output()
        .unwrap();
    let with_file =
        program("frame(\"p[1]*.parquet\").len()").file("anna/p[1]*.parquet", &bytes.stdout);
    assert_eq!(run(with_file).ends(0).json(), 3);
}

#[test]
fn a_later_value_of_another_type_makes_a_column_of_texts() {
    let rows: String = (0..5_000).map(|row: i32| row.to_string() + "\n").collect();
    let text = format!("n\n{rows}many\n");
    let script = "frame(\"n.csv\").schema().value(\"type\", 0)";
    assert_eq!(run(program(script).file("anna/n.csv", text)).ends(0).json(), "str");
}

#[test]
fn nothing_outside_the_data_folder_is_read() {
    for (name, message) in [
        ("http://example.invalid/x.csv", "is an address"),
        ("s3://bucket/x.parquet", "is an address"),
        ("file:///etc/hosts.csv", "is an address"),
        ("/etc/hosts.csv", "expected a file of the data folder"),
        ("../outside.csv", "expected a file of the data folder"),
        ("sub/../../outside.csv", "expected a file of the data folder"),
        ("linked.csv", "leads outside the data folder"),
        ("linked/outside.csv", "leads outside the data folder"),
        ("q.rhai", "expected a name in .csv, .tsv, .json, .ndjson, .xlsx, .ods, .xls or .parquet"),
        ("", "expected a name in .csv, .tsv, .json, .ndjson, .xlsx, .ods, .xls or .parquet"),
        ("Invitaitons.csv", "did you mean `Invitations.csv`?"),
        ("folder.csv", "is no file"),
        ("empty.csv", "the file is empty"),
        ("broken.parquet", "broken.parquet: "),
        ("broken.json", "broken.json: "),
    ] {
        let with_file = program(&format!("frame({name:?}).len()"))
            .file("outside.csv", "n\n1\n")
            .file("elsewhere/outside.csv", "n\n1\n")
            .file("anna/empty.csv", "")
            .file("anna/folder.csv/x", "")
            .file("anna/broken.parquet", "PAR1 and nothing else")
            .file("anna/broken.json", "[{\"n\": 1}, oh");
        let folder = with_file.path().to_owned();
        symlink(folder.join("outside.csv"), folder.join("anna/linked.csv")).unwrap();
        symlink(folder.join("elsewhere"), folder.join("anna/linked")).unwrap();
        let with_file = with_file.args("run q.rhai anna/Invitations.csv --as-of 2026-11-23").run();
        with_file.ends(1).says(&[message]);
    }
}

#[test]
fn a_row_that_does_not_fit_is_left_out_and_said() {
    let with_file = program("let f = frame(\"n.csv\");\nf.filter(|r| r.a > 0).len()");
    let out = run(with_file.file("anna/n.csv", "a,b\n1,2\n1,2,3\n")).ends(0);
    assert_eq!(out.json(), 1);
    out.says(&["n.csv: 1 row(s) could not be used and were left out; the first: n.csv, row 3"]);
}

#[test]
fn a_file_is_read_as_the_importer_reads_it() {
    let notes = "Notes:\n\"When exporting, you may\"\n\n\
        First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
        Ada,B,in/ada,,Acme,CTO,08 Feb 2026\n";
    let script = "let f = frame(\"Connections.csv\");\n\
        [f.value(\"Company\", 0), f.value(\"Connected On\", 0) > date(\"2026-01-01\")]";
    let out = run(program(script).file("anna/Connections.csv", notes)).ends(0).json();
    assert_eq!(out, serde_json::json!(["Acme", true]));
    let zips = "name;zip\nMüller;0870\nRen\u{e9};12\n";
    let latin: Vec<u8> = zips.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let script = "frame(\"z.csv\").filter(|r| r.zip == \"0870\").value(\"name\", 0)";
    let out = run(program(script).file("anna/z.csv", latin)).ends(0);
    assert_eq!(out.json(), "Müller");
    out.says(&["its bytes are read as windows-1252"]);
    let lines = "{\"n\": 9007199254740993, \"t\": [\"a\", \"b\"], \"z\": \"01\"}\n";
    let script = "frame(\"l.ndjson\").schema().rows().map(|r| r.type)";
    let out = run(program(script).file("anna/l.ndjson", lines)).ends(0).json();
    assert_eq!(out, serde_json::json!(["int", "list[str]", "str"]));
}

#[test]
fn what_is_guessed_of_a_file_is_said_once_and_no_two_numbers_become_one() {
    let open =
        "id;due;since\n12345678901234567890;3/4/2026;3/4/2026\n12345678901234567891;1/2/2026;\n";
    let script = "let f = frame(\"o.csv\");\n[f.value(\"id\", 1), f.value(\"due\", 0)]";
    let out = run(program(script).file("anna/o.csv", open)).ends(0);
    assert_eq!(out.json(), serde_json::json!(["12345678901234567891", "2026-03-04"]));
    out.says(&[
        "o.csv, column `due`: no value shows whether the day or the month comes first in 2 date(s)",
        "o.csv, column `since`: no value shows",
    ]);
    let proven = "due,since\n3/4/2026,25/3/2026\n";
    let script = "frame(\"p.csv\").value(\"due\", 0)";
    let out = run(program(script).file("anna/p.csv", proven)).ends(0);
    assert_eq!(out.json(), "2026-04-03", "the other column proves that the day comes first");
    let text = &out.stderr;
    assert!(!text.contains("no value shows"), "{text}");
}

#[test]
fn json_without_numbers_and_on_one_line_is_read_and_its_rows_are_named() {
    let nan = "[{\"n\": 1.5}, {\"n\": NaN}]";
    let script = "frame(\"n.json\").filter(|r| r.n > 0).len()";
    assert_eq!(run(program(script).file("anna/n.json", nan)).ends(0).json(), 1);
    let out = run(program(script).file("anna/n.json", "[{\"n\": 1}, {\"n\": 2}, 3]")).ends(1);
    out.says(&["n.json", "row 3: a value that is no object"]);
}

#[test]
fn a_list_is_read_as_a_frame_is_and_says_what_a_frame_says() {
    let utf16: Vec<u8> =
        "sep=;\nFirma;x\nZoë AG;1\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let out = run(program("list(\"l.csv\")").file("anna/l.csv", utf16)).ends(0);
    assert_eq!(out.json(), serde_json::json!(["Zoë AG"]));
    out.says(&["its bytes are read as UTF-16BE"]);
    let json = "[{\"company\": \"Acme\"}, {\"company\": null}]";
    let out = run(program("list(\"l.json\", \"Company\")").file("anna/l.json", json)).ends(0);
    assert_eq!(out.json(), serde_json::json!(["Acme"]));
}

#[test]
fn a_check_without_data_says_nothing_of_frames_of_files() {
    let script = "let d = frame(\"deals.csv\");\nkeep(\"d\", |i| i.age_days < 3);\n";
    let with_file = Program::new().file("s.rhai", script).args("check s.rhai").run();
    with_file.ends(0);
}

#[test]
fn a_last_frame_that_fails_points_at_its_operation() {
    let script =
        "let f = frame(#{ a: [1, 1], b: [2, 3], k: [1, 1] });\nf.pivot(\"a\", \"k\", \"b\")";
    let with_file = Program::with_data().file("q.rhai", script);
    let out = with_file.args("run q.rhai anna --as-of 2026-11-23").run().ends(1);
    out.says(&["q.rhai:2:3", "got 2 values"]);
}

#[cfg(unix)]
#[test]
fn no_result_is_written_over_what_the_run_reads() {
    let script = "let who = list(\"who.csv\"); import \"m\" as m; \
        withdraw(\"x\", |i| i.age_days > m::n());";
    let program = Program::with_data()
        .file("s.rhai", script)
        .file("m.rhai", "fn n() { 1 }")
        .file("who.csv", "who\nBen C\n")
        .file("limits.toml", "")
        .file("rescind.toml", "data = \"anna\"\nlists = \".\"\nlimits = \"limits.toml\"\n");
    let at = |name: &str| program.path().join(name);
    std::os::unix::fs::symlink(at("s.rhai"), at("link.json")).unwrap();
    std::fs::hard_link(at("who.csv"), at("hard.csv")).unwrap();
    let mut program = program;
    for name in [
        "s.rhai",
        "m.rhai",
        "who.csv",
        "limits.toml",
        "rescind.toml",
        "anna/Invitations.csv",
        "anna/../anna/./Invitations.csv",
        "link.json",
        "hard.csv",
    ] {
        for option in ["--format=csv -o ", "--save="] {
            let before = std::fs::read(program.path().join(name)).unwrap();
            let call =
                program.args("plan s.rhai --as-of 2026-11-23").args(&format!("{option}{name}"));
            let out = call.run().ends(1).says(&["this run reads it"]);
            program = out.then("");
            assert_eq!(std::fs::read(program.path().join(name)).unwrap(), before, "{name}");
        }
    }
    let out = program.args("repl --as-of 2026-11-23 -c").arg("list(\"who.csv\")\n:o! who.csv\n1");
    let out = out.run();
    assert_eq!(out.file("who.csv").unwrap(), "who\nBen C\n", "{}", out.stderr);
}
