//! What a ledger asks of the database that keeps it, the same of each.
//!
//! Invariant: between `begin` and `commit` nobody else writes, and what is read is what is written
//! upon; without a `commit` nothing has changed.

use crate::action::Action;
use crate::chain::LinkFault;
use crate::derived::{DerivedFilter, DerivedRow, InvitedOnDay};
use crate::error::LedgerError;
use crate::event::{Event, Head};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// A text that events refer to by its hash, such as a saved plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The SHA-256 of the text, in hexadecimal digits.
    pub sha256: String,
    pub text: String,
}

impl Document {
    /// A document of this text.
    pub fn new(text: String) -> Self {
        Self { sha256: crate::event::sha256(&text), text }
    }
}

/// Which events to read, in the order of their numbers. The default is every one.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// Only those of this account.
    pub account: Option<String>,
    /// Only those of this person.
    pub person: Option<String>,
    /// Only those in which one of these happened; every one where there is none.
    pub actions: Vec<Action>,
    /// Only those that were recorded then or later.
    pub since: Option<DateTime<Utc>>,
    /// Only those that come after the one of this number.
    pub after: u64,
    /// Only those up to the one of this number.
    pub until: Option<u64>,
    /// Only those that no later event takes back.
    pub without_corrected: bool,
    /// As the ledger was when it ended with this number: neither later events nor what they take
    /// back.
    pub at_head: Option<u64>,
}

/// A database that keeps a ledger.
pub(crate) trait Store {
    /// What to call it in messages.
    fn shown(&self) -> &str;

    /// Begins to write, as nobody else can then.
    fn begin(&mut self) -> Result<(), LedgerError>;

    /// Ends to write: what was written is there for good.
    fn commit(&mut self) -> Result<(), LedgerError>;

    /// Ends to write: nothing was written.
    fn roll_back(&mut self);

    /// Reads every event as [`Self::read`] does, and fails at the first that is written otherwise
    /// than events are.
    fn read_exactly(&mut self, each: &mut EventVisitor) -> Result<(), LedgerError>;

    /// What is missing of tables, indexes and triggers, or is not as it was made, as far as that
    /// can be asked.
    fn schema_fault(&mut self) -> Result<Option<String>, LedgerError> {
        Ok(None)
    }

    /// What is wrong with the database itself, beside what it has, as far as that can be asked.
    fn damage(&mut self) -> Result<Option<String>, LedgerError> {
        Ok(None)
    }

    /// Writes events after those that are there.
    fn append(&mut self, events: &[Event]) -> Result<(), LedgerError>;

    /// Keeps a document, if it is not there yet.
    fn store_document(&mut self, document: &Document) -> Result<(), LedgerError>;

    fn head(&mut self) -> Result<Head, LedgerError>;

    /// Reads events, one after the other.
    fn read(&mut self, selection: &EventFilter, each: &mut EventVisitor)
    -> Result<(), LedgerError>;

    fn document(&mut self, sha256: &str) -> Result<Option<Document>, LedgerError>;

    fn documents(&mut self) -> Result<Vec<String>, LedgerError>;

    /// Every account with an event or with something derived.
    fn accounts(&mut self) -> Result<BTreeSet<String>, LedgerError>;

    /// Reads what was derived, in order of account and person.
    fn read_derived(
        &mut self,
        which: &DerivedFilter,
        each: &mut DerivedRowVisitor,
    ) -> Result<(), LedgerError>;

    /// Writes what was derived from the events up to the one of this number: a row without a
    /// standing takes away the one that is there.
    fn write_derived(&mut self, rows: &[DerivedRow], until: u64) -> Result<(), LedgerError>;

    /// The number of the last event from which was derived.
    fn derived_until(&mut self) -> Result<u64, LedgerError>;

    fn forget_derived(&mut self) -> Result<(), LedgerError>;

    /// How many people each account invited last on which day, from a day up to another.
    fn invited(&mut self, from: &str, to: &str) -> Result<Vec<InvitedOnDay>, LedgerError>;
}

/// What is done with an event that is read.
pub(crate) type EventVisitor<'a> = dyn FnMut(Event) -> Result<(), LedgerError> + 'a;

/// What is done with a row that was derived.
pub(crate) type DerivedRowVisitor<'a> = dyn FnMut(DerivedRow) -> Result<(), LedgerError> + 'a;

/// A value that a query is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SqlParameter {
    Text(String),
    Number(i64),
}

/// The columns of an event, in the order in which [`EventRow`] has them.
pub(crate) const COLUMNS: &str = "number, recorded_at, actor, account, person, action, day, \
                                  corrects, details, previous, hash";

/// The query of a selection, and the values that it is given. Both databases understand `$1`.
pub(crate) fn event_query(selection: &EventFilter) -> (String, Vec<SqlParameter>) {
    let mut conditions = vec!["number > $1".to_owned()];
    let mut parameters = vec![SqlParameter::Number(signed(selection.after))];
    let since = selection.since.map(crate::event::time_text);
    let equal = [
        ("account", "=", &selection.account),
        ("person", "=", &selection.person),
        ("recorded_at", ">=", &since),
    ];
    for (column, operator, value) in equal {
        if let Some(value) = value {
            parameters.push(SqlParameter::Text(value.clone()));
            conditions.push(format!("{column} {operator} ${}", parameters.len()));
        }
    }
    if let Some(until) = selection.until {
        parameters.push(SqlParameter::Number(signed(until)));
        conditions.push(format!("number <= ${}", parameters.len()));
    }
    let mut of_then = String::new();
    if let Some(head) = selection.at_head {
        parameters.push(SqlParameter::Number(signed(head)));
        conditions.push(format!("number <= ${}", parameters.len()));
        of_then = format!(" AND later.number <= ${}", parameters.len());
    }
    if !selection.actions.is_empty() {
        let names: Vec<String> =
            selection.actions.iter().map(|action| format!("'{}'", action.name())).collect();
        conditions.push(format!("action IN ({})", names.join(", ")));
    }
    if selection.without_corrected {
        conditions.push(format!(
            "NOT EXISTS (SELECT 1 FROM events AS later WHERE later.corrects = \
             events.number{of_then})"
        ));
    }
    let conditions = conditions.join(" AND ");
    (format!("SELECT {COLUMNS} FROM events WHERE {conditions} ORDER BY number"), parameters)
}

/// A row of the table of events, as both databases give it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct EventRow {
    pub(crate) number: i64,
    pub(crate) recorded_at: String,
    pub(crate) actor: String,
    pub(crate) account: String,
    pub(crate) person: String,
    pub(crate) action: String,
    pub(crate) day: Option<String>,
    pub(crate) corrects: Option<i64>,
    pub(crate) details: String,
    pub(crate) previous: String,
    pub(crate) hash: String,
}

impl EventRow {
    pub(crate) fn event(self) -> Result<Event, LinkFault> {
        let unread = LinkFault::Unreadable;
        let unsigned = |number: i64, part| u64::try_from(number).map_err(|_| unread(part));
        let corrects = self.corrects.map(|number| unsigned(number, "correction")).transpose()?;
        let day = self.day.map(|day| day.parse()).transpose().map_err(|_| unread("day"))?;
        Ok(Event {
            number: unsigned(self.number, "number")?,
            recorded_at: self.recorded_at.parse().map_err(|_| unread("time"))?,
            actor: self.actor,
            account: self.account,
            person: self.person,
            action: self.action.parse().map_err(|_| unread("action"))?,
            day,
            corrects,
            details: serde_json::from_str(&self.details).map_err(|_| unread("details"))?,
            previous: self.previous,
            hash: self.hash,
        })
    }
}

impl EventRow {
    /// The event that it is, if it is written as events are, to the letter: whatever reads the same
    /// and was written otherwise was changed.
    pub(crate) fn exact_event(self) -> Result<Event, LinkFault> {
        let event = self.clone().event()?;
        let written = Self::from(&event);
        if written == self {
            return Ok(event);
        }
        let changed = [
            ("time", self.recorded_at != written.recorded_at),
            ("day", self.day != written.day),
            ("details", self.details != written.details),
        ];
        let changed = changed.into_iter().find(|(_, is_changed)| *is_changed);
        Err(LinkFault::Rewritten(changed.map_or("text", |(part, _)| part)))
    }
}

impl From<&Event> for EventRow {
    fn from(event: &Event) -> Self {
        Self {
            number: signed(event.number),
            recorded_at: event.recorded_at_text(),
            actor: event.actor.clone(),
            account: event.account.clone(),
            person: event.person.clone(),
            action: event.action.name().into(),
            day: event.day_text(),
            corrects: event.corrects.map(signed),
            details: serde_json::json!(event.details).to_string(),
            previous: event.previous.clone(),
            hash: event.hash.clone(),
        }
    }
}

/// A number as databases have them.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_is_a_query_without_any_text_of_the_user() {
        let selection = EventFilter {
            account: Some("anna'; --".into()),
            actions: vec![Action::Withdrawn, Action::Declined],
            without_corrected: true,
            ..EventFilter::default()
        };
        let (query, parameters) = event_query(&selection);
        assert!(query.contains("account = $2 AND action IN ('withdrawn', 'declined')"), "{query}");
        assert!(!query.contains("--"), "{query}");
        let expected = [SqlParameter::Number(0), SqlParameter::Text("anna'; --".into())];
        assert_eq!(parameters, expected);
    }
}
