//! A graph made simple: every rule at every node, and only what is still needed.

use super::rules::simplified;
use crate::formula::facts::FactGraph;
use crate::formula::graph::{NodeId, Op};
use crate::formula::probes::Probe;

/// A graph made simple, with what it stands for.
pub struct SimplifiedGraph {
    /// The graph.
    pub graph: FactGraph,
    /// The node of the result.
    pub root: NodeId,
    /// The probes, whose conditions are nodes of it.
    pub probes: Vec<Probe>,
}

/// The graph of a result and its probes, made simple.
pub fn simplify(known: &FactGraph, root: NodeId, probes: &[Probe]) -> SimplifiedGraph {
    let mut simple = FactGraph::over(known.columns());
    let conditions = probes.iter().filter_map(|probe| probe.when);
    let is_needed = known.reached_from(conditions.chain([root]), Op::referenced_nodes);
    let mut stands_for: Vec<NodeId> = Vec::with_capacity(known.len());
    for (id, is_needed) in known.ids().zip(is_needed) {
        if !is_needed {
            // Nobody asks for it: nodes name only those before them.
            stands_for.push(id);
            continue;
        }
        let node = known.node(id);
        simple.enter(node.script.clone());
        let op = node.op.map_operands(&|operand| stands_for[operand.0]);
        stands_for.push(simplified(&mut simple.at(node.position), op, node.of_type));
    }
    let moved = |probe: &Probe| Probe { when: probe.when.map(|id| stands_for[id.0]), ..*probe };
    let (root, probes) = (stands_for[root.0], probes.iter().map(moved).collect());
    SimplifiedGraph { graph: simple, root, probes }
}
