//! A column that asks whether a row was InMail, or says when: `InMail?`, `Paid InMail`.
//!
//! InMail is no request to connect and never pending. A day of one may stand beside a request to
//! the same person, so that it decides nothing, and is said.

use super::field_assignment::FieldAssignment;
use super::sampled_values::ValueCounts;
use crate::import::words::status_words::fold_letters;

/// Takes such a column where its values are answers, and says any other.
pub(super) fn assign_inmail(
    settled: &mut FieldAssignment,
    cells: &[String],
    shares: &[ValueCounts],
) {
    let is_called =
        |at: &usize| cells.get(*at).is_some_and(|cell| fold_letters(cell).contains("inmail"));
    for at in settled.unassigned_columns().into_iter().filter(is_called) {
        let share = shares.get(at).copied().unwrap_or_default();
        if share.filled == 0 {
            continue;
        }
        if settled.column_of("is_inmail").is_none() && share.is_all(share.asked) {
            settled.assign(at, "is_inmail");
            settled.guess(cells, at, "whether it was InMail", "its values are answers");
        } else {
            settled.note_ignored(cells, at, "it may say which rows are InMail and no invitations");
        }
    }
}
