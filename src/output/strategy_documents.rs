//! Strategies documented in Markdown.
//!
//! Invariant: what a script says stands as it is, but that no control character reaches a terminal
//! and no text breaks out of its table or code.

use super::error::OutputResult;
use super::text::clean;
use crate::strategy_document::{RuleText, StrategyDocument};
use std::io::Write;

/// Writes what there is to say of scripts.
///
/// # Errors
/// A place that cannot be written to.
pub fn write_strategy_documents(scripts: &[StrategyDocument], out: &mut dyn Write) -> OutputResult {
    for (number, script) in scripts.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        one(script, out)?;
    }
    Ok(())
}

fn one(script: &StrategyDocument, out: &mut dyn Write) -> OutputResult {
    writeln!(out, "## {}", clean(&script.name))?;
    if !script.text.is_empty() {
        writeln!(out)?;
        for line in script.text.lines() {
            let indented = line.len() - line.trim_start().len();
            writeln!(out, "{}{}", &line[..indented].replace('\t', "    "), clean(line))?;
        }
    }
    params(script, out)?;
    rules(script, out)?;
    order(script, out)?;
    needs(script, out)
}

fn params(script: &StrategyDocument, out: &mut dyn Write) -> OutputResult {
    if script.params.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Parameters\n\n| Parameter | Default | What it is |\n|---|---|---|")?;
    for param in &script.params {
        let (name, default) = (code(&param.name), code(&param.default));
        writeln!(out, "| {name} | {default} | {} |", cell(&param.help))?;
    }
    Ok(())
}

fn rules(script: &StrategyDocument, out: &mut dyn Write) -> OutputResult {
    if !script.columns.is_empty() {
        writeln!(out, "\n### Columns that it adds\n\n| Column | Value |\n|---|---|")?;
        for (name, value) in &script.columns {
            writeln!(out, "| {} | {} |", code(name), code(value))?;
        }
    }
    if script.rules.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Rules\n\nThe first that matches decides; what none matches stays.\n")?;
    for (number, rule) in (1..).zip(&script.rules) {
        writeln!(out, "{number}. {}", sentence(rule))?;
    }
    Ok(())
}

fn sentence(rule: &RuleText) -> String {
    let reason = clean(&rule.reason);
    let mut text = format!("**{}** \"{reason}\": {}", rule.verb, code(&rule.when));
    if let Some(follow_up) = &rule.follow_up {
        text = format!("{text}; afterwards: {}", clean(follow_up));
    }
    text
}

fn order(script: &StrategyDocument, out: &mut dyn Write) -> OutputResult {
    if script.rules.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Order\n")?;
    match &script.order {
        Some(score) => writeln!(out, "The highest first: {}.", code(score))?,
        None => writeln!(out, "The oldest first.")?,
    }
    if let Some(target) = script.target_pending {
        writeln!(out, "It brings an account down to {target} pending invitations, and no lower.")?;
    }
    if let Some(most) = script.at_most {
        writeln!(out, "It withdraws at most {most} for each account.")?;
    }
    Ok(())
}

fn needs(script: &StrategyDocument, out: &mut dyn Write) -> OutputResult {
    if script.needs.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Columns that it needs\n\n| Column | Holds | What it is |\n|---|---|---|")?;
    for need in &script.needs {
        let meaning = need.meaning.unwrap_or("a column of the tracking sheet");
        writeln!(out, "| {} | {} | {} |", code(&need.name), need.of_type, cell(meaning))?;
    }
    Ok(())
}

fn cell(text: &str) -> String {
    clean(text).replace('|', "\\|")
}

/// Code in a line, also within a table; more backticks around it than it holds.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{ticks}{space}{}{space}{ticks}", cell(text))
}
