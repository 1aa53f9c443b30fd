//! Lists of the Sent page that do not say when they were taken, and have one person with two ages:
//! they were taken on different days, and nobody knows which is the newer one.
//!
//! Invariant: nothing is concluded from such ages; it is said.

use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::account_findings::{first_few, group_by_account};
use crate::invitations::columns;
use crate::invitations::columns::{AGE_SPAN, has_key};
use crate::invitations::outcome::state::instant_literal;
use crate::query::Query;
use chrono::{DateTime, Utc};
use polars::prelude::{DataFrame, IntoLazy, PolarsResult, col, lit};

/// Says of which people the ages exclude each other, in `lists` together.
pub(in crate::invitations) fn report_undated_lists(
    lists: &DataFrame,
    as_of: DateTime<Utc>,
    findings: &mut Vec<Finding>,
) -> PolarsResult<()> {
    // One that does not say so is taken to be of this moment.
    let is_undated = col("observed_at").eq(instant_literal(as_of)).fill_null(lit(true));
    let is_asked = is_undated.and(has_key()).and(col("least_age_days").is_not_null());
    let greatest = col("least_age_days") + col(AGE_SPAN);
    let ages = lists.clone().lazy().filter(is_asked).group_by_stable([col("account"), col("who")]);
    let differing = ages
        .agg([
            col("name").first(),
            col("file").n_unique().alias("files"),
            col("least_age_days").max().alias("oldest"),
            col("least_age_days").min().alias("youngest"),
            greatest.min().alias("youngest_at_most"),
        ])
        .filter(col("files").gt(lit(1)).and(col("oldest").gt(col("youngest_at_most"))))
        .rows()?;
    let (accounts, names) =
        (columns::text_column(&differing, "account"), columns::text_column(&differing, "name"));
    let (youngest, oldest) = (differing.column("youngest")?, differing.column("oldest")?);
    let ages = youngest.i64()?.iter().zip(oldest.i64()?.iter());
    let people = names.iter().zip(ages).map(|(name, (youngest, oldest))| {
        let (youngest, oldest) = (youngest.unwrap_or_default(), oldest.unwrap_or_default());
        format!("{} ({youngest} and {oldest} days)", name.unwrap_or_default())
    });
    for (account, people) in group_by_account(&accounts, people) {
        let message = format!(
            "{} person(s) have two ages in lists of the Sent page that do not say when they were \
             taken: {}; one of the lists is older, and whoever is on that one alone may be gone",
            people.len(),
            first_few(people)
        );
        let help = "call each list after its day (`sent 2026-09-20.csv`), or give the newest alone";
        let finding = Finding::new(FindingCode::OlderList, Level::Warn, message);
        findings.push(finding.of_account(account).help(help));
    }
    Ok(())
}
