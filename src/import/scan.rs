//! Frames of the data folder: CSV, Parquet and JSON, for `frame("name.csv")` in scripts.
//!
//! Invariant: Polars is only given the absolute path of a file in the data folder, of a bounded
//! size, in which `*` and `[` stand for themselves.

use super::files::has_extension;
use super::folder::DataFolder;
use super::parquet::{READABLE, foreign_column};
use super::rows::{Cells, Rows};
use polars::prelude::{
    IntoLazy, JsonFormat, JsonReader, LazyCsvReader, LazyFileListReader, LazyFrame, PlRefPath,
    PolarsResult, ScanArgsParquet, SerReader, polars_bail,
};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How a kind of file becomes a frame.
struct Kind {
    extension: &'static str,
    bytes_max: u64,
    scan: fn(&Path, PlRefPath) -> PolarsResult<LazyFrame>,
}

/// The largest files: what is read as it is needed may be large, what is read at once may not.
const KINDS: &[Kind] = &[
    Kind { extension: "csv", bytes_max: 1 << 30, scan: csv },
    Kind { extension: "parquet", bytes_max: 8 << 30, scan: parquet },
    Kind { extension: "json", bytes_max: 128 << 20, scan: json },
];

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
        let file = self.find(name)?;
        let problem = |error: &dyn std::fmt::Display| {
            let said = error.to_string();
            format!("{name}: {}", said.lines().next().unwrap_or_default())
        };
        let about = std::fs::metadata(&file).map_err(|error| problem(&error))?;
        if !about.is_file() {
            return Err(format!("`{name}` is no file"));
        }
        if about.len() > kind.bytes_max {
            let (size, most) = (about.len() >> 20, kind.bytes_max >> 20);
            return Err(format!("{name}: {size} MiB are more than the {most} MiB that are read"));
        }
        if about.len() == 0 {
            return Err(format!("{name}: the file is empty"));
        }
        let text = file.to_str().ok_or_else(|| problem(&"its path is not UTF-8"))?;
        let mut frame = (kind.scan)(&file, PlRefPath::new(text)).map_err(|e| problem(&e))?;
        frame.collect_schema().map_err(|error| problem(&error))?;
        Ok(frame)
    }
}

fn csv(file: &Path, path: PlRefPath) -> PolarsResult<LazyFrame> {
    LazyCsvReader::new(path)
        .with_separator(delimiter(&head(file)?))
        .with_infer_schema_length(None)
        .with_try_parse_dates(true)
        .with_glob(false)
        .finish()
}

fn parquet(file: &Path, path: PlRefPath) -> PolarsResult<LazyFrame> {
    if let Some((column, found)) = foreign_column(file)? {
        polars_bail!(ComputeError: "column `{column}` is {found}, expected {READABLE}");
    }
    let options = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
    LazyFrame::scan_parquet(path, options)
}

fn json(file: &Path, _: PlRefPath) -> PolarsResult<LazyFrame> {
    let head = head(file)?;
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    let form = if first == Some(&b'[') { JsonFormat::Json } else { JsonFormat::JsonLines };
    let reader = JsonReader::new(File::open(file)?).with_json_format(form).infer_schema_len(None);
    Ok(reader.finish()?.lazy())
}

fn head(file: &Path) -> PolarsResult<Vec<u8>> {
    let mut head = vec![];
    File::open(file)?.take(HEAD_BYTES).read_to_end(&mut head)?;
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
