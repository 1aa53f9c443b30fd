//! `--charts DIR`: the charts of a report as pictures, beside the Markdown that shows them.

use super::output_target::{OutputTarget, make_folder, prepare_file};
use crate::deadline::Bounds;
use crate::error::Error;
use crate::output::{self, Format, NamedFormat};
use crate::report::{Report, Section};
use crate::save::{PreparedFile, UNSAVED_HELP};
use clap::Args;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

#[derive(Debug, Args)]
pub(in crate::cli) struct ChartsFolder {
    /// With `--format markdown`, draws the charts of a report as pictures (SVG) in this folder, and
    /// shows those
    #[arg(long, value_name = "DIR")]
    charts: Option<PathBuf>,
}

impl ChartsFolder {
    /// The folder, if there is one, which only Markdown may have.
    pub(in crate::cli) fn folder_for(&self, format: Format) -> Result<Option<&Path>, Error> {
        match &self.charts {
            Some(_) if format != Format::Markdown => Err(Error::misused(
                format!("`--charts` is of Markdown, and this is {format}"),
                "write `--format markdown`, or `-o FILE.md`",
            )),
            charts => Ok(charts.as_deref()),
        }
    }

    /// Writes the report as Markdown, and its charts into the folder.
    pub(in crate::cli) fn write(
        folder: &Path,
        to: &OutputTarget,
        bounds: &Bounds,
        report: &Report,
    ) -> Result<(), Error> {
        make_folder(folder)?;
        let pictures = pictures(report);
        let files = pictures.iter().map(|(name, section)| {
            let write = |out: &mut dyn Write| output::write_picture(section, out);
            prepare_file(&folder.join(name), bounds, write)
        });
        let files = files.collect::<Result<Vec<PreparedFile>, Error>>()?;
        let link = linked(to.file(), folder);
        let write = |out: &mut dyn Write| output::write_illustrated_report(report, &link, out);
        to.write(bounds, Format::Markdown.audience(), write)?;
        files.into_iter().try_for_each(|file| file.persist(UNSAVED_HELP))
    }
}

/// Each section with a chart, and what its picture is called.
fn pictures(report: &Report) -> Vec<(String, &Section)> {
    let files = output::section_files(report, "svg").into_iter();
    files.filter(|(_, section)| section.chart().is_some()).collect()
}

/// The folder as it is named from the file that shows what is in it.
fn linked(file: Option<&Path>, folder: &Path) -> PathBuf {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let Some(file) = file else { return folder.to_path_buf() };
    let (file, folder) = (absolute(file), absolute(folder));
    let from: Vec<Component> =
        file.parent().map(|at| at.components().collect()).unwrap_or_default();
    let to: Vec<Component> = folder.components().collect();
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = from.iter().skip(common).map(|_| Component::ParentDir);
    up.chain(to.iter().skip(common).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_named_from_the_file_that_shows_it() {
        let named = |file: Option<&str>, folder: &str| {
            linked(file.map(Path::new), Path::new(folder)).display().to_string()
        };
        assert_eq!(named(None, "charts"), "charts");
        assert_eq!(named(Some("audit.md"), "charts"), "charts");
        assert_eq!(named(Some("notes/audit.md"), "notes/charts"), "charts");
        assert_eq!(named(Some("notes/audit.md"), "charts"), "../charts");
    }
}
