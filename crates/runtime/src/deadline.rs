//! When what runs must end: its time is over, somebody says so, or it holds too much.
//!
//! Invariant: whatever runs within bounds asks here between one step and the next.

mod paced;

pub use paced::Paced;

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Why something ends before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    OutOfTime,
    /// It holds too much.
    OutOfMemory,
    /// The system gives it no thread, or no memory for one.
    OutOfThreads,
    /// Somebody said so.
    Stopped,
}

impl Ended {
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

impl fmt::Display for Ended {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::OutOfTime => "ran out of time",
            Self::OutOfMemory => "ran out of memory",
            Self::OutOfThreads => "could not go on: the system gives it no thread",
            Self::Stopped => "was stopped",
        })
    }
}

impl Error for Ended {}

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
    fn leave_out(&self, waited: Duration) {
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
pub struct Begun {
    pub bounds: Bounds,
    end: Option<Instant>,
}

impl Begun {
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
    pub fn ended(&self) -> Option<Ended> {
        if self.bounds.stop.load(Ordering::Relaxed) {
            return Some(Ended::Stopped);
        }
        let end = self.end.and_then(|end| end.checked_add(self.lost()));
        if end.is_some_and(|end| Instant::now() >= end) {
            return Some(Ended::OutOfTime);
        }
        let used = (self.bounds.memory_bytes)();
        (used > self.bounds.memory_bytes_max).then_some(Ended::OutOfMemory)
    }
}

thread_local! {
    static BEGUN: RefCell<Option<Begun>> = const { RefCell::new(None) };
}

/// As long as this lives, what runs on this thread has bounds.
#[derive(Debug)]
pub struct Within(Option<Begun>);

/// Lets what runs on this thread from now on have these bounds.
#[must_use]
pub fn within(bounds: &Bounds) -> Within {
    Within(BEGUN.with_borrow_mut(|begun| begun.replace(Begun::now(bounds))))
}

/// Lets what runs on this thread from now on have the bounds of what another one has begun.
#[must_use]
pub fn go_on_as(begun: Option<Begun>) -> Within {
    Within(BEGUN.with_borrow_mut(|here| std::mem::replace(here, begun)))
}

impl Drop for Within {
    fn drop(&mut self) {
        BEGUN.with_borrow_mut(|begun| *begun = self.0.take());
    }
}

/// The bounds of what runs on this thread, where it has any.
pub fn begun() -> Option<Begun> {
    BEGUN.with_borrow(Clone::clone)
}

/// These bounds for a part of what runs on this thread: it has no more time than that has left.
pub fn left_of(bounds: &Bounds) -> Bounds {
    let left = begun().and_then(|begun| begun.left()).unwrap_or(Duration::MAX);
    Bounds { time: bounds.time.min(left), ..bounds.afresh() }
}

/// Why what runs on this thread must end, if it must.
pub fn ended() -> Option<Ended> {
    BEGUN.with_borrow(|begun| begun.as_ref().and_then(Begun::ended))
}

/// Fails where what runs on this thread must end.
///
/// # Errors
/// Why it must.
pub fn go_on() -> io::Result<()> {
    ended().map_or(Ok(()), |ended| Err(io::Error::other(ended)))
}

/// How many steps of a loop are taken between two looks at its bounds.
const STEPS: usize = 1024;

/// The same in a loop, for the step of this number.
///
/// # Errors
/// As [`go_on`].
pub fn go_on_at(step: usize) -> io::Result<()> {
    if step.is_multiple_of(STEPS) { go_on() } else { Ok(()) }
}

/// Why something had to end that was to be read or written.
pub fn ended_by(error: &io::Error) -> Option<Ended> {
    error.get_ref()?.downcast_ref().copied()
}
