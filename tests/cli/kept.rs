//! The ledger through the program, where something fails in the middle: killed at whatever moment,
//! a disk that is full, two at once. `CASES` says how many moments are tried.

use crate::effort;
use crate::program::{HEADER, Program, command, sent};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

pub(crate) const PEOPLE: usize = 500;

const IN_A_FILE: &str = "kept.db";

const STRATEGY: &str = "withdraw(\"old\", |i| i.age_days >= 30);";

/// An account with many invitations, and a ledger that is named so.
pub(crate) struct Kept {
    program: Program,
    ledger: String,
}

impl Kept {
    pub(crate) fn new(ledger: &str) -> Self {
        let rows = (0..PEOPLE).fold(HEADER.to_owned(), |mut rows, number| {
            let row =
                sent(&format!("Some {number}"), &format!("some-{number}"), "6/5/26, 9:00 AM", "");
            let _ = write!(rows, "{row}");
            rows
        });
        let program = Program::new().file("anna/Invitations.csv", rows).file("s.rhai", STRATEGY);
        Self { program, ledger: ledger.into() }
    }

    fn folder(&self) -> &Path {
        self.program.path()
    }

    fn command(&self, arguments: &str) -> Command {
        self.command_with(arguments, &self.ledger)
    }

    /// A command with the ledger at this address.
    pub(crate) fn command_with(&self, arguments: &str, ledger: &str) -> Command {
        let mut command = command(self.folder());
        command.args(arguments.split_whitespace()).args(["--ledger", ledger]);
        command
    }

    fn started(&self, arguments: &str) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// What a command prints that ends well.
    pub(crate) fn printed(&self, arguments: &str) -> String {
        let output = self.command(arguments).output().unwrap();
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments}: {message}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// How many events of an action stand in the ledger, which is proven.
    pub(crate) fn count(&self, action: &str) -> usize {
        self.count_of("anna", action)
    }

    fn count_of(&self, account: &str, action: &str) -> usize {
        self.printed("history --verify");
        let events = self.printed(&format!("history --account {account} --format json"));
        let events: Value = serde_json::from_str(&events).unwrap();
        let events = events.as_array().unwrap().iter();
        events.filter(|event| event["action"] == action && event["person"] != Value::Null).count()
    }

    /// Kills commands that each have something of their own to record, at moments spread over the
    /// time in which they read and write, the first one's; then this has to hold of the moment.
    fn killed(&self, command: &dyn Fn(usize) -> String, holds: &dyn Fn(usize)) {
        let since = Instant::now();
        self.printed(&command(0));
        let mut usual = since.elapsed();
        let moments = effort::times(4_u16);
        let mut is_killed = false;
        for moment in 1..=moments {
            let mut child = self.started(&command(usize::from(moment)));
            sleep(usual.mul_f64(0.6 + 0.45 * f64::from(moment - 1) / f64::from(moments)));
            // It may have ended, where the machine has less other work than it had.
            let _ = child.kill();
            match child.wait().unwrap().code() {
                None => is_killed = true,
                Some(_) => usual = usual.mul_f64(0.7),
            }
            holds(usize::from(moment));
        }
        assert!(is_killed, "every command ended before it was killed");
    }
}

pub(crate) const IMPORT: &str = "import anna --as-of 2026-11-23";
pub(crate) const PLAN: &str = "plan s.rhai anna --as-of 2026-11-23 --save --format json";

/// How many rows of a plan are recorded at once.
const ROWS: usize = 2;

fn is_whole_wherever_it_is_killed(ledger: &str) {
    let kept = Kept::new(ledger);
    let import = |at: usize| format!("import --account a{at}=anna --as-of 2026-11-23");
    kept.killed(&import, &|at| {
        let account = format!("a{at}");
        let count = kept.count_of(&account, "imported");
        assert!(count == 0 || count == PEOPLE, "{count} people of an import are there");
        kept.printed(&import(at));
        assert_eq!(kept.count_of(&account, "imported"), PEOPLE);
    });
    kept.printed(PLAN);
    let done = |at: usize| {
        format!("done {}-{} --account anna --on 2026-11-23", at * ROWS + 1, (at + 1) * ROWS)
    };
    kept.killed(&done, &|at| {
        let count = kept.count("withdrawn");
        let before = at * ROWS;
        assert!(count == before || count == before + ROWS, "{count} instead of {before}");
        kept.printed(&done(at));
        assert_eq!(kept.count("withdrawn"), before + ROWS);
    });
}

#[test]
fn a_file_is_whole_wherever_the_program_is_killed() {
    is_whole_wherever_it_is_killed(IN_A_FILE);
}

/// A database of its own on the server that `RESCIND_TEST_POSTGRES` names, gone in the end.
pub(crate) struct Database {
    server: String,
    name: String,
}

impl Database {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let server = std::env::var("RESCIND_TEST_POSTGRES").unwrap();
        let name = format!("rescind_cli_{}_{number}", std::process::id());
        let database = Self { server, name };
        asked(&database.server, &format!("CREATE DATABASE {}", database.name));
        database
    }

    pub(crate) fn address(&self) -> String {
        let (base, _) = self.server.rsplit_once('/').unwrap();
        format!("{base}/{}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        asked(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

/// What a server answers.
fn asked(address: &str, sql: &str) -> String {
    let output = Command::new("psql").args([address, "-Atqc", sql]).output().unwrap();
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().into()
}

#[test]
#[ignore = "needs PostgreSQL"]
fn a_server_is_whole_wherever_the_program_is_killed() {
    let database = Database::new();
    is_whole_wherever_it_is_killed(&database.address());
}

/// The command where no file may grow beyond so many blocks, as where a disk is full.
fn where_the_disk_is_full(kept: &Kept, arguments: &str, blocks: u64) -> String {
    let mut command = Command::new("sh");
    crate::program::at_home_in(&mut command, kept.folder());
    let bounded = format!("ulimit -f {blocks}; exec \"$0\" \"$@\"");
    command.args(["-c", &bounded, env!("CARGO_BIN_EXE_rescind")]);
    command.args(arguments.split_whitespace()).args(["--ledger", &kept.ledger]);
    let output = command.current_dir(kept.folder()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{arguments}: {output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let kept = Kept::new(IN_A_FILE);
    let message = where_the_disk_is_full(&kept, IMPORT, 100);
    assert!(message.contains("the ledger kept.db cannot be used"), "{message}");
    kept.printed(IMPORT);
    kept.printed(PLAN);
    let message = where_the_disk_is_full(&kept, "done 1-20 --on 2026-11-23", 4);
    assert!(message.contains("kept.db cannot be used"), "{message}");
    assert_eq!(kept.count("withdrawn"), 0);
    kept.printed("done 1-20 --on 2026-11-23");
    assert_eq!((kept.count("imported"), kept.count("withdrawn")), (PEOPLE, 20));
}

#[test]
fn a_backup_has_its_name_once_it_is_whole() {
    let kept = Kept::new(IN_A_FILE);
    kept.printed(IMPORT);
    let proven = kept.printed("history --verify");
    kept.killed(&|at| format!("history --backup copy{at}.db"), &|at| {
        let copy = format!("copy{at}.db");
        if kept.folder().join(&copy).exists() {
            let verified = command(kept.folder())
                .args(["history", "--verify", "--ledger", &copy])
                .output()
                .unwrap();
            assert_eq!(String::from_utf8_lossy(&verified.stdout), proven);
        }
    });
    let program = env!("CARGO_BIN_EXE_rescind");
    let full = "trap '' XFSZ; ulimit -f 300; exec \"$0\" history --ledger kept.db --backup full.db";
    let mut shell = Command::new("sh");
    let failed = shell.args(["-c", full, program]).current_dir(kept.folder()).output().unwrap();
    assert_eq!(failed.status.code(), Some(1), "{failed:?}");
    assert!(!kept.folder().join("full.db").exists(), "half a copy was kept");
}

fn two_at_once_record_everything_once(ledger: &str) -> Kept {
    let kept = Kept::new(ledger);
    let mut both = [kept.started(IMPORT), kept.started(IMPORT)];
    assert!(both.iter_mut().all(|child| child.wait().unwrap().success()));
    assert_eq!(kept.count("imported"), PEOPLE);
    kept.printed(PLAN);
    let parts = ["done 1-20 --on 2026-11-23", "done 11-30 --on 2026-11-23", IMPORT];
    let mut at_once = parts.map(|arguments| kept.started(arguments));
    if ledger == IN_A_FILE {
        kept.printed("history --backup copy.db");
    }
    assert!(at_once.iter_mut().all(|child| child.wait().unwrap().success()));
    assert_eq!((kept.count("imported"), kept.count("withdrawn")), (PEOPLE, 30));
    kept
}

#[test]
fn two_at_once_record_everything_once_in_a_file() {
    let kept = two_at_once_record_everything_once(IN_A_FILE);
    let copy = command(kept.folder()).args(["history", "--verify", "--ledger", "copy.db"]).status();
    assert!(copy.unwrap().success(), "a backup during writes is whole");
}

#[test]
#[ignore = "needs PostgreSQL"]
fn two_at_once_record_everything_once_on_a_server() {
    let database = Database::new();
    two_at_once_record_everything_once(&database.address());
}

/// The command is held where it has written its events and not ended; then its server goes away.
fn the_server_goes_away_during(kept: &Kept, arguments: &str) {
    let hold = "BEGIN; LOCK TABLE rescind.derived IN EXCLUSIVE MODE; SELECT pg_sleep(600)";
    let mut holding = Command::new("psql")
        .args([&kept.ledger, "-Atqc", hold])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let others = "FROM pg_stat_activity WHERE datname = current_database()";
    let wait_for = |condition: &str| {
        let sql = format!("SELECT count(*) {others} AND {condition}");
        let is_so = (0..600).any(|_| {
            sleep(Duration::from_millis(100));
            asked(&kept.ledger, &sql) == "1"
        });
        assert!(is_so, "{condition}");
    };
    wait_for("wait_event = 'PgSleep'");
    let mut command = kept.command(arguments);
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    wait_for("application_name = 'rescind' AND wait_event_type = 'Lock'");
    asked(
        &kept.ledger,
        &format!("SELECT pg_terminate_backend(pid) {others} AND pid <> pg_backend_pid()"),
    );
    holding.wait().unwrap();
    let output = child.wait_with_output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.contains("cannot be used"), "{message}");
}

#[test]
#[ignore = "needs PostgreSQL"]
fn where_the_server_goes_away_nothing_is_recorded_and_the_next_call_goes_on() {
    let database = Database::new();
    let kept = Kept::new(&database.address());
    // It makes the tables.
    kept.printed("history --verify");
    the_server_goes_away_during(&kept, IMPORT);
    assert_eq!(kept.count("imported"), 0);
    kept.printed(IMPORT);
    kept.printed(PLAN);
    the_server_goes_away_during(&kept, "done 1-20 --on 2026-11-23");
    assert_eq!((kept.count("imported"), kept.count("withdrawn")), (PEOPLE, 0));
    kept.printed("done 1-20 --on 2026-11-23");
    assert_eq!(kept.count("withdrawn"), 20);
}

#[test]
fn a_session_records_as_the_command_line_does() {
    let kept = Kept::new(IN_A_FILE);
    kept.printed(IMPORT);
    kept.printed(PLAN);
    let entered = |text: &str| {
        let mut command = kept.command("repl anna --as-of 2026-11-23 --clean");
        command.args(["-c", text]).output().unwrap()
    };
    let out = entered(
        "withdraw(\"old\", |i| i.age_days >= 30);\n:done 1-3 --not-found 'Some 5' --on 2026-11-23\n\
         invitations.filter(|i| i.state == \"withdrawn\").len()\n:history in/some-5\n",
    );
    let printed = String::from_utf8_lossy(&out.stdout).into_owned();
    let message = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success(), "{message}");
    assert!(printed.contains("3 withdrawn") && printed.contains("\n4\n"), "{printed}\n{message}");
    assert_eq!(kept.count("withdrawn"), 3);
    let out = entered(":done 4000");
    assert!(!out.status.success(), "the plan has no such rank");
    let out = entered(":due --nonsense");
    assert!(String::from_utf8_lossy(&out.stderr).contains("--nonsense"));
}
