//! One table, whatever it is written as, is read as the same invitations.
//!
//! Invariant: the format decides nothing. Findings and faults are the same but for their places.

use crate::data::{Folder, URLS, findings, sent, table};
use crate::effort;
use crate::written::{Written, every_format};
use proptest::prelude::*;
use regex::Regex;
use rescind_data::import::data_folder::folder::DataFolder;

/// The columns of each kind of table: the spellings of a name, and what may stand in it.
type Columns = &'static [(&'static [&'static str], &'static [&'static str])];

const NAMES: &[&str] = &["Ida Quist", "Olaf, Brandvik", "Rosa \"R\" Trémlett", "王芳", "Una <Vex>"];
const PROFILES: &[&str] = &[
    "https://www.linkedin.com/in/ida-quist",
    "in/olaf",
    "rosa",
    "https://www.linkedin.com/sales/lead/ACwAABxrosa0001",
    "",
    "nobody's",
];
const DATES: &[&str] =
    &["2026-07-26", "7/20/26, 9:00 AM", "26.06.2026", "46229", "2026-07-20 09:15:00", "soon", ""];
const STATUSES: &[&str] = &["Pending", "accepted", "Declined", "WITHDRAWN", "Warm lead", ""];

const TRACKER: Columns = &[
    (&["Name", "Full name", "Who"], NAMES),
    (&["LinkedIn", "Profile URL", "link"], PROFILES),
    (&["Date", "Date sent", "Sent at"], DATES),
    (&["Status", "Outcome", "State"], STATUSES),
    (&["Tags", "Labels"], &["a, b", "a|b", "x", ""]),
    (&["Zip", "Region"], &["0870", "12", "3.5", "yes", ""]),
];
const SENT_LIST: Columns = &[
    (&["profileUrl"], PROFILES),
    (&["fullName", "name"], NAMES),
    (&["sentDate"], &["Sent 3 months ago", "Sent today", "hace 1 mes", "2026-07-20", "?", ""]),
    (&["timestamp"], &["2026-11-22", "2026-11-22T08:00:00Z", "", "x"]),
];
const ROWS: Columns = &[
    (&["person"], &["in/ida-quist", "in/olaf", "name:una vex", ""]),
    (&["name"], NAMES),
    (&["state"], &["pending", "Accepted", "withdrawn", "Texas", ""]),
    (&["sent_at"], &["2026-07-26T09:00:00Z", "2026-07-20", "1785024000000", "soon", ""]),
    (&["kind"], &["connection", "InMail", "event", ""]),
    (&["score"], &["1", "007", "2.5", ""]),
];
const ARCHIVE: Columns = &[
    (&["From"], &["Anna Berg"]),
    (&["To"], NAMES),
    (&["Sent At"], DATES),
    (&["Message"], &["Hi", ""]),
    (&["Direction"], &["OUTGOING", "INCOMING", "SIDEWAYS"]),
    (&["inviteeProfileUrl"], PROFILES),
];

/// A random table of one of these kinds, with its columns in any order.
fn any_table() -> impl Strategy<Value = Written> {
    let kind = prop::sample::select(vec![TRACKER, SENT_LIST, ROWS, ARCHIVE]);
    kind.prop_flat_map(|columns: Columns| {
        let order = Just((0..columns.len()).collect::<Vec<_>>()).prop_shuffle();
        let spelled: Vec<_> =
            columns.iter().map(|(names, _)| prop::sample::select(names.to_vec())).collect();
        let row: Vec<_> =
            columns.iter().map(|(_, cells)| prop::sample::select(cells.to_vec())).collect();
        (order, spelled, prop::collection::vec(row, 1..6)).prop_map(|(order, names, rows)| {
            let ordered = |cells: &[&str]| order.iter().map(|at| cells[*at].to_owned()).collect();
            Written { header: ordered(&names), rows: rows.iter().map(|row| ordered(row)).collect() }
        })
    })
}

/// What a table comes to, without the places that differ from format to format.
fn outcome(name: &str, bytes: &[u8]) -> String {
    let folder = Folder::new().file(&format!("d/{name}"), bytes);
    let row = sent("Ida Quist", "ida-quist", "7/26/26, 9:00 AM", "");
    let folder = folder.file("d/anna/Invitations.csv", format!("{URLS}{row}"));
    let remarks = match folder.read("d") {
        Ok(read) => {
            let rows = table(&read.frame.clone().collect().unwrap());
            format!("{rows}{}\n{}", folder.skipped(&read), findings(&read))
        }
        Err(error) => error.to_string(),
    };
    let root = folder.path("").display().to_string();
    let remarks =
        remarks.replace(&root, "").replace(&format!("{name}/Sheet1"), "t").replace(name, "t");
    let remarks = Regex::new(r"row \d+").unwrap().replace_all(&remarks, "row").into_owned();
    let remarks = remarks.lines().filter(|line| !line.contains("its text is not UTF-8"));
    remarks.collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: effort::times(12),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_format_of_a_table_decides_nothing(table in any_table()) {
        let written = every_format(&table);
        let expected = outcome(written[0].0, &written[0].1);
        for (name, bytes) in written.iter().skip(1) {
            prop_assert_eq!(&outcome(name, bytes), &expected, "{}: {:?}", name, table);
        }
    }
}

/// Who stands in a list, for every way to ask for it; what is wrong otherwise.
fn listed(name: &str, bytes: &[u8]) -> String {
    let folder = Folder::new().file(name, bytes);
    let data = DataFolder::at(&folder.path(""));
    let values = data.list(name, None).map(|list| list.values);
    let people = data.people(name, None).map(|list| {
        let names = list.people.into_iter().map(|person| person.names);
        (list.headers, names.collect::<Vec<_>>())
    });
    format!("{values:?} {people:?}").replace(name, "t")
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: effort::times(12),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_list_is_the_same_in_every_format(table in any_table()) {
        let written = every_format(&table);
        let cells = table.rows.iter().map(|row| row[0].trim()).filter(|cell| !cell.is_empty());
        let cells: Vec<&str> = cells.collect();
        let expected = listed(written[0].0, &written[0].1);
        prop_assert!(expected.starts_with(&format!("Ok({cells:?})")), "{expected} {table:?}");
        for (name, bytes) in written.iter().skip(1) {
            prop_assert_eq!(&listed(name, bytes), &expected, "{}: {:?}", name, table);
        }
    }
}

#[test]
fn short_numbers_of_parquet_cost_no_table() {
    use polars::prelude::{DataType, IntoLazy, ParquetWriter, col, df};
    let mut rows = df![
        "name" => ["Una Ek", "Ivo Dahl"],
        "linkedin" => ["in/una-ek", "in/ivo-dahl"],
        "date sent" => ["2026-10-01", "2026-10-02"],
        "status" => ["Pending", "Accepted"],
        "outcome_code" => [0_i32, 1],
    ]
    .unwrap()
    .lazy()
    .with_column(col("outcome_code").cast(DataType::Int8))
    .collect()
    .unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut rows).unwrap();
    let folder = Folder::new().file("anna.parquet", bytes);
    let read = folder.read("anna.parquet").unwrap();
    let expected = "name,state,outcome_code\nUna Ek,pending,0\nIvo Dahl,accepted,1\n";
    assert_eq!(crate::data::csv(&read, "name state outcome_code"), expected);
}
