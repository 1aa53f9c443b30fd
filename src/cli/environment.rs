//! What the environment says to Polars. A hundred variables change what it computes, prints or
//! panics at, and what it does not understand it complains of in words of its own.
//!
//! Invariant: of all of them only the number of threads is heeded, so that the same input gives the
//! same bytes wherever the program runs.

use crate::error::Error;
use std::env::{args_os, current_exe, var_os, vars_os};
use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::process::Command;

/// The variable that says how many threads Polars uses.
const THREADS: &str = "POLARS_MAX_THREADS";

/// How many they may be.
const THREADS_RANGE: RangeInclusive<usize> = 1..=1024;

/// What the names of the variables begin with.
const PREFIXES: [&str; 2] = ["POLARS_", "PARQUET_DO_"];

/// Sees to it that Polars finds nothing in the environment but a number of threads; where there is
/// anything else, the program takes its own place without it, and this never returns.
///
/// # Errors
/// A number of threads that is none; variables that cannot be left out.
pub(super) fn settle() -> Result<(), Error> {
    demand_threads()?;
    let others: Vec<OsString> = vars_os().map(|(name, _)| name).filter(is_polars).collect();
    let Some(first) = others.first() else { return Ok(()) };
    let again = current_exe().map(|program| {
        let mut again = Command::new(program);
        again.args(args_os().skip(1));
        for name in &others {
            again.env_remove(name);
        }
        again
    });
    let Err(error) = again.and_then(replace);
    let message = format!("{} is set, and cannot be left out: {error}", first.display());
    Err(Error::Usage {
        message,
        help: Some("unset the variables that begin with `POLARS_`".into()),
    })
}

fn is_polars(name: &OsString) -> bool {
    let text = name.to_string_lossy();
    text != THREADS && PREFIXES.iter().any(|prefix| text.starts_with(prefix))
}

#[cfg(unix)]
fn replace(mut again: Command) -> std::io::Result<std::convert::Infallible> {
    use std::os::unix::process::CommandExt;
    Err(again.exec())
}

#[cfg(not(unix))]
fn replace(mut again: Command) -> std::io::Result<std::convert::Infallible> {
    let status = again.status()?;
    std::process::exit(status.code().unwrap_or(1))
}

fn demand_threads() -> Result<(), Error> {
    let Some(threads) = var_os(THREADS) else { return Ok(()) };
    let number = threads.to_str().and_then(|text| text.trim().parse::<usize>().ok());
    if number.is_some_and(|number| THREADS_RANGE.contains(&number)) {
        return Ok(());
    }
    let message = format!("{THREADS}={}: no number of threads", threads.display());
    let (least, most) = (THREADS_RANGE.start(), THREADS_RANGE.end());
    let help =
        format!("set it to {least} to {most}, or leave it out: then there is one for each core");
    Err(Error::Usage { message, help: Some(help) })
}
