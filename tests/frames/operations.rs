//! Operations of frames: what their examples do not show, and what is said where they are used
//! wrongly.

use crate::harness::{holds, refused, run};

#[test]
fn what_takes_a_list_takes_several_values_as_polars_does() {
    for (several, listed) in [
        ("pending.select(\"account\", \"name\").columns()", "[\"account\", \"name\"]"),
        (
            "pending.select(\"account\", \"name\", \"id\").drop(\"name\", \"id\").columns()",
            "[\"account\"]",
        ),
        (
            "pending.group_by(\"account\", \"kind\").len().columns()",
            "[\"account\", \"kind\", \"len\"]",
        ),
        ("pending.count_by(\"account\", \"kind\").columns()", "[\"account\", \"kind\", \"count\"]"),
        ("pending.group_by(\"account\").len().agg(#{ n: sum(\"len\") }).item()", "pending.len()"),
        ("frame([#{ a: 1, b: \"x\" }, #{ a: 2 }]).rows()[1]", "#{ a: 2, b: () }"),
        ("frame([]).len()", "0"),
    ] {
        crate::harness::holds(&format!("{several} == {listed}"));
    }
    let refused = crate::harness::run("frame([1])").1.unwrap_err();
    assert!(refused.contains("row 0 is a whole number, expected a map"), "{refused}");
}

#[test]
fn nothing_is_computed_until_it_is_asked_for() {
    let wrong = "let f = frame(#{ s: [\"1\", \"x\"], k: [\"a\", \"a\"] });\n\
                 let g = f.group_by(\"k\").agg(#{ s: col(\"s\").implode() });\n\
                 let h = f.pivot(\"k\", [], \"s\").with(\"n\", 1);\n";
    assert!(run(&format!("{wrong}h.columns()")).1.is_ok());
    for asks in ["h.rows()", "h.value(\"a\", 0)", "h.show()", "print(h)"] {
        let message = refused(&format!("{wrong}{asks}"));
        assert!(
            message.contains("expected no or a single value, got 2 values"),
            "{asks}: {message}"
        );
        assert!(
            message.contains("found in line 4, where its rows are needed"),
            "{asks}: {message}"
        );
    }
}

#[test]
fn columns_that_pivot_makes_are_called_apart() {
    let frame = "frame(#{ on: [\"missing\", (), \"a\", \"k\", \"missing_2\"], \
                 k: [\"x\", \"x\", \"x\", \"x\", \"y\"], v: [1, 2, 3, 4, 5] })\
                 .pivot(\"on\", \"k\", sum(\"v\"))";
    let columns = "[\"k\", \"a\", \"k_2\", \"missing\", \"missing_2\", \"missing_3\"]";
    crate::harness::holds(&format!("{frame}.columns() == {columns}"));
    for (column, value) in [("missing", 1), ("missing_3", 2), ("a", 3), ("k_2", 4)] {
        crate::harness::holds(&format!("{frame}.value(\"{column}\", 0) == {value}"));
    }
}

#[test]
fn an_error_that_comes_late_points_at_the_operation() {
    let script = "let f = frame(#{ k: [\"a\", \"a\"], s: [\"x\", \"y\"], on: [\"p\", \"p\"] });\n\
                  let w = f.filter(col(\"k\") == \"a\")\n\
                  .pivot(\"on\", \"k\", \"s\");\n\
                  let u = w.sort_by(\"k\");\n\
                  u.head(3).rows()";
    let error = crate::harness::error(script);
    assert_eq!(error.token(), Some("pivot"));
    assert_eq!(error.advice(), Some("found in line 5, where its rows are needed"));
}

#[test]
fn joins_are_of_every_kind() {
    let frames = "let a = frame(#{ k: [1, 2, ()], x: [\"a\", \"b\", \"c\"] });\n\
                  let b = frame(#{ k: [2, 3], y: [\"p\", \"q\"] });\n\
                  let c = frame(#{ who: [2, 3], y: [\"p\", \"q\"] });\n";
    for (asks, rows) in [
        ("a.join(b, \"k\")", 1),
        ("a.join(b, \"k\", \"left\")", 3),
        ("a.join(b, \"k\", \"full\")", 4),
        ("a.join(b, \"k\", \"semi\")", 1),
        ("a.join(b, \"k\", \"anti\")", 2),
        ("a.join(c, #{ k: \"who\" })", 1),
    ] {
        holds(&format!("{frames}{asks}.len() == {rows}"));
    }
    holds(&format!("{frames}a.join(b, \"k\", \"full\").columns() == [\"k\", \"x\", \"y\"]"));
    holds(&format!(
        "{frames}a.join(b, \"k\", \"full\").filter(|r| r.k == 3).value(\"y\", 0) == \"q\""
    ));
    let message = refused(&format!("{frames}a.join(b, \"k\", \"outer\")"));
    assert!(
        message.contains("`outer` is no kind of join") && message.contains("\"full\""),
        "{message}"
    );
    let message = refused(&format!("{frames}a.join(c, #{{ k: \"woh\" }})"));
    assert!(message.contains("no column `woh`; did you mean `who`?"), "{message}");
}

#[test]
fn frames_of_other_columns_do_not_stack_by_accident() {
    let frames = "let a = frame(#{ m: [1], n: [2] });\nlet b = frame(#{ n: [2.5], o: [3] });\n";
    let message = refused(&format!("{frames}concat([a, b])"));
    assert!(message.contains("frame 2 has the columns n, o, the first has m, n"), "{message}");
    holds(&format!("{frames}concat([a, b], \"diagonal\").columns() == [\"m\", \"n\", \"o\"]"));
    holds(&format!("{frames}concat([a, b], \"diagonal\").value(\"n\", 1) == 2.5"));
    let message = refused(&format!("{frames}concat([a, b], \"wide\")"));
    assert!(message.contains("no way to put frames together"), "{message}");
    assert!(refused("concat([])").contains("a list of frames"));
}

#[test]
fn pivots_have_a_column_for_each_value() {
    let rows =
        "let f = frame(#{ a: [\"x\", \"x\", \"y\"], s: [\"new\", (), \"new\"], n: [1, 2, 3] });\n";
    holds(&format!(
        "{rows}f.pivot(\"s\", \"a\", \"n\").columns() == [\"a\", \"new\", \"missing\"]"
    ));
    holds(&format!("{rows}f.pivot(\"s\", \"a\", \"n\").value(\"missing\", 1) == ()"));
    holds(&format!("{rows}f.pivot(\"s\", \"a\", sum(|i| i.n * 2)).value(\"new\", 1) == 6"));
    holds(&format!("{rows}f.pivot(\"s\", [], count()).rows().len() == 1"));
    let message = refused(&format!("{rows}f.pivot([\"s\", \"a\"], [], count())"));
    assert!(message.contains("takes the columns from one key, not 2"), "{message}");
    let message = refused("invitations.pivot(\"person\", \"account\", count())");
    assert!(message.contains("columns, more than 500") && message.contains("`cut`"), "{message}");
    let message = refused("invitations.pivot(\"stae\", \"account\", count())");
    assert!(message.contains("no column `stae`; did you mean `state`?"), "{message}");
}

#[test]
fn lists_come_apart() {
    holds("frame(#{ k: [1, 2], t: [[\"a\", \"b\"], []] }).explode(\"t\").len() == 3");
    let message = refused("pending.explode(\"name\")");
    assert!(message.contains("`name` holds no lists") && message.contains("tags"), "{message}");
}

#[test]
fn chance_is_the_same_in_every_run() {
    let ids = "pending.sample(20, 7).select(\"id\").rows()";
    holds(&format!("`${{{ids}}}` == `${{{ids}}}`"));
    holds(&format!("`${{{ids}}}` != `${{pending.sample(20, 8).select(\"id\").rows()}}`"));
    holds("pending.sample(2000).len() == pending.len() && pending.sample(0).len() == 0");
    holds("pending.sample(5).columns() == pending.columns()");
    assert!(refused("pending.sample(-1)").contains("-1 is no number of rows"));
}

#[test]
fn columns_of_aggregates_keep_their_order_in_a_list() {
    holds(
        "pending.group_by(\"account\").agg([#{ z: count() }, mean(\"age_days\").alias(\"m\"), \
         #{ a: max(|i| i.age_days) }]).columns() == [\"account\", \"z\", \"m\", \"a\"]",
    );
    let message = refused("pending.group_by(\"account\").agg([count(|i| i.age_days > 3)])");
    assert!(message.contains("has no name for its column here"), "{message}");
    let message = refused("pending.agg([#{ a: count() }, #{ a: count() }])");
    assert!(message.contains("stands there twice"), "{message}");
}

#[test]
fn aggregates_of_a_whole_frame_are_one_row() {
    for one in [
        "pending.agg(#{ n: count() })",
        "pending.agg(#{ n: count(|i| i.age_days > 3) })",
        "pending.select([sum(\"age_days\"), max(\"name\")])",
        "pending.select(lit(7))",
        "acceptance()",
        "pending.null_count().head(1)",
        "pending.describe().head(1)",
    ] {
        holds(&format!("{one}.len() == 1"));
        holds(&format!("{one}.agg(#{{ n: count() }}).item() == 1"));
        holds(&format!("concat([{one}, {one}]).len() == 2"));
    }
    holds("pending.head(0).agg(#{ n: count() }).len() == 1");
    holds("pending.select([\"name\", sum(\"age_days\")]).len() == pending.len()");
}

#[test]
fn a_key_hides_no_column_of_its_name() {
    let rows = "let f = frame(#{ n: [10, 20, 35], s: [\"a\", \"b\", \"b\"] });\n";
    holds(&format!(
        "{rows}f.group_by(#{{ n: |i| i.n / 30 }}).agg(#{{ m: sum(\"n\"), k: sum(|i| i.n) }})\
         .rows() == [#{{ n: 0, m: 30, k: 30 }}, #{{ n: 1, m: 35, k: 35 }}]"
    ));
    holds(&format!(
        "{rows}f.pivot(#{{ s: |i| i.s + \"x\" }}, [], first(\"s\")).value(\"ax\", 0) == \"a\""
    ));
    holds(
        "acceptance(#{ age_days: |i| i.age_days / 400 }).select(sum(\"settled\")).item() \
           == acceptance().value(\"settled\", 0)",
    );
    holds(
        "ages(pending, #{ age_days: |i| i.age_days / 400 }).select(sum(\"invitations\")).item() \
           == pending.len()",
    );
    let message = refused("pending.group_by([\"account\", #{ account: |i| i.name }])");
    assert!(message.contains("`account` is a key twice"), "{message}");
}

#[test]
fn several_columns_come_at_once_and_see_those_before() {
    holds(
        "frame(#{ n: [1] }).with_columns(#{ n: |i| i.n + 1, m: |i| i.n * 10 }).rows()[0] \
         == #{ n: 2, m: 10 }",
    );
    let message = refused("frame(#{ n: [1] }).with_columns([|i| i.n])");
    assert!(message.contains("a formula needs a name"), "{message}");
    holds("frame(#{ a: [1], b: [2] }).rename(#{ a: \"b\", b: \"a\" }).columns() == [\"b\", \"a\"]");
}

#[test]
fn missing_values_are_filled_by_type() {
    let filled = "frame(#{ n: [()], x: [1.5], s: [()], b: [true] }).select([\"s\", \"x\"])";
    holds(&format!("{filled}.fill_null(\"none\").columns() == [\"s\", \"x\"]"));
    holds("frame(#{ n: [1, ()], x: [1.5, ()] }).fill_null(0).rows()[1] == #{ n: 0, x: 0.0 }");
    holds("frame(#{ s: [\"a\", ()] }).fill_null(\"b\").value(\"s\", 1) == \"b\"");
}

#[test]
fn what_a_frame_consists_of_is_a_frame() {
    holds("invitations.schema().len() == invitations.columns().len()");
    holds(
        "invitations.schema().filter(|c| c.column == \"tags\").value(\"type\", 0) == \"list[str]\"",
    );
    holds("invitations.describe().len() == invitations.columns().len()");
    holds(
        "invitations.describe().filter(|c| c.column == \"age_days\").value(\"null_count\", 0) \
         == invitations.filter(|i| i.age_days == ()).len()",
    );
    holds(
        "invitations.null_count().filter(|c| c.column == \"company\").value(\"null_count\", 0) \
         == invitations.filter(|i| i.company == ()).len()",
    );
    holds("frame(#{}).describe().len() == 0 && frame(#{}).schema().len() == 0");
}

#[test]
fn pieces_of_time_are_keys() {
    holds(
        "invitations.group_by([\"account\", by_month(\"sent_at\")]).agg(#{ n: count() }).len() > 9",
    );
    holds(
        "invitations.by_week(\"sent_at\").agg(#{ n: count() }).select(sum(\"n\")).item() \
           == invitations.len()",
    );
    let message = refused("invitations.count_by(by_week(\"name\"))");
    assert!(message.contains("date") || message.contains("dt"), "{message}");
    assert!(refused("by_week(3)").contains("names no column of dates"));
}

#[test]
fn charts_say_what_they_need() {
    for (script, part) in [
        ("pending.hist(\"name\")", "`name` holds no numbers"),
        ("pending.hist(\"sent_at\")", "count dates with"),
        ("pending.hist(\"age\")", "no column `age`"),
        ("pending.hist(\"age_days\", 0)", "0 is no number of intervals"),
        ("pending.bars(\"name\", \"company\")", "`company` holds no numbers"),
        ("frame(#{ n: [1] }).bars()", "a chart needs two columns"),
        ("pending.line(\"name\", \"age_days\")", "`name` holds no numbers and no dates"),
        ("pending.heatmap(\"connected_on\")", "`connected_on` holds no instants"),
        ("section(\"x\", 3)", "a whole number is no content of a section"),
        ("report(\"x\", [3])", "a whole number is no section"),
        ("report(\"x\", [], 3)", "no day on which to look again"),
        (
            "let s = section(\"A b\", pending); report(\"x\", [s, s])",
            "two sections are called `a_b`",
        ),
    ] {
        let message = refused(script);
        assert!(message.contains(part), "{script}: {message}");
    }
}

#[test]
fn a_histogram_counts_every_number() {
    holds(
        "pending.hist(\"age_days\").frame().select(sum(\"count\")).item() \
           == pending.filter(|i| i.age_days != ()).len()",
    );
    holds("frame(#{ n: [1, 1, 1] }).hist(\"n\").frame().len() == 1");
    holds(
        "frame(#{ n: [-1000000, 1, 1000000] }).hist(\"n\", 5).frame().select(sum(\"count\")) \
         .item() == 3",
    );
    holds("frame(#{ n: [0.001, 0.0025] }).hist(\"n\", 3).frame().value(\"count\", 0) == 1");
    holds("frame(#{ n: [()] }).hist(\"n\").frame().len() == 0");
}

#[test]
fn a_method_that_is_taken_for_a_property_is_named() {
    let message = refused("pending.columns");
    assert!(
        message.contains("`columns` of a frame is a method") && message.contains("`.columns()`"),
        "{message}"
    );
}

#[test]
fn dates_move_by_months() {
    holds("date(\"2026-03-31\").offset_by(\"-1mo\") == date(\"2026-02-28\")");
    holds("date(\"2024-02-29\").offset_by(\"1y\") == date(\"2025-02-28\")");
    holds("date(\"2026-11-22\").truncate(\"1w\") == date(\"2026-11-16\")");
    for wrong in
        ["today.offset_by(\"1h\")", "today.offset_by(\"mo\")", "today.offset_by(\"9999999y\")"]
    {
        assert!(refused(wrong).contains("is no span of time from"), "{wrong}");
    }
    assert!(refused("today.truncate(\"1h\")").contains("is no span of time here"));
}

#[test]
fn a_full_join_has_rows_that_meet_nothing_in_their_order() {
    // An `explode` may make any number of rows, so that this is joined piece by piece.
    holds(
        "let names = frame(#{ k: [\"a,b\", \"c\"] });
         let names = names.with(\"k\", |i| i.k.split(\",\")).explode(\"k\");
         let numbers = frame(#{ k: [\"h\", \"g\", \"a\", \"f\", \"e\", \"d\"] });
         let joined = names.join(numbers, \"k\", \"full\");
         let keys = \"\";
         for row in 0..8 { keys += joined.value(\"k\", row); }
         keys == \"abchgfed\"",
    );
}
