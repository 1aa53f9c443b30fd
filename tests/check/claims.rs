//! What people write, and what has to be said of it.

use crate::rows::Bench;

/// What is said of one condition, notes and the advice to be careful aside.
fn of(condition: &str) -> Vec<&'static str> {
    let bench = Bench::new();
    let diagnoses = bench.grave(&format!("keep(\"a\", |i| {condition});"));
    diagnoses.into_iter().filter(|code| *code != "careless-withdrawal").collect()
}

/// What is said of two rules.
fn two(first: &str, second: &str) -> Vec<&'static str> {
    let script = format!("keep(\"a\", |i| {first});\nkeep(\"b\", |i| {second});");
    Bench::new().grave(&script)
}

#[test]
fn contradictions_are_found() {
    for condition in [
        "i.x > 5 && i.x < 3",
        "i.x > 5 && i.x < 6",
        "3 > i.x && i.x > 5",
        "i.f > 2.0 && i.f < 1.5",
        "i.f >= 1.5 && !(i.f >= 1.5)",
        "i.f > 1 && i.f < 1",
        "i.company == \"A\" && i.company == \"B\"",
        "i.company in [\"A\", \"B\"] && i.company == \"C\"",
        "i.company in [\"A\", \"B\"] && i.company != \"A\" && i.company != \"B\"",
        "i.has_note && !i.has_note",
        "i.has_note && i.has_note == false",
        "i.note == () && i.note == \"x\"",
        "i.x == () && i.x > 3",
        "i.x in [1, 2] && i.x > 2",
        "i.x + 1 > 5 && i.x < 3",
        "i.x > i.y && i.x <= i.y",
        "i.x > i.y && i.y > i.x",
        "i.d > date(\"2026-11-02\") && i.d < date(\"2026-11-01\")",
        "(i.x ?? 0) > 3 && i.x < 2",
        "switch i.x { 0..5 => i.x > 7, _ => false }",
        "if i.x > 3 { i.x < 2 } else { false }",
        "\"a\" in i.tags && !(\"a\" in i.tags)",
        "#{ a: 1, b: 2 }[i.s] > 2",
        "#{ a: 1, b: 2 }[i.s] == 2 && i.s == \"a\"",
        "i.x != i.x",
    ] {
        assert_eq!(of(condition), ["never-matches"], "{condition}");
    }
}

#[test]
fn what_can_be_is_left_alone() {
    for condition in [
        "i.x >= 90 && i.x <= 90",
        "i.x > 5 || i.x < 3",
        "i.f != i.f",
        "i.f > 30.0 || i.f <= 30.0",
        "i.age_days > 30 || i.age_days <= 30",
        "i.x != 3 || i.x == 3",
        "i.l.any(|t| t == \"a\") && !i.l.all(|t| t == \"a\")",
        "#{ a: 1, b: 2 }[i.s] == 1 && #{ a: 2, b: 1 }[i.s] == 2",
        "i.rank_by(\"x\") > 3 && !(i.rank_by(\"-x\") > 3)",
        "i.y + 1 > i.y",
    ] {
        assert_eq!(of(condition), Vec::<&str>::new(), "{condition}");
    }
}

#[test]
fn what_always_holds_is_found() {
    for condition in [
        "true",
        "i.messages > 3 || i.messages <= 3",
        "i.x == () || i.x != ()",
        "i.x == () || i.x > 3 || i.x <= 3",
        "(i.x ?? 5) > 3 || (i.x ?? 5) <= 3",
        "i.kind == \"a\" || i.kind != \"a\"",
        "i.age_days < 3 || (i.age_days ?? 3) >= 3",
    ] {
        assert_eq!(of(condition), ["always-matches"], "{condition}");
    }
}

#[test]
fn what_comes_too_late_is_found() {
    for (first, second) in [
        ("i.age_days >= 60", "i.age_days >= 90"),
        ("60 <= i.age_days", "i.age_days > 90 && i.has_note"),
        ("!i.has_note", "i.has_note == false"),
        ("i.has_note == false", "!i.has_note && i.x > 3"),
        ("i.x > 3 && i.b", "i.b && i.x > 3"),
        ("i.x > i.y", "i.y < i.x"),
        ("i.x + i.y > 3", "i.y + i.x > 3"),
        ("i.company in [\"B\", \"A\"]", "i.company == \"A\""),
        ("i.company in [\"B\", \"A\"]", "i.company == \"A\" || i.company == \"B\""),
        ("i.company != \"A\"", "i.company in [\"B\", \"C\"]"),
        ("i.f > 1.0", "i.f > 1.5"),
        ("i.x > 1", "i.x > 1.5"),
        ("\"a\" in i.tags", "i.tags.contains(\"a\")"),
        ("i.s.contains(\"a\")", "i.s.contains(\"a\") && i.x > 1"),
        ("i.x > 2", "switch i.x { 3..9 => true, _ => false }"),
        ("i.l.any(|t| t == \"a\")", "i.l.any(|x| x == \"a\") && i.b"),
        ("i.count_by(\"s\") > 3", "i.count_by(\"s\") > 4"),
    ] {
        assert_eq!(two(first, second), ["shadowed"], "{first}, then {second}");
    }
}

#[test]
fn what_does_not_come_too_late_is_left_alone() {
    for (first, second) in [
        ("i.age_days >= 90", "i.age_days >= 60"),
        ("i.has_note || i.age_days > 5", "i.age_days > 3"),
        ("i.f >= 1.5", "!(i.f < 1.5)"),
        ("i.f >= 1.5", "i.f >= 1.4"),
        ("i.l.any(|t| t == \"a\")", "i.l.all(|t| t == \"a\")"),
        ("#{ a: true, b: false }[i.s]", "#{ a: false, b: true }[i.s]"),
        ("i.x > 3 && i.b", "i.x > 3"),
        ("i.x != 3", "i.x > 2"),
        ("i.count_by(\"s\") > 3", "i.count_by(\"b\") > 4"),
    ] {
        assert_eq!(two(first, second), Vec::<&str>::new(), "{first}, then {second}");
    }
}

#[test]
fn several_rules_together_can_decide_before_one() {
    let script = "keep(\"a\", |i| i.x > 3);\nkeep(\"b\", |i| i.x <= 3);\n\
                  keep(\"c\", |i| i.x in [1, 5]);\nkeep(\"d\", |i| i.x == ());\n\
                  keep(\"e\", |i| i.b);";
    let diagnoses = Bench::new().check(script);
    let diagnoses: Vec<_> = diagnoses.iter().filter(|one| one.code.name() == "shadowed").collect();
    assert_eq!(diagnoses.len(), 2);
    assert!(diagnoses.iter().all(|one| one.message.contains("the rules above it together")));
}

#[test]
fn a_condition_is_the_same_however_it_is_written() {
    for script in [
        "let least = 60;\nkeep(\"a\", |i| i.x >= 60);\nkeep(\"b\", |i| i.x >= least);",
        "fn old(x) { x > 60 }\nkeep(\"a\", |i| i.x > 60);\nkeep(\"b\", |i| old(i.x) && i.b);",
        "column(\"c\", |i| i.x > 60);\nkeep(\"a\", |i| i.x > 60);\nkeep(\"b\", |i| i.c && i.b);",
        "column(\"z\", |i| i.x);\nkeep(\"a\", |i| i.z > 60);\nkeep(\"b\", |i| i.x > 61);",
        "let old = |i| i.x > 60;\nkeep(\"a\", old);\nkeep(\"b\", old);",
        "keep(\"a\", col(\"x\") > 60);\nkeep(\"b\", col(\"x\") > 60);",
        "keep(\"a\", |i| { let a = i.x > 6; a });\nkeep(\"b\", |i| if i.x > 6 {i.b} else {false});",
        "keep(\"a\", |i| { if i.x > 60 { return true; } false });\nkeep(\"b\", |i| i.x > 60);",
    ] {
        assert_eq!(Bench::new().grave(script), ["shadowed"], "{script}");
    }
}
