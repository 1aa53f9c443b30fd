//! Whether the day or the month comes first, where a column does not tell by itself.

use crate::data::{Folder, URLS, csv, sent};
use chrono::{Duration, NaiveDate};
use proptest::prelude::*;

fn archive(days: &[(&str, &str)]) -> String {
    let rows = days.iter().map(|(slug, at)| sent(&slug.to_uppercase(), slug, at, ""));
    [URLS.to_owned()].into_iter().chain(rows).collect()
}

/// The states and the days of withdrawal of an archive beside a sheet.
fn states(sheet: &str) -> (String, String) {
    let days = [("ada", "9/20/26, 2:37 PM"), ("ben", "10/2/26, 2:37 PM")];
    let folder =
        Folder::new().file("anna/Invitations.csv", archive(&days)).file("anna/log.csv", sheet);
    let read = folder.read("anna").unwrap();
    (csv(&read, "person state withdrawn_on"), folder.findings(&read))
}

#[test]
fn the_reading_holds_that_does_not_end_an_invitation_before_it_began() {
    let (rows, remarks) = states(
        "Profile URL,Withdrawn on\n\
         https://www.linkedin.com/in/ada,5/10/2026\n",
    );
    assert!(rows.contains("in/ada,withdrawn,2026-10-05"), "{rows}");
    assert!(!remarks.contains("date-order"), "{remarks}");
    let (rows, _) =
        states("Profile URL,Sent,Status\nhttps://www.linkedin.com/in/ben,2/10/2026,Declined\n");
    assert!(rows.contains("in/ben,declined,"), "{rows}");
}

#[test]
fn what_one_column_proves_holds_for_the_others() {
    let (rows, remarks) = states(
        "Profile URL,Last call,Withdrawn on\n\
         https://www.linkedin.com/in/ada,25/10/2026,11/10/2026\n",
    );
    assert!(rows.contains("in/ada,withdrawn,2026-10-11"), "{rows}");
    assert!(!remarks.contains("date-order"), "{remarks}");
    let (rows, _) = states(
        "Profile URL,Last call,Withdrawn on\n\
         https://www.linkedin.com/in/ada,10/25/2026,11/10/2026\n",
    );
    assert!(rows.contains("in/ada,withdrawn,2026-11-10"), "{rows}");
}

#[test]
fn what_another_file_of_the_same_tool_proves_holds_for_all_of_its_files() {
    let row = |slug: &str, day: &str| {
        format!("Profile URL,Withdrawn on\nhttps://www.linkedin.com/in/{slug},{day}\n")
    };
    let folder = Folder::new()
        .file("anna/Invitations.csv", archive(&[("ada", "9/20/26, 2:37 PM")]))
        .file("anna/one.csv", row("ada", "11/10/2026"))
        .file("anna/two.csv", row("zoe", "25/10/2026"));
    let rows = csv(&folder.read("anna").unwrap(), "person withdrawn_on");
    assert!(rows.contains("in/ada,2026-10-11"), "{rows}");
}

#[test]
fn where_both_readings_are_possible_that_is_said_and_the_status_holds() {
    let (rows, remarks) = states(
        "Profile URL,Withdrawn on\n\
         https://www.linkedin.com/in/ada,10/11/2026\n",
    );
    assert!(rows.contains("in/ada,withdrawn,2026-10-11"), "{rows}");
    assert!(remarks.contains("date-order"), "{remarks}");
    // The day sent is that of neither reading: the later may be meant.
    let (rows, remarks) = states(
        "Profile URL,Sent,Status\nhttps://www.linkedin.com/in/ada,9/12/2025,Sent\n\
         https://www.linkedin.com/in/ben,8/11/2026,Declined\n",
    );
    assert!(rows.contains("in/ben,declined,"), "{rows}");
    assert!(remarks.contains("date-order"), "{remarks}");
}

#[test]
fn rows_of_invitations_are_read_alike() {
    let rows = "person,name,sent_at,state,withdrawn_on\n\
                in/ada,Ada,2026-09-20,pending,5/10/2026\n";
    let folder = Folder::new().file("rows.csv", rows);
    let read = csv(&folder.read("rows.csv").unwrap(), "person state withdrawn_on");
    assert!(read.contains("in/ada,withdrawn,2026-10-05"), "{read}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_withdrawal_and_no_status_is_lost_to_a_guess(
        people in prop::collection::vec((1_i64..150, 0_i64..150, any::<bool>()), 1..6),
        is_day_first in any::<bool>(), tells_sent in any::<bool>(),
    ) {
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let pattern = if is_day_first { "%d/%m/%Y" } else { "%m/%d/%Y" };
        let mut archive = URLS.to_owned();
        let mut sheet = "Profile URL,Sent,Withdrawn on,Status\n".to_owned();
        for (at, (age, after, is_status)) in people.iter().enumerate() {
            let sent_on = as_of - Duration::days(*age);
            let ended_on = (sent_on + Duration::days(*after)).min(as_of);
            let slug = format!("p{at}");
            let at = sent_on.format("%-m/%-d/%y, 2:37 PM").to_string();
            archive += &sent(&slug, &slug, &at, "");
            let sent_on =
                if tells_sent { sent_on.format(pattern).to_string() } else { String::new() };
            let (ended, status) = if *is_status {
                (String::new(), "Declined")
            } else {
                (ended_on.format(pattern).to_string(), "")
            };
            let row = format!("https://www.linkedin.com/in/{slug},{sent_on},{ended},{status}\n");
            sheet.push_str(&row);
        }
        let folder = Folder::new()
            .file("anna/Invitations.csv", archive)
            .file("anna/log.csv", &sheet);
        let rows = csv(&folder.read("anna").unwrap(), "person state");
        prop_assert!(!rows.contains("pending"), "{rows}\n{sheet}");
    }
}

/// A sheet of people who were sent an invitation on these days.
fn sheet(days: &[&str]) -> (String, String) {
    let rows = days
        .iter()
        .enumerate()
        .map(|(at, day)| format!("https://www.linkedin.com/in/p{at},{day},Pending\n"));
    let rows = format!("Profile URL,Date sent,Status\n{}", rows.collect::<String>());
    let folder = Folder::new().file("sheet.csv", rows);
    let read = folder.read("sheet.csv").unwrap();
    (csv(&read, "sent_at"), folder.findings(&read))
}

#[test]
fn short_years_come_first_where_that_makes_invitations_recent() {
    for sign in ["-", "/", "."] {
        let days = ["26-07-03", "26-09-25", "25-12-31", "26-7-1"].map(|day| day.replace('-', sign));
        let (sent, remarks) = sheet(&days.each_ref().map(String::as_str));
        let expected = "sent_at\n2025-12-31T00:00:00Z\n2026-07-01T00:00:00Z\n\
                        2026-07-03T00:00:00Z\n2026-09-25T00:00:00Z\n";
        assert_eq!(sent, expected, "{remarks}");
        assert!(!remarks.contains("date-order"), "{remarks}");
    }
    let (sent, remarks) = sheet(&["25-07-26", "14-03-25"]);
    assert_eq!(sent, "sent_at\n2025-03-14T00:00:00Z\n2026-07-25T00:00:00Z\n");
    assert!(!remarks.contains("date-order"), "{remarks}");
}

#[test]
fn where_short_years_may_come_first_or_last_that_is_said() {
    let (sent, remarks) = sheet(&["25-07-26", "24-03-25"]);
    assert_eq!(sent, "sent_at\n2025-03-24T00:00:00Z\n2026-07-25T00:00:00Z\n");
    assert!(
        remarks.contains("no value shows whether the year comes first or last in 2"),
        "{remarks}"
    );
}

#[test]
fn days_that_a_spreadsheet_saved_again_in_its_order_beside_others_are_said() {
    let row = |slug: &str, at: &str| crate::data::sent(slug, slug, at, "");
    let remarks = |dates: [&str; 3]| {
        let rows = ["una-ek", "ivo-dahl", "mia-sol"].into_iter().zip(dates);
        let rows: String = rows.map(|(slug, at)| row(slug, at)).collect();
        let content = format!("{}{rows}", crate::data::URLS);
        let folder = Folder::new().file("d/anna/Invitations.csv", content);
        folder.findings(&folder.read("d").unwrap())
    };
    let told = remarks(["01/09/26 9:00 AM", "02/09/26 9:00 AM", "9/14/26, 3:00 PM"]);
    assert!(told.contains("2 date(s) may have day and month swapped"), "{told}");
    let told = remarks(["9/1/26, 9:00 AM", "9/2/26, 9:00 AM", "9/14/26, 3:00 PM"]);
    assert!(!told.contains("swapped"), "{told}");
}
