//! Where a result goes: to standard output, or to a file whose ending names the format.

use super::{signal, terminal};
use crate::browser;
use crate::deadline::{self, Bounds, Paced};
use crate::error::Error;
use crate::open::real_place;
use crate::output::{self, OutputError, Style};
use crate::save::{self, PreparedFile};
use crate::screen::{Audience, Standard};
use clap::Args;
use std::cell::RefCell;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use tempfile::TempPath;

#[derive(Debug, Args)]
pub(super) struct OutputTarget {
    /// Writes the result to this file, whole or not at all; its ending names the format unless
    /// --format does
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Opens it as a page in the browser; without -o, from a file of its own
    #[arg(long)]
    open: bool,

    /// The file of a page that nobody named.
    #[arg(skip)]
    temporary: RefCell<Option<TempPath>>,
}

impl OutputTarget {
    /// The format: the one that is named, else that of the file's ending, else a page where it is
    /// to be opened, else `usual`.
    pub(super) fn format<F>(&mut self, named: Option<F>, usual: F) -> Result<F, Error>
    where
        F: FromStr<Err = OutputError>,
    {
        if self.open && self.output.is_none() {
            let page = browser::temporary_page().map_err(OutputError::from)?;
            self.output = Some(page.to_path_buf());
            self.temporary = RefCell::new(Some(page));
        }
        let ending = self.output.as_deref().and_then(output::format_of_ending);
        match (named, ending) {
            (Some(format), _) => Ok(format),
            (None, Some(name)) => Ok(name.parse::<F>()?),
            (None, None) => Ok(usual),
        }
    }

    /// Shows the file in the browser, where that is wanted.
    pub(super) fn show(&self) {
        let (true, Some(path)) = (self.open, &self.output) else { return };
        if let Some(page) = self.temporary.take() {
            // It stays there for the browser.
            let _ = page.keep();
        }
        let shown = path.display();
        match browser::show(path) {
            Ok(()) => terminal::complain(&format!("opened: {shown}")),
            Err(problem) => terminal::complain(&format!("nothing opens {shown}: {problem}")),
        }
    }

    /// Whether it is a file.
    pub(super) fn is_file(&self) -> bool {
        self.output.is_some()
    }

    /// Fails where something else is written to the same file.
    pub(super) fn demand_other_than(&self, other: Option<&Path>) -> Result<(), Error> {
        match (&self.output, other) {
            (Some(output), Some(other)) if real_place(output) == real_place(other) => {
                Err(Error::Usage {
                    message: format!("`-o` and `--save` name one file, {}", output.display()),
                    help: Some("name two; `--save` has the whole plan as JSON".into()),
                })
            }
            _ => Ok(()),
        }
    }

    /// Fails where it is a file that no result may replace.
    pub(super) fn demand_no_input(&self) -> Result<(), Error> {
        self.output.as_deref().map_or(Ok(()), save::demand_no_input)
    }

    /// What can be shown there: a file has all that there is, and no colours.
    pub(super) fn style(&self) -> Style {
        match self.output {
            Some(_) => Style::whole(),
            None => terminal::style(),
        }
    }

    /// Writes it beside the file that it is for, so that it can only be kept; nothing where it is
    /// for standard output.
    pub(super) fn prepare(
        &self,
        bounds: &Bounds,
        write: impl FnOnce(&mut dyn Write) -> Result<(), OutputError>,
    ) -> Result<Option<PreparedFile>, Error> {
        self.output.as_deref().map(|path| prepared(path, bounds, write)).transpose()
    }

    /// Writes it there, as what people or programs read, within these bounds.
    pub(super) fn write(
        &self,
        bounds: &Bounds,
        audience: Audience,
        write: impl FnOnce(&mut dyn Write) -> Result<(), OutputError>,
    ) -> Result<(), Error> {
        match &self.output {
            Some(path) => {
                saved(path, bounds, write)?;
                self.show();
                Ok(())
            }
            None => {
                let _within = deadline::within(&bounds.afresh());
                let out = Paced::waiting(Standard::Out.writer(audience));
                Ok(output::paced(out, write)?)
            }
        }
    }
}

/// Saves a result within these bounds. Who ends the program meanwhile ends the saving, which leaves
/// nothing behind.
fn saved(
    path: &Path,
    bounds: &Bounds,
    write: impl FnOnce(&mut dyn Write) -> Result<(), OutputError>,
) -> Result<(), Error> {
    during(bounds, || save::result(path, write))
}

/// A result that gets its place later, written in the same way.
pub(super) fn prepared(
    path: &Path,
    bounds: &Bounds,
    write: impl FnOnce(&mut dyn Write) -> Result<(), OutputError>,
) -> Result<PreparedFile, Error> {
    during(bounds, || save::prepared(path, write))
}

fn during<T>(bounds: &Bounds, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let heard = signal::heard().map_err(OutputError::from)?;
    let _within = deadline::within(&Bounds { stop: heard.stop.clone(), ..bounds.afresh() });
    work()
}

/// A result in memory, written within these bounds.
pub(super) fn composed(
    bounds: &Bounds,
    write: impl FnOnce(&mut dyn Write) -> Result<(), OutputError>,
) -> Result<Vec<u8>, Error> {
    let _within = deadline::within(&bounds.afresh());
    let mut text = vec![];
    output::paced(Paced::new(&mut text), write)?;
    Ok(text)
}
