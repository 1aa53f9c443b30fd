//! What a compiled formula costs beside the same expression written by hand, on a million rows
//! with missing values; and what the closure costs that is called row by row, over ten thousand.
//! Compare the columns of one run: times differ from machine to machine, their ratio does not.
//! `cargo bench` runs it.
//!
//! The expressions are those that one who knows Polars would write, without what a formula has in
//! addition: they wrap where it is unknown, and sum as Polars does.

#![expect(clippy::disallowed_methods, reason = "what Polars takes is measured, and nothing else")]

use divan::Bencher;
use polars::prelude::*;
use rescind::domain::INVITATIONS;
use rescind_runtime::deadline::Bounds;
use rhai::{Engine, Scope};
use rhai_polars::script::Frame;
use rhai_polars::script::host::Host;
use rhai_polars::script::library::{Library, NoImports};
use rhai_polars::script::sandbox::sandbox_engine;
use std::fmt;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

const ROWS: usize = 1_000_000;

/// A closure and the expression that means the same.
struct Pair {
    name: &'static str,
    closure: &'static str,
    by_hand: fn() -> Expr,
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

const PAIRS: [Pair; 20] = [
    Pair {
        name: "sum",
        closure: "|i| i.age_days + i.messages",
        by_hand: || col("age_days") + col("messages"),
    },
    Pair {
        name: "product",
        closure: "|i| i.age_days * 5",
        by_hand: || col("age_days") * lit(5_i64),
    },
    Pair {
        name: "division",
        closure: "|i| i.note_length / 10",
        by_hand: || col("note_length") / lit(10_i64),
    },
    Pair {
        name: "choice",
        closure: "|i| if i.has_note { 0 } else { 30 }",
        by_hand: || when(col("has_note")).then(lit(0_i64)).otherwise(lit(30_i64)),
    },
    Pair {
        name: "five-term score",
        closure: "|i| i.age_days * 2 + i.messages * 5 - i.note_length / 10 \
                  + if i.has_note { 0 } else { 30 } + if i.company == \"Acme\" { 7 } else { 0 }",
        by_hand: || {
            col("age_days") * lit(2_i64) + col("messages") * lit(5_i64)
                - col("note_length") / lit(10_i64)
                + when(col("has_note")).then(lit(0_i64)).otherwise(lit(30_i64))
                + when(col("company").eq(lit("Acme"))).then(lit(7_i64)).otherwise(lit(0_i64))
        },
    },
    Pair {
        name: "decimal score",
        closure: "|i| i.score * 0.5 + i.age_days * 1.5 + i.messages * 0.25 \
                  + i.note_length * 0.01 - i.days_to_accept * 2.0",
        by_hand: || {
            col("score") * lit(0.5)
                + col("age_days") * lit(1.5)
                + col("messages") * lit(0.25)
                + col("note_length") * lit(0.01)
                - col("days_to_accept") * lit(2.0)
        },
    },
    Pair {
        name: "condition",
        closure: "|i| i.age_days >= 90 && !i.has_note",
        by_hand: || col("age_days").gt_eq(lit(90_i64)).and(col("has_note").not()),
    },
    Pair {
        name: "text",
        closure: "|i| i.company.to_lower().contains(\"acme\") || i.company == ()",
        by_hand: || {
            let lower = col("company").str().to_lowercase();
            lower.str().contains_literal(lit("acme")).or(col("company").is_null())
        },
    },
    Pair {
        name: "switch",
        closure: "|i| switch i.messages { 0 => 40, 1 => 20, 2..=5 => 5, _ => 0 }",
        by_hand: || {
            when(col("messages").eq(lit(0_i64)))
                .then(lit(40_i64))
                .when(col("messages").eq(lit(1_i64)))
                .then(lit(20_i64))
                .when(col("messages").is_between(lit(2_i64), lit(5_i64), ClosedInterval::Both))
                .then(lit(5_i64))
                .otherwise(lit(0_i64))
        },
    },
    Pair {
        name: "decimal condition",
        closure: "|i| i.score > 62.5",
        by_hand: || col("score").gt(lit(62.5)),
    },
    Pair {
        name: "decimal beside whole",
        closure: "|i| i.age_days > i.score",
        by_hand: || col("age_days").cast(DataType::Float64).gt(col("score")),
    },
    Pair {
        name: "decimal division",
        closure: "|i| i.score / i.age_days",
        by_hand: || col("score") / col("age_days"),
    },
    Pair {
        name: "remainder",
        closure: "|i| i.age_days % 7",
        by_hand: || col("age_days") % lit(7_i64),
    },
    Pair {
        name: "rounding",
        closure: "|i| i.score.round()",
        by_hand: || col("score").round(0, RoundMode::HalfAwayFromZero),
    },
    Pair {
        name: "clamp",
        closure: "|i| i.age_days.clamp(14, 180)",
        by_hand: || col("age_days").clip(lit(14_i64), lit(180_i64)),
    },
    Pair {
        name: "one of texts",
        closure: "|i| i.company in [\"Acme\", \"X\"]",
        by_hand: || col("company").eq(lit("Acme")).or(col("company").eq(lit("X"))),
    },
    Pair {
        name: "pattern",
        closure: "|i| i.company.matches(\"^[A-Z].*e$\")",
        by_hand: || col("company").str().contains(lit("^[A-Z].*e$"), true),
    },
    Pair {
        name: "replacement",
        closure: "|i| i.age_days ?? 0",
        by_hand: || col("age_days").fill_null(lit(0_i64)),
    },
    Pair {
        name: "mean of a group",
        closure: "|i| i.mean_by(\"age_days\", \"company\")",
        by_hand: || {
            let mean = col("age_days").mean().over([col("company")]);
            mean.unwrap_or_else(|error| unreachable!("{error}"))
        },
    },
    Pair {
        name: "date",
        closure: "|i| i.sent_at.weekday >= 6",
        by_hand: || col("sent_at").dt().weekday().gt_eq(lit(6)),
    },
];

/// Invented invitations; every seventh value is missing, at other rows in each column.
static FRAME: LazyLock<DataFrame> = LazyLock::new(|| {
    let companies = ["Acme", "Umbrella AG", "Sons of acme", "Grünwald & Töchter", "X"];
    let notes: Vec<Option<bool>> = whole(3, 2).iter().map(|value| Some((*value)? == 1)).collect();
    let company: Vec<Option<&str>> = (0..ROWS).map(|row| companies.get(row % 6).copied()).collect();
    let frame = df![
        "age_days" => whole(0, 400), "messages" => whole(1, 9), "note_length" => whole(2, 300),
        "days_to_accept" => whole(8, 60), "score" => whole(5, 1000), "has_note" => notes,
        "company" => company, "sent_at" => whole(6, 1_800_000_000),
    ];
    let typed = frame.and_then(|frame| {
        let utc = TimeZone::opt_try_new(Some("UTC"))?;
        let sent_at = col("sent_at") * lit(1_000_000_i64);
        let sent_at = sent_at.cast(DataType::Datetime(TimeUnit::Microseconds, utc));
        let score = col("score").cast(DataType::Float64) / lit(8.0);
        frame.lazy().with_columns([sent_at, score]).collect()
    });
    typed.unwrap_or_else(|error| unreachable!("{error}"))
});

/// Whole numbers from 0 to below `end`, in no order.
fn whole(shift: usize, end: i64) -> Vec<Option<i64>> {
    let scattered = |row: i64| ((row * 2_654_435_761) >> 7).rem_euclid(end);
    let rows = (0_i64..).zip(shift..shift + ROWS);
    rows.map(|(row, shifted)| (shifted % 7 != 0).then(|| scattered(row))).collect()
}

#[divan::bench(args = PAIRS)]
fn by_hand(bencher: Bencher, pair: &Pair) {
    let query = || FRAME.clone().lazy().select([(pair.by_hand)().alias("result")]);
    bencher.bench(|| query().collect());
}

#[divan::bench(args = PAIRS)]
fn compiled(bencher: Bencher, pair: &Pair) {
    let query = with(&scripts(), &FRAME, "with", pair.closure).select([col("result")]);
    bencher.bench(|| query.clone().collect());
}

/// From the closure's text to the query.
#[divan::bench(args = PAIRS)]
fn compiling(bencher: Bencher, pair: &Pair) {
    let engine = scripts();
    bencher.bench(|| with(&engine, &FRAME, "with", pair.closure));
}

/// The closure called for each row, as `map_rows` does: over so many rows that lack nothing.
#[divan::bench(args = of_one_row(), sample_count = 10)]
fn row_by_row(bencher: Bencher, pair: &Pair) {
    const ROWS_CALLED: u32 = 10_000;
    let rows = FRAME.clone().lazy().drop_nulls(None).limit(ROWS_CALLED).collect();
    let rows = rows.unwrap_or_else(|error| unreachable!("{error}"));
    let engine = scripts();
    bencher.bench(|| with(&engine, &rows, "map_rows", pair.closure));
}

/// Those that look at no other row.
fn of_one_row() -> impl Iterator<Item = Pair> {
    PAIRS.into_iter().filter(|pair| !pair.closure.contains("mean_by"))
}

fn scripts() -> Engine {
    let host = Host::silent(Library::new(Arc::new(NoImports), &INVITATIONS));
    sandbox_engine(&host, &Bounds { time: Duration::from_secs(600), ..Bounds::default() })
}

/// The frame with the closure's column, as a script makes it.
fn with(engine: &Engine, rows: &DataFrame, method: &str, closure: &str) -> LazyFrame {
    let mut scope = Scope::new();
    scope.push_constant("frame", Frame::new(rows.clone().lazy()));
    let script = format!("frame.{method}(\"result\", {closure})");
    let made = engine.eval_with_scope::<Frame>(&mut scope, &script);
    made.unwrap_or_else(|error| unreachable!("{error}")).lazy()
}

fn main() {
    divan::main();
}
