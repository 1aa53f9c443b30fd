//! `rescind docs` and `rescind definitions`.

use crate::program::Program;
use std::fs;

const STRATEGY: &str = "//! Withdraw what is stale.\n//!\n//! - clients | friends stay\n\n\
    let stale = param(\"stale_days\", 90, \"days after which | one is stale\");\n\
    let bare = param(\"bare\", true);\n\
    column(\"big\", |i| (i.deal_size ?? 0) > 100);\n\
    keep(\"client\", |i| \"client\" in i.tags || i.big || i.company in list(\"targets.csv\"));\n\
    withdraw(\"stale\", |i| i.age_days >= stale && bare, #{ follow_up: \"write to them\" });\n\
    prioritize(|i| i.age_days - i.messages);\n\
    target_pending(400);\n\
    at_most(20);\n";

fn docs(script: &str) -> Program {
    Program::new().file("s.rhai", script).args("docs s.rhai")
}

#[test]
fn a_strategy_is_documented_in_words() {
    let out = docs(STRATEGY).args("--columns deal_size:int").run().ends(0);
    insta::assert_snapshot!(out.stdout);
}

#[test]
fn every_script_of_a_folder_is_documented() {
    let first = "//! The first.\nkeep(\"a\", |i| i.messages > 0);";
    let program = Program::new().file("p/one.rhai", first).file("p/two.rhai", "print(1);");
    let out = program.args("docs p").run().ends(0);
    assert!(out.stdout.starts_with("## one\n\nThe first.\n"), "{}", out.stdout);
    assert!(out.stdout.ends_with("\n## two\n"), "{}", out.stdout);
}

#[test]
fn a_script_that_cannot_run_is_not_documented() {
    docs("keep(\"a\", |i| i.age_dys > 3);").run().ends(1).says(&["did you mean `age_days`?"]);
    docs(STRATEGY).run().ends(1).says(&["no column `deal_size`"]);
    Program::new().args("docs nowhere.rhai").run().ends(2);
}

#[test]
fn an_editor_is_told_of_every_verb_and_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("definitions");
    Program::new().args("definitions").arg(path.to_str().unwrap()).run().ends(0);
    let read = |name: &str| fs::read_to_string(path.join(name)).unwrap();
    let (functions, names) = (read("__static__.d.rhai"), read("__scope__.d.rhai"));
    assert!(functions.starts_with("module static;\n") && names.starts_with("module static;\n"));
    for row in rescind::strategy::VERBS {
        let stub = format!("fn {}(", row.name);
        assert!(functions.contains(&stub), "no `{stub}`");
        assert!(functions.contains(&format!("/// {}", row.meaning)), "{} says nothing", row.name);
    }
    for row in rescind::strategy::NAMES {
        let constant = format!("const {}:", row.name);
        assert!(names.contains(&constant), "no `{constant}` in\n{names}");
    }
}
