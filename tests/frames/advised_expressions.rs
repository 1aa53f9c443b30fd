//! What is advised where a column expression is wrong.

/// A script that is refused, a part of the advice, and the script that does as it says.
pub(crate) const ADVISED_EXPRESSIONS: &[(&str, &str, &str)] = &[
    (
        "let e = col(\"a\"); for i in 0..200 { e = e + 1; } frame(#{ a: [1] }).select(e)",
        "`with(\"name\", …)`",
        "frame(#{ a: [1] }).with(\"b\", col(\"a\") + 1).with(\"c\", col(\"b\") + 1)",
    ),
    (
        "pending.select(col(\"sent_at\").dt.truncate(\"2d\"))",
        "`1q`",
        "for by in [\"1h\", \"1d\", \"1w\", \"1mo\", \"1q\", \"1y\"] { \
         pending.select(col(\"sent_at\").dt.truncate(by)).len(); }",
    ),
    (
        "pending.select(col(\"tags\") * 2)",
        "`col(\"tags\").list.len()`",
        "pending.select(col(\"tags\").list.len() * 2)",
    ),
];
