//! People whose invitations no plan withdraws, whoever wrote its strategy.
//!
//! Invariant: in doubt somebody is protected: a name protects everybody of that name, a word is
//! taken for a profile's slug and for a name, and a profile for each of its spellings. An entry
//! that can mean nobody is an error, and one that means nobody of the data is said.

use crate::finding::{Finding, FindingCode, Level};
use crate::import::people_keys::person;
use crate::invitations::people::named_person::{PersonReference, PersonReferenceError};
use crate::query::Query;
use polars::prelude::{
    DataFrame, Expr, LazyFrame, NamedFrom, PolarsResult, Series, UniqueKeepStrategy, col, lit,
};
use rescind_ledger::KeyChanges;
use std::collections::{BTreeMap, BTreeSet};

/// So many entries are named in a finding.
const NAMED_MAX: usize = 5;

/// What stands for a profile in an address, once that is in lower case.
const SLUG: &str = r"(?:^|/)(in/[^/?#\s]+)";

/// People whose invitations no plan withdraws.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProtectedPeople {
    entries: Vec<ListEntry>,
    /// What there is to say of the lists' files.
    pub findings: Vec<Finding>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct ListEntry {
    list: String,
    /// The entry as it is written.
    text: String,
    /// Whom it means.
    named: PersonReference,
    /// Whether it may be a header instead, which means nobody.
    is_header: bool,
}

impl ProtectedPeople {
    /// Takes in an entry of a list, by all that it names somebody by: a profile's address, a slug
    /// with or without `in/`, a member's URN, or a name.
    ///
    /// # Errors
    /// Why it can mean nobody.
    pub fn add(
        &mut self,
        texts: &[impl AsRef<str>],
        list: &str,
    ) -> Result<(), PersonReferenceError> {
        self.entries.push(ListEntry::parse(texts, list)?);
        Ok(())
    }

    /// Takes in the first line of a list, which is a header unless somebody forgot it.
    pub fn add_header(&mut self, text: &str, list: &str) {
        if let Ok(entry) = ListEntry::parse(&[text], list) {
            self.entries.push(ListEntry { is_header: true, ..entry });
        }
    }

    /// Protects whoever has another address by now, or had another before, by that one, too.
    pub fn whichever_address(&mut self, addresses: &KeyChanges) {
        self.entries.iter_mut().for_each(|entry| entry.named.add_other_addresses(addresses));
    }

    /// Whether nobody is protected.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The condition that an invitation's person is protected: known for every row. Reads the names
    /// of all invitations, if the lists have any.
    pub fn is_protected(&self, invitations: &LazyFrame) -> PolarsResult<Expr> {
        let persons: BTreeSet<String> =
            self.entries.iter().flat_map(|entry| entry.named.persons.iter().cloned()).collect();
        let spellings = persons.iter().flat_map(|key| person::spellings(key)).collect();
        let folded = col("person").str().to_lowercase();
        let protected = among(folded.clone(), &persons)
            .or(among(profile(folded), &spellings))
            .or(among(profile(col("profile_url").str().to_lowercase()), &spellings));
        let keys: BTreeSet<&str> =
            self.entries.iter().filter_map(|entry| entry.named.name.as_deref()).collect();
        if keys.is_empty() {
            return Ok(protected);
        }
        let names = invitations.clone().select([col("name")]);
        let names = names.unique(None, UniqueKeepStrategy::Any).rows()?;
        let names = names.column("name")?.str()?.iter().flatten();
        let is_meant =
            |name: &&str| person::name_key(name).is_some_and(|key| keys.contains(key.as_str()));
        let names = names.filter(is_meant).map(String::from).collect();
        Ok(protected.or(among(col("name"), &names)))
    }

    /// What there is to say of each list some of whose entries mean nobody of these invitations;
    /// `condition` is [`Self::is_protected`].
    pub fn unmatched(
        &self,
        invitations: &LazyFrame,
        condition: &Expr,
    ) -> PolarsResult<Vec<Finding>> {
        let columns = ["person", "profile_url", "name"].map(col);
        let matched = invitations.clone().filter(condition.clone()).select(columns);
        let matched =
            MatchedPeople::of_rows(&matched.unique(None, UniqueKeepStrategy::Any).rows()?)?;
        let mut lists: BTreeMap<&str, Vec<&ListEntry>> = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| !entry.is_header || entry.is_profile()) {
            lists.entry(&entry.list).or_default().push(entry);
        }
        let findings = lists.into_iter().filter_map(|(list, entries)| {
            let unmatched: Vec<&str> = entries
                .iter()
                .filter(|entry| !matched.has(entry))
                .map(|entry| entry.text.as_str())
                .collect();
            (!unmatched.is_empty()).then(|| unmatched_finding(list, &unmatched, entries.len()))
        });
        Ok(findings.collect())
    }
}

impl ListEntry {
    fn parse(texts: &[impl AsRef<str>], list: &str) -> Result<Self, PersonReferenceError> {
        let named = PersonReference::by_any(texts)?;
        let text = texts.first().map_or("", |text| text.as_ref().trim());
        Ok(Self { list: list.into(), text: text.into(), named, is_header: false })
    }

    fn is_profile(&self) -> bool {
        self.named.name.is_none()
    }
}

/// The people that the condition holds for.
struct MatchedPeople {
    persons: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl MatchedPeople {
    fn of_rows(rows: &DataFrame) -> PolarsResult<Self> {
        let texts = |column: &str| PolarsResult::Ok(rows.column(column)?.str()?.iter().flatten());
        let mut persons: BTreeSet<String> = texts("person")?.map(str::to_lowercase).collect();
        persons.extend(texts("person")?.chain(texts("profile_url")?).filter_map(person::slug));
        let names = texts("name")?.filter_map(person::name_key).collect();
        Ok(Self { persons, names })
    }

    fn has(&self, entry: &ListEntry) -> bool {
        !entry.named.persons.is_disjoint(&self.persons)
            || entry.named.name.as_ref().is_some_and(|name| self.names.contains(name))
    }
}

/// The profile in an address or key of lower case.
fn profile(text: Expr) -> Expr {
    text.str().extract(lit(SLUG), 1)
}

fn among(value: Expr, values: &BTreeSet<String>) -> Expr {
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let values = Series::new("values".into(), values);
    value.is_in(lit(values).implode(true), false).fill_null(lit(false))
}

/// That entries mean nobody of the data: all of them is hardly meant.
fn unmatched_finding(list: &str, unmatched: &[&str], total: usize) -> Finding {
    let named = unmatched.iter().take(NAMED_MAX).copied().collect::<Vec<_>>().join(", ");
    let more = unmatched.len().saturating_sub(NAMED_MAX);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let (level, count) = match (unmatched.len() == total, total) {
        (true, 1) => (Level::Warn, "its only entry means".to_owned()),
        (true, _) => (Level::Warn, format!("all {total} entries mean")),
        (false, _) if unmatched.len() == 1 => (Level::Note, format!("1 of {total} entries means")),
        (false, _) => (Level::Note, format!("{} of {total} entries mean", unmatched.len())),
    };
    let message = format!("{list}: {count} nobody of these data: {named}{more}");
    Finding::new(FindingCode::ProtectUnmatched, level, message)
        .help("a profile's address is surest; a name has to be whole")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protect(entries: &[&str]) -> ProtectedPeople {
        let mut protect = ProtectedPeople::default();
        for entry in entries {
            protect.add(&[entry], "list").unwrap();
        }
        protect
    }

    #[test]
    fn every_way_to_name_a_person_protects() {
        let rows = polars::df!(
            "person" => ["in/zoë-b", "urn:li:member:7", "name:ann lee", "in/x", "in/y"],
            "name" => ["Zoë B", "Seven", "Ann Lee", "Cy D", "Cy D, PhD"],
            "profile_url" => [None::<&str>; 5],
        );
        let rows = polars::prelude::IntoLazy::lazy(rows.unwrap());
        let names = |entry: &str| {
            let condition = protect(&[entry]).is_protected(&rows).unwrap();
            let protected = rows.clone().filter(condition).collect().unwrap();
            protected
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
        let addresses = ["https://www.linkedin.com/sales/lead/AC", "urn:li:fs:1", "in/", "🚀", ""];
        let others = ["in/a;1", "<a>", "mailto:a@b.c", "@a", "a\0b", "anna/in/a/2026-01-05"];
        let others = others.into_iter().chain(["www.linkedin.com/in/a&x=1"]);
        for entry in addresses.into_iter().chain(others) {
            assert!(ProtectedPeople::default().add(&[entry], "list").is_err(), "{entry}");
        }
    }

    #[test]
    fn a_profile_is_protected_in_each_of_its_spellings() {
        let rows = polars::df!(
            "person" => ["in/Zoë-B", "https://linkedin.com/in/zo%C3%AB-b/", "urn:li:member:9",
                "in/other"],
            "name" => [None::<&str>; 4],
            "profile_url" => [None, None, Some("https://www.linkedin.com/in/Zo%c3%ab-b?x=1"), None],
        );
        let rows = polars::prelude::IntoLazy::lazy(rows.unwrap());
        let protect = protect(&["in/zoë-b"]);
        let condition = protect.is_protected(&rows).unwrap();
        assert_eq!(rows.clone().filter(condition.clone()).collect().unwrap().height(), 3);
        assert_eq!(protect.unmatched(&rows, &condition).unwrap(), []);
    }

    #[test]
    fn entries_that_mean_nobody_are_said() {
        let rows = polars::df!(
            "person" => ["in/vera-vip"], "name" => ["Vera Vip"], "profile_url" => [None::<&str>],
        );
        let rows = polars::prelude::IntoLazy::lazy(rows.unwrap());
        let finding_for = |entries: &[&str], header: &str| {
            let mut protect = protect(entries);
            protect.add_header(header, "list");
            let condition = protect.is_protected(&rows).unwrap();
            let findings = protect.unmatched(&rows, &condition).unwrap();
            findings.into_iter().map(|one| format!("{} {}", one.level, one.message)).next()
        };
        assert_eq!(finding_for(&["in/vera-vip", "Vera Vip"], "person"), None);
        let some = finding_for(&["in/vera-vpi", "Vera Vip"], "person").unwrap();
        assert_eq!(some, "note list: 1 of 2 entries means nobody of these data: in/vera-vpi");
        let every_entry = finding_for(&["1", "2"], "who").unwrap();
        assert_eq!(every_entry, "warn list: all 2 entries mean nobody of these data: 1, 2");
        assert_eq!(finding_for(&["Vera Vip"], "in/vera-vip"), None);
    }
}
