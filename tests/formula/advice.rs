//! The advice of errors is followed to the letter: what it says to write works.

use crate::harness::Bench;
use polars::prelude::*;

/// A closure that is refused, a part of the advice, and the script that does as it says.
const FOLLOWED: &[(&str, &str, &str)] = &[
    (
        "|i| [\"a\", \"b\"].filter(|t| t in i.tags).len() > 0",
        "for x in list { if … { n += 1; } }",
        "frame.with(\"result\", |i| { let n = 0; for x in [\"a\", \"b\"] { if x in i.tags \
         { n += 1; } } n > 0 })",
    ),
    (
        "|i| [\"a\", \"b\"].filter(|t| t in i.tags).len() > 0",
        "{ let known = i.tags; … })`, where an inner closure asks `known`",
        "frame.map_rows(\"result\", |i| { let known = i.tags; [\"a\", \"b\"].filter(|t| t in \
         known).len() > 0 })",
    ),
    (
        "|i| i.tags.map(|t| t.len()).len()",
        "`i.tags.any(|tag| tag.len() > 3)`",
        "frame.with(\"result\", |i| i.tags.any(|tag| tag.len() > 3))",
    ),
    (
        "|i| i.tags.map(|t| t.len()).len()",
        "`pending.map_rows(\"column\", |i| …)`",
        "frame.map_rows(\"result\", |i| i.tags.map(|t| t.len()).len())",
    ),
    (
        "|i| i.tags.map(|t| t.len() + i.m).len()",
        "ask before, as in `let known = i.tags;`",
        "frame.map_rows(\"result\", |i| { let known = i.m; i.tags.map(|t| t.len() + known).len() \
         })",
    ),
    (
        "|i| { for t in i.tags { if t == \"a\" { return true; } } false }",
        "`i.tags.any(|tag| …)` or `\"client\" in i.tags`",
        "frame.with(\"result\", |i| i.tags.any(|tag| tag == \"a\") || \"client\" in i.tags)",
    ),
    ("|i| i.n in 0..i.m", "`a <= x && x < b`", "frame.with(\"result\", |i| 0 <= i.n && i.n < i.m)"),
    (
        "|i| { let k = 0; while k < i.m { k += 1; } k }",
        "with `for`",
        "frame.with(\"result\", |i| { let k = 0; for x in 0..9 { if x >= i.m { break; } \
         k += 1; } k })",
    ),
    (
        "|i| i.t[0] == 'a'",
        "`.sub_string(start, length)`",
        "frame.with(\"result\", |i| i.t.sub_string(0, 1) == \"a\")",
    ),
    ("|i| i.n == \"3\"", "`.to_int()`", "frame.with(\"result\", |i| i.t.to_int() == i.n)"),
    (
        "|i| i.tags == [\"a\"]",
        "`\"client\" in i.tags`",
        "frame.with(\"result\", |i| \"client\" in i.tags)",
    ),
    ("|i| 1 < i.n < 3", "`&&`", "frame.with(\"result\", |i| 1 < i.n && i.n < 3)"),
    (
        "|i| i.n < ()",
        "ask for it with `== ()`, or replace it with `??`",
        "frame.with(\"result\", |i| i.n == () || (i.n ?? 0) < 1)",
    ),
    ("|i| { try { i.n } catch { 0 } }", "`== ()` or `??`", "frame.with(\"result\", |i| i.n ?? 0)"),
];

fn frame() -> DataFrame {
    let tags: ListChunked = [vec!["a", "long"], vec![]]
        .into_iter()
        .map(|items: Vec<&str>| Some(Series::new("".into(), items)))
        .collect();
    df!(
        "n" => [Some(3_i64), None],
        "m" => [4_i64, 5],
        "t" => ["3", "ab"],
        "tags" => tags.into_series(),
    )
    .unwrap()
}

#[test]
fn what_advice_says_to_write_works() {
    let (bench, frame) = (Bench::new(), frame());
    let mut failed = vec![];
    for (wrong, part, right) in FOLLOWED {
        let advice = match bench.compiled("", wrong, &frame) {
            Ok(made) => format!("it gave {made:?}"),
            Err(error) => error.advice().unwrap_or_default().to_owned(),
        };
        if !advice.contains(part) {
            failed.push(format!("{wrong}: no {part}: {advice}"));
        }
        if let Err(error) = bench.run(right, &frame) {
            failed.push(format!("{right}: {error}: {:?}", error.advice()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn an_inner_closure_that_asks_the_row_is_told_to_have_it_asked_before() {
    let (bench, frame) = (Bench::new(), frame());
    let wrong = "frame.map_rows(\"k\", |i| i.tags.map(|t| t.len() + i.m).len())";
    let error = bench.run(wrong, &frame).unwrap_err();
    assert_eq!(error.code.name(), "borrowed", "{error}");
    assert!(error.advice().is_some_and(|advice| advice.contains("`let known = i.m;`")));
    let right =
        "frame.map_rows(\"k\", |i| { let known = i.m; i.tags.map(|t| t.len() + known).len() })";
    assert!(bench.run(right, &frame).is_ok());
}
