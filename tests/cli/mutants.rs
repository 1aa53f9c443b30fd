//! `rescind test --mutate`.

use crate::program::Program;

const STRATEGY: &str = "let stale = param(\"stale_days\", 90, \"days\");\n\
    keep(\"client\", |i| \"client\" in i.tags);\n\
    withdraw(\"stale\", |i| i.age_days >= stale && !i.has_note);\nat_most(50);\n";

fn test(tests: &str) -> Program {
    let files = Program::new().file("s.rhai", STRATEGY).file("s.test.rhai", tests);
    files.args("test s.rhai --mutate")
}

/// Tests that notice all but what `at_most` says.
const SOME: &str = "fn test_all() {\n    given([#{ name: \"Ada\", age_days: 90 }, \
    #{ name: \"Ben\", age_days: 89 },\n        \
    #{ name: \"Cleo\", age_days: 400, tags: [\"client\"] }, \
    #{ name: \"Dan\", age_days: 400, has_note: true }]);\n    let plan = decide();\n    \
    expect(plan, \"Ada\").withdrawn(\"stale\");\n    expect(plan, \"Ben\").kept_by_default();\n    \
    expect(plan, \"Cleo\").kept(\"client\");\n    expect(plan, \"Dan\").kept_by_default();\n}\n";

#[test]
fn a_change_that_no_test_notices_is_shown_with_what_accepts_it() {
    let out = test(SOME).run().ends(1);
    insta::assert_snapshot!(out.stdout);
    let json = test(SOME).args("--format json").run().ends(1).json();
    let mutants = &json["files"][0]["mutants"];
    assert_eq!(mutants["survivors"][0]["line"], 4);
    assert_eq!(mutants["survivors"][0]["was"], "at_most(50);");
    let xml = test(SOME).args("--format junit").run().ends(1).stdout;
    assert!(xml.contains("no test notices a change that leaves out a statement"), "{xml}");
}

#[test]
fn a_reason_accepts_a_mutant_wherever_it_stands() {
    let reasons = "accept_mutant(\"at_most(50);\", \"\", \"a safeguard\");\n\
        accept_mutant(\"at_most(50)\", \"at_most(51)\", \"a safeguard\");\n\
        accept_mutant(\"at_most(50)\", \"at_most(49)\", \"a safeguard\");\n";
    let tests = format!("{reasons}{SOME}");
    test(&tests).run().ends(0).prints(&["3 accepted", "1 test of 1 file: all passed"]);
    let moved = format!("// A line more.\n\n{STRATEGY}");
    let program = Program::new().file("s.rhai", moved).file("s.test.rhai", tests);
    program.args("test s.rhai --mutate").run().ends(0);
}

#[test]
fn a_reason_of_no_use_fails() {
    let message = |was: &str, becomes: &str| {
        let tests = format!("accept_mutant({was:?}, {becomes:?}, \"so\");\n{SOME}");
        test(&tests).run().ends(1).stdout
    };
    let noticed = message("i.age_days >= stale", "i.age_days > stale");
    assert!(noticed.contains("a test notices this mutant"), "{noticed}");
    let unknown = message("i.age_days >= stale", "i.age_days == stale");
    assert!(unknown.contains("there is no such mutant"), "{unknown}");
    let gone = message("i.age_days >= limit", "i.age_days > limit");
    assert!(gone.contains("the strategy does not say this any more"), "{gone}");
    assert!(gone.contains("1 accepted mutant of no use"), "{gone}");
    let tests = format!("accept_mutant(\"a\", \"b\", \"why\");\n{SOME}");
    let empty = test(&tests).run().ends(1).stdout;
    assert!(empty.contains("a mutant without a reason"), "{empty}");
}

#[test]
fn mutants_are_tried_only_where_the_tests_pass() {
    let tests = SOME.replace("kept_by_default", "withdrawn");
    let out = test(&tests).run().ends(1);
    assert!(!out.stdout.contains("mutant"), "{}", out.stdout);
    let message = test(SOME).args("--filter all").run().ends(2).stderr;
    assert!(message.contains("cannot be used with"), "{message}");
}

const IS_OLD: &str = "import \"common\" as c;\nwithdraw(\"old\", |i| c::is_old(i));\n";

/// Two strategies that share a module, of which either needs another function.
fn shared() -> Program {
    let module = "fn is_old(i) { i.age_days >= 90 }\nfn is_older(i) { i.age_days > 119 }\n\
        export const MOST = 50;\n";
    Program::new()
        .file("common.rhai", module)
        .file("a.rhai", IS_OLD)
        .file("b.rhai", IS_OLD.replace("is_old", "is_older"))
        .file("a.test.rhai", notices(90))
        .file("b.test.rhai", notices(120))
}

/// Tests that notice from which age on an invitation is old.
fn notices(least_days: u32) -> String {
    format!(
        "fn test_old() {{\n    given([#{{ name: \"Ada\", age_days: {least_days} }}, \
         #{{ name: \"Ben\", age_days: {} }}]);\n    let plan = decide();\n    \
         expect(plan, \"Ada\").withdrawn(\"old\");\n    \
         expect(plan, \"Ben\").kept_by_default();\n}}\n",
        least_days - 1
    )
}

#[test]
fn a_module_is_changed_too_and_every_strategy_that_imports_it_may_notice() {
    let both = shared().args("test . --mutate").run().ends(1).stdout;
    assert!(both.contains("common.rhai:3: moves a threshold up"), "{both}");
    assert!(!both.contains("common.rhai:1: ") && !both.contains("common.rhai:2: "), "{both}");
    let alone = shared().args("test a.rhai --mutate").run().ends(1).stdout;
    assert!(alone.contains("common.rhai:2: ") && !alone.contains("common.rhai:1: "), "{alone}");
}

#[test]
fn a_change_of_a_module_is_accepted_where_a_strategy_imports_it() {
    let accepts = "accept_mutant(\"50\", \"51\", \"a safeguard\");\n\
        accept_mutant(\"50\", \"49\", \"a safeguard\");\n\
        accept_mutant(\"at_most(c::MOST);\", \"\", \"a safeguard\");\n\
        accept_mutant(\"MOST)\", \"MOST + 1)\", \"a safeguard\");\n\
        accept_mutant(\"MOST)\", \"MOST - 1)\", \"a safeguard\");\n";
    let out = shared()
        .file("a.rhai", format!("{IS_OLD}at_most(c::MOST);\n"))
        .file("a.test.rhai", format!("{accepts}{}", notices(90)))
        .args("test . --mutate")
        .run()
        .ends(0);
    out.prints(&["5 accepted", "2 tests of 2 files: all passed"]);
}
