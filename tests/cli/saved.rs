//! What is saved and written by one command is all there or none of it, and what is said of it is
//! so.

use crate::program::{AS_OF, Output, plan};
use std::fs;
use std::os::unix::fs::PermissionsExt;

const STRATEGY: &str = "withdraw(\"old\", |i| i.age_days >= 90);";

fn run(further: &str) -> Output {
    let program = plan(STRATEGY).file("x.csv", "old").file("read-only.csv", "old");
    let read_only = program.path().join("read-only.csv");
    fs::set_permissions(read_only, fs::Permissions::from_mode(0o444)).unwrap();
    program.args("--ledger l.db").args(further).run()
}

#[test]
fn nothing_is_recorded_of_a_plan_whose_result_cannot_be_written() {
    for output in [
        "anna/Invitations.csv",
        "s.rhai",
        "read-only.csv",
        "no/such/folder.csv",
        "anna",
        "l.db",
        "./l.db",
    ] {
        for (save, others) in
            [("--format csv --save -o", "x.csv"), ("-o x.csv --format csv --save", "x.csv")]
        {
            let between = if save.ends_with("-o") { " " } else { "=" };
            let failed = run(&format!("{save}{between}{output}")).ends(1);
            let failed = failed.says(&["it could not be saved", "nothing was saved"]);
            assert!(!failed.stderr.contains("saved as"), "{}", failed.stderr);
            assert_eq!(failed.file(others).as_deref(), Some("old"), "{save} {output}");
            let names = fs::read_dir(failed.path()).unwrap().flatten();
            let names: Vec<String> =
                names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
            assert!(!names.iter().any(|name| name.starts_with(".rescind-")), "{names:?}");
            let done = failed.then("done 1 --ledger l.db --on").args(AS_OF).run();
            assert_ne!(done.status, 0, "{save} {output}: {}", done.stdout);
        }
    }
}

#[test]
fn no_file_is_written_of_a_plan_that_cannot_be_recorded() {
    let files = "--save=p.json -o x.csv --ledger no/such/folder/l.db";
    let program = plan(STRATEGY).file("x.csv", "old").file("no/such", "");
    let failed = program.args(files).run().ends(1);
    assert_eq!(failed.file("x.csv").as_deref(), Some("old"));
    assert_eq!(failed.file("p.json"), None);
}

#[test]
fn a_plan_is_recorded_and_written() {
    let saved = run("--save=p.json -o x.csv").ends(0).says(&["saved as"]);
    assert!(saved.file("p.json").is_some_and(|text| text.contains("ada-b")));
    assert!(saved.file("x.csv").is_some_and(|text| text.contains("ada-b")));
    saved.then("done 1 --ledger l.db --on").args(AS_OF).run().ends(0);
}

#[test]
fn two_results_do_not_share_a_file() {
    run("--save=./x.csv -o x.csv").ends(2).says(&["name one file"]);
    run("--save=new.csv -o ./new.csv").ends(2).says(&["name one file"]);
}

#[test]
fn no_result_becomes_a_file_that_a_project_is_made_of() {
    for name in ["rescind.lock", "rescind.toml", "Rescind.LOCK", "anna/../rescind.lock"] {
        let refused = plan(STRATEGY).args("--no-ledger --format csv -o").args(name).run().ends(1);
        let refused = refused.says(&["it could not be saved: it would be a file of a project's"]);
        assert_eq!(refused.file(name), None);
    }
}
