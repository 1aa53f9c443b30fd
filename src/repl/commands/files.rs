//! Commands that read and write scripts.

use crate::error::Error;
use crate::plural::pluralize;
use crate::repl::command::FileArgument;
use crate::repl::repl_state::{EntryAnswer, ReplState};
use crate::repl::transcript::TranscriptEntry;
use crate::save::{demand_replaceable, write_atomically};
use crate::session::ScriptFile;
use crate::strategy::ParamInput;
use std::path::Path;

pub(in crate::repl) fn load(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    let path = (desk.locate_script)(Path::new(argument))?;
    let script = ScriptFile::open(&path)?;
    if desk.transcript.entries().is_empty() {
        desk.begin_with(script.name(), &path)?;
    }
    let value = desk.enter_code(&script.text, Some(&path))?;
    match desk.show_value(&value)? {
        EntryAnswer::Nothing => {
            let lines = pluralize(script.text.lines().count(), "line");
            Ok(EntryAnswer::Text(format!("entered {lines} of {}\n", path.display())))
        }
        answer => Ok(answer),
    }
}

pub(in crate::repl) fn reload(desk: &mut ReplState, _: &str) -> Result<EntryAnswer, Error> {
    let mut transcript = desk.transcript.clone();
    let mut read = vec![];
    for piece in transcript.entries_mut() {
        if let Some(path) = piece.file.clone() {
            *piece = TranscriptEntry::new(&ScriptFile::open(&path)?.text, Some(&path));
            read.push(path.display().to_string());
        }
    }
    desk.rebuild(&transcript)?;
    let read = if read.is_empty() { "nothing was loaded".into() } else { read.join(", ") };
    let count = desk.transcript.entries().len();
    let entries = if count == 1 { "entry" } else { "entries" };
    Ok(EntryAnswer::Text(format!("read again: {read}; {count} {entries} run again\n")))
}

pub(in crate::repl) fn save(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    let file = FileArgument::parse(argument);
    let mut path = Path::new(file.name).to_path_buf();
    if path.extension().is_none() {
        path.set_extension("rhai");
    }
    let shown = path.display().to_string();
    if file.name.is_empty() {
        return Err(Error::misused("`:save!` wants to know FILE", "name the file to write over"));
    }
    file.demand_free(&path, "save")?;
    let text = desk.transcript.text();
    if text.is_empty() {
        return Err(Error::Usage { message: "nothing was entered".into(), help: None });
    }
    // Over the script that was read, whoever changed it here means to save it.
    if path.extension().is_none_or(|extension| extension != "rhai") {
        demand_replaceable(&path)?;
    }
    write_atomically(&path, |out| Ok(out.write_all(text.as_bytes())?))?;
    let written = format!("{} in {shown}\n", pluralize(text.lines().count(), "line"));
    let set = desk.running.overrides.iter();
    let set: Vec<String> = set.map(|(name, value)| set_option(name, value)).collect();
    let defaults = match set[..] {
        [] => String::new(),
        _ => format!("parameters have their defaults there; as here with `{}`\n", set.join(" ")),
    };
    Ok(EntryAnswer::Text(written + defaults.as_str()))
}

/// `--set NAME=VALUE` as a shell takes it.
fn set_option(name: &str, value: &ParamInput) -> String {
    let assignment = format!("{name}={value}");
    let is_plain = |c: char| c.is_alphanumeric() || "_-=.,:/".contains(c);
    if assignment.chars().all(is_plain) {
        return format!("--set {assignment}");
    }
    format!("--set '{}'", assignment.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repl::samples::{answer_to, desk_in};

    #[test]
    fn scripts_are_loaded_edited_and_loaded_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.rhai");
        std::fs::write(&path, "import \"m\" as m;\nlet a = m::one();\n").unwrap();
        std::fs::write(folder.path().join("m.rhai"), "fn one() { 1 }").unwrap();
        let mut desk = desk_in(Path::new("."));
        let loaded = answer_to(&mut desk, &format!(":load {}", path.display())).unwrap();
        assert!(loaded.starts_with("entered 2 lines of "), "{loaded}");
        answer_to(&mut desk, "let b = a + 1;").unwrap();
        std::fs::write(folder.path().join("m.rhai"), "fn one() { 10 }").unwrap();
        answer_to(&mut desk, ":reload").unwrap();
        assert_eq!(answer_to(&mut desk, "b"), Ok("11".into()));
        std::fs::write(&path, "let a = ;").unwrap();
        assert!(answer_to(&mut desk, ":reload").is_err());
        assert_eq!(answer_to(&mut desk, "b"), Ok("11".into()));
    }

    #[test]
    fn what_was_set_is_said_where_it_is_not_saved() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = desk_in(Path::new("."));
        answer_to(&mut desk, "let n = param(\"n\", 1, \"\");").unwrap();
        answer_to(&mut desk, ":set n=5").unwrap();
        let saved = answer_to(&mut desk, &format!(":save {}", folder.path().join("s").display()));
        assert!(saved.unwrap().contains("as here with `--set n=5`"));
    }
}
