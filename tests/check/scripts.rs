//! Random strategies of one rule a line, over the columns of the tests' rows.

use proptest::prelude::*;
use proptest::sample::select;

fn one_of(choices: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(choices.to_vec()).prop_map(String::from)
}

const COMPARISONS: &[&str] = &["==", "!=", "<", "<=", ">", ">="];

/// Whole numbers: a column, or what is made of one.
fn whole() -> impl Strategy<Value = String> {
    one_of(&[
        "i.age_days",
        "i.x",
        "i.x",
        "i.y",
        "i.messages",
        "i.note_length",
        "i.oldest_rank",
        "i.attempts",
        "i.messages + i.account_pending",
        "i.age_days * 2",
        "(i.note_length ?? -1)",
        "i.x + 1",
        "i.y + 1",
        "i.y - 3",
        "(i.x ?? 0)",
        "(i.x ?? i.age_days)",
        "i.l.len()",
        "(if i.b { i.x } else { 2 })",
        "#{ a: 1, b: 2 }[i.s]",
        "[3, 1][i.x]",
        "i.plus",
        "i.count_by(\"s\")",
        "-i.x",
        "i.x * 2",
    ])
}

fn decimal() -> impl Strategy<Value = String> {
    one_of(&["i.f", "i.f", "i.g", "(i.f ?? 0.5)", "i.half", "#{ a: 1, b: 2.5 }[i.s]", "i.f + i.g"])
}

fn atom() -> impl Strategy<Value = String> {
    let compared = |side: BoxedStrategy<String>, other: BoxedStrategy<String>| {
        let parts = (side, one_of(COMPARISONS), other, any::<bool>());
        parts.prop_map(
            |(a, how, b, turned)| {
                if turned { format!("{b} {how} {a}") } else { format!("{a} {how} {b}") }
            },
        )
    };
    let int = || {
        one_of(&[
            "0",
            "1",
            "2",
            "3",
            "-1",
            "9007199254740993",
            "10000000",
            "2147483647",
            "2147483646",
            "4294967294",
        ])
        .boxed()
    };
    let float =
        || one_of(&["0.0", "1.5", "2.0", "0.3", "-1.0", "0.25", "1.0e-17", "1", "2"]).boxed();
    let text = || one_of(&["\"a\"", "\"b\"", "\"c\""]).boxed();
    prop_oneof![
        6 => compared(whole().boxed(), int()),
        2 => compared(whole().boxed(), one_of(&["1.5", "2.0", "9007199254740992.0"]).boxed()),
        2 => compared(whole().boxed(), whole().boxed()),
        4 => compared(decimal().boxed(), float()),
        1 => compared(decimal().boxed(), decimal().boxed()),
        3 => compared(one_of(&["i.s", "i.company"]).boxed(), text()),
        1 => compared(one_of(&["i.state"]).boxed(), one_of(&["\"expired\"", "\"a\""]).boxed()),
        1 => compared(one_of(&["i.kind"]).boxed(), one_of(&["\"inmail\"", "\"\""]).boxed()),
        1 => compared(one_of(&["i.s", "(i.s ?? \"a\")"]).boxed(), one_of(&["i.company"]).boxed()),
        2 => compared(
            one_of(&["i.d", "i.at"]).boxed(),
            one_of(&["date(\"2026-11-02\")", "as_of", "today - 21"]).boxed(),
        ),
        1 => compared(one_of(&["i.d.weekday", "i.at.day", "i.at.month"]).boxed(), int()),
        4 => one_of(&[
            "i.b", "i.has_note", "i.b == false", "i.b == true", "i.b != i.has_note",
            "(i.b ?? true)",
            "i.x == ()", "i.f != ()", "() != i.s", "i.x in [1, 2]", "i.x in 1..3",
            "i.f in [0.3, 2.0]",
            "i.s in [\"a\", \"b\"]", "i.s in [\"b\"]", "\"a\" in i.l", "i.l.contains(\"b\")",
            "i.s.contains(\"a\")", "i.l.any(|t| t == \"a\")", "i.l.all(|t| t == \"a\")",
            "i.l.any(|t| t == \"b\")", "i.l.is_empty()", "i.n.any(|t| t > 1)", "i.n.all(|t| t > 1)",
            "#{ a: true, b: false }[i.s]", "#{ a: false, b: true }[i.s]", "i.yes", "i.b == ()",
            "i.x.abs() > 1", "i.s.to_lower() == \"a\"", "(i.x / i.age_days) == 1",
            "i.count_by([\"s\", \"b\"]) > 30", "i.rank_by(\"x\") > 30", "i.rank_by(\"-x\") > 30",
        ]),
    ]
}

fn condition() -> impl Strategy<Value = String> {
    atom().prop_recursive(3, 12, 3, |inner| {
        let pair = || (inner.clone(), inner.clone());
        prop_oneof![
            3 => pair().prop_map(|(a, b)| format!("({a} && {b})")),
            3 => pair().prop_map(|(a, b)| format!("({a} || {b})")),
            2 => inner.clone().prop_map(|a| format!("!({a})")),
            1 => pair().prop_map(|(a, b)| format!("(({a}) ?? ({b}))")),
            1 => inner.clone().prop_map(|a| format!("(({a}) == ())")),
            1 => (inner.clone(), pair())
                .prop_map(|(c, (a, b))| format!("(if {c} {{ {a} }} else {{ {b} }})")),
            1 => (inner.clone(), pair()).prop_map(|(c, (a, b))| {
                format!("(switch i.x {{ -1 => true, 0..2 => {a}, 2..=3 if {c} => {b}, _ => {c} }})")
            }),
        ]
    })
}

/// Conditions: some random, some made of earlier ones, so that they have something to do with one
/// another.
fn conditions() -> impl Strategy<Value = Vec<String>> {
    let random = prop::collection::vec(condition(), 1..4);
    let made = prop::collection::vec((0..6_u8, 0..4_usize, atom()), 0..3);
    (random, made).prop_map(|(mut choices, made)| {
        for (how, which, atom) in made {
            let earlier = choices[which % choices.len()].clone();
            choices.push(match how {
                0 => earlier,
                1 => format!("({atom} && {earlier})"),
                2 => format!("({earlier} || {atom})"),
                3 => format!("!({earlier})"),
                4 => format!("({earlier} || !({earlier}) || ({earlier}) == ())"),
                _ => format!("({earlier} && !({earlier}))"),
            });
        }
        choices
    })
}

/// How many lines stand before the first rule.
pub(crate) const HEAD_LINES: usize = 3;

/// A script with its rules' conditions.
pub(crate) fn scripts() -> impl Strategy<Value = (String, Vec<String>)> {
    conditions().prop_map(|conditions| {
        let head = "column(\"plus\", |i| i.x + 1);\ncolumn(\"half\", |i| i.f / 2.0);\n\
                    column(\"yes\", |i| i.b && i.x > 0);\n";
        let rules = conditions.iter().enumerate();
        let rules = rules.map(|(at, condition)| format!("keep(\"{at}\", |i| {condition});\n"));
        (format!("{head}{}", rules.collect::<String>()), conditions)
    })
}
