//! CSV → a raw table, in one pass, straight into columns.
//!
//! The delimiter and the header are found, not assumed: a preamble of any length up to
//! [`HEADER_ROW_MAX`] rows may come first. A row that is ragged or not UTF-8 is left out and said.

use super::bad_row::{BadRow, Loss};
use super::decode::{self, Decoding};
use super::error::ImportError;
use super::rows::{Cells, Rows, Step};
use super::sources::header::Header;
use super::sources::known::Descriptions;
use super::sources::recognise;
use super::sources::unread::Unread;
use super::table::{self, ROW, Table};
use super::understanding::Understanding;
use super::unknown_header::unknown;
use crate::finding::{Finding, Level};
use polars::prelude::{
    Column, DataFrame, IntoColumn, IntoSeries, NamedFrom, Series, StringChunkedBuilder,
};
use std::io::{BufRead, BufReader, Cursor, Read};

/// How much of a file is looked at to find its delimiter and header.
const HEAD_BYTES: u64 = 256 * 1024;
/// What may stand between cells.
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How many rows show what the columns are.
const SAMPLE_ROWS: usize = 200;
/// The header is among this many rows.
const HEADER_ROW_MAX: usize = 40;

/// What a CSV file came to.
pub(super) struct Parsed {
    pub(super) table: Table,
    pub(super) bad: Vec<BadRow>,
    pub(super) findings: Vec<Finding>,
}

/// Where the header is.
struct Found {
    delimiter: u8,
    steps_before: usize,
    cells: Vec<String>,
    header: Header,
    sample: Vec<Vec<String>>,
}

/// Reads a CSV file. Errors: empty, not text, an unknown header, duplicate columns, no rows.
pub(super) fn read(
    file: &str,
    input: impl Read,
    known: &Descriptions,
) -> Result<Parsed, ImportError> {
    let io = |source| ImportError::io(file, source);
    let mut input = BufReader::with_capacity(1 << 18, input);
    let mut head = Vec::new();
    input.by_ref().take(HEAD_BYTES).read_to_end(&mut head).map_err(io)?;
    let encoding = decode::encoding_of(&head);
    let bytes = Cursor::new(head).chain(input);
    let text: Box<dyn Read + '_> = match encoding {
        Some(encoding) => Box::new(Decoding::new(bytes, encoding)),
        None => Box::new(bytes),
    };
    let mut text = BufReader::with_capacity(1 << 18, text);
    let mut head = Vec::new();
    text.by_ref().take(HEAD_BYTES).read_to_end(&mut head).map_err(io)?;
    let head = without_bom(file, head)?;
    let found = find_header(file, &head, known)?;
    if let Some(columns) = recognise::duplicates(&found.cells) {
        let table = found.header.about;
        return Err(ImportError::DuplicateColumns { file: file.into(), columns, table });
    }
    let mut reader = Reader::new(file, found);
    reader.read(Cursor::new(head).chain(text)).map_err(io)?;
    let mut parsed = reader.finish()?;
    if let Some(encoding) = encoding {
        parsed.table.understood.encoding = Some(encoding.name());
    }
    parsed.findings.extend(encoding.map(|encoding| decoded(file, encoding.name())));
    Ok(parsed)
}

fn without_bom(file: &str, mut head: Vec<u8>) -> Result<Vec<u8>, ImportError> {
    let not_csv = |found, help| ImportError::NotCsv { file: file.into(), found, help };
    if head.contains(&0) {
        return Err(not_csv("binary data", "export it as CSV in UTF-8"));
    }
    if head.starts_with(b"\xef\xbb\xbf") {
        head.drain(..3);
    }
    if head.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportError::Empty { file: file.into() });
    }
    Ok(head)
}

/// A row that may be the header.
struct Candidate {
    delimiter: u8,
    steps_before: usize,
    cells: Vec<String>,
    score: usize,
}

/// Finds the header by the names in it, else by what stands below it.
fn find_header(file: &str, head: &[u8], known: &Descriptions) -> Result<Found, ImportError> {
    let claim = known.claim(file);
    let mut best: Option<Candidate> = None;
    let mut others = Vec::new();
    for delimiter in DELIMITERS {
        let mut rows = Rows::new(head, delimiter);
        let mut cells = Cells::default();
        for steps_before in 0..HEADER_ROW_MAX {
            let Ok(Some(_)) = rows.next(&mut cells) else { break };
            let cells = texts(&cells);
            let score = recognise::score(&cells, &claim, known);
            let candidate = Candidate { delimiter, steps_before, cells, score: score.unwrap_or(0) };
            if score.is_some() {
                if best.as_ref().is_none_or(|best| candidate.score > best.score) {
                    best = Some(candidate);
                }
            } else if candidate.cells.len() > 1 {
                others.push(candidate);
            }
        }
    }
    let candidates = best.map_or(others, |best| vec![best]);
    let mut lack = None;
    for candidate in candidates {
        let Candidate { delimiter, steps_before, cells, .. } = candidate;
        let sample = sample(head, delimiter, steps_before);
        match recognise::recognise(&cells, &sample, &claim, known) {
            Ok(header) => return Ok(Found { delimiter, steps_before, cells, header, sample }),
            Err(own) => lack = lack.or(own),
        }
    }
    Err(unknown(file, head, &claim, lack, known))
}

/// The first rows below the header.
pub(super) fn sample(head: &[u8], delimiter: u8, steps_before: usize) -> Vec<Vec<String>> {
    let mut rows = Rows::new(head, delimiter);
    let mut cells = Cells::default();
    let mut sample = Vec::new();
    for step in 0..=steps_before + SAMPLE_ROWS {
        let Ok(Some(_)) = rows.next(&mut cells) else { break };
        if step > steps_before {
            sample.push(texts(&cells));
        }
    }
    sample
}

pub(super) fn texts(cells: &Cells) -> Vec<String> {
    cells.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect()
}

/// Fills the columns of one table.
struct Reader<'a> {
    file: &'a str,
    found: Found,
    /// The builder of each cell that is read, by its place in the row.
    builders: Vec<Option<StringChunkedBuilder>>,
    lines: Vec<i64>,
    header_row: Option<u64>,
    bad: Vec<BadRow>,
}

impl<'a> Reader<'a> {
    fn new(file: &'a str, found: Found) -> Self {
        let builder = |name: &String| StringChunkedBuilder::new(name.as_str().into(), 0);
        let builders = found.header.columns.iter().map(|name| name.as_ref().map(builder)).collect();
        Self { file, found, builders, lines: Vec::new(), header_row: None, bad: Vec::new() }
    }

    fn read(&mut self, text: impl BufRead) -> std::io::Result<()> {
        let mut rows = Rows::new(text, self.found.delimiter);
        let mut cells = Cells::default();
        for _ in 0..=self.found.steps_before {
            if let Some(Step::Row(line)) = rows.next(&mut cells)? {
                self.header_row = Some(line);
            }
        }
        while let Some(step) = rows.next(&mut cells)? {
            match step {
                Step::Unclosed(line) => {
                    self.reject(line, None, "a quote that is never closed".into(), "`\"` in pairs");
                }
                Step::Row(line) => {
                    if let Err(ragged) = self.push(line, &cells) {
                        rows.give_back();
                        let expected = format!("{} cells", self.builders.len());
                        self.reject(line, None, ragged, &expected);
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes a row in, or says how it is ragged. A row that is not UTF-8 is rejected here.
    fn push(&mut self, line: u64, cells: &Cells) -> Result<(), String> {
        let width = self.builders.len();
        let surplus = cells.iter().skip(width).any(|cell| !cell.trim_ascii().is_empty());
        if cells.len() < width || surplus {
            return Err(format!("a ragged row of {} cells", cells.len()));
        }
        for (at, cell) in cells.iter().enumerate() {
            if let Err(error) = std::str::from_utf8(cell) {
                let byte = cell.get(error.valid_up_to()).copied().unwrap_or_default();
                let column = self.found.cells.get(at).cloned();
                let problem = format!("the byte 0x{byte:02X} is not UTF-8 (Latin-1 text?)");
                self.reject(line, column, problem, "UTF-8 text: save the file as UTF-8");
                return Ok(());
            }
        }
        for (cell, builder) in cells.iter().zip(&mut self.builders) {
            let text = std::str::from_utf8(cell).ok().filter(|text| !text.trim().is_empty());
            if let Some(builder) = builder {
                builder.append_option(text);
            }
        }
        self.lines.push(i64::try_from(line).unwrap_or(i64::MAX));
        Ok(())
    }

    fn reject(&mut self, row: u64, column: Option<String>, problem: String, expected: &str) {
        let (file, expected) = (self.file.to_owned(), expected.to_owned());
        self.bad.push(BadRow { file, row, column, problem, expected, loss: Loss::Row });
    }

    fn finish(self) -> Result<Parsed, ImportError> {
        let Found { header, cells, delimiter, sample, .. } = self.found;
        if self.lines.is_empty() && self.bad.is_empty() {
            return Err(ImportError::NoRows { file: self.file.into(), table: header.about });
        }
        let height = self.lines.len();
        let mut columns: Vec<Column> = vec![Series::new(ROW.into(), self.lines).into_column()];
        for builder in self.builders.into_iter().flatten() {
            columns.push(builder.finish().into_series().into_column());
        }
        let frame = DataFrame::new(height, columns).map_err(|error| ImportError::Unreadable {
            file: self.file.into(),
            source: std::io::Error::other(error),
        })?;
        let unread = header.columns.iter().zip(&cells).enumerate().filter(|(_, (name, own))| {
            let is_field = name.as_ref().is_some_and(|name| !name.starts_with(table::EXTRA));
            !is_field && !own.is_empty()
        });
        let unread = unread.map(|(at, (_, own))| Unread::of(own, &sample, at)).collect();
        let spelled = header.columns.into_iter().zip(cells);
        let spelled = spelled.filter_map(|(name, own)| Some((name?, own))).collect();
        let table = Table {
            spelled,
            statuses: header.statuses,
            zone: header.zone,
            date_order: header.date_order,
            belongs_to: header.belongs_to,
            understood: Understanding {
                source: header.source,
                origin: header.origin,
                why: header.why,
                account_why: None,
                encoding: Some("UTF-8"),
                delimiter: Some(delimiter.into()),
                header_row: self.header_row,
                unread,
                guesses: header.guesses.clone(),
                rows: height + self.bad.len(),
            },
            ..Table::new(header.kind, self.file, table::Rows::Text(frame))
        };
        let guesses = header.guesses.iter().map(|guess| guessed(self.file, guess));
        Ok(Parsed { table, bad: self.bad, findings: guesses.collect() })
    }
}

/// That a text is not UTF-8, and what it was taken for.
fn decoded(file: &str, encoding: &str) -> Finding {
    let message = format!("{file}: its text is not UTF-8; its bytes are read as {encoding}");
    Finding::new("encoding", Level::Note, message).help("save it as UTF-8 if letters are wrong")
}

/// That the values of a column decided what it is.
fn guessed(file: &str, guess: &str) -> Finding {
    Finding::new("guessed-column", Level::Note, format!("{file}: {guess}"))
        .help("rename the column if that is not meant; `docs/DATA.md` has the names that are known")
}

#[cfg(test)]
mod tests {
    use super::{Parsed, read};
    use crate::import::error::ImportError;
    use crate::import::sources::known::Descriptions;
    use crate::import::table::{Kind, Rows};
    use polars::prelude::{AnyValue, DataFrame};
    use proptest::prelude::*;

    const HEADER: &str = "From,To,Sent At,Message,Direction\n";

    fn parse(text: impl AsRef<[u8]>) -> Result<Parsed, ImportError> {
        read("t.csv", text.as_ref(), &Descriptions::default())
    }

    fn frame(parsed: &Parsed) -> &DataFrame {
        match &parsed.table.rows {
            Rows::Text(frame) => frame,
            Rows::Scan(_) => unreachable!("CSV is read, not scanned"),
        }
    }

    fn cell(parsed: &Parsed, column: &str, row: usize) -> String {
        match frame(parsed).column(column).unwrap().get(row).unwrap() {
            AnyValue::Null => "(null)".into(),
            AnyValue::Int64(line) => line.to_string(),
            other => other.get_str().unwrap().into(),
        }
    }

    #[test]
    fn the_header_is_found_after_a_preamble_of_any_length() {
        let header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n";
        let row = "Ada,B,https://www.linkedin.com/in/ada,,X,Y,08 Feb 2026";
        for preamble in ["", "\u{feff}", "Notes:\r\n\"When exporting, you may\"\r\n\r\n", "\n\n\n"]
        {
            let parsed = parse(format!("{preamble}{header}{row}")).unwrap();
            assert_eq!(parsed.table.kind, Kind::Connections);
            let line = preamble.matches('\n').count() + 2;
            assert_eq!(cell(&parsed, "#row", 0), line.to_string());
            assert_eq!(cell(&parsed, "connected_on", 0), "08 Feb 2026");
            assert_eq!(cell(&parsed, "email", 0), "(null)");
        }
    }

    #[test]
    fn semicolons_and_tabs_are_delimiters_too() {
        for delimiter in [';', '\t'] {
            let text = "Full name,LinkedIn,Tags\nAda B,in/ada,\"a, b\"\n".replace(',', "\u{1}");
            let text = text.replace("a\u{1} b", "a, b").replace('\u{1}', &delimiter.to_string());
            let parsed = parse(text).unwrap();
            assert_eq!(cell(&parsed, "profile_url", 0), "in/ada");
            assert_eq!(cell(&parsed, "tags", 0), "a, b");
        }
    }

    #[test]
    fn bad_rows_are_named_and_cost_nothing_else() {
        let mut text = format!("{HEADER}A,B,1,,OUTGOING\nA,B\nA,\"C,1,,OUTGOING\n").into_bytes();
        text.extend(b"A,Zo\xc3\xab Ren\xe9,1,,OUTGOING\nA,D,1,,OUTGOING,7\nA,E,1,,OUTGOING,,\n");
        let parsed = parse(text).unwrap();
        assert_eq!((cell(&parsed, "to", 0), cell(&parsed, "to", 1)), ("B".into(), "E".into()));
        let said: Vec<_> = parsed.bad.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(said.join("\n"), @r#"
        t.csv, row 3: a ragged row of 2 cells; expected 5 cells
        t.csv, row 4: a quote that is never closed; expected `"` in pairs
        t.csv, row 5, column `To`: the byte 0xE9 is not UTF-8 (Latin-1 text?); expected UTF-8 text: save the file as UTF-8
        t.csv, row 6: a ragged row of 6 cells; expected 5 cells
        "#);
    }

    #[test]
    fn what_is_no_table_is_refused_by_name() {
        assert!(matches!(parse(""), Err(ImportError::Empty { .. })));
        assert!(matches!(parse("\u{feff} \r\n"), Err(ImportError::Empty { .. })));
        assert!(matches!(parse(HEADER), Err(ImportError::NoRows { .. })));
        assert!(matches!(parse("School,Degree\nX,Y\n"), Err(ImportError::UnknownHeader { .. })));
        assert!(matches!(parse(b"\0\0a\0b\x01\0\0"), Err(ImportError::NotCsv { .. })));
        let twice = parse("Name,Tags,name\nA,b,C\n").err().unwrap();
        assert_eq!(twice.to_string(), "t.csv: duplicate columns in the header: `Name`");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut text = HEADER.as_bytes().to_vec();
            text.extend(&bytes);
            let _ = parse(&bytes);
            let _ = parse(&text);
        }

        #[test]
        fn every_row_is_usable_or_reported(
            rows in prop::collection::vec(prop::sample::select(vec![
                "A,B,1,,OUTGOING", "A,\"B\nC\",1,,OUTGOING", "A,B", "A,B,C,D,E,F,G", "A,\"B,1,,O",
            ]), 1..20),
        ) {
            let parsed = parse(format!("{HEADER}{}\n", rows.join("\n"))).unwrap();
            let whole = rows.iter().filter(|row| row.ends_with("OUTGOING")).count();
            if rows.iter().all(|row| !row.ends_with(",O")) {
                prop_assert_eq!(frame(&parsed).height(), whole);
                prop_assert_eq!(frame(&parsed).height() + parsed.bad.len(), rows.len());
            } else {
                prop_assert!(!parsed.bad.is_empty());
            }
        }
    }
}
