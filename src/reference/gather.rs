//! The entries of each table.

use super::{ReferenceEntry, ReferenceKind, rhai_functions};
use crate::domain::INVITATIONS;
use crate::formula::element_methods::ELEMENTS;
use crate::formula::methods::{METHODS, Method};
use crate::formula::types::Type;
use crate::formula::window_methods::WINDOWS;
use crate::invitations::schema::COLUMNS;
use crate::limits::TABLE;
use crate::script::TOPICS;
use crate::script::function::Receiver;
use crate::strategy::{NAMES, VERBS, figure_name};
use std::collections::BTreeSet;

/// All of them; what Rhai brings last, and only where this program has nothing of that name.
pub(super) fn all_entries() -> Vec<ReferenceEntry> {
    let project_entries = names().chain(verbs()).chain(columns()).chain(windows()).chain(methods());
    let mut entries: Vec<ReferenceEntry> =
        project_entries.chain(functions()).chain(limits()).collect();
    let known: BTreeSet<(Option<Receiver>, String)> =
        entries.iter().map(|entry| (entry.receiver, entry.name.clone())).collect();
    let further = rhai_functions::entries().into_iter();
    entries.extend(further.filter(|entry| !known.contains(&(entry.receiver, entry.name.clone()))));
    entries
}

fn names() -> impl Iterator<Item = ReferenceEntry> {
    NAMES.iter().map(|row| ReferenceEntry {
        name: row.name.into(),
        kind: ReferenceKind::Variable,
        receiver: None,
        signature: format!("{}: {}", row.name, row.what),
        doc: row.meaning.into(),
        example: Some(row.example.into()),
        topic: "given names",
    })
}

fn verbs() -> impl Iterator<Item = ReferenceEntry> {
    VERBS.iter().map(|row| ReferenceEntry {
        name: row.name.into(),
        kind: ReferenceKind::Verb,
        receiver: None,
        signature: row.form(),
        doc: row.meaning.into(),
        example: Some(row.example.into()),
        topic: "verbs",
    })
}

fn columns() -> impl Iterator<Item = ReferenceEntry> {
    COLUMNS.iter().map(|column| {
        let (name, missing) = (column.name, if column.nullable { "?" } else { "" });
        ReferenceEntry {
            name: name.into(),
            kind: ReferenceKind::Column,
            receiver: Some(Receiver::Invitation),
            signature: format!("i.{name}: {}{missing}", column.column_type.name()),
            doc: column.meaning.into(),
            example: None,
            topic: "columns",
        }
    })
}

fn windows() -> impl Iterator<Item = ReferenceEntry> {
    WINDOWS.iter().map(|row| ReferenceEntry {
        name: row.name.into(),
        kind: ReferenceKind::Window,
        receiver: Some(Receiver::Invitation),
        signature: row.form.into(),
        doc: row.meaning.into(),
        example: Some(row.example.into()),
        topic: "groups in formulas",
    })
}

fn methods() -> impl Iterator<Item = ReferenceEntry> {
    let entry = |method: &Method| {
        let receiver = method.receivers.first().map(|of_type| receiver(*of_type))?;
        Some(ReferenceEntry {
            name: method.name.into(),
            kind: ReferenceKind::Method,
            receiver: Some(receiver),
            signature: method.form(),
            doc: method.meaning.into(),
            example: Some(method.example.into()),
            topic: match receiver {
                Receiver::Text => "texts",
                Receiver::Date => "dates",
                Receiver::List => "lists",
                _ => "numbers",
            },
        })
    };
    let of_elements = ELEMENTS.iter().map(|row| ReferenceEntry {
        name: row.name.into(),
        kind: ReferenceKind::Method,
        receiver: Some(Receiver::List),
        signature: row.form.into(),
        doc: row.meaning.into(),
        example: Some(row.example.into()),
        topic: "lists",
    });
    METHODS.iter().flat_map(|topic| topic.iter()).filter_map(entry).chain(of_elements)
}

/// What a value of a formula's type is as a receiver.
fn receiver(of_type: Type) -> Receiver {
    match of_type {
        Type::Text => Receiver::Text,
        Type::Int | Type::Float | Type::Number => Receiver::Number,
        Type::Date | Type::Instant => Receiver::Date,
        of_type if of_type.is_list() => Receiver::List,
        _ => Receiver::Any,
    }
}

fn functions() -> impl Iterator<Item = ReferenceEntry> {
    let topics = TOPICS.iter().copied().chain([INVITATIONS.topics]).flatten();
    topics.flat_map(|topic| {
        topic.functions.iter().map(|function| ReferenceEntry {
            name: function.name.into(),
            kind: ReferenceKind::Function,
            receiver: function.receiver,
            signature: function.signature(),
            doc: function.meaning.into(),
            example: Some(function.example.into()),
            topic: topic.name,
        })
    })
}

fn limits() -> impl Iterator<Item = ReferenceEntry> {
    TABLE.iter().map(|limit| {
        let name = figure_name(limit.code.name());
        ReferenceEntry {
            signature: format!("limits.{name}: int"),
            kind: ReferenceKind::Limit,
            receiver: Some(Receiver::Limits),
            doc: format!("{}, in {}", limit.title, limit.unit),
            example: Some(format!("limits.{name} >= 0")),
            topic: "limits",
            name,
        }
    })
}
