//! Who is known by a slug in one row and by a member id in another, where some row has both: one
//! tool writes both keys of a person, another the member id alone.
//!
//! Invariant: a member id that rows give several slugs tells none, and nothing of a row changes
//! that has a slug.

use crate::deadline;
use crate::import::people_keys::person;
use crate::invitations::columns::text_column;
use polars::prelude::{DataFrame, IntoColumn, NewChunkedArray, PolarsResult, StringChunked};
use rescind_ledger::{KeyChanges, is_address};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The member ids of people, by their address, where data have both.
#[derive(Clone, Debug, Default)]
pub struct MemberIds(Arc<BTreeMap<String, Vec<String>>>);

impl MemberIds {
    /// Those of whoever has this key.
    pub fn ids(&self, key: &str) -> &[String] {
        self.0.get(key).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The slug of each member id and number of a member; none where rows differ.
#[derive(Default)]
pub(in crate::invitations) struct MemberSlugs(HashMap<String, Option<String>>);

const MEMBER_KEYS: [&str; 2] = ["urn", "member_id"];

impl MemberSlugs {
    /// What rows with keys tell.
    pub(in crate::invitations) fn note(&mut self, frame: &DataFrame) -> PolarsResult<()> {
        let slugs = text_column(frame, "slug");
        for column in MEMBER_KEYS {
            let members = text_column(frame, column);
            if members.null_count() == members.len() {
                continue;
            }
            for (row, (slug, member)) in slugs.iter().zip(members.iter()).enumerate() {
                deadline::check_interrupted_at_step(row)?;
                let (Some(slug), Some(member)) = (slug, member) else { continue };
                let known = self.0.entry(member.to_owned()).or_insert_with(|| Some(slug.into()));
                if known.as_deref() != Some(slug) {
                    *known = None;
                }
            }
        }
        Ok(())
    }

    /// Adds what a ledger knows of ids of which no row tells a slug; whether it knows any.
    pub(in crate::invitations) fn add_known(&mut self, known: &KeyChanges) -> bool {
        let before = self.0.len();
        for (id, slug) in known.iter().filter(|(id, slug)| !is_address(id) && is_address(slug)) {
            self.0.entry(id.to_owned()).or_insert_with(|| Some(slug.to_owned()));
        }
        self.0.len() > before
    }

    /// Takes the slugs of now for former ones.
    pub(in crate::invitations) fn rename(&mut self, now: impl Fn(&str) -> Option<String>) {
        for slug in self.0.values_mut() {
            if let Some(now) = slug.as_deref().and_then(&now) {
                *slug = Some(now);
            }
        }
    }

    /// The slug of a member id, where one is told.
    pub(in crate::invitations) fn slug(&self, id: &str) -> Option<&str> {
        self.0.get(id)?.as_deref()
    }

    pub(in crate::invitations) fn member_ids(&self) -> MemberIds {
        let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (id, slug) in &self.0 {
            if let Some(slug) = slug {
                ids.entry(slug.clone()).or_default().push(id.clone());
            }
        }
        for ids in ids.values_mut() {
            ids.sort_unstable();
        }
        MemberIds(Arc::new(ids))
    }

    /// Gives rows without a slug that of their member id, and the keys that follow from it.
    pub(in crate::invitations) fn fill(&self, frame: &mut DataFrame) -> PolarsResult<()> {
        let (slugs, whos) = (text_column(frame, "slug"), text_column(frame, "who"));
        let [urns, ids] = MEMBER_KEYS.map(|column| text_column(frame, column));
        let is_of_nobody = slugs.null_count() == 0 || self.0.is_empty();
        if is_of_nobody || urns.null_count() == urns.len() && ids.null_count() == ids.len() {
            return Ok(());
        }
        let slug_of = |member: Option<&str>| self.slug(member?);
        let rows = slugs.iter().zip(urns.iter().zip(ids.iter()));
        let told = rows.map(|(slug, (urn, id))| match slug {
            Some(_) => None,
            None => slug_of(urn).or_else(|| slug_of(id)),
        });
        let told: Vec<Option<&str>> = told.collect();
        if told.iter().all(Option::is_none) {
            return Ok(());
        }
        let beside = |known: &StringChunked, name: &str| {
            let values = told.iter().zip(known.iter()).map(|(told, known)| told.or(known));
            StringChunked::from_iter_options(name.into(), values).into_column()
        };
        let addresses = text_column(frame, "profile_url");
        let told_addresses = told.iter().zip(addresses.iter()).map(|(told, known)| {
            told.and_then(person::profile_url).or_else(|| known.map(String::from))
        });
        let addresses = StringChunked::from_iter_options("profile_url".into(), told_addresses);
        let (slugs, whos) = (beside(&slugs, "slug"), beside(&whos, "who"));
        for column in [slugs, whos, addresses.into_column()] {
            frame.with_column(column)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::Column;
    use proptest::prelude::*;

    type IdCells = (Option<u8>, Option<u8>);

    fn frame(rows: &[IdCells]) -> DataFrame {
        let slug = |slug: u8| format!("in/p{slug}");
        let id = |id: u8| format!("urn:li:fsd_profile:ACoAA{id}");
        let slugs: Vec<_> = rows.iter().map(|row| row.0.map(slug)).collect();
        let ids: Vec<_> = rows.iter().map(|row| row.1.map(id)).collect();
        let whos = slugs.iter().zip(&ids).map(|(slug, id)| slug.clone().or(id.clone()));
        let whos: Vec<_> =
            whos.enumerate().map(|(at, who)| who.unwrap_or(format!("#{at}"))).collect();
        let urls: Vec<Option<String>> = vec![None; rows.len()];
        let columns = vec![
            Column::new("slug".into(), slugs),
            Column::new("member_id".into(), ids),
            Column::new("who".into(), whos),
            Column::new("profile_url".into(), urls),
        ];
        DataFrame::new(rows.len(), columns).unwrap()
    }

    proptest! {
        #[test]
        fn a_member_id_has_the_only_slug_that_any_row_gives_it(
            tables in prop::collection::vec(
                prop::collection::vec(
                    (prop::option::of(0..4_u8), prop::option::of(0..4_u8)), 0..6),
                1..4),
        ) {
            let mut members = MemberSlugs::default();
            for rows in &tables {
                members.note(&frame(rows)).unwrap();
            }
            let every = || tables.iter().flatten();
            for rows in &tables {
                let mut filled = frame(rows);
                members.fill(&mut filled).unwrap();
                let slugs = text_column(&filled, "slug");
                for ((slug, id), filled) in rows.iter().zip(slugs.iter()) {
                    let mut told: Vec<u8> = every()
                        .filter(|row| id.is_some() && row.1 == *id)
                        .filter_map(|row| row.0)
                        .collect();
                    told.sort_unstable();
                    told.dedup();
                    let only = <[u8; 1]>::try_from(told).ok().map(|[only]| only);
                    let expected = slug.or(only).map(|slug| format!("in/p{slug}"));
                    prop_assert_eq!(filled.map(String::from), expected);
                }
            }
        }
    }
}
