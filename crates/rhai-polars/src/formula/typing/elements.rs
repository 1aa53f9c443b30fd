//! Closures asked of every element of a list.
//!
//! Invariant: what is asked depends on the element and on constants alone, for Polars looks at a
//! list's elements apart from the row.

use super::logic;
use crate::codes;
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::facts::KnownGraph;
use crate::formula::graph::{NodeId, Op, Quantifier};
use crate::formula::types::Type;
use rhai::Position;

/// The most parts, each counted as often as it is used, that a closure over elements may have.
const PARTS_MAX: usize = 1_000;

/// The element of a list, within a closure at this depth of closures.
pub(in crate::formula) fn element(
    graph: &mut KnownGraph,
    list: NodeId,
    depth: usize,
    at: Position,
) -> Compiled<NodeId> {
    let of_type = graph.type_of(list);
    let Some(element) = of_type.element() else {
        return Err(FormulaError::new(
            codes::TYPE_MISMATCH,
            at,
            format!("{of_type} has no elements"),
        )
        .help("ask the elements of a list, as in `i.tags.any(|tag| tag == \"client\")`"));
    };
    Ok(graph.add(Op::Element(depth), element, at))
}

/// Whether any or all of a list's elements fulfil a condition, or those that do.
pub(in crate::formula) fn each(
    graph: &mut KnownGraph,
    how: Quantifier,
    list: NodeId,
    condition: NodeId,
    depth: usize,
    at: Position,
) -> Compiled<NodeId> {
    logic::truth(graph, condition, "a closure over elements", at)?;
    for id in graph.needed_by(condition) {
        let outside = match &graph.node(id).op {
            Op::Element(element_depth) => *element_depth != depth,
            Op::Column { .. } | Op::Window(..) => true,
            _ => false,
        };
        if outside {
            let message = "a closure over a list's elements cannot look at the row";
            return Err(FormulaError::new(codes::NOT_COVERED, graph.node(id).position, message)
                .help("ask the other way round, as in `i.campaign in i.tags`"));
        }
    }
    if graph.size(condition, PARTS_MAX) > PARTS_MAX {
        return Err(FormulaError::new(codes::TOO_LARGE, at, "this closure has too many parts")
            .help("compute the list beforehand, or ask simpler questions"));
    }
    let of_type = match how {
        Quantifier::Filter => graph.type_of(list),
        Quantifier::Any | Quantifier::All => Type::Bool,
    };
    Ok(graph.add(Op::Each(how, list, condition), of_type, at))
}
