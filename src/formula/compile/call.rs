//! Operators, functions and methods.

use super::Compiler;
use super::closure;
use super::scope::{Scope, Value};
use crate::formula::build::{arithmetic, compare};
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::{Arithmetic, Comparison, Op};
use crate::formula::methods::{self, Method};
use crate::formula::types::Type;
use crate::nearest::did_you_mean;
use rhai::{Dynamic, Expr, FnCallExpr, Position};

/// Functions that do something besides giving a value.
const EFFECTS: &[&str] = &["print", "debug", "keep", "withdraw", "column", "param", "call", "eval"];

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
        let arguments = self.arguments(&call.args, scope)?;
        if !call.namespace.is_empty() {
            return self.module_function(&call.namespace.to_string(), name, arguments, at);
        }
        if call.op_token.is_some() || is_operator(name) {
            return self.operator(name, arguments, at);
        }
        if name == "contains"
            && let [list, wanted] = &arguments[..]
        {
            return self.contains(list.clone(), wanted.clone(), at);
        }
        self.function(name, arguments, at)
    }

    pub(super) fn arguments(
        &mut self,
        sources: &[Expr],
        scope: &mut Scope,
    ) -> Compiled<Vec<Value>> {
        sources.iter().map(|source| self.expression(source, scope)).collect()
    }

    fn function(&mut self, name: &str, arguments: Vec<Value>, at: Position) -> Compiled<Value> {
        if let Some(definition) = closure::find(&self.place, name, arguments.len()) {
            return match known(&arguments) {
                Some(known) => self.computed(name, known, at),
                None => self.inline(&definition, arguments, at),
            };
        }
        if let Some(known) = known(&arguments) {
            return self.computed(name, known, at);
        }
        let mut arguments = arguments.into_iter();
        let Some(receiver) = arguments.next() else {
            return self.computed(name, vec![], at);
        };
        self.method(name, receiver, arguments.collect(), at)
    }

    fn module_function(
        &mut self,
        namespace: &str,
        name: &str,
        arguments: Vec<Value>,
        at: Position,
    ) -> Compiled<Value> {
        let module = self.place.context.iter_imports().find(|(alias, _)| *alias == namespace);
        let found = module.and_then(|(_, module)| module.get_script_fn(name, arguments.len()));
        match found.cloned() {
            Some(definition) => self.inline(&definition, arguments, at),
            None => {
                let message = format!("no function `{namespace}::{name}` of so many parameters");
                Err(FormulaError::new("unknown-function", at, message))
            }
        }
    }

    /// The result of an operator, by its sign.
    pub(super) fn operator(
        &mut self,
        sign: &str,
        arguments: Vec<Value>,
        at: Position,
    ) -> Compiled<Value> {
        if let Some(known) = known(&arguments) {
            return self.computed(sign, known, at);
        }
        let nodes = arguments.into_iter().map(|value| self.node(value, at));
        let nodes = nodes.collect::<Compiled<Vec<_>>>()?;
        let graph = &mut self.graph;
        let node = match (&nodes[..], arithmetic_of(sign), comparison_of(sign)) {
            ([a, b], Some(how), _) => arithmetic::arithmetic(graph, how, (*a, *b), at),
            ([a, b], _, Some(how)) => compare::compare(graph, how, (*a, *b), at),
            ([a], _, _) if sign == "!" => crate::formula::build::logic::not(graph, *a, at),
            ([a], _, _) if sign == "-" => arithmetic::negate(graph, *a, at),
            ([a], _, _) if sign == "+" => Ok(*a),
            _ => {
                let message = format!("`{sign}` inside a formula");
                Err(FormulaError::new("not-covered", at, message))
            }
        };
        node.map(Value::Node)
    }

    /// `wanted in list`, which Rhai writes as `contains(list, wanted)`.
    fn contains(&mut self, list: Value, wanted: Value, at: Position) -> Compiled<Value> {
        if let (Value::Known(list), Value::Known(wanted)) = (&list, &wanted) {
            return self.computed("contains", vec![list.clone(), wanted.clone()], at);
        }
        if let Value::Known(range) = &list
            && let Some((least, greatest)) = bounds(range)
        {
            let more = self.operator(">=", vec![wanted.clone(), least], at)?;
            let less = self.operator("<", vec![wanted, greatest], at)?;
            let (more, less) = (self.node(more, at)?, self.node(less, at)?);
            return crate::formula::build::logic::and(&mut self.graph, more, less, at)
                .map(Value::Node);
        }
        if let Value::Known(names) = &list
            && let Ok(map) = names.as_map_ref()
        {
            let names = map.keys().map(|name| Dynamic::from(name.as_str().to_owned())).collect();
            return self.contains(Value::Known(Dynamic::from_array(names)), wanted, at);
        }
        let list = self.node(list, at)?;
        let wanted = self.node(wanted, at)?;
        if let Op::Constant(_) = self.graph.node(list).op
            && self.graph.type_of(list).is_list()
        {
            return compare::within(&mut self.graph, wanted, list, at).map(Value::Node);
        }
        self.method("contains", Value::Node(list), vec![Value::Node(wanted)], at)
    }

    /// The result of a method, by name and the receiver's type.
    pub(super) fn method(
        &mut self,
        name: &str,
        receiver: Value,
        arguments: Vec<Value>,
        at: Position,
    ) -> Compiled<Value> {
        if let (Value::Known(receiver), Some(known)) = (&receiver, known(&arguments)) {
            let all = std::iter::once(receiver.clone()).chain(known).collect();
            return self.computed(name, all, at);
        }
        if name == "contains"
            && matches!(&receiver, Value::Known(known) if !known.is_string())
            && let [wanted] = &arguments[..]
        {
            return self.contains(receiver, wanted.clone(), at);
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
            return Err(unknown_method(name, of_type, property, at));
        };
        let mut nodes = vec![receiver];
        for argument in arguments {
            nodes.push(self.node(argument, at)?);
        }
        self.checked(method, &mut nodes, at)?;
        let facts: Vec<_> = nodes.iter().map(|id| self.graph.facts(*id)).collect();
        let types: Vec<_> = nodes.iter().map(|id| self.graph.type_of(*id)).collect();
        let (of_type, facts) = (method.result)(&types, &facts);
        Ok(Value::Node(self.graph.add(Op::Call(method, nodes), of_type, facts, at)))
    }

    /// Fails unless the arguments fit the method's parameters; widens whole numbers.
    fn checked(
        &mut self,
        method: &'static Method,
        nodes: &mut [crate::formula::graph::NodeId],
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
                return Err(FormulaError::new("not-covered", at, message));
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

    /// What Rhai itself makes of values that are known beforehand.
    pub(super) fn computed(
        &mut self,
        name: &str,
        mut known: Vec<Dynamic>,
        at: Position,
    ) -> Compiled<Value> {
        let kinds: Vec<String> = known.iter().map(|value| value.type_name().to_string()).collect();
        let mut arguments: Vec<&mut Dynamic> = known.iter_mut().collect();
        let method = !arguments.is_empty() && !is_operator(name);
        match self.place.context.call_fn_raw(name, method, false, &mut arguments) {
            Ok(value) => Ok(Value::Known(value.flatten())),
            Err(error) => match error.unwrap_inner() {
                rhai::EvalAltResult::ErrorFunctionNotFound(..) => {
                    let written = name.trim_start_matches("get$");
                    let message = if kinds.is_empty() {
                        format!("no function `{written}`")
                    } else {
                        format!("no function `{written}` of {}", kinds.join(" and "))
                    };
                    let names = methods::METHODS.iter().flat_map(|topic| topic.iter());
                    let help = did_you_mean(written, names.map(|m| m.name), "a function");
                    Err(FormulaError::new("unknown-function", at, message).help(help))
                }
                inner => {
                    let mut inner = inner.to_string();
                    if let Some(cut) = inner.find(" (line ") {
                        inner.truncate(cut);
                    }
                    Err(FormulaError::new("constant", at, inner))
                }
            },
        }
    }
}

/// The values, if all of them are known beforehand.
fn known(values: &[Value]) -> Option<Vec<Dynamic>> {
    let known = values.iter().map(|value| match value {
        Value::Known(known) => Some(known.clone()),
        _ => None,
    });
    known.collect()
}

fn is_operator(name: &str) -> bool {
    arithmetic_of(name).is_some()
        || comparison_of(name).is_some()
        || matches!(name, "!" | ".." | "..=")
}

/// The first whole number of a range and the one after its last.
fn bounds(range: &Dynamic) -> Option<(Value, Value)> {
    let (start, end) = if let Some(range) = range.clone().try_cast::<std::ops::Range<i64>>() {
        (range.start, range.end)
    } else {
        let range = range.clone().try_cast::<std::ops::RangeInclusive<i64>>()?;
        (*range.start(), range.end().saturating_add(1))
    };
    Some((Value::Known(start.into()), Value::Known(end.into())))
}

fn unknown_method(name: &str, of_type: Type, property: bool, at: Position) -> FormulaError {
    let what = if property { "property" } else { "method" };
    let message = format!("{of_type} has no {what} `{name}`");
    let error = FormulaError::new("unknown-method", at, message);
    if property && methods::find(of_type, name, false).is_some() {
        return error.help(format!("it is a method: write `.{name}()`"));
    }
    error.help(did_you_mean(name, methods::names(of_type), "a method of it"))
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
