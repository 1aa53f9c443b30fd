//! Scripts run over the sample agency.

use chrono::{DateTime, Utc};
use rescind::error::Error;
use rescind::session::{RunOptions, ScriptFile, Session, SessionSettings};
use rescind_data::import::{Descriptions, Source};
use rescind_data::limits::Limits;
use rescind_runtime::deadline::Bounds;
use rhai::Dynamic;
use rhai_polars::script::Diagnosis;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

static AGENCY: LazyLock<Session> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/agency");
    let as_of: DateTime<Utc> = "2026-11-23T00:00:00Z".parse().unwrap();
    let (limits, sources) = (Limits::built_in(), Descriptions::default());
    let settings = SessionSettings {
        as_of,
        sent_at_zone: chrono_tz::UTC,
        limits,
        sources,
        memory: rescind_data::invitations::LedgerAccess::default(),
    };
    Session::open(&[Source { account: None, path }], settings, &|_| {}).unwrap()
});

/// What a script prints, and its last value or what is wrong with it.
pub(crate) fn run(script: &str) -> (String, Result<Dynamic, String>) {
    run_over(&AGENCY, script)
}

/// The same over other data.
pub(crate) fn run_over(session: &Session, script: &str) -> (String, Result<Dynamic, String>) {
    run_within(session, script, Duration::from_secs(60))
}

fn run_within(
    session: &Session,
    script: &str,
    time: Duration,
) -> (String, Result<Dynamic, String>) {
    let printed = Arc::new(Mutex::new(String::new()));
    let lines = printed.clone();
    let bounds = Bounds { time, ..Bounds::default() };
    let running = RunOptions {
        print: Arc::new(Mutex::new(move |line: &str| {
            let mut lines = lines.lock().unwrap();
            lines.push_str(line);
            lines.push('\n');
        })),
        show: Arc::new(|frame, _| frame.to_string()),
        ..RunOptions::silent(bounds)
    };
    let file = ScriptFile::from_text("q.rhai", script.into());
    let value = session.run(&file, &running).map(|outcome| outcome.value);
    let message = value.map_err(|error| {
        let help = miette::Diagnostic::help(&error).map(|help| format!("; {help}"));
        format!("{error}{}", help.unwrap_or_default())
    });
    let printed = printed.lock().unwrap().clone();
    (printed, message)
}

/// A script's last value, or what is wrong with it, where it has so many milliseconds.
pub(crate) fn within(script: &str, millis: u64) -> Result<Dynamic, String> {
    run_within(&AGENCY, script, Duration::from_millis(millis)).1
}

/// A script's last value.
pub(crate) fn value(script: &str) -> Dynamic {
    run(script).1.unwrap_or_else(|error| panic!("{script}\n{error}"))
}

/// Fails unless a script gives true.
pub(crate) fn holds(script: &str) {
    assert_eq!(value(script).as_bool(), Ok(true), "{script}");
}

/// What is wrong with a script, and where.
pub(crate) fn error(script: &str) -> Box<Diagnosis> {
    let file = ScriptFile::from_text("q.rhai", script.into());
    match AGENCY.run(&file, &RunOptions::silent(Bounds::default())) {
        Err(Error::Script(error)) => error,
        Err(other) => panic!("{script}\n{other}"),
        Ok(_) => panic!("{script}\ngives a value"),
    }
}

/// What is wrong with a script that has so many milliseconds.
pub(crate) fn refused_within(script: &str, millis: u64) -> String {
    match within(script, millis) {
        Ok(value) => panic!("{script}\ngives {value}"),
        Err(error) => error,
    }
}

/// What is wrong with a script, with the advice.
pub(crate) fn refused(script: &str) -> String {
    match run(script).1 {
        Ok(value) => panic!("{script}\ngives {value}"),
        Err(error) => error,
    }
}
