//! Finds the invitations of the person whom somebody means: by id, profile, slug or name.

use crate::import::people_keys::person;
use crate::import::people_keys::person::slug;
use crate::nearest::nearest;
use crate::query::Query;
use polars::prelude::{DataFrame, Expr, LazyFrame, PolarsResult, SortMultipleOptions, col, lit};

/// More names than this are not compared letter by letter for a near one.
const NAMES_COMPARED: u32 = 100_000;

/// The invitations meant by `wanted`, newest first: those with this id, person key, profile or
/// name; where there is none, those whose name contains it. `id`, `account`, `person`, `name`,
/// `profile_url`, `kind`, `state`, `known_by` (str), `sent_at` (datetime?), `age_days` (int?).
pub fn find(invitations: &LazyFrame, wanted: &str) -> PolarsResult<DataFrame> {
    let wanted = wanted.trim();
    let lower = wanted.to_lowercase();
    let member_id = person::member_id(wanted).unwrap_or_default();
    let profile = slug(wanted).or_else(|| person::slug_of_former(&member_id));
    let profile = profile.unwrap_or_else(|| format!("in/{lower}"));
    let is = |column: &str, value: &str| col(column).eq(lit(value));
    let name = col("name").str().to_lowercase();
    let exactly = is("id", wanted)
        .or(is("person", wanted))
        .or(is("person", &profile))
        .or(is("person", &member_id))
        .or(name.clone().eq(lit(lower.as_str())));
    let rows = chosen(invitations, exactly)?;
    if rows.height() > 0 || lower.is_empty() {
        return Ok(rows);
    }
    chosen(invitations, name.str().contains_literal(lit(lower.as_str())))
}

/// Names that somebody could have meant by one that nobody has.
pub fn near_names(invitations: &LazyFrame, wanted: &str) -> PolarsResult<Vec<String>> {
    let names = invitations.clone().select([col("name")]).limit(NAMES_COMPARED).rows()?;
    let mut names: Vec<&str> = names.column("name")?.str()?.iter().flatten().collect();
    names.sort_unstable();
    names.dedup();
    Ok(nearest(wanted, names.into_iter()).into_iter().map(String::from).collect())
}

fn chosen(invitations: &LazyFrame, which: Expr) -> PolarsResult<DataFrame> {
    let columns = [
        "id",
        "account",
        "person",
        "name",
        "profile_url",
        "kind",
        "state",
        "known_by",
        "sent_at",
        "age_days",
    ];
    let newest_first = SortMultipleOptions::default()
        .with_order_descending_multi([false, true, false])
        .with_nulls_last(true);
    invitations
        .clone()
        .filter(which)
        .select(columns.map(col))
        .sort(["account", "sent_at", "id"], newest_first)
        .streamed()
}
