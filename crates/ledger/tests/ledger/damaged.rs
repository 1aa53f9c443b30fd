//! Ledgers that somebody changed, damaged, or took for something else.

use crate::child;
use crate::scratch_ledger::{
    ScratchLedger, occasion, on_each_database, record, try_record, withdrawn,
};
use chrono::NaiveDate;
use miette::Diagnostic;
use rescind_ledger::{
    Action, Document, EventFilter, Ledger, LedgerAddress, LedgerError, NewEvent, NewRecords,
    PasswordSources, Standings,
};
use std::fs;
use std::process::Stdio;

on_each_database!(
    the_database_refuses_to_change_anything,
    what_is_changed_all_the_same_is_named,
    what_reads_the_same_and_is_written_otherwise_is_named,
    what_is_gone_from_the_end_is_missed,
    a_later_version_is_left_as_it_is,
);

fn filled(scratch: &ScratchLedger) -> Ledger {
    let mut ledger = scratch.open();
    let people = ["in/ada", "in/ben", "in/eve"];
    record(&mut ledger, 0, people.map(|person| withdrawn("anna", person)).to_vec());
    ledger
}

fn the_database_refuses_to_change_anything(scratch: &ScratchLedger) {
    let mut ledger = filled(scratch);
    for sql in [
        "UPDATE events SET day = '2026-01-01'",
        "UPDATE events SET hash = hash",
        "DELETE FROM events WHERE number = 3",
        "INSERT INTO events SELECT 9, recorded_at, actor, account, person, action, day, corrects, \
         details, previous, hash FROM events WHERE number = 3",
        "INSERT INTO events SELECT 4, recorded_at, actor, account, person, action, day, corrects, \
         details, previous, hash FROM events WHERE number = 3",
        "INSERT INTO documents VALUES ('a', 'b'); UPDATE documents SET text = 'c'",
        "INSERT INTO documents VALUES ('d', 'e'); DELETE FROM documents",
    ] {
        assert!(scratch.tamper(sql).is_err(), "{sql}");
    }
    assert_eq!(ledger.head().unwrap().number, 3);
}

fn what_is_changed_all_the_same_is_named(scratch: &ScratchLedger) {
    let mut ledger = filled(scratch);
    let triggers = match scratch.address {
        LedgerAddress::File(_) => "DROP TRIGGER events_stay; DROP TRIGGER events_are_not_deleted;",
        LedgerAddress::Server(_) => "DROP TRIGGER events_stay ON events;",
    };
    for (sql, number) in [
        ("UPDATE events SET person = 'in/eva' WHERE number = 3", 3),
        ("UPDATE events SET details = 'x' WHERE number = 2", 2),
        ("DELETE FROM events WHERE number = 1", 2),
    ] {
        scratch
            .tamper(&format!("{triggers} {sql}"))
            .unwrap_or_else(|_| scratch.tamper(sql).unwrap());
        match ledger.verify() {
            Err(LedgerError::Broken { link, .. }) => assert_eq!(link.number, number, "{sql}"),
            other => panic!("{sql}: {other:?}"),
        }
    }
}

fn untriggered(scratch: &ScratchLedger) {
    let triggers = match scratch.address {
        LedgerAddress::File(_) => "DROP TRIGGER events_stay; DROP TRIGGER events_are_not_deleted;",
        LedgerAddress::Server(_) => "DROP TRIGGER events_stay ON events;",
    };
    scratch.tamper(triggers).unwrap();
}

/// An event with a day and details, beside a saved plan's.
fn told(ledger: &mut Ledger) {
    let document = Document::new("a plan".into());
    let mut whole = NewEvent::new("", "", Action::Planned);
    whole.details.insert("plan".into(), document.sha256.clone().into());
    let mut event = withdrawn("anna", "in/ada");
    event.day = NaiveDate::from_ymd_opt(2026, 10, 1);
    event.details = [("name", "Ada"), ("note", "Hello")]
        .map(|(name, text)| (name.to_owned(), text.into()))
        .into();
    let records = NewRecords { events: vec![whole, event], documents: vec![document], outcome: () };
    ledger.record::<_, LedgerError>(&occasion(0), |_| Ok(records)).unwrap();
}

fn what_reads_the_same_and_is_written_otherwise_is_named(scratch: &ScratchLedger) {
    let mut ledger = scratch.open();
    told(&mut ledger);
    ledger.verify().unwrap();
    untriggered(scratch);
    let twice = r#"'{"name":"Ben","name":"Ada","note":"Hello"}'"#;
    let turned = r#"'{"note":"Hello","name":"Ada"}'"#;
    let spelled = r#"'{"name":"\u0041da","note":"Hello"}'"#;
    for (column, value) in [
        ("day", "'2026-10-01 '"),
        ("recorded_at", "recorded_at || ' '"),
        ("details", twice),
        ("details", turned),
        ("details", spelled),
    ] {
        let kept = format!("UPDATE events SET {column} = {value} WHERE number = 2");
        let before = match column {
            "day" => "'2026-10-01'",
            "recorded_at" => "trim(recorded_at)",
            _ => r#"'{"name":"Ada","note":"Hello"}'"#,
        };
        scratch.tamper(&kept).unwrap();
        match ledger.verify() {
            Err(LedgerError::Broken { link, .. }) => assert_eq!(link.number, 2, "{kept}"),
            other => panic!("{kept}: {other:?}"),
        }
        scratch.tamper(&format!("UPDATE events SET {column} = {before} WHERE number = 2")).unwrap();
    }
}

fn what_is_gone_from_the_end_is_missed(scratch: &ScratchLedger) {
    let mut ledger = scratch.open();
    told(&mut ledger);
    record(&mut ledger, 1, vec![withdrawn("anna", "in/ben")]);
    untriggered(scratch);
    scratch.tamper("DELETE FROM events WHERE number = 3").unwrap();
    match ledger.verify() {
        Err(LedgerError::Broken { link, .. }) => assert_eq!(link.number, 2),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_text_or_an_index_that_is_gone_is_missed() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    told(&mut ledger);
    scratch.tamper("DROP INDEX derived_moved").unwrap();
    let message = ledger.verify().unwrap_err().to_string();
    assert!(message.contains("derived_moved"), "{message}");
    scratch.tamper("DROP TRIGGER documents_are_not_deleted; DELETE FROM documents").unwrap();
    let message = ledger.verify().unwrap_err().to_string();
    assert!(message.contains("is gone"), "{message}");
}

fn a_later_version_is_left_as_it_is(scratch: &ScratchLedger) {
    drop(filled(scratch));
    let later = match scratch.address {
        LedgerAddress::File(_) => "PRAGMA user_version = 9",
        LedgerAddress::Server(_) => "UPDATE version SET number = 9",
    };
    scratch.tamper(later).unwrap();
    let before = fs::read(scratch.path()).ok();
    match scratch.try_open() {
        Err(LedgerError::Newer { version: 9, .. }) => {}
        other => panic!("{:?}", other.map(drop)),
    }
    assert_eq!(fs::read(scratch.path()).ok(), before, "not a byte of a file is changed");
}

fn refused(scratch: &ScratchLedger) -> String {
    scratch.try_open().map(drop).unwrap_err().to_string()
}

#[test]
fn what_is_no_ledger_is_left_as_it_is() {
    let scratch = ScratchLedger::file();
    fs::write(scratch.path(), "person,withdrawn on\nAda,2026-11-23\n".repeat(40)).unwrap();
    let before = fs::read(scratch.path()).unwrap();
    assert!(refused(&scratch).ends_with("is no ledger: it is no database of SQLite"));
    assert_eq!(fs::read(scratch.path()).unwrap(), before);
    let scratch = ScratchLedger::file();
    scratch.tamper("CREATE TABLE contacts (name TEXT)").unwrap();
    let before = fs::read(scratch.path()).unwrap();
    assert!(refused(&scratch).ends_with("is no ledger: it is a database of another program"));
    assert_eq!(fs::read(scratch.path()).unwrap(), before);
    let scratch = ScratchLedger::file();
    fs::create_dir(scratch.path()).unwrap();
    assert!(refused(&scratch).contains("it is no file"));
}

/// Whatever is damaged, the error names the file and a way out.
fn says_what_to_do(error: &LedgerError, scratch: &ScratchLedger) {
    let message = error.to_string();
    assert!(message.contains(&scratch.path().display().to_string()), "{message}");
    let help = error.help().map(|help| help.to_string()).unwrap_or_default();
    let is_help =
        ["backup", "--derive", "--ledger", "--export"].iter().any(|way| help.contains(way));
    assert!(is_help, "{message}: {help}");
}

#[test]
fn a_text_that_is_no_text_is_said_to_be_damage() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    let people = (0..400).map(|number| withdrawn("anna", &format!("in/somebody-{number}")));
    record(&mut ledger, 0, people.collect());
    drop(ledger);
    let mut damaged = fs::read(scratch.path()).unwrap();
    let texts: Vec<usize> =
        (0..damaged.len() - 9).filter(|at| damaged[*at..].starts_with(b"in/somebo")).collect();
    for at in texts {
        damaged[at] = 0xff;
    }
    fs::write(scratch.path(), damaged).unwrap();
    let read = scratch.try_open().and_then(|mut ledger| ledger.events(&EventFilter::default()));
    let error = read.unwrap_err();
    assert!(error.to_string().contains("a row of the file is damaged"), "{error}");
    says_what_to_do(&error, &scratch);
}

#[test]
fn a_damaged_page_is_an_error_and_never_a_wrong_answer() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    let people = (0..400).map(|number| withdrawn("anna", &format!("in/somebody-{number}")));
    record(&mut ledger, 0, people.collect());
    let head = ledger.head().unwrap();
    drop(ledger);
    let whole = fs::read(scratch.path()).unwrap();
    for page in 0..whole.len() / 4096 {
        let mut damaged = whole.clone();
        damaged[page * 4096 + 100..page * 4096 + 600].fill(0xa5);
        fs::write(scratch.path(), damaged).unwrap();
        let verified = scratch.try_open().and_then(|mut ledger| ledger.verify());
        match verified {
            Ok(verified) => assert_eq!(verified, head, "page {page}"),
            Err(error) => says_what_to_do(&error, &scratch),
        }
    }
}

#[test]
fn an_index_that_lacks_somebody_is_damage() {
    let scratch = ScratchLedger::file();
    let mut ledger = scratch.open();
    let people = (0..400).map(|number| withdrawn("anna", &format!("in/somebody-{number}")));
    record(&mut ledger, 0, people.collect());
    let waiting = Standings::waiting(&mut ledger).unwrap();
    drop(ledger);
    let whole = fs::read(scratch.path()).unwrap();
    let mut seen = 0;
    for page in 1..whole.len() / 4096 {
        // A leaf of an index, with one row less.
        let header = page * 4096;
        if whole[header] != 10 {
            continue;
        }
        let mut damaged = whole.clone();
        let cells = u16::from_be_bytes([whole[header + 3], whole[header + 4]]);
        damaged[header + 3..header + 5].copy_from_slice(&cells.saturating_sub(1).to_be_bytes());
        fs::write(scratch.path(), damaged).unwrap();
        let mut ledger = scratch.open();
        assert!(cells == 0 || ledger.verify().is_err(), "page {page}");
        seen += u32::from(Standings::waiting(&mut ledger).ok().as_ref() != Some(&waiting));
    }
    assert!(seen > 0, "an index by which somebody waits is among them");
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = ScratchLedger::file();
    let mut ledger = filled(&scratch);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for ending in ["", "-wal", "-shm"] {
        let path = scratch.path().with_file_name(format!("ledger.db{ending}"));
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    fs::set_permissions(scratch.path(), fs::Permissions::from_mode(0o644)).unwrap();
    drop(scratch.open());
    assert_eq!(mode(&scratch.path()), 0o600);
    let copy = scratch.path().with_file_name("copy.db");
    ledger.back_up(&copy).unwrap();
    assert_eq!(mode(&copy), 0o600);
    let copy = LedgerAddress::File(copy);
    let mut copy = Ledger::open(&copy, &PasswordSources::default()).unwrap();
    assert_eq!(copy.verify().unwrap(), ledger.head().unwrap());
}

#[cfg(unix)]
#[test]
fn a_full_disk_records_nothing_and_loses_nothing() {
    let scratch = ScratchLedger::file();
    drop(filled(&scratch));
    // What grows beyond 200 KB fails, as it does where a disk is full.
    let mut child = child::command_after("trap '' XFSZ; ulimit -f 400;", &scratch);
    let output = child.stdout(Stdio::piped()).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let reported = child::reported(&printed);
    assert!(printed.contains("cannot be used"), "{printed}");
    let mut ledger = scratch.open();
    let head = ledger.verify().unwrap();
    assert!(reported.is_some_and(|number| number == head.number), "{reported:?} {head:?}");
    record(&mut ledger, 2, vec![withdrawn("anna", "in/zoe")]);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = ScratchLedger::file();
    let nowhere = LedgerAddress::File("/proc/ledger.db".into());
    let error = Ledger::open(&nowhere, &PasswordSources::default()).map(drop).unwrap_err();
    assert!(error.to_string().starts_with("the ledger /proc/ledger.db cannot be used"), "{error}");
    drop(filled(&scratch));
    fs::set_permissions(scratch.path(), fs::Permissions::from_mode(0o400)).unwrap();
    let is_root = fs::OpenOptions::new().append(true).open(scratch.path()).is_ok();
    let tried = scratch
        .try_open()
        .and_then(|mut ledger| try_record(&mut ledger, 1, vec![withdrawn("anna", "in/zoe")]));
    // The system lets root write to anything.
    assert!(is_root || tried.unwrap_err().to_string().contains("readonly"));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = ScratchLedger::file();
    drop(filled(&scratch));
    let folder = scratch.path().parent().unwrap().to_owned();
    let allow = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
    allow(0o500);
    let is_root = fs::write(folder.join("x"), "x").is_ok();
    let tried = scratch
        .try_open()
        .and_then(|mut ledger| try_record(&mut ledger, 1, vec![withdrawn("anna", "in/zoe")]));
    allow(0o700);
    let message = tried.map(drop).map_err(|error| error.to_string());
    assert!(is_root || message.is_err_and(|error| error.contains("cannot be used")));
    assert_eq!(scratch.open().verify().unwrap().number, if is_root { 4 } else { 3 });
}

#[test]
#[ignore = "needs PostgreSQL"]
fn a_server_that_goes_away_in_the_middle_records_nothing() {
    let scratch = ScratchLedger::server();
    let mut ledger = filled(&scratch);
    let head = ledger.head().unwrap();
    let gone = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let recorded = ledger.record::<(), LedgerError>(&occasion(1), |_| {
        scratch.tamper(gone).unwrap();
        let events = vec![withdrawn("anna", "in/zoe")];
        Ok(NewRecords { events, ..NewRecords::default() })
    });
    let error = recorded.unwrap_err();
    assert!(error.to_string().contains("cannot be used"), "{error}");
    let mut ledger = scratch.open();
    assert_eq!(ledger.verify().unwrap(), head);
    record(&mut ledger, 2, vec![withdrawn("anna", "in/zoe")]);
}
