//! A value as it is shown: a frame is computed only as far as it is seen.

use super::desk::EntryAnswer;
use super::view::ReplView;
use crate::deadline::Paced;
use crate::error::Error;
use crate::output::{self, Format, OutputResult, Style, Whole};
use crate::save;
use crate::script::Frame;
use crate::script::frame::{counted, counting};
use polars::prelude::DataFrame;
use rhai::Dynamic;
use std::io::Write;
use std::path::Path;

/// How a frame's rows are computed.
pub(super) type FrameRows<'a> = dyn Fn(&Frame) -> Result<DataFrame, Error> + 'a;

/// What is to be said under a frame.
pub(super) type Said<'a> = dyn Fn(&Frame) -> Vec<String> + 'a;

/// What is shown of a value, or said of the file that it went to; below a frame, what there is to
/// be said of it.
pub(super) fn shown(
    value: &Dynamic,
    view: &ReplView,
    rows: &FrameRows,
    notes_of: &Said,
) -> Result<EntryAnswer, Error> {
    let frame = value.clone().try_cast::<Frame>();
    let mut out = match &view.file {
        Some(path) => written(value, view, path, rows)?,
        None => drawn(value, view, rows)?,
    };
    for line in frame.map(|frame| notes_of(&frame)).unwrap_or_default() {
        let line = format!("note: {}", output::one_line(&line));
        out.extend(output::wrapped(&line, 0, &view.style()).bytes());
    }
    Ok(EntryAnswer::text(&out))
}

fn drawn(value: &Dynamic, view: &ReplView, rows: &FrameRows) -> Result<Vec<u8>, Error> {
    let (format, style) = (view.format, view.style());
    match value.clone().try_cast::<Frame>() {
        Some(frame) if format == Format::Table => {
            let (first, all_rows) = first_rows(&frame, view.rows, rows)?;
            in_memory(|out| output::excerpt(&first, all_rows, &style, out))
        }
        Some(frame) => {
            let rows = rows(&frame)?;
            in_memory(|out| output::frame(&rows, format, &style, out))
        }
        None => {
            let value = Whole::computed(value, &mut |frame| rows(frame))?;
            in_memory(|out| output::value(&value, format, &style, out))
        }
    }
}

/// What a writer of the output writes.
fn in_memory(write: impl FnOnce(&mut dyn Write) -> OutputResult) -> Result<Vec<u8>, Error> {
    let mut out = vec![];
    output::paced(Paced::new(&mut out), write)?;
    Ok(out)
}

/// The rows that are shown, and how many there are in all. They are asked for apart, so that a
/// frame of millions is never brought together to show forty of it.
fn first_rows(frame: &Frame, shown: usize, rows: &FrameRows) -> Result<(DataFrame, usize), Error> {
    // Of one row more it is known that it is the last.
    let most = u32::try_from(shown.saturating_add(2)).unwrap_or(u32::MAX);
    let first = rows(&frame.part(frame.lazy().limit(most)))?;
    if first.height() < most as usize {
        let all_rows = first.height();
        return Ok((first, all_rows));
    }
    let all_rows = counted(&rows(&frame.part(counting(frame.lazy())))?);
    Ok((first, all_rows))
}

fn written(
    value: &Dynamic,
    view: &ReplView,
    path: &Path,
    rows: &FrameRows,
) -> Result<Vec<u8>, Error> {
    let format = format_of(path, view.format)?;
    let shown = path.display();
    let message = match value.clone().try_cast::<Frame>() {
        Some(frame) => {
            let rows = rows(&frame)?;
            let style = Style::whole();
            save::result(path, |out| output::frame(&rows, format, &style, out))?;
            let count = rows.height();
            format!("{count} {} in {shown}\n", if count == 1 { "row" } else { "rows" })
        }
        None => {
            let (value, style) =
                (Whole::computed(value, &mut |frame| rows(frame))?, Style::whole());
            save::result(path, |out| output::value(&value, format, &style, out))?;
            format!("written to {shown}\n")
        }
    };
    Ok(message.into_bytes())
}

/// The format that a file's ending names; the one in use where it has none.
pub(super) fn format_of(path: &Path, otherwise: Format) -> Result<Format, Error> {
    match output::format_of_ending(path) {
        None => Ok(otherwise),
        Some(name) => Ok(name.parse()?),
    }
}

impl EntryAnswer {
    pub(super) fn text(out: &[u8]) -> Self {
        if out.is_empty() {
            return Self::Nothing;
        }
        Self::Text(String::from_utf8_lossy(out).into_owned())
    }

    /// What a writer of the output writes.
    pub(super) fn from_writer(
        write: impl FnOnce(&mut dyn Write) -> OutputResult,
    ) -> Result<Self, Error> {
        Ok(Self::text(&in_memory(write)?))
    }
}
