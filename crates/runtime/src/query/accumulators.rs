//! What a query's workers add up beside its rows, without waiting for one another.
//!
//! Invariant: every run of a query adds up in parts of its own, so that one that is begun again
//! counts nothing twice.

use super::{QueryOutcome, damaged_file, engine_of_pieces, run_watched};
use polars::prelude::{DataFrame, LazyFrame};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The parts of one run: as many as there are workers.
#[derive(Debug, Default)]
pub struct Accumulators<T> {
    idle: Mutex<Vec<(u32, T)>>,
    begun: AtomicU32,
}

impl<T: Default> Accumulators<T> {
    /// Adds to one of the parts, of which no other worker knows meanwhile: the work is told its
    /// number, from 0.
    pub fn add<R>(&self, work: impl FnOnce(u32, &mut T) -> R) -> R {
        let idle = self.lock().pop();
        let (number, mut part) =
            idle.unwrap_or_else(|| (self.begun.fetch_add(1, Ordering::Relaxed), T::default()));
        let result = work(number, &mut part);
        self.lock().push((number, part));
        result
    }

    /// All parts, by number.
    fn finished(&self) -> Vec<T> {
        let mut parts = std::mem::take(&mut *self.lock());
        parts.sort_unstable_by_key(|(number, _)| *number);
        parts.into_iter().map(|(_, part)| part).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(u32, T)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The rows of a query, made piece by piece where a file is scanned, and what its workers added up
/// on the way. Which piece came to which part is not the same in every run.
pub fn collect_with_accumulators<T: Default + Send + 'static>(
    query: impl Fn(&Arc<Accumulators<T>>) -> LazyFrame + Clone + Send + 'static,
) -> QueryOutcome<(DataFrame, Vec<T>)> {
    let plan = query(&Arc::default()).logical_plan;
    let engine = engine_of_pieces(&plan);
    let _reading = damaged_file::NotedFile::begin(std::slice::from_ref(&plan));
    let outcome = run_watched::run_watched(move || {
        let parts = Arc::default();
        let rows = query(&parts).collect_with_engine(engine)?.unwrap_single();
        Ok((rows, parts.finished()))
    });
    damaged_file::blame_damaged_file(outcome, &[plan])
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{IntoLazy, OptFlags, df};

    #[test]
    fn parts_are_of_one_run() {
        let rows = df!["n" => [1_i64, 2, 3]].unwrap();
        let query = move |parts: &Arc<Accumulators<usize>>| {
            let parts = parts.clone();
            let count = move |frame: DataFrame| {
                parts.add(|_, sum| *sum += frame.height());
                Ok(frame)
            };
            rows.clone().lazy().map(count, OptFlags::STREAMING, None, Some("count"))
        };
        for _ in 0..2 {
            let QueryOutcome::Done(Ok((rows, parts))) = collect_with_accumulators(query.clone())
            else {
                panic!()
            };
            assert_eq!((rows.height(), parts.iter().sum::<usize>()), (3, 3));
        }
    }
}
