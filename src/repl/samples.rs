//! A desk for tests: no rows, one further column.

use super::repl_state::{EntryAnswer, ReplState};
use crate::deadline::Bounds;
use crate::output::Style;
use crate::session::{RunOptions, Session, SessionSettings};
use polars::prelude::DataType;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

pub(super) fn desk_in(folder: &Path) -> ReplState {
    let settings = SessionSettings::at("2026-11-23T00:00:00Z".parse().unwrap());
    let columns = [("deal_size".to_owned(), DataType::Int64)];
    let session = Session::without_data(settings, &columns);
    let running = RunOptions::silent(Bounds::default());
    let mut desk = ReplState::new(Arc::new(session), running, Style::default(), folder).unwrap();
    // However busy the machine is.
    desk.glimpse_time = Duration::from_secs(60);
    desk
}

/// A desk at which these were entered.
pub(super) fn desk(entries: &[&str]) -> ReplState {
    let mut desk = desk_in(Path::new("."));
    for entry in entries {
        answer_to(&mut desk, entry).unwrap();
    }
    desk
}

/// What is said to an entry, as the loop has it entered: what fails changes nothing.
pub(super) fn answer_to(desk: &mut ReplState, entry: &str) -> Result<String, String> {
    let mut copy = desk.clone();
    let answer = copy.enter(entry).map_err(|error| error.to_string())?;
    *desk = copy;
    Ok(match answer {
        EntryAnswer::Text(text) => text.trim_end().to_owned(),
        EntryAnswer::Nothing => String::new(),
        EntryAnswer::Quit => "quit".into(),
    })
}
