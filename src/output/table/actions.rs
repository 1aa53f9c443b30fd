//! Withdrawals in columns, for the plan as for the work list of a day.

use super::grid::{Cell, Grid, GridColumn};
use crate::output::actions::{ActionColumns, ActionRow};
use crate::output::style::{Paint, Style};
use crate::output::text::clean;
use std::ops::Range;

/// The indent of the rows under their day.
pub(super) const INDENT: usize = 2;

/// The columns in which withdrawals are shown.
pub(super) struct ActionTable {
    pub(super) grid: Grid,
    has_follow_up: bool,
}

impl ActionTable {
    /// Columns that suit those rows.
    pub(super) fn fit(actions: &ActionColumns, rows: &[Range<usize>], style: &Style) -> Self {
        let has_follow_up = rows.iter().any(|rows| actions.has_follow_up(rows.clone()));
        let mut columns = vec![
            GridColumn::number("#"),
            GridColumn::text("Name", 10),
            GridColumn::number("Age"),
            GridColumn::text("Why", 10),
            GridColumn::fixed("Again from"),
        ];
        if has_follow_up {
            columns.push(GridColumn::text("Follow-up", 9));
        }
        let cells: Vec<_> = (rows.iter().cloned().flatten())
            .map(|row| cells(&actions.row(row), has_follow_up))
            .collect();
        Self { grid: Grid::fit(columns, &cells, INDENT, style), has_follow_up }
    }

    pub(super) fn cells(&self, action: &ActionRow) -> Vec<Cell> {
        cells(action, self.has_follow_up)
    }
}

fn cells(action: &ActionRow, has_follow_up: bool) -> Vec<Cell> {
    let mut cells = vec![
        Cell::new(action.rank.to_string()).painted(Paint::Dim),
        Cell::new(clean(action.name)).linked(action.profile_url),
        Cell::maybe(action.age_days.map(|days| format!("{days} d"))),
        Cell::new(clean(action.reason)),
        Cell::maybe(action.reconnect_on.map(|date| date.to_string())),
    ];
    if has_follow_up {
        cells.push(Cell::new(action.follow_up.map(clean).unwrap_or_default()));
    }
    cells
}
