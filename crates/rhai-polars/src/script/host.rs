//! What the functions of a script share: its scripts, the lists it may read, what it printed.

use super::domain::NO_DOMAIN;
use super::library::{Library, NoImports};
use crate::chart::Chart;
use crate::formula::probes::ReachedProbes;
use crate::problem::Problem;
use crate::report::Report;
use chrono::{DateTime, Utc};
use polars::prelude::{DataFrame, LazyFrame};
use rhai::{Dynamic, Engine, NativeCallContext};
use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

/// What begins the one value of a list that cannot be read because there are no data: what it holds
/// is not known, and a check says nothing of it.
pub const UNKNOWN_LIST: &str = "\u{fffe}the list ";

/// What stands in a script that is only looked at for a value that it does not give: nothing is
/// said of what is made of it.
pub const UNKNOWN: &str = crate::formula::error::UNKNOWN;

/// Reads a list of the data folder: the values of one column of `name`, the first unless named.
pub type ListReader = dyn Fn(&str, Option<&str>) -> Result<Vec<String>, Problem> + Send + Sync;

/// Reads a frame of the data folder, the file of that name.
pub type DataFrameReader = dyn Fn(&str) -> Result<LazyFrame, Problem> + Send + Sync;

/// Takes a line that a script prints.
pub type LinePrinter = dyn FnMut(&str) + Send + Sync;

/// Draws a frame for people, so many columns wide.
pub type FrameRenderer = dyn Fn(&DataFrame, usize) -> String + Send + Sync;

/// What is drawn otherwise than a frame.
#[derive(Clone, Copy, Debug)]
pub enum Drawable<'a> {
    /// A chart.
    Chart(&'a Chart),
    /// A report.
    Report(&'a Report),
}

/// Draws a chart or a report for people, so many columns wide.
pub type DrawableRenderer = dyn Fn(Drawable, usize) -> String + Send + Sync;

/// How far a closure that is called row by row has come.
#[derive(Clone, Copy, Debug)]
pub struct RowProgress {
    /// How many rows are done; all of them once it is over, however it ended.
    pub rows_done: usize,
    /// How many there are.
    pub rows_total: usize,
}

/// Takes how far a long work has come.
pub type ProgressListener = dyn Fn(RowProgress) + Send + Sync;

/// What the functions of a script share.
#[derive(Clone)]
pub struct Host {
    /// The scripts of this run.
    pub library: Library,
    /// How lists are read.
    pub lists: Arc<ListReader>,
    /// How frames of the data folder are read; none where there are no data.
    pub frames: Option<Arc<DataFrameReader>>,
    /// The one instant of the run.
    pub as_of: DateTime<Utc>,
    /// What the functions of a domain are asked of.
    pub domain_data: Arc<dyn Any + Send + Sync>,
    /// Where printed lines go.
    pub print: Arc<Mutex<LinePrinter>>,
    /// How a printed frame is drawn.
    pub show: Arc<FrameRenderer>,
    /// How a printed chart or report is drawn.
    pub draw: Arc<DrawableRenderer>,
    /// How many columns a printed frame may be wide.
    pub width: usize,
    /// Where it goes how far a closure has come that is called row by row.
    pub progress: Arc<ProgressListener>,
    /// Where probes are noted; none where the scripts have none.
    pub probes: Option<Arc<ReachedProbes>>,
}

impl Host {
    /// One that has no lists, prints nowhere and shows nothing.
    pub fn silent(library: Library) -> Self {
        Self {
            library,
            lists: Arc::new(|name, _| {
                Err(format!("`{name}` cannot be read: no data were given").into())
            }),
            frames: None,
            as_of: DateTime::UNIX_EPOCH,
            domain_data: Arc::new(()),
            print: Arc::new(Mutex::new(|_: &str| {})),
            show: Arc::new(|_, _| String::new()),
            draw: Arc::new(|_, _| String::new()),
            width: 80,
            progress: Arc::new(|_| {}),
            probes: None,
        }
    }

    /// Puts it where the functions of an engine find it.
    pub(super) fn install(&self, engine: &mut Engine) {
        // Shared, for Rhai copies it with each call of a closure.
        engine.set_default_tag(Dynamic::from(Arc::new(self.clone())).into_shared());
    }

    /// The one that serves the engine of a call; a silent one where none does.
    pub fn of_call(context: &NativeCallContext) -> Arc<Self> {
        let host = context.engine().default_tag().read_lock::<Arc<Self>>();
        let silent = || Arc::new(Self::silent(Library::new(Arc::new(NoImports), &NO_DOMAIN)));
        host.map_or_else(silent, |host| host.clone())
    }

    /// Prints a line.
    pub fn print_line(&self, line: &str) {
        (self.print.lock().unwrap_or_else(PoisonError::into_inner))(line);
    }
}
