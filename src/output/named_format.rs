//! What the sets of formats have in common, among which the options of commands choose.

use super::error::{OutputError, OutputResult};
use crate::nearest::did_you_mean;
use crate::screen::Audience;

/// The formats among which an option chooses: those of results, reports, checks or tests.
pub trait NamedFormat: Copy + Send + Sync + 'static {
    /// Every format, in the order in which they are offered.
    fn variants() -> Vec<Self>;

    /// What it is called on the command line.
    fn name(self) -> &'static str;

    fn audience(self) -> Audience;

    /// Whether it is bytes that a terminal cannot show.
    fn is_binary(self) -> bool {
        false
    }

    /// The format of that name, where there is one.
    fn find(name: &str) -> Option<Self> {
        Self::variants().into_iter().find(|format| format.name() == name)
    }

    /// The format of that name.
    ///
    /// # Errors
    /// That there is none, with the nearest.
    fn from_name(name: &str) -> OutputResult<Self> {
        Self::find(name).ok_or_else(|| {
            let names = Self::variants().into_iter().map(Self::name);
            let help = did_you_mean(name, names, "a format");
            OutputError::UnknownFormat { format: name.into(), help }
        })
    }
}
