//! An explanation for people: the decision, then every rule with the clause that decided it
//! underlined in the source, then what would flip it.

use super::{Verdict, verdict};
use crate::clause;
use crate::diagnostic::token;
use crate::output::OutputError;
use crate::output::source_line::source_line;
use crate::output::style::{Paint, Style};
use crate::output::text::{clean, count, isolate, wrap};
use crate::plan::{Explanation, Predicate, RuleTrace, Tried, Verb};
use std::io::{self, Write};

pub(super) fn write(
    explanation: &Explanation,
    style: &Style,
    out: &mut dyn Write,
) -> Result<(), OutputError> {
    let mut page = Page { explanation, style, out };
    page.subject()?;
    page.decision()?;
    page.rules()?;
    page.priority()?;
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
        let (name, account) = (clean(&subject.name), clean(&subject.account));
        let (state, known_by) = (&subject.state, &subject.known_by);
        let text = format!("{name} · invited by {account} · {state} ({known_by}) · {age}");
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
        let place = why.place.map(|(place, of)| format!("candidate {place} of {of}"));
        let place = place.unwrap_or_default();
        let text = match (verdict(explanation), &explanation.scheduled) {
            (Verdict::Withdrawn, Some(scheduled)) => format!(
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
            (Verdict::Kept, _) => format!("kept: {reason}"),
            (Verdict::KeptByDefault, _) => "kept: no rule matches".into(),
            (Verdict::InMail, _) => format!("kept: InMail cannot be withdrawn ({reason})"),
            (Verdict::NotPending, _) => {
                format!("nothing to decide: it is {}", explanation.subject.state)
            }
            (Verdict::Withdrawn | Verdict::NotReached, _) => format!(
                "kept this time: {reason} matches, but it is {place}, and the plan withdraws {}",
                explanation.withdrawals
            ),
        };
        writeln!(self.out)?;
        let paint = if explanation.scheduled.is_some() { Paint::Yellow } else { Paint::Green };
        self.say(paint, 0, &text)
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
                    self.predicate(rule, predicate)?;
                }
            }
        }
        Ok(())
    }

    /// The source line with the clause underlined, and the values that it looked at.
    fn predicate(&mut self, rule: &RuleTrace, predicate: &Predicate) -> io::Result<()> {
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
        let said = [&[holds.to_owned()], &values[..]].concat().join("; ");
        let texts = &self.explanation.texts;
        let Some((_, text)) = texts.iter().find(|(name, _)| *name == rule.script) else {
            return self.say(Paint::Plain, 6, &format!("{}: {said}", predicate.text));
        };
        let span = clause::around(text, token(text, predicate.position));
        let span = span.offset()..span.offset() + span.len();
        let indent = source_line(text, span, self.style, self.out)?;
        self.say(Paint::Plain, indent, &said)
    }

    fn priority(&mut self) -> io::Result<()> {
        let why = &self.explanation.why;
        let Some(priority) = why.priority else { return Ok(()) };
        let place = why.place.map(|(place, of)| format!(", {place} of {of} in the account"));
        writeln!(self.out)?;
        let text = format!("Priority {priority}{}", place.unwrap_or_default());
        self.say(Paint::Bold, 0, &text)?;
        if why.terms.len() > 1 {
            for term in &why.terms {
                let value =
                    term.value.map_or("unknown".into(), |value| format!("{:+}", value + 0.0));
                self.say(Paint::Plain, 2, &format!("{value}  {}", clean(&term.text)))?;
            }
        }
        Ok(())
    }

    fn flips(&mut self) -> io::Result<()> {
        let explanation = self.explanation;
        let why = &explanation.why;
        let verdict = verdict(explanation);
        if matches!(verdict, Verdict::NotPending | Verdict::InMail) {
            return Ok(());
        }
        let withdraws = why.decided_by.is_some_and(|index| why.rules[index].verb == Verb::Withdraw);
        let other = if withdraws { "kept" } else { "a candidate for withdrawal" };
        writeln!(self.out)?;
        self.say(Paint::Bold, 0, &format!("It would be {other}"))?;
        let now = explanation.subject.age_days.unwrap_or_default();
        for age in [why.ages.0, why.ages.1].into_iter().flatten() {
            let days = usize::try_from((age - now).abs()).unwrap_or(0);
            let when = if age > now { "from now" } else { "ago" };
            let text = format!("at an age of {age} days ({} {when})", count(days, "day"));
            self.say(Paint::Plain, 2, &text)?;
        }
        for flip in &explanation.flips {
            let text = format!(
                "with {} = {} (now {})",
                clean(&flip.param),
                clean(&flip.at.to_string()),
                clean(&flip.now.to_string())
            );
            self.say(Paint::Plain, 2, &text)?;
        }
        if why.ages == (None, None) && explanation.flips.is_empty() {
            self.say(Paint::Dim, 2, "at no other age and with no other single parameter")?;
        }
        Ok(())
    }

    fn limits(&mut self) -> io::Result<()> {
        let exceeded = self.explanation.headroom.iter().filter(|room| room.left < 0);
        let exceeded: Vec<String> = exceeded
            .map(|room| format!("{}: {} of {}", room.limit, room.used, room.figure))
            .collect();
        if exceeded.is_empty() {
            return Ok(());
        }
        writeln!(self.out)?;
        self.say(Paint::Bold, 0, "Limits that the account exceeds after the plan")?;
        for one in exceeded {
            self.say(Paint::Red, 2, &one)?;
        }
        Ok(())
    }
}
