//! Completion by what is known at the cursor: variables, columns of the frame in question, methods
//! of the type before the dot, commands, paths. Nothing here computes a row.

use super::command::{ArgumentKind, COMMANDS, find};
use super::cursor::{CursorContext, cursor_context};
use super::cursor_types::CompletionScope;
use super::paths;
use super::repl_state::ReplState;
use crate::output::{Format, NamedFormat};
use crate::reference;
use crate::screen::escaped_line;

/// What could stand at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The byte at which what they replace begins.
    pub start: usize,
    pub candidates: Vec<String>,
}

/// What could stand at the end of a text.
pub fn complete(desk: &ReplState, text: &str) -> Completion {
    if let Some(line) = text.strip_prefix(':') {
        return command(desk, line, text);
    }
    match cursor_context(text) {
        CursorContext::Member { receiver, start, calls } => {
            with_prefix(text, start, CompletionScope::new(desk, &calls).members(receiver))
        }
        CursorContext::Quoted { start, calls } => {
            // A key that is sorted the other way round has a minus before it.
            let start = start + usize::from(text[start..].starts_with('-'));
            let columns = CompletionScope::new(desk, &calls).nameable_columns().unwrap_or_default();
            let names = columns.iter_names().map(|name| name.as_str().to_owned()).collect();
            with_prefix(text, start, names)
        }
        CursorContext::Module { name, start } => {
            with_prefix(text, start, desk.module_functions(name))
        }
        CursorContext::Word { start, calls } => {
            with_prefix(text, start, CompletionScope::new(desk, &calls).standalone_names())
        }
    }
}

/// Those that go on from what is typed since `start`.
fn with_prefix(text: &str, start: usize, mut names: Vec<String>) -> Completion {
    let typed = &text[start..];
    // What cannot be shown as it is cannot be offered either: the line editor writes by itself.
    names.retain(|name| name.starts_with(typed) && escaped_line(name) == *name);
    names.sort();
    names.dedup();
    Completion { start, candidates: names }
}

fn command(desk: &ReplState, line: &str, text: &str) -> Completion {
    let Some((name, argument)) = line.split_once(' ') else {
        let names = COMMANDS.iter().map(|row| {
            let space = if row.argument_kind == ArgumentKind::Nothing { "" } else { " " };
            format!("{}{space}", row.name)
        });
        return with_prefix(text, 1, names.collect());
    };
    let argument = argument.trim_start();
    let start = text.len() - argument.len();
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let takes =
        find(name.trim_end_matches('!')).map_or(ArgumentKind::Nothing, |row| row.argument_kind);
    let names: Vec<String> = match takes {
        ArgumentKind::Nothing | ArgumentKind::Anything => vec![],
        ArgumentKind::Script => paths::paths_with_prefix(argument, Some("rhai")),
        ArgumentKind::File => paths::paths_with_prefix(argument, None),
        ArgumentKind::Format => {
            Format::variants().into_iter().map(|format| format.name().to_owned()).collect()
        }
        ArgumentKind::Switch => owned(&["on", "off"]),
        ArgumentKind::Parameter => {
            desk.live.strategy().params.keys().map(|name| format!("{name}=")).collect()
        }
        ArgumentKind::Name => {
            let entries = reference::entries().iter().map(|entry| entry.name.clone());
            entries.chain(reference::topics().into_iter().map(str::to_owned)).collect()
        }
        ArgumentKind::Expression => {
            let inner = complete(desk, argument);
            return Completion { start: start + inner.start, candidates: inner.candidates };
        }
    };
    with_prefix(text, start, names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repl::samples::{desk, desk_in};

    /// What a text goes on to: what is typed stays, and each candidate takes its place.
    fn completed(desk: &ReplState, text: &str) -> Vec<String> {
        let completion = complete(desk, text);
        let before = &text[..completion.start];
        completion.candidates.into_iter().map(|candidate| format!("{before}{candidate}")).collect()
    }

    fn offers(text: &str, wanted: &[&str], unwanted: &[&str]) {
        let desk = desk(&[
            "let stale = param(\"stale_days\", 90, \"days\");",
            "column(\"old\", |i| i.age_days > 300);",
            "let grouped = pending.group_by(\"account\").agg(#{ most: max(\"age_days\") });",
            "let word = \"a text\";",
            "fn twice(x) { 2 * x }",
        ]);
        let offered = completed(&desk, text);
        for one in wanted {
            assert!(offered.contains(&(*one).to_owned()), "`{text}` lacks `{one}` in {offered:?}");
        }
        for one in unwanted {
            assert!(!offered.contains(&(*one).to_owned()), "`{text}` offers `{one}`");
        }
    }

    #[test]
    fn in_a_formula_values_have_its_methods() {
        let text = "pending.filter(|i| i.company.";
        offers(
            text,
            &["pending.filter(|i| i.company.contains("],
            &["pending.filter(|i| i.company.crop("],
        );
        let row = "pending.map_rows(\"x\", |i| i.company.";
        offers(row, &["pending.map_rows(\"x\", |i| i.company.crop("], &[]);
        let tag = "keep(\"a\", |i| i.tags.any(|t| t.";
        offers(
            tag,
            &["keep(\"a\", |i| i.tags.any(|t| t.starts_with("],
            &["keep(\"a\", |i| i.tags.any(|t| t.count_by("],
        );
    }

    #[test]
    fn questions_name_columns() {
        offers("acceptance(\"acc", &["acceptance(\"account"], &[]);
        offers("by_month(\"sent", &["by_month(\"sent_at"], &[]);
        offers("sum(\"age", &["sum(\"age_days"], &[]);
    }

    #[test]
    fn names_of_all_kinds() {
        offers("pen", &["pending"], &["penalty"]);
        offers("1 + sta", &["1 + stale"], &[]);
        offers("twi", &["twice("], &[]);
        offers("with", &["withdraw("], &["with("]);
        offers("le", &["let"], &[]);
        offers("des", &[], &["describe()"]);
        offers("keep(\"x\", |inv| in", &["keep(\"x\", |inv| inv"], &[]);
    }

    #[test]
    fn methods_of_what_stands_before_the_dot() {
        offers("pending.fi", &["pending.filter("], &["pending.first()"]);
        offers("pending.head(3).le", &["pending.head(3).len()"], &[]);
        offers("word.to_u", &["word.to_upper()"], &["word.to_int()"]);
        offers("grouped.sort", &["grouped.sort_by("], &[]);
        offers("col(\"a\").me", &["col(\"a\").mean()"], &[]);
        offers("limits.pend", &["limits.pending_cap"], &[]);
        offers("pending.group_by(\"account\").", &["pending.group_by(\"account\").agg("], &[]);
        offers("nobody_knows.", &[], &["nobody_knows.len()"]);
    }

    #[test]
    fn columns_of_the_frame_in_question() {
        let before = "pending.filter(|i| i.";
        offers(&format!("{before}age"), &["pending.filter(|i| i.age_days"], &[]);
        offers(&format!("{before}deal"), &["pending.filter(|i| i.deal_size"], &[]);
        // Declared columns are the rules', not the frames'.
        offers(&format!("{before}ol"), &[], &["pending.filter(|i| i.old"]);
        offers("keep(\"x\", |i| i.ol", &["keep(\"x\", |i| i.old"], &[]);
        offers("grouped.filter(|row| row.m", &["grouped.filter(|row| row.most"], &[]);
        offers("grouped.filter(|row| row.age", &[], &["grouped.filter(|row| row.age_days"]);
        offers("grouped.sort_by([\"-mo", &["grouped.sort_by([\"-most"], &[]);
        offers("pending.filter(col(\"age", &["pending.filter(col(\"age_days"], &[]);
        offers("col(\"ag", &["col(\"age_days"], &[]);
        offers(
            "pending.group_by(\"account\").agg(#{ a: sum(\"message",
            &["pending.group_by(\"account\").agg(#{ a: sum(\"messages"],
            &[],
        );
        offers("withdraw(\"age", &[], &["withdraw(\"age_days"]);
        offers(
            "pending.filter(|i| i.name.contains(\"na",
            &[],
            &["pending.filter(|i| i.name.contains(\"name"],
        );
    }

    #[test]
    fn methods_of_a_columns_type() {
        offers("keep(\"x\", |i| i.name.to_l", &["keep(\"x\", |i| i.name.to_lower()"], &[]);
        offers(
            "keep(\"x\", |i| i.name.to_lower().sta",
            &["keep(\"x\", |i| i.name.to_lower().starts_with("],
            &[],
        );
        offers("keep(\"x\", |i| i.count", &["keep(\"x\", |i| i.count_by("], &[]);
    }

    #[test]
    fn commands_and_what_they_take() {
        offers(":pl", &[":plan "], &[]);
        offers(":format js", &[":format json"], &[]);
        offers(":time o", &[":time on", ":time off"], &[]);
        offers(":set st", &[":set stale_days="], &[]);
        offers(":help with", &[":help withdraw"], &[]);
        offers(":explain pending.fil", &[":explain pending.filter("], &[]);
        offers(":quit x", &[], &[]);
    }

    #[test]
    fn functions_of_a_module() {
        let folder = tempfile::tempdir().unwrap();
        let module = "fn stale(i) { i.age_days > 90 } private fn hidden() { 1 }";
        std::fs::write(folder.path().join("common.rhai"), module).unwrap();
        let mut desk = desk_in(folder.path());
        desk.enter("import \"common\" as common;").unwrap();
        assert_eq!(completed(&desk, "common::"), ["common::stale("]);
    }

    #[test]
    fn every_beginning_of_a_script_is_looked_at_without_harm() {
        let desk = desk(&[]);
        let script =
            "let a = [1, #{ b: \"c\" }]; pending.filter(|i| i?.x[`y${z}`] || a::b(|| 1)).k";
        for end in (0..=script.len()).filter(|end| script.is_char_boundary(*end)) {
            let completion = complete(&desk, &script[..end]);
            assert!(completion.start <= end);
        }
    }
}
