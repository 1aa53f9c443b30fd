//! `if`, `??` and look-ups in what is known beforehand.
//!
//! Only here is more asked of an operand than its type: where a value is never missing, the type of
//! what would stand in for it does not count.

use crate::formula::constant::Constant;
use crate::formula::error::FormulaResult;
use crate::formula::graph::{ConstantTable, NodeId, Op};
use crate::formula::graph_builder::GraphBuilder;
use crate::formula::types::Type;
use rhai::Dynamic;
use std::sync::Arc;

impl GraphBuilder<'_> {
    /// `if condition { yes } else { no }`. Unknown where the condition is.
    pub(in crate::formula) fn choose(
        &mut self,
        condition: NodeId,
        yes: NodeId,
        no: NodeId,
    ) -> FormulaResult<NodeId> {
        self.demand_condition(condition, "`if`")?;
        if let Some(node) = self.try_fold(&Op::If(condition, yes, no)) {
            return Ok(node);
        }
        let (yes, no) = (self.beside(yes, no), self.beside(no, yes));
        match self.common_type(yes, no)? {
            Type::Number => self.choose_number(condition, yes, no),
            of_type => Ok(self.add(Op::If(condition, yes, no), of_type)),
        }
    }

    /// `first ?? second`.
    pub(in crate::formula) fn coalesce(
        &mut self,
        first: NodeId,
        second: NodeId,
    ) -> FormulaResult<NodeId> {
        if let Some(node) = self.try_fold(&Op::Coalesce(first, second)) {
            return Ok(node);
        }
        let (first, second) = (self.beside(first, second), self.beside(second, first));
        match self.common_type(first, second)? {
            Type::Number => self.coalesce_number(first, second),
            of_type => Ok(self.add(Op::Coalesce(first, second), of_type)),
        }
    }

    /// The type that holds either value.
    fn common_type(&self, a: NodeId, b: NodeId) -> FormulaResult<Type> {
        let (left, right) = (self.type_of(a), self.type_of(b));
        left.join(right).ok_or_else(|| {
            let message = format!("the result is {left} in some rows and {right} in others");
            self.mismatch(message, "let every branch give a value of the same type")
        })
    }

    /// A list beside another: one that holds nothing known has no type of its own.
    fn beside(&mut self, a: NodeId, other: NodeId) -> NodeId {
        match self.type_of(other).element() {
            Some(element) => self.as_list_of(a, element),
            None => a,
        }
    }

    /// What a known map or list has for a key; unknown where it has none.
    pub(in crate::formula) fn look_up(
        &mut self,
        known: &Dynamic,
        key: NodeId,
    ) -> FormulaResult<NodeId> {
        let (names, values): (Option<Vec<String>>, Vec<Dynamic>) = match known.as_map_ref() {
            Ok(map) => {
                let names = map.keys().map(ToString::to_string);
                (Some(names.collect()), map.values().cloned().collect())
            }
            Err(_) => (None, known.as_array_ref().map(|list| list.to_vec()).unwrap_or_default()),
        };
        let wanted = if names.is_some() { Type::Text } else { Type::Int };
        let key_type = self.type_of(key);
        if key_type != wanted && key_type != Type::Missing {
            let message = format!("the key must be {wanted}, but this is {key_type}");
            let help = "a map is asked with a text, a list with a place, from 0";
            return Err(self.mismatch(message, help));
        }
        if self.constant(key) == Some(&Constant::Missing) {
            return Ok(key);
        }
        let values: Option<Vec<Constant>> = values.iter().map(Constant::from_script).collect();
        let joined = values.as_ref().and_then(|values| {
            values.iter().map(Constant::of_type).try_fold(Type::Missing, Type::join)
        });
        let (Some(values), Some(of_type)) = (values, joined.filter(|of_type| !of_type.is_list()))
        else {
            let message = "the values to choose from are not of one type that formulas know";
            let help = "give all of them the same type: numbers, texts, dates, or true and false";
            return Err(self.mismatch(message, help));
        };
        let table = ConstantTable { names, values, of_type };
        Ok(if of_type == Type::Number {
            self.mixed_table(&table, key)
        } else {
            self.of_table(table, key)
        })
    }

    /// The node of a table's value for a key.
    fn of_table(&mut self, table: ConstantTable, key: NodeId) -> NodeId {
        let of_type = table.of_type;
        self.add(Op::LookUp(Arc::new(table), key), of_type)
    }

    /// The node of a table of whole and decimal numbers: a table of either, and one of all.
    fn mixed_table(&mut self, table: &ConstantTable, key: NodeId) -> NodeId {
        let mut part = |of_type: Type, kept: fn(&Constant) -> Constant| {
            let values = table.values.iter().map(kept).collect();
            self.of_table(ConstantTable { names: table.names.clone(), values, of_type }, key)
        };
        let whole = part(Type::Int, |value| match value {
            Constant::Int(number) => Constant::Int(*number),
            _ => Constant::Missing,
        });
        let decimal = part(Type::Float, |value| match value {
            Constant::Float(number) => Constant::Float(*number),
            _ => Constant::Missing,
        });
        let joint = part(Type::Float, Constant::int_as_float);
        self.add(Op::MixedNumber { joint, whole, decimal }, Type::Number)
    }
}
