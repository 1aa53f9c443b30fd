//! Scripts that would leave their bounds.

use crate::program::{Program, plan};

fn refused(script: &str, says: &[&str]) {
    plan(script).args("--timeout 1").run().ends(1).says(says);
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
fn a_process_without_room_for_threads_says_so() {
    let strategy = "withdraw(\"old\", |i| i.age_days > pending.len() + 30);";
    let scripts = [strategy, "let f = frame(#{ a: [1, 2] }); print(f.filter(|r| r.a > 1).len());"];
    for script in scripts {
        for mib in (1500..4000).step_by(200) {
            let program = plan(script).args("--no-ledger").addresses_kib(mib << 10);
            let output = program.run();
            let printed = &output.stderr;
            assert!(output.status <= 1, "{mib}: {printed}");
            assert!(
                !printed.contains("unwrap") && !printed.contains("report it"),
                "{mib}: {printed}"
            );
            let is_told = ["ulimit -v", "memory", "the script plans nothing", "without a rule"];
            let is_told = is_told.iter().any(|told| printed.contains(told));
            assert!(output.status == 0 || is_told || script != strategy, "{mib}: {printed}");
        }
    }
}

#[test]
fn loops_in_native_calls_end_too() {
    let long = "let a = []; a.pad(100000, 0);";
    refused(&format!("{long} loop {{ a.map(|x| x + 1); }}"), &["out of time"]);
    refused(&format!("{long} loop {{ a.filter(|x| x > 1); }}"), &["out of time"]);
    refused("loop { pending.len(); }", &["out of time"]);
}

#[test]
fn no_value_grows_without_bound() {
    refused("let a = [1]; for i in 0..60 { a = [a, a]; }", &["too large"]);
    // Which of time and size ends it first is a matter of the machine, so it has time.
    let doubled = "let m = #{ x: 1 }; for i in 0..60 { m.a = m; m.b = m; }";
    plan(doubled).args("--timeout 100").run().ends(1).says(&["too large"]);
    refused("let s = \"\"; s.pad(2000000000, \"x\");", &["too large"]);
    refused("let a = []; a.pad(2000000000, 1);", &["too large"]);
    refused("let f = |x| x; for i in 0..60 { f = f.curry(f); }", &[]);
    refused("parse_json(\"[\");", &["no function `parse_json`"]);
    refused("let s = \"x\"; s.pad(900, \"y\"); withdraw(s, |i| true);", &["reason of 900"]);
    refused("withdraw(\" \", |i| true);", &["a rule without a reason"]);
}

#[test]
fn what_cannot_be_compared_is_never_silently_false() {
    let both = |a: &str, b: &str, says: &str| {
        for sign in ["==", "!=", "<", "<=", ">", ">="] {
            refused(&format!("{a} {sign} {b}"), &[says]);
            refused(&format!("{b} {sign} {a}"), &[says]);
        }
    };
    both("pending", "5", "cannot be compared");
    both("today", "\"2026-11-23\"", "cannot be compared");
    both("as_of", "1.5", "cannot be compared");
    both("col(\"age_days\")", "#{}", "cannot stand in a column expression");
    both("col(\"age_days\")", "pending", "cannot");
    let kept = |condition: &str| {
        let script = format!("if {condition} {{ withdraw(\"yes\", |i| i.age_days > 0); }}");
        plan(&script).run().ends(0);
    };
    for same in ["today != ()", "!(today == ())", "() != as_of", "today == as_of", "pending != ()"]
    {
        kept(same);
    }
}

#[test]
fn a_column_expression_compares_with_values_on_either_side() {
    for (condition, rows) in [
        ("col(\"age_days\") > 99.5", 2),
        ("99 < col(\"age_days\")", 2),
        ("col(\"age_days\") == 10", 1),
        ("10 != col(\"age_days\")", 2),
        ("col(\"has_note\") == true", 1),
        ("\"Cy D\" == col(\"name\")", 1),
        ("col(\"company\") == ()", 3),
        ("() != col(\"company\")", 0),
        ("(\"x\" + col(\"name\")) == \"xCy D\"", 1),
        ("(col(\"age_days\") > 50) & (col(\"has_note\") | !col(\"has_note\"))", 2),
        ("col(\"sent_at\") < as_of", 3),
    ] {
        let out = plan(&format!("withdraw(\"w\", {condition});")).args("--format json").run();
        assert_eq!(out.ends(0).json()["rules"][0]["matched"], rows, "{condition}");
    }
    refused("withdraw(\"w\", col(\"age_days\") > \"x\");", &["cannot compare string"]);
    refused("col(\"a\") > 1 && col(\"b\") > 1", &["`&` and `|`"]);
    refused("if col(\"a\") == 1 { }", &["neither true nor false", "`when`"]);
}

#[test]
fn nothing_but_the_designs_functions_is_there() {
    for name in
        ["eval(\"1\")", "sleep(1)", "timestamp()", "open_file(\"a\")", "exec(\"ls\")", "exit(1)"]
    {
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

#[test]
fn a_formula_of_a_module_fails_in_the_module() {
    let module = "fn limit(i) { i.age_dys > 60 }\n\nfn rule() {\n    |i| limit(i)\n}\n\
        fn kind() { |i| i.name }\n";
    let says = |strategy: &str, location: &str, message: &str| {
        let strategy = format!("import \"m\" as m;\n{strategy}");
        plan(&strategy).file("m.rhai", module).run().ends(1).says(&[location, message]);
    };
    says("withdraw(\"a\", m::rule());", "m.rhai:1:17", "no column `age_dys`");
    says("withdraw(\"a\", |i| m::limit(i));", "m.rhai:1:17", "no column `age_dys`");
    says("pending.filter(m::rule()).len();", "m.rhai:1:17", "no column `age_dys`");
    says("withdraw(\"a\", m::kind());", "m.rhai:6:", "a condition gives true or false");
    says("withdraw(\"a\", |i| i.age_dys > 1);", "s.rhai:2:", "no column `age_dys`");
}

#[test]
fn a_modules_closure_means_what_its_module_says() {
    let module = "fn limit(i) { i.age_days > 60 }\nfn rule() { |i| limit(i) }";
    let strategy = "import \"m\" as m;\nfn limit(i) { i.age_days > 1000 }\n\
        keep(\"noted\", |i| i.has_note);\nwithdraw(\"a\", m::rule());";
    let out = plan(strategy).file("m.rhai", module).args("--format json").run().ends(0);
    assert_eq!(out.json()["rules"][1]["matched"], 1);
}

#[test]
fn a_function_is_told_that_it_sees_no_variable() {
    refused("fn f() { pending.len() }\nf();", &["a function sees only what it is given"]);
}
