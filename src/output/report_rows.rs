//! A report as rows, for the formats that only write rows: a column `section`, and every column of
//! every section, missing where a section has none of that name.

use crate::query::Query;
use crate::report::{Report, Section};
use polars::prelude::{
    Column, DataFrame, DataType, IntoLazy, LazyFrame, PolarsResult, UnionArgs, by_name,
    concat_lf_diagonal,
};
use std::collections::{BTreeMap, BTreeSet};

/// The column of the sections' names; a section's own column of that name gives way.
const SECTION: &str = "section";

/// The rows of the sections, one below the other; of a single section they stay as they are.
pub(super) fn rows_of(report: &Report) -> PolarsResult<DataFrame> {
    if let [only] = &report.sections[..] {
        return Ok(only.rows().clone());
    }
    let as_text = columns_of_mixed_types(report);
    let sections = report.sections.iter().map(|section| {
        let rows = named(section)?;
        let columns = rows.get_column_names().into_iter().map(|name| {
            let column = by_name([name.clone()], true, false).as_expr();
            if as_text.contains(name.as_str()) { column.cast(DataType::String) } else { column }
        });
        let columns: Vec<_> = columns.collect();
        Ok(rows.lazy().select(columns))
    });
    let sections = sections.collect::<PolarsResult<Vec<LazyFrame>>>()?;
    if sections.is_empty() {
        return Ok(DataFrame::empty());
    }
    let options = UnionArgs { to_supertypes: true, ..UnionArgs::default() };
    concat_lf_diagonal(sections, options)?.rows()
}

/// The rows of a section, after a column with its name.
pub(super) fn named(section: &Section) -> PolarsResult<DataFrame> {
    let rows = section.rows();
    let columns = rows.columns().iter().filter(|column| column.name() != SECTION).cloned();
    let name = Column::new(SECTION.into(), vec![section.name(); rows.height()]);
    DataFrame::new(rows.height(), std::iter::once(name).chain(columns).collect())
}

/// The columns that are no number in one section and something else in another.
fn columns_of_mixed_types(report: &Report) -> BTreeSet<String> {
    let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for column in report.sections.iter().flat_map(|section| section.rows().columns()) {
        let dtype = column.dtype();
        let type_name =
            if dtype.is_primitive_numeric() { "number".into() } else { dtype.to_string() };
        types.entry(column.name().to_string()).or_default().insert(type_name);
    }
    types.into_iter().filter(|(_, kinds)| kinds.len() > 1).map(|(name, _)| name).collect()
}
