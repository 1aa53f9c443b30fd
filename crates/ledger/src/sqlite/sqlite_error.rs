//! What SQLite says, in words that help.

use crate::error::LedgerError;
use rusqlite::{Error, ErrorCode};

/// What to do where the file is not what was written.
const DAMAGED: &str = "the disk or another program has damaged the file: `rescind history \
                       --verify` says what still holds; go back to a backup, or let `sqlite3 FILE \
                       .recover` get out what can be read";

/// Whether a value is of another type than was written, or a text no text.
fn is_unreadable(error: &Error) -> bool {
    matches!(
        error,
        Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::QueryReturnedNoRows
            | Error::Utf8Error(..)
    )
}

/// What went wrong with this ledger.
pub(super) fn ledger_error(ledger: &str, error: &Error) -> LedgerError {
    let code = error.sqlite_error_code();
    if code == Some(ErrorCode::NotADatabase) {
        let problem = "it is no database of SQLite".into();
        return LedgerError::NoLedger { ledger: ledger.into(), problem };
    }
    if is_unreadable(error) {
        let problem = format!("a row of the file is damaged: {error}; expected what was recorded");
        return LedgerError::unusable(ledger, &problem, DAMAGED);
    }
    let help = match code {
        Some(ErrorCode::DiskFull) => "make room on the disk; nothing was recorded",
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            "the file and its folder have to be yours to write to; `chmod u+w` them, or name \
             another ledger with `--ledger`"
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another process has been writing to it for long: try again when it has ended"
        }
        Some(ErrorCode::DatabaseCorrupt) => DAMAGED,
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
