//! Rows of sheets that tell of one invitation are one, whichever sheet has them and in whatever
//! order, and a log's outcome is what became of the invitation before it.

use crate::data::{Folder, csv};

fn read(files: &[(&str, &str)]) -> (String, String) {
    let mut folder = Folder::new();
    for (name, text) in files {
        folder = folder.file(&format!("d/{name}"), text);
    }
    let read = folder.read("d").unwrap();
    let rows = csv(&read, "person state connected_on attempts");
    (rows.split_once('\n').unwrap().1.to_owned(), folder.findings(&read))
}

const ADA: &str = "https://www.linkedin.com/in/ada-lund";
const BEN: &str = "https://www.linkedin.com/in/ben-rask";

#[test]
fn a_row_twice_is_one_invitation_and_what_became_of_it_counts() {
    let rows = [
        format!("Ada Lund,{ADA},2026-10-02,Accepted\n"),
        format!("Ada Lund,{ADA},2026-10-02,Pending\n"),
        format!("Ben Rask,{BEN},2026-10-02,Pending\n"),
        format!("Ben Rask,{BEN},2026-10-02,Pending\n"),
        format!("Ben Rask,{BEN},2026-06-02,Withdrawn\n"),
    ];
    let sheet = format!("Name,LinkedIn,Sent,Status\n{}", rows.concat());
    let (rows, remarks) = read(&[("anna.csv", &sheet)]);
    assert_eq!(
        rows, "in/ben-rask,withdrawn,,2\nin/ada-lund,accepted,,1\nin/ben-rask,pending,,2\n",
        "{remarks}"
    );
    assert!(remarks.contains("note repeated-rows -: DIR/d/anna.csv: 2 row(s)"), "{remarks}");
}

#[test]
fn one_invitation_in_two_sheets_is_one() {
    let first = format!("Name,LinkedIn,Sent\nAda Lund,{ADA},2026-10-02\nUna Ek,,2026-10-03\n");
    let second = "Name,Sent,Status\nAda Lund,2026-10-02,Accepted\nUna Ek,2026-10-03,Declined\n\
        Una Ek,2026-11-04,\n";
    let (rows, remarks) = read(&[("anna/a.csv", &first), ("anna/b.csv", second)]);
    let people: Vec<&str> = rows.lines().map(|row| row.split(',').next().unwrap()).collect();
    assert_eq!(people, ["in/ada-lund", "name:una ek", "name:una ek"], "{rows}");
    assert!(rows.contains("in/ada-lund,accepted"), "{rows}");
    assert!(remarks.contains("anna/b.csv: 2 row(s) tell again"), "{remarks}");
}

#[test]
fn two_people_of_one_name_in_one_sheet_are_two() {
    let sheet = "Name,Sent,Tags\nUna Ek,2026-10-03,a\nUna Ek,2026-10-03,b\n";
    let (rows, _) = read(&[("anna.csv", sheet)]);
    assert_eq!(rows.lines().count(), 2, "{rows}");
}

#[test]
fn in_a_log_an_outcome_is_no_invitation() {
    let log = |rows: &[(&str, &str, &str)]| {
        let rows = rows.iter().map(|(at, event, url)| format!("{at},{event},{url}\n"));
        format!("Timestamp,Event,LinkedIn URL\n{}", rows.collect::<String>())
    };
    let newest_last = [
        ("2026-05-01 09:00:00", "invite_sent", BEN),
        ("2026-06-01 09:00:00", "invite_withdrawn", BEN),
        ("2026-08-02 09:00:00", "invite_sent", ADA),
        ("2026-08-03 09:00:00", "profile_visited", ADA),
        ("2026-08-05 09:00:00", "invite_accepted", ADA),
        ("2026-09-02 09:00:00", "invite_sent", BEN),
    ];
    let mut newest_first = newest_last;
    newest_first.reverse();
    for rows in [newest_last, newest_first] {
        let (rows, remarks) = read(&[("anna.csv", &log(&rows))]);
        assert_eq!(
            rows,
            "in/ben-rask,withdrawn,,2\nin/ada-lund,accepted,2026-08-05,1\n\
             in/ben-rask,pending,,2\n",
            "{remarks}"
        );
        assert!(remarks.contains("left out: profile_visited (1)"), "{remarks}");
    }
}

#[test]
fn a_tracker_of_one_row_each_keeps_its_days() {
    let sheet = format!("Date,LinkedIn,Status\n2026-10-02,{ADA},Accepted\n2026-10-03,{BEN},Sent\n");
    let (rows, _) = read(&[("anna.csv", &sheet)]);
    assert_eq!(rows, "in/ada-lund,accepted,,1\nin/ben-rask,pending,,1\n");
}
