//! Puts probes into a script: calls, at the spans of its tree, each beside what it tells of.
//!
//! Why not without calls: Rhai says which of its nodes it meets only through its interface for
//! debuggers, a feature that every expression of every script would pay for. That interface does
//! not meet an empty block either, nor the `else` that is not there; and what a formula reaches is
//! asked of rows, not of Rhai. A call is met wherever code can stand, by Rhai and by the compiler
//! of formulas in the same way. Calls move what stands behind them on its line, so that a script
//! with probes is run beside the one whose places people are shown.
//!
//! Invariant: the rewritten script has the same lines and does the same.

use super::{CoveragePlace, PlaceKind};
use crate::formula::probes::{REACHED, REACHED_FALSE, REACHED_TRUE};
use crate::syntax::{Construct, SwitchArm, SyntaxId, Tree, parse_engine};
use indexmap::IndexMap;
use rhai::Token;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Clone, Debug)]
pub struct InstrumentedScript {
    pub original: String,
    /// With probes.
    pub text: String,
    /// The number of its first probe.
    pub first: i64,
    /// The place that each of its probes stands for, in order of their numbers.
    pub places: Vec<CoveragePlace>,
    /// Whether it is a script that Rhai reads, but not with probes in it: so it has none.
    pub failed: bool,
}

/// The scripts that have been given probes, by name; the numbers of the probes run through all.
#[derive(Debug, Default)]
pub struct ProbeRegistry(Mutex<IndexMap<String, InstrumentedScript>>);

impl ProbeRegistry {
    /// The script with probes, the same each time. One that cannot be parsed stays as it is.
    pub fn add_probes(&self, name: &str, text: &str) -> String {
        let mut known = self.lock();
        if let Some(script) = known.get(name) {
            return script.text.clone();
        }
        let first = known.values().map(|script| script.places.len()).sum::<usize>();
        let script = instrument(text, i64::try_from(first).unwrap_or(i64::MAX));
        let probed = script.text.clone();
        known.insert(name.into(), script);
        probed
    }

    pub fn scripts(&self) -> IndexMap<String, InstrumentedScript> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, IndexMap<String, InstrumentedScript>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts probes into a script, numbered from `first`.
pub fn instrument(text: &str, first: i64) -> InstrumentedScript {
    let none = |failed| InstrumentedScript {
        original: text.into(),
        text: text.into(),
        first,
        places: vec![],
        failed,
    };
    // Only what is parsed counts: names are looked up when it runs.
    let engine = parse_engine();
    if engine.compile(text).is_err() {
        return none(false);
    }
    let mut writing =
        ProbeWriter { tree: Tree::read(text), next: first, places: vec![], put: vec![] };
    writing.probe_all();
    let ProbeWriter { mut put, places, .. } = writing;
    // At one byte, what closes stands before what opens there.
    put.sort_by_key(|(at, order, _)| (*at, *order));
    let mut probed = String::with_capacity(text.len() * 2);
    let mut from = 0;
    for (at, _, code) in put {
        probed.push_str(&text[from..at]);
        probed.push_str(&code);
        from = at;
    }
    probed.push_str(&text[from..]);
    if engine.compile(&probed).is_err() {
        return none(true);
    }
    InstrumentedScript { original: text.into(), text: probed, first, places, failed: false }
}

struct ProbeWriter<'a> {
    tree: Tree<'a>,
    next: i64,
    places: Vec<CoveragePlace>,
    /// What is put in: at which byte, in which order there, and what.
    put: Vec<(usize, usize, String)>,
}

impl ProbeWriter<'_> {
    /// The call of a further probe.
    fn probe(&mut self, place_kind: PlaceKind, span: Range<usize>) -> String {
        let number = self.next;
        self.next += 1;
        self.places.push(CoveragePlace { kind: place_kind, span });
        let probe = match place_kind {
            PlaceKind::And => REACHED_TRUE,
            PlaceKind::Or => REACHED_FALSE,
            _ => REACHED,
        };
        format!("{probe}({number})")
    }

    fn put(&mut self, at: usize, code: String) {
        let order = self.put.len();
        self.put.push((at, order, code));
    }

    /// Puts a probe at the beginning of a block.
    fn probe_block(&mut self, block: SyntaxId, place_kind: PlaceKind, span: Range<usize>) {
        let at = self.tree.span(block).start + 1;
        let probe = self.probe(place_kind, span);
        self.put(at, format!(" {probe}; "));
    }

    /// The constructs of the script, those of each form together: what ends an arm stands behind
    /// what ends an `if` in it.
    fn probe_all(&mut self) {
        let nodes: Vec<(SyntaxId, Construct)> =
            self.tree.nodes().map(|(id, node)| (id, node.construct.clone())).collect();
        for (_, construct) in &nodes {
            if let Construct::Function { name, body, .. } = construct {
                let name = self.tree.token(*name).span.clone();
                self.probe_block(*body, PlaceKind::Function, name);
            }
        }
        for (id, construct) in &nodes {
            if let Construct::If { condition, then, otherwise } = construct {
                self.choice(*id, [*condition, *then], *otherwise);
            }
        }
        for (id, construct) in &nodes {
            if let Construct::Switch { subject, arms } = construct {
                self.switch(*id, *subject, arms);
            }
        }
        let mut operations: Vec<(usize, SyntaxId)> = nodes
            .iter()
            .filter_map(|(_, construct)| match construct {
                Construct::Binary { operator, right, .. } => Some((*operator, *right)),
                _ => None,
            })
            .collect();
        operations.sort_unstable_by_key(|(operator, _)| *operator);
        for (operator, right) in operations {
            self.operation(operator, right);
        }
    }

    fn choice(
        &mut self,
        choice: SyntaxId,
        [condition, then]: [SyntaxId; 2],
        otherwise: Option<SyntaxId>,
    ) {
        let condition = self.tree.span(condition);
        self.probe_block(then, PlaceKind::Then, condition.clone());
        match otherwise {
            Some(block) if self.is_block(block) => {
                let keyword = self.tree.node(block).tokens.start - 1;
                let keyword = self.tree.token(keyword).span.clone();
                self.probe_block(block, PlaceKind::Else, keyword);
            }
            // What `else if` does is told by that `if`.
            Some(_) => {}
            None => {
                let end = self.tree.span(choice).end;
                let probe = self.probe(PlaceKind::NoElse, condition);
                self.put(end, format!(" else {{ {probe}; }}"));
            }
        }
    }

    fn is_block(&self, id: SyntaxId) -> bool {
        matches!(self.tree.node(id).construct, Construct::Block { .. })
    }

    fn switch(&mut self, switch: SyntaxId, subject: SyntaxId, arms: &[SwitchArm]) {
        for arm in arms {
            let span = self.tree.span(arm.value);
            if self.is_block(arm.value) {
                self.probe_block(arm.value, PlaceKind::Arm, span);
            } else {
                let probe = self.probe(PlaceKind::Arm, span.clone());
                self.put(span.start, format!("{{ {probe}; "));
                self.put(span.end, " }".into());
            }
        }
        let is_default = |arm: &SwitchArm| self.tree.source(arm.cases) == "_";
        if !arms.iter().any(is_default) {
            let tokens = &self.tree.node(switch).tokens;
            let keyword = self.tree.token(tokens.start).span.start;
            let (last, end) = (
                &self.tree.token(tokens.end - 2).token,
                self.tree.token(tokens.end - 1).span.start,
            );
            let is_separated = matches!(last, Token::Comma | Token::LeftBrace);
            let comma = if is_separated { "" } else { "," };
            let probe = self.probe(PlaceKind::NoArm, keyword..self.tree.span(subject).end);
            self.put(end, format!("{comma} _ => {probe} "));
        }
    }

    /// `&&`, `||` and `??`: what stands on their right.
    fn operation(&mut self, operator: usize, right: SyntaxId) {
        let token = self.tree.token(operator);
        let place_kind = match token.token {
            Token::And => PlaceKind::And,
            Token::Or => PlaceKind::Or,
            Token::DoubleQuestion => PlaceKind::Fallback,
            _ => return,
        };
        let (sign, end) = (token.token.literal_syntax(), token.span.end);
        let probe = self.probe(place_kind, self.tree.span(right));
        self.put(end, format!(" {probe} {sign}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_branch_gets_a_probe() {
        let text = "fn f(x) { x }\nlet a = if x > 1 { 1 } else if x > 0 { 2 };\n\
            keep(\"k\", |i| i.a && (i.b || !i.c) ?? true);\n\
            switch a { 1 if a > 0 => f(a), 2 => { 3 } 3 => if a > 1 { 2 } _ => `x ${a ?? 1}` }\n\
            switch a { 1 => #{ b: 2 } }";
        let instrumented = instrument(text, 7);
        assert_eq!(instrumented.text.lines().count(), text.lines().count());
        let places: Vec<String> = instrumented
            .places
            .iter()
            .map(|branch| format!("{:?} {}", branch.kind, &text[branch.span.clone()]))
            .collect();
        insta::assert_snapshot!(format!("{}\n\n{}", instrumented.text, places.join("\n")));
    }

    #[test]
    fn what_is_too_deep_with_probes_is_said_to_have_none() {
        let nested = |depth: usize| format!("{}y{}", "x || (".repeat(depth), ")".repeat(depth));
        let instrumented = |depth| instrument(&nested(depth), 0);
        let failed = (1..200).map(instrumented).find(|script| script.failed);
        let failed = failed.map(|script| (script.places.len(), script.text == script.original));
        assert_eq!(failed, Some((0, true)));
        assert!(!instrumented(3).failed && !instrumented(500).failed);
    }

    #[test]
    fn the_same_script_gets_the_same_numbers() {
        let registry = ProbeRegistry::default();
        let first = registry.add_probes("a", "if x { }");
        registry.add_probes("b", "if y { }");
        assert_eq!(registry.add_probes("a", "if x { }"), first);
        assert_eq!(registry.scripts()["b"].first, 2);
    }
}
