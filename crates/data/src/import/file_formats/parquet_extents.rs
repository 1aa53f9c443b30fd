//! Where a Parquet file says that its columns lie. Polars takes the footer's word for it, and reads
//! wherever that leads.
//!
//! Invariant: no row of a file is read before its footer was: every chunk of every column lies
//! between the file's first bytes and its footer, and has as many values as its rows need.

use crate::query::catch_panic;
use polars::prelude::{ArrowSchema, FileMetadataRef, ParquetReader, SerReader};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use thiserror::Error;

/// How many bytes a file begins with that no column has: the magic.
const HEAD_BYTES: u64 = 4;

/// How many bytes follow the footer: its length and the magic.
const TAIL_BYTES: u64 = 8;

#[derive(Debug, Error)]
pub(in crate::import) enum DamagedParquet {
    #[error("it is damaged: {0}")]
    Footer(String),
    #[error("it is damaged: its footer cannot be read")]
    UnreadableFooter,
    #[error("it is damaged: it has no footer")]
    NoFooter,
    #[error("it is damaged: it is shorter than its footer says")]
    Shorter,
    #[error("it is damaged: the column `{0}` does not lie within the file")]
    ColumnOutside(String),
    #[error("it is damaged: the column `{0}` has not a value for each row")]
    ColumnLacksValues(String),
    #[error("it is damaged: its parts have not as many rows as the whole")]
    Rows,
    #[error(transparent)]
    Unreadable(#[from] io::Error),
}

/// What the footer of a file says.
pub(in crate::import) struct Footer {
    pub(in crate::import) metadata: FileMetadataRef,
    pub(in crate::import) schema: Arc<ArrowSchema>,
}

/// Reads the footer of a file and holds it to what the file has.
///
/// # Errors
/// What is wrong with it.
pub(in crate::import) fn footer(file: &File) -> Result<Footer, DamagedParquet> {
    let end = end_of_columns(file)?;
    let second_handle = file.try_clone()?;
    let read = catch_panic(|| {
        let mut reader = ParquetReader::new(second_handle);
        let metadata = reader.get_metadata()?.clone();
        Ok(Footer { metadata, schema: reader.schema()? })
    });
    let footer = match read {
        Ok(Ok(footer)) => footer,
        Ok(Err(error)) => {
            let error: polars::prelude::PolarsError = error;
            let words = error.to_string();
            let first = words.lines().next().unwrap_or_default();
            return Err(DamagedParquet::Footer(first.into()));
        }
        Err(_) => return Err(DamagedParquet::UnreadableFooter),
    };
    check_extents(&footer, end)?;
    Ok(footer)
}

/// Where the footer begins, and all columns have ended.
fn end_of_columns(mut file: &File) -> Result<u64, DamagedParquet> {
    let mut length = [0; 4];
    let mut read = || -> std::io::Result<u64> {
        let bytes = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(bytes.saturating_sub(TAIL_BYTES)))?;
        file.read_exact(&mut length)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(bytes)
    };
    let bytes = read().map_err(|_| DamagedParquet::NoFooter)?;
    let footer = u64::from(u32::from_le_bytes(length)) + TAIL_BYTES;
    let end = bytes.checked_sub(footer).filter(|end| *end >= HEAD_BYTES);
    end.ok_or(DamagedParquet::Shorter)
}

/// Fails where a column does not lie between the file's first bytes and `end`, or has not the rows
/// that it should.
fn check_extents(footer: &Footer, end: u64) -> Result<(), DamagedParquet> {
    let mut rows = 0_usize;
    for group in &footer.metadata.row_groups {
        rows = rows.saturating_add(group.num_rows());
        for column in group.parquet_columns() {
            let about = column.descriptor();
            let name = about.path_in_schema.first().map_or("", |name| name.as_str());
            let offset = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
            let lies_within = lies_within(offset, column.compressed_size(), end)
                && (HEAD_BYTES..end)
                    .contains(&u64::try_from(column.data_page_offset()).unwrap_or(0))
                && column.uncompressed_size() >= 0;
            if !lies_within && group.num_rows() > 0 {
                return Err(DamagedParquet::ColumnOutside(name.into()));
            }
            let values = usize::try_from(column.num_values()).ok();
            let is_whole = values.is_some_and(|values| {
                let is_flat = about.descriptor.max_rep_level == 0;
                if is_flat { values == group.num_rows() } else { values >= group.num_rows() }
            });
            if !is_whole {
                return Err(DamagedParquet::ColumnLacksValues(name.into()));
            }
        }
    }
    if rows != footer.metadata.num_rows {
        return Err(DamagedParquet::Rows);
    }
    Ok(())
}

fn lies_within(offset: i64, bytes: i64, end: u64) -> bool {
    let (Ok(offset), Ok(bytes)) = (u64::try_from(offset), u64::try_from(bytes)) else {
        return false;
    };
    offset >= HEAD_BYTES && offset.checked_add(bytes).is_some_and(|column_end| column_end <= end)
}
