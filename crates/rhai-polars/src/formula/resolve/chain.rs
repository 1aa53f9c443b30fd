//! Chains of `.` and `[…]`: columns of the row, methods and properties, look-ups. `?.` and `?[` are
//! the same: what is missing stays missing along a chain.

use super::call::{CallSite, changed_in_place, variable_name};
use super::constant_evaluation::{CallStyle, all_known};
use super::list::has_element;
use super::resolver::Resolver;
use super::scope::{ResolvedValue, Scope};
use crate::codes;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::nearest::did_you_mean;
use rhai::{ASTFlags, Dynamic, Expr, FnCallExpr, Position};

/// One step of a chain.
enum ChainLink<'a> {
    Property(&'a str),
    Method(&'a FnCallExpr),
    Index(&'a Expr),
}

impl Resolver<'_> {
    /// The value at the end of a chain.
    pub(super) fn chain(
        &mut self,
        source: &Expr,
        scope: &mut Scope,
    ) -> FormulaResult<ResolvedValue> {
        let (base, links) = unrolled(source);
        let mut value = self.expression(base, scope)?;
        let mut variable = variable_name(base);
        for (link, at) in links {
            value = match (value, link) {
                (ResolvedValue::Row, ChainLink::Property(name)) => self.column(name, at)?,
                (ResolvedValue::Row, ChainLink::Index(index)) => {
                    let name = self.expression(index, scope)?;
                    let ResolvedValue::Known(name) = name else {
                        let message = "the column's name must be the same in every row";
                        return Err(FormulaError::new(
                            codes::NOT_COVERED,
                            index.position(),
                            message,
                        )
                        .with_help("name the column, as in `i[\"Custom column\"]`"));
                    };
                    self.column(&name.to_string(), index.position())?
                }
                (ResolvedValue::Row, ChainLink::Method(call)) => {
                    let arguments = self.arguments(&call.args, scope)?;
                    if let Some(definition) =
                        self.find_method(&call.name, arguments.len(), &ResolvedValue::Row)
                    {
                        value =
                            self.inline_method(definition, ResolvedValue::Row, arguments, at)?;
                        variable = None;
                        continue;
                    }
                    self.window(&call.name, &arguments, CallSite { at, arguments: &call.args })?
                }
                (value, ChainLink::Property(name)) => self.property(name, value, at)?,
                (value, ChainLink::Method(call)) => {
                    let arguments = self.arguments(&call.args, scope)?;
                    let site = CallSite { at, arguments: &call.args };
                    let name = call.name.as_str();
                    self.method_in_place(value, name, arguments, variable, scope, site)?
                }
                (value, ChainLink::Index(index)) => {
                    let index_value = self.expression(index, scope)?;
                    self.element(&value, &index_value, index.position())?
                }
            };
            variable = None;
        }
        Ok(value)
    }

    pub(super) fn column(&mut self, name: &str, at: Position) -> FormulaResult<ResolvedValue> {
        self.graph.at(at).add_column(self.rows, name).map(ResolvedValue::Node)
    }

    /// A method, which changes the variable that it is called on where it changes in place.
    fn method_in_place(
        &mut self,
        receiver: ResolvedValue,
        name: &str,
        arguments: Vec<ResolvedValue>,
        variable: Option<&str>,
        scope: &mut Scope,
        site: CallSite,
    ) -> FormulaResult<ResolvedValue> {
        let at = site.at;
        if receiver.closure().is_some() && name == "call" {
            return self.call_closure(&receiver, &arguments, at);
        }
        if let ResolvedValue::TableLookup(chosen) = &receiver {
            return self.for_each_case(chosen, at, |this, case| {
                let mut scope = Scope::default();
                this.method_in_place(case, name, arguments.clone(), None, &mut scope, site)
            });
        }
        let mut operands = vec![receiver.clone()];
        operands.extend(arguments.iter().cloned());
        let known = all_known(&operands);
        self.demand_one_kind(name, arguments.len(), &receiver, at)?;
        let definition = self.find_method(name, arguments.len(), &receiver);
        if let Some(definition) = definition {
            return self.inline_method(definition, receiver, arguments, at);
        }
        if let Some(known) = known {
            let (value, changed) =
                self.compute_known_in_place(name, CallStyle::Method, &known, at)?;
            changed_in_place(changed, variable, scope, name, at)?;
            return Ok(value);
        }
        if let (Some(variable), Some(changed)) =
            (variable, self.push_to_list(&receiver, name, &arguments, at)?)
        {
            changed_in_place(Some(changed), Some(variable), scope, name, at)?;
            return Ok(ResolvedValue::unit());
        }
        self.method(name, receiver, arguments, site)
    }

    fn property(
        &mut self,
        name: &str,
        value: ResolvedValue,
        at: Position,
    ) -> FormulaResult<ResolvedValue> {
        if let ResolvedValue::TableLookup(chosen) = &value {
            let key = Dynamic::from(name.to_owned());
            let some = chosen.has_some(|case| has_element(case, &key));
            return self.for_each_case(chosen, at, |this, case| match &case {
                ResolvedValue::Known(known) if some && !has_element(known, &key) => {
                    Ok(ResolvedValue::unit())
                }
                _ => this.property(name, case, at),
            });
        }
        let ResolvedValue::Known(known) = &value else {
            if let Some(counted) = self.list_method(name, &value, &[], at)? {
                return Ok(counted);
            }
            return self.method_of_node(name, value, vec![], CallSite::bare(at), true);
        };
        if let Ok(map) = known.as_map_ref() {
            return map.get(name).cloned().map(ResolvedValue::known).ok_or_else(|| {
                let names = map.keys().map(rhai::Identifier::as_str);
                FormulaError::new(codes::UNKNOWN_PROPERTY, at, format!("no `{name}` in this map"))
                    .with_help(did_you_mean(name, names, "a name in it"))
            });
        }
        if known.is_unit() {
            return Ok(value);
        }
        self.compute_known(&format!("get${name}"), std::slice::from_ref(known), at)
    }
}

/// The innermost operand of a chain, and its steps with their places.
fn unrolled(source: &Expr) -> (&Expr, Vec<(ChainLink<'_>, Position)>) {
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
fn steps<'a>(source: &'a Expr, links: &mut Vec<(ChainLink<'a>, Position)>) {
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

fn link(part: &Expr, index: bool) -> (ChainLink<'_>, Position) {
    let at = part.position();
    if index {
        return (ChainLink::Index(part), at);
    }
    match part {
        Expr::Property(names, _) => (ChainLink::Property(&names.2), at),
        Expr::MethodCall(call, _) | Expr::FnCall(call, _) => (ChainLink::Method(call), at),
        other => (ChainLink::Index(other), at),
    }
}

/// The place that an error of a value points at: the last step of a chain, an operator's sign.
pub(super) fn error_position(source: &Expr) -> Position {
    match unrolled(source).1.last() {
        Some((_, at)) => *at,
        None => source.position(),
    }
}
