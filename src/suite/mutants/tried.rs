//! Tries mutants: runs a strategy's tests against each, until one notices.

use super::accepted::{Accepted, acceptance};
use super::{Mutant, mutants};
use crate::diagnostic::token;
use crate::error::Error;
use crate::suite::find::Suite;
use crate::suite::parallel::parallel;
use crate::suite::run::{Bench, Prepared, Purpose};
use crate::tested::{Failure, Mutants, Problem, Survivor};
use miette::NamedSource;
use std::num::NonZeroUsize;
use std::ops::Range;

/// What became of a mutant.
enum Fate {
    /// A test fails.
    Killed,
    /// No test does.
    Survives,
    /// It is no strategy.
    DoesNotRun,
}

/// Tries every mutant of these strategies, whose tests pass; so many `jobs` at a time.
///
/// # Errors
/// For each strategy by itself: a file of tests that cannot be run.
pub fn try_mutants(
    suites: &[&Suite],
    bench: &Bench,
    jobs: NonZeroUsize,
) -> Vec<Result<Mutants, Error>> {
    let prepared: Vec<Result<Prepared, Error>> =
        suites.iter().map(|suite| Prepared::new(suite, bench)).collect();
    let work = prepared.iter().enumerate().filter_map(|(at, own)| Some((at, own.as_ref().ok()?)));
    let work: Vec<(usize, &Prepared, Mutant)> = work
        .flat_map(|(at, own)| {
            mutants(&own.suite.strategy.text).into_iter().map(move |mutant| (at, own, mutant))
        })
        .collect();
    let fates = parallel(&work, jobs, |(_, own, mutant)| fate(own, mutant));
    let mut of: Vec<Vec<(&Mutant, Fate)>> = suites.iter().map(|_| vec![]).collect();
    for ((at, _, mutant), fate) in work.iter().zip(fates) {
        of[*at].push((mutant, fate));
    }
    let results = prepared.iter().zip(of).map(|(own, fates)| match own {
        Ok(own) => Ok(summed(own, &own.accepted()?, &fates)),
        Err(_) => Ok(Mutants::default()),
    });
    let results: Vec<_> = results.collect();
    drop(work);
    let failed = prepared.into_iter().map(Result::err);
    results.into_iter().zip(failed).map(|(sum, failed)| failed.map_or(sum, Err)).collect()
}

fn fate(own: &Prepared, mutant: &Mutant) -> Fate {
    let strategy = &own.suite.strategy;
    let changed = strategy.with_text(&mutant.applied(&strategy.text));
    match own.noticed(&own.shared(changed, Purpose::Mutant, None)) {
        (_, false) => Fate::DoesNotRun,
        (true, true) => Fate::Killed,
        (false, true) => Fate::Survives,
    }
}

fn summed(own: &Prepared, accepted: &[Accepted], fates: &[(&Mutant, Fate)]) -> Mutants {
    let strategy = &own.suite.strategy;
    let text = &strategy.text;
    let mut sum = Mutants::default();
    let mut used = vec![false; accepted.len()];
    let mut noticed = vec![false; accepted.len()];
    for (mutant, fate) in fates {
        let fits = accepted.iter().position(|own| own.fits(text, mutant));
        match (fate, fits) {
            (Fate::DoesNotRun, _) => {}
            (Fate::Killed, fits) => {
                sum.killed += 1;
                if let Some(at) = fits {
                    noticed[at] = true;
                }
            }
            (Fate::Survives, Some(at)) => {
                sum.accepted += 1;
                used[at] = true;
            }
            (Fate::Survives, None) => sum.survivors.push(survivor(&strategy.path, text, mutant)),
        }
    }
    let stale = accepted.iter().zip(used.iter().zip(&noticed)).filter(|(_, (used, _))| !**used);
    sum.stale = stale.map(|(accepted, (_, noticed))| stale_of(own, accepted, *noticed)).collect();
    sum
}

/// An acceptance that is of no use any more.
fn stale_of(own: &Prepared, accepted: &Accepted, noticed: bool) -> Problem {
    let tests = &own.suite.tests;
    let (message, help) = if noticed {
        ("a test notices this mutant", "leave the line out: there is nothing to accept")
    } else if own.suite.strategy.text.contains(&accepted.was) {
        ("there is no such mutant", "`--mutate` writes the line for each that survives")
    } else {
        ("the strategy does not say this any more", "`--mutate` shows which mutants survive now")
    };
    Box::new(Failure {
        message: message.into(),
        text: NamedSource::new(&tests.path, tests.text.clone()),
        span: token(&tests.text, accepted.position),
        found: format!("accepts {:?}", accepted.becomes),
        help: Some(help.into()),
        rules: vec![],
    })
}

fn survivor(script: &str, text: &str, mutant: &Mutant) -> Survivor {
    let lines = lines(text, &mutant.span);
    let was = &text[lines.clone()];
    let becomes = mutant.applied(text);
    let end = becomes.len() - (text.len() - lines.end);
    Survivor {
        script: script.into(),
        line: 1 + text[..lines.start].matches('\n').count(),
        change: mutant.change,
        was: was.into(),
        becomes: becomes[lines.start..end].trim_end().into(),
        acceptance: acceptance(text, mutant),
    }
}

/// The lines that a span lies in, without what they are indented by and the end of the last.
pub(super) fn lines(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
    let indent = text[start..span.start].len() - text[start..span.start].trim_start().len();
    start + indent..end
}
