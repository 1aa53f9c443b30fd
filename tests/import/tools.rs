//! Exports of tools whose columns tell of more than invitations, and lists that people made of
//! them.

use crate::data::{Folder, URLS, csv, sent};

fn states(folder: &Folder, path: &str) -> (Vec<String>, String) {
    let read = folder.read(path).unwrap();
    let rows = csv(&read, "name state known_by");
    (rows.lines().skip(1).map(str::to_owned).collect(), folder.findings(&read))
}

fn told(content: &str) -> (Vec<String>, String) {
    states(&Folder::new().file("anna.csv", content), "anna.csv")
}

const IN: &str = "https://www.linkedin.com/in";

#[test]
fn what_was_done_last_is_not_how_somebody_was_invited() {
    for column in ["lastAction", "Last channel", "Last activity type", "Latest action"] {
        let (rows, remarks) = told(&format!(
            "Name,LinkedIn,Date sent,Accepted on,{column}\n\
             Una Ek,{IN}/una-ek,2026-10-01,,Invitation\n\
             Ivo Dahl,{IN}/ivo-dahl,2026-10-01,2026-10-05,Message\n\
             Mia Sol,{IN}/mia-sol,2026-10-01,,Email\n"
        ));
        let expected =
            ["Ivo Dahl,accepted,recorded", "Mia Sol,pending,recorded", "Una Ek,pending,recorded"];
        assert_eq!(rows, expected, "{column}\n{remarks}");
        assert!(remarks.contains(&format!("`{column}` is not heard")), "{remarks}");
    }
    // Where nothing else tells of the invitation, what was done last may be one.
    let (rows, remarks) = told(&format!(
        "Name,LinkedIn,Last action,Date\nUna Ek,{IN}/una-ek,Invitation sent,2026-10-01\n\
         Ivo Dahl,{IN}/ivo-dahl,Message,2026-10-01\n"
    ));
    assert_eq!(rows, ["Una Ek,pending,recorded"], "{remarks}");
}

#[test]
fn the_status_of_a_talk_is_not_that_of_an_invitation() {
    let (rows, remarks) = told(&format!(
        "first_name,last_name,profile_link,contact_status,conversation_status,invited_at\n\
         Una,Ek,{IN}/una-ek,Invited,,2026-10-01 10:00:00\n\
         Ivo,Dahl,{IN}/ivo-dahl,Connected,Awaiting Reply,2026-10-01 10:00:00\n\
         Mia,Sol,{IN}/mia-sol,Revoked,,2026-10-01 10:00:00\n"
    ));
    let expected =
        ["Ivo Dahl,accepted,recorded", "Mia Sol,withdrawn,recorded", "Una Ek,pending,recorded"];
    assert_eq!(rows, expected, "{remarks}");
}

#[test]
fn an_action_that_failed_did_not_happen() {
    let (rows, remarks) = told(&format!(
        "Date,Name,LinkedIn,Event,Status\n\
         2026-10-02,Una Ek,{IN}/una-ek,Invited,Done\n\
         2026-10-12,Una Ek,{IN}/una-ek,Accepted,Done\n\
         2026-10-03,Ivo Dahl,{IN}/ivo-dahl,Invited,Failed\n\
         2026-10-03,Mia Sol,{IN}/mia-sol,Invited,Done\n\
         2026-11-03,Mia Sol,{IN}/mia-sol,Withdrawn,Failed\n"
    ));
    assert_eq!(rows, ["Una Ek,accepted,recorded", "Mia Sol,pending,recorded"], "{remarks}");
    assert!(remarks.contains("2 row(s) are of an action that failed"), "{remarks}");
}

#[test]
fn whoever_replied_to_an_email_has_not_accepted() {
    let (rows, remarks) = told(&format!(
        "firstname,lastname,linkedinUrl,status,LinkedIn - Connection request,LinkedIn - Connection \
         accepted,LinkedIn - Replied,Email - Sent,Email - Replied\n\
         Una,Ek,{IN}/una-ek,Contacted,2026-10-01,,,2026-10-02,\n\
         Ivo,Dahl,{IN}/ivo-dahl,Replied,2026-10-01,2026-10-04,2026-10-05,,\n\
         Mia,Sol,{IN}/mia-sol,Replied,2026-10-01,,,2026-10-02,2026-10-03\n"
    ));
    let expected =
        ["Ivo Dahl,accepted,recorded", "Mia Sol,pending,recorded", "Una Ek,pending,recorded"];
    assert_eq!(rows, expected, "{remarks}");
    assert!(remarks.contains("may be a reply to an e-mail"), "{remarks}");
}

#[test]
fn what_else_people_were_invited_to_is_left_out_or_said() {
    let (rows, remarks) = told(
        "Name,Invited to,Date sent,Status\nUna Ek,Event,2026-10-01,Pending\n\
         Ivo Dahl,Company page,2026-10-02,Accepted\nMia Sol,Connect,2026-10-03,Pending\n",
    );
    assert_eq!(rows, ["Mia Sol,pending,recorded"], "{remarks}");
    let (_, remarks) = told(
        "Name,Type,Date sent,Status\nAcme Day,Event,2026-10-01,Pending\n\
         Acme,Page,2026-10-02,Pending\nMia Sol,Contact,2026-10-03,Pending\n",
    );
    assert!(remarks.contains("`Type` is not heard: 2 of its first 3 value(s)"), "{remarks}");
}

const ARCHIVE: [(&str, &str); 3] =
    [("Una Ek", "una-ek"), ("Ivo Dahl", "ivo-dahl"), ("Mia Sol", "mia-sol")];

fn with_archive(name: &str, content: &str) -> (Vec<String>, String) {
    let rows = ARCHIVE.map(|(name, slug)| sent(name, slug, "10/2/26, 9:00 AM", ""));
    let folder = Folder::new()
        .file("d/anna/Invitations.csv", format!("{URLS}{}", rows.concat()))
        .file(&format!("d/anna/{name}"), content);
    states(&folder, "d")
}

#[test]
fn a_file_that_begins_with_its_first_row_is_said() {
    for content in [
        format!("Una Ek,{IN}/una-ek,Accepted,2026-10-02\nIvo Dahl,{IN}/ivo-dahl,Withdrawn,\n"),
        format!("{IN}/una-ek,accepted\n{IN}/ivo-dahl,withdrawn\n"),
        "Una Ek,Accepted,2026-10-02\nIvo Dahl,Withdrawn,2026-10-03\n".to_owned(),
    ] {
        let (_, remarks) = with_archive("people.csv", &content);
        assert!(remarks.contains("no header: its first row is one of values"), "{remarks}");
    }
}

#[test]
fn a_slug_among_addresses_is_one() {
    for cell in ["una-ek", "@una-ek", "una-ek-1a2b", "https:\\/\\/www.linkedin.com\\/in\\/una-ek"] {
        let slug = if cell.ends_with("1a2b") { "una-ek-1a2b" } else { "una-ek" };
        let rows = [("Una Ek", slug), ("Ivo Dahl", "ivo-dahl")];
        let rows = rows.map(|(name, slug)| sent(name, slug, "10/2/26, 9:00 AM", ""));
        let folder =
            Folder::new().file("d/anna/Invitations.csv", format!("{URLS}{}", rows.concat())).file(
                "d/anna/sheet.csv",
                format!("LinkedIn,Status\n{cell},Accepted\n{IN}/ivo-dahl,Withdrawn\n"),
            );
        let (rows, remarks) = states(&folder, "d");
        let expected = ["Ivo Dahl,withdrawn,recorded", "Una Ek,accepted,recorded"];
        assert_eq!(rows, expected, "{cell}\n{remarks}");
    }
    for cell in ["HTTPS://WWW.LINKEDIN.COM/in/una-ek", "/in/una-ek/"] {
        let content = format!("Prospect,Status\n{cell},Accepted\n{IN}/ivo-dahl,Withdrawn\n");
        let (rows, remarks) = with_archive("sheet.csv", &content);
        assert!(rows.contains(&"Una Ek,accepted,recorded".to_owned()), "{cell}{rows:?}{remarks}");
    }
}

#[test]
fn two_people_in_one_cell_are_said() {
    let rows = "Una Ek & Ivo Dahl,2026-10-01,Pending\nMia Sol,2026-10-01,Pending\n";
    let (_, remarks) = told(&format!("Name,Sent on,Status\n{rows}"));
    assert!(remarks.contains("1 row(s) seem to name several people in one cell"), "{remarks}");
}

#[test]
fn the_day_of_a_table_that_is_called_after_what_was_sent_is_that_of_sending() {
    let content = format!(
        "Name,LinkedIn,Date\nUna Ek,{IN}/una-ek,2026-10-01\nIvo Dahl,{IN}/ivo-dahl,2026-10-02\n"
    );
    for name in ["sent.csv", "pending.csv", "Sent invitations.csv"] {
        let folder = Folder::new().file(name, &content);
        let read = folder.read(name).unwrap();
        let rows = csv(&read, "name state sent_at");
        assert!(rows.contains("Una Ek,pending,2026-10-01"), "{name} {rows}");
        assert!(folder.findings(&read).contains("`Date` is taken for the day sent"), "{name}");
    }
    let folder = Folder::new().file("accepted.csv", &content);
    assert!(folder.error("accepted.csv").contains("no usable row"));
}

#[test]
fn the_day_of_a_table_that_is_called_after_an_outcome_is_that_of_the_outcome() {
    let sent = "Name,LinkedIn,Date\nUna Ek,in/una-ek,2026-06-01\nUna Ek,in/una-ek,2026-10-01\n";
    for (outcome, first) in [("withdrawn", "withdrawn"), ("declined", "declined")] {
        let ended = "Name,LinkedIn,Date\nUna Ek,in/una-ek,2026-06-21\n";
        let folder =
            Folder::new().file("d/lea/sent.csv", sent).file(&format!("d/lea/{outcome}.csv"), ended);
        let read = folder.read("d").unwrap();
        let rows = csv(&read, "state known_by");
        let expected = format!("state,known_by\n{first},recorded\npending,recorded\n");
        assert_eq!(rows, expected, "{}", folder.findings(&read));
        assert!(folder.findings(&read).contains("`Date` is taken for the day of"));
    }
}

#[test]
fn what_seems_of_merged_cells_is_said() {
    let (_, remarks) = told(
        "Status,Name,Date sent\nAccepted,Una Ek,2026-10-01\n,Ivo Dahl,2026-10-01\n\
         Withdrawn,Mia Sol,2026-10-01\n,Ada B,2026-10-02\n",
    );
    assert!(remarks.contains("`Status` has each value once and nothing below it"), "{remarks}");
}

#[test]
fn a_lone_mark_that_may_be_a_tick_is_said() {
    for mark in ["✗", "❌", "✘"] {
        let (_, remarks) = told(&format!(
            "Name,Date sent,Accepted,Withdrawn\nUna Ek,2026-10-01,,{mark}\n\
             Ivo Dahl,2026-10-01,,\nMia Sol,2026-10-01,2026-10-05,\n"
        ));
        assert!(remarks.contains("may be a tick"), "{mark}: {remarks}");
    }
}

#[test]
fn lists_within_objects_that_are_read_are_said() {
    let events = r#"[{"type":"sent","at":"2026-10-02"},{"type":"accepted","at":"2026-10-05"}]"#;
    let content = format!(
        r#"[{{"name":"Una Ek","linkedin":"{IN}/una-ek","sent_at":"2026-10-02","events":{events}}}]"#
    );
    let folder = Folder::new().file("anna.json", content);
    let (_, remarks) = states(&folder, "anna.json");
    assert!(remarks.contains("lists within the objects"), "{remarks}");
    assert!(remarks.contains("events"), "{remarks}");
}

#[test]
fn a_lead_that_is_new_may_have_been_invited() {
    let (rows, remarks) = told(&format!(
        "Lead Name,Lead LinkedIn URL,Lead Status,LinkedIn Request Sent On,\
         LinkedIn Request Accepted On\nUna Ek,{IN}/una-ek,New,2026-10-01,\n\
         Ivo Dahl,{IN}/ivo-dahl,Working,2026-10-01,2026-10-04\n\
         Mia Sol,{IN}/mia-sol,Rejected,2026-10-01,\n"
    ));
    let expected =
        ["Ivo Dahl,accepted,recorded", "Mia Sol,pending,recorded", "Una Ek,pending,recorded"];
    assert_eq!(rows, expected, "{remarks}");
    assert!(remarks.contains("`Lead Status` is not heard"), "{remarks}");
}

#[test]
fn a_row_that_is_marked_as_a_remark_is_nobody() {
    let (rows, _) = told(
        "Name,Date sent,Status\n#Una Ek,2026-10-01,Pending\n// Ivo Dahl,2026-10-01,Pending\n\
         Mia Sol,2026-10-01,Pending\n",
    );
    assert_eq!(rows, ["Mia Sol,pending,recorded"]);
}

#[test]
fn whoever_sent_the_invitation_to_themselves_invited_the_account() {
    let (rows, remarks) = told(&format!(
        "Name,LinkedIn,Date sent,Sender,Status\nUna Ek,{IN}/una-ek,2026-10-01,Anna Berg,Pending\n\
         Ivo Dahl,{IN}/ivo-dahl,2026-10-01,Ivo Dahl,Pending\n\
         Mia Sol,{IN}/mia-sol,2026-10-01,Anna Berg,Pending\n"
    ));
    assert_eq!(rows.len(), 2, "{rows:?}{remarks}");
    assert!(remarks.contains("received, and are left out: Ivo Dahl (1)"), "{remarks}");
}

#[test]
fn what_was_sent_and_whether_are_two_columns() {
    let (rows, remarks) = told(
        "Name,Sent,Sent?,Accepted?,Withdrawn?\nUna Ek,2026-10-01,yes,yes,no\n\
         Ivo Dahl,2026-10-01,yes,no,yes\nMia Sol,2026-10-01,yes,no,no\n",
    );
    let expected =
        ["Ivo Dahl,withdrawn,recorded", "Mia Sol,pending,recorded", "Una Ek,accepted,recorded"];
    assert_eq!(rows, expected, "{remarks}");
}

#[test]
fn the_account_of_a_row_counts_within_a_folder_too() {
    let sheet = "Name,LinkedIn,Date sent,Status,Account\n\
                 Una Ek,in/una-ek,2026-10-01,Accepted,anna\n\
                 Una Ek,in/una-ek,2026-10-01,Pending,ben\n\
                 Ivo Dahl,in/ivo-dahl,2026-10-01,Pending,anna\n\
                 Ivo Dahl,in/ivo-dahl,2026-10-15,Pending,ben\n";
    for path in ["team/t.csv", "t.csv"] {
        let folder = Folder::new().file(path, sheet);
        let given = path.split('/').next().unwrap();
        let read = folder.read(given).unwrap();
        let rows = csv(&read, "account name state");
        let expected = "account,name,state\nanna,Ivo Dahl,pending\nanna,Una Ek,accepted\n\
                        ben,Ivo Dahl,pending\nben,Una Ek,pending\n";
        let mut rows: Vec<&str> = rows.lines().collect();
        rows.get_mut(1..).unwrap().sort_unstable();
        assert_eq!(rows.join("\n") + "\n", expected, "{path}\n{}", folder.findings(&read));
    }
    // What else is called so is no account.
    let sheet = sheet.replace(",anna\n", ",Acme\n").replace(",ben\n", ",Globex\n");
    let (rows, remarks) = with_archive("sheet.csv", &sheet);
    assert!(rows.contains(&"Una Ek,accepted,recorded".to_owned()), "{rows:?}{remarks}");
}

#[test]
fn outcomes_beside_names_and_days_are_said() {
    for row in [
        "Una Ek (accepted),2026-10-01",
        "Una Ek - withdrawn,2026-10-01",
        "~~Una Ek~~,2026-10-01",
        "Una Ek,2026-10-01 (accepted)",
    ] {
        let (_, remarks) = told(&format!("Name,Date sent\n{row}\nIvo Dahl,2026-10-01\n"));
        assert!(remarks.contains("have a word for an outcome"), "{row}: {remarks}");
    }
}

#[test]
fn in_an_archive_a_member_is_called_whatever_they_are_called() {
    let names = ["#Una Ek", "// Ivo Dahl", "Mia Sol & Ada Bo", "Ada Bo (accepted)"];
    let rows = names.iter().zip(["una", "ivo", "mia", "ada"]);
    let rows = rows.map(|(name, slug)| sent(name, slug, "10/2/26, 9:00 AM", ""));
    let content = format!("{URLS}{}", rows.collect::<String>());
    let folder = Folder::new().file("d/anna/Invitations.csv", content);
    let (rows, remarks) = states(&folder, "d");
    assert_eq!(rows.len(), names.len(), "{rows:?}{remarks}");
    assert!(
        !remarks.contains("several-in-cell") && !remarks.contains("unheard-state"),
        "{remarks}"
    );
}
