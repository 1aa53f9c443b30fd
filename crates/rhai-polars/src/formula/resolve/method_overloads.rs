//! Functions of one name for receivers of several types: which one is meant.

use super::function::Definition;
use super::resolver::Resolver;
use super::scope::ResolvedValue;
use crate::codes;
use crate::formula::dates::{Day, Instant};
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::types::Type;
use rhai::{Position, ScriptFuncDef, Shared};

impl Resolver<'_> {
    /// The function that Rhai calls for a method of that name: one of so many parameters that the
    /// receiver is not among, for it is `this` there; one for just its type before the others.
    pub(super) fn find_method(
        &self,
        name: &str,
        parameters: usize,
        receiver: &ResolvedValue,
    ) -> Option<Definition> {
        let of_type = self.type_name(receiver);
        let mut general = None;
        for function in self.methods_named(name, parameters) {
            let this_type = function.this_type.as_deref();
            if this_type.is_some() && this_type == of_type.as_deref() {
                return Some(self.context.with_home(function));
            }
            if this_type.is_none() {
                general.get_or_insert(function);
            }
        }
        general.map(|function| self.context.with_home(function))
    }

    /// The functions of that name and number of parameters, innermost module first.
    fn methods_named(&self, name: &str, parameters: usize) -> Vec<Shared<ScriptFuncDef>> {
        let home = self.inlined.last().and_then(|definition| definition.home.clone());
        let modules = home.iter().chain(self.context.call.namespaces().iter());
        let functions = modules.flat_map(|module| module.iter_script_fn_info());
        let named = functions
            .filter(|(.., function_name, count, _)| (*function_name, *count) == (name, parameters));
        named.map(|(.., function)| function.clone()).collect()
    }

    /// Fails where Rhai calls one function for whole numbers and another for decimal ones, of a
    /// number that is either.
    pub(super) fn demand_one_kind(
        &self,
        name: &str,
        parameters: usize,
        receiver: &ResolvedValue,
        at: Position,
    ) -> FormulaResult<()> {
        let ResolvedValue::Node(node) = receiver else { return Ok(()) };
        let engine = self.context.call.engine();
        let kinds = ["i64", "f64"].map(|type_name| engine.map_type_name(type_name));
        let functions = self.methods_named(name, parameters);
        let of_kind = |function: &Shared<ScriptFuncDef>| {
            function.this_type.as_deref().is_some_and(|this_type| kinds.contains(&this_type))
        };
        if self.graph.type_of(*node) != Type::Number || !functions.iter().any(of_kind) {
            return Ok(());
        }
        let message = format!("which `{name}` is called differs from row to row");
        Err(FormulaError::new(codes::NOT_COVERED, at, message).with_help(
            "the number is whole in some rows and decimal in others: make it of one kind first, \
             with `.to_float()` or `.to_int()`",
        ))
    }

    /// The name that Rhai has for a value's type; none where it differs from row to row.
    fn type_name(&self, value: &ResolvedValue) -> Option<String> {
        let name = match value {
            ResolvedValue::Known(known) => known.type_name(),
            ResolvedValue::Node(node) => match self.graph.type_of(*node) {
                Type::Bool => "bool",
                Type::Int => "i64",
                Type::Float => "f64",
                Type::Text => "string",
                Type::Date => std::any::type_name::<Day>(),
                Type::Instant => std::any::type_name::<Instant>(),
                Type::TextList | Type::IntList | Type::FloatList => "array",
                Type::Missing | Type::Number => return None,
            },
            ResolvedValue::VaryingList(_) => "array",
            ResolvedValue::TableLookup(_) => return None,
            ResolvedValue::Row => "Row",
            ResolvedValue::Closure(_) => "Fn",
        };
        Some(self.context.call.engine().map_type_name(name).into())
    }
}
