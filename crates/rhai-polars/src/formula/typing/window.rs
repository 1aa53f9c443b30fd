//! Counts, sums and ranks over the rows that share a key.

use super::compare::decimal;
use crate::codes;
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::facts::KnownGraph;
use crate::formula::graph::{NodeId, Op, Window};
use crate::formula::types::Type;
use rhai::Position;

/// A window by these keys; `name` is what the source calls it.
pub(in crate::formula) fn window(
    graph: &mut KnownGraph,
    how: Window,
    name: &str,
    value: Option<NodeId>,
    keys: Vec<NodeId>,
    at: Position,
) -> Compiled<NodeId> {
    if let Some(key) = keys.iter().find(|key| graph.type_of(**key).is_list()) {
        let message = format!("rows cannot be grouped by {}", graph.type_of(*key));
        return Err(FormulaError::new(codes::TYPE_MISMATCH, at, message)
            .help("name a column of texts, numbers or dates, such as `\"company\"`"));
    }
    // What is measured of several rows is of one kind.
    let value = value.map(|value| match graph.type_of(value) {
        Type::Number => decimal(graph, value),
        _ => value,
    });
    let of_type = value.map_or(Type::Int, |value| graph.type_of(value));
    if !measures(how, of_type) {
        let message = format!("`{name}` cannot measure {of_type}");
        return Err(FormulaError::new(codes::TYPE_MISMATCH, at, message).help(format!(
            "name a column of numbers, as in `i.{name}(\"age_days\", \"account\")`"
        )));
    }
    let value = match how {
        Window::Mean => value.map(|value| decimal(graph, value)),
        _ => value,
    };
    let of_type = match how {
        Window::Count | Window::Rank { .. } => Type::Int,
        Window::Sum | Window::Min | Window::Max => of_type,
        Window::Mean => Type::Float,
    };
    Ok(graph.add(Op::Window(how, value, keys), of_type, at))
}

/// Whether a window can measure values of this type.
pub(in crate::formula) fn measures(how: Window, of_type: Type) -> bool {
    match how {
        Window::Count => true,
        Window::Sum | Window::Mean => of_type.is_number(),
        Window::Min | Window::Max | Window::Rank { .. } => {
            of_type.is_number() || matches!(of_type, Type::Date | Type::Instant)
        }
    }
}
