//! A ledger in a database of PostgreSQL, for a team on several machines.
//!
//! Invariant: what goes over a network is encrypted and the server proven, unless the address
//! itself says otherwise.

mod connect;
mod derived;
mod migrate;
mod postgres_store;

pub(crate) use postgres_store::Postgres;
use postgres_store::ledger_error;
