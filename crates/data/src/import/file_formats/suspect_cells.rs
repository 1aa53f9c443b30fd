//! Cells whose bytes say that something is amiss with the encoding of a file.

use super::text_encoding;
use super::text_encoding::TextEncoding;
use crate::finding::{Finding, FindingCode, Level};

#[derive(Default)]
struct CellCount {
    count: usize,
    first_row: u64,
}

impl CellCount {
    fn add(&mut self, row: u64) {
        if self.count == 0 {
            self.first_row = row;
        }
        self.count += 1;
    }

    /// Adds those of rows further down.
    fn append(&mut self, further: &Self) {
        if self.count == 0 {
            self.first_row = further.first_row;
        }
        self.count += further.count;
    }
}

/// The cells of a file of which there may be something to say.
#[derive(Default)]
pub(in crate::import) struct EncodingTally {
    utf8: CellCount,
    otherwise: CellCount,
    lost: CellCount,
    /// Those that look as if UTF-8 had been read as another encoding and saved so.
    twice_encoded: CellCount,
}

impl EncodingTally {
    /// Takes note of a cell with more than ASCII in it; what is not `is_utf8` had to be decoded.
    pub(in crate::import) fn note(&mut self, row: u64, text: &str, is_utf8: bool) {
        if is_utf8 {
            self.utf8.add(row);
        } else {
            self.otherwise.add(row);
        }
        if text.contains(char::REPLACEMENT_CHARACTER) {
            self.lost.add(row);
        }
        if text_encoding::is_twice_encoded(text) {
            self.twice_encoded.add(row);
        }
    }

    /// Adds those of rows further down.
    pub(in crate::import) fn append(&mut self, further: &Self) {
        self.utf8.append(&further.utf8);
        self.otherwise.append(&further.otherwise);
        self.lost.append(&further.lost);
        self.twice_encoded.append(&further.twice_encoded);
    }

    pub(in crate::import) fn encoding(&self, form: TextEncoding) -> &'static str {
        match form.whole_file {
            Some(encoding) => encoding.name(),
            None if self.otherwise.count > self.utf8.count => form.fallback.name(),
            None => "UTF-8",
        }
    }

    pub(in crate::import) fn findings(&self, file: &str, form: TextEncoding) -> Vec<Finding> {
        let name = form.fallback.name();
        let mut messages = Vec::new();
        if let Some(encoding) = form.whole_file {
            let name = encoding.name();
            messages.push(format!("{file}: its text is not UTF-8; its bytes are read as {name}"));
        } else if self.otherwise.count > 0 && self.utf8.count == 0 {
            messages.push(format!("{file}: its text is not UTF-8; its bytes are read as {name}"));
        } else if self.otherwise.count > 0 {
            let CellCount { count, first_row } = self.otherwise;
            messages.push(format!(
                "{file}: {count} cell(s), the first in row {first_row}, are not UTF-8 as the \
                 others are; their bytes are read as {name}"
            ));
        }
        let notes = messages.into_iter().map(|message| {
            Finding::new(FindingCode::Encoding, Level::Note, message)
                .help("save it as UTF-8 if letters are wrong")
        });
        let lost = (self.lost.count > 0).then(|| {
            let CellCount { count, first_row } = self.lost;
            let message = format!(
                "{file}: letters of {count} cell(s) are lost, the first in row {first_row}: they \
                 hold the sign for what could not be decoded"
            );
            Finding::new(FindingCode::Encoding, Level::Warn, message)
                .help("export it again as UTF-8")
        });
        let twice = (self.twice_encoded.count > 0).then(|| {
            let CellCount { count, first_row } = self.twice_encoded;
            let message = format!(
                "{file}: {count} cell(s), the first in row {first_row}, look as if UTF-8 had been \
                 read in another encoding and saved (`Ã©` for `é`)"
            );
            let help = "export it again, and open it as UTF-8: names are compared as they stand";
            Finding::new(FindingCode::Encoding, Level::Warn, message).help(help)
        });
        notes.chain(lost).chain(twice).collect()
    }
}
