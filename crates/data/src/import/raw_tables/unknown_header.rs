//! What to say of a file in which no row is a header that is known, or was said to be one.

use super::table_start::{HeadRows, is_of_values};
use crate::import::error::ImportError;
use crate::import::sources::advice;
use crate::import::sources::declared_tables::UnmetDeclaration;
use crate::import::sources::known_descriptions::{Descriptions, FileClaim};
use crate::import::sources::recognise;

/// That a file is no table that is known, or not the one that it was said to be.
pub(in crate::import) fn unknown_header_error(
    file: &str,
    layouts: &[HeadRows],
    claim: &FileClaim,
    lack: Option<UnmetDeclaration>,
    known: &Descriptions,
) -> ImportError {
    let first = |layout: &&HeadRows| layout.rows.first().map_or(0, Vec::len);
    // Of equals the first is taken: a comma, if there is only one column.
    let layout = layouts.iter().rev().max_by_key(first);
    let cells = layout.and_then(|layout| layout.rows.first()).map_or(&[][..], Vec::as_slice);
    if let Some(UnmetDeclaration { declared_as, what, help }) =
        lack.or_else(|| recognise::unmet_declaration(cells, claim, known))
    {
        return ImportError::NotAsSaid { file: file.into(), declared_as, what, help };
    }
    let delimiter = layout.and_then(|layout| layout.delimiter).unwrap_or(b',');
    let header: String =
        cells.join(&String::from(char::from(delimiter))).chars().take(120).collect();
    let sample = layout.map_or(&[][..], |layout| layout.below(0));
    if is_web_page(&header) {
        return ImportError::WebPage { file: file.into() };
    }
    // Of JSON the keys are the header, whatever they are.
    if layout.is_some_and(|layout| layout.delimiter.is_some()) && is_of_values(cells) {
        return ImportError::NoHeader { file: file.into(), first: header };
    }
    let help = advice::advice(file, cells, sample, known);
    ImportError::UnknownHeader { file: file.into(), header, help }
}

/// Whether a text begins as web pages do.
fn is_web_page(text: &str) -> bool {
    let begin = text.trim_start().to_ascii_lowercase();
    ["<!doctype html", "<html", "<table", "<head", "<meta"].iter().any(|tag| begin.starts_with(tag))
}
