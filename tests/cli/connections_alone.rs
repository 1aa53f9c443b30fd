//! LinkedIn's connections without any invitations, beside a ledger that knows who was invited.

use crate::listed_again::{archive, step};
use crate::program::{Output, Program};

const CONNECTIONS: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
     Ada,B,https://www.linkedin.com/in/ada-b,,F,J,04 Oct 2026\n\
     Old,Friend,https://www.linkedin.com/in/old-friend,,F,J,04 Oct 2019\n";
const ADA: (&str, &str, &str) = ("Ada B", "ada-b", "7/3/26, 9:00 AM");
const CY: (&str, &str, &str) = ("Cy D", "cy-d", "7/5/26, 9:00 AM");

/// The ledger knows whom `ben` has invited, and `anna`.
fn known() -> Output {
    let program = Program::new()
        .file("data/ben/Invitations.csv", archive("ben", &[ADA, CY]))
        .file("data/anna/Invitations.csv", archive("anna", &[CY]))
        .file("later/ben/Connections.csv", CONNECTIONS)
        .file("Connections.csv", CONNECTIONS)
        .file("Complete_LinkedInDataExport_10-09-2026/Connections.csv", CONNECTIONS);
    program.args("import data --as-of 2026-10-02 --ledger l.db").run().ends(0)
}

#[test]
fn whoever_accepted_is_recorded() {
    for data in ["later", "later/ben", "--account ben=Connections.csv", "--account BEN=later"] {
        let imported = step(known(), &format!("import {data} --as-of 2026-10-09"));
        let imported = imported.prints(&["ben, until 2026-10-04", "1  newly accepted"]);
        assert_eq!(imported.stdout.lines().count(), 2, "{data}: {}", imported.stdout);
        assert!(!imported.stderr.contains("no invitation"), "{}", imported.stderr);
        let again = step(imported, &format!("import {data} --as-of 2026-10-09"));
        again.prints(&["nothing new"]);
    }
}

#[test]
fn whose_they_are_is_asked_where_it_cannot_be_told() {
    let help = "name the account as the ledger does: --account NAME=PATH; it has anna, ben";
    let folder = "Complete_LinkedInDataExport_10-09-2026";
    for data in [folder, "--account carl=Connections.csv"] {
        let refused = known().then(&format!("import {data} --as-of 2026-10-09 --ledger l.db"));
        refused.run().ends(2).says(&["has connections and no invitation", help]);
    }
    let loose = known().then("import Connections.csv --as-of 2026-10-09 --ledger l.db").run();
    loose.ends(1).says(&["name it: --account NAME=Connections.csv"]);
    // Beside others, they are left out, and that is said.
    let beside = "import data --account carl=Connections.csv --as-of 2026-10-09";
    let beside = step(known(), beside).says(&["carl", help]);
    assert!(!beside.stdout.contains("accepted"), "{}", beside.stdout);
}

#[test]
fn no_plan_is_made_of_connections() {
    let plan = "plan s.rhai later --as-of 2026-10-09 --ledger l.db";
    let plan = known().then(plan).file("s.rhai", "withdraw(\"all\", |i| true);").run();
    plan.ends(1).says(&["no usable row of invitations"]);
}
