//! Values of parameters: whichever way they are given, the script gets them unchanged.

use crate::program::{Output, Program};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// Compares element by element, for lists have no `==` in scripts.
const SAME: &str = "fn same(a, b) {\n    if a.len() != b.len() { return false; }\n    \
    for at in 0..a.len() { if a[at] != b[at] { return false; } }\n    true\n}\n";

const RULE: &str = "withdraw(\"old\", |i| i.age_days >= 90);\n";

/// A text as Rhai writes it, every character by its number.
fn literal(text: &str) -> String {
    let symbols = text.chars().map(|c| format!("\\U{:08x}", u32::from(c)));
    format!("\"{}\"", symbols.collect::<String>())
}

fn literals(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| literal(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// Lists of texts: what their author thought of, and what nobody did.
fn lists() -> Vec<Vec<String>> {
    let chosen: [&[&str]; 8] = [
        &[],
        &[""],
        &["", ""],
        &["Smith, Ada"],
        &[" a ", "\ttab\n", "line\r\nline"],
        &["\"quoted\"", "'it's'", "back\\slash\\", "[x]", "a]b"],
        &["Zoë", "🚀", "\u{202e}abc", "e\u{301}", "דנה"],
        &["true", "1e3", "-5", "2026-01-31", "()", "NULL", "\u{0}\u{1b}"],
    ];
    let mut lists: Vec<Vec<String>> =
        chosen.iter().map(|texts| texts.iter().map(|&text| text.to_owned()).collect()).collect();
    let any =
        prop::collection::vec(prop_oneof![any::<String>(), "[ ,\"'\\\\\\[\\]=\r\n\ta]{0,8}"], 0..4);
    let mut runner = TestRunner::deterministic();
    lists.extend((0..24).map(|_| any.new_tree(&mut runner).unwrap().current()));
    lists
}

/// A script that fails unless its parameters are these lists.
fn script(lists: &[Vec<String>]) -> String {
    let mut script = SAME.to_owned();
    for (at, list) in lists.iter().enumerate() {
        let expected = literals(list);
        let declared = format!("let p{at} = param(\"p{at}\", [\"the default\"], \"\");\n");
        let checked = format!("if !same(p{at}, {expected}) {{ throw \"p{at} is \" + p{at}; }}\n");
        script.push_str(&declared);
        script.push_str(&checked);
    }
    script + RULE
}

fn toml(list: &[String]) -> String {
    toml::Value::Array(list.iter().cloned().map(toml::Value::String).collect()).to_string()
}

#[test]
fn any_list_of_texts_reaches_the_script_unchanged_whichever_way_it_is_given() {
    let lists = lists();
    let program = || Program::with_data().file("s.rhai", script(&lists));
    let json = |list: &Vec<String>| serde_json::to_string(list).unwrap();

    let mut set = program().args("plan s.rhai anna --as-of 2026-11-23");
    for (at, list) in lists.iter().enumerate() {
        set = set.arg("--set").arg(&format!("p{at}={}", json(list)));
    }
    set.run().ends(0);

    let params: Vec<String> =
        (lists.iter().enumerate()).map(|(at, list)| format!("p{at} = {}\n", toml(list))).collect();
    let params = params.concat();
    let plan = "plan s.rhai --as-of 2026-11-23";
    let settings = format!("data = \"anna\"\n[params]\n{params}");
    program().file("rescind.toml", &settings).args(plan).run().ends(0);
    let settings = format!("[accounts.anna]\ndata = \"anna\"\n[accounts.anna.params]\n{params}");
    program().file("rescind.toml", &settings).args(plan).run().ends(0);

    let given: Vec<String> =
        (lists.iter().enumerate()).map(|(at, list)| format!("p{at}: {}", literals(list))).collect();
    let test = format!(
        "fn test_lists() {{\n    given([#{{ name: \"Ada\", age_days: 100 }}]);\n    \
         expect(decide(#{{ {} }}), \"Ada\").withdrawn(\"old\");\n}}\n",
        given.join(", ")
    );
    program().file("s.test.rhai", &test).args("test s.rhai").run().ends(0);

    let mut input = SAME.to_owned();
    for (at, list) in lists.iter().enumerate() {
        let expected = literals(list);
        let entered = [
            format!("let p{at} = param(\"p{at}\", [\"the default\"], \"\");\n"),
            format!(":set p{at}={}\n", json(list)),
            format!("if !same(p{at}, {expected}) {{ throw \"p{at}\" }}\n"),
        ];
        input.push_str(&entered.concat());
    }
    let out = Program::with_data().args("repl anna --as-of 2026-11-23").input(&input).run();
    assert!(!out.stderr.contains('×'), "{}", out.stderr);
    out.ends(0);
}

/// What is said of a script with a parameter of each type, of which one is set.
fn set(given: &str) -> Output {
    let script = "let words = param(\"words\", [\"a\"], \"\"); let n = param(\"n\", 1, \"\"); \
        let x = param(\"x\", 0.5, \"\"); let b = param(\"b\", true, \"\"); \
        let d = param(\"d\", date(\"2026-01-31\"), \"\"); let t = param(\"t\", \"a\", \"\");\n\
        [words, n, x, b, d, t]";
    Program::with_data()
        .file("s.rhai", script)
        .args("run s.rhai --format json --set")
        .arg(given)
        .run()
}

#[test]
fn a_text_of_the_command_line_is_read_as_the_type_says_or_it_is_said_how_to_write_it() {
    for (given, value) in [
        ("words=a,b", r#"["a","b"]"#),
        ("words=", "[]"),
        ("words=['Smith, Ada']", r#"["Smith, Ada"]"#),
        ("n=-5", "-5"),
        ("x=1e3", "1000.0"),
        ("x=-2", "-2.0"),
        ("b=no", "false"),
        ("d=2026-02-28", "\"2026-02-28\""),
        ("t= a, \"b\" ", r#"" a, \"b\" ""#),
    ] {
        let out = set(given).ends(0);
        let compact = out.json().to_string();
        assert!(compact.contains(value), "{given}: {compact}");
    }
    for (given, expected) in [
        ("words=[Smith, Ada]", "each in quotes and all in"),
        ("words=\"a\",b", "each in quotes and all in"),
        ("words=a,,b", "each in quotes and all in"),
        ("words=Smith, Ada", "each in quotes and all in"),
        ("words=[1]", "each in quotes and all in"),
        ("n=1e3", "expected a whole number"),
        ("n=1.0", "expected a whole number"),
        ("x=nan", "expected a number"),
        ("b=1", "expected `true` or `false`"),
        ("d=31.1.2026", "expected a date as 2026-01-31"),
    ] {
        set(given).ends(2).says(&[expected]);
    }
}

#[test]
fn a_value_of_the_project_file_of_another_type_is_no_value() {
    let script = "let words = param(\"words\", [\"a\"], \"\"); let n = param(\"n\", 1, \"\"); \
        let x = param(\"x\", 0.5, \"\"); let b = param(\"b\", true, \"\"); let t = \
        param(\"t\", \"a\", \"\"); let d = param(\"d\", date(\"2026-01-31\"), \"\");\n\
        withdraw(\"old\", |i| i.age_days >= n);";
    let with = |params: &str| {
        let settings = format!("data = \"anna\"\n[params]\n{params}\n");
        let program = Program::with_data().file("s.rhai", script).file("rescind.toml", &settings);
        program.args("plan s.rhai --as-of 2026-11-23").run()
    };
    for params in
        ["x = 2", "x = -1e3", "d = 2026-02-28", "d = \"2026-02-28\"", "t = \"1\"", "n = 0x10"]
    {
        with(params).ends(0);
    }
    for (params, expected) in [
        ("n = \"60\"", "`n = \"60\"` in `rescind.toml`: expected a whole number"),
        ("n = 60.0", "expected a whole number"),
        ("words = \"a,b\"", "expected a list of texts"),
        ("t = 1", "expected a text"),
        ("t = true", "expected a text"),
        ("b = \"true\"", "expected `true` or `false`"),
        ("d = \"soon\"", "expected a date"),
        ("x = \"0.5\"", "expected a number"),
        ("t = [\"a\"]", "expected a text"),
    ] {
        with(params).ends(2).says(&[expected]);
    }
    for params in ["x = inf", "x = nan", "words = [1]", "d = 2026-01-31T10:00:00Z"] {
        with(params).ends(1).says(&["rescind.toml"]);
    }
}
