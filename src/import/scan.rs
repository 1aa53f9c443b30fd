//! Frames of the data folder: CSV, Parquet and JSON, for `frame("name.csv")` in scripts.
//!
//! Invariant: Polars is given no path, only an opened file of the data folder, of a bounded size.

use super::extents;
use super::files::has_extension;
use super::folder::{DataFolder, Opened};
use super::parquet::{Foreign, READABLE, foreign_column};
use super::rows::{Cells, Rows};
use crate::query::caught;
use polars::error::polars_err;
use polars::prelude::{
    HiveOptions, IntoLazy, JsonFormat, JsonReader, LazyCsvReader, LazyFileListReader, LazyFrame,
    PolarsResult, ScanArgsParquet, ScanSources, SerReader, polars_bail, polars_ensure,
};
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};

/// How a kind of file becomes a frame.
struct Kind {
    extension: &'static str,
    bytes_max: u64,
    scan: fn(Opened) -> PolarsResult<LazyFrame>,
}

/// The largest files: what is read as it is needed may be large, what is read at once may not.
const KINDS: &[Kind] = &[
    Kind { extension: "csv", bytes_max: 1 << 30, scan: csv },
    Kind { extension: "parquet", bytes_max: 8 << 30, scan: parquet },
    Kind { extension: "json", bytes_max: 128 << 20, scan: json },
];

/// How deep JSON may nest: every level is a type within a type.
const DEPTH_MAX: usize = 64;

/// How much of a file is looked at to find its delimiter or form.
const HEAD_BYTES: u64 = 64 * 1024;

impl DataFolder {
    /// The frame that a file holds. CSV: the first line is the header, the delimiter is found, and
    /// a column is of a type where all of its values are. JSON: a list of objects, or one a line.
    ///
    /// # Errors
    /// What is wrong with the file, in words.
    pub fn frame(&self, name: &str) -> Result<LazyFrame, String> {
        let kind = KINDS.iter().find(|kind| has_extension(name, kind.extension));
        let kind = kind.ok_or_else(|| {
            format!("`{name}` is no file of a frame; expected a name in .csv, .parquet or .json")
        })?;
        let problem = |error: &dyn std::fmt::Display| {
            let said = error.to_string();
            format!("{name}: {}", said.lines().next().unwrap_or_default())
        };
        let opened = self.open(name, kind.bytes_max)?;
        let frame = caught(|| {
            let mut frame = (kind.scan)(opened)?;
            frame.collect_schema()?;
            Ok(frame)
        });
        let frame: PolarsResult<LazyFrame> = frame
            .unwrap_or_else(|_| Err(polars_err!(ComputeError: "it is damaged: it cannot be read")));
        frame.map_err(|error| problem(&error))
    }
}

fn csv(opened: Opened) -> PolarsResult<LazyFrame> {
    let delimiter = delimiter(&head(&opened.file)?);
    LazyCsvReader::new_with_sources(ScanSources::Files([opened.file].into()))
        .with_separator(delimiter)
        .with_infer_schema_length(None)
        .with_try_parse_dates(true)
        .finish()
}

fn parquet(opened: Opened) -> PolarsResult<LazyFrame> {
    let footer =
        extents::footer(&opened.file).map_err(|reason| polars_err!(ComputeError: "{reason}"))?;
    if let Some(Foreign { column, found, advice }) = foreign_column(&footer.schema) {
        polars_bail!(ComputeError: "column `{column}` is {found}, expected {READABLE}: {advice}");
    }
    let sources = ScanSources::Files([opened.file].into());
    // A folder's name is no column.
    let options =
        ScanArgsParquet { hive_options: HiveOptions::new_disabled(), ..ScanArgsParquet::default() };
    LazyFrame::scan_parquet_sources(sources, options)
}

fn json(opened: Opened) -> PolarsResult<LazyFrame> {
    let mut bytes = vec![];
    opened.file.take(opened.bytes).read_to_end(&mut bytes)?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    polars_ensure!(
        depth(text) <= DEPTH_MAX,
        ComputeError: "it nests deeper than {DEPTH_MAX} levels"
    );
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    let form = if first == Some(&b'[') { JsonFormat::Json } else { JsonFormat::JsonLines };
    let reader = JsonReader::new(Cursor::new(text.to_vec()));
    Ok(reader.with_json_format(form).infer_schema_len(None).finish()?.lazy())
}

/// How deep lists and objects nest in JSON.
fn depth(text: &[u8]) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                depth += 1;
                most = most.max(depth);
            }
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    most
}

/// How a file begins; it stays as if nobody had read it.
fn head(mut file: &File) -> PolarsResult<Vec<u8>> {
    let mut head = vec![];
    file.take(HEAD_BYTES).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(head)
}

/// The delimiter that gives the header the most columns.
fn delimiter(head: &[u8]) -> u8 {
    let columns = |delimiter: &u8| {
        let mut cells = Cells::default();
        match Rows::new(head, *delimiter).next(&mut cells) {
            Ok(Some(_)) => cells.len(),
            _ => 0,
        }
    };
    // Of equals the last one is taken: a comma, if there is only one column.
    [b'\t', b';', b','].into_iter().max_by_key(columns).unwrap_or(b',')
}
