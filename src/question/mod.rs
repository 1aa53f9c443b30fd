//! Ready questions: what everybody wants to know of their invitations, as functions. Each is asked
//! of all invitations, or of a frame of them, and answers with a frame.
//!
//! Invariant: an invitation that has not had its chance yet is never counted as one that failed.

mod acceptance;
mod account_limits;
mod ages;
mod asking;
mod patience;
mod time_to_accept;
mod weekly_sends;

pub use self::acceptance::wilson;
use asking::{
    Question, SETTLED_DAYS, all_invitations, as_frame_method, count_where, demand_columns,
    group_by_keys, has_state, is_invitation, register_question,
};
pub use asking::{QuestionData, TOPICS};
