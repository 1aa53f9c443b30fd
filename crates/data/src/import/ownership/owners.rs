//! Who the owner of an account is, as its tables tell.

use crate::import::people_keys::person;
use crate::import::table::{Table, TableKind, TableRows};
use polars::prelude::{DataFrame, StringChunked};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Owner {
    /// The slug of the profile, without `in/`.
    pub(in crate::import) slug: Option<String>,
    /// The name, as the name of an account.
    pub(in crate::import) name: Option<String>,
}

impl Owner {
    /// The owner of these tables: the sender of the outgoing invitations, whoever Profile.csv
    /// names, or who is on one side of every message.
    pub(in crate::import) fn of_tables<'a>(tables: impl IntoIterator<Item = &'a Table>) -> Self {
        let mut owner = Self::default();
        for table in tables {
            let TableRows::Text(frame) = &table.rows else { continue };
            let (slug, name) = match table.kind {
                TableKind::Invitations => {
                    let url = outgoing(frame, "inviter_url");
                    (url.and_then(|url| person::slug(&url)), outgoing(frame, "from"))
                }
                TableKind::Profile => {
                    let part = |column| text(frame, column)?.get(0).map(String::from);
                    let parts = [part("first_name"), part("last_name")].into_iter().flatten();
                    (None, Some(parts.collect::<Vec<_>>().join(" ")))
                }
                TableKind::Messages => (
                    common_participant(frame, "from_url", "to_urls")
                        .and_then(|url| person::slug(&url)),
                    common_participant(frame, "from", "to"),
                ),
                _ => (None, None),
            };
            let slug = slug.map(|slug| slug.trim_start_matches("in/").to_owned());
            owner.slug = owner.slug.or(slug);
            owner.name = owner.name.or_else(|| person::account_of_name(&name?));
        }
        owner
    }

    /// What an account of this owner is called, if nothing else names it.
    pub(in crate::import) fn account(&self) -> Option<String> {
        self.slug.clone().or_else(|| self.name.clone())
    }
}

#[derive(Debug, Default)]
pub(in crate::import) struct OwnerAccounts {
    by_slug: BTreeMap<String, BTreeSet<String>>,
    by_name: BTreeMap<String, BTreeSet<String>>,
}

impl OwnerAccounts {
    pub(in crate::import) fn note(&mut self, owner: &Owner, account: &str) {
        if let Some(key) = &owner.slug {
            self.by_slug.entry(key.clone()).or_default().insert(account.to_owned());
        }
        if let Some(key) = &owner.name {
            self.by_name.entry(key.clone()).or_default().insert(account.to_owned());
        }
    }

    /// The owners by the slugs of their profiles, with their accounts.
    pub(in crate::import) fn by_slug(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.by_slug.iter().map(|(owner, accounts)| (owner.as_str(), accounts))
    }

    /// The owners by name, as names of accounts, with their accounts.
    pub(in crate::import) fn by_name(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.by_name.iter().map(|(owner, accounts)| (owner.as_str(), accounts))
    }

    /// The owners, by slug, that have several accounts.
    pub(in crate::import) fn with_several_accounts(
        &self,
    ) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        let several = self.by_slug.iter().filter(|(_, accounts)| accounts.len() > 1);
        several.map(|(slug, accounts)| (slug.as_str(), accounts))
    }

    /// The accounts that an owner has: by slug, else by name.
    pub(in crate::import) fn accounts(&self, owner: &Owner) -> BTreeSet<String> {
        let accounts_of = |accounts: &BTreeMap<String, BTreeSet<String>>, key: &Option<String>| {
            key.as_ref().and_then(|key| accounts.get(key)).cloned()
        };
        let by_name = || {
            // A name alone never contradicts a slug.
            let named = accounts_of(&self.by_name, &owner.name)?;
            let has_slug =
                |account: &String| self.by_slug.values().any(|accounts| accounts.contains(account));
            Some(named.into_iter().filter(|a| owner.slug.is_none() || !has_slug(a)).collect())
        };
        accounts_of(&self.by_slug, &owner.slug).or_else(by_name).unwrap_or_default()
    }
}

/// The one value that is in every row on one side or the other.
fn common_participant(frame: &DataFrame, from: &str, to: &str) -> Option<String> {
    let (from, to) = (text(frame, from)?, text(frame, to)?);
    let mut shared: Option<BTreeSet<&str>> = None;
    for (from, to) in from.iter().zip(to.iter()) {
        let sides: BTreeSet<&str> = [from, to].into_iter().flatten().map(str::trim).collect();
        shared = Some(match shared {
            None => sides,
            Some(shared) => shared.intersection(&sides).copied().collect(),
        });
    }
    let shared = shared?;
    let only = shared.first().filter(|_| shared.len() == 1)?;
    Some((*only).to_owned())
}

/// The first value of a column in an outgoing row.
fn outgoing(frame: &DataFrame, column: &str) -> Option<String> {
    let (direction, values) = (text(frame, "direction")?, text(frame, column)?);
    let rows = direction.iter().zip(values.iter());
    let mut sent = rows.filter(|(direction, _)| direction.is_some_and(is_outgoing));
    sent.find_map(|(_, value)| value.map(String::from))
}

/// Whether a direction of LinkedIn's Invitations.csv is that of what the account sent.
pub(in crate::import) fn is_outgoing(direction: &str) -> bool {
    direction.trim().eq_ignore_ascii_case("outgoing")
}

/// A column of texts, if there is one of that name.
pub(in crate::import) fn text<'a>(frame: &'a DataFrame, column: &str) -> Option<&'a StringChunked> {
    frame.column(column).ok()?.str().ok()
}

/// The people whom a table names, by slug and by name.
pub(in crate::import) fn people(table: &Table) -> BTreeSet<String> {
    let TableRows::Text(frame) = &table.rows else { return BTreeSet::new() };
    let keys = |column, key: fn(&str) -> Option<String>| {
        let texts = text(frame, column).into_iter().flat_map(|texts| texts.iter().flatten());
        texts.filter_map(key).collect::<Vec<_>>()
    };
    let names = ["to", "name"].into_iter().flat_map(|column| keys(column, person::name_key));
    keys("profile_url", person::slug).into_iter().chain(names).collect()
}
