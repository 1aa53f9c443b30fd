//! A scriptable rules engine for LinkedIn invitations.
//!
//! ```text
//! import → invitations → script → strategy + formula → plan → output
//!                 limits ↗ (figures, checks, pacing)   ↗
//! ```

pub mod diagnostic;
pub mod finding;
pub mod formula;
pub mod invitations;
pub mod limits;
pub mod nearest;
pub mod plan;
pub mod script;
