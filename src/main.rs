//! `rescind`: parse, run, exit status.

use rescind_memory::CountingAllocator;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

fn main() -> ExitCode {
    ExitCode::from(rescind::cli::main() as u8)
}
