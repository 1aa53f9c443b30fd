//! `rescind new`.

use crate::program::Program;

#[test]
fn a_new_strategy_has_tests_that_miss_nothing() {
    let out = Program::new().args("new first-try").run().ends(0);
    out_says(
        &out.stdout,
        &["wrote first-try.rhai and first-try.test.rhai", "rescind test first-try"],
    );
    let (strategy, tests) =
        (out.file("first-try.rhai").unwrap(), out.file("first-try.test.rhai").unwrap());
    assert!(tests.contains("What `first-try` promises"), "{tests}");
    let program =
        || Program::new().file("first-try.rhai", &strategy).file("first-try.test.rhai", &tests);
    program().args("test . --coverage --threshold 100 --mutate").run().ends(0);
    program().args("check first-try.rhai --deny warnings").run().ends(0);
}

fn out_says(out: &str, parts: &[&str]) {
    for part in parts {
        assert!(out.contains(part), "no `{part}` in\n{out}");
    }
}

#[test]
fn nothing_is_overwritten() {
    for there in ["s.rhai", "s.test.rhai"] {
        let out = Program::new().file(there, "mine").args("new s").run().ends(2);
        assert!(out.stderr.contains(&format!("{there} is there already")), "{}", out.stderr);
        assert_eq!(out.file(there).unwrap(), "mine");
        let other = if there == "s.rhai" { "s.test.rhai" } else { "s.rhai" };
        assert_eq!(out.file(other), None);
    }
}

#[test]
fn a_name_is_checked() {
    for name in ["My", "a b", "1st", "x.test.rhai", "..", "é"] {
        let message = Program::new().args("new").arg(name).run().ends(2);
        message.says(&["cannot be the name of a strategy"]);
    }
    for name in ["con", "nul.rhai", "com1", "lpt9"] {
        let message = Program::new().args("new").arg(name).run().ends(2);
        message.says(&["cannot be the name of a strategy", "Windows keeps that name"]);
    }
    Program::new().args("new s.rhai").run().ends(0).prints(&["wrote s.rhai and s.test.rhai"]);
    let message = Program::new().args("new no/s").run().ends(1).stderr;
    assert!(message.contains("there is no folder no; make it first"), "{message}");
}

#[test]
fn nothing_is_written_into_an_installed_pack() {
    let program = Program::new().file("rescind.lock", "").file("rescind.toml", "");
    let out = program.file("packs/acme/s.rhai", "").args("new packs/acme/zz").run().ends(2);
    let out = out.says(&["a file more would change the installed pack acme"]);
    assert_eq!(out.file("packs/acme/zz.rhai"), None);
}
