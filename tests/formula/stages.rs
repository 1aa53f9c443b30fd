//! What each stage of a compilation makes of a closure, as `plan --explain` prints it.

use crate::facts::{compiled, engine};
use crate::tongue::Tongue;
use rhai_polars::formula::explain::explain;

/// The stages of a closure over columns of invitations.
fn stages(closure: &str) -> String {
    explain(&compiled(&engine(&Tongue::new().schema()), closure).unwrap())
}

#[test]
fn a_score_of_several_parts_is_one_sum() {
    let closure = "|i| { let s = i.age_days; if i.has_note { s += 30; } s ?? 0 }";
    insta::assert_snapshot!(stages(closure), @r#"
    typed graph
      %0 = age_days: a whole number
      %1 = has_note: true or false
      %3 = %0 + 30: a whole number
      %4 = if %1 { %3 } else { %0 }: a whole number
      %6 = %4 ?? 0: a whole number
    simplified, with what is known
      %0 = age_days: a whole number, from 0 to 10000000, may be missing
      %1 = has_note: true or false, may be missing
      %5 = if %1 { 30 } else { 0 }: a whole number, from 0 to 30, may be missing
      %6 = %0 + %5: a whole number, from 0 to 10000030, may be missing
      %7 = %6 ?? 0: a whole number, from 0 to 10000030, never missing
    column expressions
      [(col("age_days")) + (.when(col("has_note").is_not_null()).then(.when(col("has_note")).then(30).otherwise(0)).otherwise(null))].fill_null([0])
    "#);
}

#[test]
fn a_choice_between_conditions_is_one_if_it_is_always_known() {
    let closure = "|i| if i.state == \"pending\" { i.has_note } else { false }";
    insta::assert_snapshot!(stages(closure), @r#"
    typed graph
      %0 = state: a text
      %2 = %0 == "pending": true or false
      %3 = has_note: true or false
      %5 = if %2 { %3 } else { false }: true or false
    simplified, with what is known
      %0 = state: a text, never missing
      %2 = %0 == "pending": true or false, never missing
      %3 = has_note: true or false, may be missing
      %5 = %2 && %3: true or false, may be missing
    column expressions
      [([(col("state")) == ("pending")]) & (col("has_note"))]
    "#);
}
