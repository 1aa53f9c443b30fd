//! What the system gives the program and takes from it: environment, memory, threads, signals, the
//! terminal, and the user's folders.

mod address_space;
mod environment;
mod file_size_signal;
pub(super) mod memory_limit;
mod progress;
mod signal;
mod stopwatch;
pub(super) mod terminal;
mod thread_check;
mod user_folders;

pub(super) use environment::clear_polars_variables;
pub(super) use file_size_signal::ignore_file_size_signal;
pub(super) use progress::{ProgressIndicator, row_progress_sink};
pub(super) use signal::catch_signals;
pub(super) use stopwatch::Stopwatch;
pub(super) use thread_check::demand_threads;
pub(super) use user_folders::{data_folder, settings_folder, state_folder};
