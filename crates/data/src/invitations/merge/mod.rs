//! Typed rows of all sources → one row for each invitation: what several of them tell of one is
//! heard in the order of their authority, and what contradicts is said.

pub(super) mod archives;
pub(super) mod better_known;
pub(super) mod collected_rows;
pub(super) mod comparable_lists;
pub(super) mod connections;
pub(super) mod list_digests;
pub(super) mod listed_ends;
mod matched_sheet;
pub(super) mod merge_findings;
pub(super) mod merge_sources;
pub(super) mod merged_rows;
pub(super) mod messages;
pub(super) mod newest_list;
pub(super) mod other_days;
pub(super) mod outcomes_by_day;
pub(super) mod people_tally;
pub(super) mod precedence;
pub(super) mod repeated_rows;
pub(super) mod same_invitation;
pub(super) mod scanned_people;
pub(super) mod several_withdrawals;
pub(super) mod sheet_contradictions;
pub(super) mod sheet_people;
pub(super) mod tracking;
pub(super) mod undated_lists;
pub(super) mod uninvited_people;
