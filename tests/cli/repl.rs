//! `rescind repl` without a terminal.

use crate::program::Program;

fn repl(input: &str) -> Program {
    Program::with_data().args("repl anna --as-of 2026-11-23").input(input)
}

#[test]
fn entries_on_standard_input_are_answered_one_after_another() {
    let input =
        "pending.len()\nit * 2\n\npending\n    .filter(|i|\n        i.has_note)\n    .len()\n";
    repl(input).run().ends(0).prints(&["3\n6\n1\n"]);
}

#[test]
fn the_first_entry_that_fails_ends_it() {
    let out = repl("1 + 1\npending.nonsense()\n3 + 3\n").run().ends(1);
    assert_eq!(out.stdout, "2\n");
    out.says(&["no function `nonsense`", "session:2:9"]);
}

#[test]
fn a_text_on_the_command_line_is_entered() {
    let program = Program::with_data().args("repl anna --as-of 2026-11-23 -c");
    program
        .arg("pending.count_by(\"account\")\n:quit\n1 + nonsense")
        .run()
        .ends(0)
        .prints(&["anna"]);
}

#[test]
fn a_strategy_is_written_planned_explained_and_saved() {
    let input = "let stale = param(\"stale_days\", 90, \"days\");\n\
                 withdraw(\"stale\", |i| i.age_days >= stale);\n\
                 :set stale_days=150\n:plan\n:why Ada B\n:check\n:limits\n:save mine\n";
    let out = repl(input).run().ends(0).prints(&[
        "session · as of 2026-11-23 · 1 withdrawal",
        "withdraw \"stale\": decides",
        "1 script checked: 0 errors",
        "pending-cap",
        "2 lines in mine.rhai",
    ]);
    assert!(out.file("mine.rhai").unwrap().contains("withdraw(\"stale\""));
}

#[test]
fn plain_rescind_is_a_session() {
    Program::new().input("1 + 1\n").run().ends(0).prints(&["2\n"]);
}

#[test]
fn without_data_there_are_columns_and_no_rows() {
    Program::new().args("repl -c pending.len()").run().ends(0).prints(&["0\n"]);
    Program::new().args("repl -c :plan").run().ends(1).says(&["session declares no rule"]);
}

#[test]
fn misuse_is_said() {
    let twice = Program::with_data().args("repl - --as-of 2026-11-23").input("1");
    twice.run().ends(2).says(&["standard input is read as data"]);
    repl(":nonsense\n").run().ends(2).says(&["no command `:nonsense`"]);
    repl(":save anna\n1").run().ends(2).says(&["nothing was entered"]);
}

#[test]
fn results_are_written_to_files() {
    let input = ":o out.csv\npending.select([\"name\"])\n:o out.json\n#{ a: 1 }\n";
    let out = repl(input).run().ends(0).prints(&["3 rows in out.csv", "written to out.json"]);
    assert_eq!(out.file("out.csv").unwrap().lines().count(), 4);
    assert_eq!(out.file("out.json").unwrap(), "{\"a\":1}\n");
}

#[cfg(unix)]
#[test]
fn a_value_is_viewed_as_a_page_and_is_not_entered() {
    let input = "pending.count_by(\"account\")\n:view\n:view pending.bars(\"name\", \"age_days\")\n\
                 it.len()\n:o\n:view 1 +\n";
    let out = repl(input).env("RESCIND_BROWSER", "true").run().ends(1);
    let opened = out.stdout.lines().filter_map(|line| line.strip_prefix("opened: "));
    let pages: Vec<String> = opened.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    assert_eq!(pages.len(), 2, "{}", out.stdout);
    assert!(pages[0].contains("<td>anna</td>"), "{}", pages[0]);
    assert!(pages[1].contains("<svg") && pages[1].contains("Ada B"), "{}", pages[1]);
    // What was viewed beside it is not the last value, and what is wrong is said.
    assert!(out.stdout.contains("\n1\n"), "{}", out.stdout);
    for path in out.stdout.lines().filter_map(|line| line.strip_prefix("opened: ")) {
        std::fs::remove_file(path).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_opened_is_said_with_where_it_lies() {
    let out = repl("1\n:view\n").env("RESCIND_BROWSER", "./no-such-browser").run().ends(0);
    let line = out.stdout.lines().find(|line| line.starts_with("nothing opens ")).unwrap();
    let path = line.split(' ').nth(2).unwrap().trim_end_matches(':');
    assert!(std::fs::read_to_string(path).unwrap().starts_with("<!DOCTYPE html>"));
    std::fs::remove_file(path).unwrap();
}
