//! Killed at whatever moment: what was reported is there, and the next run goes on.

use crate::child;
use crate::scratch_ledger::ScratchLedger;
use std::io::Read;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

/// How often a process is killed. A fifth of the moments lie while it still opens the ledger.
const KILLS: u64 = 200;

#[test]
fn killed_while_it_writes_to_a_file() {
    killed(&ScratchLedger::file(), 50_000);
}

#[test]
#[ignore = "needs PostgreSQL"]
fn killed_while_it_writes_to_a_server() {
    killed(&ScratchLedger::server(), 150_000);
}

/// Kills within so many microseconds: to connect takes longer than to open a file.
fn killed(scratch: &ScratchLedger, within_micros: u64) {
    let mut last = 0;
    let mut reports = 0;
    for kill in 0..KILLS {
        let mut running = child::command(scratch).stdout(Stdio::piped()).spawn().unwrap();
        // Spread over that time, in no order that the child's steps could keep pace with.
        thread::sleep(Duration::from_micros(kill * 7919 % within_micros));
        running.kill().unwrap();
        running.wait().unwrap();
        let mut printed = String::new();
        running.stdout.unwrap().read_to_string(&mut printed).unwrap();
        let mut ledger = scratch.open();
        let head = ledger.verify().unwrap();
        let reported = child::reported(&printed);
        reports += u64::from(reported.is_some());
        assert!(reported.unwrap_or(last) <= head.number, "{reported:?} of {head:?}");
        assert!(last <= head.number, "what was there before is there");
        last = head.number;
    }
    assert!(reports > KILLS / 10, "only {reports} processes were killed after a report");
}
