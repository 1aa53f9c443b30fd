//! The variables that a formula's source can see, and what each stands for.

use super::table_lookup::TableLookup;
use crate::formula::graph::NodeId;
use rhai::{Dynamic, FnPtr, ImmutableString};
use std::sync::Arc;

/// What a variable or an expression stands for.
#[derive(Clone, Debug)]
pub(super) enum ResolvedValue {
    /// A value that is the same for every row, computed by Rhai.
    Known(Arc<Dynamic>),
    /// The invitation itself.
    Row,
    /// A value that differs from row to row.
    Node(NodeId),
    /// An array of which at least one element differs from row to row.
    VaryingList(Arc<Vec<ResolvedValue>>),
    /// A closure that has captured something of the row.
    Closure(Arc<Closure>),
    /// A map or list that a table has for a key, which differs from row to row.
    TableLookup(Arc<TableLookup>),
}

/// A closure within a formula: the name of its function, and what it captured.
#[derive(Clone, Debug)]
pub(super) struct Closure {
    pub(super) name: String,
    pub(super) captured: Vec<ResolvedValue>,
}

impl ResolvedValue {
    /// A value computed by Rhai.
    pub(super) fn known(value: impl Into<Dynamic>) -> Self {
        Self::Known(Arc::new(value.into()))
    }

    /// The value of a statement that gives none.
    pub(super) fn unit() -> Self {
        Self::known(Dynamic::UNIT)
    }

    /// Whether it is `()`.
    pub(super) fn is_unit(&self) -> bool {
        matches!(self, Self::Known(known) if known.is_unit())
    }

    /// Whether it has no more elements than are left, at any depth; takes them off.
    pub(super) fn fits(&self, left: &mut usize) -> bool {
        let Some(fewer) = left.checked_sub(1) else { return false };
        *left = fewer;
        match self {
            Self::VaryingList(items) => items.iter().all(|item| item.fits(left)),
            Self::Known(known) => known_fits(known, left),
            _ => true,
        }
    }

    /// It as a closure, if it is one.
    pub(super) fn closure(&self) -> Option<Closure> {
        match self {
            Self::Closure(closure) => Some(Closure::clone(closure)),
            Self::Known(known) => {
                let pointer = known.as_ref().clone().try_cast::<FnPtr>()?;
                let captured = pointer.curry().iter().map(Dynamic::flatten_clone);
                let captured = captured.map(Self::known).collect();
                Some(Closure { name: pointer.fn_name().into(), captured })
            }
            _ => None,
        }
    }
}

fn known_fits(value: &Dynamic, left: &mut usize) -> bool {
    let mut fits = |item: &Dynamic| {
        let Some(fewer) = left.checked_sub(1) else { return false };
        *left = fewer;
        known_fits(item, left)
    };
    if let Ok(items) = value.as_array_ref() {
        return items.iter().all(&mut fits);
    }
    if let Ok(entries) = value.as_map_ref() {
        return entries.values().all(&mut fits);
    }
    true
}

/// A variable.
#[derive(Clone, Debug)]
struct Variable {
    name: ImmutableString,
    value: ResolvedValue,
    /// Whether a closure has captured it. Rhai shares such a variable between all that see it, so
    /// whoever assigns it changes it for all of them, and from one row to the next.
    shared: bool,
}

/// Why a variable cannot be assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AssignError {
    /// There is none of that name.
    Unknown,
    /// A closure has captured it.
    Shared,
}

/// Variables, innermost last.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    variables: Vec<Variable>,
}

impl Scope {
    /// A further variable; it hides an earlier one of the same name.
    pub(super) fn declare(&mut self, name: &ImmutableString, value: ResolvedValue) {
        self.variables.push(Variable { name: name.clone(), value, shared: false });
    }

    /// Notes that a closure has captured a variable.
    pub(super) fn share(&mut self, name: &str) {
        if let Some(variable) = self.find_mut(name) {
            variable.shared = true;
        }
    }

    /// What a name stands for.
    pub(super) fn get(&self, name: &str) -> Option<&ResolvedValue> {
        self.variables.iter().rev().find(|known| known.name == name).map(|known| &known.value)
    }

    /// Gives a variable another value.
    pub(super) fn assign(&mut self, name: &str, value: ResolvedValue) -> Result<(), AssignError> {
        let variable = self.find_mut(name).ok_or(AssignError::Unknown)?;
        if variable.shared {
            return Err(AssignError::Shared);
        }
        variable.value = value;
        Ok(())
    }

    fn find_mut(&mut self, name: &str) -> Option<&mut Variable> {
        self.variables.iter_mut().rev().find(|known| known.name == name)
    }

    /// Whether all are known beforehand.
    pub(super) fn is_known(&self) -> bool {
        self.variables.iter().all(|variable| matches!(variable.value, ResolvedValue::Known(_)))
    }

    /// Every name.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|known| known.name.as_str())
    }

    /// How many variables there are, to [`Scope::leave`] a block again.
    pub(super) fn depth(&self) -> usize {
        self.variables.len()
    }

    /// Forgets what a block declared.
    pub(super) fn leave(&mut self, depth: usize) {
        self.variables.truncate(depth);
    }

    /// The variables of two branches side by side; what only one of them has declared is left out.
    /// What is shared in one branch is shared after both.
    pub(super) fn zip_branches<'a>(
        &'a mut self,
        other: &'a Self,
    ) -> impl Iterator<Item = (&'a str, &'a mut ResolvedValue, &'a ResolvedValue)> {
        self.variables.iter_mut().zip(&other.variables).map(|(mine, theirs)| {
            mine.shared |= theirs.shared;
            (mine.name.as_str(), &mut mine.value, &theirs.value)
        })
    }
}
