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
    let file = open_nonblocking(path, OpenOptions::new().read(true))?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is no file")) }
}

/// Opens what somebody has named: a regular file, or a pipe such as `<(…)`. The size is that of a
/// file.
///
/// # Errors
/// What the system says; that it is a folder or a device.
pub fn open_file_or_pipe(path: &Path) -> io::Result<(Input, Option<u64>)> {
    let file = open_nonblocking(path, OpenOptions::new().read(true))?;
    let about = file.metadata()?;
    if about.is_file() {
        return Ok((Input::File(file), Some(about.len())));
    }
    if is_pipe(&about) {
        return Ok((Input::Pipe(Pipe { file, last_byte_at: None, since: Instant::now() }), None));
    }
    Err(io::Error::other("it is neither a file nor a pipe"))
}

/// The text of a file of settings.
///
/// # Errors
/// What the system says; that it is no file, too large or no text.
pub fn read_settings(path: &Path) -> io::Result<String> {
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
    File(File),
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
    last_byte_at: Option<Instant>,
    since: Instant,
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.file.read(buffer) {
                // Before the first byte that only says that nobody has opened it for writing yet.
                Ok(0) if self.last_byte_at.is_none() && !buffer.is_empty() => {}
                Ok(read) => {
                    self.last_byte_at = Some(Instant::now());
                    return Ok(read);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
            if self.last_byte_at.unwrap_or(self.since).elapsed() > SILENCE_MAX {
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
pub(crate) fn open_nonblocking(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
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

/// Opens a regular file below a folder, both by paths without links. Who puts a link into them
/// meanwhile leads nowhere: folder after folder is opened within the one before it, and none of
/// them through a link.
///
/// # Errors
/// What the system says; that the path is not below the folder, or has come to be another.
#[cfg(unix)]
pub fn below(folder: &Path, path: &Path) -> io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    use std::path::Component;
    let within = path.strip_prefix(folder).map_err(io::Error::other)?;
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let mut opened = openat(CWD, folder, flags | OFlags::DIRECTORY, Mode::empty())?;
    for part in within.components() {
        let Component::Normal(name) = part else {
            return Err(io::Error::other("its path leads upwards"));
        };
        opened = match openat(&opened, name, flags | OFlags::NOFOLLOW, Mode::empty()) {
            Err(rustix::io::Errno::LOOP | rustix::io::Errno::NOTDIR) => {
                return Err(io::Error::other("it was exchanged while it was opened"));
            }
            other => other?,
        };
    }
    let file = File::from(opened);
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is no file")) }
}

/// Opens a regular file below a folder, both by paths without links.
///
/// # Errors
/// What the system says; that the path is not below the folder.
#[cfg(not(unix))]
pub fn below(folder: &Path, path: &Path) -> io::Result<File> {
    path.strip_prefix(folder).map_err(io::Error::other)?;
    regular(path)
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
            assert!(open_file_or_pipe(Path::new(path)).is_err(), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_is_put_into_the_path_meanwhile_leads_nowhere() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (name, text) in [("root/sub", "inside"), ("outside", "outside")] {
            fs::create_dir_all(at(name)).unwrap();
            fs::write(at(name).join("a"), text).unwrap();
        }
        let opened = || below(&at("root"), &at("root/sub/a"));
        assert_eq!(io::read_to_string(opened().unwrap()).unwrap(), "inside");
        assert!(below(&at("root"), &at("outside/a")).is_err());
        assert!(below(&at("root"), &at("root/../outside/a")).is_err());
        thread::scope(|scope| {
            let exchanging = scope.spawn(|| {
                for _ in 0..2_000 {
                    fs::rename(at("root/sub"), at("kept")).unwrap();
                    symlink(at("outside"), at("root/sub")).unwrap();
                    fs::remove_file(at("root/sub")).unwrap();
                    fs::rename(at("kept"), at("root/sub")).unwrap();
                }
            });
            while !exchanging.is_finished() {
                let text = opened().and_then(io::read_to_string);
                assert!(text.as_ref().map_or(true, |text| text == "inside"), "{text:?}");
            }
        });
        fs::remove_dir_all(at("root/sub")).unwrap();
        symlink(at("outside"), at("root/sub")).unwrap();
        let error = opened().unwrap_err().to_string();
        assert_eq!(error, "it was exchanged while it was opened");
    }
}
