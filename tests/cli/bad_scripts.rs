//! Scripts that cannot be run: each error shows the line, underlines the token and says what to do.

use crate::program::plan;

/// The text that an error underlines.
fn underlined(stderr: &str) -> String {
    let lines: Vec<&str> = stderr.lines().collect();
    for pair in lines.windows(2) {
        let Some((before, after)) = pair[1].split_once("· ") else { continue };
        let start = before.chars().count() + 2 + after.chars().take_while(|c| *c == ' ').count();
        let length = after.trim_start().chars().take_while(|c| "─┬".contains(*c)).count();
        return pair[0].chars().skip(start).take(length).collect();
    }
    String::new()
}

fn fails(strategy: &str, token: &str, says: &[&str]) {
    let out = plan(strategy).run().ends(1).says(says);
    assert_eq!(underlined(&out.stderr), token, "{}", out.stderr);
}

#[test]
fn an_error_shows_the_line_and_underlines_the_token() {
    let out = plan("let a = 1;\nwithdraw(\"x\", |i| i.age_dys > 60);\n").run().ends(1);
    insta::assert_snapshot!(out.stderr);
}

#[test]
fn the_token_to_blame_is_underlined() {
    fails("withdraw(\"x\", |i| i.age_dys > 60);", "age_dys", &["did you mean `age_days`?"]);
    fails("withdraw(\"x\", |i| i.company > 60);", ">", &["a text cannot be compared"]);
    fails("withdraw(\"x\", |i| i.age_days);", "age_days", &["a condition gives true or false"]);
    fails("withdraw(\"x\", |i| i.name.contans(\"a\"));", "contans", &["did you mean `contains`?"]);
    fails("withdrw(\"x\", |i| true);", "withdrw", &["did you mean `withdraw`?"]);
    fails("withdraw(\"x\", |i| i.age_days > stale);", "stale", &["no variable `stale`"]);
    fails("let x = ;", ";", &[]);
    fails("keep(\"x\", |i| true)\nkeep(\"y\", |i| true)", "keep", &[]);
    fails("withdraw(\"x\", |i| { print(i.name); true });", "print", &["inside a formula"]);
    fails("prioritize(|i| i.name);", "name", &["a score is a number"]);
    fails("withdraw(\"x\", col(\"age_dys\") > 60);", "\"age_dys\"", &["did you mean `age_days`?"]);
    fails("withdraw(\"x\", accounts);", "withdraw", &["no column `id`"]);
    fails("column(\"state\", |i| \"pending\");", "column", &["give it another name"]);
    fails("target_pending(-1);", "target_pending", &["write 0 or more"]);
    fails("withdraw(\"x\", |i| true, #{ folow_up: \"\" });", "withdraw", &["follow_up"]);
    fails("list(\"no.csv\");", "list", &["not in the data folder"]);
}

#[test]
fn a_strategy_without_rules_says_so() {
    plan("let a = 1;").run().ends(1).says(&["declares no rule", "rescind run"]);
}
