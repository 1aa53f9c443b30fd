//! Functions and methods.

use super::block::assign_error;
use super::chain::error_position;
use super::constant_evaluation::{CallStyle, all_known, in_place_error};
use super::method_arguments::{apply_method, gives_decimal};
use super::operator::is_operator;
use super::resolver::Resolver;
use super::scope::{AssignError, Closure, ResolvedValue, Scope};
use crate::codes;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::methods;
use crate::formula::types::Type;
use crate::formula::window_methods;
use rhai::{Expr, FnCallExpr, Position};
use std::sync::Arc;

/// Where a call stands, and each of its arguments after the receiver.
#[derive(Clone, Copy)]
pub(super) struct CallSite<'a> {
    pub(super) at: Position,
    pub(super) arguments: &'a [Expr],
}

impl CallSite<'_> {
    /// A call whose arguments the source does not write.
    pub(super) fn bare(at: Position) -> Self {
        Self { at, arguments: &[] }
    }

    /// Where an argument stands, by its number.
    pub(super) fn argument(self, number: usize) -> Position {
        self.arguments.get(number).map_or(self.at, error_position)
    }
}

/// Functions that do something besides giving a value.
const EFFECTS: &[&str] = &["print", "debug", "keep", "withdraw", "column", "param", "eval"];

impl Resolver<'_> {
    /// The value of a function call or an operator.
    pub(super) fn call(
        &mut self,
        call: &FnCallExpr,
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let name = call.name.as_str();
        if EFFECTS.contains(&name) {
            let message = format!("`{name}` inside a formula");
            return Err(FormulaError::new(codes::NOT_COVERED, at, message)
                .with_help("a formula only gives a value; call this outside of it"));
        }
        if let Some(value) = self.probe(name, &call.args) {
            return Ok(value);
        }
        if let Some(asked) = self.resolve_missing_test(name, &call.args, scope, at)? {
            return Ok(asked);
        }
        let arguments = self.arguments(&call.args, scope)?;
        // Rhai writes `x in list` as `contains(list, x)`, and `!in` with the operator's token.
        if let ("contains", [list, wanted]) = (name, &arguments[..]) {
            self.demand_searchable(list, wanted, at)?;
        }
        if !call.namespace.is_empty() {
            return self.module_function(&call.namespace.to_string(), name, arguments, at);
        }
        if is_operator(name) || (call.op_token.is_some() && name != "contains") {
            return self.operator(name, arguments, at);
        }
        match (name, &arguments[..]) {
            ("Fn", [ResolvedValue::Known(name)]) if name.is_string() => {
                Self::pointer(&name.to_string(), at)
            }
            ("curry", [closure, captured @ ..]) => Self::curried(closure, captured, at),
            ("call", [closure, arguments @ ..]) => self.call_closure(closure, arguments, at),
            _ => {
                let variable = call.args.first().and_then(variable_name);
                let site = CallSite { at, arguments: call.args.get(1..).unwrap_or_default() };
                self.function(name, arguments, variable, scope, site)
            }
        }
    }

    pub(super) fn arguments(
        &mut self,
        sources: &[Expr],
        scope: &mut Scope,
    ) -> FormulaResult<Vec<ResolvedValue>> {
        sources.iter().map(|source| self.expression(source, scope)).collect()
    }

    /// A closure with what it captures.
    fn curried(
        closure: &ResolvedValue,
        captured: &[ResolvedValue],
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let Some(closure) = closure.closure() else {
            let message = "only a function can be given values beforehand";
            return Err(FormulaError::new(codes::TYPE_MISMATCH, at, message));
        };
        if let Some(known) = all_known(captured)
            && let Ok(mut pointer) = rhai::FnPtr::new(closure.name.as_str())
            && let Some(captured_before) = all_known(&closure.captured)
        {
            pointer.set_curry(
                captured_before.iter().chain(&known).map(|value| value.as_ref().clone()),
            );
            return Ok(ResolvedValue::known(pointer));
        }
        let captured = closure.captured.iter().chain(captured).cloned().collect();
        Ok(ResolvedValue::Closure(Arc::new(Closure { name: closure.name, captured })))
    }

    /// `closure.call(…)`.
    pub(super) fn call_closure(
        &mut self,
        closure: &ResolvedValue,
        arguments: &[ResolvedValue],
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        match closure.closure() {
            Some(closure) => self.apply(&closure, arguments.to_vec(), at),
            None => {
                Err(FormulaError::new(codes::TYPE_MISMATCH, at, "only a closure can be called")
                    .with_help("write `let f = |x| …; f.call(i.age_days)`"))
            }
        }
    }

    fn function(
        &mut self,
        name: &str,
        arguments: Vec<ResolvedValue>,
        variable: Option<&str>,
        scope: &mut Scope,
        site: CallSite,
    ) -> FormulaResult<ResolvedValue> {
        let at = site.at;
        let known = all_known(&arguments);
        match (self.find_function(name, arguments.len()), known) {
            (Some(definition), _) => self.inline(definition, arguments, at),
            (None, Some(known)) => {
                let (value, changed) =
                    self.compute_known_in_place(name, CallStyle::Function, &known, at)?;
                changed_in_place(changed, variable, scope, name, at)?;
                Ok(value)
            }
            (None, None) => {
                let argument_count = arguments.len();
                let mut arguments = arguments.into_iter();
                match arguments.next() {
                    Some(ResolvedValue::Row) if window_methods::find(name).is_some() => {
                        self.window(name, &arguments.collect::<Vec<_>>(), site)
                    }
                    Some(receiver) => self
                        .method(name, receiver.clone(), arguments.collect(), site)
                        .map_err(|error| {
                            self.reword_as_function_call(error, name, argument_count, &receiver, at)
                        }),
                    None => self.compute_known(name, &[], at),
                }
            }
        }
    }

    fn module_function(
        &mut self,
        namespace: &str,
        name: &str,
        arguments: Vec<ResolvedValue>,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let Some(module) = self.module(namespace) else {
            let message = format!("no module `{namespace}` is imported here");
            return Err(FormulaError::new(codes::UNKNOWN_FUNCTION, at, message).with_help(
                format!("write `import \"path\" as {namespace};` at the top of the script"),
            ));
        };
        match module.get_script_fn(name, arguments.len()).cloned() {
            Some(function) => {
                let definition = self.context.with_home(function);
                self.inline(definition, arguments, at)
            }
            None => {
                let count = arguments.len();
                let message = format!("no function `{namespace}::{name}` of {count} parameters");
                let other = (0..9).find(|count| module.get_script_fn(name, *count).is_some());
                let help = match other {
                    Some(other) => format!("it takes {other}"),
                    None => "a module gives the functions that are not `private`".into(),
                };
                Err(FormulaError::new(codes::UNKNOWN_FUNCTION, at, message).with_help(help))
            }
        }
    }

    /// The module of that name, as the code being compiled has imported it.
    pub(super) fn module(&self, namespace: &str) -> Option<rhai::Shared<rhai::Module>> {
        let home = self.inlined.last().and_then(|definition| definition.home.as_ref());
        if let Some(home) = home {
            return self.context.imported.imported_by(home, namespace);
        }
        let mut path = namespace.split("::");
        let first = path.next()?;
        let mut imports = self.context.call.iter_imports();
        let mut module = imports.find(|(alias, _)| *alias == first)?.1;
        for name in path {
            module = module.get_sub_module(name)?;
        }
        Some(module.clone().into())
    }

    /// The result of a method, by name and the receiver's type.
    pub(super) fn method(
        &mut self,
        name: &str,
        receiver: ResolvedValue,
        arguments: Vec<ResolvedValue>,
        site: CallSite,
    ) -> FormulaResult<ResolvedValue> {
        let at = site.at;
        let operands: Vec<ResolvedValue> =
            std::iter::once(receiver.clone()).chain(arguments.iter().cloned()).collect();
        if let Some(known) = all_known(&operands) {
            return self.compute_known(name, &known, at);
        }
        if let Some(value) = self.list_method(name, &receiver, &arguments, at)? {
            return Ok(value);
        }
        self.method_of_node(name, receiver, arguments, site, false)
    }

    pub(super) fn method_of_node(
        &mut self,
        name: &str,
        receiver: ResolvedValue,
        arguments: Vec<ResolvedValue>,
        site: CallSite,
        property: bool,
    ) -> FormulaResult<ResolvedValue> {
        let at = site.at;
        let mut receiver = self.node(receiver, at)?;
        let of_type = self.graph.type_of(receiver);
        let method = methods::find(of_type, name, property);
        if of_type == Type::Missing && method.is_none() && methods::is_method_name(name) {
            return Ok(ResolvedValue::Node(receiver));
        }
        let gives_whole = of_type == Type::Number
            && methods::find(Type::Int, name, property).is_some_and(|whole| !gives_decimal(whole));
        if method.is_none() && !gives_whole {
            return Err(self.unknown_method(name, of_type, property, arguments.len(), at));
        }
        if of_type == Type::Number && !gives_whole {
            // The same whichever kind the number is of.
            receiver = self.graph.at(at).decimal(receiver);
        }
        let mut nodes = vec![receiver];
        for (number, argument) in arguments.into_iter().enumerate() {
            nodes.push(self.node(argument, site.argument(number))?);
        }
        let node = self.graph.at(at).for_each_number_type(&nodes, &mut |graph, nodes| {
            let of_type = graph.type_of(nodes[0]);
            match methods::find(of_type, name, property) {
                Some(method) => apply_method(graph, method, nodes.to_vec(), site),
                None => {
                    let message = format!("{of_type} has no method `{name}`");
                    Err(FormulaError::new(codes::UNKNOWN_METHOD, at, message)
                        .with_help("make the number of one kind first, with `.to_float()`"))
                }
            }
        });
        node.map(|node| self.value_of(node))
    }
}

/// The name of a variable that an expression is.
pub(super) fn variable_name(source: &Expr) -> Option<&str> {
    match source {
        Expr::Variable(parts, _, _) if parts.2.is_empty() => Some(parts.1.as_str()),
        _ => None,
    }
}

/// Gives a variable the value that a function has left in it.
pub(super) fn changed_in_place(
    changed: Option<ResolvedValue>,
    variable: Option<&str>,
    scope: &mut Scope,
    name: &str,
    at: Position,
) -> FormulaResult<()> {
    let Some(changed) = changed else { return Ok(()) };
    let Some(variable) = variable else { return Err(in_place_error(name, at)) };
    scope.assign(variable, changed).map_err(|why| match why {
        AssignError::Unknown => in_place_error(name, at),
        AssignError::Shared => assign_error(why, variable, at),
    })
}
