//! Choosing between values: `when(…).then(…).otherwise(…)`.

use super::{ColumnExpr, expression};
use crate::script::error::ScriptResult;
use crate::script::function::{Function, Receiver, function};
use crate::script::refused_comparisons::register_equality;
use crate::script::size_bounds::count_parts;
use polars::prelude::{Expr, when};
use rhai::{Dynamic, Engine};

/// `when(…).then(…)` that waits for its `otherwise`.
#[derive(Clone)]
pub(in crate::script) struct OpenChoice(Vec<(Expr, Expr)>);

/// `when(…)` that waits for its `then`.
#[derive(Clone)]
pub(in crate::script) struct OpenCondition(Vec<(Expr, Expr)>, Expr);

/// How many parts a choice has that is not complete; none where it is none.
pub(in crate::script) fn parts_of_choice(value: &Dynamic) -> Option<usize> {
    let sum_of_parts = |chosen: &[(Expr, Expr)]| {
        chosen.iter().map(|(asked, value)| count_parts(asked) + count_parts(value)).sum::<usize>()
    };
    let chosen = value.read_lock::<OpenChoice>().map(|chosen| sum_of_parts(&chosen.0));
    chosen.or_else(|| {
        value
            .read_lock::<OpenCondition>()
            .map(|asked| sum_of_parts(&asked.0) + count_parts(&asked.1))
    })
}

pub(super) fn register(engine: &mut Engine) {
    engine
        .register_type_with_name::<OpenChoice>("When")
        .register_type_with_name::<OpenCondition>("When");
    register_equality::<OpenChoice>(engine);
    register_equality::<OpenCondition>(engine);
}

pub(super) const FUNCTIONS: &[Function] = &[
    function(
        "when",
        &["condition"],
        "begins a choice: `when(…).then(…).when(…).then(…).otherwise(…)`",
        "frame(#{ n: [1, 5] }).with(\"x\", when(col(\"n\") > \
         3).then(\"many\").otherwise(\"few\")).value(\"x\", 1) == \"many\"",
        |to| {
            to.add(|condition: ColumnExpr| OpenCondition(vec![], condition.0));
            to.add(|chosen: OpenChoice, condition: ColumnExpr| {
                OpenCondition(chosen.0, condition.0)
            });
        },
    ),
    Receiver::When.method(
        "then",
        &["value"],
        "what is taken where the condition before it holds; a text is the text itself",
        "frame(#{ n: [1] }).select(when(col(\"n\") == 1).then(10).otherwise(0)).item() == 10",
        |to| {
            to.add(|mut asked: OpenCondition, value: Dynamic| -> ScriptResult<OpenChoice> {
                asked.0.push((asked.1, expression(&value)?));
                Ok(OpenChoice(asked.0))
            });
        },
    ),
    Receiver::When.method(
        "otherwise",
        &["value"],
        "what is taken where no condition holds or one is missing; ends the choice",
        "frame(#{ n: [1] }).select(when(col(\"n\") == 2).then(10).otherwise(0)).item() == 0",
        |to| {
            to.add(|chosen: OpenChoice, value: Dynamic| -> ScriptResult<ColumnExpr> {
                let last = expression(&value)?;
                let cases = chosen.0.into_iter().rev();
                Ok(ColumnExpr(cases.fold(last, |otherwise, (condition, value)| {
                    when(condition).then(value).otherwise(otherwise)
                })))
            });
        },
    ),
];
