//! The frame `history`: what a ledger recorded, one row an event.
//!
//! Invariant: it has the columns of [`HISTORY`] whether there is a ledger or not, and no event is
//! read before a script's query needs it; all queries of a run see the same ones.

use crate::invitations::ledger_access::LedgerAccess;
use crate::invitations::schema::ColumnType::{Date, Datetime, Int, Text};
use crate::invitations::schema::{ColumnSpec, nullable, one_of, required};
use polars::prelude::{DataFrame, IntoLazy, LazyFrame, OptFlags, PolarsResult, Schema};
use rescind_ledger::Action;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

const ACTIONS: [&str; Action::ALL.len()] = {
    let mut names = [""; Action::ALL.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = Action::ALL[at].name();
        at += 1;
    }
    names
};

/// Every column of `history`, in the order in which it is shown.
pub const HISTORY_COLUMNS: &[ColumnSpec] = &[
    required("number", Int, "1 and up, in the order in which it was recorded"),
    required("recorded_at", Datetime, "when it was recorded"),
    required("actor", Text, "who recorded it"),
    required("account", Text, "the account that it is about; empty where it is a plan as a whole"),
    nullable(
        "person",
        Text,
        "whom it is about; missing where it is an account or a plan as a whole",
    ),
    nullable("name", Text, "the person's name"),
    one_of("action", &ACTIONS, "what happened"),
    nullable("day", Date, "the day that it is about: of the withdrawal, say"),
    nullable("reason", Text, "why a plan withdraws the invitation"),
    nullable("plan", Text, "the id of the plan that it belongs to"),
    nullable("change", Text, "what an import changed for the person"),
    nullable("remark", Text, "what somebody had to say of a correction"),
    nullable("corrects", Int, "the number of the event that it takes back"),
    nullable("corrected_by", Int, "the number of the event that takes it back"),
];

/// The columns with their types.
pub(in crate::invitations) fn schema() -> Schema {
    HISTORY_COLUMNS.iter().map(|column| (column.name.into(), column.column_type.dtype())).collect()
}

/// The events of a ledger, with these accounts by the names given here; none where there is none.
pub(in crate::invitations) fn history(
    memory: &LedgerAccess,
    accounts: BTreeSet<String>,
) -> LazyFrame {
    let empty = DataFrame::empty_with_schema(&schema()).lazy();
    let Some(ledger) = memory.ledger().cloned() else { return empty };
    let events: Arc<Mutex<Option<DataFrame>>> = Arc::default();
    let read = move |_: DataFrame| -> PolarsResult<DataFrame> {
        let mut events = events.lock().unwrap_or_else(PoisonError::into_inner);
        if events.is_none() {
            *events = Some(ledger.history(&accounts)?);
        }
        Ok(events.clone().unwrap_or_default())
    };
    empty.map(read, OptFlags::empty(), None, Some("the ledger's events"))
}
