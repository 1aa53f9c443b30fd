//! The project file: accounts, data, limits, parameters, and whom no plan withdraws.

use crate::agency::{agency_with, sample};
use crate::program::{Output, Program};

const PLAN: &str = "plan acme/oldest --as-of 2026-11-23 --format json";

fn planned(settings: &str) -> Output {
    agency_with(settings).args(PLAN).run()
}

#[test]
fn the_projects_accounts_are_planned_for_unless_others_are_named() {
    let settings = format!(
        "data = \"{0}/sheet.csv\"\n[accounts]\nanna = \"{0}/anna\"\nben = [\"{0}/ben.zip\"]\n",
        sample()
    );
    let accounts = |out: &Output| -> Vec<String> {
        let accounts = out.json()["accounts"].as_array().unwrap().clone();
        accounts
            .iter()
            .map(|of_account| of_account["account"].as_str().unwrap().to_owned())
            .collect()
    };
    let out = planned(&settings).ends(0);
    assert_eq!(accounts(&out), ["anna", "ben"]);
    let out = out.then(PLAN).args("--account ben").run().ends(0);
    assert_eq!(accounts(&out), ["ben"]);
    let out = out.then(PLAN).args("--account ben --account anna").run().ends(0);
    assert_eq!(accounts(&out), ["anna", "ben"]);
    let out = out.then(PLAN).arg("anna").run().ends(0);
    assert_eq!(out.json()["accounts"][0]["pending"], 3);
    let out = out.then(PLAN).args("--account bn").run().ends(2);
    let out = out.says(&["the project has no such account"]);
    let out = out
        .then("why acme/oldest kazimierz-lipowbowczyk-2545ab98 --as-of 2026-11-23")
        .run()
        .ends(0);
    out.then("limits").run().ends(0).prints(&["anna", "ben"]);
}

#[test]
fn parameters_are_preset_for_all_for_one_strategy_and_for_one_account() {
    let with = |params: &str| planned(&format!("data = \"anna\"\n{params}"));
    let value = |out: &Output| out.json()["strategy"]["params"]["stale_days"].clone();
    assert_eq!(value(&with("")), 90);
    assert_eq!(value(&with("[params]\nstale_days = 60")), 60);
    assert_eq!(value(&with("[params.\"acme/oldest\"]\nstale_days = 50")), 50);
    let both = "[params]\nstale_days = 60\n\"acme/oldest\" = { stale_days = 50 }";
    assert_eq!(value(&with(both)), 50);
    let account = "[params.\"acme/oldest\"]\nstale_days = 50\n\
        [accounts.anna]\nparams = { stale_days = 40 }";
    assert_eq!(value(&with(account)), 40);
    let out = with(both).then(PLAN).args("--set stale_days=7").run().ends(0);
    assert_eq!(value(&out), 7);
    // What other strategies have is no fault; what this one is given by name must be there.
    with("[params]\ntarget = 400").ends(0);
    let out = with("[params.\"acme/oldest\"]\nstale_day = 50").ends(2);
    out.says(&["`stale_day` in `rescind.toml`", "did you mean `stale_days`?"]);
    let out = with("[params.\"acme/oldst\"]\nstale_days = 50").ends(1);
    out.says(&["acme has no such strategy", "did you mean `oldest`?"]);
    with("[params]\nstale_days = \"soon\"")
        .ends(2)
        .says(&["`stale_days = \"soon\"` in `rescind.toml`: expected a whole number"]);
}

#[test]
fn each_account_is_planned_with_its_own_values() {
    let accounts = |more: &str| {
        let data = sample();
        format!(
            "[accounts]\nanna = \"{data}/anna\"\nclara = \"{data}/clara\"\n\
             [accounts.ben]\ndata = \"{data}/ben.zip\"\n{more}"
        )
    };
    let of = |out: &Output, account: &str| -> Vec<String> {
        let actions = out.json()["actions"].as_array().unwrap().clone();
        let of_account = actions.into_iter().filter(|action| action["account"] == account);
        of_account.map(|action| action.to_string()).collect()
    };
    let joint = planned(&accounts("params = { stale_days = 150 }")).ends(0);
    let plain = planned(&accounts("")).ends(0);
    let strict = plain.then(PLAN).args("--set stale_days=150").run().ends(0);
    let plain = planned(&accounts("")).ends(0);
    assert_eq!(of(&joint, "anna"), of(&plain, "anna"));
    assert_eq!(of(&joint, "clara"), of(&plain, "clara"));
    assert_eq!(of(&joint, "ben"), of(&strict, "ben"));
    assert_ne!(of(&joint, "ben"), of(&plain, "ben"));
    let whole = joint.json();
    assert_eq!(whole["strategy"]["params"]["stale_days"], 90);
    assert_eq!(whole["strategy"]["account_params"]["ben"]["stale_days"], 150);
    let matched = |plan: &serde_json::Value| plan["rules"][1]["matched"].as_u64().unwrap();
    let actions = whole["actions"].as_array().unwrap().len() as u64;
    assert_eq!(matched(&whole), actions);
    let table = joint.then("plan acme/oldest --as-of 2026-11-23").run().ends(0);
    table.prints(&["stale_days = 90\nben: stale_days = 150\n"]);
}

#[test]
fn nobody_protected_is_withdrawn_and_it_is_said() {
    let settings = "data = \"anna\"\nprotect = \"vip.csv\"\n";
    let program = agency_with(settings).file("vip.csv", "who\nBen C\n");
    let out = program.args("plan acme/oldest --as-of 2026-11-23 --format json").run().ends(0);
    let plan = out.json();
    let names: Vec<&str> = plan["actions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Ada B"]);
    assert_eq!(plan["rules"][0]["reason"], "protected by the agency");
    assert_eq!(plan["rules"][0]["matched"], 1);
    let printed = "1 pending protected by the agency; the strategy would withdraw 1 of them";
    let is_told = plan["findings"].as_array().unwrap().iter().any(|one| one["message"] == printed);
    assert!(is_told, "{plan}");
    let out = out.then("why acme/oldest ben-c --as-of 2026-11-23").run().ends(0);
    insta::assert_snapshot!(out.stdout);
    // It holds for whatever script is planned with in the project, and for data that are named.
    let withdraw_all = "withdraw(\"all\", |i| true); prioritize(|i| i.age_days); at_most(9);";
    let program = out.then("").file("all.rhai", withdraw_all);
    let out = program.args("plan all.rhai anna --as-of 2026-11-23 --format json").run().ends(0);
    assert!(!out.stdout.contains("in/ben-c"), "{}", out.stdout);
    // A frame is no way round.
    let program = out.then("").file("all.rhai", "withdraw(\"all\", pending);");
    let out = program.args("plan all.rhai anna --as-of 2026-11-23 --format json").run().ends(0);
    assert!(!out.stdout.contains("in/ben-c"), "{}", out.stdout);
}

#[test]
fn a_list_of_whom_to_protect_below_a_table_is_no_account() {
    let data = sample();
    for table in [format!("[accounts]\nanna = \"{data}/anna\""), "[params]\nx = 1".into()] {
        let settings = format!("{table}\nprotect = [\"vip.csv\"]\n");
        let out = agency_with(&settings).file("vip.csv", "who\nBen C\n").args(PLAN).run().ends(1);
        out.says(&["`protect` stands below another table's header", "above the first `[…]`"]);
    }
}

#[test]
fn a_list_that_protects_nobody_is_an_error() {
    for (list, words) in [
        ("who\nhttps://www.linkedin.com/sales/lead/x\n", "is no profile's address"),
        ("who\n🚀\n", "names nobody"),
    ] {
        let program = agency_with("data = \"anna\"\nprotect = [\"vip.csv\"]\n");
        program.file("vip.csv", list).args(PLAN).run().ends(1).says(&[words]);
    }
    planned("data = \"anna\"\nprotect = [\"no.csv\"]\n").ends(1).says(&["no.csv"]);
    let column = "data = \"anna\"\nprotect = [{ file = \"vip.csv\", column = \"profile\" }]\n";
    let program = agency_with(column).file("vip.csv", "name,profile\nx,in/ben-c\n");
    let out = program.args(PLAN).run().ends(0);
    assert!(!out.stdout.contains("in/ben-c"), "{}", out.stdout);
}

#[test]
fn the_projects_limits_hold_and_are_not_replaced() {
    let settings = "data = \"anna\"\nlimits = \"limits.toml\"\n";
    let limits = "[share-withdrawn]\nfigure = 10\nlevel = \"refuse\"\n";
    let program = agency_with(settings).file("limits.toml", limits);
    let out = program.args("plan acme/oldest --as-of 2026-11-23 --save=plan.json").run().ends(3);
    assert_eq!(out.file("plan.json"), None);
    let program = out.then("").file("loose.toml", "");
    let out = program.args("plan acme/oldest --limits loose.toml").run().ends(2);
    out.says(&["the project has its own"]);
}

#[test]
fn lists_are_read_from_the_projects_folder_or_the_one_it_names() {
    let script = "let names = list(\"who.csv\"); withdraw(\"listed\", |i| i.name in names);";
    let at = |settings: &str, file: &str| {
        let program = agency_with(settings).file("s.rhai", script).file(file, "who\nBen C\n");
        program.args("plan s.rhai --as-of 2026-11-23").run().ends(0).prints(&["Ben C"]);
    };
    at("data = \"anna\"\n", "who.csv");
    at("data = \"anna\"\nlists = \"lists\"\n", "lists/who.csv");
}

#[test]
fn slips_in_the_file_are_underlined() {
    let shown = |settings: &str| {
        let program = Program::new().file("rescind.toml", settings).args("verify");
        program.run().ends(1).stderr
    };
    insta::assert_snapshot!(
        [
            shown("acounts = 3\n"),
            shown("[packs]\nacme = { git = \"https://h/x\", tga = \"v1\" }\n"),
            shown("[packs]\nacme = { path = \"a\", archive = \"b\" }\n"),
            shown("[accounts.anna]\ndata = \"https://h/x.zip\"\n"),
            shown("[params.\"acne/oldest\"]\nx = 1\n[packs]\nacme = { path = \"a\" }\n"),
            shown("[keys]\nada = \"RW12\"\n"),
        ]
        .join("\n")
    );
}

#[test]
fn verify_knows_parameters_of_strategies_that_there_are_not() {
    let out = agency_with("[params.\"acme/oldst\"]\nx = 1\n").args("verify").run().ends(1);
    out.prints(&["`acme/oldst`, which there is not; did you mean `oldest`?"]);
}

#[test]
fn a_pack_s_strategy_is_loaded_in_a_session_with_its_parameters() {
    let settings = "data = \"anna\"\n[params.\"acme/oldest\"]\nstale_days = 50\n";
    let program = agency_with(settings).args("repl --as-of 2026-11-23");
    let out = program.input(":load acme/oldest\nstale\n:reset\n1\n").run().ends(0);
    assert!(out.stdout.contains("\n50\n") || out.stdout.starts_with("50\n"), "{}", out.stdout);
    let out = out.then("repl --as-of 2026-11-23 -c").arg(":load acme/oldst").run().ends(1);
    out.says(&["did you mean `oldest`?"]);
}

#[test]
fn a_list_is_read_as_it_is_meant_or_what_is_wrong_is_said() {
    let protecting = |list: &str| {
        let settings = "data = \"anna\"\nprotect = \"vip.csv\"\n";
        agency_with(settings).file("vip.csv", list).args(PLAN).run()
    };
    let kept = |out: &Output| out.json()["rules"][0]["matched"].clone();
    // Without a header, and as a spreadsheet of another country writes it.
    assert_eq!(kept(&protecting("in/ada-b\n").ends(0)), 1);
    assert_eq!(kept(&protecting("who;note\nin/ada-b;client\n").ends(0)), 1);
    let out = protecting("person\nin/ada-b\nin/adda-b\n").ends(0);
    let findings = out.json()["findings"].to_string();
    assert!(
        findings.contains("1 of 2 entries means nobody of these data: in/adda-b"),
        "{findings}"
    );
    protecting("person\nin/ada-b;x\n").ends(1).says(&["`in/ada-b;x` is no person"]);
}
