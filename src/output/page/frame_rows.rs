//! The rows of a frame as a page shows them: made one by one while the page is written.

use crate::output::cell_value::display_text;
use crate::output::json::columns;
use crate::output::text::{MISSING, clean, web_link};
use minijinja::{Value, context};
use polars::prelude::{AnyValue, Column, DataFrame, DataType};

/// Which column has the addresses to which the names of another lead.
pub(super) struct LinkedColumn<'a> {
    /// The column whose texts are links.
    pub(super) column: &'a str,
    pub(super) addresses: &'a Column,
}

/// Columns, rows and how many these are; addresses are links, and texts of `linked` lead to theirs.
pub(super) fn rows_of(df: &DataFrame, linked: Option<&LinkedColumn>) -> Value {
    let names: Vec<Value> = df.columns().iter().map(heading).collect();
    let count = df.height();
    let columns: Vec<FrameColumn> = columns(df)
        .into_iter()
        .map(|column| {
            let linked = linked.filter(|linked| column.name().as_str() == linked.column);
            let addresses = linked.map(|linked| linked.addresses.rechunk());
            FrameColumn { shape: shape(column.dtype()), column, addresses }
        })
        .collect();
    let columns = std::sync::Arc::new(columns);
    let rows = Value::make_iterable(move || {
        let columns = columns.clone();
        (0..count).map(move |row| columns.iter().map(|column| column.cell(row)).collect::<Value>())
    });
    context! { columns => names, rows, count }
}

struct FrameColumn {
    column: Column,
    shape: &'static str,
    addresses: Option<Column>,
}

impl FrameColumn {
    /// How the cell stands, its text, and where it leads.
    fn cell(&self, row: usize) -> Value {
        let value = self.column.get(row).unwrap_or(AnyValue::Null);
        let text = display_text(&value).unwrap_or_else(|| MISSING.into());
        let address = match &self.addresses {
            Some(addresses) => addresses.get(row).ok().and_then(|address| display_text(&address)),
            None => Some(text.clone()),
        };
        let address = address.and_then(|address| web_link(&address));
        Value::from(vec![Value::from_safe_string(self.shape.into()), text.into(), address.into()])
    }
}

fn heading(column: &Column) -> Value {
    let shape = Value::from_safe_string(shape(column.dtype()).into());
    context! { name => clean(column.name()), shape }
}

/// The attribute by which a column's cells stand as its type wants it.
fn shape(dtype: &DataType) -> &'static str {
    match dtype {
        _ if dtype.is_primitive_numeric() => " class=\"number\"",
        _ if dtype.is_temporal() => " class=\"date\"",
        _ => "",
    }
}
