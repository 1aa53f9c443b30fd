//! Nothing that data, scripts, files or packs say reaches a terminal or a build server as more than
//! text: every command and every format, fed with what acts.

use crate::agency::{MANIFEST, OLDEST};
use crate::effort;
use crate::program::{HEADER, Output, Program, sent};

/// Letters between everything that acts: escapes, a bell, C1, a command after a carriage return and
/// one in brackets, marks of direction, a separator of lines.
const EVIL: &str = "Ev\u{1b}[31m\u{1b}]0;x\u{7}\u{9b}2J\r::error::e ##[error]f \
    \u{202e}\u{202a}\u{2066}\u{2067}\u{2069}\u{200e}\u{200f}\u{61c}\u{2028}דנה";

/// The same as a name of a file: without what ends one, and short.
const EVIL_FILE: &str = "ev\u{1b}[31m\u{7}\r::error::\u{202e}x";

/// What acts, and stands in no text that people read. First-strong isolates around names that run
/// leftwards are the program's own.
fn acting(text: &str) -> Option<char> {
    text.chars().find(|symbol| {
        (symbol.is_control() && !matches!(symbol, '\n' | '\t'))
            || matches!(
                symbol,
                '\u{202a}'
                    ..='\u{202e}'
                        | '\u{2066}'
                        | '\u{2067}'
                        | '\u{200e}'
                        | '\u{200f}'
                        | '\u{61c}'
                        | '\u{2028}'
                        | '\u{2029}'
            )
    })
}

fn demand_harmless(what: &str, text: &str) {
    assert_eq!(acting(text), None, "{what}: {text:?}");
    for line in text.lines() {
        assert!(!line.trim_start().starts_with("::"), "{what}: {line:?}");
        assert!(!line.contains("##["), "{what}: {line:?}");
    }
}

/// Both streams, where standard output is for people.
fn harmless(out: Output) -> Output {
    demand_harmless("stdout", &out.stdout);
    demand_harmless("stderr", &out.stderr);
    out
}

/// An account whose people, notes, companies and columns are evil, and a sheet with an evil column.
fn evil() -> Program {
    let quoted = EVIL.replace('"', "");
    let rows = [
        sent(&quoted, "ada-b", "6/5/26, 9:00 AM", &quoted),
        sent("Ben C", "ben-c", "8/14/26, 9:00 AM", ""),
    ];
    let sheet = format!(
        "name,company,campaign,tags,\"{quoted}\"\nBen C,\"{quoted}\",\"{quoted}\",\"{quoted}\",\
         \"{quoted}\"\n"
    );
    Program::new()
        .file("anna/Invitations.csv", format!("{HEADER}{}", rows.concat()))
        .file("sheet.csv", sheet)
}

fn literal(text: &str) -> String {
    let symbols = text.chars().map(|c| format!("\\U{:08x}", u32::from(c)));
    format!("\"{}\"", symbols.collect::<String>())
}

#[test]
fn plans_explanations_limits_and_audits_of_evil_data_are_text() {
    let reason = literal(EVIL);
    let script = format!(
        "//! {}\nlet n = param(\"n\", 90, {reason});\n\
         keep(\"a\" + {reason}, |i| i.age_days < 30);\n\
         withdraw({reason}, |i| i.age_days >= n, #{{ follow_up: {reason} }});\nprint({reason});\n\
         print(pending);\ndebug({reason});",
        EVIL.replace(['\r', '\u{2028}'], "")
    );
    let mut program = evil().file("s.rhai", script);
    for command in [
        "plan s.rhai anna sheet.csv --as-of 2026-11-23",
        "plan s.rhai anna sheet.csv --as-of 2026-11-23 --format markdown",
        "plan s.rhai anna sheet.csv --as-of 2026-11-23 --day 1",
        "plan s.rhai anna sheet.csv --as-of 2026-11-23 --explain",
        "plan s.rhai anna sheet.csv --as-of 2026-11-23 --format json",
        "why s.rhai ada-b anna sheet.csv --as-of 2026-11-23",
        "why s.rhai ada-b anna sheet.csv --as-of 2026-11-23 --format json",
        "limits anna --as-of 2026-11-23",
        "audit anna sheet.csv --as-of 2026-11-23",
        "audit anna sheet.csv --as-of 2026-11-23 --format markdown",
        "check s.rhai",
        "check s.rhai --format json",
        "check s.rhai --format sarif",
        "docs s.rhai",
        "run s.rhai anna sheet.csv --as-of 2026-11-23",
    ] {
        let out = program.args(command).run();
        assert!((0..=3).contains(&out.status), "{command}: {}", out.stderr);
        demand_harmless(command, &out.stdout);
        demand_harmless(command, &out.stderr);
        program = out.then("");
    }
}

#[test]
fn the_daily_round_and_what_is_understood_of_evil_data_are_text() {
    let mut program = evil().file("s.rhai", "withdraw(\"old\", |i| i.age_days > 30);");
    for command in [
        "inspect anna sheet.csv",
        "inspect anna sheet.csv --format json",
        "import anna sheet.csv --as-of 2026-11-23",
        "plan s.rhai anna sheet.csv --as-of 2026-11-23 --save",
        "plan s.rhai anna sheet.csv --as-of 2026-11-23 --format csv",
        "done 1",
        "done 2 --not-found 2",
        "due",
        "due --format markdown",
        "due --format ics",
        "due --format csv",
        "due --format json",
        "history",
        "history ada-b",
        "history --format csv",
        "history --format json",
        "history --format ndjson",
        "history --format markdown",
        "audit anna sheet.csv --as-of 2026-11-23 --format csv",
        "audit anna sheet.csv --as-of 2026-11-23 --format ics",
        "limits anna --as-of 2026-11-23 --format markdown",
        "run s.rhai anna sheet.csv --as-of 2026-11-23 --format csv",
    ] {
        let out = program.args(command).args("--ledger ledger.db").run();
        let out = if out.stderr.contains("unexpected argument '--ledger'") {
            out.then(command).run()
        } else {
            out
        };
        assert_eq!(out.status, 0, "{command}: {}", out.stderr);
        // What programs read keeps the marks of direction and the line ends of its format.
        let for_programs = command.contains("csv") || command.contains("ics");
        let marks = |symbol: char| for_programs && ('\u{200e}'..='\u{2069}').contains(&symbol);
        let shown = out.stdout.replace("\r\n", "\n").replace(marks, "").replace('\u{61c}', "");
        demand_harmless(command, &shown);
        demand_harmless(command, &out.stderr);
        program = out.then("");
    }
    for question in [EVIL, EVIL_FILE] {
        let program = evil().args("history --ledger ledger.db").arg(question);
        harmless(program.run());
        harmless(evil().args("done --not-found").arg(question).run());
        harmless(evil().args("inspect").arg(question).run());
        harmless(evil().args("replay").arg(question).run());
        harmless(evil().args("due --account").arg(question).run());
    }
}

#[test]
fn what_a_script_prints_throws_and_names_is_text_in_every_way_to_run_it() {
    let evil_text = literal(EVIL);
    let raw = EVIL.replace(['\r', '\u{2028}', '"'], "");
    let ways = [
        "run s.rhai anna",
        "plan s.rhai anna",
        "check s.rhai",
        "test s.rhai",
        "run s.rhai anna --format json",
        "run s.rhai anna --format ndjson",
    ];
    let bodies = [
        format!("throw {evil_text};"),
        format!("print({evil_text}); debug({evil_text}); {evil_text}"),
        format!("let x = \"{raw}\"; x.nothing({evil_text})"),
        format!("let x = \"{raw}\" + ;"),
        format!("pending.filter(|i| i[{evil_text}] > 1)"),
        format!("list({evil_text})"),
        format!("import {evil_text} as m;"),
        format!("param({evil_text}, (), {evil_text})"),
        format!("pending.select({evil_text})"),
        format!("withdraw({evil_text}, 3)"),
        format!("#{{ a: {evil_text}, b: [{evil_text}] }}"),
        format!("frame(#{{ x: [{evil_text}] }}).with({evil_text}, \"x\")"),
        format!("report({evil_text}, [section({evil_text}, pending, {evil_text})])"),
        format!("pending.bars({evil_text})"),
    ];
    for (number, body) in bodies.iter().enumerate() {
        let mut program = evil().file("s.rhai", body);
        // Each body goes two of the ways, and each way is gone with several bodies.
        for command in ways.iter().cycle().skip(number).take(effort::times(2)) {
            program = harmless(program.args(command).run()).then("");
        }
        let out = program.args("repl anna").input(&format!("{}\n", body.replace('\n', " "))).run();
        harmless(out);
    }
}

#[test]
fn github_s_commands_are_the_programs_own() {
    let raw = EVIL.replace(['\r', '\u{2028}', '"'], "");
    let script =
        format!("let a = \"{raw}\" + nothing;\nkeep(\"x\", |i| i[{}] > 1);", literal(EVIL));
    let out = evil().file("s.rhai", script).args("check s.rhai --format github").run();
    assert_eq!(acting(&out.stdout), None, "{:?}", out.stdout);
    for line in out.stdout.lines() {
        let commands = ["::error file=s.rhai", "::warning file=s.rhai", "::notice file=s.rhai"];
        assert!(commands.iter().any(|commands| line.starts_with(commands)), "{line:?}");
        assert!(!line.contains("##["), "{line:?}");
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_accounts_and_options_are_text() {
    let program = evil().file(&format!("{EVIL_FILE}.rhai"), "throw \"x\";");
    let program = program.file(&format!("data/{EVIL_FILE}.csv"), "a,b\n1,2\n");
    let script = format!("{EVIL_FILE}.rhai");
    let mut program = program;
    for arguments in [
        vec!["run", &script, "anna"],
        vec!["check", &script],
        vec!["test", &script],
        vec!["plan", EVIL_FILE, "anna"],
        vec!["plan", &script, "data", "--strict"],
        vec!["limits", &format!("data/{EVIL_FILE}.csv")],
        vec!["limits", "anna", "--account", EVIL_FILE],
        vec!["run", &script, "anna", "--set", &format!("{EVIL_FILE}=1")],
        vec!["run", &script, "anna", "--format", EVIL_FILE],
        vec!["add", EVIL_FILE],
        vec!["new", EVIL_FILE],
        vec!["plan", &script, "anna", "-o", &format!("{EVIL_FILE}/{EVIL_FILE}.{EVIL_FILE}")],
        vec![EVIL_FILE],
        vec!["repl", "anna", "-c", EVIL_FILE],
        vec!["repl", "anna", "-c", &format!(":load {EVIL_FILE}")],
        vec!["--project", EVIL_FILE, "verify"],
    ] {
        let call = arguments.iter().fold(program, |program, argument| program.arg(argument));
        program = harmless(call.run()).then("");
    }
}

#[test]
fn packs_and_settings_are_text() {
    let escaped: Vec<_> = EVIL.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
    let escaped = escaped.concat();
    let manifest = MANIFEST.replace("How Acme", &escaped);
    let program = Program::with_data().file("source/pack.toml", manifest);
    let program = program.file("source/oldest.rhai", OLDEST).file("source/notes.rhai", "1");
    let program = program.file("source/lib/common.rhai", "fn client(i) { true }");
    let out = harmless(program.args("add source").run().ends(0));
    let changed = format!("//! {}\n1", EVIL.replace('\r', ""));
    let program = out.then("packs update").file("source/notes.rhai", changed);
    let out = harmless(program.run().ends(0));
    let out = harmless(out.then("packs").run().ends(0));
    let out = harmless(out.then("docs acme").run());
    for settings in [
        format!("\"{escaped}\" = 1\n"),
        format!("data = \"{escaped}\"\n"),
        format!("[accounts]\n\"{escaped}\" = \"anna\"\n"),
        format!("[params]\nx = \"{escaped}\"\n[params.\"acme/{escaped}\"]\ny = 1\n"),
        format!("[packs]\n\"{escaped}\" = {{ path = \"a\" }}\n"),
        format!("[packs]\nacme = {{ git = \"https://h/{escaped}\", tag = \"v1\" }}\n"),
        format!("data = \"{}\n", EVIL.replace('\r', "")),
    ] {
        let program = Program::with_data().file("rescind.toml", settings);
        let program = program.file("s.rhai", "withdraw(\"x\", |i| i.age_days > 1);");
        harmless(program.args("plan s.rhai").run());
    }
    for manifest in
        [format!("[pack]\nname = \"{escaped}\"\n"), format!("[pack]\nversion = \"{escaped}\"\n")]
    {
        harmless(Program::new().file("p/pack.toml", manifest).args("add p").run().ends(1));
    }
    drop(out);
}

#[test]
fn machine_formats_keep_the_letters_and_what_they_can_say() {
    let out = evil().file("s.rhai", format!("[{}]", literal(EVIL)));
    let out = out.args("run s.rhai anna --format json").run().ends(0);
    assert_eq!(out.json()[0], EVIL);
    let out = out.then("plan p.rhai anna --as-of 2026-11-23 --format csv");
    let out = out.file("p.rhai", "withdraw(\"x\", |i| i.age_days > 1);").run().ends(0);
    assert!(out.stdout.contains("דנה"), "{}", out.stdout);
    assert!(!out.stdout.contains('\u{1b}'), "{}", out.stdout);
}
