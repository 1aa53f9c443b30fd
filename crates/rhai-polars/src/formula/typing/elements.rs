//! Closures asked of every element of a list.
//!
//! Invariant: what is asked depends on the element and on constants alone, for Polars looks at a
//! list's elements apart from the row.

use crate::codes;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::graph::{NodeId, Op, Quantifier};
use crate::formula::graph_builder::GraphBuilder;
use crate::formula::types::Type;

/// The most parts, each counted as often as it is used, that a closure over elements may have.
const PARTS_MAX: usize = 1_000;

impl GraphBuilder<'_> {
    /// The element of a list, within a closure at this depth of closures.
    pub(in crate::formula) fn element(
        &mut self,
        list: NodeId,
        depth: usize,
    ) -> FormulaResult<NodeId> {
        let of_type = self.type_of(list);
        let Some(element) = of_type.element() else {
            let help = "ask the elements of a list, as in `i.tags.any(|tag| tag == \"client\")`";
            return Err(self.mismatch(format!("{of_type} has no elements"), help));
        };
        Ok(self.add(Op::Element(depth), element))
    }

    /// Whether any or all of a list's elements fulfil a condition, or those that do.
    pub(in crate::formula) fn each(
        &mut self,
        how: Quantifier,
        list: NodeId,
        condition: NodeId,
        depth: usize,
    ) -> FormulaResult<NodeId> {
        self.demand_condition(condition, "a closure over elements")?;
        for id in self.needed_by(condition) {
            let outside = match &self.node(id).op {
                Op::Element(element_depth) => *element_depth != depth,
                Op::Column { .. } | Op::Window(..) => true,
                _ => false,
            };
            if outside {
                let message = "a closure over a list's elements cannot look at the row";
                return Err(FormulaError::new(codes::NOT_COVERED, self.node(id).position, message)
                    .with_help("ask the other way round, as in `i.campaign in i.tags`"));
            }
        }
        if self.size(condition, PARTS_MAX) > PARTS_MAX {
            let message = "this closure has too many parts";
            return Err(FormulaError::new(codes::TOO_LARGE, self.at, message)
                .with_help("compute the list beforehand, or ask simpler questions"));
        }
        let of_type = match how {
            Quantifier::Filter => self.type_of(list),
            Quantifier::Any | Quantifier::All => Type::Bool,
        };
        Ok(self.add(Op::Quantified(how, list, condition), of_type))
    }
}
