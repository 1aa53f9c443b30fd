//! Rows of a table that are about nobody: its header once more, where pages were pasted one below
//! another, and sums at its end.
//!
//! Invariant: a row with an address of a profile is never one of them.

use crate::finding::{Finding, FindingCode, Level};
use crate::import::file_formats::cells::RowCells;
use crate::import::people_keys::person::is_address;

/// Words for sums.
const SUMS: [&str; 24] = [
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sum",
    "count",
    "summe",
    "gesamt",
    "gesamtsumme",
    "anzahl",
    "suma",
    "total general",
    "total général",
    "somme",
    "totale",
    "somma",
    "totaal",
    "totalt",
    "soma",
    "итого",
    "всего",
    "合計",
    "合计",
    "합계",
];

/// How long the cell of a sum may be, in bytes: longer ones are not looked at.
const SUM_BYTES_MAX: usize = 64;
/// How many rows a finding names.
const ROWS_NAMED: usize = 5;

/// What a row is that is about nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum NonPersonRow {
    /// The header once more.
    Header,
    /// The header once more, in another order: the rows below it are not those of this table.
    OtherHeader,
    Sum,
    /// A line drawn below a header.
    Rule,
}

impl NonPersonRow {
    /// What a row is of a table with these columns, whose names have no blanks around them, if it
    /// is about nobody.
    pub(in crate::import) fn of_row(
        cells: RowCells,
        names: &[&str],
        has_sums: bool,
    ) -> Option<Self> {
        let mut filled = cells.iter().map(<[u8]>::trim_ascii).filter(|cell| !cell.is_empty());
        let first = filled.next()?;
        if names.iter().any(|name| is_name(first, name)) && filled.clone().next().is_some() {
            let header_names = names.iter().copied().chain(std::iter::repeat(""));
            if cells.iter().zip(header_names).all(|(cell, name)| is_name(cell.trim_ascii(), name)) {
                return Some(Self::Header);
            }
            let is_one = |cell: &[u8]| names.iter().any(|name| is_name(cell, name));
            if filled.clone().all(is_one) || starts_as_header(cells, names) {
                return Some(Self::OtherHeader);
            }
        }
        let is_rule =
            |cell: &[u8]| cell.len() > 2 && cell.iter().all(|byte| b"-=:_".contains(byte));
        if is_rule(first) && filled.clone().all(is_rule) {
            return Some(Self::Rule);
        }
        let is_number = |cell: &[u8]| {
            let is_of_number = |byte: &u8| byte.is_ascii_digit() || b".,%-/ ".contains(byte);
            cell.iter().all(is_of_number)
        };
        let is_sum = has_sums && first.len() <= SUM_BYTES_MAX && is_sum(first);
        (is_sum && filled.all(is_number)).then_some(Self::Sum)
    }
}

/// Whether a row begins with the names of the first two columns: other columns may follow.
fn starts_as_header(cells: RowCells, names: &[&str]) -> bool {
    let first = names.iter().take(2).filter(|name| !name.is_empty());
    first.clone().count() == 2
        && cells.iter().zip(first).all(|(cell, name)| is_name(cell.trim_ascii(), name))
}

/// Whether a cell has the name of a column.
fn is_name(cell: &[u8], name: &str) -> bool {
    cell.eq_ignore_ascii_case(name.as_bytes())
}

/// Whether a cell is a word for a sum, alone or with its number.
fn is_sum(cell: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(cell) else { return false };
    let is_around = |c: char| c.is_ascii_digit() || c.is_whitespace() || ":=-–#().,".contains(c);
    let word = text.trim_matches(is_around).to_lowercase();
    !is_address(text) && SUMS.contains(&word.as_str())
}

/// What rows are about nobody, to be said.
#[derive(Default)]
pub(in crate::import) struct NonPersonRows {
    headers: Vec<u64>,
    sums: Vec<u64>,
}

impl NonPersonRows {
    /// Takes note of the row on a line.
    pub(in crate::import) fn note(&mut self, line: u64, what: NonPersonRow) {
        match what {
            NonPersonRow::Header | NonPersonRow::OtherHeader => self.headers.push(line),
            NonPersonRow::Sum => self.sums.push(line),
            NonPersonRow::Rule => {}
        }
    }

    /// Takes note of rows further down.
    pub(in crate::import) fn append(&mut self, mut further: Self) {
        self.headers.append(&mut further.headers);
        self.sums.append(&mut further.sums);
    }

    /// That rows were passed over.
    pub(in crate::import) fn findings(&self, file: &str) -> impl Iterator<Item = Finding> {
        let passed_over = [
            (&self.headers, "the header once more, as where pages were pasted one below another"),
            (&self.sums, "a sum of the table"),
        ];
        let file = file.to_owned();
        passed_over.into_iter().filter(|(lines, _)| !lines.is_empty()).map(move |(lines, what)| {
            let shown: Vec<String> =
                lines.iter().take(ROWS_NAMED).map(|line| format!("row {line}")).collect();
            let more = lines.len().saturating_sub(ROWS_NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let message = format!("{file}: {}{more}: {what}, and nobody's", shown.join(", "));
            Finding::new(FindingCode::NoPerson, Level::Note, message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::NonPersonRow::{self, Header, OtherHeader, Sum};
    use crate::import::file_formats::cells::RowBuffer;

    fn person_less(row: &str) -> Option<NonPersonRow> {
        let names = ["Name", "Profile URL", "Date sent"];
        let mut cells = RowBuffer::default();
        row.split(',').for_each(|cell| cells.push(cell.as_bytes()));
        NonPersonRow::of_row(cells.view(), &names, true)
    }

    #[test]
    fn rows_about_nobody_are_told_from_people() {
        for (row, expected) in [
            ("Name,Profile URL,Date sent", Some(Header)),
            ("name,profile url,Date sent,,", Some(Header)),
            ("Date sent,Name,Profile URL", Some(OtherHeader)),
            ("Total: 12", Some(Sum)),
            ("Summe,12,", Some(Sum)),
            (",Total,3", Some(Sum)),
            ("Total,in/total,2026-07-03", None),
            ("Total Berg,,2026-07-03", None),
            ("https://www.linkedin.com/in/total,,", None),
            ("Name,,", None),
            ("Ada Berg,,2026-07-03", None),
            ("12,,", None),
        ] {
            assert_eq!(person_less(row), expected, "{row}");
        }
    }
}
