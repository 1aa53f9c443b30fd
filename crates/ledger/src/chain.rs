//! The proof that a ledger is as it was written: every event has the hash that it must have, and
//! follows the one before it.

use crate::event::{Event, Head};

/// The first event that cannot be as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLink {
    /// The event's number, as the ledger says it.
    pub number: u64,
    /// What does not fit.
    pub problem: String,
}

/// Events that are proven one after the other.
#[derive(Clone, Debug)]
pub struct Chain {
    head: Head,
}

impl Default for Chain {
    fn default() -> Self {
        Self { head: Head::empty() }
    }
}

impl Chain {
    /// Where the proven events end.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Takes the next event.
    ///
    /// # Errors
    /// That it cannot have been recorded so, there.
    pub fn prove(&mut self, event: &Event) -> Result<(), BrokenLink> {
        let broken = |problem: String| Err(BrokenLink { number: event.number, problem });
        if event.number != self.head.number + 1 {
            let last = self.head.number;
            return broken(format!("it follows event {last}: what was between them is gone"));
        }
        if event.previous != self.head.hash {
            return broken("it does not carry the hash of the event before it".into());
        }
        if event.hash != event.expected_hash() {
            return broken("what it says is not what its hash covers".into());
        }
        if self.head.recorded_at.is_some_and(|last| last > event.recorded_at) {
            return broken("it was recorded before the event that it follows".into());
        }
        if event.corrects.is_some_and(|earlier| earlier == 0 || earlier >= event.number) {
            return broken("it takes back what was not recorded before it".into());
        }
        self.head = Head::from(event);
        Ok(())
    }
}
