//! Whom the rows of a scanned file name, told apart by keys of 64 bits: no text of all rows is
//! held, however many there are.
//!
//! Invariant: rows that name one person have one key. Two people may share one by chance, so what
//! rests on a key that comes twice looks at the texts of those rows, and of no others.

use super::positions::RowSet;
use crate::import::people_keys::person;
use crate::import::people_keys::person::plain_slug;
use crate::invitations::outcome::derived;
use crate::invitations::outcome::derived::RepeatCounter;
use crate::invitations::people::key_hashes::{KeyHashes, hash_text, hash_texts};
use crate::invitations::people::keys::person_key;
use crate::query::Query;
use polars::prelude::{
    Column, DataFrame, DataType, Expr, Field, IdxSize, IntoColumn, LazyFrame, NewChunkedArray,
    PolarsResult, Schema, StringChunked, UInt64Chunked, col, concat_str, map_multiple,
};
use std::collections::HashMap;

/// The column with a row's place in its file, from 0.
pub const POSITION: &str = "#position";

/// Whom the rows of a file name.
#[derive(Clone, Default)]
pub(in crate::invitations) struct ScannedPersonKeys {
    /// How many rows name nobody.
    pub(in crate::invitations) nameless_rows: usize,
    /// The rows whose person another row names as well, or may.
    pub(in crate::invitations) alike: RowSet,
    /// Whether every row has a profile with a slug, as far as nobody has to look at each.
    pub(in crate::invitations) have_slugs: bool,
    /// The key of each row's person.
    pub(in crate::invitations) keys: UInt64Chunked,
}

impl ScannedPersonKeys {
    /// Those of all rows of a file, which have the columns of the frame but for derived ones;
    /// `of_addresses` are the keys of those whose address alone tells them.
    pub(in crate::invitations) fn of_rows(
        rows: &LazyFrame,
        of_addresses: Option<UInt64Chunked>,
    ) -> PolarsResult<Self> {
        let keys = |rows: LazyFrame| -> PolarsResult<DataFrame> {
            rows.select([key_of_person().alias("key"), col(POSITION)]).streamed()
        };
        let have_slugs = of_addresses.as_ref().is_some_and(|keys| keys.null_count() == 0);
        let keys = match of_addresses {
            Some(of_addresses) if have_slugs => of_addresses,
            Some(of_addresses) => {
                // What else the other rows have is looked at, and nothing of these.
                let others = (0..).zip(of_addresses.iter()).filter(|(_, key)| key.is_none());
                let others = RowSet::of_rows(others.map(|(row, _)| row));
                beside(&of_addresses, &keys(rows.clone().filter(others.has_row()))?)?
            }
            None => keys(rows.clone())?.column("key")?.u64()?.clone(),
        };
        let (nobody, alike) = (keys.null_count(), RowSet::default());
        let people = Self { nameless_rows: nobody, alike, have_slugs, keys };
        let alike = people.with(&KeyHashes::repeated(&people.keys));
        Ok(Self { alike, ..people })
    }

    /// The rows with one of these keys.
    pub(in crate::invitations) fn with(&self, repeated: &KeyHashes) -> RowSet {
        let rows = (0..).zip(self.keys.iter());
        RowSet::of_rows(rows.filter(|(_, key)| repeated.has(*key)).map(|(row, _)| row))
    }

    /// The `id` of each row, which has all other columns: rows that are alike otherwise are
    /// numbered in their order.
    pub(in crate::invitations) fn id(&self, rows: &LazyFrame) -> PolarsResult<Expr> {
        let id = derived::id_of_row();
        if self.alike.is_empty() {
            return Ok(id);
        }
        let ids = |among: &RowSet| {
            let rows = rows.clone().filter(among.has_row());
            rows.select([derived::id_of_row().alias("id"), col(POSITION)])
        };
        let keys = ids(&self.alike).with_column(key_of_text("id")).streamed()?;
        let (keys, places) = (keys.column("id")?.u64()?, keys.column(POSITION)?.idx()?);
        let repeated = KeyHashes::repeated(keys);
        let alike = places.iter().zip(keys.iter()).filter(|(_, key)| repeated.has(*key));
        let alike = RowSet::of_rows(alike.filter_map(|(position, _)| position));
        if alike.is_empty() {
            return Ok(id);
        }
        let numbers = numbers(&ids(&alike).streamed()?)?;
        Ok(concat_str([id, number(numbers)], "", false))
    }
}

/// The keys, with those of other rows at their places.
fn beside(keys: &UInt64Chunked, others: &DataFrame) -> PolarsResult<UInt64Chunked> {
    let mut keys: Vec<Option<u64>> = keys.iter().collect();
    let others = others.column(POSITION)?.idx()?.iter().zip(others.column("key")?.u64()?.iter());
    for (position, key) in others {
        let position = position.and_then(|position| usize::try_from(position).ok());
        if let Some(kept) = position.and_then(|position| keys.get_mut(position)) {
            *kept = key;
        }
    }
    Ok(UInt64Chunked::from_iter_options("key".into(), keys.into_iter()))
}

/// The rows whose `id` has come before, with what tells them apart.
fn numbers(ids: &DataFrame) -> PolarsResult<HashMap<IdxSize, String>> {
    let texts = ids.column("id")?.str()?.iter();
    let mut rows: Vec<_> = ids.column(POSITION)?.idx()?.iter().zip(texts).collect();
    rows.sort_unstable();
    let mut repeats = RepeatCounter::default();
    let numbers = rows.into_iter().filter_map(|(position, id)| {
        let position = position?;
        Some((position, repeats.number(id?)?))
    });
    Ok(numbers.collect())
}

/// What follows a row's `id`: mostly nothing.
fn number(numbers: HashMap<IdxSize, String>) -> Expr {
    let run = move |places: Column| -> PolarsResult<Column> {
        let number = |position| numbers.get(&position).map_or("", String::as_str);
        let texts = places.idx()?.iter().map(|position| position.map(number));
        Ok(StringChunked::from_iter_options(POSITION.into(), texts).into_column())
    };
    col(POSITION).map(run, |_, field| Ok(Field::new(field.name().clone(), DataType::String)))
}

/// The key of a row's person; missing where it names nobody.
fn key_of_person() -> Expr {
    let run = |columns: &mut [Column]| -> PolarsResult<Column> {
        let [given_keys, urls, names] = columns else { return Ok(Column::default()) };
        let pairs = urls.str()?.iter().zip(names.str()?.iter());
        let keys = given_keys.str()?.iter().zip(pairs).map(|(given_keys, (url, name))| {
            match (given_keys.filter(|key| !key.is_empty()), url.and_then(plain_slug)) {
                // Nothing is written out for what most rows have.
                (Some(given_keys), _) => Some(hash_text(person::key(given_keys).as_bytes())),
                (None, Some(slug)) => Some(key_of_slug(slug)),
                (None, None) => {
                    person_key(None, url, name).map(|person| hash_text(person.as_bytes()))
                }
            }
        });
        Ok(UInt64Chunked::from_iter_options("person".into(), keys).into_column())
    };
    let number = |_: &Schema, _: &[Field]| Ok(Field::new("person".into(), DataType::UInt64));
    map_multiple(run, ["person", "profile_url", "name"].map(col), number)
}

/// The same where the address alone tells it, and needs no decoding.
pub(in crate::invitations) fn key_of_address(url: &str) -> Option<u64> {
    plain_slug(url).map(key_of_slug)
}

/// The longest key of a person that is written in lower case without asking for memory.
const KEY_BYTES: usize = 64;

/// The key of `in/` and this slug in lower case.
fn key_of_slug(slug: &str) -> u64 {
    let mut bytes = [0; KEY_BYTES];
    let (prefix, whole) = (b"in/", slug.len() + b"in/".len());
    let Some(person) = bytes.get_mut(..whole) else {
        return hash_text(["in/", &slug.to_ascii_lowercase()].concat().as_bytes());
    };
    person[..prefix.len()].copy_from_slice(prefix);
    person[prefix.len()..].copy_from_slice(slug.as_bytes());
    person.make_ascii_lowercase();
    hash_text(person)
}

fn key_of_text(name: &str) -> Expr {
    let run = |texts: Column| Ok(hash_texts(texts.str()?).into_column());
    col(name).map(run, |_, field| Ok(Field::new(field.name().clone(), DataType::UInt64)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invitations::columns::typed_null;
    use crate::invitations::scanned::first_pass::FirstPass;
    use crate::invitations::scanned::scanned_columns::ScannedColumns;
    use crate::invitations::schema::ColumnType;
    use polars::prelude::{IntoLazy, NamedFrom, Series, lit};
    use proptest::prelude::*;
    use proptest::sample::select;
    use std::collections::{BTreeMap, BTreeSet};

    /// Rows of few people, in few accounts, on few days.
    fn rows() -> impl Strategy<Value = DataFrame> {
        let address =
            |n: u8| format!("https://www.linkedin.com/in/{}{n}", ["p", "P"][n as usize % 2]);
        let url = prop::option::weighted(0.8, (0_u8..5).prop_map(address));
        let name = prop::option::weighted(0.8, select(vec!["Ada B", "ada b", "Bo", " ", "Zoë"]));
        let given_key = prop::option::weighted(0.2, select(vec!["", "in/p1", "name:bo"]));
        let day = prop::option::weighted(0.8, 0_i64..3);
        let row = (select(vec!["anna", "ben"]), given_key, url, name, day);
        prop::collection::vec(row, 0..60).prop_map(|rows| {
            let text = |name: &str, values: Vec<Option<String>>| Series::new(name.into(), values);
            let each =
                |values: &dyn Fn(usize) -> Option<String>| (0..rows.len()).map(values).collect();
            let sent: Vec<_> =
                rows.iter().map(|row| row.4.map(|day| day * 86_400_000_000)).collect();
            let columns = vec![
                text("account", each(&|row| Some(rows[row].0.into()))),
                text("person", each(&|row| rows[row].1.map(String::from))),
                text("profile_url", each(&|row| rows[row].2.clone())),
                text("name", each(&|row| rows[row].3.map(String::from))),
                Series::new("sent_at".into(), sent).cast(&ColumnType::Datetime.dtype()).unwrap(),
            ];
            let columns = columns.into_iter().map(IntoColumn::into_column).collect();
            let rows = DataFrame::new(rows.len(), columns).unwrap();
            rows.with_row_index(POSITION.into(), None).unwrap()
        })
    }

    proptest! {
        #[test]
        fn ids_are_those_that_a_look_at_all_rows_gives(rows in rows(), has_keys: bool) {
            let rows = if has_keys { rows } else { rows.drop("person").unwrap() };
            let schema = rows.schema().as_ref().clone();
            let columns = ScannedColumns {
                schema,
                as_of: chrono::DateTime::UNIX_EPOCH,
                statistics: BTreeMap::new(),
                exact_word_columns: BTreeSet::new(),
                have_slugs: false,
            };
            let survey = FirstPass::of_rows(&rows.clone().lazy(), &columns).unwrap();
            let missing = typed_null(DataType::String).alias("person");
            let completed = rows.clone().lazy().with_column(missing).rows().unwrap();
            let rows = if has_keys { rows } else { completed };
            let people = ScannedPersonKeys::of_rows(&rows.clone().lazy(), survey.keys).unwrap();
            let person = |columns: &mut [Column]| {
                let [given_keys, urls, names] = columns else { return Ok(Column::default()) };
                let pairs = urls.str()?.iter().zip(names.str()?.iter());
                let persons = given_keys.str()?.iter().zip(pairs);
                let persons = persons.map(|(key, (url, name))| person_key(key, url, name));
                Ok(StringChunked::from_iter_options("person".into(), persons).into_column())
            };
            let text = |_: &Schema, _: &[Field]| Ok(Field::new("person".into(), DataType::String));
            let person = map_multiple(person, ["person", "profile_url", "name"].map(col), text);
            let rows = rows.lazy().with_column(person.alias("person")).rows().unwrap();
            prop_assert_eq!(people.nameless_rows, rows.column("person").unwrap().null_count());
            let named = rows.lazy().filter(col("person").is_not_null());
            // The order of the rows counts, not where they stand.
            let named = named.filter((col(POSITION) % lit(7)).neq(lit(3)));
            let id = people.id(&named).unwrap();
            let ids = named.clone().with_column(id.alias("id")).rows().unwrap();
            let expected = named.with_column(derived::id().alias("id")).rows().unwrap();
            prop_assert!(ids.equals_missing(&expected), "{ids} {expected}");
        }
    }
}
