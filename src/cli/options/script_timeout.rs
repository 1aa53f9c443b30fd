//! How long scripts may run that are looked at one by one.

use super::script::{parse_seconds, silent_running};
use crate::output::Style;
use crate::session::RunOptions;
use clap::Args;

#[derive(Clone, Copy, Debug, Args)]
pub(in crate::cli) struct ScriptTimeout {
    /// How long each script may run, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = parse_seconds)]
    timeout: f64,
}

impl ScriptTimeout {
    /// A script that is run for so long at most, and whose prints go nowhere.
    pub(in crate::cli) fn running(self, style: &Style) -> RunOptions {
        silent_running(style, self.timeout)
    }
}
