//! Scripts that would leave their bounds.

use crate::program::{Program, plan};

fn refused(script: &str, says: &[&str]) {
    plan(script).args("--timeout 3").run().ends(1).says(says);
}

#[test]
fn a_script_comes_to_an_end() {
    refused("loop { }", &["out of time"]);
    refused("fn f() { f() } f();", &["functions call one another too deep"]);
    refused("let s = \"x\"; loop { s += s; }", &["too large"]);
    refused("let a = []; loop { a += a; a.push(\"xxxxxxxxxxxxxxxx\"); }", &["too large"]);
    refused("let m = #{}; let i = 0; loop { m[`${i}`] = i; i += 1; }", &[]);
    refused("fn f(n) { n } let x = 0; while true { x = f(x) + 1; }", &["out of time"]);
}

#[test]
fn nothing_but_the_designs_functions_is_there() {
    for name in ["eval(\"1\")", "sleep(1)", "timestamp()", "open_file(\"a\")", "exec(\"ls\")"] {
        plan(&format!("{name};")).run().ends(1);
    }
    refused("Fn(\"eval\").call(\"1\");", &[]);
    refused("Fn(\"sleep\").call(60);", &[]);
}

#[test]
fn imports_stay_in_the_scripts_own_folder() {
    let module = "fn old(i) { i.age_days >= 60 }\nfn rule() { |i| i.age_days >= 60 }";
    let strategy = "import \"lib/common\" as common;\n\
        withdraw(\"a\", |i| common::old(i) && i.has_note);\nwithdraw(\"b\", common::rule());";
    let out = plan(strategy).file("lib/common.rhai", module).run().ends(0);
    out.prints(&["Ada B", "Ben C"]);
    for path in ["/etc/passwd", "../secret", "lib/../../secret", ""] {
        let out = plan(&format!("import \"{path}\" as x;")).file("../none", "").run().ends(1);
        out.says(&["cannot be imported"]);
    }
    let cycle = plan("import \"a\" as a;").file("a.rhai", "import \"a\" as a;").run().ends(1);
    cycle.says(&["imports itself"]);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_refused() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("x.rhai"), "fn f() { 1 }").unwrap();
    std::fs::write(outside.path().join("x.csv"), "a\n1\n").unwrap();
    let link = |program: &Program, name: &str, to: &str| {
        std::os::unix::fs::symlink(outside.path().join(name), program.path().join(to)).unwrap();
    };
    let program = plan("import \"x\" as x;");
    link(&program, "x.rhai", "x.rhai");
    program.run().ends(1).says(&["leads outside the script's own folder"]);
    let program = plan("list(\"x.csv\");");
    link(&program, "x.csv", "anna/x.csv");
    program.run().ends(1).says(&["leads outside the data folder"]);
}

#[test]
fn an_error_in_a_module_is_shown_there() {
    let out = plan("import \"m\" as m;\nm::f();").file("m.rhai", "fn f() {\n    nothing(1)\n}");
    out.run().ends(1).says(&["m.rhai:2", "no function `nothing`"]);
}
