//! `rescind test`.

use crate::program::{Program, root};

const STRATEGY: &str = "let stale = param(\"stale_days\", 90, \"days\");\n\
    keep(\"client\", |i| \"client\" in i.tags);\n\
    withdraw(\"stale\", |i| i.age_days >= stale && !i.has_note);\n";

fn test(tests: &str) -> Program {
    Program::new().file("s.rhai", STRATEGY).file("s.test.rhai", tests).args("test s.rhai")
}

#[test]
fn the_shipped_strategies_keep_what_their_tests_promise_and_nothing_is_left_untested() {
    let scripts = root().join("scripts");
    let program = Program::new().args("test").arg(scripts.to_str().unwrap());
    let checks = "--coverage --threshold 100 --mutate";
    let out = program.args(checks).run().ends(0).prints(&["of 5 files: all passed"]);
    let reached: Vec<&str> =
        out.stdout.lines().filter(|line| line.trim_start().starts_with("100.0%")).collect();
    assert_eq!(reached.len(), 5, "{}", out.stdout);
}

#[test]
fn a_failure_shows_the_values_and_the_predicate_that_failed() {
    let tests = "fn test_stale() {\n    given([#{ name: \"Ada\", age_days: 89 }, \
        #{ name: \"Ben\", age_days: 90, tags: [\"client\"] }]);\n    let plan = decide();\n    \
        expect(plan, \"Ada\").withdrawn(\"stale\");\n    expect(plan, \"Ben\").withdrawn(\"stale\")\
        .ranked(1);\n}\n";
    let out = test(tests).run().ends(1);
    insta::assert_snapshot!(out.stdout);
}

#[test]
fn a_failure_in_a_table_names_its_case() {
    let tests = "fn test_days() { cases([#{ age: 90 }, #{ age: 80 }], |row| {\n\
        given([#{ name: \"Ada\", age_days: row.age }]);\n\
        expect(decide(), \"Ada\").withdrawn(\"stale\"); }); }\n";
    let out = test(tests).run().ends(1);
    assert!(out.stdout.contains("case 2: #{\"age\": 80}"), "{}", out.stdout);
    assert!(!out.stdout.contains("case 1"), "{}", out.stdout);
}

#[test]
fn what_cannot_be_meant_is_refused_with_advice() {
    let message = |body: &str| test(&format!("fn test_x() {{ {body} }}")).run().ends(1).stdout;
    let says = |body: &str, words: &[&str]| {
        let message = message(body);
        for word in words {
            assert!(message.contains(word), "{body}\n{message}");
        }
    };
    says("given([#{ age_day: 3 }]);", &["no column `age_day`; did you mean `age_days`?"]);
    says("given([#{ age_days: \"3\" }]);", &["`age_days` is a text, expected a whole number"]);
    says("given([#{ state: () }]);", &["`state` is never unknown"]);
    says(
        "given([#{ state: \"pendin\" }]);",
        &["`state` cannot be \"pendin\"; did you mean `pending`?"],
    );
    says("given([#{ kind: \"mail\" }]);", &["`kind` cannot be \"mail\"; did you mean `inmail`?"]);
    says("given([#{ known_by: \"x\" }]);", &["it is one of `listed`, `matched`, `presumed`"]);
    says("given([#{ age_days: -5 }]);", &["`age_days: -5`: expected a number from 0 to 10000000"]);
    says(
        "given([#{ age_days: 10, sent_at: \"2025-12-01\" }]);",
        &["`age_days: 10` contradicts `sent_at`, which makes it 35 on 2026-01-05"],
    );
    says("given([#{ sent_at: \"2026-03-01\" }]);", &["after the day of the test, 2026-01-05"]);
    says("given([#{ tags: [\"a\", 3] }]);", &["`tags`: a list has texts alone"]);
    says("given([3]);", &["an invitation cannot be a whole number"]);
    says("decide();", &["there is nothing to decide", "given("]);
    says(
        "given([#{}]); decide(#{ stale_day: 1 });",
        &["no parameter `stale_day`", "did you mean `stale_days`?", "s.test.rhai:1:29"],
    );
    let ada = "given([#{ name: \"Ada\" }]); let plan = decide();";
    says(&format!("{ada} expect(plan, \"Adda\");"), &["nobody called `Adda`", "Ada"]);
    says(&format!("{ada} expect(plan, \"Ada\").kept(\"clint\");"), &["did you mean `client`?"]);
    says(
        &format!("{ada} expect(plan, \"Ada\").left();"),
        &["`left` cannot take an expectation", "its forms are `left(expectation, reason)`"],
    );
    says(&format!("{ada} expect_verdict(plan, \"fine\");"), &["a verdict is one of"]);
    says(ada, &["test_x expects nothing"]);
    says("expect_finding(\"x\");", &["there is no plan yet"]);
    says(
        &format!("{ada} expect_no_finding(plan, \"pending-cpa\");"),
        &["did you mean `pending-cap`"],
    );
    says(
        "given([#{}]); decide(#{ stale_days: \"9\" });",
        &["the parameter `stale_days` is of another"],
    );
    says("given_data(\"agency\");", &["no data set `agency`"]);
    says("given_data(\"../x\");", &["`../x` is no name"]);
    says(&format!("{ada} expect_snapshot(plan, \"a/b\");"), &["`a/b` is no name"]);
}

#[test]
fn what_is_given_by_its_date_has_its_age() {
    let body = "given([#{ name: \"Ada\", sent_at: \"2025-10-07\" }, \
        #{ name: \"Ben\", sent_at: \"2025-10-07\", age_days: 90 }, \
        #{ name: \"Cy\", sent_at: (), age_days: 90 }, \
        #{ name: \"Dan\", sent_at: \"2025-10-08\" }]); let plan = decide(); \
        for name in [\"Ada\", \"Ben\", \"Cy\"] { expect(plan, name).withdrawn(\"stale\"); } \
        expect(plan, \"Dan\").kept_by_default();";
    test(&format!("fn test_x() {{ {body} }}")).run().ends(0);
}

#[test]
fn only_what_could_be_withdrawn_is_left_for_another_plan() {
    let message = |given: &str, expected: &str| {
        let given = format!("given([#{{ name: \"Ada\", age_days: 400, {given} }}]);");
        let tests = format!("fn test_x() {{ {given} expect(decide(), \"Ada\").{expected}; }}");
        test(&tests).run().ends(1).stdout
    };
    for expected in ["left(\"stale\")", "withdrawn(\"stale\")"] {
        let accepted = message("state: \"accepted\"", expected);
        assert!(accepted.contains("but it is accepted, and only what is pending"), "{accepted}");
        let inmail = message("kind: \"inmail\"", expected);
        assert!(inmail.contains("but it is InMail, which cannot be withdrawn"), "{inmail}");
    }
    let followed_up = message("has_note: false", "follow_up(\"write\")");
    assert!(followed_up.contains("rank 1, day 1, without a follow-up"), "{followed_up}");
}

#[test]
fn a_test_that_does_not_end_and_a_private_one_are_shown_at_their_names() {
    let tests = "fn test_x() {\n    while true { }\n}\nprivate fn test_y() { }\n\
        private fn test_helper() { 100 }\nfn test_z() { given([#{ age_days: test_helper() }]); \
        expect(decide(), \"Person 1\").withdrawn(\"stale\"); }\n";
    let out = test(tests).args("--timeout 1").run().ends(1);
    let parts = ["test_x: the script ran out of time", "s.test.rhai:1:4", "test_y is private"];
    out.prints(&parts).prints(&["ok  test_z", "3 tests of 1 file: 2 failed"]);
}

#[test]
fn a_column_that_the_pack_needs_is_unknown_where_a_test_does_not_give_it() {
    let pack = |tests: &str| {
        let manifest = "[pack]\nname = \"acme\"\nversion = \"1.0.0\"\ndescription = \"d\"\n\
            columns = { deal_size = \"float\", seen = \"date\" }\n";
        let strategy = "withdraw(\"small\", |i| i.deal_size < 10 && i.seen == ());\n";
        let files = Program::new().file("acme/pack.toml", manifest).file("acme/s.rhai", strategy);
        files.file("acme/s.test.rhai", tests).args("test acme/s.rhai")
    };
    let given = |row: &str| format!("given([#{{ name: \"Ada\"{row} }}]);");
    let kept = "expect(decide(), \"Ada\").kept_by_default();";
    let gone = "expect(decide(), \"Ada\").withdrawn(\"small\");";
    let tests = [
        format!("fn test_unknown() {{ {} {kept} }}", given("")),
        format!("fn test_said_so() {{ {} {kept} }}", given(", deal_size: ()")),
        format!("fn test_whole() {{ {} {gone} }}", given(", deal_size: 3")),
        format!("fn test_seen() {{ {} {kept} }}", given(", deal_size: 3.5, seen: \"2026-01-01\"")),
    ];
    pack(&tests.join("\n")).run().ends(0).prints(&["4 tests of 1 file: all passed"]);
    let wrong = format!("fn test_x() {{ {} {kept} }}", given(", deal_size: \"3\""));
    pack(&wrong).run().ends(1).prints(&["`deal_size` is a text, expected a decimal number"]);
    let slip = format!("fn test_x() {{ {} {kept} }}", given(", deal_siz: 3"));
    pack(&slip).run().ends(1).prints(&["no column `deal_siz`; did you mean `deal_size`?"]);
}

#[test]
fn a_strategy_that_fails_is_shown_at_its_place() {
    let tests = "fn test_x() { given([#{ name: \"Ada\" }]); decide(); }";
    let program = Program::new()
        .file("s.rhai", "withdraw(\"stale\", |i| i.age_dys > 3);\n")
        .file("s.test.rhai", tests);
    let out = program.args("test s.test.rhai").run().ends(1);
    assert!(out.stdout.contains("s.rhai:1:"), "{}", out.stdout);
    assert!(out.stdout.contains("did you mean `age_days`?"), "{}", out.stdout);
}

#[test]
fn no_test_found_is_a_failure() {
    let message = |program: Program| program.run().ends(2).stderr;
    assert!(message(test("fn helper(x) {}")).contains("no tests there"));
    let filtered = test("fn test_x() {}").args("--filter yz");
    assert!(message(filtered).contains("no test has `yz` in its name"));
    let none = Program::new().file("s.rhai", STRATEGY).args("test s.rhai");
    let none = message(none);
    assert!(none.contains("s.rhai has no tests\n"), "{none}");
    assert!(none.contains("help: write them in s.test.rhai"), "{none}");
    let empty = || Program::new().file("a/b.txt", "").args("test a");
    assert!(message(empty()).contains("no tests there"));
    // A build server finds a report all the same.
    let json = empty().args("--format json").run().ends(2).json();
    assert_eq!((&json["passed"], json["files"].as_array().map(Vec::len)), (&false.into(), Some(0)));
    let untested = Program::new().file("s.rhai", STRATEGY).args("test s.rhai --format junit");
    untested.run().ends(2).prints(&["tests=\"0\" failures=\"0\" errors=\"0\""]);
}

const CALLED: &str = "fn ada() { #{ name: \"Ada\" } }\nfn test_x() { given([ada()]); \
    expect(decide(), \"Ada\").kept_by_default(); }";

#[test]
fn what_was_meant_to_be_a_test_is_said() {
    let misnamed = test("fn tets_stale() {}").run().ends(1).stdout;
    assert!(misnamed.contains("tets_stale is called by nobody, and is no test"), "{misnamed}");
    let beside = format!("{CALLED}\nfn tets_stale() {{}}\nfn test_y(a) {{}}\nfn test_z() {{}}");
    let whole_output = test(&beside).run().ends(1).stdout;
    for message in
        ["ok  test_x", "tets_stale is called by nobody", "takes no parameters", "nothing"]
    {
        assert!(whole_output.contains(message), "{whole_output}");
    }
    test(CALLED).run().ends(0);
}

#[test]
fn a_chain_fails_once() {
    let tests = "fn test_x() { given([#{ name: \"Ada\" }]); \
        expect(decide(), \"Ada\").withdrawn(\"stale\").ranked(1).on_day(1); }";
    let json = test(tests).args("--format json").run().ends(1).json();
    assert_eq!(json["files"][0]["tests"][0]["problems"].as_array().unwrap().len(), 1);
}

#[test]
fn programs_get_json_and_junit() {
    let tests = "fn test_good() { given([#{ name: \"Ada\" }]); \
        expect(decide(), \"Ada\").kept_by_default(); }\nfn test_bad() { \
        given([#{ name: \"A<b>\" }]); expect(decide(), \"A<b>\").kept(\"client\"); }\n";
    let json = test(tests).args("--format json").run().ends(1).json();
    assert_eq!(json["files"][0]["tests"][0]["name"], "test_good");
    assert_eq!(json["files"][0]["tests"][0]["passed"], true);
    let problem = &json["files"][0]["tests"][1]["problems"][0];
    assert_eq!(problem["line"], 2);
    assert_eq!(problem["found"], "kept by default: no rule matches");
    let xml = test(tests).args("--format junit").run().ends(1).stdout;
    let whole = "<testsuites name=\"rescind\" tests=\"2\" failures=\"1\" errors=\"0\">";
    assert!(xml.contains(whole), "{xml}");
    assert!(xml.contains("tests=\"2\" skipped=\"0\" errors=\"0\" failures=\"1\">"), "{xml}");
    assert!(xml.contains("expected A&lt;b&gt; to be kept"), "{xml}");
}

#[test]
fn tests_are_no_strategies() {
    let program = || Program::new().file("s.rhai", STRATEGY).file("s.test.rhai", "given([]);");
    program().args("check .").run().ends(0).prints(&["1 script checked"]);
    let message = program().args("check s.test.rhai").run().ends(2).stderr;
    assert!(message.contains("`rescind test s.test.rhai` runs them"), "{message}");
}
