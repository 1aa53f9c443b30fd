//! Bodies: variables, branches, loops, early returns.

use super::{Form, Kind, Means, Take};
use crate::model::{Flow, Model};
use crate::node::Node;
use crate::value::Value;
use Kind::{Bool, Float, Int, List, Statement, Text};
use Take::{Any, Literal};

/// The one construct that stands for a whole closure.
pub(crate) const BODY: &str = "a body";

/// The variables of a body.
pub(crate) const VARIABLES: &[&str] = &["s", "d", "w", "l"];

/// Within a body.
const fn within(kind: Kind) -> Take {
    Take::Within(kind, VARIABLES)
}

pub(super) fn forms() -> Vec<Form> {
    let body = "{ let s = $0; let d = $1; let w = $2; let l = $3; $4 $5 }";
    let start = [Any(Int), Any(Float), Any(Text), Any(List)];
    let body_of = |result| [&start[..], &[within(Statement), within(result)]].concat();
    let mut statement_forms = vec![
        Form::lazy(BODY, Int, &body_of(Int), body, Model::body),
        does("sequence", &[within(Statement), within(Statement)], "$0 $1", |model, parts| {
            match model.run(&parts[0]) {
                Flow::Next => model.run(&parts[1]),
                left @ Flow::Return(_) => left,
            }
        }),
        does("if", &[within(Bool), within(Statement)], "if $0 { $1 }", |model, parts| {
            model.branch(&parts[0], &[&parts[1]])
        }),
        does(
            "if else",
            &[within(Bool), within(Statement), within(Statement)],
            "if $0 { $1 } else { $2 }",
            |model, parts| model.branch(&parts[0], &[&parts[1], &parts[2]]),
        ),
        does("return", &[within(Int)], "return $0;", |model, parts| {
            Flow::Return(model.value(&parts[0]))
        }),
        does("return if", &[within(Bool), within(Int)], "if $0 { return $1; }", |model, parts| {
            match model.truth(&parts[0]) {
                Some(true) => Flow::Return(model.value(&parts[1])),
                Some(false) => Flow::Next,
                None => Flow::Return(None),
            }
        }),
        does(
            "switch",
            &[within(Int), Literal(Int), within(Statement), within(Statement)],
            "switch $0 { $1 => { $2 } _ => { $3 } }",
            |model, parts| {
                let subject = model.asked(&parts[0]);
                let case = model.value(&parts[1]);
                let taken = subject.map(|subject| Some(subject) == case);
                model.branched(taken, &[&parts[2], &parts[3]])
            },
        ),
    ];
    statement_forms.extend(assignments());
    statement_forms.extend(loops());
    statement_forms
}

fn does(name: &str, takes: &[Take], text: &str, means: fn(&mut Model, &[Node]) -> Flow) -> Form {
    Form::new(name, Statement, takes, text, Means::Does(means))
}

fn assignments() -> Vec<Form> {
    macro_rules! assign {
        ($($name:literal, $kind:expr, $text:literal, $of:expr;)*) => {vec![$({
            let mut form = does($text, &[within($kind)], $text, |model, parts| {
                let of: fn(&Value, &Value) -> Option<Value> = $of;
                model.assign($name, &parts[0], of)
            });
            form.assigns = Some($name);
            form
        }),*]};
    }
    let mut statement_forms = assign![
        "s", Int, "s += $0;", |s, n| s.int().checked_add(n.int()).map(Value::Int);
        "s", Int, "s -= $0;", |s, n| s.int().checked_sub(n.int()).map(Value::Int);
        "s", Int, "s *= $0;", |s, n| s.int().checked_mul(n.int()).map(Value::Int);
        "s", Int, "s /= $0;", |s, n| s.int().checked_div(n.int()).map(Value::Int);
        "s", Int, "s %= $0;", |s, n| s.int().checked_rem(n.int()).map(Value::Int);
        "d", Float, "d += $0;", |d, n| Some(Value::Float(d.float() + n.float()));
        "d", Int, "d -= $0;", |d, n| Some(Value::Float(d.float() - n.float()));
        "w", Text, "w += $0;", |w, t| Some(Value::Text(format!("{}{}", w.text(), t.text())));
    ];
    for (name, kind, text) in
        [("s", Int, "s = $0;"), ("w", Text, "w = $0;"), ("l", List, "l = $0;")]
    {
        let means = match name {
            "s" => |model: &mut Model, parts: &[Node]| model.replace("s", &parts[0]),
            "l" => |model: &mut Model, parts: &[Node]| model.replace("l", &parts[0]),
            _ => |model: &mut Model, parts: &[Node]| model.replace("w", &parts[0]),
        };
        let mut form = does(text, &[within(kind)], text, means);
        form.assigns = Some(name);
        statement_forms.push(form);
    }
    statement_forms
}

/// Loops over a range, a list and a map's names, with `break` and `continue`.
fn loops() -> Vec<Form> {
    macro_rules! over {
        ($($name:literal, $leave:literal, $head:literal, $sees:expr, $items:expr;)*) => {vec![$(
            does(
                $name,
                &[Take::Within(Bool, $sees), Take::Within(Statement, $sees)],
                concat!("for ", $head, " { if $0 { ", $leave, "; } $1 }"),
                |model, parts| {
                    let items: &[(i64, &str)] = $items;
                    model.repeat(items, $leave == "break", parts)
                },
            )
        ),*]};
    }
    over![
        "for over a range", "break", "k in 0..4", &["k"],
            &[(0, ""), (1, ""), (2, ""), (3, "")];
        "for over an inclusive range", "continue", "k in -1..=1", &["k"],
            &[(-1, ""), (0, ""), (1, "")];
        "for over an array", "break", "k in places", &["k"],
            &[(7, ""), (-3, ""), (90, ""), (1, "")];
        "for over a map", "continue", "v in table.keys()", &["v"],
            &[(0, "90"), (0, "Ada"), (0, "Zoë"), (0, "a")];
        "for with a counter", "break", "(v, k) in names", &["k", "v"],
            &[(0, "a"), (1, ""), (2, "Zoë")];
    ]
}
