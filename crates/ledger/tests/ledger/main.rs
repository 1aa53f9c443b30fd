//! What must hold of every ledger, tried on each database: in files always, on a server where
//! `RESCIND_TEST_POSTGRES` names one whose databases may be made and dropped, such as
//! `postgres://postgres@127.0.0.1:5432/postgres`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    reason = "a test whose data cannot be set up has to fail"
)]

mod child;
mod compared;
mod damaged;
mod derived;
mod due;
mod identity;
mod killed;
mod large;
mod member_ids;
mod older_data;
mod one_person;
mod scratch_ledger;
mod recorded;
mod together;
