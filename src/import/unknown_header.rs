//! What to say of a file in which no row is a header that is known, or was said to be one.

use super::csv::{DELIMITERS, sample, texts};
use super::error::ImportError;
use super::rows::{Cells, Rows};
use super::sources::advice;
use super::sources::claimed::Lack;
use super::sources::known::{Claim, Descriptions};
use super::sources::recognise;

/// That a file is no table that is known, or not the one that it was said to be.
pub(super) fn unknown(
    file: &str,
    head: &[u8],
    claim: &Claim,
    lack: Option<Lack>,
    known: &Descriptions,
) -> ImportError {
    let mut cells = Cells::default();
    let delimiter = delimiter_of(head);
    let _ = Rows::new(head, delimiter).next(&mut cells);
    let texts = texts(&cells);
    if let Some(Lack { said, what, help }) = lack.or_else(|| recognise::lack(&texts, claim, known))
    {
        return ImportError::NotAsSaid { file: file.into(), said, what, help };
    }
    let line: String = texts.join(&String::from(char::from(delimiter))).chars().take(120).collect();
    let sample = sample(head, delimiter, 0);
    ImportError::UnknownHeader {
        file: file.into(),
        header: line,
        help: advice::advice(file, &texts, &sample, known),
    }
}

/// The delimiter that gives the first row the most cells.
fn delimiter_of(head: &[u8]) -> u8 {
    let cells_by = |delimiter: &u8| {
        let mut cells = Cells::default();
        let _ = Rows::new(head, *delimiter).next(&mut cells);
        cells.len()
    };
    DELIMITERS.into_iter().rev().max_by_key(cells_by).unwrap_or(b',')
}
