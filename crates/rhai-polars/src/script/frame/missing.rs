//! Missing values of a whole frame: `drop_nulls`, `fill_null`.

use super::Frame;
use crate::formula::constant::Constant;
use crate::script::error::ScriptResult;
use crate::script::expr::expression;
use crate::script::expression_type::column_names;
use crate::script::function::{Function, Receiver};
use polars::prelude::{DataType, Expr, col, cols};
use rhai::{Dynamic, NativeCallContext};

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Frame.method(
        "drop_nulls",
        &["[columns]"],
        "the rows in which no value is missing, of these columns or of any",
        "frame(#{ n: [1, ()] }).drop_nulls(\"n\").len() == 1",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame| {
                frame.derive(&at, frame.lazy().drop_nulls(None))
            });
            to.add(
                |at: NativeCallContext,
                 frame: &mut Frame,
                 columns: Dynamic|
                 -> ScriptResult<Frame> {
                    let known = frame.columns(at.call_position())?;
                    let names = column_names(&columns, &known)?;
                    Ok(frame.derive(&at, frame.lazy().drop_nulls(Some(cols(names)))))
                },
            );
        },
    ),
    Receiver::Frame.method(
        "fill_null",
        &["value"],
        "with the value wherever one is missing, in the columns of its type",
        "frame(#{ n: [1, ()], s: [(), \"a\"] }).fill_null(0).value(\"n\", 1) == 0",
        |to| to.add(fill_null),
    ),
];

/// Numbers go into columns of numbers, a text into those of texts, and so on.
fn fill_null(context: NativeCallContext, frame: &mut Frame, value: Dynamic) -> ScriptResult<Frame> {
    let at = context.call_position();
    let filling = expression(&value)?;
    let filling_type =
        Constant::from_script(&value).map_or(DataType::Null, |value| value.of_type().dtype());
    let columns = frame.columns(at)?;
    let same = |dtype: &DataType| {
        *dtype == filling_type
            || (filling_type.is_primitive_numeric() && dtype.is_primitive_numeric())
    };
    let filled = columns.iter().filter(|(_, dtype)| same(dtype));
    let filled = filled.map(|(name, dtype)| {
        let filling = filling.clone();
        let filling = if dtype.is_integer() && filling_type.is_float() {
            filling
        } else {
            filling.cast(dtype.clone())
        };
        col(name.clone()).fill_null(filling)
    });
    let filled: Vec<Expr> = filled.collect();
    frame.derive(&context, frame.lazy().with_columns(filled)).check_columns()
}
