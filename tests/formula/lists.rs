//! Lists that are known beforehand, wherever two of them meet: as many elements, each of its own
//! type and missing where it was; or an error that says what to write.

use crate::harness::Bench;
use polars::prelude::*;
use rhai_polars::script::convert::cell_to_value;

const BEFORE: &str = r#"
let mixed = [1, 2.5, ()];
let known = [1, (), 3];
let names = ["a", (), "b"];
let empty = [];
let any = [1.5, "x", #{ a: 1 }, [3], 2, (), date("2026-01-31"), true];
let nested = [[1, ()], [2]];
fn count(l) { l.len() }
fn grown(l, more) { if more { l.push(9); } l }
"#;

/// What a closure gives where `b` is true, false and missing.
const EXACT: &[(&str, [&str; 3])] = &[
    ("{ let l = [1]; if i.b { l = [1, ()]; } l.len() }", ["2", "1", ""]),
    ("(if i.b { [1, (), 3] } else { [4, 5] }).get(1)", ["", "5", ""]),
    ("(if i.b { [1, (), 3] } else { [4, 5] }).get(-1)", ["3", "5", ""]),
    ("(if i.b { [1, (), 3] } else { [4, 5] })[2] ?? -1", ["3", "-1", "-1"]),
    ("(if i.b { known } else { [4] }).len()", ["3", "1", ""]),
    ("(if i.b { known } else { [] }).len()", ["3", "0", ""]),
    ("(if i.b { [] } else { known }).len()", ["0", "3", ""]),
    ("(if i.b { [] } else { [()] }).len()", ["0", "1", ""]),
    ("(if i.b { [] } else { [2.5] }).get(0)", ["", "2.5", ""]),
    ("(if i.b { [()] } else { [2.5] }).len()", ["1", "1", ""]),
    ("(if i.b { [] } else { [1] }).is_empty()", ["true", "false", ""]),
    ("(if i.b { known } else { [4, 5] }).contains(5)", ["", "true", ""]),
    ("5 !in (if i.b { known } else { [4, 5] })", ["", "false", ""]),
    ("(if i.b { known } else { [4, 5] }).index_of(3)", ["", "-1", ""]),
    ("(if i.b { known } else { [4, 5] }).index_of(1)", ["0", "-1", ""]),
    ("(if i.b { known } else { [4, 5] }).any(|x| x == 3)", ["true", "false", ""]),
    ("(if i.b { known } else { [4, 5] }).all(|x| x > 0)", ["", "true", ""]),
    ("(if i.b { known } else { [4, 5] }).filter(|x| x > 1).len()", ["1", "2", ""]),
    ("(if i.b { names } else { i.t.split(\",\") }).len()", ["3", "2", ""]),
    ("(if i.b { names } else { i.t.split(\",\") }).get(1)", ["", "q", ""]),
    ("(i.tags ?? [\"x\", ()]).len()", ["1", "2", "0"]),
    ("(i.tags ?? []).len()", ["1", "0", "0"]),
    ("(i.ints ?? []).len()", ["2", "0", "1"]),
    ("(i.ints ?? [7, ()]).get(0)", ["1", "7", "2"]),
    ("(i.ints ?? [()]).len()", ["2", "1", "1"]),
    ("(switch i.n { 1 => [1, ()], 2 => [], _ => [5] }).len()", ["2", "0", "1"]),
    ("(switch i.n { 1 => [1, ()], 2 => [], _ => [5] }).get(0) ?? 0", ["1", "0", "5"]),
    ("{ let f = |x| { if x { return [1, ()]; } [5, 6, 7] }; f.call(i.b).len() }", ["2", "3", ""]),
    ("count(if i.b { [1, ()] } else { [] })", ["2", "0", ""]),
    ("count(known) + i.n", ["4", "5", "6"]),
    ("grown([1], i.b).len()", ["2", "1", ""]),
    ("{ let l = [1]; for x in 0..3 { if x == i.n { l = [()]; } } l.get(0) ?? 8 }", ["8", "8", "1"]),
    (
        "{ let l = [1]; for x in 0..3 { if x == i.n { break; } l = [x, ()]; } l.len() }",
        ["2", "2", "2"],
    ),
    ("(if i.b { [()] } else { [] }).get(0) > 2", ["", "", ""]),
    ("(if i.b { [()] } else { [] })[0] ?? i.n", ["1", "2", "3"]),
    ("(if i.b { [()] } else { [] }).get(0) == \"x\"", ["", "", ""]),
    ("(if i.b { [()] } else { [] }).contains(2)", ["", "false", ""]),
    ("2.5 in (if i.b { [()] } else { [] })", ["", "false", ""]),
    ("(if i.b { [()] } else { [] }).index_of(i.n)", ["", "-1", ""]),
    ("(if i.b { [()] } else { [] }).index_of(\"x\")", ["", "-1", ""]),
    ("(if i.b { [] } else { [] }).any(|x| x > 2)", ["false", "false", ""]),
    ("(if i.b { [] } else { [()] }).filter(|x| x > 2).len()", ["0", "0", ""]),
    ("(if i.b { [] } else { [()] }).filter(|x| x.len() > 2).len()", ["0", "0", ""]),
    ("(if i.n == 1 { [4] } else { if i.b ?? true { [()] } else { [] } }).get(0)", ["4", "", ""]),
    (
        "{ let l = []; if i.b ?? true { l = [()]; } if i.n == 2 { l = [2.5]; } l.get(0) }",
        ["", "2.5", ""],
    ),
    ("{ let l = [1]; l.push(()); l.push(2); l.len() + i.n }", ["4", "5", "6"]),
    ("{ let l = [1, (), 3]; l.pop(); l.len() + i.n }", ["3", "4", "5"]),
    ("{ let l = [1, (), 3]; l.remove(0); l[0] ?? i.n }", ["1", "2", "3"]),
    ("{ let l = [1]; l.insert(0, ()); (l[0] ?? 7) + i.n }", ["8", "9", "10"]),
    ("{ let l = [1, 2.5]; l += (); l.len() + i.n }", ["4", "5", "6"]),
    ("{ let l = [i.n]; l += (); l.len() }", ["2", "2", "2"]),
    ("([1, ()] + [2]).len() + i.n", ["4", "5", "6"]),
    ("i.n in [1, 2.5, ()]", ["true", "", ""]),
    ("i.n in mixed", ["true", "", ""]),
    ("i.n in [1, \"x\"]", ["true", "false", "false"]),
    ("i.n !in [1, \"x\"]", ["false", "true", "true"]),
    ("i.n in [1, \"x\", ()]", ["true", "", ""]),
    ("i.n in any", ["", "true", ""]),
    ("i.f in any", ["", "", ""]),
    ("i.b in any", ["true", "", ""]),
    ("i.day in any", ["true", "", ""]),
    ("i.t in [\"p\", 2, moment]", ["false", "false", "true"]),
    ("any.contains(i.n)", ["", "true", ""]),
    ("any.index_of(i.n)", ["", "4", ""]),
    ("[\"x\", 1, 2.0].index_of(i.n)", ["1", "2", "-1"]),
    ("i.n in [\"x\", i.n + 1, 3]", ["false", "false", "true"]),
    ("i.t in [i.n, \"p\"]", ["false", "false", "true"]),
    ("(if i.b { 1 } else { 2.5 }) in [\"x\", 2.5]", ["false", "true", ""]),
    ("i.day in [moment, date(\"2026-01-31\")]", ["true", "false", ""]),
    ("i.day in [moment, \"x\"]", ["false", "false", ""]),
    ("moment in [i.day, i.n]", ["false", "false", ""]),
    ("i.f in [1, 2.5]", ["true", "true", "false"]),
    ("i.f in mixed", ["true", "true", ""]),
    ("i.f in [1, 2]", ["false", "true", "false"]),
    ("i.big in [9007199254740993, 0.5]", ["true", "false", "false"]),
    ("i.big in [9007199254740993]", ["true", "false", "false"]),
    ("[9007199254740993, 0.5].index_of(i.big)", ["0", "-1", "-1"]),
    ("mixed[0] / 2 + i.n", ["1", "2", "3"]),
    ("known.map(|x| x ?? 0)[1] + i.n", ["1", "2", "3"]),
    ("nested[0].len() + i.n", ["3", "4", "5"]),
    ("nested[i.n - 1].len()", ["2", "1", ""]),
    ("nested[0].get(1) ?? i.n", ["1", "2", "3"]),
    ("i.b in [true]", ["true", "false", ""]),
    ("i.b in [true, ()]", ["true", "", ""]),
    ("i.day in [date(\"2026-01-31\"), ()]", ["true", "", ""]),
    ("{ let l = mixed; if i.b { l = [1, 2.5, ()]; } l[1] }", ["2.5", "2.5", "2.5"]),
    (
        "{ let d = date(\"2026-01-01\"); if i.b { d = date(\"2026-01-02\"); } d.day }",
        ["2", "1", ""],
    ),
    ("[1, 2] == [1, 2] && i.n > 1", ["false", "true", "true"]),
    ("[1, 2] != [1, 3] && i.n > 1", ["false", "true", "true"]),
    ("[3, 1].index_of(|x| x < i.n)", ["-1", "1", "1"]),
    ("[3, 1].find(|x| x <= i.n)", ["1", "1", "3"]),
    ("[3, 1].reduce(|sum, x| sum + x * i.n, 0)", ["4", "8", "12"]),
    ("[3, 1].filter(|x, at| at > 0)[0] + i.n", ["2", "3", "4"]),
];

/// What cannot be one value of every row, and a part of what is said.
const REFUSED: &[(&str, &str)] = &[
    ("|i| [1, 2.5]", "whole and decimal numbers"),
    ("|i| if i.b { [1, 2.5] } else { [1] }", "whole and decimal numbers"),
    ("|i| if i.b { [1] } else { [2.5] }", "in some rows"),
    ("|i| if i.b { [\"a\"] } else { [1] }", "in some rows"),
    ("|i| { let l = [1]; if i.b { l = [2.5]; } l.len() }", "in some rows"),
    ("|i| { let l = [1]; if i.b { l = [i.n]; } l.len() }", "list of columns' values"),
    ("|i| (if i.b { nested } else { [[1]] }).len()", "cannot use"),
    ("|i| (if i.b { [true] } else { [false, ()] }).len()", "true and false"),
    ("|i| (if i.b { [date(\"2026-01-31\")] } else { [] }).len()", "a list of dates"),
    ("|i| i.n in [\"a\", true]", "cannot be compared"),
    ("|i| i.n in [#{}, [2]]", "cannot be compared"),
    ("|i| i.n in [#{}]", "cannot search"),
    ("|i| i.n in nested", "cannot be compared"),
    ("|i| i.tags in [[\"a\"], 1]", "cannot be compared"),
    ("|i| [\"a\", true].index_of(i.n) == 0", "cannot be compared"),
    ("|i| i.n in [\"a\"]", "cannot be compared"),
    ("|i| [1, ()] == [1, ()] && i.b", "cannot be compared"),
    ("|i| i.ints == [1, ()]", "lists cannot be compared"),
    ("|i| [1, ()].sort() == () && i.b", "one of them is missing"),
    ("|i| [2, 1].order(|a, b| a - b).len() == i.n", "with a closure"),
    ("|i| known[7] == i.n", "has no element 7"),
];

fn frame() -> DataFrame {
    let list =
        |items: [Option<Series>; 3]| items.into_iter().collect::<ListChunked>().into_series();
    let ints = |items: &[i64]| Some(Series::new("".into(), items));
    let texts = |items: &[&str]| Some(Series::new("".into(), items));
    df!(
        "b" => [Some(true), Some(false), None],
        "n" => [1_i64, 2, 3],
        "f" => [2.5, 1.0, 0.5],
        "big" => [9_007_199_254_740_993_i64, 9_007_199_254_740_992, 1],
        "t" => ["p,q", "p,q", "p"],
        "tags" => list([texts(&["v"]), None, texts(&[])]),
        "ints" => list([ints(&[1, 2]), None, ints(&[2])]),
        "day" => [Some(20_484_i32), Some(1), None],
    )
    .unwrap()
    .lazy()
    .with_column(col("day").cast(DataType::Date))
    .collect()
    .unwrap()
}

#[test]
fn known_lists_keep_what_they_hold() {
    let (bench, frame) = (Bench::new(), frame());
    let mut failed = vec![];
    for (body, expected) in EXACT {
        match bench.compiled(BEFORE, &format!("|i| {body}"), &frame) {
            Ok(made) => {
                let cells = [0, 1, 2].map(|at| cell_to_value(&made.get(at).unwrap()).to_string());
                if cells != *expected {
                    failed.push(format!("{body}: {cells:?}, expected {expected:?}"));
                }
            }
            Err(error) => failed.push(format!("{body}: {error} at {:?}", error.token())),
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn what_is_no_one_list_is_refused() {
    let (bench, frame) = (Bench::new(), frame());
    for (closure, part) in REFUSED {
        match bench.compiled(BEFORE, closure, &frame) {
            Ok(made) => panic!("{closure} gave {made:?}"),
            Err(error) => {
                assert!(error.to_string().contains(part), "{closure}: {error}");
                assert!(error.advice().is_some_and(|advice| !advice.is_empty()), "{closure}");
            }
        }
    }
}
