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
        let (rows, said) = told(&format!(
            "Name,LinkedIn,Date sent,Accepted on,{column}\n\
             Una Ek,{IN}/una-ek,2026-10-01,,Invitation\n\
             Ivo Dahl,{IN}/ivo-dahl,2026-10-01,2026-10-05,Message\n\
             Mia Sol,{IN}/mia-sol,2026-10-01,,Email\n"
        ));
        let expected =
            ["Ivo Dahl,accepted,recorded", "Mia Sol,pending,recorded", "Una Ek,pending,recorded"];
        assert_eq!(rows, expected, "{column}\n{said}");
        assert!(said.contains(&format!("`{column}` is not heard")), "{said}");
    }
    // Where nothing else tells of the invitation, what was done last may be one.
    let (rows, said) = told(&format!(
        "Name,LinkedIn,Last action,Date\nUna Ek,{IN}/una-ek,Invitation sent,2026-10-01\n\
         Ivo Dahl,{IN}/ivo-dahl,Message,2026-10-01\n"
    ));
    assert_eq!(rows, ["Una Ek,pending,recorded"], "{said}");
}

#[test]
fn the_status_of_a_talk_is_not_that_of_an_invitation() {
    let (rows, said) = told(&format!(
        "first_name,last_name,profile_link,contact_status,conversation_status,invited_at\n\
         Una,Ek,{IN}/una-ek,Invited,,2026-10-01 10:00:00\n\
         Ivo,Dahl,{IN}/ivo-dahl,Connected,Awaiting Reply,2026-10-01 10:00:00\n\
         Mia,Sol,{IN}/mia-sol,Revoked,,2026-10-01 10:00:00\n"
    ));
    let expected =
        ["Ivo Dahl,accepted,recorded", "Mia Sol,withdrawn,recorded", "Una Ek,pending,recorded"];
    assert_eq!(rows, expected, "{said}");
}

#[test]
fn an_action_that_failed_did_not_happen() {
    let (rows, said) = told(&format!(
        "Date,Name,LinkedIn,Event,Status\n\
         2026-10-02,Una Ek,{IN}/una-ek,Invited,Done\n\
         2026-10-12,Una Ek,{IN}/una-ek,Accepted,Done\n\
         2026-10-03,Ivo Dahl,{IN}/ivo-dahl,Invited,Failed\n\
         2026-10-03,Mia Sol,{IN}/mia-sol,Invited,Done\n\
         2026-11-03,Mia Sol,{IN}/mia-sol,Withdrawn,Failed\n"
    ));
    assert_eq!(rows, ["Una Ek,accepted,recorded", "Mia Sol,pending,recorded"], "{said}");
    assert!(said.contains("2 row(s) are of an action that failed"), "{said}");
}

#[test]
fn whoever_replied_to_an_email_has_not_accepted() {
    let (rows, said) = told(&format!(
        "firstname,lastname,linkedinUrl,status,LinkedIn - Connection request,LinkedIn - Connection \
         accepted,LinkedIn - Replied,Email - Sent,Email - Replied\n\
         Una,Ek,{IN}/una-ek,Contacted,2026-10-01,,,2026-10-02,\n\
         Ivo,Dahl,{IN}/ivo-dahl,Replied,2026-10-01,2026-10-04,2026-10-05,,\n\
         Mia,Sol,{IN}/mia-sol,Replied,2026-10-01,,,2026-10-02,2026-10-03\n"
    ));
    let expected =
        ["Ivo Dahl,accepted,recorded", "Mia Sol,pending,recorded", "Una Ek,pending,recorded"];
    assert_eq!(rows, expected, "{said}");
    assert!(said.contains("may be a reply to an e-mail"), "{said}");
}

#[test]
fn what_else_people_were_invited_to_is_left_out_or_said() {
    let (rows, said) = told(
        "Name,Invited to,Date sent,Status\nUna Ek,Event,2026-10-01,Pending\n\
         Ivo Dahl,Company page,2026-10-02,Accepted\nMia Sol,Connect,2026-10-03,Pending\n",
    );
    assert_eq!(rows, ["Mia Sol,pending,recorded"], "{said}");
    let (_, said) = told(
        "Name,Type,Date sent,Status\nAcme Day,Event,2026-10-01,Pending\n\
         Acme,Page,2026-10-02,Pending\nMia Sol,Contact,2026-10-03,Pending\n",
    );
    assert!(said.contains("`Type` is not heard: 2 of its first 3 value(s)"), "{said}");
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
        let (_, said) = with_archive("people.csv", &content);
        assert!(said.contains("no header: its first row is one of values"), "{said}");
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
        let (rows, said) = states(&folder, "d");
        let expected = ["Ivo Dahl,withdrawn,recorded", "Una Ek,accepted,recorded"];
        assert_eq!(rows, expected, "{cell}\n{said}");
    }
    for cell in ["HTTPS://WWW.LINKEDIN.COM/in/una-ek", "/in/una-ek/"] {
        let content = format!("Prospect,Status\n{cell},Accepted\n{IN}/ivo-dahl,Withdrawn\n");
        let (rows, said) = with_archive("sheet.csv", &content);
        assert!(rows.contains(&"Una Ek,accepted,recorded".to_owned()), "{cell}{rows:?}{said}");
    }
}

#[test]
fn two_people_in_one_cell_are_said() {
    let rows = "Una Ek & Ivo Dahl,2026-10-01,Pending\nMia Sol,2026-10-01,Pending\n";
    let (_, said) = told(&format!("Name,Sent on,Status\n{rows}"));
    assert!(said.contains("1 row(s) seem to name several people in one cell"), "{said}");
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
    for (name, outcome) in [("accepted.csv", "Accepted on"), ("withdrawn.csv", "Withdrawn on")] {
        let folder = Folder::new().file(name, &content);
        let error = format!("{:?}", miette::Report::new(folder.read(name).err().unwrap()));
        assert!(error.replace(['\n', ' ', '│'], "").contains(&outcome.replace(' ', "")), "{error}");
    }
}
