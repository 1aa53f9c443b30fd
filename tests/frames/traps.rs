//! What Rhai would answer silently, and wrongly.

use crate::harness::{holds, refused, refused_within, run};

/// Rows of which a condition is true, out of numbers from 0 to 3, one missing, with a text, a date
/// and a truth.
fn kept(condition: &str, rows: i64) {
    holds(&format!(
        "frame(#{{ n: [0, 1, 2, 3, ()], s: [\"a\", \"b\", \"c\", \"d\", ()], \
         x: [0.5, 1.5, 2.5, 3.5, ()], b: [true, false, true, false, ()], \
         d: [date(\"2026-01-01\"), date(\"2026-01-02\"), today, today, ()] }})\
         .filter({condition}).len() == {rows}"
    ));
}

#[test]
fn rows_of_many_columns_are_taken_out_of_a_frame() {
    holds(
        "let n = []; for i in 0..9000 { n.push(i); }\n\
         frame(#{ a: n, b: n, c: n }).rows().len() == 9000",
    );
}

#[test]
fn an_expression_compares_with_a_constant_on_either_side() {
    for (condition, rows) in [
        ("col(\"n\") > 1", 2),
        ("1 < col(\"n\")", 2),
        ("col(\"n\") > 1.5", 2),
        ("1.5 < col(\"n\")", 2),
        ("col(\"x\") >= 2", 2),
        ("2 <= col(\"x\")", 2),
        ("col(\"s\") == \"a\"", 1),
        ("\"a\" == col(\"s\")", 1),
        ("\"a\" != col(\"s\")", 3),
        ("col(\"s\") < \"c\"", 2),
        ("'c' > col(\"s\")", 2),
        ("col(\"b\") == true", 2),
        ("false == col(\"b\")", 2),
        ("col(\"d\") == today", 2),
        ("today != col(\"d\")", 2),
        ("date(\"2026-01-02\") > col(\"d\")", 1),
        ("col(\"n\") == ()", 1),
        ("() == col(\"n\")", 1),
        ("col(\"n\") != ()", 4),
        ("() != col(\"n\")", 4),
        ("col(\"n\") < col(\"x\")", 4),
    ] {
        kept(condition, rows);
    }
}

#[test]
fn an_expression_computes_with_a_constant_on_either_side() {
    for (condition, rows) in [
        ("col(\"n\") + 1 == 2", 1),
        ("1 + col(\"n\") == 2", 1),
        ("3 - col(\"n\") == 2", 1),
        ("col(\"n\") - 1.5 > 0", 2),
        ("2.0 * col(\"n\") == 4.0", 1),
        ("6 / col(\"n\") == 3", 1),
        ("col(\"n\") % 2 == 1", 2),
        ("-col(\"n\") < -1", 2),
        ("today - col(\"d\") == today - today", 2),
        ("col(\"d\").dt.offset_by(\"1d\") == today + days(1)", 2),
        ("!(col(\"n\") > 1) & (col(\"n\") != ())", 2),
        ("(col(\"n\") == 0) | (col(\"n\") == 3)", 2),
        ("col(\"b\") & true", 2),
        ("false | col(\"b\")", 2),
    ] {
        kept(condition, rows);
    }
}

#[test]
fn a_text_before_an_expression_makes_an_expression() {
    holds("frame(#{ s: [\"x\"] }).select((\"p\" + col(\"s\")).alias(\"t\")).item() == \"px\"");
    holds("frame(#{ s: [\"x\"] }).select(col(\"s\") + \"p\").item() == \"xp\"");
    holds("frame(#{ s: [\"x\"] }).select(('p' + col(\"s\")).alias(\"t\")).item() == \"px\"");
}

#[test]
fn words_that_want_true_or_false_say_what_to_write_instead() {
    for script in [
        "col(\"n\") > 1 && col(\"n\") < 3",
        "col(\"n\") > 1 || col(\"n\") < 3",
        "true && col(\"n\")",
        "if col(\"n\") > 1 { 1 }",
        "while col(\"n\") > 1 { }",
    ] {
        let message = refused(script);
        assert!(
            message.contains("with `&` and `|`, negate with `!`, choose with `when`"),
            "{message}"
        );
    }
}

#[test]
fn nothing_of_a_frame_equals_anything_by_accident() {
    for script in [
        "col(\"name\").str == \"x\"",
        "3 == col(\"sent_at\").dt",
        "col(\"tags\").list != 3",
        "when(col(\"a\") == 1).then(2) == 2",
        "pending.group_by(\"account\") == 3",
        "count(|i| i.age_days > 3) == 3",
        "pending.hist(\"age_days\") == 3",
        "report(\"x\", []) != \"x\"",
        "section(\"x\", pending) == 1",
    ] {
        let message = refused(script);
        assert!(message.contains("cannot be compared"), "{script}: {message}");
    }
    holds("pending.hist(\"age_days\") != ()");
}

#[test]
fn a_query_that_takes_too_long_ends_with_the_script() {
    let script = "let all = [];\nfor i in 0..180 { all.push(invitations); }\n\
                  let e = col(\"age_days\");\n\
                  for i in 0..20 { e = (e * 31 % 100003).rank(\"ordinal\"); }\n\
                  concat(all).select(e.max()).item()";
    let message = refused_within(script, 300);
    assert!(message.contains("the script ran out of time"), "{message}");
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    for script in ["pending > 3", "3 == pending", "today > 3", "pending == \"x\""] {
        let message = refused(script);
        assert!(message.contains("cannot be compared"), "{script}: {message}");
    }
    let message = refused("pending.filter(col(\"age_days\") > pending)");
    assert!(message.contains("a frame cannot stand in a column expression"), "{message}");
    let message = refused("pending.filter(col(\"connected_on\") + days(1) > today)");
    assert!(message.contains("add days with `.dt.offset_by(\"30d\")`"), "{message}");
    let message = refused("pending.filter(col(\"name\") > 3)");
    assert!(message.contains("cannot compare string with numeric type"), "{message}");
}

#[test]
fn a_caught_error_prints_what_is_wrong() {
    let message = run("let said = \"\"; try { pending.select(\"nope\") } \
                    catch (why) { print(`no: ${why}`); said = why + \"!\"; } said");
    assert_eq!(message.0, "no: no column `nope`\n");
    assert_eq!(message.1.unwrap().to_string(), "no column `nope`!");
}
