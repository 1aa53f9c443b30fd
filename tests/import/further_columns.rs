//! Further columns of rows of `invitations`: of what types they may be, and how they may be called.

use crate::data::{self, Folder, csv};
use crate::refused::fixture;
use polars::prelude::{CsvReader, DataType, ParquetWriter, SerReader};

#[test]
fn categories_are_texts_and_what_nobody_names_does_no_harm() {
    let read = data::read(&[(None, fixture("category.parquet"))], &data::settings()).unwrap();
    assert_eq!(csv(&read, "person state"), "person,state\nin/a,pending\n");
    let remarks = read.scan_findings().unwrap();
    assert!(remarks[0].message.ends_with("were left out: `sent` (1)"), "{remarks:?}");
}

#[test]
fn texts_of_a_dictionary_are_texts_and_no_number_is_unknown() {
    let name = "dictionary.parquet";
    let read = data::read(&[(None, fixture(name))], &data::settings()).unwrap();
    assert_eq!(csv(&read, "person tier score"), "person,tier,score\nin/a,gold,\nin/b,iron,1.5\n");
    let folder = rescind_data::import::data_folder::folder::DataFolder::of_data(&fixture(""));
    let mut frame = folder.frame(name).unwrap().frame;
    let tier = frame.collect_schema().unwrap().get("tier").cloned();
    assert_eq!(tier, Some(DataType::String));
}

#[test]
fn columns_that_are_called_as_the_programs_own_are_not_read() {
    let table = "account,person,name,sent_at,state,#withdrawn,#position\n\
                 anna,in/a,A,2026-09-01,pending,true,5\n";
    let folder = Folder::new().file("rows.csv", table);
    let expected = "person,state\nin/a,pending\n";
    assert_eq!(csv(&folder.read("rows.csv").unwrap(), "person state"), expected);
    let mut frame = CsvReader::new(std::io::Cursor::new(table)).finish().unwrap();
    let sent = frame.column("sent_at").unwrap().cast(&DataType::Date).unwrap();
    frame.with_column(sent).unwrap();
    let file = std::fs::File::create(folder.path("rows.parquet")).unwrap();
    ParquetWriter::new(file).finish(&mut frame).unwrap();
    let read = folder.read("rows.parquet").unwrap();
    assert_eq!(csv(&read, "person state"), expected);
    let remarks = folder.findings(&read);
    assert!(remarks.contains("the column `#position` is not read"), "{remarks}");
}
