//! LinkedIn's own archives, of every era.

use crate::data::{CONNECTIONS, Folder, URLS, csv, sent};

#[test]
fn an_archive_becomes_the_frame() {
    let invitations = [
        URLS.to_owned(),
        sent("Ada Ash", "ada-ash", "1/29/26, 2:37 PM", "Hello, Ada"),
        sent("Ben Birk", "ben-birk", "11/1/26, 9:00 AM", ""),
        sent("Cy Cole", "cy-c%C3%B6le", "11/20/26, 9:00 AM", "Hi"),
        "Zed Zulu,Anna Berg,\"11/20/26, 9:00 AM\",,INCOMING,https://www.linkedin.com/in/zed,https://www.linkedin.com/in/anna-berg\n".into(),
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
    insta::assert_snapshot!(csv(&read, &["id", "profile_url", "sent_at", "age_days", "has_note", "note_length"]), @"");
    insta::assert_snapshot!(csv(&read, &["name", "company", "state", "known_by", "connected_on",
        "days_to_accept", "account_pending", "oldest_rank", "newest_rank", "tags", "kind"]), @"");
    assert_eq!(read.accounts, ["anna"]);
}
