//! Whose the rows of a sheet are: by a tab's name, or by a column under whatever header.

use crate::data::{Folder, URLS, csv, sent};
use crate::written::{Written, xlsx};

/// Two accounts that both invited Ada Ash and Cy Oak.
fn agency() -> Folder {
    let archive = |owner: &str| {
        let both =
            ["Ada Ash/ada-ash", "Cy Oak/cy-oak"].map(|who| who.split_once('/').unwrap_or_default());
        let rows = both.map(|(name, slug)| sent(name, slug, "11/1/26, 9:00 AM", ""));
        format!("{URLS}{}", rows.concat()).replace("Anna Berg", owner)
    };
    Folder::new()
        .file("agency/anna/Invitations.csv", archive("Anna Berg"))
        .file("agency/ben/Invitations.csv", archive("Ben Holt").replace("anna-berg", "ben-holt"))
}

fn tab(name: &str) -> Written {
    let row = |cells: [&str; 3]| cells.map(String::from).to_vec();
    Written {
        header: row(["Name", "LinkedIn", "Status"]),
        rows: vec![row([
            name,
            &format!("in/{}", name.to_lowercase().replace(' ', "-")),
            "Accepted",
        ])],
    }
}

#[test]
fn a_tab_that_is_called_after_an_account_is_of_it() {
    let book = xlsx(&[("Anna", &tab("Ada Ash")), ("Ben", &tab("Cy Oak"))]);
    let folder = agency().file("agency/tracker.xlsx", book);
    let read = folder.clean("agency");
    insta::assert_snapshot!(csv(&read, "account person state"), @r#"
    account,person,state
    anna,in/ada-ash,accepted
    anna,in/cy-oak,pending
    ben,in/ada-ash,pending
    ben,in/cy-oak,accepted
    "#);
}

#[test]
fn a_column_of_accounts_says_whose_rows_are_whatever_it_is_called() {
    for (header, anna, ben) in [
        ("Sales rep", "Anna", "Ben"),
        ("Sales rep", "Anna Berg", "Ben Holt"),
        ("Account", "Anna Berg", "Ben Holt"),
        ("X", "Anna B.", "Ben H."),
        ("Zuständig", "anna", "BEN"),
        ("Owner", "Anna", "Ben"),
        ("Seat", "anna@agency.example", "ben.holt@agency.example"),
        ("Sender", "\"Berg, Anna\"", "\"Holt, Ben\""),
        ("Sender LinkedIn", "https://www.linkedin.com/in/anna-berg", "linkedin.com/in/ben-holt/"),
    ] {
        let rows = format!(
            "Name,LinkedIn,{header},Status\nAda Ash,in/ada-ash,{anna},Accepted\n\
             Cy Oak,in/cy-oak,{ben},Accepted\n"
        );
        let folder = agency().file("agency/tracker.csv", rows);
        let read = folder.read("agency").unwrap();
        let rows = csv(&read, "account person state");
        let expected = "account,person,state\nanna,in/ada-ash,accepted\nanna,in/cy-oak,pending\n\
                        ben,in/ada-ash,pending\nben,in/cy-oak,accepted\n";
        assert_eq!(rows, expected, "{header} {anna}");
    }
}

#[test]
fn of_accounts_that_are_not_known_nothing_is_told_of_others() {
    let rows = "Name,LinkedIn,Owner,Status\nAda Ash,in/ada-ash,Anna,Accepted\n\
                Cy Oak,in/cy-oak,Dora,Accepted\n";
    let folder = agency().file("agency/tracker.csv", rows);
    let read = folder.read("agency").unwrap();
    let states = csv(&read, "account person state");
    assert_eq!(states.matches("accepted").count(), 1, "{states}");
    let findings = folder.findings(&read);
    assert!(findings.contains("1 row(s) of unknown accounts were left out: Dora"), "{findings}");
}

#[test]
fn who_introduced_somebody_is_no_account() {
    let rows = "Name,LinkedIn,Introduced by,Status\nAda Ash,in/ada-ash,Anna,Accepted\n";
    let folder = agency().file("agency/tracker.csv", rows);
    let states = csv(&folder.clean("agency"), "account person state");
    assert_eq!(states.matches("accepted").count(), 2, "{states}");
}

#[test]
fn members_of_a_team_are_accounts_where_nothing_else_names_any() {
    for header in ["SDR", "Sales rep", "Von", "Seat"] {
        let rows = format!(
            "Name,LinkedIn,Date sent,Status,{header}\nAda Ash,in/ada-ash,2026-09-14,Accepted,Lea\n\
             Ada Ash,in/ada-ash,2026-09-14,Pending,Tom\n"
        );
        let folder = Folder::new().file("tracker.csv", rows);
        let rows = csv(&folder.read("tracker.csv").unwrap(), "account state");
        assert_eq!(rows, "account,state\nLea,accepted\nTom,pending\n", "{header}");
    }
}

#[test]
fn tabs_of_nobody_that_is_known_are_said() {
    let day = |mut tab: Written| {
        tab.header[2] = "Date sent".into();
        tab.rows[0][2] = "2026-09-14".into();
        tab
    };
    let book = xlsx(&[("Lea", &day(tab("Ada Ash"))), ("Tom", &day(tab("Cy Oak")))]);
    let folder = Folder::new().file("team.xlsx", book);
    let remarks = folder.findings(&folder.read("team.xlsx").unwrap());
    assert!(remarks.contains("the workbook's name is taken for the account's"), "{remarks}");
}

/// A tracker in which two seats invited one person on one day.
fn seats(header: &str) -> (String, String) {
    let rows = format!(
        "Name,LinkedIn,Date sent,Status,{header}\nAda Ash,in/ada-ash,2026-09-14,Accepted,Lea\n\
         Ada Ash,in/ada-ash,2026-09-14,Pending,Tom\nCy Oak,in/cy-oak,2026-09-15,Pending,Tom\n\
         Una Ek,in/una-ek,2026-09-15,Pending,Lea\n"
    );
    let folder = Folder::new().file("tracker.csv", rows);
    let read = folder.read("tracker.csv").unwrap();
    (csv(&read, "account person state"), folder.findings(&read))
}

#[test]
fn seats_of_a_tracker_are_accounts_whatever_their_column_is_called() {
    for header in [
        "Outreach by",
        "Sending account",
        "From account",
        "Sender email",
        "Profile owner",
        "Account manager",
        "Identity",
        "Konto",
        "Compte",
        "Propriétaire",
        "Responsable",
        "Workspace",
        "Account ID",
        "senderId",
    ] {
        let (rows, remarks) = seats(header);
        assert!(rows.contains("Lea,in/ada-ash,accepted"), "{header}: {rows}{remarks}");
        assert!(rows.contains("Tom,in/ada-ash,pending"), "{header}: {rows}{remarks}");
    }
}

#[test]
fn what_divides_rows_about_one_person_and_day_is_said() {
    let (rows, remarks) = seats("X");
    assert!(!rows.contains("Tom"), "{rows}");
    assert!(
        remarks.contains("rows about one person and day differ in the column `X`"),
        "{remarks}"
    );
}
