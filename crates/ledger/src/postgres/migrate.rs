//! Makes a ledger's tables in a database, and brings older ones up to date.
//!
//! Everything is in a schema `rescind`, beside whatever else the database has.

use super::ledger_error;
use crate::error::LedgerError;
use postgres::{Client, Error, Transaction};

/// The steps from one version to the next. The version of a ledger is how many were taken.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
    include_str!("migrations/0006.sql"),
];

/// A number by which processes that migrate wait for each other: `rscd`.
const LOCK: i64 = 0x7273_6364;

/// Takes the steps that are missing, together or not at all; two at once take each step once.
pub(super) fn migrate(client: &mut Client, address: &str) -> Result<(), LedgerError> {
    let fail = |error: Error| ledger_error(address, &error);
    client.batch_execute("SET search_path TO rescind").map_err(fail)?;
    let known = MIGRATIONS.len();
    let newer = |version: usize| LedgerError::Newer {
        ledger: address.into(),
        version: u32::try_from(version).unwrap_or(u32::MAX),
        known: u32::try_from(known).unwrap_or(u32::MAX),
    };
    let mut transaction = client.transaction().map_err(fail)?;
    match version(&mut transaction).map_err(fail)? {
        version if version == known => return Ok(()),
        version if version > known => return Err(newer(version)),
        _ => {}
    }
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).map_err(fail)?;
    let version = version(&mut transaction).map_err(fail)?;
    if version > known {
        return Err(newer(version));
    }
    if version == 0 {
        let schema = "CREATE SCHEMA IF NOT EXISTS rescind; \
                      CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL)";
        transaction.batch_execute(schema).map_err(fail)?;
    }
    for migration in MIGRATIONS.iter().skip(version) {
        transaction.batch_execute(migration).map_err(fail)?;
    }
    let number = i32::try_from(known).unwrap_or(i32::MAX);
    transaction.execute("DELETE FROM version", &[]).map_err(fail)?;
    transaction.execute("INSERT INTO version VALUES ($1)", &[&number]).map_err(fail)?;
    transaction.commit().map_err(fail)
}

/// The version of the ledger; 0 where there is none.
fn version(transaction: &mut Transaction) -> Result<usize, Error> {
    // Asked of the tables themselves: `to_regclass` remembers what was so before the lock.
    let exists = "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_tables \
                  WHERE schemaname = 'rescind' AND tablename = 'version')";
    if !transaction.query_one(exists, &[])?.try_get::<_, bool>(0)? {
        return Ok(0);
    }
    let number = transaction.query_opt("SELECT max(number) FROM version", &[])?;
    let number = number.map(|row| row.try_get::<_, Option<i32>>(0)).transpose()?.flatten();
    Ok(number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0))
}
