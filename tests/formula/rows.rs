//! `map_rows`: a closure called row by row, within the same bounds; its errors name the row.

use crate::harness::Bench;
use polars::prelude::*;
use rescind_runtime::deadline::Bounds;
use rhai_polars::script::Frame;
use rhai_polars::script::host::RowProgress;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

fn frame() -> DataFrame {
    let tags = Series::new("vip".into(), ["a", "b"]);
    df!(
        "age_days" => [Some(5_i64), Some(20), None],
        "Custom column" => [Some("x"), None, Some("z")],
        "score" => [1.5, 2.5, 3.5],
        "tags" => [Some(tags), None, None].into_iter().collect::<ListChunked>().into_series(),
        "sent_on" => [Some(0_i32), Some(59), None],
    )
    .unwrap()
    .lazy()
    .with_column(col("sent_on").cast(DataType::Date))
    .collect()
    .unwrap()
}

/// The column that a closure gives, row by row.
fn mapped(closure: &str) -> Column {
    let script = format!("frame.map_rows(\"new\", {closure})");
    let made = Bench::new().run(&script, &frame());
    let made = made.unwrap_or_else(|e| panic!("{closure}: {e} at {:?}", e.token()));
    made.cast::<Frame>().lazy().collect().unwrap().column("new").unwrap().clone()
}

/// The message of a closure that fails, its token and its advice.
fn failing(closure: &str) -> (String, String, String) {
    let script = format!("frame.map_rows(\"new\", {closure})");
    let error = Bench::new().run(&script, &frame()).unwrap_err();
    let token = error.token().unwrap_or_default().to_owned();
    (error.to_string(), token, error.advice().unwrap_or_default().to_owned())
}

#[test]
fn a_row_is_asked_as_in_a_formula() {
    let every_column =
        "|i| `${i.age_days ?? \"-\"} ${i[\"Custom column\"] == ()} ${i.sent_on?.month}`";
    let texts = mapped(every_column);
    let texts: Vec<_> = texts.str().unwrap().iter().flatten().collect();
    assert_eq!(texts, ["5 false 1", "20 true 3", "- false "]);
    let tags = mapped("|i| \"b\" in (i.tags ?? [])");
    assert_eq!(tags.bool().unwrap().iter().flatten().collect::<Vec<_>>(), [true, false, false]);
    let sums = mapped("|i| { let n = 0; while n * n < (i.age_days ?? 0) { n += 1; } n }");
    assert_eq!(sums.i64().unwrap().iter().flatten().collect::<Vec<_>>(), [3, 5, 0]);
}

#[test]
fn the_column_has_the_type_of_what_came_out() {
    let dtype = |closure: &str| mapped(closure).dtype().clone();
    let list = |of: DataType| DataType::List(Box::new(of));
    assert_eq!(dtype("|i| i.age_days"), DataType::Int64);
    assert_eq!(dtype("|i| if i.age_days == 5 { 1 } else { 2.5 }"), DataType::Float64);
    assert_eq!(dtype("|i| i.sent_on"), DataType::Date);
    assert_eq!(dtype("|i| date(\"2026-01-31\") + 0"), DataType::Date);
    assert_eq!(dtype("|i| i.tags ?? []"), list(DataType::String));
    assert_eq!(dtype("|i| [1, 2.5]"), list(DataType::Float64));
    assert_eq!(dtype("|i| []"), list(DataType::String));
    assert_eq!(dtype("|i| ()"), DataType::Null);
}

#[test]
fn values_stay_as_they_are() {
    let dates = mapped("|i| i.sent_on");
    assert!(
        dates.equals_missing(&frame().column("sent_on").unwrap().clone().with_name("new".into()))
    );
    let lists = mapped("|i| if i.age_days == 5 { [\"p\", (), \"q\"] } else { () }");
    assert_eq!(lists.list().unwrap().get_as_series(0).unwrap().null_count(), 1);
    assert_eq!(lists.null_count(), 2);
}

#[test]
fn an_error_names_its_place_and_its_row() {
    let (message, token, advice) = failing("|i| i.age_dayz");
    assert_eq!((token.as_str(), advice.as_str()), ("age_dayz", "did you mean `age_days`?"));
    assert!(message.ends_with("in row 0 (counted from 0)"), "{message}");
    let (message, token, _) = failing("|i| 10 / ((i.age_days ?? 0) - 20)");
    assert_eq!(token, "/");
    assert!(message.ends_with("in row 1 (counted from 0)"), "{message}");
    let (message, token, advice) = failing("|i| if i.age_days == () { \"none\" } else { 1 }");
    assert_eq!(token, "map_rows");
    assert!(message.contains("row 2 gives a text, but row 0 a whole number"), "{message}");
    assert!(advice.contains("counted from 0"), "{advice}");
    let (message, ..) = failing("|i| i");
    assert_eq!(message, "row 0 gives a row, which a column cannot hold");
    let (message, _, advice) = failing("|i, j| 1");
    assert!(message.contains("does not take one parameter"), "{message}");
    assert!(advice.contains("|i|"), "{advice}");
    let (message, token, _) = failing("|i| { i.age_days = 4; 1 }");
    assert_eq!((token.as_str(), message.contains("cannot be changed")), ("age_days", true));
}

#[test]
fn what_a_closure_keeps_outside_of_itself_lasts_from_row_to_row() {
    let script = "let total = 0; \
                  frame.map_rows(\"total\", |i| { total += i.age_days ?? 0; total })";
    let made = Bench::new().run(script, &frame()).unwrap().cast::<Frame>();
    let made = made.lazy().collect().unwrap();
    let totals = made.column("total").unwrap().i64().unwrap().iter().flatten();
    assert_eq!(totals.collect::<Vec<_>>(), [5, 25, 25]);
}

#[test]
fn it_stays_within_the_scripts_time_and_says_how_far_it_is() {
    let told = Arc::new(Mutex::new(vec![]));
    let sink = told.clone();
    let progress = move |done: RowProgress| sink.lock().unwrap().push(done.rows_done);
    let bounds = Bounds { time: Duration::from_millis(300), ..Bounds::default() };
    let long = df!("n" => (0..2_000_000_i64).collect::<Vec<_>>()).unwrap();
    let bench = Bench::bounded(&bounds, Arc::new(progress));
    let start = Instant::now();
    let error = bench.run("frame.map_rows(\"m\", |i| i.n)", &long).unwrap_err();
    assert_eq!(error.code.name(), "out-of-time");
    assert!(error.to_string().contains("in row "), "{error}");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    let told = told.lock().unwrap();
    assert_eq!((told[0], told[1]), (0, 16));
    // Over, however it ended.
    assert_eq!(told.last(), Some(&2_000_000));
}
