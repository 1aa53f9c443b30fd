//! Aggregates of formulas: `sum(|i| i.deal_size ?? 0)`, `count(|i| i.age_days > 30)` and the like,
//! one value for each group. They wait for the frame whose columns the formula speaks of.

use super::error::{ScriptResult, script_error};
use super::expr::n_unique;
use super::operand::Operand;
use crate::codes;
use crate::formula::RowSchema;
use crate::formula::lower::{LoweredFormula, checked_sum, exact_sums};
use polars::prelude::{DataType, Expr, QuantileMethod, lit};
use rhai::{Dynamic, Engine, FnPtr, NativeCallContext, Position};

/// What an aggregate can measure.
#[derive(Clone, Copy, Debug, PartialEq)]
enum AggregateInput {
    Conditions,
    Numbers,
    Anything,
}

/// One of the aggregates.
#[derive(Clone, Copy, Debug)]
struct SimpleAggregate {
    name: &'static str,
    measures: AggregateInput,
    apply: fn(Expr) -> Expr,
}

/// All of them but `sum`, which must not overflow, and `quantile`, which is told where.
const KINDS: &[SimpleAggregate] = &[
    SimpleAggregate {
        name: "count",
        measures: AggregateInput::Conditions,
        apply: |e| e.cast(DataType::Int64).sum(),
    },
    SimpleAggregate { name: "mean", measures: AggregateInput::Numbers, apply: exact_sums::mean },
    SimpleAggregate { name: "median", measures: AggregateInput::Numbers, apply: Expr::median },
    SimpleAggregate { name: "min", measures: AggregateInput::Anything, apply: Expr::min },
    SimpleAggregate { name: "max", measures: AggregateInput::Anything, apply: Expr::max },
    SimpleAggregate { name: "first", measures: AggregateInput::Anything, apply: Expr::first },
    SimpleAggregate { name: "last", measures: AggregateInput::Anything, apply: Expr::last },
    SimpleAggregate { name: "n_unique", measures: AggregateInput::Anything, apply: n_unique },
];

/// How a formula's values become one.
#[derive(Clone, Copy, Debug)]
enum AggregateFunction {
    Sum,
    Quantile(f64),
    Kind(SimpleAggregate),
}

/// An aggregate of a closure.
#[derive(Clone, Debug)]
pub(super) struct Aggregate {
    closure: FnPtr,
    how: AggregateFunction,
}

impl AggregateFunction {
    fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Quantile(_) => "quantile",
            Self::Kind(aggregate) => aggregate.name,
        }
    }

    fn measures(self) -> AggregateInput {
        match self {
            Self::Sum | Self::Quantile(_) => AggregateInput::Numbers,
            Self::Kind(aggregate) => aggregate.measures,
        }
    }
}

impl Aggregate {
    /// What it measures in each of these rows.
    ///
    /// # Errors
    /// Whatever is wrong with the closure, or with the type of what it gives.
    pub(super) fn operand(
        &self,
        context: &NativeCallContext,
        rows: RowSchema,
    ) -> ScriptResult<Operand> {
        let at = context.call_position();
        let operand = Operand::from_value(context, &Dynamic::from(self.closure.clone()), rows)?;
        match self.how.measures() {
            AggregateInput::Conditions => operand.demand_condition(at),
            AggregateInput::Numbers => operand.demand_number(at, self.how.name()),
            AggregateInput::Anything => Ok(operand),
        }
    }

    /// Whether it counts the rows of which a condition is true.
    pub(super) fn counts(&self) -> bool {
        self.how.measures() == AggregateInput::Conditions
    }

    /// Whether it is a sum that is missing where it does not fit.
    pub(super) fn is_exact_sum(&self, operand: &Operand) -> bool {
        matches!(self.how, AggregateFunction::Sum) && operand.dtype() == DataType::Int64
    }

    /// The expression of what it measures; `prefix` begins the names of temporary columns.
    pub(super) fn lowered(&self, operand: &Operand, prefix: &str) -> LoweredFormula {
        let mut lowered = operand.lower(prefix);
        if operand.dtype().is_null() && self.how.measures() == AggregateInput::Numbers {
            // Where nothing is known there is no type; it is a number that is missing.
            lowered.value = lowered.value.cast(DataType::Int64);
        }
        let value = match self.how {
            AggregateFunction::Sum if self.is_exact_sum(operand) => checked_sum(lowered.value),
            AggregateFunction::Sum if operand.dtype().is_float() => exact_sums::sum(lowered.value),
            AggregateFunction::Sum => lowered.value.sum(),
            AggregateFunction::Quantile(share) => {
                lowered.value.quantile(lit(share), QuantileMethod::Linear)
            }
            AggregateFunction::Kind(aggregate) => (aggregate.apply)(lowered.value),
        };
        LoweredFormula { value, ..lowered }
    }
}

/// Registers them.
pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Aggregate>("Aggregate");
    engine.register_fn("sum", |closure: FnPtr| Aggregate { closure, how: AggregateFunction::Sum });
    engine.register_fn(
        "quantile",
        |context: NativeCallContext, closure: FnPtr, at: f64| -> ScriptResult<Aggregate> {
            let how = AggregateFunction::Quantile(share(at, context.call_position())?);
            Ok(Aggregate { closure, how })
        },
    );
    for aggregate in KINDS {
        let how = AggregateFunction::Kind(*aggregate);
        engine.register_fn(aggregate.name, move |closure: FnPtr| Aggregate { closure, how });
    }
    for sign in ["+", "-", "*", "/", "%"] {
        engine.register_fn(sign, |at: NativeCallContext, aggregate: Aggregate, _: Dynamic| {
            alone(&at, &aggregate)
        });
        engine.register_fn(sign, |at: NativeCallContext, _: Dynamic, aggregate: Aggregate| {
            alone(&at, &aggregate)
        });
    }
}

fn share(at: f64, position: Position) -> ScriptResult<f64> {
    if (0.0..=1.0).contains(&at) {
        return Ok(at);
    }
    let message = format!("{at} is no share");
    Err(script_error(
        codes::ARGUMENTS,
        position,
        message,
        Some("write a number from 0 to 1".into()),
    ))
}

fn alone(context: &NativeCallContext, aggregate: &Aggregate) -> ScriptResult<()> {
    let message = format!("`{}` of a closure cannot be reckoned with here", aggregate.how.name());
    let help = "give it a name in `agg`, and reckon in a `with` after it, as in \
                `.agg(#{ sum: sum(|i| …), rows: count() }).with(\"mean\", |g| g.sum / g.rows)`";
    Err(script_error(codes::TYPE_MISMATCH, context.call_position(), message, Some(help.into())))
}
