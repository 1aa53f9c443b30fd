//! How often each rule decided, came too late, and was left undecided by a missing value.

use super::grid::{Cell, Grid, GridColumn};
use crate::output::style::Paint;
use crate::output::styled_writer::StyledWriter;
use crate::output::text::clean;
use crate::plan::RuleCount;
use std::io;

/// Writes the rules in the order of the script; nothing where there are none.
pub(super) fn write(rules: &[RuleCount], out: &mut StyledWriter) -> io::Result<()> {
    if rules.is_empty() {
        return Ok(());
    }
    let is_undecided = rules.iter().any(|rule| rule.undecided > 0);
    let rows: Vec<_> = (rules.iter())
        .map(|rule| {
            let mut cells = vec![
                Cell::new(rule.verb.name()),
                Cell::new(clean(&rule.reason)),
                Cell::new(rule.matched.to_string()),
                Cell::new(rule.shadowed.to_string()),
                Cell::new(rule.undecided.to_string()),
            ];
            cells.extend(is_undecided.then(|| Cell::new(clean(&rule.missing_columns_text()))));
            cells
        })
        .collect();
    let mut columns = vec![
        GridColumn::fixed(""),
        GridColumn::text("", 12),
        GridColumn::number("decided"),
        GridColumn::number("too late"),
        GridColumn::number("undecided"),
    ];
    columns.extend(is_undecided.then(|| GridColumn::text("for want of", 12)));
    let grid = Grid::fit(columns, &rows, 0, out.style);
    out.title("Rules")?;
    grid.write(&rows, out)?;
    if rules.iter().any(|rule| rule.shadowed > 0) {
        let hint = "Too late: the rule would match, but one above it has decided.";
        out.paragraph(Paint::Dim, hint)?;
    }
    if is_undecided {
        let hint = "Undecided: a missing value leaves unknown whether the rule matches.";
        out.paragraph(Paint::Dim, hint)?;
    }
    Ok(())
}
