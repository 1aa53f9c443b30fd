//! Closures that once failed: compiled, they give what stands beside them, and where Rhai has an
//! answer it is the same. What a random run finds goes here, cut down.

use crate::forms::BEFORE;
use crate::harness::{Bench, same};
use polars::prelude::*;
use rhai_polars::script::convert;

/// A closure, and what it gives in each row of [`frame`]; `()` where it is unknown.
const CORPUS: &[(&str, [&str; 3])] = &[
    // Whole-number literals without a type of their own were 32 bits wide.
    ("{ let k = if r.t == \"a\" { 2000000000 } else { 1 }; k + k }", ["4000000000", "2", "()"]),
    // A literal day was an instant in nanoseconds, which end in 2262.
    (
        "{ let d = date(\"9999-12-21\"); \
         (if r.p { d - days(r.i) } else { date(\"1970-01-01\") }).year }",
        ["9999", "1970", "()"],
    ),
    // A place in a list near the end of 64 bits was added to without care.
    ("(r.t.split(\",\")[r.i]) ?? \"none\"", ["none", "none", "none"]),
    // Polars found no empty text before the first and after the last letter.
    ("r.t.split(\"\").len()", ["3", "5", "()"]),
    // What is computed with a missing value had no type.
    ("switch r.f * table[\"\"] { 0..=90 => 1, _ => 2 }", ["()", "()", "()"]),
    // No element of no list was `false`.
    ("[].filter(|x| x == 1).len() + r.t.len()", ["1", "3", "()"]),
    ("[3, 5].filter(|x| x > 4).len() + r.t.len()", ["2", "4", "()"]),
    // Polars takes the square root, which has no answer to what is infinite, and multiplies where
    // Rhai raises.
    ("((r.f.max(-1.0) - r.f) + (-1e308 * 10.0)) ** 0.5", ["inf", "NaN", "()"]),
    ("0.2 ** (if r.p { 7 } else { 8 }) - 0.2 ** 7.0", ["0.0", "-0.000010240000000000004", "()"]),
    (
        "(if r.i > 3 { 0.2 } else { 0.3 }) ** 7.0",
        ["0.000012800000000000005", "0.000012800000000000005", "()"],
    ),
    // Beside a missing value, whole numbers went through decimal ones.
    ("r.i.min(\"\".to_int()) ?? r.i", ["7", "9223372036854775807", "()"]),
    // A comparison of truths that are known beforehand was left to each row.
    ("[1, 2].filter(|x| (x > 1) > false).len() + r.t.len()", ["2", "4", "()"]),
    // A number that is whole in some rows was not looked for among decimal ones.
    ("(if r.p { r.i } else { r.f }) in [7.0, 2.5]", ["true", "false", "()"]),
    // A number was taken for as great after rounding as it was before.
    ("(if r.p { 1.25 } else { 0.25 }).floor() > 0.0", ["true", "false", "()"]),
    ("(if r.p { 1.75 } else { 0.25 }).ceiling() >= 2.0", ["true", "false", "()"]),
    ("(if r.p { 1.75 } else { 0.25 }).round() >= 2.0", ["true", "false", "()"]),
    ("(if r.p { 1.25 } else { 0.25 }).round() < 0.25", ["false", "true", "()"]),
    // The remainder of the least number by -1 was held for known.
    ("((if r.p ?? false { 7 } else { -9223372036854775807 - 1 }) % -1) ?? 5", ["0", "5", "5"]),
    // Two zeros were one constant.
    ("{ let z = 0.0; if r.p { z = -0.0; } z ** -1.0 }", ["-inf", "inf", "()"]),
    // What was not added turned -0.0 into 0.0.
    ("{ let d = r.f; if !(r.p ?? true) { d += 1.0; } d ** -1.0 }", ["-inf", "NaN", "()"]),
    // A list that is the same in every row lost its missing elements where it met another.
    ("{ let l = [1]; if r.p { l = [1, ()]; } l.len() }", ["2", "1", "()"]),
    ("(if r.p { [1, (), 3] } else { [4, 5] }).get(1)", ["()", "5", "()"]),
    // A missing value that is known beforehand was compared as Rhai compares it.
    ("table[\"nobody\"] != 3 && r.p", ["()", "false", "()"]),
    ("equal(silent(1), r.i)", ["()", "()", "()"]),
    ("r.i in [7, ()]", ["true", "()", "()"]),
    ("switch nothing { 7 => 1, _ => 2 }", ["()", "()", "()"]),
];

/// Rows with a missing value in each column, and numbers at which rules change.
fn frame() -> DataFrame {
    df!(
        "i" => [Some(7_i64), Some(i64::MAX), None],
        "f" => [Some(-0.0), Some(f64::NAN), None],
        "p" => [Some(true), Some(false), None],
        "t" => [Some("a"), Some("Zoë"), None],
    )
    .unwrap()
}

#[test]
fn what_once_failed_stays_right() {
    let bench = Bench::new();
    for (body, expected) in CORPUS {
        let closure = format!("|r| {body}");
        let column = bench.compiled(BEFORE, &closure, &frame());
        let column = column.unwrap_or_else(|error| panic!("{closure}: {error}"));
        let interpreted = bench.interpreted(BEFORE, &closure, &frame());
        for (at, (expected, rhai)) in expected.iter().zip(interpreted).enumerate() {
            let given = convert::cell_to_value(&column.get(at).unwrap());
            let written = if given.is_unit() { "()".into() } else { given.to_string() };
            assert_eq!(written, *expected, "{closure} in row {at}");
            if let (false, Ok(rhai)) = (given.is_unit(), rhai) {
                assert!(same(&given, &rhai), "{closure} in row {at}: {given:?}, Rhai {rhai:?}");
            }
        }
    }
}
