//! Whole numbers in column expressions, against a model of numbers without end: what does not fit
//! is missing, in `select`, in `agg` and over groups alike.

use crate::effort;
use crate::harness::value;
use proptest::prelude::*;
use rhai::Dynamic;
use std::fmt::Write;

type Number = Option<i128>;

fn fitting(number: i128) -> Number {
    i64::try_from(number).ok().map(i128::from)
}

fn both(a: Number, b: Number, of: fn(i128, i128) -> i128) -> Number {
    fitting(of(a?, b?))
}

fn sum(numbers: &[Number]) -> Number {
    fitting(numbers.iter().flatten().sum())
}

/// Sums up to each row that has a number.
fn sums(numbers: &[Number]) -> Vec<Number> {
    let mut so_far = 0;
    let next = |single: &Number| {
        so_far += (*single)?;
        fitting(so_far)
    };
    numbers.iter().map(next).collect()
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        1 => Just(None),
        4 => (-9_i64..9).prop_map(|n| Some(n.into())),
        4 => any::<i64>().prop_map(|n| Some(n.into())),
        2 => prop::sample::select(vec![i64::MIN, i64::MIN + 1, i64::MAX, 1 << 62, -1, 1])
            .prop_map(|n| Some(n.into())),
    ]
}

fn list(numbers: &[Number]) -> String {
    // Rhai's own texts have no literal of the least number.
    let text = |number: &Number| match number {
        None => "()".into(),
        Some(number) if *number == i128::from(i64::MIN) => format!("({} - 1)", number + 1),
        Some(number) => number.to_string(),
    };
    format!("[{}]", numbers.iter().map(text).collect::<Vec<_>>().join(", "))
}

fn given(script: &str) -> Vec<Number> {
    let rows = value(script).into_typed_array::<Dynamic>().unwrap();
    let cell = |row: &Dynamic| {
        let row = row.as_map_ref().unwrap();
        row["x"].as_int().ok().map(i128::from)
    };
    rows.iter().map(cell).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(24)))]

    #[test]
    fn nothing_wraps(rows in prop::collection::vec((number(), number(), 0..3_i64), 1..7)) {
        let a: Vec<Number> = rows.iter().map(|row| row.0).collect();
        let b: Vec<Number> = rows.iter().map(|row| row.1).collect();
        let keys: Vec<i64> = rows.iter().map(|row| row.2).collect();
        let frame = format!(
            "let f = frame(#{{ a: {}, b: {}, k: {keys:?} }});\n", list(&a), list(&b)
        );
        let each = |of: fn(i128, i128) -> i128| -> Vec<Number> {
            a.iter().zip(&b).map(|(a, b)| both(*a, *b, of)).collect()
        };
        let select = |expression: &str| {
            given(&format!("{frame}f.with(\"x\", {expression}).select(\"x\").rows()"))
        };
        prop_assert_eq!(select("col(\"a\") + col(\"b\")"), each(|a, b| a + b));
        prop_assert_eq!(select("col(\"a\") - col(\"b\")"), each(|a, b| a - b));
        prop_assert_eq!(select("col(\"a\") * col(\"b\")"), each(|a, b| a * b));
        let negated: Vec<_> = a.iter().map(|a| fitting(-(*a)?)).collect();
        prop_assert_eq!(select("-col(\"a\")"), negated);
        prop_assert_eq!(
            select("col(\"a\").abs()"),
            a.iter().map(|a| fitting((*a)?.abs())).collect::<Vec<_>>()
        );
        let floored: Vec<Number> = a.iter().zip(&b).map(|(a, b)| {
            let (a, b) = ((*a)?, (*b)?);
            let cut = a.checked_div(b)?;
            fitting(if cut * b != a && (a < 0) != (b < 0) { cut - 1 } else { cut })
        }).collect();
        prop_assert_eq!(select("col(\"a\").floor_div(col(\"b\"))"), floored);
        let before = |rows: usize| {
            let shifted = (0..a.len()).map(|row| row.checked_sub(rows).and_then(|row| a[row]));
            a.iter().zip(shifted).map(|(a, b)| both(*a, b, |a, b| a - b)).collect::<Vec<_>>()
        };
        prop_assert_eq!(select("col(\"a\").diff()"), before(1));
        prop_assert_eq!(select("col(\"a\").diff(2)"), before(2));
        for (sign, of) in [("+", (|a, b| a + b) as fn(i128, i128) -> i128),
            ("-", |a, b| a - b), ("*", |a, b| a * b)] {
            let constants = format!("lit({}[0]) {sign} lit({}[0])", list(&a), list(&b));
            prop_assert_eq!(select(&constants), vec![both(a[0], b[0], of); a.len()]);
        }
        prop_assert_eq!(select("col(\"a\").cum_sum()"), sums(&a));
        prop_assert_eq!(select("col(\"a\").sum()"), vec![sum(&a); a.len()]);
        let of_key = |key: i64, of: &[Number]| -> Vec<Number> {
            keys.iter().zip(of).filter(|(one, _)| **one == key).map(|(_, number)| *number).collect()
        };
        let totals: Vec<Number> = keys.iter().map(|key| sum(&of_key(*key, &a))).collect();
        prop_assert_eq!(select("col(\"a\").sum().over(\"k\")"), totals);
        let products = each(|a, b| a * b);
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        sorted.dedup();
        let groups: Vec<Number> = sorted.iter().map(|key| sum(&of_key(*key, &products))).collect();
        let agg = "f.group_by(\"k\").agg(#{ x: (col(\"a\") * col(\"b\")).sum() }).rows()";
        prop_assert_eq!(given(&format!("{frame}{agg}")), groups.clone());
        let agg = "f.group_by(\"k\").agg(#{ x: sum(|i| i.a * i.b) }).rows()";
        prop_assert_eq!(given(&format!("{frame}{agg}")), groups);
    }
}

/// A column of each type, of which one row is known and one is not; of `none` nothing is known.
const ROWS: &str = "let f = frame(#{ none: [(), ()], whole: [3, ()], decimal: [2.5, ()], \
    truth: [true, ()], text: [\"a\", ()], day: [today, ()], instant: [as_of, ()] })\
    .with(\"span\", col(\"day\") - date(\"2026-01-01\"));\nlet wrong = [];\n";

const TYPES: [&str; 8] = ["none", "whole", "decimal", "truth", "text", "day", "instant", "span"];

/// A part of a script that notes whether an expression is refused, or known where nothing is.
fn noted(expression: &str) -> String {
    let written = format!("{expression:?}");
    format!(
        "try {{ let x = f.with(\"x\", {expression}).value(\"x\", 1); \
         if x != () {{ wrong.push({written}); }} }} \
         catch (why) {{ wrong.push({written} + \": \" + why); }}"
    )
}

#[test]
fn nothing_known_is_computed_with_as_a_missing_value_is() {
    let mut script = ROWS.to_owned();
    for sign in ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&", "|"] {
        for name in TYPES {
            // What goes with a missing value of its own type goes with one of none.
            let single = format!("col(\"{name}\") {sign} col(\"{name}\")");
            let left = noted(&format!("col(\"{name}\") {sign} col(\"none\")"));
            let right = noted(&format!("col(\"none\") {sign} col(\"{name}\")"));
            writeln!(script, "try {{ f.with(\"x\", {single}); {left} {right} }} catch {{ }}")
                .unwrap();
        }
    }
    for expression in [
        "col(\"none\") + col(\"span\")",
        "col(\"none\") * col(\"span\")",
        "col(\"span\") * col(\"none\")",
        "-col(\"none\")",
        "!col(\"none\")",
        "col(\"whole\").pow(col(\"none\"))",
        "col(\"whole\").floor_div(col(\"none\"))",
        "col(\"none\").floor_div(col(\"whole\"))",
        "col(\"whole\").clip(col(\"none\"), 5) - col(\"none\")",
        "col(\"none\").dt.offset_by(\"3d\").year() + col(\"none\").len_chars()",
    ] {
        script += &noted(expression);
    }
    assert_eq!(value(&format!("{script}\nwrong")).to_string(), "[]");
}
