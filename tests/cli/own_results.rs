//! What the program writes is no data: beside the data it is passed over and said, by itself it is
//! refused. What a script writes of `invitations` is data.

use crate::program::{AS_OF, HEADER, Output, Program, sent};

/// Three invitations, and what says later that Ada accepted.
fn program() -> Program {
    let rows = [
        sent("Ada B", "ada-b", "6/5/26, 9:00 AM", ""),
        sent("Ben C", "ben-c", "6/14/26, 9:00 AM", ""),
        sent("Cy D", "cy-d", "6/12/26, 9:00 AM", ""),
    ];
    let connections = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
        Ada,B,https://www.linkedin.com/in/ada-b,,,,20 Nov 2026\n";
    Program::new()
        .file("lea/Invitations.csv", format!("{HEADER}{}", rows.concat()))
        .file("lea/Connections.csv", connections)
        .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 30);")
        .file("rows.rhai", "invitations")
        .file("connections.rhai", "connections")
}

fn planned(before: Output) -> Output {
    before.then(&format!("plan s.rhai lea --as-of {AS_OF} --no-ledger --format csv")).run().ends(0)
}

#[test]
fn no_result_is_read_as_data() {
    let plan = format!("plan s.rhai lea --as-of {AS_OF} --ledger l.db");
    let saved = program().args(&plan).args("--save").run().ends(0);
    let done = saved.then(&format!("done 1 --on {AS_OF} --ledger l.db")).run().ends(0);
    let mut last = planned(done);
    let clean = last.stdout.clone();
    assert_eq!(clean.lines().count(), 3, "{clean}");
    let results = [
        (plan.as_str(), "a plan"),
        ("history --ledger l.db", "a history of the ledger"),
        ("due --as-of 2027-01-20 --ledger l.db", "a list of `rescind due`"),
        ("audit lea --as-of 2026-11-23 --no-ledger", "an audit or another report"),
        ("run connections.rhai lea --as-of 2026-11-23", "the frame `connections` of a script"),
    ];
    for (command, what) in results {
        for format in ["csv", "json", "ndjson", "parquet"] {
            let file = format!("lea/own.{format}");
            let written = last.then(&format!("{command} -o {file}")).run().ends(0);
            let message = format!("{file}: {what}, which this program wrote");
            let again = planned(written).says(&[&message]);
            assert_eq!(again.stdout, clean, "{command} {format}");
            let alone = again.then(&format!("plan s.rhai {file} --no-ledger")).run().ends(1);
            last = alone.says(&[what, "--as sheet=lea/own"]);
            std::fs::remove_file(last.path().join(&file)).unwrap();
        }
    }
}

#[test]
fn rows_of_invitations_that_a_script_wrote_are_data() {
    let mut last = program().args("check s.rhai").run();
    for format in ["csv", "json", "ndjson", "parquet"] {
        let file = format!("rows.{format}");
        let run = format!("run rows.rhai lea --as-of {AS_OF} --no-ledger -o {file}");
        let written = last.then(&run).run().ends(0);
        let plan = format!("plan s.rhai {file} --as-of {AS_OF} --no-ledger --format csv");
        last = written.then(&plan).run().ends(0);
        assert_eq!(last.stdout.lines().count(), 3, "{format}: {}", last.stdout);
    }
}
