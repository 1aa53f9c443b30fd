//! Packs: added, verified, run, updated and removed.

use crate::agency::{FILES, OLDEST, agency, agency_with, author, edit, git, tagged};
use crate::program::Program;
use std::collections::BTreeSet;
use std::fs;

/// Every command that runs scripts or shows what they are held to, with how it is called where
/// there is the pack `acme`.
const OPENING: &[(&str, &str)] = &[
    ("plan", "plan acme/oldest anna --as-of 2026-11-23"),
    ("why", "why acme/oldest ada-b anna --as-of 2026-11-23"),
    ("run", "run acme/oldest anna --as-of 2026-11-23"),
    ("check", "check acme"),
    ("test", "test acme"),
    ("docs", "docs acme"),
    ("repl", "repl anna -c :limits"),
    ("limits", "limits anna"),
    ("audit", "audit anna --as-of 2026-11-23"),
    ("inspect", "inspect anna --as-of 2026-11-23"),
    ("import", "import anna --as-of 2026-11-23"),
    ("due", "due --as-of 2026-11-23"),
    ("replay", "replay saved.json"),
    ("definitions", "definitions types"),
];

/// The others.
const OTHERS: &[&str] =
    &["new", "add", "packs", "verify", "sign", "done", "history", "correct", "help"];

#[test]
fn a_pack_is_added_verified_tested_and_run() {
    let out = author().args("add source").run().ends(0);
    insta::assert_snapshot!(out.stdout);
    let out = out.then("verify").run().ends(0).prints(&["acme 1.2.0: verified, 6 files, unsigned"]);
    let out = out.then("test acme").run().ends(0).prints(&["1 test of 1 file: all passed"]);
    let out = out.then("check acme").run().ends(0).prints(&["2 scripts checked: 0 errors"]);
    let out = out.then("plan acme/oldest anna --as-of 2026-11-23 --format json").run().ends(0);
    assert_eq!(out.json()["strategy"]["name"], "acme/oldest");
    assert_eq!(out.json()["accounts"][0]["withdraw"], 2);
    let out = out.then("why acme/oldest ada-b anna --as-of 2026-11-23").run().ends(0);
    out.prints(&["withdrawn on 2026-11-23: stale"]);
}

#[test]
fn a_lock_names_every_file() {
    let out = agency().args("packs --format json").run().ends(0);
    insta::assert_snapshot!(out.file("rescind.lock").unwrap());
    let packs = out.json();
    assert_eq!(packs[0]["state"], "verified, unsigned");
    assert_eq!(packs[0]["source"], "source");
    assert_eq!(out.file("rescind.toml").unwrap(), "[packs]\nacme = { path = \"source\" }\n");
}

#[test]
fn every_command_is_known_to_open_scripts_or_not_to() {
    let help = Program::new().args("--help").run().ends(0).stdout;
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: BTreeSet<&str> = names.filter_map(|line| line.split_whitespace().next()).collect();
    let known = OPENING.iter().map(|(name, _)| *name).chain(OTHERS.iter().copied());
    assert_eq!(names, known.collect(), "a new command gets a row in one of the two tables");
}

#[test]
fn a_byte_changed_anywhere_stops_every_command() {
    for (_, command) in OPENING {
        let mut program = agency();
        for (path, text) in FILES {
            let file = program.path().join("packs/acme").join(path);
            for change in [
                |mut bytes: Vec<u8>| {
                    bytes[0] ^= 1;
                    bytes
                },
                |bytes: Vec<u8>| [bytes, b" ".to_vec()].concat(),
                |bytes: Vec<u8>| bytes[1..].to_vec(),
            ] {
                edit(&file, change);
                let out = program.args(command).run().ends(1);
                let message = format!("`{path}` was changed");
                program = shows(out, &message).then("");
                fs::write(&file, text).unwrap();
            }
            fs::remove_file(&file).unwrap();
            let out = program.args(command).run().ends(1);
            program = shows(out, &format!("`{path}` is missing")).then("");
            fs::write(&file, text).unwrap();
        }
        for path in ["more.rhai", ".hidden", "lib/common.rhai.orig", "rescind.toml", "pack.sums"] {
            let file = program.path().join("packs/acme").join(path);
            fs::write(&file, "").unwrap();
            let out = program.args(command).run().ends(1);
            program = shows(out, &format!("`{path}` is additional")).then("");
            fs::remove_file(&file).unwrap();
        }
        // Now there is a ledger with a plan, too.
        let save = "plan acme/oldest anna --as-of 2026-11-23 --save=saved.json";
        program.args(save).run().ends(0).then(command).run().ends(0);
    }
}

/// Whatever the stream, it was said.
fn shows(out: crate::program::Output, text: &str) -> crate::program::Output {
    let bars = ['│', '╰', '╭', '─', '▶', '×'];
    let whole_output = format!("{}{}", out.stdout, out.stderr).replace(bars, " ");
    let whole_output = whole_output.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(whole_output.contains(text), "no `{text}` in\n{whole_output}");
    out
}

#[test]
fn a_pack_is_verified_by_whichever_path_it_is_reached() {
    let program = agency();
    edit(&program.path().join("packs/acme/README.md"), |_| b"other".to_vec());
    let mut out = program.args("verify").run().ends(1);
    for path in ["packs/acme/oldest.rhai", "./packs/../packs/acme/oldest.rhai", "elsewhere.rhai"] {
        let program = out.then("");
        #[cfg(unix)]
        let _ = std::os::unix::fs::symlink(
            program.path().join("packs/acme/oldest.rhai"),
            program.path().join("elsewhere.rhai"),
        );
        out = program.args("plan").arg(path).args("anna").run().ends(1);
        out = out.says(&["`README.md` was changed"]);
    }
    // A project file that lies in the pack makes no project of it.
    let program = out.then("").file("packs/acme/rescind.toml", "");
    let out = program.args("plan packs/acme/oldest.rhai anna").run().ends(1);
    let out = out.says(&["`rescind.toml` is additional"]);
    out.then("test packs/acme/oldest.test.rhai").run().ends(1);
}

#[test]
fn what_is_verified_is_what_is_compiled() {
    // Each round overwrites the script while it is planned; a plan is made of the lock's bytes or
    // not at all.
    let program = agency();
    let file = program.path().join("packs/acme/notes.rhai");
    let sum = |out: &crate::program::Output| out.json()["strategy"]["sha256"].clone();
    let command = "plan acme/notes anna --as-of 2026-11-23 --format json";
    let mut out = program.args(command).run().ends(0);
    let right = sum(&out);
    for _ in 0..5 {
        let path = file.clone();
        let writer = std::thread::spawn(move || {
            for _ in 0..200 {
                fs::write(&path, "withdraw(\"all\", |i| true);\n").unwrap();
                fs::write(&path, FILES[3].1).unwrap();
            }
        });
        out = out.then(command).run();
        assert!(out.status == 1 || sum(&out) == right, "{}", out.stdout);
        writer.join().unwrap();
    }
}

#[test]
fn a_slip_is_answered_with_what_could_be_meant() {
    let says = |command: &str, status: i32, words: &[&str]| {
        agency().args(command).run().ends(status).says(words);
    };
    says("plan acme/oldst anna", 1, &["`oldst` is not there", "did you mean `oldest`?"]);
    says("plan acne/oldest anna", 2, &["no pack is called `acne`", "did you mean `acme`?"]);
    says("plan acme/lib/common anna", 1, &["`lib/common` is there to be imported"]);
    // What a pack does not offer as a strategy may be run all the same.
    agency().args("run acme/lib/common anna").run().ends(0);
    says("verify acne", 2, &["did you mean `acme`?"]);
    says("packs remove acne", 2, &["did you mean `acme`?"]);
    says("packs update acne", 2, &["did you mean `acme`?"]);
    says("add sauce", 1, &["no such folder or file"]);
    let alone = |command: &str, words: &[&str]| {
        Program::with_data().args(command).run().ends(2).says(words);
    };
    alone("plan acme/oldest anna", &["packs are named in `rescind.toml`"]);
    alone("verify", &["no project", "`rescind add SOURCE` begins one"]);
    alone("packs", &["no project"]);
}

#[test]
fn a_file_wins_over_a_pack_and_that_is_said() {
    let program = agency().file("acme/oldest", "withdraw(\"mine\", |i| i.age_days > 0);");
    let out = program.args("plan acme/oldest anna --as-of 2026-11-23 --format json").run().ends(0);
    assert_eq!(out.json()["rules"][0]["reason"], "mine");
    out.says(&["what is here is taken"]);
}

#[test]
fn a_project_is_found_from_below_and_by_its_name() {
    let out = agency().file("deep/down/x", "").args("--project rescind.toml verify").run().ends(0);
    let out = out.then("--project . verify").run().ends(0);
    let program = out.then("--project deep verify");
    program.run().ends(1).says(&["deep/rescind.toml"]);
}

#[test]
fn an_update_shows_files_and_rules_before_it_writes() {
    let program = agency()
        .file("source/oldest.rhai", OLDEST.replace("90", "60").replace("stale\"", "old\""))
        .file("source/more.rhai", "keep(\"all\", |i| true);\n");
    fs::remove_file(program.path().join("source/README.md")).unwrap();
    let out = program.args("packs update acme").run().ends(0);
    insta::assert_snapshot!(out.stdout);
    let out = out.then("verify").run().ends(0);
    let out = out.then("packs update acme --accept").run().ends(0).prints(&["taken: acme@1.2.0"]);
    let out = out.then("packs update").run().ends(0).prints(&["acme 1.2.0: nothing is new"]);
    let out = out.then("verify").run().ends(0);
    assert!(out.file("packs/acme/README.md").is_none());
    assert!(out.file("packs/acme/more.rhai").is_some());
}

#[test]
fn an_update_hides_nothing_that_depends_on_data() {
    // None of this can be told without data: a column of a sheet, a rule under a condition.
    let hidden = "withdraw(\"small\", |i| i.deal_size < 100);\n\
        if pending.len() > 0 { withdraw(\"all\", |i| true); }\n";
    let program = agency().file("source/notes.rhai", hidden);
    let out = program.args("packs update acme").run().ends(0);
    out.prints(&["not told: no column `deal_size`", "+ if pending.len() > 0 { withdraw(\"all\""]);
}

#[test]
fn a_list_is_named_as_the_script_names_it() {
    let listed = "keep(\"vip\", |i| i.person in list(\"vip.csv\"));\n";
    let out = agency().file("source/notes.rhai", listed).args("packs update").run().ends(0);
    out.prints(&["+ keep \"vip\": person in list(\"vip.csv\")"]);
}

#[test]
fn a_removed_pack_leaves_nothing_but_what_its_author_wrote() {
    let program = agency_with("# ours\ndata = \"anna\"");
    let out = program.args("packs remove acme").run().ends(0);
    assert_eq!(out.file("rescind.toml").unwrap(), "# ours\ndata = \"anna\"\n[packs]\n");
    assert!(out.file("packs/acme/pack.toml").is_none());
    out.then("verify").run().ends(0).prints(&["the project has no packs"]);
}

#[test]
fn another_pack_of_the_same_name_is_refused() {
    let program = agency().file("other/pack.toml", FILES[0].1).file("other/oldest.rhai", "");
    let program = program.file("other/notes.rhai", "");
    let out = program.args("add other").run().ends(1);
    let out = out.says(&["the project has a pack of this name already, from source"]);
    let program = out.then("packs remove acme").run().ends(0).then("");
    let out = program.file("packs/acme/x", "").args("add source").run().ends(1);
    out.says(&["packs/acme is there already, and is of no pack"]);
}

#[test]
fn a_pack_from_git_is_locked_at_its_commit() {
    let program = tagged(author(), "v1.2.0");
    let commit = git(&program.path().join("source"), &["rev-parse", "HEAD"]);
    let out = program.args("add source@v1.2.0").run().ends(0).prints(&[&commit]);
    let project = out.file("rescind.toml").unwrap();
    assert_eq!(project, "[packs]\nacme = { git = \"source\", tag = \"v1.2.0\" }\n");
    assert!(out.file("rescind.lock").unwrap().contains(&format!("commit = \"{commit}\"")));
    let program = out.then("plan acme/oldest anna --as-of 2026-11-23").run().ends(0).then("");
    let program = tagged(program.file("source/README.md", "# 1.3\n"), "v1.3.0");
    let out = program.args("packs update acme").run().ends(0).prints(&["nothing is new"]);
    let out = out.then("packs update acme --to v1.3.0 --accept").run().ends(0);
    let out = out.prints(&["changed file README.md", "taken"]);
    assert!(out.file("rescind.toml").unwrap().contains("tag = \"v1.3.0\""));
    let out = out.then("verify").run().ends(0);
    // By its commit, the first again.
    let program = out.then("packs update acme --accept --to").arg(&commit);
    let out = program.run().ends(0);
    assert!(out.file("rescind.toml").unwrap().contains(&format!("commit = \"{commit}\"")));
    out.then("verify").run().ends(0);
}

#[test]
fn a_tag_that_moved_is_taken_only_if_that_is_said() {
    let program = tagged(author(), "v1.2.0");
    let out = program.args("add source@v1.2.0").run().ends(0);
    let evil = "withdraw(\"all\", |i| true);\n";
    let program = tagged(out.then("").file("source/notes.rhai", evil), "v1.2.0");
    let out = program.args("packs update acme --accept").run().ends(1);
    let out = out.says(&["the tag moved", "`--accept-moved-tag`"]);
    let out = out.prints(&["changed file notes.rhai", "+ withdraw \"all\"", "+ withdraw(\"all\""]);
    assert_ne!(out.file("packs/acme/notes.rhai").as_deref(), Some(evil));
    let out = out.then("verify").run().ends(0);
    let out = out.then("packs update acme --accept --accept-moved-tag").run().ends(0);
    assert_eq!(out.file("packs/acme/notes.rhai").as_deref(), Some(evil));
    out.then("verify").run().ends(0);
}

#[test]
fn a_pack_says_which_columns_it_needs() {
    let manifest = format!("{}columns = {{ deal_size = \"int\" }}\n", FILES[0].1);
    let strategy = "withdraw(\"small\", |i| i.deal_size < 100);\n";
    let program = author().file("source/pack.toml", manifest).file("source/notes.rhai", strategy);
    let out = program.args("add source").run().ends(0);
    let out = out.then("check acme").run().ends(0);
    let out = out.then("plan acme/notes anna --as-of 2026-11-23").run().ends(2);
    let out = out.says(&["its pack needs the column `deal_size` (int)"]);
    // Its author has them too, before anything is installed.
    out.then("check source/notes.rhai").run().ends(0);
}

#[test]
fn a_pack_for_another_engine_is_refused() {
    let manifest = format!("{}engine = \">=99\"\n", FILES[0].1);
    let out = author().file("source/pack.toml", manifest).args("add source").run().ends(1);
    out.says(&["it is for rescind >=99"]);
}
