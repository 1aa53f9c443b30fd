//! Reading within bounds. In a process of its own: Polars ends the queries of a whole process at
//! once, and what other tests ask of Polars themselves would end with them.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test whose data cannot be set up has to fail"
)]
#![expect(clippy::disallowed_methods, reason = "a test's own small queries need no bounds")]

#[expect(dead_code, reason = "the tests of reading itself need more of it")]
#[path = "../import/data.rs"]
mod data;
mod reading;
#[expect(dead_code, reason = "the tests of reading itself need more of it")]
#[path = "../import/written.rs"]
mod written;
