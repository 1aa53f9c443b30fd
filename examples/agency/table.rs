//! CSV as LinkedIn, spreadsheets and tools write it.

/// How a file differs from the plainest CSV.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    /// What the file begins with: a byte order mark or nothing.
    pub(crate) mark: &'static str,
    /// What ends a line: LF or CR LF.
    pub(crate) line_end: &'static str,
    /// Every field is quoted, not only those that must be.
    pub(crate) quoted: bool,
    /// Nothing follows the last row.
    pub(crate) open_ended: bool,
    /// What stands before the header, line by line.
    pub(crate) preamble: &'static [&'static str],
}

impl Style {
    /// UTF-8 without more, LF, quotes where they must be.
    pub(crate) const PLAIN: Self =
        Self { mark: "", line_end: "\n", quoted: false, open_ended: false, preamble: &[] };
    /// As a spreadsheet saves it.
    pub(crate) const SPREADSHEET: Self = Self { mark: "\u{feff}", line_end: "\r\n", ..Self::PLAIN };
}

/// The bytes of a table; `header` has no field that needs quotes.
pub(crate) fn table(style: Style, header: &str, rows: &[Vec<String>]) -> Vec<u8> {
    let mut lines: Vec<String> = style.preamble.iter().map(ToString::to_string).collect();
    let columns: Vec<String> = header.split(',').map(str::to_owned).collect();
    lines.push(line(&columns, style.quoted));
    lines.extend(rows.iter().map(|row| line(row, style.quoted)));
    if !style.open_ended {
        lines.push(String::new());
    }
    format!("{}{}", style.mark, lines.join(style.line_end)).into_bytes()
}

fn line(row: &[String], quoted: bool) -> String {
    let fields: Vec<String> = row.iter().map(|value| field(value, quoted)).collect();
    fields.join(",")
}

fn field(value: &str, quoted: bool) -> String {
    if quoted || value.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}
