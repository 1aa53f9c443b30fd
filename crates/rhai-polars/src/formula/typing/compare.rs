//! Comparisons and `in`.

use crate::formula::constant::Constant;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::graph::{Comparison, NodeId, Op};
use crate::formula::graph_builder::GraphBuilder;
use crate::formula::types::Type;

impl GraphBuilder<'_> {
    /// `a == b` and the like: unknown where a side is missing. Whether a value is missing is asked
    /// with [`Self::is_missing`].
    pub(in crate::formula) fn compare(
        &mut self,
        how: Comparison,
        a: NodeId,
        b: NodeId,
    ) -> FormulaResult<NodeId> {
        self.of_known_sides(a, b, &|graph, a, b| {
            let (a, b) = graph.unify_sides(a, b).map_err(|error| graph.chained(a, b, error))?;
            if graph.type_of(a).is_list() {
                let help = "ask for an element, as in `\"client\" in i.tags`";
                return Err(graph.mismatch("lists cannot be compared as a whole", help));
            }
            Ok(graph.add(Op::Compare(how, a, b), Type::Bool))
        })
    }

    /// A comparison of numbers to the last digit, as a `switch` makes it.
    pub(in crate::formula) fn exactly(
        &mut self,
        how: Comparison,
        a: NodeId,
        b: NodeId,
    ) -> FormulaResult<NodeId> {
        self.of_known_sides(a, b, &|graph, a, b| {
            let (a, b) = graph.unify_sides(a, b)?;
            Ok(graph.add(Op::CompareExactly(how, a, b), Type::Bool))
        })
    }

    /// What is made of two sides: missing where one always is, case by case where one has several
    /// types, and otherwise what `make` gives.
    fn of_known_sides(
        &mut self,
        a: NodeId,
        b: NodeId,
        make: &dyn Fn(&mut GraphBuilder, NodeId, NodeId) -> FormulaResult<NodeId>,
    ) -> FormulaResult<NodeId> {
        if let Some(missing) = self.missing_side(a, b) {
            return Ok(missing);
        }
        let types = [self.type_of(a), self.type_of(b)];
        if !types.contains(&Type::Number) || !types.iter().all(|of_type| of_type.is_number()) {
            return make(self, a, b);
        }
        self.for_each_number_type(&[a, b], &mut |graph, sides| {
            graph.of_known_sides(sides[0], sides[1], make)
        })
    }

    /// The side that is missing in every row, as a constant.
    pub(super) fn missing_side(&self, a: NodeId, b: NodeId) -> Option<NodeId> {
        [a, b].into_iter().find(|side| self.constant(*side) == Some(&Constant::Missing))
    }

    /// Both sides in one type, or an error.
    fn unify_sides(&mut self, a: NodeId, b: NodeId) -> FormulaResult<(NodeId, NodeId)> {
        let (left, right) = (self.type_of(a), self.type_of(b));
        match (left, right) {
            (Type::Date, Type::Instant) => Ok((self.cast(a, Type::Instant), b)),
            (Type::Instant, Type::Date) => Ok((a, self.cast(b, Type::Instant))),
            (Type::Int, Type::Int) => Ok((a, b)),
            _ if left.is_number() && right.is_number() => Ok((self.decimal(a), self.decimal(b))),
            _ if are_comparable(left, right) => Ok((a, b)),
            _ => Err(self.not_comparable(left, right)),
        }
    }

    /// The same error; where the result of a comparison is compared again, how to write two.
    fn chained(&self, a: NodeId, b: NodeId, error: FormulaError) -> FormulaError {
        let compares = |id| matches!(self.node(id).op, Op::Compare(..));
        if compares(a) || compares(b) {
            return error.with_help(
                "join two comparisons with `&&`, as in `30 < i.age_days && i.age_days < 90`",
            );
        }
        error
    }

    fn not_comparable(&self, left: Type, right: Type) -> FormulaError {
        let help = match (left, right) {
            (Type::Text, Type::Date | Type::Instant) | (Type::Date | Type::Instant, Type::Text) => {
                "write the day as `date(\"2026-01-31\")`"
            }
            (Type::Text, t) | (t, Type::Text) if t.is_number() => {
                "turn the text into a number with `.to_int()` or `.to_float()`"
            }
            (list, _) | (_, list) if list.is_list() => {
                "ask for an element of a list with `in`, as in `\"client\" in i.tags`"
            }
            (Type::Date | Type::Instant, t) | (t, Type::Date | Type::Instant) if t.is_number() => {
                "compare a number of days, as in `today - i.sent_at > 30`, or `i.sent_at.year`"
            }
            (Type::Bool, _) | (_, Type::Bool) => {
                "what is true or false stands by itself, as in `i.has_note` or `!i.has_note`; of \
                 one that may be missing, `i.has_note ?? false`"
            }
            _ => "compare values of one type",
        };
        self.mismatch(format!("{left} cannot be compared with {right}"), help)
    }

    /// The same value in another type of numbers or dates.
    pub(super) fn cast(&mut self, a: NodeId, to: Type) -> NodeId {
        if self.type_of(a) == to {
            return a;
        }
        let position = self.node(a).position;
        self.at_position(position).add(Op::Cast(a), to)
    }

    /// The same number as a decimal one.
    pub(in crate::formula) fn decimal(&mut self, a: NodeId) -> NodeId {
        match self.node(a).op {
            Op::MixedNumber { joint, .. } => joint,
            _ if self.type_of(a) == Type::Int => self.cast(a, Type::Float),
            _ => a,
        }
    }

    /// `a in values`: as `a == …` joined by `||`, of which values of one type are asked at once.
    /// What is of another type than `a` is never equal to it; where all of them are, that is an
    /// error. Nothing is in an empty list; whether it is a missing one of them is unknown.
    pub(in crate::formula) fn within(
        &mut self,
        a: NodeId,
        values: &[Constant],
    ) -> FormulaResult<NodeId> {
        let wanted = self.type_of(a);
        let mut is_within = self.add_constant(Constant::Bool(false));
        if values.is_empty() || wanted == Type::Missing {
            return Ok(if values.is_empty() { is_within } else { a });
        }
        let mut by_type: Vec<(Type, Vec<Constant>)> = vec![];
        for value in values {
            let of_type = value.of_type();
            match by_type.iter_mut().find(|(other, _)| *other == of_type) {
                Some((_, alike)) => alike.push(value.clone()),
                None => by_type.push((of_type, vec![value.clone()])),
            }
        }
        let of_types = by_type.iter().map(|(of_type, _)| *of_type);
        let of_types: Vec<Type> = of_types.filter(|of_type| *of_type != Type::Missing).collect();
        let is_asked = |of_type| are_comparable(wanted, of_type) && !of_type.is_list();
        if let Some(other) = of_types.first()
            && !of_types.iter().any(|of_type| is_asked(*of_type))
        {
            return Err(self.not_comparable(wanted, *other));
        }
        for (of_type, alike) in by_type.into_iter().filter(|(of_type, _)| is_asked(*of_type)) {
            let asked = match of_type {
                Type::Missing => self.add_constant(Constant::Missing),
                _ => self.among(a, of_type, alike)?,
            };
            is_within = self.or(is_within, asked)?;
        }
        Ok(is_within)
    }

    /// `a in values`, all of which are known, of one type and comparable with `a`.
    fn among(&mut self, a: NodeId, element: Type, values: Vec<Constant>) -> FormulaResult<NodeId> {
        let (a, list) = match (self.type_of(a), element) {
            (Type::Number, _) => {
                return self.for_each_number_type(&[a], &mut |graph, a| {
                    graph.among(a[0], element, values.clone())
                });
            }
            (Type::Int, Type::Float) => (self.decimal(a), Constant::List(element, values)),
            (Type::Float, Type::Int) => (
                a,
                Constant::List(Type::Float, values.iter().map(Constant::int_as_float).collect()),
            ),
            (Type::Date, Type::Instant) => {
                (self.cast(a, Type::Instant), Constant::List(element, values))
            }
            (Type::Instant, Type::Date) => {
                let begun = values.into_iter().map(|value| match value {
                    Constant::Date(day) => Constant::Instant(day.midnight()),
                    other => other,
                });
                (a, Constant::List(Type::Instant, begun.collect()))
            }
            _ => (a, Constant::List(element, values)),
        };
        let list = self.add_constant(list);
        Ok(self.add(Op::IsIn(a, list), Type::Bool))
    }
}

/// Whether values of these types may be equal.
pub(in crate::formula) fn are_comparable(left: Type, right: Type) -> bool {
    let is_time = |of_type| matches!(of_type, Type::Date | Type::Instant);
    left == right
        || [left, right].contains(&Type::Missing)
        || left.is_number() && right.is_number()
        || is_time(left) && is_time(right)
}
