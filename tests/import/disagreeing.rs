//! Sheets and lists that disagree about an invitation: what ended it counts, unless it was sent
//! again.

use crate::data::{CONNECTIONS, Folder, NAMES, OLD_CONNECTIONS, csv, read, sent_to, settings};
use rescind_data::invitations::Invitations;

fn derived(folder: &Folder, names: &[&str]) -> Invitations {
    let sources: Vec<_> = names.iter().map(|name| (None, folder.path(name))).collect();
    read(&sources, &settings()).unwrap()
}

const HEADER: &str = "Name,Account,LinkedIn,Date sent,Status\n";

#[test]
fn a_later_sheet_does_not_make_pending_again_what_ended() {
    let address = "https://www.linkedin.com/in/ada-cole";
    for end in ["Withdrawn", "Declined", "Accepted"] {
        let folder = Folder::new()
            .file("a.csv", format!("{HEADER}Ada Cole,anna,{address},2026-08-31,{end}\n"))
            .file("b.csv", format!("{HEADER}Ada Cole,anna,{address},2026-08-31,Pending\n"))
            .file("n.csv", "Name,Account,Status\nAda Cole,anna,Pending\n")
            .file(
                "rows.csv",
                "account,person,name,sent_at,state\nanna,in/ada-cole,Ada Cole,2026-08-31,pending\n",
            );
        for names in [
            &["a.csv", "b.csv"][..],
            &["b.csv", "a.csv"],
            &["a.csv", "n.csv"],
            &["rows.csv", "a.csv", "b.csv"],
            &["rows.csv", "a.csv", "n.csv"],
        ] {
            let read = derived(&folder, names);
            let expected = format!("state\n{}\n", end.to_lowercase());
            assert_eq!(csv(&read, "state"), expected, "{names:?}");
            let is_said = folder.findings(&read).contains("pending-after-end");
            assert_eq!(is_said, names.first() != Some(&"b.csv"), "{names:?}");
        }
    }
    // Whoever was invited again is pending.
    let again = format!("{HEADER}Ada Cole,anna,{address},2026-10-31,Pending\n");
    let folder = Folder::new()
        .file("a.csv", format!("{HEADER}Ada Cole,anna,{address},2026-06-30,Withdrawn\n"))
        .file("b.csv", &again)
        .file(
            "both.csv",
            format!(
                "{HEADER}Ada Cole,anna,{address},2026-06-30,Withdrawn\n\
                 Ada Cole,anna,{address},2026-10-31,Pending\n"
            ),
        );
    for names in [&["a.csv", "b.csv"][..], &["b.csv", "a.csv"], &["both.csv"]] {
        let read = derived(&folder, names);
        let states = csv(&read, "sent_at state");
        assert!(states.contains("2026-10-31T00:00:00Z,pending"), "{names:?} {states}");
        assert!(states.contains("2026-06-30T00:00:00Z,withdrawn"), "{names:?} {states}");
        assert!(!folder.findings(&read).contains("pending-after-end"), "{names:?}");
    }
}

#[test]
fn a_row_without_a_day_does_not_make_pending_again_what_ended() {
    let address = "https://www.linkedin.com/in/ben-alt";
    let row = |day: &str, status: &str| format!("Ben Alt,anna,{address},{day},{status}\n");
    for (first, second) in [
        (row("2026-08-31", "Withdrawn"), row("", "Pending")),
        (row("", "Pending"), row("2026-08-31", "Withdrawn")),
        (row("2026-08-31", "Accepted"), row("n/a", "Sent")),
        (row("2026-08-31", "Declined"), row("2026-13-45", "Sent")),
    ] {
        let folder = Folder::new().file("a.csv", format!("{HEADER}{first}{second}"));
        let read = derived(&folder, &["a.csv"]);
        assert!(!csv(&read, "state").contains("pending"), "{first}{second}");
        assert!(folder.findings(&read).contains("pending-after-end"), "{first}{second}");
    }
}

#[test]
fn an_invitation_of_two_sources_by_name_is_one_person_to_sheets_and_connections() {
    let rows = "account,person,name,sent_at,state\n\
        anna,name:eva cole,Eva Cole,2026-09-24T10:00:00Z,pending\n";
    let connection = "Eva,Cole,https://www.linkedin.com/in/eva-cole,,,,20 Nov 2026\n";
    let folder = Folder::new()
        .file(
            "anna/Invitations.csv",
            format!("{NAMES}{}", sent_to("Eva Cole", "9/24/26, 10:00 AM")),
        )
        .file("rows.csv", rows)
        .file("names.csv", "Name,Account,Status\nEva Cole,anna,Withdrawn\n")
        .file("c/anna/Connections.csv", format!("{CONNECTIONS}{connection}"));
    let read = derived(&folder, &["anna", "rows.csv", "names.csv"]);
    assert_eq!(csv(&read, "state"), "state\nwithdrawn\n", "{}", folder.findings(&read));
    let read = derived(&folder, &["anna", "rows.csv", "c"]);
    assert_eq!(csv(&read, "state"), "state\naccepted\n", "{}", folder.findings(&read));
}

#[test]
fn names_are_read_with_an_address_beside_them_and_with_the_last_name_first() {
    let connections = "Ada,Berg,https://www.linkedin.com/in/ada-cole,,,,20 Nov 2026\n\
        Ben,Alt,https://www.linkedin.com/in/ben-alt,,,,20 Nov 2026\n";
    let address = "https://www.linkedin.com/in/ada-cole";
    let folder =
        Folder::new().file("c/anna/Connections.csv", format!("{CONNECTIONS}{connections}"));
    for person in [
        format!("[Ada Cole]({address})"),
        format!("Ada Cole ({address})"),
        format!("Ada Cole <{address}>"),
        format!("Ada Cole - {address}"),
        format!("{address} Ada Cole"),
    ] {
        let sheet = format!("Person,Account,Date sent\n{person},anna,2026-08-31\n");
        let folder = Folder::new().file("sheet.csv", sheet).file(
            "c/anna/Connections.csv",
            std::fs::read(folder.path("c/anna/Connections.csv")).unwrap(),
        );
        let read = derived(&folder, &["sheet.csv", "c"]);
        let expected = "person,name,state\nin/ada-cole,Ada Cole,accepted\n";
        assert_eq!(csv(&read, "person name state"), expected, "{person}");
    }
    let folder =
        folder.file("turned.csv", "Name,Account,Date sent\n\"Alt, Ben\",anna,2026-08-30\n");
    let read = derived(&folder, &["turned.csv", "c"]);
    assert_eq!(csv(&read, "name state"), "name,state\nBen Alt,accepted\n");
    assert!(folder.findings(&read).contains("names-turned"));
    let rows = "Name,Account,Date sent\n\"Alt, Ben\",anna,2026-08-30\n\
                Ada Cole,anna,2026-08-31\n\"Eve Ek, Oslo\",anna,2026-08-31\n";
    let folder = folder.file("turned.csv", rows);
    let read = derived(&folder, &["turned.csv", "c"]);
    let expected = "name,state\nBen Alt,accepted\nAda Cole,pending\n\"Eve Ek, Oslo\",pending\n";
    assert_eq!(csv(&read, "name state"), expected);
    // A title is no first name.
    let folder =
        folder.file("titled.csv", "Name,Account,Date sent\n\"Ben Alt, MBA\",anna,2026-08-30\n");
    let read = derived(&folder, &["titled.csv", "c"]);
    assert_eq!(csv(&read, "state"), "state\naccepted\n");
}

#[test]
fn a_name_on_a_list_is_nobody_who_was_invited_long_after() {
    let list = |age: &str| {
        format!(
            "profileUrl,sentDate,timestamp,name\n\
             https://www.linkedin.com/in/eva-alt-a3,Sent {age} ago,2026-11-22T00:00:00Z,Eva Alt\n"
        )
    };
    let folder = Folder::new()
        .file(
            "data/anna/Invitations.csv",
            format!("{NAMES}{}", sent_to("Eva Alt", "9/10/26, 2:37 PM")),
        )
        .file("data/anna/sent.csv", list("4 months"))
        .file(
            "same/anna/Invitations.csv",
            format!("{NAMES}{}", sent_to("Eva Alt", "9/10/26, 2:37 PM")),
        )
        .file("same/anna/sent.csv", list("2 months"));
    let read = derived(&folder, &["data"]);
    let states = csv(&read, "person state known_by");
    assert!(states.contains("in/eva-alt-a3,pending,listed"), "{states}");
    assert!(states.contains("name:eva alt,pending,presumed"), "{states}");
    assert!(folder.findings(&read).contains("ambiguous-name"));
    let read = derived(&folder, &["same"]);
    assert_eq!(csv(&read, "state known_by"), "state,known_by\npending,listed\n");
}

#[test]
fn a_connection_since_a_list_was_taken_outweighs_it() {
    let list = "profileUrl,sentDate,timestamp,name\n\
        https://www.linkedin.com/in/ada-b,Sent 1 month ago,2026-09-23T00:00:00Z,Ada B\n";
    let connected = |day: &str| format!("{OLD_CONNECTIONS}Ada,B,,,,{day}\n");
    for (day, state) in [("14 Nov 2026", "accepted"), ("14 Sep 2026", "pending")] {
        let folder = Folder::new()
            .file("data/anna/sent.csv", list)
            .file("data/anna/Connections.csv", connected(day));
        let read = derived(&folder, &["data"]);
        assert_eq!(csv(&read, "state"), format!("state\n{state}\n"), "{day}");
    }
}
