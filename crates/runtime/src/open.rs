//! How files are opened. What stands under a path may be a pipe that nobody writes to, a device
//! without end, or another file than a moment ago: so a file is opened first, without waiting, and
//! then its handle is asked what it is.
//!
//! Invariant: opening never waits, and what is read from afterwards is what was looked at.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How long a pipe may be silent.
const SILENCE_MAX: Duration = Duration::from_secs(10);

/// How long it is left alone before it is asked again.
const PAUSE: Duration = Duration::from_millis(10);

/// The largest file of settings, in bytes.
const SETTINGS_BYTES_MAX: u64 = 16 << 20;

/// Opens a regular file, and nothing else.
///
/// # Errors
/// What the system says; that it is no file.
pub fn regular(path: &Path) -> io::Result<File> {
    let file = without_waiting(path, OpenOptions::new().read(true))?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is no file")) }
}

/// Opens what somebody has named: a regular file, or a pipe such as `<(…)`. The size is that of a
/// file.
///
/// # Errors
/// What the system says; that it is a folder or a device.
pub fn named(path: &Path) -> io::Result<(Input, Option<u64>)> {
    let file = without_waiting(path, OpenOptions::new().read(true))?;
    let about = file.metadata()?;
    if about.is_file() {
        return Ok((Input::File(file), Some(about.len())));
    }
    if is_pipe(&about) {
        return Ok((Input::Pipe(Pipe { file, heard: None, since: Instant::now() }), None));
    }
    Err(io::Error::other("it is neither a file nor a pipe"))
}

/// The text of a file of settings.
///
/// # Errors
/// What the system says; that it is no file, too large or no text.
pub fn text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let read = regular(path)?.take(SETTINGS_BYTES_MAX + 1).read_to_string(&mut text)?;
    if u64::try_from(read).is_ok_and(|read| read <= SETTINGS_BYTES_MAX) {
        return Ok(text);
    }
    Err(io::Error::other(format!("it has more than {SETTINGS_BYTES_MAX} bytes")))
}

/// What somebody has named, to be read from.
#[derive(Debug)]
pub enum Input {
    /// A regular file.
    File(File),
    /// A pipe.
    Pipe(Pipe),
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Pipe(pipe) => pipe.read(buffer),
        }
    }
}

/// A pipe that is read as far as somebody writes to it.
#[derive(Debug)]
pub struct Pipe {
    file: File,
    /// When the last byte came.
    heard: Option<Instant>,
    since: Instant,
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.file.read(buffer) {
                // Before the first byte that only says that nobody has opened it for writing yet.
                Ok(0) if self.heard.is_none() && !buffer.is_empty() => {}
                Ok(read) => {
                    self.heard = Some(Instant::now());
                    return Ok(read);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
            if self.heard.unwrap_or(self.since).elapsed() > SILENCE_MAX {
                let seconds = SILENCE_MAX.as_secs();
                return Err(io::Error::other(format!(
                    "it is a pipe to which nobody has written for {seconds} seconds"
                )));
            }
            thread::sleep(PAUSE);
        }
    }
}

#[cfg(unix)]
pub(crate) fn without_waiting(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags(libc::O_NONBLOCK).open(path)
}

#[cfg(not(unix))]
pub(crate) fn without_waiting(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    options.open(path)
}

#[cfg(unix)]
fn is_pipe(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    about.file_type().is_fifo()
}

#[cfg(not(unix))]
fn is_pipe(_: &std::fs::Metadata) -> bool {
    false
}

/// A path without links and `..`, so that two spellings of one file are one; as it is written where
/// nothing is there.
pub fn real_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// The same, also of a file that is not there yet in a folder that is.
pub fn real_place(path: &Path) -> PathBuf {
    let Some(name) = path.file_name() else { return real_path(path) };
    fs::canonicalize(path).unwrap_or_else(|_| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        real_path(folder.unwrap_or(Path::new("."))).join(name)
    })
}

/// Whether the file under a path is the one that was opened.
///
/// # Errors
/// What the system says.
#[cfg(unix)]
pub fn is_still(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (metadata, there) = (file.metadata()?, std::fs::symlink_metadata(path)?);
    Ok((metadata.dev(), metadata.ino()) == (there.dev(), there.ino()))
}

/// Whether the file under a path is the one that was opened, where that can be told.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn is_still(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    use super::*;
    #[cfg(unix)]
    use std::fs;

    #[cfg(unix)]
    #[test]
    fn a_device_or_folder_is_no_file() {
        for path in ["/dev/zero", "/dev", "/dev/tty"] {
            assert!(regular(Path::new(path)).is_err(), "{path}");
            assert!(named(Path::new(path)).is_err(), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn another_file_under_the_same_path_is_not_the_one_that_was_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "a").unwrap();
        let file = regular(&path).unwrap();
        assert!(is_still(&file, &path).unwrap());
        fs::write(folder.path().join("b"), "b").unwrap();
        fs::rename(folder.path().join("b"), &path).unwrap();
        assert!(!is_still(&file, &path).unwrap());
    }
}
