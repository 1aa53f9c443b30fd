//! What the commands do, by what they are about.

pub(super) mod display;
pub(super) mod entered;
pub(super) mod files;
pub(super) mod ledger;
pub(super) mod strategy;
