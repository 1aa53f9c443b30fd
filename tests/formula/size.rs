//! Size: what is compiled grows with the source and not with the paths through it, and what nests
//! too deep is refused.

use crate::harness::Bench;
use polars::prelude::*;
use std::fmt::Write as _;

fn frame() -> DataFrame {
    df!("n" => [5_i64, 70, -3], "t" => ["a", "b", "c"]).unwrap()
}

fn ints(closure: &str) -> Vec<Option<i64>> {
    Bench::new().values(closure, &frame()).iter().map(|value| value.as_int().ok()).collect()
}

fn repeated(times: i64, part: impl Fn(i64) -> String) -> String {
    (0..times).fold(String::new(), |mut all, at| {
        write!(all, "{}", part(at)).unwrap();
        all
    })
}

#[test]
fn many_additions_on_condition_run() {
    let all = repeated(64, |at| format!("if i.n > {at} {{ s += i.n; }} "));
    let made = ints(&format!("|i| {{ let s = 0; {all} s }}"));
    assert_eq!(made, [Some(25), Some(64 * 70), Some(0)]);
}

#[test]
fn many_early_returns_run() {
    let all = repeated(64, |at| format!("if i.n == {at} {{ return {}; }} ", at * 2));
    assert_eq!(ints(&format!("|i| {{ {all} -1 }}")), [Some(10), Some(-1), Some(-1)]);
    let long = repeated(1000, |at| format!("if i.n == {at} {{ return {}; }} ", at * 2));
    assert_eq!(ints(&format!("|i| {{ {long} -1 }}")), [Some(10), Some(140), Some(-1)]);
}

#[test]
fn doubling_in_a_chain_of_variables_runs() {
    let all = repeated(50, |at| format!("let a{} = a{at} + a{at}; ", at + 1));
    let made = ints(&format!("|i| {{ let a0 = i.n; {all} a50 }}"));
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
    assert_eq!(made.unwrap_err().code_name(), "too-deep");
}

#[test]
fn a_function_that_calls_itself_is_refused() {
    let bench = Bench::new();
    let made =
        bench.compiled("fn f(x) { if x > 0 { f(x - 1) } else { 0 } }", "|i| f(i.n)", &frame());
    let error = made.unwrap_err();
    assert_eq!(error.code_name(), "recursion");
    let known =
        bench.compiled("fn f(x) { if x > 0 { f(x - 1) } else { 7 } }", "|i| i.n + f(3)", &frame());
    assert_eq!(known.unwrap().i64().unwrap().get(0), Some(12));
}
