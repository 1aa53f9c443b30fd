//! What is recorded and asked for, through the built program.

use crate::program::{AS_OF, HEADER, Output, Program, sent};

const STRATEGY: &str = "withdraw(\"old\", |i| i.age_days >= 90, #{ follow_up: \"write\" });";

/// Two accounts with old invitations, one of them to the same person.
fn agency() -> Program {
    let of_ben = |row: String| row.replace("Anna,", "Ben,").replace("/in/anna", "/in/ben");
    let rows = [
        sent("Ada B", "ada-b", "6/5/26, 9:00 AM", "Hello Ada"),
        sent("Ben C", "ben-c", "8/14/26, 9:00 AM", ""),
        sent("Cy D", "cy-d", "7/12/26, 9:00 AM", ""),
    ];
    let bens = of_ben(sent("Ada B", "ada-b", "6/7/26, 9:00 AM", ""));
    Program::new()
        .file("data/anna/Invitations.csv", format!("{HEADER}{}", rows.concat()))
        .file("data/ben/Invitations.csv", format!("{HEADER}{bens}"))
        .file("s.rhai", STRATEGY)
}

fn saved() -> Output {
    let arguments = format!("plan s.rhai data --as-of {AS_OF} --ledger l.db --save=p.json");
    agency().args(&arguments).run().ends(0)
}

/// The last saved plan's id, or what of it is shown.
fn id(output: &Output) -> String {
    let mut words = output.stderr.split_whitespace().skip_while(|word| *word != "as");
    words.nth(1).unwrap().to_owned()
}

#[test]
fn a_saved_plan_is_made_again_byte_for_byte() {
    let saved = saved();
    let id = id(&saved);
    let replay = format!("replay {id} --ledger l.db");
    // What is recorded later does not change what was known then.
    let done = saved.then("done 1-2 --account anna --ledger l.db --on 2026-11-23").run().ends(0);
    let same =
        done.then(&replay).run().ends(0).prints(&["every byte is the same", "4 withdrawals"]);
    let by_file = same.then("replay p.json --ledger l.db").run().ends(0);
    let changed = by_file.then(&replay).file("s.rhai", STRATEGY.replace("90", "150"));
    let changed = changed.run().ends(1);
    let changed = changed.prints(&["s.rhai: its SHA-256 was", "and is", "it is not the same"]);
    let changed = changed.prints(&["anna 3: was Ben C on 2026-11-23; is not there"]);
    let gone = changed.then(&replay);
    std::fs::remove_file(gone.path().join("s.rhai")).unwrap();
    gone.run().ends(1).prints(&["s.rhai: it is gone"]);
}

#[test]
fn a_plan_that_nobody_saved_is_not_replayed() {
    let saved = saved();
    let unknown = saved.then("replay 00 --ledger l.db").run().ends(2).says(&["no saved plan"]);
    let changed = unknown.then("replay p.json --ledger l.db").file("p.json", "{}");
    changed.run().ends(2).says(&["it is not a plan that was saved"]);
}

#[test]
fn rows_are_recorded_once_by_whatever_they_are_named() {
    let id = id(&saved());
    let by_rank = saved().then("done 1 --account anna --ledger l.db --plan").arg(&id).run().ends(0);
    let by_rank = by_rank.prints(&["1 withdrawn; 3 rows of the plan"]);
    let again = by_rank.then("done in/ada-b --account ANNA --ledger l.db --plan p.json").run();
    let again = again.ends(0).prints(&["nothing new"]).says(&["recorded before as withdrawn"]);
    let otherwise = again.then("done --accepted in/ada-b --account anna --ledger l.db").run();
    let otherwise = otherwise.ends(1).says(&["withdrawn, not already accepted", "rescind correct"]);
    let other = otherwise.then("done --ledger l.db --account anna --not-found").arg("Ben C").run();
    let other = other.ends(0).prints(&["1 not found; 2 rows of the plan"]);
    let both = other.then("done --ledger l.db").arg("Ada B").run().ends(2);
    both.says(&["may be any of 2 rows", "1 Ada B (ben)"]);
}

#[test]
fn what_names_no_row_is_an_error() {
    let wrong: [(&str, &str); 9] = [
        ("done --ledger l.db", "nothing is named"),
        ("done 1 --ledger l.db", "the plan has 2 accounts"),
        ("done 1-9 --account anna --ledger l.db", "the plan has no rank 9"),
        ("done 1 --account ana --ledger l.db", "did you mean `anna`"),
        ("done 1 --except 2 --account anna --ledger l.db", "`--except` 2"),
        ("done nobody --ledger l.db", "nobody called `nobody`"),
        ("done --day 9 --ledger l.db", "no day 9"),
        ("done 1 --plan zz --account anna --ledger l.db", "no saved plan"),
        ("done 1 --account anna --on 2190-01-01 --ledger l.db", "lies ahead"),
    ];
    let mut output = saved();
    for (arguments, message) in wrong {
        output = output.then(arguments).run().ends(2).says(&[message]);
    }
    output.then("history --verify --ledger l.db").run().ends(0).prints(&["5 events"]);
}

#[test]
fn nothing_became_of_an_invitation_before_it_was_sent() {
    let early = saved().then("done 1 --account anna --on 2026-06-01 --ledger l.db").run().ends(2);
    let early = early.says(&["`--on 2026-06-01`: 1 Ada B (anna) was invited later, on 2026-06-05"]);
    let done = early.then("done 1 --account anna --on 2026-11-02 --ledger l.db").run().ends(0);
    let again = "done --invited-again in/ada-b --account anna --on 2026-10-30 --ledger l.db";
    done.then(again).run().ends(2).says(&["in/ada-b was withdrawn later, on 2026-11-02"]);
}

#[test]
fn who_was_invited_again_is_due_no_more() {
    let done = saved().then("done 1-3 --account anna --ledger l.db --on 2026-11-02").run().ends(0);
    let due = done.then("due --ledger l.db --as-of 2026-11-23 --format csv").run().ends(0);
    assert!(
        due.stdout.starts_with("invite_on,due_on,account,name,company,follow_up,meanwhile,note")
    );
    assert_eq!(due.stdout.matches("\n2026-11-23,").count(), 3, "{}", due.stdout);
    let again = due.then("done --ledger l.db --on 2026-11-23 --invited-again").arg("Ben C").run();
    let again = again.ends(0).prints(&["invited again on 2026-11-23: Ben C (anna)"]);
    let twice = again.then("done --ledger l.db --invited-again").arg("in/ben-c").run().ends(0);
    let twice = twice.says(&["recorded before, for 2026-11-23"]);
    let stranger = "done --ledger l.db --account anna --invited-again linkedin.com/in/new-one";
    let stranger = twice.then(stranger).run().ends(0).prints(&["in/new-one (anna)"]);
    let left = stranger.then("due --ledger l.db --as-of 2026-11-24").run().ends(0);
    assert!(!left.stdout.contains("Ben C") && left.stdout.contains("Cy D"), "{}", left.stdout);
    let unknown = left.then("done --ledger l.db --invited-again").arg("Nobody At All").run();
    unknown.ends(2).says(&["the ledger has nobody of that name"]);
}

#[test]
fn whom_nobody_may_contact_is_never_due() {
    let project = "ledger = \"l.db\"\n[accounts]\nanna = \"data/anna\"\n";
    let planned = agency()
        .file("rescind.toml", project)
        .file("lists/do-not-contact.csv", "person,account\nCy D,anna\nin/ben-c,ben\n")
        .args("plan s.rhai --as-of 2026-11-23 --save --format json")
        .run()
        .ends(0);
    let json = planned.json();
    let barred = json["actions"].as_array().unwrap();
    let barred: Vec<_> = barred.iter().filter(|row| row["reconnect_on"].is_null()).collect();
    assert_eq!(barred.len(), 1);
    assert_eq!(barred[0]["follow_up"], "do not contact again");
    let done = planned.then("done 1-3 --on 2026-11-02").run().ends(0);
    let due = done.then("due --as-of 2026-11-23").run().ends(0);
    assert!(!due.stdout.contains("Cy D") && due.stdout.contains("Ben C"), "{}", due.stdout);
    due.says(&["1 person left out: on lists/do-not-contact.csv"]);
}

#[test]
fn two_accounts_that_invite_one_person_are_said() {
    let plan = saved().then("plan s.rhai data --as-of 2026-11-23 --ledger l.db").run().ends(0);
    plan.prints(&["1 person is invited by several accounts", "Ada B (anna on 2026-06-05, ben"]);
}

#[test]
fn the_calendar_has_an_event_for_everybody() {
    let done = saved().then("done 1-3 --account anna --ledger l.db --on 2026-11-02").run().ends(0);
    let calendar = done.then("due --ledger l.db --as-of 2026-11-23 --format ics").run().ends(0);
    assert_eq!(calendar.stdout.matches("BEGIN:VEVENT\r\n").count(), 3);
    assert!(calendar.stdout.contains("SUMMARY:Invite Ada B again (anna)\r\n"));
}

#[test]
fn the_last_events_are_shown_and_what_was_taken_back_is_marked() {
    let done = saved().then("done 1-3 --account anna --ledger l.db --on 2026-11-02").run().ends(0);
    let corrected = done.then("correct 6 --ledger l.db").run().ends(0);
    let corrected = corrected.prints(&["event 6 counts no more: withdrawn, Ada B, anna"]);
    let history = corrected.then("history --ledger l.db --format csv").arg("Ada B").run().ends(0);
    assert!(history.stdout.contains(",corrected_by\n"), "{}", history.stdout);
    assert!(history.stdout.lines().any(|line| line.starts_with("6,") && line.ends_with(",9")));
    let other_case = history.then("history --ledger l.db --account ANNA").run().ends(0);
    let history = other_case.prints(&["Ada B"]);
    let other = history.then("history --ledger l.db --account ana").run().ends(0);
    other.says(&["did you mean `anna`"]);
}

#[test]
fn a_ledger_that_is_not_there_is_not_made_by_asking() {
    let mut output = Program::new().args("history --ledger none.db").run().ends(2);
    for arguments in ["due", "correct 1", "done 1", "replay 1"] {
        let arguments = format!("{arguments} --ledger none.db");
        output = output.says(&["there is no ledger"]).then(&arguments).run().ends(2);
    }
    assert_eq!(output.file("none.db"), None);
}

#[test]
fn a_sheet_of_withdrawals_becomes_events_once() {
    let sheet = "Account,Name,LinkedIn,Withdrawn on,Follow-up\n\
                 anna,Zoe E,https://www.linkedin.com/in/zoe-e,2026-10-01,call\n\
                 anna,Ben C,https://www.linkedin.com/in/ben-c,2026-10-02,\n";
    let import = "import data --as-of 2026-11-23 --ledger l.db";
    let with_sheet = "import data sheet.csv --as-of 2026-11-23 --ledger l.db";
    let alone = "import sheet.csv --as-of 2026-11-23 --ledger l.db";
    for (first, second) in [(with_sheet, alone), (alone, with_sheet)] {
        let program = agency().file("sheet.csv", sheet).args(import).run().ends(0);
        let told = program.then(first).run().ends(0).prints(&["2  withdrawn by a sheet"]);
        let again = told.then(first).run().ends(0).says(&["0 events recorded"]);
        let other = again.then(second).run().ends(0);
        let history = other.then("history --ledger l.db --format json").run().ends(0);
        let count = history.stdout.matches("\"withdrawn\"").count();
        assert_eq!(count, 2, "{first}, {second}: {}", history.stdout);
        let due = history.then("due --ledger l.db --as-of 2026-11-23").run().ends(0);
        due.prints(&["Zoe E", "Ben C", "call"]);
    }
}

#[test]
fn a_script_sees_the_events_that_history_shows() {
    let done = saved().then("done 1-3 --account anna --ledger l.db --on 2026-11-02").run().ends(0);
    let corrected = done.then("correct 6 --ledger l.db").run().ends(0);
    let imported = corrected.then("import data --as-of 2026-11-23 --ledger l.db").run().ends(0);
    let shown = imported.then("history --ledger l.db --format json").run().ends(0);
    let events = shown.stdout.clone();
    assert!(events.contains("\"corrected_by\": 9") && events.contains("newly pending"), "{events}");
    let with_data = shown.then("run h.rhai data --ledger l.db --format json");
    let seen = with_data.file("h.rhai", "history").run().ends(0);
    assert_eq!(seen.stdout, events);
    let alone = seen.then("run h.rhai --ledger l.db --format json").run().ends(0);
    assert_eq!(alone.stdout, events);
    let none = alone.then("run h.rhai data --no-ledger --format csv").run().ends(0);
    let none = none.prints(&["number,recorded_at,actor,account,person,name,action,day,reason,"]);
    assert_eq!(none.stdout.lines().count(), 1, "{}", none.stdout);
}

#[test]
fn what_came_from_standard_input_is_not_made_again_and_that_is_said() {
    let plan = format!("plan - data --as-of {AS_OF} --ledger l.db --save");
    let saved = agency().args(&plan).input(STRATEGY).run().ends(0);
    let saved = saved.says(&["`rescind replay` cannot make this plan again"]);
    let replay = format!("replay {} --ledger l.db", id(&saved));
    saved.then(&replay).run().ends(1).says(&["standard input, which is not kept", "in files"]);
}

#[test]
fn a_project_whose_folder_was_renamed_is_told_of_its_plan() {
    let project = "[accounts]\nanna = \"../data/anna\"\n";
    let plan = "plan s.rhai --project old --as-of 2026-11-23 --ledger l.db --save";
    let program = agency().file("old/rescind.toml", project).file("new/rescind.toml", project);
    let saved = program.args(plan).run().ends(0);
    let id = id(&saved);
    let lost = saved.then("done 1 --project new --ledger l.db").run().ends(2);
    let help = format!("of the project old; `--plan {id}` names it");
    let lost = lost.says(&["no plan of the project new was saved", &help]);
    let named = lost.then("done 1 --project new --ledger l.db --plan").arg(&id).run().ends(0);
    named.prints(&["1 withdrawn"]);
}

#[test]
fn withdrawals_of_nobody_knows_whom_are_said() {
    let sheet = "Name,LinkedIn,Withdrawn on\n\
                 Zoe E,https://www.linkedin.com/in/zoe-e,2026-10-01\n\
                 Ben C,https://www.linkedin.com/in/ben-c,2026-10-02\n";
    let program = agency().file("sheet.csv", sheet);
    let import = "import data sheet.csv --as-of 2026-11-23 --ledger l.db";
    let told = program.args(import).run().ends(0);
    let told = told.says(&["sheet.csv: 1 withdrawal(s) of people", "no account is named"]);
    let history = told.then("history --ledger l.db --format json").run().ends(0);
    assert!(!history.stdout.contains("zoe-e"), "{}", history.stdout);
}

/// A row that is scanned and a sheet that speaks of it are one withdrawal.
#[test]
fn a_sheet_about_scanned_rows_becomes_an_event_once() {
    let rows = "account,person,name,profile_url,kind,sent_at,state\n\
                anna,in/ada,Ada,https://www.linkedin.com/in/ada,connection,2026-06-04,pending\n";
    let sheet = "Account,Name,LinkedIn,Withdrawn on\n\
                 anna,Ada,https://www.linkedin.com/in/ada,2026-10-01\n";
    let program = Program::new().file("rows.csv", rows).file("sheet.csv", sheet);
    let program = program.file("h.rhai", "invitations");
    let made = program.args("run h.rhai rows.csv --as-of 2026-11-23 -o rows.parquet").run().ends(0);
    let import = "import rows.parquet sheet.csv --as-of 2026-11-23 --ledger l.db";
    let first = made.then(import).run().ends(0);
    let history = first.then("history --ledger l.db --format json").run().ends(0);
    assert_eq!(history.stdout.matches("\"withdrawn\"").count(), 1, "{}", history.stdout);
    history.then(import).run().ends(0).says(&["0 events recorded"]);
}

#[test]
fn whom_somebody_invited_again_uses_up_the_quota_once() {
    let done = saved().then("done 1-3 --account anna --ledger l.db --on 2026-11-02").run().ends(0);
    let again = "done --invited-again in/ada-b --invited-again in/ben-c --account anna \
                 --ledger l.db --on 2026-11-22";
    let again = done.then(again).run().ends(0);
    let left = |output: Output| {
        let limits = format!("limits data --as-of {AS_OF} --ledger l.db --format json");
        let output = output.then(&limits).run().ends(0);
        let json = output.json();
        let headroom = json["headroom"].as_array().unwrap().clone();
        let is_own = |row: &&serde_json::Value| {
            row["account"] == "anna" && row["limit"] == "invitations-per-week"
        };
        (headroom.iter().find(is_own).unwrap()["used"].as_i64(), output)
    };
    let (used, output) = left(again);
    assert_eq!(used, Some(2));
    // An archive has one of them by now.
    let row = sent("Ada B", "ada-b", "11/22/26, 9:00 AM", "");
    let newer = output
        .then("history --ledger l.db")
        .file("data/anna/Invitations.csv", format!("{HEADER}{row}"));
    assert_eq!(left(newer.run().ends(0)).0, Some(2));
}

/// The data go on to show the invitation that was withdrawn.
#[test]
fn who_was_invited_again_is_not_planned_by_older_data() {
    let done = saved().then("done 1-3 --account anna --ledger l.db --on 2026-10-02").run().ends(0);
    let again = "done --invited-again in/ben-c --account anna --ledger l.db --on 2026-11-20";
    let again = done.then(again).run().ends(0);
    let stranger = "done --invited-again in/ada-b --account ben --ledger l.db --on 2026-11-20";
    let again = again.then(stranger).run().ends(0);
    let plan = format!("plan s.rhai data --as-of {AS_OF} --ledger l.db --format json");
    let planned = again.then(&plan).run().ends(0);
    assert_eq!(planned.json()["actions"].as_array().unwrap().len(), 0, "{}", planned.stdout);
}

#[test]
fn withdrawals_of_a_sheet_count_against_the_day_whether_data_have_the_people_or_not() {
    let sheet = "Account,Name,LinkedIn,Withdrawn on\n\
                 anna,Zoe E,https://www.linkedin.com/in/zoe-e,2026-11-23\n\
                 ben,Cy D,https://www.linkedin.com/in/cy-d,2026-11-23\n";
    let plan =
        "plan s.rhai data sheet.csv --as-of 2026-11-23 --no-ledger --limits l.toml --format json";
    let limits = "[withdrawals-per-day]\nfigure = 2\n[share-withdrawn]\nfigure = 100\n";
    let program = agency().file("sheet.csv", sheet).file("l.toml", limits);
    let planned = program.args(plan).run().ends(0).json();
    let actions = planned["actions"].as_array().unwrap();
    let is_today =
        |row: &&serde_json::Value| row["account"] == "anna" && row["date"] == "2026-11-23";
    assert_eq!(actions.iter().filter(is_today).count(), 1, "{planned}");
    // Another account has invited the one whom ben withdrew.
    let recorded = planned["findings"].as_array().unwrap().iter();
    let recorded = recorded.filter(|one| one["code"] == "withdrawals-recorded");
    let accounts: Vec<_> = recorded.map(|one| one["account"].as_str().unwrap()).collect();
    assert_eq!(accounts, ["anna", "ben"]);
}

/// The ledger and its companions are no place for a result, under whatever name.
#[cfg(unix)]
#[test]
fn no_result_replaces_a_ledger() {
    let program = Program::with_data().file("s.rhai", "withdraw(\"old\", |i| i.age_days > 30);");
    let run = program.args("import anna --ledger M.db --as-of 2026-11-23").run().ends(0);
    std::os::unix::fs::symlink("M.db", run.path().join("L.json")).unwrap();
    let count = |run: Output| {
        let run = run.then("history --ledger M.db --format json").run().ends(0);
        assert!(run.stdout.contains("in/ada-b"), "{}", run.stdout);
        run
    };
    let mut run = count(run);
    for command in [
        "plan s.rhai anna --as-of 2026-11-23 --ledger M.db --format json -o M.db",
        "plan s.rhai anna --as-of 2026-11-23 --ledger M.db -o L.json",
        "plan s.rhai anna --as-of 2026-11-23 --no-ledger --format json -o M.db",
        "audit anna --as-of 2026-11-23 --ledger M.db --format csv -o M.db",
        "history --ledger M.db --export M.db",
        "history --ledger M.db --backup M.db",
        "history --ledger M.db --format csv -o M.db",
        "due --ledger M.db --format csv -o M.db",
        "limits --format csv -o M.db",
        "inspect anna --format json -o M.db",
    ] {
        run = run.then(command).run();
        assert_ne!(run.status, 0, "{command}");
        run = count(run);
    }
}

#[test]
fn what_a_list_shows_of_the_last_days_uses_up_the_quota() {
    let old = sent("Ada B", "ada-b", "6/5/26, 9:00 AM", "");
    let row =
        |slug: &str, age: &str| format!("https://www.linkedin.com/in/{slug},Sent {age} ago,\n");
    let list = [row("cy-d", "2 days"), row("dot-e", "6 days"), row("eve-f", "1 week")].concat();
    let program = Program::new()
        .file("data/anna/Invitations.csv", format!("{HEADER}{old}"))
        .file("data/anna/sent.csv", format!("profileUrl,sentDate,timestamp\n{list}"));
    let limits = format!("limits data --as-of {AS_OF} --no-ledger --format json");
    let headroom = program.args(&limits).run().ends(0).json()["headroom"].clone();
    let rows = headroom.as_array().unwrap().iter();
    let used = rows.filter(|row| row["limit"] == "invitations-per-week").map(|row| &row["used"]);
    assert_eq!(used.collect::<Vec<_>>(), [2]);
}
