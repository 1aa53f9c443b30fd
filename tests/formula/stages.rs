//! What each stage of a compilation makes of a closure, as `plan --explain` prints it.

use crate::facts::{compiled, engine};
use crate::tongue::Tongue;
use rescind::formula::explain::explain;

/// The stages of a closure over columns of invitations.
fn stages(closure: &str) -> String {
    explain(&compiled(&engine(&Tongue::new().schema()), closure).unwrap())
}

#[test]
fn a_score_of_several_parts_is_one_sum() {
    let closure = "|i| { let s = i.age_days; if i.has_note { s += 30; } s ?? 0 }";
    insta::assert_snapshot!(stages(closure), @"");
}

#[test]
fn a_choice_between_conditions_needs_no_choice() {
    let closure = "|i| if i.age_days > 90 { !i.has_note } else { false }";
    insta::assert_snapshot!(stages(closure), @"");
}
