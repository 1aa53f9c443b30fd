//! `rescind audit`: the monthly look. It is a script that a user could have written, and that
//! `rescind run` runs as well: `scripts/monthly-audit.rhai`.

use super::audit_page::{chapters, with_charts};
use super::options::{ChartsFolder, DataArgs, OutputTarget, ScriptArgs, ScriptOptions, formats};
use super::process::{ProgressIndicator, terminal};
use super::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::nearest::did_you_mean;
use crate::output::{self, Format, NamedFormat, ReportFormat};
use crate::report::{Report, Section};
use crate::session::ScriptFile;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// The script's name in errors.
const NAME: &str = "monthly-audit.rhai";
const SCRIPT: &str = include_str!("../../scripts/monthly-audit.rhai");

/// Look at every account: pending, ages, notes, acceptance, quota, what costs little to withdraw
#[derive(Debug, Args)]
pub(super) struct AuditCommand {
    #[command(flatten)]
    data: DataArgs,

    /// How it is written; `ics` is a monthly reminder for a calendar [default: table, or as the
    /// file's ending says]
    #[arg(long, value_parser = formats::<ReportFormat>())]
    format: Option<ReportFormat>,

    #[command(flatten)]
    to: OutputTarget,

    #[command(flatten)]
    charts: ChartsFolder,

    /// Only this section, such as `pending` or `time_to_accept`
    #[arg(long, value_name = "NAME")]
    section: Option<String>,

    #[command(flatten)]
    options: ScriptOptions,
}

impl AuditCommand {
    pub(super) fn run(mut self, workspace: &Workspace) -> Result<Exit, Error> {
        let style = terminal::style();
        let format = self.to.resolve_format(self.format, ReportFormat::As(Format::Table))?;
        let charts = match format {
            ReportFormat::As(format) => self.charts.folder_for(format)?.map(PathBuf::from),
            ReportFormat::Ics => self.charts.folder_for(Format::Table)?.map(PathBuf::from),
        };
        self.data.demand_data("an audit looks at invitations", workspace)?;
        let bar = ProgressIndicator::new();
        let (session, _) =
            self.options.within_read_time(|| self.data.open_only_account(&bar, workspace))?;
        let script = ScriptFile::from_text(NAME, SCRIPT.into());
        let running = ScriptArgs::new(PathBuf::from(NAME), self.options).running_quietly(&style);
        let outcome = bar.run_showing("looking", || session.run(&script, &running))?;
        drop(bar);
        let mut report = outcome.value.try_cast::<Report>().ok_or_else(|| Error::Usage {
            message: format!("{NAME} gives no report"),
            help: None,
        })?;
        if let Some(name) = self.section {
            report.sections = only_section(report.sections, &name)?;
        }
        if let (Some(folder), ReportFormat::As(format)) = (self.to.folder(), format) {
            self.to.write_sections(folder, &running.bounds, &report, format)?;
            return Ok(Exit::Done);
        }
        if let Some(charts) = charts {
            ChartsFolder::write(&charts, &self.to, &running.bounds, &with_charts(report)?)?;
            return Ok(Exit::Done);
        }
        if format == ReportFormat::As(Format::Html) {
            let chapters = chapters(&report)?;
            let write =
                |out: &mut dyn Write| output::write_chaptered_report(&report, &chapters, out);
            self.to.write(&running.bounds, format.audience(), write)?;
            return Ok(Exit::Done);
        }
        let style = self.to.style();
        let write = |out: &mut dyn Write| output::write_report(&report, format, &style, out);
        self.to.write(&running.bounds, format.audience(), write)?;
        Ok(Exit::Done)
    }
}

/// The section of that name.
fn only_section(sections: Vec<Section>, wanted: &str) -> Result<Vec<Section>, Error> {
    let names: Vec<String> = sections.iter().map(Section::name).collect();
    let matching: Vec<Section> = sections.into_iter().filter(|one| one.name() == wanted).collect();
    if matching.is_empty() {
        let help = did_you_mean(wanted, names.iter().map(String::as_str), "a section");
        let message = format!("the audit has no section `{wanted}`");
        return Err(Error::misused(message, help));
    }
    Ok(matching)
}
