//! Apache Parquet, for other tools that compute with the rows.

use super::error::OutputError;
use super::error_keeper::ErrorKeeper;
use super::renderer::Renderer;
use super::style::Style;
use crate::deadline::interruption;
use crate::parallel_map::parallel_map;
use polars::io::parquet::write::get_encodings;
use polars::polars_utils::compression::ZstdLevel;
use polars::prelude::{
    Column, CompatLevel, DataFrame, ParquetCompression, ParquetWriter, PolarsError, PolarsResult,
    SchemaExt,
};
use polars_parquet::read::ParquetError;
use polars_parquet::write::{
    CompressedPage, Compressor, Encoding, SchemaDescriptor, StatisticsOptions, Version,
    WriteOptions, array_to_columns, to_parquet_schema,
};
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Write;
use std::thread;

/// The format `parquet`.
pub(super) struct Parquet;

impl Renderer for Parquet {
    fn frame(&self, df: &DataFrame, _: &Style, out: &mut dyn Write) -> Result<(), OutputError> {
        let mut out = ErrorKeeper::new(out);
        let written = compression().map_err(OutputError::from).and_then(|compression| {
            write_row_groups(ParquetWriter::new(&mut out).with_compression(compression), df)
        });
        out.or_kept_error(written)
    }
}

fn compression() -> PolarsResult<ParquetCompression> {
    // A higher level takes as long again for a hundredth less.
    Ok(ParquetCompression::Zstd(Some(ZstdLevel::try_new(1)?)))
}

/// The most rows of a group, which is Polars' own number.
const GROUP_ROWS_MAX: usize = 512 * 512;

/// The most bytes of texts in a group. Between two groups it is seen whether time is over.
const GROUP_BYTES_MAX: usize = 128 << 20;

/// How many texts of a column in a group are compared to see whether they come again.
const TEXTS_COMPARED: usize = 8192;

/// Writes rows group by group, several of which are encoded at once: nothing ends the writer within
/// one.
fn write_row_groups<W: Write>(writer: ParquetWriter<W>, df: &DataFrame) -> Result<(), OutputError> {
    let rows = group_rows(df);
    let mut groups = writer.batched(df.schema())?;
    let encoder = GroupEncoder::of_frame(df)?;
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let firsts: Vec<usize> = (0..df.height()).step_by(rows).collect();
    for firsts in firsts.chunks(threads) {
        if let Some(ended) = interruption() {
            return Err(OutputError::Ended(ended));
        }
        let encode = |first: &usize| {
            encoder.encode(df.slice(i64::try_from(*first).unwrap_or(i64::MAX), rows))
        };
        for group in parallel_map(firsts, encode) {
            let EncodedGroup { rows, columns } = group?;
            groups.write_row_group(rows, &columns)?;
        }
    }
    groups.finish()?;
    Ok(())
}

/// A group of rows as it stands in a file.
struct EncodedGroup {
    rows: u64,
    /// The pages of each column.
    columns: Vec<Vec<CompressedPage>>,
}

/// What every group is encoded by, away from the writer.
struct GroupEncoder {
    schema: SchemaDescriptor,
    /// By column.
    encodings: Vec<Vec<Encoding>>,
    options: WriteOptions,
}

impl GroupEncoder {
    fn of_frame(df: &DataFrame) -> PolarsResult<Self> {
        let schema = df.schema().to_arrow(CompatLevel::newest());
        let options = WriteOptions {
            statistics: StatisticsOptions::default(),
            version: Version::V1,
            compression: compression()?.into(),
            data_page_size: None,
        };
        let encodings = get_encodings(&schema).iter().cloned().collect();
        Ok(Self { schema: to_parquet_schema(&schema)?, encodings, options })
    }

    fn encode(&self, mut group: DataFrame) -> PolarsResult<EncodedGroup> {
        group.rechunk_mut();
        let mut columns = Vec::new();
        let usual = group.columns().iter().zip(&self.encodings);
        let encodings: Vec<Cow<[Encoding]>> =
            usual.map(|(column, usual)| encodings(column, usual)).collect();
        for part in group.iter_chunks(CompatLevel::newest(), false) {
            let described = self.schema.fields().iter().zip(&encodings);
            for (array, (parquet_type, encodings)) in part.columns().iter().zip(described) {
                let (parquet_type, options) = (parquet_type.clone(), self.options);
                for pages in array_to_columns(array, parquet_type, options, encodings)? {
                    let failed =
                        |error: PolarsError| ParquetError::FeatureNotSupported(error.to_string());
                    let pages = pages.map(|page| page.map_err(failed));
                    let compressed = Compressor::new_from_vec(pages, options.compression, vec![]);
                    columns.push(compressed.collect::<Result<_, _>>()?);
                }
            }
        }
        Ok(EncodedGroup { rows: u64::try_from(group.height()).unwrap_or(u64::MAX), columns })
    }
}

/// How a column is written: its texts with a dictionary unless hardly one comes twice, which the
/// writer would see only once it has hashed them all.
fn encodings<'a>(column: &Column, usual: &'a [Encoding]) -> Cow<'a, [Encoding]> {
    let Ok(texts) = column.str() else { return usual.into() };
    let step = texts.len().div_ceil(TEXTS_COMPARED).max(1);
    let compared = (0..texts.len()).step_by(step).filter_map(|row| texts.get(row));
    let count = compared.clone().count();
    let different = compared.collect::<HashSet<_>>().len();
    // Fewer would tell nothing of the others.
    let are_different = step > 1 && different * 50 >= count * 49;
    if are_different { vec![Encoding::Plain].into() } else { usual.into() }
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

#[cfg(test)]
mod tests {
    use crate::output::{self, Format, PlanView, Style, samples};
    use polars::prelude::{Column, DataFrame, ParquetReader, SerReader};
    use std::io::Cursor;

    #[test]
    fn what_is_read_back_is_what_was_written() {
        let plan = samples::plan();
        let mut out = Vec::new();
        output::write_plan(
            &plan,
            Format::Parquet,
            &Style::default(),
            &PlanView::default(),
            &mut out,
        )
        .unwrap();
        let actions = ParquetReader::new(Cursor::new(out)).finish().unwrap();
        assert!(actions.equals_missing(&plan.actions));

        let mut out = Vec::new();
        let df = samples::frame();
        output::write_frame(&df, Format::Parquet, &Style::default(), &mut out).unwrap();
        assert_eq!(ParquetReader::new(Cursor::new(out)).finish().unwrap().schema(), df.schema());
    }

    #[test]
    fn groups_stand_in_the_order_of_the_rows() {
        let rows = 2 * super::GROUP_ROWS_MAX + 7;
        let numbers: Vec<u32> = (0..).take(rows).collect();
        let texts = numbers.iter().map(|number| (number % 5 > 0).then(|| number.to_string()));
        let texts = Column::new("text".into(), texts.collect::<Vec<_>>());
        let df = DataFrame::new(rows, vec![Column::new("number".into(), numbers), texts]).unwrap();
        let mut out = Vec::new();
        output::write_frame(&df, Format::Parquet, &Style::default(), &mut out).unwrap();
        let read = ParquetReader::new(Cursor::new(out)).finish().unwrap();
        assert!(read.equals_missing(&df));
    }
}
