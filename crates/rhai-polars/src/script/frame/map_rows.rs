//! Row by row: `map_rows`, for what no formula can say. The closure is called for each row, at
//! once, with Rhai's own meaning of everything: a missing value is `()`.
//!
//! Invariant: a script's bounds hold here as well, for Rhai asks for them within every call of the
//! closure.

use super::Frame;
use crate::codes;
use crate::formula::ModuleFunctions;
use crate::script::error::{ScriptResult, call_error, err_in_row, script_error};
use crate::script::function::{Function, Receiver};
use crate::script::gathered_column::GatheredColumn;
use crate::script::host::{Host, RowProgress};
use crate::script::rhai_texts::UnresolvedCall;
use crate::script::row::FrameRow;
use polars::prelude::{Column, IntoLazy};
use rhai::{Dynamic, EvalAltResult, FnPtr, GlobalRuntimeState, NativeCallContext, Shared};
use std::sync::Arc;

/// How many rows pass between two reports of how far it is: few, for one may take long.
const ROWS_BETWEEN_REPORTS: usize = 16;

pub(super) const FUNCTIONS: &[Function] = &[Receiver::Frame.method(
    "map_rows",
    &["name", "closure"],
    "with a further column from a closure that is called row by row: slow, for what no formula can \
     say",
    "frame(#{ n: [1, 2] }).map_rows(\"twice\", |i| i.n * 2).value(\"twice\", 1) == 4",
    |to| to.add(map_rows),
)];

/// The frame with a further column, or another in the place of one, of what the closure gives.
fn map_rows(
    context: NativeCallContext,
    frame: &mut Frame,
    name: &str,
    closure: FnPtr,
) -> ScriptResult<Frame> {
    let at = context.call_position();
    let mut rows = frame.collect(at)?;
    rows.rechunk_mut();
    let rows = Arc::new(rows);
    let mut gathered = GatheredColumn::with_capacity(rows.height());
    let environment = environment(&context, &closure);
    let at_home = environment
        .as_deref()
        .map(|seen| NativeCallContext::from((context.engine(), context.fn_name(), None, seen, at)));
    let context = at_home.as_ref().unwrap_or(&context);
    let progress = ProgressReporter { host: Host::of_call(context), rows_total: rows.height() };
    for number in 0..rows.height() {
        if number % ROWS_BETWEEN_REPORTS == 0 {
            progress.report(number);
        }
        let row = FrameRow::new(rows.clone(), number);
        let value = closure.call_within_context::<Dynamic>(context, (row,)).or_else(|error| {
            if misfits(&closure, &error) { misfit() } else { err_in_row(number, error) }
        });
        gathered.push(value?).map_err(|misfit| {
            let help = "give values of one type, or `()` where there is none; rows are counted \
                        from 0";
            call_error(codes::TYPE_MISMATCH, misfit.to_string(), help)
        })?;
    }
    drop(progress);
    let query = |error: polars::prelude::PolarsError| {
        script_error(codes::QUERY, at, error.to_string(), None)
    };
    let column = gathered.into_series(name).map_err(query)?;
    let mut rows = Arc::unwrap_or_clone(rows);
    rows.with_column(Column::from(column)).map_err(query)?;
    Ok(Frame::new(rows.lazy()))
}

/// What a closure sees that a module's function has returned: what that function saw.
fn environment(context: &NativeCallContext, closure: &FnPtr) -> Option<Shared<GlobalRuntimeState>> {
    let (name, parameters) = (closure.fn_name(), closure.curry().len() + 1);
    let mut seen = context.namespaces().iter();
    if !closure.is_anonymous()
        || seen.any(|module| module.get_script_fn(name, parameters).is_some())
    {
        return None;
    }
    let host = Host::of_call(context);
    let function = host.library.function(name, parameters)?;
    host.library.environment(&host.library.home(&function)?)
}

/// Whether an error says that the closure does not take one parameter.
fn misfits(closure: &FnPtr, error: &EvalAltResult) -> bool {
    let EvalAltResult::ErrorFunctionNotFound(form, _) = error else { return false };
    UnresolvedCall::read(form).name == closure.fn_name()
}

fn misfit<T>() -> ScriptResult<T> {
    let help = "write it as `|i| …`, with one name for the row";
    let message = "this closure does not take one parameter, the row";
    Err(call_error(codes::PARAMETERS, message, help))
}

/// Says how far it is; that it is over, however it ends.
struct ProgressReporter {
    host: Arc<Host>,
    rows_total: usize,
}

impl ProgressReporter {
    fn report(&self, rows_done: usize) {
        (self.host.progress)(RowProgress { rows_done, rows_total: self.rows_total });
    }
}

impl Drop for ProgressReporter {
    fn drop(&mut self) {
        self.report(self.rows_total);
    }
}
