//! `:help`: what there is, from the same tables that scripts are checked against.

use super::command::{COMMANDS, CommandRow, find};
use super::desk::{Answer, Desk};
use crate::error::Error;
use crate::nearest::did_you_mean;
use crate::reference::{self, Entry, Kind};
use std::fmt::Write;

pub(super) fn run(_: &mut Desk, argument: &str) -> Result<Answer, Error> {
    let name = argument.trim().trim_end_matches("()");
    if name.is_empty() {
        return Ok(Answer::Text(overview()));
    }
    if let Some(command) = name.strip_prefix(':').and_then(find) {
        return Ok(Answer::Text(of_command(command)));
    }
    let bare = name.rsplit('.').next().unwrap_or(name);
    let entries: Vec<&Entry> = reference::find(bare).collect();
    if !entries.is_empty() {
        let own = entries.iter().any(|entry| entry.kind != Kind::Standard);
        let shown = entries.into_iter().map(|entry| of_entry(entry, own));
        return Ok(Answer::Text(shown.collect::<Vec<_>>().join("\n")));
    }
    if let Some(topic) = reference::topics().into_iter().find(|topic| *topic == name) {
        return Ok(Answer::Text(of_topic(topic)));
    }
    if let Some(command) = find(name) {
        return Ok(Answer::Text(of_command(command)));
    }
    let names = reference::entries().iter().map(|entry| entry.name.as_str());
    let known = names.chain(reference::topics());
    Err(Error::Usage {
        message: format!("nothing is called `{name}`"),
        help: Some(did_you_mean(name, known, "a name")),
    })
}

fn overview() -> String {
    let mut said = String::from("Commands\n");
    let forms: Vec<String> = COMMANDS.iter().map(CommandRow::form).collect();
    let width = forms.iter().map(String::len).max().unwrap_or(0);
    for (form, command) in forms.iter().zip(COMMANDS) {
        let _ = writeln!(said, "  {form:width$}  {}", command.meaning);
    }
    said.push_str("\nTopics, for `:help TOPIC`\n");
    for topic in reference::topics() {
        let _ = writeln!(said, "  {topic}");
    }
    said.push_str("\nAnything else is a script, such as `pending.count_by(\"account\")`.\n");
    said.push_str("Tab completes, `it` is the last value, Ctrl-C stops, Ctrl-D ends.\n");
    said
}

fn of_command(command: &CommandRow) -> String {
    format!("{}\n  {}\n", command.form(), command.meaning)
}

/// An entry with its example; beside `own` ones, those of Rhai itself are said in short.
fn of_entry(entry: &Entry, own: bool) -> String {
    let mut said = format!("{}\n  {}\n", entry.signature, entry.doc);
    let example = entry.example.iter().filter(|_| !own || entry.kind != Kind::Standard);
    for line in example.flat_map(|example| example.lines()) {
        let _ = writeln!(said, "    {line}");
    }
    said
}

fn of_topic(topic: &str) -> String {
    let entries = reference::entries().iter().filter(|entry| entry.topic == topic);
    let mut said = String::new();
    for entry in entries {
        let _ = writeln!(said, "{}\n  {}", entry.signature, entry.doc);
    }
    said
}
