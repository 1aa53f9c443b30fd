//! Lists: `in`, places and lengths.

use super::call::CallSite;
use super::resolver::Resolver;
use super::scope::ResolvedValue;
use crate::codes;
use crate::formula::constant::Constant;
use crate::formula::element_methods::{self, ElementOperation};
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::graph::{NodeId, Op};
use crate::formula::type_names::describe_type;
use crate::formula::types::Type;
use rhai::{Dynamic, Position};

impl Resolver<'_> {
    /// What a method gives on a list, or with a list known beforehand; none where it is a method as
    /// any other.
    pub(super) fn list_method(
        &mut self,
        name: &str,
        receiver: &ResolvedValue,
        arguments: &[ResolvedValue],
        at: Position,
    ) -> FormulaResult<Option<ResolvedValue>> {
        if let ResolvedValue::TableLookup(chosen) = receiver {
            let asked = self.for_each_case(chosen, at, |this, case| {
                this.method(name, case, arguments.to_vec(), CallSite::bare(at))
            });
            return asked.map(Some);
        }
        match (name, arguments) {
            ("contains", [wanted]) => self.contains(receiver, wanted, at),
            ("call", _) => self.call_closure(receiver, arguments, at).map(Some),
            ("get", [ResolvedValue::Known(index)])
                if matches!(receiver, ResolvedValue::VaryingList(_)) =>
            {
                let ResolvedValue::VaryingList(items) = receiver else { return Ok(None) };
                let element = index.as_int().ok().and_then(|index| at_place(items, index));
                Ok(Some(element.cloned().unwrap_or_else(ResolvedValue::unit)))
            }
            ("get", [index])
                if matches!(receiver, ResolvedValue::Known(_) | ResolvedValue::VaryingList(_)) =>
            {
                self.element(receiver, index, at).map(Some)
            }
            ("index_of", [wanted]) => self.index_of(receiver, wanted, at),
            ("find", [asked]) => self.find_first(receiver, asked, true, at),
            ("reduce", [asked, start @ ..]) => self.reduce_list(receiver, asked, start, at),
            ("len" | "is_empty", []) => Ok(Self::list_length(name, receiver)),
            (_, [asked]) => match element_methods::find(name) {
                Some(row) if self.has_elements(receiver) => {
                    let Some(closure) = asked.closure() else {
                        let message = format!("`{name}` asks a closure");
                        let help = format!("its form is `{}`, as in `{}`", row.form, row.example);
                        return Err(
                            FormulaError::new(codes::ARGUMENTS, at, message).with_help(help)
                        );
                    };
                    match row.asks {
                        ElementOperation::Each(how) => {
                            self.quantify_list(how, receiver, &closure, at)
                        }
                        ElementOperation::Map => self.map_list(receiver, &closure, at),
                    }
                    .map(Some)
                }
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// Whether a value is a list, or known beforehand.
    fn has_elements(&self, value: &ResolvedValue) -> bool {
        match value {
            ResolvedValue::Node(node) => self.graph.type_of(*node).is_list(),
            other => is_array(other),
        }
    }

    /// How many elements an array has of which some differ from row to row.
    fn list_length(name: &str, receiver: &ResolvedValue) -> Option<ResolvedValue> {
        let ResolvedValue::VaryingList(items) = receiver else { return None };
        Some(match name {
            "len" => ResolvedValue::known(i64::try_from(items.len()).unwrap_or(i64::MAX)),
            _ => ResolvedValue::known(items.is_empty()),
        })
    }

    /// The type of a value; none where no column has it.
    pub(super) fn type_of(&self, value: &ResolvedValue) -> Option<Type> {
        match value {
            ResolvedValue::Node(node) => Some(self.graph.type_of(*node)),
            ResolvedValue::Known(known) => {
                Constant::from_script(known).map(|value| value.of_type())
            }
            _ => None,
        }
    }

    /// An element of a list or map, by a place or name that may differ from row to row.
    pub(super) fn element(
        &mut self,
        value: &ResolvedValue,
        index: &ResolvedValue,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        match (value, index) {
            // What is missing has nothing, and nowhere is nothing.
            (value, index) if value.is_unit() || index.is_unit() => Ok(ResolvedValue::unit()),
            (ResolvedValue::Known(list), ResolvedValue::Known(known_index)) => {
                known_element(list, known_index, at)
            }
            (ResolvedValue::TableLookup(chosen), ResolvedValue::Known(known_index)) => {
                let some = chosen.has_some(|case| has_element(case, known_index));
                self.for_each_case(chosen, at, |this, case| match &case {
                    ResolvedValue::Known(known) if some && !has_element(known, known_index) => {
                        Ok(ResolvedValue::unit())
                    }
                    _ => this.element(&case, index, at),
                })
            }
            (ResolvedValue::TableLookup(chosen), index) => {
                self.for_each_case(chosen, at, |this, case| this.element(&case, index, at))
            }
            (ResolvedValue::Known(table), index) if table.is_map() || table.is_array() => {
                self.look_up_table(table, index.clone(), at)
            }
            (ResolvedValue::VaryingList(items), ResolvedValue::Known(known_index)) => {
                let item =
                    known_index.as_int().ok().and_then(|known_index| at_place(items, known_index));
                item.cloned().ok_or_else(|| no_element(items.len(), known_index, at))
            }
            (ResolvedValue::VaryingList(_), _) => {
                let message = "both the list and the place in it differ from row to row";
                Err(FormulaError::new(codes::NOT_COVERED, at, message)
                    .with_help("choose with `if … else if …`"))
            }
            (ResolvedValue::Node(text), _) if self.graph.type_of(*text) == Type::Text => {
                Err(FormulaError::new(codes::NOT_COVERED, at, "a part of a text by its place")
                    .with_help("write `.sub_string(start, length)`, which counts from 0"))
            }
            _ => {
                let arguments = vec![index.clone()];
                self.method_of_node("get", value.clone(), arguments, CallSite::bare(at), false)
            }
        }
    }

    /// A node's value, known beforehand where it is a constant.
    pub(super) fn value_of(&self, node: NodeId) -> ResolvedValue {
        match &self.graph.node(node).op {
            Op::Constant(value) => ResolvedValue::known(value.to_script()),
            _ => ResolvedValue::Node(node),
        }
    }
}

/// Whether it is an array, whose elements are known or differ from row to row.
pub(super) fn is_array(list: &ResolvedValue) -> bool {
    match list {
        ResolvedValue::VaryingList(_) => true,
        ResolvedValue::Known(known) => known.is_array(),
        _ => false,
    }
}

/// Whether a list has an element at a place, or a map an entry of a name.
pub(super) fn has_element(list: &Dynamic, index: &Dynamic) -> bool {
    if let Ok(map) = list.as_map_ref() {
        return index.as_immutable_string_ref().is_ok_and(|name| map.contains_key(name.as_str()));
    }
    let (Ok(items), Ok(index)) = (list.as_array_ref(), index.as_int()) else { return false };
    at_place(&items, index).is_some()
}

fn known_element(list: &Dynamic, index: &Dynamic, at: Position) -> FormulaResult<ResolvedValue> {
    if let Ok(array) = list.as_array_ref() {
        let element = index.as_int().ok().and_then(|index| at_place(&array, index));
        let element = element.ok_or_else(|| no_element(array.len(), index, at))?;
        return Ok(ResolvedValue::known(element.clone()));
    }
    if let Ok(map) = list.as_map_ref() {
        let Ok(name) = index.as_immutable_string_ref() else {
            let message = format!("the key must be a text, but this is {}", describe_type(index));
            return Err(FormulaError::mismatch(index, at, message)
                .with_help("a map is asked with a text, a list with a place, from 0"));
        };
        return Ok(ResolvedValue::known(map.get(name.as_str()).cloned().unwrap_or(Dynamic::UNIT)));
    }
    if let (Ok(text), Ok(index)) = (list.as_immutable_string_ref(), index.as_int()) {
        let characters: Vec<char> = text.chars().collect();
        let element = at_place(&characters, index).copied();
        return element
            .map(ResolvedValue::known)
            .ok_or_else(|| no_element(characters.len(), &Dynamic::from(index), at));
    }
    let message = format!("{} has no elements", describe_type(list));
    Err(FormulaError::new(codes::INDEX, at, message)
        .with_help("ask a list or a map, as in `weights[0]`"))
}

/// The element at a place, from 0 or, counted from the end, from -1.
fn at_place<T>(items: &[T], index: i64) -> Option<&T> {
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let index = if index < 0 { index.checked_add(count)? } else { index };
    items.get(usize::try_from(index).ok()?)
}

pub(super) fn no_element(count: usize, index: &Dynamic, at: Position) -> FormulaError {
    FormulaError::new(codes::INDEX, at, format!("a list of {count} has no element {index}"))
        .with_help("places are counted from 0, from the end from -1")
}

/// The first and the last whole number of a range, and whether the last belongs to it.
pub(super) fn range_bounds(range: &Dynamic) -> Option<(i64, (i64, bool))> {
    if let Some(range) = range.clone().try_cast::<std::ops::Range<i64>>() {
        return Some((range.start, (range.end, false)));
    }
    let range = range.clone().try_cast::<std::ops::RangeInclusive<i64>>()?;
    Some((*range.start(), (*range.end(), true)))
}
