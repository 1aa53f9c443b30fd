//! Completion by what is known at the cursor: variables, columns of the frame in question, methods
//! of the type before the dot, commands, paths. Nothing here computes a row.

use super::command::{COMMANDS, Takes, find};
use super::cursor::{Call, Spot, spot};
use super::desk::Desk;
use super::paths;
use crate::output::Format;
use crate::reference::{self, Entry, Kind};
use crate::script::function::Receiver;
use crate::script::sandbox::Bounds;
use crate::script::{convert, frame};
use crate::session::Running;
use crate::strategy::VERBS;
use polars::prelude::SchemaRef;
use rhai::{Dynamic, Map};

/// The words of the language that begin or go on with a statement.
const KEYWORDS: [&str; 15] = [
    "let", "const", "fn", "if", "else", "switch", "for", "in", "while", "loop", "return", "import",
    "as", "true", "false",
];

/// What could stand at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The byte at which what they replace begins.
    pub start: usize,
    /// What could stand there.
    pub candidates: Vec<String>,
}

/// What could stand at the end of a text.
pub fn complete(desk: &Desk, text: &str) -> Completion {
    if let Some(line) = text.strip_prefix(':') {
        return command(desk, line, text);
    }
    match spot(text) {
        Spot::Member { receiver, start, calls } => {
            of_prefix(text, start, desk.members(receiver, &calls))
        }
        Spot::Quoted { start, calls } => {
            // A key that is sorted the other way round has a minus before it.
            let start = start + usize::from(text[start..].starts_with('-'));
            let columns = desk.quoted(&calls).unwrap_or_default();
            let names = columns.iter_names().map(|name| name.as_str().to_owned()).collect();
            of_prefix(text, start, names)
        }
        Spot::Module { name, start } => of_prefix(text, start, desk.exported(name)),
        Spot::Word { start, calls } => of_prefix(text, start, desk.words(&calls)),
    }
}

/// Those that go on from what is typed since `start`.
fn of_prefix(text: &str, start: usize, mut names: Vec<String>) -> Completion {
    let typed = &text[start..];
    names.retain(|name| name.starts_with(typed));
    names.sort();
    names.dedup();
    Completion { start, candidates: names }
}

fn command(desk: &Desk, line: &str, text: &str) -> Completion {
    let Some((name, argument)) = line.split_once(' ') else {
        let names = COMMANDS.iter().map(|row| {
            let space = if row.takes == Takes::Nothing { "" } else { " " };
            format!("{}{space}", row.name)
        });
        return of_prefix(text, 1, names.collect());
    };
    let argument = argument.trim_start();
    let start = text.len() - argument.len();
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let takes = find(name.trim_end_matches('!')).map_or(Takes::Nothing, |row| row.takes);
    let names: Vec<String> = match takes {
        Takes::Nothing | Takes::Anything => vec![],
        Takes::Script => paths::beginning(argument, Some("rhai")),
        Takes::File => paths::beginning(argument, None),
        Takes::Format => Format::all().iter().map(|format| format.name().to_owned()).collect(),
        Takes::Switch => owned(&["on", "off"]),
        Takes::Parameter => {
            desk.live.strategy().params.keys().map(|name| format!("{name}=")).collect()
        }
        Takes::Name => {
            let entries = reference::entries().iter().map(|entry| entry.name.clone());
            entries.chain(reference::topics().into_iter().map(str::to_owned)).collect()
        }
        Takes::Expression => {
            let inner = complete(desk, argument);
            return Completion { start: start + inner.start, candidates: inner.candidates };
        }
    };
    of_prefix(text, start, names)
}

impl Desk {
    /// What the value of an expression is, before a dot.
    pub(super) fn receiver(&self, expression: &str, calls: &[Call]) -> Option<Receiver> {
        if calls.iter().any(|call| call.parameters.contains(&expression)) {
            return Some(Receiver::Invitation);
        }
        Receiver::of(&self.value(expression, calls)?)
    }

    /// What can stand behind the dot of an expression.
    fn members(&self, expression: &str, calls: &[Call]) -> Vec<String> {
        if let Some(at) = calls.iter().position(|call| call.parameters.contains(&expression)) {
            let columns = self.of_closure(calls, at).unwrap_or_default();
            let names = columns.iter_names().map(|name| name.as_str().to_owned());
            let windows = reference::of(Some(Receiver::Invitation));
            let windows = windows.filter(|entry| entry.kind == Kind::Window).map(written);
            return names.chain(windows).collect();
        }
        let Some(value) = self.value(expression, calls) else { return vec![] };
        let keys = value.as_map_ref().map(|map| map.keys().map(ToString::to_string).collect());
        let keys: Vec<String> = keys.unwrap_or_default();
        let Some(of) = Receiver::of(&value) else { return keys };
        keys.into_iter().chain(reference::of(Some(of)).map(written)).collect()
    }

    /// What an expression comes to, where every closure's parameter is a row of its frame.
    fn value(&self, expression: &str, calls: &[Call]) -> Option<Dynamic> {
        let mut further = vec![];
        for (at, call) in calls.iter().enumerate() {
            if let Some(columns) =
                self.of_closure(calls, at).filter(|_| !call.parameters.is_empty())
            {
                let row = Dynamic::from_map(sample(&columns));
                further.extend(call.parameters.iter().map(|own| ((*own).to_owned(), row.clone())));
            }
        }
        let bounds = Bounds { time: self.glimpse_time, ..Bounds::default() };
        self.glimpse(expression, further, &Running::silent(bounds))
    }

    /// The columns of the row that the parameters of the closure in this call stand for.
    fn of_closure(&self, calls: &[Call], at: usize) -> Option<SchemaRef> {
        let outer = calls.get(at + 1..).unwrap_or_default();
        match calls.get(at)? {
            Call { receiver: Some(receiver), .. } => {
                frame::columns_of(&self.value(receiver, outer)?)
            }
            // An aggregate or a map within a frame's method speaks of that frame.
            call if !is_verb(call.name) && !outer.is_empty() => self.of_closure(calls, at + 1),
            _ => Some(self.live.columns()),
        }
    }

    /// The columns that a text in these calls can name.
    fn quoted(&self, calls: &[Call]) -> Option<SchemaRef> {
        let frame = calls.iter().position(|call| call.receiver.is_some());
        match frame {
            Some(at) => self.of_closure(calls, at),
            // Only expressions and aggregates name columns by themselves.
            None => {
                let own = calls.iter().find(|call| !call.name.is_empty())?;
                let names_one = reference::find(own.name)
                    .any(|entry| entry.receiver.is_none() && entry.signature.contains("(column"));
                (names_one || own.name == "col").then(|| self.live.columns())
            }
        }
    }

    /// What can stand by itself.
    fn words(&self, calls: &[Call]) -> Vec<String> {
        let variables = self.live.variables();
        let variables = variables.iter().map(|(name, _)| (*name).to_owned());
        let functions = self.live.functions().into_iter().map(|(name, parameters)| {
            format!("{name}{}", if parameters == 0 { "()" } else { "(" })
        });
        let parameters = calls.iter().flat_map(|call| &call.parameters);
        let parameters = parameters.map(|name| (*name).to_owned());
        let known = reference::of(None).filter(|entry| entry.kind != Kind::Name).map(written);
        let keywords = KEYWORDS.iter().map(|word| (*word).to_owned());
        variables.chain(functions).chain(parameters).chain(known).chain(keywords).collect()
    }
}

fn is_verb(name: &str) -> bool {
    VERBS.iter().any(|row| row.name == name)
}

/// An entry as it is typed, up to where its arguments begin.
fn written(entry: &Entry) -> String {
    let signature = entry.signature.split(':').next().unwrap_or_default();
    let brackets = match signature.split_once('(') {
        None => "",
        Some((_, ")")) => "()",
        Some(_) => "(",
    };
    format!("{}{brackets}", entry.name)
}

/// A row of a frame with these columns: of each type a value.
fn sample(columns: &SchemaRef) -> Map {
    let cells = columns.iter().map(|(name, dtype)| (name.as_str().into(), convert::sample(dtype)));
    cells.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repl::samples::{desk, desk_in};

    /// What a text goes on to: what is typed stays, and each candidate takes its place.
    fn completed(desk: &Desk, text: &str) -> Vec<String> {
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
