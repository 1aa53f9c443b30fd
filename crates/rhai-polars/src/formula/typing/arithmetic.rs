//! `+ - * / % **` on numbers, `+` on texts, and days added to dates.

use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::graph::{Arithmetic, NodeId, Op};
use crate::formula::graph_builder::GraphBuilder;
use crate::formula::render::sign;
use crate::formula::types::Type;

impl GraphBuilder<'_> {
    /// `a + b` and the like.
    pub(in crate::formula) fn arithmetic(
        &mut self,
        how: Arithmetic,
        a: NodeId,
        b: NodeId,
    ) -> FormulaResult<NodeId> {
        use Arithmetic::{Add, Subtract};
        if let Some(missing) = self.missing_side(a, b) {
            return Ok(missing);
        }
        let of_type = match (self.type_of(a), how, self.type_of(b)) {
            (left, _, right) if left.is_number() && right.is_number() => {
                return self.for_each_number_type(&[a, b], &mut |graph, sides| {
                    Ok(graph.of_numbers(how, sides[0], sides[1]))
                });
            }
            (Type::Date, Subtract, Type::Instant) | (Type::Instant, Subtract, Type::Date) => {
                let (a, b) = (self.cast(a, Type::Instant), self.cast(b, Type::Instant));
                return self.arithmetic(how, a, b);
            }
            (Type::Text, Add, Type::Text) => Type::Text,
            (day @ (Type::Date | Type::Instant), Add | Subtract, Type::Int) => day,
            (Type::Date, Subtract, Type::Date) | (Type::Instant, Subtract, Type::Instant) => {
                Type::Int
            }
            // Unknown in every row. The other side does not tell its type: a whole number divided
            // by a missing decimal one is no whole number.
            (Type::Missing, _, _) | (_, _, Type::Missing) => Type::Missing,
            (left, _, right) => return Err(self.not_computed(how, left, right)),
        };
        Ok(self.add(Op::Arithmetic(how, a, b), of_type))
    }

    /// `-a`.
    pub(in crate::formula) fn negate(&mut self, a: NodeId) -> FormulaResult<NodeId> {
        let of_type = self.type_of(a);
        let help = match of_type {
            Type::Missing => return Ok(a),
            Type::Number => {
                return self.for_each_number_type(&[a], &mut |graph, part| graph.negate(part[0]));
            }
            number if number.is_number() => return Ok(self.add(Op::Negate(a), number)),
            Type::Bool => "that something does not hold is `!`, as in `!i.has_note`",
            Type::Date | Type::Instant => {
                "turn a date into a number of days, as in `today - i.sent_at`"
            }
            Type::Text => "turn a text into a number with `.to_int()` or `.to_float()`",
            _ => "put it before a number",
        };
        Err(self.mismatch(format!("`-` needs a number, but this is {of_type}"), help))
    }

    /// `+a`.
    pub(in crate::formula) fn plus(&self, a: NodeId) -> FormulaResult<NodeId> {
        let of_type = self.type_of(a);
        if of_type.is_number() || of_type == Type::Missing {
            return Ok(a);
        }
        let message = format!("`+` needs a number, but this is {of_type}");
        Err(self.mismatch(message, "put it between two values"))
    }

    /// Of two numbers, neither of which is mixed.
    fn of_numbers(&mut self, how: Arithmetic, a: NodeId, b: NodeId) -> NodeId {
        if self.type_of(a) == Type::Int && self.type_of(b) == Type::Int {
            return self.add(Op::Arithmetic(how, a, b), Type::Int);
        }
        let (a, b) = (self.decimal(a), self.decimal(b));
        self.add(Op::Arithmetic(how, a, b), Type::Float)
    }

    fn not_computed(&self, how: Arithmetic, left: Type, right: Type) -> FormulaError {
        let sign = sign(how);
        let help = match (left, right) {
            (Type::Bool, t) | (t, Type::Bool) if t.is_number() => {
                "turn a condition into a number with `if … { 1 } else { 0 }`"
            }
            (Type::Text, t) | (t, Type::Text) if t.is_number() => {
                "turn a text into a number with `.to_int()`, or a number into a text with \
                 `.to_string()`"
            }
            (Type::Date | Type::Instant, Type::Text) | (Type::Text, Type::Date | Type::Instant)
                if how == Arithmetic::Subtract || !matches!(left, Type::Text) =>
            {
                "days are a whole number, as in `i.sent_at - days(3)`; a text becomes a date with \
                 `.date()`, a date a text with `.to_string()`"
            }
            (Type::Text, t) | (t, Type::Text)
                if how == Arithmetic::Add && !t.is_list() && t != Type::Text =>
            {
                "make a text of it with `.to_string()`, or write both into one: `${…}`"
            }
            (Type::Text, Type::Text) => {
                "join texts with `+`; take a part out of one with `.replace(part, \"\")`"
            }
            (t, Type::Date | Type::Instant) if t.is_number() && how == Arithmetic::Add => {
                "write the date first, as in `i.sent_at + 30`"
            }
            (Type::Date | Type::Instant, t) | (t, Type::Date | Type::Instant) if t.is_number() => {
                "a date and whole days are added or subtracted, as in `i.sent_at + 30`"
            }
            (Type::Date | Type::Instant, Type::Date | Type::Instant) => {
                "the days between two dates are their difference, as in `today - i.sent_at`"
            }
            (list, _) | (_, list) if list.is_list() => {
                "ask a list with `in`, `.any(|x| …)` or `.len()`; lists that are the same in every \
                 row are joined before the formula"
            }
            _ => "give both sides as numbers",
        };
        self.mismatch(format!("`{sign}` cannot take {left} and {right}"), help)
    }
}
