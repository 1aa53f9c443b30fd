//! Random closures and frames, from a seed.

use crate::forms::statement::{BODY, VARIABLES};
use crate::forms::{FORMS, Form, Kind, Take, variable};
use crate::harness::MOMENT;
use crate::node::Node;
use crate::random::Random;
use crate::value::Value;
use chrono::{DateTime, NaiveDate};
use polars::prelude::*;

/// Common numbers first: of the others, many operations are unknown.
const INTS: [i64; 22] = [
    0,
    1,
    2,
    3,
    7,
    90,
    91,
    -1,
    -3,
    -90,
    10,
    1000,
    i64::MAX,
    i64::MIN,
    i64::MAX - 1,
    i64::MIN + 1,
    1 << 31,
    -(1 << 32),
    1 << 53,
    (1 << 53) + 1,
    (1 << 53) - 1,
    1 << 62,
];
const FLOATS: [f64; 22] = [
    0.0,
    1.5,
    -2.5,
    0.1,
    0.2,
    0.3,
    0.1 + 0.2,
    90.0,
    -1.0,
    7.0,
    -0.0,
    1e308,
    -1e308,
    1e-300,
    5e-324,
    9_007_199_254_740_993.0,
    9.223_372_036_854_776e18,
    -9.223_372_036_854_776e18,
    f64::MIN_POSITIVE,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
];
/// Rhai has no literals for what is not finite.
const FINITE: usize = 19;
const TEXTS: [&str; 18] = [
    "a",
    "Ada",
    "",
    "Zoë",
    "90",
    "a,b",
    "-1.5",
    "İstanbul",
    "ΑΣ Σ",
    "  x ",
    "日本語",
    "e\u{301}",
    "👩\u{200d}👩\u{200d}👧",
    "a\0b",
    "\t\n",
    "ß",
    "ﬁn \"q\" \\",
    "\u{85}\u{a0}",
];
const DAYS: [&str; 10] = [
    "2026-01-31",
    "2026-11-23",
    "2024-02-29",
    "2025-12-29",
    "1970-01-01",
    "1969-12-31",
    "2000-01-01",
    "0001-01-01",
    "9999-12-31",
    "2026-02-01",
];
const INSTANTS: [&str; 8] = [
    "2026-01-31T00:00:00Z",
    "2026-01-31T23:59:59.999999Z",
    "2026-11-23T12:30:00Z",
    "1969-12-31T23:59:59.000001Z",
    "1970-01-01T00:00:00Z",
    "2024-02-29T06:00:00.5Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
];

/// What an expression sees.
#[derive(Clone, Copy)]
struct Sight {
    row: bool,
    variables: &'static [&'static str],
    outer: &'static [&'static str],
}

impl Random {
    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// One of these, mostly of the first half.
    fn common<T: Copy>(&mut self, of: &[T]) -> T {
        let most = if self.below(4) == 0 { of.len() } else { of.len().div_ceil(2) };
        of[self.below(most)]
    }

    /// A closure that gives this kind, or with statements.
    pub(crate) fn closure(&mut self, kind: Kind, depth: usize) -> Node {
        let sight = Sight { row: true, variables: &[], outer: &[] };
        if kind == Kind::Statement {
            let body = FORMS.iter().find(|form| form.name == BODY).unwrap();
            return self.made(body, depth, sight);
        }
        self.node(kind, depth, sight)
    }

    fn node(&mut self, kind: Kind, depth: usize, sight: Sight) -> Node {
        if kind != Kind::Statement && (depth == 0 || self.below(6) == 0) {
            return self.leaf(kind, sight);
        }
        let simple = |form: &Form| {
            let nested = |take: &Take| matches!(take, Take::Within(Kind::Statement, _));
            depth > 0 || !form.takes.iter().any(nested)
        };
        let fits = |form: &&Form| {
            form.gives == kind
                && form.name != BODY
                && (sight.row || !form.text.contains("r.") && !form.text.contains("r["))
                && (kind != Kind::Statement || simple(form))
        };
        let fitting: Vec<&'static Form> = FORMS.iter().filter(fits).collect();
        let form = self.one(&fitting);
        self.made(form, depth.saturating_sub(1), sight)
    }

    fn made(&mut self, form: &'static Form, depth: usize, sight: Sight) -> Node {
        let parts = form.takes.iter().map(|take| match *take {
            Take::Any(kind) => self.node(kind, depth, sight),
            Take::Literal(kind) => self.literal(kind),
            Take::Asked(kind) => {
                self.node(kind, depth.min(2), Sight { row: false, variables: &["x"], outer: &[] })
            }
            Take::Within(kind, variables) => {
                let outer =
                    if sight.variables == VARIABLES { sight.variables } else { sight.outer };
                self.node(kind, depth, Sight { row: true, variables, outer })
            }
        });
        Node::Made(form, parts.collect())
    }

    fn leaf(&mut self, kind: Kind, sight: Sight) -> Node {
        let known: Vec<&str> = sight.variables.iter().chain(sight.outer).copied().collect();
        let known: Vec<&str> = known.into_iter().filter(|name| variable(name) == kind).collect();
        if !known.is_empty() && self.below(2) == 0 {
            return Node::Name(kind, self.one(&known).into());
        }
        if self.below(16) == 0 {
            return Node::Name(kind, "nothing".into());
        }
        if !sight.row || self.below(4) == 0 {
            return self.literal(kind);
        }
        let names = match kind {
            Kind::Int => ["i", "j"],
            Kind::Float => ["f", "g"],
            Kind::Number => return self.mixed(sight),
            Kind::Bool => ["p", "q"],
            Kind::Day => ["day", "due"],
            Kind::Instant => ["sent", "seen"],
            Kind::List => ["tags", "more"],
            Kind::Ints => ["ints", "wide"],
            Kind::Text | Kind::Statement => ["t", "u"],
        };
        Node::Name(kind, format!("r.{}", self.one(&names)))
    }

    /// The simplest number that is whole in some rows only.
    fn mixed(&mut self, sight: Sight) -> Node {
        let form = FORMS.iter().find(|form| form.name == "if of Int, Float").unwrap();
        self.made(form, 0, sight)
    }

    fn literal(&mut self, kind: Kind) -> Node {
        let value = match kind {
            // The least whole number has no literal.
            Kind::Int => Value::Int(self.common(&INTS).max(-i64::MAX)),
            Kind::Float | Kind::Number => Value::Float(self.common(&FLOATS[..FINITE])),
            Kind::Bool => Value::Bool(self.below(2) == 0),
            Kind::Day => Value::Day(day(self.common(&DAYS))),
            Kind::Instant => Value::Instant(instant(MOMENT)),
            Kind::List => Value::List(self.texts()),
            Kind::Ints => Value::List(self.numbers()),
            Kind::Text | Kind::Statement => Value::Text(self.common(&TEXTS).into()),
        };
        Node::Literal(kind, value)
    }

    /// Up to three elements, some of them missing.
    fn items(&mut self, of: impl Fn(&mut Self) -> Value) -> Vec<Option<Value>> {
        (0..self.below(4)).map(|_| (self.below(6) != 0).then(|| of(self))).collect()
    }

    fn texts(&mut self) -> Vec<Option<Value>> {
        self.items(|this| Value::Text(this.common(&TEXTS).into()))
    }

    fn numbers(&mut self) -> Vec<Option<Value>> {
        let mut numbers = self.items(|this| Value::Int(this.common(&INTS).max(-i64::MAX)));
        // Of a list that holds nothing known there is no telling what it could hold.
        numbers.push(Some(Value::Int(self.common(&INTS).max(-i64::MAX))));
        numbers
    }

    fn cells<T>(&mut self, rows: usize, mut of: impl FnMut(&mut Self) -> T) -> Vec<Option<T>> {
        (0..rows).map(|_| (self.below(14) != 0).then(|| of(self))).collect()
    }

    /// A frame of so many rows with two columns of each type.
    pub(crate) fn frame(&mut self, rows: usize) -> DataFrame {
        let mut columns = vec![];
        for name in ["i", "j"] {
            let cells = self.cells(rows, |this| this.common(&INTS));
            columns.push(Column::new(name.into(), cells));
        }
        for name in ["f", "g"] {
            let cells = self.cells(rows, |this| this.common(&FLOATS));
            columns.push(Column::new(name.into(), cells));
        }
        for name in ["p", "q"] {
            let cells = self.cells(rows, |this| this.below(2) == 0);
            columns.push(Column::new(name.into(), cells));
        }
        for name in ["t", "u"] {
            let cells = self.cells(rows, |this| match this.below(60) {
                0 => "ab".repeat(3000),
                _ => this.common(&TEXTS).to_owned(),
            });
            columns.push(Column::new(name.into(), cells));
        }
        for name in ["day", "due"] {
            let cells = self.cells(rows, |this| day(this.common(&DAYS)));
            columns.push(Column::new(name.into(), cells));
        }
        for name in ["sent", "seen"] {
            let cells = self.cells(rows, |this| instant(this.common(&INSTANTS)).naive_utc());
            let column = Column::new(name.into(), cells);
            let utc = DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
            columns.push(column.cast(&utc).unwrap());
        }
        for name in ["tags", "more"] {
            let cells = self.cells(rows, Self::texts);
            let text = |item: Option<Value>| item.map(|item| item.text().to_owned());
            let texts = |items: Vec<_>| items.into_iter().map(text).collect::<Vec<_>>();
            let lists = cells.into_iter().map(|items| Some(Series::new("".into(), texts(items?))));
            let lists: ListChunked = lists.collect();
            let lists = lists.cast(&DataType::List(Box::new(DataType::String))).unwrap();
            columns.push(lists.with_name(name.into()).into_column());
        }
        for name in ["ints", "wide"] {
            let cells = self.cells(rows, Self::numbers);
            let number = |item: Option<Value>| item.map(|item| item.int());
            let numbers = |items: Vec<_>| items.into_iter().map(number).collect::<Vec<_>>();
            let lists =
                cells.into_iter().map(|items| Some(Series::new("".into(), numbers(items?))));
            let lists: ListChunked = lists.collect();
            let lists = lists.cast(&DataType::List(Box::new(DataType::Int64))).unwrap();
            columns.push(lists.with_name(name.into()).into_column());
        }
        DataFrame::new(rows, columns).unwrap()
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn instant(text: &str) -> DateTime<chrono::Utc> {
    text.parse().unwrap()
}
