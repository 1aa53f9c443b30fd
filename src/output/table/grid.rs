//! Lays cells out in columns that fit a width: the widest columns give way first, and what does not
//! fit ends with `…`.
//!
//! Invariant: no line is wider than the width, whatever the cells hold; where a table is to be
//! whole, nothing is cut.

use crate::output::style::{Paint, Style};
use crate::output::text::{self, MISSING, cut, isolate};
use std::io::{self, Write};

/// The cells between two columns.
const GAP: usize = 2;
/// The least width of a column that is cut last.
const WHOLE: usize = usize::MAX;
/// The cells that every text keeps while something else can be cut.
const LEAST_TEXT: usize = 4;

/// Which side a column's text keeps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// A column: its title, and how it is laid out.
#[derive(Clone, Debug)]
pub(super) struct GridColumn {
    title: String,
    align: Align,
    /// The width below which it is not cut while another may be.
    least: usize,
}

impl GridColumn {
    /// A column of text that may be cut down to so many cells.
    pub(super) fn text(title: &str, least: usize) -> Self {
        Self { title: title.into(), align: Align::Left, least }
    }

    /// A column of numbers, which are cut last.
    pub(super) fn number(title: &str) -> Self {
        Self { title: title.into(), align: Align::Right, least: WHOLE }
    }

    /// A column of text of one length, such as dates, which is cut last.
    pub(super) fn fixed(title: &str) -> Self {
        Self { title: title.into(), align: Align::Left, least: WHOLE }
    }
}

/// What stands in a column on one line. The text is clean already.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    text: Option<String>,
    paint: Paint,
    url: Option<String>,
}

impl Cell {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// A text, or the sign that it is missing.
    pub(super) fn maybe(text: Option<String>) -> Self {
        Self { text, ..Self::default() }
    }

    /// The same cell in a colour.
    pub(super) fn painted(mut self, paint: Paint) -> Self {
        self.paint = paint;
        self
    }

    /// The same cell, linked to an address.
    pub(super) fn linked(mut self, url: Option<&str>) -> Self {
        self.url = url.map(str::to_owned);
        self
    }

    fn shown(&self) -> (&str, Paint) {
        self.text.as_deref().map_or((MISSING, Paint::Dim), |text| (text, self.paint))
    }
}

/// Columns with the widths that they have got.
pub(super) struct Grid {
    columns: Vec<GridColumn>,
    widths: Vec<usize>,
    indent: usize,
    style: Style,
}

impl Grid {
    /// Lays the columns out for those rows, from the given indent to the end of the line.
    pub(super) fn fit<'a>(
        columns: Vec<GridColumn>,
        rows: impl IntoIterator<Item = &'a Vec<Cell>>,
        indent: usize,
        style: &Style,
    ) -> Self {
        let mut widths = vec![0; columns.len()];
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(text::width(cell.shown().0));
            }
        }
        Self::of_widths(columns, widths, indent, style)
    }

    /// The same for rows whose cells are so wide at most.
    pub(super) fn of_widths(
        columns: Vec<GridColumn>,
        widths: impl IntoIterator<Item = usize>,
        indent: usize,
        style: &Style,
    ) -> Self {
        let titles = columns.iter().map(|column| text::width(&column.title));
        let mut widths: Vec<_> =
            titles.zip(widths).map(|(title, widest)| title.max(widest)).collect();
        let gaps = GAP * columns.len().saturating_sub(1);
        shrink(&mut widths, &columns, style.table_width().saturating_sub(indent + gaps));
        Self { columns, widths, indent, style: *style }
    }

    /// Writes the titles and a line for each row.
    pub(super) fn write(&self, rows: &[Vec<Cell>], out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", self.titles())?;
        rows.iter().try_for_each(|row| writeln!(out, "{}", self.line(row)))
    }

    pub(super) fn titles(&self) -> String {
        let titles: Vec<_> = (self.columns.iter())
            .map(|column| Cell::new(column.title.clone()).painted(Paint::Dim))
            .collect();
        self.line(&titles)
    }

    /// One line of cells, with no white space at its end.
    pub(super) fn line(&self, cells: &[Cell]) -> String {
        let mut line = " ".repeat(self.indent);
        // Spaces are owed until something follows them.
        let mut owed = 0;
        for ((cell, column), &width) in cells.iter().zip(&self.columns).zip(&self.widths) {
            let (text, paint) = cell.shown();
            let text = cut(text, width);
            let free = width - text::width(&text);
            let (before, after) = match column.align {
                Align::Left => (0, free),
                Align::Right => (free, 0),
            };
            owed += before;
            if !text.is_empty() {
                line.push_str(&" ".repeat(owed));
                let shown = self.style.paint(paint, &isolate(&text));
                line.push_str(&self.style.link(cell.url.as_deref(), &shown));
                owed = 0;
            }
            owed += after + GAP;
        }
        line
    }
}

/// Takes from the widest column until the line fits: first from those that may be cut, down to
/// their least, then from them down to almost nothing, and from all others last.
fn shrink(widths: &mut [usize], columns: &[GridColumn], room: usize) {
    let mut excess = widths.iter().sum::<usize>().saturating_sub(room);
    let stages: [fn(&GridColumn) -> usize; 3] = [
        |column| column.least,
        |column| if column.least == WHOLE { WHOLE } else { LEAST_TEXT },
        |_| 1,
    ];
    for least in stages {
        while excess > 0 {
            let widest = (0..widths.len())
                .filter(|&index| widths[index] > least(&columns[index]))
                .max_by_key(|&index| widths[index]);
            let Some(widest) = widest else { break };
            widths[widest] -= 1;
            excess -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::any_text;
    use crate::output::text::clean;
    use proptest::prelude::*;

    fn grid(rows: &[Vec<Cell>], width: usize) -> String {
        let columns =
            vec![GridColumn::number("#"), GridColumn::text("Name", 8), GridColumn::text("Why", 6)];
        let grid = Grid::fit(columns, rows, 0, &Style { width, ..Style::default() });
        let mut lines = vec![grid.titles()];
        lines.extend(rows.iter().map(|row| grid.line(row)));
        lines.join("\n")
    }

    fn row(rank: &str, name: &str, why: Option<&str>) -> Vec<Cell> {
        vec![Cell::new(rank), Cell::new(clean(name)), Cell::maybe(why.map(clean))]
    }

    #[test]
    fn the_widest_column_gives_way_and_says_so() {
        let rows = [
            row("1", "Ada Brown", Some("stale, generic, and of no use to anybody any more")),
            row("12", "Zoë", None),
        ];
        insta::assert_snapshot!(grid(&rows, 40), @r"
         #  Name       Why
         1  Ada Brown  stale, generic, and of n…
        12  Zoë        –
        ");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_width(
            rows in prop::collection::vec((any_text(), any_text()), 0..6),
            width in 40_usize..140,
        ) {
            let rows: Vec<_> = rows.iter().map(|(a, b)| row("1", a, Some(b))).collect();
            for line in grid(&rows, width).lines() {
                prop_assert!(text::width(line) <= width);
            }
        }
    }
}
