//! The names of the columns that candidates carry.

/// The column with the number of the rule that decides, from 1; 0 where none does.
pub(super) const DECIDED: &str = "__decided";

/// The column with the score (int or float).
pub(super) const PRIORITY: &str = "priority";

/// What a candidate carries: what its withdrawal shows, and what is checked and sorted by.
pub(super) const CANDIDATE_COLUMNS: [&str; 12] = [
    "id",
    "account",
    "person",
    "name",
    "profile_url",
    "age_days",
    PRIORITY,
    "follow_up",
    "sent_at",
    INMAIL,
    PENDING,
    DECIDED,
];

/// Whether a candidate is InMail, for the checks.
pub(super) const INMAIL: &str = "__inmail";

/// Whether a candidate is pending, for the checks.
pub(super) const PENDING: &str = "__pending";

/// The column that says whether a rule matches.
pub(super) fn rule_match_column(index: usize) -> String {
    format!("__rule_{index}")
}

/// The column with the place of a candidate's account in the summary.
pub(super) const ACCOUNT: &str = "#account";
