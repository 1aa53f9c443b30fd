//! `rescind check`.

use crate::program::{Program, root};

fn check(script: &str) -> Program {
    Program::new().file("s.rhai", script).args("check s.rhai")
}

/// The codes that a script is told of, in order.
fn codes(script: &str) -> Vec<String> {
    let diagnoses = check(script).args("--format json").run().json();
    let entries = diagnoses.as_array().unwrap().iter();
    entries.map(|entry| entry["code"].as_str().unwrap().to_owned()).collect()
}

/// The same without notes.
fn grave(script: &str) -> Vec<String> {
    let note = |code: &String| !["undecided-when-missing", "needs-data"].contains(&code.as_str());
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
    assert_eq!(never("i.age_days > 3 || true"), ["always-matches"]);
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
fn one_slip_hides_no_other() {
    let bad = "keep(\"a\", |i| i.mesages > 0);";
    for (script, expected) in [
        (
            format!(
                "{bad} keep(\"b\", |i| i.compny == \"x\"); keep(\"c\", |i| i.age_days > stal);"
            ),
            vec!["unknown-column", "unknown-column", "unknown-variable"],
        ),
        (
            "keep(\"a\", |i| i.age_days > stal); keep(\"b\", |i| i.age_days > old);".into(),
            vec!["unknown-variable", "unknown-variable"],
        ),
        (format!("withdrw(\"x\", |i| true); {bad}"), vec!["unknown-function", "unknown-column"]),
        (format!("import \"nosuch\"; {bad}"), vec!["import", "unknown-column"]),
        (
            format!("import \"nosuch\" as m; {bad} keep(\"b\", |i| m::f(i)); m::g();"),
            vec!["import", "unknown-column"],
        ),
        (
            format!("let x = limits.pending_capp; {bad} keep(\"b\", |i| i.messages > x);"),
            vec!["unknown-property", "unknown-column"],
        ),
        (
            format!("pending.filter(col(\"agedays\") > 3).len(); {bad}"),
            vec!["unknown-column", "unknown-column"],
        ),
        (
            "keep(\"a\", |i| i.compny == \"x\" && i.postion == \"y\" && i.name > 3);".into(),
            vec!["unknown-column", "unknown-column", "type-mismatch"],
        ),
        (
            format!("fn old(i) {{ i.age_days > stal }} keep(\"b\", |i| old(i)); {bad}"),
            vec!["unknown-variable", "unknown-column"],
        ),
        // What is made of something wrong is not told again.
        (
            "let y = stal * 2; y += 3; at_most(y); keep(\"a\", |i| i.age_days > y);".into(),
            vec!["unknown-variable"],
        ),
        ("keep(\"b\", bar);".into(), vec!["unknown-variable"]),
    ] {
        assert_eq!(grave(&script), expected, "{script}");
    }
    let script = format!("let xs = [1]; let x = xs[10]; {bad}");
    assert!(grave(&script).contains(&"unknown-column".to_owned()), "{script}");
}

#[test]
fn what_takes_data_is_no_error_without() {
    for script in [
        "let n = 100 / pending.len(); withdraw(\"x\", |i| i.age_days > n);",
        "let n = pending.sort_by([\"sent_at\"]).head(1).value(\"age_days\", 0);\n\
         withdraw(\"x\", |i| i.age_days > n);",
        "let first = accounts.rows()[0]; withdraw(\"x\", |i| i.age_days > first.pending);",
        "let n = pending.len(); target_pending(n - 50); withdraw(\"x\", |i| i.age_days > 9);",
        "if pending.len() == 0 { throw \"none\"; } withdraw(\"x\", |i| i.age_days > 9);",
    ] {
        let printed = codes(script);
        assert!(printed.contains(&"needs-data".to_owned()), "{script}: {printed:?}");
        assert_eq!(grave(script), Vec::<String>::new(), "{script}");
    }
    // Of no rows there is no mean: the rule is as unknown as it would be with such data.
    let script = "let m = pending.agg(#{ m: mean(\"age_days\") }).value(\"m\", 0);\n\
                  withdraw(\"x\", |i| i.age_days > m);";
    assert_eq!(codes(script), Vec::<String>::new());
    // With data it is computed.
    let script = "let n = 100 / (pending.len() - pending.len()); keep(\"x\", |i| i.messages > n);";
    let data = root().join("datasets/agency");
    let diagnoses = check(script).arg(data.to_str().unwrap()).args("--format json").run().ends(1);
    assert_eq!(diagnoses.json()[0]["code"], "arithmetic");
}

#[test]
fn what_differs_from_run_to_run_is_no_ground_for_a_warning() {
    for script in [
        "let n = pending.len(); withdraw(\"x\", |i| i.age_days > 30 && n > 100);",
        "let n = pending.len(); keep(\"few\", |i| n < 100); withdraw(\"x\", |i| i.age_days > 3);",
        "let on = param(\"on\", false); withdraw(\"x\", |i| on && i.has_note && i.age_days > 60);",
        "let on = param(\"on\", false); let off = !on; keep(\"x\", |i| off); keep(\"y\", |i| i.b);",
        "let on = param(\"on\", false); if on { keep(\"x\", |i| true); } keep(\"y\", |i| i.b);",
        "let n = param(\"n\", 60); keep(\"x\", |i| i.age_days > n);\n\
         keep(\"y\", |i| i.age_days > 90);",
        "withdraw(\"x\", |i| today.weekday == 2 && i.age_days > 60);",
        "let ms = [1, 2]; withdraw(\"x\", |i| today.month in ms && i.age_days > 60);",
        "let skip = param(\"skip\", \"\"); keep(\"x\", |i| skip != \"\" && skip in i.tags);",
        "let on = param(\"on\", false); withdraw(\"x\", on);",
    ] {
        let script = script.replace("i.b)", "i.messages > 3)");
        let careless = |code: &String| code != "careless-withdrawal" || !script.ends_with(", on);");
        let printed: Vec<String> = grave(&script).into_iter().filter(careless).collect();
        assert_eq!(printed, Vec::<String>::new(), "{script}");
    }
    // What holds whatever a parameter is, is said.
    let script = "let n = param(\"n\", 60); keep(\"x\", |i| i.messages >= n);\n\
                  keep(\"y\", |i| i.messages >= n && i.age_days > 3);";
    assert_eq!(grave(script), ["shadowed"]);
}

#[test]
fn a_withdrawal_that_looks_at_nothing_is_found_as_it_is_written() {
    for script in [
        "keep(\"old\", |i| i.age_days > 30); withdraw(\"x\", |i| i.company != \"Nobody\");",
        "withdraw(\"x\", pending.filter(|i| i.company == \"A\"));",
        "withdraw(\"x\", col(\"company\") == \"A\");",
    ] {
        assert_eq!(grave(script), ["careless-withdrawal"], "{script}");
    }
    for script in [
        "withdraw(\"x\", pending.filter(|i| i.age_days > 60));",
        "let old = pending.filter(|i| i.age_days > 60); withdraw(\"x\", old.head(3));",
        "withdraw(\"x\", pending.sort_by([\"sent_at\"]).head(20));",
        "column(\"old\", |i| i.age_days > 60); withdraw(\"x\", |i| i.old);",
        "fn old(i) { i.age_days > 60 } withdraw(\"x\", |i| old(i));",
    ] {
        assert_eq!(grave(script), Vec::<String>::new(), "{script}");
    }
    assert_eq!(grave("withdraw(\"x\", |i| false);"), ["never-matches"]);
}

#[test]
fn a_parameter_of_which_nothing_comes_is_found() {
    let rule = "withdraw(\"x\", |i| i.age_days > a);";
    for unused in [
        "param(\"a\", 1); withdraw(\"x\", |i| i.age_days > 3);",
        "let a = param(\"a\", 1); let a = 5; ",
        "let a = param(\"a\", 1); let b = a + 1; withdraw(\"x\", |i| i.age_days > 3);",
    ] {
        let script = if unused.ends_with(' ') { format!("{unused}{rule}") } else { unused.into() };
        assert_eq!(grave(&script), ["unused-param"], "{script}");
    }
    for used in ["let a = a + 1;", "let f = |i| i.messages > a; keep(\"f\", f);", "let a = [a][0];"]
    {
        let script = format!("let a = param(\"a\", 1); {used} {rule}");
        assert_eq!(grave(&script), Vec::<String>::new(), "{script}");
    }
}

#[test]
fn what_columns_can_be_is_known() {
    let printed = |condition: &str| grave(&format!("keep(\"x\", |i| {condition});"));
    for never in [
        "i.messages < 0",
        "i.state == \"accepted\"",
        "i.kind == \"inmial\"",
        "i.known_by == \"list\"",
    ] {
        assert_eq!(printed(never), ["never-matches"], "{never}");
    }
    assert_eq!(printed("i.messages >= 0"), ["always-matches"]);
    for can in ["i.kind == \"inmail\"", "i.known_by == \"listed\"", "i.messages > 0"] {
        assert_eq!(printed(can), Vec::<String>::new(), "{can}");
    }
    assert_eq!(
        grave("withdraw(\"x\", |i| i.state == \"pending\");"),
        ["always-matches", "careless-withdrawal"]
    );
}

#[test]
fn a_condition_that_asks_for_what_is_missing_is_decided() {
    for script in [
        "keep(\"x\", |i| if i.company == () { false } else { i.company.len > 0 });",
        "keep(\"x\", |i| i.company != () && i.company == \"B\");",
    ] {
        assert_eq!(codes(script), Vec::<String>::new(), "{script}");
    }
}

#[test]
fn advice_says_what_to_do_here() {
    check("keep(\"x\", |i| i.deal_size > 9);").run().ends(1).prints(&["`--columns deal_size:int`"]);
    check("keep(\"x\", |i| i.w > 9);\ncolumn(\"w\", |i| i.messages);")
        .run()
        .ends(1)
        .prints(&["on line 2 declares it: move that up"]);
    check("keep(\"x\", |i| i.messages > 9); keep(\"y\", |i| 9 < i.messages);")
        .run()
        .prints(&["remove one of them"]);
    check("at_most(20);").run().ends(0).prints(&["this strategy has no rule"]);
    let diagnoses = check("keep(\"q\", col(\"age_dayz\") > 3);").args("--format json").run().json();
    assert_eq!(
        (&diagnoses[0]["start"]["column"], &diagnoses[0]["end"]["column"]),
        (&15.into(), &25.into())
    );
}

#[test]
fn what_cannot_be_read_hides_nothing_else() {
    let bad = "keep(\"x\", |i| i.mesages > 0);";
    let program = || {
        Program::new()
            .file("lib/m.rhai", "fn f(i) {\n    nothing(i)\n}\n")
            .file("ok.rhai", bad)
            .file("latin.rhai", b"let a = 1;\nlet b = \"\xe4\";")
    };
    let paths = "check nosuch.rhai latin.rhai ok.rhai ok.rhai --format json";
    let diagnoses = program().args(paths).run().ends(1).json();
    let codes: Vec<&str> =
        diagnoses.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["file", "file", "unknown-column"]);
    assert!(diagnoses[1]["message"].as_str().unwrap().contains("byte 0xe4 in line 2"));
}

#[test]
fn places_are_counted_in_characters_and_paths_encoded() {
    let script = "let a = \"ééééé\"; keep(\"x\", |i| i.mesages > 0);";
    let program = || Program::new().file("a b%é.rhai", script).args("check").arg("a b%é.rhai");
    program().run().ends(1).prints(&["[a b%é.rhai:1:34]"]);
    let sarif = program().args("--format sarif").run().ends(1).json();
    let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "a%20b%25%C3%A9.rhai");
}

#[test]
fn a_sheet_alone_brings_its_columns() {
    let program = check("keep(\"x\", |i| i.deal_size > 3);");
    let program = program.file("sheet.csv", "name,company,deal_size\nAda,X,5\n");
    program.args("sheet.csv").run().ends(0).prints(&["0 errors"]);
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

#[test]
fn what_a_loop_does_wrong_a_thousand_times_is_drawn_once_and_counted() {
    let script =
        "for k in 0..300 { withdraw(`r${k}`, |i| i.age_days >= 0 && i.age_days < 0 - k); }";
    let program = Program::new().file("s.rhai", script).args("check s.rhai --timeout 60");
    let out = program.run().ends(0);
    let more = "and 299 more of the kind at this place, such as: no invitation can match `r1`";
    let out = out.prints(&["no invitation can match `r0`", more, "300 warnings"]);
    assert!(out.stdout.len() < 4_000, "{}", out.stdout);
    let out = out.then("check s.rhai --timeout 60 --format json").run();
    let every_code = out.json();
    let of_code = |one: &&serde_json::Value| one["code"] == "never-matches";
    let every_code = every_code.as_array().unwrap();
    assert_eq!(every_code.iter().filter(of_code).count(), 300);
}
