//! How much longer than what they are made of a formula's texts can get. A text joined with itself
//! in every turn of a loop doubles with each, and a graph of fifty nodes would fill any memory.
//!
//! Invariant: no text that a formula computes is longer than [`PIECES_MAX`] times the longest text
//! or constant that goes in.

use super::constant::Constant;
use super::graph::{Arithmetic, Graph, Node, NodeId, Op};
use super::types::Type;

/// So many texts may be put together to one: far more than anybody reads.
const PIECES_MAX: u64 = 4096;

/// The length of a constant that counts as one piece, in bytes.
const PIECE_BYTES: u64 = 64;

/// The first part whose text is put together of too many pieces.
pub(super) fn find_oversized_text(graph: &Graph) -> Option<NodeId> {
    let mut pieces: Vec<u64> = vec![];
    for at in 0..graph.len() {
        let id = NodeId(at);
        let count = pieces_of(graph.node(id), |operand| pieces[operand.0]);
        if count > PIECES_MAX {
            return Some(id);
        }
        pieces.push(count);
    }
    None
}

/// Of how many pieces a node's text is put together at most; one where it has no text.
fn pieces_of(node: &Node, operand: impl Fn(NodeId) -> u64) -> u64 {
    let operands = || node.op.operands().into_iter().map(&operand);
    match &node.op {
        Op::Constant(Constant::Text(text)) => {
            1 + u64::try_from(text.len()).unwrap_or(u64::MAX) / PIECE_BYTES
        }
        _ if !matches!(node.of_type, Type::Text | Type::TextList) => 1,
        Op::Arithmetic(Arithmetic::Add, ..) => operands().fold(0, u64::saturating_add),
        // What is put in stands at most once for each character of the text.
        Op::Call(method, _) if method.name == "replace" => operands().fold(1, u64::saturating_mul),
        Op::Call(..) => operands().fold(0, u64::saturating_add).max(1),
        _ => operands().max().unwrap_or(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rhai::Position;

    #[test]
    fn a_text_that_doubles_and_doubles_is_too_long() {
        let mut graph = Graph::default();
        let name = Op::Column { name: "name".into(), cast: false };
        let mut text = graph.add(name, Type::Text, Position::NONE);
        for doubled in 1..=20 {
            assert_eq!(
                find_oversized_text(&graph).is_some(),
                doubled > 13,
                "doubled {doubled} times"
            );
            let joined = Op::Arithmetic(Arithmetic::Add, text, text);
            text = graph.add(joined, Type::Text, Position::NONE);
        }
    }
}
