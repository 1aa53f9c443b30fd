//! Closures asked of every element of a list.
//!
//! Invariant: an element of which the answer is unknown leaves the whole unknown, unless another
//! decides it.

use super::constant_evaluation::{all_known, list_value};
use super::list::is_array;
use super::loops::TURNS_MAX;
use super::resolver::Resolver;
use super::scope::{Closure, ResolvedValue};
use crate::codes;
use crate::formula::constant::Constant;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::graph::{NodeId, Quantifier};
use crate::formula::types::Type;
use crate::formula::typing::empty_list;
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
    pub(super) fn quantify_list(
        &mut self,
        how: Quantifier,
        list: &ResolvedValue,
        closure: &Closure,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        if let ResolvedValue::Node(list) = list {
            return self.asked_of_column(how, *list, closure, at);
        }
        let items = self.iterated_items(list, "this", at, most(list, closure))?;
        if how == Quantifier::Filter {
            return self.filter_list(items, closure, at);
        }
        let mut joined = ResolvedValue::known(how == Quantifier::All);
        for (index, item) in (0_i64..).zip(items) {
            let answer = self.apply_at(closure, vec![item], index, at)?;
            let (before, answer) = (self.node(joined, at)?, self.node(answer, at)?);
            let both = match how {
                Quantifier::All => self.graph.at(at).and(before, answer)?,
                _ => self.graph.at(at).or(before, answer)?,
            };
            joined = self.value_of(both);
            let decided = how == Quantifier::Any;
            if matches!(&joined, ResolvedValue::Known(joined) if joined.as_bool() == Ok(decided)) {
                break;
            }
        }
        Ok(joined)
    }

    /// The elements that a closure keeps: the same in every row, or there is no telling.
    fn filter_list(
        &mut self,
        items: Vec<ResolvedValue>,
        closure: &Closure,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let mut kept = vec![];
        for (index, item) in (0_i64..).zip(items) {
            let answer = self.apply_at(closure, vec![item.clone()], index, at)?;
            let answer = self.node(answer, at)?;
            self.graph.at(at).demand_condition(answer, "a closure over elements")?;
            match self.graph.constant(answer) {
                Some(Constant::Bool(true)) => kept.push(item),
                Some(_) => {}
                None => {
                    let message = "which elements stay differs from row to row";
                    return Err(FormulaError::new(codes::NOT_COVERED, at, message)
                        .with_only_help(COUNT_THEM));
                }
            }
        }
        Ok(list_value(kept))
    }

    fn asked_of_column(
        &mut self,
        how: Quantifier,
        list: NodeId,
        closure: &Closure,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let as_it_is = self.asked_of_elements(how, list, closure, at);
        if as_it_is.is_ok() || !empty_list::holds_no_known_element(&self.graph, list) {
            return as_it_is;
        }
        // What the closure does with them says what they could be.
        let mut tried = [Type::Int, Type::Float].into_iter().map(|element| {
            let list = self.graph.at(at).as_list_of(list, element);
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
    ) -> FormulaResult<ResolvedValue> {
        let depth = self.element_depth;
        let element = self.graph.at(at).element(list, depth)?;
        self.element_depth += 1;
        let answer = self.compile_for_elements(list, element, depth, at, |this| {
            this.apply(closure, vec![ResolvedValue::Node(element)], at)
        });
        self.element_depth -= 1;
        let answer = self.node(answer?, at)?;
        self.graph.at(at).each(how, list, answer, depth).map(ResolvedValue::Node)
    }

    /// What a closure gives for each element of a list that is known beforehand.
    pub(super) fn map_list(
        &mut self,
        list: &ResolvedValue,
        closure: &Closure,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        if matches!(list, ResolvedValue::Node(_)) {
            let message = "`map` makes a new list of one that differs from row to row";
            return Err(FormulaError::new(codes::NOT_COVERED, at, message)
                .with_help("ask its elements, as in `i.tags.any(|tag| tag.len() > 3)`"));
        }
        self.answers(list, closure, "`map`", at).map(list_value)
    }

    /// What a closure answers to each element of a list that is known beforehand.
    fn answers(
        &mut self,
        list: &ResolvedValue,
        closure: &Closure,
        user: &str,
        at: Position,
    ) -> FormulaResult<Vec<ResolvedValue>> {
        let items = self.iterated_items(list, user, at, most(list, closure))?;
        let answers = (0_i64..).zip(items);
        answers.map(|(index, item)| self.apply_at(closure, vec![item], index, at)).collect()
    }

    /// The first element of which a closure is true, or its place: missing where there is none.
    pub(super) fn find_first(
        &mut self,
        list: &ResolvedValue,
        asked: &ResolvedValue,
        element: bool,
        at: Position,
    ) -> FormulaResult<Option<ResolvedValue>> {
        let (true, Some(closure)) = (is_array(list), asked.closure()) else { return Ok(None) };
        let items = self.iterated_items(list, "this", at, most(list, &closure))?;
        let answers = self.answers(list, &closure, "this", at)?;
        let mut first = if element { ResolvedValue::unit() } else { ResolvedValue::known(-1_i64) };
        for (index, (item, answer)) in
            (0_i64..).zip(items.into_iter().zip(answers)).collect::<Vec<_>>().into_iter().rev()
        {
            let answer_if_first = if element { item } else { ResolvedValue::known(index) };
            let answer = self.node(answer, at)?;
            self.graph.at(at).demand_condition(answer, "a closure over elements")?;
            first = match self.graph.constant(answer) {
                Some(Constant::Bool(true)) => answer_if_first,
                Some(Constant::Bool(false)) => first,
                Some(_) => ResolvedValue::unit(),
                None => self.choose_value(answer, answer_if_first, first, at)?,
            };
        }
        Ok(Some(first))
    }

    /// What a closure makes of a value and each element in turn.
    pub(super) fn reduce_list(
        &mut self,
        list: &ResolvedValue,
        asked: &ResolvedValue,
        start: &[ResolvedValue],
        at: Position,
    ) -> FormulaResult<Option<ResolvedValue>> {
        let (true, Some(closure)) = (is_array(list), asked.closure()) else { return Ok(None) };
        let mut whole = match start {
            [] => ResolvedValue::unit(),
            [start] => start.clone(),
            _ => return Ok(None),
        };
        for (index, item) in
            (0_i64..).zip(self.iterated_items(list, "`reduce`", at, most(list, &closure))?)
        {
            whole = self.apply_at(&closure, vec![whole, item], index, at)?;
        }
        Ok(Some(whole))
    }
}

/// Of how many elements a closure may be asked: where it sees nothing of the row, of as many as a
/// list has.
fn most(list: &ResolvedValue, closure: &Closure) -> usize {
    let known = matches!(list, ResolvedValue::Known(_)) && all_known(&closure.captured).is_some();
    if known { LIST_MAX } else { TURNS_MAX }
}
