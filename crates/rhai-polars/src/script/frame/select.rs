//! Choosing rows and columns: `filter`, `select`, `drop`, `rename`, `with`, `unique`; what stands
//! where a value is missing.

use super::Frame;
use super::one_row::select_values;
use super::remarks::{RemarkSource, UndecidedRows};
use crate::script::convert::type_in_words;
use crate::script::error::{ScriptResult, type_mismatch_error};
use crate::script::expression_type::{column_dtype, column_names};
use crate::script::frame_terms::{FrameTerms, TEMPORARY_PREFIX, select_columns};
use crate::script::function::{Function, Receiver};
use crate::script::operand::{Operand, frame_rows};
use polars::prelude::{DataFrame, Expr, IntoLazy, PlSmallStr, UniqueKeepStrategy, cols};
use rhai::{Dynamic, Map, NativeCallContext};

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Frame.method(
        "filter",
        &["condition"],
        "the rows of which a formula or an expression is true",
        "frame(#{ n: [1, 2, 3] }).filter(|i| i.n > 1).len() == 2",
        |to| to.add(filter),
    ),
    Receiver::Frame.method(
        "with",
        &["name", "value"],
        "with a further column from a formula, an expression or another column's name, or another \
         in place of it; a text itself is `lit(\"…\")`",
        "frame(#{ n: [1, 2] }).with(\"twice\", |i| i.n * 2).value(\"twice\", 1) == 4",
        |to| to.add(with),
    ),
    Receiver::Frame.method(
        "with_columns",
        &["columns"],
        "with further columns from a map of formulas and expressions, an expression with a name, \
         or a list of them; all see the columns as they were",
        "frame(#{ n: [1] }).with_columns([#{ a: |i| i.n + 1 }, (col(\"n\") * \
         5).alias(\"b\")]).columns() == [\"n\", \"a\", \"b\"]",
        |to| to.add(with_columns),
    ),
    Receiver::Frame.method(
        "select",
        &["columns"],
        "these columns or expressions alone, in this order",
        "frame(#{ a: [1], b: [2] }).select([\"b\", \"a\"]).columns() == [\"b\", \"a\"]",
        |to| to.add_variadic(|at, frame: &mut Frame, terms| select(at, frame, terms)),
    ),
    Receiver::Frame.method(
        "drop",
        &["columns"],
        "without these columns",
        "frame(#{ a: [1], b: [2] }).drop(\"a\").columns() == [\"b\"]",
        |to| {
            to.add_variadic(|at, frame: &mut Frame, columns| {
                let known = frame.columns(at.call_position())?;
                let names = column_names(columns, &known)?;
                Ok(frame.derive(at, frame.lazy().drop(cols(names))))
            });
        },
    ),
    Receiver::Frame.method(
        "rename",
        &["old", "[new]"],
        "with another name for a column, or for several, as in `#{ old: \"new\" }`",
        "frame(#{ a: [1] }).rename(\"a\", \"b\").columns() == [\"b\"]",
        |to| {
            to.add(renamed);
            to.add(rename);
        },
    ),
    Receiver::Frame.method(
        "unique",
        &["[keys]"],
        "the first row of each different value of these columns, formulas or expressions, or of \
         all columns",
        "frame(#{ k: [\"a\", \"a\", \"b\"] }).unique(\"k\").len() == 2",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame| {
                frame.derive(&at, frame.lazy().unique_stable(None, UniqueKeepStrategy::First))
            });
            to.add_variadic(|at, frame: &mut Frame, keys| unique(at, frame, keys));
        },
    ),
];

fn select(context: &NativeCallContext, frame: &Frame, terms: &Dynamic) -> ScriptResult<Frame> {
    let columns = frame.columns(context.call_position())?;
    let terms = FrameTerms::read(context, terms, &columns)?.demand_names()?;
    let empty = terms.add_steps(DataFrame::empty_with_schema(&columns).lazy());
    let chosen = select_values(terms.add_steps(frame.lazy()), empty, &terms.columns());
    Ok(frame
        .derive(context, chosen)
        .check_columns()?
        .with_remark_sources(terms.remark_sources(frame)))
}

fn rename(
    context: NativeCallContext,
    frame: &mut Frame,
    old: &str,
    new: &str,
) -> ScriptResult<Frame> {
    let at = context.call_position();
    column_dtype(old, &*frame.columns(at)?)?;
    frame.derive(&context, frame.lazy().rename([old], [new], true)).check_columns()
}

fn renamed(context: NativeCallContext, frame: &mut Frame, names: Map) -> ScriptResult<Frame> {
    let at = context.call_position();
    let columns = frame.columns(at)?;
    let pairs = names.iter().map(|(old, new)| {
        column_dtype(old, &columns)?;
        new.clone().into_string().map(|new| (old.to_string(), new)).map_err(|type_name| {
            let message = format!("the new name of `{old}` is {}", type_in_words(type_name));
            let help = "write `#{ old: \"new\" }`";
            type_mismatch_error(new, message, help)
        })
    });
    let (old, new): (Vec<_>, Vec<_>) = pairs.collect::<ScriptResult<Vec<_>>>()?.into_iter().unzip();
    frame.derive(&context, frame.lazy().rename(old, new, true)).check_columns()
}

fn filter(
    context: NativeCallContext,
    frame: &mut Frame,
    condition: Dynamic,
) -> ScriptResult<Frame> {
    let at = context.call_position();
    let columns = frame.columns(at)?;
    let operand =
        Operand::from_value(&context, &condition, frame_rows(&columns))?.demand_condition(at)?;
    let noted =
        RemarkSource::new(&operand, &condition, UndecidedRows::LeftOut, &frame.lazy, &columns);
    let lowered = operand.lower(TEMPORARY_PREFIX);
    let kept = lowered.add_steps(frame.lazy()).filter(lowered.value.clone());
    let kept = if lowered.steps.is_empty() { kept } else { select_columns(kept, &columns) };
    Ok(frame.derive(&context, kept).with_remark_sources(vec![noted]))
}

/// The first row of each key.
fn unique(context: &NativeCallContext, frame: &Frame, keys: &Dynamic) -> ScriptResult<Frame> {
    let columns = frame.columns(context.call_position())?;
    let keys = FrameTerms::read(context, keys, &columns)?.demand_comparable("told apart")?;
    let values = keys.values().into_iter().enumerate();
    let values: Vec<Expr> =
        values.map(|(at, key)| key.alias(format!("{TEMPORARY_PREFIX}key_{at}"))).collect();
    let names = (0..values.len()).map(|at| format!("{TEMPORARY_PREFIX}key_{at}"));
    let first = keys
        .add_steps(frame.lazy())
        .with_columns(values)
        .unique_stable(Some(cols(names)), UniqueKeepStrategy::First);
    Ok(frame.derive(context, select_columns(first, &columns)))
}

fn with(
    context: NativeCallContext,
    frame: &mut Frame,
    name: &str,
    value: Dynamic,
) -> ScriptResult<Frame> {
    let at = context.call_position();
    let columns = frame.columns(at)?;
    let operand = Operand::from_value(&context, &value, frame_rows(&columns))?;
    let noted =
        RemarkSource::new(&operand, &value, UndecidedRows::NotACondition, &frame.lazy, &columns);
    let noted = vec![noted.of_column(name)];
    let lowered = operand.lower(TEMPORARY_PREFIX);
    let wider = lowered.add_steps(frame.lazy()).with_column(lowered.value.clone().alias(name));
    if lowered.steps.is_empty() {
        return Ok(frame.derive(&context, wider).with_remark_sources(noted));
    }
    let mut names: Vec<_> = columns.iter_names().cloned().collect();
    if !columns.contains(name) {
        names.push(name.into());
    }
    Ok(frame
        .derive(&context, wider.select([Expr::Selector(cols(names))]))
        .with_remark_sources(noted))
}

fn with_columns(
    context: NativeCallContext,
    frame: &mut Frame,
    terms: Dynamic,
) -> ScriptResult<Frame> {
    let columns = frame.columns(context.call_position())?;
    let terms = FrameTerms::read(&context, &terms, &columns)?.demand_names()?;
    let mut names: Vec<PlSmallStr> = columns.iter_names().cloned().collect();
    for name in terms.iter().filter_map(|term| term.name.as_deref()) {
        if !names.iter().any(|known| known == name) {
            names.push(name.into());
        }
    }
    let wider = terms.add_steps(frame.lazy()).with_columns(terms.columns());
    let noted = terms.remark_sources(frame);
    Ok(frame
        .derive(&context, wider.select([Expr::Selector(cols(names))]))
        .check_columns()?
        .with_remark_sources(noted))
}
