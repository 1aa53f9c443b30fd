//! Texts. Lengths and places count characters.

use super::number::comparison;
use super::{Form, Kind};
use crate::value::Value;
use Kind::{Bool, Day, Float, Instant, Int, List, Text};

#[expect(clippy::unnecessary_wraps, reason = "a form's meaning may be unknown")]
fn text(value: impl Into<String>) -> Option<Value> {
    Some(Value::Text(value.into()))
}

fn count(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "a form's meaning may be unknown")]
fn truth(value: bool) -> Option<Value> {
    Some(Value::Bool(value))
}

pub(super) fn forms() -> Vec<Form> {
    let mut text_forms = vec![
        Form::of("($0 + $1)", Text, &[Text, Text], |v| {
            text(format!("{}{}", v[0].text(), v[1].text()))
        }),
        Form::of("`${$0}-${$1}`", Text, &[Text, Int], |v| {
            text(format!("{}-{}", v[0].text(), v[1].int()))
        }),
        Form::of("`[${$0} ${$1}]`", Text, &[Float, Bool], |v| {
            text(format!("[{} {}]", v[0].written(), v[1].written()))
        }),
        Form::of("($0).to_lower()", Text, &[Text], |v| text(v[0].text().to_lowercase())),
        Form::of("($0).to_upper()", Text, &[Text], |v| text(v[0].text().to_uppercase())),
        Form::of("($0).trim()", Text, &[Text], |v| text(v[0].text().trim())),
        Form::of("($0).replace($1, $2)", Text, &[Text, Text, Text], |v| {
            text(v[0].text().replace(v[1].text(), v[2].text()))
        })
        .literal(&[1, 2]),
        Form::of("($0).sub_string($1)", Text, &[Text, Int], |v| {
            text(part(v[0].text(), v[1].int(), i64::MAX))
        }),
        Form::of("($0).sub_string($1, $2)", Text, &[Text, Int, Int], |v| {
            text(part(v[0].text(), v[1].int(), v[2].int()))
        }),
        Form::of("($0).len()", Int, &[Text], |v| Some(Value::Int(count(v[0].text())))),
        Form::of("($0).len", Int, &[Text], |v| Some(Value::Int(count(v[0].text())))),
        Form::of("($0).index_of($1)", Int, &[Text, Text], |v| {
            let (whole, part) = (v[0].text(), v[1].text());
            Some(Value::Int(whole.find(part).map_or(-1, |at| count(&whole[..at]))))
        }),
        Form::of("($0).to_int()", Int, &[Text], |v| v[0].text().parse().ok().map(Value::Int)),
        Form::of("($0).to_float()", Float, &[Text], |v| v[0].text().parse().ok().map(Value::Float)),
        Form::of("($0).contains($1)", Bool, &[Text, Text], |v| {
            truth(v[0].text().contains(v[1].text()))
        }),
        Form::of("($1 in $0)", Bool, &[Text, Text], |v| truth(v[0].text().contains(v[1].text()))),
        Form::of("($0).starts_with($1)", Bool, &[Text, Text], |v| {
            truth(v[0].text().starts_with(v[1].text()))
        }),
        Form::of("($0).ends_with($1)", Bool, &[Text, Text], |v| {
            truth(v[0].text().ends_with(v[1].text()))
        }),
        Form::of("($0).is_empty()", Bool, &[Text], |v| truth(v[0].text().is_empty())),
        Form::of("($0).matches(\"^[A-Z][a-z]*$\")", Bool, &[Text], |v| {
            let mut letters = v[0].text().chars();
            let first = letters.next().is_some_and(|c| c.is_ascii_uppercase());
            truth(first && letters.all(|c| c.is_ascii_lowercase()))
        }),
        Form::of("($0).split($1)", List, &[Text, Text], |v| {
            let parts = v[0].text().split(v[1].text()).map(|part| Some(Value::Text(part.into())));
            Some(Value::List(parts.collect()))
        })
        .literal(&[1]),
    ];
    for kind in [Text, Int, Float, Bool, Day, Instant] {
        text_forms.push(Form::of("($0).to_string()", Text, &[kind], |v| text(v[0].written())));
    }
    for sign in ["==", "!=", "<", "<=", ">", ">="] {
        let source = format!("($0 {sign} $1)");
        text_forms.push(Form::of(&source, Bool, &[Text, Text], comparison(sign)));
        text_forms.push(Form::of(&source, Bool, &[Bool, Bool], comparison(sign)));
    }
    text_forms
}

fn part(text: &str, start: i64, length: i64) -> String {
    let start = if start < 0 { start.saturating_add(count(text)).max(0) } else { start };
    let (start, length) = (start.min(1 << 20), length.clamp(0, 1 << 20));
    let chars = text.chars().skip(usize::try_from(start).unwrap());
    chars.take(usize::try_from(length).unwrap()).collect()
}
