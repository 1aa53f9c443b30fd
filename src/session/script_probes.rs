//! Scripts with probes, and what is reached of them.

use super::{RunOptions, ScriptFile, Session};
use crate::coverage::ProbeRegistry;
use crate::error::Error;
use crate::formula::probes::ReachedProbes;
use crate::plan;
use crate::script::library::ImportSource;
use rescind_runtime::problem::Problem;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A folder whose scripts are given probes.
struct ProbedFolder {
    folder: Arc<dyn ImportSource>,
    registry: Arc<ProbeRegistry>,
}

impl ImportSource for ProbedFolder {
    fn read(&self, path: &str, importer: Option<&str>) -> Result<(String, String), Problem> {
        let (name, text) = self.folder.read(path, importer)?;
        let probed = self.registry.add_probes(&name, &text);
        Ok((name, probed))
    }

    fn is_foreign(&self, module: &str) -> bool {
        self.folder.is_foreign(module)
    }
}

impl ScriptFile {
    /// The same script with probes, in what it imports too; `registry` knows them afterwards.
    #[must_use]
    pub fn with_probes(&self, registry: &Arc<ProbeRegistry>) -> Self {
        let folder = ProbedFolder { folder: self.folder(), registry: registry.clone() };
        let text = registry.add_probes(&self.path, &self.text);
        self.with_text(&text).with_folder(Arc::new(folder))
    }
}

impl Session {
    /// The probes of a script that are reached where it is run as a strategy, by number.
    pub fn reached_probes(
        &self,
        script: &ScriptFile,
        running: RunOptions,
    ) -> Result<BTreeSet<i64>, Error> {
        let probes = Arc::new(ReachedProbes::default());
        let running = RunOptions { probes: Some(probes.clone()), ..running };
        let strategy = self.run(script, &running)?.strategy;
        let mut reached = probes.take();
        reached.extend(plan::reached_probes(&strategy, &self.invitations.frame)?);
        Ok(reached)
    }
}
