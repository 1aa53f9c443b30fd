//! One invitation that a test gives, with all that follows from what is given of it.
//!
//! Invariant: what no invitation can be, or what contradicts itself, is an error; nothing that is
//! given is changed.

use super::given_error::GivenError;
use super::given_tables::NeededColumns;
use crate::formula::constant::Constant;
use crate::formula::dates::{Day, Instant};
use crate::formula::types::Type;
use crate::invitations::schema::{self, COLUMNS, ColumnSpec};
use crate::nearest::{did_you_mean, nearest};
use crate::script::convert::describe_type;
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
pub(super) fn complete_row(
    row: &Map,
    at: usize,
    needed: &NeededColumns,
    as_of: DateTime<Utc>,
) -> Result<IndexMap<String, Constant>, GivenError> {
    let mut given_values = IndexMap::new();
    for (name, value) in row {
        given_values.insert(name.to_string(), read(name, value, needed)?);
    }
    let name =
        given_values.get("name").cloned().unwrap_or_else(|| text(format!("Person {}", at + 1)));
    let mut row_values: IndexMap<String, Constant> = IndexMap::new();
    row_values.insert("account".into(), text(ACCOUNT));
    if let (Constant::Text(name), None) = (&name, given_values.get("profile_url")) {
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
    given_values: &IndexMap<String, Constant>,
    as_of: DateTime<Utc>,
) -> Result<Vec<(String, Constant)>, GivenError> {
    let age = given_values.get("age_days");
    let times = |sent: Option<DateTime<Utc>>, days: Option<i64>| {
        let sent = sent.map_or(Constant::Missing, |at| Constant::Instant(Instant(at)));
        vec![
            ("sent_at".into(), sent),
            ("age_days".into(), days.map_or(Constant::Missing, Constant::Int)),
        ]
    };
    match (given_values.get("sent_at"), age) {
        (Some(Constant::Instant(sent)), age) => {
            let day = as_of.date_naive();
            if sent.0 > as_of {
                return Err(GivenError::SentLater { day });
            }
            let days = (as_of - sent.0).num_days();
            if let Some(age) = age.filter(|age| **age != Constant::Int(days)) {
                let age = match age {
                    Constant::Int(age) => age.to_string(),
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
                Some(Constant::Int(days)) => Some(*days),
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
fn note(given_values: &IndexMap<String, Constant>) -> Vec<(String, Constant)> {
    let length = |note: &str| i64::try_from(note.chars().count()).unwrap_or(i64::MAX);
    let (has_note, note) = match (given_values.get("note"), given_values.get("has_note")) {
        (Some(Constant::Text(note)), _) => (!note.is_empty(), note.to_string()),
        (Some(_), _) | (None, Some(Constant::Missing)) => return vec![],
        (None, Some(has_note)) if *has_note == Constant::Bool(true) => (true, NOTE.into()),
        (None, Some(_)) => (false, String::new()),
        (None, None) => match given_values.get("note_length") {
            None | Some(Constant::Int(0)) => (false, String::new()),
            Some(_) => (true, NOTE.into()),
        },
    };
    vec![
        ("note_length".into(), Constant::Int(length(&note))),
        ("has_note".into(), Constant::Bool(has_note)),
        ("note".into(), text(note)),
    ]
}

/// The given value of a column.
fn read(
    name: &str,
    value_of_script: &Dynamic,
    needed: &NeededColumns,
) -> Result<Constant, GivenError> {
    let Some(value) = Constant::from_script(value_of_script) else {
        let column = name.to_owned();
        return Err(if value_of_script.is_array() {
            GivenError::MixedList { column }
        } else {
            GivenError::NoValue { column, what: describe_type(value_of_script) }
        });
    };
    if let Some(column) = schema::column(name) {
        return check_schema_column(column, value);
    }
    if let Some((_, dtype)) = needed.iter().find(|(known_name, _)| known_name == name) {
        return match Type::of_column(dtype) {
            Some(wanted) if value != Constant::Missing => coerce(name, wanted, value),
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
fn check_schema_column(column: &ColumnSpec, value: Constant) -> Result<Constant, GivenError> {
    let name = column.name;
    if let (Constant::Int(number), Some((least, most))) = (&value, column.range)
        && !(least..=most).contains(number)
    {
        return Err(GivenError::OutOfRange { column: name, number: *number, least, most });
    }
    match value {
        Constant::Missing if column.nullable => Ok(value),
        Constant::Missing => Err(GivenError::NeverUnknown { column: name }),
        Constant::Text(text) if !column.values.is_empty() && !column.values.contains(&&*text) => {
            let values = column.values.iter().copied();
            let help = did_you_mean(&text, values, "it");
            Err(GivenError::OtherText { column: name, text: text.to_string(), help })
        }
        value => {
            let Some(wanted) = Type::of_column(&column.column_type.dtype()) else {
                return Ok(value);
            };
            coerce(name, wanted, value)
        }
    }
}

/// A value of this type: as it is, or what is meant by it.
fn coerce(name: &str, wanted: Type, value: Constant) -> Result<Constant, GivenError> {
    let column = || name.to_owned();
    match (wanted, value) {
        (Type::Date, Constant::Text(day)) => match day.parse() {
            Ok(day) => Ok(Constant::Date(Day(day))),
            Err(_) => Err(GivenError::NoDate { column: column(), text: day.to_string() }),
        },
        (Type::Instant, Constant::Text(at)) => instant(name, &at),
        (Type::Instant, Constant::Date(day)) => Ok(Constant::Instant(Instant(midnight(day.0)))),
        (wanted, Constant::List(element, values)) if element.list().is_none() => {
            match (wanted, element) {
                (Type::FloatList, Type::Number) => Ok(Constant::List(Type::Float, values)),
                (_, Type::Missing) if wanted.is_list() => {
                    Ok(Constant::List(wanted.element().unwrap_or(Type::Text), values))
                }
                _ => Err(GivenError::OtherList { column: column(), expected: wanted }),
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a whole number is meant as a decimal one")]
        (Type::Float, Constant::Int(number)) => Ok(Constant::Float(number as f64)),
        (wanted, value) if value.of_type() == wanted => Ok(value),
        (expected, value) => {
            let actual = value.of_type();
            Err(GivenError::OtherType { column: column(), actual, expected })
        }
    }
}

fn instant(name: &str, date_text: &str) -> Result<Constant, GivenError> {
    let at = DateTime::parse_from_rfc3339(date_text).map(|at| at.to_utc()).ok();
    let at = at.or_else(|| date_text.parse().ok().map(midnight));
    at.map(|at| Constant::Instant(Instant(at)))
        .ok_or_else(|| GivenError::NoInstant { column: name.into(), text: date_text.into() })
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

fn text(text: impl Into<String>) -> Constant {
    Constant::Text(text.into().into())
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

    fn shown(row: &[(&str, Dynamic)]) -> [Constant; 3] {
        let row: Map = row.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
        let completed_row = complete_row(&row, 0, &[], DateTime::<Utc>::default()).unwrap();
        ["has_note", "note", "note_length"]
            .map(|name| completed_row.get(name).cloned().unwrap_or(Constant::Missing))
    }

    #[test]
    fn what_follows_from_a_note_is_known_and_nothing_else() {
        let no = [Constant::Bool(false), text(""), Constant::Int(0)];
        let hello = [Constant::Bool(true), text("Hello"), Constant::Int(5)];
        let unknown = [Constant::Missing, Constant::Missing, Constant::Missing];
        assert_eq!(shown(&[]), no);
        assert_eq!(shown(&[("has_note", false.into())]), no);
        assert_eq!(shown(&[("note", "".into())]), no);
        assert_eq!(shown(&[("note_length", 0_i64.into())]), no);
        assert_eq!(shown(&[("has_note", true.into())]), hello);
        assert_eq!(shown(&[("note", "Hello".into())]), hello);
        assert_eq!(shown(&[("has_note", Dynamic::UNIT)]), unknown);
        assert_eq!(shown(&[("note", Dynamic::UNIT)]), unknown);
        let long = [("note", "Hi".into()), ("note_length", 300_i64.into())];
        assert_eq!(shown(&long), [Constant::Bool(true), text("Hi"), Constant::Int(300)]);
        assert_eq!(shown(&[("note_length", 20_i64.into())])[0], Constant::Bool(true));
    }
}
