//! CSV → rows of cells: its encoding, what stands between its cells, and where it begins.
//!
//! Nothing of that is assumed, all is found in the beginning of the file; the rest is read once,
//! row by row.

use super::cells::{RowBuffer, RowStream};
use super::decoding::{CrToLfReader, DecodingReader};
use super::rows::RowReader;
use super::text_encoding;
use super::text_encoding::TextEncoding;
use crate::import::error::ImportError;
use crate::import::raw_tables::filled_table;
use crate::import::raw_tables::parsed_table::ParsedTable;
use crate::import::raw_tables::table_start;
use crate::import::raw_tables::table_start::{HEADER_ROW_MAX, HeadRows, ROWS_LOOKED_AT};
use crate::import::sources::known_descriptions::Descriptions;
use std::io::{BufRead, BufReader, Cursor, Read};

/// How much of a file is looked at to find its delimiter and header, in bytes.
const HEAD_BYTES: usize = 256 * 1024;
/// How much of a file is looked at to find its encoding, in bytes: one letter may decide it.
const ENCODING_BYTES: u64 = 8 << 20;
/// What may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A file of text that has been opened.
pub(in crate::import) struct OpenedText<'a> {
    /// Its beginning, as UTF-8 unless its cells are read one by one.
    head: Vec<u8>,
    rest: Box<dyn BufRead + 'a>,
    pub(in crate::import) form: TextEncoding,
    /// What is between the cells as the first line says for spreadsheets, `sep=;`, which is no row.
    separator: Option<u8>,
}

impl<'a> OpenedText<'a> {
    /// Opens a file and finds its encoding. Errors: empty, not text.
    pub(in crate::import) fn new(file: &str, input: impl Read + 'a) -> Result<Self, ImportError> {
        let io = |source| ImportError::io(file, source);
        let mut input = BufReader::with_capacity(1 << 18, input);
        let mut head = Vec::new();
        input.by_ref().take(ENCODING_BYTES).read_to_end(&mut head).map_err(io)?;
        let form = text_encoding::detect_encoding(&head);
        let is_old_mac = head.contains(&b'\r') && !head.contains(&b'\n');
        let bytes = Cursor::new(head).chain(input);
        let text: Box<dyn Read + 'a> = match form.whole_file {
            Some(encoding) => Box::new(DecodingReader::new(bytes, encoding)),
            None if is_old_mac => Box::new(CrToLfReader(bytes)),
            None => Box::new(bytes),
        };
        let mut text = BufReader::with_capacity(1 << 18, text);
        let mut head = Vec::new();
        text.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(io)?;
        let mut head = without_bom(file, head)?;
        let separator = take_separator(&mut head);
        Ok(Self { head, rest: Box::new(text), form, separator })
    }

    /// Every way to take the beginning apart, by what stands between the cells.
    pub(in crate::import) fn layouts(&self) -> Vec<HeadRows> {
        let layout = |delimiter: u8| {
            let mut rows = RowReader::new(self.head.as_slice(), delimiter, 1);
            let mut cells = RowBuffer::default();
            let mut texts = Vec::new();
            while texts.len() < ROWS_LOOKED_AT {
                let Ok(Some(_)) = rows.next_row(&mut cells) else { break };
                let text = |cell: &[u8]| {
                    text_encoding::decode_cell(cell, self.form.fallback).trim().to_owned()
                };
                texts.push(cells.iter().map(text).collect());
            }
            HeadRows { delimiter: Some(delimiter), rows: texts, header_row_max: HEADER_ROW_MAX }
        };
        match self.separator {
            Some(delimiter) => vec![layout(delimiter)],
            None => DELIMITERS.map(layout).into(),
        }
    }

    /// All rows, from the first on.
    pub(in crate::import) fn rows(self, delimiter: u8) -> RowReader<impl BufRead + 'a> {
        let first_line = if self.separator.is_some() { 2 } else { 1 };
        RowReader::new(Cursor::new(self.head).chain(self.rest), delimiter, first_line)
    }
}

/// Reads a CSV file. Errors: empty, not text, an unknown header, duplicate columns, no rows.
pub(in crate::import) fn read(
    file: &str,
    input: impl Read,
    known: &Descriptions,
) -> Result<ParsedTable, ImportError> {
    let opened = OpenedText::new(file, input)?;
    let beginning = table_start::find(file, &opened.layouts(), known)?;
    let form = opened.form;
    let rows = opened.rows(beginning.delimiter.unwrap_or(b','));
    filled_table::fill_from_text(file, beginning, rows, form)
}

/// Takes the line off that says what is between the cells, if the first is one.
fn take_separator(head: &mut Vec<u8>) -> Option<u8> {
    let end = head.iter().position(|byte| *byte == b'\n')?;
    let line = head.get(..end)?.trim_ascii();
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let (key, sign) = line.split_at_checked(4)?;
    // Of a tab nothing is left once blanks are taken off.
    let sign = if sign.is_empty() { &b"\t"[..] } else { sign };
    let [delimiter] = sign else { return None };
    if !key.eq_ignore_ascii_case(b"sep=") || !DELIMITERS.contains(delimiter) {
        return None;
    }
    let delimiter = *delimiter;
    head.drain(..=end);
    Some(delimiter)
}

fn without_bom(file: &str, mut head: Vec<u8>) -> Result<Vec<u8>, ImportError> {
    let not_csv = |actual, help| ImportError::NotCsv { file: file.into(), actual, help };
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

#[cfg(test)]
mod tests {
    use super::read;
    use crate::import::error::ImportError;
    use crate::import::raw_tables::parsed_table::ParsedTable;
    use crate::import::sources::known_descriptions::Descriptions;
    use crate::import::table::{TableKind, TableRows};
    use polars::prelude::{AnyValue, DataFrame};
    use proptest::prelude::*;

    const HEADER: &str = "From,To,Sent At,Message,Direction\n";

    fn parse(text: impl AsRef<[u8]>) -> Result<ParsedTable, ImportError> {
        read("t.csv", text.as_ref(), &Descriptions::default())
    }

    fn frame(parsed: &ParsedTable) -> &DataFrame {
        match &parsed.table.rows {
            TableRows::Text(frame) => frame,
            TableRows::Scan(_) => unreachable!("CSV is read, not scanned"),
        }
    }

    fn cell(parsed: &ParsedTable, column: &str, row: usize) -> String {
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
            assert_eq!(parsed.table.kind, TableKind::Connections);
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
    fn the_line_that_names_the_delimiter_is_no_row() {
        for (line, delimiter) in
            [("sep=;", ";"), ("\"sep=|\"", "|"), ("SEP=,", ","), ("sep=\t", "\t")]
        {
            let text = "Name,LinkedIn,Tags\nAda B,in/ada,x\nBen".replace(',', delimiter);
            let parsed = parse(format!("\u{feff}{line}\r\n{text}")).unwrap();
            assert_eq!(cell(&parsed, "profile_url", 0), "in/ada", "{line}");
            assert_eq!(cell(&parsed, "#row", 0), "3");
            assert_eq!(parsed.bad[0].row, 4);
        }
    }

    #[test]
    fn bad_rows_are_named_and_cost_nothing_else() {
        let mut text = format!("{HEADER}A,B,1,,OUTGOING\nA,B\nA,\"C,1,,OUTGOING\n").into_bytes();
        text.extend(b"A,Zo\xc3\xab Ren\xe9,1,,OUTGOING\nA,D,1,,OUTGOING,7\nA,E,1,,OUTGOING,,\n");
        let parsed = parse(text).unwrap();
        let to = |row| cell(&parsed, "to", row);
        assert_eq!([to(0), to(1), to(2)], ["B", "Zo\u{eb} Ren\u{e9}", "E"]);
        let lines: Vec<_> = parsed.bad.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(lines.join("\n"), @r#"
        t.csv, row 3: a ragged row of 2 cells; expected 5 cells
        t.csv, row 4: a quote that is never closed; expected `"` in pairs
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
