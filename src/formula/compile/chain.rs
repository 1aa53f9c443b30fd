//! Chains of `.` and `[…]`: columns of the row, methods and properties, look-ups.

use super::Compiler;
use super::scope::{Scope, Value};
use crate::formula::build::leaf;
use crate::formula::error::{Compiled, FormulaError};
use crate::nearest::did_you_mean;
use rhai::{ASTFlags, Dynamic, Expr, FnCallExpr, Position};

/// One step of a chain.
enum Link<'a> {
    Property(&'a str),
    Method(&'a FnCallExpr),
    Index(&'a Expr),
}

impl Compiler<'_> {
    /// The value at the end of a chain.
    pub(super) fn chain(&mut self, source: &Expr, scope: &mut Scope) -> Compiled<Value> {
        let (base, links) = unrolled(source);
        let mut value = self.expression(base, scope)?;
        for (link, at) in links {
            value = match (value, link) {
                (Value::Row, Link::Property(name)) => self.column(name, at)?,
                (Value::Row, Link::Index(index)) => {
                    let name = self.expression(index, scope)?;
                    let Value::Known(name) = name else {
                        let message = "the column's name must be the same in every row";
                        return Err(FormulaError::new("not-covered", index.position(), message));
                    };
                    self.column(&name.to_string(), index.position())?
                }
                (Value::Row, Link::Method(call)) => {
                    let message = format!("`{}` is not a method of an invitation", call.name);
                    return Err(FormulaError::new("unknown-method", at, message)
                        .help("name a column first, as in `i.name.contains(\"Ada\")`"));
                }
                (value, Link::Property(name)) => self.property(name, value, at)?,
                (value, Link::Method(call)) => {
                    let arguments = self.arguments(&call.args, scope)?;
                    self.method(&call.name, value, arguments, at)?
                }
                (value, Link::Index(index)) => {
                    let index_value = self.expression(index, scope)?;
                    self.element(value, index_value, index.position())?
                }
            };
        }
        Ok(value)
    }

    fn column(&mut self, name: &str, at: Position) -> Compiled<Value> {
        leaf::column(&mut self.graph, self.columns, name, at).map(Value::Node)
    }

    fn property(&mut self, name: &str, value: Value, at: Position) -> Compiled<Value> {
        let Value::Known(known) = &value else {
            return self.method_of_node(name, value, vec![], at, true);
        };
        if let Ok(map) = known.as_map_ref() {
            return map.get(name).cloned().map(Value::Known).ok_or_else(|| {
                let names = map.keys().map(|name| name.as_str());
                FormulaError::new("unknown-property", at, format!("no `{name}` in this map"))
                    .help(did_you_mean(name, names, "a name in it"))
            });
        }
        self.computed(&format!("get${name}"), vec![known.clone()], at)
    }

    fn element(&mut self, value: Value, index: Value, at: Position) -> Compiled<Value> {
        let (Value::Known(list), Value::Known(place)) = (&value, &index) else {
            return self.method_of_node("get", value, vec![index], at, false);
        };
        if let Ok(array) = list.as_array_ref() {
            let count = i64::try_from(array.len()).unwrap_or(i64::MAX);
            let wanted = place.as_int().map(|n| if n < 0 { n + count } else { n }).unwrap_or(-1);
            let found = usize::try_from(wanted).ok().and_then(|n| array.get(n).cloned());
            return found.map(Value::Known).ok_or_else(|| {
                let message = format!("a list of {count} has no element {place}");
                FormulaError::new("index", at, message)
            });
        }
        if let Ok(map) = list.as_map_ref() {
            let found = map.get(place.to_string().as_str()).cloned();
            return Ok(Value::Known(found.unwrap_or(Dynamic::UNIT)));
        }
        let message = format!("a value of type {} has no elements", list.type_name());
        Err(FormulaError::new("index", at, message))
    }
}

/// The innermost operand of a chain, and its steps with their places.
fn unrolled(source: &Expr) -> (&Expr, Vec<(Link<'_>, Position)>) {
    let mut links = vec![];
    let base = match source {
        Expr::Dot(sides, _, _) | Expr::Index(sides, _, _) => {
            steps(source, &mut links);
            &sides.lhs
        }
        other => other,
    };
    (base, links)
}

/// The steps after the left side of a chain, which nests to the right.
fn steps<'a>(source: &'a Expr, links: &mut Vec<(Link<'a>, Position)>) {
    let (right, index, ends) = match source {
        Expr::Dot(sides, flags, _) => (&sides.rhs, false, flags.intersects(ASTFlags::BREAK)),
        Expr::Index(sides, flags, _) => (&sides.rhs, true, flags.intersects(ASTFlags::BREAK)),
        _ => return,
    };
    match right {
        Expr::Dot(inner, _, _) | Expr::Index(inner, _, _) if !ends => {
            links.push(link(&inner.lhs, index));
            steps(right, links);
        }
        last => links.push(link(last, index)),
    }
}

fn link(part: &Expr, index: bool) -> (Link<'_>, Position) {
    let at = part.position();
    if index {
        return (Link::Index(part), at);
    }
    match part {
        Expr::Property(names, _) => (Link::Property(&names.2), at),
        Expr::MethodCall(call, _) | Expr::FnCall(call, _) => (Link::Method(call), at),
        other => (Link::Index(other), at),
    }
}
