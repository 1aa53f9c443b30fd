//! The file that keeps a ledger.

use super::{derived, open, sqlite_error};
use crate::chain::{BrokenLink, LinkFault};
use crate::derived::{DerivedFilter, DerivedRow, InvitedOnDay};
use crate::error::LedgerError;
use crate::event::{Event, Head};
use crate::store::{
    COLUMNS, DerivedRowVisitor, Document, EventFilter, EventRow, EventVisitor, SqlParameter, Store,
    event_query, signed,
};
use rusqlite::types::{ToSql, ToSqlOutput};
use rusqlite::{Connection, OptionalExtension, Statement, backup, params, params_from_iter};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::time::Duration;
use tempfile::NamedTempFile;

/// How many pages a backup copies before it lets others at the file.
const PAGES_AT_ONCE: i32 = 4096;

/// What the name of a backup begins with until it is whole.
const BESIDE: &str = ".rescind-";

pub(crate) struct Sqlite {
    pub(super) connection: Connection,
    shown: String,
}

impl Sqlite {
    /// Opens a file, and makes it if it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self, LedgerError> {
        let shown = path.display().to_string();
        let connection = open::open(path, &shown)?;
        Ok(Self { connection, shown })
    }

    /// Copies the ledger as it is at one moment to a file that is not there yet, whoever writes
    /// meanwhile. It has its name once it is whole: half a copy could be taken for a ledger.
    pub(crate) fn back_up(&self, path: &Path) -> Result<(), LedgerError> {
        let shown = path.display().to_string();
        let unwritable = |error: io::Error| open::unwritable(&shown, &error);
        let folder = open::make_folder(path, &shown)?;
        // For its owner only, as ledgers are.
        let beside = create_locked_file(folder).map_err(unwritable)?;
        let fail = |error: rusqlite::Error| sqlite_error::ledger_error(&shown, &error);
        let mut copy = Connection::open(beside.path()).map_err(fail)?;
        let backup = backup::Backup::new(&self.connection, &mut copy).map_err(fail)?;
        backup.run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None).map_err(fail)?;
        drop(backup);
        copy.close().map_err(|(_, error)| fail(error))?;
        let kept = beside.persist_noclobber(path);
        kept.map(drop).map_err(|error| unwritable(error.error))
    }

    /// What is wrong with the file itself, its indexes included, in SQLite's words.
    fn damage(&self) -> rusqlite::Result<Option<String>> {
        let sql = "PRAGMA integrity_check(1)";
        let answer: String = self.connection.query_row(sql, [], |row| row.get(0))?;
        Ok((answer != "ok").then_some(answer))
    }

    /// Gives each row of a selection to a function.
    fn read_rows(
        &self,
        selection: &EventFilter,
        each: &mut dyn FnMut(EventRow) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let fail = |error: rusqlite::Error| self.fail(&error);
        let (sql, parameters) = event_query(selection);
        let mut statement: Statement = self.connection.prepare(&sql).map_err(fail)?;
        let rows = statement.query_map(params_from_iter(&parameters), row).map_err(fail)?;
        for read in rows {
            each(read.map_err(fail)?)?;
        }
        Ok(())
    }

    fn fail(&self, error: &rusqlite::Error) -> LedgerError {
        sqlite_error::ledger_error(&self.shown, error)
    }

    fn execute(&self, sql: &str) -> Result<(), LedgerError> {
        self.connection.execute_batch(sql).map_err(|error| self.fail(&error))
    }

    fn append_all(&self, events: &[Event]) -> rusqlite::Result<()> {
        let sql = format!(
            "INSERT INTO events ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        );
        let mut statement = self.connection.prepare(&sql)?;
        for row in events.iter().map(EventRow::from) {
            statement.execute(params![
                row.number,
                row.recorded_at,
                row.actor,
                row.account,
                row.person,
                row.action,
                row.day,
                row.corrects,
                row.details,
                row.previous,
                row.hash,
            ])?;
        }
        Ok(())
    }
}

/// A file for a backup that is being made, held so that nobody takes it for one that was left.
fn create_locked_file(folder: &Path) -> io::Result<NamedTempFile> {
    loop {
        let file = tempfile::Builder::new().prefix(BESIDE).tempfile_in(folder)?;
        let is_held = file.as_file().lock().is_ok();
        // Until it was held, it looked like one that was left.
        if !is_held || file.path().exists() {
            return Ok(file);
        }
    }
}

impl ToSql for SqlParameter {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Text(text) => text.to_sql(),
            Self::Number(number) => number.to_sql(),
        }
    }
}

fn row(row: &rusqlite::Row) -> rusqlite::Result<EventRow> {
    Ok(EventRow {
        number: row.get(0)?,
        recorded_at: row.get(1)?,
        actor: row.get(2)?,
        account: row.get(3)?,
        person: row.get(4)?,
        action: row.get(5)?,
        day: row.get(6)?,
        corrects: row.get(7)?,
        details: row.get(8)?,
        previous: row.get(9)?,
        hash: row.get(10)?,
    })
}

impl Store for Sqlite {
    fn shown(&self) -> &str {
        &self.shown
    }

    fn begin(&mut self) -> Result<(), LedgerError> {
        self.execute("BEGIN IMMEDIATE")
    }

    fn commit(&mut self) -> Result<(), LedgerError> {
        self.execute("COMMIT")
    }

    fn roll_back(&mut self) {
        // After some errors SQLite has done it by itself.
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    fn damage(&mut self) -> Result<Option<String>, LedgerError> {
        Self::damage(self).map_err(|error| self.fail(&error))
    }

    fn append(&mut self, events: &[Event]) -> Result<(), LedgerError> {
        self.append_all(events).map_err(|error| self.fail(&error))
    }

    fn store_document(&mut self, document: &Document) -> Result<(), LedgerError> {
        let sql = "INSERT INTO documents (sha256, text) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        let kept = self.connection.execute(sql, params![document.sha256, document.text]);
        kept.map(drop).map_err(|error| self.fail(&error))
    }

    fn head(&mut self) -> Result<Head, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM events ORDER BY number DESC LIMIT 1");
        let last = self.connection.query_row(&sql, [], row).optional();
        let last = last.map_err(|error| self.fail(&error))?;
        last.map_or_else(|| Ok(Head::empty()), |row| Ok(Head::from(&event(&self.shown, row)?)))
    }

    fn read(
        &mut self,
        selection: &EventFilter,
        each: &mut EventVisitor,
    ) -> Result<(), LedgerError> {
        self.read_rows(selection, &mut |row| each(event(&self.shown, row)?))
    }

    fn read_exactly(&mut self, each: &mut EventVisitor) -> Result<(), LedgerError> {
        let every = EventFilter::default();
        self.read_rows(&every, &mut |row| each(event_of(&self.shown, row, EventRow::exact_event)?))
    }

    fn schema_fault(&mut self) -> Result<Option<String>, LedgerError> {
        open::unmade(&self.connection).map_err(|error| self.fail(&error))
    }

    fn document(&mut self, sha256: &str) -> Result<Option<Document>, LedgerError> {
        let sql = "SELECT text FROM documents WHERE sha256 = $1";
        let text = self.connection.query_row(sql, [sha256], |row| row.get(0)).optional();
        let text: Option<String> = text.map_err(|error| self.fail(&error))?;
        Ok(text.map(|text| Document { sha256: sha256.into(), text }))
    }

    fn accounts(&mut self) -> Result<BTreeSet<String>, LedgerError> {
        derived::accounts(&self.connection).map_err(|error| self.fail(&error))
    }

    fn read_derived(
        &mut self,
        which: &DerivedFilter,
        each: &mut DerivedRowVisitor,
    ) -> Result<(), LedgerError> {
        let fail = |error: rusqlite::Error| self.fail(&error);
        derived::read(&self.connection, which, &mut |row| each(row.map_err(fail)?)).map_err(fail)?
    }

    fn write_derived(&mut self, rows: &[DerivedRow], until: u64) -> Result<(), LedgerError> {
        derived::write(&self.connection, rows, signed(until)).map_err(|error| self.fail(&error))
    }

    fn derived_until(&mut self) -> Result<u64, LedgerError> {
        let sql = "SELECT number FROM derived_until";
        let number = self.connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let number = number.map_err(|error| self.fail(&error))?;
        Ok(u64::try_from(number).unwrap_or(0))
    }

    fn forget_derived(&mut self) -> Result<(), LedgerError> {
        self.execute("DELETE FROM derived; UPDATE derived_until SET number = 0")
    }

    fn invited(&mut self, from: &str, to: &str) -> Result<Vec<InvitedOnDay>, LedgerError> {
        derived::invited(&self.connection, from, to).map_err(|error| self.fail(&error))
    }

    fn documents(&mut self) -> Result<Vec<String>, LedgerError> {
        let fail = |error: rusqlite::Error| self.fail(&error);
        let sql = "SELECT sha256 FROM documents ORDER BY sha256";
        let mut statement = self.connection.prepare(sql).map_err(fail)?;
        let hashes = statement.query_map([], |row| row.get(0)).map_err(fail)?;
        hashes.collect::<Result<_, _>>().map_err(fail)
    }
}

/// The event of a row; one that cannot be read was changed.
fn event(ledger: &str, row: EventRow) -> Result<Event, LedgerError> {
    event_of(ledger, row, EventRow::event)
}

fn event_of(
    ledger: &str,
    row: EventRow,
    read: fn(EventRow) -> Result<Event, LinkFault>,
) -> Result<Event, LedgerError> {
    let number = u64::try_from(row.number).unwrap_or_default();
    read(row).map_err(|fault| LedgerError::Broken {
        ledger: ledger.into(),
        link: BrokenLink { number, fault },
    })
}

#[cfg(test)]
mod tests {
    use super::create_locked_file;
    use std::fs::File;

    #[test]
    fn a_backup_that_is_being_made_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let backup = create_locked_file(folder.path()).unwrap();
        // Whoever writes a result to the folder takes away what nobody holds.
        assert!(File::open(backup.path()).unwrap().try_lock().is_err());
    }
}
