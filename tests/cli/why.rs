//! `rescind why`.

use crate::program::{Output, Program};

const STRATEGY: &str = "let stale = param(\"stale\", 90, \"days\");\n\
    keep(\"noted\", |i| i.has_note && i.age_days < 150);\n\
    withdraw(\"stale\", |i| i.age_days >= stale);\n\
    prioritize(|i| i.age_days - if i.has_note { 30 } else { 0 });\n";

fn why(person: &str, options: &str) -> Output {
    let program = Program::with_data().file("s.rhai", STRATEGY);
    let program = program.args("why s.rhai").arg(person).args("anna --as-of 2026-11-23");
    program.args(options).run()
}

#[test]
fn it_shows_the_rule_the_clause_and_the_flip() {
    insta::assert_snapshot!(why("Ben C", "").ends(0).stdout);
    insta::assert_snapshot!(why("https://www.linkedin.com/in/cy-d", "").ends(0).stdout);
}

#[test]
fn what_it_says_would_flip_it_does() {
    let said = why("ben-c", "--format json").ends(0).json();
    assert_eq!(said["verdict"], "withdrawn");
    assert_eq!(said["flips"][0]["param"], "stale");
    assert_eq!(said["flips"][0]["at"], 101);
    assert_eq!(said["flip_ages_days"]["below"], 89);
    assert_eq!(
        why("ben-c", "--format json --set stale=100").ends(0).json()["verdict"],
        "withdrawn"
    );
    let flipped = why("ben-c", "--format json --set stale=101").ends(0).json();
    assert_eq!(flipped["verdict"], "kept-by-default");
    assert_eq!(flipped["flips"][0]["at"], 100);
}

#[test]
fn the_terms_add_up_to_the_priority() {
    let said = why("Ada B", "--format json").ends(0).json();
    let terms = said["terms"].as_array().unwrap().iter();
    let sum: f64 = terms.map(|term| term["value"].as_f64().unwrap()).sum();
    assert!((sum - said["priority"].as_f64().unwrap()).abs() < 1e-9);
}

#[test]
fn who_is_meant_must_be_clear() {
    why("Nobody", "").ends(2).says(&["nobody called `Nobody` was invited"]);
    why("Ben D", "").ends(2).says(&["did you mean Ben C?"]);
    why("b", "").ends(2).says(&["`b` can be 2 invitations", "anna/in/ada-b/2026-06-05"]);
}
