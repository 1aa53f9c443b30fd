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
    let said = |body: &str| test(&format!("fn test_x() {{ {body} }}")).run().ends(1).stdout;
    let says = |body: &str, words: &[&str]| {
        let said = said(body);
        for word in words {
            assert!(said.contains(word), "{body}\n{said}");
        }
    };
    says("given([#{ age_day: 3 }]);", &["no column `age_day`; did you mean `age_days`?"]);
    says("given([#{ age_days: \"3\" }]);", &["`age_days` is a text, expected a whole number"]);
    says("given([#{ state: () }]);", &["`state` is never unknown"]);
    says("given([3]);", &["an invitation cannot be a whole number"]);
    says("decide();", &["there is nothing to decide", "given("]);
    says("given([#{}]); decide(#{ stale_day: 1 });", &["did you mean `stale_days`?"]);
    let ada = "given([#{ name: \"Ada\" }]); let plan = decide();";
    says(&format!("{ada} expect(plan, \"Adda\");"), &["nobody called `Adda`", "Ada"]);
    says(&format!("{ada} expect(plan, \"Ada\").kept(\"clint\");"), &["did you mean `client`?"]);
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
    let said = |program: Program| program.run().ends(2).stderr;
    assert!(said(test("fn helper(x) {}")).contains("no tests there"));
    let filtered = test("fn test_x() {}").args("--filter yz");
    assert!(said(filtered).contains("no test has `yz` in its name"));
    let none = Program::new().file("s.rhai", STRATEGY).args("test s.rhai");
    assert!(said(none).contains("s.rhai has no tests; write them in s.test.rhai"));
    let empty = Program::new().file("a/b.txt", "").args("test a");
    assert!(said(empty).contains("no tests there"));
}

const CALLED: &str = "fn ada() { #{ name: \"Ada\" } }\nfn test_x() { given([ada()]); \
    expect(decide(), \"Ada\").kept_by_default(); }";

#[test]
fn what_was_meant_to_be_a_test_is_said() {
    let misnamed = test("fn tets_stale() {}").run().ends(1).stdout;
    assert!(misnamed.contains("tets_stale is called by nobody, and is no test"), "{misnamed}");
    let beside = format!("{CALLED}\nfn tets_stale() {{}}\nfn test_y(a) {{}}\nfn test_z() {{}}");
    let all = test(&beside).run().ends(1).stdout;
    for said in ["ok  test_x", "tets_stale is called by nobody", "takes no parameters", "nothing"] {
        assert!(all.contains(said), "{all}");
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
    assert!(xml.contains("tests=\"2\" skipped=\"0\" failures=\"1\" errors=\"0\""), "{xml}");
    assert!(xml.contains("expected A&lt;b&gt; to be kept"), "{xml}");
}

#[test]
fn tests_are_no_strategies() {
    let program = || Program::new().file("s.rhai", STRATEGY).file("s.test.rhai", "given([]);");
    program().args("check .").run().ends(0).prints(&["1 script checked"]);
    let said = program().args("check s.test.rhai").run().ends(2).stderr;
    assert!(said.contains("`rescind test s.test.rhai` runs them"), "{said}");
}
