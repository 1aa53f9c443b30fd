//! Points 1, 2, 3 and 7 of what always holds.

use crate::effort;
use crate::model::{
    Amounts, Invitation, actions, amounts, decides, invitations, order, plan, rules, script,
};
use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

fn text<'a>(action: &'a Value, key: &str) -> &'a str {
    action[key].as_str().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(48)))]

    #[test]
    fn a_plan_withdraws_what_the_model_does_and_no_more(
        rows in invitations(),
        rules in rules(),
        amounts in amounts(),
    ) {
        let json = plan(&rows, &script(&rules, amounts), amounts);
        let plan: Value = serde_json::from_str(&json).unwrap();
        let pending: Vec<&Invitation> = rows.iter().filter(|row| row.state == "pending").collect();
        for account in ["anna", "ben"] {
            let of_account: Vec<_> = pending.iter().filter(|row| row.account == account).collect();
            let mut candidates: Vec<_> = of_account
                .iter()
                .filter(|row| row.kind != "inmail")
                .filter(|row| decides(&rules, row).is_some_and(|rule| rules[rule].withdraws))
                .collect();
            candidates.sort_by_key(|row| order(row, amounts));
            let pending = of_account.len();
            let room = amounts.target.map_or(usize::MAX, |target| pending.saturating_sub(target));
            let most = amounts.most.unwrap_or(usize::MAX).min(room);
            let expected: Vec<String> = candidates.iter().take(most).map(|row| row.id()).collect();
            let planned_rows = actions(&plan).into_iter();
            let made = planned_rows.filter(|action| text(action, "account") == account);
            let made: Vec<String> = made.map(|action| text(action, "id").to_owned()).collect();
            prop_assert_eq!(made, expected);
        }
    }

    #[test]
    fn no_rule_withdraws_what_is_unknown_to_it(rows in invitations(), rules in rules()) {
        let json = plan(&rows, &script(&rules, Amounts::default()), per_day(25));
        let plan: Value = serde_json::from_str(&json).unwrap();
        for action in actions(&plan) {
            let row = rows.iter().find(|row| row.id() == text(action, "id")).unwrap();
            let reason = text(action, "reason");
            let rule = rules.iter().enumerate().find(|(at, _)| format!("rule {at}") == reason);
            prop_assert_eq!((rule.unwrap().1.holds)(row), Some(true));
        }
    }

    #[test]
    fn no_day_has_more_than_its_limit_and_ranks_have_no_gap(
        rows in invitations(),
        rules in rules(),
        amounts in amounts(),
    ) {
        let json = plan(&rows, &script(&rules, amounts), amounts);
        let plan: Value = serde_json::from_str(&json).unwrap();
        let mut days: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut last: BTreeMap<&str, (u64, &str)> = BTreeMap::new();
        let planned_rows = actions(&plan);
        for action in &planned_rows {
            let (account, date) = (text(action, "account"), text(action, "date"));
            *days.entry((account, date)).or_default() += 1;
            let day: NaiveDate = date.parse().unwrap();
            prop_assert!(!amounts.skip_weekends || day.weekday().number_from_monday() < 6);
            let rank = action["rank"].as_u64().unwrap();
            let (before, earlier) = last.insert(account, (rank, date)).unwrap_or((0, ""));
            prop_assert_eq!(rank, before + 1);
            prop_assert!(earlier <= date);
        }
        prop_assert!(days.values().all(|count| *count <= amounts.per_day));
    }

    #[test]
    fn the_same_rows_in_any_order_give_the_same_bytes(
        (rows, shuffled) in invitations().prop_flat_map(|rows| {
            (Just(rows.clone()), Just(rows).prop_shuffle())
        }),
        rules in rules(),
        amounts in amounts(),
    ) {
        let script = script(&rules, amounts);
        prop_assert_eq!(plan(&rows, &script, amounts), plan(&shuffled, &script, amounts));
    }

    #[test]
    fn the_counts_are_the_models(rows in invitations(), rules in rules()) {
        let json = plan(&rows, &script(&rules, Amounts::default()), per_day(25));
        let plan: Value = serde_json::from_str(&json).unwrap();
        let pending: Vec<&Invitation> = rows.iter().filter(|row| row.state == "pending").collect();
        for (index, counted) in plan["rules"].as_array().unwrap().iter().enumerate() {
            let matched = pending.iter().filter(|row| decides(&rules, row) == Some(index)).count();
            let later = |row: &Invitation| decides(&rules, row).is_none_or(|at| at > index);
            let open = pending.iter().filter(|row| later(row));
            let undecided = open.filter(|row| (rules[index].holds)(row).is_none()).count();
            prop_assert_eq!(counted["matched"].as_u64().unwrap(), matched as u64);
            prop_assert_eq!(counted["undecided"].as_u64().unwrap(), undecided as u64);
            let too_late = pending.iter().filter(|row| {
                decides(&rules, row).is_some_and(|at| at < index)
                    && (rules[index].holds)(row) == Some(true)
            });
            prop_assert_eq!(counted["shadowed"].as_u64().unwrap(), too_late.count() as u64);
            let open: Vec<_> = pending
                .iter()
                .filter(|row| later(row) && (rules[index].holds)(row).is_none())
                .collect();
            let lacking = |column: &str| {
                let lacks = |row: &&&&Invitation| match column {
                    "age_days" => row.age_days.is_none(),
                    "has_note" => row.has_note.is_none(),
                    _ => row.company.is_none(),
                };
                open.iter().filter(lacks).count() as u64
            };
            let by = counted["undecided_by"].as_object().unwrap();
            for column in ["age_days", "has_note", "company"] {
                let message = by.get(column).map_or(0, |count| count.as_u64().unwrap());
                let asked = rules[index].source.contains(column);
                prop_assert_eq!(message, if asked { lacking(column) } else { 0 }, "{}", column);
            }
        }
    }
}

fn per_day(per_day: usize) -> Amounts {
    Amounts { per_day, ..Amounts::default() }
}

/// Polars walks a plan by recursion, and whoever calls may have but a small stack.
#[test]
fn many_rules_fit_a_small_stack() {
    let rows = [Invitation {
        account: "anna",
        person: 1,
        age_days: Some(400),
        has_note: None,
        state: "pending",
        kind: "connection",
        company: None,
    }];
    let mut script = String::new();
    for years in 0..150 {
        let days = 365 * (150 - years);
        writeln!(script, "withdraw(\"{years}\", |i| i.age_days > {days});").unwrap();
    }
    let thread = std::thread::Builder::new().stack_size(1024 * 1024);
    let json = thread.spawn(move || plan(&rows, &script, per_day(25))).unwrap().join().unwrap();
    let plan: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(text(actions(&plan)[0], "reason"), "149");
}
