//! Rows of small values, of which some are missing, NaN or at the ends; and how a script's rules
//! come out for each.

use polars::prelude::*;
use rescind::check::{Diagnosis, check};
use rescind::domain::INVITATIONS;
use rescind::plan::Verb;
use rescind::strategy::{self, RuleCondition, Script, ScriptEnvironment};
use rescind_data::invitations::{Invitations, schema};
use rescind_data::limits::Limits;
use rescind_runtime::deadline::Bounds;
use rhai_polars::script::host::Host;
use rhai_polars::script::library::{Library, NoImports};
use rhai_polars::script::operand::Operand;
use std::sync::Arc;
use std::time::Duration;

/// How many rows there are: each combines values by strides that share no factor with the others.
const ROWS: usize = 720;

/// Instants on, before and after the days that scripts compare with.
const INSTANTS: [Option<&str>; 5] = [
    None,
    Some("2026-11-01T23:59:59.999999Z"),
    Some("2026-11-02T00:00:00Z"),
    Some("2026-11-02T00:00:00.000001Z"),
    Some("2026-11-23T00:00:00Z"),
];

/// The columns that the scripts of the tests use beside those of invitations.
pub(crate) fn further() -> Vec<(String, DataType)> {
    let list = |inner: DataType| DataType::List(Box::new(inner));
    let columns = [
        ("x", DataType::Int64),
        ("y", DataType::Int64),
        ("f", DataType::Float64),
        ("g", DataType::Float64),
        ("s", DataType::String),
        ("b", DataType::Boolean),
        ("d", DataType::Date),
        ("at", DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC))),
        ("l", list(DataType::String)),
        ("n", list(DataType::Int64)),
    ];
    columns.map(|(name, dtype)| (name.to_owned(), dtype)).into()
}

/// The value at a place that wanders through all values, the slower the greater the stride.
fn spread<T: Clone>(values: &[T], stride: usize) -> Vec<T> {
    (0..ROWS).map(|row| values[(row / stride + row * stride) % values.len()].clone()).collect()
}

/// The instants, in microseconds.
fn instants() -> Vec<Option<i64>> {
    let micros = |at: &str| at.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_micros();
    spread(&INSTANTS, 29).into_iter().map(|at| at.map(micros)).collect()
}

/// Numbers of a column of invitations: within its documented bounds, and at both ends.
fn bounded(name: &str, stride: usize) -> Vec<Option<i64>> {
    let column = schema::column(name).unwrap();
    let (least, most) = column.range.unwrap();
    let missing = if column.nullable { None } else { Some(least + 2) };
    let numbers = [Some(least), Some(least + 1), Some(2), Some(3), Some(4), Some(5)];
    let ends = [missing, Some(most - 1), Some(most)];
    spread(&[numbers.as_slice(), &ends].concat(), stride)
}

/// The rows.
#[expect(clippy::too_many_lines, reason = "a table of columns")]
pub(crate) fn rows() -> DataFrame {
    let ints = [None, Some(0_i64), Some(1), Some(2), Some(3), Some(-1), Some(5)];
    let wide = [Some(i64::MIN), Some(i64::MAX), None, Some(0), Some(2), Some((1 << 53) + 1)];
    let floats = [
        None,
        Some(f64::NAN),
        Some(0.0),
        Some(-0.0),
        Some(1.5),
        Some(2.0),
        Some(-1.0),
        Some(0.1 + 0.2),
        Some(0.3),
        Some(f64::INFINITY),
        Some(f64::NEG_INFINITY),
    ];
    let texts = [None, Some("a"), Some("b"), Some("c"), Some(""), Some("A")];
    let bools = [None, Some(true), Some(false)];
    let day = |day: u32| chrono::NaiveDate::from_ymd_opt(2026, 11, day);
    let ends = [chrono::NaiveDate::MIN, chrono::NaiveDate::MAX].map(Some);
    let days = [None, day(1), ends[0], day(2), ends[1], day(23)];
    let lists: [Option<&[Option<&str>]>; 6] = [
        None,
        Some(&[]),
        Some(&[Some("a")]),
        Some(&[Some("b")]),
        Some(&[Some("a"), Some("b")]),
        Some(&[Some("b"), None]),
    ];
    let lists: Vec<Option<Series>> = spread(&lists, 11)
        .into_iter()
        .map(|list| list.map(|list| Series::new("".into(), list)))
        .collect();
    let numbers: [Option<&[i64]>; 4] = [None, Some(&[]), Some(&[1]), Some(&[1, 2])];
    let numbers: Vec<Option<Series>> = spread(&numbers, 13)
        .into_iter()
        .map(|list| list.map(|list| Series::new("".into(), list)))
        .collect();
    let own_columns = [
        Column::new("age_days".into(), bounded("age_days", 1)),
        Column::new("x".into(), spread(&ints, 7)),
        Column::new("y".into(), spread(&wide, 5)),
        Column::new("f".into(), spread(&floats, 3)),
        Column::new("g".into(), spread(&floats, 17)),
        Column::new("s".into(), spread(&texts, 2)),
        Column::new("company".into(), spread(&texts, 19)),
        Column::new("b".into(), spread(&bools, 4)),
        Column::new("has_note".into(), spread(&bools, 23)),
        Column::new("d".into(), spread(&days, 9)),
        Column::new("at".into(), instants()),
        Column::new("l".into(), lists),
        Column::new("n".into(), numbers),
    ];
    let schema = Invitations::none(&further()).frame.collect_schema().unwrap();
    let known = ["id", "account", "person", "name"];
    let columns = schema.iter().map(|(name, dtype)| {
        if let Some(own_columns) = own_columns.iter().find(|column| column.name() == name) {
            return own_columns.cast(dtype).unwrap();
        }
        match name.as_str() {
            // Rules are asked of what is pending only.
            "state" => Column::new(name.clone(), vec!["pending"; ROWS]),
            "kind" | "known_by" => {
                let values = schema::column(name).unwrap().values;
                Column::new(name.clone(), spread(values, 31))
            }
            text if known.contains(&text) => Column::new(name.clone(), vec!["pending"; ROWS]),
            "messages" | "account_pending" | "note_length" | "oldest_rank" | "attempts" => {
                Column::new(name.clone(), bounded(name, name.len()))
            }
            "tags" => {
                let tags =
                    spread(&[Series::new("".into(), ["a"]), Series::new("".into(), ["b"])], 8);
                Column::new(name.clone(), tags)
            }
            _ => Column::full_null(name.clone(), ROWS, dtype),
        }
    });
    DataFrame::new(ROWS, columns.collect()).unwrap()
}

/// A script with what it sees.
pub(crate) struct Bench {
    around: ScriptEnvironment<'static>,
    rows: DataFrame,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::over(rows(), &further())
    }

    /// One over these rows, with such columns beside those of invitations.
    pub(crate) fn over(rows: DataFrame, further: &[(String, DataType)]) -> Self {
        let mut invitations = Invitations::none(further);
        invitations.frame = rows.clone().lazy();
        let around = ScriptEnvironment {
            invitations: Box::leak(Box::new(invitations)),
            limits: Box::leak(Box::new(Limits::default())),
            as_of: "2026-11-23T00:00:00Z".parse().unwrap(),
            overrides: indexmap::IndexMap::new(),
            presets: indexmap::IndexMap::new(),
            host: Host::silent(Library::new(Arc::new(NoImports), &INVITATIONS)),
            bounds: Bounds { time: Duration::from_secs(600), ..Bounds::default() },
        };
        Self { around, rows }
    }

    /// What a check says of a script.
    pub(crate) fn check(&self, text: &str) -> Vec<Diagnosis> {
        check(Script { name: "s", text }, &self.around)
    }

    /// Its codes without notes, in order.
    pub(crate) fn grave(&self, text: &str) -> Vec<&'static str> {
        let diagnosis = self.check(text).into_iter().map(|diagnosis| diagnosis.code.name());
        diagnosis.filter(|code| *code != "undecided-when-missing").collect()
    }

    /// Each rule with its verb and how it comes out for each row.
    pub(crate) fn truths(&self, text: &str) -> Vec<(Verb, BooleanChunked)> {
        let outcome = strategy::run(Script { name: "s", text }, &self.around);
        let strategy = outcome.unwrap_or_else(|error| panic!("{error:?}\n{text}")).strategy;
        let mut frame = self.rows.clone().lazy();
        let mut with = |value: &Operand, name: String| {
            let lowered = value.lower(&format!("{name}_"));
            let value = lowered.value.clone().alias(name.as_str());
            frame = lowered.add_steps(frame.clone()).with_column(value);
        };
        for column in &strategy.columns {
            with(&column.value, column.name.clone());
        }
        for (index, rule) in strategy.rules.iter().enumerate() {
            match &rule.when {
                RuleCondition::Holds(operand) => with(operand, format!("__rule_{index}")),
                RuleCondition::InFrame(_) => panic!("the tests have no frames in rules"),
            }
        }
        let frame = frame.collect().unwrap();
        let truth = |index: usize| {
            let column = frame.column(&format!("__rule_{index}")).unwrap();
            column.cast(&DataType::Boolean).unwrap().bool().unwrap().clone()
        };
        let rules = strategy.rules.iter().enumerate();
        rules.map(|(index, rule)| (rule.verb, truth(index))).collect()
    }

    /// Whether a column's value is missing, by row.
    pub(crate) fn missing(&self, column: &str) -> BooleanChunked {
        self.rows.column(column).unwrap().is_null()
    }
}
