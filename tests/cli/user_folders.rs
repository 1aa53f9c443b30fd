//! Where the user's folders are, and that nobody else's are taken for them.

use crate::program::{AS_OF, Program};

fn with_script() -> Program {
    Program::with_data().file("s.rhai", "withdraw(\"old\", |i| i.age_days >= 90);")
}

#[cfg(unix)]
#[test]
fn a_home_that_is_no_folder_by_itself_makes_no_ledger_in_the_current_one() {
    let homeless = |program: Program| program.without("XDG_DATA_HOME").env("HOME", "rel");
    let import = with_script().args("import anna");
    let refused = homeless(import).run().ends(2).says(&["whole path", "--ledger FILE"]);
    assert!(!refused.path().join("rel").exists());
    let plan = refused.then(&format!("plan s.rhai anna --as-of {AS_OF}"));
    homeless(plan).run().ends(0).says(&["no data folder", "nothing is known from one"]);
}

#[cfg(unix)]
#[test]
fn no_ledger_is_that_of_whoever_has_the_number_of_the_process() {
    let homeless = |program: Program| program.without("HOME").without("XDG_DATA_HOME");
    let plan = with_script().args(&format!("plan s.rhai anna --as-of {AS_OF}"));
    let planned = homeless(plan).run().ends(0);
    planned.says(&["no data folder", "HOME is not set", "nothing is known from one"]);
    let history = homeless(Program::new().args("history")).run().ends(2);
    history.says(&["no data folder", "HOME is not set", "--ledger FILE"]);
}
