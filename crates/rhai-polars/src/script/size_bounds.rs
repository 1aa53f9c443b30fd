//! How large expressions and frames may get. A script makes them in no time, but Polars walks over
//! every part of them, and over one that is used twice it walks twice: sixty doublings never end.
//!
//! Invariant: what a function of this program gives to a script is of a bounded size, or an error
//! at the call that made it too large.

use super::bounded_query::check_deadline;
use super::error::{ScriptResult, call_error};
use super::expr::{ColumnExpr, parts_of_choice};
use super::frame::Frame;
use crate::codes;
use polars::polars_utils::UnitVec;
use polars::prelude::{DslPlan, Expr};
use rhai::{Dynamic, EvalAltResult, NativeCallContext, Position, RhaiFunc, RhaiNativeFunc, Shared};
use std::any::TypeId;

/// The most parts of a column expression: a choice between two hundred values. Where they are
/// nested in one another, Polars' own work grows with their square.
pub(super) const PARTS_MAX: usize = 1_000;

/// The most parts of one that Polars is to compute: what never wraps is made of several.
const COMPUTED_PARTS_MAX: usize = 30 * PARTS_MAX;

/// How deep the parts of one may nest. Where nobody says how much stack Polars' threads have, it is
/// two megabytes: a step down takes some kilobytes of them, in an unoptimised build more than ten.
const DEPTH_MAX: usize = 100;

/// The most that a frame may be made of: some thousand steps, or as many parts of expressions.
pub(super) const FRAME_MAX: usize = 50_000;

/// What a step counts for, beside the parts of its expressions.
const STEP: usize = 50;

/// A function, what it gives held to its size.
pub(super) struct SizeCheckedFunction<F> {
    pub(super) name: String,
    pub(super) function: F,
}

impl<A: 'static, const N: usize, const X: bool, R: 'static, const F: bool, FUNC>
    RhaiNativeFunc<A, N, X, R, F> for SizeCheckedFunction<FUNC>
where
    FUNC: RhaiNativeFunc<A, N, X, R, F>,
{
    fn into_rhai_function(self, is_pure: bool, is_volatile: bool) -> RhaiFunc {
        let name = self.name;
        match self.function.into_rhai_function(is_pure, is_volatile) {
            RhaiFunc::Pure { func, is_pure, is_volatile, .. } => {
                let func = move |context: Option<NativeCallContext>,
                                 arguments: &mut [&mut Dynamic]| {
                    call_checked(&name, context, arguments, &*func)
                };
                RhaiFunc::Pure { func: Shared::new(func), has_context: true, is_pure, is_volatile }
            }
            RhaiFunc::Method { func, is_pure, is_volatile, .. } => {
                let func = move |context: Option<NativeCallContext>,
                                 arguments: &mut [&mut Dynamic]| {
                    call_checked(&name, context, arguments, &*func)
                };
                RhaiFunc::Method {
                    func: Shared::new(func),
                    has_context: true,
                    is_pure,
                    is_volatile,
                }
            }
            other => other,
        }
    }

    fn param_types() -> [TypeId; N] {
        FUNC::param_types()
    }

    fn param_names() -> [&'static str; N] {
        FUNC::param_names()
    }

    fn return_type() -> TypeId {
        FUNC::return_type()
    }

    fn return_type_name() -> &'static str {
        FUNC::return_type_name()
    }
}

type RhaiResult = Result<Dynamic, Box<EvalAltResult>>;
type Native = dyn Fn(Option<NativeCallContext>, &mut [&mut Dynamic]) -> RhaiResult + Send + Sync;

fn call_checked(
    name: &str,
    context: Option<NativeCallContext>,
    arguments: &mut [&mut Dynamic],
    function: &Native,
) -> RhaiResult {
    let at = context.as_ref().map_or(Position::NONE, NativeCallContext::call_position);
    if arguments.first().is_some_and(|first| first.is::<Frame>()) {
        rescind_memory::set_activity(&format!("`{name}` at {at}"));
    }
    let result = function(context, arguments)?;
    check_deadline(at)?;
    held(name, result)
}

/// What a function has made, unless it is too large.
fn held(name: &str, result: Dynamic) -> RhaiResult {
    if result.read_lock::<Frame>().is_some_and(|frame| frame.size() > FRAME_MAX) {
        let message = format!("with this `{name}` the frame is made of too many steps");
        let help = "look for a frame that is joined with itself or changed again and again in a \
                    loop; many columns at once are for `with_columns`";
        return Err(call_error(codes::TOO_LARGE, message, help));
    }
    let extent = result.read_lock::<ColumnExpr>().map(|result| ExpressionSize::measure(&result.0));
    if extent.as_ref().is_some_and(|extent| extent.depth > DEPTH_MAX) {
        return err_too_deep();
    }
    let parts = extent.map(|extent| extent.parts);
    if parts.or_else(|| parts_of_choice(&result)).is_some_and(|parts| parts > PARTS_MAX) {
        let message = format!("with this `{name}` the expression has more than {PARTS_MAX} parts");
        let help = "look for an expression that is put together with itself again and again in a \
                    loop, or make a column of what it begins with";
        return Err(call_error(codes::TOO_LARGE, message, help));
    }
    Ok(result)
}

/// How large an expression is.
pub(super) struct ExpressionSize {
    /// How many parts it has, one more than can be computed at most.
    parts: usize,
    /// How deep they nest.
    depth: usize,
}

impl ExpressionSize {
    pub(super) fn measure(expression: &Expr) -> Self {
        let mut extent = Self { parts: 0, depth: 0 };
        let mut operands = UnitVec::new();
        let mut open = vec![(expression, 1)];
        while let Some((part, depth)) = open.pop() {
            extent.parts += 1;
            extent.depth = extent.depth.max(depth);
            if !extent.is_computable() {
                break;
            }
            operands.clear();
            part.nodes(&mut operands);
            open.extend(operands.iter().map(|operand| (*operand, depth + 1)));
        }
        extent
    }

    /// Whether Polars can compute it: its threads walk down all of its levels.
    pub(super) fn is_computable(&self) -> bool {
        self.parts <= COMPUTED_PARTS_MAX && self.depth <= DEPTH_MAX
    }
}

/// What is wrong with an expression that Polars cannot compute.
pub(super) fn err_too_deep<T>() -> ScriptResult<T> {
    let message = "the parts of this expression nest too deep to be computed";
    let help = "make a column of what it begins with, by `with(\"name\", …)`, and go on from \
                `col(\"name\")`";
    Err(call_error(codes::TOO_LARGE, message, help))
}

/// How many parts an expression has, one more than are allowed at most.
pub(super) fn count_parts(expression: &Expr) -> usize {
    expression.into_iter().take(PARTS_MAX + 1).count()
}

/// What the last step of a query adds to its size.
pub(super) fn step_size(plan: &DslPlan) -> usize {
    let parts_of = |expressions: &[Expr]| expressions.iter().map(count_parts).sum::<usize>();
    let parts = match plan {
        DslPlan::Filter { predicate, .. } => count_parts(predicate),
        DslPlan::Select { expr, .. } => parts_of(expr),
        DslPlan::HStack { exprs, .. } => parts_of(exprs),
        DslPlan::GroupBy { keys, aggs, .. } => parts_of(keys) + parts_of(aggs),
        DslPlan::Sort { by_column, .. } => parts_of(by_column),
        _ => 0,
    };
    STEP + parts
}
