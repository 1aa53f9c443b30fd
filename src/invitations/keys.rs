//! The columns by which rows are matched: every raw table gets the same ones.
//!
//! `slug`, `urn` and `name_key` (str?) are the keys of [`crate::import::person`]; `name` (str) and
//! `profile_url` (str?) are what is shown; `who` (str) tells two people apart who share a name.

use crate::import::person;
use crate::import::table::ROW;
use polars::prelude::{
    ChunkFull, ChunkFullNull, Column, DataFrame, Int64Chunked, IntoColumn, NewChunkedArray,
    PolarsResult, StringChunked,
};

/// A text column, or one of nulls where the table has none of that name.
pub(super) fn text(frame: &DataFrame, name: &str) -> StringChunked {
    let column = frame.column(name).ok().and_then(|column| column.str().ok());
    column.cloned().unwrap_or_else(|| StringChunked::full_null(name.into(), frame.height()))
}

/// A column made value by value.
pub(super) fn map(
    values: &StringChunked,
    name: &str,
    mut of: impl FnMut(&str) -> Option<String>,
) -> Column {
    let mapped = values.iter().map(|value| value.and_then(&mut of));
    StringChunked::from_iter_options(name.into(), mapped).into_column()
}

/// A raw table with the key columns and `file` (i64), its place among all tables. `account` is set
/// where the table belongs to one.
pub(super) fn add(frame: &DataFrame, account: Option<&str>, file: i64) -> PolarsResult<DataFrame> {
    let mut keyed = frame.clone();
    let urls = text(frame, "profile_url");
    let members = text(frame, "urn");
    let members =
        if members.null_count() == members.len() { text(frame, "member") } else { members };
    let names = names(frame);
    keyed.with_column(map(&urls, "slug", person::slug))?;
    keyed.with_column(map(&members, "urn", person::member))?;
    keyed.with_column(map(&names, "name_key", name_key))?;
    keyed.with_column(map(&urls, "profile_url", person::profile_url))?;
    keyed.with_column(names.into_column())?;
    if let Some(account) = account {
        let account = StringChunked::full("account".into(), account, frame.height());
        keyed.with_column(account.into_column())?;
    }
    let (slugs, keys) = (text(&keyed, "slug"), text(&keyed, "urn"));
    let lines = keyed.column(ROW)?.i64()?;
    let who = slugs.iter().zip(keys.iter()).zip(lines.iter()).map(|((slug, urn), line)| {
        slug.or(urn).map_or_else(
            || Some(format!("#{file}:{}", line.unwrap_or_default())),
            |key| Some(key.into()),
        )
    });
    keyed.with_column(StringChunked::from_iter_options("who".into(), who).into_column())?;
    keyed.with_column(Int64Chunked::full("file".into(), file, frame.height()).into_column())?;
    Ok(keyed)
}

/// Names that consist of pictures alone are compared as they are; blanks are no name.
fn name_key(name: &str) -> Option<String> {
    let written = name.trim();
    person::name_key(written).or_else(|| Some(written.to_lowercase()).filter(|key| !key.is_empty()))
}

/// The key of a person of whom only the name is known.
pub(super) fn by_name(name: &str) -> Option<String> {
    Some(format!("name:{}", name_key(name)?))
}

/// `name`, else the first and the last name.
fn names(frame: &DataFrame) -> StringChunked {
    let (whole, first, last) =
        (text(frame, "name"), text(frame, "first_name"), text(frame, "last_name"));
    let parts = first.iter().zip(last.iter());
    let names = whole.iter().zip(parts).map(|(whole, (first, last))| {
        let joined = || {
            let parts: Vec<&str> = [first, last].into_iter().flatten().map(str::trim).collect();
            parts.join(" ")
        };
        let name = whole.map_or_else(joined, |name| name.trim().to_owned());
        Some(name).filter(|name| !name.is_empty())
    });
    StringChunked::from_iter_options("name".into(), names)
}
