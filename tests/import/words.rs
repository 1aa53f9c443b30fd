//! The words of a column of statuses, kinds or directions, of every kind of table that has one and
//! in every format: known in any case and with anything but letters between and around them, and a
//! word that nobody explains decides nothing and is said.

use crate::data::{Folder, URLS, csv, findings, sent, settings};
use crate::effort;
use crate::written::{FORMATS, Written, every_format};
use polars::prelude::col;
use proptest::prelude::*;
use proptest::sample::select;
use rescind_data::import::sources::description;
use rescind_data::import::words::status::Status;
use rescind_data::import::{self, Descriptions, Source};
use rescind_data::invitations::{self, Invitations};

/// A table whose rows have a status, as other programs and people write it.
#[derive(Clone, Copy, Debug)]
enum Table {
    Sheet,
    SentList,
    Described,
}

impl Table {
    fn header(self) -> [&'static str; 5] {
        match self {
            Self::Sheet => ["Name", "Profile URL", "Date sent", "Status", "Kind"],
            Self::SentList => {
                ["FULLNAME", "PROFILE_URL", "SENT_AT", "INVITATION_STATUS", "INVITATION_TYPE"]
            }
            Self::Described => ["Wer", "Profil", "Gesendet", "Ergebnis", "Art"],
        }
    }
}

const DESCRIBED: &str = "[crm]\nrole = \"sheet\"\nname = \"Wer\"\n\
    profile_url = \"Profil\"\nsent = \"Gesendet\"\nstatus = \"Ergebnis\"\nkind = \"Art\"\n\
    statuses = { \"Im Gespräch\" = \"accepted\" }\n";

/// What a file of this project holds.
fn read(folder: &Folder, name: &str) -> Invitations {
    let described = description::parse(DESCRIBED, "rescind.toml").unwrap();
    let source = Source { account: None, path: folder.path(name) };
    let tables = import::read(&[source], &Descriptions::with(described), &|_| {}).unwrap();
    invitations::derive(tables, &settings()).unwrap()
}

/// A word and what it means; none where nobody explains it.
type Word = (String, Option<&'static str>);

/// The word with some letters in the other case and blanks or hyphens where it has blanks.
fn written(word: &str, upper: u64, between: &str) -> String {
    let letters = word.chars().enumerate().flat_map(|(at, letter)| match upper >> (at % 64) & 1 {
        1 => letter.to_uppercase().collect::<Vec<_>>(),
        _ => vec![letter],
    });
    letters.collect::<String>().replace(' ', between)
}

fn any_case(words: Vec<(&'static str, Option<&'static str>)>) -> impl Strategy<Value = Word> {
    (select(words), any::<u64>(), select(vec![" ", "-", "_", "  "]))
        .prop_map(|((word, means), upper, between)| (written(word, upper, between), means))
}

fn status() -> impl Strategy<Value = Word> {
    let known = Status::ALL.into_iter();
    let known = known.flat_map(|s| s.words().map(move |word| (word, Some(s.name()))));
    let others = vec![("warm lead", None), ("pend ing x", None), ("42", None), ("", None)];
    prop_oneof![3 => any_case(known.collect()), 1 => any_case(others)]
}

fn kind() -> impl Strategy<Value = Word> {
    any_case(vec![
        ("connection", Some("connection")),
        ("connection request", Some("connection")),
        ("profile", Some("connection")),
        ("in mail", Some("inmail")),
        ("linkedin inmail", Some("inmail")),
        ("event", Some("other")),
        ("newsletter invitation", Some("other")),
        ("page", Some("other")),
        ("pigeon", None),
        ("", None),
    ])
}

/// A row that is an invitation.
fn last() -> (Word, Word) {
    (("sent".to_owned(), Some("pending")), ("connect".to_owned(), Some("connection")))
}

/// What `docs/DATA.md` says of a row sent a month ago: its state, how that is known and its kind;
/// none where it is no invitation to connect.
fn meaning(table: Table, status: &Word, kind: &Word) -> Option<[String; 3]> {
    if status.1 == Some("unsent") || kind.1 == Some("other") {
        return None;
    }
    let known_by = match (table, status.1) {
        (Table::SentList, Some("pending") | None) => "listed",
        _ => "recorded",
    };
    let (state, kind) = (status.1.unwrap_or("pending"), kind.1.unwrap_or("connection"));
    Some([state.to_owned(), known_by.to_owned(), kind.to_owned()])
}

/// `person`, `state`, `known_by` and `kind` of every invitation, by person.
fn texts(read: &Invitations) -> Vec<[String; 4]> {
    let names = ["person", "state", "known_by", "kind"];
    let frame = read.frame.clone().select(names.map(col)).collect().unwrap();
    let text = |name, at| frame.column(name).unwrap().str().unwrap().get(at).unwrap().to_owned();
    let mut rows: Vec<_> = (0..frame.height()).map(|at| names.map(|name| text(name, at))).collect();
    rows.sort();
    rows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(32)))]

    #[test]
    fn of_every_table_decide_in_any_case_and_others_are_said(
        table in select(vec![Table::Sheet, Table::SentList, Table::Described]),
        rows in prop::collection::vec((status(), kind()), 1..8),
        format in 0..FORMATS,
    ) {
        let rows: Vec<(Word, Word)> = rows
            .into_iter()
            .chain([last()])
            .collect();
        let cells = rows.iter().enumerate().map(|(at, (status, kind))| {
            let url = format!("https://www.linkedin.com/in/p{at}");
            vec![format!("Una P{at}x"), url, "2026-10-24".into(), status.0.clone(), kind.0.clone()]
        });
        let header = table.header().map(Into::into).to_vec();
        let written = Written { header, rows: cells.collect() };
        let (name, bytes) = every_format(&written).into_iter().nth(format).unwrap();
        let folder = Folder::new().file(name, bytes);
        let read = read(&folder, name);
        let expected = rows.iter().enumerate().filter_map(|(at, (status, kind))| {
            let [state, known_by, kind] = meaning(table, status, kind)?;
            Some([format!("in/p{at}"), state, known_by, kind])
        });
        prop_assert_eq!(texts(&read), expected.collect::<Vec<_>>(), "{:?}", written);
        let remarks = findings(&read);
        // Of a row about an event nothing else is read.
        let statuses = rows.iter().filter(|(_, kind)| kind.1 != Some("other"));
        let words = statuses.map(|(status, _)| status).chain(rows.iter().map(|(_, kind)| kind));
        for (word, _) in words.filter(|(word, means)| means.is_none() && !word.is_empty()) {
            prop_assert!(remarks.contains(word.as_str()), "{}: {}", word, remarks);
        }
    }
}

#[test]
fn a_direction_is_known_in_any_case_and_a_row_of_another_is_left_out() {
    let row = |slug: &str, direction: &str| {
        sent(slug, slug, "10/24/26, 9:00 AM", "").replace("OUTGOING", direction)
    };
    let rows = [
        row("a", "outGoing"),
        row("b", " OUTGOING "),
        row("c", "Incoming"),
        row("d", "OUT"),
        row("e", ""),
    ];
    let folder = Folder::new().file("Invitations.csv", format!("{URLS}{}", rows.concat()));
    let read = folder.read("Invitations.csv").unwrap();
    assert_eq!(csv(&read, "person"), "person\nin/a\nin/b\n");
    insta::assert_snapshot!(folder.skipped(&read), @r#"
    DIR/Invitations.csv, row 5, column `Direction`: `OUT` is no direction; expected `OUTGOING` or `INCOMING`
    DIR/Invitations.csv, row 6, column `Direction`: is no direction; expected `OUTGOING` or `INCOMING`
    "#);
}
