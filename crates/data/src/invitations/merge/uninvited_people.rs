//! People of a sheet whom no account of the data has invited: what of them a ledger can record.
//!
//! Invariant: what cannot be recorded is said.

use super::precedence;
use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::people::matching::RIGHT;
use crate::invitations::typed::sheet::{Sheet, sheet_column};
use crate::query::{Query, ordered_join};
use polars::prelude::{DataFrame, IntoLazy, JoinType, LazyFrame, PolarsResult, coalesce, col, lit};

/// The people of a sheet whom no account has invited; a row without an account is one of each.
fn unmatched(people: LazyFrame, pairs: LazyFrame) -> PolarsResult<DataFrame> {
    let right = [col(RIGHT)];
    let matched = people.clone().join(pairs, right.clone(), right, ordered_join(JoinType::Semi));
    let who = [col("who")];
    people.join(matched, who.clone(), who, ordered_join(JoinType::Anti)).rows()
}

/// Those of them whose invitation was withdrawn, as far as the sheet says when and of whom:
/// `account`, `person`, `name` (str?), `withdrawn_on` (date), `company`, `note`, `follow_up`
/// (str?). How many there are, and how many of several accounts nobody knows whose, is said.
pub(in crate::invitations) fn withdrawn(
    sheet: &Sheet,
    people: LazyFrame,
    pairs: LazyFrame,
    accounts: &[String],
    findings: &mut Vec<Finding>,
) -> PolarsResult<DataFrame> {
    let file = &sheet.file;
    let count_of = |rows: &DataFrame| rows.column("who")?.n_unique();
    let alone = unmatched(people.clone(), pairs.clone())?;
    let count = count_of(&alone)?;
    if count > 0 {
        let ended = alone.clone().lazy().filter(precedence::is_over(sheet_column)).rows()?;
        let ended = match count_of(&ended)? {
            0 => String::new(),
            ended => format!(", {ended} of them with an outcome"),
        };
        let message = format!("{file}: {count} row(s) about people without an invitation{ended}");
        findings.push(Finding::new(FindingCode::SheetUnmatched, Level::Note, message));
    }
    let is_withdrawn = col(sheet_column("withdrawn_on")).is_not_null();
    let withdrawn = alone.lazy().filter(is_withdrawn.clone()).rows()?;
    let count = count_of(&withdrawn)? - count_of(&attributed(sheet, withdrawn, accounts)?)?;
    if count > 0 {
        let message = format!(
            "{file}: {count} withdrawal(s) of people whom no account of the data has invited, and \
             no account is named: no ledger records them"
        );
        let help = "a column `Account` says whose each row is";
        findings
            .push(Finding::new(FindingCode::SheetUnattributed, Level::Warn, message).help(help));
    }
    // Whom another account has invited is alone with this one all the same.
    let right = [col(RIGHT)];
    let uninvited = people.join(pairs, right.clone(), right, ordered_join(JoinType::Anti));
    let attributed = attributed(sheet, uninvited.filter(is_withdrawn).rows()?, accounts)?;
    let by_name = lit("name:") + col("name_key");
    let person = coalesce(&[col("slug"), col("urn"), col("member_id"), by_name]).alias("person");
    let told = ["withdrawn_on", "company", "note", "follow_up"];
    let told = told.map(|name| col(sheet_column(name)).alias(name));
    let known = [col("account"), person, col("name")];
    attributed
        .lazy()
        .select(known.into_iter().chain(told).collect::<Vec<_>>())
        .filter(col("person").is_not_null())
        .rows()
}

/// Those of whom the sheet says whose invitation it was.
fn attributed(sheet: &Sheet, alone: DataFrame, accounts: &[String]) -> PolarsResult<DataFrame> {
    if accounts.len() <= 1 {
        return Ok(alone);
    }
    let keys = [col("account"), col("who")];
    let sheet_keys = sheet.rows.clone().lazy().select(keys.clone());
    alone.lazy().join(sheet_keys, keys.clone(), keys, ordered_join(JoinType::Semi)).rows()
}
