//! `rescind test`: the strategies' own tests.

use super::place::Place;
use super::script::{quiet, seconds};
use super::terminal;
use crate::error::{Error, Exit};
use crate::limits::Limits;
use crate::output::{self, TestFormat};
use crate::suite::{self, Bench, TestFile};
use crate::tested::TestedFile;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::io::stdout;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The stack of a thread that runs tests, in bytes: as much as a program's first thread has.
const STACK_BYTES: usize = 8 << 20;

/// Run the strategies' own tests: the functions `test_…` of `NAME.test.rhai`, beside `NAME.rhai`
#[derive(Debug, Args)]
pub(super) struct Test {
    /// Strategies, files of tests, folders of them, and packs
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// Only the tests whose name contains this
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,

    /// How many files are tested at the same time [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// How long each script may run, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    timeout: f64,

    /// How the result is written
    #[arg(long, default_value = "human", value_parser = formats())]
    format: TestFormat,
}

impl Test {
    pub(super) fn run(self, place: &Place) -> Result<Exit, Error> {
        let mut files: Vec<TestFile> = vec![];
        for path in &self.paths {
            let found = suite::find(&place.path(path)?);
            files.extend(found.map_err(|message| Error::Usage { message, help: None })?);
        }
        files.sort();
        files.dedup();
        let tested = self.tested(&files);
        let count: usize = tested.iter().map(|file| file.tests.len()).sum();
        if count == 0 && tested.iter().all(|file| file.broken.is_none()) {
            let message = match &self.filter {
                Some(filter) => format!("no test has `{filter}` in its name"),
                None => "no tests there".into(),
            };
            let help = "a test is a function `test_…` in NAME.test.rhai, beside NAME.rhai";
            return Err(Error::Usage { message, help: Some(help.into()) });
        }
        output::tested(&tested, self.format, &terminal::style(), &mut stdout().lock())?;
        let failed = tested.iter().any(|file| file.failed() > 0);
        Ok(if failed { Exit::Failed } else { Exit::Done })
    }

    /// Every file's tests, in the order of the files.
    fn tested(&self, files: &[TestFile]) -> Vec<TestedFile> {
        let (style, timeout) = (terminal::style(), self.timeout);
        let bench = Bench {
            running: Arc::new(move || quiet(&style, timeout)),
            limits: Limits::built_in(),
            filter: self.filter.clone(),
        };
        let processors = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let jobs = self.jobs.unwrap_or(processors).get().min(files.len());
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = vec![];
            while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                done.push((file, suite::run(file, &bench)));
            }
            done
        };
        let mut tested = thread::scope(|scope| {
            let threads: Vec<_> = (0..jobs)
                .filter_map(|_| {
                    thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work).ok()
                })
                .collect();
            threads
                .into_iter()
                .flat_map(|thread| thread.join().unwrap_or_default())
                .collect::<Vec<_>>()
        });
        tested.sort_by_key(|(file, _)| *file);
        tested.into_iter().map(|(_, tested)| tested).collect()
    }
}

fn formats() -> impl TypedValueParser<Value = TestFormat> {
    let names: Vec<&str> = TestFormat::all().iter().map(|format| format.name()).collect();
    PossibleValuesParser::new(names).try_map(|name| name.parse::<TestFormat>())
}
