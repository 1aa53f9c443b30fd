//! What a closure gives compiled, it gives row by row: a table of closures whose two answers once
//! differed, or of which only one side had an answer.

use crate::harness::Bench;
use polars::prelude::*;
use rhai_polars::script::Frame;
use rhai_polars::script::convert::cell_to_value;

/// What stands before every closure.
const BEFORE: &str = r#"
import "m" as m;
fn abs(x) { x * 100 }
fn len(s) { 42 }
fn to_upper(s) { "mine" }
fn twice() { this * 2 }
fn "int".kind() { "int" }
fn "string".kind() { "text" }
fn kind() { "any" }
fn older(n) { this.m > n }
fn is_big(n) { n > 3 }
let c = -3;
let w = "abc";
let names = ["a", "b", "c"];
let nums = [1, 5, 7];
let weights = #{ a: 1, b: 2 };
let matrix = [[1, 2], [3, 4]];
let nested = #{ a: #{ w: 7, l: [4, 5] }, b: #{ w: 8, l: [6, 7] } };
"#;

/// Closures that give the same, in every row, compiled and row by row.
const ALIKE: &[&str] = &[
    // A method is a function of the script only where that has no parameter for the receiver.
    "|i| c.abs() + i.m",
    "|i| abs(c) + i.m",
    "|i| names.len() + i.m",
    "|i| w.to_upper() + i.s",
    "|i| i.m.twice() + c.twice()",
    "|i| i.m.kind() + i.s.kind() + i.f.kind() + i.b.kind()",
    "|i| i.older(2)",
    // Decimal numbers are looked for as they are compared.
    "|i| i.fl.contains(0.1 + 0.2)",
    "|i| (0.1 + 0.2) in i.fl",
    "|i| i.fl.index_of(0.1 + 0.2)",
    "|i| i.fl.contains(i.f)",
    "|i| i.fl.contains(i.m)",
    "|i| i.l.contains(2.0)",
    "|i| i.l.contains(i.m)",
    "|i| i.l.index_of(i.m)",
    "|i| i.tags.index_of(i.s)",
    "|i| nums.index_of(i.m)",
    "|i| [i.m, 5].index_of(5)",
    // No place so far from an end has an element.
    "|i| i.tags.get(-3) ?? \"none\"",
    "|i| i.tags.get(7) ?? \"none\"",
    "|i| nums.get(-9) ?? i.m",
    "|i| nums.get(9) ?? i.m",
    "|i| nums.get(i.m - 9) ?? 0",
    "|i| [i.m, 2].get(5) ?? 0",
    // Characters are texts.
    "|i| i.s.replace('a', 'x')",
    "|i| i.s.replace(\"a\", 'x')",
    "|i| i.s.replace('a', \"xy\")",
    "|i| i.s.split('b').len()",
    "|i| i.s.index_of('b')",
    "|i| i.s.contains('b')",
    "|i| i.s.starts_with('a')",
    "|i| i.s.ends_with('c')",
    "|i| i.d.date() == i.d && date(i.d).day == i.d.day",
    // Lists and maps of a formula's own may change.
    "|i| { let a = [1]; a += 5; a += [i.m]; a.contains(2) }",
    "|i| { let a = [1]; a += 5; a.len() + i.m }",
    "|i| { let a = [1, 2]; a[0] = 9; a[-1] += 5; a[0] + a[1] + i.m }",
    "|i| { let a = [1, 2]; a[1] = i.m; a.contains(5) }",
    "|i| { let o = #{ x: 1 }; o.x = 5; o.y = 2; o[\"x\"] += 1; o.x + o.y + i.m }",
    "|i| { let a = [1]; a.push(i.m); a.push(7); a.contains(5) || a.len() == 2 }",
    "|i| { let a = [1]; a.push(i.m); a[1] }",
    "|i| { let s = 0; for k in range(0, 10, 3) { s += k * i.m; } s }",
    // A table of maps or lists is asked for a column's value.
    "|i| nested.get(i.u)?.w ?? 0",
    "|i| nested[i.u].w + i.m",
    "|i| nested[i.u].l[1]",
    "|i| nested[i.u].l.len()",
    "|i| nested[i.u].l.contains(5)",
    "|i| i.m in nested[i.u].l",
    "|i| nested[i.u].l.any(|x| x > i.m)",
    "|i| matrix[i.m % 2][0]",
    "|i| nested.get(i.s) == ()",
    "|i| { let a = [i.m]; let b = a; b.push(2); a.len() + b.len() }",
    // Conditions joined without a short cut.
    "|i| { let ok = i.m > 1; ok |= i.b; ok }",
    "|i| { let ok = i.m > 1; ok &= i.b; ok ^ i.b }",
    // A module's functions see its constants, and its closures its functions.
    "|i| m::bonus(i.m)",
    "|i| m::bonus(2) + i.m",
    "m::adder(5)",
    "m::bonus_of(5)",
    "|i| i.m + m::STEP",
    "|i| m::any_big(i.m)",
    // A function's name stands for it.
    "|i| nums.any(is_big) && i.m > 0",
    "|i| [i.m, 2].any(is_big)",
    "|i| i.l.any(is_big)",
    "|i| i.l.any(Fn(\"is_big\"))",
    "|i| nums.filter(is_big).len() + i.m",
];

fn frame() -> DataFrame {
    let made = Bench::new().run(
        r#"frame(#{
            m: [1, 5, 2], s: ["abc", "a", "b"], f: [0.3, 5.0, 2.5], b: [true, false, true],
            n: [1, (), 4], u: ["a", "b", "a"], fl: [[0.3, 5.0], [5.0], [1.5]], l: [[1, 2], [5], []],
            tags: [["abc", "x"], ["y"], ["b"]],
            d: [date("2026-01-02"), date("2026-03-04"), date("2026-05-06")],
        })"#,
        &DataFrame::empty(),
    );
    let made = made.unwrap_or_else(|e| panic!("{e}: {:?}", e.advice()));
    made.cast::<Frame>().lazy().collect().unwrap()
}

/// What a closure gives where Rhai, row by row, takes a missing value for one that nothing equals,
/// or fails: it is unknown.
const UNKNOWN: &[(&str, &str)] = &[
    ("|i| i.n !in [()]", "[, , ]"),
    ("|i| i.n in [()]", "[, , ]"),
    ("|i| i.n !in [1, ()]", "[false, , ]"),
    ("|i| [].index_of(i.n)", "[-1, , -1]"),
    ("|i| nested[i.s] == ()", "[true, false, false]"),
    ("|i| nested[i.s].w", "[, 7, 8]"),
    ("|i| nested[i.s].l[1] ?? -1", "[-1, 5, 7]"),
    ("|i| #{ a: #{ w: 1 }, b: #{ v: 2 } }[i.u].w", "[1, , 1]"),
    ("|i| i.s.date()", "[, , ]"),
    // Rows do not know their group.
    ("|i| [7, 3].index_of(i.count_by())", "[1, 1, 1]"),
    ("|i| if 3 == i.count_by() { 1 } else { 2 }", "[1, 1, 1]"),
    ("|i| count_by(i, \"b\")", "[2, 1, 2]"),
];

#[test]
fn what_is_missing_is_unknown() {
    let (bench, frame) = (Bench::new(), frame());
    for (closure, expected) in UNKNOWN {
        let made = bench.compiled(BEFORE, closure, &frame);
        let made = made.unwrap_or_else(|e| panic!("{closure}: {e} {:?}", e.advice()));
        assert_eq!(cells(&made), *expected, "{closure}");
    }
}

fn cells(made: &Column) -> String {
    let cell = |at| cell_to_value(&made.get(at).unwrap()).to_string();
    format!("[{}]", (0..made.len()).map(cell).collect::<Vec<_>>().join(", "))
}

#[test]
fn a_closure_gives_the_same_compiled_and_row_by_row() {
    let (bench, frame) = (Bench::new(), frame());
    let mut failed = vec![];
    for closure in ALIKE {
        let column = |how: &str| {
            let script = format!("{BEFORE} frame.{how}(\"made\", {closure})");
            let made = bench.run(&script, &frame);
            made.map_or_else(
                |e| format!("{e} at {:?}, {:?}", e.token(), e.advice()),
                |made| {
                    let made = made.cast::<Frame>().lazy().collect().unwrap();
                    cells(made.column("made").unwrap())
                },
            )
        };
        let (compiled, rows) = (column("with"), column("map_rows"));
        if compiled != rows || !compiled.starts_with('[') {
            failed.push(format!("{closure}\n  compiled {compiled}\n  rows     {rows}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
