//! An explanation as one JSON document.

use super::decision_of;
use crate::output::error::OutputResult;
use crate::output::json_escaping::write_pretty_json;
use crate::plan::{Explanation, Predicate, RuleOutcome, RuleTrace};
use serde_json::{Value, json};
use std::io::Write;

pub(in crate::output) fn write_json(
    explanation: &Explanation,
    out: &mut dyn Write,
) -> OutputResult {
    let (subject, why, ages) = (&explanation.subject, &explanation.why, &explanation.ages);
    // Nothing is decided of what is not pending.
    let decided_by = why.decided_by.filter(|_| subject.state == "pending");
    let rule = decided_by.map(|index| why.rules[index].reason.clone());
    let scheduled = explanation.scheduled.as_ref().map(|scheduled| {
        json!({
            "date": scheduled.date,
            "rank": scheduled.rank,
            "reconnect_on": scheduled.reconnect_on,
            "follow_up": scheduled.follow_up,
        })
    });
    let terms: Vec<Value> =
        why.terms.iter().map(|term| json!({ "term": term.text, "value": term.value })).collect();
    let flips: Vec<Value> = explanation
        .flips
        .iter()
        .map(|flip| json!({ "param": flip.param, "now": flip.now, "at": flip.at }))
        .collect();
    let document = json!({
        "strategy": explanation.strategy,
        "invitation": {
            "id": subject.id,
            "account": subject.account,
            "name": subject.name,
            "profile_url": subject.profile_url,
            "kind": subject.kind,
            "state": subject.state,
            "known_by": subject.known_by,
            "age_days": subject.age_days,
        },
        "verdict": decision_of(explanation).name(),
        "rule": rule,
        "scheduled": scheduled,
        "decided_by": decided_by,
        "rules": why.rules.iter().map(traced).collect::<Vec<_>>(),
        "priority": why.position.and_then(|position| position.priority),
        "terms": terms,
        "candidate": why.position.map(|position| {
            json!({ "place": position.number, "of": position.candidates })
        }),
        "flips": flips,
        "flip_ages_days": { "below": ages.nearest.0, "above": ages.nearest.1 },
        "ages_tried_up_to_days": ages.tried_up_to_days,
        "ages_not_tried": ages.not_tried,
        "params_tried": explanation.params_tried,
        "params_tried_in_part": explanation.params_tried_in_part,
        "refused": explanation.is_refused,
        "headroom": explanation.headroom,
    });
    write_pretty_json(&document, out)
}

fn traced(rule: &RuleTrace) -> Value {
    let predicates: Vec<Value> = rule.predicates.iter().map(predicate).collect();
    json!({
        "verb": rule.verb,
        "reason": rule.reason,
        "outcome": outcome(rule.tried),
        "script": rule.script,
        "line": rule.position.line(),
        "predicates": predicates,
    })
}

fn predicate(predicate: &Predicate) -> Value {
    let values: serde_json::Map<String, Value> =
        predicate.values.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    json!({
        "text": predicate.text,
        "holds": predicate.holds,
        "script": predicate.script,
        "line": predicate.position.line(),
        "values": values,
    })
}

const fn outcome(tried: RuleOutcome) -> &'static str {
    match tried {
        RuleOutcome::Decides => "decides",
        RuleOutcome::Fails => "fails",
        RuleOutcome::Undecided => "undecided",
        RuleOutcome::NotTried => "not-tried",
    }
}
