//! `:help`: what there is, from the same tables that scripts are checked against.

use super::command::{COMMANDS, CommandRow, find};
use super::repl_state::{EntryAnswer, ReplState};
use crate::error::Error;
use crate::nearest::did_you_mean;
use crate::output::{Style, wrap_indented};
use crate::reference::{self, ReferenceEntry, ReferenceKind};
use std::fmt::Write;

pub(super) fn run(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    let style = desk.view.style();
    let name = argument.trim().trim_end_matches("()");
    if name.is_empty() {
        return Ok(EntryAnswer::Text(overview(&style)));
    }
    if let Some(command) = name.strip_prefix(':').and_then(find) {
        return Ok(EntryAnswer::Text(of_command(command, &style)));
    }
    let bare = name.rsplit('.').next().unwrap_or(name);
    let entries: Vec<&ReferenceEntry> = reference::find(bare).collect();
    if !entries.is_empty() {
        let has_project_entries =
            entries.iter().any(|entry| entry.kind != ReferenceKind::RhaiBuiltIn);
        let shown = entries.into_iter().map(|entry| of_entry(entry, has_project_entries, &style));
        return Ok(EntryAnswer::Text(shown.collect::<Vec<_>>().join("\n")));
    }
    let topics = topics(name);
    if !topics.is_empty() {
        let shown = topics.into_iter().map(|topic| of_topic(topic, &style));
        return Ok(EntryAnswer::Text(shown.collect::<Vec<_>>().join("\n")));
    }
    if let Some(command) = find(name) {
        return Ok(EntryAnswer::Text(of_command(command, &style)));
    }
    let names = reference::entries().iter().map(|entry| entry.name.as_str());
    let known = names.chain(reference::topics());
    Err(Error::misused(format!("nothing is called `{name}`"), did_you_mean(name, known, "a name")))
}

fn overview(style: &Style) -> String {
    let mut help = String::from("Commands\n");
    let forms: Vec<String> = COMMANDS.iter().map(CommandRow::form).collect();
    let width = forms.iter().map(String::len).max().unwrap_or(0);
    for (form, command) in forms.iter().zip(COMMANDS) {
        let meaning = wrap_indented(command.meaning, width + 4, style);
        let _ = writeln!(help, "  {form:width$}  {}", meaning.trim());
    }
    help.push_str("\nTopics, for `:help TOPIC`\n");
    for topic in reference::topics() {
        let _ = writeln!(help, "  {topic}");
    }
    help.push_str("\nAnything else is a script, such as `pending.count_by(\"account\")`.\n");
    help.push_str("Tab completes, `it` is the last value, Ctrl-C stops, Ctrl-D ends.\n");
    help
}

fn of_command(command: &CommandRow, style: &Style) -> String {
    format!("{}\n{}", command.form(), wrap_indented(command.meaning, 2, style))
}

/// An entry with its example; beside `own` ones, those of Rhai itself are said in short.
fn of_entry(entry: &ReferenceEntry, hide_standard_examples: bool, style: &Style) -> String {
    let mut help = format!("{}\n{}", entry.signature, wrap_indented(&entry.doc, 2, style));
    let example = entry
        .example
        .iter()
        .filter(|_| !hide_standard_examples || entry.kind != ReferenceKind::RhaiBuiltIn);
    for line in example.flat_map(|example| example.lines()) {
        let _ = writeln!(help, "    {line}");
    }
    help
}

/// The topic of that name, else all that have the word in theirs: `questions`, `frame`.
fn topics(name: &str) -> Vec<&'static str> {
    let topics = reference::topics();
    if let Some(topic) = topics.iter().find(|topic| **topic == name) {
        return vec![topic];
    }
    let is_meant = |word: &str| word == name || word.strip_suffix('s') == Some(name);
    topics.into_iter().filter(|topic| topic.split(' ').any(is_meant)).collect()
}

fn of_topic(topic: &str, style: &Style) -> String {
    let entries = reference::entries().iter().filter(|entry| entry.topic == topic);
    let mut help = format!("{topic}\n");
    for entry in entries {
        let _ = write!(help, "{}\n{}", entry.signature, wrap_indented(&entry.doc, 2, style));
    }
    help
}

#[cfg(test)]
mod tests {
    use crate::repl::samples::{answer_to, desk};

    #[test]
    fn everything_of_the_reference_has_its_help() {
        let mut desk = desk(&[]);
        for entry in crate::reference::entries() {
            let help = answer_to(&mut desk, &format!(":help {}", entry.name)).unwrap();
            assert!(help.contains(&entry.signature), "{}", entry.name);
        }
        for topic in crate::reference::topics() {
            assert!(answer_to(&mut desk, &format!(":help {topic}")).is_ok(), "{topic}");
        }
        assert!(answer_to(&mut desk, ":help questions").unwrap().contains("ready questions"));
        assert!(answer_to(&mut desk, ":help filtr").unwrap_err().contains("nothing is called"));
    }
}
