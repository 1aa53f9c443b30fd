//! Runs a closure compiled over a frame, and by Rhai itself row by row.

use crate::totals;
use polars::prelude::*;
use rescind::domain::INVITATIONS;
use rescind_runtime::deadline::Bounds;
use rescind_runtime::problem::Problem;
use rhai::{Array, Dynamic, Engine, EvalAltResult, FnPtr, NativeCallContext, Scope};
use rhai_polars::formula::dates::Instant;
use rhai_polars::formula::probes::ReachedProbes;
use rhai_polars::script::convert;
use rhai_polars::script::host::{Host, ProgressListener};
use rhai_polars::script::library::{ImportSource, Library};
use rhai_polars::script::sandbox::sandbox_engine;
use rhai_polars::script::{Diagnosis, Frame};
use std::sync::Arc;
use std::time::Duration;

/// What the constant `moment` of every script is.
pub(crate) const MOMENT: &str = "2026-11-23T12:30:00Z";

/// A folder of the one module `m`.
struct OneModule;

impl ImportSource for OneModule {
    fn read(&self, path: &str, _: Option<&str>) -> Result<(String, String), Problem> {
        match path {
            "m" => Ok(("m".into(), MODULE.into())),
            _ => Err(format!("no `{path}`").into()),
        }
    }
}

/// The module `m`.
const MODULE: &str = "
export const STEP = 3;
const BONUS = 7;
const TWICE = BONUS * 2;
fn half(n) { n / 2 }
fn bonus(n) { n + global::BONUS + global::TWICE }
fn adder(k) { |i| i.m + k }
fn bonus_of(k) { |i| bonus(i.m) + k + half(k) }
fn is_big(n) { n > 3 }
fn any_big(n) { [n, 2].any(is_big) || [1, 2].any(is_big) || [1, 9].any(|x| x > n) }
fn stepped(n) { let a = half(n); for k in 0..3 { if a > 90 { return a; } a += k; } a }
";

/// An engine as scripts have it.
pub(crate) struct Bench {
    pub(crate) engine: Engine,
    pub(crate) library: Library,
    /// The forms of its functions.
    names: Vec<String>,
    /// Where probes are noted, if scripts have any.
    pub(crate) probes: Option<Arc<ReachedProbes>>,
}

/// More time than any test needs on a busy machine.
fn ample() -> Bounds {
    Bounds { time: Duration::MAX, ..Bounds::default() }
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::bounded(&ample(), Arc::new(|_| {}))
    }

    /// One that notes the probes of scripts.
    pub(crate) fn probed() -> Self {
        let library = Library::new(Arc::new(OneModule), &INVITATIONS);
        let probes = Some(Arc::default());
        Self::of(Host { probes, ..Host::silent(library) }, &ample())
    }

    /// The same with other bounds, and a sink for how far `map_rows` has come.
    pub(crate) fn bounded(bounds: &Bounds, progress: Arc<ProgressListener>) -> Self {
        let library = Library::new(Arc::new(OneModule), &INVITATIONS);
        Self::of(Host { progress, ..Host::silent(library) }, bounds)
    }

    fn of(host: Host, bounds: &Bounds) -> Self {
        let mut engine = sandbox_engine(&host, bounds);
        totals::register(&mut engine);
        engine.register_fn(
            "interpret",
            |context: NativeCallContext, rows: Array, closure: FnPtr| {
                interpret(&context, rows, &closure)
            },
        );
        let names = engine.gen_fn_signatures(true);
        Self { engine, library: host.library, names, probes: host.probes }
    }

    /// The last value of a script that sees `frame`.
    pub(crate) fn run(&self, script: &str, frame: &DataFrame) -> Result<Dynamic, Diagnosis> {
        self.library.add("test", script);
        let mut scope = scope(frame);
        let failed =
            |error: rhai::EvalAltResult| Diagnosis::new(&error, "test", &self.library, &self.names);
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
    ) -> Result<Column, Diagnosis> {
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
        self.interpret(&format!("{before}\ninterpret(rows, {closure})"), frame)
    }

    /// The same of a whole script, which ends with a call of `interpret`.
    pub(crate) fn interpret(
        &self,
        script: &str,
        frame: &DataFrame,
    ) -> Vec<Result<Dynamic, String>> {
        let rows: Array = totals::rows(frame).into_iter().map(Dynamic::from_map).collect();
        let mut scope = scope(frame);
        scope.push_constant("rows", rows);
        let results = self.engine.eval_with_scope::<Interpreted>(&mut scope, script).unwrap();
        results.0
    }

    /// The value of a closure in each row, compiled, as scripts see it.
    pub(crate) fn values(&self, closure: &str, frame: &DataFrame) -> Vec<Dynamic> {
        let column = self.compiled("", closure, frame).unwrap_or_else(|error| {
            panic!("{closure}\n{error}: {:?} at {:?}", error.advice(), error.token())
        });
        (0..column.len()).map(|at| convert::cell_to_value(&column.get(at).unwrap())).collect()
    }

    /// The error of a closure that cannot be compiled.
    pub(crate) fn error(&self, closure: &str, frame: &DataFrame) -> Diagnosis {
        match self.compiled("", closure, frame) {
            Ok(column) => panic!("{closure} compiled to {column:?}"),
            Err(error) => error,
        }
    }
}

/// What Rhai makes of a closure for each row.
#[derive(Clone)]
struct Interpreted(Vec<Result<Dynamic, String>>);

/// Calls a closure with each row, where it can call what the script can.
fn interpret(context: &NativeCallContext, rows: Array, closure: &FnPtr) -> Interpreted {
    let call = |row| closure.call_within_context(context, (row,));
    let results = rows
        .into_iter()
        .map(|row| call(row).map_err(|error: Box<EvalAltResult>| error.to_string()));
    Interpreted(results.collect())
}

/// What every script sees.
fn scope(frame: &DataFrame) -> Scope<'static> {
    let moment = MOMENT.parse().map(Instant).unwrap();
    let mut scope = Scope::new();
    scope.push_constant("frame", Frame::new(frame.clone().lazy())).push_constant("moment", moment);
    scope
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
