//! Lists: `in`, places and lengths.

use super::call::Site;
use super::known_beforehand::CallStyle;
use super::loops::TURNS_MAX;
use super::resolver::Resolver;
use super::scope::ResolvedValue;
use crate::codes;
use crate::formula::constant::Constant;
use crate::formula::elements::{self, Asks};
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::{NodeId, Op};
use crate::formula::type_names::describe;
use crate::formula::types::Type;
use crate::formula::typing::{choice, compare, leaf, logic};
use rhai::{Dynamic, Position};
use std::sync::Arc;

impl Resolver<'_> {
    /// What a method gives on a list, or with a list known beforehand; none where it is a method as
    /// any other.
    pub(super) fn list_method(
        &mut self,
        name: &str,
        receiver: &ResolvedValue,
        arguments: &[ResolvedValue],
        at: Position,
    ) -> Compiled<Option<ResolvedValue>> {
        if let ResolvedValue::Chosen(chosen) = receiver {
            let asked = self.case_by_case(chosen, at, |this, case| {
                this.method(name, case, arguments.to_vec(), Site::bare(at))
            });
            return asked.map(Some);
        }
        match (name, arguments) {
            ("contains", [wanted]) => self.contains(receiver, wanted, at),
            ("call", _) => self.called(receiver, arguments, at).map(Some),
            ("get", [ResolvedValue::Known(index)])
                if matches!(receiver, ResolvedValue::Several(_)) =>
            {
                let ResolvedValue::Several(items) = receiver else { return Ok(None) };
                let element = index.as_int().ok().and_then(|index| at_place(items, index));
                Ok(Some(element.cloned().unwrap_or_else(ResolvedValue::unit)))
            }
            ("get", [index])
                if matches!(receiver, ResolvedValue::Known(_) | ResolvedValue::Several(_)) =>
            {
                self.element(receiver, index, at).map(Some)
            }
            ("index_of", [wanted]) => self.index_of(receiver, wanted, at),
            ("find", [asked]) => self.first_asked(receiver, asked, true, at),
            ("reduce", [asked, start @ ..]) => self.reduced(receiver, asked, start, at),
            ("len" | "is_empty", []) => Ok(Self::counted(name, receiver)),
            (_, [asked]) => match elements::find(name) {
                Some(row) if self.has_elements(receiver) => {
                    let Some(closure) = asked.closure() else {
                        let message = format!("`{name}` asks a closure");
                        let help = format!("its form is `{}`, as in `{}`", row.form, row.example);
                        return Err(FormulaError::new(codes::ARGUMENTS, at, message).help(help));
                    };
                    match row.asks {
                        Asks::Each(how) => self.asked(how, receiver, &closure, at),
                        Asks::Map => self.mapped(receiver, &closure, at),
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
            other => is_listed(other),
        }
    }

    /// How many elements an array has of which some differ from row to row.
    fn counted(name: &str, receiver: &ResolvedValue) -> Option<ResolvedValue> {
        let ResolvedValue::Several(items) = receiver else { return None };
        Some(match name {
            "len" => ResolvedValue::known(i64::try_from(items.len()).unwrap_or(i64::MAX)),
            _ => ResolvedValue::known(items.is_empty()),
        })
    }

    /// `wanted in list`, which Rhai writes as `contains(list, wanted)`.
    fn contains(
        &mut self,
        list: &ResolvedValue,
        wanted: &ResolvedValue,
        at: Position,
    ) -> Compiled<Option<ResolvedValue>> {
        if let ResolvedValue::Several(items) = list {
            return self.one_of(items, wanted, at).map(Some);
        }
        let ResolvedValue::Known(known) = list else { return Ok(None) };
        if let Some((least, greatest)) = bounds(known) {
            let more =
                self.operator(">=", vec![wanted.clone(), ResolvedValue::known(least)], at)?;
            let sign = if greatest.1 { "<=" } else { "<" };
            let less =
                self.operator(sign, vec![wanted.clone(), ResolvedValue::known(greatest.0)], at)?;
            let (more, less) = (self.node(more, at)?, self.node(less, at)?);
            let both = logic::and(&mut self.graph, more, less, at)?;
            return Ok(Some(self.value_of(both)));
        }
        if let Ok(map) = known.as_map_ref() {
            let names: Vec<_> =
                map.keys().map(|name| Constant::Text(name.as_str().into())).collect();
            return self.within(&names, wanted, at).map(Some);
        }
        let Ok(items) = known.as_array_ref() else { return Ok(None) };
        if let ResolvedValue::Known(wanted) = wanted {
            return self.found_by_rhai("contains", known, wanted, at).map(Some);
        }
        // What is of no type that a column has equals none of its values.
        let values: Vec<_> = items.iter().filter_map(Constant::from_script).collect();
        if values.is_empty() && !items.is_empty() {
            return Err(FormulaError::new(
                codes::TYPE_MISMATCH,
                at,
                "`in` cannot search this list",
            )
            .help("ask a list of texts, numbers, dates, or what is true or false"));
        }
        self.within(&values, wanted, at).map(Some)
    }

    fn within(
        &mut self,
        values: &[Constant],
        wanted: &ResolvedValue,
        at: Position,
    ) -> Compiled<ResolvedValue> {
        let wanted = self.node(wanted.clone(), at)?;
        let is_within = compare::within(&mut self.graph, wanted, values, at)?;
        Ok(self.value_of(is_within))
    }

    /// Whether a known value is in a known list, or its place in it, as Rhai compares the two.
    fn found_by_rhai(
        &mut self,
        name: &str,
        list: &Arc<Dynamic>,
        wanted: &Arc<Dynamic>,
        at: Position,
    ) -> Compiled<ResolvedValue> {
        let items = list.as_array_ref().map(|items| items.to_vec()).unwrap_or_default();
        // Nothing is in no list, whatever it is.
        if wanted.is_unit() && (name == "index_of" || !items.is_empty()) {
            return Ok(ResolvedValue::unit());
        }
        let count = items.len();
        let known: Vec<Dynamic> = match name {
            // Whether the missing one comes first is unknown.
            "index_of" => items.into_iter().take_while(|item| !item.is_unit()).collect(),
            _ => items.into_iter().filter(|item| !item.is_unit()).collect(),
        };
        let misses_some = known.len() < count;
        let asked = [Arc::new(Dynamic::from_array(known)), wanted.clone()];
        let (answer, _) = self.by_rhai(name, CallStyle::Function, &asked, at)?;
        let absent = match &answer {
            ResolvedValue::Known(answer) => {
                answer.as_bool() == Ok(false) || answer.as_int() == Ok(-1)
            }
            _ => false,
        };
        Ok(if absent && misses_some { ResolvedValue::unit() } else { answer })
    }

    /// The place of a value in an array some elements of which, or which itself, differ from row
    /// to row; none where it is a method as any other.
    fn index_of(
        &mut self,
        list: &ResolvedValue,
        wanted: &ResolvedValue,
        at: Position,
    ) -> Compiled<Option<ResolvedValue>> {
        if !is_listed(list) {
            return Ok(None);
        }
        if wanted.closure().is_some() {
            return self.first_asked(list, wanted, false, at);
        }
        if let (ResolvedValue::Known(list), ResolvedValue::Known(wanted)) = (list, wanted) {
            return self.found_by_rhai("index_of", list, wanted, at).map(Some);
        }
        let mut index = self.node(ResolvedValue::known(-1_i64), at)?;
        let items = self.items(list, "`index_of`", at, TURNS_MAX)?;
        if items.is_empty() {
            return self.never_found(wanted, Constant::Int(-1), at).map(Some);
        }
        let equal = self.each_equals(&items, wanted, at)?;
        for (number, equal) in (0_i64..).zip(equal).collect::<Vec<_>>().into_iter().rev() {
            let (equal, number_node) =
                (self.node(equal, at)?, self.node(ResolvedValue::known(number), at)?);
            index = choice::choose(&mut self.graph, equal, number_node, index, at)?;
        }
        Ok(Some(self.value_of(index)))
    }

    /// The answer for a value that is nowhere to be found, where it is known.
    fn never_found(
        &mut self,
        wanted: &ResolvedValue,
        answer: Constant,
        at: Position,
    ) -> Compiled<ResolvedValue> {
        let wanted = self.node(wanted.clone(), at)?;
        let missing = logic::is_missing(&mut self.graph, wanted, at);
        let unknown = leaf::constant(&mut self.graph, Constant::Missing, at);
        let no = leaf::constant(&mut self.graph, answer, at);
        let answer_node = choice::choose(&mut self.graph, missing, unknown, no, at)?;
        Ok(self.value_of(answer_node))
    }

    /// Whether a value is one of several, some of which differ from row to row.
    fn one_of(
        &mut self,
        items: &[ResolvedValue],
        wanted: &ResolvedValue,
        at: Position,
    ) -> Compiled<ResolvedValue> {
        let mut any = ResolvedValue::known(false);
        for equal in self.each_equals(items, wanted, at)? {
            let (before, equal) = (self.node(any, at)?, self.node(equal, at)?);
            any = ResolvedValue::Node(logic::or(&mut self.graph, before, equal, at)?);
        }
        Ok(any)
    }

    /// Whether a value equals each of several. What is of another type never does; where all of
    /// them are, that is an error.
    fn each_equals(
        &mut self,
        items: &[ResolvedValue],
        wanted: &ResolvedValue,
        at: Position,
    ) -> Compiled<Vec<ResolvedValue>> {
        let never: Vec<bool> = items.iter().map(|item| self.never_equals(item, wanted)).collect();
        let is_mixed = never.contains(&false);
        let pairs = items.iter().zip(never);
        let answers = pairs.map(|(item, never)| {
            if never && is_mixed {
                return Ok(ResolvedValue::known(false));
            }
            self.operator("==", vec![item.clone(), wanted.clone()], at)
        });
        answers.collect()
    }

    /// Whether two values are of types of which no two values are equal.
    fn never_equals(&self, item: &ResolvedValue, wanted: &ResolvedValue) -> bool {
        match (item, wanted) {
            (ResolvedValue::Known(_), ResolvedValue::Known(_)) => false,
            (item, wanted) => match (self.type_of(item), self.type_of(wanted)) {
                (Some(left), Some(right)) => !compare::are_comparable(left, right),
                (left, right) => left.is_some() || right.is_some(),
            },
        }
    }

    /// The type of a value; none where no column has it.
    fn type_of(&self, value: &ResolvedValue) -> Option<Type> {
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
    ) -> Compiled<ResolvedValue> {
        match (value, index) {
            // What is missing has nothing, and nowhere is nothing.
            (value, index) if value.is_unit() || index.is_unit() => Ok(ResolvedValue::unit()),
            (ResolvedValue::Known(list), ResolvedValue::Known(known_index)) => {
                known_element(list, known_index, at)
            }
            (ResolvedValue::Chosen(chosen), ResolvedValue::Known(known_index)) => {
                let some = chosen.has_some(|case| has_element(case, known_index));
                self.case_by_case(chosen, at, |this, case| match &case {
                    ResolvedValue::Known(known) if some && !has_element(known, known_index) => {
                        Ok(ResolvedValue::unit())
                    }
                    _ => this.element(&case, index, at),
                })
            }
            (ResolvedValue::Chosen(chosen), index) => {
                self.case_by_case(chosen, at, |this, case| this.element(&case, index, at))
            }
            (ResolvedValue::Known(table), index) if table.is_map() || table.is_array() => {
                self.looked_up(table, index.clone(), at)
            }
            (ResolvedValue::Several(items), ResolvedValue::Known(known_index)) => {
                let item =
                    known_index.as_int().ok().and_then(|known_index| at_place(items, known_index));
                item.cloned().ok_or_else(|| no_element(items.len(), known_index, at))
            }
            (ResolvedValue::Several(_), _) => {
                let message = "both the list and the place in it differ from row to row";
                Err(FormulaError::new(codes::NOT_COVERED, at, message)
                    .help("choose with `if … else if …`"))
            }
            (ResolvedValue::Node(text), _) if self.graph.type_of(*text) == Type::Text => {
                Err(FormulaError::new(codes::NOT_COVERED, at, "a part of a text by its place")
                    .help("write `.sub_string(start, length)`, which counts from 0"))
            }
            _ => {
                let arguments = vec![index.clone()];
                self.method_of_node("get", value.clone(), arguments, Site::bare(at), false)
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
pub(super) fn is_listed(list: &ResolvedValue) -> bool {
    match list {
        ResolvedValue::Several(_) => true,
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

fn known_element(list: &Dynamic, index: &Dynamic, at: Position) -> Compiled<ResolvedValue> {
    if let Ok(array) = list.as_array_ref() {
        let element = index.as_int().ok().and_then(|index| at_place(&array, index));
        let element = element.ok_or_else(|| no_element(array.len(), index, at))?;
        return Ok(ResolvedValue::known(element.clone()));
    }
    if let Ok(map) = list.as_map_ref() {
        let Ok(name) = index.as_immutable_string_ref() else {
            let message = format!("the key must be a text, but this is {}", describe(index));
            return Err(FormulaError::mismatch(index, at, message)
                .help("a map is asked with a text, a list with a place, from 0"));
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
    let message = format!("{} has no elements", describe(list));
    Err(FormulaError::new(codes::INDEX, at, message)
        .help("ask a list or a map, as in `weights[0]`"))
}

/// The element at a place, from 0 or, counted from the end, from -1.
fn at_place<T>(items: &[T], index: i64) -> Option<&T> {
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let index = if index < 0 { index.checked_add(count)? } else { index };
    items.get(usize::try_from(index).ok()?)
}

pub(super) fn no_element(count: usize, index: &Dynamic, at: Position) -> FormulaError {
    FormulaError::new(codes::INDEX, at, format!("a list of {count} has no element {index}"))
        .help("places are counted from 0, from the end from -1")
}

/// The first and the last whole number of a range, and whether the last belongs to it.
fn bounds(range: &Dynamic) -> Option<(i64, (i64, bool))> {
    if let Some(range) = range.clone().try_cast::<std::ops::Range<i64>>() {
        return Some((range.start, (range.end, false)));
    }
    let range = range.clone().try_cast::<std::ops::RangeInclusive<i64>>()?;
    Some((*range.start(), (*range.end(), true)))
}
