//! What a row of the tables of methods says.

use crate::formula::graph::{Graph, NodeId};
use crate::formula::types::{Facts, Type};
use crate::formula::value::Value;
use polars::prelude::Expr;
use std::hash::{Hash, Hasher};

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

/// An operand at lowering: its expression and what is known of it.
#[derive(Debug)]
pub struct Argument<'a> {
    /// The expression.
    pub expr: Expr,
    /// Its value, where it is the same in every row.
    pub value: Option<&'a Value>,
    /// Its type.
    pub of_type: Type,
    /// What is known of its values.
    pub facts: Facts,
}

/// One method.
#[derive(Debug)]
pub struct Method {
    /// The types of receiver that have it.
    pub receivers: &'static [Type],
    /// Its name.
    pub name: &'static str,
    /// Its parameters after the receiver.
    pub parameters: &'static [Parameter],
    /// Whether it may be written without brackets, as in `i.sent_at.year`.
    pub property: bool,
    /// How often its lowering writes each operand.
    pub uses: usize,
    /// Whether it may know its answer though an argument is missing in every row.
    pub decides: bool,
    /// What it gives.
    pub meaning: &'static str,
    /// An expression that is true.
    pub example: &'static str,
    /// The type of its result and what is known of it, from those of receiver and arguments.
    pub result: fn(&[Type], &[Facts]) -> (Type, Facts),
    /// What is wrong with arguments that the types alone do not tell.
    pub check: fn(&Graph, &[NodeId]) -> Result<(), String>,
    /// Its expression.
    pub lower: fn(&[Argument]) -> Expr,
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
        if self.property && names.is_empty() {
            return format!("{receiver}.{}", self.name);
        }
        format!("{receiver}.{}({})", self.name, names.join(", "))
    }
}

impl PartialEq for Method {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.receivers == other.receivers
    }
}

impl Eq for Method {}

impl Hash for Method {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
        self.receivers.hash(state);
    }
}

/// A method without parameters, called with brackets.
pub(super) const PLAIN: Method = Method {
    receivers: &[],
    name: "",
    parameters: &[],
    property: false,
    uses: 1,
    decides: false,
    meaning: "",
    example: "",
    result: |types, facts| (types[0], facts[0]),
    check: |_, _| Ok(()),
    lower: |arguments| arguments[0].expr.clone(),
};

/// A parameter that must be given and may differ from row to row.
pub(super) const fn given(name: &'static str, types: &'static [Type]) -> Parameter {
    Parameter { name, types, constant: false, optional: false }
}

/// A result that is missing where the receiver or an argument is, and else any of its type.
pub(super) fn any(of_type: Type, facts: &[Facts]) -> (Type, Facts) {
    (of_type, Facts::nullable(facts.iter().any(|facts| facts.nullable)))
}

/// A whole number from 0 on, missing where the receiver is.
pub(super) fn count(facts: &[Facts]) -> (Type, Facts) {
    (Type::Int, Facts::between(facts[0].nullable, 0, 1 << 40))
}
