//! Apache Parquet, for other tools that compute with the rows.

use super::error::OutputError;
use super::format::Render;
use super::style::Style;
use polars::prelude::{DataFrame, ParquetWriter};
use std::io::Write;

/// The format `parquet`.
pub(super) struct Parquet;

impl Render for Parquet {
    fn frame(&self, df: &DataFrame, _: &Style, out: &mut dyn Write) -> Result<(), OutputError> {
        ParquetWriter::new(out).finish(&mut df.clone())?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::output::{self, Format, Style, View, samples};
    use polars::prelude::{ParquetReader, SerReader};
    use std::io::Cursor;

    #[test]
    fn what_is_read_back_is_what_was_written() {
        let plan = samples::plan();
        let mut out = Vec::new();
        output::plan(&plan, Format::Parquet, &Style::default(), &View::default(), &mut out)
            .unwrap();
        let actions = ParquetReader::new(Cursor::new(out)).finish().unwrap();
        assert!(actions.equals_missing(&plan.actions));

        let mut out = Vec::new();
        let df = samples::frame();
        output::frame(&df, Format::Parquet, &Style::default(), &mut out).unwrap();
        assert_eq!(ParquetReader::new(Cursor::new(out)).finish().unwrap().schema(), df.schema());
    }
}
