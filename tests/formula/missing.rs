//! A missing value is unknown wherever it comes from: a map that lacks a key, `()` itself, a place
//! beyond a list, a function without a value. Each closure gives the same where a column holds it.

use crate::harness::Bench;
use polars::prelude::*;
use rhai_polars::script::convert::cell_to_value;

/// What stands before every closure. Each of these is missing, in its own way.
const BEFORE: &str = r#"
let weights = #{ acme: 3, "": 9 };
let nothing = ();
let list = [4, 5];
let holder = #{ inner: #{ gone: () } };
fn silent(x) { }
fn same(x) { x }
fn perhaps(x) { if x > 100 { 1 } }
fn chosen(x) { switch x { 1 => 2 } }
fn early(x) { if x > 0 { return; } 3 }
fn is_three(x) { x == 3 }
fn is_not_three(x) { if x != 3 { true } else { false } }
fn asks(x) { x == () }
fn looks(x) { let w = #{ a: 1 }; w[x] != 3 }
fn counts(x) { let n = 0; while n < 5 { n += 1; } n != x }
fn falls(n) { if n > 0 { falls(n - 1) } }
fn this_is_three() { this == 3 }
"#;

/// Ways to a missing number; the last two are columns.
const WAYS: &[&str] = &[
    "weights[\"nobody\"]",
    "weights.get(\"nobody\")",
    "nothing",
    "list.get(99)",
    "list.get(-3)",
    "holder.inner.gone",
    "silent(1)",
    "same(nothing)",
    "perhaps(5)",
    "chosen(5)",
    "early(1)",
    "falls(3)",
    "(if false { 1 })",
    "({ let none = (); none })",
    "({ let f = |x| { }; f.call(1) })",
    "[1, ()][1]",
    "[7, ()].find(|x| x == 8)",
    "[].reduce(|sum, x| sum + x)",
    "weights[nothing]",
    "list[nothing]",
    "nothing.inner",
    "\"\".to_int()",
    "i.none",
    "i.untyped",
];

/// What is asked of it, `@`, and what comes out in the rows where `b` is true and false.
const ASKED: &[(&str, &str, &str)] = &[
    ("@ == 3", "", ""),
    ("@ != 3", "", ""),
    ("3 != @", "", ""),
    ("@ > 3", "", ""),
    ("@ <= i.n", "", ""),
    ("@ == @", "", ""),
    ("@ == nothing", "", ""),
    ("i.n == @", "", ""),
    ("i.n != @", "", ""),
    ("@ == ()", "true", "true"),
    ("() == @", "true", "true"),
    ("@ != ()", "false", "false"),
    ("@ ?? 8", "8", "8"),
    ("(@ != 3) ?? true", "true", "true"),
    ("@ != 3 && i.b", "", "false"),
    ("i.b && @ != 3", "", "false"),
    ("@ != 3 || i.b", "true", ""),
    ("!(@ == 3)", "", ""),
    ("!(@ == 3) && i.b", "", "false"),
    ("(@ == 3) | i.b", "true", ""),
    ("(@ == 3) & i.b", "", "false"),
    ("(@ == 3) ^ i.b", "", ""),
    ("@ + 1 == 1", "", ""),
    ("1 - @", "", ""),
    ("-@", "", ""),
    ("@ * i.n", "", ""),
    ("`a${@}`", "", ""),
    ("@ in [1, 2]", "", ""),
    ("@ !in [1, 2]", "", ""),
    ("@ in []", "false", "false"),
    ("@ in [i.n, 2]", "", ""),
    ("@ in 0..5", "", ""),
    ("i.n in [@, 4]", "true", ""),
    ("i.n !in [@, 4]", "false", ""),
    ("i.n in [@, 4, i.n]", "true", "true"),
    ("4 in [@, 4]", "true", "true"),
    ("5 !in [@, 4]", "", ""),
    ("[4, 5].index_of(@)", "", ""),
    ("[4, @].index_of(4)", "0", "0"),
    ("[@, 4].index_of(4)", "", ""),
    ("[@, 4].index_of(i.n)", "", ""),
    ("switch @ { 1 => 1, _ => 2 }", "", ""),
    ("switch @ { () => 0, 1 => 1, _ => 2 }", "0", "0"),
    ("switch @ { 0..9 => 1, _ => 2 }", "", ""),
    ("if @ == 3 { 1 } else { 2 }", "", ""),
    ("if @ != 3 { 1 } else { 1 }", "", ""),
    ("if i.b { @ } else { 7 }", "", "7"),
    ("{ let s = 5; if @ == 3 { s = 1; } s }", "", ""),
    ("{ let s = 5; if @ == 3 { s = 5; } s }", "5", "5"),
    ("{ if @ == 3 { return 1; } 2 }", "", ""),
    ("{ let s = 5; s += @; s }", "", ""),
    ("@.abs()", "", ""),
    ("abs(@)", "", ""),
    ("@.to_string()", "", ""),
    ("@.to_float() > 1.0", "", ""),
    ("@.max(2)", "", ""),
    ("2.max(@)", "", ""),
    ("i.n.max(@)", "", ""),
    ("@.is_even()", "", ""),
    ("is_three(@)", "", ""),
    ("is_not_three(@)", "", ""),
    ("asks(@)", "true", "true"),
    ("same(@) != 3", "", ""),
    ("counts(@)", "", ""),
    ("@.this_is_three()", "", ""),
    ("{ let f = |x| x != 3; f.call(@) }", "", ""),
    ("[@, 4].any(|x| x == 4)", "true", "true"),
    ("[@, 4].any(|x| x == 5)", "", ""),
    ("[@, 4].all(|x| x == 5)", "false", "false"),
    ("[@, 4].all(|x| x == 4)", "", ""),
    ("[@, 4].map(|x| x != 3)[0]", "", ""),
    ("[@, 4].find(|x| x != 3)", "", ""),
    ("[4, @].find(|x| x != 3)", "4", "4"),
    ("[@, 4].reduce(|sum, x| sum + x, 0)", "", ""),
    ("[@, 4].len()", "2", "2"),
    ("date(\"2026-01-31\") + @", "", ""),
];

/// Closures without a place for one of the ways, and what they give in both rows.
const WHOLE: &[(&str, &str, &str)] = &[
    ("looks(\"nobody\")", "", ""),
    ("looks(\"a\")", "true", "true"),
    ("weights[\"nobody\"] != 3 && i.n > 0", "", ""),
    ("i.t == weights[\"nobody\"]", "", ""),
    ("nothing.len()", "", ""),
    ("nothing.len", "", ""),
    ("len(nothing)", "", ""),
    ("\"a\" + nothing", "", ""),
    ("nothing + \"a\"", "", ""),
    ("\"a\" in nothing", "", ""),
    ("nothing in \"abc\"", "", ""),
    ("nothing.contains(\"a\")", "", ""),
    ("\"abc\".contains(nothing)", "", ""),
    ("i.t.contains(nothing)", "", ""),
    ("i.t.replace(\"a\", nothing)", "", ""),
    ("i.t.split(nothing).len()", "", ""),
    ("nothing.to_upper() == \"A\"", "", ""),
    ("date(nothing)", "", ""),
    ("nothing.any(|x| x == 1)", "", ""),
    ("nothing in weights", "", ""),
    ("i.untyped in weights", "", ""),
    ("nothing[0]", "", ""),
    ("nothing?.len() ?? 5", "5", "5"),
    ("nothing == true", "", ""),
    ("!nothing", "", ""),
    ("nothing && i.b", "", "false"),
    ("i.b || nothing", "true", ""),
    ("if nothing { 1 } else { 2 }", "", ""),
    ("[1, ()].len() + i.n", "6", "7"),
    ("[1, ()].filter(|x| x != 3).len() + i.n", "5", "6"),
    ("[1, ()].filter(|x| x != ()).len() + i.n", "5", "6"),
    ("[1, ()].filter(|x| x == ()).len() + i.n", "5", "6"),
    ("[(), 1].some(|x| x == ())", "true", "true"),
    ("weights[i.t] != 3", "false", ""),
    ("weights[i.t] == nothing", "", ""),
    ("i.gaps.contains(\"x\")", "true", ""),
    ("i.no_text in i.tags", "", "false"),
    ("i.no_text !in i.tags", "", "true"),
    ("nothing in i.tags", "", "false"),
    ("i.tags.contains(weights[\"nobody\"])", "", "false"),
    ("i.none in i.counts", "false", ""),
    ("\"x\" in i.tags", "true", "false"),
    ("i.none in (if i.b { [] } else { [1] })", "false", ""),
    ("\"y\" !in i.gaps", "", ""),
    ("i.gaps.index_of(\"x\")", "0", ""),
    ("i.gaps.len()", "2", "2"),
    ("i.gaps.any(|g| g == \"x\")", "true", ""),
    ("i.gaps[1]", "", "x2"),
];

fn frame() -> DataFrame {
    let gaps: ListChunked = [vec![Some("x"), None], vec![None, Some("x2")]]
        .into_iter()
        .map(|items| Some(Series::new("".into(), items)))
        .collect();
    let tags: ListChunked = [vec!["x"], vec![]]
        .into_iter()
        .map(|items: Vec<&str>| Some(Series::new("".into(), items)))
        .collect();
    let counts: ListChunked = [vec![], vec![1_i64]]
        .into_iter()
        .map(|items: Vec<i64>| Some(Series::new("".into(), items)))
        .collect();
    df!(
        "n" => [4_i64, 5],
        "b" => [true, false],
        "t" => ["acme", "nobody"],
        "none" => [None::<i64>, None],
        "untyped" => Series::full_null("untyped".into(), 2, &DataType::Null),
        "gaps" => gaps.into_series(),
        "no_text" => [None::<&str>, None],
        "tags" => tags.into_series(),
        "counts" => counts.into_series(),
    )
    .unwrap()
}

#[test]
fn a_missing_constant_is_as_unknown_as_a_missing_cell() {
    let (bench, frame) = (Bench::new(), frame());
    let mut failed = vec![];
    let ways = ASKED.iter().flat_map(|(asked, yes, no)| {
        WAYS.iter().map(move |way| (asked.replace('@', way), *yes, *no))
    });
    let whole = WHOLE.iter().map(|(body, yes, no)| ((*body).to_owned(), *yes, *no));
    for (body, yes, no) in ways.chain(whole) {
        let body = format!("|i| {body}");
        let made = match bench.compiled(BEFORE, &body, &frame) {
            Ok(made) => made,
            Err(error) => {
                failed.push(format!("{body}: {error} at {:?}", error.token()));
                continue;
            }
        };
        let cells = [0, 1].map(|at| cell_to_value(&made.get(at).unwrap()).to_string());
        if cells != [yes, no] {
            failed.push(format!("{body}: {cells:?}, expected {:?}", [yes, no]));
        }
    }
    let shown = failed.iter().take(60).cloned().collect::<Vec<_>>().join("\n");
    assert!(failed.is_empty(), "{} of them:\n{shown}", failed.len());
}
