//! LinkedIn's own archives, of every era.

use crate::data::{CONNECTIONS, Folder, URLS, csv, sent};

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
    assert_eq!(read.accounts().unwrap(), ["anna"]);
}
