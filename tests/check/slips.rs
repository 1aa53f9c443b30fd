//! Mistakes that people make: each is told at its token, and the script that follows the advice is
//! clean.

use crate::rows::Bench;
use rescind::check::Severity;

/// A mistake, the token that is pointed at, what is advised, and the script that follows it. In
/// place of a script, what begins with `|` is the condition of a rule.
const SLIPS: &[[&str; 4]] = &[
    // Names.
    ["|i| i.age_day > 3", "age_day", "`age_days`", "|i| i.age_days > 3"],
    ["|i| i.Age_Days > 3", "Age_Days", "`age_days`", "|i| i.age_days > 3"],
    ["|i| i[\"age days\"] > 3", "\"age days\"", "`age_days`", "|i| i[\"age_days\"] > 3"],
    ["|i| \"client\" in i.tag", "tag", "`tags`", "|i| \"client\" in i.tags"],
    ["|i| i.name.contain(\"x\")", "contain", "`contains`", "|i| i.name.contains(\"x\")"],
    ["|i| i.sent_at.yer > 3", "yer", "`year`", "|i| i.sent_at.year > 3"],
    [
        "|i| i.count_by(\"compny\") > 3",
        "\"compny\"",
        "`company`",
        "|i| i.count_by(\"company\") > 3",
    ],
    ["|i| i.rankby(\"x\") > 1", "rankby", "`rank_by`", "|i| i.rank_by(\"x\") > 1"],
    ["|i| limits.pending_cp > 3", "pending_cp", "`pending_cap`", "|i| limits.pending_cap > i.x"],
    ["|i| age_days > 90", "age_days", "`i.age_days`", "|i| i.age_days > 90"],
    [
        "|i| i.name.len() > stale",
        "stale",
        "`let stale = …;`",
        "|i| { let stale = 3; i.name.len() > stale }",
    ],
    [
        "let stale = 3; keep(\"a\", |i| i.x > stael);",
        "stael",
        "`stale`",
        "let stale = 3; keep(\"a\", |i| i.x > stale);",
    ],
    ["kep(\"a\", |i| i.x > 3);", "kep", "`keep`", "keep(\"a\", |i| i.x > 3);"],
    ["keep(\"a\", |i| m::f(i.x));", "f", "`import \"path\" as m;`", "keep(\"a\", |i| i.x > 3);"],
    [
        "let shared = 3; keep(\"a\", |i| i.x > shared);",
        "shared",
        "another name",
        "let common = 3; keep(\"a\", |i| i.x > common);",
    ],
    // How a closure is written.
    [
        "keep(\"a\", i.age_days > 3);",
        "i",
        "`|i| i.age_days > 90`",
        "keep(\"a\", |i| i.age_days > 3);",
    ],
    [
        "keep(\"a\", i => i.age_days > 3);",
        "i",
        "`|i| i.age_days > 90`",
        "keep(\"a\", |i| i.age_days > 3);",
    ],
    ["keep(\"a\", || true);", "keep", "`|i| i.age_days > 90`", "keep(\"a\", |i| i.age_days > 90);"],
    ["keep(|i| i.x > 3);", "keep", "`keep(reason, when)`", "keep(\"reason\", |i| i.x > 3);"],
    ["keep('a', |i| i.x > 3);", "keep", "double quotes", "keep(\"a\", |i| i.x > 3);"],
    // Words and signs of other languages.
    ["|i| i.x > 3 and i.b", "and", "`&&`", "|i| i.x > 3 && i.b"],
    ["|i| i.x > 3 or i.b", "or", "`||`", "|i| i.x > 3 || i.b"],
    ["|i| not i.b", "not", "`!`", "|i| !i.b"],
    ["|i| i.company is null", "is", "`i.company == ()`", "|i| i.company == ()"],
    ["|i| i.company == null", "null", "`()`", "|i| i.company == ()"],
    ["|i| i.company == None", "None", "`()`", "|i| i.company == ()"],
    ["|i| i.b == True", "True", "`true`", "|i| i.b == true"],
    [
        "|i| i.name like \"x%\"",
        "like",
        "`i.name.contains(\"part\")`",
        "|i| i.name.contains(\"part\")",
    ],
    ["|i| i.x between 3 and 5", "between", "`i.age_days in 30..90`", "|i| i.age_days in 30..90"],
    [
        "|i| i.x > 3 ? true : i.b",
        "?",
        "`if condition { … }",
        "|i| if i.x > 3 { true } else { i.b }",
    ],
    [
        "|i| if i.x > 3 then true else i.b",
        "then",
        "`if condition { … }",
        "|i| if i.x > 3 { true } else { i.b }",
    ],
    [
        "|i| if (i.x > 3) true else i.b",
        "true",
        "`{` and `}`",
        "|i| if (i.x > 3) { true } else { i.b }",
    ],
    ["|i| i.x <> 3", ">", "`!=`", "|i| i.x != 3"],
    ["|i| i.x === 3", "===", "`==`", "|i| i.x == 3"],
    ["|i| { let n = i.x; n++; n > 3 }", "++", "`n += 1;`", "|i| { let n = i.x; n += 1; n > 3 }"],
    [
        "var n = 3; keep(\"a\", |i| i.x > n);",
        "var",
        "`let`",
        "let n = 3; keep(\"a\", |i| i.x > n);",
    ],
    [
        "function f(x) { x } keep(\"a\", |i| f(i.b));",
        "function",
        "`fn`",
        "fn f(x) { x } keep(\"a\", |i| f(i.b));",
    ],
    ["|i| i.s == 'pending'", "'pending'", "double quotes", "|i| i.s == \"pending\""],
    // Brackets and semicolons.
    ["keep(\"a\", |i| i.x > 9;", ";", "`)`", "keep(\"a\", |i| i.x > 9);"],
    [
        "keep(\"a\", |i| i.x > 9\nkeep(\"b\", |i| i.y > 8);",
        "keep",
        "`)`, and `;`",
        "keep(\"a\", |i| i.x > 9);\nkeep(\"b\", |i| i.y > 8);",
    ],
    [
        "keep(\"a\", |i| i.x > 9)\nkeep(\"b\", |i| i.y > 8);",
        "keep",
        "`;`",
        "keep(\"a\", |i| i.x > 9);\nkeep(\"b\", |i| i.y > 8);",
    ],
    ["keep(\"a\", |i| { i.x > 9 );", ")", "`}`", "keep(\"a\", |i| { i.x > 9 });"],
    ["keep(\"a, |i| i.x > 9);", "\"a, |i| i.x > 9);", "`\"`", "keep(\"a\", |i| i.x > 9);"],
    // Types.
    ["|i| i.name > 3", ">", "`.to_int()`", "|i| i.name.to_int() > 3"],
    ["|i| i.name.contains(3)", "3", "`text.contains(part)`", "|i| i.name.contains(\"3\")"],
    [
        "|i| i.sent_at > \"2026-02-03\"",
        ">",
        "`date(\"2026-01-31\")`",
        "|i| i.sent_at > date(\"2026-02-03\")",
    ],
    ["|i| i.sent_at > 30", ">", "`today - i.sent_at > 30`", "|i| today - i.sent_at > 30"],
    ["|i| 30 + i.sent_at > today", "+", "`i.sent_at + 30`", "|i| i.sent_at + 30 > today"],
    [
        "|i| i.s - \"a\" == \"b\"",
        "-",
        "`.replace(part, \"\")`",
        "|i| i.s.replace(\"a\", \"\") == \"b\"",
    ],
    ["|i| i.b == \"yes\"", "==", "`i.has_note`", "|i| i.b"],
    ["|i| 3 < i.x < 5", "<", "`&&`", "|i| 3 < i.x && i.x < 5"],
    ["|i| i.tags == \"client\"", "==", "`\"client\" in i.tags`", "|i| \"client\" in i.tags"],
    ["|i| i.x > 9 && i.company", "company", "`i.company != ()`", "|i| i.x > 9 && i.company != ()"],
    ["|i| i.age_days", "age_days", "`i.age_days > 90`", "|i| i.age_days > 90"],
    ["|i| \"x\"", "\"x\"", "compare it", "|i| i.s == \"x\""],
    [
        "|i| if i.x > 3 { true } else { 5 }",
        "if",
        "the same type",
        "|i| if i.x > 3 { true } else { i.b }",
    ],
    ["prioritize(|i| i.name);", "name", "`.len()`", "prioritize(|i| i.name.len());"],
    [
        "prioritize(|i| i.has_note);",
        "has_note",
        "`if … { 1 } else { 0 }`",
        "prioritize(|i| if i.has_note { 1 } else { 0 });",
    ],
    [
        "|i| i.s[0] == \"a\"",
        "0",
        "`.sub_string(start, length)`",
        "|i| i.s.sub_string(0, 1) == \"a\"",
    ],
    ["|i| i.x.abs > 9", "abs", "`.abs()`", "|i| i.x.abs() > 9"],
    // What is computed beforehand.
    [
        "|i| i.sent_at > date(\"2026-02-30\")",
        "date",
        "year-month-day",
        "|i| i.sent_at > date(\"2026-02-28\")",
    ],
    ["|i| i.x > days(1.5)", "days", "`days(", "|i| i.x > days(1)"],
    [
        "|i| i.name.matches(\"(abc\")",
        "\"(abc\"",
        "text.matches(pattern)",
        "|i| i.name.matches(\"(abc)\")",
    ],
    [
        "|i| i.sent_at in date(\"2026-01-01\")..today",
        "..",
        "`a <= x && x < b`",
        "|i| date(\"2026-01-01\") <= i.sent_at && i.sent_at < today",
    ],
    // What formulas do not cover.
    ["|i| i.x = 3", "x", "`==`", "|i| i.x == 3"],
    [
        "let n = 0; keep(\"a\", |i| { n += 1; i.x > n });",
        "n",
        "`let own_n = n;`",
        "let n = 0; keep(\"a\", |i| { let own_n = n; own_n += 1; i.x > own_n });",
    ],
    [
        "|i| { for t in i.tags { if t == \"x\" { return true; } } false }",
        "tags",
        "`i.tags.any(|tag| …)`",
        "|i| i.tags.any(|tag| tag == \"x\")",
    ],
    [
        "|i| { let s = 0; for k in 0..i.x { s += k; } s > 3 }",
        "..",
        "`if k >= i.messages { break; }`",
        "|i| { let s = 0; for k in 0..99 { if k >= i.x { break; } s += k; } s > 3 }",
    ],
    ["|i| i.l.any(|t| t == i.s)", "s", "`i.campaign in i.tags`", "|i| i.s in i.l"],
    [
        "|i| { while i.x > 3 { } true }",
        "while",
        "`for`",
        "|i| { for k in 0..3 { if i.x > k { return true; } } i.b }",
    ],
    ["|i| { print(i.name); i.b }", "print", "outside of it", "print(\"x\"); keep(\"a\", |i| i.b);"],
];

/// A script, from one or from a condition.
fn script(source: &str) -> String {
    if source.starts_with('|') { format!("keep(\"a\", {source});") } else { source.into() }
}

#[test]
fn a_slip_is_told_at_its_token_and_its_advice_works() {
    let bench = Bench::new();
    for [wrong, token, advice, right] in SLIPS {
        let told = bench.check(&script(wrong));
        let mut errors = told.iter().filter(|diagnosis| diagnosis.severity == Severity::Error);
        let error = errors.next().unwrap_or_else(|| panic!("nothing is said of {wrong}"));
        assert!(errors.next().is_none(), "{wrong}: {told:?}");
        let (start, length) = (error.offset(), error.span_or_start().len());
        assert_eq!(&error.text()[start..start + length], *token, "{wrong}: {}", error.message);
        let help = error.help.as_deref().unwrap_or_default();
        assert!(help.contains(advice), "{wrong}: {} | {help}", error.message);
        let report = bench.check(&script(right));
        // Some are a line of a strategy, without any rule.
        let left = report.iter().filter(|diagnosis| diagnosis.code.name() != "no-rules");
        let left: Vec<_> = left.filter(|diagnosis| diagnosis.severity > Severity::Note).collect();
        assert!(left.is_empty(), "{right}: {left:?}");
    }
}
