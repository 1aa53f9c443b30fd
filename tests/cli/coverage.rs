//! `rescind test --coverage`.

use crate::program::Program;

const STRATEGY: &str = "import \"words\" as words;\n\
    let stale = param(\"stale_days\", 90, \"days\");\n\
    keep(\"client\", |i| \"client\" in i.tags || i.messages > 0);\n\
    keep(\"vip\", |i| words::vip(i));\n\
    withdraw(\"stale\", |i| i.age_days >= stale && !(i.has_note ?? true));\n\
    prioritize(|i| {\n    if i.age_days == () { return 0; }\n    \
    switch i.account { \"anna\" => 1, \"ben\" => 2, _ => 3 }\n});\n";
const WORDS: &str = "fn vip(i) { if i.company == \"Acme\" { true } else { false } }\n\
    fn unused() { 1 }\n";

fn test(tests: &str) -> Program {
    let files = Program::new().file("s.rhai", STRATEGY).file("words.rhai", WORDS);
    files.file("s.test.rhai", tests).args("test s.rhai --coverage")
}

const SOME: &str = "fn test_stale() {\n    \
    given([#{ name: \"Ada\", age_days: 90 }, #{ name: \"Ben\", age_days: 89 }]);\n    \
    expect(decide(), \"Ada\").withdrawn(\"stale\");\n}\n";

#[test]
fn what_no_test_reaches_is_shown_at_its_place() {
    let out = test(SOME).run().ends(0);
    insta::assert_snapshot!(out.stdout);
}

#[test]
fn what_tests_reach_between_them_is_reached() {
    let tests = format!(
        "{SOME}fn test_others() {{\n    given([#{{ name: \"A\", tags: [\"client\"] }}, \
         #{{ name: \"B\", company: \"Acme\" }}, #{{ name: \"C\", messages: 1 }}, \
         #{{ name: \"D\", has_note: (), age_days: 100 }}, \
         #{{ name: \"E\", age_days: 100, account: \"ben\" }}, \
         #{{ name: \"F\", age_days: 100, account: \"cleo\", company: \"Initech\" }}]);\n    \
         expect(decide(), \"B\").kept(\"vip\");\n}}\n"
    );
    let out = test(&tests).args("--format json").run().ends(0).json();
    let unreached = |at: usize| out["coverage"][at]["unreached"].clone();
    assert_eq!(out["coverage"][0]["file"], "s.rhai");
    // No rule withdraws what has no age, so no candidate lacks one.
    assert_eq!(unreached(0)[0]["text"], "i.age_days == ()");
    assert_eq!(unreached(0)[0]["line"], 7);
    assert_eq!(unreached(0).as_array().unwrap().len(), 1, "{out}");
    assert_eq!(unreached(1)[0]["text"], "unused");
    assert_eq!(unreached(1).as_array().unwrap().len(), 1, "{out}");
}

#[test]
fn a_script_below_the_threshold_fails() {
    let out = test(SOME).args("--threshold 70").run().ends(1);
    assert!(out.stdout.contains("1 test of 1 file: 2 scripts below 70%"), "{}", out.stdout);
    test(SOME).args("--threshold 20%").run().ends(0);
    let xml = test(SOME).args("--threshold 70 --format junit").run().ends(1).stdout;
    assert!(xml.contains("<testsuite name=\"coverage\" tests=\"2\""), "{xml}");
    assert!(xml.contains("is below 70%"), "{xml}");
    let message = test(SOME).args("--threshold 101").run().ends(2).stderr;
    assert!(message.contains("expected a percentage from 0 to 100"), "{message}");
}

#[test]
fn a_script_that_is_too_deep_for_probes_is_no_script_of_which_all_is_reached() {
    let deep = format!("{}i.age_days > 3{}", "i.has_note || (".repeat(60), ")".repeat(60));
    let tests = "fn test_a() { given([#{ name: \"Ada\" }]); \
        expect(decide(), \"Ada\").withdrawn(\"a\"); }";
    let files = || {
        let script = format!("withdraw(\"a\", |i| {deep});\n");
        Program::new().file("s.rhai", script).file("s.test.rhai", tests).args("test s.rhai")
    };
    files().run().ends(0);
    let out = files().args("--coverage").run().ends(1);
    out.prints(&["what tests reach of this script cannot be seen", "ok  test_a"]);
}
