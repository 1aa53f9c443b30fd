//! What the checks say, the gravest first, and the verdict that follows.

use crate::finding::{Finding, Level};
use crate::output::style::Paint;
use crate::output::styled_writer::StyledWriter;
use crate::output::text::{clean, wrap};
use crate::plan::{Plan, Verdict};
use crate::plural::pluralize;
use std::io::{self, Write};

/// The cells that the level takes before the message.
const INDENT: usize = 8;
/// Where there are more, the mildest are only counted.
const FINDINGS_SHOWN: usize = 30;

/// Writes the findings under their title; nothing where there are none.
pub(super) fn write(findings: &[Finding], out: &mut StyledWriter) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    out.title("Findings")?;
    let mut sorted: Vec<_> = findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    let most = if out.style.is_untruncated { sorted.len() } else { FINDINGS_SHOWN };
    let hidden = sorted.len().saturating_sub(most);
    sorted.truncate(most);
    sorted.into_iter().try_for_each(|finding| one(finding, out))?;
    if hidden == 0 {
        return Ok(());
    }
    let more = format!("… {} (--format json writes all)", pluralize(hidden, "more finding"));
    out.paragraph(Paint::Dim, &more)
}

fn one(finding: &Finding, out: &mut StyledWriter) -> io::Result<()> {
    let account = finding.account.as_ref().map(|account| format!("{account}: "));
    let text = format!("{}{} [{}]", account.unwrap_or_default(), finding.message, finding.code);
    for (number, line) in wrap(&clean(&text), out.style.line_width() - INDENT).iter().enumerate() {
        let level = if number == 0 { finding.level.to_string() } else { String::new() };
        let level = out.style.paint(paint(finding.level), &format!("{level:INDENT$}"));
        writeln!(out, "{level}{line}")?;
    }
    match &finding.help {
        Some(help) => out.indented(INDENT, Paint::Dim, &format!("→ {}", clean(help))),
        None => Ok(()),
    }
}

pub(super) fn paint(level: Level) -> Paint {
    match level {
        Level::Note => Paint::Cyan,
        Level::Warn => Paint::Yellow,
        Level::Refuse => Paint::Red,
    }
}

/// Writes whether the plan may be carried out.
pub(super) fn verdict(plan: &Plan, out: &mut StyledWriter) -> io::Result<()> {
    let warnings = plan.findings.iter().filter(|finding| finding.level == Level::Warn).count();
    let (paint, text) = match plan.verdict {
        Verdict::Ok => (Paint::Green, "ok, no limit has anything against this plan".into()),
        Verdict::Warned => {
            (Paint::Yellow, format!("warned, {} to read", pluralize(warnings, "warning")))
        }
        Verdict::Refused => (Paint::Red, "refused, a limit does not allow this plan".into()),
    };
    out.blank_line()?;
    out.paragraph(paint, &format!("Verdict: {text}"))
}
