//! Lists: `in`, and closures asked of every element.

use super::Compiler;
use super::call::Site;
use super::scope::{Closure, Value};
use crate::formula::build::{choice, compare, each, leaf, logic};
use crate::formula::elements::{self, Asks};
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::{NodeId, Op, Quantifier};
use crate::formula::types::Type;
use crate::formula::value::Value as Constant;
use crate::formula::words::describe;
use rhai::{Dynamic, Position};

impl Compiler<'_> {
    /// What a method gives on a list, or with a list known beforehand; none where it is a method as
    /// any other.
    pub(super) fn list_method(
        &mut self,
        name: &str,
        receiver: &Value,
        arguments: &[Value],
        at: Position,
    ) -> Compiled<Option<Value>> {
        if let Value::Chosen(chosen) = receiver {
            let asked = self.case_by_case(chosen, at, |this, case| {
                this.method(name, case, arguments.to_vec(), Site::bare(at))
            });
            return asked.map(Some);
        }
        match (name, arguments) {
            ("contains", [wanted]) => self.contains(receiver, wanted, at),
            ("call", _) => self.called(receiver, arguments, at).map(Some),
            ("get", [Value::Known(place)]) if matches!(receiver, Value::Several(_)) => {
                let Value::Several(items) = receiver else { return Ok(None) };
                let found = place.as_int().ok().and_then(|place| at_place(items, place));
                Ok(Some(found.cloned().unwrap_or_else(Value::unit)))
            }
            ("get", [index]) if matches!(receiver, Value::Known(_) | Value::Several(_)) => {
                self.element(receiver, index, at).map(Some)
            }
            ("index_of", [wanted]) => self.index_of(receiver, wanted, at),
            ("len" | "is_empty", []) => Ok(Self::counted(name, receiver)),
            (_, [asked]) => match elements::find(name) {
                Some(row) if self.has_elements(receiver) => {
                    let Some(closure) = asked.closure() else {
                        let message = format!("`{name}` asks a closure");
                        let help = format!("its form is `{}`, as in `{}`", row.form, row.example);
                        return Err(FormulaError::new("arguments", at, message).help(help));
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
    fn has_elements(&self, value: &Value) -> bool {
        match value {
            Value::Node(node) => self.graph.type_of(*node).is_list(),
            Value::Known(_) | Value::Several(_) => true,
            Value::Row | Value::Closure(_) | Value::Chosen(_) => false,
        }
    }

    /// What a closure gives for each element of a list that is known beforehand.
    fn mapped(&mut self, list: &Value, closure: &Closure, at: Position) -> Compiled<Value> {
        if matches!(list, Value::Node(_)) {
            let message = "`map` makes a new list of one that differs from row to row";
            return Err(FormulaError::new("not-covered", at, message)
                .help("ask its elements, as in `i.tags.any(|tag| tag.len() > 3)`"));
        }
        let items = self.items(list, "`map`", at)?;
        let made = items.into_iter().map(|item| self.apply(closure, vec![item], at));
        let made = made.collect::<Compiled<Vec<_>>>()?;
        self.list(made, at)
    }

    /// How many elements an array has of which some differ from row to row.
    fn counted(name: &str, receiver: &Value) -> Option<Value> {
        let Value::Several(items) = receiver else { return None };
        Some(match name {
            "len" => Value::known(i64::try_from(items.len()).unwrap_or(i64::MAX)),
            _ => Value::known(items.is_empty()),
        })
    }

    /// `wanted in list`, which Rhai writes as `contains(list, wanted)`.
    fn contains(&mut self, list: &Value, wanted: &Value, at: Position) -> Compiled<Option<Value>> {
        if let Value::Several(items) = list {
            return self.one_of(items, wanted, at).map(Some);
        }
        let Value::Known(known) = list else { return Ok(None) };
        if let Some((least, greatest)) = bounds(known) {
            let more = self.operator(">=", vec![wanted.clone(), Value::known(least)], at)?;
            let sign = if greatest.1 { "<=" } else { "<" };
            let less = self.operator(sign, vec![wanted.clone(), Value::known(greatest.0)], at)?;
            let (more, less) = (self.node(more, at)?, self.node(less, at)?);
            let both = logic::and(&mut self.graph, more, less, at)?;
            return Ok(Some(self.value_of(both)));
        }
        let names = known
            .as_map_ref()
            .ok()
            .map(|map| map.keys().map(|name| Dynamic::from(name.as_str().to_owned())).collect());
        let list = match names {
            Some(names) => Value::known(Dynamic::from_array(names)),
            None if known.is_array() => list.clone(),
            None => return Ok(None),
        };
        if holds_nothing_known(&list) {
            return self.never_found(wanted, Constant::Bool(false), at).map(Some);
        }
        let (list, wanted) = (self.node(list, at)?, self.node(wanted.clone(), at)?);
        let found = compare::within(&mut self.graph, wanted, list, at)?;
        Ok(Some(self.value_of(found)))
    }

    /// The place of a value in an array some elements of which, or which itself, differ from row
    /// to row; none where it is a method as any other.
    fn index_of(&mut self, list: &Value, wanted: &Value, at: Position) -> Compiled<Option<Value>> {
        let listed = match list {
            Value::Several(_) => true,
            Value::Known(known) => known.is_array(),
            _ => false,
        };
        if !listed || wanted.closure().is_some() {
            return Ok(None);
        }
        let mut place = self.node(Value::known(-1_i64), at)?;
        let items = self.items(list, "`index_of`", at)?;
        if items.is_empty() {
            return self.never_found(wanted, Constant::Int(-1), at).map(Some);
        }
        for (number, item) in (0_i64..).zip(items).collect::<Vec<_>>().into_iter().rev() {
            let equal = self.operator("==", vec![item, wanted.clone()], at)?;
            let (equal, own) = (self.node(equal, at)?, self.node(Value::known(number), at)?);
            place = choice::choose(&mut self.graph, equal, (own, place), at)?;
        }
        Ok(Some(self.value_of(place)))
    }

    /// The answer for a value that is nowhere to be found, where it is known.
    fn never_found(&mut self, wanted: &Value, answer: Constant, at: Position) -> Compiled<Value> {
        let wanted = self.node(wanted.clone(), at)?;
        let missing = logic::is_missing(&mut self.graph, wanted, at);
        let unknown = leaf::constant(&mut self.graph, Constant::Missing, at);
        let no = leaf::constant(&mut self.graph, answer, at);
        let found = choice::choose(&mut self.graph, missing, (unknown, no), at)?;
        Ok(self.value_of(found))
    }

    /// Whether a value is one of several, some of which differ from row to row.
    fn one_of(&mut self, items: &[Value], wanted: &Value, at: Position) -> Compiled<Value> {
        let mut any = Value::known(false);
        for item in items {
            let equal = self.operator("==", vec![item.clone(), wanted.clone()], at)?;
            let (before, equal) = (self.node(any, at)?, self.node(equal, at)?);
            any = Value::Node(logic::or(&mut self.graph, before, equal, at)?);
        }
        Ok(any)
    }

    /// A closure asked of every element.
    fn asked(
        &mut self,
        how: Quantifier,
        list: &Value,
        closure: &Closure,
        at: Position,
    ) -> Compiled<Value> {
        if let Value::Node(list) = list {
            return self.asked_of_column(how, *list, closure, at);
        }
        let items = self.items(list, "this", at)?;
        if how == Quantifier::Filter {
            return self.kept(items, closure, at);
        }
        let mut joined = Value::known(how == Quantifier::All);
        for item in items {
            let answer = self.apply(closure, vec![item], at)?;
            let (before, answer) = (self.node(joined, at)?, self.node(answer, at)?);
            let both = match how {
                Quantifier::All => logic::and(&mut self.graph, before, answer, at)?,
                _ => logic::or(&mut self.graph, before, answer, at)?,
            };
            joined = self.value_of(both);
        }
        Ok(joined)
    }

    /// The elements that a closure keeps: the same in every row, or there is no telling.
    fn kept(&mut self, items: Vec<Value>, closure: &Closure, at: Position) -> Compiled<Value> {
        let mut kept = vec![];
        for item in items {
            let answer = self.apply(closure, vec![item.clone()], at)?;
            let answer = self.node(answer, at)?;
            logic::truth(&self.graph, answer, "a closure over elements", at)?;
            match self.graph.constant(answer) {
                Some(Constant::Bool(true)) => kept.push(item),
                Some(_) => {}
                None => {
                    let message = "which elements stay differs from row to row";
                    return Err(FormulaError::new("not-covered", at, message)
                        .help("count them: `for x in list { if … { n += 1; } }`"));
                }
            }
        }
        self.list(kept, at)
    }

    fn asked_of_column(
        &mut self,
        how: Quantifier,
        list: NodeId,
        closure: &Closure,
        at: Position,
    ) -> Compiled<Value> {
        let depth = self.elements;
        let element = each::element(&mut self.graph, list, depth, at)?;
        self.elements += 1;
        let answer = self.among_elements((list, element), depth, at, |this| {
            this.apply(closure, vec![Value::Node(element)], at)
        });
        self.elements -= 1;
        let answer = self.node(answer?, at)?;
        each::each(&mut self.graph, how, (list, answer), depth, at).map(Value::Node)
    }

    /// An element of a list or map, by a place or name that may differ from row to row.
    pub(super) fn element(
        &mut self,
        value: &Value,
        index: &Value,
        at: Position,
    ) -> Compiled<Value> {
        match (value, index) {
            (Value::Known(list), Value::Known(place)) => known_element(list, place, at),
            (Value::Chosen(chosen), Value::Known(place)) => {
                let some = chosen.has_some(|case| has_element(case, place));
                self.case_by_case(chosen, at, |this, case| match &case {
                    Value::Known(known) if some && !has_element(known, place) => Ok(Value::unit()),
                    _ => this.element(&case, index, at),
                })
            }
            (Value::Chosen(chosen), index) => {
                self.case_by_case(chosen, at, |this, case| this.element(&case, index, at))
            }
            (Value::Known(table), index) if table.is_map() || table.is_array() => {
                self.looked_up(table, index.clone(), at)
            }
            (Value::Several(items), Value::Known(place)) => {
                let found = place.as_int().ok().and_then(|place| at_place(items, place));
                found.cloned().ok_or_else(|| no_element(items.len(), place, at))
            }
            (Value::Several(_), _) => {
                let message = "both the list and the place in it differ from row to row";
                Err(FormulaError::new("not-covered", at, message)
                    .help("choose with `if … else if …`"))
            }
            (Value::Node(text), _) if self.graph.type_of(*text) == Type::Text => {
                Err(FormulaError::new("not-covered", at, "a part of a text by its place")
                    .help("write `.sub_string(start, length)`, which counts from 0"))
            }
            _ => {
                let arguments = vec![index.clone()];
                self.method_of_node("get", value.clone(), arguments, Site::bare(at), false)
            }
        }
    }

    /// A node's value, known beforehand where it is a constant.
    pub(super) fn value_of(&self, node: NodeId) -> Value {
        match &self.graph.node(node).op {
            Op::Constant(value) => Value::known(value.to_script()),
            _ => Value::Node(node),
        }
    }
}

/// Whether a list has elements, all of which are missing.
fn holds_nothing_known(list: &Value) -> bool {
    let Value::Known(list) = list else { return false };
    let items = list.as_array_ref();
    items.is_ok_and(|items| !items.is_empty() && items.iter().all(Dynamic::is_unit))
}

/// Whether a list has an element at a place, or a map an entry of a name.
pub(super) fn has_element(list: &Dynamic, place: &Dynamic) -> bool {
    if let Ok(map) = list.as_map_ref() {
        return place.as_immutable_string_ref().is_ok_and(|name| map.contains_key(name.as_str()));
    }
    let (Ok(items), Ok(place)) = (list.as_array_ref(), place.as_int()) else { return false };
    at_place(&items, place).is_some()
}

fn known_element(list: &Dynamic, place: &Dynamic, at: Position) -> Compiled<Value> {
    if let Ok(array) = list.as_array_ref() {
        let found = place.as_int().ok().and_then(|place| at_place(&array, place));
        let found = found.ok_or_else(|| no_element(array.len(), place, at))?;
        return Ok(Value::known(found.clone()));
    }
    if let Ok(map) = list.as_map_ref() {
        let found = map.get(place.to_string().as_str()).cloned();
        return Ok(Value::known(found.unwrap_or(Dynamic::UNIT)));
    }
    if let (Ok(text), Ok(place)) = (list.as_immutable_string_ref(), place.as_int()) {
        let all: Vec<char> = text.chars().collect();
        let found = at_place(&all, place).copied();
        return found
            .map(Value::known)
            .ok_or_else(|| no_element(all.len(), &Dynamic::from(place), at));
    }
    let message = format!("{} has no elements", describe(list));
    Err(FormulaError::new("index", at, message).help("ask a list or a map, as in `weights[0]`"))
}

/// The element at a place, from 0 or, counted from the end, from -1.
fn at_place<T>(items: &[T], place: i64) -> Option<&T> {
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let place = if place < 0 { place.checked_add(count)? } else { place };
    items.get(usize::try_from(place).ok()?)
}

pub(super) fn no_element(count: usize, place: &Dynamic, at: Position) -> FormulaError {
    FormulaError::new("index", at, format!("a list of {count} has no element {place}"))
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
