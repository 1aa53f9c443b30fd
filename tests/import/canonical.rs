//! Rows that are in the frame's columns already: Parquet and CSV.

use crate::data::{Folder, csv, findings, import_error, read, settings, table};
use polars::prelude::*;
use rescind_data::invitations::schema::COLUMNS;
use std::fs::File;

fn parquet(folder: &Folder, name: &str, mut frame: DataFrame) {
    let file = File::create(folder.path(name)).unwrap();
    ParquetWriter::new(file).finish(&mut frame).unwrap();
}

fn rows() -> DataFrame {
    let sent_at = ["2026-11-01", "2026-01-01", "2026-12-24"];
    df!(
        "account" => ["anna", "ben", "anna"],
        "person" => ["in/ada", "in/ben-ö", "in/late"],
        "sent_at" => sent_at,
        "score" => [1_i64, 2, 3],
    )
    .unwrap()
    .lazy()
    .with_column(col("sent_at").str().to_datetime(
        Some(TimeUnit::Milliseconds),
        None,
        StrptimeOptions { format: Some("%Y-%m-%d".into()), ..StrptimeOptions::default() },
        lit("raise"),
    ))
    .collect()
    .unwrap()
}

#[test]
fn missing_columns_are_filled_and_derived_and_the_rest_comes_along() {
    let folder = Folder::new();
    parquet(&folder, "all.parquet", rows());
    let read = folder.clean("all.parquet");
    insta::assert_snapshot!(csv(&read, "id name profile_url sent_at age_days state known_by"), @r#"
    id,name,profile_url,sent_at,age_days,state,known_by
    anna/in/ada/2026-11-01,ada,https://www.linkedin.com/in/ada,2026-11-01T00:00:00Z,22,pending,presumed
    ben/in/ben-ö/2026-01-01,ben-ö,https://www.linkedin.com/in/ben-%C3%B6,2026-01-01T00:00:00Z,326,expired,presumed
    anna/in/late/unknown,late,https://www.linkedin.com/in/late,,,pending,presumed
    "#);
    insta::assert_snapshot!(csv(&read, "kind has_note messages tags account_pending oldest_rank score"), @r#"
    kind,has_note,messages,tags,account_pending,oldest_rank,score
    connection,,0,"",2,1,1
    connection,,0,"",0,,2
    connection,,0,"",2,,3
    "#);
    assert_eq!(read.accounts().unwrap(), ["anna", "ben"]);
    let late = read.scan_findings().unwrap();
    let remarks =
        "1 value(s) of `sent_at` lie in the future and are taken as unknown, such as 2026-12-24";
    assert!(late[0].message.contains(remarks), "{late:?}");
}

#[test]
fn a_table_of_other_things_in_a_folder_is_left_to_scripts() {
    let folder = Folder::new().file("d/anna/a.csv", "Name,Date sent\nAda,2026-11-01\n");
    let deals = df!("name" => ["Ada", "Acme"], "stage" => ["won", "lost"]).unwrap();
    parquet(&folder, "d/deals.parquet", deals.clone());
    parquet(&folder, "d/anna/sizes.parquet", df!("size" => [1_i64]).unwrap());
    let read = folder.clean("d");
    assert_eq!(read.frame.clone().collect().unwrap().height(), 1);
    assert_eq!(read.accounts().unwrap(), ["anna"]);
    // Asked for by its name it is what CSV of it would be: a sheet that lacks a date.
    assert!(folder.error("d/deals.parquet").contains("is called `Date sent`"));
}

#[test]
fn the_frame_has_every_column_in_order_with_its_type() {
    let folder = Folder::new().file("a.csv", "Name,Date sent\nAda,2026-11-01\n");
    parquet(&folder, "all.parquet", rows());
    let folder = folder
        .file("own.csv", "account,person,sent_at,tags,messages\nanna,in/x,2026-11-01,a|b,3\n");
    for name in ["a.csv", "all.parquet", "own.csv"] {
        let frame = folder.read(name).unwrap().frame.collect().unwrap();
        for (at, column) in COLUMNS.iter().enumerate() {
            let column_read = frame.select_at_idx(at).unwrap();
            assert_eq!(column_read.name(), column.name, "{name}");
            assert_eq!(column_read.dtype(), &column.column_type.dtype(), "{name}: {}", column.name);
            assert!(column.nullable || column_read.null_count() == 0, "{name}: {}", column.name);
        }
    }
}

#[test]
fn a_file_written_from_the_frame_reads_back_the_same() {
    let folder = Folder::new();
    parquet(&folder, "all.parquet", rows());
    let first = folder.clean("all.parquet").frame.collect().unwrap();
    parquet(&folder, "again.parquet", first.clone());
    let second = folder.clean("again.parquet").frame.collect().unwrap();
    assert_eq!(table(&first), table(&second));
}

#[test]
fn a_scan_stays_a_scan() {
    let folder = Folder::new();
    parquet(&folder, "all.parquet", rows());
    let read = folder.clean("all.parquet");
    let pending = read.frame.filter(col("age_days").gt_eq(lit(10))).select([col("person")]);
    let plan = pending.explain(true).unwrap();
    assert!(plan.contains("Parquet SCAN"), "{plan}");
    assert!(plan.contains("PROJECT 3/4 COLUMNS") || plan.contains("PROJECT 2/4 COLUMNS"), "{plan}");
    assert!(!plan.contains("over"), "what nobody asks for costs nothing: {plan}");
}

#[test]
fn a_sheet_adds_to_scanned_rows_by_profile() {
    let folder = Folder::new().file(
        "sheet.csv",
        "LinkedIn,Tags,Date sent,Withdrawn,Tier,Account\n\
         in/ada,vip,2026-11-01,2026-11-10,1,anna\nin/ben-%C3%B6,,,,2,\nin/ada,no,,,3,ben\n",
    );
    parquet(&folder, "all.parquet", rows());
    let sources = ["all.parquet", "sheet.csv"].map(|name| (None, folder.path(name)));
    let read = read(&sources, &settings()).unwrap();
    assert_eq!(findings(&read), "");
    insta::assert_snapshot!(csv(&read, "person tags state known_by reconnect_on tier score"), @r#"
    person,tags,state,known_by,reconnect_on,tier,score
    in/ada,vip,withdrawn,recorded,2026-12-01,1,1
    in/ben-ö,"",expired,presumed,,2,2
    in/late,"",pending,presumed,,,3
    "#);
}

#[test]
fn a_column_of_another_type_is_read_as_text_is() {
    let folder = Folder::new();
    parquet(&folder, "a.parquet", df!("person" => ["in/a"], "age_days" => ["ten"]).unwrap());
    let read = folder.read("a.parquet").unwrap();
    assert_eq!(csv(&read, "person age_days"), "person,age_days\nin/a,\n");
    insta::assert_snapshot!(folder.skipped(&read), @"DIR/a.parquet, row 1, column `age_days`: `ten` has another type; expected a whole number");
    let stored = df!(
        "person" => ["in/a", "in/b"],
        "sent_at" => [1_785_024_000_i64, 1_785_110_400],
        "state" => ["pending", "withdrawn"],
    );
    parquet(&folder, "c.parquet", stored.unwrap());
    let read = csv(&folder.clean("c.parquet"), "person sent_at state");
    assert_eq!(
        read,
        "person,sent_at,state\nin/a,2026-07-26T00:00:00Z,pending\n\
         in/b,2026-07-27T00:00:00Z,withdrawn\n"
    );
    parquet(&folder, "b.parquet", df!("x" => [1]).unwrap());
    assert!(folder.error("b.parquet").contains("unknown header `x`"));
    let folder = folder.file("c.parquet", "no");
    assert!(
        import_error(&folder.path("c.parquet")).to_string().contains("does not begin as Parquet")
    );
}

#[test]
fn csv_in_the_frames_columns_is_typed_and_bad_values_are_named() {
    let folder = Folder::new().file(
        "own.csv",
        "account,person,name,sent_at,has_note,connected_on,tier\n\
         anna,in/a,A,2026-11-01T09:00:00Z,true,,1\nanna,in/b,B,2026-10-01,no,2026-10-03,2\n\
         anna,in/c,C,2026-02-30,,,3\nanna,in/d,D,,maybe,,4\n",
    );
    let read = folder.read("own.csv").unwrap();
    insta::assert_snapshot!(csv(&read, "id has_note state known_by days_to_accept tier"), @r#"
    id,has_note,state,known_by,days_to_accept,tier
    anna/in/a/2026-11-01,true,pending,presumed,,1
    anna/in/b/2026-10-01,false,accepted,matched,2,2
    anna/in/c/unknown,,pending,presumed,,3
    anna/in/d/unknown,,pending,presumed,,4
    "#);
    insta::assert_snapshot!(folder.skipped(&read), @r#"
    DIR/own.csv, row 4, column `sent_at`: `2026-02-30` is not a date; expected an instant such as `2026-02-08T14:37:00Z`
    DIR/own.csv, row 5, column `has_note`: `maybe` has another type; expected `true` or `false`
    "#);
    assert_eq!(findings(&read), "");
}
