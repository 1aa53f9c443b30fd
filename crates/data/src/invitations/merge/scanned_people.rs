//! People of scanned files whom another source names as well: by a key of the person, or by a name
//! where one of the two sides knows no address.
//!
//! Invariant: of the people whom a source and a scan have in common nobody is missing here, nor
//! anybody else who bears a name that is in question; no more rows than those are held.

use super::better_known::BetterKeys;
use crate::finding::Finding;
use crate::import::people_keys::person::slug_of_former;
use crate::invitations::columns;
use crate::invitations::columns::{PROFILE_KEYS, typed_null};
use crate::invitations::people::key_hashes::KeyHashes;
use crate::invitations::people::matching::{LEFT, Matches, RIGHT};
use crate::invitations::people::{keys, matching};
use crate::invitations::scanned::named_people::POSITION;
use crate::invitations::scanned::positions::RowSet;
use crate::invitations::scanned::scanned_file::ScannedFile;
use crate::query::{Query, ordered_join};
use polars::prelude::{
    BooleanChunked, Column, DataFrame, DataType, Expr, Field, IntoColumn, IntoLazy, JoinType,
    NewChunkedArray, PolarsResult, Schema, StringChunked, UnionArgs, UniqueKeepStrategy, coalesce,
    col, concat, concat_str, lit, map_multiple, when,
};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What a person's key begins with who is known by a name alone.
const BY_NAME: &str = "name:";

/// The columns by which people are matched.
const MATCHED_BY: [&str; 7] = ["account", "slug", "urn", "member_id", "name_key", "name", "who"];

/// The scan that a person is of, from 1.
pub(in crate::invitations) const SOURCE: &str = "#source";

/// The people of scanned files that other sources may be about.
pub(in crate::invitations) struct ScannedPeople {
    /// The columns [`MATCHED_BY`], `person` (str) and [`SOURCE`] (u32): each of a scan and an
    /// account once, who is known by a name alone as often as there are rows.
    people: DataFrame,
    /// Where in each scan they are.
    pub(in crate::invitations) rows: Vec<RowSet>,
    /// Those of them, and of the rows beside, whom another source knows by a better key.
    pub(in crate::invitations) better_known: BetterKeys,
}

/// The people of a source, matched with rows and with scanned people.
pub(in crate::invitations) struct MatchedSource {
    /// The pairs, those with scanned people beyond the last of the rows.
    pub(in crate::invitations) matches: Matches,
    /// `account`, `person` (str), [`RIGHT`] (u32): the pairs with scanned people.
    pub(in crate::invitations) scanned: DataFrame,
}

impl ScannedPeople {
    /// Those whom the rows `beside` them or `others` name, which have the columns of [`keys`].
    pub(in crate::invitations) fn of_scans(
        scans: &[ScannedFile],
        beside: &DataFrame,
        others: &[&DataFrame],
        findings: &mut Vec<Finding>,
    ) -> PolarsResult<Self> {
        let others: Vec<&DataFrame> = others.iter().copied().chain([beside]).collect();
        let is_alone = others.iter().all(|rows| rows.height() == 0) && scans.len() < 2;
        if is_alone || scans.is_empty() {
            let rows = scans.iter().map(|_| RowSet::default()).collect();
            return Ok(Self { people: none()?, rows, better_known: BetterKeys::default() });
        }
        let keys = others.iter().map(|rows| keys_of(rows)).collect::<PolarsResult<Vec<_>>>()?;
        let keys = KeyHashes::of_texts(keys.iter().flatten());
        let names = names_in_question(scans, &others)?;
        let mut rows = vec![];
        let mut people = vec![];
        for (scan, source) in scans.iter().zip(1_u32..) {
            let by_key = scan.people.with(&keys);
            let has_names = scan.as_it_is.columns.has("name") && !names.is_empty();
            if by_key.is_empty() && !has_names {
                rows.push(by_key);
                continue;
            }
            let mut is_asked = by_key.has_row();
            if has_names {
                is_asked = is_asked.or(is_in(names.clone()));
            }
            let asked = ["account", "person", "name", "profile_url"].map(col);
            let asked = asked.into_iter().chain([name_key().alias("name_key"), col(POSITION)]);
            let asked_rows = scan.rows.clone().filter(is_asked);
            let asked_rows = asked_rows.select(asked.collect::<Vec<_>>()).streamed()?;
            rows.push(RowSet::of_rows(asked_rows.column(POSITION)?.idx()?.iter().flatten()));
            people.push(
                asked_rows.lazy().with_column(lit(source).cast(DataType::UInt32).alias(SOURCE)),
            );
        }
        let people = if people.is_empty() {
            none()?
        } else {
            keyed(concat(people, UnionArgs::default())?.rows()?)?
        };
        let better_known = BetterKeys::among_rows(beside, &people, findings)?;
        Ok(Self { people, rows, better_known })
    }

    /// Matches `people` with rows and with these, as [`matching::match_people`] does.
    pub(in crate::invitations) fn match_people(
        &self,
        rows: &DataFrame,
        people: &DataFrame,
    ) -> PolarsResult<MatchedSource> {
        if self.people.height() == 0 {
            let matches = matching::match_people(rows, people)?;
            let mut scanned = self.people.select(["account", "person"])?;
            scanned.with_column(Column::new_empty(RIGHT.into(), &DataType::UInt32))?;
            return Ok(MatchedSource { matches, scanned });
        }
        let beside = lit(0_u32).cast(DataType::UInt32);
        let sides =
            [(rows, keys::person_key_of_row(), beside), (&self.people, col("person"), col(SOURCE))];
        let both = sides.map(|(side, person, source)| {
            let columns = MATCHED_BY.map(col).into_iter();
            let columns = columns.chain([person.alias("person"), source.alias(SOURCE)]);
            side.clone().lazy().select(columns.collect::<Vec<_>>())
        });
        let both = concat(both, UnionArgs::default())?.rows()?;
        let both = self.better_known.with_better_match_keys(with_names_in_turn(both)?)?;
        let matches = matching::match_people(&both, people)?;
        let first = u32::try_from(rows.height()).unwrap_or(u32::MAX);
        let scanned = self.people.clone().lazy().with_row_index(LEFT, Some(first));
        let pairs = matches.pairs.clone().lazy();
        let on = [col(LEFT)];
        let scanned = scanned.join(pairs, on.clone(), on, ordered_join(JoinType::Inner));
        let scanned = scanned.select(["account", "person", RIGHT].map(col)).rows()?;
        Ok(MatchedSource { matches, scanned })
    }

    /// Rows of people, once more for each account with somebody whom they may be about.
    pub(in crate::invitations) fn for_each_account(
        &self,
        rows: &DataFrame,
    ) -> PolarsResult<Vec<DataFrame>> {
        let mut shared = vec![];
        if self.people.height() == 0 {
            return Ok(shared);
        }
        for key in PROFILE_KEYS.into_iter().chain(["name_key"]) {
            let accounts = self.people.clone().lazy().select([col("account"), col(key)]);
            let accounts = accounts.filter(col(key).is_not_null());
            let accounts = accounts.unique(None, UniqueKeepStrategy::Any);
            let accounts = accounts.rename(["account"], ["#account"], true);
            let names = rows.get_column_names_owned();
            let columns = names.iter().map(|name| match name.as_str() {
                "account" => col("#account").alias("account"),
                name => col(name),
            });
            let columns: Vec<Expr> = columns.collect();
            let on = [col(key)];
            let rows = rows.clone().lazy();
            shared.push(
                rows.join(accounts, on.clone(), on, ordered_join(JoinType::Inner))
                    .select(columns)
                    .rows()?,
            );
        }
        Ok(shared)
    }
}

/// The keys by which a scan's rows may be about the people of another source.
fn keys_of(rows: &DataFrame) -> PolarsResult<Vec<StringChunked>> {
    let text = |name: &str| rows.column(name).and_then(|column| column.str().cloned());
    let keys = PROFILE_KEYS.into_iter().map(text);
    let former = columns::map_to_column(&text("member_id")?, "former_slug", slug_of_former);
    keys.chain([Ok(former.str()?.clone())]).collect()
}

/// The names that decide whom a row is about: those that somebody bears of whom no slug is known,
/// and another source knows.
fn names_in_question(
    scans: &[ScannedFile],
    others: &[&DataFrame],
) -> PolarsResult<Arc<HashSet<String>>> {
    let (mut known, mut in_question) = (HashSet::new(), HashSet::new());
    for rows in others {
        let [slugs, names] = ["slug", "name_key"].map(|key| columns::text_column(rows, key));
        for (slug, name) in slugs.iter().zip(names.iter()) {
            let Some(name) = name else { continue };
            known.insert(name.to_owned());
            if slug.is_none() {
                in_question.insert(name.to_owned());
            }
        }
    }
    let known = Arc::new(known);
    for scan in scans.iter().filter(|scan| !scan.people.have_slugs) {
        let has_slug = col("person").str().starts_with(lit("in/"));
        let mut rows = scan.rows.clone().filter(has_slug.not());
        // Of several scans, nobody knows the names of the others yet.
        if scans.len() == 1 {
            rows = rows.filter(is_in(known.clone()));
        }
        let names = rows.select([name_key().alias("name_key")]);
        let names = names.unique(None, UniqueKeepStrategy::Any).streamed()?;
        in_question.extend(names.column("name_key")?.str()?.iter().flatten().map(String::from));
    }
    Ok(Arc::new(in_question))
}

/// Whether the name of a scan's row is one of these.
fn is_in(names: Arc<HashSet<String>>) -> Expr {
    let run = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let [people, names_of_rows] = columns else { return Ok(Column::default()) };
        let rows = people.str()?.iter().zip(names_of_rows.str()?.iter());
        let has = rows.map(|(person, name)| {
            let key = name_key_of(person?, name)?;
            Some(names.contains(key.as_str()))
        });
        Ok(BooleanChunked::from_iter_options("is_in".into(), has).into_column())
    };
    let boolean = |_: &Schema, _: &[Field]| Ok(Field::new("is_in".into(), DataType::Boolean));
    map_multiple(run, ["person", "name"].map(col), boolean)
}

/// The name of a scan's row, as names are compared.
fn name_key() -> Expr {
    let run = |columns: &mut [Column]| -> PolarsResult<Column> {
        let [people, names] = columns else { return Ok(Column::default()) };
        let rows = people.str()?.iter().zip(names.str()?.iter());
        let keys = rows.map(|(person, name)| name_key_of(person?, name));
        Ok(StringChunked::from_iter_options("name_key".into(), keys).into_column())
    };
    let text = |_: &Schema, _: &[Field]| Ok(Field::new("name_key".into(), DataType::String));
    map_multiple(run, ["person", "name"].map(col), text)
}

/// The same of one person; a name that only repeats the key of a profile is none.
fn name_key_of(person: &str, name: Option<&str>) -> Option<String> {
    match person.strip_prefix(BY_NAME) {
        Some(name) => Some(name.to_owned()),
        None => keys::name_key(name.filter(|name| *name != person)?),
    }
}

/// The same people, of whom the first that one source knows by a name alone is the first of that
/// name in another, and so on.
fn with_names_in_turn(mut people: DataFrame) -> PolarsResult<DataFrame> {
    /// The account, the name and the source.
    type Namesakes<'a> = (Option<&'a str>, &'a str, Option<u32>);
    let text = |name: &str| people.column(name).and_then(|column| column.str());
    let rows = text("account")?.iter().zip(text("person")?.iter()).zip(text("who")?.iter());
    let mut known: HashMap<Namesakes, Vec<&str>> = HashMap::new();
    let whos = rows.zip(people.column(SOURCE)?.u32()?.iter()).map(|row| {
        let (((account, person), who), source) = row;
        let (Some(name), Some(own_key)) = (person.filter(|key| key.starts_with(BY_NAME)), who)
        else {
            return who.map(String::from);
        };
        let before = known.entry((account, name, source)).or_default();
        let turn = before.iter().position(|other| *other == own_key).unwrap_or_else(|| {
            before.push(own_key);
            before.len() - 1
        });
        Some(format!("#{turn}:{name}"))
    });
    let whos = StringChunked::from_iter_options("who".into(), whos.collect::<Vec<_>>().into_iter());
    people.with_column(whos.into_column())?;
    Ok(people)
}

/// People with the columns by which they are matched, each of an account once.
fn keyed(rows: DataFrame) -> PolarsResult<DataFrame> {
    let [people, urls] = ["person", "profile_url"].map(|name| columns::text_column(&rows, name));
    let mut columns = [(); 3].map(|()| Vec::with_capacity(rows.height()));
    for (person, url) in people.iter().zip(urls.iter()) {
        let given_keys = person.map(keys::split_person_key).unwrap_or_default();
        let of_url = url.map(keys::of_address).unwrap_or_default();
        for ((column, given_keys), of_url) in columns.iter_mut().zip(given_keys).zip(of_url) {
            column.push(given_keys.or(of_url));
        }
    }
    let mut rows = rows;
    for (name, values) in PROFILE_KEYS.into_iter().zip(columns) {
        let values = StringChunked::from_iter_options(name.into(), values.into_iter());
        rows.with_column(values.into_column())?;
    }
    // Two who are known by one name in one file are two.
    let row = concat_str([lit("#"), col(SOURCE), lit(":"), col(POSITION)], "", false);
    let is_named = col("person").str().starts_with(lit(BY_NAME));
    let by_key = coalesce(&[col("slug"), col("urn"), col("member_id"), col("person")]);
    let who = when(is_named).then(row).otherwise(by_key);
    let columns = MATCHED_BY.iter().chain(&["person", SOURCE]).map(|name| col(*name));
    let rows = rows.lazy().with_column(who.alias("who")).select(columns.collect::<Vec<_>>());
    let same = Some(["account", "person", "who", "name_key", SOURCE].map(col).to_vec());
    rows.unique_stable_generic(same, UniqueKeepStrategy::First).rows()
}

fn none() -> PolarsResult<DataFrame> {
    let columns = MATCHED_BY.iter().chain(&["person"]);
    let texts = columns.map(|name| typed_null(DataType::String).alias(*name));
    let columns = texts.chain([typed_null(DataType::UInt32).alias(SOURCE)]);
    crate::invitations::columns::empty_frame(columns.collect())
}
