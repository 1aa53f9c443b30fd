//! Invitations that a test gives: maps with what matters to it, completed to the frame that every
//! strategy runs over.
//!
//! Invariant: what is not given is the same in every run, and what is given as `()` is unknown.

use crate::formula::dates::{Day, Instant};
use crate::formula::types::Type;
use crate::formula::value::Value;
use crate::import::Tables;
use crate::import::table::{Kind, Rows, ScanRows, Table};
use crate::invitations::schema::{self, COLUMNS, ColumnType};
use crate::nearest::nearest;
use crate::script::convert::describe;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use indexmap::{IndexMap, IndexSet};
use polars::prelude::{
    AnyValue, DataFrame, DataType, IntoColumn, IntoLazy, Series, TimeUnit, TimeZone,
};
use rhai::{Dynamic, Map};
use std::sync::Arc;

/// The account of an invitation that names none.
pub(super) const ACCOUNT: &str = "anna";

/// How old an invitation is of which nothing is said, in days.
const AGE_DAYS: i64 = 30;

/// The note of an invitation that is only said to have one.
const NOTE: &str = "Hello";

/// The table of the given invitations.
pub(super) fn tables(rows: &[Map], as_of: DateTime<Utc>) -> Result<Tables, String> {
    let rows = rows.iter().enumerate().map(|(at, row)| completed(row, at, as_of));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let names: IndexSet<&str> =
        rows.iter().flat_map(|row| row.keys().map(String::as_str)).collect();
    let columns = names.into_iter().map(|name| {
        let values = rows.iter().map(|row| row.get(name).cloned().unwrap_or(Value::Missing));
        let values: Vec<Value> = values.collect();
        let dtype = column_type(name, &values)?;
        let cells: Vec<AnyValue> = values.iter().map(cell).collect();
        let column = Series::from_any_values_and_dtype(name.into(), &cells, &dtype, true);
        Ok(column.map_err(|error| format!("`{name}`: {error}"))?.into_column())
    });
    let columns = columns.collect::<Result<Vec<_>, String>>()?;
    let frame = DataFrame::new(rows.len(), columns).map_err(|error| error.to_string())?;
    let scan = ScanRows { rows: frame.lazy(), ..ScanRows::default() };
    let table = Table {
        kind: Kind::Canonical,
        account: None,
        file: "given".into(),
        rows: Rows::Scan(Box::new(scan)),
        spelled: vec![],
    };
    Ok(Tables { tables: vec![table], ..Tables::default() })
}

/// The type of a column: the schema's, else what its values have in common.
fn column_type(name: &str, values: &[Value]) -> Result<DataType, String> {
    if let Some(column) = schema::column(name) {
        return Ok(column.column_type.dtype());
    }
    let joined = values.iter().map(Value::of_type).try_fold(Type::Missing, Type::join);
    joined.map(Type::dtype).ok_or_else(|| format!("`{name}` has values of different types"))
}

/// A value as Polars takes it.
fn cell(value: &Value) -> AnyValue<'_> {
    match value {
        Value::Missing => AnyValue::Null,
        Value::Bool(value) => AnyValue::Boolean(*value),
        Value::Int(value) => AnyValue::Int64(*value),
        Value::Float(value) => AnyValue::Float64(*value),
        Value::Text(value) => AnyValue::String(value),
        Value::Date(day) => AnyValue::Date(day.0.to_epoch_days()),
        Value::Instant(at) => {
            let utc = TimeZone::opt_try_new(Some("UTC")).ok().flatten().map(Arc::new);
            let at = at.0.timestamp_micros();
            AnyValue::DatetimeOwned(at, TimeUnit::Microseconds, utc)
        }
        Value::List(element, values) => AnyValue::List(Value::series(*element, values)),
    }
}

fn formula_type(of: ColumnType) -> Type {
    match of {
        ColumnType::Text => Type::Text,
        ColumnType::Int => Type::Int,
        ColumnType::Bool => Type::Bool,
        ColumnType::Date => Type::Date,
        ColumnType::Datetime => Type::Instant,
        ColumnType::TextList => Type::TextList,
    }
}

/// One invitation with all that follows from what is given of it.
fn completed(
    row: &Map,
    at: usize,
    as_of: DateTime<Utc>,
) -> Result<IndexMap<String, Value>, String> {
    let mut given = IndexMap::new();
    for (name, value) in row {
        given.insert(name.to_string(), read(name, value)?);
    }
    let name = given.get("name").cloned().unwrap_or_else(|| text(format!("Person {}", at + 1)));
    let mut own: IndexMap<String, Value> = IndexMap::new();
    own.insert("account".into(), text(ACCOUNT));
    if let (Value::Text(name), None) = (&name, given.get("profile_url")) {
        own.insert("person".into(), text(format!("in/{}", slug(name))));
    }
    own.insert("name".into(), name);
    own.insert("state".into(), text("pending"));
    own.insert("known_by".into(), text("listed"));
    own.insert("kind".into(), text("connection"));
    let age_days = match given.get("age_days") {
        Some(Value::Int(days)) => Some(*days),
        Some(_) => None,
        None => Some(AGE_DAYS),
    };
    match given.get("sent_at") {
        Some(Value::Instant(sent)) if !given.contains_key("age_days") => {
            own.insert("age_days".into(), Value::Int((as_of - sent.0).num_days()));
        }
        None => {
            let sent =
                age_days.and_then(|days| as_of.checked_sub_signed(Duration::try_days(days)?));
            own.insert("age_days".into(), age_days.map_or(Value::Missing, Value::Int));
            own.insert(
                "sent_at".into(),
                sent.map_or(Value::Missing, |at| Value::Instant(Instant(at))),
            );
        }
        Some(_) => {}
    }
    own.extend(note(&given));
    own.extend(given);
    Ok(own)
}

/// What is said of the note and what follows from it: a text has a length, and where nothing is
/// said there is none. What is unknown stays so.
fn note(given: &IndexMap<String, Value>) -> Vec<(String, Value)> {
    let length = |note: &str| i64::try_from(note.chars().count()).unwrap_or(i64::MAX);
    let (has_note, note) = match (given.get("note"), given.get("has_note")) {
        (Some(Value::Text(note)), _) => (!note.is_empty(), note.to_string()),
        (Some(_), _) | (None, Some(Value::Missing)) => return vec![],
        (None, Some(has_note)) if *has_note == Value::Bool(true) => (true, NOTE.into()),
        (None, Some(_)) => (false, String::new()),
        (None, None) => match given.get("note_length") {
            None | Some(Value::Int(0)) => (false, String::new()),
            Some(_) => (true, NOTE.into()),
        },
    };
    vec![
        ("note_length".into(), Value::Int(length(&note))),
        ("has_note".into(), Value::Bool(has_note)),
        ("note".into(), text(note)),
    ]
}

/// The given value of a column.
fn read(name: &str, given: &Dynamic) -> Result<Value, String> {
    let Some(value) = Value::from_script(given) else {
        return Err(format!("`{name}` cannot be {}", describe(given)));
    };
    let Some(column) = schema::column(name) else {
        let known = COLUMNS.iter().map(|column| column.name);
        return match nearest(name, known)[..] {
            [] => Ok(value),
            [near, ..] => Err(format!("no column `{name}`; did you mean `{near}`?")),
        };
    };
    let wanted = formula_type(column.column_type);
    match (wanted, value) {
        (_, Value::Missing) if column.nullable => Ok(Value::Missing),
        (_, Value::Missing) => Err(format!("`{name}` is never unknown; give it a value")),
        (Type::Date, Value::Text(day)) => match day.parse() {
            Ok(day) => Ok(Value::Date(Day(day))),
            Err(_) => Err(format!("`{name}: {day:?}`: expected a date such as `2026-01-31`")),
        },
        (Type::Instant, Value::Text(at)) => instant(name, &at),
        (Type::Instant, Value::Date(day)) => Ok(Value::Instant(Instant(midnight(day.0)))),
        (Type::TextList, Value::List(_, values)) if values.is_empty() => {
            Ok(Value::List(Type::Text, values))
        }
        (wanted, value) if value.of_type() == wanted => Ok(value),
        (wanted, value) => Err(format!("`{name}` is {}, expected {wanted}", value.of_type())),
    }
}

fn instant(name: &str, given: &str) -> Result<Value, String> {
    let at = DateTime::parse_from_rfc3339(given).map(|at| at.to_utc()).ok();
    let at = at.or_else(|| given.parse().ok().map(midnight));
    at.map(|at| Value::Instant(Instant(at))).ok_or_else(|| {
        format!(
            "`{name}: {given:?}`: expected a date such as `2026-01-31`, or a time such as \
             `2026-01-31T08:00:00Z`"
        )
    })
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into().into())
}

/// What LinkedIn would make of a name in a profile's address.
fn slug(name: &str) -> String {
    let letters = name.to_lowercase();
    let words = letters.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(row: &[(&str, Dynamic)]) -> [Value; 3] {
        let row: Map = row.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
        let own = completed(&row, 0, DateTime::<Utc>::default()).unwrap();
        ["has_note", "note", "note_length"]
            .map(|name| own.get(name).cloned().unwrap_or(Value::Missing))
    }

    #[test]
    fn what_follows_from_a_note_is_known_and_nothing_else() {
        let no = [Value::Bool(false), text(""), Value::Int(0)];
        let hello = [Value::Bool(true), text("Hello"), Value::Int(5)];
        let unknown = [Value::Missing, Value::Missing, Value::Missing];
        assert_eq!(shown(&[]), no);
        assert_eq!(shown(&[("has_note", false.into())]), no);
        assert_eq!(shown(&[("note", "".into())]), no);
        assert_eq!(shown(&[("note_length", 0_i64.into())]), no);
        assert_eq!(shown(&[("has_note", true.into())]), hello);
        assert_eq!(shown(&[("note", "Hello".into())]), hello);
        assert_eq!(shown(&[("has_note", Dynamic::UNIT)]), unknown);
        assert_eq!(shown(&[("note", Dynamic::UNIT)]), unknown);
        let long = [("note", "Hi".into()), ("note_length", 300_i64.into())];
        assert_eq!(shown(&long), [Value::Bool(true), text("Hi"), Value::Int(300)]);
        assert_eq!(shown(&[("note_length", 20_i64.into())])[0], Value::Bool(true));
    }
}
