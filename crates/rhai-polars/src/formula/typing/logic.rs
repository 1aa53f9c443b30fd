//! `!`, `&&`, `||` and the question whether a value is missing.

use crate::formula::error::FormulaResult;
use crate::formula::graph::{NodeId, Op};
use crate::formula::graph_builder::GraphBuilder;
use crate::formula::types::Type;

impl GraphBuilder<'_> {
    /// `!a`.
    pub(in crate::formula) fn not(&mut self, a: NodeId) -> FormulaResult<NodeId> {
        self.demand_condition_there(a, "`!`")?;
        Ok(self.fold_or_add(Op::Not(a), Type::Bool))
    }

    /// `a && b`.
    pub(in crate::formula) fn and(&mut self, a: NodeId, b: NodeId) -> FormulaResult<NodeId> {
        self.demand_condition_there(a, "`&&`")?;
        self.demand_condition_there(b, "`&&`")?;
        Ok(self.fold_or_add(Op::And(a, b), Type::Bool))
    }

    /// `a || b`.
    pub(in crate::formula) fn or(&mut self, a: NodeId, b: NodeId) -> FormulaResult<NodeId> {
        self.demand_condition_there(a, "`||`")?;
        self.demand_condition_there(b, "`||`")?;
        Ok(self.fold_or_add(Op::Or(a, b), Type::Bool))
    }

    /// `a == ()`.
    pub(in crate::formula) fn is_missing(&mut self, a: NodeId) -> NodeId {
        self.fold_or_add(Op::IsMissing(a), Type::Bool)
    }

    /// Fails, where the operand stands, unless it is true, false or missing.
    fn demand_condition_there(&mut self, a: NodeId, user: &str) -> FormulaResult<()> {
        let position = self.node(a).position;
        self.at_position(position).demand_condition(a, user)
    }

    /// Fails unless the node is true, false or missing.
    pub(in crate::formula) fn demand_condition(&self, a: NodeId, user: &str) -> FormulaResult<()> {
        let of_type = self.type_of(a);
        let help = match of_type {
            Type::Bool | Type::Missing => return Ok(()),
            Type::Text => {
                "compare the text, as in `i.company == \"Acme\"`; ask whether there is one \
                       with `i.company != ()`"
            }
            Type::Int | Type::Float | Type::Number => "compare the number, as in `i.age_days > 90`",
            Type::Date | Type::Instant => {
                "compare the date, as in `i.sent_at < date(\"2026-01-31\")`"
            }
            _ => "ask for an element, as in `\"client\" in i.tags`",
        };
        let message = format!("{user} needs true or false, but this is {of_type}");
        Err(self.mismatch(message, help))
    }
}
