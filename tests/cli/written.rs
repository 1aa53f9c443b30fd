//! `-o FILE`: results that are written to a file.

use crate::program::Program;

#[test]
fn a_result_goes_to_a_file_whose_ending_names_the_format() {
    let strategy = "withdraw(\"old\", |i| i.age_days > 90);\n";
    let program = Program::with_data().file("s.rhai", strategy).file("q.rhai", "pending");
    let out = program.args("plan s.rhai anna --as-of 2026-11-23 -o plan.csv").run().ends(0);
    assert_eq!(out.stdout, "");
    assert!(out.file("plan.csv").unwrap().starts_with("id,account,"));
    let out = out.then("run q.rhai anna --as-of 2026-11-23 -o pending.json").run().ends(0);
    assert!(out.file("pending.json").unwrap().starts_with('['));
    let out = out.then("run q.rhai anna --output pending.txt --format markdown").run().ends(0);
    assert!(out.file("pending.txt").unwrap().starts_with('|'));
    let out = out.then("audit anna --as-of 2026-11-23 -o look.ics").run().ends(0);
    assert!(out.file("look.ics").unwrap().starts_with("BEGIN:VCALENDAR"));
    let out = out.then("run q.rhai anna -o pending.xyz").run().ends(1);
    let program = out.says(&["unknown format `xyz`"]).then("");
    // What a limit refuses is written nowhere.
    let limits = "[share-withdrawn]\nfigure = 1\nlevel = \"refuse\"\n";
    let program = program.file("limits.toml", limits).args("plan s.rhai anna --as-of 2026-11-23");
    let out = program.args("--limits limits.toml -o refused.csv").run().ends(3);
    assert_eq!(out.says(&["nothing was saved"]).file("refused.csv"), None);
}
