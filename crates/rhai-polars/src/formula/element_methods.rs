//! The methods of lists that ask a closure of every element: the one table of them.

use super::graph::Quantifier;

/// What is done with a closure's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementOperation {
    /// They decide the whole, or which elements stay.
    Each(Quantifier),
    /// They are the elements of a new list. Of a list that is the same in every row only.
    Map,
}

/// One of them.
#[derive(Debug)]
pub struct ElementMethod {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub form: &'static str,
    /// What it gives.
    pub meaning: &'static str,
    /// An expression that is true.
    pub example: &'static str,
    /// How it is computed.
    pub asks: ElementOperation,
}

/// All of them. A closure over the elements of a column's list sees the element and what is the
/// same in every row, but not the row.
pub const ELEMENTS: &[ElementMethod] = &[
    ElementMethod {
        name: "any",
        form: "list.any(|x| …)",
        meaning: "whether the closure is true of at least one element; also `some`",
        example: "[\"client\", \"vip\"].any(|tag| tag.starts_with(\"v\"))",
        asks: ElementOperation::Each(Quantifier::Any),
    },
    ElementMethod {
        name: "some",
        form: "list.some(|x| …)",
        meaning: "whether the closure is true of at least one element; also `any`",
        example: "[\"client\", \"vip\"].some(|tag| tag.len() == 3)",
        asks: ElementOperation::Each(Quantifier::Any),
    },
    ElementMethod {
        name: "all",
        form: "list.all(|x| …)",
        meaning: "whether the closure is true of every element; of none, it is",
        example: "[\"client\", \"vip\"].all(|tag| tag.len() > 2)",
        asks: ElementOperation::Each(Quantifier::All),
    },
    ElementMethod {
        name: "filter",
        form: "list.filter(|x| …)",
        meaning: "the elements of which the closure is true",
        example: "[\"client\", \"vip\"].filter(|tag| tag.len() > 3).len() == 1",
        asks: ElementOperation::Each(Quantifier::Filter),
    },
    ElementMethod {
        name: "map",
        form: "list.map(|x| …)",
        meaning: "what the closure gives for each element; in formulas of a list known beforehand",
        example: "[\"client\", \"vip\"].map(|tag| tag.len()).contains(6)",
        asks: ElementOperation::Map,
    },
];

/// The one of that name.
pub fn find(name: &str) -> Option<&'static ElementMethod> {
    ELEMENTS.iter().find(|row| row.name == name)
}
