//! One invitation that a test gives, with all that follows from what is given of it.
//!
//! Invariant: what no invitation can be, or what contradicts itself, is an error; nothing that is
//! given is changed.

use super::given_error::GivenError;
use super::given_tables::Needed;
use crate::formula::dates::{Day, Instant};
use crate::formula::types::Type;
use crate::formula::value::Value;
use crate::invitations::schema::{self, COLUMNS, Column};
use crate::nearest::{did_you_mean, nearest};
use crate::script::convert::describe;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use indexmap::IndexMap;
use rhai::{Dynamic, Map};

/// The account of an invitation that names none.
pub(super) const ACCOUNT: &str = "anna";

/// How old an invitation is of which nothing is said, in days.
const AGE_DAYS: i64 = 30;

/// The note of an invitation that is only said to have one.
const NOTE: &str = "Hello";

/// One invitation with all that follows from what is given of it.
pub(super) fn completed(
    row: &Map,
    at: usize,
    needed: &Needed,
    as_of: DateTime<Utc>,
) -> Result<IndexMap<String, Value>, GivenError> {
    let mut given_values = IndexMap::new();
    for (name, value) in row {
        given_values.insert(name.to_string(), read(name, value, needed)?);
    }
    let name =
        given_values.get("name").cloned().unwrap_or_else(|| text(format!("Person {}", at + 1)));
    let mut row_values: IndexMap<String, Value> = IndexMap::new();
    row_values.insert("account".into(), text(ACCOUNT));
    if let (Value::Text(name), None) = (&name, given_values.get("profile_url")) {
        row_values.insert("person".into(), text(format!("in/{}", slug(name))));
    }
    row_values.insert("name".into(), name);
    row_values.insert("state".into(), text("pending"));
    row_values.insert("known_by".into(), text("listed"));
    row_values.insert("kind".into(), text("connection"));
    row_values.extend(sent(&given_values, as_of)?);
    row_values.extend(note(&given_values));
    row_values.extend(given_values);
    Ok(row_values)
}

/// When it was sent and how old it is: the one follows from the other.
fn sent(
    given_values: &IndexMap<String, Value>,
    as_of: DateTime<Utc>,
) -> Result<Vec<(String, Value)>, GivenError> {
    let age = given_values.get("age_days");
    let times = |sent: Option<DateTime<Utc>>, days: Option<i64>| {
        let sent = sent.map_or(Value::Missing, |at| Value::Instant(Instant(at)));
        vec![("sent_at".into(), sent), ("age_days".into(), days.map_or(Value::Missing, Value::Int))]
    };
    match (given_values.get("sent_at"), age) {
        (Some(Value::Instant(sent)), age) => {
            let day = as_of.date_naive();
            if sent.0 > as_of {
                return Err(GivenError::SentLater { day });
            }
            let days = (as_of - sent.0).num_days();
            if let Some(age) = age.filter(|age| **age != Value::Int(days)) {
                let age = match age {
                    Value::Int(age) => age.to_string(),
                    _ => "()".into(),
                };
                return Err(GivenError::OtherAge { age, days, day });
            }
            Ok(times(Some(sent.0), Some(days)))
        }
        // Unknown, as where a source has only a relative age.
        (Some(_), _) => Ok(vec![]),
        (None, age) => {
            let days = match age {
                Some(Value::Int(days)) => Some(*days),
                Some(_) => None,
                None => Some(AGE_DAYS),
            };
            let sent = days.and_then(|days| as_of.checked_sub_signed(Duration::try_days(days)?));
            Ok(times(sent, days))
        }
    }
}

/// What is said of the note and what follows from it: a text has a length, and where nothing is
/// said there is none. What is unknown stays so.
fn note(given_values: &IndexMap<String, Value>) -> Vec<(String, Value)> {
    let length = |note: &str| i64::try_from(note.chars().count()).unwrap_or(i64::MAX);
    let (has_note, note) = match (given_values.get("note"), given_values.get("has_note")) {
        (Some(Value::Text(note)), _) => (!note.is_empty(), note.to_string()),
        (Some(_), _) | (None, Some(Value::Missing)) => return vec![],
        (None, Some(has_note)) if *has_note == Value::Bool(true) => (true, NOTE.into()),
        (None, Some(_)) => (false, String::new()),
        (None, None) => match given_values.get("note_length") {
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
fn read(name: &str, value_of_script: &Dynamic, needed: &Needed) -> Result<Value, GivenError> {
    let Some(value) = Value::from_script(value_of_script) else {
        let column = name.to_owned();
        return Err(if value_of_script.is_array() {
            GivenError::MixedList { column }
        } else {
            GivenError::NoValue { column, what: describe(value_of_script) }
        });
    };
    if let Some(column) = schema::column(name) {
        return known(column, value);
    }
    if let Some((_, dtype)) = needed.iter().find(|(known_name, _)| known_name == name) {
        return match Type::of_column(dtype) {
            Some(wanted) if value != Value::Missing => fitting(name, wanted, value),
            _ => Ok(value),
        };
    }
    let known = COLUMNS.iter().map(|column| column.name);
    let known = known.chain(needed.iter().map(|(name, _)| name.as_str()));
    match nearest(name, known)[..] {
        [] => Ok(value),
        [near, ..] => Err(GivenError::NoColumn { column: name.into(), near: near.into() }),
    }
}

/// The given value of a column that all data have.
fn known(column: &Column, value: Value) -> Result<Value, GivenError> {
    let name = column.name;
    if let (Value::Int(number), Some((least, most))) = (&value, column.range)
        && !(least..=most).contains(number)
    {
        return Err(GivenError::OutOfRange { column: name, number: *number, least, most });
    }
    match value {
        Value::Missing if column.nullable => Ok(value),
        Value::Missing => Err(GivenError::NeverUnknown { column: name }),
        Value::Text(text) if !column.values.is_empty() && !column.values.contains(&&*text) => {
            let values = column.values.iter().copied();
            let help = did_you_mean(&text, values, "it");
            Err(GivenError::OtherText { column: name, text: text.to_string(), help })
        }
        value => {
            let Some(wanted) = Type::of_column(&column.column_type.dtype()) else {
                return Ok(value);
            };
            fitting(name, wanted, value)
        }
    }
}

/// A value of this type: as it is, or what is meant by it.
fn fitting(name: &str, wanted: Type, value: Value) -> Result<Value, GivenError> {
    let column = || name.to_owned();
    match (wanted, value) {
        (Type::Date, Value::Text(day)) => match day.parse() {
            Ok(day) => Ok(Value::Date(Day(day))),
            Err(_) => Err(GivenError::NoDate { column: column(), text: day.to_string() }),
        },
        (Type::Instant, Value::Text(at)) => instant(name, &at),
        (Type::Instant, Value::Date(day)) => Ok(Value::Instant(Instant(midnight(day.0)))),
        (wanted, Value::List(element, values)) if element.list().is_none() => {
            match (wanted, element) {
                (Type::FloatList, Type::Number) => Ok(Value::List(Type::Float, values)),
                (_, Type::Missing) if wanted.is_list() => {
                    Ok(Value::List(wanted.element().unwrap_or(Type::Text), values))
                }
                _ => Err(GivenError::OtherList { column: column(), expected: wanted }),
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a whole number is meant as a decimal one")]
        (Type::Float, Value::Int(number)) => Ok(Value::Float(number as f64)),
        (wanted, value) if value.of_type() == wanted => Ok(value),
        (expected, value) => {
            let actual = value.of_type();
            Err(GivenError::OtherType { column: column(), actual, expected })
        }
    }
}

fn instant(name: &str, date_text: &str) -> Result<Value, GivenError> {
    let at = DateTime::parse_from_rfc3339(date_text).map(|at| at.to_utc()).ok();
    let at = at.or_else(|| date_text.parse().ok().map(midnight));
    at.map(|at| Value::Instant(Instant(at)))
        .ok_or_else(|| GivenError::NoInstant { column: name.into(), text: date_text.into() })
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
        let completed_row = completed(&row, 0, &[], DateTime::<Utc>::default()).unwrap();
        ["has_note", "note", "note_length"]
            .map(|name| completed_row.get(name).cloned().unwrap_or(Value::Missing))
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
