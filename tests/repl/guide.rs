//! What `REPL.md` shows is what a session answers.

use rescind::cli::render_error;
use rescind::output::Style;
use rescind::repl::{EntryAnswer, ReplState};
use rescind::session::{RunOptions, Session, SessionSettings};
use rescind_data::import::{Descriptions, Source};
use rescind_data::limits::Limits;
use rescind_runtime::deadline::Bounds;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The entries of the guide, each with the answer that is shown.
fn entries(text: &str) -> Vec<(String, String)> {
    let blocks = text.split("```rescind\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap().lines());
    let mut entries: Vec<(String, String)> = vec![];
    for line in lines {
        match (line.strip_prefix("> "), entries.last_mut()) {
            (Some(entry), _) => entries.push((entry.to_owned(), String::new())),
            // An entry of several lines goes on with more white space than any answer has.
            (None, Some((entry, shown))) if shown.is_empty() && line.starts_with("      ") => {
                entry.push('\n');
                entry.push_str(line);
            }
            (None, Some((_, shown))) => {
                shown.push_str(line);
                shown.push('\n');
            }
            (None, None) => panic!("an answer before any entry: {line}"),
        }
    }
    entries
}

/// Whether an answer is the one that is shown, where `…` stands for any lines, or for the rest of
/// its line.
fn is_as_shown(answer: &str, shown: &str) -> bool {
    let fits = |printed: &str, line: &str| match line.strip_suffix('…') {
        Some(beginning) => printed.starts_with(beginning),
        None => printed.trim_end() == line.trim_end(),
    };
    let mut rest = answer.lines().peekable();
    let mut free = false;
    for line in shown.lines() {
        if line == "…" {
            free = true;
            continue;
        }
        let is_shown = if free {
            rest.any(|printed| fits(printed, line))
        } else {
            rest.next().is_some_and(|printed| fits(printed, line))
        };
        if !is_shown {
            return false;
        }
        free = false;
    }
    free || rest.next().is_none()
}

/// A desk over the sample, in this folder.
pub(crate) fn desk(folder: &Path) -> ReplState {
    let settings = SessionSettings {
        as_of: chrono::DateTime::parse_from_rfc3339("2026-11-23T00:00:00Z").unwrap().to_utc(),
        sent_at_zone: chrono_tz::America::Los_Angeles,
        limits: Limits::built_in(),
        sources: Descriptions::default(),
        memory: rescind_data::invitations::LedgerAccess::default(),
    };
    let source = Source { account: None, path: root().join("datasets/agency") };
    let session = Session::open(&[source], settings, &|_| {}).unwrap();
    let running = RunOptions::silent(Bounds {
        time: std::time::Duration::from_secs(60),
        ..Bounds::default()
    });
    ReplState::new(Arc::new(session), running, Style::default(), folder).unwrap()
}

/// The text with the paths that it names put into this folder.
fn in_folder(entry: &str, folder: &Path) -> String {
    let at = |command: &str, entry: &str| {
        let path = entry.strip_prefix(command)?;
        Some(format!("{command}{}", folder.join(path).display()))
    };
    [":o ", ":save ", ":load "]
        .iter()
        .find_map(|command| at(command, entry))
        .unwrap_or_else(|| entry.to_owned())
}

#[test]
fn every_entry_of_the_guide_is_answered_as_it_shows() {
    let text = fs::read_to_string(root().join("REPL.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut desk = self::desk(folder.path());
    let entries = entries(&text);
    assert!(entries.len() > 20, "the guide has lost its entries");
    for (entry, shown) in entries {
        let mut copy = desk.clone();
        let answer = match copy.enter(&in_folder(&entry, folder.path())) {
            Ok(answer) => {
                desk = copy;
                match answer {
                    EntryAnswer::Text(text) => text,
                    EntryAnswer::Nothing => String::new(),
                    EntryAnswer::Quit => panic!("the guide ends the session with `{entry}`"),
                }
            }
            Err(error) => render_error(&error),
        };
        let answer = answer.replace(&format!("{}/", folder.path().display()), "");
        assert!(is_as_shown(&answer, &shown), "{entry}\nis shown as\n{shown}\nbut gives\n{answer}");
    }
}

#[test]
fn what_the_guide_saves_is_a_strategy() {
    let text = fs::read_to_string(root().join("REPL.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut desk = self::desk(folder.path());
    for (entry, _) in entries(&text) {
        let mut copy = desk.clone();
        if copy.enter(&in_folder(&entry, folder.path())).is_ok() {
            desk = copy;
        }
    }
    let saved = fs::read_to_string(folder.path().join("stale.rhai")).unwrap();
    assert!(saved.contains("withdraw(\"stale\""), "{saved}");
    let mut anew = self::desk(folder.path());
    anew.enter(&format!(":load {}", folder.path().join("stale.rhai").display())).unwrap();
    assert!(matches!(anew.enter(":plan").unwrap(), EntryAnswer::Text(_)));
}
