//! Scripts that would take all time or memory, through every command that runs scripts, in a
//! process that the system gives no more than so much memory: each ends in time, with an error that
//! says what was too much and where.

#![cfg(unix)]

use crate::program::{AS_OF, Output, Program};

/// How much memory the system gives the program, in KiB: it ends with a signal beyond.
const ADDRESSES_KIB: u64 = 6 << 20;

/// How long a script may run, in seconds, where only its time ends it.
const ENDLESS_SECONDS: u64 = 3;

/// The same where another bound does: long enough in a build without optimisation, on a machine
/// that has other work.
const PATIENT_SECONDS: u64 = 120;

/// A script that would take too much.
struct Bomb {
    script: &'static str,
    /// What the error says, and the line and column that it points at.
    says: &'static str,
    at: &'static str,
}

const fn bomb(script: &'static str, says: &'static str, at: &'static str) -> Bomb {
    Bomb { script, says, at }
}

/// What grows while a formula is written out, or before anything is computed.
const BUILT: &[Bomb] = &[
    bomb(
        "withdraw(\"x\", |i| { let n = 0; for a in 0..1000 { for b in 0..1000 { for c in 0..1000 \
        { n += i.age_days; } } } n > 3 });",
        "has more than 20000 parts",
        "1:91",
    ),
    bomb(
        "withdraw(\"x\", |i| { let l = [1]; for a in 0..60 { l += l; } l.len() > i.age_days });",
        "a list of more than 100000 elements",
        "1:53",
    ),
    bomb(
        "withdraw(\"x\", |i| { let l = [i.age_days]; for a in 0..60 { l = [l, l]; } 1 > 3 });",
        "a list of more than 100000 elements",
        "1:65",
    ),
    bomb(
        "withdraw(\"x\", |i| { let m = #{ a: 1 }; for a in 0..60 { m.b = [m, m]; } i.age_days > \
        3 });",
        "a list of more than 100000 elements",
        "1:64",
    ),
    bomb(
        "withdraw(\"x\", |i| { let t = i.name; for a in 0..60 { t += t; } t == \"a\" });",
        "put together of too many pieces",
        "1:56",
    ),
    bomb(
        "withdraw(\"x\", |i| { let t = \"a\"; for a in 0..60 { t += t; } t == i.name });",
        "too large",
        "1:53",
    ),
    bomb(
        "let f = |x| x; for k in 0..60000 { let g = f; f = |x| g.call(x); } withdraw(\"x\", |i| \
        f.call(i.age_days) > 3);",
        "the closure at line 1 calls itself, which a formula cannot",
        "1:57",
    ),
    bomb(
        "let e = col(\"age_days\"); for k in 0..60 { e = e + e; } withdraw(\"x\", e > 3);",
        "with this `+` the expression has more than 1000 parts",
        "1:49",
    ),
    bomb(
        "let e = col(\"age_days\"); for k in 0..100000 { e = e.abs(); } print(e);",
        "nest too deep to be computed",
        "1:53",
    ),
    bomb(
        "let e = col(\"a\"); for k in 0..16 { e = e.sum(); } frame(#{ a: [1] }).select(e).len()",
        "nest too deep to be computed",
        "1:70",
    ),
    bomb(
        "let e = col(\"a\"); for k in 0..20 { e = e.abs(); } frame(#{ a: [1] }).select(e).len()",
        "nest too deep to be computed",
        "1:70",
    ),
    bomb(
        "let a = [1]; for k in 0..1000 { a = [a]; } frame(#{ a: [a] });",
        "lists nest more than 16 deep in a frame",
        "1:44",
    ),
    bomb(
        "let rows = []; for i in 0..400 { let row = #{}; for j in 0..65 { row[`c${i}_${j}`] = 1; \
        } rows.push(row); } frame(rows)",
        "400 rows have 26000 columns in all",
        "1:109",
    ),
    bomb(
        "let e = when(col(\"age_days\") > 1).then(1).otherwise(2); for k in 0..60 { e = when(e > \
        1).then(e).otherwise(e); }",
        "the expression has more than 1000 parts",
        "1:90",
    ),
    bomb(
        "for k in 0..100000 { keep(\"x\", |i| i.age_days > k); } withdraw(\"y\", |i| true);",
        "more than 1000 rules",
        "1:22",
    ),
    bomb(
        "for k in 0..100000 { param(\"p\" + k, k); } withdraw(\"y\", |i| true);",
        "more than 1000 parameters",
        "1:22",
    ),
    bomb(
        "let f = pending.select(\"id\"); for k in 0..60 { f = f.join(f, \"id\"); } \
        withdraw(\"x\", f);",
        "with this `join` the frame is made of too many steps",
        "1:54",
    ),
    bomb(
        "let f = pending.select(\"id\"); for k in 0..60 { f = concat([f, f]); } withdraw(\"x\", \
        f);",
        "with this `concat` the frame is made of too many steps",
        "1:52",
    ),
];

/// What squares a text with every turn, and what Polars plans for minutes.
const SLOW: &[Bomb] = &[
    bomb("let s = \"aa\"; loop { s = s.replace(\"a\", s); }", "too large", "1:28"),
    bomb(
        "let e = col(\"t\"); for k in 0..8 { e = e + e; }\nlet f = frame(#{ t: [\"a\"] \
        }); for k in 0..80 { f = f.with(\"t\" + k, e); } f.rows()",
        "out of time",
        "2:",
    ),
    bomb(
        "let l = [1]; for k in 0..14 { l = [l, l]; }\nloop { l.to_string(); }",
        "out of time",
        "2:",
    ),
    bomb(
        "let l = [1]; for k in 0..14 { l = [l, #{ l: l }]; }\nloop { `${l}${l}`; }",
        "out of time",
        "2:",
    ),
    bomb(
        "let l = []; l.pad(30000, 0); for k in 0..30000 { l[k] = frame(#{ k: [k] }); }\nl",
        "out of time",
        "",
    ),
];

/// What never ends.
const ENDLESS: Bomb =
    bomb("let n = 0;\nfor k in range(0, 1 << 60) { n += 1; }", "the script ran out of time", "2:");

/// What grows while it is computed.
const COMPUTED: &[Bomb] = &[
    bomb(
        "let a = []; a.pad(15000, 1); let f = frame(#{ k: a, a: a, b: a, c: a, d: a, e: a \
        });\nf.join(f, \"k\").sort_by(\"k\").head(3).rows()",
        "the script ran out of memory in `head`",
        "2:",
    ),
    bomb(
        "let a = []; a.pad(2000, 1); let f = frame(#{ a: [a], b: [a], c: [a] \
        });\nf.explode(\"a\").explode(\"b\").explode(\"c\").len()",
        "`explode` would make",
        "2:",
    ),
    bomb(
        "let f = frame(#{ t: [\"aaaaaaaaaaaaaaaa\"] });\nfor k in 0..40 { f = f.with(\"t\", \
        col(\"t\") + col(\"t\")); }\nf.rows()",
        "the script ran out of memory in `",
        "3:",
    ),
];

/// The program in a process that the system gives no more than so much.
fn bounded(program: Program) -> Output {
    program.addresses_kib(ADDRESSES_KIB).run()
}

fn script(bomb: &Bomb) -> Program {
    Program::with_data().file("s.rhai", bomb.script)
}

/// It has ended, with an error that says what and where.
fn defused(bomb: &Bomb, output: Output) {
    output.ends(1).says(&[bomb.says, &format!("s.rhai:{}", bomb.at)]);
}

/// The bounds of a script that only its time ends.
fn endless() -> String {
    format!("--timeout {ENDLESS_SECONDS} --memory 512MiB")
}

/// The bounds of a script that another bound ends, long before its time.
fn patient() -> String {
    format!("--timeout {PATIENT_SECONDS} --memory 512MiB")
}

#[test]
fn a_bomb_in_a_script_is_an_error_at_its_place() {
    let built = BUILT.iter().map(|bomb| (bomb, patient()));
    for (bomb, bounds) in built.chain([(&ENDLESS, endless())]) {
        let program = script(bomb).args("run s.rhai anna --as-of").args(AS_OF).args(&bounds);
        defused(bomb, bounded(program));
    }
}

#[test]
fn what_is_slow_between_two_operations_ends_in_time_too() {
    for bomb in SLOW {
        let program = script(bomb).args("run s.rhai anna --as-of").args(AS_OF).args(&endless());
        defused(bomb, bounded(program));
    }
}

#[test]
fn a_query_that_grows_is_an_error_where_its_rows_are_needed() {
    for bomb in COMPUTED {
        // It takes a while until so much is there.
        let program = script(bomb).args("run s.rhai anna --timeout 30 --memory 256MiB");
        let output = bounded(program).ends(1);
        output.says(&[bomb.says, &format!("s.rhai:{}", bomb.at)]);
    }
}

#[test]
fn a_bomb_in_a_strategy_is_an_error_of_its_plan() {
    for bomb in BUILT.iter().step_by(3) {
        let program = script(bomb).args("plan s.rhai anna --as-of").args(AS_OF).args(&patient());
        defused(bomb, bounded(program));
    }
}

#[test]
fn bombs_are_found_by_check_and_fail_their_tests() {
    let tests = "fn test_it() { given([#{ name: \"Ada\", age_days: 90 }]); decide(); }";
    let some = || BUILT.iter().skip(1).step_by(3);
    let mut program = Program::new();
    for (number, bomb) in some().enumerate() {
        program = program
            .file(&format!("s{number}.rhai"), bomb.script)
            .file(&format!("s{number}.test.rhai"), tests);
    }
    let checked = bounded(program.args("check . --memory 2GiB --timeout 1"));
    let checked = checked.ends(1);
    let errors = format!("{} scripts checked", some().count());
    assert!(checked.stdout.contains(&errors), "{}\n{}", checked.stdout, checked.stderr);
    let tested = bounded(checked.then("test . --memory 2GiB --timeout 20"));
    let tested = tested.ends(1);
    for (number, bomb) in some().enumerate() {
        assert!(tested.stdout.contains(bomb.says), "{number}: {}\n{}", bomb.says, tested.stdout);
    }
}

#[test]
fn a_bomb_that_is_piped_to_a_session_is_an_error() {
    let built = BUILT.iter().step_by(4).map(|bomb| (bomb, patient()));
    for (bomb, bounds) in built.chain([(&ENDLESS, endless())]) {
        let entry = format!("{}\n", bomb.script);
        let program = Program::with_data().args("repl anna --as-of").args(AS_OF).args(&bounds);
        bounded(program.input(&entry)).ends(1).says(&[bomb.says]);
    }
}

#[test]
fn a_result_that_is_long_in_writing_ends_in_time_in_every_format() {
    let script = "let s = \"a\"; for i in 0..18 { s += s; } let n = []; n.pad(60000, 1);\n\
                  frame(#{ a: n }).with(\"b\", lit(s))";
    for format in ["csv", "json", "ndjson", "parquet"] {
        let program = Program::new().file("s.rhai", script);
        let program = program.args(&format!("run s.rhai --timeout 2 -o out.{format}"));
        let output = bounded(program);
        output.ends(1).says(&["ran out of time", "nothing was saved"]);
    }
}

#[test]
fn an_update_of_a_pack_shows_its_bombs_and_ends() {
    let bombs: Vec<&Bomb> = BUILT.iter().chain([&ENDLESS]).collect();
    let names: Vec<String> = (0..bombs.len()).map(|number| format!("\"s{number}\"")).collect();
    let manifest = format!(
        "[pack]\nname = \"acme\"\nversion = \"1.0.0\"\ndescription = \"x\"\n\
         strategies = [{}]\n",
        names.join(", ")
    );
    let mut program = Program::new().file("source/pack.toml", manifest);
    for number in 0..bombs.len() {
        let harmless = format!("withdraw(\"x\", |i| i.age_days > {number});");
        program = program.file(&format!("source/s{number}.rhai"), harmless);
    }
    let mut program = program.args("add source").run().ends(0).then("packs update --memory 2GiB");
    for (number, bomb) in bombs.iter().enumerate() {
        program = program.file(&format!("source/s{number}.rhai"), bomb.script);
    }
    let shown = bounded(program).ends(0);
    for (number, bomb) in bombs.iter().enumerate() {
        assert!(shown.stdout.contains(bomb.says), "{number}: {}\n{}", bomb.says, shown.stdout);
    }
}

/// Scripts on one line that is long, or deep: reading one must not take the square of its length.
#[test]
fn a_long_line_is_read_once() {
    let deep = |open: &str, close: &str| [open, close].map(|sign| sign.repeat(20_000)).join("1");
    let terms = vec!["1"; 15_000].join(" + ");
    let scripts = [deep("(", ")"), deep("[", "]"), "|a| ".repeat(5_000) + "1", terms];
    for script in scripts {
        for command in ["run s.rhai anna", "check s.rhai", "docs s.rhai", "repl anna"] {
            let program = Program::with_data().file("s.rhai", &script).input(&script);
            let program = program.args(command).args(&patient());
            bounded(program).ends(1);
        }
    }
}

#[test]
fn a_line_beyond_what_places_can_tell_is_refused_by_its_number() {
    let script = format!("let a = 1;\nlet b = {}1;\nb", "1 + ".repeat(17_000));
    let says = "line 2 has more than 65534 characters";
    let tests = "fn test_it() {}";
    let mut program = Program::with_data().file("s.rhai", &script).file("s.test.rhai", tests);
    program = program.file("m.rhai", "import \"s\" as s;");
    for command in ["run s.rhai anna", "check s.rhai", "test s.rhai"] {
        program = program.args(command).run().ends(2).says(&[says]).then("");
    }
    let program = program.args("run m.rhai anna").run().ends(1).says(&[says]).then("");
    let line = script.lines().nth(1).unwrap();
    let piped = program.args("repl anna").input(line).run().ends(2);
    piped.says(&["line 1 has more than 65534 characters"]);
    let manifest = "[pack]\nname = \"a\"\nversion = \"1.0.0\"\ndescription = \"x\"\n\
        strategies = [\"s\"]\n";
    let pack = Program::new().file("p/pack.toml", manifest).file("p/s.rhai", &script);
    pack.args("add p").run().ends(1).says(&[says]);
}

/// While one of Polars' threads waits, it begins with another of the rules.
#[test]
fn almost_a_thousand_rules_may_compare_rows() {
    let script = "for k in 0..990 { keep(`r${k}`, |i| i.count_by(\"company\") > k + 100000); }\n\
                  withdraw(\"old\", |i| i.age_days > 30);";
    let program = Program::with_data().file("s.rhai", script).args("plan s.rhai anna --timeout 60");
    bounded(program.args("--as-of").args(AS_OF)).ends(0);
}

#[test]
fn what_is_within_its_bounds_is_not_an_error_in_the_same_process() {
    let script = "let a = []; a.pad(1000, 1); let f = frame(#{ k: a });\nf.join(f, \"k\").len()";
    let program = Program::with_data().file("s.rhai", script).args("run s.rhai anna");
    bounded(program.args(&patient())).ends(0).prints(&["1000000"]);
}

#[test]
fn a_map_that_doubles_within_one_step_ends_at_the_bound() {
    // One step copies all of it: nothing can be asked in between.
    let script = "let m = #{ x: 1 };\nfor k in 0..26 { m[`k${k}`] = m; }";
    let program = Program::with_data().file("s.rhai", script).args("run s.rhai anna");
    bounded(program.args("--memory 512MiB")).ends(1).says(&["memory came to an end"]);
}

#[test]
fn without_a_bound_of_its_own_the_program_still_ends_with_words() {
    // Twenty times what the system gives: no bound of the program's is asked before the system is.
    let script = "let f = frame(#{ t: [\"aaaaaaaaaaaaaaaa\"] });\n\
                  for k in 0..40 { f = f.with(\"t\", col(\"t\") + col(\"t\")); }\nf.rows()";
    let program = Program::with_data().file("s.rhai", script).args("run s.rhai anna");
    let program = program.args("--timeout 60 --memory 120GiB");
    bounded(program).ends(1).says(&["memory came to an end during `rows` at line 3"]);
}
