//! What is known at the cursor: of which type a value is, which columns a closure's row has, which
//! names can stand there. Nothing here computes a row of the data.

use super::cursor::OpenCall;
use super::repl_state::ReplState;
use crate::deadline::Bounds;
use crate::reference::{self, ReferenceEntry, ReferenceKind};
use crate::script::function::Receiver;
use crate::script::{convert, frame};
use crate::session::RunOptions;
use crate::strategy::VERBS;
use polars::prelude::SchemaRef;
use rhai::{Dynamic, Map};

/// The words of the language that begin or go on with a statement.
const KEYWORDS: [&str; 15] = [
    "let", "const", "fn", "if", "else", "switch", "for", "in", "while", "loop", "return", "import",
    "as", "true", "false",
];

/// The method whose closure is called row by row: it has all methods of values.
const BY_ROW: &str = "map_rows";

/// What parameters that take a column's name are called.
const NAMING: [&str; 5] = ["column", "columns", "by", "of", "dates"];

/// The calls that are open around a place, the innermost first, in what was entered before.
#[derive(Clone, Copy)]
pub(super) struct CompletionScope<'a> {
    desk: &'a ReplState,
    calls: &'a [OpenCall<'a>],
}

impl<'a> CompletionScope<'a> {
    pub(super) fn new(desk: &'a ReplState, calls: &'a [OpenCall<'a>]) -> Self {
        Self { desk, calls }
    }

    /// What is around this call.
    fn around(self, at: usize) -> Self {
        Self { calls: self.calls.get(at + 1..).unwrap_or_default(), ..self }
    }

    /// What the value of an expression is, before a dot.
    pub(super) fn receiver(self, expression: &str) -> Option<Receiver> {
        if self.calls.iter().any(|call| call.parameters.contains(&expression)) {
            return Some(Receiver::Invitation);
        }
        Receiver::from_value(&self.sample_value(expression)?)
    }

    /// What can stand behind the dot of an expression.
    pub(super) fn members(self, expression: &str) -> Vec<String> {
        let call = self.calls.iter().position(|call| call.parameters.contains(&expression));
        if let Some(columns) = call.and_then(|at| self.closure_columns(at)) {
            let names = columns.iter_names().map(|name| name.as_str().to_owned());
            let windows = reference::entries_of(Some(Receiver::Invitation));
            let windows =
                windows.filter(|entry| entry.kind == ReferenceKind::Window).map(completion_text);
            return names.chain(windows).collect();
        }
        let Some(value) = self.sample_value(expression) else { return vec![] };
        let keys = value.as_map_ref().map(|map| map.keys().map(ToString::to_string).collect());
        let keys: Vec<String> = keys.unwrap_or_default();
        let Some(receiver) = Receiver::from_value(&value) else { return keys };
        let in_formula = self.is_of_row(expression);
        let methods = reference::entries_of(Some(receiver));
        let methods = methods.filter(|entry| !in_formula || entry.kind == ReferenceKind::Method);
        keys.into_iter().chain(methods.map(completion_text)).collect()
    }

    /// Whether an expression asks something of a formula's row, which has methods of its own.
    fn is_of_row(self, expression: &str) -> bool {
        let first = expression.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next();
        let bound = |call: &OpenCall| first.is_some_and(|first| call.parameters.contains(&first));
        self.calls.iter().any(bound)
            && (0..self.calls.len()).any(|at| {
                !self.calls[at].parameters.is_empty()
                    && self.calls[at].name != BY_ROW
                    && self.closure_columns(at).is_some()
            })
    }

    /// What an expression comes to, where every closure's parameter is a row of its frame.
    fn sample_value(self, expression: &str) -> Option<Dynamic> {
        let mut further = vec![];
        for (at, call) in self.calls.iter().enumerate() {
            if !call.parameters.is_empty()
                && let Some(element) = self.sample_argument(at)
            {
                let parameters = call
                    .parameters
                    .iter()
                    .map(|parameter| ((*parameter).to_owned(), element.clone()));
                further.extend(parameters);
            }
        }
        let bounds = Bounds { time: self.desk.glimpse_time, ..Bounds::default() };
        self.desk.glimpse(expression, further, &RunOptions::silent(bounds))
    }

    /// A sample of what the closure in this call is given: a row, or an element of a list.
    fn sample_argument(self, at: usize) -> Option<Dynamic> {
        if let Some(columns) = self.closure_columns(at) {
            return Some(Dynamic::from_map(sample(&columns)));
        }
        let list = self.around(at).sample_value(self.calls.get(at)?.receiver?)?;
        list.as_array_ref().ok()?.first().cloned()
    }

    /// The columns of the row that the parameters of the closure in this call stand for.
    fn closure_columns(self, at: usize) -> Option<SchemaRef> {
        let outer = self.around(at);
        match self.calls.get(at)? {
            OpenCall { receiver: Some(receiver), .. } => {
                frame::columns_of(&outer.sample_value(receiver)?)
            }
            // An aggregate or a map within a frame's method speaks of that frame.
            call if !is_verb(call.name) && !outer.calls.is_empty() => self.closure_columns(at + 1),
            _ => Some(self.desk.live.columns()),
        }
    }

    /// The columns that a text in these calls can name.
    pub(super) fn nameable_columns(self) -> Option<SchemaRef> {
        let frame = self.calls.iter().position(|call| call.receiver.is_some());
        match frame {
            Some(at) => self.closure_columns(at),
            // Only expressions and aggregates name columns by themselves.
            None => {
                let named_call = self.calls.iter().find(|call| !call.name.is_empty())?;
                let names_one = reference::find(named_call.name)
                    .any(|entry| entry.receiver.is_none() && names_a_column(&entry.signature));
                (names_one || named_call.name == "col").then(|| self.desk.live.columns())
            }
        }
    }

    /// What can stand by itself.
    pub(super) fn standalone_names(self) -> Vec<String> {
        let variables = self.desk.live.variables();
        let variables = variables.iter().map(|(name, _)| (*name).to_owned());
        let functions = self.desk.live.functions().into_iter().map(|(name, parameters)| {
            format!("{name}{}", if parameters == 0 { "()" } else { "(" })
        });
        let parameters = self.calls.iter().flat_map(|call| &call.parameters);
        let parameters = parameters.map(|name| (*name).to_owned());
        let known = reference::entries_of(None)
            .filter(|entry| entry.kind != ReferenceKind::Variable)
            .map(completion_text);
        let keywords = KEYWORDS.iter().map(|word| (*word).to_owned());
        variables.chain(functions).chain(parameters).chain(known).chain(keywords).collect()
    }
}

/// Whether the first parameter of a signature is a column's name.
fn names_a_column(signature: &str) -> bool {
    let parameters = signature.split_once('(').map_or("", |(_, rest)| rest);
    let first = parameters.split([',', ')']).next().unwrap_or_default();
    NAMING.contains(&first.trim_matches(['[', ']']))
}

fn is_verb(name: &str) -> bool {
    VERBS.iter().any(|row| row.name == name)
}

/// An entry as it is typed, up to where its arguments begin.
fn completion_text(entry: &ReferenceEntry) -> String {
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
