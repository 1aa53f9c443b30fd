//! What is advised where a script is wrong.

/// A script that is refused, a part of the advice, and the script that does as it says.
pub(crate) const ADVISED: &[(&str, &str, &str)] = &[
    (
        "pending.group_by(\"account\").agg(#{ x: sum(|i| i.age_days) / count() })",
        ".with(\"mean\", |g| g.sum / g.rows)",
        "pending.group_by(\"account\").agg(#{ sum: sum(|i| i.age_days), rows: count() \
         }).with(\"mean\", |g| g.sum / g.rows)",
    ),
    ("[1, 5].filter(|x| x)", "`|x| x > 3`", "[1, 5].filter(|x| x > 3)"),
    ("() < today", "`== ()`", "() == today"),
    ("today > ()", "`??`", "(() ?? today) > today - 1"),
    ("pending == 3", "`frame.len()`", "pending.len() == 3"),
    ("pending == \"x\"", "`frame.value(\"column\", 0)`", "pending.value(\"account\", 0) == \"x\""),
    ("today == 3", "`date(\"2026-01-31\")`", "today == date(\"2026-01-31\")"),
    ("now()", "`as_of`", "[as_of, today]"),
    (
        "days(3) + weeks(2)",
        "`today - i.sent_at > days(14)`",
        "pending.filter(|i| today - i.sent_at > days(14))",
    ),
    ("pending.height()", "`.len()`", "pending.len()"),
    ("pending.shape", "`.columns().len()`", "[pending.len(), pending.columns().len()]"),
    ("pending.dtypes", "`.schema()`", "pending.schema()"),
    ("pending.head(2).to_dicts()", "`.rows()`", "pending.head(2).rows()"),
    ("pending.head(2).to_list()", "`.value(column, row)`", "pending.head(2).value(\"account\", 1)"),
    ("pending.get_column(\"account\")", "`.select(column)`", "pending.select(\"account\")"),
    (
        "frame(#{ a: [1], b: [2] }).melt()",
        "`.unpivot(…)`",
        "frame(#{ a: [1], b: [2] }).unpivot([\"a\", \"b\"])",
    ),
    ("pending.vstack(pending)", "`concat([a, b])`", "concat([pending, pending])"),
    (
        "pending.top_k(10)",
        "`.sort_by(\"-age_days\").head(10)`",
        "pending.sort_by(\"-age_days\").head(10)",
    ),
    ("pending.glimpse()", "`.describe()`", "pending.describe()"),
    ("read_csv(\"protect.csv\")", "`frame(\"deals.csv\")`", "frame(\"protect.csv\")"),
    (
        "pending.arrange(\"age_days\")",
        "`.sort_by(\"-age_days\")`",
        "pending.sort_by(\"-age_days\")",
    ),
    (
        "pending.groupby(\"account\")",
        "`.group_by(…)`",
        "pending.group_by(\"account\").agg(#{ n: count() })",
    ),
    ("pending.fillna(0)", "`.fill_null(…)`", "pending.fill_null(\"x\")"),
    ("pending.dropna()", "`.drop_nulls()`", "pending.drop_nulls()"),
    (
        "pending.mutate(|i| i.age_days)",
        "`.with(name, |i| …)`",
        "pending.with(\"x\", |i| i.age_days)",
    ),
    ("pending.apply(\"x\", |i| 3)", "`.map_rows(name, |i| …)`", "pending.map_rows(\"x\", |i| 3)"),
    (
        "pending.filter(col(\"name\").str.contains(\"(\"))",
        "`contains(part)`",
        "pending.filter(col(\"name\").contains(\"(\"))",
    ),
    (
        "pending.filter(col(\"name\").str.contains(\"(\"))",
        "`.str.contains(part, true)`",
        "pending.filter(col(\"name\").str.contains(\"(\", true))",
    ),
    (
        "today.truncate(\"2d\")",
        "`1q`",
        "for by in [\"1d\", \"1w\", \"1mo\", \"1q\", \"1y\"] { today.truncate(by); }",
    ),
];
