//! Cells that tell a history, lists that are no Sent list, and dates in the order of a language.

use crate::data::{Folder, URLS, csv, sent};

fn states(text: &str) -> (Vec<String>, String) {
    let folder = Folder::new().file("anna.csv", text);
    let read = folder.read("anna.csv").unwrap();
    let rows = csv(&read, "name state");
    (rows.lines().skip(1).map(String::from).collect(), folder.findings(&read))
}

#[test]
fn the_last_event_of_a_cell_decides() {
    let row = |name: &str, day: u32, status: &str| format!("{name},2026-10-0{day},\"{status}\"\n");
    let rows = [
        row("Una Ek", 1, "10/02 sent; 10/05 accepted"),
        row("Ivo Dahl", 2, "sent 2 Oct -> withdrawn 20 Oct"),
        row("Mia Sol", 3, "withdrawn 20 Sep, sent again 3 Oct"),
        row("Leo May", 4, "Pending"),
    ];
    for column in ["Status", "Notes"] {
        let (rows, remarks) = states(&format!("Name,Date sent,{column}\n{}", rows.concat()));
        let expected =
            ["Una Ek,accepted", "Ivo Dahl,withdrawn", "Mia Sol,pending", "Leo May,pending"];
        assert_eq!(rows, expected, "{column}: {remarks}");
    }
}

#[test]
fn histories_in_other_cells_are_said() {
    for column in ["Notes", "Note", "Comment", "Message"] {
        let rows = "Una Ek,2026-10-01,Pending,\"10/02 sent; 10/05 accepted\"\n\
            Ivo Dahl,2026-10-02,Pending,met at a fair\n\
            Mia Sol,2026-10-03,Pending,call her\n";
        let (_, remarks) = states(&format!("Name,Date sent,Status,{column}\n{rows}"));
        assert!(remarks.contains("unread-column"), "{column}: {remarks}");
        assert!(remarks.contains(&format!("`{column}` (1 text(s) that")), "{column}: {remarks}");
    }
    let rows = "Una Ek,2026-10-01,\"10/02 sent; 10/05 talked\"\nIvo Dahl,2026-10-02,Pending\n";
    let (rows, remarks) = states(&format!("Name,Date sent,Status\n{rows}"));
    assert_eq!(rows.len(), 2);
    assert!(remarks.contains("words that nobody explained"), "{remarks}");
}

#[test]
fn lists_of_members_and_guests_are_no_list_of_the_sent_page() {
    let of = |slug: &str, rest: &str| format!("{slug},https://www.linkedin.com/in/{slug},{rest}\n");
    let archive = [
        sent("Una Ek", "una-ek", "10/2/26, 9:00 AM", ""),
        sent("Ivo Dahl", "ivo-dahl", "9/2/26, 9:00 AM", ""),
    ];
    for (columns, values) in [
        ("Member since", ["2 months ago", "3 weeks ago"]),
        ("Follower since", ["2 months ago", "3 weeks ago"]),
        ("Joined", ["2 months ago", "3 weeks ago"]),
        ("degree,timestamp", ["2nd,2026-11-01T10:00:00Z", "3rd,2026-11-01T10:00:00Z"]),
        ("RSVP,Date added", ["Declined,2026-11-01", "Accepted,2026-11-01"]),
    ] {
        let list = format!(
            "Name,Profile URL,{columns}\n{}{}",
            of("una-ek", values[0]),
            of("new-one", values[1])
        );
        let folder = Folder::new()
            .file("d/anna/Invitations.csv", format!("{URLS}{}", archive.concat()))
            .file("d/members.csv", &list)
            .file("members.csv", &list);
        let read = folder.read("d").unwrap();
        let rows = csv(&read, "name state");
        assert_eq!(rows, "name,state\nIvo Dahl,pending\nUna Ek,pending\n", "{columns}");
        let alone = folder.read("members.csv");
        assert!(alone.is_err(), "{columns}: {:?}", alone.map(|read| csv(&read, "name state")));
    }
}

#[test]
fn the_language_of_a_table_tells_what_comes_first_in_its_dates() {
    let day = |text: &str| {
        let folder = Folder::new().file("anna.csv", text);
        let read = folder.read("anna.csv").unwrap();
        let remarks = folder.findings(&read);
        (csv(&read, "sent_at").lines().nth(1).unwrap_or_default().to_owned(), remarks)
    };
    for text in [
        "Nom,Date d'envoi,Statut\nUna Ek,03/10/2026,En attente\n",
        "Name,Date sent,Status\nUna Ek,03/10/2026,En attente\n",
        "Name,Gesendet am\nUna Ek,03/10/2026\n",
        "Name;Date sent\nUna Ek;03/10/2026\n",
    ] {
        let (sent_at, remarks) = day(text);
        assert_eq!(sent_at, "2026-10-03T00:00:00Z", "{text}");
        assert!(remarks.contains("note guessed-date-order"), "{remarks}");
        assert!(!remarks.contains("warn date-order"), "{remarks}");
    }
    let (sent_at, remarks) = day("Name,Date sent,Status\nUna Ek,03/10/2026,Pending\n");
    assert_eq!(sent_at, "2026-03-10T00:00:00Z");
    assert!(remarks.contains("warn date-order"), "{remarks}");
    // Values that prove an order do so in every language.
    let (sent_at, _) = day("Nom,Date d'envoi\nUna Ek,10/03/2026\nIvo Dahl,10/23/2026\n");
    assert_eq!(sent_at, "2026-10-03T00:00:00Z");
}
