//! `rescind test`: the strategies' own tests.

use super::argument_error::ArgumentError;
use super::file_watcher::FileWatcher;
use super::options::{ScriptTimeout, formats};
use super::packs::demand_outside_packs;
use super::process::terminal;
use super::workspace::Workspace;
use crate::error::{Error, Exit};
use crate::import::Descriptions;
use crate::limits::Limits;
use crate::output::{self, NamedFormat, TestFormat};
use crate::save;
use crate::screen::{self, StandardStream};
use crate::suite::{self, PanicMessage, Suite, TestFile, TestOptions};
use crate::test_report::{TestFileReport, TestReport};
use clap::Args;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

/// Run the strategies' own tests: the functions `test_…` of `NAME.test.rhai`, beside `NAME.rhai`
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct TestCommand {
    /// Strategies, files of tests, folders of them, and packs
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// Only the tests whose name contains this
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,

    /// Says which rules, functions and branches of the strategies no test reaches
    #[arg(long)]
    coverage: bool,

    /// Fails where tests reach less of a strategy; implies --coverage
    #[arg(long, value_name = "PERCENT", value_parser = parse_percent)]
    threshold: Option<f64>,

    /// Changes the strategies in small ways, one at a time, and lists the changes that no test
    /// notices
    #[arg(long, conflicts_with = "filter")]
    mutate: bool,

    /// Takes over plans that differ from their snapshots
    #[arg(long)]
    accept: bool,

    /// Runs the tests again whenever a file changes; Ctrl-C ends it
    #[arg(long)]
    watch: bool,

    /// How many tests are run at the same time [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    #[command(flatten)]
    timeout: ScriptTimeout,

    /// How the result is written
    #[arg(long, default_value = "human", value_parser = formats::<TestFormat>())]
    format: TestFormat,
}

impl TestCommand {
    pub(super) fn run(self, workspace: &Workspace) -> Result<Exit, Error> {
        if self.accept && is_ci() {
            return Err(Error::misused(
                "`--accept` where CI is set: nothing is accepted unseen",
                "accept the plans where somebody reads the difference",
            ));
        }
        let paths =
            self.paths.iter().map(|path| workspace.resolve_path(path)).collect::<Result<_, _>>()?;
        let test = Self { paths, ..self };
        if !test.watch {
            return test.run_once(workspace);
        }
        let mut watched = FileWatcher::new(&test.paths);
        loop {
            if let Err(error) = test.run_once(workspace) {
                if error.is_broken_pipe() {
                    return Err(error);
                }
                screen::write_stderr(&terminal::render_error(&error));
            }
            screen::write_stderr("waiting for a change; Ctrl-C ends it\n");
            watched.wait();
        }
    }

    /// Runs the tests once. Where there are none, programs find an empty report all the same.
    fn run_once(&self, workspace: &Workspace) -> Result<Exit, Error> {
        let ended = self.run_tests(workspace);
        if matches!(ended, Err(Error::Usage { .. })) && self.format != TestFormat::Human {
            self.write(&TestReport::new(vec![], self.threshold))?;
        }
        ended
    }

    fn write(&self, report: &TestReport) -> Result<(), Error> {
        let mut out = StandardStream::Out.writer(self.format.audience());
        Ok(output::write_test_report(report, self.format, &terminal::style(), &mut out)?)
    }

    fn run_tests(&self, workspace: &Workspace) -> Result<Exit, Error> {
        let files = self.test_files()?;
        let bench = self.bench(workspace.sources()?);
        let tested_files = suite::run_jobs(&files, self.jobs(), |file| run_file(file, &bench));
        let tested_files = files.iter().zip(tested_files).map(|(file, tested)| match tested {
            Ok(tested) => tested,
            Err(PanicMessage(message)) => {
                (None, broken(file, |what| Error::Panicked { what, message }))
            }
        });
        let mut tested_files: Vec<(Option<Suite>, TestFileReport)> = tested_files.collect();
        let none = tested_files
            .iter()
            .all(|(_, file)| file.tests.is_empty() && file.file_problem.is_none());
        if none {
            let message = match &self.filter {
                Some(filter) => format!("no test has `{filter}` in its name"),
                None => "no tests there".into(),
            };
            let help = "a test is a function `test_…` in NAME.test.rhai, beside NAME.rhai";
            return Err(Error::misused(message, help));
        }
        if self.accept {
            let help = "accept the plans where the pack is made, and update it";
            let mut paths = files.iter().map(|file| &file.path);
            paths.try_for_each(|path| demand_outside_packs(path, "`--accept`", help))?;
            tested_files.iter_mut().try_for_each(|(_, file)| accept_snapshots(file))?;
        }
        if self.mutate {
            self.run_mutants(&mut tested_files, &bench);
        }
        let files = tested_files.into_iter().map(|(_, file)| file).collect();
        let report = TestReport::new(files, self.threshold);
        self.write(&report)?;
        Ok(if report.passed() { Exit::Done } else { Exit::Failed })
    }

    /// The files of tests that the paths name, each once.
    fn test_files(&self) -> Result<Vec<TestFile>, Error> {
        let mut files: Vec<TestFile> = vec![];
        for path in &self.paths {
            files.extend(suite::find(path)?);
        }
        files.sort();
        files.dedup();
        Ok(files)
    }

    fn bench(&self, sources: Descriptions) -> TestOptions {
        let (style, timeout) = (terminal::style(), self.timeout);
        TestOptions {
            running: Arc::new(move || timeout.running(&style)),
            limits: Limits::built_in(),
            sources,
            filter: self.filter.clone(),
            coverage: self.coverage || self.threshold.is_some(),
        }
    }

    fn jobs(&self) -> NonZeroUsize {
        let processors = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.jobs.unwrap_or_else(processors)
    }

    /// Tries the mutants of every strategy whose tests pass: one that fails anyway tells nothing.
    fn run_mutants(
        &self,
        tested_files: &mut [(Option<Suite>, TestFileReport)],
        bench: &TestOptions,
    ) {
        let mut passing: Vec<(&Suite, &mut TestFileReport)> = tested_files
            .iter_mut()
            .filter(|(_, file)| file.failed() == 0 && !file.tests.is_empty())
            .filter_map(|(suite, file)| Some((suite.as_ref()?, file)))
            .collect();
        let suites: Vec<&Suite> = passing.iter().map(|(suite, _)| *suite).collect();
        let tried = suite::try_mutants(&suites, bench, self.jobs());
        for ((_, file), tried) in passing.iter_mut().zip(tried) {
            match tried {
                Ok(mutants) => file.mutants = Some(mutants),
                Err(error) => file.file_problem = Some(Box::new(error)),
            }
        }
    }
}

fn run_file(file: &TestFile, bench: &TestOptions) -> (Option<Suite>, TestFileReport) {
    match Suite::open(file) {
        Ok(suite) => {
            let tested = suite::run(&suite, bench);
            (Some(suite), tested)
        }
        Err(error) => (None, broken(file, |_| error)),
    }
}

/// A file of tests none of which could be run; `error` is told the file's name.
fn broken(file: &TestFile, error: impl FnOnce(String) -> Error) -> TestFileReport {
    let name = file.path.display().to_string();
    let mut tested = TestFileReport::new(&name);
    tested.file_problem = Some(Box::new(error(name)));
    tested
}

/// Writes the plans that differ from their snapshots in place of those.
fn accept_snapshots(file: &mut TestFileReport) -> Result<(), Error> {
    for snapshot in file.tests.iter_mut().flat_map(|test| &mut test.snapshots) {
        if snapshot.problem.is_some() {
            save::write_atomically(&snapshot.path, |out| {
                Ok(out.write_all(snapshot.text.as_bytes())?)
            })?;
            snapshot.problem = None;
            snapshot.accepted = true;
        }
    }
    Ok(())
}

/// Whether this runs on a build server, as those say themselves.
fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

fn parse_percent(text: &str) -> Result<f64, ArgumentError> {
    match text.trim_end_matches('%').parse::<f64>() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(percent),
        _ => Err(ArgumentError::Expected("a percentage from 0 to 100")),
    }
}
