//! The arguments of a method, held against its parameters.

use super::call::CallSite;
use crate::codes;
use crate::formula::constant::Constant;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::graph::{NodeId, Op};
use crate::formula::graph_builder::GraphBuilder;
use crate::formula::methods::Method;
use crate::formula::types::Type;
use crate::formula::typing::empty_list;

/// Whether a method of whole numbers gives a decimal one.
pub(super) fn gives_decimal(method: &Method) -> bool {
    let types = vec![Type::Int; 1 + method.parameters.len()];
    (method.result_type)(&types) == Type::Float
}

/// The node of a method's result.
pub(super) fn apply_method(
    graph: &mut GraphBuilder,
    method: &'static Method,
    mut nodes: Vec<NodeId>,
    site: CallSite,
) -> FormulaResult<NodeId> {
    if empty_list::holds_no_known_element(graph, nodes[0]) {
        let element = nodes.get(1).map_or(Type::Missing, |asked| graph.type_of(*asked));
        match method.name {
            "get" => {
                check_arguments(graph, method, &mut nodes, site)?;
                return Ok(graph.add_constant(Constant::Missing));
            }
            _ => nodes[0] = graph.as_list_of(nodes[0], element),
        }
    }
    check_arguments(graph, method, &mut nodes, site)?;
    let missing = |id: &&NodeId| graph.constant(**id) == Some(&Constant::Missing);
    let decides = method.may_decide_despite_missing && !missing(&&nodes[0]);
    if let Some(missing) = nodes.iter().find(missing).filter(|_| !decides) {
        return Ok(*missing);
    }
    let types: Vec<_> = nodes.iter().map(|id| graph.type_of(*id)).collect();
    Ok(graph.add(Op::Call(method, nodes), (method.result_type)(&types)))
}

/// Fails unless the arguments fit the method's parameters; widens whole numbers.
fn check_arguments(
    graph: &mut GraphBuilder,
    method: &'static Method,
    nodes: &mut [NodeId],
    site: CallSite,
) -> FormulaResult<()> {
    let (least, most) = (method.required(), method.parameters.len());
    let argument_count = nodes.len() - 1;
    if argument_count < least || argument_count > most {
        let message = format!("`{}` takes other arguments", method.name);
        return Err(FormulaError::new(codes::ARGUMENTS, site.at, message).with_help(format!(
            "its form is `{}`, as in `{}`",
            method.form(),
            method.example
        )));
    }
    let parameters = method.parameters.iter().zip(&mut nodes[1..]);
    for (number, (parameter, node)) in parameters.enumerate() {
        let at = site.argument(number);
        let of_type = graph.type_of(*node);
        if !parameter.takes(of_type) {
            let message = format!("`{}` of `{}` cannot be {of_type}", parameter.name, method.name);
            return Err(FormulaError::new(codes::TYPE_MISMATCH, at, message).with_help(format!(
                "its form is `{}`, as in `{}`",
                method.form(),
                method.example
            )));
        }
        if parameter.constant && graph.constant(*node).is_none() {
            let message =
                format!("`{}` of `{}` must be the same in every row", parameter.name, method.name);
            return Err(FormulaError::new(codes::NOT_COVERED, at, message)
                .with_help(format!("write it out, as in `{}`", method.example)));
        }
        if parameter.types == [Type::Float] {
            *node = graph.decimal(*node);
        }
    }
    (method.check)(graph, nodes).map_err(|fault| {
        FormulaError::new(codes::ARGUMENTS, site.argument(0), fault.to_string()).with_help(format!(
            "its form is `{}`, as in `{}`",
            method.form(),
            method.example
        ))
    })
}
