//! Windows: counts, sums and ranks over the rows that share a key.

use crate::harness::Bench;
use polars::prelude::*;

fn frame() -> DataFrame {
    df!(
        "company" => [Some("a"), Some("b"), Some("a"), None, None, Some("a")],
        "account" => ["x", "x", "y", "y", "x", "x"],
        "age" => [Some(10_i64), Some(20), None, Some(40), Some(50), Some(30)],
        "big" => [i64::MAX, 1, i64::MAX, 1, 1, 1],
    )
    .unwrap()
}

fn ints(closure: &str) -> Vec<Option<i64>> {
    let made = Bench::new().values(closure, &frame());
    made.iter().map(|value| value.as_int().ok()).collect()
}

#[test]
fn rows_without_a_key_are_a_group_of_their_own() {
    let counts = ints("|i| i.count_by(\"company\")");
    assert_eq!(counts, [Some(3), Some(1), Some(3), Some(2), Some(2), Some(3)]);
    let ranks = ints("|i| i.rank_by(\"-age\", \"company\")");
    assert_eq!(ranks, [Some(2), Some(1), None, Some(2), Some(1), Some(1)]);
    let both = ints("|i| i.count_by([\"company\", \"account\"])");
    assert_eq!(both, [Some(2), Some(1), Some(1), Some(1), Some(1), Some(2)]);
    assert_eq!(ints("|i| i.count_by()"), [Some(6); 6]);
}

#[test]
fn missing_values_are_left_out_of_sums_and_means() {
    let sums = ints("|i| i.sum_by(\"age\", \"account\")");
    assert_eq!(sums, [Some(110), Some(110), Some(40), Some(40), Some(110), Some(110)]);
    let means = Bench::new().values("|i| i.mean_by(\"age\", \"account\")", &frame());
    assert_eq!(means[0].as_float(), Ok(27.5));
    assert_eq!(ints("|i| i.max_by(\"age\", \"company\")")[2], Some(30));
    assert_eq!(ints("|i| i.min_by(\"age\", \"company\")")[2], Some(10));
}

#[test]
fn a_sum_that_does_not_fit_is_unknown() {
    let sums = ints("|i| i.sum_by(\"big\", \"company\")");
    assert_eq!(sums, [None, Some(1), None, Some(2), Some(2), None]);
}

#[test]
fn ranks_share_places_and_skip_the_missing() {
    let least = ints("|i| i.rank_by(\"age\", \"account\")");
    assert_eq!(least, [Some(1), Some(2), None, Some(1), Some(4), Some(3)]);
    let greatest = ints("|i| i.rank_by(\"-age\", \"account\")");
    assert_eq!(greatest, [Some(4), Some(3), None, Some(1), Some(1), Some(2)]);
    assert_eq!(ints("|i| i.rank_by(\"age\")"), [1, 2, 0, 4, 5, 3].map(|n| (n > 0).then_some(n)));
}

#[test]
fn a_window_measures_closures_and_other_windows() {
    let doubled = ints("|i| i.sum_by(|j| j.age * 2, \"account\")");
    assert_eq!(doubled[0], Some(220));
    let nested = ints("|i| i.max_by(|j| j.count_by(\"company\"), \"account\")");
    assert_eq!(nested, [Some(3); 6]);
    let used = ints("|i| if i.age > i.mean_by(\"age\", \"account\") { i.count_by() } else { 0 }");
    assert_eq!(used, [Some(0), Some(0), None, Some(0), Some(6), Some(6)]);
}

#[test]
fn a_window_in_a_filter_sees_the_rows_of_that_frame() {
    let bench = Bench::new();
    let count = |script: &str| {
        bench.run(script, &frame()).map_err(|e| e.to_string()).unwrap().as_int().unwrap()
    };
    assert_eq!(count("frame.filter(|i| i.count_by(\"company\") >= 3).len()"), 3);
    let twice = "frame.filter(|i| i.account == \"x\").filter(|i| i.count_by(\"company\") >= 3)";
    assert_eq!(count(&format!("{twice}.len()")), 0);
    let after = "frame.filter(|i| i.count_by(\"company\") >= 3).filter(|i| i.account == \"x\")";
    assert_eq!(count(&format!("{after}.len()")), 2);
    assert_eq!(count("frame.filter(|i| i.count_by() == 6).len()"), 6);
}

#[test]
fn misuse_of_a_window_names_its_form() {
    let bench = Bench::new();
    let error = bench.error("|i| i.mean_by()", &frame());
    assert!(error.advice().unwrap().contains("i.mean_by(column or closure, keys)"));
    assert_eq!(error.token(), Some("mean_by"));
    let error = bench.error("|i| i.sum_by(\"company\", \"account\")", &frame());
    assert_eq!(error.code.name(), "type-mismatch");
    assert_eq!(bench.error("|i| i.count_by(\"firm\")", &frame()).code.name(), "unknown-column");
}
