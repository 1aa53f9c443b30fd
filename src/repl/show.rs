//! A value as it is shown: a frame is computed only as far as it is seen.

use super::desk::Answer;
use super::view::View;
use crate::error::Error;
use crate::output::{self, Format, OutputError, Style};
use crate::save;
use crate::script::Frame;
use crate::script::frame::{counted, counting};
use polars::prelude::DataFrame;
use rhai::Dynamic;
use std::path::Path;

/// What is shown of a value, or said of the file that it went to.
pub(super) fn shown(value: &Dynamic, view: &View) -> Result<Answer, Error> {
    if let Some(path) = &view.file {
        return written(value, view, path);
    }
    let frame = value.clone().try_cast::<Frame>();
    let mut out = vec![];
    match frame {
        Some(frame) if view.format == Format::Table => {
            let (first, all_rows) = first_rows(&frame, view.rows)?;
            output::excerpt(&first, all_rows, &view.style(), &mut out)?;
        }
        Some(frame) => {
            let rows = frame.lazy().collect()?;
            output::frame(&rows, view.format, &view.style(), &mut out)?;
        }
        None => output::value(value, view.format, &view.style(), &mut out)?,
    }
    Ok(Answer::text(&out))
}

/// The rows that are shown, and how many there are in all. They are asked for apart, so that a
/// frame of millions is never brought together to show forty of it.
fn first_rows(frame: &Frame, rows: usize) -> Result<(DataFrame, usize), Error> {
    // Of one row more it is known that it is the last.
    let most = u32::try_from(rows.saturating_add(2)).unwrap_or(u32::MAX);
    let first = frame.lazy().limit(most).collect()?;
    if first.height() < most as usize {
        let all_rows = first.height();
        return Ok((first, all_rows));
    }
    let all_rows = counted(&counting(frame.lazy()).collect()?);
    Ok((first, all_rows))
}

fn written(value: &Dynamic, view: &View, path: &Path) -> Result<Answer, Error> {
    let format = format_of(path, view.format);
    let shown = path.display();
    let said = match value.clone().try_cast::<Frame>() {
        Some(frame) => {
            let rows = frame.lazy().collect()?;
            let style = Style { rows: usize::MAX - 1, ..Style::default() };
            save::atomically(path, |out| output::frame(&rows, format, &style, out))?;
            let count = rows.height();
            format!("{count} {} in {shown}\n", if count == 1 { "row" } else { "rows" })
        }
        None => {
            let style = Style::default();
            save::atomically(path, |out| output::value(value, format, &style, out))?;
            format!("written to {shown}\n")
        }
    };
    Ok(Answer::Text(said))
}

/// The format that a file's ending names, else the one in use.
fn format_of(path: &Path, otherwise: Format) -> Format {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending {
        "md" => Format::Markdown,
        "txt" => Format::Table,
        known => known.parse::<Format>().ok().unwrap_or(otherwise),
    }
}

impl Answer {
    /// What was written for people.
    pub(super) fn text(out: &[u8]) -> Self {
        if out.is_empty() {
            return Self::Nothing;
        }
        Self::Text(String::from_utf8_lossy(out).into_owned())
    }

    /// What a writer of the output writes.
    pub(super) fn of(
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), OutputError>,
    ) -> Result<Self, Error> {
        let mut out = vec![];
        write(&mut out)?;
        Ok(Self::text(&out))
    }
}
