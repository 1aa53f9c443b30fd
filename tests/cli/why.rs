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
    let message = why("ben-c", "--format json").ends(0).json();
    assert_eq!(message["verdict"], "withdrawn");
    assert_eq!(message["flips"][0]["param"], "stale");
    assert_eq!(message["flips"][0]["at"], 101);
    assert_eq!(message["flip_ages_days"]["below"], 89);
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
    let message = why("Ada B", "--format json").ends(0).json();
    let terms = message["terms"].as_array().unwrap().iter();
    let sum: f64 = terms.map(|term| term["value"].as_f64().unwrap()).sum();
    assert!((sum - message["priority"].as_f64().unwrap()).abs() < 1e-9);
}

#[test]
fn who_is_meant_must_be_clear() {
    why("Nobody", "").ends(2).says(&["nobody called `Nobody` was invited"]);
    why("Ben D", "").ends(2).says(&["did you mean Ben C?"]);
    why("b", "").ends(2).says(&["`b` can be 2 invitations", "anna/in/ada-b/2026-06-05"]);
}

#[test]
fn an_explanation_has_the_time_of_the_script_and_as_long_again() {
    // Every value that is tried runs the script, which takes a while by itself.
    let slow = "let a = param(\"a\", 90, \"\"); let b = param(\"b\", 5, \"\");\n\
        let n = 0; for x in 0..60000 { n += x; }\n\
        withdraw(\"stale\", |i| i.age_days >= a + b && i.rank_by(\"-age_days\", \"account\") < 9);";
    let program = Program::with_data().file("s.rhai", slow).args("why s.rhai ben-c anna");
    let start = std::time::Instant::now();
    let output = program.args("--as-of 2026-11-23 --no-ledger --timeout 1").run();
    let took = start.elapsed();
    assert!(took < std::time::Duration::from_secs(12), "{took:?}: {}", output.stderr);
    if output.status != 0 {
        output.ends(1).says(&["ran out of time", "--timeout"]);
    }
}

/// `why` with JSON of a strategy over the three invitations.
fn json(strategy: &str, person: &str, set: &str) -> serde_json::Value {
    let program = Program::with_data().file("s.rhai", strategy);
    let program = program.args("why s.rhai").arg(person).args("anna --as-of 2026-11-23");
    let program = if set.is_empty() { program } else { program.args("--set").arg(set) };
    program.args("--format json").run().ends(0).json()
}

/// The values of the first parameter that are said to flip the decision, each of which does.
fn flips(strategy: &str, person: &str) -> Vec<String> {
    let message = json(strategy, person, "");
    let is_withdrawn = |message: &serde_json::Value| message["verdict"] == "withdrawn";
    let flips = message["flips"].as_array().unwrap().iter().map(|flip| match &flip["at"] {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(texts) => {
            texts.iter().map(|text| text.as_str().unwrap()).collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    });
    let flips: Vec<String> = flips.collect();
    for flip in &flips {
        let name = message["flips"][0]["param"].as_str().unwrap();
        let other = json(strategy, person, &format!("{name}={flip}"));
        assert_ne!(is_withdrawn(&message), is_withdrawn(&other), "{name} = {flip}: {strategy}");
    }
    flips
}

#[test]
fn parameters_of_every_type_are_tried() {
    let old = "withdraw(\"old\", |i| i.age_days > 3);";
    let cases = [
        ("let n = param(\"n\", \"x\"); keep(\"a\", |i| i.name == n);", vec!["Ben C"]),
        ("let n = param(\"n\", [\"x\"]); keep(\"a\", |i| i.name in n);", vec!["x,Ben C"]),
        ("let n = param(\"n\", [\"Ben C\"]); keep(\"a\", |i| i.name in n);", vec![""]),
        (
            "let n = param(\"n\", date(\"2026-09-01\")); keep(\"a\", |i| i.sent_at > n);",
            vec!["2026-08-14"],
        ),
        ("let n = param(\"n\", 1.5); keep(\"a\", |i| i.age_days / 60.0 < n);", vec!["1.66667"]),
        ("let n = param(\"n\", false); keep(\"a\", |i| n);", vec!["true"]),
    ];
    for (rule, expected) in cases {
        let mut told_flips = flips(&format!("{rule} {old}"), "ben-c");
        if let Some(number) = told_flips.first_mut().filter(|text| text.starts_with("1.6666")) {
            assert!((number.parse::<f64>().unwrap() - 100.0 / 60.0).abs() < 1e-9, "{number}");
            *number = "1.66667".into();
        }
        assert_eq!(told_flips, expected, "{rule}");
    }
    let text = "let n = param(\"n\", \"x\"); keep(\"a\", |i| i.name == n + \"y\"); ";
    let message = json(&format!("{text}{old}"), "ben-c", "");
    assert_eq!(message["params_tried_in_part"][0], "n");
}

#[test]
fn a_bound_on_how_many_go_is_among_what_flips_it() {
    let script =
        "let most = param(\"most\", 1); withdraw(\"old\", |i| i.age_days > 3); at_most(most);";
    let message = json(script, "ben-c", "");
    assert_eq!(message["verdict"], "not-reached");
    assert_eq!(flips(script, "ben-c"), ["2"]);
    assert_eq!(flips(&script.replace("\"most\", 1", "\"most\", 2"), "ben-c"), ["1"]);
    let target = "let left = param(\"left\", 2); withdraw(\"old\", |i| i.age_days > 3);\n\
                  target_pending(left);";
    assert_eq!(flips(target, "ben-c"), ["1"]);
    let shown = Program::with_data().file("s.rhai", script);
    let shown = shown.args("why s.rhai ben-c anna --as-of 2026-11-23").run().ends(0);
    shown.prints(&["kept this time", "It would be withdrawn", "with most = 2 (now 1)"]);
}

#[test]
fn other_ages_are_tried_whatever_the_rules_look_at() {
    let below = |script: &str| json(script, "ben-c", "")["flip_ages_days"]["below"].clone();
    let window = "keep(\"group\", |i| i.count_by(\"account\") > 9);\n\
                  withdraw(\"old\", |i| i.age_days > 30);";
    assert_eq!(below(window), 30);
    assert_eq!(below("withdraw(\"old\", col(\"age_days\") > 30);"), 30);
    let frame = "withdraw(\"old\", pending.filter(|i| i.age_days > 30));";
    assert_eq!(below(frame), 30);
    let figure = "let most = pending.select(col(\"age_days\").max()).item();\n\
                  withdraw(\"oldest\", |i| i.age_days >= most);";
    // Younger herself, she is the oldest as long as Ben, of 100 days, is younger still.
    assert_eq!(json(figure, "ada-b", "")["flip_ages_days"]["below"], 99);
}

#[test]
fn a_fixed_day_is_no_age() {
    let script = "let day = date(\"2026-09-01\"); withdraw(\"old\", |i| i.sent_at < day);";
    let program = Program::with_data().file("s.rhai", script);
    let message = program.args("why s.rhai ben-c anna --as-of 2026-11-23").run().ends(0);
    let message = message.prints(&["had it been sent on 2026-09-01, at an age of 82 days"]);
    assert!(!message.stdout.contains("days ago"), "{}", message.stdout);
}

#[test]
fn a_predicate_is_shown_where_it_stands() {
    let module = "fn old(i) {\n    i.age_days > 300\n}\n";
    let program = Program::with_data().file("lib/m.rhai", module).file(
        "s.rhai",
        "import \"lib/m\" as m;\nwithdraw(\"old\", |i| m::old(i) && i.age_days > 3);\n",
    );
    let program = program.args("why s.rhai ben-c anna --as-of 2026-11-23");
    program.run().ends(0).prints(&["2 │     i.age_days > 300"]);
}

#[test]
fn what_a_rule_compares_with_others_and_what_is_left_is_shown() {
    let script = "keep(\"g\", |i| i.count_by(\"account\") > 5);\n\
                  withdraw(\"old\", |i| i.age_days > 3);\nprioritize(|i| i.days_to_accept);";
    let program = Program::with_data().file("s.rhai", script);
    let message = program.args("why s.rhai ben-c anna --as-of 2026-11-23").run().ends(0);
    message.prints(&[
        "count_by(account) = 3",
        "Priority unknown, so it goes last",
        "withdrawals-per-day: 3 of 25; 3 on 2026-11-23",
    ]);
}
