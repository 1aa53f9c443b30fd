//! The rules by which an operation becomes a simpler one, each with what it needs to hold.

use crate::formula::constant::Constant;
use crate::formula::facts::FactGraph;
use crate::formula::graph::{Arithmetic, NodeId, Op};
use crate::formula::graph_builder::GraphBuilder;
use crate::formula::types::Type;

/// The node of an operation, or of a simpler one that gives the same.
pub(super) fn simplified(graph: &mut GraphBuilder, op: Op, of_type: Type) -> NodeId {
    if let Some(node) = graph.try_fold(&op)
        && graph.type_of(node) == of_type
    {
        return node;
    }
    if let Op::If(condition, yes, no) = op {
        if let Some(joined) = as_conditions(graph, condition, yes, no) {
            return simplified(graph, joined, of_type);
        }
        if let Some(sum) = only_added(graph, condition, yes, no) {
            return sum;
        }
    }
    graph.add(op, of_type)
}

/// `if c { true } else { b }` is `c || b`, and `if c { a } else { false }` is `c && a`, where `c`
/// is never missing: Polars asks conditions faster than it chooses.
fn as_conditions(graph: &FactGraph, condition: NodeId, yes: NodeId, no: NodeId) -> Option<Op> {
    if graph.facts(condition).nullable {
        return None;
    }
    let is_condition = |side| graph.type_of(side) == Type::Bool;
    match (graph.constant(yes), graph.constant(no)) {
        (Some(Constant::Bool(true)), _) if is_condition(no) => Some(Op::Or(condition, no)),
        (_, Some(Constant::Bool(false))) if is_condition(yes) => Some(Op::And(condition, yes)),
        _ => None,
    }
}

/// `if c { s + k } else { s }` is `s + if c { k } else { 0 }`, in which `s` stands once: a score of
/// many `if … { s += … }` stays one expression instead of as many steps. The zero is the one that
/// changes no number, -0.0 included.
fn only_added(
    graph: &mut GraphBuilder,
    condition: NodeId,
    yes: NodeId,
    no: NodeId,
) -> Option<NodeId> {
    let Op::Arithmetic(how @ (Arithmetic::Add | Arithmetic::Subtract), base, amount) =
        graph.node(yes).op
    else {
        return None;
    };
    let of_type = graph.type_of(yes);
    let is_of_it = |id| graph.type_of(id) == of_type;
    if base != no || !is_of_it(base) || !is_of_it(amount) {
        return None;
    }
    let zero = match (of_type, how) {
        (Type::Int, _) => Constant::Int(0),
        (Type::Float, Arithmetic::Add) => Constant::Float(-0.0),
        (Type::Float, _) => Constant::Float(0.0),
        _ => return None,
    };
    let position = graph.node(yes).position;
    let zero = graph.add_constant(zero);
    let amount = simplified(graph, Op::If(condition, amount, zero), of_type);
    let sum = Op::Arithmetic(how, base, amount);
    Some(simplified(&mut graph.at_position(position), sum, of_type))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::column_facts::ColumnFacts;
    use crate::formula::render::render;
    use rhai::Position;

    /// Of the columns, `unsure` alone may be missing.
    fn columns(name: &str) -> Option<ColumnFacts> {
        (!name.is_empty()).then(|| ColumnFacts { nullable: name == "unsure", range: None })
    }

    struct Built(FactGraph);

    impl Built {
        fn new() -> Self {
            Self(FactGraph::over(columns))
        }

        fn column(&mut self, name: &str, of_type: Type) -> NodeId {
            self.0.add(Op::Column { name: name.into(), cast: false }, of_type, Position::NONE)
        }

        fn constant(&mut self, value: Constant) -> NodeId {
            self.0.at(Position::NONE).add_constant(value)
        }

        /// What an operation is made of.
        fn simplified(&mut self, op: Op, of_type: Type) -> String {
            let node = simplified(&mut self.0.at(Position::NONE), op, of_type);
            assert_eq!(self.0.type_of(node), of_type);
            render(&self.0, node)
        }
    }

    #[test]
    fn a_choice_between_conditions_is_one_where_the_question_is_always_answered() {
        let mut built = Built::new();
        let [sure, unsure, other] =
            ["sure", "unsure", "other"].map(|name| built.column(name, Type::Bool));
        let [yes, no] = [true, false].map(|truth| built.constant(Constant::Bool(truth)));
        let choices = [
            (Op::If(sure, yes, other), "sure || other"),
            (Op::If(sure, other, no), "sure && other"),
            (Op::If(unsure, yes, other), "if unsure { true } else { other }"),
            (Op::If(unsure, other, no), "if unsure { other } else { false }"),
            (Op::If(sure, other, other), "other"),
            (Op::If(unsure, other, other), "if unsure { other } else { other }"),
        ];
        for (choice, simple) in choices {
            assert_eq!(built.simplified(choice, Type::Bool), simple);
        }
    }

    #[test]
    fn what_is_added_in_some_rows_is_added_once() {
        let mut built = Built::new();
        let sure = built.column("sure", Type::Bool);
        let [score, more] = ["score", "more"].map(|name| built.column(name, Type::Float));
        for (how, simple) in [
            (Arithmetic::Add, "score + (if sure { more } else { -0.0 })"),
            (Arithmetic::Subtract, "score - (if sure { more } else { 0.0 })"),
            (Arithmetic::Multiply, "if sure { score * more } else { score }"),
        ] {
            let op = Op::Arithmetic(how, score, more);
            let changed = built.0.add(op, Type::Float, Position::NONE);
            assert_eq!(built.simplified(Op::If(sure, changed, score), Type::Float), simple);
        }
    }

    #[test]
    fn a_value_that_is_never_missing_needs_no_other() {
        let mut built = Built::new();
        let [count, unsure] = ["count", "unsure"].map(|name| built.column(name, Type::Int));
        let none = built.constant(Constant::Int(0));
        assert_eq!(built.simplified(Op::Coalesce(count, none), Type::Int), "count");
        assert_eq!(built.simplified(Op::Coalesce(unsure, none), Type::Int), "unsure ?? 0");
    }
}
