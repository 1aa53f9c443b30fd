//! When what runs must end: its time is over, somebody says so, or it holds too much.
//!
//! Invariant: whatever runs within bounds asks here between one step and the next.

mod bounded_io;

pub use bounded_io::BoundedIo;

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Why something ends before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interruption {
    OutOfTime,
    /// It holds too much.
    OutOfMemory,
    /// The system gives it no thread, or no memory for one.
    OutOfThreads,
    /// Somebody said so.
    Stopped,
}

impl Interruption {
    /// What to do, where that is the same whatever ends so.
    pub const fn advice(self) -> Option<&'static str> {
        match self {
            Self::OutOfThreads => Some(
                "the process may have too little memory or too few threads: raise \
                 `ulimit -v` or `ulimit -u`, or set POLARS_MAX_THREADS to a smaller number",
            ),
            Self::OutOfTime | Self::OutOfMemory | Self::Stopped => None,
        }
    }
}

impl fmt::Display for Interruption {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::OutOfTime => "ran out of time",
            Self::OutOfMemory => "ran out of memory",
            Self::OutOfThreads => "could not go on: the system gives it no thread",
            Self::Stopped => "was stopped",
        })
    }
}

impl Error for Interruption {}

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
    /// What others took of its time, in microseconds: it has as much longer.
    pub lost_micros: Arc<AtomicU64>,
}

impl Bounds {
    /// The same bounds for something else, of whose time nobody has taken any.
    #[must_use]
    pub fn afresh(&self) -> Self {
        Self { lost_micros: Arc::default(), ..self.clone() }
    }

    /// Gives back what others took of its time, once its own length at most.
    pub fn give_back(&self, lost: Duration) {
        let before = self.lost_micros.load(Ordering::Relaxed);
        let most = micros(self.time).max(before);
        self.lost_micros.store(before.saturating_add(micros(lost)).min(most), Ordering::Relaxed);
    }

    /// Leaves out of its time what somebody else was waited for.
    fn exclude_wait(&self, waited: Duration) {
        let before = self.lost_micros.load(Ordering::Relaxed);
        self.lost_micros.store(before.saturating_add(micros(waited)), Ordering::Relaxed);
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

impl Default for Bounds {
    fn default() -> Self {
        let time = Duration::from_secs(10);
        Self {
            time,
            memory_bytes: || 0,
            memory_bytes_max: u64::MAX,
            stop: Arc::default(),
            lost_micros: Arc::default(),
        }
    }
}

/// The bounds of something that has begun.
#[derive(Clone, Debug)]
pub struct ActiveBounds {
    pub bounds: Bounds,
    end: Option<Instant>,
}

impl ActiveBounds {
    /// Something that begins now.
    pub fn now(bounds: &Bounds) -> Self {
        Self { bounds: bounds.clone(), end: Instant::now().checked_add(bounds.time) }
    }

    /// How long it has yet; none where that has no end.
    fn left(&self) -> Option<Duration> {
        self.end.map(|end| (end + self.lost()).saturating_duration_since(Instant::now()))
    }

    fn lost(&self) -> Duration {
        Duration::from_micros(self.bounds.lost_micros.load(Ordering::Relaxed))
    }

    /// Why it must end, if it must.
    pub fn ended(&self) -> Option<Interruption> {
        if self.bounds.stop.load(Ordering::Relaxed) {
            return Some(Interruption::Stopped);
        }
        let end = self.end.and_then(|end| end.checked_add(self.lost()));
        if end.is_some_and(|end| Instant::now() >= end) {
            return Some(Interruption::OutOfTime);
        }
        let used = (self.bounds.memory_bytes)();
        (used > self.bounds.memory_bytes_max).then_some(Interruption::OutOfMemory)
    }
}

thread_local! {
    static BEGUN: RefCell<Option<ActiveBounds>> = const { RefCell::new(None) };
}

/// As long as this lives, what runs on this thread has bounds.
#[derive(Debug)]
pub struct BoundsGuard(Option<ActiveBounds>);

/// Lets what runs on this thread from now on have these bounds.
#[must_use]
pub fn enter_bounds(bounds: &Bounds) -> BoundsGuard {
    BoundsGuard(BEGUN.with_borrow_mut(|begun| begun.replace(ActiveBounds::now(bounds))))
}

/// Lets what runs on this thread from now on have the bounds of what another one has begun.
#[must_use]
pub fn inherit_bounds(begun: Option<ActiveBounds>) -> BoundsGuard {
    BoundsGuard(BEGUN.with_borrow_mut(|here| std::mem::replace(here, begun)))
}

impl Drop for BoundsGuard {
    fn drop(&mut self) {
        BEGUN.with_borrow_mut(|begun| *begun = self.0.take());
    }
}

/// The bounds of what runs on this thread, where it has any.
pub fn active_bounds() -> Option<ActiveBounds> {
    BEGUN.with_borrow(Clone::clone)
}

/// These bounds for a part of what runs on this thread: it has no more time than that has left.
pub fn remaining_bounds(bounds: &Bounds) -> Bounds {
    let left = active_bounds().and_then(|begun| begun.left()).unwrap_or(Duration::MAX);
    Bounds { time: bounds.time.min(left), ..bounds.afresh() }
}

/// Why what runs on this thread must end, if it must.
pub fn interruption() -> Option<Interruption> {
    BEGUN.with_borrow(|begun| begun.as_ref().and_then(ActiveBounds::ended))
}

/// Fails where what runs on this thread must end.
///
/// # Errors
/// Why it must.
pub fn check_interrupted() -> io::Result<()> {
    interruption().map_or(Ok(()), |ended| Err(io::Error::other(ended)))
}

/// How many steps of a loop are taken between two looks at its bounds.
const STEPS: usize = 1024;

/// The same in a loop, for the step of this number.
///
/// # Errors
/// As [`check_interrupted`].
pub fn check_interrupted_at_step(step: usize) -> io::Result<()> {
    if step.is_multiple_of(STEPS) { check_interrupted() } else { Ok(()) }
}

/// Why something had to end that was to be read or written.
pub fn interruption_of_io(error: &io::Error) -> Option<Interruption> {
    error.get_ref()?.downcast_ref().copied()
}
