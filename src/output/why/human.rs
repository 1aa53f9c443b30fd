//! An explanation for people: the decision, then every rule with the clause that decided it
//! underlined in the source, then what would flip it.

use super::sum::{self, Sum};
use super::{ExplainedVerdict, verdict};
use crate::output::OutputError;
use crate::output::source_line::source_line;
use crate::output::style::{Paint, Style};
use crate::output::text::{clean, count, isolate, wrap};
use crate::plan::{CandidatePosition, Explanation, Predicate, Tried, Verb};
use crate::syntax::{clause_around, token_at};
use chrono::{NaiveDate, TimeDelta};
use std::io::{self, Write};

pub(super) fn write(
    explanation: &Explanation,
    style: &Style,
    out: &mut dyn Write,
) -> Result<(), OutputError> {
    let mut page = Page { explanation, style, out };
    page.subject()?;
    page.decision()?;
    if explanation.subject.state == "pending" {
        page.rules()?;
        page.priority()?;
    }
    page.flips()?;
    page.limits()?;
    Ok(())
}

struct Page<'a> {
    explanation: &'a Explanation,
    style: &'a Style,
    out: &'a mut dyn Write,
}

impl Page<'_> {
    fn say(&mut self, paint: Paint, indent: usize, text: &str) -> io::Result<()> {
        for line in wrap(text, self.style.line_width() - indent) {
            let line = self.style.paint(paint, &isolate(&line));
            writeln!(self.out, "{}{line}", " ".repeat(indent))?;
        }
        Ok(())
    }

    fn subject(&mut self) -> io::Result<()> {
        let subject = &self.explanation.subject;
        let age = match subject.age_days {
            Some(days) => format!("{} old", count(usize::try_from(days).unwrap_or(0), "day")),
            None => "of unknown age".into(),
        };
        let subject_kind = if subject.kind == "inmail" { "InMail" } else { "invited" };
        let (name, account) = (clean(&subject.name), clean(&subject.account));
        let (state, known_by) = (&subject.state, &subject.known_by);
        let text = format!("{name} · {subject_kind} by {account} · {state} ({known_by}) · {age}");
        self.say(Paint::Bold, 0, &text)?;
        self.say(Paint::Dim, 0, &clean(&subject.id))?;
        if let Some(url) = &subject.profile_url {
            let url = clean(url);
            writeln!(self.out, "{}", self.style.link(Some(&url), &url))?;
        }
        Ok(())
    }

    fn decision(&mut self) -> io::Result<()> {
        let explanation = self.explanation;
        let why = &explanation.why;
        let reason = why.decided_by.map(|index| clean(&why.rules[index].reason));
        let reason = reason.unwrap_or_default();
        let rank = why
            .position
            .map(|position| format!("candidate {} of {}", position.number, position.candidates));
        let rank = rank.unwrap_or_default();
        let text = match (verdict(explanation), &explanation.scheduled) {
            (ExplainedVerdict::Withdrawn, Some(scheduled)) => format!(
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
            (ExplainedVerdict::Kept, _) => format!("kept: {reason}"),
            (ExplainedVerdict::KeptByDefault, _) => "kept: no rule matches".into(),
            (ExplainedVerdict::InMail, _) => format!("kept: InMail cannot be withdrawn ({reason})"),
            (ExplainedVerdict::NotPending, _) => {
                format!("nothing to decide: it is {}", explanation.subject.state)
            }
            (ExplainedVerdict::Withdrawn | ExplainedVerdict::NotReached, _) => format!(
                "kept this time: {reason} matches, but it is {rank}, and the plan withdraws {}",
                explanation.withdrawals
            ),
        };
        writeln!(self.out)?;
        let paint = if explanation.scheduled.is_some() { Paint::Yellow } else { Paint::Green };
        self.say(paint, 0, &text)?;
        if explanation.is_refused && explanation.scheduled.is_some() {
            let text = "but a limit refuses the plan: nothing of it is to be carried out";
            self.say(Paint::Red, 0, text)?;
        }
        Ok(())
    }

    fn rules(&mut self) -> io::Result<()> {
        let explanation = self.explanation;
        writeln!(self.out)?;
        self.say(Paint::Bold, 0, "Rules, the first that matches decides")?;
        for rule in &explanation.why.rules {
            let verb = match rule.verb {
                Verb::Keep => "keep",
                Verb::Withdraw => "withdraw",
            };
            let (outcome, paint) = match rule.tried {
                Tried::Decides => ("decides", Paint::Green),
                Tried::Fails => ("does not match", Paint::Plain),
                Tried::Undecided => ("unknown, so it does not match", Paint::Yellow),
                Tried::NotTried => ("not tried", Paint::Dim),
            };
            self.say(paint, 2, &format!("{verb} \"{}\": {outcome}", clean(&rule.reason)))?;
            if rule.tried != Tried::NotTried {
                for predicate in &rule.predicates {
                    self.predicate(predicate)?;
                }
            }
        }
        Ok(())
    }

    /// The source line with the clause underlined, and the values that it looked at.
    fn predicate(&mut self, predicate: &Predicate) -> io::Result<()> {
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
        let outcome = [&[holds.to_owned()], &values[..]].concat().join("; ");
        let texts = &self.explanation.texts;
        // The strategy itself is the first that was loaded.
        let is_of_script =
            |(name, _): &&(String, String)| predicate.script.as_ref().is_none_or(|s| s == name);
        let Some((_, text)) = texts.iter().find(is_of_script) else {
            return self.say(Paint::Plain, 6, &format!("{}: {outcome}", predicate.text));
        };
        let span = clause_around(text, token_at(text, predicate.position));
        let span = span.offset()..span.offset() + span.len();
        let indent = source_line(text, span, self.style, self.out)?;
        self.say(Paint::Plain, indent, &outcome)
    }

    fn priority(&mut self) -> io::Result<()> {
        let why = &self.explanation.why;
        let Some(CandidatePosition { number, candidates, priority }) = why.position else {
            return Ok(());
        };
        let shown = sum::shown(&why.terms, priority);
        let text = match (&shown, priority) {
            (Some(Sum { total: Some(total), .. }), _) => {
                format!("Priority {total}, {number} of {candidates} in the account")
            }
            (_, Some(priority)) => {
                format!("Priority {priority}, {number} of {candidates} in the account")
            }
            (_, None) => {
                format!(
                    "Priority unknown, so it goes last: {number} of {candidates} in the account"
                )
            }
        };
        writeln!(self.out)?;
        self.say(Paint::Bold, 0, &text)?;
        for (value, term) in shown.iter().flat_map(|sum| &sum.values).zip(&why.terms) {
            self.say(Paint::Plain, 2, &format!("{value}  {}", clean(&term.text)))?;
        }
        Ok(())
    }

    fn flips(&mut self) -> io::Result<()> {
        let explanation = self.explanation;
        let ages = &explanation.ages;
        let verdict = verdict(explanation);
        if matches!(verdict, ExplainedVerdict::NotPending | ExplainedVerdict::InMail) {
            return Ok(());
        }
        let other = if explanation.scheduled.is_some() { "kept" } else { "withdrawn" };
        writeln!(self.out)?;
        if ages.nearest == (None, None) && explanation.flips.is_empty() {
            self.say(Paint::Bold, 0, &format!("Nothing was found by which it would be {other}"))?;
            let mut tried = vec![];
            if let Some(most) = ages.tried_up_to_days {
                let which = if ages.tried_each { "ages" } else { "some ages" };
                tried.push(format!("{which} from 0 to {most} days"));
            }
            if !explanation.params_tried.is_empty() {
                let names = clean(&explanation.params_tried.join("`, `"));
                tried.push(format!("other values of `{names}`"));
            }
            if !tried.is_empty() {
                let text = format!("tried, one at a time: {}", tried.join("; "));
                self.say(Paint::Dim, 2, &text)?;
            }
        } else {
            self.say(Paint::Bold, 0, &format!("It would be {other}"))?;
            let (below, above) = ages.nearest;
            if let Some(age) = below {
                self.say(Paint::Plain, 2, &self.aged(age))?;
            }
            if let Some(age) = above {
                let expired = if ages.expired_above { ", expired by then" } else { "" };
                self.say(Paint::Plain, 2, &format!("{}{expired}", self.aged(age)))?;
            }
        }
        for flip in &explanation.flips {
            let text = format!(
                "with {} = {} (now {})",
                clean(&flip.param),
                valued(&flip.at),
                valued(&flip.now)
            );
            self.say(Paint::Plain, 2, &text)?;
        }
        self.not_tried()
    }

    /// What was not looked through.
    fn not_tried(&mut self) -> io::Result<()> {
        let explanation = self.explanation;
        if let Some(reason) = &explanation.ages.not_tried {
            let which = match explanation.ages.tried_up_to_days {
                Some(most) => format!("no age above {most} days"),
                None => "no other age".into(),
            };
            let text = format!("{which} was tried: {}", clean(reason));
            self.say(Paint::Dim, 2, &text)?;
        }
        for name in &explanation.params_tried_in_part {
            if !explanation.flips.iter().any(|flip| flip.param == *name) {
                let text =
                    format!("of `{}`, only texts of this invitation were tried", clean(name));
                self.say(Paint::Dim, 2, &text)?;
            }
        }
        Ok(())
    }

    /// Another age, as it comes about: by waiting, or by another day of sending where the strategy
    /// looks at days too.
    fn aged(&self, age: i64) -> String {
        let now = self.explanation.subject.age_days.unwrap_or_default();
        let days = usize::try_from((age - now).abs()).unwrap_or(0);
        if self.explanation.depends_on_day {
            let sent = self.sent_on(age - now);
            return format!("had it been sent on {sent}, at an age of {age} days");
        }
        let when = if age > now { "from now" } else { "ago" };
        format!("at an age of {age} days ({} {when})", count(days, "day"))
    }

    /// The day on which it would have been sent, so many days earlier than it was.
    fn sent_on(&self, earlier_days: i64) -> NaiveDate {
        let subject = &self.explanation.subject;
        let age = TimeDelta::try_days(subject.age_days.unwrap_or_default()).unwrap_or_default();
        let sent = subject.sent_on.unwrap_or_else(|| self.explanation.as_of - age);
        let earlier = TimeDelta::try_days(earlier_days).unwrap_or_default();
        sent.checked_sub_signed(earlier).unwrap_or(sent)
    }

    fn limits(&mut self) -> io::Result<()> {
        let explanation = self.explanation;
        if explanation.subject.state != "pending" {
            return Ok(());
        }
        writeln!(self.out)?;
        self.say(Paint::Bold, 0, "Limits of the account, after the plan")?;
        for room in explanation.headroom.iter().filter(|room| room.figure > 0 || room.left < 0) {
            let day = match &explanation.scheduled {
                Some(scheduled) if room.limit == "withdrawals-per-day" => {
                    format!("; {} on {}", explanation.on_its_day, scheduled.date)
                }
                _ => String::new(),
            };
            let exceeded = if room.left < 0 { ", exceeded" } else { "" };
            let paint = if room.left < 0 { Paint::Red } else { Paint::Plain };
            let of_figure = if room.limit == "youngest-age" { "of at least" } else { "of" };
            let (limit, used, figure) = (&room.limit, room.used, room.figure);
            let text = format!("{limit}: {used} {of_figure} {figure}{exceeded}{day}");
            self.say(paint, 2, &text)?;
        }
        Ok(())
    }
}

/// A parameter's value as it is set.
fn valued(value: &impl std::fmt::Display) -> String {
    let text = clean(&value.to_string());
    if text.is_empty() { "\"\"".into() } else { text }
}
