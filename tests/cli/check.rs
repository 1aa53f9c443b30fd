//! `rescind check`.

use crate::program::{Program, root};

fn check(script: &str) -> Program {
    Program::new().file("s.rhai", script).args("check s.rhai")
}

/// The codes that a script is told of, in order.
fn codes(script: &str) -> Vec<String> {
    let found = check(script).args("--format json").run().json();
    let entries = found.as_array().unwrap().iter();
    entries.map(|entry| entry["code"].as_str().unwrap().to_owned()).collect()
}

/// The same without notes.
fn grave(script: &str) -> Vec<String> {
    let note = |code: &String| code != "undecided-when-missing";
    codes(script).into_iter().filter(note).collect()
}

#[test]
fn errors_and_warnings_come_together() {
    let script = "let a = param(\"a\", 1, \"x\");\n\
        withdraw(\"x\", |i| i.age_dys > 3);\n\
        withdraw(\"y\", |i| i.age_days > 90 && i.age_days < 30);\n\
        fn helper() { nothing(1) }\n";
    let out = check(script).run().ends(1);
    insta::assert_snapshot!(out.stdout);
}

#[test]
fn rules_that_cannot_matter_are_found() {
    let never = |condition: &str| grave(&format!("withdraw(\"x\", |i| {condition});"));
    assert_eq!(never("i.age_days > 90 && i.age_days < 30"), ["never-matches"]);
    assert_eq!(never("i.age_days > 90 && i.age_days < 91"), ["never-matches"]);
    assert_eq!(never("i.age_days > 90 && !(i.age_days > 30)"), ["never-matches"]);
    assert_eq!(never("i.kind == \"a\" && i.kind == \"b\" && i.age_days > 1"), ["never-matches"]);
    assert_eq!(never("i.has_note && !i.has_note"), ["never-matches"]);
    assert_eq!(never("i.note == () && i.note == \"x\""), ["never-matches"]);
    assert_eq!(
        never("i.kind in [\"a\", \"b\"] && i.kind == \"c\" && i.has_note"),
        ["never-matches"]
    );
    assert_eq!(never("i.age_days >= 90 && i.age_days <= 90"), Vec::<String>::new());
    assert_eq!(never("i.age_days > 3 || true"), ["always-matches", "careless-withdrawal"]);
}

#[test]
fn a_rule_that_comes_too_late_is_found() {
    let two = |first: &str, second: &str| {
        grave(&format!("keep(\"a\", |i| {first});\nwithdraw(\"b\", |i| {second});"))
    };
    assert_eq!(two("i.age_days >= 90", "i.age_days > 120"), ["shadowed"]);
    assert_eq!(two("i.age_days >= 90", "i.age_days > 80"), Vec::<String>::new());
    assert_eq!(two("i.has_note", "i.has_note && i.age_days > 9"), ["shadowed"]);
    // The first is unknown where the note is missing, so the second may decide.
    assert_eq!(two("i.has_note || i.age_days > 5", "i.age_days > 3"), Vec::<String>::new());
    assert_eq!(two("i.age_days > 3 || i.has_note", "i.age_days > 4"), ["shadowed"]);
    assert_eq!(two("i.name == \"a\" || i.has_note", "i.has_note"), ["shadowed"]);
}

#[test]
fn what_nothing_uses_is_found() {
    assert_eq!(
        grave("let a = param(\"a\", 1, \"\");\nwithdraw(\"x\", |i| i.age_days > 3);"),
        ["unused-param"]
    );
    assert_eq!(
        grave("column(\"a\", |i| i.age_days * 2);\nwithdraw(\"x\", |i| i.age_days > 3);"),
        ["unused-column"]
    );
    assert_eq!(grave("withdraw(\"x\", |i| i.company == \"a\");"), ["careless-withdrawal"]);
    assert_eq!(
        grave("keep(\"k\", |i| i.age_days < 9);\nwithdraw(\"x\", |i| i.company == \"a\");"),
        Vec::<String>::new()
    );
    assert_eq!(codes("withdraw(\"x\", |i| i.age_days > 3);"), ["undecided-when-missing"]);
    assert_eq!(codes("withdraw(\"x\", |i| (i.age_days ?? 0) > 3);"), Vec::<String>::new());
}

#[test]
fn columns_of_sheets_are_declared_or_taken_from_data() {
    let script = "withdraw(\"x\", |i| i.deal_size > 3 && i.age_days > 3);";
    check(script).run().ends(1).prints(&["no column `deal_size`"]);
    check(script).args("--columns deal_size:int").run().ends(0);
    check(script).args("--columns deal_size:number").run().ends(2);
    let data = root().join("datasets/agency");
    check(script).arg(data.to_str().unwrap()).run().ends(0);
}

#[test]
fn warnings_can_be_denied() {
    let script = "withdraw(\"x\", |i| i.company == \"a\");";
    check(script).run().ends(0).prints(&["1 warning"]);
    check(script).args("--deny warnings").run().ends(1);
}

#[test]
fn programs_read_it_too() {
    let script = "withdraw(\"x\", |i| i.age_dys > 3);";
    let sarif = check(script).args("--format sarif").run().ends(1).json();
    assert_eq!(sarif["version"], "2.1.0");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "unknown-column");
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&1.into(), &21.into()));
    assert_eq!(region["endColumn"], 28);
    let github = check(script).args("--format github").run().ends(1);
    github.prints(&["::error file=s.rhai,line=1,col=21,endLine=1,endColumn=28"]);
}

#[test]
fn the_shipped_scripts_have_neither_errors_nor_warnings() {
    let scripts = root().join("scripts");
    let program = Program::new().args("check --deny warnings").arg(scripts.to_str().unwrap());
    program.run().ends(0).prints(&["6 scripts checked: 0 errors, 0 warnings"]);
}

#[test]
fn what_is_no_script_is_said() {
    Program::new().args("check x.rhai").run().ends(2).says(&["x.rhai: no such script"]);
    let program = Program::new().file("a/readme.md", "");
    program.args("check a").run().ends(2).says(&["no script among the paths"]);
}
