//! What is documented of formulas, in the plainest way: a value is known or not; whatever asks an
//! unknown one is unknown, but `&&`, `||`, `??` and `== ()`. A division by zero and a whole number
//! beyond 64 bits are unknown.

use crate::random::{Body, Expression, Statement};
use polars::prelude::DataFrame;
use rescind::formula::graph::Comparison;
use rescind::formula::lower::compare;
use rescind::script::convert;
use rhai::{Dynamic, Map};

/// A known value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Int(i64),
    Float(f64),
    Bool(bool),
    Text(String),
}

impl Value {
    pub(crate) fn script(value: Option<Self>) -> Dynamic {
        match value {
            None => Dynamic::UNIT,
            Some(Self::Int(value)) => value.into(),
            Some(Self::Float(value)) => value.into(),
            Some(Self::Bool(value)) => value.into(),
            Some(Self::Text(value)) => value.into(),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "as Rhai widens a whole number")]
    fn float(&self) -> f64 {
        match self {
            Self::Int(value) => *value as f64,
            Self::Float(value) => *value,
            _ => f64::NAN,
        }
    }

    fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    fn int(&self) -> i64 {
        if let Self::Int(value) = self { *value } else { 0 }
    }
}

/// One row, and whether Rhai met there what it has no answer to.
pub(crate) struct Model {
    row: Map,
    sum: Option<Value>,
    pub(crate) differs: bool,
}

impl Model {
    pub(crate) fn new(frame: &DataFrame, row: usize) -> Self {
        Self { row: convert::row(frame, row), sum: None, differs: false }
    }

    /// A result that Rhai has only if it is known.
    fn only_here(&mut self, value: Option<Value>) -> Option<Value> {
        self.differs |= value.is_none();
        value
    }

    fn truth(&mut self, source: &Expression) -> Option<bool> {
        let value = self.value(source);
        match self.only_here(value) {
            Some(Value::Bool(truth)) => Some(truth),
            _ => None,
        }
    }

    pub(crate) fn value(&mut self, source: &Expression) -> Option<Value> {
        use Expression as E;
        match source {
            E::Column(name) => {
                let cell = &self.row[*name];
                let number = cell.as_int().map(Value::Int);
                let number = number.or_else(|_| cell.as_float().map(Value::Float));
                let value = number.or_else(|_| cell.as_bool().map(Value::Bool));
                value.or_else(|_| cell.clone().into_string().map(Value::Text)).ok()
            }
            E::Int(value) => Some(Value::Int(*value)),
            E::Float(value) => Some(Value::Float(*value)),
            E::Bool(value) => Some(Value::Bool(*value)),
            E::Text(value) => Some(Value::Text((*value).into())),
            E::Sum => self.sum.clone(),
            E::Binary("??", a, b) => match self.value(a) {
                None => self.value(b),
                known => known,
            },
            E::Binary(sign @ ("&&" | "||"), a, b) => self.logic(*sign == "||", a, b),
            E::Binary(sign, a, b) => {
                let (a, b) = (self.value(a), self.value(b));
                self.differs |= a.is_none() || b.is_none();
                let result = binary(sign, &a?, &b?);
                self.only_here(result)
            }
            E::Unary("!", a) => self.truth(a).map(|truth| Value::Bool(!truth)),
            E::Unary(_, a) => {
                let a = self.value(a);
                let negated = a.and_then(|a| a.int().checked_neg()).map(Value::Int);
                self.only_here(negated)
            }
            E::If(condition, yes, no) => {
                if self.truth(condition)? {
                    self.value(yes)
                } else {
                    self.value(no)
                }
            }
            E::IsMissing(a, is) => Some(Value::Bool(self.value(a).is_none() == *is)),
            E::In(a, list) => {
                let a = self.value(a);
                if list.is_empty() {
                    return Some(Value::Bool(false));
                }
                let a = self.only_here(a)?;
                let list: Vec<Value> = list.iter().filter_map(|item| self.value(item)).collect();
                Some(Value::Bool(list.iter().any(|item| compared("==", item, &a))))
            }
            E::Range(a, least, end) => {
                let a = self.value(a);
                let a = self.only_here(a)?.int();
                Some(Value::Bool(*least <= a && a < *end))
            }
            E::Method(name, all) => {
                let all: Vec<Option<Value>> = all.iter().map(|source| self.value(source)).collect();
                let known: Option<Vec<Value>> = all.into_iter().collect();
                let result = known.and_then(|known| method(name, &known));
                self.only_here(result)
            }
            E::Switch(subject, cases, default) => {
                let subject = self.value(subject);
                self.differs |= subject.is_none();
                for (literal, guard, value) in cases {
                    let literal = match literal {
                        // Rhai cannot write the least number as one literal.
                        E::Int(i64::MIN) => Some(Value::Int(-i64::MAX)),
                        other => self.value(other),
                    };
                    let matched = subject.as_ref().map(|subject| literal.as_ref() == Some(subject));
                    if matched == Some(false) {
                        continue;
                    }
                    match (matched, guard.as_ref().map_or(Some(true), |guard| self.truth(guard))) {
                        (_, Some(false)) => {}
                        (Some(true), Some(true)) => return self.value(value),
                        _ => return None,
                    }
                }
                self.value(default)
            }
            E::Tag(part) => {
                let tags = self.row["tags"].clone();
                let Ok(tags) = tags.into_array() else { return self.only_here(None) };
                let any = tags.iter().any(|tag| tag.to_string().contains(part));
                Some(Value::Bool(any))
            }
        }
    }

    /// Either side decides alone; Rhai does not get to the second where the first does.
    fn logic(&mut self, deciding: bool, a: &Expression, b: &Expression) -> Option<Value> {
        let first = self.truth(a);
        if first == Some(deciding) {
            return Some(Value::Bool(deciding));
        }
        let second = self.truth(b);
        match (first, second) {
            (_, Some(second)) if second == deciding => Some(Value::Bool(deciding)),
            (Some(_), Some(_)) => Some(Value::Bool(!deciding)),
            _ => None,
        }
    }

    pub(crate) fn body(&mut self, body: &Body) -> Option<Value> {
        self.sum = self.value(&body.start);
        for statement in &body.statements {
            match statement {
                Statement::Add(when, amount) => {
                    let taken = when.as_ref().map_or(Some(true), |when| self.truth(when));
                    match taken {
                        Some(true) => self.add(amount, 0),
                        Some(false) => {}
                        None => self.sum = None,
                    }
                }
                Statement::Return(when, value) => match self.truth(when) {
                    Some(true) => return self.value(value),
                    Some(false) => {}
                    None => return None,
                },
                Statement::For(turns, leave, when, amount) => {
                    for turn in 0..*turns {
                        match (self.truth(when), *leave) {
                            (Some(true), "break") => break,
                            (Some(true), _) => {}
                            (Some(false), _) => self.add(amount, turn),
                            (None, leave) => {
                                self.sum = None;
                                if leave == "break" {
                                    break;
                                }
                            }
                        }
                    }
                }
            }
        }
        self.value(&body.result)
    }

    fn add(&mut self, amount: &Expression, more: i64) {
        let old = self.sum.clone();
        let amount = self.value(amount);
        let sum = old.and_then(|old| {
            let amount = amount.and_then(|amount| amount.int().checked_add(more))?;
            old.int().checked_add(amount).map(Value::Int)
        });
        self.sum = self.only_here(sum);
    }
}

fn binary(sign: &str, a: &Value, b: &Value) -> Option<Value> {
    if matches!(sign, "==" | "!=" | "<" | "<=" | ">" | ">=") {
        return Some(Value::Bool(compared(sign, a, b)));
    }
    if let (Value::Int(a), Value::Int(b)) = (a, b) {
        let result = match sign {
            "+" => a.checked_add(*b),
            "-" => a.checked_sub(*b),
            "*" => a.checked_mul(*b),
            "/" => a.checked_div(*b),
            "%" => a.checked_rem(*b),
            _ => u32::try_from(*b).ok().and_then(|b| a.checked_pow(b)),
        };
        return result.map(Value::Int);
    }
    if let (Value::Text(a), Value::Text(b)) = (a, b) {
        return Some(Value::Text(format!("{a}{b}")));
    }
    let (a, b) = (a.float(), b.float());
    Some(Value::Float(match sign {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        _ if b == 0.0 => return None,
        "/" => a / b,
        _ => a % b,
    }))
}

fn compared(sign: &str, a: &Value, b: &Value) -> bool {
    let order = match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        _ => {
            let how = match sign {
                "==" => Comparison::Equal,
                "!=" => Comparison::NotEqual,
                "<" => Comparison::Less,
                "<=" => Comparison::LessOrEqual,
                ">" => Comparison::Greater,
                _ => Comparison::GreaterOrEqual,
            };
            return compare::rhai(how, a.float(), b.float());
        }
    };
    match sign {
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    }
}

fn method(name: &str, all: &[Value]) -> Option<Value> {
    let text = all[0].text();
    let other = all.get(1).map_or("", Value::text);
    let count = |text: &str| i64::try_from(text.chars().count()).unwrap();
    let number = all[0].float();
    Some(match name {
        "len" => Value::Int(count(text)),
        "index_of" => Value::Int(text.find(other).map_or(-1, |at| count(&text[..at]))),
        "contains" => Value::Bool(text.contains(other)),
        "starts_with" => Value::Bool(text.starts_with(other)),
        "ends_with" => Value::Bool(text.ends_with(other)),
        "to_lower" => Value::Text(text.to_lowercase()),
        "to_upper" => Value::Text(text.to_uppercase()),
        "trim" => Value::Text(text.trim().into()),
        "replace" => Value::Text(text.replace(other, all[2].text())),
        "sub_string" => {
            let start = all[1].int();
            let start = if start < 0 { (count(text) + start.max(-1000)).max(0) } else { start };
            let length = all[2].int().clamp(0, 1000);
            let (start, length) = (start.min(1000), length);
            let chars = text.chars().skip(usize::try_from(start).unwrap());
            Value::Text(chars.take(usize::try_from(length).unwrap()).collect())
        }
        "to_string" => Value::Text(Value::script(Some(all[0].clone())).to_string()),
        "abs" => match all[0] {
            Value::Int(value) => Value::Int(value.checked_abs()?),
            _ => Value::Float(number.abs()),
        },
        "min" => Value::Int(all[0].int().min(all[1].int())),
        "max" => Value::Int(all[0].int().max(all[1].int())),
        "to_int" => {
            let inside =
                (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&number);
            #[expect(clippy::cast_possible_truncation, reason = "what it drops is meant")]
            inside.then_some(Value::Int(number as i64))?
        }
        "floor" => Value::Float(number.floor()),
        "ceiling" => Value::Float(number.ceil()),
        "round" => Value::Float(number.round()),
        "sqrt" => Value::Float(number.sqrt()),
        _ => Value::Float(number),
    })
}
