//! Windows: `i.count_by("company")`, `i.mean_by("age_days", "account")` and the like, which speak
//! of the rows that share a key.

use super::call::CallSite;
use super::function::first_mention;
use super::resolver::Resolver;
use super::scope::{Closure, ResolvedValue};
use crate::codes;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::graph::{NodeId, Window};
use crate::formula::typing::window::can_measure;
use crate::formula::window_methods::{self, WindowMethod};
use crate::nearest::did_you_mean;
use rhai::{Expr, Position};

impl Resolver<'_> {
    /// The value of a method of the invitation itself.
    pub(super) fn window(
        &mut self,
        name: &str,
        arguments: &[ResolvedValue],
        site: CallSite,
    ) -> FormulaResult<ResolvedValue> {
        let at = site.at;
        let Some(row) = window_methods::find(name) else {
            let message = format!("`{name}` is not a method of an invitation");
            let names = window_methods::WINDOWS.iter().map(|row| row.name);
            let help = format!(
                "name a column first, as in `i.name.contains(\"Ada\")`; {}",
                did_you_mean(name, names, "a method of an invitation")
            );
            return Err(FormulaError::new(codes::UNKNOWN_METHOD, at, message).with_help(help));
        };
        let misused = || {
            let message = format!("`{name}` takes other arguments");
            let help = format!("its form is `{}`, as in `{}`", row.form, row.example);
            FormulaError::new(codes::ARGUMENTS, at, message).with_help(help)
        };
        let (value, keys) = match (row.of_value, arguments) {
            (true, [value]) => (Some(value), None),
            (true, [value, keys]) => (Some(value), Some(keys)),
            (false, []) => (None, None),
            (false, [keys]) => (None, Some(keys)),
            _ => return Err(misused()),
        };
        let mut nodes = vec![];
        let keys_at = usize::from(row.of_value);
        let keys = keys.map_or(Some(vec![]), texts).ok_or_else(misused)?;
        for (number, key) in keys.iter().enumerate() {
            let at = match site.arguments.get(keys_at) {
                Some(Expr::Array(items, _)) => items.get(number).map(Expr::position),
                _ => None,
            };
            nodes.push(self.column_node(key, at.unwrap_or_else(|| site.argument(keys_at)))?);
        }
        let (how, value) = match value {
            None => (row.how, None),
            Some(value) => {
                let at = site.argument(0);
                let (how, value) = self.measured(row, value, &nodes, at)?.ok_or_else(misused)?;
                (how, Some(value))
            }
        };
        let measured = value.filter(|value| !can_measure(how, self.graph.type_of(*value)));
        let at = if measured.is_some() { site.argument(0) } else { at };
        self.graph.at(at).window(how, name, value, nodes).map(ResolvedValue::Node)
    }

    /// What is summed or ranked: a column's name or a closure; a minus before the name ranks the
    /// other way round, as it sorts in `sort_by`.
    fn measured(
        &mut self,
        row: &WindowMethod,
        value: &ResolvedValue,
        keys: &[NodeId],
        at: Position,
    ) -> FormulaResult<Option<(Window, NodeId)>> {
        if let Some(closure) = value.closure() {
            self.looks_at_its_own_row(&closure, at)?;
            let result = self.compile_for_rows(keys, at, |this| {
                this.apply(&closure, vec![ResolvedValue::Row], at)
            })?;
            return Ok(Some((row.how, self.node(result, at)?)));
        }
        let Some([name]) = texts(value).and_then(|names| <[String; 1]>::try_from(names).ok())
        else {
            return Ok(None);
        };
        Ok(Some(match (row.how, name.strip_prefix('-')) {
            (Window::Rank { .. }, Some(name)) => {
                (Window::Rank { greatest_first: true }, self.column_node(name, at)?)
            }
            _ => (row.how, self.column_node(&name, at)?),
        }))
    }

    /// Fails where a closure over the rows of a group has captured something of the outer row:
    /// what it measures in a row of the group is the same whichever row asks.
    fn looks_at_its_own_row(&self, closure: &Closure, site: Position) -> FormulaResult<()> {
        let outside = closure.captured.iter().position(|value| self.is_of_the_row(value));
        let Some(number) = outside else { return Ok(()) };
        let definition = self.find_function(&closure.name, closure.captured.len() + 1);
        let name =
            definition.as_ref().and_then(|definition| definition.function.params.get(number));
        let at = definition
            .as_ref()
            .zip(name)
            .and_then(|(definition, name)| first_mention(definition, name));
        let name = name.map_or("", |name| name.as_str());
        let message =
            format!("the closure over the group cannot look at `{name}`, which is of another row");
        Err(FormulaError::new(codes::NOT_COVERED, at.unwrap_or(site), message).with_only_help(
            "a group's value is compared outside of the closure, as in `i.age_days > \
             i.mean_by(\"age_days\", \"company\")`; how many are greater is \
             `i.rank_by(\"-age_days\", \"company\") - 1`",
        ))
    }

    /// Whether a value differs from row to row.
    fn is_of_the_row(&self, value: &ResolvedValue) -> bool {
        match value {
            ResolvedValue::Known(_) => false,
            ResolvedValue::Row | ResolvedValue::TableLookup(_) => true,
            ResolvedValue::Node(node) => self.graph.constant(*node).is_none(),
            ResolvedValue::VaryingList(items) => items.iter().any(|item| self.is_of_the_row(item)),
            ResolvedValue::Closure(closure) => {
                closure.captured.iter().any(|value| self.is_of_the_row(value))
            }
        }
    }

    fn column_node(&mut self, name: &str, at: Position) -> FormulaResult<NodeId> {
        let column = self.column(name, at)?;
        self.node(column, at)
    }
}

/// The texts that a known text or list of texts gives.
fn texts(value: &ResolvedValue) -> Option<Vec<String>> {
    let ResolvedValue::Known(known) = value else { return None };
    if known.is_string() {
        return Some(vec![known.to_string()]);
    }
    let array = known.as_array_ref().ok()?;
    array.iter().map(|item| item.is_string().then(|| item.to_string())).collect()
}
