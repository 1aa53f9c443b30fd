//! Workbooks, JSON and encodings: what is a table in them, and what is said of the rest.

use crate::data::{Folder, csv, zip};
use crate::written::{ROOT, Written, xlsx};

fn sheet(rows: &[&[&str]]) -> Written {
    let texts = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(texts).collect();
    Written { header: rows[0].clone(), rows: rows[1..].to_vec() }
}

fn tracker() -> Written {
    tracker_of("2026-07-26")
}

fn tracker_of(day: &str) -> Written {
    sheet(&[
        &["Outreach of this year"],
        &[],
        &["Name", "Date sent", "Status"],
        &["Ida Quist", day, "Pending"],
        &["Olaf Brandvik", "2026-07-27", "Accepted"],
    ])
}

#[test]
fn every_sheet_that_is_a_table_is_read_and_the_others_are_said() {
    let (notes, other) = (sheet(&[&["Remember"], &["call"]]), tracker_of("2026-10-02"));
    let book = xlsx(&[("Q1", &tracker()), ("Notes", &notes), ("Q2", &other)]);
    let folder = Folder::new().file("anna.xlsx", book);
    let read = folder.read("anna.xlsx").unwrap();
    let rows = csv(&read, "account name state");
    assert_eq!(rows.lines().skip(1).filter(|row| row.starts_with("anna,")).count(), 3, "{rows}");
    let remarks = folder.findings(&read);
    assert!(remarks.contains("anna.xlsx/Q2: 1 row(s) tell again of an invitation"), "{remarks}");
    assert!(remarks.contains("the sheet `Notes` is not read: "), "{remarks}");
    let folder = Folder::new().file("a.xlsx", xlsx(&[("Notes", &notes), ("B", &notes)]));
    let error = folder.error("a.xlsx");
    assert!(error.contains("found: the sheet `Notes`, the sheet `B`"), "{error}");
}

#[test]
fn a_profile_behind_a_name_is_its_address() {
    let space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let cell = |name: &str, text: &str| {
        format!("<c r=\"{name}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let row = |at: usize, texts: [&str; 2]| {
        let [a, b] = texts;
        let cells = [cell(&format!("A{at}"), a), cell(&format!("B{at}"), b)].concat();
        format!("<row r=\"{at}\">{cells}</row>")
    };
    let rows = [
        row(1, ["Outreach", ""]),
        row(3, ["Name", "Date sent"]),
        row(4, ["Ida Quist", "2026-07-26"]),
        row(5, ["Olaf Brandvik", "2026-07-27"]),
    ];
    let sheet = format!(
        "<worksheet xmlns:r=\"{space}\"><sheetData>{}</sheetData><hyperlinks>\
         <hyperlink ref=\"A4\" r:id=\"l1\"/><hyperlink ref=\"A5\" r:id=\"l2\"/></hyperlinks>\
         </worksheet>",
        rows.concat()
    );
    let link = |number: usize, to: &str| {
        format!(
            "<Relationship Id=\"l{number}\" TargetMode=\"External\" Target=\"{to}\" \
             Type=\"{space}/hyperlink\"/>"
        )
    };
    let ends = ["https://www.linkedin.com/in/ida-quist", "https://example.com/"];
    let links = format!("<Relationships>{}{}</Relationships>", link(1, ends[0]), link(2, ends[1]));
    let book = with_members(&sheet, &[("xl/worksheets/_rels/sheet1.xml.rels", &links)]);
    let folder = Folder::new().file("anna.xlsx", book);
    let read = folder.read("anna.xlsx").unwrap();
    let rows = csv(&read, "person name");
    assert!(rows.contains("in/ida-quist,Ida Quist"), "{rows}");
    assert!(rows.contains("name:olaf brandvik,Olaf Brandvik"), "{rows}");
    let remarks = folder.findings(&read);
    assert!(remarks.contains("the column `Name (link)` is taken for the profile"), "{remarks}");
}

#[test]
fn a_workbook_that_harms_ends_as_an_error_that_names_it() {
    let spaces = " ".repeat(64 << 20);
    let bomb = zip(&[("xl/workbook.xml", "<workbook/>"), ("xl/worksheets/sheet1.xml", &spaces)]);
    let row = |row| format!("<row r=\"{row}\"><c r=\"XFD{row}\"><v>1</v></c></row>");
    let rows = (1..9_000).map(row).collect::<Vec<_>>().concat();
    let far = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let whole = xlsx(&[("A", &tracker())]);
    for (name, bytes, remarks) in [
        ("bomb.xlsx", bomb, "too large to be read safely"),
        ("far.xlsx", with_sheet(&far), "more than 20000000 cells"),
        ("cut.xlsx", whole[..whole.len() / 2].to_vec(), "damaged or truncated"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing".to_vec(), "as a workbook"),
    ] {
        let error = Folder::new().file(name, bytes).error(name);
        assert!(error.contains(name) && error.contains(remarks), "{name}: {error}");
    }
}

#[test]
fn text_is_read_whatever_it_is_called() {
    let text = "Name,Date sent\nIda Quist,2026-07-26\n";
    let read = Folder::new().file("text.xlsx", text).read("text.xlsx").unwrap();
    assert!(csv(&read, "name state").contains("Ida Quist,pending"));
}

#[test]
fn what_stands_in_merged_cells_stands_in_each_of_their_rows() {
    let cell =
        |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |at: usize, cells: &[(&str, &str)]| {
        let cells = cells.iter().map(|(column, text)| cell(&format!("{column}{at}"), text));
        format!("<row r=\"{at}\">{}</row>", cells.collect::<String>())
    };
    let rows = [
        row(1, &[("A", "Name"), ("B", "Date sent"), ("C", "Status")]),
        row(2, &[("A", "Ida Quist"), ("B", "2026-07-26"), ("C", "Declined")]),
        row(3, &[("A", "Olaf Brandvik"), ("B", "2026-07-27")]),
        row(4, &[("A", "Pia Quell"), ("B", "2026-07-27")]),
    ];
    let merged = "<mergeCells><mergeCell ref=\"C2:C3\"/></mergeCells>";
    let sheet = format!("<worksheet><sheetData>{}</sheetData>{merged}</worksheet>", rows.concat());
    let read = Folder::new().file("a.xlsx", with_sheet(&sheet)).read("a.xlsx").unwrap();
    let rows = csv(&read, "name state");
    assert!(
        rows.contains("Olaf Brandvik,declined") && rows.contains("Pia Quell,pending"),
        "{rows}"
    );
}

#[test]
fn a_formula_of_which_no_value_was_saved_is_a_cell_that_was_not_read() {
    let text =
        |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let formula = |at: &str, formula: &str, value: &str| {
        format!("<c r=\"{at}\"{value}</c>").replace('|', &format!("><f>{formula}</f>"))
    };
    let link = "HYPERLINK(&quot;https://www.linkedin.com/in/ida-quist&quot;,&quot;Ida&quot;)";
    let rows = [
        [text("A1", "Name"), text("B1", "Date sent"), text("C1", "Status")].concat(),
        [
            formula("A2", link, " t=\"str\"|<v>Ida Quist</v>"),
            text("B2", "2026-07-26"),
            formula("C2", "X()", "|<v />"),
        ]
        .concat(),
        [
            text("A3", "Olaf Brandvik"),
            text("B3", "2026-07-27"),
            formula("C3", "X()", " t=\"str\"|<v>Accepted</v>"),
        ]
        .concat(),
    ];
    let rows = rows.iter().zip(1..).map(|(cells, at)| format!("<row r=\"{at}\">{cells}</row>"));
    let sheet =
        format!("<worksheet><sheetData>{}</sheetData></worksheet>", rows.collect::<String>());
    let folder = Folder::new().file("a.xlsx", with_sheet(&sheet));
    let read = folder.read("a.xlsx").unwrap();
    let rows = csv(&read, "person name state");
    assert!(rows.contains("in/ida-quist,Ida Quist,pending"), "{rows}");
    assert!(rows.contains("Olaf Brandvik,accepted"), "{rows}");
    let remarks = folder.skipped(&read);
    let expected = "a.xlsx/A, row 2, column `Status`: its formula has no saved value";
    assert!(remarks.contains(expected), "{remarks}");
}

/// A workbook with this for its only sheet.
fn with_sheet(sheet: &str) -> Vec<u8> {
    with_members(sheet, &[])
}

/// A workbook of this sheet, with other members beside it.
fn with_members(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let book = "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/\
        relationships\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let links = "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\"/>\
        </Relationships>";
    let members = [
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    zip(&[&members[..], more].concat())
}

#[test]
fn a_letter_that_is_not_utf8_late_in_a_file_is_read_and_said() {
    let mut text = b"Name,Date sent,Status\nZo\xc3\xab A,2026-01-01,Pending\n".to_vec();
    for row in 0..20_000 {
        text.extend(format!("Person {row},2026-01-01,Accepted\n").bytes());
    }
    text.extend(b"Ren\xe9 M,2026-09-01,Pending\n");
    let folder = Folder::new().file("a.csv", text);
    let read = folder.read("a.csv").unwrap();
    let rows = csv(&read, "name");
    assert!(rows.contains("René M") && rows.contains("Zoë A"));
    let remarks = folder.findings(&read);
    assert!(remarks.contains("1 cell(s), the first in row 20003, are not UTF-8"), "{remarks}");
}

#[test]
fn letters_that_are_lost_already_are_said() {
    let folder = Folder::new().file("a.csv", "Name,Date sent\nRen\u{fffd},2026-09-01\n");
    let remarks = folder.findings(&folder.read("a.csv").unwrap());
    assert!(remarks.contains("letters of 1 cell(s) are lost, the first in row 2"), "{remarks}");
}

#[test]
fn cells_of_an_ods_that_are_merged_over_rows_are_said() {
    let cell = |text: &str, spanned: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"{spanned}><text:p>{text}</text:p>\
             </table:table-cell>"
        )
    };
    let row = |cells: [String; 3]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let content = |spanned: &str| {
        let covered = "<table:covered-table-cell/>".to_owned();
        let rows = [
            row(["Status", "Name", "Date sent"].map(|text| cell(text, ""))),
            row([cell("Accepted", spanned), cell("Una Ek", ""), cell("2026-10-01", "")]),
            row([covered, cell("Ivo Dahl", ""), cell("2026-10-01", "")]),
        ];
        format!(
            "<?xml version=\"1.0\"?><office:document-content \
             xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
             xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
             xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
             <office:body><office:spreadsheet><table:table table:name=\"S\">{}</table:table>\
             </office:spreadsheet></office:body></office:document-content>",
            rows.concat()
        )
    };
    let remarks = |spanned: &str| {
        let mimetype = "application/vnd.oasis.opendocument.spreadsheet";
        let content = content(spanned);
        let manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:\
                        manifest:1.0\"/>";
        let members = [
            ("mimetype", mimetype),
            ("META-INF/manifest.xml", manifest),
            ("content.xml", content.as_str()),
        ];
        let folder = Folder::new().zip("anna.ods", &members);
        let read = folder.read("anna.ods").unwrap();
        assert_eq!(csv(&read, "name").lines().count(), 3);
        folder.findings(&read)
    };
    let merged = remarks(" table:number-rows-spanned=\"2\" table:number-columns-spanned=\"1\"");
    assert!(merged.contains("warn bad-cells -: DIR/anna.ods: 1 cell(s) are merged"), "{merged}");
    assert!(!remarks(" table:number-rows-spanned=\"1\"").contains("merged over"));
}
