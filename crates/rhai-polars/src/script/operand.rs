//! What a frame or a verb takes for an expression: a closure over one row, a column's name, a
//! column expression or a plain value; and what it takes for one column or several.
//!
//! Invariant: a text names a column, wherever a frame or a verb is given one. The text itself is
//! `lit("…")` or a closure.

use super::convert::describe_type;
use super::error::{ScriptResult, call_error, in_script, script_error};
use super::expr::{ColumnExpr, ExactExpression, cast_untyped_operands, make_exact};
use super::expression_type::{column_or_text, columns_in, infer_dtype};
use super::host::{Host, UNKNOWN};
use super::size_bounds::err_too_deep;
use crate::codes;
use crate::formula::column_facts::nothing_known;
use crate::formula::constant::Constant;
use crate::formula::error::open_column_name;
use crate::formula::facts::FactGraph;
use crate::formula::graph::Op;
use crate::formula::lower::{LoweredFormula, ProbedFormula, lower};
use crate::formula::types::Type;
use crate::formula::{self, ClosureContext, Formula, RowSchema};
use polars::prelude::{DataType, Expr, Schema, col};
use rhai::{Dynamic, FnPtr, NativeCallContext, Position};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An expression over the rows of a frame.
#[derive(Clone, Debug)]
pub enum Operand {
    /// A compiled closure.
    Formula(Formula),
    /// A column expression or a plain value, with its type.
    Expression(Expr, DataType),
}

impl Operand {
    /// What `value` says over these rows.
    ///
    /// # Errors
    /// Whatever is wrong with the closure; an unknown column; a value that is none of these.
    pub fn from_value(
        context: &NativeCallContext,
        value: &Dynamic,
        rows: RowSchema,
    ) -> ScriptResult<Self> {
        let columns = rows.columns;
        if let Some(closure) = value.clone().try_cast::<FnPtr>() {
            let host = Host::of_call(context);
            let probes = host.probes.as_ref();
            let closure_context = ClosureContext { call: context, imported: &host.library, probes };
            let mut formula = formula::compile(closure_context, &closure, rows)?;
            if let Some(probes) =
                probes.filter(|_| rows.records_probes && !formula.probes.is_empty())
            {
                formula.probed = Some(Arc::new(ProbedFormula::new(&formula, probes)));
            }
            return Ok(Self::Formula(formula));
        }
        if let Ok(name) = value.as_immutable_string_ref() {
            if *name == UNKNOWN {
                return Err(script_error(codes::UNKNOWN_VALUE, Position::NONE, "not known", None));
            }
            return Ok(Self::Expression(col(name.as_str()), column_or_text(&name, columns)?));
        }
        if let Some(ColumnExpr(expression)) = value.clone().try_cast() {
            let expression = cast_untyped_operands(expression, columns);
            let dtype = infer_dtype(&expression, columns)?;
            let ExactExpression { value: exact, is_too_large, .. } =
                make_exact(expression, columns);
            if is_too_large {
                return err_too_deep();
            }
            let dtype = exact.to_field(columns).map_or(dtype, |field| field.dtype);
            return Ok(Self::Expression(exact, dtype));
        }
        match Constant::from_script(value) {
            Some(constant) => {
                let dtype = constant.of_type().dtype();
                Ok(Self::Expression(constant.to_expr(), dtype))
            }
            None => {
                let message = format!("{} is no expression", describe_type(value));
                let help = "write a closure such as `|i| i.age_days > 90`, or a column expression \
                            such as `col(\"age_days\") > 90`";
                Err(call_error(codes::TYPE_MISMATCH, message, help))
            }
        }
    }

    /// The columns that it names itself.
    pub fn columns(&self) -> BTreeSet<String> {
        match self {
            Self::Formula(formula) => formula.columns(formula.root).into_iter().collect(),
            Self::Expression(expr, _) => columns_in(expr),
        }
    }

    /// The columns that it names where a missing value may come through: not below `== ()`, nor
    /// before a `??` that ends in a known value.
    pub fn nullable_columns(&self) -> BTreeSet<String> {
        let Self::Formula(formula) = self else { return self.columns() };
        let graph = &formula.graph;
        let mut open = BTreeSet::from([formula.root]);
        let mut names = BTreeSet::new();
        // Operands come before their users.
        while let Some(id) = open.pop_last() {
            if !graph.facts(id).nullable {
                continue;
            }
            match &graph.node(id).op {
                Op::Column { name, .. } => {
                    names.insert(name.clone());
                }
                op => open.extend(op.operands()),
            }
        }
        names
    }

    /// One of the same type of which nothing else is known; `name` tells it from all others.
    #[must_use]
    pub fn unknown(name: &str, model: &Self) -> Self {
        let dtype = model.dtype();
        let of_type = Type::of_column(&dtype).unwrap_or(Type::Missing);
        let mut graph = FactGraph::over(nothing_known);
        let op = Op::Column { name: open_column_name(name), cast: false };
        let root = graph.add(op, of_type, Position::NONE);
        Self::Formula(Formula::from_graph(graph, root))
    }

    /// Fails unless it gives true or false.
    pub fn demand_condition(self, at: Position) -> ScriptResult<Self> {
        let (good, actual) = match &self {
            Self::Formula(formula) => {
                let of_type = formula.of_type();
                (matches!(of_type, Type::Bool | Type::Missing), of_type.to_string())
            }
            Self::Expression(_, dtype) => (*dtype == DataType::Boolean, in_words(dtype)),
        };
        if good {
            return Ok(self);
        }
        let message = format!("a condition gives true or false, but this gives {actual}");
        let help = match &self {
            Self::Formula(_) => "compare it, as in `i.age_days > 90`",
            Self::Expression(..) => "compare it, as in `col(\"age_days\") > 90`",
        };
        self.refused(at, message, help)
    }

    /// Fails unless it gives a number.
    pub fn demand_score(self, at: Position) -> ScriptResult<Self> {
        let (good, actual) = match &self {
            Self::Formula(formula) => {
                let of_type = formula.of_type();
                (of_type.is_number(), of_type.to_string())
            }
            Self::Expression(_, dtype) => (dtype.is_primitive_numeric(), in_words(dtype)),
        };
        if good {
            return Ok(self);
        }
        let message = format!("a score is a number, but this gives {actual}");
        let help = match (&self, self.dtype()) {
            (Self::Formula(_), DataType::Boolean) => {
                "turn a condition into a number with `if … { 1 } else { 0 }`"
            }
            (Self::Formula(_), DataType::String) => {
                "turn a text into a number with `.to_int()` or `.len()`"
            }
            (Self::Formula(_), DataType::Date | DataType::Datetime(..)) => {
                "turn a date into a number of days, as in `today - i.sent_at`"
            }
            (Self::Formula(_), _) => "give a number, as in `i.age_days`",
            (Self::Expression(..), DataType::Boolean) => {
                "turn a condition into a number with `when(…).then(1).otherwise(0)`"
            }
            (Self::Expression(..), DataType::String) => {
                "turn a text into a number with `.cast(\"int\")` or `.str.len_chars()`"
            }
            (Self::Expression(..), DataType::Date | DataType::Datetime(..)) => {
                "turn a date into a number of days, as in \
                 `(today - col(\"sent_at\")).dt.total_days()`"
            }
            (Self::Expression(..), DataType::Duration(_)) => {
                "turn a span of time into a number of days with `.dt.total_days()`"
            }
            (Self::Expression(..), _) => "give a number, as in `col(\"age_days\")`",
        };
        self.refused(at, message, help)
    }

    /// Fails unless it gives a number, as the aggregate `user` needs one.
    pub fn demand_number(self, at: Position, user: &str) -> ScriptResult<Self> {
        let dtype = self.dtype();
        if dtype.is_primitive_numeric() || dtype.is_null() {
            return Ok(self);
        }
        let message = format!("`{user}` needs a number, but this gives {}", in_words(&dtype));
        let help = match dtype {
            DataType::Boolean => "count the rows of which it is true: `count(|i| …)`",
            _ => "give a number, or ask for `min`, `max`, `first`, `last` or `n_unique`",
        };
        self.refused(at, message, help)
    }

    /// Fails for its type, at its place; `at` is where it was handed over.
    fn refused(self, at: Position, message: String, help: &str) -> ScriptResult<Self> {
        let (position, script) = match self {
            Self::Formula(formula) => (formula.position(), formula.script),
            Self::Expression(..) => (at, None),
        };
        Err(in_script(
            script,
            script_error(codes::TYPE_MISMATCH, position, message, Some(help.into())),
        ))
    }

    /// Whether its value depends on other rows than its own.
    pub fn looks_at_other_rows(&self) -> bool {
        match self {
            Self::Formula(formula) => {
                let mut needed = formula.graph.needed_by(formula.root).into_iter();
                needed.any(|id| matches!(formula.graph.node(id).op, Op::Window(..)))
            }
            // Polars' own expressions may be aggregates.
            Self::Expression(..) => true,
        }
    }

    /// How Polars stores its values.
    pub fn dtype(&self) -> DataType {
        match self {
            Self::Formula(formula) => formula.of_type().dtype(),
            Self::Expression(_, dtype) => dtype.clone(),
        }
    }

    /// Its Polars expressions; `prefix` begins the names of temporary columns.
    pub fn lower(&self, prefix: &str) -> LoweredFormula {
        match self {
            Self::Formula(formula) => {
                let mut lowered = lower(formula, prefix);
                lowered.value = lowered.value.cast(formula.of_type().dtype());
                lowered.probed.clone_from(&formula.probed);
                lowered
            }
            Self::Expression(expr, _) => LoweredFormula::without_steps(expr.clone()),
        }
    }
}

fn in_words(dtype: &DataType) -> String {
    Type::of_column(dtype).map_or_else(|| dtype.to_string(), |known| known.to_string())
}

/// The rows of a frame of any kind, whose columns may hold whatever fits their types.
pub fn frame_rows(columns: &Schema) -> RowSchema<'_> {
    RowSchema { columns, known: nothing_known, records_probes: true, inspection: None }
}
