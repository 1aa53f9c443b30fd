//! `-o FILE`: results that are written to a file.

use crate::program::Program;
use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::{Command, Stdio};
#[cfg(unix)]
use std::thread::sleep;
use std::time::{Duration, Instant};

#[test]
fn a_result_goes_to_a_file_whose_ending_names_the_format() {
    let strategy = "withdraw(\"old\", |i| i.age_days > 90);\n";
    let program = Program::with_data().file("s.rhai", strategy).file("q.rhai", "pending");
    let out = program.args("plan s.rhai anna --as-of 2026-11-23 -o plan.csv").run().ends(0);
    assert_eq!(out.stdout, "");
    assert!(out.file("plan.csv").unwrap().starts_with("id,account,"));
    let out = out.then("run q.rhai anna --as-of 2026-11-23 -o pending.json").run().ends(0);
    assert!(out.file("pending.json").unwrap().starts_with('['));
    let out = out.then("run q.rhai anna --output pending.txt --format markdown").run().ends(0);
    assert!(out.file("pending.txt").unwrap().starts_with('|'));
    let out = out.then("audit anna --as-of 2026-11-23 -o look.ics").run().ends(0);
    assert!(out.file("look.ics").unwrap().starts_with("BEGIN:VCALENDAR"));
    let out = out.then("run q.rhai anna -o pending.xyz").run().ends(1);
    let program = out.says(&["unknown format `xyz`"]).then("");
    // What a limit refuses is written nowhere.
    let limits = "[share-withdrawn]\nfigure = 1\nlevel = \"refuse\"\n";
    let program = program.file("limits.toml", limits).args("plan s.rhai anna --as-of 2026-11-23");
    let out = program.args("--limits limits.toml -o refused.csv").run().ends(3);
    assert_eq!(out.says(&["nothing was saved"]).file("refused.csv"), None);
}

/// Four million rows, which no format writes in a second in a build without optimisation.
const MANY: &str =
    "let a = []; a.pad(2000, 1); let f = frame(#{ k: a, t: a });\nf.join(f, \"k\")\n";

#[test]
fn writing_a_result_ends_with_its_time_and_leaves_nothing_behind() {
    let program = Program::with_data().file("q.rhai", MANY);
    let start = Instant::now();
    let out = program.args("run q.rhai anna --timeout 2 -o many.json").run().ends(1);
    let out = out.says(&["many.json: it could not be saved: writing it ran out of time"]);
    let out = out.says(&["nothing was saved; `--timeout SECONDS` gives it longer"]);
    assert_eq!(names(out.path()), ["anna", "q.rhai"]);
    let out = out.then("run q.rhai anna --timeout 2 --format json").run().ends(1);
    out.says(&["writing it ran out of time"]);
    assert!(start.elapsed() < Duration::from_secs(40), "{:?}", start.elapsed());
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_reads_is_not_waited_for() {
    let strategy = "withdraw(\"old\", |i| i.age_days > 90);\n";
    let program = Program::with_data().file("s.rhai", strategy);
    let pipe = program.path().join("plan.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for command in ["plan s.rhai anna --as-of 2026-11-23", "audit anna --as-of 2026-11-23"] {
        let mut running = crate::program::command(program.path())
            .args(command.split(' ').chain(["-o", "plan.csv", "--timeout", "60"]))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        sleep(Duration::from_secs(2));
        let id = running.id().to_string();
        // It ends by itself after ten seconds without a reader, and at once with a signal.
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        assert!(!running.wait().unwrap().success(), "{command}");
    }
}

#[cfg(unix)]
#[test]
fn who_ends_the_program_while_it_saves_leaves_nothing_behind() {
    let program = Program::with_data().file("q.rhai", MANY);
    for signal in ["-INT", "-TERM"] {
        let mut running = Command::new(env!("CARGO_BIN_EXE_rescind"))
            .args(["run", "q.rhai", "anna", "--timeout", "60", "-o", "many.json"])
            .current_dir(program.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let is_saving = || names(program.path()).iter().any(|name| name.starts_with(".rescind-"));
        while !is_saving() {
            assert!(running.try_wait().unwrap().is_none(), "it ended before it saved");
            sleep(Duration::from_millis(10));
        }
        let id = running.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        assert_eq!(running.wait().unwrap().code(), Some(1), "{signal}");
        assert_eq!(names(program.path()), ["anna", "q.rhai"], "{signal}");
    }
}

#[cfg(unix)]
#[test]
fn what_a_killed_command_left_goes_with_the_next_one_s_result() {
    let program = Program::with_data().file("q.rhai", MANY).file("s.rhai", "pending");
    let folder = program.path().to_path_buf();
    let started = |file: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rescind"));
        command.args(["run", "q.rhai", "anna", "--timeout", "60", "-o", file]);
        command.current_dir(&folder).stderr(Stdio::null()).spawn().unwrap()
    };
    let unfinished = || names(&folder).into_iter().filter(|name| name.starts_with(".rescind-"));
    let mut killed = started("many.json");
    while unfinished().count() == 0 {
        assert!(killed.try_wait().unwrap().is_none(), "it ended before it saved");
        sleep(Duration::from_millis(10));
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    let left: Vec<String> = unfinished().collect();
    assert_eq!(left.len(), 1);
    let mut running = started("more.json");
    while unfinished().all(|name| left.contains(&name)) {
        assert!(running.try_wait().unwrap().is_none(), "it ended before it saved");
        sleep(Duration::from_millis(10));
    }
    let out = program.args("run s.rhai anna -o pending.csv").run().ends(0);
    let now: Vec<String> = unfinished().collect();
    assert!(now.len() == 1 && now != left, "only what is being written is there: {now:?}");
    running.kill().unwrap();
    running.wait().unwrap();
    drop(out);
}

/// A disk that takes nothing more.
#[cfg(unix)]
#[test]
fn a_new_file_on_a_full_disk_is_not_there() {
    for arguments in ["new s", "sign --new-key --key ada.key"] {
        let folder = tempfile::tempdir().unwrap();
        let full = format!("ulimit -f 0; exec \"$0\" {arguments}");
        let out = Command::new("sh")
            .args(["-c", &full, env!("CARGO_BIN_EXE_rescind")])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(out.status.code(), Some(1), "{arguments}");
        let message = String::from_utf8(out.stderr).unwrap();
        assert!(message.contains("too large") && !message.contains(".rescind-"), "{message}");
        assert_eq!(names(folder.path()), Vec::<String>::new(), "{arguments}");
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
