//! Apache Parquet, for other tools that compute with the rows.

use super::error::OutputError;
use super::render::Render;
use super::style::Style;
use crate::deadline::ended;
use polars::polars_utils::compression::ZstdLevel;
use polars::prelude::{DataFrame, ParquetCompression, ParquetWriter};
use std::io::{self, Write};

/// The format `parquet`.
pub(super) struct Parquet;

impl Render for Parquet {
    fn frame(&self, df: &DataFrame, _: &Style, out: &mut dyn Write) -> Result<(), OutputError> {
        let mut out = Remembering { out, error: None };
        // A higher level takes as long again for a hundredth less.
        let level = ZstdLevel::try_new(1)?;
        let compression = ParquetCompression::Zstd(Some(level));
        let writer = ParquetWriter::new(&mut out).with_compression(compression);
        let written = in_groups(writer, df);
        match out.error {
            Some(error) => Err(error.into()),
            None => written,
        }
    }
}

/// The most rows of a group, which is Polars' own number.
const GROUP_ROWS_MAX: usize = 512 * 512;

/// The most bytes of texts in a group. Between two groups it is seen whether time is over.
const GROUP_BYTES_MAX: usize = 128 << 20;

/// Writes rows group by group: nothing ends the writer within one.
fn in_groups<W: Write>(writer: ParquetWriter<W>, df: &DataFrame) -> Result<(), OutputError> {
    let rows = group_rows(df);
    let mut groups = writer.batched(df.schema())?;
    let mut first = 0;
    while first < df.height() || first == 0 {
        if let Some(ended) = ended() {
            return Err(OutputError::Ended(ended));
        }
        let offset = i64::try_from(first).unwrap_or(i64::MAX);
        let mut group = df.slice(offset, rows);
        groups.write_batch(group.rechunk_mut())?;
        first += rows;
    }
    groups.finish()?;
    Ok(())
}

/// How many rows a group has: as many as are usual, or fewer where their texts are long.
fn group_rows(df: &DataFrame) -> usize {
    let texts = df.columns().iter().filter_map(|column| column.str().ok());
    let bytes: usize = texts
        .map(|texts| texts.downcast_iter().fold(0, |sum, array| sum + array.total_bytes_len()))
        .sum();
    let groups = bytes / GROUP_BYTES_MAX + 1;
    df.height().div_ceil(groups).clamp(1, GROUP_ROWS_MAX)
}

/// Keeps the error of the place written to, of which the Parquet writer passes on only the text.
struct Remembering<'a> {
    out: &'a mut dyn Write,
    error: Option<io::Error>,
}

impl Remembering<'_> {
    fn remember<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let error_kind = error.kind();
            // An interrupted write is tried again by the caller.
            if error_kind != io::ErrorKind::Interrupted {
                self.error.get_or_insert(error);
            }
            error_kind.into()
        })
    }
}

impl Write for Remembering<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.out.write(bytes);
        self.remember(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.out.flush();
        self.remember(result)
    }
}

#[cfg(test)]
mod tests {
    use crate::output::{self, Format, PlanView, Style, samples};
    use polars::prelude::{ParquetReader, SerReader};
    use std::io::Cursor;

    #[test]
    fn what_is_read_back_is_what_was_written() {
        let plan = samples::plan();
        let mut out = Vec::new();
        output::plan(&plan, Format::Parquet, &Style::default(), &PlanView::default(), &mut out)
            .unwrap();
        let actions = ParquetReader::new(Cursor::new(out)).finish().unwrap();
        assert!(actions.equals_missing(&plan.actions));

        let mut out = Vec::new();
        let df = samples::frame();
        output::frame(&df, Format::Parquet, &Style::default(), &mut out).unwrap();
        assert_eq!(ParquetReader::new(Cursor::new(out)).finish().unwrap().schema(), df.schema());
    }
}
