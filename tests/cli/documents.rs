//! What the documents show is what the program does.

use crate::program::{Program, root};
use std::fs;

/// The blocks of a document in this language.
fn blocks(document: &str, language: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(document)).unwrap();
    let fence = format!("```{language}\n");
    let blocks = text.split(&fence).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

fn call(arguments: &str) -> Program {
    let scripts = root();
    let mut program = Program::new();
    let mut quoted = false;
    for part in arguments.split('"') {
        if quoted {
            program = program.arg(part);
        } else {
            for word in part.split_whitespace() {
                let shown_line = word.starts_with("scripts/") || word.starts_with("datasets/");
                let word =
                    if shown_line { scripts.join(word).display().to_string() } else { word.into() };
                program = program.arg(&word);
            }
        }
        quoted = !quoted;
    }
    program
}

/// Fails unless these lines were printed; `…` stands for any others.
fn is_shown(document: &str, shown: &str, printed: &str) {
    let mut rest = printed.lines();
    let mut free = false;
    for line in shown.lines() {
        if line == "…" {
            free = true;
            continue;
        }
        let is_it = |shown_line: &str| fits(line, shown_line);
        let is_shown = if free { rest.any(is_it) } else { rest.next().is_some_and(is_it) };
        assert!(is_shown, "{document} shows `{line}`, which is not in\n{printed}");
        free = false;
    }
}

/// Whether a line is the one that is shown; `…` in it stands for whatever is there.
fn fits(shown: &str, printed: &str) -> bool {
    let Some((begin, end)) = shown.split_once('…') else { return shown == printed };
    printed.strip_prefix(begin).is_some_and(|rest| rest.ends_with(end))
}

#[test]
fn the_readmes_sessions_are_real() {
    let sessions = blocks("README.md", "console");
    assert!(!sessions.is_empty());
    for session in sessions {
        let (command, shown) = session.split_once('\n').unwrap();
        let out = call(command.strip_prefix("$ rescind ").unwrap()).run().ends(0);
        is_shown("the README", shown, &out.stdout);
    }
}

#[test]
fn the_sessions_about_tests_are_real() {
    let document = "docs/TESTING.md";
    let strategy = blocks(document, "rhai").remove(0);
    let (tests, sessions) = (blocks(document, "rhai,session"), blocks(document, "console"));
    assert_eq!(tests.len(), sessions.len());
    for (tests, session) in tests.iter().zip(sessions) {
        let (command, shown) = session.split_once('\n').unwrap();
        let program = Program::new().file("s.rhai", &strategy).file("s.test.rhai", tests);
        let out = program.args(command.strip_prefix("$ rescind ").unwrap()).run();
        is_shown(document, shown, &out.stdout);
    }
}

#[test]
fn every_question_of_the_guide_to_frames_has_its_answer() {
    let scripts = blocks("docs/FRAMES.md", "rhai");
    let answers = blocks("docs/FRAMES.md", "text");
    assert!(scripts.len() >= 20 && scripts.len() == answers.len());
    for (script, answer) in scripts.iter().zip(&answers) {
        let program = Program::new().file("ask.rhai", script).args("run ask.rhai");
        let data = root().join("datasets/agency");
        let program = program.arg(data.to_str().unwrap()).args("--as-of 2026-11-23");
        let out = program.run().ends(0);
        is_shown("docs/FRAMES.md", answer, &out.stdout);
        let (lines, shown) = (out.stdout.lines().count(), answer.lines().count());
        assert!(lines == shown || answer.contains("\n…\n"), "{script}\n{}", out.stdout);
    }
}

#[test]
fn every_strategy_in_the_documents_plans() {
    let documents = ["README.md", "docs/STRATEGIES.md", "docs/TESTING.md", "docs/LEDGER.md"];
    for strategy in documents.iter().flat_map(|document| blocks(document, "rhai")) {
        let is_query = !strategy.contains("withdraw(") && !strategy.contains("keep(");
        let command = if is_query { "run mine.rhai" } else { "plan mine.rhai" };
        let program = Program::new().file("mine.rhai", &strategy).args(command);
        let data = root().join("datasets/agency");
        program.arg(data.to_str().unwrap()).args("--as-of 2026-11-23").run().ends(0);
    }
}

#[test]
fn the_tests_in_the_documents_pass() {
    let strategy = fs::read_to_string(root().join("scripts/oldest-first.rhai")).unwrap();
    let tests = blocks("docs/TESTING.md", "rhai,test").concat();
    let program = Program::new().file("s.rhai", strategy).file("s.test.rhai", tests);
    program.args("test s.rhai").run().ends(0).prints(&["2 tests of 1 file: all passed"]);
}

#[test]
fn every_function_of_tests_is_documented() {
    let text = fs::read_to_string(root().join("docs/TESTING.md")).unwrap();
    for function in rescind::suite::FUNCTIONS {
        let form = function.form.replace('|', "\\|");
        let row = format!("| `{form}` | {} |", function.meaning);
        assert!(text.contains(&row), "docs/TESTING.md lacks the row\n{row}");
    }
}

#[test]
fn every_shipped_script_runs_on_the_sample() {
    for script in fs::read_dir(root().join("scripts")).unwrap().flatten() {
        let path = script.path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let is_script = path.extension().is_some_and(|kind| kind == "rhai");
        if !is_script || rescind_data::import::data_folder::scripts::tested_by(&path).is_some() {
            continue;
        }
        let command = if name == "monthly-audit" { "run" } else { "plan" };
        let arguments = format!("{command} scripts/{name}.rhai datasets/agency --as-of 2026-11-23");
        call(&arguments).run().ends(0);
    }
}

/// A folder and all that is below it, as files of the program's.
fn copied(mut program: Program, from: &std::path::Path, to: &str) -> Program {
    for entry in fs::read_dir(from).unwrap().flatten() {
        let to = format!("{to}/{}", entry.file_name().to_string_lossy());
        program = if entry.path().is_dir() {
            copied(program, &entry.path(), &to)
        } else {
            program.file(&to, fs::read(entry.path()).unwrap())
        };
    }
    program
}

#[test]
fn the_guide_to_packs_is_one_session_from_its_first_line_to_its_last() {
    const GUIDE: &str = "docs/PACKS.md";
    let text = fs::read_to_string(root().join(GUIDE)).unwrap();
    let program = copied(Program::new(), &root().join("scripts"), "starter");
    let mut program = copied(program, &root().join("datasets/agency"), "data");
    let (mut files, mut commands) = (0, 0);
    for block in text.split("\n```").skip(1).step_by(2) {
        let (info, body) = block.split_once('\n').unwrap();
        let body = format!("{body}\n");
        if let Some((_, path)) = info.split_once(' ') {
            program = program.file(path, &body);
            files += 1;
        }
        if info != "console" {
            continue;
        }
        for session in body.split("$ rescind ").skip(1) {
            let (command, shown) = session.split_once('\n').unwrap();
            let out = program.args(command).run();
            assert!(out.stderr.is_empty(), "{command}\n{}", out.stderr);
            is_shown(GUIDE, shown, &out.stdout);
            program = out.then("");
            commands += 1;
        }
    }
    assert!(files >= 6 && commands >= 10, "{files} files and {commands} commands were found");
}

#[test]
fn the_guide_to_the_ledger_is_one_session_from_its_first_line_to_its_last() {
    const GUIDE: &str = "docs/LEDGER.md";
    let program = copied(Program::new(), &root().join("scripts"), "starter");
    let mut program = copied(program, &root().join("datasets/agency"), "data");
    let sessions = blocks(GUIDE, "console");
    assert!(sessions.len() >= 5);
    for session in sessions {
        let (command, shown) = session.split_once('\n').unwrap();
        let out = program.args(command.strip_prefix("$ rescind ").unwrap()).run().ends(0);
        is_shown(GUIDE, shown, &out.stdout);
        program = out.then("");
    }
}
