//! LinkedIn's own archives, of every era.

use crate::data::{self, CONNECTIONS, Folder, NAMES, URLS, csv, sent, sent_to};

#[test]
fn an_archive_becomes_the_frame() {
    let invitations = [
        URLS.to_owned(),
        sent("Ada Ash", "ada-ash", "1/29/26, 2:37 PM", "Hello, Ada"),
        sent("Ben Birk", "ben-birk", "11/1/26, 9:00 AM", ""),
        sent("Cy Cole", "cy-c%C3%B6le", "11/20/26, 9:00 AM", "Hi"),
        "Zed Zulu,Anna Berg,\"11/20/26, 9:00 AM\",,INCOMING,https://www.linkedin.com/in/zed,\
         https://www.linkedin.com/in/anna-berg\n"
            .into(),
    ];
    let connections = format!(
        "Notes:\n\"When exporting, addresses are missing\"\n\n{CONNECTIONS}\
         Cy,Cole,https://www.linkedin.com/in/cy-cöle,,Acme,Cook,22 Nov 2026\n,,,,,,01 Jan 2020\n"
    );
    let folder = Folder::new()
        .file("anna/Invitations.csv", invitations.concat())
        .file("anna/Connections.csv", connections)
        .file("anna/Skills.csv", "Name\nCooking\n");
    let read = folder.clean("anna");
    insta::assert_snapshot!(csv(&read, "id profile_url sent_at age_days has_note note_length"), @r#"
    id,profile_url,sent_at,age_days,has_note,note_length
    anna/in/ada-ash/2026-01-29,https://www.linkedin.com/in/ada-ash,2026-01-29T22:37:00Z,297,true,10
    anna/in/ben-birk/2026-11-01,https://www.linkedin.com/in/ben-birk,2026-11-01T17:00:00Z,21,false,0
    anna/in/cy-cöle/2026-11-20,https://www.linkedin.com/in/cy-c%C3%B6le,2026-11-20T17:00:00Z,2,true,2
    "#);
    insta::assert_snapshot!(csv(&read, "name company state known_by connected_on days_to_accept \
        account_pending oldest_rank newest_rank tags kind"), @r#"
    name,company,state,known_by,connected_on,days_to_accept,account_pending,oldest_rank,newest_rank,tags,kind
    Ada Ash,,expired,presumed,,,1,,,"",connection
    Ben Birk,,pending,presumed,,,1,1,1,"",connection
    Cy Cole,Acme,accepted,matched,2026-11-22,2,1,,,"",connection
    "#);
    let hidden =
        "note hidden-connections anna: 1 connection(s) of members who hid themselves: not matched";
    assert_eq!(folder.findings(&read), hidden);
    assert_eq!(read.accounts().unwrap(), ["anna"]);
}

#[test]
fn every_era_is_read_in_every_form_of_text() {
    let by_member = "From,To,Sent At,Message,Direction,inviterProfileUrn,inviteeProfileUrn\n\
        Anna Berg,Ada Ash,\"11/1/26, 9:00 AM\",,OUTGOING,urn:li:member:1,urn:li:member:2\n";
    let names = format!("{NAMES}{}", sent_to("Ada Ash", "11/1/26, 9:00 AM"));
    let urls = format!("{URLS}{}", sent("Ada Ash", "ada", "11/1/26, 9:00 AM", ""));
    for (text, person) in
        [(names.as_str(), "name:ada ash"), (by_member, "urn:li:member:2"), (&urls, "in/ada")]
    {
        let quoted = text.replace("Ada Ash", "\"Ada\nAsh\"");
        for form in [
            text.to_owned(),
            quoted,
            format!("\u{feff}{text}"),
            text.replace('\n', "\r\n"),
            text.trim_end().to_owned(),
            text.replace("9:00 AM", "9:00\u{202f}AM"),
        ] {
            let folder = Folder::new().file("anna/Invitations.csv", &form);
            let read = folder.clean("anna");
            let expected = format!("person,sent_at\n{person},2026-11-01T17:00:00Z\n");
            assert_eq!(csv(&read, "person sent_at"), expected, "{form}");
        }
    }
}

#[test]
fn the_clock_is_californias_unless_another_zone_is_given() {
    let rows = [
        URLS.to_owned(),
        sent("Twice", "twice", "11/2/25, 1:30 AM", ""),
        sent("Never", "never", "3/8/26, 2:30 AM", ""),
    ];
    let folder = Folder::new().file("anna/Invitations.csv", rows.concat());
    insta::assert_snapshot!(csv(&folder.clean("anna"), "person sent_at"), @r#"
    person,sent_at
    in/twice,2025-11-02T09:30:00Z
    in/never,2026-03-08T10:30:00Z
    "#);
    let mut settings = data::settings();
    settings.sent_at_zone = chrono_tz::Asia::Kolkata;
    let read = data::read(&[(None, folder.path("anna"))], &settings).unwrap();
    insta::assert_snapshot!(csv(&read, "person sent_at"), @r#"
    person,sent_at
    in/twice,2025-11-01T20:00:00Z
    in/never,2026-03-07T21:00:00Z
    "#);
}

#[test]
fn what_is_older_than_the_limit_has_expired_and_what_is_as_old_has_not() {
    // 2026-11-23T00:00Z less 181 days is 2026-05-26T00:00Z: 5 PM of the day before in California.
    let rows = [
        URLS.to_owned(),
        sent("As old", "same", "5/26/26, 5:00 PM", ""),
        sent("Older", "older", "5/25/26, 5:00 PM", ""),
        sent("Nearly", "nearly", "5/25/26, 5:01 PM", ""),
    ];
    let folder = Folder::new().file("anna/Invitations.csv", rows.concat());
    insta::assert_snapshot!(csv(&folder.clean("anna"), "person age_days state"), @r#"
    person,age_days,state
    in/older,181,expired
    in/nearly,180,pending
    in/same,180,pending
    "#);
}
