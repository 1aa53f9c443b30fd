//! The variables that a formula's source can see, and what each stands for.

use crate::formula::graph::NodeId;
use rhai::Dynamic;

/// What a variable or an expression stands for.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A value that is the same for every row, computed by Rhai.
    Known(Dynamic),
    /// The invitation itself.
    Row,
    /// A value that differs from row to row.
    Node(NodeId),
}

/// Variables, innermost last.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    variables: Vec<(String, Value)>,
}

impl Scope {
    /// A further variable; it hides an earlier one of the same name.
    pub(super) fn declare(&mut self, name: &str, value: Value) {
        self.variables.push((name.into(), value));
    }

    /// What a name stands for.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.variables.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Gives a variable another value; false where there is none of that name.
    pub(super) fn assign(&mut self, name: &str, value: Value) -> bool {
        let found = self.variables.iter_mut().rev().find(|(known, _)| known == name);
        found.map(|(_, old)| *old = value).is_some()
    }

    /// Every name.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|(name, _)| name.as_str())
    }

    /// How many variables there are, to [`Scope::leave`] a block again.
    pub(super) fn depth(&self) -> usize {
        self.variables.len()
    }

    /// Forgets what a block declared.
    pub(super) fn leave(&mut self, depth: usize) {
        self.variables.truncate(depth);
    }

    /// The variables of two branches side by side; both left the same depth.
    pub(super) fn beside<'a>(
        &'a mut self,
        other: &'a Self,
    ) -> impl Iterator<Item = (&'a str, &'a mut Value, &'a Value)> {
        let pairs = self.variables.iter_mut().zip(&other.variables);
        pairs.map(|((name, mine), (_, theirs))| (name.as_str(), mine, theirs))
    }
}
