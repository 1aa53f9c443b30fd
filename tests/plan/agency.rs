//! What an agency lays down holds for every strategy.

use crate::effort;
use crate::model::{
    Amounts, Invitation, actions, amounts, invitations, protecting, rules, script, with_params,
};
use proptest::prelude::*;
use serde_json::Value;

fn text<'a>(action: &'a Value, key: &str) -> &'a str {
    action[key].as_str().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(24)))]

    #[test]
    fn nobody_protected_is_ever_withdrawn(
        rows in invitations(),
        rules in rules(),
        amounts in amounts(),
        protected in prop::collection::vec((0_usize..40, 0_usize..4), 0..12),
    ) {
        let entries: Vec<String> = protected
            .iter()
            .map(|(person, form)| match form {
                0 => format!("https://www.linkedin.com/in/P{person}/"),
                1 => format!("in/p{person}"),
                2 => format!("p{person}"),
                _ => format!("  P   {person} "),
            })
            .collect();
        let script = script(&rules, amounts);
        let plan = protecting(&rows, &script, amounts, &entries);
        let plan: Value = serde_json::from_str(&plan).unwrap();
        let is_protected =
            |row: &Invitation| protected.iter().any(|(person, _)| *person == row.person);
        for action in actions(&plan) {
            let row = rows.iter().find(|row| row.id() == text(action, "id")).unwrap();
            prop_assert!(!is_protected(row), "{action}");
        }
        // And it is said of each account how many of its pending ones that were.
        let findings = plan["findings"].as_array().unwrap();
        for account in ["anna", "ben"] {
            let of_account = rows.iter().filter(|row| row.account == account);
            let count =
                of_account.filter(|row| row.state == "pending" && is_protected(row)).count();
            let report = findings.iter().find(|one| {
                one["code"] == "protected" && one["account"] == account
            });
            let report = report.map_or("0 ", |one| text(one, "message"));
            prop_assert!(report.starts_with(&format!("{count} ")), "{count}: {report}");
        }
    }

    #[test]
    fn an_account_with_its_own_values_is_planned_as_if_they_were_everybodys(
        rows in invitations(),
        amounts in amounts(),
        (in_all, of_account) in (0_i64..200, 0_i64..200),
    ) {
        let script = format!(
            "let days = param(\"days\", 7, \"\");\nwithdraw(\"noted\", |i| i.has_note && \
             i.age_days > 150);\nwithdraw(\"old\", |i| i.age_days >= days);\n{}",
            self::script(&[], amounts)
        );
        let with = |params: &str| -> Value {
            serde_json::from_str(&with_params(&rows, &script, amounts, params)).unwrap()
        };
        let of = |plan: &Value, account: &str| -> Vec<Value> {
            let of_account = actions(plan).into_iter().filter(|one| one["account"] == account);
            of_account.cloned().collect()
        };
        let joint = with(&format!(
            "[params]\ndays = {in_all}\n[accounts.ben]\nparams = {{ days = {of_account} }}"
        ));
        let (anna, ben) = (
            with(&format!("[params]\ndays = {in_all}")),
            with(&format!("[params]\ndays = {of_account}")),
        );
        prop_assert_eq!(of(&joint, "anna"), of(&anna, "anna"));
        prop_assert_eq!(of(&joint, "ben"), of(&ben, "ben"));
        let rules = joint["rules"].as_array().unwrap();
        let matched: u64 = rules.iter().map(|rule| rule["matched"].as_u64().unwrap()).sum();
        let may_all_go = amounts.target.is_none() && amounts.most.is_none();
        let inmail = rows.iter().any(|row| row.kind == "inmail");
        if may_all_go && !inmail {
            prop_assert_eq!(matched, actions(&joint).len() as u64);
        }
    }
}

#[test]
fn a_score_compares_all_accounts_also_where_one_has_its_own_values() {
    let rows = ["anna", "ben"].map(|account| Invitation {
        account,
        person: 1,
        age_days: Some(50),
        has_note: None,
        state: "pending",
        kind: "connection",
        company: Some("Acme"),
    });
    let script = "let days = param(\"days\", 1);\nwithdraw(\"old\", |i| i.age_days >= days);\n\
                  prioritize(|i| i.count_by(\"company\"));";
    let amounts = Amounts { per_day: 25, ..Amounts::default() };
    let plan = with_params(&rows, script, amounts, "[accounts.ben]\nparams = { days = 2 }");
    let plan: Value = serde_json::from_str(&plan).unwrap();
    let scores: Vec<_> = actions(&plan).iter().map(|one| one["priority"].clone()).collect();
    assert_eq!(scores, [2.0, 2.0]);
}
