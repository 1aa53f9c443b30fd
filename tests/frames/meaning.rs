//! What is documented of texts, divisions and missing values in frames.

use crate::harness::{holds, refused};

const ROWS: &str = "let f = frame(#{ n: [1, 2, 3, 4], k: [\"a\", (), \"a\", ()], \
                    s: [\"x\", \"n\", (), \"z\"] });\n";

/// Fails unless this is true of the rows.
fn of_rows(condition: &str) {
    holds(&format!("{ROWS}{condition}"));
}

#[test]
fn a_division_of_column_expressions_is_a_true_one() {
    of_rows("f.select((col(\"n\") / col(\"n\").sum()).alias(\"x\")).value(\"x\", 0) == 0.1");
    of_rows("f.select((col(\"n\") / 2).alias(\"x\")).value(\"x\", 0) == 0.5");
    of_rows("f.select((1 / col(\"n\")).alias(\"x\")).value(\"x\", 3) == 0.25");
    of_rows("f.select(col(\"n\").floor_div(2).alias(\"x\")).value(\"x\", 2) == 1");
    // As in Polars: the quotient by zero is infinite, the whole one and the remainder are missing.
    of_rows("f.select((col(\"n\") / 0).alias(\"x\")).value(\"x\", 0).is_infinite()");
    of_rows("f.select(col(\"n\").floor_div(0).alias(\"x\")).value(\"x\", 0) == ()");
    of_rows("f.select((col(\"n\") % 0).alias(\"x\")).value(\"x\", 0) == ()");
    // The remainder has the sign of the divisor, and goes with the quotient rounded down.
    of_rows("f.select((-col(\"n\") % 3).alias(\"x\")).value(\"x\", 0) == 2");
    // In a formula it stays Rhai's.
    of_rows("f.with(\"x\", |i| i.n / 2).value(\"x\", 0) == 0");
}

#[test]
fn a_text_names_a_column_wherever_a_column_is_asked_for() {
    for taken in ["with(\"x\", \"n\")", "with_columns(#{ x: \"n\" })", "select(#{ x: \"n\" })"] {
        of_rows(&format!("f.{taken}.value(\"x\", 1) == 2"));
    }
    for taken in ["with(\"x\", \"hi\")", "with_columns(#{ x: \"hi\" })", "select(#{ x: \"hi\" })"] {
        let message = refused(&format!("{ROWS}f.{taken}"));
        assert!(
            message.contains("no column `hi`") && message.contains("`lit(\"hi\")`"),
            "{message}"
        );
    }
    of_rows("f.with(\"x\", lit(\"hi\")).value(\"x\", 1) == \"hi\"");
    of_rows("f.with(\"x\", |i| \"hi\").value(\"x\", 1) == \"hi\"");
    of_rows("f.select(coalesce([\"k\", \"s\"]).alias(\"x\")).value(\"x\", 1) == \"n\"");
    let message = refused(&format!("{ROWS}f.with(\"x\", coalesce([\"k\", \"none\"]))"));
    assert!(message.contains("`lit(\"none\")`"), "{message}");
    // Where a value is asked for, a text is a value.
    of_rows("f.filter(col(\"s\") == \"n\").len() == 1");
    of_rows("f.with(\"x\", col(\"s\").fill_null(\"n\")).value(\"x\", 2) == \"n\"");
    of_rows("f.filter(col(\"s\").is_in([\"n\", \"k\"])).len() == 1");
    of_rows(
        "f.with(\"x\", when(col(\"n\") > 1).then(\"n\").otherwise(\"k\")).value(\"x\", 1) == \"n\"",
    );
}

#[test]
fn a_missing_value_counts_as_one_value_everywhere() {
    of_rows("f.select(n_unique(\"k\")).item() == 2");
    of_rows("f.agg(#{ x: n_unique(|i| i.k) }).item() == 2");
    of_rows("f.describe().filter(|c| c.column == \"k\").value(\"n_unique\", 0) == 2");
    of_rows("f.unique(\"k\").len() == 2 && f.count_by(\"k\").len() == 2");
    of_rows("f.group_by(\"k\").len().value(\"len\", 1) == 2");
    of_rows("f.with(\"x\", col(\"n\").sum().over(\"k\")).value(\"x\", 1) == 6");
    of_rows("f.with(\"x\", |i| i.sum_by(\"n\", \"k\")).value(\"x\", 1) == 6");
    of_rows("f.with(\"x\", |i| i.rank_by(\"-n\", \"k\")).value(\"x\", 3) == 1");
}
