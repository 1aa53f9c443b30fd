//! What is written to and is no file: a pipe, a device. Nobody may read from it, or stop reading.
//!
//! Invariant: neither opening nor writing waits longer than the bounds of the thread allow, and a
//! run that is to stop does not wait at all.

use crate::deadline::{ActiveBounds, active_bounds};
use crate::open::open_nonblocking;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// How long a pipe may have no reader.
const UNREAD_MAX: Duration = Duration::from_secs(10);

/// How long it is left alone before it is tried again.
const PAUSE: Duration = Duration::from_millis(10);

/// A pipe or device that is written to as far as it takes something.
pub struct PipeWriter {
    file: File,
    begun: Option<ActiveBounds>,
}

impl PipeWriter {
    /// Opens it, once there is a reader.
    ///
    /// # Errors
    /// What the system says; that nobody reads from it; why the run has to end.
    pub fn open(path: &Path) -> io::Result<Self> {
        let (begun, since) = (active_bounds(), Instant::now());
        loop {
            match open_nonblocking(path, OpenOptions::new().write(true)) {
                Ok(file) => return Ok(Self { file, begun }),
                Err(error) if !lacks_reader(&error) => return Err(error),
                Err(_) if since.elapsed() > UNREAD_MAX => {
                    let seconds = UNREAD_MAX.as_secs();
                    return Err(io::Error::other(format!(
                        "it is a pipe from which nobody has read for {seconds} seconds"
                    )));
                }
                Err(_) => pause(begun.as_ref())?,
            }
        }
    }
}

impl Write for PipeWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match self.file.write(bytes) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => pause(self.begun.as_ref())?,
                written => return written,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Waits a moment, unless the run has to end.
fn pause(begun: Option<&ActiveBounds>) -> io::Result<()> {
    if let Some(ended) = begun.and_then(ActiveBounds::ended) {
        return Err(io::Error::other(ended));
    }
    thread::sleep(PAUSE);
    Ok(())
}

#[cfg(unix)]
fn lacks_reader(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::ENXIO)
}

#[cfg(not(unix))]
fn lacks_reader(_: &io::Error) -> bool {
    false
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::deadline::{Bounds, Interruption, enter_bounds, interruption_of_io};
    use std::os::unix::fs::OpenOptionsExt;
    use std::process::Command;

    /// A pipe with a name, in a folder of its own.
    fn pipe() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        (folder, path)
    }

    #[test]
    fn a_pipe_that_nobody_reads_keeps_the_time_and_hears_the_signal() {
        let (_folder, path) = pipe();
        let bounds = Bounds { time: Duration::from_millis(50), ..Bounds::default() };
        {
            let _within = enter_bounds(&bounds);
            let error = PipeWriter::open(&path).err().unwrap();
            assert_eq!(interruption_of_io(&error), Some(Interruption::OutOfTime));
        }
        let bounds = Bounds::default();
        let _within = enter_bounds(&bounds);
        bounds.stop.store(true, std::sync::atomic::Ordering::Relaxed);
        let error = PipeWriter::open(&path).err().unwrap();
        assert_eq!(interruption_of_io(&error), Some(Interruption::Stopped));
    }

    #[test]
    fn a_reader_that_takes_nothing_ends_with_the_time() {
        let (_folder, path) = pipe();
        let mut silent = OpenOptions::new();
        let reader = silent.read(true).custom_flags(libc::O_NONBLOCK).open(&path).unwrap();
        let bounds = Bounds { time: Duration::from_millis(200), ..Bounds::default() };
        let _within = enter_bounds(&bounds);
        let mut outlet = PipeWriter::open(&path).unwrap();
        let error = outlet.write_all(&vec![0; 1 << 20]).unwrap_err();
        assert_eq!(interruption_of_io(&error), Some(Interruption::OutOfTime));
        drop(reader);
    }
}
