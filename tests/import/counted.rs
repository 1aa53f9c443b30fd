//! Random tables of people, read alone and beside an archive: every row is accounted for, and no
//! state follows from a cell that was not understood. What must come out is told by a model of
//! `docs/DATA.md`, row by row.

use crate::data::{Folder, URLS, sent, settings};
use crate::effort;
use chrono::{Duration, NaiveDate};
use proptest::prelude::*;
use rescind_data::import::{self, Descriptions, Source};
use rescind_data::invitations::{self, Inspection};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// A cell for the status, and what `docs/DATA.md` says it means.
const STATUSES: [(&str, Option<&str>); 12] = [
    ("Pending", Some("pending")),
    ("sent", Some("pending")),
    ("ACCEPTED", Some("accepted")),
    ("Connected", Some("accepted")),
    ("declined", Some("declined")),
    ("Withdrawn", Some("withdrawn")),
    ("expired", Some("expired")),
    ("not sent", Some("unsent")),
    ("Warm lead", None),
    ("aceptad", None),
    ("42", None),
    ("", None),
];

const SPELLINGS: [[&str; 3]; 4] = [
    ["Full name", "Name", "contact_name"],
    ["LinkedIn URL", "profileUrl", "LinkedIn"],
    ["Date sent", "Date invited", "Invited on"],
    ["Status", "Invitation status", "Connection status"],
];

#[derive(Clone, Debug)]
struct CountedRow {
    person: usize,
    has_name: bool,
    /// 0: none, 1: damaged, else one of the forms of an address.
    address: usize,
    /// 0: none, 1: damaged, else one of the forms of a date.
    date: usize,
    days_ago: i64,
    status: usize,
    /// 0: the row is blank, 1: it is ragged.
    shape: usize,
}

fn row() -> impl Strategy<Value = CountedRow> {
    let parts = (0..6usize, any::<bool>(), 0..5usize, 0..7usize, 1..300i64, 0..12usize, 0..14usize);
    parts.prop_map(|(person, has_name, address, date, days_ago, status, shape)| CountedRow {
        person,
        has_name,
        address,
        date,
        days_ago,
        status,
        shape,
    })
}

/// A day so far back that is the 13th or later of its month, so that its order is certain.
fn day(row: &CountedRow) -> NaiveDate {
    let as_of = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let mut day = as_of - Duration::days(row.days_ago);
    while chrono::Datelike::day(&day) < 13 {
        day -= Duration::days(5);
    }
    day
}

impl CountedRow {
    fn is_blank(&self) -> bool {
        self.shape == 0 || (self.shape > 1 && self.cells().concat().is_empty())
    }

    fn is_ragged(&self) -> bool {
        self.shape == 1
    }

    fn names_nobody(&self) -> bool {
        !self.has_name && self.address < 2
    }

    fn is_usable(&self) -> bool {
        !self.is_blank() && !self.is_ragged() && !self.names_nobody()
    }

    fn status(&self) -> Option<&'static str> {
        STATUSES[self.status].1
    }

    /// Whether it is an invitation where nothing but this table speaks of the account: of a day
    /// that cannot be read, too.
    fn is_invitation(&self) -> bool {
        self.is_usable() && self.date > 0 && self.status() != Some("unsent")
    }

    fn cells(&self) -> [String; 4] {
        let slug = format!("person-{}", self.person);
        let address = match self.address {
            0 => String::new(),
            1 => "see notes".into(),
            2 => format!("https://www.linkedin.com/in/{slug}"),
            3 => format!("linkedin.com/in/{}/?trk=x", slug.to_uppercase()),
            _ => format!("/in/{slug}"),
        };
        let day = day(self);
        let date = match self.date {
            0 => String::new(),
            1 => "32 Foo 2026".into(),
            2 => day.format("%Y-%m-%d").to_string(),
            3 => day.format("%d %b %Y").to_string(),
            4 => day.format("%b %-d, %Y").to_string(),
            5 => day.format("%d/%m/%Y").to_string(),
            _ => day.format("%Y-%m-%dT08:00:00Z").to_string(),
        };
        let name =
            if self.has_name { format!("Person Number{}", self.person) } else { String::new() };
        [name, address, date, STATUSES[self.status].0.to_owned()]
    }
}

/// The table as CSV, its columns in this order and so spelled.
fn table(rows: &[CountedRow], order: [usize; 4], spelled: [usize; 4]) -> String {
    let line =
        |cells: [String; 4]| -> String { order.map(|at| format!("\"{}\"", cells[at])).join(",") };
    let names: Vec<String> =
        (0..4).map(|field| SPELLINGS[field][spelled[field]].to_owned()).collect();
    let mut text = line(names.try_into().unwrap());
    for row in rows {
        text.push('\n');
        match row.shape {
            0 => text.push_str(",,,"),
            1 => text.push_str("\"a\",\"b\""),
            _ => text.push_str(&line(row.cells())),
        }
    }
    text + "\n"
}

fn order() -> impl Strategy<Value = [usize; 4]> {
    Just([0usize, 1, 2, 3]).prop_shuffle()
}

fn inspected(path: &Path) -> Inspection {
    let source = Source { account: None, path: path.to_path_buf() };
    let tables = import::read_each(&[source], &Descriptions::default(), &|_| {});
    invitations::inspect(tables, &settings()).unwrap()
}

/// Person and state of every invitation.
fn states(path: &Path) -> Vec<(String, String)> {
    let source = Source { account: None, path: path.to_path_buf() };
    let tables = import::read(&[source], &Descriptions::default(), &|_| {}).unwrap();
    let Ok(read) = invitations::derive(tables, &settings()) else { return vec![] };
    let frame = read.frame.collect().unwrap();
    let column = |name: &str| -> Vec<String> {
        let texts = frame.column(name).unwrap().str().unwrap();
        texts.iter().map(|text| text.unwrap_or_default().to_owned()).collect()
    };
    column("person").into_iter().zip(column("state")).collect()
}

/// Whom a key of the frame means.
fn number(person: &str) -> usize {
    person.rsplit(['-', 'r']).next().unwrap().parse().unwrap()
}

/// Whether rows tell of somebody by name alone, beside others of them with an outcome: in a log of
/// events those are one invitation, which `tests/import/logs.rs` holds to its own model.
fn may_be_a_log(rows: &[CountedRow]) -> bool {
    let outcomes = [Some("accepted"), Some("declined"), Some("withdrawn"), Some("expired")];
    (0..6).any(|person| {
        let of_person = || rows.iter().filter(|row| row.is_usable() && row.person == person);
        of_person().count() > 1
            && of_person().any(|row| row.address < 2)
            && of_person().any(|row| outcomes.contains(&row.status()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(24)))]

    #[test]
    fn a_table_alone_is_read_row_by_row(
        rows in prop::collection::vec(row(), 1..14),
        order in order(),
        spelled in prop::array::uniform4(0..3usize),
    ) {
        prop_assume!(!may_be_a_log(&rows));
        let text = table(&rows, order, spelled);
        let folder = Folder::new().file("tracker.csv", &text);
        let inspection = inspected(&folder.path("tracker.csv"));
        let below = rows.iter().filter(|row| !row.is_blank()).count();
        if below == 0 {
            prop_assert_eq!(inspection.refused.len(), 1, "{}", text);
            return Ok(());
        }
        let [file] = &inspection.files[..] else { return Err(TestCaseError::fail(text)) };
        prop_assert_eq!(file.rows, Some(below), "{}", text);
        prop_assert_eq!(file.fates.total(), below, "{:?}\n{}", file.fates, text);
        let left_out: usize = file.fates.left_out.values().sum();
        let unusable = rows.iter().filter(|row| !row.is_blank() && !row.is_usable()).count();
        prop_assert_eq!(left_out, unusable, "{:?}\n{}", file.fates, text);
        // The same person on the same day is one invitation.
        let dated = rows.iter().enumerate().filter(|(_, row)| row.is_invitation());
        let sent = dated.map(|(at, row)| match row.address {
            // Of two days that cannot be read nobody knows whether they are one.
            2.. if row.date > 1 => (Some((row.person, day(row))), 0),
            _ => (None, at),
        });
        let sent = sent.collect::<BTreeSet<_>>().len();
        prop_assert_eq!(file.fates.invitations, sent, "{:?}\n{}", file.fates, text);
        // Every cell that was not understood is said.
        let taken_apart = rows.iter().filter(|row| !row.is_blank() && !row.is_ragged());
        let profiles = rows.iter().filter(|row| row.is_usable() && row.address == 1).count();
        let damaged = taken_apart.filter(|row| row.date == 1).count() + profiles;
        prop_assert_eq!(file.cells_unknown, damaged, "{:?}\n{}", file.reasons, text);
        let mut of_person: BTreeMap<usize, Vec<&CountedRow>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.is_usable()) {
            of_person.entry(row.person).or_default().push(row);
        }
        let states = states(&folder.path("tracker.csv"));
        prop_assert_eq!(states.len(), sent, "{}", text);
        for (person, state) in states {
            let usable = &of_person[&number(&person)];
            let stated: Vec<&str> = usable.iter().filter_map(|row| row.status()).collect();
            match usable[..] {
                [row] => {
                    // Who was invited at eight in the morning is a whole day older only then.
                    let days = i64::from(row.date == 6);
                    let oldest = NaiveDate::from_ymd_opt(2026, 5, 27).unwrap();
                    let is_old = row.date > 1 && day(row) < oldest - Duration::days(days);
                    let by_age = if is_old { "expired" } else { "pending" };
                    let expected = match row.status() {
                        Some("pending") | None => by_age,
                        Some(stated) => stated,
                    };
                    prop_assert_eq!(&state, expected, "{}", text);
                }
                // Several rows of one person: nothing that none of them says, but what follows from
                // age and from having been invited again.
                _ => {
                    let follows = ["pending", "expired", "withdrawn"].contains(&state.as_str());
                    prop_assert!(follows || stated.contains(&state.as_str()), "{} {}", state, text);
                }
            }
        }
    }

    #[test]
    fn the_rows_of_all_files_add_up_and_nobody_goes_for_a_cell_that_was_not_read(
        rows in prop::collection::vec(row(), 1..10),
        listed in prop::collection::vec((0..6usize, 0..4usize), 0..8),
        order in order(),
    ) {
        let mut archive = String::from(URLS);
        for person in 0..5 {
            let at = format!("{}/20/26, 9:00 AM", 6 + person % 3);
            let row = sent(&format!("Person Number{person}"), &format!("person-{person}"), &at, "");
            archive.push_str(&row);
            // The same archive twice, as parts of one.
            archive.push_str(if person == 0 { &row } else { "" });
        }
        archive.push_str("Max M,Anna Berg,\"7/1/26, 9:00 AM\",,INCOMING,,\n");
        let mut list = String::from("name,sent_date,profile_url\n");
        for (person, form) in &listed {
            let age = ["Sent 3 months ago", "Sent ages ago", "", "Enviada hace 2 meses"][*form];
            let slug = format!("linkedin.com/in/person-{person}");
            let url = if *form == 2 { "" } else { &slug };
            writeln!(list, "Person Number{person},{age},{url}").unwrap();
        }
        let folder = Folder::new()
            .file("d/anna/Invitations.csv", &archive)
            .file("d/tracker.csv", table(&rows, order, [0; 4]));
        let folder = if listed.iter().any(|(_, form)| *form != 2 && *form != 1) {
            folder.file("d/anna/sent.csv", &list)
        } else {
            folder
        };
        let inspection = inspected(&folder.path("d"));
        for file in &inspection.files {
            let counted = file.fates.total();
            prop_assert_eq!(Some(counted), file.rows, "{}: {:?}", file.file, file.fates);
        }
        let has_list = inspection.files.iter().any(|file| file.role == "sent-list");
        for (person, state) in states(&folder.path("d")) {
            let person = number(&person);
            let says = |wanted: &str| {
                let mut usable = rows.iter().filter(|row| row.is_usable() && row.person == person);
                usable.any(|row| row.status() == Some(wanted))
            };
            let is_listed = listed.iter().any(|(usable, _)| *usable == person);
            if state == "accepted" || state == "declined" {
                prop_assert!(says(&state), "{person} {state}");
            }
            if state == "withdrawn" && !says("withdrawn") {
                prop_assert!(has_list && !is_listed, "{person} stands on the list\n{list}");
            }
        }
    }
}
