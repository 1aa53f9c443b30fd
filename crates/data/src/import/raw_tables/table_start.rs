//! Where a table begins: the row of its header, and how its cells are parted.
//!
//! A preamble of any length up to [`HEADER_ROW_MAX`] rows may come first: LinkedIn's notes, a
//! title above a sheet. The names in a row decide, else what stands below it.

use super::unknown_header::unknown_header_error;
use crate::import::dates::date_text::parse_date;
use crate::import::error::ImportError;
use crate::import::people_keys::person::is_address;
use crate::import::program_outputs;
use crate::import::sources::header_score;
use crate::import::sources::known_descriptions::{Descriptions, FileClaim};
use crate::import::sources::recognise;
use crate::import::sources::recognised_header::RecognisedHeader;

/// How many rows show what the columns are.
const SAMPLE_ROWS: usize = 200;
/// The header is among this many rows.
pub(in crate::import) const HEADER_ROW_MAX: usize = 40;
/// How many rows of a file have to be known before its header is.
pub(in crate::import) const ROWS_LOOKED_AT: usize = HEADER_ROW_MAX + SAMPLE_ROWS;

/// One way to take the beginning of a file apart.
pub(in crate::import) struct HeadRows {
    /// What stands between the cells; none where the file keeps them apart itself.
    pub(in crate::import) delimiter: Option<u8>,
    /// The first rows, [`ROWS_LOOKED_AT`] at most.
    pub(in crate::import) rows: Vec<Vec<String>>,
    /// The header is among so many.
    pub(in crate::import) header_row_max: usize,
}

impl HeadRows {
    /// Whether the rows are as wide as the first, but for a few: a sign in the texts of a table
    /// takes it apart unevenly.
    fn is_even(&self) -> bool {
        /// One row in so many may be of another width.
        const ODD: usize = 10;
        let width = self.rows.first().map_or(0, Vec::len);
        let others = self.rows.iter().filter(|row| row.len() != width).count();
        width > 1 && others * ODD <= self.rows.len()
    }

    /// The rows below one, as many as show what the columns are.
    pub(in crate::import) fn below(&self, row: usize) -> &[Vec<String>] {
        let below = self.rows.get(row + 1..).unwrap_or_default();
        below.get(..SAMPLE_ROWS).unwrap_or(below)
    }
}

/// Where the header is.
pub(in crate::import) struct TableStart {
    pub(in crate::import) delimiter: Option<u8>,
    /// How many rows come before it.
    pub(in crate::import) rows_before: usize,
    pub(in crate::import) cells: Vec<String>,
    pub(in crate::import) header: RecognisedHeader,
    /// The first rows below it.
    pub(in crate::import) sample: Vec<Vec<String>>,
}

/// A row that may be the header.
struct HeaderCandidate<'a> {
    layout: &'a HeadRows,
    rows_before: usize,
    cells: &'a [String],
    score: usize,
}

/// Finds the header of a table that is known. Errors: none is, or a column is there twice.
pub(in crate::import) fn find(
    file: &str,
    layouts: &[HeadRows],
    known: &Descriptions,
) -> Result<TableStart, ImportError> {
    find_claimed(file, layouts, &known.claim(file), known)
}

/// The same of a table that these descriptions may read.
pub(in crate::import) fn find_claimed(
    file: &str,
    layouts: &[HeadRows],
    claim: &FileClaim,
    known: &Descriptions,
) -> Result<TableStart, ImportError> {
    let mut best: Option<HeaderCandidate> = None;
    let mut others = Vec::new();
    let any_is_even = layouts.iter().any(HeadRows::is_even);
    for layout in layouts.iter().filter(|layout| !any_is_even || layout.is_even()) {
        for (rows_before, cells) in layout.rows.iter().take(layout.header_row_max).enumerate() {
            if let Some(what) = program_outputs::of_header(cells)
                && matches!(claim, FileClaim::Unclaimed(_))
            {
                return Err(ImportError::OwnResult { file: file.into(), what });
            }
            let score = header_score::score(cells, claim, known);
            let candidate =
                HeaderCandidate { layout, rows_before, cells, score: score.unwrap_or(0) };
            if score.is_some() {
                if best.as_ref().is_none_or(|best| candidate.score > best.score) {
                    best = Some(candidate);
                }
            } else if candidate.cells.len() > 1 && !is_of_values(candidate.cells) {
                others.push(candidate);
            }
        }
    }
    let candidates = best.map_or(others, |best| vec![best]);
    let mut lack = None;
    let beginning = candidates.into_iter().find_map(|candidate| {
        let HeaderCandidate { layout, rows_before, cells, .. } = candidate;
        let sample = layout.below(rows_before).to_vec();
        match recognise::recognise(cells, &sample, claim, known) {
            Ok(header) => {
                let (delimiter, cells) = (layout.delimiter, cells.to_vec());
                Some(TableStart { delimiter, rows_before, cells, header, sample })
            }
            Err(its_lack) => {
                lack = lack.take().or(its_lack);
                None
            }
        }
    });
    let beginning =
        beginning.ok_or_else(|| unknown_header_error(file, layouts, claim, lack, known))?;
    match recognise::duplicates(&beginning.cells) {
        None => Ok(beginning),
        Some(columns) => {
            let table = beginning.header.about;
            Err(ImportError::DuplicateColumns { file: file.into(), columns, table })
        }
    }
}

/// Whether a row has a profile or a day, and so is no header.
pub(in crate::import) fn is_of_values(cells: &[String]) -> bool {
    cells.iter().any(|cell| is_address(cell) || parse_date(cell).is_some())
}

/// Finds the header of any table: the first whole row as wide as most are. Of two ways to part the
/// cells that give as many, the one that does so in more rows: a sign in a few may be text.
pub(in crate::import) fn guess_header(layouts: &[HeadRows]) -> Option<(&HeadRows, usize)> {
    let usual = |layout: &HeadRows| {
        let widths = layout.rows.iter().map(Vec::len);
        let count = |width: usize| widths.clone().filter(|other| *other == width).count();
        let most = widths.clone().max_by_key(|width| (count(*width), *width)).unwrap_or(0);
        (count(most) * 2 >= layout.rows.len(), most, count(most))
    };
    // Of equals the first is taken: a comma, if there is only one column.
    let best = layouts.iter().rev().max_by_key(|layout| usual(layout))?;
    let (_, width, _) = usual(best);
    let rows = || best.rows.iter().take(best.header_row_max);
    let is_whole = |row: &Vec<String>| row.iter().all(|cell| !cell.is_empty());
    let whole = rows().position(|row| row.len() == width && is_whole(row));
    let at = whole.or_else(|| rows().position(|row| row.len() == width))?;
    Some((best, at))
}
