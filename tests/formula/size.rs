//! Size: what is compiled grows with the source and not with the paths through it, and what nests
//! too deep is refused.

use crate::harness::Bench;
use polars::prelude::*;
use rhai::{Array, Dynamic, FnPtr, NativeCallContext};
use rhai_polars::formula::column_facts::nothing_known;
use rhai_polars::formula::lower::lower;
use rhai_polars::formula::{ClosureContext, RowSchema, compile};
use std::fmt::Write as _;

fn frame() -> DataFrame {
    df!("n" => [5_i64, 70, -3], "t" => ["a", "b", "c"]).unwrap()
}

fn ints(closure: &str) -> Vec<Option<i64>> {
    Bench::new().values(closure, &frame()).iter().map(|value| value.as_int().ok()).collect()
}

fn repeated(times: i64, part: impl Fn(i64) -> String) -> String {
    (0..times).fold(String::new(), |mut parts, at| {
        write!(parts, "{}", part(at)).unwrap();
        parts
    })
}

/// How many parts a closure has, in its graph and in Polars' expressions.
fn parts(closure: &str) -> [usize; 2] {
    let bench = Bench::new();
    let mut engine = bench.engine;
    let (library, columns) = (bench.library, frame().schema().clone());
    engine.register_fn("parts", move |context: NativeCallContext, closure: FnPtr| {
        let position = ClosureContext { call: &context, imported: &library, probes: None };
        let rows = RowSchema {
            columns: &columns,
            known: nothing_known,
            records_probes: true,
            inspection: None,
        };
        let formula = compile(position, &closure, rows).unwrap();
        let lowered = lower(&formula, "_");
        let steps = lowered.steps.iter().flatten().chain([&lowered.value]);
        let polars: usize = steps.map(|step| step.into_iter().count()).sum();
        vec![Dynamic::from(formula.graph.len()), Dynamic::from(polars)]
    });
    let counts = engine.eval::<Array>(&format!("parts({closure})")).unwrap();
    [0, 1].map(|at| counts[at].clone().cast::<usize>())
}

#[test]
fn what_is_compiled_grows_with_the_source() {
    let shapes: [fn(i64) -> String; 5] = [
        |n| {
            let parts = repeated(n, |at| format!("if i.n > {at} {{ s += i.n; }} "));
            format!("|i| {{ let s = 0; {parts} s }}")
        },
        |n| {
            let parts = repeated(n, |at| format!("if i.n == {at} {{ return {}; }} ", at * 2));
            format!("|i| {{ {parts} -1 }}")
        },
        |n| {
            let parts = repeated(n, |at| format!("let a{} = a{at} + a{at}; ", at + 1));
            format!("|i| {{ let a0 = i.n; {parts} a{n} }}")
        },
        |n| {
            let parts = repeated(n, |at| format!("{at} => i.n + {at}, "));
            format!("|i| switch i.n {{ {parts} _ => 0 }}")
        },
        |n| format!("|i| {{ let s = 0; for k in 0..{n} {{ if i.n > k {{ s += k; }} }} s }}"),
    ];
    for shape in shapes {
        let [small, middle, large] = [16, 32, 64].map(|n| parts(&shape(n)));
        for at in 0..2 {
            // What each further turn adds is the same, but for what stands around all of them.
            let (first, second) = (middle[at] - small[at], large[at] - middle[at]);
            let closure = shape(2);
            assert!(second <= 2 * first + 16, "{closure}: {small:?}, {middle:?}, {large:?}");
        }
        assert!(large[1] <= 64 * 40, "{}: {large:?}", shape(2));
    }
}

#[test]
fn many_additions_on_condition_run() {
    let parts = repeated(64, |at| format!("if i.n > {at} {{ s += i.n; }} "));
    let made = ints(&format!("|i| {{ let s = 0; {parts} s }}"));
    assert_eq!(made, [Some(25), Some(64 * 70), Some(0)]);
}

#[test]
fn many_early_returns_run() {
    let parts = repeated(64, |at| format!("if i.n == {at} {{ return {}; }} ", at * 2));
    assert_eq!(ints(&format!("|i| {{ {parts} -1 }}")), [Some(10), Some(-1), Some(-1)]);
    let long = repeated(1000, |at| format!("if i.n == {at} {{ return {}; }} ", at * 2));
    assert_eq!(ints(&format!("|i| {{ {long} -1 }}")), [Some(10), Some(140), Some(-1)]);
}

#[test]
fn doubling_in_a_chain_of_variables_runs() {
    let parts = repeated(50, |at| format!("let a{} = a{at} + a{at}; ", at + 1));
    let made = ints(&format!("|i| {{ let a0 = i.n; {parts} a50 }}"));
    assert_eq!(made, [Some(5 << 50), Some(70 << 50), Some(-(3 << 50))]);
}

#[test]
fn nested_choices_run_and_what_nests_too_deep_is_refused() {
    let nested = |depth: i64| {
        let open = repeated(depth, |at| format!("if i.n == {at} {{ {at} }} else {{ "));
        format!("|i| {open} -1 {}", "} ".repeat(usize::try_from(depth).unwrap()))
    };
    assert_eq!(ints(&nested(30)), [Some(5), Some(-1), Some(-1)]);
    let functions = repeated(40, |at| {
        format!("fn f{}(x) {{ (((((f{at}(x) + 1) + 1) + 1) + 1) + 1) }}\n", at + 1)
    });
    let script = format!("fn f0(x) {{ x }}\n{functions}");
    let made = Bench::new().compiled(&script, "|i| f40(i.n)", &frame());
    assert_eq!(made.unwrap_err().code.name(), "too-deep");
}

#[test]
fn a_function_that_calls_itself_is_refused() {
    let bench = Bench::new();
    let made =
        bench.compiled("fn f(x) { if x > 0 { f(x - 1) } else { 0 } }", "|i| f(i.n)", &frame());
    let error = made.unwrap_err();
    assert_eq!(error.code.name(), "recursion");
    let known =
        bench.compiled("fn f(x) { if x > 0 { f(x - 1) } else { 7 } }", "|i| i.n + f(3)", &frame());
    assert_eq!(known.unwrap().i64().unwrap().get(0), Some(12));
}

#[test]
fn a_text_that_doubles_in_a_loop_is_refused() {
    let frame = df!("t" => ["a"]).unwrap();
    let error =
        Bench::new().error("|r| { let w = r.t; for k in 0..40 { w += w; } w.len() }", &frame);
    assert_eq!((error.code.name(), error.token()), ("too-large", Some("+=")));
    let values =
        Bench::new().values("|r| { let w = r.t; for k in 0..9 { w += w; } w.len() }", &frame);
    assert_eq!(values[0].as_int().unwrap(), 512);
}
