//! What a later word undoes: an acceptance after a withdrawal, a state that two sheets tell
//! otherwise.

use super::precedence::{UNDONE, is_over, is_pending, undoes};
use crate::finding::{Finding, FindingCode, Level};
use crate::import::words::status::Status;
use crate::invitations::typed::sheet::sheet_column;
use crate::query::{Query, ordered_join};
use polars::prelude::{
    DataFrame, DataType, IntoLazy, JoinType, LazyFrame, NULL, PolarsResult, UnionArgs, col, concat,
    lit, when,
};

/// Whether a person is pending in a row of a sheet, and in an earlier one accepted.
pub(in crate::invitations) const ACCEPTED_BEFORE: &str = "#accepted_before";

/// How many people are pending in a row of a sheet that does not count.
pub(in crate::invitations) fn undone_within(people: &DataFrame) -> PolarsResult<usize> {
    Ok(people.column(UNDONE)?.bool()?.sum().unwrap_or_default() as usize)
}

/// How many people of a sheet are pending in a row and accepted in an earlier one.
pub(in crate::invitations) fn accepted_before(
    people: &DataFrame,
    file: &str,
) -> PolarsResult<Option<Finding>> {
    let count = people.column(ACCEPTED_BEFORE)?.bool()?.sum().unwrap_or_default() as usize;
    Ok((count > 0).then(|| taken_to_be_connections(file, count, "an earlier one")))
}

/// That people are not pending in a file; `where_accepted` is where they accepted earlier.
pub(in crate::invitations) fn taken_to_be_connections(
    file: &str,
    count: usize,
    where_accepted: &str,
) -> Finding {
    let message = format!(
        "{file}: {count} person(s) are pending in a row and accepted in {where_accepted}: taken to \
         be connections, and never pending"
    );
    let help = "if a connection was removed and the person invited again, take the earlier row out";
    Finding::new(FindingCode::AcceptedBefore, Level::Warn, message).help(help)
}

/// What is known to be over beside a sheet that may say that it is pending.
pub(in crate::invitations) struct SheetContradictions<'a> {
    /// Rows with what they know and what the sheet says.
    pub(in crate::invitations) rows: &'a DataFrame,
    /// `account`, `person` (str) and what the sheet says of scanned people.
    pub(in crate::invitations) scanned: &'a DataFrame,
    /// The same of earlier sheets.
    pub(in crate::invitations) earlier: &'a [DataFrame],
}

impl SheetContradictions<'_> {
    /// How many rows of the sheet say that an invitation is pending which is over.
    pub(in crate::invitations) fn finding(
        &self,
        file: &str,
        within: usize,
    ) -> PolarsResult<Option<Finding>> {
        let stated_for = sheet_column("stated_for");
        let sent_on = col("sent_at").cast(DataType::Date);
        let is_later = (col(stated_for.as_str()) - sent_on).dt().total_days(false).gt(lit(1));
        let of_this = is_later.fill_null(lit(false)).not();
        let mut undone = within + count(self.rows.clone().lazy().filter(undoes().and(of_this)))?;
        if !self.earlier.is_empty() {
            let whom = ["account", "person"].map(col);
            let over = self.earlier.iter().map(|earlier| {
                let over_for = col(stated_for.as_str()).alias("over_for");
                let known = whom.iter().cloned().chain([over_for]).collect::<Vec<_>>();
                earlier.clone().lazy().filter(is_over(sheet_column)).select(known)
            });
            let over = concat(over.collect::<Vec<_>>(), UnionArgs::default())?;
            let over = over.group_by(whom.clone()).agg([col("over_for").min()]);
            let scanned = self.scanned.clone().lazy();
            let both = scanned.join(over, whom.clone(), whom, ordered_join(JoinType::Inner));
            let days = (col(stated_for.as_str()) - col("over_for")).dt().total_days(false);
            let of_this = days.gt(lit(1)).fill_null(lit(false)).not();
            undone += count(both.filter(is_pending().and(of_this)))?;
        }
        Ok((undone > 0).then(|| {
            let message = format!(
                "{file}: {undone} row(s) say that an invitation is pending of which another row \
                 or sheet says that it ended: the end counts"
            );
            let help = "if they were invited again, give that row the day on which";
            Finding::new(FindingCode::PendingAfterEnd, Level::Warn, message).help(help)
        }))
    }
}

impl SheetContradictions<'_> {
    /// How many rows of the sheet say that an invitation ended otherwise than was known.
    pub(in crate::invitations) fn differing(&self, file: &str) -> PolarsResult<Option<Finding>> {
        let end = |named: &dyn Fn(&str) -> String| {
            let stated = col(named("stated").as_str());
            let pending = stated.clone().eq(lit(Status::Pending.name())).fill_null(lit(true));
            let withdrawn = col(named("withdrawn").as_str()).fill_null(lit(false));
            when(pending.not())
                .then(stated)
                .when(withdrawn)
                .then(lit(Status::Withdrawn.name()))
                .otherwise(lit(NULL).cast(DataType::String))
        };
        let differs = end(&str::to_owned).neq(end(&sheet_column)).fill_null(lit(false));
        let differing = count(self.rows.clone().lazy().filter(differs))?;
        Ok((differing > 0).then(|| {
            let message = format!(
                "{file}: {differing} invitation(s) ended otherwise here than an earlier sheet \
                 says: what this one says counts"
            );
            Finding::new(FindingCode::EndsDiffer, Level::Warn, message)
        }))
    }
}

fn count(rows: LazyFrame) -> PolarsResult<usize> {
    Ok(rows.select([col("account")]).rows()?.height())
}
