//! The column of a list of the Sent page that says when it was taken.

use super::column_names::snake_case;
use super::field_assignment::FieldAssignment;
use super::sampled_values::ValueCounts;
use super::sent_column::DATES;

/// When a list was taken: tools write it beside each row, under whatever name for a day. Other days
/// may be those of anything, and are said.
pub(super) fn assign_observed_at(
    settled: &mut FieldAssignment,
    cells: &[String],
    names: &[String],
    shares: &[ValueCounts],
) {
    if settled.column_of("observed_at").is_some() {
        return;
    }
    let is_dated = |at: &usize| shares.get(*at).is_some_and(|share| share.are_mostly_dates());
    let dated: Vec<usize> = settled.unassigned_columns().into_iter().filter(is_dated).collect();
    let is_any_day = |at: &usize| names.get(*at).is_some_and(|name| DATES.contains(&name.as_str()));
    let is_of_taking = |at: &usize| cells.get(*at).is_some_and(|cell| tells_of_taking(cell));
    let called = dated.iter().copied().find(is_of_taking);
    let only = || dated.iter().copied().find(is_any_day).filter(|_| dated.len() == 1);
    if let Some(at) = called.or_else(only) {
        settled.assign(at, "observed_at");
        settled.guess(cells, at, "when the list was taken", "its values are times");
        return;
    }
    for at in dated {
        settled.note_ignored(cells, at, "it may say when the list was taken, or something else");
    }
}

/// Whether a column is called after the reading of a page: `Scrape date`, `extraction_time`.
fn tells_of_taking(cell: &str) -> bool {
    const TAKING: [&str; 16] = [
        "timestamp",
        "scrape",
        "scraped",
        "extract",
        "extracted",
        "extraction",
        "export",
        "exported",
        "checked",
        "captured",
        "crawled",
        "fetched",
        "retrieved",
        "snapshot",
        "run",
        "seen",
    ];
    snake_case(cell).split('_').any(|word| TAKING.contains(&word))
}
