//! Explanations as people and programs read them.

mod explained_decision;
mod human;
mod json;
mod sum;
pub(super) mod words;

use explained_decision::{ExplainedDecision, decision_of};
pub(super) use human::write_for_people;
pub(super) use json::write_json;
