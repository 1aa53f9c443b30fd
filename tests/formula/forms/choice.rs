//! Logic, choices, missing values, and calls.

use super::{Form, Kind, Take};
use crate::model::{Model, compared};
use crate::node::Node;
use crate::value::{Value, as_float};
use Kind::{Bool, Day, Float, Instant, Int, Ints, List, Number, Text};
use Take::{Any, Literal};

const KINDS: [Kind; 9] = [Int, Float, Number, Bool, Text, Day, Instant, List, Ints];

pub(super) fn forms() -> Vec<Form> {
    let mut choice_forms = logic();
    for kind in KINDS {
        let (text, takes) = ("(if $0 { $1 } else { $2 })", [Any(Bool), Any(kind), Any(kind)]);
        choice_forms.push(Form::lazy(format!("if of {kind:?}"), kind, &takes, text, choose));
        let text = "(if $0 { $1 } else if $2 { $3 } else { $4 })";
        let takes = [Any(Bool), Any(kind), Any(Bool), Any(kind), Any(kind)];
        choice_forms.push(Form::lazy(
            format!("else if of {kind:?}"),
            kind,
            &takes,
            text,
            |model, parts| {
                if model.truth(&parts[0])? {
                    return model.value(&parts[1]);
                }
                choose(model, &parts[2..])
            },
        ));
        choice_forms.push(Form::lazy(
            format!("?? of {kind:?}"),
            kind,
            &[Any(kind), Any(kind)],
            "($0 ?? $1)",
            |model, parts| model.value(&parts[0]).or_else(|| model.value(&parts[1])),
        ));
        choice_forms.push(switch(Int, kind));
        choice_forms.push(switch(Text, kind));
        for (text, is) in [("($0 == ())", true), ("($0 != ())", false)] {
            choice_forms.push(if is {
                Form::lazy(format!("{text} of {kind:?}"), Bool, &[Any(kind)], text, |m, parts| {
                    Some(Value::Bool(m.value(&parts[0]).is_none()))
                })
            } else {
                Form::lazy(format!("{text} of {kind:?}"), Bool, &[Any(kind)], text, |m, parts| {
                    Some(Value::Bool(m.value(&parts[0]).is_some()))
                })
            });
        }
        let text = "({ let a = $0; if a == () { $1 } else { a } })";
        choice_forms.push(Form::lazy(
            format!("let of {kind:?}"),
            kind,
            &[Any(kind), Any(kind)],
            text,
            |model, parts| model.value(&parts[0]).or_else(|| model.value(&parts[1])),
        ));
    }
    choice_forms.extend(mixed());
    choice_forms.extend(calls());
    choice_forms
}

fn logic() -> Vec<Form> {
    let two = [Any(Bool), Any(Bool)];
    vec![
        Form::lazy("&&", Bool, &two, "($0 && $1)", |model, parts| model.logic(false, parts)),
        Form::lazy("||", Bool, &two, "($0 || $1)", |model, parts| model.logic(true, parts)),
        Form::of("(!$0)", Bool, &[Bool], |v| Some(Value::Bool(v[0] != Value::Bool(true)))),
        Form::lazy("?.", Int, &[Any(Text)], "($0)?.len()", |model, parts| {
            let text = model.value(&parts[0])?;
            Some(Value::Int(i64::try_from(text.text().chars().count()).unwrap()))
        }),
        Form::lazy("[column]", Int, &[], "r[\"i\"]", |model, _| model.named("r.i")),
        Form::lazy("switch of ranges", Text, &[Any(Float)], RANGES, |model, parts| {
            let number = model.asked(&parts[0])?.float();
            let text = match number {
                n if (-5.0..0.0).contains(&n) => "below",
                n if (0.0..=90.0).contains(&n) => "within",
                _ => "beyond",
            };
            Some(Value::Text(text.into()))
        }),
    ]
}

const RANGES: &str = "(switch $0 { -5..0 => \"below\", 0..=90 => \"within\", _ => \"beyond\" })";

fn choose(model: &mut Model, parts: &[Node]) -> Option<Value> {
    if model.truth(&parts[0])? { model.value(&parts[1]) } else { model.value(&parts[2]) }
}

/// A whole number in some rows, a decimal one in others.
fn mixed() -> Vec<Form> {
    vec![
        Form::lazy(
            "if of Int, Float",
            Number,
            &[Any(Bool), Any(Int), Any(Float)],
            "(if $0 { $1 } else { $2 })",
            choose,
        ),
        Form::lazy(
            "if of Float, Int",
            Number,
            &[Any(Bool), Any(Float), Any(Int)],
            "(if $0 { $1 } else { $2 })",
            choose,
        ),
        Form::lazy(
            "?? of Int, Float",
            Number,
            &[Any(Int), Any(Float)],
            "($0 ?? $1)",
            |m, parts| m.value(&parts[0]).or_else(|| m.value(&parts[1])),
        ),
    ]
}

/// Literals, with and without a guard, and for whole numbers ranges.
fn switch(on: Kind, kind: Kind) -> Form {
    let name = format!("switch on {on:?} of {kind:?}");
    let cases = "$1 => $2, $3 if $4 => $5";
    let mut takes =
        vec![Any(on), Literal(on), Any(kind), Literal(on), Any(Bool), Any(kind), Any(kind)];
    if on == Text {
        let text = format!("(switch $0 {{ {cases}, _ => $6 }})");
        return Form::lazy(name, kind, &takes, &text, |model, parts| {
            let subject = model.asked(&parts[0]);
            model.switched(subject, parts, &parts[6], &[])
        });
    }
    takes.push(Any(kind));
    takes.push(Any(Bool));
    takes.push(Any(kind));
    let text = format!("(switch $0 {{ {cases}, -3..3 => $7, 50..=1000 if $8 => $9, _ => $6 }})");
    Form::lazy(name, kind, &takes, &text, |model, parts| {
        let subject = model.asked(&parts[0]);
        model.switched(subject, parts, &parts[6], &parts[7..])
    })
}

/// Calls of functions, of a module's, and of closures.
fn calls() -> Vec<Form> {
    vec![
        Form::of("twice($0)", Int, &[Int], |v| v[0].int().checked_mul(2).map(Value::Int)),
        Form::of("twice($0)", Text, &[Text], |v| Some(Value::Text(format!("{0}{0}", v[0].text())))),
        // A method: its receiver is `this`.
        Form::of("($0).thrice()", Int, &[Int], |v| v[0].int().checked_mul(3).map(Value::Int)),
        Form::of("($0).abs()", Text, &[Text], |v| Some(Value::Text(format!("|{}|", v[0].text())))),
        Form::of("limits[$0].least", Int, &[Text], |v| match v[0].text() {
            "a" => Some(Value::Int(3)),
            "Ada" => Some(Value::Int(-90)),
            _ => None,
        }),
        Form::of("limits[$0].all[$1]", Text, &[Text, Int], |v| match (v[0].text(), v[1].int()) {
            ("a", 0 | -2) => Some(Value::Text("x".into())),
            ("a", 1 | -1) | ("Ada", 0 | -1) => Some(Value::Text("Zoë".into())),
            _ => None,
        })
        .literal(&[1]),
        Form::of("m::half($0)", Int, &[Int], |v| Some(Value::Int(v[0].int() / 2))),
        Form::of("m::half($0)", Float, &[Float], |v| Some(Value::Float(v[0].float() / 2.0))),
        Form::of("m::stepped($0)", Int, &[Int], |v| {
            let mut a = v[0].int() / 2;
            for k in 0..3 {
                if a > 90 {
                    return Some(Value::Int(a));
                }
                a += k;
            }
            Some(Value::Int(a))
        }),
        Form::lazy("m::STEP", Int, &[Any(Int)], "($0).max(m::STEP)", |model, parts| {
            Some(Value::Int(model.asked(&parts[0])?.int().max(3)))
        }),
        Form::lazy("captured", Int, &[Any(Int)], "($0).min(base)", |model, parts| {
            Some(Value::Int(model.asked(&parts[0])?.int().min(7)))
        }),
        Form::lazy("graded", Text, &[Any(Int), Any(Text)], "graded($0, $1)", graded),
        Form::lazy("same", Int, &[Any(Int)], "same($0)", |model, parts| model.value(&parts[0])),
        Form::lazy("same of texts", Text, &[Any(Text)], "same($0)", |model, parts| {
            model.value(&parts[0])
        }),
        // A function, or what is written in one, that has no value for most.
        Form::lazy("silent", Int, &[Any(Int)], "silent($0)", |model, _| model.only_here(None)),
        Form::of("some_of($0)", Int, &[Int], |v| (v[0].int() > 3).then(|| v[0].clone())),
        Form::of("kind_of($0)", Int, &[Int], |v| match v[0].int() {
            1 => Some(Value::Int(10)),
            7 => Some(Value::Int(70)),
            _ => None,
        }),
        Form::of("equal($0, $1)", Bool, &[Int, Int], |v| Some(Value::Bool(v[0] == v[1]))),
        Form::of("equal($0, $1)", Bool, &[Text, Text], |v| Some(Value::Bool(v[0] == v[1]))),
        Form::of("equal($0, $1)", Bool, &[Int, Float], |v| {
            Some(Value::Bool(compared("==", &v[0], &v[1])))
        }),
        Form::of("{ let f = |x, y| x * y; f.call($0, $1) }", Int, &[Int, Int], |v| {
            v[0].int().checked_mul(v[1].int()).map(Value::Int)
        }),
        Form::of("{ let f = |x| x + base; f.call($0) }", Float, &[Float], |v| {
            Some(Value::Float(v[0].float() + as_float(7)))
        }),
    ]
}

/// The function `graded` in words: what it asks first decides first.
fn graded(model: &mut Model, parts: &[Node]) -> Option<Value> {
    let (number, text) = (model.value(&parts[0]), model.value(&parts[1]));
    let number = model.only_here(number)?.int();
    let told = |text: &str| Some(Value::Text(text.into()));
    if number > 90 {
        return told(&format!("{}!", model.only_here(text)?.text()));
    }
    let text = model.only_here(text)?;
    match text.text() {
        "a" if number < 0 => told("A"),
        "" if number < 0 => told("none"),
        "Ada" => told("first"),
        "90" if number == 7 => told("both"),
        other => told(other),
    }
}
