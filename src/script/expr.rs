//! Column expressions: Polars' own, under its own names, for those who know it. Operators and
//! missing values behave as in Polars; `&`, `|` and `!` join conditions.
//!
//! Invariant: no comparison with a column expression silently becomes `false`: every operator is
//! registered against any value on either side.

use super::convert::describe;
use super::error::fail;
use super::operand::Fallible;
use crate::formula::value::Value;
use polars::prelude::{
    DataType, Expr, NULL, QuantileMethod, SortOptions, col, len, lit, when as polars_when,
};
use rhai::{Dynamic, Engine, ImmutableString, NativeCallContext, Position};

/// A column expression.
#[derive(Clone, Debug)]
pub struct ColumnExpr(pub Expr);

/// `when(…).then(…)` that waits for its `otherwise`.
#[derive(Clone)]
struct When(Vec<(Expr, Expr)>);

/// `when(…)` that waits for its `then`.
#[derive(Clone)]
struct Condition(Vec<(Expr, Expr)>, Expr);

/// A value as an expression.
fn expression(value: &Dynamic, at: Position) -> Fallible<Expr> {
    if let Some(own) = value.clone().try_cast::<ColumnExpr>() {
        return Ok(own.0);
    }
    match Value::from_script(value) {
        Some(constant @ Value::List(..)) => Ok(constant.to_expr().implode(true)),
        Some(constant) => Ok(constant.to_expr()),
        None => {
            let message = format!("{} cannot stand in a column expression", describe(value));
            Err(fail("type-mismatch", at, message, None))
        }
    }
}

/// Registers `col`, `lit`, `when`, operators, aggregates and methods.
pub fn register(engine: &mut Engine) {
    engine.register_type_with_name::<ColumnExpr>("Expression");
    engine.register_fn("col", |name: ImmutableString| ColumnExpr(col(name.as_str())));
    engine.register_fn("lit", |context: NativeCallContext, value: Dynamic| {
        expression(&value, context.call_position()).map(ColumnExpr)
    });
    engine.register_fn("count", || ColumnExpr(len()));
    operators(engine);
    conditionals(engine);
    aggregates(engine);
    methods(engine);
    for name in ["to_string", "to_debug", "print", "debug"] {
        engine.register_fn(name, |own: ColumnExpr| format!("{}", own.0));
    }
}

fn operators(engine: &mut Engine) {
    type Join = fn(Expr, Expr) -> Expr;
    let table: [(&str, Join); 13] = [
        ("==", Expr::eq),
        ("!=", Expr::neq),
        ("<", Expr::lt),
        ("<=", Expr::lt_eq),
        (">", Expr::gt),
        (">=", Expr::gt_eq),
        ("+", |a, b| a + b),
        ("-", |a, b| a - b),
        ("*", |a, b| a * b),
        ("/", |a, b| a / b),
        ("%", |a, b| a % b),
        ("&", Expr::and),
        ("|", Expr::or),
    ];
    for (sign, join) in table {
        engine.register_fn(sign, move |a: ColumnExpr, b: ColumnExpr| ColumnExpr(join(a.0, b.0)));
        engine.register_fn(sign, move |context: NativeCallContext, a: ColumnExpr, b: Dynamic| {
            let at = context.call_position();
            expression(&b, at).map(|b| joined(sign, a.0, b, join))
        });
        engine.register_fn(sign, move |context: NativeCallContext, a: Dynamic, b: ColumnExpr| {
            let at = context.call_position();
            expression(&a, at).map(|a| joined(sign, a, b.0, join))
        });
    }
    engine.register_fn("+", |a: ImmutableString, b: ColumnExpr| ColumnExpr(lit(a.as_str()) + b.0));
    engine.register_fn("+", |a: ColumnExpr, b: ImmutableString| ColumnExpr(a.0 + lit(b.as_str())));
    engine.register_fn("!", |a: ColumnExpr| ColumnExpr(a.0.not()));
    engine.register_fn("-", |a: ColumnExpr| ColumnExpr(lit(0) - a.0));
}

/// Compared with `()`, an expression asks whether a value is missing, as in formulas.
fn joined(sign: &str, a: Expr, b: Expr, join: fn(Expr, Expr) -> Expr) -> ColumnExpr {
    let missing = Value::Missing.to_expr();
    ColumnExpr(match sign {
        "==" if b == missing => a.is_null(),
        "==" if a == missing => b.is_null(),
        "!=" if b == missing => a.is_not_null(),
        "!=" if a == missing => b.is_not_null(),
        _ => join(a, b),
    })
}

fn conditionals(engine: &mut Engine) {
    engine.register_type_with_name::<When>("When").register_type_with_name::<Condition>("When");
    engine.register_fn("when", |condition: ColumnExpr| Condition(vec![], condition.0));
    engine.register_fn("when", |chosen: When, condition: ColumnExpr| {
        Condition(chosen.0, condition.0)
    });
    engine.register_fn(
        "then",
        |context: NativeCallContext, mut asked: Condition, value: Dynamic| -> Fallible<When> {
            let value = expression(&value, context.call_position())?;
            asked.0.push((asked.1, value));
            Ok(When(asked.0))
        },
    );
    engine.register_fn(
        "otherwise",
        |context: NativeCallContext, chosen: When, value: Dynamic| -> Fallible<ColumnExpr> {
            let last = expression(&value, context.call_position())?;
            let all = chosen.0.into_iter().rev();
            Ok(ColumnExpr(all.fold(last, |otherwise, (condition, value)| {
                polars_when(condition).then(value).otherwise(otherwise)
            })))
        },
    );
}

fn aggregates(engine: &mut Engine) {
    type Aggregate = fn(Expr) -> Expr;
    let table: [(&str, Aggregate); 9] = [
        ("sum", Expr::sum),
        ("mean", Expr::mean),
        ("median", Expr::median),
        ("min", Expr::min),
        ("max", Expr::max),
        ("first", Expr::first),
        ("last", Expr::last),
        ("n_unique", Expr::n_unique),
        ("count", Expr::count),
    ];
    for (name, aggregate) in table {
        engine.register_fn(name, move |own: ColumnExpr| ColumnExpr(aggregate(own.0)));
        if name != "count" {
            engine.register_fn(name, move |column: ImmutableString| {
                ColumnExpr(aggregate(col(column.as_str())))
            });
        }
    }
    engine.register_fn("quantile", |own: ColumnExpr, at: f64| {
        ColumnExpr(own.0.quantile(lit(at), QuantileMethod::Linear))
    });
    engine.register_fn("quantile", |column: ImmutableString, at: f64| {
        ColumnExpr(col(column.as_str()).quantile(lit(at), QuantileMethod::Linear))
    });
}

fn methods(engine: &mut Engine) {
    type Part = fn(Expr) -> Expr;
    let table: [(&str, Part); 14] = [
        ("is_null", Expr::is_null),
        ("is_not_null", Expr::is_not_null),
        ("abs", Expr::abs),
        ("floor", Expr::floor),
        ("ceil", Expr::ceil),
        ("to_lower", |own| own.str().to_lowercase()),
        ("to_upper", |own| own.str().to_uppercase()),
        ("trim", |own| own.str().strip_chars(lit(NULL))),
        ("len_chars", |own| own.str().len_chars().cast(DataType::Int64)),
        ("year", |own| own.dt().year().cast(DataType::Int64)),
        ("month", |own| own.dt().month().cast(DataType::Int64)),
        ("weekday", |own| own.dt().weekday().cast(DataType::Int64)),
        ("date", |own| own.cast(DataType::Date)),
        ("sort", |own| own.sort(SortOptions::default())),
    ];
    for (name, part) in table {
        engine.register_fn(name, move |own: ColumnExpr| ColumnExpr(part(own.0)));
    }
    engine.register_fn("alias", |own: ColumnExpr, name: ImmutableString| {
        ColumnExpr(own.0.alias(name.as_str()))
    });
    engine.register_fn("round", |own: ColumnExpr, decimals: i64| {
        let decimals = u32::try_from(decimals).unwrap_or(0);
        ColumnExpr(own.0.round(decimals, polars::prelude::RoundMode::HalfAwayFromZero))
    });
    engine.register_fn("contains", |own: ColumnExpr, part: ImmutableString| {
        ColumnExpr(own.0.str().contains_literal(lit(part.as_str())))
    });
    engine.register_fn("is_in", |context: NativeCallContext, own: ColumnExpr, values: Dynamic| {
        let values = expression(&values, context.call_position())?;
        Ok::<_, Box<rhai::EvalAltResult>>(ColumnExpr(own.0.is_in(values, false)))
    });
    engine.register_fn(
        "fill_null",
        |context: NativeCallContext, own: ColumnExpr, value: Dynamic| {
            let value = expression(&value, context.call_position())?;
            Ok::<_, Box<rhai::EvalAltResult>>(ColumnExpr(own.0.fill_null(value)))
        },
    );
    engine.register_fn("over", |own: ColumnExpr, by: ImmutableString| -> Fallible<ColumnExpr> {
        own.0.over([col(by.as_str())]).map(ColumnExpr).map_err(|error| error.to_string().into())
    });
}
