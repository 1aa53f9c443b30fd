//! Writes one table in every format that can be read.

use crate::data::zip;
use polars::prelude::{Column, DataFrame, NamedFrom, ParquetWriter, Series};
use serde_json::Value;

/// A header and rows of texts.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// How many formats there are.
pub(crate) const FORMATS: usize = 8;

/// What a table can be written as: the name of the file and its bytes.
pub(crate) fn every_format(table: &Written) -> [(&'static str, Vec<u8>); FORMATS] {
    let csv = delimited(table, b',');
    let text = String::from_utf8(csv.clone()).unwrap();
    // Without a mark only letters of Latin show how they are written.
    let mark = if text.chars().all(|c| c < '\u{250}') { "" } else { "\u{feff}" };
    let text = format!("{mark}{text}");
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [
        ("t.csv", csv),
        ("t.tsv", delimited(table, b'\t')),
        ("t.txt", units),
        ("t.xlsx", xlsx(&[("Sheet1", table)])),
        ("t.ods", ods(table)),
        ("t.json", json(table)),
        ("t.ndjson", ndjson(table)),
        ("t.parquet", parquet(table)),
    ]
}

fn every_row(table: &Written) -> impl Iterator<Item = &Vec<String>> {
    std::iter::once(&table.header).chain(&table.rows)
}

fn delimited(table: &Written, delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    every_row(table).for_each(|row| writer.write_record(row).unwrap());
    writer.into_inner().unwrap()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// What links of a workbook are called after.
const SPACE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Where a workbook begins.
pub(crate) const ROOT: &str = "<Relationships><Relationship Id=\"r1\" Target=\"xl/workbook.xml\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/>\
    </Relationships>";

/// A workbook of these sheets, with no more in it than has to be.
pub(crate) fn xlsx(sheets: &[(&str, &Written)]) -> Vec<u8> {
    let column = |at: usize| char::from(b'A' + u8::try_from(at).unwrap());
    let mut names = Vec::new();
    let mut links = Vec::new();
    let mut members = Vec::new();
    for (number, (name, table)) in (1..).zip(sheets) {
        names.push(format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>"));
        links.push(format!(
            "<Relationship Id=\"r{number}\" Target=\"worksheets/sheet{number}.xml\" \
             Type=\"{SPACE}/worksheet\"/>"
        ));
        let mut rows = Vec::new();
        for (at, row) in (1..).zip(every_row(table)) {
            let cells = row.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
            let cells = cells.map(|(index, cell)| {
                let (name, text) = (column(index), escaped(cell));
                format!("<c r=\"{name}{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
            });
            rows.push(format!("<row r=\"{at}\">{}</row>", cells.collect::<String>()));
        }
        let sheet = format!("<worksheet><sheetData>{}</sheetData></worksheet>", rows.concat());
        members.push((format!("xl/worksheets/sheet{number}.xml"), sheet));
    }
    let space = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let book = format!("<workbook {space}><sheets>{}</sheets></workbook>", names.concat());
    members.push(("xl/workbook.xml".into(), book));
    members.push(("_rels/.rels".into(), ROOT.into()));
    let links = format!("<Relationships>{}</Relationships>", links.concat());
    members.push(("xl/_rels/workbook.xml.rels".into(), links));
    let members: Vec<(&str, &str)> =
        members.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    zip(&members)
}

fn ods(table: &Written) -> Vec<u8> {
    let cell = |cell: &String| {
        let text = escaped(cell);
        if cell.is_empty() {
            return "<table:table-cell></table:table-cell>".into();
        }
        let kind = "office:value-type=\"string\"";
        format!("<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |row: &Vec<String>| {
        let cells: String = row.iter().map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let rows: String = every_row(table).map(row).collect();
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table \
         table:name=\"Sheet1\">{rows}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = "<manifest:manifest></manifest:manifest>";
    zip(&[("mimetype", kind), ("META-INF/manifest.xml", manifest), ("content.xml", &content)])
}

/// The rows as objects, with their keys in the order of the header.
fn objects(table: &Written) -> Vec<String> {
    let object = |(number, row): (usize, &Vec<String>)| {
        let entries = table.header.iter().zip(row).filter_map(|(name, cell)| {
            let is_there = !cell.is_empty() || number == 0;
            let value = if cell.is_empty() { Value::Null } else { cell.as_str().into() };
            is_there.then(|| format!("{}: {value}", Value::from(name.as_str())))
        });
        format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
    };
    table.rows.iter().enumerate().map(object).collect()
}

fn json(table: &Written) -> Vec<u8> {
    format!("[\n{}\n]", objects(table).join(",\n")).into_bytes()
}

fn ndjson(table: &Written) -> Vec<u8> {
    objects(table).join("\n").into_bytes()
}

fn parquet(table: &Written) -> Vec<u8> {
    let columns = table.header.iter().enumerate().map(|(at, name)| {
        let cells = table.rows.iter().map(|row| Some(row[at].as_str()).filter(|c| !c.is_empty()));
        Column::from(Series::new(name.as_str().into(), cells.collect::<Vec<_>>()))
    });
    let mut frame = DataFrame::new(table.rows.len(), columns.collect()).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}
