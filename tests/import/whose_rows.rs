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
        ("Zuständig", "anna", "BEN"),
        ("Owner", "Anna", "Ben"),
    ] {
        let rows = format!(
            "Name,LinkedIn,{header},Status\nAda Ash,in/ada-ash,{anna},Accepted\n\
             Cy Oak,in/cy-oak,{ben},Accepted\n"
        );
        let folder = agency().file("agency/tracker.csv", rows);
        let read = folder.clean("agency");
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
