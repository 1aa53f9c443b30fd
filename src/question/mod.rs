//! Ready questions: what everybody wants to know of their invitations, as functions. Each is asked
//! of all invitations, or of a frame of them, and answers with a frame.
//!
//! Invariant: an invitation that has not had its chance yet is never counted as one that failed.

mod acceptance;
mod account_limits;
mod ages;
mod asked_rows;
mod patience;
mod time_to_accept;
mod weekly;

pub use self::acceptance::wilson;
use asked_rows::{
    Asked, SETTLED_DAYS, all_invitations, asked_by, count, is, is_invitation, keyed, needs,
    of_frame,
};
pub use asked_rows::{QuestionData, TOPICS};
