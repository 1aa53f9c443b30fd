//! Looks for a value in a list: whether it is there, and where first.

use super::constant_evaluation::CallStyle;
use super::list::{is_array, range_bounds};
use super::loops::TURNS_MAX;
use super::resolver::Resolver;
use super::scope::ResolvedValue;
use crate::codes;
use crate::formula::constant::Constant;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::typing::compare;
use rhai::{Dynamic, Position};
use std::sync::Arc;

impl Resolver<'_> {
    /// `wanted in list`, which Rhai writes as `contains(list, wanted)`.
    pub(super) fn contains(
        &mut self,
        list: &ResolvedValue,
        wanted: &ResolvedValue,
        at: Position,
    ) -> FormulaResult<Option<ResolvedValue>> {
        if let ResolvedValue::VaryingList(items) = list {
            return self.one_of(items, wanted, at).map(Some);
        }
        let ResolvedValue::Known(known) = list else { return Ok(None) };
        if let Some((least, greatest)) = range_bounds(known) {
            let more =
                self.operator(">=", vec![wanted.clone(), ResolvedValue::known(least)], at)?;
            let sign = if greatest.1 { "<=" } else { "<" };
            let less =
                self.operator(sign, vec![wanted.clone(), ResolvedValue::known(greatest.0)], at)?;
            let (more, less) = (self.node(more, at)?, self.node(less, at)?);
            let both = self.graph.at(at).and(more, less)?;
            return Ok(Some(self.value_of(both)));
        }
        if let Ok(map) = known.as_map_ref() {
            let names: Vec<_> =
                map.keys().map(|name| Constant::Text(name.as_str().into())).collect();
            return self.within(&names, wanted, at).map(Some);
        }
        let Ok(items) = known.as_array_ref() else { return Ok(None) };
        if let ResolvedValue::Known(wanted) = wanted {
            return self.search_by_rhai("contains", known, wanted, at).map(Some);
        }
        // What is of no type that a column has equals none of its values.
        let values: Vec<_> = items.iter().filter_map(Constant::from_script).collect();
        if values.is_empty() && !items.is_empty() {
            return Err(FormulaError::new(
                codes::TYPE_MISMATCH,
                at,
                "`in` cannot search this list",
            )
            .with_help("ask a list of texts, numbers, dates, or what is true or false"));
        }
        self.within(&values, wanted, at).map(Some)
    }

    fn within(
        &mut self,
        values: &[Constant],
        wanted: &ResolvedValue,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let wanted = self.node(wanted.clone(), at)?;
        let is_within = self.graph.at(at).within(wanted, values)?;
        Ok(self.value_of(is_within))
    }

    /// Whether a known value is in a known list, or its place in it, as Rhai compares the two.
    fn search_by_rhai(
        &mut self,
        name: &str,
        list: &Arc<Dynamic>,
        wanted: &Arc<Dynamic>,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
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
        let (answer, _) = self.call_rhai(name, CallStyle::Function, &asked, at)?;
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
    pub(super) fn index_of(
        &mut self,
        list: &ResolvedValue,
        wanted: &ResolvedValue,
        at: Position,
    ) -> FormulaResult<Option<ResolvedValue>> {
        if !is_array(list) {
            return Ok(None);
        }
        if wanted.closure().is_some() {
            return self.find_first(list, wanted, false, at);
        }
        if let (ResolvedValue::Known(list), ResolvedValue::Known(wanted)) = (list, wanted) {
            return self.search_by_rhai("index_of", list, wanted, at).map(Some);
        }
        let mut index = self.node(ResolvedValue::known(-1_i64), at)?;
        let items = self.iterated_items(list, "`index_of`", at, TURNS_MAX)?;
        if items.is_empty() {
            return self.never_found(wanted, Constant::Int(-1), at).map(Some);
        }
        let equal = self.each_equals(&items, wanted, at)?;
        for (number, equal) in (0_i64..).zip(equal).collect::<Vec<_>>().into_iter().rev() {
            let (equal, number_node) =
                (self.node(equal, at)?, self.node(ResolvedValue::known(number), at)?);
            index = self.graph.at(at).choose(equal, number_node, index)?;
        }
        Ok(Some(self.value_of(index)))
    }

    /// The answer for a value that is nowhere to be found, where it is known.
    fn never_found(
        &mut self,
        wanted: &ResolvedValue,
        answer: Constant,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let wanted = self.node(wanted.clone(), at)?;
        let missing = self.graph.at(at).is_missing(wanted);
        let unknown = self.graph.at(at).add_constant(Constant::Missing);
        let no = self.graph.at(at).add_constant(answer);
        let answer_node = self.graph.at(at).choose(missing, unknown, no)?;
        Ok(self.value_of(answer_node))
    }

    /// Whether a value is one of several, some of which differ from row to row.
    fn one_of(
        &mut self,
        items: &[ResolvedValue],
        wanted: &ResolvedValue,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        let mut any = ResolvedValue::known(false);
        for equal in self.each_equals(items, wanted, at)? {
            let (before, equal) = (self.node(any, at)?, self.node(equal, at)?);
            any = ResolvedValue::Node(self.graph.at(at).or(before, equal)?);
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
    ) -> FormulaResult<Vec<ResolvedValue>> {
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
}
