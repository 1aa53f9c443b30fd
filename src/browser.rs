//! Shows a page in the user's browser: by `RESCIND_BROWSER`, else by what the system opens files
//! with.
//!
//! Invariant: the browser is begun and left alone; nothing waits for it.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use thiserror::Error;

/// The variable that names a program to be called with the page's path.
pub const BROWSER_VARIABLE: &str = "RESCIND_BROWSER";

/// What opens a file on this system, and what is said to it before the path.
const OF_SYSTEM: &[&str] = if cfg!(target_os = "macos") {
    &["open"]
} else if cfg!(windows) {
    &["cmd", "/C", "start", ""]
} else {
    &["xdg-open"]
};

/// The ending of a page's name.
pub const ENDING: &str = ".html";

/// A browser that could not be begun.
#[derive(Debug, Error)]
#[error("{}: {error}", program.display())]
pub struct BrowserError {
    program: OsString,
    error: io::Error,
}

/// A file for a page, in the folder for what is temporary, which only its user may read.
pub fn temporary_page() -> io::Result<tempfile::TempPath> {
    let file = tempfile::Builder::new().prefix("rescind-").suffix(ENDING).tempfile()?;
    Ok(file.into_temp_path())
}

/// Begins to show a page.
///
/// # Errors
/// What the system says, and of which program.
pub fn show(page: &Path) -> Result<(), BrowserError> {
    let program = env::var_os(BROWSER_VARIABLE).filter(|program| !program.is_empty());
    spawn_browser(program, page)
}

fn spawn_browser(program: Option<OsString>, page: &Path) -> Result<(), BrowserError> {
    let words = match program {
        Some(program) => vec![program],
        None => OF_SYSTEM.iter().map(OsString::from).collect(),
    };
    let Some((program, arguments)) = words.split_first() else { return Ok(()) };
    let mut command = Command::new(program);
    command.args(arguments).arg(page);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // A browser goes on for itself.
    rescind_memory::set_huge_pages(true);
    let begun = command.spawn().map(drop);
    rescind_memory::set_huge_pages(false);
    begun.map_err(|error| BrowserError { program: program.clone(), error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = spawn_browser(Some("no-such-browser".into()), Path::new("page.html"));
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with("no-such-browser: "), "{error}");
    }

    #[test]
    fn a_page_has_a_file_that_nobody_else_has() {
        let (one, other) = (temporary_page().unwrap(), temporary_page().unwrap());
        assert!(one.exists() && other.exists() && *one != *other);
        assert!(one.to_string_lossy().ends_with(ENDING));
    }
}
