//! What is left of each limit: a line for each limit, a column for each account.

use super::grid::{Cell, Grid, GridColumn};
use crate::limits::{Headroom, LimitCode};
use crate::output::style::{Paint, Style};
use crate::output::styled_writer::StyledWriter;
use crate::output::text::{clean, cut, width};
use crate::plural::pluralize;
use indexmap::{IndexMap, IndexSet};
use std::io;

/// The most cells for an account's name.
const NAME_CELLS: usize = 14;
/// The cells that the limit's name and the unit take, gaps included.
const OTHER_CELLS: usize = 38;

/// Writes what is left; nothing where nothing was measured.
pub(super) fn write(rooms: &[Headroom], out: &mut StyledWriter) -> io::Result<()> {
    let accounts: IndexSet<_> = rooms.iter().map(|room| room.account.as_str()).collect();
    if accounts.is_empty() {
        return Ok(());
    }
    let mut left: IndexMap<&str, IndexMap<&str, i64>> = IndexMap::new();
    for room in rooms {
        left.entry(&room.limit).or_default().insert(&room.account, room.left);
    }
    let shown = fitting(&accounts, out.style);
    let mut columns = vec![GridColumn::text("", 20)];
    columns.extend(shown.iter().map(|(_, title)| GridColumn::number(title)));
    columns.push(GridColumn::text("", 4));
    let rows: Vec<_> = left.iter().map(|(limit, left)| row(limit, left, &shown)).collect();
    let grid = Grid::fit(columns, &rows, 0, out.style);
    out.title("Headroom left")?;
    grid.write(&rows, out)?;
    let hidden = accounts.len() - shown.len();
    if hidden > 0 {
        let more = format!("… {} (--account NAME shows one)", pluralize(hidden, "more account"));
        out.paragraph(Paint::Dim, &more)?;
    }
    Ok(())
}

/// The accounts that fit on a line, at least one, with their titles.
fn fitting<'a>(accounts: &IndexSet<&'a str>, style: &Style) -> Vec<(&'a str, String)> {
    let mut room = style.table_width().saturating_sub(OTHER_CELLS);
    let mut shown = Vec::new();
    for account in accounts {
        let title = cut(&clean(account), NAME_CELLS);
        let cells = width(&title).max(4) + 2;
        if cells > room && !shown.is_empty() {
            break;
        }
        room = room.saturating_sub(cells);
        shown.push((*account, title));
    }
    shown
}

fn row(limit: &str, left: &IndexMap<&str, i64>, shown: &[(&str, String)]) -> Vec<Cell> {
    let mut cells = vec![Cell::new(clean(limit))];
    cells.extend(shown.iter().map(|(account, _)| number(left.get(account).copied())));
    cells.push(Cell::new(LimitCode::from_name(limit).map_or("", |code| code.limit().unit)));
    cells
}

/// What is left, in the colour of what is exceeded where it is below zero.
pub(super) fn number(left: Option<i64>) -> Cell {
    let paint = if left.is_some_and(|left| left < 0) { Paint::Red } else { Paint::Plain };
    Cell::maybe(left.map(|left| left.to_string())).painted(paint)
}
