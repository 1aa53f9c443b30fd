//! Operators, functions and methods.

use super::Compiler;
use super::known::{all_known, in_place};
use super::scope::{Closure, Scope, Value};
use crate::formula::build::{arithmetic, compare, logic};
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::{Arithmetic, Comparison, NodeId};
use crate::formula::methods::{self, Method};
use crate::formula::types::Type;
use crate::formula::value::Value as Constant;
use crate::nearest::did_you_mean;
use rhai::{Expr, FnCallExpr, Position};
use std::sync::Arc;

/// Functions that do something besides giving a value.
const EFFECTS: &[&str] = &["print", "debug", "keep", "withdraw", "column", "param", "eval"];

impl Compiler<'_> {
    /// The value of a function call or an operator.
    pub(super) fn call(
        &mut self,
        call: &FnCallExpr,
        scope: &mut Scope,
        at: Position,
    ) -> Compiled<Value> {
        let name = call.name.as_str();
        if EFFECTS.contains(&name) {
            let message = format!("`{name}` inside a formula");
            return Err(FormulaError::new("not-covered", at, message)
                .help("a formula only gives a value; call this outside of it"));
        }
        if let Some(value) = self.probe(name, &call.args) {
            return Ok(value);
        }
        let arguments = self.arguments(&call.args, scope)?;
        if !call.namespace.is_empty() {
            return self.module_function(&call.namespace.to_string(), name, arguments, at);
        }
        if call.op_token.is_some() || is_operator(name) {
            return self.operator(name, arguments, at);
        }
        match (name, &arguments[..]) {
            ("curry", [closure, captured @ ..]) => Self::curried(closure, captured, at),
            ("call", [closure, arguments @ ..]) => self.called(closure, arguments, at),
            _ => {
                let variable = call.args.first().and_then(variable_name);
                self.function(name, arguments, (variable, scope), at)
            }
        }
    }

    pub(super) fn arguments(
        &mut self,
        sources: &[Expr],
        scope: &mut Scope,
    ) -> Compiled<Vec<Value>> {
        sources.iter().map(|source| self.expression(source, scope)).collect()
    }

    /// A closure with what it captures.
    fn curried(closure: &Value, captured: &[Value], at: Position) -> Compiled<Value> {
        let Some(closure) = closure.closure() else {
            let message = "only a function can be given values beforehand";
            return Err(FormulaError::new("type-mismatch", at, message));
        };
        if let Some(known) = all_known(captured)
            && let Ok(mut pointer) = rhai::FnPtr::new(closure.name.as_str())
            && let Some(own) = all_known(&closure.captured)
        {
            pointer.set_curry(own.iter().chain(&known).map(|value| value.as_ref().clone()));
            return Ok(Value::known(pointer));
        }
        let captured = closure.captured.iter().chain(captured).cloned().collect();
        Ok(Value::Closure(Arc::new(Closure { name: closure.name, captured })))
    }

    /// `closure.call(…)`.
    pub(super) fn called(
        &mut self,
        closure: &Value,
        arguments: &[Value],
        at: Position,
    ) -> Compiled<Value> {
        match closure.closure() {
            Some(closure) => self.apply(&closure, arguments.to_vec(), at),
            None => Err(FormulaError::new("type-mismatch", at, "only a closure can be called")
                .help("write `let f = |x| …; f.call(i.age_days)`")),
        }
    }

    fn function(
        &mut self,
        name: &str,
        arguments: Vec<Value>,
        (variable, scope): (Option<&str>, &mut Scope),
        at: Position,
    ) -> Compiled<Value> {
        let known = all_known(&arguments);
        match (self.find(name, arguments.len()), known) {
            (Some(definition), Some(known)) if definition.home.is_none() => {
                self.computed(name, &known, at)
            }
            (Some(definition), _) => self.inline(definition, arguments, at),
            (None, Some(known)) => {
                let (value, changed) = self.computed_in_place(name, &known, at)?;
                changed_in_place(changed, variable, scope, name, at)?;
                Ok(value)
            }
            (None, None) => {
                let mut arguments = arguments.into_iter();
                match arguments.next() {
                    Some(receiver) => self.method(name, receiver, arguments.collect(), at),
                    None => self.computed(name, &[], at),
                }
            }
        }
    }

    fn module_function(
        &mut self,
        namespace: &str,
        name: &str,
        arguments: Vec<Value>,
        at: Position,
    ) -> Compiled<Value> {
        let found = self
            .module(namespace)
            .and_then(|module| module.get_script_fn(name, arguments.len()).cloned());
        match found {
            Some(function) => {
                let definition = self.place.at_home(function);
                self.inline(definition, arguments, at)
            }
            None => {
                let message = format!("no function `{namespace}::{name}` of so many parameters");
                Err(FormulaError::new("unknown-function", at, message)
                    .help("a module gives the functions that are not `private`"))
            }
        }
    }

    /// The module of that name, as the code being compiled has imported it.
    pub(super) fn module(&self, namespace: &str) -> Option<rhai::Shared<rhai::Module>> {
        let home = self.inlined.last().and_then(|definition| definition.home.as_ref());
        if let Some(home) = home {
            return self.place.imported.imported_by(home, namespace);
        }
        let mut path = namespace.split("::");
        let first = path.next()?;
        let mut imports = self.place.context.iter_imports();
        let mut module = imports.find(|(alias, _)| *alias == first)?.1;
        for name in path {
            module = module.get_sub_module(name)?;
        }
        Some(module.clone().into())
    }

    /// The result of an operator, by its sign.
    pub(super) fn operator(
        &mut self,
        sign: &str,
        arguments: Vec<Value>,
        at: Position,
    ) -> Compiled<Value> {
        if let Some(known) = all_known(&arguments) {
            if let Some(compared) = compared(sign, &known) {
                return Ok(Value::known(compared));
            }
            if divides_decimal_by_zero(sign, &known) {
                return Err(FormulaError::new("constant", at, "a division by zero")
                    .help("in a column a division by zero is unknown; here it always is one"));
            }
            match self.computed(sign, &known, at) {
                // What is wrong with a comparison is its types, of which nodes say more.
                Err(_) if comparison_of(sign).is_some() => {}
                result => return result,
            }
        }
        let nodes = arguments.into_iter().map(|value| self.node(value, at));
        let nodes = nodes.collect::<Compiled<Vec<_>>>()?;
        let graph = &mut self.graph;
        let node = match (&nodes[..], arithmetic_of(sign), comparison_of(sign)) {
            ([a, b], Some(how), _) => arithmetic::arithmetic(graph, how, (*a, *b), at),
            ([a, b], _, Some(how)) => compare::compare(graph, how, (*a, *b), at),
            ([a], _, _) if sign == "!" => logic::not(graph, *a, at),
            ([a], _, _) if sign == "-" => arithmetic::negate(graph, *a, at),
            ([a], _, _) if sign == "+" => arithmetic::plus(graph, *a, at),
            _ => {
                let message = format!("`{sign}` inside a formula");
                let help = match sign {
                    "&" | "|" => "join conditions with `&&` and `||`",
                    _ => "formulas have `+ - * / % **`, comparisons, `!`, `&&`, `||`, `in`, `??`",
                };
                Err(FormulaError::new("not-covered", at, message).help(help))
            }
        };
        node.map(Value::Node)
    }

    /// The result of a method, by name and the receiver's type.
    pub(super) fn method(
        &mut self,
        name: &str,
        receiver: Value,
        arguments: Vec<Value>,
        at: Position,
    ) -> Compiled<Value> {
        let all: Vec<Value> =
            std::iter::once(receiver.clone()).chain(arguments.iter().cloned()).collect();
        if let Some(known) = all_known(&all) {
            return self.computed(name, &known, at);
        }
        if let Some(value) = self.list_method(name, &receiver, &arguments, at)? {
            return Ok(value);
        }
        self.method_of_node(name, receiver, arguments, at, false)
    }

    pub(super) fn method_of_node(
        &mut self,
        name: &str,
        receiver: Value,
        arguments: Vec<Value>,
        at: Position,
        property: bool,
    ) -> Compiled<Value> {
        let receiver = self.node(receiver, at)?;
        let of_type = self.graph.type_of(receiver);
        let Some(method) = methods::find(of_type, name, property) else {
            return Err(self.unknown_method(name, of_type, (property, arguments.len()), at));
        };
        let mut nodes = vec![receiver];
        for argument in arguments {
            nodes.push(self.node(argument, at)?);
        }
        self.checked(method, &mut nodes, at)?;
        let facts: Vec<_> = nodes.iter().map(|id| self.graph.facts(*id)).collect();
        let types: Vec<_> = nodes.iter().map(|id| self.graph.type_of(*id)).collect();
        let (of_type, facts) = (method.result)(&types, &facts);
        let op = crate::formula::graph::Op::Call(method, nodes);
        Ok(Value::Node(self.graph.add(op, of_type, facts, at)))
    }

    /// Fails unless the arguments fit the method's parameters; widens whole numbers.
    fn checked(
        &mut self,
        method: &'static Method,
        nodes: &mut [NodeId],
        at: Position,
    ) -> Compiled<()> {
        let (least, most) = (method.required(), method.parameters.len());
        let given = nodes.len() - 1;
        if given < least || given > most {
            let message = format!("`{}` takes other arguments", method.name);
            return Err(FormulaError::new("arguments", at, message).help(format!(
                "its form is `{}`, as in `{}`",
                method.form(),
                method.example
            )));
        }
        for (parameter, node) in method.parameters.iter().zip(&mut nodes[1..]) {
            let of_type = self.graph.type_of(*node);
            if !parameter.takes(of_type) {
                let message =
                    format!("`{}` of `{}` cannot be {of_type}", parameter.name, method.name);
                return Err(FormulaError::new("type-mismatch", at, message)
                    .help(format!("its form is `{}`", method.form())));
            }
            if parameter.constant && self.graph.constant(*node).is_none() {
                let message = format!(
                    "`{}` of `{}` must be the same in every row",
                    parameter.name, method.name
                );
                return Err(FormulaError::new("not-covered", at, message)
                    .help(format!("write it out, as in `{}`", method.example)));
            }
            if parameter.types == [Type::Float] {
                *node = compare::decimal(&mut self.graph, *node);
            }
        }
        (method.check)(&self.graph, nodes).map_err(|message| {
            FormulaError::new("arguments", at, message).help(format!(
                "its form is `{}`, as in `{}`",
                method.form(),
                method.example
            ))
        })
    }

    fn unknown_method(
        &self,
        name: &str,
        of_type: Type,
        (property, given): (bool, usize),
        at: Position,
    ) -> FormulaError {
        let what = if property { "property" } else { "method" };
        let message = format!("{of_type} has no {what} `{name}`");
        let error = FormulaError::new("unknown-method", at, message);
        if property && methods::find(of_type, name, false).is_some() {
            return error.help(format!("it is a method: write `.{name}()`"));
        }
        if self.find(name, given + 1).is_some() {
            return error.help(format!("it is a function: write `{name}(…)`"));
        }
        error.help(did_you_mean(name, methods::names(of_type), "a method of it"))
    }
}

/// A comparison of known numbers or texts. Called as functions, Rhai's own operators are hidden by
/// those that refuse to compare, and compare decimal numbers to the last digit, which they do not
/// where they stand in a script.
fn compared(sign: &str, known: &[Arc<rhai::Dynamic>]) -> Option<bool> {
    let how = comparison_of(sign)?;
    let [a, b] = known else { return None };
    let number = |value: &rhai::Dynamic| {
        value.as_float().or_else(|_| value.as_int().map(Constant::decimal)).ok()
    };
    if let (Ok(a), Ok(b)) = (a.as_int(), b.as_int()) {
        return Some(how.holds(a.cmp(&b)));
    }
    if let (Ok(a), Ok(b)) = (a.as_immutable_string_ref(), b.as_immutable_string_ref()) {
        return Some(how.holds(a.as_str().cmp(b.as_str())));
    }
    Some(crate::formula::lower::compare::rhai(how, number(a)?, number(b)?))
}

/// Whether it is a division by zero for which Rhai has infinity or NaN.
fn divides_decimal_by_zero(sign: &str, known: &[Arc<rhai::Dynamic>]) -> bool {
    let [a, b] = known else { return false };
    let zero = b.as_float().map_or_else(|_| b.as_int() == Ok(0) && a.is_float(), |b| b == 0.0);
    zero && matches!(sign, "/" | "%") && (a.is_float() || a.is_int())
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
    changed: Option<Value>,
    variable: Option<&str>,
    scope: &mut Scope,
    name: &str,
    at: Position,
) -> Compiled<()> {
    let Some(changed) = changed else { return Ok(()) };
    match variable {
        Some(variable) if scope.assign(variable, changed) => Ok(()),
        _ => Err(in_place(name, at)),
    }
}

pub(super) fn is_operator(name: &str) -> bool {
    arithmetic_of(name).is_some()
        || comparison_of(name).is_some()
        || matches!(name, "!" | ".." | "..=")
}

fn arithmetic_of(sign: &str) -> Option<Arithmetic> {
    Some(match sign {
        "+" => Arithmetic::Add,
        "-" => Arithmetic::Subtract,
        "*" => Arithmetic::Multiply,
        "/" => Arithmetic::Divide,
        "%" => Arithmetic::Remainder,
        "**" => Arithmetic::Power,
        _ => return None,
    })
}

fn comparison_of(sign: &str) -> Option<Comparison> {
    Some(match sign {
        "==" => Comparison::Equal,
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        _ => return None,
    })
}
