//! Aggregates of formulas: `sum(|i| i.deal_size ?? 0)`, `count(|i| i.age_days > 30)` and the like,
//! one value for each group. They wait for the frame whose columns the formula speaks of.

use super::error::{Fallible, fail};
use super::expr::n_unique;
use super::operand::Operand;
use crate::codes;
use crate::formula::RowSchema;
use crate::formula::lower::{Lowered, decimals, summed};
use polars::prelude::{DataType, Expr, QuantileMethod, lit};
use rhai::{Dynamic, Engine, FnPtr, NativeCallContext, Position};

/// What an aggregate can measure.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Measures {
    Conditions,
    Numbers,
    Anything,
}

/// One of the aggregates.
#[derive(Clone, Copy, Debug)]
struct AggregateKind {
    name: &'static str,
    measures: Measures,
    apply: fn(Expr) -> Expr,
}

/// All of them but `sum`, which must not overflow, and `quantile`, which is told where.
const KINDS: &[AggregateKind] = &[
    AggregateKind {
        name: "count",
        measures: Measures::Conditions,
        apply: |e| e.cast(DataType::Int64).sum(),
    },
    AggregateKind { name: "mean", measures: Measures::Numbers, apply: decimals::mean },
    AggregateKind { name: "median", measures: Measures::Numbers, apply: Expr::median },
    AggregateKind { name: "min", measures: Measures::Anything, apply: Expr::min },
    AggregateKind { name: "max", measures: Measures::Anything, apply: Expr::max },
    AggregateKind { name: "first", measures: Measures::Anything, apply: Expr::first },
    AggregateKind { name: "last", measures: Measures::Anything, apply: Expr::last },
    AggregateKind { name: "n_unique", measures: Measures::Anything, apply: n_unique },
];

/// How a formula's values become one.
#[derive(Clone, Copy, Debug)]
enum How {
    Sum,
    Quantile(f64),
    Kind(AggregateKind),
}

/// An aggregate of a closure.
#[derive(Clone, Debug)]
pub(super) struct Aggregate {
    closure: FnPtr,
    how: How,
}

impl How {
    fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Quantile(_) => "quantile",
            Self::Kind(aggregate) => aggregate.name,
        }
    }

    fn measures(self) -> Measures {
        match self {
            Self::Sum | Self::Quantile(_) => Measures::Numbers,
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
    ) -> Fallible<Operand> {
        let at = context.call_position();
        let operand = Operand::from_value(context, &Dynamic::from(self.closure.clone()), rows)?;
        match self.how.measures() {
            Measures::Conditions => operand.condition(at),
            Measures::Numbers => operand.number(at, self.how.name()),
            Measures::Anything => Ok(operand),
        }
    }

    /// Whether it counts the rows of which a condition is true.
    pub(super) fn counts(&self) -> bool {
        self.how.measures() == Measures::Conditions
    }

    /// Whether it is a sum that is missing where it does not fit.
    pub(super) fn is_exact_sum(&self, operand: &Operand) -> bool {
        matches!(self.how, How::Sum) && operand.dtype() == DataType::Int64
    }

    /// The expression of what it measures; `prefix` begins the names of temporary columns.
    pub(super) fn lowered(&self, operand: &Operand, prefix: &str) -> Lowered {
        let mut lowered = operand.lowered(prefix);
        if operand.dtype().is_null() && self.how.measures() == Measures::Numbers {
            // Where nothing is known there is no type; it is a number that is missing.
            lowered.value = lowered.value.cast(DataType::Int64);
        }
        let value = match self.how {
            How::Sum if self.is_exact_sum(operand) => summed(lowered.value),
            How::Sum if operand.dtype().is_float() => decimals::sum(lowered.value),
            How::Sum => lowered.value.sum(),
            How::Quantile(share) => lowered.value.quantile(lit(share), QuantileMethod::Linear),
            How::Kind(aggregate) => (aggregate.apply)(lowered.value),
        };
        Lowered { value, ..lowered }
    }
}

/// Registers them.
pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Aggregate>("Aggregate");
    engine.register_fn("sum", |closure: FnPtr| Aggregate { closure, how: How::Sum });
    engine.register_fn(
        "quantile",
        |context: NativeCallContext, closure: FnPtr, at: f64| -> Fallible<Aggregate> {
            let how = How::Quantile(share(at, context.call_position())?);
            Ok(Aggregate { closure, how })
        },
    );
    for aggregate in KINDS {
        let how = How::Kind(*aggregate);
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

fn share(at: f64, position: Position) -> Fallible<f64> {
    if (0.0..=1.0).contains(&at) {
        return Ok(at);
    }
    let message = format!("{at} is no share");
    Err(fail(codes::ARGUMENTS, position, message, Some("write a number from 0 to 1".into())))
}

fn alone(context: &NativeCallContext, aggregate: &Aggregate) -> Fallible<()> {
    let message = format!("`{}` of a closure cannot be reckoned with here", aggregate.how.name());
    let help = "give it a name in `agg`, and reckon in a `with` after it, as in \
                `.agg(#{ sum: sum(|i| …), rows: count() }).with(\"mean\", |g| g.sum / g.rows)`";
    Err(fail(codes::TYPE_MISMATCH, context.call_position(), message, Some(help.into())))
}
