//! What rows are sorted, grouped, told apart or shown by: names of columns, closures and column
//! expressions, in any mix, and maps that give names to them.
//!
//! Invariant: temporary columns never stay in a frame: who makes them selects its own again.

use super::convert::describe_type;
use super::error::{ScriptResult, call_error, type_mismatch_error};
use super::expr::ColumnExpr;
use super::expression_type::{column_dtype, column_or_text};
use super::frame::{Frame, RemarkSource, UndecidedRows};
use super::operand::{Operand, frame_rows};
use crate::codes;
use crate::formula::lower::LoweredFormula;
use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, LazyFrame, Schema, col, cols};
use rhai::{Dynamic, FnPtr, NativeCallContext};

/// What begins the names of temporary columns.
pub(super) const TEMPORARY_PREFIX: &str = "__formula_";

/// One of them.
pub(super) struct FrameTerm {
    /// The name that a map gives it, or that of the column.
    pub(super) name: Option<String>,
    /// Whether a minus stands before the column's name.
    pub(super) is_descending: bool,
    lowered: LoweredFormula,
    dtype: DataType,
    /// What was written, unless it is a column's name.
    source: Option<(Operand, Dynamic)>,
}

/// Terms over the columns of a frame.
pub(super) struct FrameTerms<'a> {
    context: &'a NativeCallContext<'a>,
    columns: &'a Schema,
    entries: Vec<FrameTerm>,
}

impl<'a> FrameTerms<'a> {
    /// The terms that a value says: a name, a closure, an expression, or a list or map of them.
    ///
    /// # Errors
    /// Whatever is wrong with one of them; a list, which cannot be compared.
    pub(super) fn read(
        context: &'a NativeCallContext<'a>,
        value: &Dynamic,
        columns: &'a Schema,
    ) -> ScriptResult<Self> {
        let mut terms = Self { context, columns, entries: vec![] };
        terms.add(value, None)?;
        Ok(terms)
    }

    fn add(&mut self, value: &Dynamic, name: Option<&str>) -> ScriptResult<()> {
        if let (Ok(several), None) = (value.as_array_ref(), name) {
            return several.iter().try_for_each(|one| self.add(one, None));
        }
        if let (Ok(named), None) = (value.as_map_ref(), name) {
            return named.iter().try_for_each(|(name, one)| self.add(one, Some(name.as_str())));
        }
        if let Ok(column) = value.as_immutable_string_ref() {
            let bare = column.strip_prefix('-').filter(|_| !self.columns.contains(&column));
            let column = bare.unwrap_or(&column);
            // Under a name of its own, a text might be meant as such.
            let dtype = if name.is_some() {
                column_or_text(column, self.columns)?
            } else {
                column_dtype(column, self.columns)?
            };
            let lowered = LoweredFormula::without_steps(col(column));
            let name = Some(name.unwrap_or(column).to_owned());
            let (turned, written) = (bare.is_some(), None);
            self.entries.push(FrameTerm {
                name,
                is_descending: turned,
                lowered,
                dtype,
                source: written,
            });
            return Ok(());
        }
        if !value.is::<FnPtr>() && !value.is::<ColumnExpr>() {
            let message = format!("{} names no column", describe_type(value));
            let help = "write `\"account\"`, a formula such as `|i| i.age_days`, or a list of them";
            return Err(type_mismatch_error(value, message, help));
        }
        let operand = Operand::from_value(self.context, value, frame_rows(self.columns))?;
        let lowered = operand.lower(&format!("{TEMPORARY_PREFIX}{}_", self.entries.len()));
        let expression = value.is::<ColumnExpr>();
        let own_output = || expression.then(|| output(&lowered.value, self.columns)).flatten();
        let name = name.map(Into::into).or_else(own_output);
        let (dtype, written) = (operand.dtype(), Some((operand, value.clone())));
        self.entries.push(FrameTerm {
            name,
            is_descending: false,
            lowered,
            dtype,
            source: written,
        });
        Ok(())
    }

    /// What there is to be said of them over a frame.
    pub(super) fn remark_sources(&self, frame: &Frame) -> Vec<RemarkSource> {
        let noted = self.entries.iter().filter_map(|term| {
            let (operand, value) = term.source.as_ref()?;
            let noted = RemarkSource::new(
                operand,
                value,
                UndecidedRows::NotACondition,
                &frame.lazy(),
                self.columns,
            );
            Some(noted.of_column(term.name.as_deref().unwrap_or("value")))
        });
        noted.collect()
    }

    /// The terms themselves.
    pub(super) fn iter(&self) -> impl Iterator<Item = &FrameTerm> {
        self.entries.iter()
    }

    /// Their values, over the frame that [`FrameTerms::prepared`] gives.
    pub(super) fn values(&self) -> Vec<Expr> {
        self.entries.iter().map(|term| term.lowered.value.clone()).collect()
    }

    /// Their values under their names.
    pub(super) fn columns(&self) -> Vec<Expr> {
        let named = self.entries.iter().map(|term| match &term.name {
            Some(name) => term.lowered.value.clone().alias(name.as_str()),
            None => term.lowered.value.clone(),
        });
        named.collect()
    }

    /// The frame with the temporary columns that the values need.
    pub(super) fn add_steps(&self, frame: LazyFrame) -> LazyFrame {
        self.entries.iter().fold(frame, |frame, term| term.lowered.add_steps(frame))
    }

    /// Fails for a list, by which rows cannot be `done`, such as "sorted".
    pub(super) fn demand_comparable(self, done: &str) -> ScriptResult<Self> {
        if !self.entries.iter().any(|term| term.dtype.is_nested()) {
            return Ok(self);
        }
        let message = format!("rows cannot be {done} by a list");
        let help = "take one value of it, such as how long it is: `|i| i.tags.len`";
        Err(call_error(codes::TYPE_MISMATCH, message, help))
    }

    /// Fails where a term has no name for its column.
    pub(super) fn demand_names(self) -> ScriptResult<Self> {
        if self.entries.iter().all(|term| term.name.is_some()) {
            return Ok(self);
        }
        let message = "a formula needs a name for its column here";
        let help =
            "write `#{ weeks: |i| i.age_days / 7 }`, also in a list: `[\"account\", #{ … }]`";
        Err(call_error(codes::ARGUMENTS, message, help))
    }
}

/// The name that a column expression gives its column.
pub(super) fn output(expression: &Expr, columns: &Schema) -> Option<String> {
    let empty = DataFrame::empty_with_schema(columns).lazy();
    let schema = empty.select([expression.clone()]).collect_schema().ok()?;
    schema.iter_names().next().map(ToString::to_string)
}

/// The frame with the columns of `schema` alone.
pub(super) fn select_columns(frame: LazyFrame, schema: &Schema) -> LazyFrame {
    let names: Vec<_> = schema.iter_names().cloned().collect();
    frame.select([Expr::Selector(cols(names))])
}
