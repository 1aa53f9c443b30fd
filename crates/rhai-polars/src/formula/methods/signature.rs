//! What a row of the tables of methods says.

use super::method_id::{MethodId, NumberMethod};
use crate::formula::graph::{Graph, NodeId};
use crate::formula::types::Type;
use std::hash::{Hash, Hasher};
use thiserror::Error;

/// One parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Its name in the documentation.
    pub name: &'static str,
    /// What it may be.
    pub types: &'static [Type],
    /// Whether it must be the same in every row.
    pub constant: bool,
    /// Whether it may be left out.
    pub optional: bool,
}

impl Parameter {
    /// Whether a value of this type fits.
    pub fn takes(&self, of_type: Type) -> bool {
        let decimal = self.types.contains(&Type::Float) && of_type.is_number();
        of_type == Type::Missing || decimal || self.types.contains(&of_type)
    }
}

/// What is wrong with the arguments of a method.
#[derive(Debug, Error)]
pub enum ArgumentFault {
    /// A text is no regular expression.
    #[error("`{pattern}` is not a regular expression: {reason}")]
    Pattern {
        /// The text.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The ends of a range are a whole and a decimal number.
    #[error("both ends must be of one kind")]
    MixedEnds,
    /// A list cannot have such elements.
    #[error("{element} cannot be in {list}")]
    Element {
        /// The type of the element.
        element: Type,
        /// The type of the list.
        list: Type,
    },
}

/// The signature of a method.
#[derive(Debug)]
pub struct Method {
    /// Which one it is: what every back end goes by.
    pub id: MethodId,
    /// The types of receiver that have it.
    pub receivers: &'static [Type],
    /// Its name.
    pub name: &'static str,
    /// Its parameters after the receiver.
    pub parameters: &'static [Parameter],
    /// Whether it may be written without brackets, as in `i.sent_at.year`.
    pub is_property: bool,
    /// Whether it may know its answer though an argument is missing in every row.
    pub may_decide_despite_missing: bool,
    /// What it gives.
    pub meaning: &'static str,
    /// An expression that is true.
    pub example: &'static str,
    /// The type of its result, from those of receiver and arguments.
    pub result_type: fn(&[Type]) -> Type,
    /// What is wrong with arguments that the types alone do not tell.
    pub check: fn(&Graph, &[NodeId]) -> Result<(), ArgumentFault>,
}

impl Method {
    /// How many parameters must be given.
    pub fn required(&self) -> usize {
        self.parameters.iter().filter(|parameter| !parameter.optional).count()
    }

    /// How it is written, such as `text.contains(part)`.
    pub fn form(&self) -> String {
        let names: Vec<String> = self
            .parameters
            .iter()
            .map(|p| if p.optional { format!("[{}]", p.name) } else { p.name.into() })
            .collect();
        let receiver = self.receivers.first().map_or("value", |receiver| match receiver {
            Type::Text => "text",
            Type::Date | Type::Instant => "date",
            receiver if receiver.is_list() => "list",
            _ => "number",
        });
        if self.is_property && names.is_empty() {
            return format!("{receiver}.{}", self.name);
        }
        format!("{receiver}.{}({})", self.name, names.join(", "))
    }
}

impl PartialEq for Method {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Method {}

impl Hash for Method {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

/// A method without parameters, called with brackets.
pub(super) const BASE: Method = Method {
    id: MethodId::Number(NumberMethod::Days),
    receivers: &[],
    name: "",
    parameters: &[],
    is_property: false,
    may_decide_despite_missing: false,
    meaning: "",
    example: "",
    result_type: |types| types[0],
    check: |_, _| Ok(()),
};

/// A parameter that must be given and may differ from row to row.
pub(super) const fn required(name: &'static str, types: &'static [Type]) -> Parameter {
    Parameter { name, types, constant: false, optional: false }
}
