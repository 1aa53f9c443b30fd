//! The column of a sheet that says which member of a team a row is of, where its name could mean
//! something else: the few values that it has, or one person in rows of several, tell.

use super::header::snake_case;
use super::settled_columns::{Settled, guess};
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
];

/// Words that say whose something is, which may be anything's.
const WHOSE: &[&str] = &["account", "by", "from", "owner", "sender"];

/// Whether a word in a header says for whom or through whom a row is there.
pub(in crate::import) fn tells_whose(word: &str) -> bool {
    MEMBERS.contains(&word) || WHOSE.contains(&word)
}

/// What may stand beside them.
const FILLERS: &[&str] = &[
    "sales", "team", "to", "name", "our", "the", "linkedin", "linked", "in", "sent", "gesendet",
    "invited", "profile", "envoyé", "par", "enviado", "por",
];

/// Takes such a column for the account, if no other is.
pub(super) fn settle(settled: &mut Settled, cells: &[String], sample: &[Vec<String>]) {
    if settled.at("account").is_some() || !settled.tells_who() || !settled.is_tracking() {
        return;
    }
    let is_named = |at: &usize| cells.get(*at).is_some_and(|cell| is_member(cell));
    let tells = |at: &usize| has_few_values(sample, *at) || divides(settled, sample, *at);
    if let Some(at) = settled.free().into_iter().filter(is_named).find(tells) {
        settled.set(at, "account");
        guess(settled, cells, at, "the account", "its values are those of a team");
    }
}

fn is_member(cell: &str) -> bool {
    let name = snake_case(cell);
    let mut words = name.split('_');
    words.clone().any(|word| MEMBERS.contains(&word))
        && words.all(|word| tells_whose(word) || FILLERS.contains(&word))
}

fn cell(row: &[String], at: usize) -> Option<&str> {
    row.get(at).map(|value| value.trim()).filter(|value| !value.is_empty())
}

/// Whether values occur again and again: of people who were invited each occurs once.
fn has_few_values(sample: &[Vec<String>], at: usize) -> bool {
    let values: Vec<&str> = sample.iter().filter_map(|row| cell(row, at)).collect();
    let distinct: BTreeSet<&str> = values.iter().copied().collect();
    distinct.len() * 2 <= values.len()
}

/// Whether rows about one person have several values.
fn divides(settled: &Settled, sample: &[Vec<String>], at: usize) -> bool {
    let who = ["profile_url", "public_id", "member_id", "urn", "name"];
    let Some(who) = who.iter().find_map(|field| settled.at(field)) else { return false };
    let mut of_person: BTreeMap<&str, &str> = BTreeMap::new();
    sample.iter().any(|row| {
        let (Some(person), Some(value)) = (cell(row, who), cell(row, at)) else { return false };
        *of_person.entry(person).or_insert(value) != value
    })
}
