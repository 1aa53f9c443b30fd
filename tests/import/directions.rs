//! Whether invitations were sent or received, however a table says it: what was received is never
//! pending, and words that nobody explained are said.

use crate::data::{Folder, csv};

const PEOPLE: [&str; 3] = ["una-ek", "ivo-dahl", "mia-sol"];

fn row(person: usize, value: &str) -> String {
    let slug = PEOPLE[person];
    format!("{slug},https://www.linkedin.com/in/{slug},2026-10-0{},{value}\n", person + 2)
}

fn read(name: &str, text: &str) -> (Vec<String>, String) {
    let folder = Folder::new().file(&format!("{name}.csv"), text);
    let read = folder.read(&format!("{name}.csv")).unwrap();
    let rows = csv(&read, "name state");
    (rows.lines().skip(1).map(String::from).collect(), folder.findings(&read))
}

#[test]
fn what_was_received_is_left_out_whatever_its_column_is_called() {
    for (column, received, sent) in [
        ("In/Out", "In", "Out"),
        ("Section", "Received", "Sent"),
        ("Type", "Received", "Sent"),
        ("Type", "In", "Out"),
        ("Direction", "←", "→"),
        ("Dir", "⬅️", "➡️"),
        ("Box", "Inbox", "Outbox"),
        ("Richtung", "Eingang", "Ausgang"),
        ("Tab", "Received invitations", "Sent invitations"),
        ("Status", "Received", "Sent"),
        ("Dir", "← them", "→ them"),
        ("Initiated", "By contact", "By me"),
        ("Initiator", "Prospect", "Us"),
        ("Invite", "Sent by them", "Sent by me"),
        ("Who invited whom", "They invited", "I invited"),
        ("方向", "收到", "发出"),
        ("Sent/Recd", "Rec'd", "Sent"),
    ] {
        let rows = [row(0, sent), row(1, received), row(2, sent)].concat();
        let (rows, remarks) = read("anna", &format!("Name,LinkedIn,Date sent,{column}\n{rows}"));
        assert_eq!(rows, ["una-ek,pending", "mia-sol,pending"], "{column}: {remarks}");
        assert!(
            remarks.contains(&format!("and are left out: {received} (1)")),
            "{column}: {remarks}"
        );
    }
}

#[test]
fn what_was_received_alone_or_beside_statuses_is_left_out() {
    for (column, words) in
        [("Section", ["Received"; 3]), ("Status", ["Pending", "Received", "Accepted"])]
    {
        let rows = [row(0, words[0]), row(1, words[1]), row(2, words[2])].concat();
        let folder = Folder::new()
            .file("anna.csv", format!("Name,LinkedIn,Date sent,{column}\n{rows}"))
            .file(
                "ben.csv",
                format!("Name,LinkedIn,Date sent\n{}", row(0, "").replace(",\n", "\n")),
            );
        let sources = ["anna.csv", "ben.csv"].map(|name| (None, folder.path(name)));
        let read = crate::data::read(&sources, &crate::data::settings()).unwrap();
        let rows = csv(&read, "account name");
        assert!(!rows.contains("anna,ivo-dahl"), "{column}: {rows}");
        assert!(folder.findings(&read).contains("invitations that the account received"));
    }
}

#[test]
fn directions_that_nobody_explained_are_said() {
    let rows = [row(0, "North"), row(1, "South"), row(2, "North")].concat();
    let (rows, remarks) = read("anna", &format!("Name,LinkedIn,Date sent,Direction\n{rows}"));
    assert_eq!(rows.len(), 3, "{remarks}");
    assert!(remarks.contains("the column `Direction` is not heard"), "{remarks}");
    let rows = [row(0, "Outgoing"), row(1, "Sideways"), row(2, "Incoming")].concat();
    let (rows, remarks) = read("anna", &format!("Name,LinkedIn,Date sent,Direction\n{rows}"));
    assert_eq!(rows.len(), 2, "{remarks}");
    assert!(remarks.contains("words that nobody explained, and decide nothing: Sideways (1)"));
}

#[test]
fn a_name_or_a_heading_says_that_its_rows_were_received() {
    let plain = |at: usize| row(at, "").replace(",\n", "\n");
    let header = "Name,LinkedIn,Date sent\n";
    let text = format!("{header}Sent,,\n{}Received,,\n{}{}", plain(0), plain(1), plain(2));
    let (rows, remarks) = read("anna", &text);
    assert_eq!(rows, ["una-ek,pending"], "{remarks}");
    assert!(remarks.contains("row 4 `Received`"), "{remarks}");
    let folder = Folder::new()
        .file("anna/Received.csv", format!("{header}{}", plain(1)))
        .file("anna/Sent.csv", format!("{header}{}", plain(0)));
    let read = folder.read("anna").unwrap();
    assert_eq!(csv(&read, "name state"), "name,state\nuna-ek,pending\n");
    // A list of the page with what was received is none of what is pending.
    let list = "Name,LinkedIn,When\nUna Ek,https://www.linkedin.com/in/una-ek,2 weeks ago\n";
    let folder = Folder::new()
        .file("anna/received.csv", list)
        .file("anna/sent.csv", format!("{header}{}", plain(1)));
    let read = folder.read("anna").unwrap();
    assert_eq!(csv(&read, "name state"), "name,state\nivo-dahl,pending\n");
}

#[test]
fn a_column_that_may_say_who_invited_whom_is_said() {
    for (column, values) in [
        ("Incoming", ["0", "1", "0"]),
        ("Is outbound", ["1", "0", "1"]),
        ("Requester", ["Lea B", "Bo L", "Lea B"]),
    ] {
        let rows = [row(0, values[0]), row(1, values[1]), row(2, values[2])].concat();
        let (_, remarks) = read("anna", &format!("Name,LinkedIn,Date sent,{column}\n{rows}"));
        assert!(
            remarks.contains("note unread-column") && remarks.contains(column),
            "{column}: {remarks}"
        );
    }
}
