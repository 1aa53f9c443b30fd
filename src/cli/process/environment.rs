//! What the environment says to Polars and what it stands on. A hundred variables of Polars change
//! what it computes, prints or panics at, and what it does not understand it complains of in words
//! of its own; those of its threads make it hang or overflow where their numbers are odd.
//!
//! Invariant: of all of them only the numbers in [`NUMBERS`] are heeded, so that the same input
//! gives the same bytes wherever the program runs.

use crate::error::Error;
use std::env::{args_os, current_exe, var_os, vars_os};
use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::process::Command;

/// A variable that is heeded, and the numbers that it may be set to.
struct NumericVariable {
    variable: &'static str,
    counts: &'static str,
    accepted: RangeInclusive<usize>,
    without: &'static str,
}

const fn threads(variable: &'static str) -> NumericVariable {
    let without = "there is one for each core";
    NumericVariable { variable, counts: "threads", accepted: 1..=1024, without }
}

/// All variables that are heeded.
const NUMBERS: [NumericVariable; 4] = [
    threads(THREADS),
    threads("RAYON_NUM_THREADS"),
    threads("RAYON_RS_NUM_CPUS"),
    NumericVariable {
        variable: "RUST_MIN_STACK",
        counts: "bytes of stack",
        // The least is what Rust's threads have. What is less than it takes is raised to that.
        accepted: 2 << 20..=1 << 30,
        without: "there are as many as it takes",
    },
];

/// The variable that says how many threads Polars uses.
pub(in crate::cli) const THREADS: &str = "POLARS_MAX_THREADS";

/// What the names of the variables begin with.
const PREFIXES: [&str; 2] = ["POLARS_", "PARQUET_DO_"];

/// Sees to it that Polars finds nothing in the environment but a number of threads; where there is
/// anything else, the program takes its own place without it, and this never returns.
///
/// # Errors
/// A number that is none or too low or high; variables that cannot be left out.
pub(in crate::cli) fn clear_polars_variables() -> Result<(), Error> {
    NUMBERS.iter().try_for_each(NumericVariable::demand)?;
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
    Err(Error::misused(message, "unset the variables that begin with `POLARS_`"))
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

impl NumericVariable {
    fn demand(&self) -> Result<(), Error> {
        let Self { variable, counts, accepted, without } = self;
        let Some(value) = var_os(variable) else { return Ok(()) };
        let number = value.to_str().and_then(|text| text.trim().parse::<usize>().ok());
        if number.is_some_and(|number| accepted.contains(&number)) {
            return Ok(());
        }
        let message = format!("{variable}={}: no number of {counts}", value.display());
        let (least, most) = (accepted.start(), accepted.end());
        let help = format!("set it to {least} to {most}, or leave it out: then {without}");
        Err(Error::misused(message, help))
    }
}
