//! The columns that follow from others: `person`, `id`, `note_length`, `reconnect_on`.
//! All are lazy expressions: what nobody asks for costs nothing.

use super::schema::COLUMNS;
use super::settings::DerivationSettings;
use polars::prelude::{
    DataType, Expr, PolarsResult, TimeUnit, coalesce, col, concat_str, lit, when,
};

/// The person's key, from the columns of [`super::keys`].
pub(super) fn person() -> Expr {
    let by_name = concat_str([lit("name:"), col("name_key")], "", false);
    coalesce(&[col("slug"), col("urn"), col("member_id"), by_name])
}

/// What is shown where a source has no name: the slug, else the member.
pub(super) fn name() -> Expr {
    coalesce(&[col("name"), name_of_person()])
}

/// The person's key without its kind.
pub(super) fn name_of_person() -> Expr {
    col("person").str().strip_prefix(lit("in/")).str().strip_prefix(lit("name:"))
}

/// `<account>/<person>/<date sent>`.
pub(super) fn id_of_row() -> Expr {
    let day = coalesce(&[col("sent_at").dt().to_string("%Y-%m-%d"), lit("unknown")]);
    concat_str([col("account"), col("person"), day], "/", false)
}

/// The same, unique: rows that are alike so far are numbered in their order.
pub(super) fn id() -> PolarsResult<Expr> {
    let base = id_of_row();
    let nth = base.clone().cum_count(false).over([base.clone()])?;
    let number = nth.clone().cast(DataType::String);
    let repeated = concat_str([base.clone(), lit("#"), number], "", false);
    Ok(when(nth.gt(lit(1))).then(repeated).otherwise(base))
}

/// `tags`, empty where there are none.
pub(super) fn tags() -> Expr {
    let none = lit("").str().split(lit(",")).list().head(lit(0));
    coalesce(&[col("tags"), none]).alias("tags")
}

/// The day from which the person may be invited again: as written down, else `withdrawn_on` plus
/// the account's cooling-off.
pub(super) fn reconnect_on(settings: &DerivationSettings) -> Expr {
    let days = settings.cooling_off_days_of.iter().fold(
        lit(settings.cooling_off_days),
        |other, (account, days)| {
            when(col("account").eq(lit(account.as_str()))).then(lit(*days)).otherwise(other)
        },
    );
    let micros = days * lit(86_400_000_000_i64);
    let wait = micros.cast(DataType::Duration(TimeUnit::Microseconds));
    let after = (col("withdrawn_on").cast(DataType::Datetime(TimeUnit::Microseconds, None)) + wait)
        .cast(DataType::Date);
    coalesce(&[col("reconnect_on"), after])
}

/// The columns of the schema, in its order, then the further ones.
pub(super) fn in_order(further: &[String]) -> Vec<Expr> {
    let known = COLUMNS.iter().map(|column| col(column.name));
    known.chain(further.iter().map(|name| col(name.as_str()))).collect()
}
