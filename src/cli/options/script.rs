//! The options that every command with a script takes, and how it is run.

use super::data::DataArgs;
use crate::cli::argument_error::ArgumentError;
use crate::cli::process::{memory_limit, row_progress_sink, terminal};
use crate::cli::workspace::Workspace;
use crate::deadline::{self, Bounds};
use crate::error::Error;
use crate::finding::Finding;
use crate::inputs;
use crate::output::{self, Format, OutputError, OutputResult, ReportFormat, Style};
use crate::screen::{Audience, StandardStream};
use crate::script::host::Drawable;
use crate::session::{RunOptions, ScriptFile};
use crate::strategy::ParamInput;
use clap::Args;
use indexmap::IndexMap;
use std::collections::BTreeSet;
use std::io::{self, Read, Write, stdin};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

#[derive(Debug, Args)]
pub(in crate::cli) struct ScriptArgs {
    /// The script: a file, or `pack/strategy`; `-` reads it from standard input
    #[arg(value_name = "SCRIPT")]
    script: PathBuf,

    #[command(flatten)]
    options: ScriptOptions,
}

/// How a script is run.
#[derive(Debug, Args)]
pub(in crate::cli) struct ScriptOptions {
    /// Gives a parameter of the script another value; a list as `a,b`, or with quotes and brackets
    /// as in `'names=["Smith, Ada", "Ben"]'`
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = parse_assignment)]
    overrides: Vec<(String, String)>,

    /// How long the script may run, in seconds, and as long again what is read before it and what
    /// is written or explained after it [default: 10 and another for each MiB of data, at a
    /// terminal of `repl` a day; and no limit to reading]
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    timeout: Option<f64>,
}

/// The longest that a script may run, in seconds: a day.
const TIMEOUT_MAX: f64 = 86_400.0;

/// How long a script may run unless it is said, in seconds.
const TIMEOUT: f64 = 10.0;

/// How much longer for each byte of data, in seconds: a second for 1 MiB, of which Parquet has some
/// 80,000 rows.
const TIMEOUT_PER_BYTE: f64 = 1.0 / 1_048_576.0;

/// What reading has at least: a short script may be held to less than little data take where the
/// machine has other work.
const READING_MIN: Duration = Duration::from_secs(5);

/// How much longer it may take to explain a decision than to make it, unless it is said.
const EXPLAINING: Duration = Duration::from_secs(120);

impl ScriptOptions {
    /// What is read, in the time that was asked for; else it takes as long as it takes.
    pub(in crate::cli) fn within_read_time<T>(&self, read: impl FnOnce() -> T) -> T {
        let time = self.timeout.map(|asked| Duration::from_secs_f64(asked).max(READING_MIN));
        let _within = deadline::enter_bounds(&time.map_or_else(untimed_bounds, bounds));
        read()
    }

    /// How long a script runs at most, in seconds, once its data are read.
    #[expect(clippy::cast_precision_loss, reason = "time is not measured to the byte")]
    fn time(&self) -> f64 {
        let usual = || TIMEOUT + inputs::total_size() as f64 * TIMEOUT_PER_BYTE;
        self.timeout.unwrap_or_else(usual).min(TIMEOUT_MAX)
    }

    /// How long a decision may be explained, for which the script runs again and again.
    fn time_to_explain(&self) -> Duration {
        let further = self.timeout.map_or(EXPLAINING, Duration::from_secs_f64);
        Duration::from_secs_f64(self.time()) + further
    }

    /// The same, where somebody waits who can stop it.
    pub(in crate::cli) fn with_longest_timeout(self) -> Self {
        Self { timeout: self.timeout.or(Some(TIMEOUT_MAX)), ..self }
    }
}

impl ScriptArgs {
    /// A script with the options that it is run with.
    pub(in crate::cli) fn new(script: PathBuf, options: ScriptOptions) -> Self {
        Self { script, options }
    }

    /// What is read, in the time that was asked for.
    pub(in crate::cli) fn reading<T>(&self, read: impl FnOnce() -> T) -> T {
        self.options.within_read_time(read)
    }

    /// A decision that is explained, in the script's own time and as long again.
    pub(in crate::cli) fn within_explain_time<T>(&self, explain: impl FnOnce() -> T) -> T {
        let _within = deadline::enter_bounds(&bounds(self.options.time_to_explain()));
        explain()
    }

    /// The script, which a pack must offer as a strategy.
    pub(in crate::cli) fn open_strategy(
        &self,
        data: &DataArgs,
        workspace: &Workspace,
    ) -> Result<ScriptFile, Error> {
        self.open_script(data, workspace)?.demand_strategy()
    }

    /// The script, whatever it is.
    pub(in crate::cli) fn open_script(
        &self,
        data: &DataArgs,
        workspace: &Workspace,
    ) -> Result<ScriptFile, Error> {
        if self.script == Path::new("-") {
            if data.reads_stdin(workspace) {
                return Err(Error::misused(
                    "`-` stands for the script and for data, but can be read once",
                    "save one of the two in a file",
                ));
            }
            return Ok(ScriptFile::from_text("standard input", read_stdin()?));
        }
        ScriptFile::open(&workspace.resolve_path(&self.script)?)
    }

    /// How it is run, and what became of what it prints: that goes to standard output if it is a
    /// result, else to standard error.
    pub(in crate::cli) fn running(
        &self,
        style: &Style,
        prints: PrintTarget,
    ) -> (RunOptions, PrintOutcome) {
        let printed = PrintOutcome::default();
        let failed = printed.0.clone();
        let print = move |line: &str| {
            let stream = match prints {
                PrintTarget::Stdout => StandardStream::Out,
                PrintTarget::Stderr => StandardStream::Err,
            };
            let written = writeln!(stream.writer(Audience::People), "{line}");
            if let Err(error) = written {
                failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            }
        };
        let print = Arc::new(Mutex::new(print));
        (RunOptions { print, ..self.running_quietly(style) }, printed)
    }

    /// The same, and what it prints goes nowhere.
    pub(in crate::cli) fn running_quietly(&self, style: &Style) -> RunOptions {
        let written = self.options.overrides.iter().cloned();
        let overrides = written.map(|(name, text)| (name, ParamInput::Written(text))).collect();
        RunOptions { overrides, ..silent_running(style, self.options.time()) }
    }
}

/// Standard input as a text.
pub(in crate::cli) fn read_stdin() -> Result<String, Error> {
    let mut text = String::new();
    let read = stdin().read_to_string(&mut text);
    read.map_err(|error| Error::of_file(Path::new("standard input"), &error, None))?;
    Ok(text)
}

/// Where a script's prints go.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) enum PrintTarget {
    /// To standard output.
    Stdout,
    /// To standard error, for standard output has something else to carry.
    Stderr,
}

/// What became of a script's prints.
#[derive(Default)]
pub(in crate::cli) struct PrintOutcome(Arc<Mutex<Option<io::Error>>>);

impl PrintOutcome {
    /// Fails if a line could not be printed.
    pub(in crate::cli) fn check(&self) -> Result<(), Error> {
        match self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            None => Ok(()),
            Some(error) => Err(OutputError::from(error).into()),
        }
    }
}

/// A script that is run for so many seconds at most, and whose prints go nowhere.
pub(in crate::cli) fn silent_running(style: &Style, timeout: f64) -> RunOptions {
    let plain = Style { is_untruncated: style.is_untruncated, ..Style::default() };
    let show = move |frame: &polars::prelude::DataFrame, width: usize| {
        let plain = Style { width, ..plain };
        text_or_error(|out| output::write_frame(frame, Format::Table, &plain, out))
    };
    let draw = move |drawn: Drawable, width: usize| {
        let plain = Style { width, ..plain };
        text_or_error(|out| match drawn {
            Drawable::Chart(chart) => output::write_chart(chart, Format::Table, &plain, out),
            Drawable::Report(report) => {
                output::write_report(report, ReportFormat::As(Format::Table), &plain, out)
            }
        })
    };
    RunOptions {
        overrides: IndexMap::new(),
        bounds: bounds(Duration::from_secs_f64(timeout)),
        print: Arc::new(Mutex::new(|_: &str| {})),
        show: Arc::new(show),
        draw: Arc::new(draw),
        width: style.width,
        progress: Arc::new(row_progress_sink()),
        finding_sink: Arc::new(tell_once()),
        probes: None,
    }
}

/// What is written, or why it cannot be.
fn text_or_error(write: impl FnOnce(&mut dyn Write) -> OutputResult) -> String {
    let mut text = vec![];
    match write(&mut text) {
        Ok(()) => String::from_utf8_lossy(&text).into_owned(),
        Err(error) => error.to_string(),
    }
}

/// As much time as it takes, and the memory that the program may hold.
pub(in crate::cli) fn untimed_bounds() -> Bounds {
    bounds(Duration::MAX)
}

/// So much time, and the memory that the program may hold.
fn bounds(time: Duration) -> Bounds {
    Bounds {
        time,
        memory_bytes: rescind_memory::used_bytes,
        memory_bytes_max: memory_limit::bytes_max(),
        ..Bounds::default()
    }
}

/// Says on standard error what there is to say of a file, however often it is read.
fn tell_once() -> impl Fn(&Finding) {
    let told = Mutex::new(BTreeSet::new());
    move |finding: &Finding| {
        let line = format!("{}: {}", finding.level, finding.message);
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.insert(line.clone()) {
            terminal::eprint_line(&line);
        }
    }
}

fn parse_assignment(text: &str) -> Result<(String, String), ArgumentError> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().into(), value.into())),
        _ => Err(ArgumentError::Expected("NAME=VALUE, such as `stale_days=60`")),
    }
}

pub(in crate::cli) fn parse_seconds(text: &str) -> Result<f64, ArgumentError> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= TIMEOUT_MAX => Ok(seconds),
        _ => Err(ArgumentError::Expected("a number of seconds above 0, a day (86400) at most")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn much_data_has_more_time_unless_it_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large");
        std::fs::File::create(&path).unwrap().set_len(3 << 20).unwrap();
        let options = |timeout| ScriptOptions { overrides: vec![], timeout };
        inputs::note_read(&path);
        assert!(options(None).time() >= 13.0);
        assert!((options(Some(2.0)).time() - 2.0).abs() < 1e-9);
        std::fs::File::options().write(true).open(&path).unwrap().set_len(1 << 40).unwrap();
        assert!(options(None).time() <= TIMEOUT_MAX);
    }
}
