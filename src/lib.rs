//! A scriptable rules engine for LinkedIn invitations.
//!
//! ```text
//! import → invitations → script → strategy + formula → plan → output
//!                 limits ↗ (figures, checks, pacing)   ↗
//! ```

pub mod clause;
pub mod diagnostic;
pub mod finding;
pub mod nearest;
pub mod limits;
pub mod import;
pub mod invitations;
pub mod formula;
pub mod script;
pub mod strategy;
pub mod check;
pub mod plan;
pub mod output;
pub mod error;
pub mod session;
pub mod cli;
