//! Imports across packs: by the lock alone, and only what a manifest names.

use crate::agency::{agency, author};
use crate::program::{Output, Program};

/// A project with the packs `acme` and `house`, whose manifest and script are these.
fn house(needs: &str, script: &str) -> Program {
    with_house(agency(), needs, script)
}

fn with_house(program: Program, needs: &str, script: &str) -> Program {
    let manifest =
        format!("[pack]\nname = \"house\"\nversion = \"2.0.0\"\ndescription = \"x\"\n{needs}\n");
    program.file("house/pack.toml", manifest).file("house/rule.rhai", script)
}

const NEEDS: &str = "needs = { acme = \"^1.0\" }";

const RULE: &str = "import \"acme/lib/common\" as common;\n\
    keep(\"client\", |i| common::client(i));\nwithdraw(\"rest\", |i| i.age_days > 0);\n";

fn planned(program: Program) -> Output {
    program.args("add house").run().ends(0).then("plan house/rule anna --as-of 2026-11-23").run()
}

#[test]
fn a_pack_imports_from_another_that_its_manifest_names() {
    let out = planned(house(NEEDS, RULE)).ends(0);
    // What is imported is verified as well.
    let program = out.then("").file("packs/acme/README.md", "changed");
    let out = program.args("plan house/rule anna").run().ends(1);
    out.says(&["the pack acme is not what", "`README.md` was changed"]);
}

#[test]
fn nothing_else_is_reached() {
    for (needs, script, words) in [
        ("", RULE, "does not name `acme` in `needs`"),
        (NEEDS, "import \"acme/../house/rule\" as x;", "expected a path below"),
        (NEEDS, "import \"../acme/lib/common\" as x;", "expected a path below"),
        (NEEDS, "import \"/etc/passwd\" as x;", "expected a path below"),
        (NEEDS, "import \"acme/lib/commn\" as x;", "did you mean `lib/common`?"),
        (NEEDS, "import \"acme\" as x;", "has no such script"),
        ("", "let n = \"ac\" + \"me/lib/common\"; import n as x;", "does not name `acme`"),
        ("", "fn f() { import \"acme/lib/common\" as x; } f();", "does not name `acme`"),
    ] {
        planned(house(needs, script)).ends(1).says(&[words]);
    }
}

#[test]
fn what_a_pack_needs_must_be_there_and_fit() {
    let out = house("needs = { acme = \"^2\" }", RULE).args("add house").run().ends(1);
    out.says(&["it needs acme ^2, and 1.2.0 is installed"]);
    let out = house("needs = { other = \"*\" }", RULE).args("add house").run().ends(1);
    out.says(&["it needs the pack other *, which the project does not have"]);
    let out = house(NEEDS, RULE).args("add house").run().ends(0);
    let out = out.then("packs remove acme").run().ends(2).says(&["is needed by house@2.0.0"]);
    let manifest = crate::agency::MANIFEST.replace("1.2.0", "3.0.0");
    let program = out.then("").file("source/pack.toml", manifest);
    let out = program.args("packs update acme --accept").run().ends(1);
    out.says(&["house@2.0.0 needs acme ^1.0"]);
}

#[test]
fn a_module_of_another_pack_reaches_its_own_pack_and_not_the_importers() {
    // `common` of acme imports from its own pack by a path that means something else in house.
    let common = "import \"lib/deep\" as deep;\nfn client(i) { deep::own(i) }\n";
    let program = author()
        .file("source/lib/common.rhai", common)
        .file("source/lib/deep.rhai", "fn own(i) { i.age_days > 150 }\n")
        .args("add source");
    let program = program.run().ends(0).then("");
    let program =
        with_house(program, NEEDS, RULE).file("house/lib/deep.rhai", "fn own(i) { true }\n");
    let out = planned(program).ends(0);
    out.prints(&["Ben C", "Cy D"]);
}

#[test]
fn a_function_of_another_pack_imports_nothing_behind_ones_back() {
    // Called by house, it would be house that seems to ask.
    for hidden in [
        "fn client(i) { import \"house/secret\" as s; s::f(i) }",
        "fn client(i) { let f = || { import \"house/secret\" as s; s::f() }; f.call() }",
    ] {
        let program = author().file("source/lib/common.rhai", hidden);
        let program = program.args("add source").run().ends(0).then("");
        let program =
            with_house(program, NEEDS, RULE).file("house/secret.rhai", "fn f(i) { true }");
        planned(program).ends(1).says(&["a function of another pack imports something"]);
    }
}

#[test]
fn an_import_declares_nothing_by_itself() {
    for verb in [
        "withdraw(\"all\", |i| true);",
        "keep(\"all\", |i| true);",
        "prioritize(|i| 0 - i.age_days);",
        "target_pending(0);",
        "at_most(1);",
    ] {
        let script = format!("import \"quiet\" as quiet;\nkeep(\"x\", |i| false);\n{verb}\n");
        let program = Program::with_data().file("s.rhai", script).file("quiet.rhai", verb);
        let out = program.args("plan s.rhai anna").run().ends(1);
        out.says(&["in a script that is only imported"]);
    }
    let asked = "import \"rules\" as rules;\nrules::usual();\n";
    let program = Program::with_data()
        .file("s.rhai", asked)
        .file("rules.rhai", "fn usual() { withdraw(\"old\", |i| i.age_days > 150); }");
    program.args("plan s.rhai anna --as-of 2026-11-23").run().ends(0).prints(&["old"]);
}

#[test]
fn a_projects_own_script_imports_from_its_packs() {
    let program = agency().file("own/mine.rhai", RULE);
    let out = program.args("plan own/mine.rhai anna --as-of 2026-11-23").run().ends(0);
    let program = out.then("").file("packs/acme/README.md", "changed");
    let out = program.args("plan own/mine.rhai anna").run().ends(1);
    let out = out.says(&["`README.md` was changed"]);
    // So is one that imports nothing: who changed one file may have changed others.
    let program = out.then("").file("own/plain.rhai", "withdraw(\"x\", |i| i.age_days > 0);");
    program.args("plan own/plain.rhai anna").run().ends(1);
}

#[test]
fn what_could_be_two_scripts_is_neither() {
    let program = agency().file("own/mine.rhai", RULE).file("own/acme/lib/common.rhai", "");
    let out = program.args("plan own/mine.rhai anna").run().ends(1);
    out.says(&["is a script here and one of the pack acme: rename the folder `acme`"]);
    let program = house(NEEDS, RULE).file("house/acme/lib/common.rhai", "fn client(i) { true }");
    planned(program).ends(1).says(&["is a script here and one of the pack acme"]);
}

#[test]
fn an_author_tests_a_pack_as_it_will_be_run() {
    // Below the folder with the manifest, imports are seen from that folder, and `needs` counts.
    let program = author().file("source/deep/s.rhai", "import \"acme/lib/common\" as c;\n1");
    let out = program.args("run source/deep/s.rhai").run().ends(0);
    let out = out.then("").file("source/deep/s.rhai", "import \"lib/common\" as c;\n1");
    let out = out.args("run source/deep/s.rhai").run().ends(0);
    let out = out.then("test source").run().ends(0);
    let program = out.then("").file("source/pack.toml", "[pack]\nname = \"Acme\"\n");
    program.args("test source").run().ends(1);
}
