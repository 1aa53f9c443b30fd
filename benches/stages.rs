//! What each stage of a plan costs at several sizes: reading by source, the state and the accounts
//! of what was read, compiling a strategy, planning, pacing, writing, and what the REPL offers.
//! `cargo bench --bench stages` runs it; `benches/compare/` has what others need for the same.

use chrono::{DateTime, NaiveDate, Utc};
use divan::Bencher;
use divan::counter::ItemsCount;
use polars::prelude::*;
use rescind::output::{self, Format, PlanView, Style};
use rescind::plan::{Plan, PlanSettings};
use rescind::repl::{ReplState, complete};
use rescind::session::{RunOptions, ScriptFile, Session, SessionSettings};
use rescind_data::import::Source;
use rescind_data::limits::Pacing;
use rescind_runtime::deadline::Bounds;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

const SIZES: [usize; 3] = [500, 100_000, 1_000_000];

/// How many invitations an account has.
const ROWS_OF_ACCOUNT: usize = 500;

const STRATEGY: &str = include_str!("compare/strategy.rhai");

/// Files of this run, which go with it.
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| good(tempfile::tempdir()));

fn main() {
    divan::main();
}

fn good<T, E: Debug>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| unreachable!("{error:?}"))
}

fn as_of() -> DateTime<Utc> {
    good("2026-11-23T00:00:00Z".parse())
}

/// Sent invitations, the accounts' rows among each other.
fn rows(count: usize) -> DataFrame {
    let accounts = count.div_ceil(ROWS_OF_ACCOUNT);
    let numbers = || 0..count;
    // A number that looks like chance, and is the same in every run.
    let mixed = |number: usize| number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
    let texts = |name: &str, value: &dyn Fn(usize) -> Option<String>| {
        Column::new(name.into(), numbers().map(value).collect::<Vec<_>>())
    };
    let sent: Vec<i64> = numbers()
        .map(|number| {
            let minutes = i64::try_from(mixed(number) % 400_000).unwrap_or(0);
            as_of().timestamp_micros() - minutes * 60_000_000
        })
        .collect();
    let instant = DataType::Datetime(TimeUnit::Microseconds, None);
    let states = ["pending", "pending", "pending", "accepted", "withdrawn"];
    let noted = |number| mixed(number).is_multiple_of(3);
    let segment = |number| ["vip", "cold", "event"].get(mixed(number) % 10);
    let columns = vec![
        texts("id", &|number| Some(format!("row {number}"))),
        texts("account", &|number| Some(format!("acct-{}", mixed(number) % accounts))),
        texts("profile_url", &|n| Some(format!("https://www.linkedin.com/in/person-{n}"))),
        texts("name", &|number| Some(format!("Person {number}"))),
        good(Column::new("sent_at".into(), sent).cast(&instant)),
        texts("note", &|number| noted(number).then(|| "Hi, I liked your talk on data.".into())),
        texts("state", &|number| Some(states[mixed(number) % 5].into())),
        texts("segment", &|number| segment(number).map(|word| (*word).into())),
    ];
    good(DataFrame::new(count, columns))
}

fn written(count: usize, ending: &str) -> PathBuf {
    let path = FOLDER.path().join(format!("{count}.{ending}"));
    if !path.exists() {
        let (file, mut rows) = (good(File::create(&path)), rows(count));
        if ending == "csv" {
            let mut out = CsvWriter::new(file).with_datetime_format(Some("%F %T".into()));
            good(out.finish(&mut rows));
        } else {
            good(ParquetWriter::new(file).finish(&mut rows));
        }
    }
    path
}

fn session(path: &Path) -> Session {
    let source = Source { account: None, path: path.to_path_buf() };
    good(Session::open(&[source], SessionSettings::at(as_of()), &|_| {}))
}

fn planned(session: &Session) -> Plan {
    let as_of = as_of();
    let start = as_of.date_naive();
    let settings = PlanSettings { as_of, start, skip_weekends: false };
    let script = ScriptFile::from_text("compared", STRATEGY.to_owned());
    good(session.plan(&script, &RunOptions::silent(Bounds::default()), &settings, &|_| {}))
}

/// From the file to the frame: whom the rows name, which accounts there are, what is wrong.
#[divan::bench_group]
mod import {
    use super::{Bencher, ItemsCount, SIZES, session, written};

    #[divan::bench(args = SIZES)]
    fn parquet(bencher: Bencher, count: usize) {
        let path = written(count, "parquet");
        bencher.counter(ItemsCount::new(count)).bench(|| session(&path));
    }

    #[divan::bench(args = SIZES)]
    fn csv(bencher: Bencher, count: usize) {
        let path = written(count, "csv");
        bencher.counter(ItemsCount::new(count)).bench(|| session(&path));
    }
}

/// State, age and all else that follows from other columns, for every row.
#[divan::bench(args = SIZES)]
fn derivation(bencher: Bencher, count: usize) {
    use rescind_runtime::query::Query;
    let session = session(&written(count, "parquet"));
    let columns = ["state", "known_by", "age_days", "has_note", "days_to_accept"].map(col);
    let query = session.invitations.frame.clone().select(columns);
    bencher.counter(ItemsCount::new(count)).bench(|| good(query.clone().rows()));
}

/// From the text of the strategy to what it declares.
#[divan::bench]
fn compilation(bencher: Bencher) {
    let session = Session::without_data(
        SessionSettings::at(as_of()),
        &[("segment".into(), DataType::String)],
    );
    let script = ScriptFile::from_text("compared", STRATEGY.to_owned());
    bencher.bench(|| good(session.run(&script, &RunOptions::silent(Bounds::default()))));
}

#[divan::bench(args = SIZES)]
fn plan(bencher: Bencher, count: usize) {
    let session = session(&written(count, "parquet"));
    bencher.counter(ItemsCount::new(count)).bench(|| planned(&session));
}

/// The days of one account's withdrawals.
#[divan::bench(args = [25, 1_000, 10_000])]
fn pacing(bencher: Bencher, withdrawals: usize) {
    let start = good("2026-11-23".parse::<NaiveDate>());
    let pacing = Pacing { start, skip_weekends: true, per_day: 25, recorded: BTreeMap::new() };
    bencher.bench(|| divan::black_box(&pacing).spread(withdrawals));
}

#[divan::bench(args = SIZES, consts = [0, 1, 2])]
fn output<const FORMAT: usize>(bencher: Bencher, count: usize) {
    let format = [Format::Parquet, Format::Csv, Format::Json][FORMAT];
    let plan = planned(&session(&written(count, "parquet")));
    let (style, view) = (Style::default(), PlanView::default());
    bencher.counter(ItemsCount::new(plan.actions.height())).bench(|| {
        let mut out = Vec::new();
        good(output::write_plan(&plan, format, &style, &view, &mut out));
        out
    });
}

/// What the REPL offers while somebody types; it computes no row.
#[divan::bench(args = ["with", "withdraw(\"old\", |i| i.age_", "invitations.filter(|i| i.st"])]
fn completion(bencher: Bencher, text: &str) {
    let session = Arc::new(session(&written(500, "parquet")));
    let running = RunOptions::silent(Bounds::default());
    let desk = good(ReplState::new(session, running, Style::default(), FOLDER.path()));
    bencher.bench(|| complete(&desk, text));
}
