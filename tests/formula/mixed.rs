//! Numbers that are whole in some rows and decimal in others are in each row of the type that Rhai
//! gives them: their division, their overflow, how they are compared and how they are written.

use crate::effort;
use crate::harness::{Bench, same};
use crate::random::Random;
use polars::prelude::*;
use rhai::Dynamic;
use rhai_polars::script::convert;

const CLOSURES: usize = 200;

/// Whole numbers that a decimal number cannot tell apart, and those at which Rhai overflows.
const WHOLE: [i64; 12] = [
    0,
    1,
    3,
    -3,
    7,
    90,
    (1 << 53) + 1,
    -(1 << 53) - 1,
    i64::MAX,
    i64::MAX - 1,
    i64::MIN,
    i64::MIN + 1,
];
const DECIMAL: [f64; 10] =
    [0.0, -0.0, 0.5, 2.5, -1.5, 3.0, 90.0, 9_007_199_254_740_992.0, 1e308, f64::NAN];

/// Rows in which nothing is missing but in the last few.
fn frame(random: &mut Random) -> DataFrame {
    const ROWS: usize = 20;
    let mut cells = |most: usize| -> Vec<usize> { (0..ROWS).map(|_| random.below(most)).collect() };
    let whole = |at: Vec<usize>| at.into_iter().map(|at| WHOLE[at]).collect::<Vec<_>>();
    let decimal = |at: Vec<usize>| at.into_iter().map(|at| DECIMAL[at]).collect::<Vec<_>>();
    let truths = |at: Vec<usize>| at.into_iter().map(|at| at == 0).collect::<Vec<_>>();
    let frame = df!(
        "i" => whole(cells(WHOLE.len())),
        "j" => whole(cells(WHOLE.len())),
        "f" => decimal(cells(DECIMAL.len())),
        "g" => decimal(cells(DECIMAL.len())),
        "p" => truths(cells(2)),
        "q" => truths(cells(2)),
        "s" => cells(2).into_iter().map(|at| ["a", "b"][at]).collect::<Vec<&str>>(),
    )
    .unwrap();
    let known = i64::try_from(ROWS - 4).unwrap();
    let shown = |name: &str| when(col("row").lt(lit(known))).then(col(name)).otherwise(lit(NULL));
    let rows = frame.with_row_index("row".into(), None).unwrap().lazy();
    rows.with_columns([shown("i"), shown("f"), shown("p")]).drop(cols(["row"])).collect().unwrap()
}

/// A mixed number.
fn number(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return [
            "(if r.p { r.i } else { r.f })",
            "(if r.q { r.g } else { r.j })",
            "(if r.q { 1 } else { 2.5 })",
            "(r.i ?? r.g)",
            "(r.f ?? r.j)",
            "(r.i ?? r.f ?? 7)",
            "mixed[r.s]",
            "(switch r.s { \"a\" => r.j, _ => 0.5 })",
            "kind(r.j, r.q)",
            "({ let s = r.j; if r.q { s += 0.5; } s })",
        ][random.below(10)]
        .into();
    }
    let other = match random.below(5) {
        0 => "r.j".into(),
        1 => ["3", "-1", "9007199254740993", "0"][random.below(4)].into(),
        2 if random.below(3) == 0 => "r.g".into(),
        _ => number(random, depth - 1),
    };
    let operand = number(random, depth - 1);
    let sign = ["+", "-", "*"][random.below(3)];
    // Of a division by a decimal zero Rhai has infinity, which is unknown by design.
    let divides = ["/", "%"][random.below(2)];
    let by = ["3", "-1", "2.5", "(if r.q { 2 } else { -0.5 })", "(if r.p { -1 } else { 7.0 })"];
    match random.below(14) {
        0..=2 => format!("({operand} {sign} {other})"),
        3 => format!("({other} {sign} {operand})"),
        4 | 5 => format!("({operand} {divides} {})", by[random.below(by.len())]),
        6 => format!("(-{operand})"),
        7 => format!("({operand}).{}()", ["abs", "floor", "ceiling", "round"][random.below(4)]),
        8 => format!("({operand}).{}({other})", ["min", "max"][random.below(2)]),
        9 => format!("(if r.q {{ {operand} }} else {{ {other} }})"),
        // What is unknown for its overflow is replaced, too.
        10 => format!("({} ?? {other})", number(random, 0)),
        11 => format!(
            "({{ let s = {operand}; if r.q {{ s {}= {other}; }} s }})",
            ["+", "-", "*"][random.below(3)]
        ),
        12 => format!(
            "({{ let s = {operand}; for k in [1, 2.5, 3] {{ if s > k {{ s -= k; }} }} s }})"
        ),
        _ => format!("half({operand})"),
    }
}

/// What a closure makes of mixed numbers.
fn body(random: &mut Random) -> String {
    let operand = number(random, 2);
    let other = match random.below(3) {
        0 => ["1", "3", "2.5", "9007199254740993", "9007199254740992.0"][random.below(5)].into(),
        1 => "r.j".into(),
        _ => number(random, 1),
    };
    let sign = ["==", "!=", "<", "<=", ">", ">="][random.below(6)];
    match random.below(9) {
        0 => operand,
        1 | 2 => format!("{operand} {sign} {other}"),
        3 => format!("({operand}).to_string()"),
        4 => format!("`<${{{operand}}}>`"),
        5 => format!(
            "({operand}).{}()",
            ["to_int", "sign", "sqrt", "to_float", "is_zero"][random.below(5)]
        ),
        6 => format!("{operand} in [1, 3, 9007199254740993]"),
        7 => format!("switch {operand} {{ 0..3 => \"low\", 3..=90 => \"mid\", _ => \"high\" }}"),
        _ => format!("[{operand}, 3][0] {sign} {other}"),
    }
}

const BEFORE: &str = "
let mixed = #{ a: 9007199254740993, b: 2.5 };
fn kind(n, whole) { if whole { n } else { 0.5 } }
fn half(n) { n / 2 }
";

/// Whether a row is wrong. Where nothing is missing, unknown is what Rhai fails at, and nothing
/// else.
fn wrong(given: &Dynamic, rhai: &Result<Dynamic, String>, known: bool) -> bool {
    match rhai {
        Ok(rhai) if given.is_unit() => known && !rhai.is_unit(),
        Ok(rhai) => !same(given, rhai),
        Err(_) => known && !given.is_unit(),
    }
}

#[test]
fn a_mixed_number_is_in_each_row_of_its_type() {
    let first: u64 = std::env::var("FORMULA_SEED").map_or(1, |seed| seed.parse().unwrap());
    let closures = effort::times(CLOSURES);
    let bench = Bench::new();
    let mut random = Random(first);
    let (mut known, mut unknown, mut refused) = (0, 0, 0);
    for _ in 0..closures {
        let frame = frame(&mut random);
        let body = body(&mut random);
        let closure = format!("|r| {body}");
        let column = match bench.compiled(BEFORE, &closure, &frame) {
            Ok(column) => column,
            Err(error) => {
                refused += 1;
                assert_eq!(error.code.name(), "constant", "{closure}\n{error}");
                continue;
            }
        };
        let interpreted = bench.interpreted(BEFORE, &closure, &frame);
        for (row, rhai) in interpreted.iter().enumerate() {
            let given = convert::cell_to_value(&column.get(row).unwrap());
            *if given.is_unit() { &mut unknown } else { &mut known } += 1;
            let wrong = wrong(&given, rhai, row < 16);
            assert!(
                !wrong,
                "{closure}\nrow {:?}\ncompiled {given:?}, Rhai {rhai:?}",
                convert::row_to_map(&frame, row)
            );
        }
    }
    println!("{known} known, {unknown} unknown, {refused} refused");
    assert!(known > unknown && refused < closures / 10);
}

#[test]
fn the_smallest_cases() {
    let frame = df!(
        "b" => [Some(true), Some(false), None], "c" => [true, true, true], "n" => [3_i64, 3, 3]
    );
    let frame = frame.unwrap();
    let bench = Bench::new();
    for (body, expected) in [
        ("{ let s = if i.b {1} else {2.5}; if i.c { s += 2; } s / 2 }", ["1.0", "2.25", "()"]),
        ("((if i.b {1} else {2.5}) + 0).to_string()", ["1", "2.5", "()"]),
        ("(if i.b {9007199254740993} else {2.5}) == 9007199254740992", ["false", "false", "()"]),
        ("((if i.b {9223372036854775807} else {2.5}) + 1) ?? -1", ["-1.0", "3.5", "-1.0"]),
        ("(if i.b {i.n} else {2.0}) % 2 == 1", ["true", "false", "()"]),
        ("(if i.b {i.n} else {3.0}).to_string()", ["3", "3.0", "()"]),
        ("[1.5, 7][if i.b {1} else {0}] / 2", ["3.0", "0.75", "()"]),
    ] {
        let given = bench.values(&format!("|i| {body}"), &frame);
        let shown = |value: &Dynamic| {
            if value.is_unit() { "()".to_owned() } else { value.to_string() }
        };
        let written = given.iter().map(shown);
        assert_eq!(written.collect::<Vec<String>>(), expected, "{body}");
    }
}

#[test]
fn what_asks_for_one_kind_says_so() {
    let frame = df!("b" => [true], "n" => [3_i64], "t" => ["abc"]).unwrap();
    let bench = Bench::new();
    for (body, message) in [
        ("(if i.b {1} else {2.5}).is_even()", "has no method `is_even`"),
        ("i.t.sub_string(if i.b {1} else {2.5})", "cannot be a decimal number"),
        ("switch (if i.b {1} else {2.5}) { 1 => 2, _ => 3 }", "cannot choose by a decimal number"),
        ("today + (if i.b {1} else {2.5})", "cannot take a date and a whole or decimal number"),
    ] {
        let closure = format!("|i| {{ let today = date(\"2026-11-23\"); {body} }}");
        let error = bench.error(&closure, &frame);
        assert!(error.to_string().contains(message), "{body}: {error}");
        assert!(error.advice().is_some(), "{body}");
    }
}
