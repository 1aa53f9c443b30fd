//! Probes: calls that stand in a script to tell which of its parts are reached.
//!
//! Invariant: a probe changes nothing that a script or a formula gives.

use super::graph::NodeId;
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A probe that gives nothing: at the beginning of a block, or of the right side of `??`.
pub const REACHED: &str = "__reached";
/// A probe that gives `true`, for the right side of `&&`.
pub const REACHED_TRUE: &str = "__reached_true";
/// A probe that gives `false`, for the right side of `||`.
pub const REACHED_FALSE: &str = "__reached_false";

/// A probe within a formula.
#[derive(Clone, Copy, Debug)]
pub struct Probe {
    /// Its number.
    pub number: i64,
    /// The condition under which a row reaches it; none where every row does.
    pub when: Option<NodeId>,
}

/// The probes that were reached so far, by number.
#[derive(Debug, Default)]
pub struct ReachedProbes(Mutex<BTreeSet<i64>>);

impl ReachedProbes {
    /// Notes that a probe was reached.
    pub fn reach(&self, number: i64) {
        self.lock().insert(number);
    }

    /// Those that were reached; afterwards there are none.
    pub fn take(&self) -> BTreeSet<i64> {
        std::mem::take(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The value of the probe of that name; none where it is no probe.
pub fn probe_value(name: &str) -> Option<rhai::Dynamic> {
    match name {
        REACHED => Some(rhai::Dynamic::UNIT),
        REACHED_TRUE => Some(true.into()),
        REACHED_FALSE => Some(false.into()),
        _ => None,
    }
}
