//! How many messages were exchanged with each person.

use crate::data::{Folder, URLS, csv, sent};
use std::fmt::Write;

const HEADER: &str = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,\
    RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER";

fn message(id: &str, from: &str, to: &str, at: &str, rest: &str) -> String {
    let url = |who: &str| {
        let urls = who.split(',').map(|w| format!("https://www.linkedin.com/in/{w}"));
        urls.collect::<Vec<_>>().join(",")
    };
    format!(
        "{id},,{from} X,{},\"{to} X\",\"{}\",{at},,\"Hi,\n\"\"you\"\"\",INBOX{rest}\n",
        url(from),
        url(to)
    )
}

#[test]
fn personal_messages_are_counted_once_and_drafts_and_groups_are_not() {
    let invitations = [
        URLS.to_owned(),
        sent("Ada Ash", "ada", "11/1/26, 9:00 AM", ""),
        sent("Ben Birk", "ben", "11/1/26, 9:00 AM", ""),
    ];
    let header = format!("{HEADER},ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT\n");
    let messages = [
        header.clone(),
        message("1", "anna-berg", "ada", "2026-11-05 10:00:00 UTC", ",,No,No"),
        message("1", "ada", "anna-berg", "2026-11-06 10:00:00 UTC", ",,,"),
        message("1", "ada", "anna-berg", "2026-11-06 10:00:00 UTC", ",,,"),
        message("1", "anna-berg", "ada", "2026-11-07 10:00:00", ",,Yes,No"),
        message("2", "ben", "anna-berg,ada", "2026-11-08 10:00:00 UTC", ",,No,No"),
    ];
    let older =
        [format!("{HEADER}\n"), message("1", "anna-berg", "ada", "2026-11-05 10:00:00 UTC", "")];
    let assistant =
        [format!("{HEADER}\n"), message("9", "ada", "anna-berg", "2026-11-09 10:00:00 UTC", "")];
    let folder = Folder::new()
        .file("anna/Invitations.csv", invitations.concat())
        .file("anna/messages.csv", messages.concat())
        .file("anna/older/messages.csv", older.concat())
        .file("anna/learning_coach_messages.csv", assistant.concat())
        .file("anna/guide_messages.csv", format!("{HEADER}\n"));
    let read = folder.clean("anna");
    insta::assert_snapshot!(csv(&read, "person messages last_message_at"), @r#"
    person,messages,last_message_at
    in/ada,3,2026-11-06T10:00:00Z
    in/ben,0,
    "#);
    let remarks = folder.findings(&read);
    assert_eq!(remarks.lines().count(), 1, "{remarks}");
    let expected = "warn written-since anna: 1 person(s) have a pending invitation and wrote after";
    assert!(
        remarks.contains(expected) && remarks.ends_with("Ada Ash (on 2026-11-06)"),
        "{remarks}"
    );
}

#[test]
fn who_wrote_before_the_invitation_or_accepted_it_is_not_said() {
    let invitations = [
        URLS.to_owned(),
        sent("Ada Ash", "ada", "11/1/26, 9:00 AM", ""),
        sent("Ben Birk", "ben", "11/1/26, 9:00 AM", ""),
    ];
    let messages = [
        format!("{HEADER}\n"),
        message("1", "ada", "anna-berg", "2026-10-05 10:00:00 UTC", ""),
        message("2", "ben", "anna-berg", "2026-11-06 10:00:00 UTC", ""),
    ];
    let connections = format!(
        "{}Ben,Birk,https://www.linkedin.com/in/ben,,,,03 Nov 2026\n",
        crate::data::CONNECTIONS
    );
    let folder = Folder::new()
        .file("anna/Invitations.csv", invitations.concat())
        .file("anna/messages.csv", messages.concat())
        .file("anna/Connections.csv", connections);
    assert_eq!(folder.clean("anna").findings, []);
}

/// Invitations without addresses, so that names alone tell whom messages are from.
#[test]
fn whoever_changed_the_name_is_known_by_the_one_of_the_first_message() {
    const IN: &str = "https://www.linkedin.com/in";
    let people = || ('a'..='t').flat_map(|one| ('a'..='t').map(move |other| [one, other]));
    let mut invitations = "From,To,Sent At,Message,Direction\n".to_owned();
    let mut messages = format!("{HEADER}\n");
    for person in people() {
        let name: String = person.iter().collect();
        writeln!(invitations, "Anna Own,Ada Berg{name},\"8/15/26, 9:30 AM\",,OUTGOING").unwrap();
        for (number, now) in ["", "", "-Cole"].into_iter().enumerate() {
            writeln!(
                messages,
                "{name}{number},,Ada Berg{name}{now},{IN}/ada-{name},Anna Own,{IN}/anna-own,\
                 2026-09-1{number} 10:00:00 UTC,,hey,INBOX"
            )
            .unwrap();
        }
    }
    let folder = Folder::new()
        .file("anna/Invitations.csv", invitations)
        .file("anna/messages.csv", messages)
        .file("anna/Profile.csv", "First Name,Last Name,Maiden Name,Headline\nAnna,Own,,x\n");
    let counts = csv(&folder.read("anna").unwrap(), "messages");
    assert_eq!(counts.lines().skip(1).collect::<Vec<_>>(), vec!["3"; people().count()]);
}
