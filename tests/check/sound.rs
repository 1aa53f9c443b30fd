//! No claim of a check is contradicted by any row.

use crate::effort;
use crate::rows::Bench;
use crate::scripts::{HEAD_LINES, scripts};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rescind::check::{Diagnosis, Severity};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// How a rule comes out for one row.
pub(crate) type Truth = Option<bool>;

pub(crate) fn by_row(bench: &Bench, script: &str) -> Vec<Vec<Truth>> {
    bench.truths(script).into_iter().map(|(_, truths)| truths.iter().collect()).collect()
}

/// What is wrong with a claim, if anything.
pub(crate) fn contradicted(code: &str, rule: usize, truths: &[Vec<Truth>]) -> Option<usize> {
    let true_at = |rule: usize, row: usize| truths[rule][row] == Some(true);
    let mut rows = 0..truths[rule].len();
    match code {
        "never-matches" => rows.find(|row| true_at(rule, *row)),
        "always-matches" => rows.find(|row| !true_at(rule, *row)),
        "shadowed" => {
            rows.find(|row| true_at(rule, *row) && !(0..rule).any(|earlier| true_at(earlier, *row)))
        }
        _ => None,
    }
}

/// The row that contradicts what is said of the one rule that decides before another, if any does.
pub(crate) fn decided_otherwise(
    one: &Diagnosis,
    (rule, head_lines): (usize, usize),
    truths: &[Vec<Truth>],
) -> Option<usize> {
    let (_, line) = one.message.split_once("` on line ")?;
    let line: usize = line.split(' ').next()?.parse().ok()?;
    let earlier = &truths[line - head_lines - 1];
    let same = one.help.as_deref().is_some_and(|help| help.contains("match the same"));
    let mut rows = truths[rule].iter().zip(earlier);
    rows.position(|(later, earlier)| match (later, earlier) {
        (Some(true), earlier) => *earlier != Some(true),
        (_, earlier) => same && *earlier == Some(true),
    })
}

/// The columns that a note on undecided rules names.
fn named(message: &str) -> Vec<String> {
    let (_, columns) = message.split_once(" a missing ").unwrap_or_default();
    columns.split('`').skip(1).step_by(2).map(String::from).collect()
}

/// What leaves a condition unknown although nothing is missing.
fn fails_on_known_values(condition: &str) -> bool {
    [" / ", "}[i.s]", "][i.x]", "i.y", "i.l", "i.n", "i.plus"]
        .iter()
        .any(|part| condition.contains(part))
}

#[test]
fn no_row_contradicts_what_is_said_of_a_rule() {
    let bench = Bench::new();
    let missing: HashMap<&str, Vec<bool>> = [
        "age_days",
        "x",
        "y",
        "f",
        "g",
        "s",
        "company",
        "b",
        "has_note",
        "d",
        "at",
        "l",
        "n",
        "note_length",
        "oldest_rank",
    ]
    .into_iter()
    .map(|name| (name, bench.missing(name).iter().map(|is| is == Some(true)).collect()))
    .collect();
    let made: RefCell<BTreeMap<&str, usize>> = RefCell::default();
    let config =
        Config { cases: effort::times(100), failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let result = runner.run(&scripts(), |(script, conditions)| {
        let diagnoses = bench.check(&script);
        let error = diagnoses.iter().find(|one| one.severity == Severity::Error);
        prop_assert!(error.is_none(), "{:?}\n{}", error, script);
        let truths = by_row(&bench, &script);
        let mut open = vec![false; conditions.len()];
        for one in &diagnoses {
            let Some(rule) = one.start().line.checked_sub(HEAD_LINES + 1) else { continue };
            *made.borrow_mut().entry(one.code.name()).or_default() += 1;
            let row = contradicted(one.code.name(), rule, &truths);
            prop_assert_eq!(row, None, "{}: {}\n{}", one.code.name(), one.message, script);
            let row = decided_otherwise(one, (rule, HEAD_LINES), &truths);
            prop_assert_eq!(row, None, "{}: {:?}\n{}", one.message, one.help, script);
            if one.code.name() == "undecided-when-missing" {
                open[rule] = true;
                if fails_on_known_values(&conditions[rule]) {
                    continue;
                }
                let columns = named(&one.message);
                for (row, truth) in truths[rule].iter().enumerate() {
                    let some = columns.iter().any(|column| missing[column.as_str()][row]);
                    prop_assert!(truth.is_some() || some, "row {row}: {}\n{script}", one.message);
                }
            }
        }
        for (rule, truths) in truths.iter().enumerate() {
            let undecided = truths.iter().any(Option::is_none);
            prop_assert!(open[rule] || !undecided, "{} can be undecided\n{script}", rule);
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    // A check that says nothing is never wrong: it has to say something.
    for code in ["never-matches", "always-matches", "shadowed", "undecided-when-missing"] {
        let count = made.borrow().get(code).copied().unwrap_or(0);
        assert!(count >= 5, "{code} was said {count} times");
    }
}
