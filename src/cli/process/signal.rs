//! Ctrl-C and the like while something is done that must not be left half done.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// Whether the program is to end. It is where nobody hears: then the system ends it, as if nothing
/// had been arranged.
static IS_TO_END: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// As long as this lives, a first signal to end is heard; a second one ends the program.
pub(in crate::cli) struct SignalGuard {
    /// Set by the signal.
    pub(in crate::cli) stop: Arc<AtomicBool>,
}

/// Hears signals from now on.
pub(in crate::cli) fn catch_signals() -> io::Result<SignalGuard> {
    let stop = match IS_TO_END.get() {
        Some(stop) => stop.clone(),
        None => {
            let stop = Arc::new(AtomicBool::new(true));
            for signal in [SIGINT, SIGTERM] {
                // In this order: the first is asked what held before the signal.
                flag::register_conditional_default(signal, stop.clone())?;
                flag::register(signal, stop.clone())?;
            }
            IS_TO_END.get_or_init(|| stop).clone()
        }
    };
    stop.store(false, Ordering::Relaxed);
    Ok(SignalGuard { stop })
}

impl Drop for SignalGuard {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
