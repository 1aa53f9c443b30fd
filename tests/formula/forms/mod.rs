//! The random language, a row for each construct: its source, what it takes and gives, and what the
//! documents say that it means. The generator, the model and the count of what occurred read it.

mod choice;
mod date;
mod list;
mod number;
pub(crate) mod statement;
mod text;

use crate::model::{Flow, Model};
use crate::node::Node;
use crate::value::Value;
use std::fmt;
use std::sync::LazyLock;

/// A type of the random language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Float,
    /// Whole in some rows, decimal in others.
    Number,
    Bool,
    Text,
    Day,
    Instant,
    /// A list of texts.
    List,
    /// A list of whole numbers.
    Ints,
    Statement,
}

/// What may stand in a place of a construct.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Take {
    Any(Kind),
    /// Such as a pattern or a case.
    Literal(Kind),
    /// The answer of a closure to an element, `x`, which sees nothing of the row.
    Asked(Kind),
    /// What sees these variables too.
    Within(Kind, &'static [&'static str]),
}

/// The type of a variable.
pub(crate) fn variable(name: &str) -> Kind {
    match name {
        "s" | "k" => Kind::Int,
        "d" => Kind::Float,
        "l" => Kind::List,
        _ => Kind::Text,
    }
}

/// What a construct means.
pub(crate) enum Means {
    /// A value of known values; unknown where one is.
    Of(fn(&[Value]) -> Option<Value>),
    /// It asks for the values of its parts itself.
    Lazy(fn(&mut Model, &[Node]) -> Option<Value>),
    /// A statement.
    Does(fn(&mut Model, &[Node]) -> Flow),
}

/// A construct.
pub(crate) struct Form {
    pub(crate) name: String,
    pub(crate) gives: Kind,
    pub(crate) takes: Vec<Take>,
    /// Its source; `$0` stands for the first part.
    pub(crate) text: String,
    pub(crate) means: Means,
    /// The variable that it assigns.
    pub(crate) assigns: Option<&'static str>,
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Form {
    fn new(name: impl Into<String>, gives: Kind, takes: &[Take], text: &str, means: Means) -> Self {
        let takes = takes.to_vec();
        Self { name: name.into(), gives, takes, text: text.into(), means, assigns: None }
    }

    /// One that is unknown where a part is.
    fn of(text: &str, gives: Kind, takes: &[Kind], means: fn(&[Value]) -> Option<Value>) -> Self {
        let kinds: Vec<String> = takes.iter().map(|kind| format!("{kind:?}")).collect();
        let name = format!("{text} of {}", kinds.join(", "));
        let takes: Vec<Take> = takes.iter().map(|kind| Take::Any(*kind)).collect();
        Self::new(name, gives, &takes, text, Means::Of(means))
    }

    /// One that asks for the values of its parts itself.
    fn lazy(
        name: impl Into<String>,
        gives: Kind,
        takes: &[Take],
        text: &str,
        means: fn(&mut Model, &[Node]) -> Option<Value>,
    ) -> Self {
        Self::new(name, gives, takes, text, Means::Lazy(means))
    }

    /// The same with literals in these places.
    fn literal(mut self, places: &[usize]) -> Self {
        for position in places {
            if let Take::Any(kind) = self.takes[*position] {
                self.takes[*position] = Take::Literal(kind);
            }
        }
        self
    }

    /// Whether it is an `if` whose first part decides.
    pub(crate) fn is_choice(&self) -> bool {
        self.text.starts_with("(if $0 ")
    }
}

/// Every construct.
pub(crate) static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let topics = [
        number::forms(),
        text::forms(),
        date::forms(),
        choice::forms(),
        list::forms(),
        statement::forms(),
    ];
    topics.into_iter().flatten().collect()
});

/// What stands before every closure: what constructs call and look into.
pub(crate) const BEFORE: &str = concat!("import \"m\" as m;\n", include_str!("../before.rhai"));
