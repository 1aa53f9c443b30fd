//! What an explanation says, sentence by sentence, for a terminal as for a page.

use super::sum::{self, RoundedSum};
use super::{ExplainedDecision, decision_of};
use crate::output::text::clean;
use crate::plan::{CandidateRank, Explanation, Predicate, RuleOutcome, RuleTrace};
use crate::plural::pluralize;
use chrono::{NaiveDate, TimeDelta};

/// Who was invited, by whom, and how it stands.
pub(in crate::output) fn subject(explanation: &Explanation) -> String {
    let subject = &explanation.subject;
    let age = match subject.age_days {
        Some(days) => format!("{} old", pluralize(usize::try_from(days).unwrap_or(0), "day")),
        None => "of unknown age".into(),
    };
    let subject_kind = if subject.kind == "inmail" { "InMail" } else { "invited" };
    let (name, account) = (clean(&subject.name), clean(&subject.account));
    let (state, known_by) = (&subject.state, &subject.known_by);
    format!("{name} · {subject_kind} by {account} · {state} ({known_by}) · {age}")
}

pub(in crate::output) fn decision(explanation: &Explanation) -> String {
    let why = &explanation.why;
    let reason = why.decided_by.map(|index| clean(&why.rules[index].reason));
    let reason = reason.unwrap_or_default();
    let rank = why
        .position
        .map(|position| format!("candidate {} of {}", position.number, position.candidates));
    let rank = rank.unwrap_or_default();
    match (decision_of(explanation), &explanation.scheduled) {
        (ExplainedDecision::Withdrawn, Some(scheduled)) => format!(
            "withdrawn on {}: {reason}; {} of {} in this plan; may be invited again on {}{}",
            scheduled.date,
            scheduled.rank,
            explanation.withdrawals,
            scheduled.reconnect_on,
            scheduled
                .follow_up
                .as_ref()
                .map(|text| format!("; then: {}", clean(text)))
                .unwrap_or_default(),
        ),
        (ExplainedDecision::Kept, _) => format!("kept: {reason}"),
        (ExplainedDecision::KeptByDefault, _) => "kept: no rule matches".into(),
        (ExplainedDecision::InMail, _) => format!("kept: InMail cannot be withdrawn ({reason})"),
        (ExplainedDecision::NotPending, _) => {
            format!("nothing to decide: it is {}", explanation.subject.state)
        }
        (ExplainedDecision::Withdrawn | ExplainedDecision::NotReached, _) => format!(
            "kept this time: {reason} matches, but it is {rank}, and the plan withdraws {}",
            explanation.withdrawals
        ),
    }
}

/// That a limit refuses the plan, where it does.
pub(in crate::output) fn refusal(explanation: &Explanation) -> Option<&'static str> {
    (explanation.is_refused && explanation.scheduled.is_some())
        .then_some("but a limit refuses the plan: nothing of it is to be carried out")
}

pub(in crate::output) fn rule(rule: &RuleTrace) -> String {
    format!("{} \"{}\"", rule.verb.name(), clean(&rule.reason))
}

pub(in crate::output) const fn outcome(tried: RuleOutcome) -> &'static str {
    match tried {
        RuleOutcome::Decides => "decides",
        RuleOutcome::Fails => "does not match",
        RuleOutcome::Undecided => "unknown, so it does not match",
        RuleOutcome::NotTried => "not tried",
    }
}

/// Whether a clause holds, and the values that it looked at.
pub(in crate::output) fn describe_clause(predicate: &Predicate) -> String {
    let values: Vec<String> = predicate
        .values
        .iter()
        .map(|(name, value)| format!("{} = {}", clean(name), clean(value)))
        .collect();
    let holds = match predicate.holds {
        Some(true) => "holds",
        Some(false) => "fails",
        None => "unknown",
    };
    [&[holds.to_owned()], &values[..]].concat().join("; ")
}

/// The priority of a candidate, and what it is made of: each number, and the term that gives it.
pub(in crate::output) fn priority(
    explanation: &Explanation,
) -> Option<(String, Vec<(String, String)>)> {
    let why = &explanation.why;
    let CandidateRank { number, candidates, priority } = why.position?;
    let shown = sum::round_sum(&why.terms, priority);
    let text = match (&shown, priority) {
        (Some(RoundedSum { total: Some(total), .. }), _) => {
            format!("Priority {total}, {number} of {candidates} in the account")
        }
        (_, Some(priority)) => {
            format!("Priority {priority}, {number} of {candidates} in the account")
        }
        (_, None) => {
            format!("Priority unknown, so it goes last: {number} of {candidates} in the account")
        }
    };
    let values = shown.into_iter().flat_map(|sum| sum.values);
    let terms = values.zip(&why.terms).map(|(value, term)| (value, clean(&term.text)));
    Some((text, terms.collect()))
}

/// What would make the decision another.
pub(in crate::output) struct FlipSummary {
    pub(in crate::output) title: String,
    pub(in crate::output) lines: Vec<String>,
    /// What was looked through, and what was not.
    pub(in crate::output) remarks: Vec<String>,
}

/// By what the decision would be another; none where there is none.
pub(in crate::output) fn flips(explanation: &Explanation) -> Option<FlipSummary> {
    let ages = &explanation.ages;
    if matches!(decision_of(explanation), ExplainedDecision::NotPending | ExplainedDecision::InMail)
    {
        return None;
    }
    let other = if explanation.scheduled.is_some() { "kept" } else { "withdrawn" };
    let (mut lines, mut remarks) = (vec![], vec![]);
    let is_nothing = ages.nearest == (None, None) && explanation.flips.is_empty();
    let title = if is_nothing {
        remarks.extend(describe_tried(explanation));
        format!("Nothing was found by which it would be {other}")
    } else {
        let (below, above) = ages.nearest;
        lines.extend(below.map(|age| describe_age(explanation, age)));
        lines.extend(above.map(|age| {
            let expired = if ages.expired_above { ", expired by then" } else { "" };
            format!("{}{expired}", describe_age(explanation, age))
        }));
        format!("It would be {other}")
    };
    lines.extend(explanation.flips.iter().map(|flip| {
        format!("with {} = {} (now {})", clean(&flip.param), valued(&flip.at), valued(&flip.now))
    }));
    remarks.extend(not_tried(explanation));
    Some(FlipSummary { title, lines, remarks })
}

/// What was looked through in vain.
fn describe_tried(explanation: &Explanation) -> Option<String> {
    let ages = &explanation.ages;
    let mut tried = vec![];
    if let Some(most) = ages.tried_up_to_days {
        let which = if ages.tried_each { "ages" } else { "some ages" };
        tried.push(format!("{which} from 0 to {most} days"));
    }
    if !explanation.params_tried.is_empty() {
        let names = clean(&explanation.params_tried.join("`, `"));
        tried.push(format!("other values of `{names}`"));
    }
    (!tried.is_empty()).then(|| format!("tried, one at a time: {}", tried.join("; ")))
}

/// What was not looked through.
fn not_tried(explanation: &Explanation) -> Vec<String> {
    let ages = explanation.ages.not_tried.as_ref().map(|reason| {
        let which = match explanation.ages.tried_up_to_days {
            Some(most) => format!("no age above {most} days"),
            None => "no other age".into(),
        };
        format!("{which} was tried: {}", clean(reason))
    });
    let is_flipped = |name: &String| explanation.flips.iter().any(|flip| flip.param == *name);
    let in_part = explanation.params_tried_in_part.iter().filter(|name| !is_flipped(name));
    let in_part = in_part
        .map(|name| format!("of `{}`, only texts of this invitation were tried", clean(name)));
    ages.into_iter().chain(in_part).collect()
}

/// Another age, as it comes about: by waiting, or by another day of sending where the strategy
/// looks at days too.
fn describe_age(explanation: &Explanation, age: i64) -> String {
    let now = explanation.subject.age_days.unwrap_or_default();
    let days = usize::try_from((age - now).abs()).unwrap_or(0);
    if explanation.depends_on_day {
        let sent = sent_on(explanation, age - now);
        return format!("had it been sent on {sent}, at an age of {age} days");
    }
    let when = if age > now { "from now" } else { "ago" };
    format!("at an age of {age} days ({} {when})", pluralize(days, "day"))
}

/// The day on which it would have been sent, so many days earlier than it was.
fn sent_on(explanation: &Explanation, earlier_days: i64) -> NaiveDate {
    let subject = &explanation.subject;
    let age = TimeDelta::try_days(subject.age_days.unwrap_or_default()).unwrap_or_default();
    let sent = subject.sent_on.unwrap_or_else(|| explanation.as_of - age);
    let earlier = TimeDelta::try_days(earlier_days).unwrap_or_default();
    sent.checked_sub_signed(earlier).unwrap_or(sent)
}

/// What is used of each limit of the account after the plan, and whether that is too much.
pub(in crate::output) fn limits(explanation: &Explanation) -> Vec<(String, bool)> {
    let rooms = explanation.headroom.iter().filter(|room| room.figure > 0 || room.left < 0);
    let lines = rooms.map(|room| {
        let day = match &explanation.scheduled {
            Some(scheduled) if room.limit == "withdrawals-per-day" => {
                format!("; {} on {}", explanation.on_its_day, scheduled.date)
            }
            _ => String::new(),
        };
        let exceeded = if room.left < 0 { ", exceeded" } else { "" };
        let of_figure = if room.limit == "youngest-age" { "of at least" } else { "of" };
        let (limit, used, figure) = (&room.limit, room.used, room.figure);
        (format!("{limit}: {used} {of_figure} {figure}{exceeded}{day}"), room.left < 0)
    });
    lines.collect()
}

/// A parameter's value as it is set.
fn valued(value: &impl std::fmt::Display) -> String {
    let text = clean(&value.to_string());
    if text.is_empty() { "\"\"".into() } else { text }
}
