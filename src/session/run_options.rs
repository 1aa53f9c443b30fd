//! How a script is run: what it is given, what bounds it, and where what it says goes.

use super::data_folder::FindingSink;
use crate::deadline::Bounds;
use crate::formula::probes::ReachedProbes;
use crate::script::host::{self, DrawableRenderer, FrameRenderer, LinePrinter};
use crate::strategy::ParamInput;
use indexmap::IndexMap;
use std::sync::{Arc, Mutex};

#[derive(Clone)]
pub struct RunOptions {
    /// Values of `--set`.
    pub overrides: IndexMap<String, ParamInput>,
    pub bounds: Bounds,
    pub print: Arc<Mutex<LinePrinter>>,
    /// How printed frames are drawn.
    pub show: Arc<FrameRenderer>,
    /// How printed charts and reports are drawn.
    pub draw: Arc<DrawableRenderer>,
    /// How many columns they may be wide.
    pub width: usize,
    /// Where it goes how far a closure has come that is called row by row.
    pub progress: Arc<host::ProgressListener>,
    /// Where it goes what there is to say of files that it reads.
    pub finding_sink: Arc<FindingSink>,
    /// Where probes are noted; none where the script has none.
    pub probes: Option<Arc<ReachedProbes>>,
}

impl RunOptions {
    /// Within these bounds, without `--set`; it prints nowhere and shows nothing.
    pub fn silent(bounds: Bounds) -> Self {
        Self {
            overrides: IndexMap::new(),
            bounds,
            print: Arc::new(Mutex::new(|_: &str| {})),
            show: Arc::new(|_, _| String::new()),
            draw: Arc::new(|_, _| String::new()),
            width: 80,
            progress: Arc::new(|_| {}),
            finding_sink: Arc::new(|_| {}),
            probes: None,
        }
    }

    /// The same once more: what it prints goes nowhere.
    pub(super) fn silenced(&self) -> Self {
        Self { overrides: self.overrides.clone(), ..Self::silent(self.bounds.clone()) }
    }
}
