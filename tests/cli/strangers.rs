//! Accounts that the ledger does not know, although it has others.

use crate::listed_again::{archive, step};
use crate::program::{Output, Program};

const ADA: (&str, &str, &str) = ("Ada B", "ada-b", "7/3/26, 9:00 AM");
const CY: (&str, &str, &str) = ("Cy D", "cy-d", "7/5/26, 9:00 AM");

/// The ledger has the account `week1`.
fn first_week() -> Output {
    let program = Program::new()
        .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 30);")
        .file("week1/Invitations.csv", archive("ben", &[ADA, CY]))
        .file("week2/Invitations.csv", archive("ben", &[ADA, CY]))
        .file("other/Invitations.csv", archive("anna", &[CY]));
    let first = program.args("import week1 --as-of 2026-10-02 --ledger l.db").run().ends(0);
    assert!(!first.stderr.contains("the ledger has no such account"), "{}", first.stderr);
    first
}

const PLAN: &str = "plan s.rhai --as-of 2026-10-09 --format json";

/// The findings of a plan, by code and level.
fn findings(plan: &Output) -> Vec<(String, String)> {
    let json = plan.json();
    let findings = json["findings"].as_array().unwrap().iter();
    let text = |finding: &serde_json::Value, name: &str| finding[name].as_str().unwrap().to_owned();
    let findings = findings.map(|one| (text(one, "code"), text(one, "level")));
    findings.filter(|(code, _)| code.starts_with("account-")).collect()
}

#[test]
fn an_account_of_another_name_is_said_with_its_owners() {
    let renamed = ["its owner is the one of `week1`", "--account week1=PATH"];
    let plan = step(first_week(), &format!("{PLAN} week2"));
    assert_eq!(findings(&plan), [("account-renamed".into(), "warn".into())]);
    let plan = step(plan, &format!("{PLAN} --account week1=week2"));
    assert_eq!(findings(&plan), []);
    let import = step(plan, "import week2 --as-of 2026-10-09").says(&renamed);
    // What was recorded then counts, and the account is known.
    let plan = step(import, &format!("{PLAN} week2"));
    assert_eq!(findings(&plan), []);
}

#[test]
fn an_account_that_the_ledger_does_not_know_is_said() {
    let new = ["nothing that was recorded counts for it; it has week1", "--account NAME=PATH"];
    let plan = step(first_week(), &format!("{PLAN} other"));
    assert_eq!(findings(&plan), [("account-new".into(), "note".into())]);
    let import = step(plan, "import other --as-of 2026-10-09").says(&new);
    let left_out = import.then(&format!("{PLAN} week2 --no-ledger")).run().ends(0);
    assert_eq!(findings(&left_out), []);
}
