//! The column of a sheet that says which member of a team a row is of, where its name could mean
//! something else: the few values that it has, or one person in rows of several, tell.

use super::column_names::snake_case;
use super::field_assignment::FieldAssignment;
use super::sample::Sample;
use std::collections::{BTreeMap, BTreeSet};

/// Words of which one alone, or beside fillers, may name whoever invited.
const MEMBERS: &[&str] = &[
    "sdr",
    "bdr",
    "rep",
    "seat",
    "user",
    "agent",
    "seller",
    "inviter",
    "assignee",
    "assigned",
    "responsible",
    "von",
    "zuständig",
    "absender",
    "expéditeur",
    "remitente",
    "mittente",
    "remetente",
    "afzender",
    "nadawca",
    "teammate",
    "colleague",
    "consultant",
    "mailbox",
    "member",
    "used",
    "who",
    "recruiter",
    "representative",
    "identity",
    "salesperson",
    "manager",
    "workspace",
    "konto",
    "compte",
    "cuenta",
    "conta",
    "hesap",
    "inhaber",
    "bearbeiter",
    "bearbeitet",
    "propriétaire",
    "propietario",
    "proprietario",
    "responsable",
    "responsabile",
    "responsável",
    "eigenaar",
    "verantwortlich",
];

/// Words that say whose something is, which may be anything's.
const WHOSE: &[&str] = &["account", "by", "from", "owner", "sender", "via"];

/// Whether a word in a header says for whom or through whom a row is there.
pub(in crate::import) fn tells_whose(word: &str) -> bool {
    MEMBERS.contains(&word) || WHOSE.contains(&word)
}

/// What may stand beside them.
const FILLERS: &[&str] = &[
    "sales", "team", "to", "name", "our", "the", "linkedin", "linked", "in", "sent", "gesendet",
    "invited", "profile", "envoyé", "par", "enviado", "por", "id", "email", "mail", "full",
    "campaign", "contact", "outreach", "sending", "record", "lead", "de", "durch",
];

/// Takes such a column for the account, if no other is.
pub(super) fn assign_account(settled: &mut FieldAssignment, cells: &[String], sample: &Sample) {
    if settled.column_of("account").is_some() || !settled.tells_who() || !settled.is_tracking() {
        return;
    }
    let is_named = |at: &usize| cells.get(*at).is_some_and(|cell| is_member(cell));
    let tells = |at: &usize| has_few_values(sample, *at) || divides(settled, sample, *at);
    if let Some(at) = settled.unassigned_columns().into_iter().filter(is_named).find(tells) {
        settled.assign(at, "account");
        settled.guess(cells, at, "the account", "its values are those of a team");
        return;
    }
    let may_name = |at: &usize| cells.get(*at).is_some_and(|cell| !is_of_remarks(cell));
    let differs = |at: &usize| {
        may_name(at) && has_few_values(sample, *at) && divides_a_day(settled, sample, *at)
    };
    if let Some(cell) =
        settled.unassigned_columns().into_iter().find(differs).and_then(|at| cells.get(at))
    {
        settled.guesses.push(format!(
            "rows about one person and day differ in the column `{cell}`, and count as one \
             invitation: if it says which account invited, name it in `[sources]` of rescind.toml, \
             as in `account = \"{cell}\"`"
        ));
    }
}

/// Whether a column is called after remarks, or what becomes of people: such values divide rows,
/// and are nobody's name.
fn is_of_remarks(cell: &str) -> bool {
    const WORDS: [&str; 14] = [
        "note", "notes", "comment", "comments", "remark", "remarks", "source", "status", "stage",
        "tag", "tags", "step", "message", "reply",
    ];
    snake_case(cell).split('_').any(|word| WORDS.contains(&word))
}

/// Whether a column is called after whoever invited: by such a word, or by one for whose it is
/// beside one that adds something.
fn is_member(cell: &str) -> bool {
    let name = snake_case(cell);
    let words: Vec<&str> = name.split('_').collect();
    let is_whose = |word: &&str| WHOSE.contains(word);
    let names_member = words.iter().any(|word| MEMBERS.contains(word));
    let names_whose = words.len() > 1 && words.iter().any(is_whose);
    (names_member || names_whose)
        && words.iter().all(|word| tells_whose(word) || FILLERS.contains(word))
}

fn cell(row: &[String], at: usize) -> Option<&str> {
    row.get(at).map(|value| value.trim()).filter(|value| !value.is_empty())
}

/// Whether values occur again and again: of people who were invited each occurs once.
fn has_few_values(sample: &Sample, at: usize) -> bool {
    let values: Vec<&str> = sample.rows().iter().filter_map(|row| cell(row, at)).collect();
    let distinct: BTreeSet<&str> = values.iter().copied().collect();
    distinct.len() * 2 <= values.len()
}

/// Whether rows about one person have several values.
fn divides(settled: &FieldAssignment, sample: &Sample, at: usize) -> bool {
    divides_rows(settled, sample, at, |_| Some(""))
}

/// Whether rows about one person and one day have several values.
fn divides_a_day(settled: &FieldAssignment, sample: &Sample, at: usize) -> bool {
    let sent = settled.column_of("sent");
    divides_rows(settled, sample, at, |row| cell(row, sent?))
}

/// Whether rows about one person that are alike in something else have several values.
fn divides_rows<'r>(
    settled: &FieldAssignment,
    sample: &Sample<'r>,
    at: usize,
    alike: impl Fn(&'r [String]) -> Option<&'r str>,
) -> bool {
    let who = ["profile_url", "public_id", "member_id", "urn", "name"];
    let Some(who) = who.iter().find_map(|field| settled.column_of(field)) else { return false };
    let mut of_person: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    sample.rows().iter().any(|row| {
        let person = cell(row, who).zip(alike(row));
        let (Some(person), Some(value)) = (person, cell(row, at)) else { return false };
        *of_person.entry(person).or_insert(value) != value
    })
}
