//! `rescind`: parse, run, exit status.

use rescind_memory::Counting;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() -> ExitCode {
    ExitCode::from(rescind::cli::main() as u8)
}
