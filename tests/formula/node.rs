//! A closure of the random language as a tree, its source, and what is smaller than it.

use crate::forms::{Form, Kind};
use crate::value::Value;

/// An expression or a statement.
#[derive(Clone)]
pub(crate) enum Node {
    Literal(Kind, Value),
    /// A column of the row, or a variable.
    Name(Kind, String),
    Made(&'static Form, Vec<Self>),
}

impl Node {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Literal(kind, _) | Self::Name(kind, _) => *kind,
            Self::Made(form, _) => form.gives,
        }
    }

    /// As a script has it.
    pub(crate) fn source(&self) -> String {
        match self {
            Self::Literal(_, value) => value.source(),
            Self::Name(_, name) => name.clone(),
            Self::Made(form, parts) => {
                // From the last on, for what is put in may hold such a place itself.
                let mut pieces = form.text.split('$');
                let mut text = pieces.next().unwrap_or_default().to_owned();
                for piece in pieces {
                    let part = piece.chars().next().and_then(|position| position.to_digit(10));
                    match part.and_then(|position| parts.get(position as usize)) {
                        Some(part) => {
                            text.push_str(&part.source());
                            text.push_str(&piece[1..]);
                        }
                        None => {
                            text.push('$');
                            text.push_str(piece);
                        }
                    }
                }
                text
            }
        }
    }

    /// Whether it is the literal `true`.
    pub(crate) fn is_true(&self) -> bool {
        matches!(self, Self::Literal(_, Value::Bool(true)))
    }

    /// As a closure.
    pub(crate) fn closure(&self) -> String {
        format!("|r| {}", self.source())
    }

    /// Calls `of` for every construct in it.
    pub(crate) fn each(&self, of: &mut dyn FnMut(&'static Form)) {
        if let Self::Made(form, parts) = self {
            of(form);
            for part in parts {
                part.each(of);
            }
        }
    }

    /// Whether it has a construct of which this holds.
    pub(crate) fn any(&self, holds: impl Fn(&Form) -> bool) -> bool {
        let mut is_inside = false;
        self.each(&mut |form| is_inside |= holds(form));
        is_inside
    }

    /// How many nodes it has.
    fn size(&self) -> usize {
        match self {
            Self::Made(_, parts) => 1 + parts.iter().map(Self::size).sum::<usize>(),
            _ => 1,
        }
    }

    /// Trees with one part less, the smallest first: a part in place of the whole, or the same with
    /// a smaller part.
    pub(crate) fn smaller(&self) -> Vec<Self> {
        let Self::Made(form, parts) = self else { return vec![] };
        let mut nodes = vec![];
        let mut below: Vec<&Self> = parts.iter().collect();
        while let Some(part) = below.pop() {
            if part.kind() == self.kind() {
                nodes.push(part.clone());
            }
            if let Self::Made(_, parts) = part {
                below.extend(parts);
            }
        }
        for (at, part) in parts.iter().enumerate() {
            for smaller in part.smaller() {
                let mut parts = parts.clone();
                parts[at] = smaller;
                nodes.push(Self::Made(form, parts));
            }
        }
        nodes.sort_by_key(Self::size);
        nodes
    }
}
