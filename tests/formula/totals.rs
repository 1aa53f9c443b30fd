//! Windows in the plainest way, row by row, for Rhai and the model: a row's map holds them by their
//! source.

use polars::prelude::DataFrame;
use rhai::{Dynamic, Engine, Map};
use rhai_polars::script::convert;

/// A column, what is asked of the numbers of a group, and the column that groups.
const TOTALS: &[(&str, &str, &str)] = &[
    ("sum", "i", "t"),
    ("min", "j", "u"),
    ("max", "i", "u"),
    ("rank", "i", "u"),
    ("rank", "-j", "t"),
];

/// The rows of a frame with their windows.
pub(crate) fn rows(frame: &DataFrame) -> Vec<Map> {
    let plain: Vec<Map> = (0..frame.height()).map(|at| convert::row_to_map(frame, at)).collect();
    let full = plain.first().is_some_and(|row| row.contains_key("t") && row.contains_key("j"));
    let with_totals = |row: &Map| {
        let mut row = row.clone();
        if full {
            insert(&mut row, &plain);
        }
        row
    };
    plain.iter().map(with_totals).collect()
}

fn insert(row: &mut Map, rows: &[Map]) {
    row.insert("r.count_by()".into(), count(rows.len()));
    let counted = count(group(row, "t", rows).len());
    row.insert("r.count_by(\"t\")".into(), counted);
    for (what, column, by) in TOTALS {
        let value = total(what, column, row, group(row, by, rows));
        row.insert(
            format!("r.{what}_by(\"{column}\", \"{by}\")").into(),
            value.map_or(Dynamic::UNIT, Dynamic::from),
        );
    }
}

/// The rows that share this row's text, or have none either.
fn group<'a>(row: &Map, by: &str, rows: &'a [Map]) -> Vec<&'a Map> {
    let text = |row: &Map| row[by].clone().into_string().ok();
    let own_value = text(row);
    rows.iter().filter(|other| text(other) == own_value).collect()
}

fn total(what: &str, column: &str, row: &Map, group: Vec<&Map>) -> Option<i64> {
    let (name, greatest_first) = (column.trim_start_matches('-'), column.starts_with('-'));
    let numbers = group.into_iter().filter_map(|row| row[name].as_int().ok());
    match what {
        "sum" => i64::try_from(numbers.map(i128::from).sum::<i128>()).ok(),
        "min" => numbers.min(),
        "max" => numbers.max(),
        _ => {
            let own_value = row[name].as_int().ok()?;
            let before = |number: &i64| {
                if greatest_first { *number > own_value } else { *number < own_value }
            };
            i64::try_from(1 + numbers.filter(before).count()).ok()
        }
    }
}

fn count(number: usize) -> Dynamic {
    i64::try_from(number).unwrap().into()
}

/// Windows as methods of a row.
pub(crate) fn register(engine: &mut Engine) {
    let of = |row: &Map, source: String| row[source.as_str()].clone();
    engine.register_fn("count_by", move |row: &mut Map| of(row, "r.count_by()".into()));
    engine.register_fn("count_by", move |row: &mut Map, by: &str| {
        of(row, format!("r.count_by(\"{by}\")"))
    });
    for name in ["sum_by", "min_by", "max_by", "rank_by"] {
        engine.register_fn(name, move |row: &mut Map, column: &str, by: &str| {
            of(row, format!("r.{name}(\"{column}\", \"{by}\")"))
        });
    }
}
