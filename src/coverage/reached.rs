//! What tests have reached so far, over all plans that they asked for.

use super::{CoveragePlace, InstrumentedScript, PlaceKind};
use crate::plan::Plan;
use crate::strategy::Strategy;
use crate::syntax::token_at;
use indexmap::IndexMap;
use rhai::Position;
use std::collections::{BTreeMap, BTreeSet};

/// What tests have reached so far.
#[derive(Debug, Default)]
pub struct ReachedPlaces {
    probes: BTreeSet<i64>,
    /// The rules that were declared, by script and place, and whether any of them decided.
    rules: BTreeMap<(String, Position), bool>,
}

/// A script with its places, and which of them tests reach.
#[derive(Clone, Debug)]
pub struct CoveredScript {
    pub script: String,
    pub text: String,
    /// Its places in the order of the text, each with whether it is reached.
    pub places: Vec<(CoveragePlace, bool)>,
}

impl ReachedPlaces {
    /// Adds what a plan reached: probes, and rules that decided.
    pub fn add(&mut self, probes: BTreeSet<i64>, strategy: &Strategy, plan: &Plan) {
        self.probes.extend(probes);
        for (rule, count) in strategy.rules.iter().zip(&plan.rules) {
            let declared_at = (rule.script.clone(), rule.position);
            *self.rules.entry(declared_at).or_default() |= count.matched > 0;
        }
    }

    pub fn covered_scripts(
        &self,
        scripts: &IndexMap<String, InstrumentedScript>,
    ) -> Vec<CoveredScript> {
        let covered = scripts.iter().map(|(name, script)| {
            let probes = (script.first..).zip(&script.places);
            let mut places: Vec<(CoveragePlace, bool)> = probes
                .map(|(number, branch)| (branch.clone(), self.probes.contains(&number)))
                .collect();
            let rules_of_script =
                self.rules.iter().filter(|((script_name, _), _)| script_name == name);
            places.extend(rules_of_script.map(|((_, at), decides)| {
                let token = token_at(&script.original, *at);
                let span = token.offset()..token.offset() + token.len();
                (CoveragePlace { kind: PlaceKind::Rule, span }, *decides)
            }));
            places.sort_by_key(|(branch, _)| (branch.span.start, branch.span.end, branch.kind));
            CoveredScript { script: name.clone(), text: script.original.clone(), places }
        });
        covered.collect()
    }
}

impl CoveredScript {
    /// How many places are reached, and how many there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.places.iter().filter(|(_, reached)| *reached).count(), self.places.len())
    }

    /// The part that is reached, in percent; all of it where there is nothing to reach.
    pub fn percent(&self) -> f64 {
        match self.counts() {
            (_, 0) => 100.0,
            #[expect(clippy::cast_precision_loss, reason = "a script has few places")]
            (reached, total) => 100.0 * reached as f64 / total as f64,
        }
    }

    /// Adds what others reach of the same script.
    pub fn merge(&mut self, other: &Self) {
        for (branch, reached) in &other.places {
            match self.places.iter_mut().find(|(known_place, _)| known_place == branch) {
                Some((_, is_reached)) => *is_reached |= reached,
                None => self.places.push((branch.clone(), *reached)),
            }
        }
        self.places.sort_by_key(|(branch, _)| (branch.span.start, branch.span.end, branch.kind));
    }
}
