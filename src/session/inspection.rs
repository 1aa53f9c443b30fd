//! What is understood of data, before anything is made of them.

use super::{Session, SessionSettings, derivation_settings};
use crate::error::Error;
use crate::import::{self, ReadProgress, Source};
use crate::invitations::{self, Inspection};
use crate::script::sandbox;

impl Session {
    /// What is understood of data, file by file.
    pub fn inspect(
        sources: &[Source],
        settings: &SessionSettings,
        progress: &dyn Fn(ReadProgress),
    ) -> Result<Inspection, Error> {
        sandbox::reserve_stack();
        let tables = import::read_each(sources, &settings.sources, progress);
        Ok(invitations::inspect(tables, &derivation_settings(settings))?)
    }
}
