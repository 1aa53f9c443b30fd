//! Days and instants, all arithmetic in whole days.

use super::number::comparison;
use super::{Form, Kind};
use crate::value::Value;
use Kind::{Bool, Day, Instant, Int, Text};
use chrono::{Datelike, Days};

pub(super) fn forms() -> Vec<Form> {
    let mut date_forms = vec![
        Form::of("days($0)", Int, &[Int], |v| Some(v[0].clone())),
        Form::of("date($0)", Day, &[Instant], |v| Some(Value::Day(v[0].day()))),
        Form::of("date($0)", Day, &[Text], |v| {
            let day = v[0].text().trim().parse().ok();
            day.map(Value::Day)
        }),
        Form::of("($0 + $1)", Day, &[Day, Int], |v| moved(&v[0], v[1].int())),
        Form::of("($0 - days($1))", Day, &[Day, Int], |v| moved(&v[0], v[1].int().checked_neg()?)),
        Form::of("($0 + days($1))", Instant, &[Instant, Int], |v| moved(&v[0], v[1].int())),
        Form::of("($0 - $1)", Instant, &[Instant, Int], |v| {
            moved(&v[0], v[1].int().checked_neg()?)
        }),
    ];
    for kind in [Day, Instant] {
        date_forms
            .push(Form::of("($0).year", Int, &[kind], |v| part(i64::from(v[0].day().year()))));
        date_forms.push(Form::of("($0).month", Int, &[kind], |v| part(v[0].day().month().into())));
        date_forms.push(Form::of("($0).day", Int, &[kind], |v| part(v[0].day().day().into())));
        date_forms.push(Form::of("($0).weekday", Int, &[kind], |v| {
            part(v[0].day().weekday().number_from_monday().into())
        }));
    }
    for (a, b) in [(Day, Day), (Instant, Instant), (Day, Instant), (Instant, Day)] {
        date_forms.push(Form::of("($0 - $1)", Int, &[a, b], |v| {
            let span = v[0].instant() - v[1].instant();
            part(span.num_microseconds()?.div_euclid(86_400_000_000))
        }));
        for sign in ["==", "!=", "<", "<=", ">", ">="] {
            date_forms.push(Form::of(&format!("($0 {sign} $1)"), Bool, &[a, b], comparison(sign)));
        }
    }
    date_forms
}

#[expect(clippy::unnecessary_wraps, reason = "a form's meaning may be unknown")]
fn part(number: i64) -> Option<Value> {
    Some(Value::Int(number))
}

fn moved(date: &Value, days: i64) -> Option<Value> {
    let amount = Days::new(days.unsigned_abs());
    match date {
        Value::Day(day) if days < 0 => day.checked_sub_days(amount).map(Value::Day),
        Value::Day(day) => day.checked_add_days(amount).map(Value::Day),
        Value::Instant(at) if days < 0 => at.checked_sub_days(amount).map(Value::Instant),
        Value::Instant(at) => at.checked_add_days(amount).map(Value::Instant),
        _ => None,
    }
}
