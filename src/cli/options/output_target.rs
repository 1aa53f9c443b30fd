//! Where a result goes: to standard output, or to a file whose ending names the format.

use crate::browser;
use crate::cli::process::{catch_signals, terminal};
use crate::deadline::{self, BoundedIo, Bounds};
use crate::error::Error;
use crate::open::real_place;
use crate::output::{self, Format, NamedFormat, OutputError, OutputResult, Style};
use crate::report::Report;
use crate::save::{self, PreparedFile, UNSAVED_HELP};
use crate::screen::{Audience, StandardStream};
use clap::Args;
use std::cell::RefCell;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempPath;

const BYTE_ORDER_MARK: &str = "\u{feff}";

#[derive(Debug, Args)]
pub(in crate::cli) struct OutputTarget {
    /// Writes the result to this file, whole or not at all; its ending names the format unless
    /// --format does. A folder (`FOLDER/`) gets a file for each section of a report, as CSV unless
    /// --format says otherwise
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Opens it as a page in the browser; without -o, from a file of its own
    #[arg(long)]
    open: bool,

    /// Begins CSV with the mark by which Excel knows that its letters are UTF-8
    #[arg(long)]
    bom: bool,

    /// The file of a page that nobody named.
    #[arg(skip)]
    temporary: RefCell<Option<TempPath>>,
}

impl OutputTarget {
    /// The format: the one that is named, else that of the file's ending, else a page where it is
    /// to be opened, else `usual`.
    pub(in crate::cli) fn resolve_format<F>(
        &mut self,
        named: Option<F>,
        usual: F,
    ) -> Result<F, Error>
    where
        F: NamedFormat,
    {
        if self.open && self.output.is_none() {
            let page = browser::temporary_page().map_err(OutputError::from)?;
            self.output = Some(page.to_path_buf());
            self.temporary = RefCell::new(Some(page));
        }
        let ending = match self.folder() {
            Some(_) => Some(Format::Csv.name()),
            None => self.output.as_deref().and_then(output::format_of_ending),
        };
        let format = match (named, ending) {
            (Some(format), _) => format,
            (None, Some(name)) => F::from_name(name)?,
            (None, None) => usual,
        };
        if self.bom && format.name() != Format::Csv.name() {
            return Err(Error::misused(
                format!("`--bom` is of CSV, and this is {}", format.name()),
                "leave it out, or write `--format csv`",
            ));
        }
        if self.output.is_none() && format.is_binary() && StandardStream::Out.is_terminal() {
            let name = format.name();
            return Err(Error::misused(
                format!("a terminal cannot show {name}"),
                format!("`-o FILE.{name}` writes it to a file"),
            ));
        }
        Ok(format)
    }

    /// Shows the file in the browser, where that is wanted.
    pub(in crate::cli) fn open_in_browser(&self) {
        let (true, Some(path)) = (self.open, &self.output) else { return };
        if let Some(page) = self.temporary.take() {
            // It stays there for the browser.
            let _ = page.keep();
        }
        let shown = path.display();
        match browser::show(path) {
            Ok(()) => terminal::eprint_line(&format!("opened: {shown}")),
            Err(problem) => terminal::eprint_line(&format!("nothing opens {shown}: {problem}")),
        }
    }

    /// The folder that gets a file for each section, where `-o` names one.
    pub(in crate::cli) fn folder(&self) -> Option<&Path> {
        let path = self.output.as_deref()?;
        let ends_as_folder =
            path.to_str().is_some_and(|text| text.ends_with(std::path::is_separator));
        (ends_as_folder || path.is_dir()).then_some(path)
    }

    /// Writes each section of a report to a file of its own in the folder: all of them or none.
    pub(in crate::cli) fn write_sections(
        &self,
        folder: &Path,
        bounds: &Bounds,
        report: &Report,
        format: Format,
    ) -> Result<(), Error> {
        if !format.is_of_rows() {
            return Err(Error::misused(
                format!("{format} has every section in one file, and `-o` is a folder"),
                format!(
                    "name a file, such as `-o {}`; or write `--format csv`",
                    folder.join(format!("audit.{}", format.ending())).display()
                ),
            ));
        }
        make_folder(folder)?;
        let style = self.style();
        let files =
            output::section_files(report, format.ending()).into_iter().map(|(name, section)| {
                let write =
                    |out: &mut dyn Write| output::write_frame(section.rows(), format, &style, out);
                prepare_file(&folder.join(name), bounds, |out| self.write_after_mark(out, write))
            });
        // Only once all are written do any get their places.
        let files = files.collect::<Result<Vec<PreparedFile>, Error>>()?;
        files.into_iter().try_for_each(|file| file.persist(UNSAVED_HELP))
    }

    /// The result after the mark that was asked for.
    fn write_after_mark(
        &self,
        out: &mut dyn Write,
        write: impl FnOnce(&mut dyn Write) -> OutputResult,
    ) -> OutputResult {
        if self.bom {
            out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        }
        write(out)
    }

    /// The file.
    pub(in crate::cli) fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// Whether it is a file.
    pub(in crate::cli) fn is_file(&self) -> bool {
        self.output.is_some()
    }

    /// Fails where something else is written to the same file.
    pub(in crate::cli) fn demand_other_than(&self, other: Option<&Path>) -> Result<(), Error> {
        match (&self.output, other) {
            (Some(output), Some(other)) if real_place(output) == real_place(other) => {
                Err(Error::misused(
                    format!("`-o` and `--save` name one file, {}", output.display()),
                    "name two; `--save` has the whole plan as JSON",
                ))
            }
            _ => Ok(()),
        }
    }

    /// Fails where it is a file that no result may replace.
    pub(in crate::cli) fn demand_no_input(&self) -> Result<(), Error> {
        self.output.as_deref().map_or(Ok(()), save::demand_replaceable)
    }

    /// What can be shown there: a file has all that there is, and no colours.
    pub(in crate::cli) fn style(&self) -> Style {
        match self.output {
            Some(_) => Style::for_file(),
            None => terminal::style(),
        }
    }

    /// Writes it beside the file that it is for, so that it can only be kept; nothing where it is
    /// for standard output.
    pub(in crate::cli) fn prepare(
        &self,
        bounds: &Bounds,
        write: impl FnOnce(&mut dyn Write) -> OutputResult,
    ) -> Result<Option<PreparedFile>, Error> {
        let write = |out: &mut dyn Write| self.write_after_mark(out, write);
        self.output.as_deref().map(|path| prepare_file(path, bounds, write)).transpose()
    }

    /// Writes it there, as what people or programs read, within these bounds.
    pub(in crate::cli) fn write(
        &self,
        bounds: &Bounds,
        audience: Audience,
        write: impl FnOnce(&mut dyn Write) -> OutputResult,
    ) -> Result<(), Error> {
        let write = |out: &mut dyn Write| self.write_after_mark(out, write);
        match &self.output {
            Some(path) => {
                saved(path, bounds, write)?;
                self.open_in_browser();
                Ok(())
            }
            None => {
                let _within = deadline::enter_bounds(&bounds.afresh());
                let out = BoundedIo::not_counting_waits(StandardStream::Out.writer(audience));
                Ok(output::write_paced(out, write)?)
            }
        }
    }
}

/// Saves a result within these bounds. Who ends the program meanwhile ends the saving, which leaves
/// nothing behind.
fn saved(
    path: &Path,
    bounds: &Bounds,
    write: impl FnOnce(&mut dyn Write) -> OutputResult,
) -> Result<(), Error> {
    run_stoppable(bounds, || save::result(path, write))
}

/// Makes a folder for results, if it is not there.
pub(in crate::cli) fn make_folder(folder: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(folder).map_err(|error| {
        Error::of_file(folder, &format!("the folder cannot be made: {error}"), None)
    })
}

/// A result that gets its place later, written in the same way.
pub(in crate::cli) fn prepare_file(
    path: &Path,
    bounds: &Bounds,
    write: impl FnOnce(&mut dyn Write) -> OutputResult,
) -> Result<PreparedFile, Error> {
    run_stoppable(bounds, || save::prepare_result(path, write))
}

fn run_stoppable<T>(bounds: &Bounds, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let heard = catch_signals().map_err(OutputError::from)?;
    let _within = deadline::enter_bounds(&Bounds { stop: heard.stop.clone(), ..bounds.afresh() });
    work()
}

/// A result in memory, written within these bounds.
pub(in crate::cli) fn write_to_memory(
    bounds: &Bounds,
    write: impl FnOnce(&mut dyn Write) -> OutputResult,
) -> Result<Vec<u8>, Error> {
    let _within = deadline::enter_bounds(&bounds.afresh());
    let mut text = vec![];
    output::write_paced(BoundedIo::new(&mut text), write)?;
    Ok(text)
}
