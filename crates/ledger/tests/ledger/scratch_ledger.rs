//! Ledgers to try things on.

use chrono::{DateTime, NaiveDate, Utc};
use postgres::{Client, NoTls};
use rescind_ledger::{
    Action, Event, ImportContext, Ledger, LedgerAddress, LedgerError, NewEvent, NewRecords,
    Occasion, PasswordSources,
};
use std::env;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// A place for a ledger that is gone when the test is over.
pub(crate) struct ScratchLedger {
    folder: TempDir,
    pub(crate) address: LedgerAddress,
}

impl ScratchLedger {
    /// A file that is not there yet.
    pub(crate) fn file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = LedgerAddress::File(folder.path().join("ledger.db"));
        Self { folder, address }
    }

    /// An empty database on the server.
    pub(crate) fn server() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("rescind_test_{}_{number}", std::process::id());
        let server =
            env::var("RESCIND_TEST_POSTGRES").expect("RESCIND_TEST_POSTGRES names a server");
        let mut client = Client::connect(&server, NoTls).unwrap();
        client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).unwrap();
        client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let (base, _) = server.rsplit_once('/').unwrap();
        let address = LedgerAddress::Server(format!("{base}/{name}"));
        Self { folder: tempfile::tempdir().unwrap(), address }
    }

    /// Another of the same kind.
    pub(crate) fn another(&self) -> Self {
        match self.address {
            LedgerAddress::File(_) => Self::file(),
            LedgerAddress::Server(_) => Self::server(),
        }
    }

    pub(crate) fn open(&self) -> Ledger {
        self.try_open().unwrap()
    }

    pub(crate) fn try_open(&self) -> Result<Ledger, LedgerError> {
        Ledger::open(&self.address, &PasswordSources::default())
    }

    /// The ledger's file.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("ledger.db")
    }

    /// Runs statements past the program, as somebody with other tools would.
    pub(crate) fn tamper(&self, sql: &str) -> Result<(), String> {
        match &self.address {
            LedgerAddress::File(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.execute_batch(sql).map_err(|error| error.to_string())
            }
            LedgerAddress::Server(address) => {
                let mut client = Client::connect(address, NoTls).unwrap();
                let sql = format!("SET search_path TO rescind; {sql}");
                client.batch_execute(&sql).map_err(|error| format!("{error:?}"))
            }
        }
    }
}

impl Drop for ScratchLedger {
    fn drop(&mut self) {
        let LedgerAddress::Server(address) = &self.address else { return };
        let (_, name) = address.rsplit_once('/').unwrap();
        let server = env::var("RESCIND_TEST_POSTGRES").unwrap();
        let dropped = Client::connect(&server, NoTls).and_then(|mut client| {
            client.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
        });
        // The server may be what the test took away.
        drop(dropped);
    }
}

/// An occasion so many seconds after some moment.
pub(crate) fn occasion(second: i64) -> Occasion {
    let at: DateTime<Utc> = DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap();
    Occasion { at, actor: "anna".into() }
}

pub(crate) fn withdrawn(account: &str, person: &str) -> NewEvent {
    NewEvent { day: "2026-11-23".parse().ok(), ..NewEvent::new(account, person, Action::Withdrawn) }
}

pub(crate) fn try_record(
    ledger: &mut Ledger,
    second: i64,
    events: Vec<NewEvent>,
) -> Result<Vec<Event>, LedgerError> {
    let records = NewRecords { events, ..NewRecords::<()>::default() };
    Ok(ledger.record::<_, LedgerError>(&occasion(second), |_| Ok(records))?.0)
}

pub(crate) fn record(ledger: &mut Ledger, second: i64, events: Vec<NewEvent>) -> Vec<Event> {
    try_record(ledger, second, events).unwrap()
}

/// A test of each database.
macro_rules! on_each_database {
    ($($name:ident),+ $(,)?) => {
        mod in_a_file {
            $(#[test] fn $name() { super::$name(&crate::scratch_ledger::ScratchLedger::file()); })+
        }
        mod on_a_server {
            $(
                #[test]
                #[ignore = "needs PostgreSQL"]
                fn $name() { super::$name(&crate::scratch_ledger::ScratchLedger::server()); }
            )+
        }
    };
}
pub(crate) use on_each_database;

/// Data of an account that reach until this day, without a list of the Sent page.
pub(crate) fn taken_from(account: &str, taken_on: NaiveDate) -> ImportContext<'_> {
    ImportContext {
        account,
        taken_on,
        taken_at: None,
        listed_on: None,
        last_listed_on: None,
        list_taken_on: None,
        list_is_dated: true,
        latest: NaiveDate::MAX,
    }
}
