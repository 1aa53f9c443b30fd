//! The limits in force, each with its source, and what every account has left of them.

use super::grid::{Cell, Grid, GridColumn};
use super::{findings, headroom};
use crate::limits::{Headroom, LimitCode, LimitInForce};
use crate::output::error::OutputResult;
use crate::output::limits_report::{LimitsReport, source_of};
use crate::output::style::Paint;
use crate::output::styled_writer::StyledWriter;
use crate::output::text::clean;
use crate::plural::pluralize;
use indexmap::IndexSet;
use std::io::{self, Write};

const INDENT: usize = 2;
const ACCOUNTS_SHOWN: usize = 20;

/// Writes the table and, where there are data, the headroom and the findings.
pub(super) fn write(report: &LimitsReport, out: &mut StyledWriter) -> OutputResult {
    table(&report.limits.rows(), out)?;
    accounts(report.headroom, out)?;
    findings::write(report.findings, out)?;
    Ok(out.flush()?)
}

fn table(rows: &[LimitInForce], out: &mut StyledWriter) -> io::Result<()> {
    let columns = vec![
        GridColumn::text("Limit", 20),
        GridColumn::number("Figure"),
        GridColumn::fixed("Unit"),
        GridColumn::fixed("Level"),
        GridColumn::text("What it is", 10),
    ];
    let cells: Vec<_> = rows.iter().map(cells).collect();
    let grid = Grid::fit(columns, &cells, 0, out.style);
    writeln!(out, "{}", grid.titles())?;
    for (row, cells) in rows.iter().zip(&cells) {
        writeln!(out, "{}", grid.line(cells))?;
        out.indented(INDENT, Paint::Dim, &source_of(row, "overridden"))?;
    }
    let more = "What other sources say of each: --format markdown.";
    out.blank_line()?;
    out.paragraph(Paint::Dim, more)
}

fn cells(row: &LimitInForce) -> Vec<Cell> {
    let limit = row.limit;
    let name = match row.account {
        Some(account) => clean(&format!("{} · {account}", limit.code)),
        None => limit.code.to_string(),
    };
    vec![
        Cell::new(name).painted(Paint::Bold),
        Cell::new(row.figure.to_string()),
        Cell::new(limit.unit),
        Cell::new(row.level.to_string()).painted(findings::paint(row.level)),
        Cell::new(limit.title),
    ]
}

fn accounts(rooms: &[Headroom], out: &mut StyledWriter) -> io::Result<()> {
    let columns = vec![
        GridColumn::text("Account", 10),
        GridColumn::text("Limit", 20),
        GridColumn::number("Used"),
        GridColumn::number("Figure"),
        GridColumn::number("Left"),
        GridColumn::text("Unit", 4),
    ];
    let accounts: IndexSet<_> = rooms.iter().map(|room| &room.account).collect();
    let rows: Vec<_> = (rooms.iter())
        .filter(|room| accounts.get_index_of(&room.account) < Some(ACCOUNTS_SHOWN))
        .map(|room| {
            let unit = LimitCode::from_name(&room.limit).map_or("", |code| code.limit().unit);
            vec![
                Cell::new(clean(&room.account)),
                Cell::new(clean(&room.limit)),
                Cell::new(room.used.to_string()),
                Cell::new(room.figure.to_string()),
                headroom::number(Some(room.left)),
                Cell::new(unit),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let grid = Grid::fit(columns, &rows, 0, out.style);
    out.title("Headroom")?;
    grid.write(&rows, out)?;
    let hidden = accounts.len().saturating_sub(ACCOUNTS_SHOWN);
    if hidden == 0 {
        return Ok(());
    }
    let more = format!("… {} (--format csv writes all)", pluralize(hidden, "more account"));
    out.paragraph(Paint::Dim, &more)
}
