//! What tests have reached so far, over all plans that they asked for.

use super::{Instrumented, Place, PlaceKind};
use crate::diagnostic;
use crate::plan::Plan;
use crate::strategy::Strategy;
use indexmap::IndexMap;
use rhai::Position;
use std::collections::{BTreeMap, BTreeSet};

/// What tests have reached so far.
#[derive(Debug, Default)]
pub struct Reached {
    probes: BTreeSet<i64>,
    /// The rules that were declared, by script and place, and whether any of them decided.
    rules: BTreeMap<(String, Position), bool>,
}

/// A script with its places, and which of them tests reach.
#[derive(Clone, Debug)]
pub struct Covered {
    /// The script's name.
    pub script: String,
    /// Its text.
    pub text: String,
    /// Its places in the order of the text, each with whether it is reached.
    pub places: Vec<(Place, bool)>,
}

impl Reached {
    /// Adds what a plan reached: probes, and rules that decided.
    pub fn add(&mut self, probes: BTreeSet<i64>, strategy: &Strategy, plan: &Plan) {
        self.probes.extend(probes);
        for (rule, count) in strategy.rules.iter().zip(&plan.rules) {
            let place = (rule.script.clone(), rule.position);
            *self.rules.entry(place).or_default() |= count.matched > 0;
        }
    }

    /// What is reached of each script.
    pub fn covered(&self, scripts: &IndexMap<String, Instrumented>) -> Vec<Covered> {
        let covered = scripts.iter().map(|(name, script)| {
            let probes = (script.first..).zip(&script.places);
            let mut places: Vec<(Place, bool)> = probes
                .map(|(number, place)| (place.clone(), self.probes.contains(&number)))
                .collect();
            let own = self.rules.iter().filter(|((own, _), _)| own == name);
            places.extend(own.map(|((_, at), decides)| {
                let token = diagnostic::token(&script.original, *at);
                let span = token.offset()..token.offset() + token.len();
                (Place { kind: PlaceKind::Rule, span }, *decides)
            }));
            places.sort_by_key(|(place, _)| (place.span.start, place.span.end, place.kind));
            Covered { script: name.clone(), text: script.original.clone(), places }
        });
        covered.collect()
    }
}

impl Covered {
    /// How many places are reached, and how many there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.places.iter().filter(|(_, reached)| *reached).count(), self.places.len())
    }

    /// The part that is reached, in percent; all of it where there is nothing to reach.
    pub fn percent(&self) -> f64 {
        match self.counts() {
            (_, 0) => 100.0,
            #[expect(clippy::cast_precision_loss, reason = "a script has few places")]
            (reached, all) => 100.0 * reached as f64 / all as f64,
        }
    }

    /// Adds what others reach of the same script.
    pub fn join(&mut self, other: &Self) {
        for (place, reached) in &other.places {
            match self.places.iter_mut().find(|(own, _)| own == place) {
                Some((_, own)) => *own |= reached,
                None => self.places.push((place.clone(), *reached)),
            }
        }
        self.places.sort_by_key(|(place, _)| (place.span.start, place.span.end, place.kind));
    }
}
