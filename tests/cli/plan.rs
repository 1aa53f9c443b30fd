//! `rescind plan`.

use std::fs;

use crate::program::{AS_OF, Program, at_home_in, command, plan};

const STALE: &str = "withdraw(\"stale\", |i| i.age_days >= 60);";

#[test]
fn a_plan_says_who_goes_when_and_why() {
    let out = plan(STALE).run().ends(0);
    insta::assert_snapshot!(out.stdout);
}

#[test]
fn the_json_has_the_form_of_the_design() {
    let plan = plan(STALE).args("--format json").run().ends(0).json();
    assert_eq!(plan["version"], 1);
    assert_eq!(plan["as_of"], "2026-11-23T00:00:00Z");
    assert_eq!(plan["accounts"][0]["pending"], 3);
    assert_eq!(plan["accounts"][0]["pending_after"], 1);
    assert_eq!(plan["actions"][0]["id"], "anna/in/ada-b/2026-06-05");
    assert_eq!(plan["actions"][0]["reconnect_on"], "2026-12-14");
    assert_eq!(plan["actions"][1]["rank"], 2);
    assert_eq!(plan["rules"][0]["matched"], 2);
}

#[test]
fn every_format_is_written() {
    for format in ["csv", "ndjson", "markdown"] {
        plan(STALE).args(&format!("--format {format}")).run().ends(0).prints(&["Ada B", "Ben C"]);
    }
    let unknown = plan(STALE).args("--format jsn").run().ends(2);
    unknown.says(&["json"]);
}

#[test]
fn what_there_is_to_say_of_a_plan_is_said_in_every_format() {
    let limits = "[share-withdrawn]\nfigure = 10\nlevel = \"warn\"\n";
    let sheet = "Name,LinkedIn URL,Status\nAda B,https://www.linkedin.com/in/ada-b,qwertz\n";
    for format in ["table", "json", "csv", "ndjson", "markdown", "parquet"] {
        let warned = plan(STALE).file("limits.toml", limits).file("tracker.csv", sheet);
        let options = format!("tracker.csv --limits limits.toml -o plan.out --format {format}");
        let out = warned.args(&options).run().ends(0);
        let written = fs::read(out.path().join("plan.out")).unwrap();
        let told = format!("{}{}", String::from_utf8_lossy(&written), out.stderr);
        for expected in ["qwertz", "a share of 10%"] {
            assert!(told.contains(expected), "{format}: no {expected} in {told}");
        }
    }
}

#[test]
fn a_plan_is_paced_and_skips_weekends() {
    let limits = "[withdrawals-per-day]\nfigure = 1\n";
    let paced = plan(STALE).file("limits.toml", limits);
    let options = "--limits limits.toml --start 2026-11-27 --skip-weekends --format json";
    let plan = paced.args(options).run().ends(0).json();
    assert_eq!(plan["actions"][0]["date"], "2026-11-27");
    assert_eq!(plan["actions"][1]["date"], "2026-11-30");
    assert_eq!(plan["actions"][1]["reconnect_on"], "2026-12-21");
}

#[test]
fn a_work_list_shows_one_day() {
    plan(STALE).args("--day 1").run().ends(0).prints(&["day 1 of 1", "Ada B"]);
    plan(STALE).args("--today").run().ends(0).prints(&["Ada B"]);
    plan(STALE).args("--day 9").run().ends(0).prints(&["There is no day 9"]);
}

#[test]
fn a_refused_plan_is_not_saved_and_ends_with_3() {
    let limits = "[share-withdrawn]\nfigure = 10\nlevel = \"refuse\"\n";
    let refused = plan(STALE).file("limits.toml", limits);
    let out = refused.args("--limits limits.toml --save=plan.json").run().ends(3);
    assert_eq!(out.file("plan.json"), None);
    out.says(&["refused by a limit; nothing was saved"]).prints(&["share-withdrawn"]);
}

#[test]
fn a_plan_is_saved_whole_or_not_at_all() {
    let out = plan(STALE).args("--save=plan.json --day 1").run().ends(0);
    assert!(out.file("plan.json").unwrap().contains("\"version\": 1"));
    let missing = plan(STALE).args("--save=no/such/folder/plan.json").run().ends(1);
    missing.says(&["no/such/folder/plan.json", "could not be saved"]);
    let folder = plan(STALE).args("--save=anna").run().ends(1);
    folder.says(&["anna", "it is a folder"]);
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_nothing_behind() {
    // A limit on the size of files fails a write as a full disk does.
    let program = plan(STALE);
    let command = format!(
        "ulimit -f 0; exec {} plan s.rhai anna --as-of {AS_OF} --save=plan.json",
        env!("CARGO_BIN_EXE_rescind")
    );
    let mut shell = std::process::Command::new("sh");
    at_home_in(&mut shell, program.path());
    let out = shell.args(["-c", &command]).current_dir(program.path()).output().unwrap();
    let printed = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(1), "{printed}");
    assert!(printed.contains("plan.json"), "{printed}");
    let left: Vec<_> = std::fs::read_dir(program.path()).unwrap().flatten().collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn parameters_are_typed() {
    let strategy =
        "let days = param(\"days\", 60, \"x\");\nwithdraw(\"s\", |i| i.age_days >= days);";
    let plan_of = |set: &str| plan(strategy).args("--set").arg(set).args("--format json").run();
    assert_eq!(plan_of("days=150").ends(0).json()["accounts"][0]["withdraw"], 1);
    plan_of("days=soon").ends(2).says(&["`--set days=soon`: expected a whole number"]);
    plan_of("dais=1").ends(2).says(&["`--set dais`", "did you mean `days`?"]);
    plan_of("days").ends(2).says(&["NAME=VALUE"]);
}

#[test]
fn an_account_is_named_or_looked_at() {
    let rows = Program::with_data().file("s.rhai", STALE);
    let named = rows.args("plan s.rhai --account bo=anna --as-of 2026-11-23 --format json");
    assert_eq!(named.run().ends(0).json()["accounts"][0]["account"], "bo");
    let wrong = plan(STALE).args("--account ana").run().ends(2);
    wrong.says(&["no account `ana`", "did you mean `anna`?"]);
}

#[test]
fn the_zone_of_sent_at_can_be_another() {
    let at = |zone: &str| {
        let out = plan(STALE).args(&format!("--sent-at-zone {zone} --as-of 2026-11-22T16:30:00Z"));
        out.args("--format json").run()
    };
    let _ = at("UTC").ends(2).says(&["--as-of"]);
    let zone = |zone: &str| {
        let program = Program::with_data().file("s.rhai", STALE);
        let call = "plan s.rhai anna --as-of 2026-11-22T16:30:00Z --format json --sent-at-zone";
        program.args(call).arg(zone).run()
    };
    let age = |out: crate::program::Output| out.ends(0).json()["actions"][0]["age_days"].clone();
    assert_eq!(age(zone("UTC")), 170);
    assert_eq!(age(zone("America/Los_Angeles")), 170);
    assert_eq!(age(zone("Pacific/Honolulu")), 169);
    zone("Los Angeles").ends(2).says(&["America/Los_Angeles"]);
}

#[test]
fn a_strategy_can_come_from_standard_input() {
    let program = Program::with_data().input(STALE);
    program.args("plan - anna --as-of 2026-11-23").run().ends(0).prints(&["Ada B"]);
}

#[test]
fn rows_that_must_not_go_are_left_out_and_counted() {
    let out = plan("withdraw(\"all\", invitations);")
        .file(
            "anna/Connections.csv",
            "First Name,Last Name,URL,Email Address,Company,Position,\
            Connected On\nBen,C,https://www.linkedin.com/in/ben-c,,,,20 Aug 2026\n",
        )
        .args("--format json")
        .run()
        .ends(0);
    let plan = out.json();
    assert_eq!(plan["accounts"][0]["withdraw"], 2);
    let left_out = plan["findings"].as_array().unwrap().iter().find(|f| f["code"] == "left-out");
    assert!(left_out.unwrap()["message"].as_str().unwrap().contains("already accepted"));
}

#[test]
fn what_a_strategy_prints_does_not_mix_with_the_plan() {
    let out = plan(&format!("print(pending.len());\n{STALE}")).args("--format json").run().ends(0);
    assert_eq!(out.json()["accounts"][0]["withdraw"], 2);
    out.says(&["3"]);
}

#[test]
fn figures_that_cannot_be_are_wrong_use() {
    plan(STALE).args("--day 0").run().ends(2).says(&["--day", "a number from 1"]);
    let past = plan(STALE).args("--start 2026-11-01").run().ends(2);
    past.says(&["`--start 2026-11-01` lies before", "2026-11-23"]);
    plan(STALE).args("--start 2026-11-22").run().ends(0);
    plan(STALE).args("--account =anna").run().ends(2).says(&["NAME=PATH"]);
    plan(STALE).args("--account bo=").run().ends(2).says(&["NAME=PATH"]);
    plan(STALE).args("--account anna --account bo").run().ends(2).says(&["only one account"]);
    plan(STALE).args("--timeout 0").run().ends(2).says(&["--timeout"]);
}

#[test]
fn standard_input_is_the_script_or_the_data_but_not_both() {
    let data = Program::with_data();
    let text = std::fs::read_to_string(data.path().join("anna/Invitations.csv")).unwrap();
    let program = Program::new().file("s.rhai", STALE).input(&text);
    program.args("plan s.rhai - --as-of 2026-11-23").run().ends(0).prints(&["Ada B"]);
    let both = Program::new().input(STALE).args("plan - -").run().ends(2);
    both.says(&["can be read once"]);
}

#[test]
fn a_strategy_may_begin_with_a_byte_order_mark_and_have_windows_lines() {
    let strategy = format!("\u{feff}{STALE}\r\nat_most(1);\r\n");
    let made = plan(&strategy).args("--format json").run().ends(0).json();
    assert_eq!(made["accounts"][0]["withdraw"], 1);
    let fails = plan("\u{feff}import \"m\" as m;").file("m.rhai", "\u{feff}let a = 1;");
    fails.run().ends(1).says(&["declares no rule"]);
}

#[test]
fn the_same_call_gives_the_same_bytes() {
    for format in ["table", "json", "csv", "ndjson", "markdown"] {
        let made = || plan(STALE).args(&format!("--format {format}")).run().ends(0).stdout;
        assert_eq!(made(), made(), "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_an_error_and_stays_a_device() {
    // By a link, so that no device of the machine is at stake where this goes wrong.
    let program = plan(STALE).args("--save=full.json");
    std::os::unix::fs::symlink("/dev/full", program.path().join("full.json")).unwrap();
    let out = program.run().ends(1).says(&["full.json", "could not be saved", "No space left"]);
    drop(out);
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let program = plan(STALE);
    let mut bare = command(program.path());
    bare.args(["plan", "s.rhai", "anna", "--as-of", AS_OF]);
    let mut help = command(program.path());
    help.args(["help", "plan"]);
    for mut bare in [bare, help] {
        let out = bare.stdout(full.try_clone().unwrap()).output().unwrap();
        assert_eq!(out.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&out.stderr).contains("No space left"));
    }
}

#[test]
fn a_strategy_may_have_hundreds_of_rules() {
    let rules = (0..300).map(|at| format!("withdraw(\"{at}\", |i| i.age_days >= {});\n", 380 - at));
    plan(&rules.collect::<String>()).run().ends(0).prints(&["2 withdrawals"]);
}

#[test]
fn a_rule_says_what_left_it_undecided_and_what_came_before_it() {
    let strategy = "column(\"told\", |i| i.campaign == \"x\");\n\
        keep(\"a\", |i| i.told || i.age_days > 150);\n\
        withdraw(\"b\", |i| i.age_days > 90);";
    let planned = plan(strategy).args("--format json").run().ends(0).json();
    let rules = &planned["rules"];
    assert_eq!(rules[0]["undecided"], 2);
    assert_eq!(rules[0]["undecided_by"], serde_json::json!({ "campaign": 2 }));
    assert_eq!((&rules[1]["matched"], &rules[1]["shadowed"]), (&1.into(), &1.into()));
    plan(strategy).run().ends(0).prints(&["campaign (2)", "Too late: the rule would match"]);
}
