//! Functions of arrays and maps that call a closure back, where Rhai's own pass over what goes
//! wrong in it: an error, the end of the script's time, or a value that answers nothing.
//!
//! Invariant: what a closure throws ends the call that it was handed to, and what that call was to
//! change is as it was before.

use super::array_callbacks::{
    dedup, dedup_equal, drain, every, filter, find, index_of, retain, some,
};
use super::callback_answer::Context;
use super::error::ScriptResult;
use super::map_callbacks::{drain_map, filter_map, retain_map};
use super::sorting::{order, sort};
use rhai::packages::{BasicArrayPackage, Package};
use rhai::{Array, Engine, FnPtr, FuncRegistration, Map, Module, Variant};
use std::any::{TypeId, type_name};

/// Puts them before those of Rhai's packages; their names and documentation are the same.
pub(super) fn register(engine: &mut Engine) {
    // Emptied, a package's module is still one of Rhai's own, which others are told from.
    let mut module = Module::clone(&BasicArrayPackage::new().as_shared_module());
    module.clear();
    let to = &mut module;
    register_mutating(to, "sort", sort);
    register_mutating(to, "sort_by", sort);
    register_mutating(to, "dedup", dedup);
    register_mutating(to, "drain", drain);
    register_mutating(to, "retain", retain);
    register_mutating(to, "drain", drain_map);
    register_mutating(to, "retain", retain_map);
    register_pure(to, "order", order);
    register_pure(to, "order_by", order);
    register_pure(to, "filter", filter);
    register_pure(to, "filter", filter_map);
    register_pure(to, "some", some);
    register_pure(to, "all", every);
    register_pure(to, "find", |at, array, filter| find(at, array, filter, 0));
    register_pure(to, "index_of", |at, array, filter| index_of(at, array, filter, 0));
    FuncRegistration::new("dedup")
        .with_params_info(["array: array", "()"])
        .set_into_module(to, |at: Context, array: &mut Array| dedup_equal(&at, array));
    let places = |name: &str, result| {
        let described = FuncRegistration::new(name).with_purity(true);
        described.with_params_info(["array: array", "filter: Fn", "start: int", result])
    };
    places("find", "?").set_into_module(
        to,
        |at: Context, array: &mut Array, filter: FnPtr, start: i64| {
            find(&at, array, &filter, start)
        },
    );
    places("index_of", "int").set_into_module(
        to,
        |at: Context, array: &mut Array, filter: FnPtr, start: i64| {
            index_of(&at, array, &filter, start)
        },
    );
    engine.register_global_module(module.into());
}

/// What is done with a receiver and a closure.
type WithClosure<T, R> = fn(&Context, &mut T, &FnPtr) -> ScriptResult<R>;

/// A function that changes its receiver.
fn register_mutating<T, R>(module: &mut Module, name: &str, function: WithClosure<T, R>)
where
    T: Variant + Clone,
    R: Variant + Clone,
{
    let called =
        move |at: Context, receiver: &mut T, closure: FnPtr| function(&at, receiver, &closure);
    described::<T, R>(name).set_into_module(module, called);
}

/// A function that leaves its receiver as it is, so that it may be asked of a constant.
fn register_pure<T, R>(module: &mut Module, name: &str, function: WithClosure<T, R>)
where
    T: Variant + Clone,
    R: Variant + Clone,
{
    let called =
        move |at: Context, receiver: &mut T, closure: FnPtr| function(&at, receiver, &closure);
    described::<T, R>(name).with_purity(true).set_into_module(module, called);
}

/// A function's name with the types of what it takes and gives, for an editor.
fn described<T: 'static, R>(name: &str) -> FuncRegistration {
    let receiver =
        if TypeId::of::<T>() == TypeId::of::<Map>() { "map: map" } else { "array: array" };
    FuncRegistration::new(name).with_params_info([receiver, "closure: Fn", type_name::<R>()])
}

#[cfg(test)]
mod tests {
    use super::super::host::Host;
    use super::super::library::{Library, NoImports};
    use super::super::sandbox::sandbox_engine;
    use crate::deadline::Bounds;
    use crate::script::domain::NO_DOMAIN;
    use proptest::prelude::*;
    use std::sync::Arc;
    use std::time::Duration;

    /// What a script gives that comes to its end, however busy the machine is.
    fn ran(script: &str) -> Result<String, String> {
        ran_within(script, Duration::from_secs(120))
    }

    fn ran_within(script: &str, time: Duration) -> Result<String, String> {
        let bounds = Bounds { time, ..Bounds::default() };
        let host = Host::silent(Library::new(Arc::new(NoImports), &NO_DOMAIN));
        let value = sandbox_engine(&host, &bounds).eval::<rhai::Dynamic>(script);
        value.map(|value| value.to_string()).map_err(|error| error.to_string())
    }

    /// Every call that is handed a closure, which is written `C`.
    const CALLS: [&str; 23] = [
        "a.sort(C2)",
        "a.sort_by(C2)",
        "a.order(C2)",
        "a.order_by(C2)",
        "a.dedup(C2)",
        "a.drain(C1)",
        "a.retain(C1)",
        "a.filter(C1)",
        "a.some(C1)",
        "a.all(C1)",
        "a.find(C1)",
        "a.find(C1, 0)",
        "a.find_map(C1)",
        "a.index_of(C1)",
        "a.index_of(C1, 0)",
        "a.map(C1)",
        "a.for_each(C1)",
        "a.reduce(C2)",
        "a.reduce(C2, 0)",
        "a.reduce_rev(C2)",
        "a.zip(a, C2)",
        "m.filter(C2)",
        "m.retain(C2)",
    ];

    #[test]
    fn what_a_closure_throws_or_never_gives_ends_the_script() {
        for call in CALLS {
            for (body, expected) in [("throw \"no\"", "no"), ("loop { }", "out of time")] {
                let call = call.replace("C1", &format!("|x| {{ {body}; }}"));
                let call = call.replace("C2", &format!("|x, y| {{ {body}; }}"));
                let script = format!("let a = [3, 1, 2, 3]; let m = #{{ k: 1 }}; {call}; \"done\"");
                let error = ran_within(&script, Duration::from_millis(300)).unwrap_err();
                let terminated = body.starts_with("loop") && error.contains("terminated");
                assert!(error.contains(expected) || terminated, "{call}: {error}");
            }
        }
    }

    #[test]
    fn what_fails_half_way_changes_nothing() {
        for call in [
            "a.sort(|x, y| if x == 1 { throw 1 } else { x - y })",
            "a.retain(|x| if x == 1 { throw 1 } else { false })",
            "a.dedup(|x, y| throw 1)",
        ] {
            let script = format!("let a = [3, 2, 1, 0]; try {{ {call} }} catch {{ }} a");
            assert_eq!(ran(&script), Ok("[3, 2, 1, 0]".into()), "{call}");
        }
    }

    #[test]
    fn an_answer_that_is_none_is_an_error() {
        assert!(ran("[1, 2].filter(|x| x)").is_err());
        assert!(ran("[1, 2].sort(|a, b| \"less\")").is_err());
        assert_eq!(ran("[1, 2].filter(|x| if x > 1 { true })"), Ok("[2]".into()));
        assert_eq!(ran("let a = [1.5, 0.5]; a.sort(|a, b| a - b); a"), Ok("[0.5, 1.5]".into()));
        assert_eq!(ran("let a = [1, 1, \"a\", \"a\", ()]; a.dedup(); a.len()"), Ok("3".into()));
        assert_eq!(ran("[5, 6, 7].index_of(|x| x > 5, -1)"), Ok("2".into()));
        assert_eq!(ran("const A = [2, 1]; A.order_by(|a, b| a - b)"), Ok("[1, 2]".into()));
        assert_eq!(ran("#{ a: 1, b: 2 }.filter(|k| this > 1).keys()"), Ok("[\"b\"]".into()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_list_is_sorted_as_rust_sorts_it(numbers in prop::collection::vec(0_usize..9, 0..60)) {
            let mut pairs: Vec<(usize, usize)> = numbers.iter().copied().zip(0..).collect();
            let list: Vec<String> = pairs.iter().map(|(n, at)| format!("[{n}, {at}]")).collect();
            pairs.sort_by_key(|(number, _)| *number);
            let expected: Vec<_> = pairs.iter().map(|(n, at)| vec![*n, *at]).collect();
            let expected = format!("{expected:?}");
            for comparer in ["|a, b| a[0] - b[0]", "|a, b| a[0] < b[0]"] {
                let script = format!("let a = [{}]; a.sort({comparer}); a", list.join(", "));
                prop_assert_eq!(ran(&script), Ok(expected.clone()));
            }
        }
    }
}
