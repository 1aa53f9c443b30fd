//! Whoever was withdrawn or has connected is asked for nothing more, whatever day is written there,
//! and a day that lies ahead is one that nobody understands, in every kind of file.

use crate::data::{Folder, csv, findings};
use polars::prelude::*;
use std::fs::File;

const ROWS: &str = "person,state,sent_at,withdrawn_on,connected_on
in/late,pending,2026-11-01,2027-01-01,
in/late-too,,2026-11-01,2027-01-01,
in/none,pending,2026-11-01,,
in/again,pending,2026-11-01,2026-09-01,
in/gone,pending,2026-09-01,2026-11-01,
in/met,pending,2026-09-01,,2026-11-01
in/met-late,,2026-09-01,,2027-11-01
in/ahead,pending,2027-01-01,,
in/again-too,,2026-11-01,2026-09-01,
in/again-long-ago,,2026-03-01,2026-02-01,2026-01-01
";

/// What is made of them: the state, how it is known, the day of the withdrawal, the age.
const MEANT: &str = "person,state,known_by,withdrawn_on,age_days
in/late,withdrawn,recorded,,22
in/late-too,withdrawn,recorded,,22
in/none,pending,recorded,,22
in/again,pending,recorded,2026-09-01,22
in/gone,withdrawn,recorded,2026-11-01,83
in/met,accepted,recorded,,83
in/met-late,accepted,matched,,83
in/ahead,pending,recorded,,
in/again-too,pending,presumed,2026-09-01,22
in/again-long-ago,expired,presumed,2026-02-01,267
";

/// Where a column says how the state is known, and says nothing, a day on which an earlier
/// invitation ended says nothing of a later one either.
#[test]
fn of_rows_that_say_not_how_they_are_known() {
    let rows = "person,state,sent_at,withdrawn_on,connected_on,known_by
in/old,pending,2026-03-01,2026-02-01,,
in/met,pending,2026-03-01,,2026-02-01,
in/new,pending,2026-11-01,2026-09-01,,
in/gone,pending,2026-11-01,2026-11-02,,
in/listed,pending,2026-03-01,2026-02-01,,listed
";
    let meant = "person,state,known_by,withdrawn_on,age_days
in/old,expired,presumed,2026-02-01,267
in/met,expired,presumed,,267
in/new,pending,presumed,2026-09-01,22
in/gone,withdrawn,recorded,2026-11-02,22
in/listed,pending,listed,2026-02-01,267
";
    let read = Folder::new().file("known.csv", rows).read("known.csv").unwrap();
    assert_eq!(csv(&read, SHOWN), meant);
}

const SHOWN: &str = "person state known_by withdrawn_on age_days";

#[test]
fn of_canonical_csv() {
    let unread = "in/no-day,pending,2026-11-01,2026-02-30,\nin/dash,pending,2026-11-01,-,\n";
    let folder = Folder::new().file("own.csv", format!("{ROWS}{unread}"));
    let read = folder.read("own.csv").unwrap();
    let more = "in/no-day,withdrawn,recorded,,22\nin/dash,pending,recorded,,22\n";
    assert_eq!(csv(&read, SHOWN), format!("{MEANT}{more}"));
    let skipped = folder.skipped(&read);
    for remarks in [
        "DIR/own.csv, row 2, column `withdrawn_on`: `2027-01-01` is in the future",
        "DIR/own.csv, row 8, column `connected_on`: `2027-11-01` is in the future",
        "DIR/own.csv, row 9, column `sent_at`: `2027-01-01` is in the future",
        "DIR/own.csv, row 12, column `withdrawn_on`: `2026-02-30` is not a date",
    ] {
        assert!(skipped.contains(remarks), "{remarks}\n{skipped}");
    }
    let remarks: Vec<String> =
        read.scan_findings().unwrap().into_iter().map(|finding| finding.message).collect();
    assert!(
        remarks.iter().any(|remarks| remarks.contains("4 row(s) are `pending` and have a day")),
        "{remarks:?}"
    );
}

#[test]
fn of_parquet() {
    let frame = CsvReader::new(std::io::Cursor::new(ROWS)).finish().unwrap();
    let day = |name: &str| {
        let options =
            StrptimeOptions { format: Some("%Y-%m-%d".into()), ..StrptimeOptions::default() };
        col(name).cast(DataType::String).str().to_date(options)
    };
    let sent = day("sent_at").cast(DataType::Datetime(TimeUnit::Microseconds, None));
    let dates = [sent, day("withdrawn_on"), day("connected_on")];
    let mut frame = frame.lazy().with_columns(dates).collect().unwrap();
    let folder = Folder::new();
    let file = File::create(folder.path("own.parquet")).unwrap();
    ParquetWriter::new(file).finish(&mut frame).unwrap();
    let read = folder.read("own.parquet").unwrap();
    assert_eq!(csv(&read, SHOWN), MEANT);
    let remarks: Vec<String> =
        read.scan_findings().unwrap().into_iter().map(|finding| finding.message).collect();
    let remarks = remarks.join("\n");
    for expected in [
        "1 value(s) of `sent_at` lie in the future and are taken as unknown, such as 2027-01-01",
        "2 value(s) of `withdrawn_on` lie in the future",
        "1 value(s) of `connected_on` lie in the future",
        "3 row(s) are `pending` and have a day",
    ] {
        assert!(remarks.contains(expected), "{expected}\n{remarks}");
    }
}

#[test]
fn of_a_sheet() {
    let cells = [
        ("2027-01-01", "withdrawn"),
        ("2026-11-10", "withdrawn"),
        ("2026-02-30", "withdrawn"),
        ("last week", "withdrawn"),
        ("yes", "withdrawn"),
        ("Withdrawn", "withdrawn"),
        ("", "pending"),
        ("no", "pending"),
        ("n/a", "pending"),
        ("not yet", "pending"),
        ("pending", "pending"),
    ];
    let rows: Vec<String> = (cells.iter().enumerate())
        .map(|(at, (cell, _))| format!("in/p{at:02},2026-11-01,{cell}\n"))
        .collect();
    let sheet = format!("Profile URL,Date sent,Withdrawn on\n{}", rows.concat());
    let sheet = sheet.replace("in/", "https://www.linkedin.com/in/");
    let folder = Folder::new().file("sheet.csv", sheet);
    let read = folder.read("sheet.csv").unwrap();
    let states: Vec<String> = (cells.iter().enumerate())
        .map(|(at, (cell, state))| {
            let day = if *cell == "2026-11-10" { cell } else { "" };
            format!("in/p{at:02},{state},{day}\n")
        })
        .collect();
    let expected = format!("person,state,withdrawn_on\n{}", states.concat());
    assert_eq!(csv(&read, "person state withdrawn_on"), expected, "{}", findings(&read));
    let skipped = folder.skipped(&read);
    assert!(
        skipped.contains("row 2, column `Withdrawn on`: `2027-01-01` is in the future"),
        "{skipped}"
    );
    assert!(
        skipped.contains("row 5, column `Withdrawn on`: `last week` is not a date"),
        "{skipped}"
    );
}
