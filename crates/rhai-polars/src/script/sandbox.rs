//! The engine: which functions there are, and the bounds that no script can leave.
//!
//! Invariant: a script ends within its time, however it is written, and its values stay small:
//! bulk data lives in frames.

use super::bounded_query::ScriptEnd;
use super::host::{Host, UNKNOWN};
use super::printing::PRINTING;
use super::{
    TOPICS, aggregate, callbacks, expr, frame, function, printing, refused_comparisons, report,
    rhai_errors, row,
};
use crate::deadline::{ActiveBounds, Bounds};
use crate::formula::lower::replace::TEXT_BYTES_MAX;
use crate::formula::resolve::reachability;
use crate::formula::{dates, interpreted};
use crate::syntax;
use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicFnPackage, BasicIteratorPackage, BasicMapPackage,
    BasicMathPackage, BasicStringPackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{Engine, FnPtr, OptimizationLevel, Position, Token};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// How deep a script's expressions may nest.
const DEPTH_MAX: usize = 128;

/// How many entries the maps of a value may have in all: as many rows as `rows()` gives, of a
/// hundred columns.
const MAP_SIZE_MAX: usize = 1_000_000;

/// How many operations pass between two looks at the clock, as long as they are quick.
const OPERATIONS_BETWEEN_LOOKS: u64 = 16;

/// How many microseconds they may take; where it is more, one of them was a native call over a
/// whole array or frame, and the clock is looked at after each.
const QUICK_MICROS: u64 = 2_000;

/// The stack of a thread on which scripts run, in bytes. What a script makes may nest deeper than
/// any bound can see, closures in closures above all, and is left level by level; only what is used
/// of it is taken from the system.
pub const STACK_BYTES: usize = 256 << 20;

/// How much stack Polars finds before each step of its walks over a plan, and else takes anew: in
/// an unoptimised build, a step may take more than the 128 KiB that it keeps free by itself.
const POLARS_STACK_BYTES: usize = 512 * 1024;

/// Lets Polars walk over deep plans on any thread; it holds for the whole process.
pub fn reserve_stack() {
    recursive::set_minimum_stack_size(POLARS_STACK_BYTES);
}

/// An engine with everything that a script may use, and nothing else. Its time starts now.
pub fn sandbox_engine(host: &Host, bounds: &Bounds) -> Engine {
    reserve_stack();
    let mut engine = rhai_engine();
    host.install(&mut engine);
    callbacks::register(&mut engine);
    bound(&mut engine);
    watch(&mut engine, bounds);
    syntax::replace_names(&mut engine, |_, _| None);
    name_closures(&mut engine);
    refused_comparisons::register(&mut engine);
    dates::register(&mut engine);
    interpreted::register(&mut engine);
    printing::register(&mut engine);
    rhai_errors::register(&mut engine);
    expr::register(&mut engine);
    frame::register(&mut engine);
    row::register(&mut engine);
    report::register(&mut engine);
    aggregate::register(&mut engine);
    for topics in TOPICS {
        function::register(&mut engine, topics);
    }
    function::register(&mut engine, host.library.domain().topics);
    if let Some(probes) = &host.probes {
        engine.set_max_expr_depths(syntax::DEPTH_MAX, syntax::DEPTH_MAX);
        reachability::register(&mut engine, probes);
    }
    let printer = host.clone();
    engine.on_print(move |line| printer.print_line(line));
    let printer = host.clone();
    engine.on_debug(move |line, _, _| printer.print_line(line));
    engine.set_module_resolver(host.library.clone());
    engine
}

/// An engine with what Rhai itself brings: its packages without the language's core, which has
/// `sleep`, `exit` and the like.
pub fn rhai_engine() -> Engine {
    let mut engine = Engine::new_raw();
    ArithmeticPackage::new().register_into_engine(&mut engine);
    BasicStringPackage::new().register_into_engine(&mut engine);
    BasicIteratorPackage::new().register_into_engine(&mut engine);
    BasicFnPackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicMathPackage::new().register_into_engine(&mut engine);
    BasicArrayPackage::new().register_into_engine(&mut engine);
    BasicMapPackage::new().register_into_engine(&mut engine);
    MoreStringPackage::new().register_into_engine(&mut engine);
    engine
}

fn bound(engine: &mut Engine) {
    engine
        .set_optimization_level(OptimizationLevel::None)
        .set_strict_variables(true)
        .set_fail_on_invalid_map_property(true)
        .set_max_operations(500_000_000)
        .set_max_call_levels(64)
        .set_max_expr_depths(DEPTH_MAX, DEPTH_MAX)
        .set_max_string_size(TEXT_BYTES_MAX)
        .set_max_array_size(100_000)
        .set_max_map_size(MAP_SIZE_MAX)
        .set_max_variables(1_000)
        .set_max_functions(1_000)
        .set_max_modules(100)
        // A closure curried with itself doubles each time, and no bound on sizes sees it.
        .disable_symbol("curry")
        .disable_symbol("eval");
}

/// Ends a script that takes too long or holds too much. Operations are counted here, for Rhai
/// counts anew in every closure that a native function calls.
fn watch(engine: &mut Engine, bounds: &Bounds) {
    let begun = ActiveBounds::now(bounds);
    let start = Instant::now();
    let (due, looked) = (AtomicU64::new(1), AtomicU64::new(0));
    engine.on_progress(move |_| {
        if due.fetch_sub(1, Ordering::Relaxed) > 1 {
            return None;
        }
        let now = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        let is_quick = now.saturating_sub(looked.swap(now, Ordering::Relaxed)) < QUICK_MICROS;
        due.store(if is_quick { OPERATIONS_BETWEEN_LOOKS } else { 1 }, Ordering::Relaxed);
        begun.ended().map(ScriptEnd::token)
    });
}

/// Rhai's own name of a closure differs from run to run, so it is never shown.
fn name_closures(engine: &mut Engine) {
    for name in PRINTING {
        engine.register_fn(name, |closure: &mut FnPtr| super::convert::closure_label(closure));
    }
}

/// Reads the names at these places as [`UNKNOWN`], so that a script can be read past those that it
/// does not declare.
pub fn read_unknown(engine: &mut Engine, places: BTreeSet<Position>) {
    syntax::replace_names(engine, move |_, at| {
        places.contains(&at).then(|| Token::StringConstant(Box::new(UNKNOWN.into())))
    });
}

#[cfg(test)]
mod tests {
    use super::super::library::{Library, NoImports};
    use super::*;
    use crate::deadline::Interruption;
    use crate::script::domain::NO_DOMAIN;
    use std::sync::Arc;
    use std::time::Duration;

    fn host() -> Host {
        Host::silent(Library::new(Arc::new(NoImports), &NO_DOMAIN))
    }

    /// What ends a script.
    fn ended(bounds: &Bounds, script: &str) -> Option<Interruption> {
        match sandbox_engine(&host(), bounds).run(script).unwrap_err().unwrap_inner() {
            rhai::EvalAltResult::ErrorTerminated(token, _) => {
                token.read_lock::<ScriptEnd>().map(|end| end.ended)
            }
            _ => None,
        }
    }

    #[test]
    fn only_these_functions_are_there() {
        let forms = sandbox_engine(&host(), &Bounds::default()).gen_fn_signatures(true);
        let names = forms.iter().map(|form| form.split('(').next().unwrap_or(form));
        let names: BTreeSet<&str> = names.collect();
        insta::assert_snapshot!(names.into_iter().collect::<Vec<_>>().join("\n"));
    }

    fn words(forms: &[String]) -> BTreeSet<&str> {
        let names = forms.iter().map(|form| form.split('(').next().unwrap_or(form));
        names.filter(|name| name.starts_with(char::is_alphabetic) && !name.contains('$')).collect()
    }

    #[test]
    fn every_function_is_in_a_table_and_every_row_in_the_engine() {
        let forms = sandbox_engine(&host(), &Bounds::default()).gen_fn_signatures(false);
        let mut there = words(&forms);
        // How values print is no function of its own.
        there.retain(|name| !PRINTING.contains(name));
        let topics = TOPICS.iter().flat_map(|topics| topics.iter());
        let functions: BTreeSet<&str> =
            topics.flat_map(|topic| topic.functions).map(|function| function.name).collect();
        let methods: BTreeSet<&str> = crate::formula::methods::METHODS
            .iter()
            .flat_map(|topic| topic.iter())
            .map(|row| row.name)
            .collect();
        let listed = |name: &&str| functions.contains(name) || methods.contains(name);
        let unlisted: Vec<_> = there.iter().filter(|name| !listed(name)).collect();
        assert_eq!(unlisted, [&""; 0], "not in a table");
        assert_eq!(functions.difference(&there).collect::<Vec<_>>(), [&""; 0], "not there");
    }

    #[test]
    fn a_signature_names_its_parameters() {
        let forms = sandbox_engine(&host(), &Bounds::default()).gen_fn_signatures(false);
        for form in ["slice(frame: Frame, start: i64, rows: i64)", "count()"] {
            assert!(
                forms.iter().any(|signature| signature.split(" -> ").next() == Some(form)),
                "{form}"
            );
        }
    }

    #[test]
    fn a_script_that_holds_too_much_ends() {
        // Each look finds a gigabyte more.
        static LOOKS: AtomicU64 = AtomicU64::new(0);
        let bounds = Bounds {
            memory_bytes: || LOOKS.fetch_add(1, Ordering::Relaxed) << 30,
            memory_bytes_max: 100 << 30,
            ..Bounds::default()
        };
        assert_eq!(ended(&bounds, "loop { }"), Some(Interruption::OutOfMemory));
    }

    #[test]
    fn operations_in_closures_that_native_functions_call_count() {
        let bounds = Bounds { time: Duration::from_millis(200), ..Bounds::default() };
        let start = Instant::now();
        let script = "let a = []; a.pad(50000, 0); for i in 0..10000 { a.map(|x| x + 1); }";
        assert_eq!(ended(&bounds, script), Some(Interruption::OutOfTime));
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}
