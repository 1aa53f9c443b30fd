//! The codes of scripts as such: what cannot be read, run or finished.

use super::{CodeDescription, row};
use crate::codes;

pub(super) const ROWS: &[CodeDescription] = &[
    row(codes::ARGUMENTS, "a function cannot take these arguments")
        .means(
            "The function is there, but not for so many values or for values of these types. The \
             help names its forms.",
        )
        .example(
            r#"keep("in conversation", pending.filter("messages", 3));"#,
            r#"keep("in conversation", pending.filter(|i| i.messages > 3));"#,
        ),
    row(codes::ARITHMETIC, "a calculation outside formulas failed")
        .means(
            "A division by zero, or a result beyond 64 bits. Inside a formula such a value is \
             unknown instead.",
        )
        .example(r"let share = 100 / 0;", r"let share = 100 / 4;"),
    row(codes::BORROWED, "a value is asked while a method of it runs")
        .means(
            "While `pending.filter(…)` runs, its closure cannot ask `pending` itself: Rhai lets \
             nobody look at it then. What the closure needs of it is asked before.",
        )
        .example(
            r"let few = pending.filter(|i| i.account_pending * 2 > pending.len());",
            r"let known = pending.len();
let few = pending.filter(|i| i.account_pending * 2 > known);",
        ),
    row(codes::DATA, "the data cannot be worked on").means(
        "Polars cannot make sense of the data that were given. What it says names the column.",
    ),
    row(codes::EXPRESSION, "a column expression that Polars cannot make sense of")
        .means("Most often a column of another type: texts have no sum.")
        .example(
            r#"keep("client", col("name").sum() > 3);"#,
            r#"keep("in conversation", col("messages") > col("messages").mean());"#,
        ),
    row(codes::EXPRESSION_AS_BOOL, "a column expression stands where true or false is needed")
        .means(
            "A column expression has a value in each row, so `if`, `&&` and `||` cannot decide by \
             it.",
        )
        .example(
            r#"keep("in conversation", col("messages") > 3 && col("kind") == "inmail");"#,
            r#"keep("in conversation", (col("messages") > 3) & (col("kind") == "inmail"));"#,
        ),
    row(codes::FILE, "a script cannot be read").means(
        "There is no such file, or it is no text in UTF-8, or far larger than scripts are. The \
         other scripts are checked.",
    ),
    row(codes::IMPORT, "a script cannot be imported")
        .means(
            "Scripts are imported from below the folder of the script that is run, by their path \
             without `.rhai`. (The corrected script has a `clients.rhai` beside it with `fn \
             is_client(tags) { \"client\" in tags }`.)",
        )
        .example(
            r#"import "../clients" as clients;
keep("client", |i| clients::is_client(i.tags));"#,
            r#"import "clients" as clients;
keep("client", |i| clients::is_client(i.tags));"#,
        ),
    row(codes::OUT_OF_TIME, "the script ran out of time")
        .means(
            "A script only declares, which takes milliseconds. One that is still at work after ten \
             seconds most likely never ends; `--timeout` gives it longer.",
        )
        .example(
            r"let n = 1;
while n > 0 { n += 1; }",
            r"let n = 1;
while n < 10 { n += 1; }",
        ),
    row(codes::QUERY, "a query that Polars cannot run")
        .means(
            "A frame's methods build a query. Polars cannot run this one; what it says comes with \
             it.",
        )
        .example(
            r#"let named = pending.rename("person", "name");
print(named.len());"#,
            r#"let named = pending.rename("person", "who");
print(named.len());"#,
        ),
    row(codes::READ_ONLY, "something is changed that cannot be changed")
        .means(
            "Dates, instants and frames stay as they are made. What is to be different is made \
             anew, and given a name of its own.",
        )
        .example(
            r#"let since = date("2026-01-31");
since.month = 2;
print(`since ${since}`);"#,
            r#"let since = date("2026-02-28");
print(`since ${since}`);"#,
        ),
    row(codes::SCRIPT, "the script failed")
        .means("What Rhai says is shown as it is; a `throw` of the script comes out here too.")
        .example(
            r#"throw "the list of clients is missing";"#,
            r#"print("no list of clients, so nobody is protected by it");"#,
        ),
    row(codes::SYNTAX, "the script cannot be read")
        .means(
            "A bracket, a semicolon or a value is missing, most likely just before the place that \
             is shown.",
        )
        .example(
            r#"keep("client", |i| "client" in i.tags)
keep("in conversation", |i| i.messages > 0);"#,
            r#"keep("client", |i| "client" in i.tags);
keep("in conversation", |i| i.messages > 0);"#,
        ),
    row(codes::TOO_DEEP, "functions call one another too deep")
        .means("Outside of formulas a function may call itself, but not without end.")
        .example(
            r"fn next(n) { next(n + 1) }
print(next(1));",
            r"fn next(n) { n + 1 }
print(next(1));",
        ),
    row(codes::TOO_LARGE, "a value or a formula is too large")
        .means(
            "Texts, lists and maps of a script are bounded, and so are the steps that a formula is \
             unrolled to. Bulk data belongs in frames, and long lists in files read with `list`.",
        )
        .example(
            r#"let text = "x";
for n in 0..40 { text += text; }"#,
            r#"let text = "x";
for n in 0..4 { text += text; }"#,
        ),
    row(codes::TOO_MANY_OPERATIONS, "the script does not come to an end").means(
        "A script may take 500 million steps, however fast the machine is. Declaring rules \
             takes some hundreds.",
    ),
    row(codes::UNKNOWN_FUNCTION, "there is no such function")
        .means(
            "Parts that did not run are looked through as well, such as a function that nothing \
             calls.",
        )
        .example(
            r#"kep("client", |i| "client" in i.tags);"#,
            r#"keep("client", |i| "client" in i.tags);"#,
        ),
    row(codes::UNKNOWN_PROPERTY, "there is no such property")
        .means("A map has no value of that name, or a value of this type no such property.")
        .example(
            r#"let least = #{ client: 3 };
keep("in conversation", |i| i.messages > least.clients);"#,
            r#"let least = #{ client: 3 };
keep("in conversation", |i| i.messages > least.client);"#,
        ),
    row(codes::UNKNOWN_VARIABLE, "there is no such variable")
        .means(
            "A variable is declared with `let` above its use. A function sees only what it is \
             given.",
        )
        .example(
            r#"keep("in conversation", |i| i.messages > leest);"#,
            r#"let least = 3;
keep("in conversation", |i| i.messages > least);"#,
        ),
];
