//! Runs a closure compiled over a frame, and by Rhai itself row by row.

use polars::prelude::*;
use rescind::script::convert;
use rescind::script::host::{Host, Progress};
use rescind::script::library::{Library, NoFolder};
use rescind::script::sandbox::{Bounds, engine};
use rescind::script::{Frame, ScriptError};
use rhai::{Dynamic, Engine, FnPtr, Scope};
use std::sync::Arc;
use std::time::Duration;

/// An engine as scripts have it.
pub(crate) struct Bench {
    pub(crate) engine: Engine,
    pub(crate) library: Library,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let bounds = Bounds { time: Duration::from_secs(600), ..Bounds::default() };
        Self::bounded(bounds, Arc::new(|_| {}))
    }

    /// The same with other bounds, and a sink for how far `map_rows` has come.
    pub(crate) fn bounded(bounds: Bounds, progress: Arc<Progress>) -> Self {
        let library = Library::new(Arc::new(NoFolder));
        let host = Host { progress, ..Host::silent(library.clone()) };
        Self { engine: engine(&host, bounds), library }
    }

    /// The last value of a script that sees `frame`.
    pub(crate) fn run(&self, script: &str, frame: &DataFrame) -> Result<Dynamic, ScriptError> {
        self.library.add("test", script);
        let mut scope = Scope::new();
        scope.push_constant("frame", Frame::new(frame.clone().lazy()));
        let failed =
            |error: rhai::EvalAltResult| ScriptError::new(&error, "test", &self.library, &[]);
        let ast = self.engine.compile_with_scope(&scope, script);
        let mut ast = ast.map_err(|error| failed(error.into()))?;
        ast.set_source("test");
        self.engine.eval_ast_with_scope(&mut scope, &ast).map_err(|error| failed(*error))
    }

    /// The column that a closure gives, compiled; `before` is what stands before the closure.
    pub(crate) fn compiled(
        &self,
        before: &str,
        closure: &str,
        frame: &DataFrame,
    ) -> Result<Column, ScriptError> {
        let script = format!("{before}\nframe.with(\"result\", {closure})");
        let made = self.run(&script, frame)?;
        let collect = || made.cast::<Frame>().lazy().collect();
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(collect))
            .unwrap_or_else(|_| panic!("{closure}\n{frame:?}"))
            .unwrap_or_else(|error| panic!("{closure}\n{error}"));
        Ok(made.column("result").unwrap().clone())
    }

    /// What Rhai itself makes of a closure for each row; an error where it fails.
    pub(crate) fn interpreted(
        &self,
        before: &str,
        closure: &str,
        frame: &DataFrame,
    ) -> Vec<Result<Dynamic, String>> {
        let script = format!("{before}\n{closure}");
        let mut scope = Scope::new();
        scope.push_constant("frame", Frame::new(frame.clone().lazy()));
        let ast = self.engine.compile_with_scope(&scope, &script).unwrap();
        let closure: FnPtr = self.engine.eval_ast_with_scope(&mut scope, &ast).unwrap();
        let rows = (0..frame.height()).map(|at| {
            let row = Dynamic::from_map(convert::row(frame, at));
            closure.call::<Dynamic>(&self.engine, &ast, (row,)).map_err(|error| error.to_string())
        });
        rows.collect()
    }

    /// The value of a closure in each row, compiled, as scripts see it.
    pub(crate) fn values(&self, closure: &str, frame: &DataFrame) -> Vec<Dynamic> {
        let column = self.compiled("", closure, frame).unwrap_or_else(|error| {
            panic!("{closure}\n{error}: {:?} at {:?}", error.advice(), error.token())
        });
        (0..column.len()).map(|at| convert::cell(&column.get(at).unwrap())).collect()
    }

    /// The error of a closure that cannot be compiled.
    pub(crate) fn error(&self, closure: &str, frame: &DataFrame) -> ScriptError {
        match self.compiled("", closure, frame) {
            Ok(column) => panic!("{closure} compiled to {column:?}"),
            Err(error) => error,
        }
    }
}

/// Whether a compiled value is the interpreted one. A whole number may have become decimal.
pub(crate) fn same(compiled: &Dynamic, interpreted: &Dynamic) -> bool {
    if let (Ok(a), Ok(b)) = (compiled.as_float(), number(interpreted)) {
        return a.to_bits() == b.to_bits() || a == b || (a.is_nan() && b.is_nan());
    }
    if let (Ok(a), Ok(b)) = (compiled.as_array_ref(), interpreted.as_array_ref()) {
        return a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b));
    }
    let kind = |value: &Dynamic| value.is_char() || value.is_string();
    (compiled.type_id() == interpreted.type_id() || kind(compiled) && kind(interpreted))
        && compiled.to_string() == interpreted.to_string()
}

#[expect(clippy::cast_precision_loss, reason = "as Rhai widens a whole number")]
fn number(value: &Dynamic) -> Result<f64, &'static str> {
    value.as_float().or_else(|_| value.as_int().map(|int| int as f64)).map_err(|_| "no number")
}
