//! Tables with columns of `invitations` among others: keys of persons are read as keys wherever
//! they stand, and what a further column tells of an invitation's end is heard or said.

use crate::data::{Folder, csv};
use polars::prelude::*;

fn read(table: &str) -> (Vec<String>, String) {
    let folder = Folder::new().file("anna.csv", table);
    let read = folder.read("anna.csv").unwrap();
    let rows = csv(&read, "person state");
    let mut rows: Vec<String> = rows.lines().skip(1).map(String::from).collect();
    rows.sort();
    (rows, folder.findings(&read))
}

#[test]
fn a_key_is_read_as_a_key_whatever_else_the_table_has() {
    const ID: &str = "urn:li:fsd_profile:ACoAAB1cdEBabcabcabcabc01";
    for (header, una, ivo) in [
        (
            "id,person,account,sent_at,status",
            "1,{},anna,2026-10-02,open",
            "2,{},anna,2026-10-03,open",
        ),
        (
            "person,account,sent_at,known_by,status",
            "{},anna,2026-10-02,presumed,open",
            "{},anna,2026-10-03,presumed,Lead",
        ),
        (
            "person,kind,sent_at,withdrawn_on,status",
            "{},connection,2026-10-02,,open",
            "{},,2026-10-03,,open",
        ),
        ("person,sent_at,connected_on,replied", "{},2026-10-02,,", "{},2026-10-03,,"),
        ("person,name,sent_at,status", "{},Una Ek,2026-10-02,open", "{},Ivo Dahl,2026-10-03,open"),
        ("Name,Date sent", "{},2026-10-02", "{},2026-10-03"),
        ("Name,Status,Date sent", "Una Ek,Pending,2026-10-02", "{},Pending,2026-10-03"),
    ] {
        for (own_key, other) in [
            ("in/una-ek", "in/ivo-dahl"),
            ("urn:li:member:7", "urn:li:member:8"),
            ("in/una-ek", ID),
            ("in/una-ek", "name:ivo dahl"),
            ("in/una-ek", "in/zo\u{eb}"),
        ] {
            let rows = [una.replace("{}", own_key), ivo.replace("{}", other)].join("\n");
            let (persons, remarks) = read(&format!("{header}\n{rows}\n"));
            let own_key = if una.contains("{}") { own_key } else { "name:una ek" };
            let mut expected = [format!("{own_key},pending"), format!("{other},pending")];
            expected.sort();
            assert_eq!(persons, expected, "{header}\n{rows}\n{remarks}");
        }
    }
}

/// What rows with a state of their own, or none, have beside it: a column, the cell of somebody who
/// is pending no more, that of somebody who is, and the state that follows; `out` is no invitation.
const TOLD: [(&str, &str, &str, &str); 15] = [
    ("status", "accepted", "pending", "accepted"),
    ("replied_at", "2026-10-05", "", "accepted"),
    ("last_reply_at", "2026-10-05", "", "accepted"),
    ("replied", "yes", "no", "accepted"),
    ("degree", "1st", "2nd", "accepted"),
    ("Accepted on", "2026-10-05", "", "accepted"),
    ("Withdrawn on", "2026-10-20", "", "withdrawn"),
    ("is_withdrawn", "yes", "no", "withdrawn"),
    ("is_declined", "true", "false", "declined"),
    ("Rejected on", "2026-10-05", "", "declined"),
    ("direction", "INCOMING", "OUTGOING", "out"),
    ("event", "Invitation accepted", "Invitation sent", "accepted"),
    ("type", "message", "connection request", "out"),
    ("invited", "no", "yes", "out"),
    ("Invitation type", "event", "connection", "out"),
];

#[test]
fn what_a_further_column_tells_decides_where_no_state_does() {
    for (header, own_key) in [
        ("id,name,sent_at", "1,{},2026-10-02"),
        ("person,sent_at", "{},2026-10-02"),
        ("id,name,sent_at,state", "1,{},2026-10-02,"),
        ("name,age_days", "{},40"),
        ("person,account,sent_at,known_by", "{},anna,2026-10-02,presumed"),
    ] {
        for (column, over, open, state) in TOLD {
            let row = |name: &str, value| {
                let key = format!("in/{name}");
                let who = if header.starts_with("person") { key.as_str() } else { name };
                format!("{},{value}\n", own_key.replace("{}", who))
            };
            let rows = [row("una", over), row("ivo", open)].concat();
            let (rows, remarks) = read(&format!("{header},{column}\n{rows}"));
            let key = if header.starts_with("person") { "in/" } else { "name:" };
            let mut expected = vec![format!("{key}ivo,pending"), format!("{key}una,{state}")];
            expected.retain(|row| !row.ends_with(",out"));
            assert_eq!(rows, expected, "{header},{column}\n{remarks}");
        }
    }
}

#[test]
fn beside_a_state_days_are_heard_and_the_rest_is_said() {
    for (column, over, open, state) in TOLD {
        let rows = format!(
            "1,Una Ek,2026-10-02,pending,{over}\n2,Ivo Dahl,2026-10-03,pending,{open}\n\
             3,Mia Sol,2026-10-04,accepted,\n"
        );
        let (rows, remarks) = read(&format!("id,name,sent_at,state,{column}\n{rows}"));
        let una = rows.iter().find(|row| row.starts_with("name:una ek"));
        let una = una.map_or("out", |row| row.rsplit(',').next().unwrap());
        let is_said = remarks.contains(&format!("the column `{column}` tells of outcomes, too"));
        assert!(una == state || (una == "pending" && is_said), "{column} {rows:?}\n{remarks}");
        assert!(rows.contains(&"name:mia sol,accepted".to_owned()), "{column} {rows:?}");
    }
}

#[test]
fn what_the_program_decided_itself_is_taken_as_it_is() {
    for (column, over, open, _) in TOLD.into_iter().filter(|(name, ..)| !name.ends_with(" on")) {
        let rows = format!(
            "in/una-ek,anna,2026-10-02,pending,presumed,{over}\n\
             in/ivo-dahl,anna,2026-10-03,pending,presumed,{open}\n"
        );
        let header = format!("person,account,sent_at,state,known_by,{column}");
        let (rows, remarks) = read(&format!("{header}\n{rows}"));
        assert_eq!(rows, ["in/ivo-dahl,pending", "in/una-ek,pending"], "{column}");
        assert_eq!(remarks, "", "{column}");
    }
}

#[test]
fn parquet_is_heard_alike() {
    for (column, values, state) in [
        ("status", ["accepted", "open"], "accepted"),
        ("direction", ["INCOMING", "OUTGOING"], "out"),
        ("Withdrawn on", ["2026-10-20", ""], "withdrawn"),
    ] {
        for states in [["", ""], ["pending", "pending"]] {
            let folder = Folder::new();
            let mut frame = df!(
                "person" => ["in/una", "in/ivo"],
                "sent_at" => ["2026-10-02", "2026-10-03"],
                "state" => states,
                column => values,
            )
            .unwrap();
            let day = StrptimeOptions { format: Some("%Y-%m-%d".into()), ..Default::default() };
            if column == "Withdrawn on" {
                let parsed = col(column).str().to_date(StrptimeOptions { strict: false, ..day });
                frame = frame.lazy().with_column(parsed).collect().unwrap();
            }
            let file = std::fs::File::create(folder.path("anna.parquet")).unwrap();
            ParquetWriter::new(file).finish(&mut frame).unwrap();
            let read = folder.read("anna.parquet").unwrap();
            let remarks = folder.findings(&read);
            let rows = csv(&read, "person state");
            let una = rows.lines().find(|row| row.starts_with("in/una,"));
            let una = una.map_or("out", |row| row.rsplit(',').next().unwrap());
            let is_said =
                remarks.contains(&format!("the column `{column}` tells of outcomes, too"));
            assert!(una == state || (una == "pending" && is_said), "{column} {rows}\n{remarks}");
            assert!(rows.contains("in/ivo,pending"), "{rows}");
        }
    }
}
