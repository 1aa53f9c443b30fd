//! `LinkedIn`'s Connections.csv → whom an account is connected to, each person once.
//!
//! Members who hid themselves appear as a date and nothing else; they are counted, never matched.

use super::columns::unknown;
use super::keys;
use super::settings::Settings;
use super::sift::Sift;
use crate::import::BadRow;
use crate::import::table::{ROW, Table};
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, LazyFrame, PolarsResult, SortMultipleOptions, UnionArgs,
    UniqueKeepStrategy, col, concat,
};

/// What `Connected On` looks like.
const CONNECTED_ON: &str = "a date such as `08 Feb 2026`";

/// The columns of `connections`, as scripts see them.
const SHOWN: &[(&str, DataType)] = &[
    ("account", DataType::String),
    ("person", DataType::String),
    ("name", DataType::String),
    ("profile_url", DataType::String),
    ("company", DataType::String),
    ("position", DataType::String),
    ("connected_on", DataType::Date),
    ("email", DataType::String),
];

/// The connections of one table that name somebody, and how many do not.
pub(super) fn connections(
    table: &Table,
    frame: &DataFrame,
    file: i64,
    settings: &Settings,
    bad: &mut Vec<BadRow>,
) -> PolarsResult<(DataFrame, usize)> {
    let mut sift = Sift { table, frame: frame.clone(), bad };
    sift.dates("connected_on", "connected_on", Some(settings.as_of), CONNECTED_ON)?;
    let keyed = keys::add(&sift.frame, table.account.as_deref(), file)?;
    let named = keyed.column("slug")?.is_not_null() | keyed.column("name")?.is_not_null();
    let hidden = keyed.height() - named.sum().unwrap_or_default() as usize;
    let has = |name: &str| keyed.column(name).is_ok();
    let columns = columns(has);
    Ok((keyed.filter(&named)?.lazy().select(columns).collect()?, hidden))
}

fn columns(has: impl Fn(&str) -> bool) -> Vec<Expr> {
    let own = ["slug", "urn", "name_key", "who"].map(|name| (name, DataType::String));
    let places = [("file", DataType::Int64), (ROW, DataType::Int64)];
    let shown = SHOWN.iter().cloned().filter(|(name, _)| *name != "person");
    let column = |(name, dtype): (&str, DataType)| {
        if has(name) { col(name) } else { unknown(dtype).alias(name) }
    };
    shown.chain(own).chain(places).map(column).collect()
}

/// The connections of all tables, each person once: by slug, and where a file has none, by name
/// and day, unless another file has the same with a slug.
pub(super) fn once(tables: Vec<DataFrame>) -> PolarsResult<DataFrame> {
    if tables.is_empty() {
        return DataFrame::empty_with_schema(&polars::prelude::Schema::default())
            .lazy()
            .select(columns(|_| false))
            .collect();
    }
    let tables: Vec<_> = tables.into_iter().map(IntoLazy::lazy).collect();
    let same = ["account", "name_key", "connected_on", "file"].map(col);
    let all = concat(tables, UnionArgs::default())?
        .sort(["file", ROW], SortMultipleOptions::default())
        .with_column(col("who").cum_count(false).over(same)?.alias("nth"))
        .collect()?;
    let by_name = ["account", "name_key", "connected_on", "nth"].map(col).to_vec();
    let keyed = all.clone().lazy().filter(col("slug").is_not_null());
    let by_slug = Some(vec![col("account"), col("slug")]);
    let keyed = keyed.unique_stable_generic(by_slug, UniqueKeepStrategy::Last).collect()?;
    let named = all.lazy().filter(col("slug").is_null());
    let named =
        named.unique_stable_generic(Some(by_name.clone()), UniqueKeepStrategy::First).collect()?;
    let named = super::archive::unless_in(named, &keyed, &by_name)?;
    concat([keyed.lazy(), named.lazy()], UnionArgs::default())?
        .sort(["account", "connected_on", "file", ROW], SortMultipleOptions::default())
        .collect()
}

/// As scripts see them.
pub(super) fn shown(connections: DataFrame) -> LazyFrame {
    let person = super::derived::person();
    let columns: Vec<_> = SHOWN.iter().map(|(name, _)| col(*name)).collect();
    connections.lazy().with_column(person.alias("person")).select(columns)
}
