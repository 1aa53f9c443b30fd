//! A value as it is shown: a frame is computed only as far as it is seen.

use super::repl_state::{EntryAnswer, NAME, ReplState};
use crate::deadline::{self, BoundedIo};
use crate::error::Error;
use crate::output::{self, ComputedValue, Format, NamedFormat, OutputResult, Style};
use crate::plural::pluralize;
use crate::save;
use crate::script::frame::{self, count_query};
use crate::script::{Diagnosis, Frame};
use polars::prelude::DataFrame;
use rhai::{Dynamic, Position};
use std::io::Write;
use std::path::Path;

impl ReplState {
    /// What is shown of a value, or said of the file that it went to; below a frame, what there is
    /// to be said of it. What is missing is nothing, also for the file of the next result.
    pub(super) fn show_value(&mut self, value: &Dynamic) -> Result<EntryAnswer, Error> {
        if value.is_unit() {
            return Ok(EntryAnswer::Nothing);
        }
        let _within = deadline::enter_bounds(&self.running.bounds);
        let mut out = match &self.view.next_file {
            Some(path) => self.write_value_to_file(value, path)?,
            None => self.draw_value(value)?,
        };
        let frame = value.clone().try_cast::<Frame>();
        for line in frame.map(|frame| self.notes_of(&frame)).unwrap_or_default() {
            let line = format!("note: {}", output::clean(&line));
            out.extend(output::wrap_indented(&line, 0, &self.view.style()).bytes());
        }
        self.view.next_file = None;
        Ok(EntryAnswer::text(&out))
    }

    /// The rows of a frame, within the bounds of what is shown.
    fn rows(&self, frame: &Frame) -> Result<DataFrame, Error> {
        let rows = frame.collect(Position::NONE);
        rows.map_err(|error| Diagnosis::new(&error, NAME, &self.library, &[]).into())
    }

    /// What is to be said under a frame, for which there is as much time.
    fn notes_of(&self, frame: &Frame) -> Vec<String> {
        let _within = deadline::enter_bounds(&self.running.bounds);
        frame.remarks()
    }

    fn draw_value(&self, value: &Dynamic) -> Result<Vec<u8>, Error> {
        let (format, style) = (self.view.format, self.view.style());
        match value.clone().try_cast::<Frame>() {
            Some(frame) if format == Format::Table => {
                let (first, all_rows) = self.first_rows(&frame)?;
                in_memory(|out| output::write_frame_excerpt(&first, all_rows, &style, out))
            }
            Some(frame) => {
                let rows = self.rows(&frame)?;
                in_memory(|out| output::write_frame(&rows, format, &style, out))
            }
            None => {
                let value = ComputedValue::compute(value, &mut |frame| self.rows(frame))?;
                in_memory(|out| output::write_value(&value, format, &style, out))
            }
        }
    }

    /// The rows that are shown, and how many there are in all. They are asked for apart, so that a
    /// frame of millions is never brought together to show forty of it.
    fn first_rows(&self, frame: &Frame) -> Result<(DataFrame, usize), Error> {
        // Of one row more it is known that it is the last.
        let most = u32::try_from(self.view.rows.saturating_add(2)).unwrap_or(u32::MAX);
        let first = self.rows(&frame.with_query(frame.lazy().limit(most)))?;
        if first.height() < most as usize {
            let all_rows = first.height();
            return Ok((first, all_rows));
        }
        let all_rows = frame::read_count(&self.rows(&frame.with_query(count_query(frame.lazy())))?);
        Ok((first, all_rows))
    }

    fn write_value_to_file(&self, value: &Dynamic, path: &Path) -> Result<Vec<u8>, Error> {
        let format = format_of(path, self.view.format)?;
        let (shown, style) = (path.display(), Style::for_file());
        let message = match value.clone().try_cast::<Frame>() {
            Some(frame) => {
                let rows = self.rows(&frame)?;
                save::result(path, |out| output::write_frame(&rows, format, &style, out))?;
                format!("{} in {shown}\n", pluralize(rows.height(), "row"))
            }
            None => {
                let value = ComputedValue::compute(value, &mut |frame| self.rows(frame))?;
                save::result(path, |out| output::write_value(&value, format, &style, out))?;
                format!("written to {shown}\n")
            }
        };
        Ok(message.into_bytes())
    }
}

/// What a writer of the output writes.
fn in_memory(write: impl FnOnce(&mut dyn Write) -> OutputResult) -> Result<Vec<u8>, Error> {
    let mut out = vec![];
    output::write_paced(BoundedIo::new(&mut out), write)?;
    Ok(out)
}

/// The format that a file's ending names; the one in use where it has none.
pub(super) fn format_of(path: &Path, otherwise: Format) -> Result<Format, Error> {
    match output::format_of_ending(path) {
        None => Ok(otherwise),
        Some(name) => Ok(Format::from_name(name)?),
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
