//! What is wrong with a closure is told at its token, with advice that works: a table of slips.

use crate::harness::Bench;
use polars::prelude::*;
use rhai_polars::script::Frame;

/// What stands before every closure.
const BEFORE: &str = r"
const LIMIT = 3;
let cap = 3;
fn half(n) { n / 2 }
fn changes() { this += 1; this }
let nums = [1, 5, 7];
let weights = #{ abc: 1, a: 2 };
let f0 = |x| x + 1;
";

/// A closure, the token that its error points at, and what message and advice say among others.
const TOLD: &[(&str, &str, &str, &str)] = &[
    // A closure over a group would read the inner row where the outer one is meant.
    ("|i| i.sum_by(|j| if j.n > i.n { 1 } else { 0 })", "i", "another row", "rank_by"),
    ("|i| { let own = i.n; i.max_by(|j| j.n - own) }", "own", "another row", "outside"),
    // A pattern may have what stands before advice.
    ("|i| i.s.matches(\"a; b(\")", "\"a; b(\"", "`a; b(` is not a regular expression", ""),
    // Functions see what they are given.
    ("|i| i.n); fn f(n) { n + LIMIT } f(1", "LIMIT", "no variable `LIMIT`", "global::LIMIT"),
    ("|i| i.n); fn f(n) { n + cap } f(1", "cap", "no variable `cap`", "hand it `cap`"),
    ("|i| i.n.changes()", "this", "cannot change", "let"),
    ("|i| half(i.n, 3)", "half", "takes 1", "half(n)"),
    ("|i| hlaf(i.n)", "hlaf", "no function `hlaf`", "did you mean `half`"),
    ("|i| haff(i)", "haff", "no function `haff`", "did you mean `half`"),
    ("|i| is_old(i)", "is_old", "no function `is_old`", "fn is_old(x)"),
    ("|i| pow(i.n, 2)", "pow", "no function `pow`", "a ** b"),
    ("|i| f0(i.n)", "f0", "no function `f0`", "f0.call("),
    ("|i| lenn(i.s)", "lenn", "no function `lenn`", "did you mean `len`"),
    // Lists.
    ("|i| i.tags.any()", "any", "any", "list.any(|x| …)"),
    ("|i| i.tags.any(\"x\")", "any", "any", "list.any(|x| …)"),
    ("|i| \"abc\" in i.n", "in", "`in` cannot search a whole number", "=="),
    ("|i| i.n in i.m", "in", "`in` cannot search a whole number", "=="),
    ("|i| i.n in i.s", "in", "a whole number", "to_string"),
    ("|i| i.n.exp()", "exp", "a whole number has no", ".to_float().exp()"),
    ("|i| { i.n = 3; i.n > 2 }", "n", "only a variable", "=="),
    ("|i| { let k = i.n; k |= 3; k }", "|=", "inside a formula", "`||`"),
    ("|i| { let a = [1]; a += i.tags; a.len() }", "+=", "cannot take", ""),
    ("|i| { let a = [1]; a[4] = i.n; a.len() }", "4", "a list of 1 has no element 4", "from 0"),
    ("|i| { let o = #{ x: 1 }; o.x = i.n; o.x }", "x", "the same in every row", "`let`"),
    // Operators.
    ("|i| i.s + i.b", "+", "a text and true or false", ".to_string()"),
    ("|i| i.s + i.d", "+", "a text and a date", ".to_string()"),
    ("|i| i.d - i.s", "-", "a date and a text", ".date()"),
    ("|i| i.d + \"1d\"", "+", "a date and a text", "days(3)"),
    ("|i| date(\"2026-01-02\") - \"3\"", "-", "a date and a text", "days(3)"),
    ("|i| -i.b", "-", "true or false", "!"),
    ("|i| -i.d", "-", "a date", "today - "),
    ("|i| -i.s", "-", "a text", ".to_int()"),
    // Columns, aggregates and what is asked of the row.
    ("|i| mean(\"n\")", "mean", "column expression", "i.mean_by(\"n\")"),
    ("|i| i.n > mean(\"n\")", "mean", "column expression", "i.mean_by(\"n\")"),
    ("|i| col(\"n\") > 3", "col", "column expression", "i.n"),
    ("|i| sum(i.n)", "sum", "`sum`", "i.sum_by("),
    ("|i| i.n.mean_by(\"b\")", "mean_by", "of the invitation", "i.mean_by("),
    ("|i| i.rank_by(\"n\", [\"b\", \"nope\"])", "\"nope\"", "no column `nope`", ""),
    ("|i| i.sum_by(\"s\", \"b\")", "\"s\"", "a text", ""),
    ("|i| i[n]", "n", "no variable `n`", "i[\"n\"]"),
    // `switch`.
    ("|i| switch i.s { 'x' => 1, _ => 2 }", "switch", "`'x'`", "`\"x\"`"),
    ("|i| switch i.n { \"abc\" => 1, _ => 2 }", "switch", "`\"abc\"`", "each case"),
    ("|i| switch i.f { 1.5 => 1, _ => 2 }", "switch", "`1.5`", "ranges"),
    ("|i| switch i.n { 1..=5 => 1, 6 | 7 => 2, _ => 3 }", "6", "range", "move it up"),
    // What formulas do not have, and rows do.
    ("|i| i.d.offset_by(\"1mo\")", "offset_by", "is not for formulas", "map_rows"),
    ("|i| i.d.truncate(\"1mo\")", "truncate", "is not for formulas", "map_rows"),
    ("|i| i.f.sin()", "sin", "is not for formulas", "map_rows"),
    ("|i| i.s.to_chars()", "to_chars", "is not for formulas", "map_rows"),
    ("|i| nums.find_map(|x| x + i.n)", "find_map", "is not for formulas", "map_rows"),
    ("|i| nums.find_map(|x| x) + i.n", "find_map", "with a closure", "before the formula"),
    ("|i| i.s.pad(5, \"x\")", "pad", "is not for formulas", "map_rows"),
    ("|i| type_of(i.n)", "type_of", "is not for formulas", "map_rows"),
    ("|i| i.s.match(\"x\")", "match", "match", ".matches("),
    ("|i| now()", "now", "no function `now`", "as_of"),
    ("|i| rand()", "rand", "no function `rand`", ""),
    // Parentheses and blocks.
    ("|i| i.n > 3; i.b", ";", "", "{ … }"),
    ("|i| i.n > 1)).len(", ")", "", "one `)` too many"),
    ("|i| let a = i.n; a > 3", ";", "", "{ … }"),
];

fn frame() -> DataFrame {
    let made = Bench::new().run(
        r#"frame(#{
            n: [1, 5, 2], m: [4, 2, 9], s: ["abc", "a", "b"], f: [0.3, 5.0, 2.5],
            b: [true, false, true], l: [[1, 2], [5], []], tags: [["abc", "x"], ["y"], ["b"]],
            d: [date("2026-01-02"), date("2026-03-04"), date("2026-05-06")],
            at: [as_of, as_of, as_of],
        })"#
        .replace("as_of", "moment")
        .as_str(),
        &DataFrame::empty(),
    );
    let made = made.unwrap_or_else(|e| panic!("{e}: {:?}", e.advice()));
    made.cast::<Frame>().lazy().collect().unwrap()
}

/// Which rows of a table are not told so.
fn wrongly_told(how: &str, table: &[(&str, &str, &str, &str)]) -> Vec<String> {
    let (bench, frame) = (Bench::new(), frame());
    let mut failed = vec![];
    for (closure, token, message, advice) in table {
        let script = format!("{BEFORE} frame.{how}(\"made\", {closure})");
        match bench.run(&script, &frame) {
            Ok(made) => {
                let made = made.cast::<Frame>().lazy().collect().unwrap();
                failed.push(format!("{closure}\n  gave {:?}", made.column("made")));
            }
            Err(error) => {
                let failure = (error.to_string(), error.advice().unwrap_or_default());
                let right = error.token() == Some(token)
                    && failure.0.contains(message)
                    && failure.1.contains(advice);
                if !right {
                    let (failure, help) = failure;
                    failed.push(format!(
                        "{closure}\n  at {:?} {failure}\n  help {help}",
                        error.token().unwrap_or_default()
                    ));
                }
            }
        }
    }
    failed
}

#[test]
fn a_slip_in_a_formula_is_told_at_its_token_with_what_to_write() {
    let failed = wrongly_told("with", TOLD);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The same of closures that are called row by row.
const TOLD_BY_ROW: &[(&str, &str, &str, &str)] = &[
    ("|i| weights[i.s] ?? 0", "i", "this map has no `b`", ".get("),
    ("|i| nums[i.m] ?? 0", "i", "a list of 3 has no element 4", ".get("),
    ("|i| i.count_by(\"b\")", "count_by", "a single row", ".with(\"count_by\", |i| i.count_by("),
    ("|i| if cap { 1 } else { 2 }", "cap", "expected true or false", ""),
];

#[test]
fn a_slip_in_a_closure_called_row_by_row_is_told_too() {
    let failed = wrongly_told("map_rows", TOLD_BY_ROW);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_frame_asked_within_its_own_call_is_told_where() {
    let told = |script: &str| {
        let error = Bench::new().run(script, &frame()).unwrap_err();
        let span = error.span.unwrap();
        (error.to_string(), span.offset(), error.advice().unwrap_or_default().to_owned())
    };
    let script = "let x = frame; x.filter(|i| i.n > x.len() && \"x\" == \"y\").len()";
    let (message, offset, advice) = told(script);
    assert_eq!(offset, script.find("x.len").unwrap(), "{message}");
    assert!(advice.contains("`let known = x.len();`"), "{advice}");
    let followed = "let x = frame; let known = x.len(); x.filter(|i| i.n > known).len()";
    assert_eq!(Bench::new().run(followed, &frame()).unwrap().as_int(), Ok(1));
}
