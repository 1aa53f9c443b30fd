//! Opens a file as a ledger, makes it if it is not there, and brings an older one up to date.

use super::sqlite_error;
use crate::error::LedgerError;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// What tells a ledger from other files of SQLite: `rscd`.
const APPLICATION: u32 = 0x7273_6364;

/// The steps from one version to the next. The version of a ledger is how many were taken.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
    include_str!("migrations/0006.sql"),
    include_str!("migrations/0007.sql"),
];

/// How long to wait for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// How long until it is tried again what SQLite does not wait for.
const PAUSE: Duration = Duration::from_millis(5);

/// Opens a file, and makes it if it is not there.
pub(super) fn open(path: &Path, shown: &str) -> Result<Connection, LedgerError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => make(path, shown)?,
        _ => demand_file(path, shown)?,
    }
    let fail = |error: rusqlite::Error| sqlite_error::ledger_error(shown, &error);
    // No file is made here: a name that is gone by now is an error.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(fail)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(fail)?;
    let version = {
        // Read at one moment: another process may be making it a ledger just now.
        let reading = connection.transaction().map_err(fail)?;
        demand_ledger(&reading, shown)?
    };
    configure(&connection).map_err(fail)?;
    if version < MIGRATIONS.len() {
        migrate(&mut connection, shown)?;
    }
    Ok(connection)
}

/// Makes an empty file that only its owner can read, and the folders that it lies in.
pub(super) fn make(path: &Path, shown: &str) -> Result<(), LedgerError> {
    make_folder(path, shown)?;
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        // Somebody else was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_file() => Ok(()),
        file => file.map(drop).map_err(|error| unwritable(shown, &error)),
    }
}

/// Makes the folders that a file lies in; gives the last of them.
pub(super) fn make_folder<'a>(path: &'a Path, shown: &str) -> Result<&'a Path, LedgerError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| unwritable(shown, &error))?;
    Ok(folder)
}

/// That a file cannot be made there.
pub(super) fn unwritable(shown: &str, error: &io::Error) -> LedgerError {
    LedgerError::unusable(shown, error, "name a file in a folder that can be written to")
}

/// Fails unless there is a file; makes it its owner's alone.
fn demand_file(path: &Path, shown: &str) -> Result<(), LedgerError> {
    let help = "name another file with `--ledger`";
    let fail = |error: io::Error| LedgerError::unusable(shown, &error, help);
    let metadata = fs::metadata(path).map_err(fail)?;
    if !metadata.is_file() {
        return Err(LedgerError::unusable(shown, &"it is no file", help));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = metadata.permissions().mode();
        if mode & 0o077 != 0 {
            // Whoever is not its owner may not; then it is the owner who let others read it.
            let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700));
        }
    }
    Ok(())
}

/// The version of the ledger; 0 for an empty file. Nothing is written.
fn demand_ledger(connection: &Connection, shown: &str) -> Result<usize, LedgerError> {
    let number = |sql: &str| {
        connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .map_err(|error| sqlite_error::ledger_error(shown, &error))
    };
    let application = number("PRAGMA application_id")?;
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    if application != i64::from(APPLICATION) && (application != 0 || tables > 0) {
        let problem = "it is a database of another program".into();
        return Err(LedgerError::NoLedger { ledger: shown.into(), problem });
    }
    let version = number("PRAGMA user_version")?;
    let known = MIGRATIONS.len();
    match usize::try_from(version) {
        Ok(version) if version <= known => Ok(version),
        _ => Err(LedgerError::Newer {
            ledger: shown.into(),
            version: u32::try_from(version).unwrap_or(u32::MAX),
            known: u32::try_from(known).unwrap_or(u32::MAX),
        }),
    }
}

/// Sees to it that a commit is on the disk when it is reported, and that damage is noticed.
fn configure(connection: &Connection) -> rusqlite::Result<()> {
    write_ahead(connection)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "trusted_schema", false)
}

/// Writes ahead of the file. Where another process is opening it too, SQLite does not wait by
/// itself.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    let begun = Instant::now();
    loop {
        let changed = connection.pragma_update(None, "journal_mode", "WAL");
        let is_busy = |error: &rusqlite::Error| {
            error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
        };
        match changed {
            Err(error) if is_busy(&error) && begun.elapsed() < BUSY_TIMEOUT => thread::sleep(PAUSE),
            result => return result,
        }
    }
}

/// Takes the steps that are missing, together or not at all; two at once take each step once.
fn migrate(connection: &mut Connection, shown: &str) -> Result<(), LedgerError> {
    let fail = |error: rusqlite::Error| sqlite_error::ledger_error(shown, &error);
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
    let version = demand_ledger(&transaction, shown)?;
    for migration in MIGRATIONS.iter().skip(version) {
        transaction.execute_batch(migration).map_err(fail)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION).map_err(fail)?;
    let version = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    transaction.pragma_update(None, "user_version", version).map_err(fail)?;
    transaction.commit().map_err(fail)
}

/// Everything of a ledger's schema that is missing, or that is not as the steps make it: the first
/// of it. What somebody added is theirs.
pub(super) fn unmade(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let whole = Connection::open_in_memory()?;
    for migration in MIGRATIONS {
        whole.execute_batch(migration)?;
    }
    let there = schema(connection)?;
    let missing = schema(&whole)?.into_iter().find(|(what, sql)| there.get(what) != Some(sql));
    Ok(missing.map(|((part, name), _)| format!("{part} {name}")))
}

/// By kind and name, how each part of a schema is made.
fn schema(connection: &Connection) -> rusqlite::Result<BTreeMap<(String, String), Option<String>>> {
    let sql = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'";
    let mut statement = connection.prepare(sql)?;
    let parts = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    parts.collect()
}
