//! Closures asked of every element of a list.
//!
//! Invariant: an element of which the answer is unknown leaves the whole unknown, unless another
//! decides it.

use super::known::{all_known, array};
use super::list::is_listed;
use super::repeat::TURNS_MAX;
use super::resolver::Resolver;
use super::scope::{Closure, Value};
use crate::formula::error::{Compiled, FormulaError};
use crate::formula::graph::{NodeId, Quantifier};
use crate::formula::types::Type;
use crate::formula::typing::{each, logic, untyped};
use crate::formula::value::Value as Constant;
use rhai::Position;

/// What to do where it differs from row to row which elements stay. An inner closure cannot ask the
/// row while a method of it runs.
const COUNT_THEM: &str = "count them: `let n = 0; for x in list { if … { n += 1; } }`; or compute \
     it row by row, which is slow: `pending.map_rows(\"column\", |i| { let known = i.tags; … })`, \
     where an inner closure asks `known`, not `i`";

/// More elements than a script's lists have.
const LIST_MAX: usize = 100_000;

impl Resolver<'_> {
    /// A closure asked of every element.
    pub(super) fn asked(
        &mut self,
        how: Quantifier,
        list: &Value,
        closure: &Closure,
        at: Position,
    ) -> Compiled<Value> {
        if let Value::Node(list) = list {
            return self.asked_of_column(how, *list, closure, at);
        }
        let items = self.items(list, "this", at, most(list, closure))?;
        if how == Quantifier::Filter {
            return self.kept(items, closure, at);
        }
        let mut joined = Value::known(how == Quantifier::All);
        for (place, item) in (0_i64..).zip(items) {
            let answer = self.apply_at(closure, vec![item], place, at)?;
            let (before, answer) = (self.node(joined, at)?, self.node(answer, at)?);
            let both = match how {
                Quantifier::All => logic::and(&mut self.graph, before, answer, at)?,
                _ => logic::or(&mut self.graph, before, answer, at)?,
            };
            joined = self.value_of(both);
            let decided = how == Quantifier::Any;
            if matches!(&joined, Value::Known(joined) if joined.as_bool() == Ok(decided)) {
                break;
            }
        }
        Ok(joined)
    }

    /// The elements that a closure keeps: the same in every row, or there is no telling.
    fn kept(&mut self, items: Vec<Value>, closure: &Closure, at: Position) -> Compiled<Value> {
        let mut kept = vec![];
        for (place, item) in (0_i64..).zip(items) {
            let answer = self.apply_at(closure, vec![item.clone()], place, at)?;
            let answer = self.node(answer, at)?;
            logic::truth(&self.graph, answer, "a closure over elements", at)?;
            match self.graph.constant(answer) {
                Some(Constant::Bool(true)) => kept.push(item),
                Some(_) => {}
                None => {
                    let message = "which elements stay differs from row to row";
                    return Err(
                        FormulaError::new("not-covered", at, message).help_alone(COUNT_THEM)
                    );
                }
            }
        }
        Ok(array(kept))
    }

    fn asked_of_column(
        &mut self,
        how: Quantifier,
        list: NodeId,
        closure: &Closure,
        at: Position,
    ) -> Compiled<Value> {
        let as_it_is = self.asked_of_elements(how, list, closure, at);
        if as_it_is.is_ok() || !untyped::holds_nothing(&self.graph, list) {
            return as_it_is;
        }
        // What the closure does with them says what they could be.
        let mut tried = [Type::Int, Type::Float].into_iter().map(|element| {
            let list = untyped::as_list_of(&mut self.graph, list, element);
            self.asked_of_elements(how, list, closure, at)
        });
        tried.find_map(Result::ok).map_or(as_it_is, Ok)
    }

    fn asked_of_elements(
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

    /// What a closure gives for each element of a list that is known beforehand.
    pub(super) fn mapped(
        &mut self,
        list: &Value,
        closure: &Closure,
        at: Position,
    ) -> Compiled<Value> {
        if matches!(list, Value::Node(_)) {
            let message = "`map` makes a new list of one that differs from row to row";
            return Err(FormulaError::new("not-covered", at, message)
                .help("ask its elements, as in `i.tags.any(|tag| tag.len() > 3)`"));
        }
        self.answers(list, closure, "`map`", at).map(array)
    }

    /// What a closure answers to each element of a list that is known beforehand.
    fn answers(
        &mut self,
        list: &Value,
        closure: &Closure,
        user: &str,
        at: Position,
    ) -> Compiled<Vec<Value>> {
        let items = self.items(list, user, at, most(list, closure))?;
        let answers = (0_i64..).zip(items);
        answers.map(|(place, item)| self.apply_at(closure, vec![item], place, at)).collect()
    }

    /// The first element of which a closure is true, or its place: missing where there is none.
    pub(super) fn first_asked(
        &mut self,
        list: &Value,
        asked: &Value,
        element: bool,
        at: Position,
    ) -> Compiled<Option<Value>> {
        let (true, Some(closure)) = (is_listed(list), asked.closure()) else { return Ok(None) };
        let items = self.items(list, "this", at, most(list, &closure))?;
        let answers = self.answers(list, &closure, "this", at)?;
        let mut first = if element { Value::unit() } else { Value::known(-1_i64) };
        for (place, (item, answer)) in
            (0_i64..).zip(items.into_iter().zip(answers)).collect::<Vec<_>>().into_iter().rev()
        {
            let own = if element { item } else { Value::known(place) };
            let answer = self.node(answer, at)?;
            logic::truth(&self.graph, answer, "a closure over elements", at)?;
            first = match self.graph.constant(answer) {
                Some(Constant::Bool(true)) => own,
                Some(Constant::Bool(false)) => first,
                Some(_) => Value::unit(),
                None => self.chosen(answer, (own, first), at)?,
            };
        }
        Ok(Some(first))
    }

    /// What a closure makes of a value and each element in turn.
    pub(super) fn reduced(
        &mut self,
        list: &Value,
        (asked, start): (&Value, &[Value]),
        at: Position,
    ) -> Compiled<Option<Value>> {
        let (true, Some(closure)) = (is_listed(list), asked.closure()) else { return Ok(None) };
        let mut whole = match start {
            [] => Value::unit(),
            [start] => start.clone(),
            _ => return Ok(None),
        };
        for (place, item) in
            (0_i64..).zip(self.items(list, "`reduce`", at, most(list, &closure))?)
        {
            whole = self.apply_at(&closure, vec![whole, item], place, at)?;
        }
        Ok(Some(whole))
    }
}

/// Of how many elements a closure may be asked: where it sees nothing of the row, of as many as a
/// list has.
fn most(list: &Value, closure: &Closure) -> usize {
    let known = matches!(list, Value::Known(_)) && all_known(&closure.captured).is_some();
    if known { LIST_MAX } else { TURNS_MAX }
}
