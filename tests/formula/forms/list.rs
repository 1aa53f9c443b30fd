//! Lists, maps known beforehand, ranges, and windows.

use super::{Form, Kind, Take};
use crate::model::{Model, compared};
use crate::node::Node;
use crate::value::Value;
use Kind::{Bool, Float, Int, Ints, List, Number, Text};
use Take::{Any, Asked, Literal};

pub(super) fn forms() -> Vec<Form> {
    let mut list_forms = vec![
        Form::of("($0).len()", Int, &[List], |v| {
            Some(Value::Int(i64::try_from(v[0].list().len()).unwrap()))
        }),
        Form::of("($0).is_empty()", Bool, &[List], |v| Some(Value::Bool(v[0].list().is_empty()))),
        Form::lazy("in", Bool, &[Any(List), Any(Text)], "($1 in $0)", within),
        Form::lazy("has", Bool, &[Any(List), Any(Text)], "has($0, $1)", within),
        Form::lazy("in of numbers", Bool, &[Any(Ints), Any(Int)], "($1 in $0)", within),
        Form::lazy("!in", Bool, &[Any(List), Any(Text)], "($1 !in $0)", |model, parts| {
            within(model, parts).map(|held| Value::Bool(held != Value::Bool(true)))
        }),
        Form::of("($0).len()", Int, &[Ints], |v| {
            Some(Value::Int(i64::try_from(v[0].list().len()).unwrap()))
        }),
        Form::lazy("index_of", Int, &[Any(List), Any(Text)], "($0).index_of($1)", place_in),
        Form::lazy("index_of of Int", Int, &[Any(Ints), Any(Int)], "($0).index_of($1)", place_in),
        Form::of("($0).get($1)", Text, &[List, Int], |v| {
            at(v[0].list(), v[1].int()).cloned().flatten()
        }),
        Form::of("($0).get($1)", Int, &[Ints, Int], |v| {
            at(v[0].list(), v[1].int()).cloned().flatten()
        }),
        Form::of("nth($0, $1)", Int, &[Ints, Int], |v| {
            at(v[0].list(), v[1].int()).cloned().flatten()
        }),
        Form::lazy("in holes", Bool, &[Any(Int)], "($0 in holes)", |model, parts| {
            let wanted = model.asked(&parts[0])?;
            in_captured(model, HOLES, &wanted)
        }),
        Form::lazy("in blend", Bool, &[Any(Int)], "($0 in blend)", |model, parts| {
            let wanted = model.asked(&parts[0])?;
            in_captured(model, BLEND, &wanted)
        }),
        Form::lazy("in blend of Float", Bool, &[Any(Float)], "($0 in blend)", |model, parts| {
            let wanted = model.asked(&parts[0])?;
            in_captured(model, BLEND, &wanted)
        }),
        Form::of("holes[$0]", Int, &[Int], |v| at(HOLES, v[0].int()).cloned().flatten()),
        Form::of("holes.get($0)", Int, &[Int], |v| at(HOLES, v[0].int()).cloned().flatten()),
        Form::of("holes.index_of($0)", Int, &[Int], |v| match v[0].int() {
            7 => Some(Value::Int(0)),
            _ => None,
        }),
        Form::of("gaps[$0]", Int, &[Text], |v| (v[0].text() == "a").then_some(Value::Int(5))),
        Form::of("gaps.get($0)", Int, &[Text], |v| (v[0].text() == "a").then_some(Value::Int(5))),
        Form::of("places.index_of($0)", Int, &[Int], |v| {
            let index = [7, -3, 90, 1].iter().position(|element| *element == v[0].int());
            Some(Value::Int(index.map_or(-1, |index| i64::try_from(index).unwrap())))
        }),
        Form::of("($0)[$1]", Text, &[List, Int], |v| {
            at(v[0].list(), v[1].int()).cloned().flatten()
        }),
        Form::of("places[$0]", Int, &[Int], |v| {
            at(&[7, -3, 90, 1], v[0].int()).map(|held| Value::Int(*held))
        }),
        Form::of("table[$0]", Int, &[Text], |v| in_table(v[0].text()).map(Value::Int)),
        // Rhai refuses a name that is not there; a formula takes it for a missing value.
        Form::lazy("table ??", Int, &[Any(Text), Any(Int)], "(table[$0] ?? $1)", |model, parts| {
            let held = model.value(&parts[0]).and_then(|key| in_table(key.text()));
            model.differs |= held.is_none();
            held.map(Value::Int).or_else(|| model.value(&parts[1]))
        }),
        Form::of("($0 in table)", Bool, &[Text], |v| {
            Some(Value::Bool(in_table(v[0].text()).is_some()))
        }),
        Form::of("($0 in names)", Bool, &[Text], |v| {
            Some(Value::Bool(["a", "", "Zoë"].contains(&v[0].text())))
        }),
        Form::of("($0 in $1..$2)", Bool, &[Int, Int, Int], |v| {
            Some(Value::Bool((v[1].int()..v[2].int()).contains(&v[0].int())))
        })
        .literal(&[1, 2]),
        Form::of("($0 in $1..=$2)", Bool, &[Int, Int, Int], |v| {
            Some(Value::Bool((v[1].int()..=v[2].int()).contains(&v[0].int())))
        })
        .literal(&[1, 2]),
        Form::lazy("in []", Bool, &[Any(Int)], "($0 in [])", |model, parts| {
            model.value(&parts[0]);
            Some(Value::Bool(false))
        }),
        asked("any", "($0).any(|x| $1)", true),
        asked("all", "($0).all(|x| $1)", false),
        asked("any of known", "names.some(|x| $1)", true),
        Form::lazy(
            "filter",
            List,
            &[Any(List), Asked(Bool)],
            "($0).filter(|x| $1)",
            |model, parts| {
                let list = model.asked(&parts[0])?;
                let mut kept = vec![];
                for item in list.list() {
                    let answer = model.about(item.as_ref(), &parts[1]);
                    if model.only_here(answer) == Some(Value::Bool(true)) {
                        kept.push(item.clone());
                    }
                }
                Some(Value::List(kept))
            },
        ),
    ];
    for kind in [Int, Float, Text, Number] {
        if kind != Number {
            list_forms.push(
                Form::of("($0 in [$1, $2])", Bool, &[kind, kind, kind], |v| {
                    Some(Value::Bool(v[1..].iter().any(|item| compared("==", item, &v[0]))))
                })
                .literal(&[1, 2]),
            );
            // Among them is a missing one.
            let takes = [Any(kind), Literal(kind), Literal(kind)];
            let name = format!("in a list with a gap of {kind:?}");
            list_forms.push(Form::lazy(
                name,
                Bool,
                &takes,
                "($0 in [$1, (), $2])",
                |model, parts| {
                    let wanted = model.asked(&parts[0])?;
                    let items = [model.value(&parts[1]), None, model.value(&parts[2])];
                    in_captured(model, &items, &wanted)
                },
            ));
        }
        let name = format!("in a list of {kind:?} that differ");
        let takes = [Any(kind), Any(kind), Any(kind)];
        list_forms.push(Form::lazy(name, Bool, &takes, "($0 in [$1, $2])", one_of));
    }
    list_forms.push(
        Form::of("($0 in [$1, 7])", Bool, &[Float, Int], |v| {
            Some(Value::Bool(
                v[1..].iter().chain([&Value::Int(7)]).any(|item| compared("==", item, &v[0])),
            ))
        })
        .literal(&[1]),
    );
    list_forms.extend(motley());
    list_forms.extend(windows());
    list_forms
}

/// Known lists of several types: what is of another type than an element does not equal it.
fn motley() -> Vec<Form> {
    let mut list_forms = vec![];
    for kind in [Int, Float, Text, Bool] {
        let name = format!("{kind:?} in motley");
        list_forms.push(Form::lazy(name, Bool, &[Any(kind)], "($0 in motley)", |model, parts| {
            let wanted = model.asked(&parts[0])?;
            in_captured(model, &alike(&motley_values(), &wanted), &wanted)
        }));
        // What no element can equal is an error.
        if kind == Bool {
            continue;
        }
        let name = format!("{kind:?} in sparse");
        list_forms.push(Form::lazy(name, Bool, &[Any(kind)], "($0 in sparse)", |model, parts| {
            let wanted = model.asked(&parts[0])?;
            in_captured(model, &alike(&sparse_values(), &wanted), &wanted)
        }));
    }
    list_forms
}

/// What the lists of several types hold.
fn motley_values() -> Vec<Option<Value>> {
    let texts = ["a", "Zoë"].map(|text| Some(Value::Text(text.into())));
    let others = [Value::Int(1), Value::Float(2.5), Value::Bool(true)].map(Some);
    let large = Some(Value::Int(9_007_199_254_740_993));
    texts.into_iter().chain(others).chain([large]).collect()
}

fn sparse_values() -> Vec<Option<Value>> {
    vec![Some(Value::Text("a".into())), None, Some(Value::Int(7)), Some(Value::Float(0.25))]
}

/// Those that a value can equal, and the missing ones.
fn alike(list: &[Option<Value>], wanted: &Value) -> Vec<Option<Value>> {
    let is_number = |value: &Value| matches!(value, Value::Int(_) | Value::Float(_));
    let is_alike = |value: &Value| match (value, wanted) {
        (Value::Text(_), Value::Text(_)) | (Value::Bool(_), Value::Bool(_)) => true,
        (value, wanted) => is_number(value) && is_number(wanted),
    };
    list.iter().filter(|item| item.as_ref().is_none_or(is_alike)).cloned().collect()
}

/// The windows. Rhai has none; the row holds their values by their source.
fn windows() -> Vec<Form> {
    macro_rules! window {
        ($($text:literal),*) => {vec![$(
            Form::lazy($text, Int, &[], $text, |model, _| model.window($text))
        ),*]};
    }
    window!(
        "r.count_by(\"t\")",
        "r.count_by()",
        "r.sum_by(\"i\", \"t\")",
        "r.min_by(\"j\", \"u\")",
        "r.max_by(\"i\", \"u\")",
        "r.rank_by(\"i\", \"u\")",
        "r.rank_by(\"-j\", \"t\")"
    )
}

fn in_table(key: &str) -> Option<i64> {
    match key {
        "Ada" => Some(3),
        "a" => Some(i64::MAX),
        "Zoë" => Some(-1),
        "90" => Some(0),
        _ => None,
    }
}

fn at<T>(list: &[T], index: i64) -> Option<&T> {
    let index = if index < 0 { i64::try_from(list.len()).unwrap() + index.max(-99) } else { index };
    list.get(usize::try_from(index).ok()?)
}

fn asked(name: &str, text: &str, any: bool) -> Form {
    let takes = [Any(List), Asked(Bool)];
    let means = match (any, name) {
        (true, "any of known") => |model: &mut Model, parts: &[Node]| {
            let names = ["a", "", "Zoë"].map(|name| Some(Value::Text(name.into())));
            model.each(&names, true, &parts[1])
        },
        (true, _) => |model: &mut Model, parts: &[Node]| {
            let list = model.asked(&parts[0])?;
            model.each(list.list(), true, &parts[1])
        },
        _ => |model: &mut Model, parts: &[Node]| {
            let list = model.asked(&parts[0])?;
            model.each(list.list(), false, &parts[1])
        },
    };
    Form::lazy(name, Bool, &takes, text, means)
}

/// Whether a value is in a list. In an empty one nothing is, known or not; whether it is a missing
/// element is unknown.
fn within(model: &mut Model, parts: &[Node]) -> Option<Value> {
    let (list, wanted) = (model.value(&parts[0]), model.value(&parts[1]));
    let list = model.only_here(list)?;
    if list.list().is_empty() {
        model.differs |= wanted.is_none();
        return Some(Value::Bool(false));
    }
    let wanted = model.only_here(wanted)?;
    in_captured(model, list.list(), &wanted)
}

/// Whether a known value is one of these: equal to one, or unknown where one is missing.
fn in_captured(model: &mut Model, list: &[Option<Value>], wanted: &Value) -> Option<Value> {
    if list.iter().flatten().any(|item| compared("==", item, wanted)) {
        return Some(Value::Bool(true));
    }
    model.only_here((!list.contains(&None)).then_some(Value::Bool(false)))
}

/// The place of the first element that equals a value; unknown where a missing one comes first.
fn place_in(model: &mut Model, parts: &[Node]) -> Option<Value> {
    let (list, wanted) = (model.asked(&parts[0]), model.value(&parts[1]));
    let list = list?;
    let wanted = model.only_here(wanted)?;
    for (index, item) in (0_i64..).zip(list.list()) {
        if compared("==", &model.only_here(item.clone())?, &wanted) {
            return Some(Value::Int(index));
        }
    }
    Some(Value::Int(-1))
}

/// What the captured lists hold.
const HOLES: &[Option<Value>] =
    &[Some(Value::Int(7)), None, Some(Value::Int(-3)), Some(Value::Int(9_007_199_254_740_993))];
const BLEND: &[Option<Value>] =
    &[Some(Value::Int(1)), Some(Value::Float(2.5)), None, Some(Value::Int(9_007_199_254_740_993))];

/// `a == b || a == c`, but that all are computed.
fn one_of(model: &mut Model, parts: &[Node]) -> Option<Value> {
    let list_forms: Vec<Option<Value>> = parts.iter().map(|part| model.value(part)).collect();
    model.differs |= list_forms.iter().any(Option::is_none);
    let answers: Vec<Option<bool>> = list_forms[1..]
        .iter()
        .map(|item| Some(compared("==", item.as_ref()?, list_forms[0].as_ref()?)))
        .collect();
    if answers.contains(&Some(true)) {
        return Some(Value::Bool(true));
    }
    (!answers.contains(&None)).then_some(Value::Bool(false))
}
