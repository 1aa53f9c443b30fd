//! A formula is taken wherever a frame takes an expression: to sort, to group, to tell apart, to
//! show, and within aggregates.

use crate::harness::Bench;
use polars::prelude::*;
use rhai_polars::script::{Diagnosis, Frame};

fn frame() -> DataFrame {
    df!(
        "n" => [Some(3_i64), Some(-9), None, Some(5), None, Some(4)],
        "who" => [Some("Ann"), Some("bob"), Some("ann"), None, Some("Bob"), Some("cy")],
        "f" => [Some(0.5), None, Some(2.5), Some(1.5), Some(1.0), None],
        "big" => [i64::MAX, 1, i64::MAX, 1, 1, 1],
    )
    .unwrap()
}

fn made(script: &str) -> Result<DataFrame, Diagnosis> {
    Ok(Bench::new().run(script, &frame())?.cast::<Frame>().lazy().collect().unwrap())
}

/// The values of a frame's column, one after another.
fn values(script: &str, column: &str) -> String {
    let made = made(script).unwrap_or_else(|e| panic!("{script}: {e}; {:?}", e.advice()));
    let cells = made.column(column).unwrap().as_materialized_series().iter();
    cells.map(|cell| cell.str_value().to_string()).collect::<Vec<_>>().join(" ")
}

fn names(script: &str) -> Vec<String> {
    made(script).unwrap().columns().iter().map(|column| column.name().to_string()).collect()
}

fn told(script: &str) -> (String, String, String) {
    let error = made(script).unwrap_err();
    let token = error.token().unwrap_or_default().to_owned();
    (error.to_string(), token, error.advice().unwrap_or_default().to_owned())
}

#[test]
fn rows_are_sorted_by_formulas() {
    assert_eq!(values("frame.sort_by(|i| i.n.abs())", "n"), "3 4 5 -9 null null");
    assert_eq!(values("frame.sort_by(|i| i.n.abs(), true)", "n"), "-9 5 4 3 null null");
    assert_eq!(values("frame.sort_by(|i| i.n ?? 0, true)", "n"), "5 4 3 null null -9");
    let mixed = "frame.sort_by([|i| i.who.to_lower(), \"-f\", col(\"n\").abs()])";
    assert_eq!(values(mixed, "who"), "ann Ann Bob bob cy null");
    assert_eq!(values(mixed, "f"), "2.5 0.5 1.0 null null 1.5");
    assert_eq!(values("frame.sort_by(|i| i.count_by(\"who\") + i.n)", "n"), "-9 3 4 5 null null");
    let columns = made("frame.sort_by(|i| { let a = i.n * i.n; a * a + a })").unwrap();
    assert_eq!(columns.width(), 4);
}

#[test]
fn rows_are_told_apart_by_formulas() {
    assert_eq!(values("frame.unique(|i| i.who.to_lower())", "who"), "Ann bob null cy");
    assert_eq!(values("frame.unique([\"who\", |i| i.n > 3])", "who").split(' ').count(), 6);
    assert_eq!(values("frame.unique(|i| i.n == ())", "n"), "3 null");
}

#[test]
fn rows_are_grouped_by_formulas_with_a_name() {
    let script = "frame.group_by(#{ name: |i| i.who.to_lower() }).agg(#{ rows: count() })";
    assert_eq!(values(script, "name"), "ann bob cy null");
    assert_eq!(values(script, "rows"), "2 2 1 1");
    let script = "frame.group_by([\"who\", #{ known: |i| i.n != () }]).agg(#{ rows: count() })";
    assert_eq!(names(script), ["who", "known", "rows"]);
    let counted = "frame.count_by(#{ odd: |i| i.n % 2 != 0 })";
    assert_eq!(values(counted, "odd"), "true null false");
}

#[test]
fn aggregates_take_formulas_and_leave_out_what_is_unknown() {
    let by = |aggregate: &str| {
        let script = format!(
            "frame.group_by(#{{ k: |i| (i.who ?? \"?\").to_lower() }}).agg(#{{ v: {aggregate} }})"
        );
        values(&script, "v")
    };
    // The groups: `?` 5; `ann` 3 and unknown; `bob` -9 and unknown; `cy` 4.
    assert_eq!(by("sum(|i| i.n * 2)"), "10 6 -18 8");
    assert_eq!(by("count(|i| i.n > 3)"), "1 0 0 1");
    assert_eq!(by("count(|i| i.n == ())"), "0 1 1 0");
    assert_eq!(by("mean(|i| i.f + 1)"), "2.5 2.5 2.0 null");
    assert_eq!(by("median(|i| i.f)"), "1.5 1.5 1.0 null");
    assert_eq!(by("quantile(|i| i.n, 0.5)"), "5.0 3.0 -9.0 4.0");
    assert_eq!(by("min(|i| i.who.to_upper())"), "null ANN BOB CY");
    assert_eq!(by("max(|i| i.n.abs())"), "5 3 9 4");
    assert_eq!(by("first(|i| i.who)"), "null Ann bob cy");
    assert_eq!(by("last(|i| i.who)"), "null ann Bob cy");
    assert_eq!(by("n_unique(|i| i.who.to_lower())"), "1 1 1 1");
    assert_eq!(by("sum(col(\"n\") + 1)"), "6 4 -8 5");
    // A sum that does not fit is unknown, as in a formula.
    assert_eq!(by("sum(|i| i.big)"), "1 null 2 1");
}

#[test]
fn columns_are_shown_under_new_names() {
    let script = "frame.select([\"who\", #{ twice: |i| i.n * 2, also: \"f\" }, col(\"big\")])";
    assert_eq!(names(script), ["who", "also", "twice", "big"]);
    assert_eq!(values(script, "twice"), "6 -18 null 10 null 8");
}

#[test]
fn wrong_use_is_told_at_its_place() {
    let (message, token, advice) = told("frame.group_by(|i| i.n)");
    assert_eq!(
        (message.as_str(), token.as_str()),
        ("a formula needs a name for its column here", "group_by")
    );
    assert!(advice.contains("#{ weeks: |i| i.age_days / 7 }"));
    let (message, token, advice) = told("frame.group_by(\"who\").agg(#{ v: sum(|i| i.n > 3) })");
    assert_eq!((token.as_str(), message.contains("true or false")), (">", true));
    assert!(advice.contains("count(|i|"), "{advice}");
    let (_, token, _) = told("frame.group_by(\"who\").agg(#{ v: mean(|i| i.nn) })");
    assert_eq!(token, "nn");
    let (_, token, _) = told("frame.group_by(\"who\").agg(#{ v: count(|i| i.n) })");
    assert_eq!(token, "n");
    let (message, token, advice) = told("frame.sort_by(|i| i.who.split(\"n\"))");
    assert_eq!((token.as_str(), message.contains("by a list")), ("sort_by", true));
    assert!(advice.contains("i.tags.len"));
    let (message, token, advice) =
        told("frame.group_by(\"who\").agg(#{ v: sum(|i| i.n) / count() })");
    assert_eq!((token.as_str(), message.contains("`sum` of a closure")), ("/", true));
    assert!(advice.contains("after it"), "{advice}");
    let followed = "frame.group_by(\"who\").agg(#{ total: sum(|i| i.n), rows: count() })\
                    .with(\"share\", |g| g.total / g.rows)";
    assert!(made(followed).is_ok());
    assert_eq!(told("frame.sort_by(\"-whoo\")").2, "did you mean `who`?".to_owned());
}
