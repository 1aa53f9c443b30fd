//! What a sheet's other columns tell of a person: degrees, answers to messages, what a row is
//! about, directions, boxes that are ticked. Each is known by its values as well as by its name,
//! and one that is of something else decides nothing.

use crate::data::{Folder, csv};
use crate::effort;
use crate::written::{FORMATS, Written, every_format};
use proptest::prelude::*;
use proptest::sample::select;

/// The states of people who were all invited on one day, by what a further column says.
fn told(column: &str, values: &[&str]) -> (Vec<String>, String) {
    told_beside("Sent", column, values)
}

fn told_beside(sent: &str, column: &str, values: &[&str]) -> (Vec<String>, String) {
    let rows = values.iter().enumerate().map(|(at, value)| {
        format!("Una P{at}x,https://www.linkedin.com/in/p{at},2026-10-02,\"{value}\"\n")
    });
    let sheet = format!("Name,LinkedIn,{sent},{column}\n{}", rows.collect::<String>());
    let folder = Folder::new().file("anna.csv", sheet);
    let read = folder.read("anna.csv").unwrap();
    let rows = csv(&read, "person kind state");
    let rows = rows.lines().skip(1).map(|row| row.trim_start_matches("in/").to_owned());
    (rows.collect(), folder.findings(&read))
}

fn states(column: &str, values: &[&str]) -> Vec<String> {
    let (rows, _) = told(column, values);
    rows.iter().map(|row| row.rsplit(',').next().unwrap().to_owned()).collect()
}

#[test]
fn whoever_is_of_the_first_degree_is_a_connection() {
    for (column, near, far) in [
        ("Connection Degree", "1st", "2nd"),
        ("Degree", "1", "3"),
        ("distance", "DISTANCE_1", "DISTANCE_2"),
        ("degree of connection", "1st degree connection", "3rd+"),
        ("memberDistance", "DISTANCE_1", "OUT_OF_NETWORK"),
        ("Relation", "1st degree", "2nd degree"),
        ("In network", "1", "0"),
        ("Is connected", "TRUE", "FALSE"),
    ] {
        assert_eq!(
            states(column, &[near, far, ""]),
            ["accepted", "pending", "pending"],
            "{column}"
        );
    }
}

#[test]
fn degrees_and_distances_of_something_else_decide_nothing() {
    for (column, values) in [
        ("Degree", ["BSc", "MSc", "1"]),
        ("Degree", ["First", "2:1", "2:2"]),
        ("Distance", ["12", "400", "1"]),
        ("Attempt", ["1st", "2nd", "3rd"]),
        ("Connections", ["500", "1", "2"]),
        ("Type", ["Customer", "Partner", "Email"]),
        ("Type", ["Person", "Company", "Person"]),
        ("Direction", ["North", "South", "in"]),
        ("Withdraw on", ["2026-11-01", "2027-01-01", ""]),
        ("Reminder sent", ["no", "yes", "no"]),
    ] {
        assert_eq!(states(column, &values), ["pending"; 3], "{column} {values:?}");
    }
}

#[test]
fn whoever_answered_is_a_connection() {
    for (column, value) in
        [("Last reply at", "2026-10-09"), ("Replied", "yes"), ("Replied on", "9 Oct 2026")]
    {
        assert_eq!(states(column, &[value, "", "no"]), ["accepted", "pending", "pending"]);
    }
    let sheet = "Name,Sent,Kind,Replied\nUna Ek,2026-10-02,InMail,yes\n";
    let read = Folder::new().file("anna.csv", sheet).clean("anna.csv");
    assert_eq!(csv(&read, "kind state"), "kind,state\ninmail,pending\n");
}

#[test]
fn what_is_no_request_to_connect_is_left_out_and_counted() {
    for column in ["Type", "Action", "Activity", "Channel"] {
        let values = ["InMail", "Connection request", "Message", "Profile visit", "Email", "Email"];
        let (rows, remarks) = told(column, &values);
        assert_eq!(rows, ["p0,inmail,pending", "p1,connection,pending"], "{column}");
        let left_out = "4 row(s) are no invitations to connect, and are left out: Email (2), \
            Message (1), Profile visit (1)";
        assert!(remarks.contains(left_out), "{remarks}");
    }
}

#[test]
fn what_was_received_is_left_out_and_counted() {
    for (column, values) in [
        ("Direction", ["OUTGOING", "INCOMING"]),
        ("Invitation direction", ["sent", "Received"]),
        ("Inbound/outbound", ["outbound", "inbound"]),
        ("Invitation type", ["SENT", "RECEIVED"]),
    ] {
        let (rows, remarks) = told(column, &values);
        assert_eq!(rows, ["p0,connection,pending"], "{column}");
        assert!(remarks.contains("no-connection -: DIR/anna.csv: 1 row(s)"), "{remarks}");
    }
}

#[test]
fn boxes_are_ticked_or_not() {
    for (yes, no) in [("checked", "unchecked"), ("☑️", "☐"), ("[x]", "[ ]"), ("да", "нет")]
    {
        assert_eq!(states("Accepted", &[yes, no]), ["accepted", "pending"], "{yes}");
    }
    assert_eq!(states("Отозвано", &["да", "нет"]), ["withdrawn", "pending"]);
    assert_eq!(states("已撤回", &["是", "否"]), ["withdrawn", "pending"]);
    assert_eq!(states("Collegato il", &["2026-10-09", ""]), ["accepted", "pending"]);
    // A box says whether it was sent, and the day stands beside it.
    let (rows, _) = told_beside("When", "Sent?", &["✅", ""]);
    assert_eq!(rows, ["p0,connection,pending"]);
    let (rows, _) = told_beside("Invited At", "Invited", &["TRUE", "FALSE"]);
    assert_eq!(rows, ["p0,connection,pending"]);
}

#[test]
fn beside_a_day_a_box_is_heard_too() {
    let sheet = "Name,Invited at,Connected at,Connected,Withdrawn on,Withdrawn\n\
        Una Ek,2026-10-02,,TRUE,,\nTom Ott,2026-10-02,,FALSE,,TRUE\nIda Quist,2026-10-02,,,,\n";
    let read = Folder::new().file("anna.csv", sheet).clean("anna.csv");
    assert_eq!(
        csv(&read, "name state connected"),
        "name,state,connected\nIda Quist,pending,\nTom Ott,withdrawn,false\nUna Ek,accepted,true\n"
    );
}

#[test]
fn days_since_an_invitation_are_its_age() {
    let sheet = "Name,Outreach,Days since invite\nUna Ek,Invited,113\nTom Ott,Accepted,12.0\n";
    let read = Folder::new().file("anna.csv", sheet).clean("anna.csv");
    let rows = csv(&read, "name state age_days");
    assert!(rows.contains("Una Ek,pending,113") && rows.contains("Tom Ott,accepted,12"), "{rows}");
}

#[test]
fn a_status_in_two_columns_is_heard_in_both() {
    let rows = "{\"name\":\"Una Ek\",\"invited_at\":\"2026-10-02\",\"outcome\":\"accepted\"}\n\
        {\"name\":\"Tom Ott\",\"invited_at\":\"2026-10-02\",\"outcome\":{\"type\":\"rejected\"}}\n";
    let read = Folder::new().file("anna.jsonl", rows).clean("anna.jsonl");
    assert_eq!(csv(&read, "name state"), "name,state\nTom Ott,declined\nUna Ek,accepted\n");
}

/// A cell of a further column, and what it says of a person who was invited: a state, `out` where
/// the row is no invitation, or nothing.
type Cell = (&'static str, Option<&'static str>);

const COLUMNS: [(&str, &[Cell]); 4] = [
    (
        "Connection degree",
        &[("1st", Some("accepted")), ("2nd", None), ("3rd+", None), ("2", None), ("zz", None)],
    ),
    (
        "Type",
        &[
            ("Connection request", None),
            ("invite", None),
            ("Message", Some("out")),
            ("Follow", Some("out")),
            ("pigeon", Some("out")),
        ],
    ),
    ("Direction", &[("OUTGOING", None), ("Inbound", Some("out")), ("sent", None), ("up", None)]),
    ("Replied", &[("yes", Some("accepted")), ("no", None), ("-", None), ("0", None)]),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(24)))]

    #[test]
    fn no_state_follows_from_a_cell_that_was_not_understood(
        column in 0..COLUMNS.len(),
        picked in prop::collection::vec(0..5usize, 0..8),
        statuses in prop::collection::vec(select(vec![("", None), ("Pending", None),
            ("Declined", Some("declined")), ("hot", None)]), 8),
        format in 0..FORMATS,
    ) {
        let (name, cells) = COLUMNS[column];
        // Most values show what the column is.
        let shown = [0, 1, 1].into_iter().cycle().take(picked.len() + 3);
        let picked: Vec<Cell> =
            picked.iter().copied().chain(shown).map(|at| cells[at % cells.len()]).collect();
        let statuses = statuses.iter().copied().chain(std::iter::repeat(("", None)));
        let rows: Vec<_> = picked.iter().zip(statuses).enumerate().collect();
        let written = Written {
            header: ["Name", "Profile URL", "Date sent", "Status", name].map(Into::into).to_vec(),
            rows: rows.iter().map(|(at, ((cell, _), (status, _)))| {
                let url = format!("https://www.linkedin.com/in/p{at}");
                let name = format!("Una P{at}x");
                vec![name, url, "2026-10-24".into(), (*status).into(), (*cell).into()]
            }).collect(),
        };
        let (file, bytes) = every_format(&written).into_iter().nth(format).unwrap();
        let folder = Folder::new().file(file, bytes);
        let read = folder.read(file).unwrap();
        let mut have: Vec<String> =
            csv(&read, "person state").lines().skip(1).map(String::from).collect();
        have.sort();
        let meant = rows.iter().filter(|(_, ((_, says), _))| *says != Some("out"));
        let mut expected: Vec<String> = meant.map(|(at, ((_, says), (_, stated)))| {
            format!("in/p{at},{}", stated.or(*says).unwrap_or("pending"))
        }).collect();
        expected.sort();
        prop_assert_eq!(have, expected, "{:?}", written);
        let remarks = folder.findings(&read);
        for (cell, _) in picked.iter().filter(|(cell, _)| ["zz", "pigeon", "up"].contains(cell)) {
            prop_assert!(remarks.contains(cell), "{}: {}", cell, remarks);
        }
    }
}

#[test]
fn what_is_planned_or_ends_otherwise_is_no_outcome_and_is_said() {
    for column in [
        "Ready to be withdrawn",
        "Should be withdrawn",
        "Withdrawal due",
        "Withdrawal planned",
        "Meeting accepted",
        "Email rejected",
        "Newsletter accepted on",
        "Accepted terms",
        "Connected to CRM",
    ] {
        for value in ["yes", "2026-10-20"] {
            let (rows, remarks) = told(column, &[value, ""]);
            let are_pending = rows.iter().all(|row| row.ends_with(",pending"));
            assert!(are_pending, "{column}\n{rows:?}\n{remarks}");
            assert!(remarks.contains(&format!("`{column}` (")), "{column} {value}\n{remarks}");
        }
    }
}
