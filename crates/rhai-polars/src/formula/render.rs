//! A node as people read one: `age_days - if has_note { 30 } else { 0 }`.
//!
//! Invariant: the text is bounded, however large the graph is.

use super::constant::Constant;
use super::graph::{Arithmetic, Comparison, Graph, NodeId, Op, Quantifier, Window};

/// Deeper parts are written as `…`.
const DEPTH_MAX: usize = 6;

/// The node's text.
pub fn render(graph: &Graph, id: NodeId) -> String {
    render_bounded(graph, id, DEPTH_MAX, 0)
}

/// The text of one operation, whose operands have these names.
pub fn render_with(op: &Op, name: &dyn Fn(NodeId) -> String) -> String {
    match op {
        Op::Cast(a) => format!("{} as", name(*a)),
        Op::MixedNumber { joint, whole, decimal } => {
            format!("{} (whole {}, decimal {})", name(*joint), name(*whole), name(*decimal))
        }
        Op::CompareExactly(how, a, b) => {
            format!("{} {} {} exactly", name(*a), comparison(*how), name(*b))
        }
        _ => operation(op, &|id, _| name(id)).text,
    }
}

/// How strongly an operator binds; a part that binds less stands in brackets.
fn render_bounded(graph: &Graph, id: NodeId, depth: usize, around: u8) -> String {
    if depth == 0 {
        return "…".into();
    }
    let op = &graph.node(id).op;
    if let Op::Cast(a) | Op::MixedNumber { joint: a, .. } = op {
        return render_bounded(graph, *a, depth, around);
    }
    let RenderedNode { text, binding } =
        operation(op, &|id, around| render_bounded(graph, id, depth - 1, around));
    if binding < around { format!("({text})") } else { text }
}

/// The text of an operation, and how strongly its operator binds.
struct RenderedNode {
    text: String,
    binding: u8,
}

/// `part` writes an operand beside an operator that binds so strongly.
fn operation(op: &Op, part: &dyn Fn(NodeId, u8) -> String) -> RenderedNode {
    let (text, binding) = match op {
        Op::Column { name, .. } => (name.clone(), 9),
        Op::Constant(value) => (constant(value), 9),
        Op::Cast(a) | Op::MixedNumber { joint: a, .. } => (part(*a, 9), 9),
        Op::Not(a) => (format!("!{}", part(*a, 8)), 8),
        Op::Negate(a) => (format!("-{}", part(*a, 8)), 8),
        Op::Or(a, b) => (format!("{} || {}", part(*a, 1), part(*b, 2)), 1),
        Op::And(a, b) => (format!("{} && {}", part(*a, 2), part(*b, 3)), 2),
        Op::Compare(how, a, b) | Op::CompareExactly(how, a, b) => {
            (format!("{} {} {}", part(*a, 4), comparison(*how), part(*b, 4)), 3)
        }
        Op::IsMissing(a) => (format!("{} == ()", part(*a, 4)), 3),
        Op::IsIn(a, b) => (format!("{} in {}", part(*a, 4), part(*b, 4)), 3),
        Op::Coalesce(a, b) => (format!("{} ?? {}", part(*a, 5), part(*b, 5)), 4),
        Op::Arithmetic(how, a, b) => {
            let (sign, binding) = arithmetic(*how);
            (format!("{} {sign} {}", part(*a, binding), part(*b, binding + 1)), binding)
        }
        Op::If(c, a, b) => {
            (format!("if {} {{ {} }} else {{ {} }}", part(*c, 0), part(*a, 0), part(*b, 0)), 0)
        }
        Op::Element(_) => ("x".into(), 9),
        Op::LookUp(table, key) => {
            let count = table.values.len();
            (format!("a table of {count} values[{}]", part(*key, 0)), 9)
        }
        Op::Quantified(how, list, holds) => {
            let name = match how {
                Quantifier::Any => "any",
                Quantifier::All => "all",
                Quantifier::Filter => "filter",
            };
            (format!("{}.{name}(|x| {})", part(*list, 9), part(*holds, 0)), 9)
        }
        Op::Window(how, value, keys) => {
            let operands: Vec<String> =
                value.iter().chain(keys).map(|operand| part(*operand, 0)).collect();
            (format!("{}({})", window(*how), operands.join(", ")), 9)
        }
        Op::Call(method, operands) => {
            let mut texts =
                operands.iter().enumerate().map(|(at, id)| part(*id, u8::from(at == 0) * 9));
            let receiver = texts.next().unwrap_or_default();
            let arguments: Vec<String> = texts.collect();
            if method.is_property && arguments.is_empty() {
                (format!("{receiver}.{}", method.name), 9)
            } else {
                (format!("{receiver}.{}({})", method.name, arguments.join(", ")), 9)
            }
        }
    };
    RenderedNode { text, binding }
}

/// A constant as a script writes it.
pub fn constant(value: &Constant) -> String {
    match value {
        Constant::Missing => "()".into(),
        Constant::Bool(value) => value.to_string(),
        Constant::Int(value) => value.to_string(),
        Constant::Float(value) => format!("{value:?}"),
        Constant::Text(value) => format!("{:?}", value.as_str()),
        Constant::Date(value) => value.to_string(),
        Constant::Instant(value) => value.to_string(),
        Constant::List(_, values) if values.len() > 5 => format!("[{} values]", values.len()),
        Constant::List(_, values) => {
            format!("[{}]", values.iter().map(constant).collect::<Vec<_>>().join(", "))
        }
    }
}

fn window(how: Window) -> &'static str {
    match how {
        Window::Count => "count_by",
        Window::Sum => "sum_by",
        Window::Mean => "mean_by",
        Window::Min => "min_by",
        Window::Max => "max_by",
        Window::Rank { .. } => "rank_by",
    }
}

fn comparison(how: Comparison) -> &'static str {
    match how {
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

/// The sign of an operation.
pub(in crate::formula) fn sign(how: Arithmetic) -> &'static str {
    arithmetic(how).0
}

fn arithmetic(how: Arithmetic) -> (&'static str, u8) {
    match how {
        Arithmetic::Add => ("+", 5),
        Arithmetic::Subtract => ("-", 5),
        Arithmetic::Multiply => ("*", 6),
        Arithmetic::Divide => ("/", 6),
        Arithmetic::Remainder => ("%", 6),
        Arithmetic::Power => ("**", 7),
    }
}
