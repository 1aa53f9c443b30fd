//! A file that may grow no more is an error to tell, not a signal to die of.

use crate::error::Error;
use crate::output::OutputError;

/// Sees to it that a write beyond the size that a file may have fails, as on a full disk.
///
/// # Errors
/// A signal that cannot be caught.
#[cfg(unix)]
pub(in crate::cli) fn ignore_file_size_signal() -> Result<(), Error> {
    use signal_hook::consts::SIGXFSZ;
    use std::sync::Arc;
    // Nobody reads the flag: it is the write itself that tells, once there is a handler.
    signal_hook::flag::register(SIGXFSZ, Arc::default()).map_err(OutputError::from)?;
    Ok(())
}

/// Nothing: other systems send no signal.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub(in crate::cli) fn survive() -> Result<(), Error> {
    Ok(())
}
