//! An entry of the reference, and the list of all of them.

use super::gather;
use crate::script::function::Receiver;
use std::sync::LazyLock;

/// One thing that a script's author can meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceEntry {
    pub name: String,
    pub kind: ReferenceKind,
    /// What stands before its dot, if anything.
    pub receiver: Option<Receiver>,
    /// How it is written; what is in square brackets may be left out.
    pub signature: String,
    /// What it does or holds, in a line.
    pub doc: String,
    pub example: Option<String>,
    pub topic: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// A variable that every script is given.
    Variable,
    /// A function of this program; its example gives true.
    Function,
    Verb,
    /// A method of values in formulas; its example is true there and outside.
    Method,
    /// A method of an invitation that speaks of its group; its example is a formula's body.
    Window,
    Column,
    Limit,
    /// A function that Rhai brings; its example prints.
    RhaiBuiltIn,
}

static ENTRIES: LazyLock<Vec<ReferenceEntry>> = LazyLock::new(gather::all_entries);

/// Every entry, by topic.
pub fn entries() -> &'static [ReferenceEntry] {
    &ENTRIES
}

/// The entries of that name, of several receivers where they share it.
pub fn find(name: &str) -> impl Iterator<Item = &'static ReferenceEntry> {
    entries().iter().filter(move |entry| entry.name == name)
}

/// The entries that may stand behind the dot of such a receiver; without one, those that stand by
/// themselves.
pub fn entries_of(receiver: Option<Receiver>) -> impl Iterator<Item = &'static ReferenceEntry> {
    entries().iter().filter(move |entry| {
        entry.receiver == receiver || (receiver.is_some() && entry.receiver == Some(Receiver::Any))
    })
}

pub fn topics() -> Vec<&'static str> {
    let mut topics: Vec<_> = entries().iter().map(|entry| entry.topic).collect();
    topics.dedup();
    topics
}

/// The names of everything that can be called.
pub fn callable_names() -> Vec<&'static str> {
    let callable = |entry: &&ReferenceEntry| {
        !matches!(
            entry.kind,
            ReferenceKind::Variable | ReferenceKind::Column | ReferenceKind::Limit
        )
    };
    entries().iter().filter(callable).map(|entry| entry.name.as_str()).collect()
}
