//! The order by a score, over whole and decimal numbers of any size: no number is rounded before it
//! is compared, and an unknown one goes last.

use crate::effort;
use crate::model::{Amounts, actions, plan_from};
use proptest::prelude::*;
use proptest::sample::select;
use std::cmp::Reverse;
use std::fmt::Write;

/// Scores that decimal numbers cannot tell apart, among others.
fn whole() -> impl Strategy<Value = Option<i64>> {
    let base = select(vec![0, 1 << 53, -(1 << 53), 1 << 62, i64::MAX - 4, i64::MIN + 4]);
    let near = (base, -4_i64..=4).prop_map(|(base, by)| base + by);
    prop::option::weighted(0.9, prop_oneof![near, any::<i64>()])
}

fn decimal() -> impl Strategy<Value = Option<f64>> {
    let some = prop_oneof![-9.0..9.0_f64, select(vec![0.0, -0.0, 1e300, -1e300, 5e-324, -5e-324])];
    prop::option::weighted(0.9, some)
}

/// The numbers of the people of a plan over these scores, in order.
fn order(scores: &[Option<String>]) -> Vec<usize> {
    let mut rows = "account,person,name,sent_at,state,deal\n".to_owned();
    for (person, score) in scores.iter().enumerate() {
        let score = score.as_deref().unwrap_or_default();
        writeln!(rows, "anna,in/p{person:03},P,2026-05-01,pending,{score}").unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    std::fs::write(&path, rows).unwrap();
    let script = "withdraw(\"x\", |i| true); prioritize(|i| i.deal);";
    let amounts = Amounts { per_day: 100, ..Amounts::default() };
    let plan = serde_json::from_str(&plan_from(&path, script, amounts)).unwrap();
    let number = |person: &str| person.trim_start_matches("in/p").parse().unwrap();
    actions(&plan).iter().map(|action| number(action["person"].as_str().unwrap())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(24)))]

    #[test]
    fn the_higher_whole_number_goes_first(scores in prop::collection::vec(whole(), 2..30)) {
        // Of a column that holds no number at all, nobody knows that it holds some.
        prop_assume!(scores.iter().any(Option::is_some));
        let mut expected: Vec<usize> = (0..scores.len()).collect();
        expected.sort_by_key(|at| Reverse(scores[*at]));
        let texts: Vec<_> = scores.iter().map(|score| score.map(|n| n.to_string())).collect();
        prop_assert_eq!(order(&texts), expected);
    }

    #[test]
    fn the_higher_decimal_number_goes_first(scores in prop::collection::vec(decimal(), 2..30)) {
        prop_assume!(scores.iter().any(Option::is_some));
        let mut expected: Vec<usize> = (0..scores.len()).collect();
        let cmp = |a: &usize, b: &usize| scores[*b].partial_cmp(&scores[*a]).unwrap();
        expected.sort_by(cmp);
        let texts: Vec<_> = scores.iter().map(|score| score.map(|n| format!("{n:?}"))).collect();
        prop_assert_eq!(order(&texts), expected);
    }
}
