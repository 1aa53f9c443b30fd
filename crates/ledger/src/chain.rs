//! The proof that a ledger is as it was written: every event has the hash that it must have, and
//! follows the one before it.

use crate::event::{Event, Head};
use thiserror::Error;

/// The first event that cannot be as it was recorded.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("event {number}: {fault}")]
pub struct BrokenLink {
    /// The event's number, as the ledger says it.
    pub number: u64,
    /// What does not fit.
    pub fault: LinkFault,
}

/// Why an event cannot be as it was recorded.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum LinkFault {
    #[error("its {0} cannot be read")]
    Unreadable(&'static str),
    #[error("its {0} is not as it was written")]
    Rewritten(&'static str),
    #[error("it follows event {last}: what was between them is gone")]
    Gap {
        /// The number of the one before it.
        last: u64,
    },
    #[error("it does not carry the hash of the event before it")]
    PreviousHash,
    #[error("what it says is not what its hash covers")]
    OwnHash,
    #[error("it was recorded before the event that it follows")]
    Time,
    #[error("it takes back what was not recorded before it")]
    Correction,
    #[error("there were {number} events: those that came after it are gone")]
    EndGone { number: u64 },
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
        let broken = |fault| Err(BrokenLink { number: event.number, fault });
        if event.number != self.head.number + 1 {
            let last = self.head.number;
            return broken(LinkFault::Gap { last });
        }
        if event.previous != self.head.hash {
            return broken(LinkFault::PreviousHash);
        }
        if event.hash != event.expected_hash() {
            return broken(LinkFault::OwnHash);
        }
        if self.head.recorded_at.is_some_and(|last| last > event.recorded_at) {
            return broken(LinkFault::Time);
        }
        if event.corrects.is_some_and(|earlier| earlier == 0 || earlier >= event.number) {
            return broken(LinkFault::Correction);
        }
        self.head = Head::from(event);
        Ok(())
    }
}
