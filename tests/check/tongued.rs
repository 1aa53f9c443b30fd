//! What is said of rules made of every method of formulas holds for each row whose documented
//! columns keep their bounds.

use crate::effort;
use crate::random::Random;
use crate::rows::Bench;
use crate::sound::{by_row, contradicted, decided_otherwise};
use crate::tongue::Tongue;
use polars::prelude::*;
use rescind::check::Severity;
use rescind_data::invitations::schema;
use rhai_polars::formula::facts::Facts;
use rhai_polars::formula::types::Type;
use std::collections::BTreeMap;

/// How many frames are tried, and how many strategies over each.
const FRAMES: u64 = 3;
const STRATEGIES: usize = 40;
/// How many rows a frame has.
const ROWS: usize = 60;

/// What the table of columns says of a column's values.
fn documented(name: &str) -> Facts {
    let Some(column) = schema::column(name) else { return Facts::nullable(true) };
    match column.range {
        Some((least, most)) => Facts::between(column.nullable, least.into(), most.into()),
        None => Facts::nullable(column.nullable),
    }
}

/// Random rows of what is pending: rules are asked of nothing else.
fn bench(random: &mut Random, tongue: &Tongue) -> Bench {
    let mut rows = tongue.frame(random, ROWS, documented);
    rows.with_column(Column::new("state".into(), vec!["pending"; ROWS])).unwrap();
    let schema = tongue.schema();
    let further = schema.iter().filter(|(name, _)| schema::column(name).is_none());
    let further: Vec<_> = further.map(|(name, of)| (name.to_string(), of.clone())).collect();
    Bench::over(rows, &further)
}

/// A strategy of a rule a line. Every third rule is one of the two before it or its contrary.
fn strategy(random: &mut Random, tongue: &Tongue) -> String {
    let mut conditions: Vec<String> = vec![];
    for number in 0..6 {
        let body = |closure: &str| closure.trim_start_matches("|i| ").to_owned();
        let condition = match (number % 3, random.below(3)) {
            (2, 0) => format!("!({})", conditions[number - 1]),
            (2, 1) => format!("({}) && ({})", conditions[number - 1], conditions[number - 2]),
            (2, _) => format!("({}) || ({})", conditions[number - 1], conditions[number - 2]),
            _ => body(&tongue.closure(random, Type::Bool)),
        };
        conditions.push(condition.replace('\n', " "));
    }
    let rules = conditions.iter().enumerate();
    let rules = rules.map(|(at, condition)| format!("keep(\"{at}\", |i| {condition});"));
    rules.collect::<Vec<_>>().join("\n")
}

#[test]
fn no_row_contradicts_what_is_said_of_rules_of_every_method() {
    let tongue = Tongue::new();
    let mut report: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..effort::times(FRAMES) {
        let mut random = Random(seed);
        let bench = bench(&mut random, &tongue);
        for _ in 0..STRATEGIES {
            let script = strategy(&mut random, &tongue);
            let diagnoses = bench.check(&script);
            if diagnoses.iter().any(|one| one.severity == Severity::Error) {
                *report.entry("refused").or_default() += 1;
                continue;
            }
            let truths = by_row(&bench, &script);
            for one in &diagnoses {
                let Some(rule) = one.start().line.checked_sub(1) else { continue };
                *report.entry(one.code.name()).or_default() += 1;
                let row = contradicted(one.code.name(), rule, &truths);
                assert_eq!(row, None, "{}: {}\n{script}", one.code.name(), one.message);
                let row = decided_otherwise(one, (rule, 0), &truths);
                assert_eq!(row, None, "{}: {:?}\n{script}", one.message, one.help);
            }
        }
    }
    // A check that says nothing is never wrong: it has to say something.
    for code in ["never-matches", "always-matches", "shadowed", "undecided-when-missing"] {
        assert!(report.get(code).is_some_and(|count| *count >= 3), "{report:?}");
    }
}
