//! What decides between two sources that disagree: the table in `docs/DATA.md`, tried pair by pair.

use crate::data::{CONNECTIONS, Folder, URLS, csv, sent, settings};
use std::fmt::Write;
use std::path::Path;

/// What speaks of Ada, by how its row of the table begins.
const AUTHORITIES: [(&str, Speaks); 12] = [
    ("the same person (slug or member) was invited again later", Speaks::Again),
    ("a connection, found by slug", Speaks::Connection("https://www.linkedin.com/in/ada-b")),
    ("an acceptance in a sheet", Speaks::Status("accepted")),
    ("a refusal there", Speaks::Status("declined")),
    ("a withdrawal there", Speaks::Status("withdrawn")),
    ("an expiry there", Speaks::Status("expired")),
    ("a list of the Sent page has the person", Speaks::List("Ada B", "ada-b")),
    ("a connection, found by an unambiguous name", Speaks::Connection("")),
    (
        "a list that was taken after it was sent does not have the person",
        Speaks::List("Zed Z", "z"),
    ),
    ("it is older than 180 days", Speaks::Age),
    (
        "only a sheet says that it was sent, or a status that it is pending",
        Speaks::Status("pending"),
    ),
    ("nothing of all this", Speaks::Nothing),
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Speaks {
    Again,
    Connection(&'static str),
    Status(&'static str),
    List(&'static str, &'static str),
    Age,
    Nothing,
}

/// The rows of the table: how each begins, the states and the ways to know them.
fn documented() -> Vec<(String, String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/DATA.md");
    let text = std::fs::read_to_string(path).unwrap();
    let table = text.split_once("| | `state` | `known_by` |\n").unwrap().1;
    let rows = table.lines().skip(1).take_while(|line| line.starts_with('|'));
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    rows.map(|line| <[String; 3]>::try_from(cells(line)).unwrap().into()).collect()
}

fn file_of(speaking: &[Speaks]) -> Folder {
    let at = if speaking.contains(&Speaks::Age) { "1/5/26, 9:00 AM" } else { "7/1/26, 9:00 AM" };
    let again = sent("Ada B", "ada-b", "10/1/26, 9:00 AM", "");
    let again = if speaking.contains(&Speaks::Again) { again } else { String::new() };
    let archive = format!("{URLS}{}{again}", sent("Ada B", "ada-b", at, ""));
    let mut folder = Folder::new().file("d/anna/Invitations.csv", archive);
    let mut connections = String::new();
    for one in speaking {
        match one {
            Speaks::Connection(url) => {
                writeln!(connections, "Ada,B,{url},,X,Y,01 Oct 2026").unwrap();
            }
            Speaks::Status(status) => {
                let sheet = format!("Profile URL,Status\nlinkedin.com/in/ada-b,{status}\n");
                folder = folder.file("d/sheet.csv", sheet);
            }
            Speaks::List(name, slug) => {
                let list = format!(
                    "name,sent_date,profile_url,timestamp\n{name},Sent 1 month ago,\
                     linkedin.com/in/{slug},2026-11-22\n"
                );
                folder = folder.file("d/anna/sent.csv", list);
            }
            Speaks::Again | Speaks::Age | Speaks::Nothing => {}
        }
    }
    if connections.is_empty() {
        return folder;
    }
    folder.file("d/anna/Connections.csv", format!("{CONNECTIONS}{connections}"))
}

/// Two of these have no place for both: one sheet, one list.
fn exclude_each_other(one: Speaks, other: Speaks) -> bool {
    matches!(
        (one, other),
        (Speaks::Status(_), Speaks::Status(_)) | (Speaks::List(..), Speaks::List(..))
    )
}

#[test]
fn the_first_that_has_something_to_say_decides() {
    let table = documented();
    assert_eq!(table.len(), AUTHORITIES.len());
    for (at, (begins, first)) in AUTHORITIES.iter().enumerate() {
        let (findings, states, ways) = &table[at];
        assert!(findings.starts_with(begins), "{findings} is not {begins}");
        for (_, second) in AUTHORITIES.iter().skip(at) {
            if exclude_each_other(*first, *second) && first != second {
                continue;
            }
            let both = if first == second { vec![*first] } else { vec![*first, *second] };
            let folder = file_of(&both);
            let rows = csv(&folder.read("d").unwrap(), "name sent_at state known_by");
            let row = rows.lines().find(|line| line.starts_with("Ada B")).unwrap();
            let parts: Vec<&str> = row.split(',').collect();
            let has = |cell: &String, word: &str| cell.contains(&format!("`{word}`"));
            assert!(
                has(states, parts[2]) && has(ways, parts[3]),
                "{first:?} before {second:?}: {row}, not {states} {ways}"
            );
        }
    }
}

#[test]
fn what_is_said_of_an_earlier_invitation_hides_nothing_of_a_later_one() {
    let archive = format!(
        "{URLS}{}{}",
        sent("Ada B", "ada-b", "3/2/26, 9:00 AM", ""),
        sent("Ada B", "ada-b", "11/2/26, 9:00 AM", "")
    );
    let header = "Profile URL,Date sent,Status,Withdrawn on\n";
    let url = "https://www.linkedin.com/in/ada-b";
    let later = format!("{header}{url},2026-11-02,Withdrawn,2026-11-20\n");
    for (status, gone) in [("Accepted", ""), ("Declined", ""), ("Withdrawn", "2026-04-01")] {
        let earlier = format!("{header}{url},2026-03-02,{status},{gone}\n");
        let folder = Folder::new()
            .file("anna/Invitations.csv", &archive)
            .file("a.csv", &later)
            .file("b.csv", earlier);
        for names in [["anna", "a.csv", "b.csv"], ["anna", "b.csv", "a.csv"]] {
            let paths = names.map(|name| (None, folder.path(name)));
            let read = crate::data::read(&paths, &settings()).unwrap();
            let rows = csv(&read, "sent_at state withdrawn_on");
            assert!(rows.contains("withdrawn,2026-11-20"), "{status} {names:?}: {rows}");
        }
    }
}
