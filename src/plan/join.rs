//! One plan of several that were made for other accounts each.
//!
//! Invariant: what the whole says of an account is what its part says; counts of rules add up.

use super::data::{Plan, RuleCount};
use super::decide::verdict;
use crate::digest::sha256;
use polars::prelude::{DataFrame, PolarsResult, SortMultipleOptions};

/// The plan of all accounts; none where there is no part. Accounts come by name, and findings about
/// none come once.
pub fn joined(parts: impl Iterator<Item = Plan>) -> Option<Plan> {
    let mut sums = vec![];
    let whole = parts.reduce(|mut whole, part| {
        sums.push(part.strategy.sha256.clone());
        whole.accounts.extend(part.accounts);
        add(&mut whole.rules, part.rules);
        whole.headroom.extend(part.headroom);
        for finding in part.findings {
            if !whole.findings.contains(&finding) {
                whole.findings.push(finding);
            }
        }
        whole.actions = stacked(&whole.actions, &part.actions).unwrap_or(whole.actions);
        whole
    });
    let mut whole = whole?;
    whole.accounts.sort_by(|a, b| a.account.cmp(&b.account));
    whole.headroom.sort_by(|a, b| a.account.cmp(&b.account));
    whole.findings.sort_by(|a, b| a.account.cmp(&b.account));
    whole.verdict = verdict(&whole.findings);
    if sums.iter().any(|sum| *sum != whole.strategy.sha256) {
        // Another value of a parameter may have led to other imports.
        sums.insert(0, whole.strategy.sha256);
        whole.strategy.sha256 = sha256(sums.join("\n"));
    }
    Some(whole)
}

fn stacked(one: &DataFrame, other: &DataFrame) -> PolarsResult<DataFrame> {
    let stable = SortMultipleOptions::default().with_maintain_order(true);
    one.vstack(other)?.sort(["account"], stable)
}

/// Adds up the counts of the same rules; a rule that one part does not have stands after the
/// others.
fn add(whole: &mut Vec<RuleCount>, part: Vec<RuleCount>) {
    let mut taken = vec![false; whole.len()];
    for rule in part {
        let same = whole
            .iter()
            .take(taken.len())
            .position(|own| (own.verb, &own.reason) == (rule.verb, &rule.reason));
        match same.filter(|at| !taken[*at]) {
            None => whole.push(rule),
            Some(at) => {
                taken[at] = true;
                let own = &mut whole[at];
                own.matched += rule.matched;
                own.undecided += rule.undecided;
                own.shadowed += rule.shadowed;
                for (column, count) in rule.undecided_by {
                    *own.undecided_by.entry(column).or_default() += count;
                }
                own.undecided_by
                    .sort_by(|one, count, other, others| others.cmp(count).then(one.cmp(other)));
            }
        }
    }
}
