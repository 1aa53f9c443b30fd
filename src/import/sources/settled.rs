//! People's own sheets and strangers' exports: what their columns are by their names, settled by
//! their values.

use super::description::Description;
use super::field::{self, Field};
use super::recognise::normalise;
use super::values::Shares;
use std::collections::BTreeSet;

/// Names of columns that may hold the day of an invitation, where the table is one of invitations.
const DATES: &[&str] = &[
    "date",
    "day",
    "when",
    "datum",
    "fecha",
    "data",
    "timestamp",
    "time",
    "datetime",
    "created",
    "createdat",
    "createdon",
    "createddate",
    "creationdate",
    "dateadded",
    "addedon",
    "added",
];

/// Names that mean a status of an invitation only if the values do.
const WEAK: &[&str] = &["stage", "state", "result", "response", "outcome"];

/// What the columns of a table are.
#[derive(Debug)]
pub(super) struct Settled {
    /// The field of every column, if it has one.
    pub(super) fields: Vec<Option<&'static Field>>,
    /// Whether it is a list of the Sent page.
    pub(super) is_list: bool,
    /// What values decided, in words.
    pub(super) guesses: Vec<String>,
}

impl Settled {
    fn at(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.is_some_and(|field| field.name == name))
    }

    fn set(&mut self, at: usize, name: &str) {
        if let (Some(slot), Some(field)) = (self.fields.get_mut(at), field::named(name)) {
            *slot = Some(field);
        }
    }

    /// Whether some column says who a row is about.
    pub(super) fn tells_who(&self) -> bool {
        let has = |name: &str| self.at(name).is_some();
        ["profile_url", "public_id", "member_id", "urn", "name"].iter().any(|name| has(name))
            || (has("first_name") && has("last_name"))
    }

    /// Whether a column is of the kind that only somebody has who keeps track.
    pub(super) fn is_tracking(&self) -> bool {
        self.fields.iter().flatten().any(|field| field.is_tracking)
    }
}

/// The field of every column by its name, each field at most once.
pub(super) fn by_name(names: &[String], described: &Description) -> Vec<Option<&'static Field>> {
    let mut fields: Vec<Option<&'static Field>> = vec![None; names.len()];
    for (field, spellings) in &described.columns {
        let free = |at: &usize| fields.get(*at).is_some_and(Option::is_none);
        let best = spellings.iter().find_map(|spelling| {
            let spelling = normalise(spelling);
            names.iter().position(|name| *name == spelling).filter(free)
        });
        if let Some(slot) = best.and_then(|at| fields.get_mut(at)) {
            *slot = Some(*field);
        }
    }
    fields
}

/// Settles what the columns are. `cells` is the header, `names` the same as it is compared.
pub(super) fn settle(
    cells: &[String],
    names: &[String],
    fields: Vec<Option<&'static Field>>,
    sample: &[Vec<String>],
    described: &Description,
) -> Settled {
    let shares: Vec<Shares> =
        (0..cells.len()).map(|at| Shares::of(sample, at, &described.statuses)).collect();
    let mut settled = Settled { fields, is_list: false, guesses: Vec::new() };
    let share = |at: usize| shares.get(at).copied().unwrap_or_default();
    profiles(&mut settled, cells, &shares);
    statuses(&mut settled, cells, names, &shares);
    sent(&mut settled, cells, names, &shares);
    let tracked = settled
        .fields
        .iter()
        .flatten()
        .any(|field| field.is_tracking && !["sent", "note", "status"].contains(&field.name));
    let ages = settled.at("sent").map(share).filter(|share| share.is_most(share.ages));
    // The Sent page is one account's: a table of several is somebody's own.
    let accounts = settled.at("account").map(|at| distinct(sample, at)).unwrap_or_default();
    settled.is_list = settled.tells_who()
        && !tracked
        && accounts < 2
        && ages.is_some_and(|share| share.filled > 0);
    settled
}

/// How many values a column has.
fn distinct(sample: &[Vec<String>], at: usize) -> usize {
    let values = sample.iter().filter_map(|row| row.get(at)).filter(|value| !value.is_empty());
    values.collect::<BTreeSet<_>>().len()
}

/// A column of profiles is one whatever its name.
fn profiles(settled: &mut Settled, cells: &[String], shares: &[Shares]) {
    let named = settled.at("profile_url");
    let is_good = |at: usize| shares.get(at).is_some_and(|s| s.addresses > 0);
    if named.is_some_and(is_good) || settled.at("public_id").is_some() {
        return;
    }
    let full = |share: &&Shares| share.filled > 0 && share.is_most(share.addresses);
    let free = |at: &usize| settled.fields.get(*at).is_some_and(Option::is_none);
    let by_value =
        (0..cells.len()).filter(free).find(|at| shares.get(*at).as_ref().is_some_and(full));
    if let Some(at) = by_value {
        if let Some(slot) = named.and_then(|at| settled.fields.get_mut(at)) {
            *slot = None;
        }
        settled.set(at, "profile_url");
        guess(settled, cells, at, "the profile", "its values are addresses of profiles");
    }
}

/// A column of statuses needs a name for it, and values too where the name could be anything.
fn statuses(settled: &mut Settled, cells: &[String], names: &[String], shares: &[Shares]) {
    let known = |at: usize| {
        shares.get(at).is_some_and(|share| share.statuses > 0 && share.is_most(share.statuses))
    };
    if let Some(at) = settled.at("status") {
        let is_weak = names.get(at).is_some_and(|name| WEAK.contains(&name.as_str()));
        if is_weak && !known(at) {
            if let Some(slot) = settled.fields.get_mut(at) {
                *slot = None;
            }
        } else {
            return;
        }
    }
    let is_so_called = |at: &usize| {
        let name = names.get(*at).map_or("", String::as_str);
        ["status", "state", "outcome", "stage"].iter().any(|word| name.contains(word))
    };
    let free = |at: &usize| settled.fields.get(*at).is_some_and(Option::is_none);
    let by_value = (0..cells.len()).filter(free).filter(is_so_called).find(|at| known(*at));
    if let Some(at) = by_value {
        settled.set(at, "status");
        guess(settled, cells, at, "the status", "its values are words for that");
    }
}

/// The day sent: a column of relative ages, which nothing but the Sent page shows, or a column for
/// dates in a table of people and statuses.
fn sent(settled: &mut Settled, cells: &[String], names: &[String], shares: &[Shares]) {
    if settled.at("sent").is_some() || settled.at("months").is_some() || !settled.tells_who() {
        return;
    }
    let free = |at: &usize| settled.fields.get(*at).is_some_and(Option::is_none);
    let columns: Vec<usize> = (0..cells.len()).filter(free).collect();
    let most = |at: usize, count: fn(Shares) -> usize| {
        shares.get(at).is_some_and(|share| share.filled > 0 && share.is_most(count(*share)))
    };
    let ages = columns.iter().copied().find(|at| most(*at, |share| share.ages));
    let has_status = settled.at("status").is_some() || settled.at("accepted_on").is_some();
    let is_date = |at: &usize| {
        let name = names.get(*at).map_or("", String::as_str);
        DATES.contains(&name) && most(*at, |share| share.dates)
    };
    let dates = columns.iter().copied().find(is_date).filter(|_| has_status);
    if let Some(at) = ages {
        settled.set(at, "sent");
        guess(settled, cells, at, "the age", "its values are ages such as the Sent page shows");
    } else if let Some(at) = dates {
        settled.set(at, "sent");
        let why = "its values are dates, and the table is one of people and statuses";
        guess(settled, cells, at, "the day sent", why);
    }
}

fn guess(settled: &mut Settled, cells: &[String], at: usize, what: &str, why: &str) {
    let cell = cells.get(at).map_or("", String::as_str);
    settled.guesses.push(format!("the column `{cell}` is taken for {what}: {why}"));
}
