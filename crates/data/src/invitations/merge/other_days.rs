//! Days of sending that a sheet has otherwise than the invitations that it tells of: they count
//! nowhere, and are said.

use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::people::matching::{LEFT, RIGHT};
use crate::query::{Query, ordered_join};
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, JoinType, LazyFrame, PolarsResult, col, lit,
};

/// The last day on which a sheet says that a person was invited.
const SENT_ON: &str = "#sent_on";

/// The same of the rows of a person.
pub(in crate::invitations) fn last_sent_on() -> Expr {
    col("sent_at").cast(DataType::Date).max().alias(SENT_ON)
}

/// How many people of a sheet were invited on another day by it than by the rows that they match.
/// `people` have [`last_sent_on`] and [`RIGHT`], `pairs` [`LEFT`] and [`RIGHT`].
pub(in crate::invitations) fn finding(
    rows: &DataFrame,
    people: LazyFrame,
    pairs: LazyFrame,
    file: &str,
) -> PolarsResult<Option<Finding>> {
    let days = rows.clone().lazy().select([col("sent_at").cast(DataType::Date).alias("sent_on")]);
    let days = days.with_row_index(LEFT, None);
    let days_said = people.select([col(RIGHT), col(SENT_ON)]).filter(col(SENT_ON).is_not_null());
    let inner = || ordered_join(JoinType::Inner);
    let both = pairs
        .join(days, [col(LEFT)], [col(LEFT)], inner())
        .join(days_said, [col(RIGHT)], [col(RIGHT)], inner())
        .filter(col("sent_on").is_not_null());
    let apart = (col("sent_on") - col(SENT_ON)).dt().total_days(false);
    // Zones make a day's difference; of a row that is further off nothing is heard.
    let nearest = both
        .with_column(apart.alias("apart"))
        .group_by([col(RIGHT)])
        .agg([
            col("apart").abs().min().alias("nearest"),
            col("apart").min().gt(lit(0)).alias("is_earlier"),
        ])
        .filter(col("nearest").gt(lit(1)))
        .rows()?;
    let earlier = nearest.column("is_earlier")?.bool()?.sum().unwrap_or_default() as usize;
    let count = nearest.height();
    Ok((count > 0).then(|| {
        let message = format!(
            "{file}: {count} person(s) were invited on another day by it than by what LinkedIn or \
             another file has of them ({earlier} earlier): that one's day counts"
        );
        Finding::new(FindingCode::OtherDays, Level::Note, message)
    }))
}
