//! Operators, by their signs.

use super::constant_evaluation::all_known;
use super::missing::has_missing_at_any_depth;
use super::resolver::Resolver;
use super::scope::ResolvedValue;
use crate::codes;
use crate::formula::constant::Constant;
use crate::formula::error::{FormulaError, FormulaResult, RhaiFailure};
use crate::formula::graph::{Arithmetic, Comparison, Graph, NodeId};
use crate::formula::types::Type;
use rhai::Position;
use std::sync::Arc;

impl Resolver<'_> {
    /// The result of an operator, by its sign.
    pub(super) fn operator(
        &mut self,
        sign: &str,
        arguments: Vec<ResolvedValue>,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        if is_unknown(sign, &arguments) {
            return Ok(ResolvedValue::unit());
        }
        if let Some(known) = all_known(&arguments) {
            if comparison_of(sign).is_some()
                && known.iter().any(|side| has_missing_at_any_depth(side))
            {
                let message = "a list or map in which a value is missing cannot be compared";
                return Err(FormulaError::new(codes::CONSTANT, at, message)
                    .with_help("compare the values in it, as in `list[0] == 1`"));
            }
            if let Some(compared) = compare_known(sign, &known) {
                return Ok(ResolvedValue::known(compared));
            }
            if divides_decimal_by_zero(sign, &known) {
                return Err(FormulaError::new(codes::CONSTANT, at, "a division by zero")
                    .with_help(
                        "in a column a division by zero is unknown; here it always is one",
                    ));
            }
            if matches!(sign, ".." | "..=") && !known.iter().all(|end| end.is_int()) {
                let message = "a range goes from one whole number to another";
                return Err(FormulaError::new(codes::TYPE_MISMATCH, at, message)
                    .with_help("ask `a <= x && x < b`"));
            }
            match self.compute_known(sign, &known, at) {
                // What is wrong with a comparison is its types, of which nodes say more.
                Err(_) if comparison_of(sign).is_some() => {}
                Err(error)
                    if arithmetic_of(sign).is_some()
                        && matches!(error.thrown.as_deref(), Some(RhaiFailure::NotFound(_)))
                        && known.iter().all(|value| Constant::from_script(value).is_some()) => {}
                result => return result,
            }
        }
        let nodes = arguments.into_iter().map(|value| self.node(value, at));
        let nodes = nodes.collect::<FormulaResult<Vec<_>>>()?;
        let graph = &mut self.graph.at(at);
        let node = match (&nodes[..], arithmetic_of(sign), comparison_of(sign)) {
            ([a, b], Some(how), _) => graph.arithmetic(how, *a, *b),
            ([a, b], _, Some(how)) => graph.compare(how, *a, *b),
            ([a, b], _, _) if are_truths(graph, *a, *b) => match sign {
                "&" => graph.and(*a, *b),
                "|" => graph.or(*a, *b),
                "^" => graph.compare(Comparison::NotEqual, *a, *b),
                _ => Err(not_covered(sign, at)),
            },
            ([a], _, _) if sign == "!" => graph.not(*a),
            ([a], _, _) if sign == "-" => graph.negate(*a),
            ([a], _, _) if sign == "+" => graph.plus(*a),
            _ if matches!(sign, ".." | "..=") => {
                let message = "a range whose ends differ from row to row";
                Err(FormulaError::new(codes::NOT_COVERED, at, message).with_help(
                    "ask `a <= x && x < b`; a loop goes through a range of known ends and leaves \
                     it with `if k >= i.messages { break; }`",
                ))
            }
            _ => Err(not_covered(sign, at)),
        };
        node.map(|node| self.value_of(node))
    }

    /// `value == ()` or `value != ()`, where the source has the `()`: whether it is missing. Any
    /// other comparison with a missing value is unknown.
    pub(super) fn test_missing(
        &mut self,
        sign: &str,
        value: ResolvedValue,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let value = match &value {
            // Of a choice, whether the table has anything for its key.
            ResolvedValue::TableLookup(chosen) => {
                self.for_each_case(chosen, at, |_, _| Ok(ResolvedValue::known(true)))?
            }
            _ => value,
        };
        let missing = match value {
            ResolvedValue::Known(known) => ResolvedValue::known(known.is_unit()),
            ResolvedValue::VaryingList(_) | ResolvedValue::Closure(_) => {
                ResolvedValue::known(false)
            }
            other => {
                let node = self.node(other, at)?;
                let missing = self.graph.at(at).is_missing(node);
                self.value_of(missing)
            }
        };
        if sign == "==" { Ok(missing) } else { self.operator("!", vec![missing], at) }
    }
}

/// Whether an operator has nothing to go by: a side is missing in every row. A list may be joined
/// with it, and conditions may be decided by the other side.
fn is_unknown(sign: &str, sides: &[ResolvedValue]) -> bool {
    let list = |side: &ResolvedValue| match side {
        ResolvedValue::VaryingList(_) => true,
        ResolvedValue::Known(known) => known.is_array(),
        _ => false,
    };
    let computes = comparison_of(sign).is_some()
        || arithmetic_of(sign).is_some() && !sides.iter().any(list)
        || sign == "!";
    computes && sides.iter().any(ResolvedValue::is_unit)
}

/// Whether two nodes are conditions, as far as they are known.
fn are_truths(graph: &Graph, a: NodeId, b: NodeId) -> bool {
    let truth = |id| matches!(graph.type_of(id), Type::Bool | Type::Missing);
    truth(a) && truth(b)
}

/// The error for an operator that formulas do not have.
fn not_covered(sign: &str, at: Position) -> FormulaError {
    FormulaError::new(codes::NOT_COVERED, at, format!("`{sign}` inside a formula")).with_help(
        "formulas have `+ - * / % **`, comparisons, `!`, `&&`, `||`, `in`, `??`, and `& | ^` of \
         conditions",
    )
}

/// A comparison of known numbers, texts or truths. Called as functions, Rhai's own operators are
/// hidden by those that refuse to compare, and compare decimal numbers to the last digit, which
/// they do not where they stand in a script.
fn compare_known(sign: &str, known: &[Arc<rhai::Dynamic>]) -> Option<bool> {
    let how = comparison_of(sign)?;
    let [a, b] = known else { return None };
    let number = |value: &rhai::Dynamic| {
        value.as_float().or_else(|_| value.as_int().map(Constant::int_to_float)).ok()
    };
    if let (Ok(a), Ok(b)) = (a.as_int(), b.as_int()) {
        return Some(how.holds(a.cmp(&b)));
    }
    if let (Ok(a), Ok(b)) = (a.as_immutable_string_ref(), b.as_immutable_string_ref()) {
        return Some(how.holds(a.as_str().cmp(b.as_str())));
    }
    if let (Ok(a), Ok(b)) = (a.as_bool(), b.as_bool()) {
        return Some(how.holds(a.cmp(&b)));
    }
    Some(crate::formula::lower::compare::rhai_compare(how, number(a)?, number(b)?))
}

/// Whether it is a division by zero for which Rhai has infinity or NaN.
fn divides_decimal_by_zero(sign: &str, known: &[Arc<rhai::Dynamic>]) -> bool {
    let [a, b] = known else { return false };
    let zero = b.as_float().map_or_else(|_| b.as_int() == Ok(0) && a.is_float(), |b| b == 0.0);
    zero && matches!(sign, "/" | "%") && (a.is_float() || a.is_int())
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

pub(super) fn comparison_of(sign: &str) -> Option<Comparison> {
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
