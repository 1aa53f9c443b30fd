//! A scriptable rules engine for LinkedIn invitations.
//!
//! ```text
//! import → invitations → script → strategy + formula → plan → output
//!                 limits ↗ (figures, checks, pacing)   ↗
//! ```

pub mod finding;
pub mod invitations;
pub mod limits;
pub mod output;
pub mod plan;
pub mod suggest;
