//! The table of methods is the one source: every example is true, compiled and on single values.

use crate::harness::Bench;
use polars::prelude::*;
use rhai_polars::formula::dates::{Day, Instant};
use rhai_polars::formula::element_methods::ELEMENTS;
use rhai_polars::formula::methods::METHODS;
use rhai_polars::formula::window_methods::WINDOWS;

/// A frame of one row, with a column for each kind of constant in an example.
fn one() -> DataFrame {
    df!("n" => [0_i64]).unwrap()
}

#[test]
fn every_example_is_true_on_single_values() {
    let bench = Bench::new();
    let day = Day::parse("2026-01-31").unwrap();
    for example in examples() {
        let mut scope = rhai::Scope::new();
        scope.push("today", day).push("as_of", Instant(day.midnight().0));
        let message = bench.engine.eval_with_scope::<bool>(&mut scope, example);
        assert_eq!(message.ok(), Some(true), "{example}");
    }
}

#[test]
fn every_example_is_true_compiled() {
    let bench = Bench::new();
    let before = "let today = date(\"2026-01-31\");";
    for example in examples() {
        let frame = one();
        // The receiver and all arguments differ from row to row, as far as a parameter allows it.
        let closure = if example.contains(".map(") {
            // A list that differs has no `map`.
            format!("|i| {} && i.n == 0", example.replace("tag.len()", "tag.len() + i.n"))
        } else {
            format!("|i| {}", varying(example))
        };
        let made = bench.compiled(before, &closure, &frame);
        let made = made.unwrap_or_else(|e| panic!("{closure}: {e} {:?}", e.advice()));
        assert_eq!(made.bool().unwrap().get(0), Some(true), "{closure}");
    }
}

/// The examples of methods, those that ask a closure included.
fn examples() -> impl Iterator<Item = &'static str> {
    let methods = METHODS.iter().flat_map(|topic| topic.iter()).map(|method| method.example);
    methods.chain(ELEMENTS.iter().map(|row| row.example))
}

/// The first literal of an example, in a form that is not known beforehand.
fn varying(example: &str) -> String {
    let choose = |literal: &str| format!("(if i.n == 0 {{ {literal} }} else {{ {literal} }})");
    if let Some(rest) = example.strip_prefix("date(as_of)") {
        return format!("date({}){rest}", choose("date(\"2026-01-31\")"));
    }
    if let Some(rest) = example.strip_prefix("date(\"2026-01-31\")") {
        return format!("{}{rest}", choose("date(\"2026-01-31\")"));
    }
    if let Some(rest) = example.strip_prefix("days(30)") {
        return format!("days({}){rest}", choose("30"));
    }
    let end = match example.as_bytes()[0] {
        b'[' => example.find(']').unwrap() + 1,
        b'"' => example[1..].find('"').unwrap() + 2,
        b'(' => example.find(')').unwrap() + 1,
        _ => example
            .find('.')
            .filter(|at| !example.as_bytes()[at + 1].is_ascii_digit())
            .unwrap_or_else(|| example.match_indices('.').nth(1).unwrap().0),
    };
    if let Some((wanted, list)) = example.split_once(" in ") {
        let end = list[1..].find('"').unwrap() + 2;
        return format!("{wanted} in {}{}", choose(&list[..end]), &list[end..]);
    }
    format!("{}{}", choose(&example[..end]), &example[end..])
}

#[test]
fn no_two_methods_of_a_type_share_a_name() {
    for topic in METHODS {
        for method in *topic {
            for receiver in method.receivers {
                let every_method = METHODS.iter().flat_map(|topic| topic.iter());
                let same = every_method
                    .filter(|m| m.name == method.name && m.receivers.contains(receiver));
                assert_eq!(same.count(), 1, "{} of {receiver}", method.name);
            }
        }
    }
}

#[test]
fn every_example_of_a_window_compiles() {
    let bench = Bench::new();
    let frame = df!(
        "company" => ["a"], "account" => ["b"], "age_days" => [1_i64], "messages" => [0_i64]
    )
    .unwrap();
    for row in WINDOWS {
        assert!(row.form.contains(row.name));
        let made = bench.compiled("", &format!("|i| {}", row.example), &frame);
        assert!(made.is_ok(), "{}: {:?}", row.example, made.err().map(|e| e.to_string()));
    }
}
