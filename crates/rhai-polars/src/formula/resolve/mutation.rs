//! Lists and maps of a formula's own that change: `l += 5`, `l.push(i.n)`, `l[0] = 9`, `m.x = 5`.
//!
//! Invariant: what changes is the formula's variable, as it is in Rhai; a map stays known
//! beforehand.

use super::block::assign_error;
use super::chain::error_position;
use super::list::no_element;
use super::resolver::Resolver;
use super::scope::{ResolvedValue, Scope};
use crate::codes;
use crate::formula::error::{FormulaError, FormulaResult};
use rhai::{Expr, Position};

impl Resolver<'_> {
    /// A list with one more element, or with those of another; none where there is no list.
    pub(super) fn extend_list(
        &mut self,
        list: &ResolvedValue,
        more: &ResolvedValue,
        at: Position,
    ) -> FormulaResult<Option<ResolvedValue>> {
        let Some(mut items) = items(list) else { return Ok(None) };
        match (self::items(more), more) {
            (Some(more), _) => items.extend(more),
            (None, ResolvedValue::Known(_)) => items.push(more.clone()),
            (None, ResolvedValue::Node(node)) if !self.graph.type_of(*node).is_list() => {
                items.push(more.clone());
            }
            _ => return Ok(None),
        }
        self.make_list(items, at).map(Some)
    }

    /// `list.push(element)` of a list, the element or the list of which differs from row to row.
    pub(super) fn push_to_list(
        &mut self,
        list: &ResolvedValue,
        name: &str,
        arguments: &[ResolvedValue],
        at: Position,
    ) -> FormulaResult<Option<ResolvedValue>> {
        let (Some(mut items), "push", [element]) = (items(list), name, arguments) else {
            return Ok(None);
        };
        items.push(element.clone());
        self.make_list(items, at).map(Some)
    }

    /// Gives an element or an entry of a variable's value another; `base` is the operator of an
    /// assignment such as `+=`.
    pub(super) fn assign_within(
        &mut self,
        base: Option<&str>,
        left: &Expr,
        value: ResolvedValue,
        scope: &mut Scope,
        at: Position,
    ) -> FormulaResult<()> {
        let Some((name, key)) = self.entry(left, scope)? else {
            return Err(super::block::not_a_variable(base, left));
        };
        let container = scope.get(&name).cloned().unwrap_or_else(ResolvedValue::unit);
        let value = match base {
            None => value,
            Some(sign) => {
                let old = self.element(&container, &key, error_position(left))?;
                self.operator(sign, vec![old, value], at)?
            }
        };
        let changed = match (&container, &key, &value) {
            (ResolvedValue::Known(map), ResolvedValue::Known(key), ResolvedValue::Known(value))
                if map.is_map() =>
            {
                let mut map = map.as_ref().clone();
                if let Ok(mut entries) = map.as_map_mut() {
                    entries.insert(key.to_string().into(), value.as_ref().clone());
                }
                let changed = ResolvedValue::known(map);
                self.check_list_size(&changed, at)?;
                Some(changed)
            }
            (list, ResolvedValue::Known(key), _) => match replaced(list, key, &value) {
                Some(items) => Some(self.make_list(items, at)?),
                None => None,
            },
            _ => None,
        };
        let Some(changed) = changed else {
            if let (Some(items), ResolvedValue::Known(key)) = (items(&container), &key) {
                return Err(no_element(items.len(), key, error_position(left)));
            }
            let message = "only what is the same in every row can be kept there";
            return Err(FormulaError::new(codes::NOT_COVERED, error_position(left), message)
                .with_help("keep the value in a variable of its own with `let`"));
        };
        scope.assign(&name, changed).map_err(|why| assign_error(why, &name, left.position()))
    }

    /// The variable that `list[0]` or `map.name` is in, and the place or name; none where it is
    /// something else.
    fn entry(
        &mut self,
        left: &Expr,
        scope: &mut Scope,
    ) -> FormulaResult<Option<(String, ResolvedValue)>> {
        let (Expr::Index(sides, ..) | Expr::Dot(sides, ..)) = left else { return Ok(None) };
        let Expr::Variable(base, ..) = &sides.lhs else { return Ok(None) };
        if !matches!(
            scope.get(&base.1),
            Some(ResolvedValue::Known(_) | ResolvedValue::VaryingList(_))
        ) {
            return Ok(None);
        }
        let key = match (left, &sides.rhs) {
            (Expr::Dot(..), Expr::Property(names, _)) => {
                ResolvedValue::known(names.2.as_str().to_owned())
            }
            (Expr::Index(..), index) if !matches!(index, Expr::Index(..) | Expr::Dot(..)) => {
                self.expression(index, scope)?
            }
            _ => return Ok(None),
        };
        Ok(Some((base.1.to_string(), key)))
    }
}

/// The elements of a list, the one at this place another.
fn replaced(
    list: &ResolvedValue,
    key: &rhai::Dynamic,
    value: &ResolvedValue,
) -> Option<Vec<ResolvedValue>> {
    let mut items = items(list)?;
    let number = key.as_int().ok()?;
    let number =
        if number < 0 { number.checked_add(i64::try_from(items.len()).ok()?)? } else { number };
    *items.get_mut(usize::try_from(number).ok()?)? = value.clone();
    Some(items)
}

/// The elements of a list of which some may differ from row to row.
fn items(list: &ResolvedValue) -> Option<Vec<ResolvedValue>> {
    match list {
        ResolvedValue::VaryingList(items) => Some(items.to_vec()),
        ResolvedValue::Known(known) => {
            let items = known.as_array_ref().ok()?;
            Some(items.iter().cloned().map(ResolvedValue::known).collect())
        }
        _ => None,
    }
}
