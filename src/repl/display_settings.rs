//! How results are shown; commands change it.

use crate::output::{Format, ROWS_SHOWN, Style};
use std::path::PathBuf;
use std::time::Duration;

/// How the rest of a frame can be seen.
const ADVICE: &str = ":rows N shows more rows, :wide all columns";

/// Wider than any table.
const WIDE_CELLS: usize = 100_000;

#[derive(Clone, Debug)]
pub(super) struct DisplaySettings {
    pub(super) rows: usize,
    /// Whether all columns, however wide the terminal is.
    pub(super) all_columns: bool,
    pub(super) format: Format,
    /// The file that the next result goes to.
    pub(super) next_file: Option<PathBuf>,
    /// Whether it is said how long each took.
    pub(super) show_time: bool,
    /// What the terminal can show.
    pub(super) style: Style,
}

impl DisplaySettings {
    /// The usual view on such a terminal.
    pub(super) fn new(style: Style) -> Self {
        let format = Format::Table;
        Self {
            rows: ROWS_SHOWN,
            all_columns: false,
            format,
            next_file: None,
            show_time: false,
            style,
        }
    }

    /// How long a result took, where that is said.
    pub(super) fn time_of(&self, took: Duration) -> Option<String> {
        self.show_time.then(|| format!("{:.1} ms\n", took.as_secs_f64() * 1000.0))
    }

    pub(super) fn style(&self) -> Style {
        let width = if self.all_columns { WIDE_CELLS } else { self.style.width };
        Style { width, rows: self.rows, advice: ADVICE, ..self.style }
    }
}
