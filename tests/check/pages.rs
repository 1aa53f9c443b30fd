//! The page of every code tells the truth: its example raises the code and no other, and nothing is
//! said of the corrected one.

use rescind::check::code_descriptions::{self, CodeDescription};
use rescind::error::Error;
use rescind::session::{RunOptions, ScriptFile, Session, SessionSettings};
use rescind::strategy::ParamInput;
use rescind_data::import::Descriptions;
use rescind_data::limits::Limits;
use rescind_runtime::deadline::Bounds;
use std::collections::BTreeSet;
use std::fs;

use std::time::Duration;

/// The script that the page's own scripts may import.
const BESIDE: &str = "fn is_client(tags) { \"client\" in tags }";

/// The codes that take more than a script.
const WITHOUT_EXAMPLE: [&str; 3] = ["data", "file", "too-many-operations"];

/// The codes that a script is told of, with what `--set` gives it.
fn told(script: &str, set: Option<&str>) -> BTreeSet<&'static str> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clients.rhai"), BESIDE).unwrap();
    fs::write(folder.path().join("s.rhai"), script).unwrap();
    let file = ScriptFile::open(&folder.path().join("s.rhai")).unwrap();
    let settings = SessionSettings {
        as_of: "2026-11-23T00:00:00Z".parse().unwrap(),
        sent_at_zone: chrono_tz::UTC,
        limits: Limits::default(),
        sources: Descriptions::default(),
        memory: rescind_data::invitations::LedgerAccess::default(),
    };
    let session = Session::without_data(settings, &[]);
    let set = set.and_then(|set| set.split_once('='));
    let running = RunOptions {
        overrides: set
            .map(|(name, value)| (name.to_owned(), ParamInput::Written(value.to_owned())))
            .into_iter()
            .collect(),
        ..RunOptions::silent(Bounds { time: Duration::from_secs(2), ..Bounds::default() })
    };
    let mut codes: BTreeSet<_> =
        session.check(&file, &running).into_iter().map(|diagnosis| diagnosis.code.name()).collect();
    // A parameter that the script does not have is said where it is run.
    if let Err(Error::Script(error)) = session.run(&file, &running)
        && error.is_misuse()
    {
        codes.insert(error.code.name());
    }
    codes
}

fn is_true(row: &CodeDescription) {
    let Some((wrong, right)) = row.example else {
        assert!(WITHOUT_EXAMPLE.contains(&row.code.name()), "{} has no example", row.code);
        return;
    };
    assert_eq!(told(wrong, row.set), BTreeSet::from([row.code.name()]), "{wrong}");
    assert_eq!(told(right, row.set), BTreeSet::new(), "{}: {right}", row.code);
}

#[test]
fn the_example_of_every_code_raises_it_alone_and_its_correction_is_clean() {
    for row in code_descriptions::all_codes() {
        is_true(row);
    }
}
