//! Rows that are about nobody: headers repeated, sums; profiles that are none, replies to e-mails.

use crate::data::{Folder, csv, findings};
use polars::prelude::{DataFrame, ParquetWriter, df};

fn read(name: &str, table: &str) -> (String, String, String) {
    let folder = Folder::new().file(name, table);
    let read = folder.read(name).unwrap();
    let rows = csv(&read, "name state").replace("name,state\n", "");
    (rows, folder.findings(&read), folder.skipped(&read))
}

#[test]
fn pages_pasted_one_below_another_are_one_table_and_its_sum_is_nobody() {
    let page = |name: &str| format!("Name,Date sent,Status\n{name},2026-10-02,Pending\n");
    let table = format!("Invitations Q3,,\n\n{}{}Total: 2\n", page("Ada Berg"), page("Ben Cole"));
    let (rows, remarks, skipped) = read("anna.csv", &table);
    assert_eq!(rows, "Ada Berg,pending\nBen Cole,pending\n", "{remarks}");
    assert_eq!(skipped, "");
    assert!(remarks.contains("row 5: the header once more"), "{remarks}");
    assert!(remarks.contains("row 7: a sum of the table, and nobody's"), "{remarks}");
    assert!(
        !remarks.contains("without an invitation") && !remarks.contains("unknown-words"),
        "{remarks}"
    );
}

#[test]
fn a_header_in_another_order_is_bad() {
    let (rows, _, skipped) =
        read("anna.csv", "Name,Company,Date sent\nAda Berg,X,2026-10-02\nCompany,Name,Date sent\n");
    assert_eq!(rows, "Ada Berg,pending\n");
    assert!(skipped.contains("row 3: the header once more, in another order"), "{skipped}");
}

#[test]
fn archives_may_repeat_their_header_too() {
    let page = |to: &str| {
        format!(
            "From,To,Sent At,Message,Direction\nAnna Berg,{to},\"10/2/26, 9:00 AM\",,OUTGOING\n"
        )
    };
    let table = [page("Ada Berg"), page("Ben Cole")].concat();
    let (rows, remarks, skipped) = read("Invitations.csv", &table);
    assert_eq!((rows.lines().count(), skipped.as_str()), (2, ""), "{remarks}");
    assert!(remarks.contains("row 3: the header once more"), "{remarks}");
}

#[test]
fn a_profile_that_is_none_is_said_of_rows_too() {
    let table = "name,profile_url,sent_at,state\n\
                 Ada Berg,https://www.linkedin.com/company/acme,2026-10-02T09:00:00Z,pending\n\
                 Ben Cole,https://www.linkedin.com/in/ben-cole,2026-10-02T09:00:00Z,pending\n";
    let (rows, _, skipped) = read("rows.csv", table);
    assert_eq!(rows, "Ada Berg,pending\nBen Cole,pending\n");
    let problem = "`https://www.linkedin.com/company/acme` is no address of a profile";
    assert!(skipped.contains(problem), "{skipped}");

    let folder = Folder::new();
    let mut frame: DataFrame = df![
        "person" => [None::<&str>, None],
        "name" => ["Ada Berg", "Ben Cole"],
        "profile_url" => ["https://www.linkedin.com/company/acme", "in/ben-cole"],
        "state" => ["pending", "pending"],
    ]
    .unwrap();
    let file = std::fs::File::create(folder.path("rows.parquet")).unwrap();
    ParquetWriter::new(file).finish(&mut frame).unwrap();
    let read = folder.read("rows.parquet").unwrap();
    let scanned = read.scan_findings().unwrap();
    let remarks: Vec<&str> = scanned.iter().map(|finding| finding.message.as_str()).collect();
    let remarks = remarks.join("\n");
    assert!(remarks.contains("1 value(s) of `profile_url` are no address"), "{remarks}");
    assert!(remarks.contains("company/acme"), "{remarks}");
    let urls = csv(&read, "profile_url");
    assert!(!urls.contains("company"), "{urls}{}", findings(&read));
}

#[test]
fn a_reply_to_an_email_accepts_nothing() {
    let header = "First Name,Last Name,Email Sent,Email Open,Replied,Date sent\n";
    let (rows, remarks, _) =
        read("apollo.csv", &format!("{header}Ada,Berg,true,true,true,2026-10-02\n"));
    assert_eq!(rows, "Ada Berg,pending\n");
    assert!(remarks.contains("the column `Replied` is not heard"), "{remarks}");
    let (rows, ..) =
        read("tool.csv", "First Name,Last Name,Replied,Date sent\nAda,Berg,true,2026-10-02\n");
    assert_eq!(rows, "Ada Berg,accepted\n");
}
