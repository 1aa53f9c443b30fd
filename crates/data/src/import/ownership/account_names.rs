//! Which known account a row of a sheet is of, however the sheet writes it: the account's name, its
//! words (`Anna Berg` of `anna-berg`), its owner's name or profile, under whatever header.
//!
//! Invariant: a name that fits several accounts is of none of them.

use super::names_of_files::name_words;
use super::owners::{OwnerAccounts, text};
use crate::account::{fold_name, trim_name};
use crate::finding::Finding;
use crate::import::people_keys::person;
use crate::import::raw_tables::parsed_table::guessed;
use crate::import::sources::account_column::tells_whose;
use crate::import::sources::column_names::snake_case;
use crate::import::sources::description::DescriptionOrigin;
use crate::import::table::{EXTRA, Table, TableRows};
use polars::prelude::{DataFrame, IntoColumn, NewChunkedArray, StringChunked};
use std::collections::{BTreeMap, BTreeSet};

/// Words in a header that name somebody between an account and the invited.
const BETWEEN: &[&str] =
    &["common", "introduced", "intro", "mutual", "recommended", "referred", "referral", "via"];

/// The accounts that are known, by what rows may call them.
pub(in crate::import) struct AccountNames {
    by_words: BTreeMap<String, BTreeSet<String>>,
}

impl AccountNames {
    pub(in crate::import) fn from_accounts(
        accounts: &BTreeSet<String>,
        owners: &OwnerAccounts,
    ) -> Self {
        let mut by_words: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for account in accounts {
            for called in [words(account), fold_name(account)] {
                by_words.entry(called).or_default().insert(account.clone());
            }
        }
        for (slug, of_owner) in owners.by_slug() {
            by_words.entry(format!("in/{slug}")).or_default().extend(of_owner.iter().cloned());
        }
        for (owner, of_owner) in owners.by_name() {
            for called in [Some(words(owner)), with_initial(owner)].into_iter().flatten() {
                by_words.entry(called).or_default().extend(of_owner.iter().cloned());
            }
        }
        Self { by_words }
    }

    /// The account that is called so.
    fn find_account(&self, called: &str) -> Option<&str> {
        let fitting = match person::slug(called) {
            Some(slug) => self.by_words.get(&slug),
            None => self.named(called),
        }?;
        fitting.first().filter(|_| fitting.len() == 1).map(String::as_str)
    }

    /// The accounts that have this name, or whose owner does.
    fn named(&self, called: &str) -> Option<&BTreeSet<String>> {
        let named = |key: &str| self.by_words.get(key);
        // `lea@agency.example` is of `lea`, `Berg, Anna` of Anna Berg.
        let local = called.split_once('@').map(|(local, _)| local.to_owned());
        let turned = called.split_once(',').map(|(last, first)| format!("{first} {last}"));
        let called = local.or(turned).unwrap_or_else(|| called.to_owned());
        let called = called.as_str();
        let by_name = named(&fold_name(called)).or_else(|| named(&words(called)));
        by_name.or_else(|| named(&words(&person::account_of_name(called)?)))
    }

    /// Writes the names of the known accounts into a sheet's rows; gives what there is to say of
    /// that.
    pub(in crate::import) fn settle(&self, table: &mut Table) -> Vec<Finding> {
        let known = table.provenance.guesses.len();
        self.find_column(table);
        self.rewrite(table);
        let new = table.provenance.guesses.iter().skip(known);
        new.map(|guess| guessed(&table.file, guess)).collect()
    }

    /// Takes a further column for the account, unless a project says which one it is.
    fn find_column(&self, table: &mut Table) {
        let is_described = table.provenance.origin != DescriptionOrigin::BuiltIn;
        let TableRows::Text(frame) = &mut table.rows else { return };
        if frame.column("account").is_err() && !is_described {
            let Some(column) = self.column(frame, &table.columns) else { return };
            let Some(spelled) = table.columns.iter_mut().find(|(name, _)| *name == column) else {
                return;
            };
            if frame.rename(&column, "account".into()).is_err() {
                return;
            }
            spelled.0 = "account".into();
            table.provenance.unread.retain(|unread| unread.column != spelled.1);
            table.provenance.guesses.push(format!(
                "the column `{}` is taken for the account: its values are names of accounts",
                spelled.1
            ));
        }
    }

    /// Calls accounts as they are called elsewhere.
    fn rewrite(&self, table: &mut Table) {
        let spelling = table.spelling("account").to_owned();
        let TableRows::Text(frame) = &mut table.rows else { return };
        let Some(names) = text(frame, "account") else { return };
        let mut other = BTreeMap::new();
        for name in names.iter().flatten() {
            match self.find_account(name) {
                Some(known) if fold_name(known) != fold_name(name) => {
                    other.insert(name.to_owned(), known.to_owned());
                }
                _ => {}
            }
        }
        if other.is_empty() {
            return;
        }
        let renamed = names.iter().map(|name| {
            let name = name?;
            Some(other.get(name).map_or(name, String::as_str))
        });
        let renamed = StringChunked::from_iter_options("account".into(), renamed);
        if frame.with_column(renamed.into_column()).is_ok() {
            let guesses = other.iter().map(|(name, known)| {
                format!("`{}` in the column `{spelling}` is the account `{known}`", trim_name(name))
            });
            table.provenance.guesses.extend(guesses);
        }
    }

    /// The further column that says whose a row is: all its values are names of accounts, or some
    /// are and it is called so.
    fn column(&self, frame: &DataFrame, spelled: &[(String, String)]) -> Option<String> {
        let further = spelled.iter().filter(|(name, _)| name.starts_with(EXTRA));
        let fitting = further.filter(|(name, spelled)| {
            let header = snake_case(spelled);
            let is_between = header.split('_').any(|word| BETWEEN.contains(&word));
            let Some(values) = text(frame, name) else { return false };
            let names: BTreeSet<&str> =
                values.iter().flatten().filter(|name| !trim_name(name).is_empty()).collect();
            let known = names.iter().filter(|name| self.find_account(name).is_some()).count();
            known > 0 && !is_between && (known == names.len() || header.split('_').any(tells_whose))
        });
        let fitting: Vec<&String> = fitting.map(|(name, _)| name).collect();
        fitting.first().filter(|_| fitting.len() == 1).map(ToString::to_string)
    }
}

/// The first name and the initial of the last: `anna b` of `Anna Berg`.
fn with_initial(name: &str) -> Option<String> {
    let words = name_words(name);
    let ([first, _, ..], initial) = (words.as_slice(), words.last()?.chars().next()?) else {
        return None;
    };
    Some(format!("{first} {initial}"))
}

fn words(name: &str) -> String {
    name_words(name).join(" ")
}
