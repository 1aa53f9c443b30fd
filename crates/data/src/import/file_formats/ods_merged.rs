//! Cells of an ODS that are merged over several rows: whoever takes it apart gives their value to
//! the first row alone.

use super::zip::Zip;
use crate::finding::{Finding, FindingCode, Level};
use std::io::Cursor;

/// Where an ODS has its cells.
const CONTENT: &str = "content.xml";
/// How many rows a cell is merged over.
const ROWS_SPANNED: &[u8] = b"number-rows-spanned=\"";

/// That it has such cells.
pub(in crate::import) fn finding(file: &str, bytes: &[u8]) -> Option<Finding> {
    let mut zip = Zip::open(file, Cursor::new(bytes)).ok()?;
    let members = zip.members().ok()?;
    let (at, name) = members.into_iter().find(|(_, name)| name == CONTENT)?;
    let content = zip.read(at, &name).ok()?;
    let spans =
        content.windows(ROWS_SPANNED.len() + 2).filter(|part| part.starts_with(ROWS_SPANNED));
    let merged = spans.filter(|part| !part.ends_with(b"1\"")).count();
    (merged > 0).then(|| {
        let message = format!(
            "{file}: {merged} cell(s) are merged over several rows, of which only the first gets \
             what stands in them"
        );
        Finding::new(FindingCode::BadCells, Level::Warn, message)
            .help("save it as XLSX, or take the cells apart")
    })
}
