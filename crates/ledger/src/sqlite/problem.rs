//! What SQLite says, in words that help.

use crate::error::LedgerError;
use rusqlite::{Error, ErrorCode};

/// What went wrong with this ledger.
pub(super) fn in_words(ledger: &str, error: &Error) -> LedgerError {
    let code = error.sqlite_error_code();
    if code == Some(ErrorCode::NotADatabase) {
        let problem = "it is no database of SQLite".into();
        return LedgerError::NoLedger { ledger: ledger.into(), problem };
    }
    let help = match code {
        Some(ErrorCode::DiskFull) => "make room on the disk; nothing was recorded",
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            "the file and its folder have to be yours to write to; `chmod u+w` them, or name another \
             ledger with `--ledger`"
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another process has been writing to it for long: try again when it has ended"
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            "the disk or another program has damaged it: go back to a backup; `sqlite3 FILE \
             .recover` gets out what can be read"
        }
        Some(ErrorCode::SystemIoFailure) => {
            "the disk refuses it (full, a limit of sizes, gone?); nothing was recorded"
        }
        Some(ErrorCode::ConstraintViolation) => {
            "a ledger only grows: each event follows the last one and none is changed"
        }
        _ => "nothing was recorded",
    };
    LedgerError::unusable(ledger, &error, help)
}
