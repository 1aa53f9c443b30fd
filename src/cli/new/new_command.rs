//! The command that writes a strategy and its tests from templates.

use crate::cli::packs::demand_outside_packs;
use crate::cli::process::terminal::print_text;
use crate::error::{Error, Exit};
use crate::import::data_folder::scripts;
use crate::pack::is_device_name;
use crate::save::{NewFile, ReadAccess, io_message};
use clap::Args;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Write a strategy with its tests, to start from
#[derive(Debug, Args)]
pub(in crate::cli) struct NewCommand {
    /// Its name, such as `oldest-first`, or where it is to be: `strategies/oldest-first`
    #[arg(value_name = "NAME")]
    name: PathBuf,
}

/// What is written: a strategy whose tests reach all of it and notice every change.
const STRATEGY: &str = include_str!("template.rhai");

const TESTS: &str = include_str!("template.test.rhai");

/// The most characters of a name.
const NAME_CHARS_MAX: usize = 60;

impl NewCommand {
    pub(in crate::cli) fn run(self) -> Result<Exit, Error> {
        let name = name(&self.name)?;
        let help = "write it where the pack is made, or into a pack of your own";
        demand_outside_packs(&self.name, "a file more", help)?;
        let strategy = self.name.with_file_name(format!("{name}.rhai"));
        let tests = scripts::tests_of(&strategy).unwrap_or_else(|| strategy.with_extension("test"));
        for path in [&strategy, &tests] {
            if path.symlink_metadata().is_ok() {
                return Err(exists(path));
            }
        }
        let tests_text = TESTS.replace("NAME", &name);
        // Both are written before one gets its name: there are two of them or none.
        let strategy_file = written(&strategy, STRATEGY)?;
        let tests_file = written(&tests, &tests_text)?;
        strategy_file.keep().map_err(|error| unwritten(&strategy, &error))?;
        tests_file.keep().map_err(|error| unwritten(&tests, &error))?;
        let (strategy, tests) = (strategy.display(), tests.display());
        let message = format!(
            "wrote {strategy} and {tests}\n\n\
             Next:\n  \
             rescind test {strategy} --watch             runs its tests whenever a file changes\n  \
             rescind test {strategy} --coverage --mutate says what they miss\n  \
             rescind check {strategy}                    says what is wrong with it\n  \
             rescind plan {strategy} DATA                plans with it\n"
        );
        print_text(&message)?;
        Ok(Exit::Done)
    }
}

/// The name of the strategy at a path.
fn name(path: &Path) -> Result<String, Error> {
    let last = path.file_name().unwrap_or_default().to_string_lossy();
    let name = last.strip_suffix(".rhai").unwrap_or(&last);
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    if is_device_name(name) {
        return Err(Error::misused(
            format!("`{name}` cannot be the name of a strategy"),
            "Windows keeps that name for a device; take another",
        ));
    }
    if begins && name.len() <= NAME_CHARS_MAX && name.chars().all(good) {
        return Ok(name.into());
    }
    Err(Error::misused(
        format!("`{name}` cannot be the name of a strategy"),
        format!(
            "a letter, then letters, digits, `-` and `_`, all lower-case, {NAME_CHARS_MAX} at \
             most: such as `oldest-first`"
        ),
    ))
}

fn exists(path: &Path) -> Error {
    Error::misused(
        format!("{} is there already", path.display()),
        "nothing was written; take another name, or move the file away",
    )
}

fn written(path: &Path, text: &str) -> Result<NewFile, Error> {
    NewFile::written(path, ReadAccess::Others, text).map_err(|error| unwritten(path, &error))
}

/// That a file could not be made.
fn unwritten(path: &Path, error: &io::Error) -> Error {
    if error.kind() == ErrorKind::AlreadyExists {
        return exists(path);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let help = folder
        .filter(|_| error.kind() == ErrorKind::NotFound)
        .map(|folder| format!("there is no folder {}; make it first", folder.display()));
    Error::File { path: path.display().to_string(), problem: io_message(error), help }
}
