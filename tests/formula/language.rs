//! The language, construct by construct.

use crate::harness::Bench;
use polars::prelude::*;

fn frame() -> DataFrame {
    let tags: ListChunked = [Some(vec!["vip", "client"]), Some(vec![]), None]
        .into_iter()
        .map(|tags: Option<Vec<&str>>| tags.map(|tags| Series::new("".into(), tags)))
        .collect();
    let tags = tags.cast(&DataType::List(Box::new(DataType::String))).unwrap();
    df!(
        "n" => [Some(5_i64), Some(20), None],
        "t" => [Some("a"), Some("b"), None],
        "u" => [Some("a"), Some("a"), Some("c")],
        "f" => [1.0, 0.1 + 0.2, f64::NAN],
        "tags" => tags.into_series(),
    )
    .unwrap()
}

/// What a closure gives in each row, as text; `()` where it is unknown.
fn each(before: &str, closure: &str) -> String {
    let column = Bench::new().compiled(before, closure, &frame());
    let column =
        column.unwrap_or_else(|e| panic!("{closure}\n{e}: {:?} at {:?}", e.advice(), e.token()));
    let cells =
        (0..3).map(|at| rhai_polars::script::convert::cell_to_value(&column.get(at).unwrap()));
    let cells = cells.map(|cell| if cell.is_unit() { "()".into() } else { cell.to_string() });
    cells.collect::<Vec<_>>().join(" ")
}

#[test]
fn constants_in_branches_keep_64_bits() {
    let body = "|i| { let k = if i.u == \"a\" { 2000000000 } else { 1 }; k + k }";
    assert_eq!(each("", body), "4000000000 4000000000 2");
}

#[test]
fn a_switch_takes_literals_ranges_and_guards() {
    assert_eq!(each("", "|i| switch i.t { \"a\" => 1, \"b\" if i.n > 50 => 2, _ => 3 }"), "1 3 ()");
    assert_eq!(each("", "|i| switch i.n { 0..6 => \"x\", 6..=20 => \"y\" }"), "x y ()");
    assert_eq!(each("", "|i| switch i.n { () => 0, 5 => 1, _ => 2 }"), "1 2 0");
    let body = "|i| { let s = 0; switch i.t { \"a\" => { s += 1; }, _ => { return 9; } } s }";
    assert_eq!(each("", body), "1 9 ()");
    assert_eq!(each("let k = 2;", "|i| switch k { 1 => i.n, 2 => i.n + 1, _ => 0 }"), "6 21 ()");
}

#[test]
fn a_for_goes_through_what_is_known() {
    assert_eq!(each("", "|i| { let s = 0; for x in [1, 2] { s += i.n * x; } s }"), "15 60 ()");
    assert_eq!(each("", "|i| { for x in 4..6 { if i.n == x { return x; } } 0 }"), "5 0 ()");
    assert_eq!(each("", "|i| { let s = 0; for (x, k) in [3, 4] { s += k; } s + i.n }"), "6 21 ()");
    let map = "let w = #{ a: 1, b: 2 };";
    let body = "|i| { let s = 0; for k in w.keys() { if i.t == k { s += w[k]; } } s }";
    assert_eq!(each(map, body), "1 2 ()");
    let jumps = "|i| { let s = 0; for x in 0..9 { if x == 2 { continue; } \
                 if x * 5 > i.n { break; } s += x; } s }";
    assert_eq!(each("", jumps), "1 8 ()");
    assert_eq!(
        each("", "|i| { let s = 0; for x in [i.t, i.u] { if x == \"a\" { s += 1; } } s }"),
        "2 1 ()"
    );
}

#[test]
fn a_map_or_list_is_asked_by_a_columns_value() {
    let map = "let w = #{ a: 3, z: 4 };";
    assert_eq!(each(map, "|i| w[i.t] ?? 0"), "3 0 0");
    assert_eq!(each(map, "|i| w[i.t]"), "3 () ()");
    assert_eq!(each(map, "|i| i.t in w"), "true false ()");
    assert_eq!(each("let l = [10, 20, 30];", "|i| l[i.n - 5]"), "10 () ()");
    assert_eq!(each("let l = [10, 20, 30];", "|i| l[4 - i.n]"), "30 () ()");
}

#[test]
fn a_closure_is_asked_of_every_element() {
    assert_eq!(each("", "|i| i.tags.any(|t| t.starts_with(\"v\"))"), "true false ()");
    assert_eq!(each("", "|i| i.tags.all(|t| t.len > 3)"), "false true ()");
    assert_eq!(each("", "|i| i.tags.filter(|t| t.len > 3).len"), "1 0 ()");
    assert_eq!(each("let p = \"cl\";", "|i| i.tags.some(|t| t.starts_with(p))"), "true false ()");
    assert_eq!(each("", "|i| [\"a\", \"x\"].any(|x| i.t.contains(x))"), "true false ()");
    assert_eq!(each("", "|i| i.t in [i.u, \"q\"]"), "true false ()");
    let error = Bench::new().error("|i| i.tags.any(|t| t == i.t)", &frame());
    assert_eq!((error.code.name(), error.token()), ("not-covered", Some("t")));
}

#[test]
fn texts_are_put_together() {
    assert_eq!(each("", "|i| `${i.t}-${i.n}-${1.5}`"), "a-5-1.5 b-20-1.5 ()");
    assert_eq!(each("", "|i| `${i.f}`"), "1.0 0.30000000000000004 NaN");
}

#[test]
fn what_is_missing_stays_missing_along_a_chain() {
    assert_eq!(each("", "|i| i.t?.len() ?? 7"), "1 1 7");
    assert_eq!(each("", "|i| len(i.t) + abs(-i.n)"), "6 21 ()");
}

#[test]
fn functions_closures_and_constants_are_written_out() {
    assert_eq!(each("fn twice(x) { x * 2 }", "|i| twice(i.n) + twice(1)"), "12 42 ()");
    assert_eq!(each("const K = 3; fn more(x) { x + global::K }", "|i| more(i.n)"), "8 23 ()");
    assert_eq!(each("", "|i| { let f = |x| x + i.n; f.call(1) }"), "6 21 ()");
    assert_eq!(each("", "|i| { let l = [1]; l.push(4); i.n + l.len() }"), "7 22 ()");
}

#[test]
fn a_variable_that_a_closure_has_captured_keeps_its_value() {
    // Rhai shares it: an assignment would be seen by whoever else has it, and by the next row.
    for (before, closure, token) in [
        ("let n = 0;", "|i| { n += 1; i.n > n }", "n"),
        ("let n = 0;", "|i| { if i.n > 3 { n = 1; } n }", "n"),
        ("let l = [1];", "|i| { l.push(2); i.n + l.len() }", "push"),
        ("", "|i| { let s = 0; let f = |x| { s += x; }; f.call(i.n); s }", "s"),
        ("", "|i| { let s = 0; let f = |x| x + s; s = i.n; f.call(1) }", "s"),
        ("", "|i| { let s = 0; if i.n > 6 { let f = |x| x + s; s += f.call(1); } s }", "s"),
    ] {
        let error = Bench::new().compiled(before, closure, &frame()).unwrap_err();
        assert_eq!((error.code.name(), error.token()), ("not-covered", Some(token)), "{closure}");
        let advice = error.advice().unwrap_or_default();
        assert!(advice.contains("a name of its own: `let own_"), "{advice}");
    }
    assert_eq!(each("let n = 1;", "|i| { let own_n = n; own_n += i.n; own_n }"), "6 21 ()");
    assert_eq!(each("let n = 1;", "|i| { let n = n; n += i.n; n }"), "6 21 ()");
    assert_eq!(
        each("", "|i| { let s = 0; for x in [1, 2] { let f = |y| y * x; s += f.call(i.n); } s }"),
        "15 60 ()"
    );
}

#[test]
fn not_in_asks_the_contrary() {
    assert_eq!(each("", "|i| i.t !in [\"a\", \"x\"]"), "false true ()");
    assert_eq!(each("", "|i| \"vip\" !in i.tags"), "false true ()");
    assert_eq!(each("", "|i| i.n !in 0..6"), "false true ()");
}

#[test]
fn an_early_return_may_stand_in_a_value() {
    assert_eq!(each("", "|i| { let x = if i.n > 6 { return 0; } else { i.n }; x + 1 }"), "6 0 ()");
}

#[test]
fn known_values_are_compared() {
    for (known, condition) in [
        ("3", "k < 5 && k <= 3 && k > 2 && k >= 3 && k == 3 && k != 4 && !(k > 3)"),
        ("\"b\"", "k > \"a\" && k < \"c\" && k == \"b\""),
        ("0.1 + 0.2", "k <= 0.3 && k == 0.3 && k < 1 && 1 > k"),
        ("date(\"2026-01-02\")", "k >= date(\"2026-01-02\") && k > date(\"2020-01-01\")"),
    ] {
        let closure = format!("|i| if {condition} {{ 1 }} else {{ 2 }}");
        assert_eq!(each(&format!("let k = {known};"), &closure), "1 1 1", "{condition}");
    }
}

#[test]
fn decimal_numbers_compare_as_rhai_does() {
    assert_eq!(each("", "|i| i.f == 0.3"), "false true false");
    assert_eq!(each("", "|i| i.f > 0.3"), "true false false");
}

#[test]
fn an_error_points_at_its_token_and_advises() {
    let told = |closure: &str| {
        let error = Bench::new().error(closure, &frame());
        (error.code.name().to_owned(), error.token().unwrap_or_default().to_owned())
    };
    let is = |code: &str, token: &str| (code.to_owned(), token.to_owned());
    assert_eq!(told("|i| i.nn > 5"), is("unknown-column", "nn"));
    assert_eq!(told("|i| i.n > 5 && i.t"), is("type-mismatch", "t"));
    assert_eq!(told("|i| if i.n { 1 } else { 2 }"), is("type-mismatch", "n"));
    assert_eq!(told("|i| i.t.lenn()"), is("unknown-method", "lenn"));
    assert_eq!(told("|i| i.n + i.t"), is("type-mismatch", "+"));
    assert_eq!(told("|i| { while i.n > 0 { } 1 }"), is("not-covered", "while"));
    assert_eq!(told("|i| { throw 1; }"), is("not-covered", "throw"));
    assert_eq!(told("|i| i.t.matches(i.u)"), is("not-covered", "u"));
    assert_eq!(told("|i| i"), is("not-a-value", "i"));
    assert_eq!(told("|i| { for x in 0..5000 { } i.n }"), is("too-large", ".."));
}

#[test]
fn a_rule_never_fires_on_the_unknown() {
    for (closure, expected) in [
        ("|i| i.n > 0", "true true ()"),
        ("|i| !(i.n > 0)", "false false ()"),
        ("|i| i.n != 5", "false true ()"),
        ("|i| i.n > 0 && true", "true true ()"),
        ("|i| i.n > 0 && i.u == \"c\"", "false false ()"),
        ("|i| i.n > 0 && i.u == \"a\"", "true true false"),
        ("|i| i.n > 0 || i.u == \"c\"", "true true true"),
        ("|i| i.n > 0 || i.u == \"a\"", "true true ()"),
        ("|i| if i.n > 0 { true } else { true }", "true true ()"),
        ("|i| i.t in [\"a\"]", "true false ()"),
        ("|i| !(i.t in [\"a\"])", "false true ()"),
        ("|i| i.n in 0..6", "true false ()"),
        ("|i| i.t.contains(\"a\")", "true false ()"),
        ("|i| i.t == ()", "false false true"),
        ("|i| i.t != ()", "true true false"),
        ("|i| (i.t ?? \"z\") == \"z\"", "false false true"),
        ("|i| \"vip\" in i.tags", "true false ()"),
        ("|i| i.n / 0 == 1", "() () ()"),
    ] {
        assert_eq!(each("", closure), expected, "{closure}");
    }
}
