//! Invitations that a list of the Sent page has and a sheet knows to be over: one of the two is
//! wrong, or the person was invited again.
//!
//! Invariant: what ended after the list was taken contradicts nothing.

use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::account_findings::{first_few, group_by_account};
use crate::invitations::columns;
use crate::query::Query;
use polars::prelude::{DataFrame, DataType, IntoLazy, PolarsResult, col, lit};

/// Says which they are, by account; the sheet counts.
pub(in crate::invitations) fn report_listed_ends(
    rows: &DataFrame,
    findings: &mut Vec<Finding>,
) -> PolarsResult<()> {
    let is_over = col("state").neq(lit("pending")).and(col("known_by").eq(lit("recorded")));
    let taken_on = col("list_taken_at").cast(DataType::Date);
    let is_later = col("ended_on").gt_eq(taken_on).fill_null(lit(false));
    let is_told = col("listed").and(is_over).and(is_later.not());
    let told = rows.clone().lazy().filter(is_told);
    let told = told.select(["account", "name", "state"].map(col)).rows()?;
    let text = |column: &str| columns::text_column(&told, column);
    let (accounts, names, states) = (text("account"), text("name"), text("state"));
    let people = names.iter().zip(states.iter()).map(|(name, state)| {
        format!("{} ({})", name.unwrap_or_default(), state.unwrap_or_default())
    });
    for (account, people) in group_by_account(&accounts, people) {
        let message = format!(
            "{} invitation(s) are on the list of the Sent page and over by a sheet, which counts: \
             {}",
            people.len(),
            first_few(people)
        );
        let help = "if they were invited again, give the sheet a row with that day";
        let finding = Finding::new(FindingCode::PendingAfterEnd, Level::Warn, message);
        findings.push(finding.of_account(account).help(help));
    }
    Ok(())
}
