//! `rescind`: parse, run, exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(rescind::cli::main() as u8)
}
