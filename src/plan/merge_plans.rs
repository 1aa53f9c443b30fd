//! One plan of several that were made for other accounts each.
//!
//! Invariant: what the whole says of an account is what its part says; counts of a rule add up with
//! those of the same rule, and of no other, whatever rules are called.

use super::plan_data::{Plan, RuleCount, Verdict};
use crate::digest::sha256;
use polars::prelude::{DataFrame, PolarsResult, SortMultipleOptions};

/// The plan of all accounts; none where there is no part. Accounts come by name, and findings about
/// none come once.
pub fn merge_plans(parts: Vec<Plan>) -> PolarsResult<Option<Plan>> {
    let mut parts = parts.into_iter();
    let Some(mut whole) = parts.next() else { return Ok(None) };
    let mut sums = vec![];
    for part in parts {
        sums.push(part.strategy.sha256.clone());
        whole.accounts.extend(part.accounts);
        merge_rule_counts(&mut whole.rules, part.rules);
        whole.headroom.extend(part.headroom);
        for finding in part.findings {
            if !whole.findings.contains(&finding) {
                whole.findings.push(finding);
            }
        }
        whole.actions = stacked(&whole.actions, &part.actions)?;
    }
    whole.accounts.sort_by(|a, b| a.account.cmp(&b.account));
    whole.headroom.sort_by(|a, b| a.account.cmp(&b.account));
    whole.findings.sort_by(|a, b| a.account.cmp(&b.account));
    whole.verdict = Verdict::of_findings(&whole.findings);
    if sums.iter().any(|sum| *sum != whole.strategy.sha256) {
        // Another value of a parameter may have led to other imports.
        sums.insert(0, whole.strategy.sha256);
        whole.strategy.sha256 = sha256(sums.join("\n"));
    }
    Ok(Some(whole))
}

fn stacked(one: &DataFrame, other: &DataFrame) -> PolarsResult<DataFrame> {
    let stable = SortMultipleOptions::default().with_maintain_order(true);
    one.vstack(other)?.sort(["account"], stable)
}

/// Adds up the counts of the same rules; one that only the part has stands after the one that comes
/// before it there.
fn merge_rule_counts(whole: &mut Vec<RuleCount>, part: Vec<RuleCount>) {
    let mut taken = vec![false; whole.len()];
    let mut next = 0;
    for rule in part {
        let same = (0..whole.len()).find(|at| !taken[*at] && is_same(&whole[*at], &rule));
        match same {
            Some(at) => {
                taken[at] = true;
                next = at + 1;
                add_up(&mut whole[at], rule);
            }
            None => {
                whole.insert(next, rule);
                taken.insert(next, true);
                next += 1;
            }
        }
    }
}

/// Whether two parts have the same rule: declared at the same place, with the same words.
fn is_same(one: &RuleCount, other: &RuleCount) -> bool {
    one.declared == other.declared && one.verb == other.verb && one.reason == other.reason
}

fn add_up(total: &mut RuleCount, same: RuleCount) {
    total.matched += same.matched;
    total.undecided += same.undecided;
    total.shadowed += same.shadowed;
    for (column, count) in same.undecided_by {
        *total.undecided_by.entry(column).or_default() += count;
    }
    total.undecided_by.sort_by(|one, count, other, others| others.cmp(count).then(one.cmp(other)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::Verb;
    use indexmap::IndexMap;
    use rhai::Position;

    fn rule(reason: &str, line: u16, matched: usize) -> RuleCount {
        RuleCount {
            verb: Verb::Keep,
            reason: reason.into(),
            declared: ("s.rhai".into(), Position::new(line, 1)),
            when: None,
            matched,
            undecided: 0,
            undecided_by: IndexMap::new(),
            shadowed: 0,
        }
    }

    #[test]
    fn rules_of_one_reason_keep_their_own_counts() {
        let mut whole = vec![rule("a", 1, 1), rule("a", 2, 10), rule("b", 4, 100)];
        // The first is not declared for these accounts, and one between the others is.
        merge_rule_counts(&mut whole, vec![rule("a", 2, 20), rule("a", 3, 7), rule("b", 4, 200)]);
        let counts: Vec<_> = whole.iter().map(|rule| rule.matched).collect();
        assert_eq!(counts, [1, 30, 7, 300]);
    }

    #[test]
    fn rules_of_a_loop_are_told_apart_by_their_order() {
        let mut whole = vec![rule("a", 1, 1), rule("a", 1, 2)];
        merge_rule_counts(&mut whole, vec![rule("a", 1, 10), rule("a", 1, 20), rule("a", 1, 5)]);
        let counts: Vec<_> = whole.iter().map(|rule| rule.matched).collect();
        assert_eq!(counts, [11, 22, 5]);
    }
}
