//! A place to write to that keeps its error: what writes to it passes on the text of an error
//! alone, or not even that.

use super::error::OutputResult;
use std::io::{self, Write};

/// A place to write to, and the first error that it gave.
pub(super) struct ErrorKeeper<W> {
    pub(super) out: W,
    error: Option<io::Error>,
}

impl<W: Write> ErrorKeeper<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, error: None }
    }

    /// What writing came to: the error of the place, where it gave one.
    pub(super) fn or_kept_error<T>(&mut self, written: OutputResult<T>) -> OutputResult<T> {
        self.error.take().map_or(written, |error| Err(error.into()))
    }

    fn keep<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let error_kind = error.kind();
            // An interrupted write is tried again by the caller.
            if error_kind != io::ErrorKind::Interrupted {
                self.error.get_or_insert(error);
            }
            error_kind.into()
        })
    }
}

impl<W: Write> Write for ErrorKeeper<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.out.write(bytes);
        self.keep(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.out.flush();
        self.keep(result)
    }
}
