//! When what runs must end: its time is over, somebody says so, or it holds too much. Polars looks
//! at none of that by itself, so its queries are watched from beside.
//!
//! Invariant: while something runs within bounds, no query of it outlasts them, and one that is
//! ended computes nothing any more as soon as Polars comes to its next step.

use polars::error::abort::{catch_polars_abort, polars_abort_ooc_out_of_disk};
use polars::prelude::{DataFrame, DslPlan, Engine, JoinType, LazyFrame, OptFlags, PolarsResult};
use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Once};
use std::thread;
use std::time::{Duration, Instant};

/// How long it may take until it is seen that a query must end.
const LOOK: Duration = Duration::from_millis(5);

/// How long a query that must end is waited for: as a rule longer than Polars needs from one step
/// to the next.
const PATIENCE: Duration = Duration::from_secs(2);

/// The stack of a query's thread, in bytes; only what is used of it is taken from the system.
const STACK_BYTES: usize = 64 << 20;

/// Why something ends before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Its time is over.
    OutOfTime,
    /// It holds too much.
    OutOfMemory,
    /// Somebody said so.
    Stopped,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OutOfTime => "ran out of time",
            Self::OutOfMemory => "ran out of memory",
            Self::Stopped => "was stopped",
        })
    }
}

/// What bounds something that runs.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// How long it may run.
    pub time: Duration,
    /// How many bytes the program holds, where that is known.
    pub memory_bytes: fn() -> u64,
    /// How many it may hold.
    pub memory_bytes_max: u64,
    /// Ends it as soon as it is set.
    pub stop: Arc<AtomicBool>,
}

impl Default for Bounds {
    fn default() -> Self {
        let time = Duration::from_secs(10);
        Self { time, memory_bytes: || 0, memory_bytes_max: u64::MAX, stop: Arc::default() }
    }
}

/// The bounds of something that has begun.
#[derive(Clone, Debug)]
pub struct Begun {
    bounds: Bounds,
    end: Option<Instant>,
}

impl Begun {
    /// Something that begins now.
    pub fn now(bounds: &Bounds) -> Self {
        Self { bounds: bounds.clone(), end: Instant::now().checked_add(bounds.time) }
    }

    /// Why it must end, if it must.
    pub fn ended(&self) -> Option<Ended> {
        if self.bounds.stop.load(Ordering::Relaxed) {
            return Some(Ended::Stopped);
        }
        if self.end.is_some_and(|end| Instant::now() >= end) {
            return Some(Ended::OutOfTime);
        }
        let used = (self.bounds.memory_bytes)();
        (used > self.bounds.memory_bytes_max).then_some(Ended::OutOfMemory)
    }
}

thread_local! {
    static BEGUN: RefCell<Option<Begun>> = const { RefCell::new(None) };
}

/// On how many threads something runs within bounds.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// As long as this lives, what runs on this thread has bounds.
#[derive(Debug)]
pub struct Within(Option<Begun>);

/// Lets what runs on this thread from now on have these bounds.
#[must_use]
pub fn within(bounds: &Bounds) -> Within {
    quiet_aborts();
    let before = BEGUN.with_borrow_mut(|own| own.replace(Begun::now(bounds)));
    if before.is_none() {
        RUNNING.fetch_add(1, Ordering::Relaxed);
    }
    Within(before)
}

impl Drop for Within {
    fn drop(&mut self) {
        if self.0.is_none() {
            RUNNING.fetch_sub(1, Ordering::Relaxed);
        }
        BEGUN.with_borrow_mut(|own| *own = self.0.take());
    }
}

/// Why what runs on this thread must end, if it must.
pub fn ended() -> Option<Ended> {
    BEGUN.with_borrow(|own| own.as_ref().and_then(Begun::ended))
}

/// What a query comes to.
#[derive(Debug)]
pub enum Outcome<T> {
    /// What Polars gives.
    Done(PolarsResult<T>),
    /// It had to end before.
    Ended(Ended),
    /// It failed inside, with these words.
    Broken(String),
}

/// The rows of a query.
pub fn collect(lazy: LazyFrame) -> Outcome<DataFrame> {
    let engine = engine(&lazy.logical_plan);
    watched(move || {
        let result = lazy.clone().collect_with_engine(engine)?;
        Ok(result.unwrap_single())
    })
}

/// The rows of several queries, which are run as one.
pub fn collect_all(queries: impl Iterator<Item = LazyFrame>) -> Outcome<Vec<DataFrame>> {
    let plans: Vec<DslPlan> = queries.map(|query| query.logical_plan).collect();
    watched(move || {
        LazyFrame::collect_all_with_engine(plans.clone(), Engine::Auto, OptFlags::default())
    })
}

/// The most steps of a query that Polars takes one after the other without looking up.
const STEPS_MAX: usize = 8;

/// A join may give more rows than any memory holds, and texts may double with every step. Polars'
/// streaming engine goes on piece by piece and can be ended between two of them; the other looks up
/// only before its first step.
fn engine(plan: &DslPlan) -> Engine {
    let multiplies = |node: &DslPlan| match node {
        DslPlan::Join { options, .. } => {
            !matches!(options.args.how, JoinType::Semi | JoinType::Anti)
        }
        _ => false,
    };
    let is_step = |node: &&DslPlan| matches!(node, DslPlan::HStack { .. } | DslPlan::Select { .. });
    let steps = plan.into_iter().filter(is_step).take(STEPS_MAX + 1).count();
    let may_grow = steps > STEPS_MAX || plan.into_iter().any(multiplies);
    if may_grow { Engine::Streaming } else { Engine::Auto }
}

/// Runs a query on a thread of its own, and ends it where it must end.
fn watched<T: Send + 'static>(
    query: impl Fn() -> PolarsResult<T> + Clone + Send + 'static,
) -> Outcome<T> {
    let Some(begun) = BEGUN.with_borrow(Clone::clone) else { return Outcome::Done(query()) };
    loop {
        if let Some(ended) = begun.ended() {
            return Outcome::Ended(ended);
        }
        let (done, waiting) = mpsc::channel();
        let query = query.clone();
        let work = move || {
            let made = catch_unwind(AssertUnwindSafe(|| {
                catch_polars_abort(AssertUnwindSafe(query)).map_err(|_| ())
            }));
            // Nobody waits any more once it had to end.
            let _ = done.send(made.map_err(|panic| words(panic.as_ref())));
        };
        if let Err(error) = thread::Builder::new().stack_size(STACK_BYTES).spawn(work) {
            return Outcome::Broken(format!("the system gives no thread for a query: {error}"));
        }
        match waited(&begun, &waiting) {
            Ok(Ok(Ok(made))) => return Outcome::Done(made),
            Ok(Ok(Err(()))) => {
                // Another query was ended, and this one with it: once more.
                thread::sleep(LOOK);
            }
            Ok(Err(words)) => return Outcome::Broken(words),
            Err(ended) => return Outcome::Ended(ended),
        }
    }
}

/// What a query gives in time; else it is ended.
fn waited<T>(begun: &Begun, waiting: &Receiver<T>) -> Result<T, Ended> {
    loop {
        match waiting.recv_timeout(LOOK) {
            Ok(made) => return Ok(made),
            Err(RecvTimeoutError::Disconnected) => return Err(Ended::Stopped),
            Err(RecvTimeoutError::Timeout) => {
                if let Some(ended) = begun.ended() {
                    end_queries();
                    let _ = waiting.recv_timeout(PATIENCE);
                    return Err(ended);
                }
            }
        }
    }
}

/// Ends the queries of the program: Polars can be told so only for all of them at once, and by one
/// name alone. Where several things run side by side, theirs are left to themselves.
fn end_queries() {
    if RUNNING.load(Ordering::Relaxed) <= 1 {
        let _ = catch_unwind(|| polars_abort_ooc_out_of_disk());
    }
}

/// What Polars' own panic begins with by which a query ends.
const ABORT: &str = "__POLARS_ABORT_";

/// Keeps that panic from being printed.
fn quiet_aborts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !words(info.payload()).contains(ABORT) {
                before(info);
            }
        }));
    });
}

/// What a panic says.
pub fn words(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words").to_owned()
}
