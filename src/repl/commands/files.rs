//! Commands that read and write scripts.

use crate::error::Error;
use crate::repl::desk::{Answer, Desk};
use crate::repl::transcript::Piece;
use crate::save::atomically;
use crate::session::ScriptFile;
use std::path::Path;

pub(in crate::repl) fn load(desk: &mut Desk, argument: &str) -> Result<Answer, Error> {
    let path = (desk.find)(Path::new(argument))?;
    let script = ScriptFile::open(&path)?;
    if desk.transcript.pieces().is_empty() {
        desk.begin_with(script.name(), &path)?;
    }
    let value = desk.code(&script.text, Some(&path))?;
    desk.shown(&value)
}

pub(in crate::repl) fn reload(desk: &mut Desk, _: &str) -> Result<Answer, Error> {
    let mut transcript = desk.transcript.clone();
    let mut read = vec![];
    for piece in transcript.pieces_mut() {
        if let Some(path) = piece.file.clone() {
            *piece = Piece::new(&ScriptFile::open(&path)?.text, Some(&path));
            read.push(path.display().to_string());
        }
    }
    desk.rebuild(&transcript)?;
    let read = if read.is_empty() { "nothing was loaded".into() } else { read.join(", ") };
    let count = desk.transcript.pieces().len();
    let entries = if count == 1 { "entry" } else { "entries" };
    Ok(Answer::Text(format!("read again: {read}; {count} {entries} run again\n")))
}

pub(in crate::repl) fn save(desk: &mut Desk, argument: &str) -> Result<Answer, Error> {
    let (is_forced, name) = match argument.strip_prefix('!') {
        Some(name) => (true, name.trim()),
        None => (false, argument),
    };
    let mut path = Path::new(name).to_path_buf();
    if path.extension().is_none() {
        path.set_extension("rhai");
    }
    let shown = path.display().to_string();
    if name.is_empty() {
        return Err(Error::Usage {
            message: "`:save!` wants to know FILE".into(),
            help: Some("name the file to write over".into()),
        });
    }
    if path.exists() && !is_forced {
        return Err(Error::Usage {
            message: format!("{shown} is there already"),
            help: Some(format!("`:save! {shown}` writes over it")),
        });
    }
    let text = desk.transcript.text();
    if text.is_empty() {
        return Err(Error::Usage { message: "nothing was entered".into(), help: None });
    }
    atomically(&path, |out| Ok(out.write_all(text.as_bytes())?))?;
    let lines = text.lines().count();
    Ok(Answer::Text(format!("{lines} {} in {shown}\n", if lines == 1 { "line" } else { "lines" })))
}
