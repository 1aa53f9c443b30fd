//! Withdrawals that no invitation of the data shows: of whom the data have not invited, and the
//! earlier ones of whom a sheet has several.

use crate::comparison::AccountComparison;
use crate::imported_row::ImportedRow;
use crate::standing::SAME_WITHIN_DAYS;
use chrono::NaiveDate;
use std::collections::BTreeMap;

impl AccountComparison<'_> {
    /// Takes each of these withdrawals once; `known_as` has the ledger's keys of their people.
    pub(crate) fn compare_withdrawals(
        &mut self,
        invited: &[ImportedRow],
        withdrawn: &[ImportedRow],
        known_as: &BTreeMap<&str, Option<&str>>,
    ) {
        let invited: BTreeMap<&str, &ImportedRow> =
            invited.iter().map(|one| (one.person, one)).collect();
        let mut told: BTreeMap<&str, Vec<NaiveDate>> = BTreeMap::new();
        for one in withdrawn {
            let Some(on) = one.withdrawn_on else { continue };
            let row = invited.get(one.person);
            // Of whom the data have invited all the same, their row says what became of that.
            let is_another = row.is_none_or(|row| {
                row.is_sent_after(on) || row.withdrawn_on.is_some_and(|last| last > on)
            });
            let days = told.entry(one.person).or_default();
            days.extend(row.and_then(|row| row.withdrawn_on));
            let is_near = |other: &NaiveDate| (*other - on).num_days().abs() <= SAME_WITHIN_DAYS;
            if !is_another || days.iter().any(is_near) {
                continue;
            }
            days.push(on);
            let known_as = known_as.get(one.person).copied().flatten();
            let known_as = self.adopt_better_key(one, known_as);
            self.compare_withdrawal(one, known_as, on);
            self.record_new_details(one, known_as);
        }
    }
}
