//! Tables and rows about something else than invitations to connect: e-mails, other networks,
//! recommendations, guests, invitations that were received.

use crate::data::{Folder, URLS, csv, sent};

fn read(rows: &str) -> (String, String) {
    let folder = Folder::new().file("book.csv", rows);
    match folder.read("book.csv") {
        Ok(read) => (csv(&read, "name state"), folder.findings(&read)),
        Err(error) => (String::new(), error.to_string()),
    }
}

#[test]
fn what_is_sent_by_mail_is_no_invitation() {
    for header in ["Sent at,Opened at,Status", "Sent,Opened,Replied"] {
        let rows = format!(
            "Email,First Name,Last Name,LinkedIn,{header}\n\
             a@example.com,Ada,Ash,https://www.linkedin.com/in/ada-ash,2026-09-01,,\n"
        );
        let (rows, remarks) = read(&rows);
        assert!(!rows.contains("Ada"), "{header}: {rows}");
        assert!(!remarks.is_empty());
    }
    let (rows, _) = read(
        "Email,Name,LinkedIn,Invitation sent at,Opened at,Status\n\
         a@example.com,Ada Ash,https://www.linkedin.com/in/ada-ash,2026-09-01,,Pending\n",
    );
    assert_eq!(rows, "name,state\nAda Ash,pending\n");
}

#[test]
fn rows_of_other_networks_and_channels_are_left_out() {
    for (header, other) in [("Platform", "XING"), ("Channel", "WhatsApp"), ("Network", "Facebook")]
    {
        let rows = format!(
            "Name,{header},Sent on,Status\nAda Ash,{other},2026-09-14,Pending\n\
             Ben Birk,LinkedIn,2026-09-14,Pending\n"
        );
        let (rows, remarks) = read(&rows);
        assert_eq!(rows, "name,state\nBen Birk,pending\n", "{header}: {remarks}");
        assert!(remarks.contains("no invitations to connect"), "{remarks}");
    }
}

#[test]
fn stages_say_what_was_sent() {
    let (rows, remarks) = read(
        "Name,LinkedIn URL,Stage 1 type,Stage 1 sent at\n\
         Ada Ash,in/ada-ash,LinkedIn InMail,2026-09-01\n\
         Ben Birk,in/ben-birk,LinkedIn Connect,2026-09-01\nCy Cole,in/cy-cole,Email,2026-09-01\n",
    );
    assert!(rows.contains("Ben Birk,pending") && !rows.contains("Cy Cole"), "{rows} {remarks}");
}

#[test]
fn statuses_of_something_else_end_no_invitation() {
    for column in ["Email status", "Lead Status", "Task status", "Verification", "Ticket status"] {
        let rows = format!(
            "Name,LinkedIn,{column},Date sent,Invite status\n\
             Ada Ash,in/ada-ash,Rejected,2026-09-01,Pending\n\
             Ben Birk,in/ben-birk,Accepted,2026-09-01,Pending\n\
             Cy Cole,in/cy-cole,Accepted,2026-09-01,Accepted\n"
        );
        let (rows, remarks) = read(&rows);
        let expected = ["Ada Ash,pending", "Ben Birk,pending", "Cy Cole,accepted"];
        assert!(expected.iter().all(|row| rows.contains(row)), "{column}: {rows} {remarks}");
    }
}

#[test]
fn other_tables_of_an_archive_end_no_invitation() {
    let archive = format!("{URLS}{}", sent("Ada Ash", "ada-ash", "9/1/26, 9:00 AM", ""));
    let name = "First Name,Last Name";
    for (file, header, row) in [
        (
            "Recommendations_Given.csv",
            format!("{name},Company,Job Title,Text,Creation Date,Status"),
            "Ada,Ash,Acme,Cook,great,\"10/05/26, 02:00 PM\",DELETED",
        ),
        (
            "Endorsement_Given_Info.csv",
            "Endorsement Date,Skill Name,Endorsee First Name,Endorsee Last Name,\
             Endorsee Public Url,Endorsement Status"
                .into(),
            "2026/10/01 09:00:00 UTC,Sales,Ada,Ash,www.linkedin.com/in/ada-ash,ACCEPTED",
        ),
        ("Member_Follows.csv", "Date,Status,FullName".into(), "2026-10-04,Active,Ada Ash"),
        (
            "Comments.csv",
            "Date,Link,Message".into(),
            "2026-10-04,https://www.linkedin.com/feed/1,x",
        ),
        (
            "Reactions.csv",
            "Date,Type,Link".into(),
            "2026-10-04,LIKE,https://www.linkedin.com/feed/1",
        ),
    ] {
        let folder = Folder::new()
            .file("anna/Invitations.csv", &archive)
            .file(&format!("anna/{file}"), format!("{header}\n{row}\n"));
        let read = folder.clean("anna");
        assert_eq!(csv(&read, "name state"), "name,state\nAda Ash,pending\n", "{file}");
        assert_eq!(folder.findings(&read), "", "{file}");
    }
}

#[test]
fn days_that_stand_for_none_end_nothing() {
    for day in ["0001-01-01T00:00:00Z", "0000-00-00 00:00:00", "1970-01-01", "9999-12-31"] {
        let rows =
            format!("name,sent_at,accepted_at,withdrawn_at\nAda Ash,2026-09-14,{day},{day}\n");
        let (rows, remarks) = read(&rows);
        assert_eq!(rows, "name,state\nAda Ash,pending\n", "{day}: {remarks}");
    }
}

#[test]
fn what_was_received_is_left_out() {
    for (header, received, sent) in [("Who invited", "them", "me"), ("Sent/Received", "R", "S")] {
        let rows = format!(
            "Name,Date,{header},Status\nAda Ash,2026-09-14,{received},Pending\n\
             Ben Birk,2026-09-14,{sent},Pending\n"
        );
        let (rows, remarks) = read(&rows);
        assert_eq!(rows, "name,state\nBen Birk,pending\n", "{header}: {remarks}");
    }
}

#[test]
fn columns_that_are_called_after_an_outcome_are_said_whatever_they_hold() {
    for (header, cell) in [
        ("Accepted by", "Lea"),
        ("Decline reason", "too busy"),
        ("Days to accept", "3"),
        ("Accepted? (Y/N/P)", "P"),
        ("Still open?", "no"),
    ] {
        let rows =
            format!("Name,Sent on,{header}\nAda Ash,2026-09-14,\nBen Birk,2026-09-14,{cell}\n");
        let (_, remarks) = read(&rows);
        assert!(remarks.contains(&format!("`{header}`")), "{header}: {remarks}");
    }
}

#[test]
fn whoever_was_sent_an_invitation_on_an_unread_day_stays() {
    let (rows, _) =
        read("Name,Sent on,Status\nAda Ash,令和8年9月14日,Pending\nBen Birk,2026-09-14,Pending\n");
    assert!(rows.contains("Ada Ash,pending"), "{rows}");
}

#[test]
fn hidden_names_are_nobodys() {
    let (rows, remarks) = read(
        "Name,LinkedIn,Date sent\nLinkedIn Member,,2026-09-14\nUnknown,,2026-09-15\n\
         LinkedIn Member,in/ada-ash,2026-09-14\nBen Birk,,2026-09-14\n",
    );
    assert_eq!(rows.lines().count(), 3, "{rows} {remarks}");
    assert!(!rows.contains("Member") && rows.contains("Ben Birk,pending"), "{rows}");
}

#[test]
fn a_request_with_a_day_was_sent_on_it() {
    let (rows, _) = read("Name,LinkedIn,Connection request\nAda Ash,in/ada-ash,2026-09-14\n");
    assert_eq!(rows, "name,state\nAda Ash,pending\n");
}

#[test]
fn the_word_on_a_button_is_no_status() {
    let (rows, remarks) = read(
        "name,profile_url,sent_date,status\nAda Ash,in/ada-ash,Sent 2 weeks ago,Withdraw\n\
         Ben Birk,in/ben-birk,Sent 3 weeks ago,Withdraw\n",
    );
    assert_eq!(rows.matches("pending").count(), 2, "{rows} {remarks}");
}

#[test]
fn signs_in_texts_do_not_take_a_table_apart() {
    let (rows, remarks) = read(
        "Sector;Firm;Where;Outcome;Date sent\n\
         Tech, SaaS;Acme, Inc;https://www.linkedin.com/in/ada-ash;Accepted;2026-09-14\n\
         Tech, SaaS;Bco, Inc;https://www.linkedin.com/in/ben-birk;Pending;2026-09-14\n",
    );
    assert_eq!(rows, "name,state\nada-ash,accepted\nben-birk,pending\n", "{remarks}");
}

#[test]
fn letters_that_were_encoded_twice_are_said() {
    let (_, remarks) = read("Name,Date sent\nJosÃ© NÃºÃ±ez,2026-09-14\n");
    assert!(remarks.contains("look as if UTF-8 had been read in another encoding"), "{remarks}");
}

#[test]
fn what_several_people_sent_is_of_each_of_them() {
    let archive = format!("{URLS}{}", sent("Ada Ash", "ada-ash", "9/1/26, 9:00 AM", ""));
    let of_tom = sent("Ada Ash", "ada-ash", "9/2/26, 9:00 AM", "")
        .replace("Anna Berg", "Tom Reis")
        .replace("anna-berg", "tom-reis");
    let folder = Folder::new()
        .file("Invitations.csv", format!("{archive}{of_tom}"))
        .file("t/Invitations.csv", format!("{archive}{of_tom}"));
    for name in ["Invitations.csv", "t"] {
        let rows = csv(&folder.read(name).unwrap(), "account person");
        assert_eq!(rows, "account,person\nanna-berg,in/ada-ash\ntom-reis,in/ada-ash\n", "{name}");
    }
}

#[test]
fn days_of_no_time_end_nothing() {
    for day in ["1753-01-01 00:00:00", "0002-11-30", "12/31/2099"] {
        let (rows, _) = read(&format!("Name,Sent on,Accepted on\nAda Ash,2026-09-14,{day}\n"));
        assert_eq!(rows, "name,state\nAda Ash,pending\n", "{day}");
    }
}

#[test]
fn what_is_still_to_be_done_is_no_status() {
    let (rows, remarks) =
        read("Name,Sent on,Action\nAda Ash,2026-09-01,withdraw\nBen Birk,2026-10-02,keep\n");
    assert_eq!(rows.matches("pending").count(), 2, "{rows} {remarks}");
}

#[test]
fn a_row_of_values_is_no_header() {
    let archive = format!("{URLS}{}", sent("Ada Ash", "ada-ash", "9/1/26, 9:00 AM", ""));
    let rows = "https://www.linkedin.com/in/ada-ash,accepted\n\
                https://www.linkedin.com/in/ben-birk,pending\n";
    let folder = Folder::new().file("anna/Invitations.csv", archive).file("urls.csv", rows);
    let error = folder.error("urls.csv");
    assert!(error.contains("header"), "{error}");
}

#[test]
fn connections_with_people_who_are_none_are_a_tracker() {
    let (rows, remarks) = read(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On,Date sent,Status\n\
         Ada,Ash,https://www.linkedin.com/in/ada-ash,,X,Y,,2026-09-01,Pending\n\
         Ben,Birk,https://www.linkedin.com/in/ben-birk,,X,Y,01 Oct 2026,2026-09-01,Accepted\n",
    );
    assert!(
        rows.contains("Ada Ash,pending") && rows.contains("Ben Birk,accepted"),
        "{rows} {remarks}"
    );
}

#[test]
fn lines_and_other_headers_within_a_table_are_nobody() {
    let (rows, _) =
        read("Name | Sent on | Status\n--- | --- | ---\nAda Ash | 2026-09-01 | Pending\n");
    assert_eq!(rows, "name,state\nAda Ash,pending\n");
}

#[test]
fn outcomes_among_tags_are_said() {
    for (header, cell) in [("Tags", "\"client, accepted\""), ("Next step", "accepted - send deck")]
    {
        let rows = format!(
            "Name,LinkedIn,Sent on,{header}\nAda Ash,in/ada-ash,2026-09-14,x\n\
             Ben Birk,in/ben-birk,2026-09-14,{cell}\n"
        );
        let (_, remarks) = read(&rows);
        assert!(
            remarks.contains(&format!("`{header}` (words for outcomes")),
            "{header}: {remarks}"
        );
    }
}

#[test]
fn a_list_that_was_cut_short_tells_of_nobody_who_is_gone() {
    let archive = ["Ada Ash/ada-ash", "Ben Birk/ben-birk"].map(|who| {
        let (name, slug) = who.split_once('/').unwrap();
        sent(name, slug, "9/1/26, 9:00 AM", "")
    });
    let list = "profileUrl,fullName,sentDate,timestamp,error\n\
                in/ada-ash,Ada Ash,Sent 2 months ago,2026-11-20T00:00:00Z,\n\
                ,,,2026-11-20T00:00:00Z,Rate limit reached: stopped after 1 of 2\n";
    let folder = Folder::new()
        .file("anna/Invitations.csv", format!("{URLS}{}", archive.concat()))
        .file("anna/sent.csv", list);
    let read = folder.read("anna").unwrap();
    let rows = csv(&read, "name state");
    assert!(rows.contains("Ben Birk,pending"), "{rows}");
    assert!(folder.findings(&read).contains("list-unclear"));
}

#[test]
fn pages_and_newsletters_on_a_list_are_no_invitations() {
    let (rows, _) = read(
        "name,type,sent,profile\nAda Ash,People,2 months ago,https://www.linkedin.com/in/ada-ash\n\
         Newsletter X,Newsletter,1 month ago,\nAcme,Page,1 month ago,\n",
    );
    assert_eq!(rows, "name,state\nAda Ash,pending\n");
}

#[test]
fn likers_are_not_invited() {
    let archive = format!("{URLS}{}", sent("Ada Ash", "ada-ash", "9/1/26, 9:00 AM", ""));
    let likers = "name,profile_url,time\nBen Birk,in/ben-birk,2w\nCy Cole,in/cy-cole,3w\n";
    let folder =
        Folder::new().file("anna/Invitations.csv", archive).file("anna/likers.csv", likers);
    let rows = csv(&folder.read("anna").unwrap(), "name state");
    assert_eq!(rows, "name,state\nAda Ash,pending\n");
}
