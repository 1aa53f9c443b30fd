//! A tracking sheet whose people are matched with invitations: what it has to say of each row, and
//! what is to be told of the matching itself.

use super::outcomes_by_day::OutcomesByDay;
use super::scanned_people::{MatchedSource, ScannedPeople};
use super::sheet_people::{aggregate_people, rows_by_account, values};
use super::tracking::InvitingAccounts;
use super::{
    other_days, people_tally, several_withdrawals, sheet_contradictions, uninvited_people,
};
use crate::invitations::account_findings;
use crate::invitations::ledger_access::LEDGER;
use crate::invitations::people::matching::{LEFT, RIGHT};
use crate::invitations::remarks::Remarks;
use crate::invitations::typed::sheet::Sheet;
use crate::query::{Query, ordered_join};
use polars::prelude::{
    DataFrame, Expr, IntoLazy, JoinType, LazyFrame, PolarsResult, UniqueKeepStrategy, col,
};

pub(super) struct MatchedSheet<'a> {
    sheet: &'a Sheet,
    /// Each person once, as [`aggregate_people`] makes them.
    pub(super) people: DataFrame,
    outcomes_by_day: Option<OutcomesByDay>,
    matched: MatchedSource,
}

impl<'a> MatchedSheet<'a> {
    /// Matches the people of a sheet with rows of invitations, and remarks what comes to light.
    pub(super) fn new(
        sheet: &'a Sheet,
        rows: &DataFrame,
        accounts: &InvitingAccounts,
        scanned: &ScannedPeople,
        remarks: &mut Remarks,
    ) -> PolarsResult<Self> {
        let sheet_rows = rows_by_account(sheet, accounts, scanned)?;
        let people = aggregate_people(sheet_rows.clone(), &sheet.extras)?;
        let outcomes_by_day = OutcomesByDay::of_people(sheet_rows, &people)?;
        let early = sheet_contradictions::accepted_before(&people, &sheet.file)?;
        remarks.findings.extend(early);
        let matched = scanned.match_people(rows, &people)?;
        if let Some(fates) = &mut remarks.fates {
            let told = people_tally::tally_people(fates, &people, &matched.matches)?;
            sheet.tally_rows(fates, told)?;
        }
        let ambiguous = &matched.matches.ambiguous;
        account_findings::report_ambiguous_names(ambiguous, &sheet.file, &mut remarks.findings)?;
        let matched_sheet = Self { sheet, people, outcomes_by_day, matched };
        // A ledger tells of days and withdrawals that it has recorded itself.
        if sheet.file != LEDGER {
            matched_sheet.report_days_and_withdrawals(rows, &accounts.names(), remarks)?;
        }
        Ok(matched_sheet)
    }

    fn report_days_and_withdrawals(
        &self,
        rows: &DataFrame,
        accounts: &[String],
        remarks: &mut Remarks,
    ) -> PolarsResult<()> {
        let (sheet, findings) = (self.sheet, &mut remarks.findings);
        let pairs = || self.matched.matches.pairs.clone().lazy();
        let other = other_days::finding(rows, self.numbered_people(), pairs(), &sheet.file)?;
        findings.extend(other);
        let withdrawn = uninvited_people::withdrawn(
            sheet,
            self.numbered_people(),
            pairs(),
            accounts,
            findings,
        )?;
        remarks.uninvited_withdrawals.push(withdrawn);
        remarks.uninvited_withdrawals.push(several_withdrawals::of_sheet(sheet, accounts)?);
        Ok(())
    }

    /// What the sheet says of scanned people: `account`, `person`, and the values.
    pub(super) fn values_of_scanned(&self) -> PolarsResult<DataFrame> {
        let whom = [col("account"), col("person")];
        let pairs = self.matched.scanned.clone().lazy();
        let told = self.values_of_pairs(pairs, whom.to_vec());
        told.select([whom.to_vec(), values(&self.sheet.extras)].concat()).rows()
    }

    /// The rows, numbered by [`LEFT`], with what the sheet says of each.
    pub(super) fn join_to(self, rows: DataFrame) -> PolarsResult<LazyFrame> {
        let pairs = self.matched.matches.pairs.clone().lazy();
        let mut told = self.values_of_pairs(pairs, vec![col(LEFT)]);
        if let Some(outcomes) = self.outcomes_by_day {
            told = outcomes.override_outcomes_of_people(told, &rows)?;
        }
        let told = told.select([vec![col(LEFT)], values(&self.sheet.extras)].concat()).rows()?;
        let rows = rows.lazy().with_row_index(LEFT, None);
        Ok(rows.join(told.lazy(), [col(LEFT)], [col(LEFT)], ordered_join(JoinType::Left)))
    }

    /// Pairs with the values of the last person whom `whom` is paired with.
    fn values_of_pairs(&self, pairs: LazyFrame, whom: Vec<Expr>) -> LazyFrame {
        let pairs = pairs.unique_stable_generic(Some(whom), UniqueKeepStrategy::Last);
        let columns = [vec![col(RIGHT)], values(&self.sheet.extras)].concat();
        let told = self.numbered_people().select(columns);
        pairs.join(told, [col(RIGHT)], [col(RIGHT)], ordered_join(JoinType::Inner))
    }

    fn numbered_people(&self) -> LazyFrame {
        self.people.clone().lazy().with_row_index(RIGHT, None)
    }
}
