//! Why one invitation is kept or withdrawn: the decision first, then every rule with the clauses
//! that it was tried by, and what would flip it.

use crate::output::error::OutputResult;
use crate::output::text::{clean, web_link};
use crate::output::why::words;
use crate::plan::{Explanation, RuleOutcome, RuleTrace};
use minijinja::{Value, context};
use std::io::Write;

pub(in crate::output) fn why(explanation: &Explanation, out: &mut dyn Write) -> OutputResult {
    let subject = &explanation.subject;
    let is_pending = subject.state == "pending";
    let rules = explanation.why.rules.iter().filter(|_| is_pending);
    let rules: Vec<Value> = rules.map(rule).collect();
    let priority = words::priority(explanation).filter(|_| is_pending);
    let flips = words::flips(explanation);
    let limits = if is_pending { words::limits(explanation) } else { vec![] };
    let view = context! {
        name => clean(&subject.name),
        link => subject.profile_url.as_deref().and_then(web_link),
        subject => words::subject(explanation),
        id => clean(&subject.id),
        strategy => clean(&explanation.strategy),
        decision => words::decision(explanation),
        refusal => words::refusal(explanation),
        is_withdrawn => explanation.scheduled.is_some(),
        priority => priority.map(|(text, terms)| context! { text, terms }),
        flips => flips.map(|flips| context! {
            title => flips.title, lines => flips.lines, remarks => flips.remarks,
        }),
        limits => limits.into_iter().map(|(text, is_over)| context! { text, is_over })
            .collect::<Vec<_>>(),
        rules,
    };
    let title = format!("Why: {}", clean(&subject.name));
    let as_of = explanation.as_of.and_time(chrono::NaiveTime::MIN).and_utc();
    super::render_template("why.html", &title, Some(as_of), context! { why => view }, out)
}

fn rule(rule: &RuleTrace) -> Value {
    let clauses = rule.predicates.iter().filter(|_| rule.tried != RuleOutcome::NotTried);
    let clauses = clauses.map(|predicate| {
        context! {
            text => clean(&predicate.text),
            line => predicate.position.line(),
            outcome => words::describe_clause(predicate),
            is_true => predicate.holds == Some(true),
        }
    });
    context! {
        text => words::rule(rule),
        outcome => words::outcome(rule.tried),
        decides => rule.tried == RuleOutcome::Decides,
        clauses => clauses.collect::<Vec<_>>(),
    }
}
