//! One row for each invitation → its state, how that is known, and what follows from both.

pub(super) mod aging;
pub(super) mod derived;
pub(super) mod known_state;
pub(super) mod ranks;
pub(super) mod state;
