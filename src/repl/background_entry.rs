//! Runs an entry beside the one who waits for it, so that Ctrl-C is heard at any time.
//!
//! Invariant: an entry that is interrupted, fails or panics has changed nothing. A query that it
//! has begun ends with it, as soon as Polars comes to its next step.

use super::repl_state::{EntryAnswer, ReplState};
use crate::error::Error;
use crate::query::panic_message;
use crate::script::sandbox::STACK_BYTES;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How often Ctrl-C is looked for.
const LOOK: Duration = Duration::from_millis(20);

/// How long an entry may take to end once it is to stop.
const PATIENCE: Duration = Duration::from_millis(200);

pub(super) enum EntryOutcome {
    /// With an answer, and the desk as it is now.
    Answered(Box<ReplState>, EntryAnswer),
    /// Without effect.
    Failed(Error),
    /// Without effect, by Ctrl-C.
    Interrupted,
}

/// Enters a text at a copy of the desk. `interrupted` is set by Ctrl-C, and taken back here.
pub(super) fn enter_in_background(
    desk: &ReplState,
    text: &str,
    interrupted: &AtomicBool,
) -> EntryOutcome {
    interrupted.store(false, Ordering::Relaxed);
    let stop = Arc::new(AtomicBool::new(false));
    let mut copy = desk.clone();
    copy.running.bounds.stop = stop.clone();
    let text = text.to_owned();
    let (done, waiting) = mpsc::channel();
    let work = move || {
        let ended = catch_unwind(AssertUnwindSafe(|| copy.enter(&text)));
        let ended = match ended {
            Ok(Ok(answer)) => EntryOutcome::Answered(Box::new(copy), answer),
            Ok(Err(error)) => EntryOutcome::Failed(error),
            Err(panic) => EntryOutcome::Failed(inside(&panic_message(panic.as_ref()))),
        };
        // Nobody waits any more for what was interrupted.
        let _ = done.send(ended);
    };
    if let Err(error) = thread::Builder::new().stack_size(STACK_BYTES).spawn(work) {
        let message = format!("the system gives no thread for this: {error}");
        return EntryOutcome::Failed(Error::Usage { message, help: None });
    }
    loop {
        match waiting.recv_timeout(LOOK) {
            Ok(ended) => return ended,
            Err(RecvTimeoutError::Timeout) if interrupted.swap(false, Ordering::Relaxed) => {
                stop.store(true, Ordering::Relaxed);
                // What has an answer already has given it in vain.
                let _ = waiting.recv_timeout(PATIENCE);
                return EntryOutcome::Interrupted;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return EntryOutcome::Failed(inside("no words")),
        }
    }
}

fn inside(words: &str) -> Error {
    Error::misused(
        format!("this failed inside: {words}"),
        "everything is as it was before; please report what was entered",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repl::samples::desk;
    use std::time::Instant;

    static NEVER: AtomicBool = AtomicBool::new(false);

    fn text(desk: &ReplState, entry: &str) -> String {
        match enter_in_background(desk, entry, &NEVER) {
            EntryOutcome::Answered(_, EntryAnswer::Text(text)) => text.trim_end().to_owned(),
            EntryOutcome::Answered(_, other) => format!("{other:?}"),
            EntryOutcome::Failed(error) => error.to_string(),
            EntryOutcome::Interrupted => "interrupted".into(),
        }
    }

    #[test]
    fn an_entry_that_is_interrupted_has_changed_nothing() {
        let desk = desk(&["let a = 1;", "let f = || a;"]);
        let interrupted = Arc::new(AtomicBool::new(false));
        let flag = interrupted.clone();
        let hand = thread::spawn(move || {
            // Once the entry runs: it begins by taking the flag back.
            for _ in 0..100 {
                thread::sleep(Duration::from_millis(20));
                flag.store(true, Ordering::Relaxed);
            }
        });
        let since = Instant::now();
        let ended = enter_in_background(&desk, "a = 5; loop { a += 1; }", &interrupted);
        assert!(matches!(ended, EntryOutcome::Interrupted));
        assert!(since.elapsed() < Duration::from_secs(8), "it ran out of its time instead");
        hand.join().unwrap();
        assert_eq!(text(&desk, "[a, f.call()]"), "[1, 1]");
    }

    #[test]
    fn a_panic_is_an_error_and_changes_nothing() {
        let mut desk = desk(&["let a = 1;"]);
        // What panics is the way in which a frame is shown.
        desk.running.show = Arc::new(|_, _| panic!("the roof is on fire"));
        let answer = text(&desk, "a = 2; pending.show()");
        assert!(answer.contains("the roof is on fire"), "{answer}");
        assert_eq!(text(&desk, "a"), "1");
    }
}
