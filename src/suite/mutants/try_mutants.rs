//! Tries mutants: runs strategies' tests against each, until one notices.
//!
//! A module's mutants are tried by the tests of every strategy that imports it, and are counted
//! with the first of them.
//!
//! Invariant: a mutant counts once, and is noticed if the tests of any strategy notice it.

use super::accepted::{AcceptedMutant, acceptance_call};
use super::{Mutant, mutants};
use crate::error::Error;
use crate::suite::find::Suite;
use crate::suite::jobs::{PanicMessage, catch_panic, run_jobs};
use crate::suite::run::{PreparedSuite, TestOptions};
use crate::suite::test_state::Purpose;
use crate::syntax::token_at;
use crate::test_report::{FailedExpectation, MutationReport, SurvivingMutant, TestProblem};
use indexmap::IndexMap;
use miette::NamedSource;
use std::num::NonZeroUsize;
use std::ops::Range;

/// A script of which mutants are made.
struct MutationTarget {
    /// Its path, or a module's full name.
    name: String,
    text: String,
    /// The strategies that it is or that import it, in their order.
    users: Vec<usize>,
}

enum MutantOutcome {
    /// A test of this strategy fails.
    Killed(usize),
    /// No test does.
    Survives,
    /// It is no strategy.
    DoesNotRun,
}

/// An acceptance, and what came of it.
struct TrackedAcceptance {
    accepted: AcceptedMutant,
    /// It excuses a mutant.
    used: bool,
    /// It excuses one that a test of its own file notices.
    noticed: bool,
}

/// Tries every mutant of these strategies, whose tests pass, and of what they import; so many
/// `jobs` at a time.
///
/// # Errors
/// For each strategy by itself: a file of tests that cannot be run.
pub fn try_mutants(
    suites: &[&Suite],
    bench: &TestOptions,
    jobs: NonZeroUsize,
) -> Vec<Result<MutationReport, Error>> {
    let mut prepared: Vec<Result<(PreparedSuite, Vec<TrackedAcceptance>), Error>> =
        suites.iter().map(|suite| prepared(suite, bench)).collect();
    let benches: Vec<Option<&PreparedSuite>> =
        prepared.iter().map(|bench| bench.as_ref().ok().map(|(bench, _)| bench)).collect();
    let originals = originals(&benches);
    let work = originals.iter().flat_map(|original| {
        mutants(&original.text).into_iter().map(move |mutant| (original, mutant))
    });
    let work: Vec<(&MutationTarget, Mutant)> = work.collect();
    let fates = run_jobs(&work, jobs, |(original, mutant)| try_mutant(&benches, original, mutant));
    let mut sums: Vec<MutationReport> = suites.iter().map(|_| MutationReport::default()).collect();
    let mut failed: Vec<Option<Error>> = suites.iter().map(|_| None).collect();
    for ((original, mutant), fate) in work.iter().zip(fates) {
        let fate = match fate {
            Ok(fate) => fate,
            Err(panicked) => {
                let what = format!("{}: a mutant that {}", original.name, mutant.change);
                failed[original.users[0]].get_or_insert(internal_error(what, panicked));
                continue;
            }
        };
        let excused = excused(&mut prepared, original, mutant, &fate);
        let sum = &mut sums[original.users[0]];
        match fate {
            MutantOutcome::DoesNotRun => {}
            MutantOutcome::Killed(_) => sum.killed += 1,
            MutantOutcome::Survives if excused => sum.accepted += 1,
            MutantOutcome::Survives => sum.survivors.push(survivor(original, mutant)),
        }
    }
    let prepared_sums = prepared.into_iter().zip(sums).zip(failed);
    let sums = prepared_sums.enumerate().map(|(at, ((prepared, mut sum), failed))| {
        let (prepared, excuses) = prepared?;
        failed.map_or(Ok(()), Err)?;
        let texts = || originals.iter().filter(|original| original.users.contains(&at));
        let useless = excuses.iter().filter(|excuse| !excuse.used);
        sum.stale = useless
            .map(|excuse| {
                let is_in_script =
                    texts().any(|original| original.text.contains(&excuse.accepted.was));
                useless_excuse(&prepared, excuse, is_in_script)
            })
            .collect();
        Ok(sum)
    });
    sums.collect()
}

/// That trying a mutant failed in the program itself, not in a test.
fn internal_error(what: String, panicked: PanicMessage) -> Error {
    Error::Panicked { what, message: panicked.0 }
}

fn prepared<'a>(
    suite: &'a Suite,
    bench: &'a TestOptions,
) -> Result<(PreparedSuite<'a>, Vec<TrackedAcceptance>), Error> {
    let prepared = PreparedSuite::new(suite, bench)?;
    let accepted = catch_panic(|| prepared.accepted());
    let accepted =
        accepted.map_err(|panicked| internal_error(suite.tests.path.clone(), panicked))?;
    let accepted = accepted?.into_iter();
    let excuses =
        accepted.map(|accepted| TrackedAcceptance { accepted, used: false, noticed: false });
    let excuses = excuses.collect();
    Ok((prepared, excuses))
}

/// The strategies and their modules, each once.
fn originals(benches: &[Option<&PreparedSuite>]) -> Vec<MutationTarget> {
    let mut by_name: IndexMap<String, MutationTarget> = IndexMap::new();
    for (user, bench) in benches.iter().enumerate() {
        let Some(strategy) = bench.map(|bench| &bench.suite.strategy) else { continue };
        let strategy_text = std::iter::once((strategy.path.clone(), strategy.text.clone()));
        for (name, text) in strategy_text.chain(strategy.modules()) {
            let new = MutationTarget { name: name.clone(), text, users: vec![] };
            by_name.entry(name).or_insert(new).users.push(user);
        }
    }
    by_name.into_values().collect()
}

fn try_mutant(
    benches: &[Option<&PreparedSuite>],
    original: &MutationTarget,
    mutant: &Mutant,
) -> MutantOutcome {
    let text = mutant.apply_to(&original.text);
    let mut fate = MutantOutcome::DoesNotRun;
    for &user in &original.users {
        let Some(bench) = benches[user] else { continue };
        let strategy = &bench.suite.strategy;
        let changed = if strategy.path == original.name {
            strategy.with_text(&text)
        } else {
            strategy.with_module(&original.name, &text)
        };
        match bench.run_until_noticed(&bench.context(changed, Purpose::Mutant, None)) {
            (_, false) => {}
            (true, true) => return MutantOutcome::Killed(user),
            (false, true) => fate = MutantOutcome::Survives,
        }
    }
    fate
}

/// Whether a file of tests accepts the mutant; notes what came of the acceptance. One of a module's
/// mutant that only the tests of another strategy notice is of use where its own are run alone.
fn excused(
    prepared: &mut [Result<(PreparedSuite, Vec<TrackedAcceptance>), Error>],
    original: &MutationTarget,
    mutant: &Mutant,
    fate: &MutantOutcome,
) -> bool {
    let mut accepted = false;
    for &user in &original.users {
        let Ok((_, excuses)) = &mut prepared[user] else { continue };
        let fitting = excuses.iter_mut();
        for excuse in fitting.filter(|excuse| excuse.accepted.fits(&original.text, mutant)).take(1)
        {
            accepted = true;
            match fate {
                MutantOutcome::DoesNotRun => {}
                MutantOutcome::Killed(by) if *by == user => excuse.noticed = true,
                MutantOutcome::Killed(_) | MutantOutcome::Survives => excuse.used = true,
            }
        }
    }
    accepted
}

/// An acceptance that is of no use any more.
fn useless_excuse(
    prepared: &PreparedSuite,
    excuse: &TrackedAcceptance,
    is_said: bool,
) -> TestProblem {
    let TrackedAcceptance { accepted, noticed, .. } = excuse;
    let tests = &prepared.suite.tests;
    let (message, help) = if *noticed {
        ("a test notices this mutant", "leave the line out: there is nothing to accept")
    } else if is_said {
        ("there is no such mutant", "`--mutate` writes the line for each that survives")
    } else {
        ("the strategy does not say this any more", "`--mutate` shows which mutants survive now")
    };
    Box::new(FailedExpectation {
        message: message.into(),
        text: NamedSource::new(&tests.path, tests.text.clone()),
        span: token_at(&tests.text, accepted.position),
        outcome: format!("accepts {:?}", accepted.becomes),
        help: Some(help.into()),
        rules: vec![],
    })
}

fn survivor(original: &MutationTarget, mutant: &Mutant) -> SurvivingMutant {
    let text = &original.text;
    let lines = lines(text, &mutant.span);
    let was = &text[lines.clone()];
    let becomes = mutant.apply_to(text);
    let end = becomes.len() - (text.len() - lines.end);
    SurvivingMutant {
        script: original.name.clone(),
        line: 1 + text[..lines.start].matches('\n').count(),
        change: mutant.change,
        was: was.into(),
        becomes: becomes[lines.start..end].trim_end().into(),
        acceptance: acceptance_call(text, mutant),
    }
}

/// The lines that a span lies in, without what they are indented by and the end of the last.
pub(super) fn lines(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
    let indent = text[start..span.start].len() - text[start..span.start].trim_start().len();
    start + indent..end
}
