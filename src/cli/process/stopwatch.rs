//! How long the stages of a command take.

use std::cell::RefCell;
use std::time::Instant;

/// Measures stages: each lasts until the next begins.
pub(in crate::cli) struct Stopwatch {
    begun: RefCell<Vec<(&'static str, Instant)>>,
}

impl Stopwatch {
    pub(in crate::cli) fn new() -> Self {
        Self { begun: RefCell::default() }
    }

    pub(in crate::cli) fn begin(&self, stage: &'static str) {
        self.begun.borrow_mut().push((stage, Instant::now()));
    }

    /// A line for every stage, in milliseconds.
    pub(in crate::cli) fn report(&self) -> String {
        let begun = self.begun.borrow();
        let ends = begun.iter().skip(1).map(|(_, at)| *at).chain([Instant::now()]);
        let spans = begun.iter().zip(ends).map(|((stage, at), end)| (stage, end - *at));
        spans.fold(String::new(), |report, (stage, span)| {
            report + format!("{stage:<10}{:>9.1} ms\n", span.as_secs_f64() * 1000.0).as_str()
        })
    }
}
