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
    let help = "is named in `columns` of `pack.toml`, or with `--columns NAME:TYPE`";
    docs(STRATEGY).run().ends(1).says(&["no column `deal_size`", help]);
    Program::new().args("docs nowhere.rhai").run().ends(2);
}

#[test]
fn formulas_are_written_with_parameters_as_these_can_be_set() {
    let script = "let stale = param(\"stale_days\", 120, \"days\");\n\
        let strict = param(\"strict\", false);\n\
        withdraw(\"stale\", |i| if strict { i.age_days >= 2 * stale } else { !i.has_note });\n\
        prioritize(|i| i.age_days - stale);\n";
    docs(script).run().ends(0).prints(&[
        "`if strict { age_days >= 2 * stale_days } else { !has_note }`",
        "The highest first: `age_days - stale_days`.",
    ]);
}

#[test]
fn what_a_pack_has_only_to_be_imported_is_documented_where_it_is_asked_for() {
    let manifest = "[pack]\nname = \"acme\"\nversion = \"1.0.0\"\ndescription = \"d\"\n\
        strategies = [\"one\"]\n";
    let pack = || {
        let files = Program::new().file("acme/pack.toml", manifest);
        let files = files.file("acme/one.rhai", "keep(\"a\", |i| i.messages > 0);");
        files.file("acme/common.rhai", "//! What all share.\nfn f(i) { i.messages > 0 }")
    };
    let whole_page = pack().args("docs acme").run().ends(0).stdout;
    assert!(whole_page.contains("## one") && !whole_page.contains("## common"), "{whole_page}");
    pack().args("docs acme/common.rhai").run().ends(0).prints(&["## common", "What all share."]);
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
    let tests = read("__tests__.d.rhai");
    for row in rescind::suite::FUNCTIONS {
        assert!(tests.contains(&format!("fn {}(", row.name)), "no `{}` in\n{tests}", row.name);
        assert!(tests.contains(&format!("/// {}", row.meaning)), "{} says nothing", row.name);
    }
    for stub in [
        "fn expect(plan: Plan, person: string) -> Expectation;",
        "fn given(invitations: array) -> ();",
        "fn decide(params: map) -> Plan;",
    ] {
        let shown = tests.lines().find(|line| line.starts_with(&stub[..stub.len() - 8]));
        assert!(tests.contains(stub), "no `{stub}`, but {shown:?}");
    }
    // A result is written as what it holds, a type without its path or parameters.
    for text in [&functions, &tests] {
        for torn in ["EvalAltResult", "?>", "> >", "::", "-> ;"] {
            let torn_line = text.lines().filter(|line| !line.starts_with("///"));
            let torn_line =
                torn_line.filter(|line| !line.contains("fn to_")).find(|l| l.contains(torn));
            assert_eq!(torn_line, None, "{torn}");
        }
    }
    assert!(functions.contains("fn withdraw(reason: string, when: ?, options: map) -> ();"));
    for row in rescind::strategy::NAMES {
        let constant = format!("const {}:", row.name);
        assert!(names.contains(&constant), "no `{constant}` in\n{names}");
    }
}
