//! Which column has the person's profile, where several have addresses of profiles: one of slugs
//! before one of member ids, and none that is the account's owner's. A column that contradicts the
//! profile's is no key of the person.

use super::column_names::snake_case;
use super::field_assignment::FieldAssignment;
use super::invitation_rows;
use super::sample::Sample;
use super::sampled_values::ValueCounts;
use crate::import::people_keys::person;
use std::collections::{BTreeMap, BTreeSet};

/// Words for the owner of the account; the last ones mean the person as well.
const OWNERS: [&str; 9] =
    ["my", "own", "owner", "sender", "from", "inviter", "user", "account", "accounts"];
/// How many of them mean nobody else.
const SURE: usize = 6;

/// Words for somebody through whom or by whom a person was found: not the person.
const OTHERS: [&str; 36] = [
    "champion",
    "partner",
    "warm",
    "boss",
    "sponsor",
    "connector",
    "advocate",
    "supervisor",
    "assistant",
    "spouse",
    "durch",
    "vermittelt",
    "empfohlen",
    "chef",
    "vorgesetzter",
    "recomendado",
    "presentato",
    "parrain",
    "introduced",
    "introducer",
    "intro",
    "referrer",
    "referred",
    "referral",
    "mutual",
    "mutuals",
    "shared",
    "common",
    "via",
    "recommended",
    "recommender",
    "assigned",
    "assignee",
    "manager",
    "colleague",
    "by",
];

/// Words for the person who is invited.
const PERSONS: [&str; 12] = [
    "prospect",
    "prospects",
    "lead",
    "leads",
    "contact",
    "person",
    "candidate",
    "invitee",
    "recipient",
    "target",
    "profile",
    "member",
];

/// A column with addresses of profiles.
struct ProfileColumn<'a> {
    at: usize,
    name: String,
    share: ValueCounts,
    sample: &'a Sample<'a>,
    /// Whether most of its slugs have the first and the last name beside them.
    is_like_names: bool,
}

impl ProfileColumn<'_> {
    fn values(&self) -> impl Iterator<Item = &str> {
        self.sample.rows().iter().map(|row| row.get(self.at).map_or("", |cell| cell.trim()))
    }

    fn distinct(&self) -> usize {
        self.values().filter(|value| !value.is_empty()).collect::<BTreeSet<_>>().len()
    }

    fn is_constant(&self) -> bool {
        self.share.filled > 1 && self.distinct() == 1
    }

    fn has_word(&self, words: &[&str]) -> bool {
        self.name.split('_').any(|word| words.contains(&word))
    }

    /// Whether it is called after somebody else, and its values do not tell otherwise.
    fn is_of_others(&self) -> bool {
        self.has_word(&OTHERS) && !self.is_like_names
    }

    fn is_of_slugs(&self) -> bool {
        self.share.is_most(self.share.slugs)
    }

    /// Whether this one tells of whom the other does, and more: of one slug or id there is one
    /// other, and a row has what the other lacks.
    fn adds_to(&self, other: &Self) -> bool {
        let (mut there, mut here) = (BTreeMap::new(), BTreeMap::new());
        let mut adds = false;
        for (value, theirs) in
            self.values().zip(other.values()).filter(|(value, _)| !value.is_empty())
        {
            if theirs.is_empty() {
                adds |= person::profile_url(value).is_some();
                continue;
            }
            let (slug, other_slug) = (person::slug(value), person::slug(theirs));
            adds |= slug.is_some() != other_slug.is_some();
            let are_two = slug.is_some() && other_slug.is_some() && slug != other_slug;
            let is_new = *there.entry(value).or_insert(theirs) != theirs
                || *here.entry(theirs).or_insert(value) != value;
            if are_two || is_new {
                return false;
            }
        }
        adds
    }
}

/// Settles which columns have the person's profile, and a second key of theirs.
pub(super) fn assign_profile(
    settled: &mut FieldAssignment,
    cells: &[String],
    sample: &Sample,
    shares: &[ValueCounts],
) {
    if let Some(at) = invitation_rows::person_key_column(cells, sample) {
        return by_keys(settled, cells, at);
    }
    let named = settled.column_of("profile_url");
    let public_id = settled.column_of("public_id");
    let is_open =
        |at: usize| named == Some(at) || settled.fields.get(at).is_some_and(Option::is_none);
    let columns: Vec<ProfileColumn> = cells
        .iter()
        .zip(shares)
        .enumerate()
        .filter(|(at, (_, share))| {
            let is_named = named == Some(*at);
            is_open(*at) && share.addresses > 0 && (is_named || share.is_most(share.addresses))
        })
        .map(|(at, (cell, share))| ProfileColumn {
            at,
            name: snake_case(cell),
            share: *share,
            sample,
            is_like_names: is_like_names(settled, sample, at),
        })
        .collect();
    let is_told = |field: &str| settled.column_of(field).is_some();
    let tells_otherwise = ["public_id", "name", "last_name"].iter().any(|field| is_told(field));
    let persons = of_persons(&columns, named, tells_otherwise);
    for column in columns.iter().filter(|column| named == Some(column.at)) {
        if !persons.iter().any(|other| other.at == column.at) {
            settled.unassign(column.at);
            let cell = cells.get(column.at).map_or("", String::as_str);
            settled.guesses.push(format!(
                "the column `{cell}` is not taken for the profile: it is the account's owner's"
            ));
        }
    }
    // Of equals that which is called so is taken, else the first.
    let weight = |column: &&&ProfileColumn| {
        (
            column.is_of_slugs(),
            named == Some(column.at),
            column.is_like_names,
            column.has_word(&PERSONS),
        )
    };
    let Some(first) = persons.iter().rev().max_by_key(weight) else {
        for column in
            columns.iter().filter(|column| named != Some(column.at) && column.is_of_others())
        {
            let cell = cells.get(column.at).map_or("", String::as_str);
            settled.guesses.push(format!(
                "the column `{cell}` is not taken for the profile: it is called after somebody else"
            ));
        }
        return;
    };
    if named != Some(first.at) {
        if public_id.is_some() {
            return;
        }
        if let Some(at) = named {
            settled.unassign(at);
        }
        settled.assign(first.at, "profile_url");
        settled.guess(cells, first.at, "the profile", "its values are addresses of profiles");
    }
    let first_at = first.at;
    let taken = second_key(settled, cells, &persons, first);
    for other in columns.iter().filter(|column| ![Some(first_at), taken].contains(&Some(column.at)))
    {
        say_other(settled, cells, other, first_at);
    }
}

/// Takes a column of the keys of persons for the profile; one that is called so is the second key.
fn by_keys(settled: &mut FieldAssignment, cells: &[String], at: usize) {
    if let Some(named) = settled.column_of("profile_url") {
        settled.unassign(named);
        if settled.column_of("public_id").is_none() {
            settled.assign(named, "public_id");
        }
    }
    settled.assign(at, "profile_url");
    settled.guess(cells, at, "the profile", "its values are keys of persons");
}

/// Settles a second key of the persons; gives the place of its column.
fn second_key(
    settled: &mut FieldAssignment,
    cells: &[String],
    persons: &[&ProfileColumn],
    first: &ProfileColumn,
) -> Option<usize> {
    let second =
        persons.iter().filter(|column| column.at != first.at).find(|column| column.adds_to(first));
    let second = second?;
    let fields =
        if second.is_of_slugs() { ["public_id", "member_id"] } else { ["member_id", "public_id"] };
    let field = fields.into_iter().find(|field| settled.column_of(field).is_none())?;
    settled.assign(second.at, field);
    let why = "its values are addresses of profiles, too, a slug before a member's id";
    settled.guess(cells, second.at, "a second key of the person", why);
    Some(second.at)
}

/// Says of a column that has people's profiles, too, that it is not read.
fn say_other(settled: &mut FieldAssignment, cells: &[String], other: &ProfileColumn, first: usize) {
    let is_owners = other.has_word(OWNERS.get(..SURE).unwrap_or_default());
    if other.is_constant() || is_owners {
        return;
    }
    let [ignored, taken] = [other.at, first].map(|at| cells.get(at).map_or("", String::as_str));
    settled.guesses.push(format!(
        "the column `{ignored}` has profiles, too, and is not read: the column `{taken}` is taken \
         for the person's"
    ));
}

/// Whether most slugs of a column have the first and the last word of the name beside them: a
/// relative has one of them.
fn is_like_names(settled: &FieldAssignment, sample: &Sample, at: usize) -> bool {
    let names = ["name", "first_name", "last_name"].map(|field| settled.column_of(field));
    let (mut alike, mut unlike) = (0_usize, 0_usize);
    for row in sample.rows() {
        let cells = names.iter().flatten().filter_map(|at| row.get(*at));
        let name = cells.map(String::as_str).collect::<Vec<_>>().join(" ");
        let (Some(name), Some(slug)) =
            (person::name_key(&name), row.get(at).and_then(|address| person::slug(address)))
        else {
            continue;
        };
        let mut words = name.split(' ').filter(|word| word.len() > 1);
        let (first, last) = (words.next(), words.next_back());
        let has = |word: Option<&str>| word.is_none_or(|word| slug.contains(word));
        let is_alike = first.is_some() && has(first) && has(last);
        *(if is_alike { &mut alike } else { &mut unlike }) += 1;
    }
    alike > unlike
}

/// Those that are not the account's owner's, by their names and because one address is that of
/// every row.
fn of_persons<'a>(
    columns: &'a [ProfileColumn<'a>],
    named: Option<usize>,
    tells_otherwise: bool,
) -> Vec<&'a ProfileColumn<'a>> {
    let differs = columns.iter().any(|column| column.distinct() > 1);
    let is_called = |column: &&ProfileColumn, words: &[&str]| {
        named != Some(column.at) && column.has_word(words)
    };
    // Of owners of anything there is one in each row, of accounts one in many.
    let is_rare = |column: &&ProfileColumn| column.distinct() < column.share.filled.max(2);
    let is_owners = |column: &&ProfileColumn| {
        is_called(column, OWNERS.get(..SURE).unwrap_or_default())
            && (columns.len() > 1 || (tells_otherwise && is_rare(column)))
    };
    let is_of_others = |column: &&ProfileColumn| {
        named != Some(column.at) && column.is_of_others() && (columns.len() > 1 || tells_otherwise)
    };
    let others = |column: &&ProfileColumn| {
        !(is_owners(column) || is_of_others(column) || (column.is_constant() && differs))
    };
    let persons: Vec<&ProfileColumn> = columns.iter().filter(others).collect();
    let is_less_sure = |column: &&ProfileColumn| is_called(column, &OWNERS);
    if persons.iter().any(|column| !is_less_sure(column)) {
        return persons.into_iter().filter(|column| !is_less_sure(column)).collect();
    }
    // The only one is that of nobody else, unless it is one address in all rows.
    persons.into_iter().filter(|column| !(is_less_sure(column) && column.is_constant())).collect()
}
