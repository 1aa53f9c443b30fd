//! The one look at every row of a scanned file before anything is made of it: which columns of
//! words have known words alone, whom the rows name by an address of the usual form, and which
//! accounts there are.
//!
//! Invariant: no text of all rows is held.

use super::named_people::key_of_address;
use super::scanned_columns::ScannedColumns;
use super::word_columns;
use crate::invitations::people::account_codes::AccountInterner;
use crate::invitations::schema::ColumnSpec;
use crate::query::{Accumulators, collect_with_accumulators};
use polars::prelude::{
    Column as Values, DataFrame, DataType, Field, IntoColumn, LazyFrame, OptFlags, PolarsResult,
    Schema, SchemaRef, StringChunked, UInt64Chunked, col,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The column with the key of each row's person.
const KEY: &str = "#key";

/// What was seen.
#[derive(Default)]
pub(in crate::invitations) struct FirstPass {
    /// The columns of words in which every row has one, just as the column writes it.
    pub(in crate::invitations) plain: BTreeSet<&'static str>,
    /// The key of each row's person by its address, missing where that has not the usual form;
    /// none where the address does not decide.
    pub(in crate::invitations) keys: Option<UInt64Chunked>,
    /// The different names of accounts, none where nobody looked.
    pub(in crate::invitations) accounts: Option<BTreeSet<String>>,
}

/// What is looked at.
#[derive(Clone)]
struct FirstPassColumns {
    words: Vec<&'static ColumnSpec>,
    has_addresses: bool,
    has_accounts: bool,
}

/// What one worker has seen.
#[derive(Default)]
struct WorkerFindings {
    not_plain: BTreeSet<&'static str>,
    accounts: AccountInterner,
}

impl FirstPass {
    /// That of a file's rows, as they are.
    pub(in crate::invitations) fn of_rows(
        rows: &LazyFrame,
        columns: &ScannedColumns,
    ) -> PolarsResult<Self> {
        let asked = FirstPassColumns {
            words: word_columns::columns_to_check(columns),
            has_addresses: columns.has("profile_url") && !columns.has("person"),
            has_accounts: columns.has("account") && columns.only_text("account").is_none(),
        };
        let names = asked.names();
        if names.is_empty() {
            return Ok(Self::default());
        }
        let texts = names.iter().map(|name| col(*name).cast(DataType::String));
        let rows = rows.clone().select(texts.collect::<Vec<_>>());
        let looked_at = asked.clone();
        let query = move |parts: &Arc<Accumulators<WorkerFindings>>| {
            let (parts, asked) = (parts.clone(), looked_at.clone());
            let note_rows =
                move |frame: DataFrame| parts.add(|_, seen| seen.note_rows(&asked, &frame));
            rows.clone().map(
                note_rows,
                OptFlags::STREAMING,
                Some(Arc::new(keys_alone)),
                Some("survey"),
            )
        };
        let (keys, seen) = collect_with_accumulators(query).result()?;
        let is_plain =
            |column: &&ColumnSpec| !seen.iter().any(|seen| seen.not_plain.contains(column.name));
        let plain = asked.words.iter().copied().filter(is_plain).map(|column| column.name);
        let names = seen.iter().flat_map(|seen| seen.accounts.names()).cloned();
        Ok(Self {
            plain: plain.collect(),
            keys: asked.has_addresses.then(|| keys.column(KEY)?.u64().cloned()).transpose()?,
            accounts: asked.has_accounts.then(|| names.collect()),
        })
    }

    /// Whether every row has an address of the usual form, and nothing else says whom it names.
    pub(in crate::invitations) fn have_slugs(&self) -> bool {
        self.keys.as_ref().is_some_and(|keys| keys.null_count() == 0)
    }
}

impl FirstPassColumns {
    fn names(&self) -> Vec<&'static str> {
        let words = self.words.iter().map(|column| column.name);
        let address = self.has_addresses.then_some("profile_url");
        words.chain(address).chain(self.has_accounts.then_some("account")).collect()
    }
}

impl WorkerFindings {
    /// Looks at some rows; what is left of them are the keys of their people.
    fn note_rows(
        &mut self,
        asked: &FirstPassColumns,
        frame: &DataFrame,
    ) -> PolarsResult<DataFrame> {
        for column in &asked.words {
            if !self.not_plain.contains(column.name)
                && !word_columns::are_plain(column, frame.column(column.name)?.str()?)
            {
                self.not_plain.insert(column.name);
            }
        }
        if asked.has_accounts {
            self.accounts.intern_all(&frame.column("account")?.str()?.drop_nulls());
        }
        let keys = if asked.has_addresses {
            keys(frame.column("profile_url")?.str()?)
        } else {
            UInt64Chunked::default().with_name(KEY.into()).into_column()
        };
        DataFrame::new(keys.len(), vec![keys])
    }
}

fn keys(addresses: &StringChunked) -> Values {
    let keys: UInt64Chunked = addresses.iter().map(|url| url.and_then(key_of_address)).collect();
    keys.with_name(KEY.into()).into_column()
}

#[expect(clippy::unnecessary_wraps, reason = "Polars asks for a result")]
fn keys_alone(_: &Schema) -> PolarsResult<SchemaRef> {
    Ok(Arc::new(Schema::from_iter([Field::new(KEY.into(), DataType::UInt64)])))
}
