//! A member id and an address of one person: once data have both, they are one person to every
//! account, in whichever order they come.

use crate::listed_again::step;
use crate::program::{Output, Program};

const OLD: &str = "withdraw(\"old\", |i| i.age_days > 80);";
const ADDRESS: &str = "https://www.linkedin.com/in/";
const PEOPLE: [(&str, &str, &str, &str); 3] = [
    ("Ada Bright", "ada", "ACoAAB0000000001", "2026-05-10"),
    ("Bo Cray", "bo-cray", "ACoAAB0000000002", "2026-07-25"),
    ("Zo Late", "zo-late", "ACoAAB0000000003", "2026-09-30"),
];

/// A tool's table with both keys of each person.
fn both() -> String {
    let row = |(name, slug, id, on): &(&str, &str, &str, &str)| {
        format!("{id},{ADDRESS}{slug},{slug},{name},{on} 09:00:00,Profile,PENDING\n")
    };
    let header = "PROFILE_ID,PROFILE_URL,PUBLIC_ID,FULLNAME,SENT_AT,INVITATION_TYPE,\
                  INVITATION_STATUS\n";
    format!("{header}{}", PEOPLE.iter().map(row).collect::<String>())
}

/// A table of addresses that have the member ids alone, in any of their forms, and no names.
fn ids(address: &str) -> String {
    let row = |(_, _, id, on): &(&str, &str, &str, &str)| {
        format!("{address}{id},{on},2026-10-03T10:00:00Z\n")
    };
    format!("profileUrl,sentDate,timestamp\n{}", PEOPLE.iter().map(row).collect::<String>())
}

fn program() -> Program {
    Program::new()
        .file("s.rhai", OLD)
        .file("both.csv", both())
        .file("ids.csv", ids(ADDRESS))
        .file("lead.csv", ids("https://www.linkedin.com/sales/lead/"))
}

fn imported(output: Output, account: &str, file: &str, day: &str) -> Output {
    step(output, &format!("import --account {account}={file} --as-of {day}"))
}

fn first(account: &str, file: &str) -> Output {
    let import = format!("import --account {account}={file} --as-of 2026-10-02 --ledger l.db");
    program().args(&import).run().ends(0).prints(&["3  newly pending"])
}

#[test]
fn whoever_has_a_member_id_and_an_address_is_one_in_any_order() {
    for (one, other) in [("both.csv", "ids.csv"), ("ids.csv", "both.csv"), ("both.csv", "lead.csv")]
    {
        let out = imported(first("anna", one), "anna", other, "2026-10-03");
        assert!(!out.stdout.contains("newly"), "{one} {other}: {}", out.stdout);
        assert!(!out.stdout.contains("gone"), "{one} {other}: {}", out.stdout);
        for again in [one, other] {
            let out =
                imported(step(first("anna", one), &import_of(other)), "anna", again, "2026-10-03");
            out.prints(&["nothing new"]);
        }
    }
}

fn import_of(file: &str) -> String {
    format!("import --account anna={file} --as-of 2026-10-03")
}

#[test]
fn all_that_is_recorded_by_the_one_key_is_known_by_the_other() {
    let out = first("anna", "both.csv");
    let out = step(out, "plan s.rhai --account anna=ids.csv --as-of 2026-10-03 --save");
    let out = step(out, "done 1 --on 2026-10-03").prints(&["1 withdrawn"]);
    let out = step(out, "history ACoAAB0000000001 --format csv");
    assert!(out.stdout.contains("in/ada") && out.stdout.contains("withdrawn"), "{}", out.stdout);
    for file in ["ids.csv", "both.csv", "lead.csv"] {
        let plan = format!("plan s.rhai --account anna={file} --as-of 2026-10-04 --format csv");
        let plan = step(imported_again(), &plan);
        assert!(!plan.stdout.contains("in/ada"), "{file}: {}", plan.stdout);
        assert!(!plan.stdout.contains("ACoAAB0000000001"), "{file}: {}", plan.stdout);
    }
    let why = step(out, "why s.rhai ACoAAB0000000002 --account anna=both.csv --as-of 2026-10-04");
    let due = step(why.prints(&["Bo Cray"]), "due --as-of 2026-11-01 --format csv");
    assert_eq!(due.stdout.matches("in/ada").count(), 2, "{}", due.stdout);
    let again = "done --invited-again urn:li:fsd_profile:ACoAAB0000000001 --on 2026-11-01";
    let again = step(due, again);
    step(again, "done --invited-again in/ada --on 2026-11-01").says(&["recorded before"]);
}

/// Ada was withdrawn by her address.
fn imported_again() -> Output {
    let out = step(
        first("anna", "both.csv"),
        "plan s.rhai --account anna=both.csv --as-of 2026-10-03 --save",
    );
    step(out, "done in/ada --on 2026-10-03")
}

#[test]
fn what_one_account_learns_is_known_to_the_others_and_may_be_taken_back() {
    let out = imported(first("ben", "ids.csv"), "anna", "both.csv", "2026-10-03");
    let out = step(out, "history in/bo-cray --format csv");
    assert!(out.stdout.contains("ben"), "{}", out.stdout);
    let plan = "plan s.rhai --account ben=ids.csv --as-of 2026-10-03 --format csv";
    let plan = step(out, plan);
    assert!(plan.stdout.contains("in/ada"), "{}", plan.stdout);
    let verified = step(plan, "history --verify");
    let lines = step(verified, "history --export l.ndjson");
    let other = lines.then("history --import l.ndjson --ledger m.db").run().ends(0);
    let other = other.then("history --export m.ndjson --ledger m.db").run().ends(0);
    let [one, two] = ["l", "m"].map(|name| other.path().join(format!("{name}.ndjson")));
    assert_eq!(std::fs::read(one).unwrap(), std::fs::read(two).unwrap());
    step(other, "history --derive").then("history --verify --ledger l.db").run().ends(0);
}

#[test]
fn a_member_id_of_two_people_makes_nobody_another() {
    let other = both().replace("ada", "eve").replace("Ada Bright", "Eve Stone");
    let out = first("anna", "both.csv");
    let import = "import --account anna=other.csv --as-of 2026-10-03 --ledger l.db";
    let out = out.then(import).file("other.csv", other).run().ends(0);
    let out = out.says(&["do not tell who somebody is: Eve Stone"]);
    let out = step(out.prints(&["1  newly pending"]), "history in/ada --format csv");
    assert!(!out.stdout.contains("eve"), "{}", out.stdout);
    step(out, "history --verify");
}
