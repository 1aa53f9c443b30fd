//! How often each rule decided, and how often a missing value left it undecided.

use super::grid::{Cell, Column, Grid};
use super::lines::paragraph;
use crate::output::style::{Paint, Style};
use crate::output::text::clean;
use crate::plan::RuleCount;
use std::io::{self, Write};

/// Writes the rules in the order of the script; nothing where there are none.
pub(super) fn write(rules: &[RuleCount], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if rules.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = (rules.iter())
        .map(|rule| {
            vec![
                Cell::new(rule.verb.name()),
                Cell::new(clean(&rule.reason)),
                Cell::new(rule.matched.to_string()),
                Cell::new(rule.undecided.to_string()),
            ]
        })
        .collect();
    let columns = vec![
        Column::fixed(""),
        Column::text("", 12),
        Column::number("decided"),
        Column::number("undecided"),
    ];
    let grid = Grid::fit(columns, &rows, 0, style);
    writeln!(out, "\n{}", style.paint(Paint::Bold, "Rules"))?;
    writeln!(out, "{}", grid.titles())?;
    rows.iter().try_for_each(|row| writeln!(out, "{}", grid.line(row)))?;
    if rules.iter().all(|rule| rule.undecided == 0) {
        return Ok(());
    }
    let hint = "Undecided: a missing value leaves unknown whether the rule matches.";
    paragraph(hint, Paint::Dim, 0, style, out)
}
