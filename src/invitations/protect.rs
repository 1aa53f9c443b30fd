//! People whose invitations no plan withdraws, whoever wrote its strategy.
//!
//! Invariant: in doubt somebody is protected: a name protects everybody of that name, a word is
//! taken for a profile's slug and for a name. An entry that can mean nobody is an error.

use crate::import::person;
use polars::prelude::{
    Expr, LazyFrame, NamedFrom, PolarsResult, Series, UniqueKeepStrategy, col, lit,
};
use std::collections::BTreeSet;

/// People whose invitations no plan withdraws.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Protect {
    /// Keys of persons, as in the column `person`.
    persons: BTreeSet<String>,
    /// Names as they are compared.
    names: BTreeSet<String>,
}

impl Protect {
    /// Takes in an entry of a list: a profile's address, a slug with or without `in/`, a member's
    /// URN, or a name.
    ///
    /// # Errors
    /// What cannot mean anybody, in words.
    pub fn add(&mut self, entry: &str) -> Result<(), String> {
        let entry = entry.trim();
        if let Some(key) = person::slug(entry).or_else(|| person::member(entry)) {
            self.persons.insert(key);
            return Ok(());
        }
        if entry.contains("://") || entry.starts_with("urn:") || entry.starts_with("in/") {
            return Err(format!("`{entry}` is no profile's address: it would protect nobody"));
        }
        let Some(name) = person::name_key(entry) else {
            return Err(format!("`{entry}` names nobody: it would protect nobody"));
        };
        if !entry.contains(char::is_whitespace) {
            self.persons.extend(person::slug(&format!("in/{entry}")));
        }
        self.persons.insert(format!("name:{name}"));
        self.names.insert(name);
        Ok(())
    }

    /// Whether nobody is protected.
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }

    /// The condition that an invitation's person is protected: known for every row. Reads the names
    /// of all invitations, if the lists have any.
    ///
    /// # Errors
    /// A query that Polars cannot run.
    pub fn condition(&self, invitations: &LazyFrame) -> PolarsResult<Expr> {
        let persons = among("person", self.persons.iter().map(String::as_str));
        if self.names.is_empty() {
            return Ok(persons);
        }
        let names = invitations.clone().select([col("name")]);
        let names = names.unique(None, UniqueKeepStrategy::Any).collect()?;
        let mut names: Vec<&str> = names.column("name")?.str()?.iter().flatten().collect();
        names.retain(|name| person::name_key(name).is_some_and(|key| self.names.contains(&key)));
        names.sort_unstable();
        Ok(persons.or(among("name", names.into_iter())))
    }
}

fn among<'a>(column: &str, values: impl Iterator<Item = &'a str>) -> Expr {
    let values = Series::new("values".into(), values.collect::<Vec<&str>>());
    col(column).is_in(lit(values).implode(true), false).fill_null(lit(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protect(entries: &[&str]) -> Protect {
        let mut protect = Protect::default();
        for entry in entries {
            protect.add(entry).unwrap();
        }
        protect
    }

    #[test]
    fn every_way_to_name_a_person_protects() {
        let rows = polars::df!(
            "person" => ["in/zoë-b", "urn:li:member:7", "name:ann lee", "in/x", "in/y"],
            "name" => ["Zoë B", "Seven", "Ann Lee", "Cy D", "Cy D, PhD"],
        );
        let rows = polars::prelude::IntoLazy::lazy(rows.unwrap());
        let names = |entry: &str| {
            let condition = protect(&[entry]).condition(&rows).unwrap();
            let found = rows.clone().filter(condition).collect().unwrap();
            found
                .column("person")
                .unwrap()
                .str()
                .unwrap()
                .iter()
                .flatten()
                .map(String::from)
                .collect()
        };
        let one = |entry: &str, person: &str| assert_eq!(names(entry), [person], "{entry}");
        one("https://www.linkedin.com/in/Zo%C3%AB-B/", "in/zoë-b");
        one("in/zoë-b", "in/zoë-b");
        one("Zoë-B", "in/zoë-b");
        one("urn:li:member:7", "urn:li:member:7");
        one("ANN  LEE", "name:ann lee");
        let both: Vec<String> = names("Cy D");
        assert_eq!(both, ["in/x", "in/y"]);
        let none: Vec<String> = names("Nobody");
        assert_eq!(none, [""; 0]);
    }

    #[test]
    fn what_would_protect_nobody_is_an_error() {
        for entry in ["https://www.linkedin.com/sales/lead/AC", "urn:li:fs:1", "in/", "🚀", ""] {
            assert!(Protect::default().add(entry).is_err(), "{entry}");
        }
    }
}
