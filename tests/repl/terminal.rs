//! The built program at a real pseudo-terminal: typing, completion, interrupts, several lines, the
//! history across sessions.

use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// How long an answer may take, in milliseconds: far more than any needs on a busy machine.
const PATIENCE_MS: u64 = 60_000;

const UP: &str = "\x1b[A";
const ALT_ENTER: &str = "\x1b\r";

/// A home for the history and the start-up file.
fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The program with these arguments, as somebody sees it who lives there.
fn session(home: &Path, arguments: &[&str]) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rescind"));
    command.env_remove("RUST_MIN_STACK");
    command
        .arg("repl")
        .args(arguments)
        .current_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")))
        .env("HOME", home)
        .env("XDG_STATE_HOME", home.join("state"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("kept"))
        .env("TERM", "xterm-256color")
        .env("NO_COLOR", "1")
        .env("PAGER", "cat");
    let options = Options::new().timeout_ms(Some(PATIENCE_MS)).strip_ansi_escape_codes(true);
    let mut session = spawn_with_options(command, options).unwrap();
    session.exp_string("Ctrl-D ends").unwrap();
    session
}

fn typed(session: &mut PtySession, text: &str) {
    session.send(text).unwrap();
    session.flush().unwrap();
}

/// Types a line and waits for what it answers.
fn answers(session: &mut PtySession, line: &str, answer: &str) {
    typed(session, &format!("{line}\r"));
    session.exp_string(answer).unwrap_or_else(|error| panic!("{line}: {error}"));
}

#[test]
fn what_is_typed_is_answered() {
    let home = home();
    let mut session = session(home.path(), &["datasets/agency", "--as-of", "2026-11-23"]);
    answers(&mut session, "pending.len()", "951");
    answers(&mut session, "it + 1", "952");
    answers(&mut session, "pending.nonsense()", "no function `nonsense`");
    answers(&mut session, "it + 1", "953");
    typed(&mut session, "\x04");
    session.exp_eof().unwrap();
}

#[test]
fn tab_goes_on_from_what_is_typed() {
    let home = home();
    let mut session = session(home.path(), &["datasets/agency", "--as-of", "2026-11-23"]);
    typed(&mut session, "pend\t.gro\t\"acc\t\").ag\t#{ n: count() }).le\t\r");
    session.exp_string("3").unwrap();
    answers(&mut session, "it * 100", "300");
    typed(&mut session, ":qu\t\r");
    session.exp_eof().unwrap();
}

#[test]
fn ctrl_c_ends_what_runs_and_the_line_but_never_the_session() {
    let home = home();
    let mut session = session(home.path(), &[]);
    answers(&mut session, "let a = 1; a + 6", "7");
    // Once it has printed, it runs.
    answers(&mut session, "print(1000 + 1); loop { a += 1; }", "1001");
    typed(&mut session, "\x03");
    session.exp_string("interrupted").unwrap();
    // Once the prompt is there, Ctrl-C is a key and no signal.
    session.exp_string("> ").unwrap();
    typed(&mut session, "let a = 99999\x03");
    session.exp_string("> ").unwrap();
    answers(&mut session, "a + 41", "42");
    typed(&mut session, "\x04");
    session.exp_eof().unwrap();
}

#[test]
fn several_lines_are_one_entry_of_the_history() {
    let home = home();
    {
        let mut session = session(home.path(), &[]);
        typed(&mut session, "fn f(x) {\r  x + 40\r}\r");
        answers(&mut session, "f(2)", "42");
        typed(&mut session, "\x04");
        session.exp_eof().unwrap();
    }
    let history = fs::read_to_string(home.path().join("state/rescind/history")).unwrap();
    assert!(history.contains("fn f(x) {"), "{history}");
    let mut session = session(home.path(), &[]);
    typed(&mut session, &format!("{UP}{UP}\r"));
    answers(&mut session, "f(3)", "43");
    typed(&mut session, &format!("1 +{ALT_ENTER}2\r"));
    session.exp_string("3").unwrap();
    typed(&mut session, "\x04");
    session.exp_eof().unwrap();
}

#[test]
fn a_start_up_file_is_entered_first() {
    let home = home();
    let folder = home.path().join("config/rescind");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("startup.rhai"), "let answer = 42;\n:rows 3\n").unwrap();
    let mut session = session(home.path(), &[]);
    answers(&mut session, "answer", "42");
    answers(&mut session, ":rows", "3 rows");
    typed(&mut session, "\x04");
    session.exp_eof().unwrap();
}

#[test]
fn the_keys_of_vi_are_there() {
    let home = home();
    let mut session = session(home.path(), &["--keys", "vi"]);
    // Back to the beginning in command mode, and one character replaced.
    typed(&mut session, "1000 + 1\x1b0r2\r");
    session.exp_string("2001").unwrap();
    typed(&mut session, ":quit\r");
    session.exp_eof().unwrap();
}

#[test]
fn a_pasted_text_is_one_entry() {
    let home = home();
    let mut session = session(home.path(), &[]);
    typed(&mut session, "\x1b[200~[1000,\n 2000]\n.len()\x1b[201~ + 1000\r");
    session.exp_string("1002").unwrap();
    typed(&mut session, "\x04");
    session.exp_eof().unwrap();
}

/// The folder of what the system says of the program that lives there.
fn process(home: &Path) -> PathBuf {
    let home_variable = format!("HOME={}\0", home.display());
    let lives_there = |entry: &fs::DirEntry| {
        let environment = fs::read(entry.path().join("environ")).unwrap_or_default();
        String::from_utf8_lossy(&environment).contains(&home_variable)
    };
    fs::read_dir("/proc").unwrap().flatten().find(lives_there).unwrap().path()
}

/// How long it has computed, in the system's ticks.
fn computed_ticks(process: &Path) -> u64 {
    let about = fs::read_to_string(process.join("stat")).unwrap();
    let fields: Vec<&str> = about.rsplit(')').next().unwrap().split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

/// A join that would give 40,000,000,000 rows.
const MANY: &str =
    "let a = []; a.pad(100000, 1); let f = frame(#{ k: a }); let g = concat([f, f]);";

#[cfg(target_os = "linux")]
#[test]
fn what_is_interrupted_computes_nothing_any_more() {
    let home = home();
    let mut session = session(home.path(), &[]);
    answers(&mut session, &format!("{MANY} 6 * 7"), "42");
    typed(&mut session, "print(1000 + 1); g.join(g, \"k\").len()\r");
    session.exp_string("1001").unwrap();
    std::thread::sleep(std::time::Duration::from_secs(2));
    typed(&mut session, "\x03");
    session.exp_string("interrupted").unwrap();
    std::thread::sleep(std::time::Duration::from_secs(3));
    let process = process(home.path());
    let before = computed_ticks(&process);
    std::thread::sleep(std::time::Duration::from_secs(1));
    let more = computed_ticks(&process) - before;
    assert!(more < 20, "{more} ticks");
    answers(&mut session, "g.len() + 1", "200001");
    typed(&mut session, "\x04");
    session.exp_eof().unwrap();
}

#[test]
fn what_takes_too_much_memory_is_an_error_and_what_was_entered_stays() {
    let home = home();
    let mut session = session(home.path(), &["--memory", "256MiB"]);
    answers(&mut session, &format!("{MANY} 6 * 7"), "42");
    answers(&mut session, "g.join(g, \"k\").sort_by(\"k\")", "ran out of memory");
    answers(&mut session, "g.len() + 1", "200001");
    typed(&mut session, "\x04");
    session.exp_eof().unwrap();
}
