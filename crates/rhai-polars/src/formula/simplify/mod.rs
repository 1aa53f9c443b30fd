//! The fourth stage: a graph with fewer and cheaper nodes, by what is known of their values.
//!
//! In: a known graph, its result and its probes. Out: the same of a graph that holds only what they
//! need. The rules are in `rules`, one a function.
//!
//! Invariant: every node has in every row the value, and the type, of the node that it stands for.

mod rules;

use super::facts::KnownGraph;
use super::graph::{NodeId, Op};
use super::probes::Probe;
use rules::simplified;

/// A graph made simple, with what it stands for.
pub struct Simple {
    /// The graph.
    pub graph: KnownGraph,
    /// The node of the result.
    pub root: NodeId,
    /// The probes, whose conditions are nodes of it.
    pub probes: Vec<Probe>,
}

/// The graph of a result and its probes, made simple.
pub fn simplify(known: &KnownGraph, root: NodeId, probes: &[Probe]) -> Simple {
    let mut simple = KnownGraph::over(known.columns());
    let conditions = probes.iter().filter_map(|probe| probe.when);
    let is_needed = known.reached_from(conditions.chain([root]), Op::named);
    let mut stands_for: Vec<NodeId> = Vec::with_capacity(known.len());
    for (id, is_needed) in known.ids().zip(is_needed) {
        if !is_needed {
            // Nobody asks for it: nodes name only those before them.
            stands_for.push(id);
            continue;
        }
        let node = known.node(id);
        simple.enter(node.script.clone());
        let op = node.op.with(&|operand| stands_for[operand.0]);
        stands_for.push(simplified(&mut simple, op, node.of_type, node.position));
    }
    let moved = |probe: &Probe| Probe { when: probe.when.map(|id| stands_for[id.0]), ..*probe };
    let (root, probes) = (stands_for[root.0], probes.iter().map(moved).collect());
    Simple { graph: simple, root, probes }
}
