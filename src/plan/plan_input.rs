//! What a plan is made from beside the strategy: invitations, accounts, days.

use crate::invitations::Invitations;
use chrono::{DateTime, NaiveDate, Utc};

/// What a plan depends on beside strategy and data.
#[derive(Clone, Debug)]
pub struct PlanSettings {
    /// The one instant of the run.
    pub as_of: DateTime<Utc>,
    /// The first day on which something may be withdrawn.
    pub start: NaiveDate,
    /// Whether Saturdays and Sundays stay free.
    pub skip_weekends: bool,
}

/// Is told of every stage when it begins, so that the caller can measure it.
pub type StageObserver<'a> = &'a dyn Fn(&'static str);

/// The accounts that are planned for; none where that is all of them. A formula that compares
/// invitations still sees those of all accounts.
pub type AccountFilter = Option<Vec<String>>;

/// What a plan is made over.
pub struct PlanInput<'a> {
    /// The invitations and what there is to say of them.
    pub invitations: &'a Invitations,
    pub accounts: &'a AccountFilter,
}
