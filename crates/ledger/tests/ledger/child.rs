//! A process that records until it is killed or cannot any more, and says how far it came.

use crate::scratch_ledger::{ScratchLedger, try_record, withdrawn};
use rescind_ledger::{Ledger, LedgerAddress, PasswordSources};
use std::env;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// The variable that tells the child where its ledger is.
const LEDGER: &str = "RESCIND_TEST_LEDGER";

/// The child's command.
pub(crate) fn command(scratch: &ScratchLedger) -> Command {
    recording_in(Command::new(env::current_exe().unwrap()), scratch)
}

/// The child's command, after others of a shell.
pub(crate) fn command_after(shell: &str, scratch: &ScratchLedger) -> Command {
    let mut command = Command::new("sh");
    let program = env::current_exe().unwrap();
    command.args(["-c", &format!("{shell} exec \"$0\" \"$@\"")]).arg(program);
    recording_in(command, scratch)
}

fn recording_in(mut command: Command, scratch: &ScratchLedger) -> Command {
    command.args(["child::records_until_it_ends", "--exact", "--ignored", "--nocapture"]);
    command.env(LEDGER, scratch.address.to_string());
    command
}

/// The number of the last event that the child reported.
pub(crate) fn reported(printed: &str) -> Option<u64> {
    // What follows the last line break may be half of a line.
    let (whole, _) = printed.rsplit_once('\n')?;
    whole.lines().rev().find_map(|line| line.strip_prefix("recorded ")?.parse().ok())
}

#[test]
#[ignore = "is the child of other tests"]
fn records_until_it_ends() {
    let Ok(ledger) = env::var(LEDGER) else { return };
    let address = LedgerAddress::parse(&ledger, Path::new("/")).unwrap();
    let mut ledger = Ledger::open(&address, &PasswordSources::default()).unwrap();
    let mut out = std::io::stdout();
    for second in 0.. {
        // A few together, and now and then many.
        let count = if second % 7 == 6 { 300 } else { 1 + second % 5 };
        let people = (0..count).map(|at| withdrawn("anna", &format!("in/{second}-{at}")));
        match try_record(&mut ledger, second, people.collect()) {
            Ok(events) => writeln!(out, "recorded {}", events.last().unwrap().number).unwrap(),
            Err(error) => return println!("{error}"),
        }
        out.flush().unwrap();
    }
}
