//! Commands for what was entered.

use crate::error::Error;
use crate::repl::repl_state::{EntryAnswer, ReplState};
use crate::script::{Frame, convert};
use crate::strategy::NAMES;
use rhai::{Dynamic, Position};
use std::fmt::Write;

/// So many characters of a value are shown beside its name.
const VALUE_CHARS_MAX: usize = 60;

#[expect(clippy::unnecessary_wraps, reason = "a command's answer may always be an error")]
pub(in crate::repl) fn names(desk: &mut ReplState, _: &str) -> Result<EntryAnswer, Error> {
    let mut listing = String::new();
    let variables = desk.live.variables();
    let is_provided = |name: &str| NAMES.iter().any(|row| row.name == name);
    let width = variables.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, value) in variables.iter().filter(|(name, _)| !is_provided(name)) {
        let _ = writeln!(listing, "{name:width$}  {}", summarize_value(value));
    }
    for (name, parameters) in desk.live.functions() {
        let _ = writeln!(listing, "fn {name} of {parameters}");
    }
    let provided: Vec<&str> = NAMES.iter().map(|row| row.name).collect();
    let _ = writeln!(listing, "given: {}", provided.join(", "));
    Ok(EntryAnswer::Text(listing))
}

/// A value's beginning; of a frame how many columns it has, for its rows are not computed.
fn summarize_value(value: &Dynamic) -> String {
    if let Some(frame) = value.clone().try_cast::<Frame>() {
        return match frame.columns(Position::NONE) {
            Ok(columns) => format!("a frame of {} columns", columns.len()),
            Err(_) => "a frame".into(),
        };
    }
    let text = convert::value_to_text(value).replace('\n', " ");
    match text.char_indices().nth(VALUE_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a command's answer may always be an error")]
pub(in crate::repl) fn list(desk: &mut ReplState, _: &str) -> Result<EntryAnswer, Error> {
    let pieces = desk.transcript.entries();
    if pieces.is_empty() {
        return Ok(EntryAnswer::Text("nothing was entered\n".into()));
    }
    let width = pieces.len().to_string().len();
    let mut listing = String::new();
    for (number, piece) in (1..).zip(pieces) {
        if let Some(file) = &piece.file {
            let lines = piece.text.lines().count();
            let _ = writeln!(listing, "{number:width$}  :load {} ({lines} lines)", file.display());
            continue;
        }
        for (line, text) in piece.text.lines().enumerate() {
            let number = if line == 0 { number.to_string() } else { String::new() };
            let _ = writeln!(listing, "{number:>width$}  {text}");
        }
    }
    Ok(EntryAnswer::Text(listing))
}

pub(in crate::repl) fn undo(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    let mut transcript = desk.transcript.clone();
    let count = transcript.entries().len();
    let number = if argument.is_empty() { Ok(count) } else { argument.parse::<usize>() };
    let Some(at) = number.ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < count) else {
        let message = match count {
            0 => "nothing was entered".into(),
            _ => format!("there is no entry {argument}"),
        };
        return Err(Error::misused(message, "`:list` numbers the entries"));
    };
    let taken = transcript.entries_mut().remove(at);
    desk.rebuild(&transcript)?;
    let first = taken.text.lines().next().unwrap_or_default().to_owned();
    Ok(EntryAnswer::Text(format!("taken back: {first}\n")))
}

pub(in crate::repl) fn reset(desk: &mut ReplState, _: &str) -> Result<EntryAnswer, Error> {
    desk.running.overrides.clear();
    desk.strategy = None;
    desk.rebuild(&desk.beginning.clone())?;
    Ok(EntryAnswer::Text("everything that was entered is forgotten\n".into()))
}

#[cfg(test)]
mod tests {
    use crate::repl::samples::{answer_to, desk};

    #[test]
    fn an_entry_is_taken_back() {
        let mut desk = desk(&["let a = 1;", "a += 1;", "a += 10;"]);
        assert_eq!(answer_to(&mut desk, ":undo 2"), Ok("taken back: a += 1;".into()));
        assert_eq!(answer_to(&mut desk, "a"), Ok("11".into()));
        assert_eq!(answer_to(&mut desk, ":undo 9"), Err("there is no entry 9".into()));
        assert!(answer_to(&mut desk, ":undo 1").is_err(), "what is left needs `a`");
        assert_eq!(answer_to(&mut desk, "a"), Ok("11".into()));
    }

    #[test]
    fn a_parameter_is_set_for_what_was_entered() {
        let mut desk = desk(&["let n = param(\"n\", 1, \"\");", "let twice = 2 * n;"]);
        assert_eq!(answer_to(&mut desk, ":set n=5"), Ok("n = 5".into()));
        assert_eq!(answer_to(&mut desk, "twice"), Ok("10".into()));
        assert!(answer_to(&mut desk, ":set n=x").unwrap_err().contains("expected a whole number"));
        assert_eq!(answer_to(&mut desk, ":set m=1"), Err("no parameter `m`".into()));
        assert_eq!(answer_to(&mut desk, "twice"), Ok("10".into()));
    }

    #[test]
    fn a_session_begins_anew_with_what_it_began_with() {
        let mut desk = desk(&["fn own() { 7 }"]);
        desk.beginning = desk.transcript.clone();
        answer_to(&mut desk, "let a = own();").unwrap();
        answer_to(&mut desk, ":reset").unwrap();
        assert_eq!(answer_to(&mut desk, "own()"), Ok("7".into()));
        assert!(answer_to(&mut desk, "a").is_err());
    }
}
