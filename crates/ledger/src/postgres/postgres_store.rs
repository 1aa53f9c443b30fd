//! The database that keeps a ledger.

use super::{connect, derived, migrate};
use crate::chain::{BrokenLink, LinkFault};
use crate::derived::{DerivedFilter, DerivedRow, InvitedOnDay};
use crate::error::LedgerError;
use crate::event::{Event, Head};
use crate::ledger_address::PasswordSources;
use crate::store::{
    COLUMNS, DerivedRowVisitor, Document, EventFilter, EventRow, EventVisitor, SqlParameter, Store,
    event_query, signed,
};
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::ToSql;
use postgres::{Client, Error};
use std::collections::BTreeSet;

/// How many events are written at once: a server is asked once for that many.
const EVENTS_AT_ONCE: usize = 1000;

pub(crate) struct Postgres {
    client: Client,
    shown: String,
}

impl Postgres {
    /// Connects to a database, and makes the ledger's tables if they are not there.
    pub(crate) fn open(address: &str, environment: &PasswordSources) -> Result<Self, LedgerError> {
        let mut client = connect::connect(address, environment)?;
        migrate::migrate(&mut client, address)?;
        Ok(Self { client, shown: address.into() })
    }

    /// Reads the events of a selection, each row as this reads it.
    fn read_as(
        &mut self,
        selection: &EventFilter,
        as_event: DecodeEvent,
        each: &mut EventVisitor,
    ) -> Result<(), LedgerError> {
        let (sql, parameters) = event_query(selection);
        let values = parameters.iter().map(|parameter| match parameter {
            SqlParameter::Text(text) => text as &(dyn ToSql + Sync),
            SqlParameter::Number(number) => number,
        });
        let shown = &self.shown;
        let fail = |error: Error| ledger_error(shown, &error);
        let mut rows = self.client.query_raw(&sql, values).map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            each(event_of(shown, &row, as_event)?)?;
        }
        Ok(())
    }

    fn execute(&mut self, sql: &str) -> Result<(), LedgerError> {
        self.client.batch_execute(sql).map_err(|error| ledger_error(&self.shown, &error))
    }
}

/// What a server says, in words that help.
pub(super) fn ledger_error(ledger: &str, error: &Error) -> LedgerError {
    let words = match error.as_db_error() {
        Some(answer) => answer.message().to_owned(),
        None => std::error::Error::source(error)
            .map_or_else(|| error.to_string(), |source| format!("{error}: {source}")),
    };
    let may_not_read = error.code().is_some_and(|code| {
        [&SqlState::UNDEFINED_TABLE, &SqlState::INSUFFICIENT_PRIVILEGE].contains(&code)
    });
    let help = if may_not_read {
        "the user may not use the tables of the schema `rescind`; whoever made the ledger can say: \
         GRANT USAGE ON SCHEMA rescind TO …; GRANT ALL ON ALL TABLES IN SCHEMA rescind TO …"
    } else if error.is_closed() || error.as_db_error().is_none() {
        "the server went away or cannot be reached; what was not reported is not recorded: try \
         again"
    } else {
        "nothing was recorded"
    };
    LedgerError::unusable(ledger, &words, help)
}

fn row(row: &postgres::Row) -> Result<EventRow, Error> {
    Ok(EventRow {
        number: row.try_get(0)?,
        recorded_at: row.try_get(1)?,
        actor: row.try_get(2)?,
        account: row.try_get(3)?,
        person: row.try_get(4)?,
        action: row.try_get(5)?,
        day: row.try_get(6)?,
        corrects: row.try_get(7)?,
        details: row.try_get(8)?,
        previous: row.try_get(9)?,
        hash: row.try_get(10)?,
    })
}

impl Store for Postgres {
    fn shown(&self) -> &str {
        &self.shown
    }

    fn begin(&mut self) -> Result<(), LedgerError> {
        // Whoever reads goes on reading.
        self.execute("BEGIN; LOCK TABLE events IN EXCLUSIVE MODE")
    }

    fn commit(&mut self) -> Result<(), LedgerError> {
        self.execute("COMMIT")
    }

    fn roll_back(&mut self) {
        let _ = self.client.batch_execute("ROLLBACK");
    }

    fn append(&mut self, events: &[Event]) -> Result<(), LedgerError> {
        events.chunks(EVENTS_AT_ONCE).try_for_each(|events| {
            let rows: Vec<EventRow> = events.iter().map(EventRow::from).collect();
            let appended = append(&mut self.client, &rows);
            appended.map_err(|error| ledger_error(&self.shown, &error))
        })
    }

    fn store_document(&mut self, document: &Document) -> Result<(), LedgerError> {
        let sql = "INSERT INTO documents (sha256, text) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        let kept = self.client.execute(sql, &[&document.sha256, &document.text]);
        kept.map(drop).map_err(|error| ledger_error(&self.shown, &error))
    }

    fn head(&mut self) -> Result<Head, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM events ORDER BY number DESC LIMIT 1");
        let last = self.client.query_opt(&sql, &[]);
        match last.map_err(|error| ledger_error(&self.shown, &error))? {
            Some(last) => Ok(Head::from(&event(&self.shown, &last)?)),
            None => Ok(Head::empty()),
        }
    }

    fn read(
        &mut self,
        selection: &EventFilter,
        each: &mut EventVisitor,
    ) -> Result<(), LedgerError> {
        self.read_as(selection, EventRow::event, each)
    }

    fn read_exactly(&mut self, each: &mut EventVisitor) -> Result<(), LedgerError> {
        self.read_as(&EventFilter::default(), EventRow::exact_event, each)
    }

    fn document(&mut self, sha256: &str) -> Result<Option<Document>, LedgerError> {
        let sql = "SELECT text FROM documents WHERE sha256 = $1";
        let text = self
            .client
            .query_opt(sql, &[&sha256])
            .and_then(|row| row.map(|row| row.try_get(0)).transpose());
        let text: Option<String> = text.map_err(|error| ledger_error(&self.shown, &error))?;
        Ok(text.map(|text| Document { sha256: sha256.into(), text }))
    }

    fn accounts(&mut self) -> Result<BTreeSet<String>, LedgerError> {
        derived::accounts(&mut self.client).map_err(|error| ledger_error(&self.shown, &error))
    }

    fn read_derived(
        &mut self,
        which: &DerivedFilter,
        each: &mut DerivedRowVisitor,
    ) -> Result<(), LedgerError> {
        let shown = &self.shown;
        let fail = |error: Error| ledger_error(shown, &error);
        derived::read(&mut self.client, which, &mut |row| each(row.map_err(fail)?)).map_err(fail)?
    }

    fn write_derived(&mut self, rows: &[DerivedRow], until: u64) -> Result<(), LedgerError> {
        derived::write(&mut self.client, rows, signed(until))
            .map_err(|error| ledger_error(&self.shown, &error))
    }

    fn derived_until(&mut self) -> Result<u64, LedgerError> {
        let row = self.client.query_one("SELECT number FROM derived_until", &[]);
        let number = row.and_then(|row| row.try_get::<_, i64>(0));
        let number = number.map_err(|error| ledger_error(&self.shown, &error))?;
        Ok(u64::try_from(number).unwrap_or(0))
    }

    fn forget_derived(&mut self) -> Result<(), LedgerError> {
        self.execute("DELETE FROM derived; UPDATE derived_until SET number = 0")
    }

    fn invited(&mut self, from: &str, to: &str) -> Result<Vec<InvitedOnDay>, LedgerError> {
        derived::invited(&mut self.client, from, to)
            .map_err(|error| ledger_error(&self.shown, &error))
    }

    fn documents(&mut self) -> Result<Vec<String>, LedgerError> {
        let sql = "SELECT sha256 FROM documents ORDER BY sha256";
        let rows = self.client.query(sql, &[]);
        let hashes = rows.and_then(|rows| rows.iter().map(|row| row.try_get(0)).collect());
        hashes.map_err(|error| ledger_error(&self.shown, &error))
    }
}

/// Writes rows by one question to the server: a list of values for each column.
fn append(client: &mut Client, rows: &[EventRow]) -> Result<(), Error> {
    let sql = format!(
        "INSERT INTO events ({COLUMNS}) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], \
         $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[], $10::text[], \
         $11::text[]) AS given ({COLUMNS}) ORDER BY number"
    );
    let texts = |text: fn(&EventRow) -> &str| rows.iter().map(text).collect::<Vec<&str>>();
    let days: Vec<Option<&str>> = rows.iter().map(|row| row.day.as_deref()).collect();
    client.execute(
        &sql,
        &[
            &rows.iter().map(|row| row.number).collect::<Vec<_>>(),
            &texts(|row| &row.recorded_at),
            &texts(|row| &row.actor),
            &texts(|row| &row.account),
            &texts(|row| &row.person),
            &texts(|row| &row.action),
            &days,
            &rows.iter().map(|row| row.corrects).collect::<Vec<_>>(),
            &texts(|row| &row.details),
            &texts(|row| &row.previous),
            &texts(|row| &row.hash),
        ],
    )?;
    Ok(())
}

/// The event of a row; one that cannot be read was changed.
fn event(ledger: &str, read: &postgres::Row) -> Result<Event, LedgerError> {
    event_of(ledger, read, EventRow::event)
}

type DecodeEvent = fn(EventRow) -> Result<Event, LinkFault>;

fn event_of(
    ledger: &str,
    read: &postgres::Row,
    as_event: DecodeEvent,
) -> Result<Event, LedgerError> {
    let row = row(read).map_err(|error| ledger_error(ledger, &error))?;
    let number = u64::try_from(row.number).unwrap_or_default();
    as_event(row).map_err(|fault| LedgerError::Broken {
        ledger: ledger.into(),
        link: BrokenLink { number, fault },
    })
}
