//! What a page of a work list saved is recorded; pages are opened with what the user names.

use crate::program::{AS_OF, HEADER, Output, Program, sent};
use serde_json::{Value, json};

const STRATEGY: &str = "withdraw(\"old\", |i| i.age_days >= 90);";

fn saved() -> Output {
    let rows = [
        sent("Ada B", "ada-b", "6/5/26, 9:00 AM", "Hello Ada"),
        sent("Ben C", "ben-c", "8/14/26, 9:00 AM", ""),
        sent("Cy D", "cy-d", "7/12/26, 9:00 AM", ""),
    ];
    let program = Program::new()
        .file("data/anna/Invitations.csv", format!("{HEADER}{}", rows.concat()))
        .file("s.rhai", STRATEGY);
    let plan =
        format!("plan s.rhai data --as-of {AS_OF} --ledger l.db --save --day 1 -o list.html");
    program.args(&plan).run().ends(0)
}

/// The plan that the page belongs to.
fn plan_of(output: &Output) -> String {
    let page = output.file("list.html").unwrap();
    let plan = page.split_once("data-plan=\"").unwrap().1;
    plan.split_once('"').unwrap().0.to_owned()
}

fn marked(plan: &str, rows: &[(u32, &str)]) -> String {
    let row = |(rank, state): &(u32, &str)| -> Value {
        json!({ "account": "anna", "rank": rank, "state": state, "on": AS_OF, "name": "<b>" })
    };
    let rows: Vec<Value> = rows.iter().map(row).collect();
    json!({ "rescind": "progress", "version": 1, "plan": plan, "day": AS_OF, "rows": rows })
        .to_string()
}

#[test]
fn what_a_page_saved_is_recorded_once() {
    let saved = saved();
    let file = marked(&plan_of(&saved), &[(1, "done"), (2, "accepted"), (3, "skipped")]);
    let done = saved.then("done p.json --ledger l.db").file("p.json", &file).run().ends(0);
    let done = done.prints(&["1 withdrawn, 1 already accepted; 1 row of the plan"]);
    let done = done.says(&["1 row skipped: still to be done"]);
    let again = done.then("done p.json --ledger l.db").run().ends(0).prints(&["nothing new"]);
    let again = again.says(&["1 Ada B (anna): recorded before as withdrawn"]);
    again.then("history --ledger l.db --format csv").run().prints(&["withdrawn", AS_OF]);
}

#[test]
fn a_file_of_another_plan_is_refused() {
    let saved = saved();
    let plan = plan_of(&saved);
    let other = format!("{}{}", &plan[1..], &plan[..1]);
    let refused = [
        (marked(&other, &[(1, "done")]), "is not saved in l.db"),
        (marked(&plan[..8], &[(1, "done")]), "is not saved in l.db"),
        (marked(&plan, &[(9, "done")]), "the plan has no 9 of anna"),
        (marked(&plan, &[(1, "done"), (1, "accepted")]), "marked twice"),
        (marked(&plan, &[(1, "done")]).replace(AS_OF, "2026-11-24"), "has no 1 of anna"),
        (marked(&plan, &[(1, "gone")]), "it is no progress file"),
        ("{}".into(), "it is no progress file"),
    ];
    let mut output = saved;
    for (file, complaint) in refused {
        output = output.then("done p.json --ledger l.db").file("p.json", file).run();
        assert!(output.status == 1 || output.status == 2, "{}", output.stderr);
        output = output.says(&[complaint]);
    }
    let again = "plan s.rhai data --set x=1 --as-of 2026-11-24 --ledger l.db --save=later.json";
    let again = again.replace("--set x=1 ", "");
    let later = output.then(&again).run().ends(0);
    let file = marked(&plan, &[(1, "done")]);
    let meant = later.then("done p.json --plan later.json --ledger l.db").file("p.json", file);
    let meant = meant.run().ends(2).says(&["it belongs to the plan"]);
    let beside = meant.then("done p.json 2 --ledger l.db").run().ends(2);
    let beside = beside.says(&["do not go together"]);
    let narrowed = beside.then("done p.json --account anna --ledger l.db").run().ends(2);
    let narrowed = narrowed.says(&["says itself what was done"]);
    let missing = narrowed.then("done q.json --ledger l.db").run().ends(1);
    missing.then("history --verify --ledger l.db").run().ends(0);
}

#[cfg(unix)]
#[test]
fn a_page_is_opened_with_what_the_user_names() {
    use std::os::unix::fs::PermissionsExt;
    let program = Program::with_data().file("s.rhai", STRATEGY);
    let program = program.file(
        "browser",
        "#!/bin/sh\ncp \"$1\" opened.html.part && mv opened.html.part opened.html\n",
    );
    let browser = program.path().join("browser");
    std::fs::set_permissions(browser, std::fs::Permissions::from_mode(0o755)).unwrap();
    let plan = "plan s.rhai anna --as-of 2026-11-23 --no-ledger --open";
    let opened = program.env("RESCIND_BROWSER", "./browser").args(plan).run().ends(0);
    let opened = opened.says(&["opened: ", ".html"]);
    assert!(opened.stdout.is_empty(), "{}", opened.stdout);
    let begun = std::time::Instant::now();
    let page = loop {
        if let Some(page) = opened.file("opened.html") {
            break page;
        }
        assert!(begun.elapsed().as_secs() < 60, "nothing was opened");
        std::thread::sleep(std::time::Duration::from_millis(20));
    };
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
    let words = opened.stderr.split_whitespace().map(String::from).collect::<Vec<_>>();
    let path = words
        .iter()
        .find(|word| std::path::Path::new(word).extension().is_some_and(|ending| ending == "html"))
        .unwrap();
    std::fs::remove_file(path).unwrap();
    let named = opened.then("limits --open -o l.html").env("RESCIND_BROWSER", "./none");
    let named = named.run().ends(0).says(&["nothing opens l.html: ./none"]);
    assert!(named.file("l.html").unwrap().starts_with("<!DOCTYPE html>"));
}
