//! Compiled and interpreted, closures agree wherever both are defined; where a value is missing, a
//! division is by zero or a number does not fit, a small model of what is documented says what the
//! compiled one gives.
//!
//! The closures are the same in every run. `FORMULA_SEED=7 cargo test --test formula agree` tries
//! others; what fails is cut down to the least closure that fails so, and belongs in the corpus.

use crate::effort;
use crate::forms::{BEFORE, FORMS, Kind};
use crate::harness::{Bench, same};
use crate::model::Model;
use crate::node::Node;
use crate::random::Random;
use crate::totals;
use crate::value::Value;
use polars::prelude::DataFrame;
use rhai_polars::script::{Diagnosis, convert};
use std::collections::BTreeMap;

const FRAMES: u64 = 500;
const ROWS: usize = 12;
/// What the closures of a frame give; a statement stands for a body.
const KINDS: [Kind; 22] = [
    Kind::Int,
    Kind::Float,
    Kind::Bool,
    Kind::Text,
    Kind::Statement,
    Kind::Number,
    Kind::Day,
    Kind::Bool,
    Kind::Instant,
    Kind::Statement,
    Kind::List,
    Kind::Int,
    Kind::Float,
    Kind::Bool,
    Kind::Text,
    Kind::Statement,
    Kind::Number,
    Kind::Bool,
    Kind::Statement,
    Kind::Ints,
    Kind::List,
    Kind::Statement,
];

/// What happened to the rows of the closures.
#[derive(Default)]
struct Count {
    known: usize,
    unknown: usize,
    /// Rows where Rhai has no answer and only the model tells.
    differs: usize,
    /// Rows of which nothing is told.
    open: usize,
    /// Closures that fail beforehand, for they are the same in every row.
    constant: usize,
    constructs: BTreeMap<&'static str, usize>,
}

impl Count {
    fn add(&mut self, other: &Self) {
        self.known += other.known;
        self.unknown += other.unknown;
        self.differs += other.differs;
        self.open += other.open;
        self.constant += other.constant;
        for (name, times) in &other.constructs {
            *self.constructs.entry(name).or_default() += times;
        }
    }
}

/// A disagreement: its kind, by which it is known again, its row and the whole in words.
struct Failure {
    kind: String,
    row: Option<usize>,
    report: String,
}

/// What is wrong with a closure on a frame, if anything is.
fn failure(bench: &Bench, node: &Node, frame: &DataFrame, count: &mut Count) -> Option<Failure> {
    let source = node.closure();
    let compiled = match bench.compiled(BEFORE, &source, frame) {
        Ok(column) => column,
        Err(error) if is_constant(&error) => {
            count.constant += 1;
            return None;
        }
        Err(error) => {
            let kind = error.code.name().to_owned();
            let report = format!("{source}\n  {error} at {:?}", error.token());
            return Some(Failure { kind, row: None, report });
        }
    };
    let interpreted = bench.interpreted(BEFORE, &source, frame);
    for (row, (rhai, cells)) in interpreted.iter().zip(totals::rows(frame)).enumerate() {
        let mut model = Model::new(cells);
        let expected = Value::script(model.value(node));
        let given = convert::cell_to_value(&compiled.get(row).unwrap());
        if model.open {
            count.open += 1;
            continue;
        }
        count.differs += usize::from(model.differs);
        *if given.is_unit() { &mut count.unknown } else { &mut count.known } += 1;
        let rhai_agrees = match rhai {
            Ok(value) => model.differs || same(&expected, value),
            // A list that a closure of its own looks at, Rhai holds for written to.
            Err(error) => model.differs || error.contains("Data race"),
        };
        let as_told = same(&given, &expected) || same(&expected, &given);
        if !rhai_agrees || !as_told {
            let kind = if rhai_agrees { "the model" } else { "Rhai" };
            let report = format!(
                "{source}\n  row {:?}\n  compiled {given:?}, model {expected:?}, Rhai {rhai:?}, \
                 differs by design: {}",
                convert::row_to_map(frame, row),
                model.differs
            );
            return Some(Failure { kind: kind.into(), row: Some(row), report });
        }
    }
    None
}

/// Whether a closure fails beforehand: a part of it is the same in every row, and Rhai computes it
/// once; or its text grows beyond bounds.
fn is_constant(error: &Diagnosis) -> bool {
    let message = error.to_string();
    let of_missing = message.contains("` cannot take ") && message.contains("a missing value");
    // What is computed with a value that is missing in every row has the type of the other.
    let of_missing = of_missing
        || message.starts_with("whether this division ")
        || message.starts_with("a whole or decimal number has no method ");
    let beyond = message.starts_with("a list of ") && message.contains("has no element");
    matches!(error.code.name(), "constant" | "too-large")
        || message.starts_with("a missing value ")
        || of_missing
        || beyond
}

/// The least closure, on the one row if that is enough, that fails in the same way.
fn shrunk(bench: &Bench, node: Node, frame: &DataFrame, first: Failure) -> Failure {
    let kind = first.kind.clone();
    let fails = |node: &Node, frame: &DataFrame| {
        let failed = failure(bench, node, frame, &mut Count::default());
        failed.filter(|failed| failed.kind == kind)
    };
    let one = first.row.map(|row| frame.slice(i64::try_from(row).unwrap(), 1));
    let (frame, mut failed) = match one.and_then(|one| Some((one.clone(), fails(&node, &one)?))) {
        Some(failure) => failure,
        None => (frame.clone(), first),
    };
    let mut node = node;
    let mut tries = 2_000_usize;
    while let Some((smaller, failure)) = node.smaller().into_iter().find_map(|smaller| {
        tries = tries.checked_sub(1)?;
        fails(&smaller, &frame).map(|failure| (smaller, failure))
    }) {
        (node, failed) = (smaller, failure);
    }
    failed
}

/// The closures of one frame: what happened to them, and what went wrong.
fn one_frame(bench: &Bench, seed: u64) -> (Count, Vec<String>) {
    let mut random = Random(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let frame = random.frame(ROWS);
    let mut count = Count::default();
    let mut report = vec![];
    for kind in KINDS {
        let node = random.closure(kind, 3);
        node.each(&mut |form| *count.constructs.entry(form.name.as_str()).or_default() += 1);
        if let Some(failed) = failure(bench, &node, &frame, &mut count) {
            report.push(shrunk(bench, node, &frame, failed).report);
        }
    }
    (count, report)
}

#[test]
fn closures_agree_compiled_and_interpreted() {
    let first: u64 = std::env::var("FORMULA_SEED").map_or(1, |seed| seed.parse().unwrap());
    let frames = effort::times(FRAMES);
    let seeds: Vec<u64> = (0..frames).map(|at| first.wrapping_mul(1_000_000) + at).collect();
    let halves: Vec<_> = std::thread::scope(|scope| {
        let work = |seeds: &[u64]| {
            let bench = Bench::new();
            seeds.iter().map(|seed| one_frame(&bench, *seed)).collect::<Vec<_>>()
        };
        let threads: Vec<_> = seeds
            .chunks(seeds.len().div_ceil(2))
            .map(|part| scope.spawn(move || work(part)))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut count = Count::default();
    let mut report = vec![];
    for (counted, failed) in halves.into_iter().flatten() {
        count.add(&counted);
        report.extend(failed);
    }
    let closures = seeds.len() * KINDS.len();
    println!(
        "{closures} closures: {} rows known, {} unknown, {} told by the model alone, {} open; {} \
         closures fail beforehand",
        count.known, count.unknown, count.differs, count.open, count.constant
    );
    for form in FORMS.iter() {
        println!("{:>6} {}", count.constructs.get(form.name.as_str()).unwrap_or(&0), form.name);
    }
    let shown = report.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(report.is_empty(), "{} disagree, of them\n{shown}", report.len());
    if frames >= FRAMES {
        covers(&count, closures);
    }
}

/// Fails where a construct has all but vanished, or where little is told.
fn covers(count: &Count, closures: usize) {
    let seldom: Vec<_> = FORMS
        .iter()
        .filter(|form| count.constructs.get(form.name.as_str()).is_none_or(|times| *times < 10))
        .collect();
    assert!(seldom.is_empty(), "less than 10 times each: {seldom:?}");
    assert!(closures >= 10_000);
    assert!(count.known > count.unknown, "most rows are unknown");
    let rows = count.known + count.unknown;
    assert!(count.differs < rows / 2, "Rhai has an answer to less than half of the rows");
    assert!(count.open < rows / 8, "{} of {rows} rows are left open", count.open);
    assert!(count.constant < closures / 10, "{} closures fail beforehand", count.constant);
}
