//! Sources as users' data: `[sources.NAME]`, packs, `--as`, and `rescind inspect`, which is enough
//! to get a stranger's file read.

use crate::program::{HEADER, Output, Program, sent};
use rescind_data::finding::FindingCode;
use serde_json::Value;

const QUERY: &str = "invitations.select([\"name\", \"state\", \"age_days\"]).sort(\"name\")";
const RUN: &str = "run q.rhai --as-of 2026-11-23 --format json";

/// A CRM's export, in a language that no description knows.
const GERMAN: &str = "Vorname;Nachname;Profil-Link;Wann;Ergebnis\n\
    Ida;Quist;https://www.linkedin.com/in/ida-quist;13.09.2026;Gewonnen\n\
    Olaf;Brandvik;https://www.linkedin.com/in/olaf-b;20.09.2026;Läuft\n\
    Rosa;Tremlett;https://www.linkedin.com/in/rosa-t;21.09.2026;Läuft\n";

const GERMAN_SOURCE: &str = "[sources.crm]\nrole = \"sheet\"\nfirst_name = \"Vorname\"\n\
    last_name = \"Nachname\"\nprofile_url = \"Profil-Link\"\nsent = \"Wann\"\n\
    status = \"Ergebnis\"\nstatuses = { \"Gewonnen\" = \"accepted\", \"Läuft\" = \"pending\" }\n";

fn german(settings: &str) -> Program {
    Program::new().file("q.rhai", QUERY).file("crm.csv", GERMAN).file("rescind.toml", settings)
}

/// The rows that a query gives.
fn rows(out: &Output) -> Value {
    out.json()
}

/// The `[sources]` that an inspection ends with.
fn blocks(out: &Output) -> String {
    out.stdout.split_once("to be pasted").map_or(String::new(), |(_, blocks)| {
        blocks.split_once('\n').map_or(String::new(), |(_, blocks)| blocks.to_owned())
    })
}

#[test]
fn a_projects_source_reads_a_strangers_file() {
    let out = german(GERMAN_SOURCE).args(RUN).arg("crm.csv").run().ends(0);
    let read = rows(&out);
    let states: Vec<&str> =
        read.as_array().unwrap().iter().map(|r| r["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["accepted", "pending", "pending"]);
    assert_eq!(read[0]["age_days"], 71);
}

#[test]
fn tests_of_strategies_know_what_the_project_and_their_pack_describe() {
    let tests = "fn test_old() {\n    today_is(\"2026-11-23\");\n    given_data(\"crm\");\n    \
        expect(decide(), \"Olaf Brandvik\").withdrawn();\n}\n";
    let strategy = "withdraw(\"old\", |i| i.age_days > 10);\n";
    let program = |path: &str| {
        Program::new()
            .file(&format!("{path}s.rhai"), strategy)
            .file(&format!("{path}s.test.rhai"), tests)
            .file(&format!("{path}datasets/crm/crm.csv"), GERMAN)
    };
    let of_project = program("").file("rescind.toml", GERMAN_SOURCE);
    of_project.args("test s.rhai").run().ends(0);
    let manifest = format!(
        "[pack]\nname = \"x\"\nversion = \"1.0.0\"\ndescription = \"X\"\n\n{GERMAN_SOURCE}"
    );
    program("x/").file("x/pack.toml", manifest).args("test x").run().ends(0);
}

#[test]
fn without_it_the_error_says_what_to_write() {
    for command in [
        "plan s.rhai crm.csv",
        "run q.rhai crm.csv",
        "repl crm.csv -c 1",
        "audit crm.csv",
        "limits crm.csv",
        "why s.rhai Ida crm.csv",
        "inspect crm.csv",
    ] {
        let out = german("")
            .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 10);")
            .args(command)
            .run();
        let out = out.ends(1);
        let printed = format!("{}{}", out.stdout, out.stderr);
        for text in ["no usable row", "crm.csv", "Wann", "[sources"] {
            assert!(printed.contains(text), "{command}: no {text} in {printed}");
        }
    }
}

#[test]
fn what_inspect_ends_with_can_be_pasted_and_changed() {
    let out = german("").args("inspect crm.csv --as-of 2026-11-23").run().ends(1);
    let block = blocks(&out);
    assert!(block.contains("# sent = \"Wann\" # dates, such as `13.09.2026`"), "{block}");
    let read = block.replace("# sent = \"Wann\"", "sent = \"Wann\"");
    let out = german(&read).args(RUN).arg("crm.csv").run().ends(0);
    assert_eq!(rows(&out).as_array().unwrap().len(), 3);
    // The words of its statuses are next.
    let out = out.then("inspect crm.csv --as-of 2026-11-23").run().ends(0);
    let block = blocks(&out).replace("# status = \"Ergebnis\"", "status = \"Ergebnis\"");
    let out = german(&block).args("inspect crm.csv --as-of 2026-11-23").run().ends(0);
    let block = blocks(&out);
    assert!(
        block.contains("# statuses = { \"Läuft\" = \"pending\", \"Gewonnen\" = \"pending\" }"),
        "{block}"
    );
    let block = block
        .replace("# statuses", "statuses")
        .replace("\"Gewonnen\" = \"pending\"", "\"Gewonnen\" = \"declined\"");
    let out = german(&block).args(RUN).arg("crm.csv").run().ends(0);
    assert_eq!(rows(&out)[0]["state"], "declined");
}

/// Files of every kind that the program knows, each with a column or two that it does not.
fn every_kind() -> Vec<(&'static str, String)> {
    let archive = [
        sent("Ada B", "ada-b", "6/5/26, 9:00 AM", "Hello"),
        sent("Ben C", "ben-c", "8/14/26, 9:00 AM", ""),
        sent("Cy D", "cy-d", "11/12/26, 9:00 AM", ""),
        sent("Dee E", "dee-e", "9/12/26, 9:00 AM", ""),
    ];
    vec![
        ("anna/Invitations.csv", format!("{HEADER}{}", archive.concat())),
        (
            "anna/Connections.csv",
            "Notes:\n\"When exporting\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,\
             Connected On\nBen,C,https://www.linkedin.com/in/ben-c,,X,Y,20 Aug 2026\n".into(),
        ),
        (
            "anna/messages.csv",
            "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,\
             DATE,SUBJECT,CONTENT,FOLDER\n1,,Anna,https://www.linkedin.com/in/anna,Cy D,\
             https://www.linkedin.com/in/cy-d,2026-11-13 10:00:00 UTC,,Hi,INBOX\n".into(),
        ),
        ("anna/Profile.csv", "First Name,Last Name,Maiden Name,Headline\nAnna,Berg,,X\n".into()),
        (
            "anna-sent.csv",
            "profileUrl,fullName,title,sentDate,timestamp\nhttps://www.linkedin.com/in/ada-b,Ada B,\
             Cook,Sent 5 months ago,2026-11-22T00:00:00Z\nhttps://www.linkedin.com/in/new-n,New N,\
             Cook,Sent 2 weeks ago,2026-11-22T00:00:00Z\n".into(),
        ),
        (
            "tracker.csv",
            "Date,Name,Note?,Status,Deal size\n2026-09-12,Dee E,No,Declined,7\n".into(),
        ),
        (
            "export.csv",
            "who;since;link;invitation_status\nDee E;Sent 2 months ago;\
             https://www.linkedin.com/in/dee-e;pending\n".into(),
        ),
    ]
}

fn with_all() -> Program {
    every_kind().into_iter().fold(Program::new().file("q.rhai", QUERY), |program, (path, text)| {
        program.file(&format!("d/{path}"), text)
    })
}

#[test]
fn a_block_that_is_pasted_as_it_is_changes_nothing() {
    let plain = with_all().args(RUN).arg("d").run().ends(0);
    let inspected = with_all().args("inspect d --as-of 2026-11-23 --format json").run().ends(0);
    let files = inspected.json()["files"].as_array().unwrap().clone();
    assert_eq!(files.len(), every_kind().len());
    let mut blocks: Vec<&str> = files.iter().filter_map(|file| file["block"].as_str()).collect();
    blocks.dedup();
    let every_block = blocks.concat();
    for settings in blocks.iter().copied().chain([every_block.as_str()]) {
        let with = || with_all().file("rescind.toml", settings);
        let out = with().args(RUN).arg("d").run().ends(0);
        assert_eq!(rows(&out), rows(&plain), "{settings}");
        let out = with().args("inspect d --as-of 2026-11-23 --format json").run().ends(0);
        for (before, after) in files.iter().zip(out.json()["files"].as_array().unwrap()) {
            for key in [
                "role",
                "account",
                "columns",
                "rows",
                "people",
                "invitations",
                "joined",
                "left_out",
            ] {
                assert_eq!(before[key], after[key], "{key} of {}: {settings}", before["file"]);
            }
        }
    }
    let changed = every_block.replace("status = \"Status\"\n", "");
    assert_ne!(changed, every_block);
    let out = with_all().file("rescind.toml", changed).args(RUN).arg("d").run().ends(0);
    assert_ne!(rows(&out), rows(&plain));
}

#[test]
fn a_source_claims_its_file_by_name_or_by_columns() {
    let by_name = GERMAN_SOURCE.replace("role", "files = \"CRM*.csv\"\nrole");
    german(&by_name).args(RUN).arg("crm.csv").run().ends(0);
    // It is read so or not at all.
    let slip = by_name.replace("\"Wann\"", "\"Wan\"");
    german(&slip).args(RUN).arg("crm.csv").run().ends(1).says(&[
        "crm.csv: the source `crm` of rescind.toml takes it for a table that it is not",
        "it lacks the column `Wan`",
        "`Wan` may be `Wann`",
    ]);
    // By columns alone, another file is another table; that no file fits is said.
    let slip = GERMAN_SOURCE.replace("\"Wann\"", "\"Wan\"");
    let out = german(&slip).file("d/Invitations.csv", every_kind()[0].1.clone());
    let out = out.file("d/crm.csv", GERMAN).args(RUN).arg("d").run().ends(0);
    out.says(&["the source `crm` of rescind.toml fits no file", "lacks `Wan`"]);
    // Where nothing comes of any file, the error says so too.
    let csv = GERMAN.replace("Wann", "Wo");
    let out = german(&slip).file("crm.csv", csv).args(RUN).arg("crm.csv").run().ends(1);
    let out = out.says(&["no usable row of invitations"]);
    out.says(&[
        "the source `crm` of rescind.toml fits no file; the nearest is crm.csv, which lacks",
    ]);
}

#[test]
fn the_account_the_zone_and_the_order_of_dates_can_be_said() {
    let csv = "Who,When\nAda B,3/4/2026 23:30\n";
    let settings = "[sources.x]\nrole = \"sheet\"\nname = \"Who\"\nsent = \"When\"\n\
        zone = \"America/Los_Angeles\"\ndate_order = \"day\"\nbelongs_to = \"anna\"\n";
    let query = "invitations.select([\"account\", \"sent_at\"])";
    let out =
        Program::new().file("q.rhai", query).file("x.csv", csv).file("rescind.toml", settings);
    let out = out.args(RUN).arg("x.csv").run().ends(0);
    assert_eq!(rows(&out)[0]["account"], "anna");
    assert!(
        rows(&out)[0]["sent_at"].as_str().unwrap().starts_with("2026-04-04T06:30"),
        "{}",
        out.stdout
    );
    assert!(!out.stderr.contains("no value shows"), "{}", out.stderr);
}

#[test]
fn a_pack_can_ship_descriptions() {
    let manifest = format!(
        "[pack]\nname = \"house\"\nversion = \"1.0.0\"\ndescription = \"Ours\"\n\n{GERMAN_SOURCE}"
    );
    let out = Program::new()
        .file("q.rhai", QUERY)
        .file("crm.csv", GERMAN)
        .file("house/pack.toml", &manifest)
        .file("house/s.rhai", "withdraw(\"old\", |i| i.age_days > 10);")
        .args("add house")
        .run()
        .ends(0);
    let out = out.then(RUN).arg("crm.csv").run().ends(0);
    assert_eq!(rows(&out)[0]["state"], "accepted");
    let out = out.then("inspect crm.csv").run().ends(0).prints(&["`crm` of the pack house"]);
    // The project's own word outranks it.
    let own_source = GERMAN_SOURCE.replace("\"accepted\"", "\"declined\"");
    let settings = format!("packs = {{ house = {{ path = \"house\" }} }}\n{own_source}");
    let out = out.then(RUN).file("rescind.toml", &settings).arg("crm.csv").run().ends(0);
    assert_eq!(rows(&out)[0]["state"], "declined");
}

#[test]
fn a_file_can_be_said_to_be_something_for_once() {
    let list = "Name,Sent\nAda B,2026-09-01\nBen C,2026-09-02\n";
    let plain = || Program::new().file("q.rhai", QUERY).file("list.csv", list);
    let known = |out: &Output| out.json()["files"][0]["role"].as_str().unwrap().to_owned();
    let out = plain().args("inspect list.csv --format json").run().ends(0);
    assert_eq!(known(&out), "sheet");
    let out = plain().args("inspect --as sent-list=list.csv --format json").run().ends(0);
    assert_eq!(known(&out), "sent-list");
    plain().args(RUN).args("--as sent-list=list.csv list.csv").run().ends(0);
    let out = plain().args("inspect --as sent-lst=list.csv").run().ends(2);
    out.says(&["no role or source `sent-lst`", "did you mean `sent-list`?"]);
    plain().args("inspect --as sheet").run().ends(2).says(&["NAME=PATH"]);
    plain().args("inspect list.csv --as sheet=lost.csv").run().ends(1);
    let out = plain().args("run q.rhai --as invitations=list.csv").run().ends(1);
    out.says(&["`--as invitations` takes it for a table that it is not"]);
    german(GERMAN_SOURCE).args(RUN).args("--as crm=crm.csv").run().ends(0);
}

#[test]
fn what_is_wrong_with_a_description_is_underlined() {
    let slip = GERMAN_SOURCE.replace("first_name", "frist_name");
    german(&slip).args(RUN).arg("crm.csv").run().ends(1).says(&[
        "unknown key `frist_name`",
        "rescind.toml:3:1",
        "did you mean one of `first_name`",
    ]);
    let fell = format!("{GERMAN_SOURCE}protect = \"vip.csv\"\n");
    german(&fell).args(RUN).arg("crm.csv").run().ends(1).says(&["above the first `[…]`"]);
}

#[test]
fn inspect_goes_on_where_a_file_is_not_understood() {
    let out = Program::with_data()
        .file("school.csv", "School,Degree\nX,Y\n")
        .args("inspect school.csv missing.csv anna --as-of 2026-11-23")
        .run()
        .ends(1);
    let out = out.prints(&[
        "anna/Invitations.csv",
        "not read: school.csv: unknown header `School,Degree`",
        "[sources.school]",
        "not read: missing.csv: no such file or folder",
        "3: 3 invitation(s)",
    ]);
    let out = out.then("inspect anna --as-of 2026-11-23").run().ends(0);
    out.prints(&["account   anna: the folder or zip is called `anna`"]);
}

#[test]
fn every_command_says_what_a_plan_says_of_the_data() {
    let sheet = "Name,Date sent,Status\nAda B,2026-09-12,Warm lead\n,,\n-,x,\n";
    let program = || {
        Program::with_data()
            .file("q.rhai", QUERY)
            .file("s.rhai", "withdraw(\"old\", |i| i.age_days > 10);")
            .file("sheet.csv", sheet)
    };
    let of_data = FindingCode::NAMED.iter().filter(|code| code.is_of_data());
    let of_data: Vec<&str> = of_data.map(|code| code.name()).collect();
    let plan = program().args("plan s.rhai anna sheet.csv --as-of 2026-11-23 --format json").run();
    let findings = plan.json()["findings"].as_array().unwrap().clone();
    let printed: Vec<&str> = findings
        .iter()
        .filter(|finding| of_data.contains(&finding["code"].as_str().unwrap()))
        .map(|finding| finding["message"].as_str().unwrap())
        .collect();
    assert!(printed.len() > 1, "{printed:?}");
    for command in
        ["audit", "run q.rhai", "repl -c 1", "limits", "why s.rhai ada-b", "limits --format json"]
    {
        let out = program().args(command).args("anna sheet.csv --as-of 2026-11-23").run().ends(0);
        for message in &printed {
            assert!(out.stderr.contains(message), "{command}: {message}: {}", out.stderr);
        }
    }
}
