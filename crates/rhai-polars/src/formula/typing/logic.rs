//! `!`, `&&`, `||` and the question whether a value is missing.

use crate::formula::error::Compiled;
use crate::formula::graph::{NodeId, Op};
use crate::formula::placed_graph::PlacedGraph;
use crate::formula::types::Type;

impl PlacedGraph<'_> {
    /// `!a`.
    pub(in crate::formula) fn not(&mut self, a: NodeId) -> Compiled<NodeId> {
        self.truth_of(a, "`!`")?;
        Ok(self.decided_or_added(Op::Not(a), Type::Bool))
    }

    /// `a && b`.
    pub(in crate::formula) fn and(&mut self, a: NodeId, b: NodeId) -> Compiled<NodeId> {
        self.truth_of(a, "`&&`")?;
        self.truth_of(b, "`&&`")?;
        Ok(self.decided_or_added(Op::And(a, b), Type::Bool))
    }

    /// `a || b`.
    pub(in crate::formula) fn or(&mut self, a: NodeId, b: NodeId) -> Compiled<NodeId> {
        self.truth_of(a, "`||`")?;
        self.truth_of(b, "`||`")?;
        Ok(self.decided_or_added(Op::Or(a, b), Type::Bool))
    }

    /// `a == ()`.
    pub(in crate::formula) fn is_missing(&mut self, a: NodeId) -> NodeId {
        self.decided_or_added(Op::IsMissing(a), Type::Bool)
    }

    /// Fails, where the operand stands, unless it is true, false or missing.
    fn truth_of(&mut self, a: NodeId, user: &str) -> Compiled<()> {
        let position = self.node(a).position;
        self.elsewhere(position).truth(a, user)
    }

    /// Fails unless the node is true, false or missing.
    pub(in crate::formula) fn truth(&self, a: NodeId, user: &str) -> Compiled<()> {
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
