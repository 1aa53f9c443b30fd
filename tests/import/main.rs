//! From files to the frame of invitations, through the public interface.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test whose data cannot be set up has to fail"
)]

mod accounts;
mod archives;
mod canonical;
mod data;
mod documented;
mod ended;
mod lists;
mod matching;
mod messages;
mod refused;
mod sheets;
mod strangers;
mod values;
