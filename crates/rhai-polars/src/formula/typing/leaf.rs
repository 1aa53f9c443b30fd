//! Columns and constants.

use crate::codes;
use crate::diagnostic::DiagnosisSubject;
use crate::formula::constant::Constant;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::graph::{NodeId, Op};
use crate::formula::graph_builder::GraphBuilder;
use crate::formula::resolve::RowSchema;
use crate::formula::type_names::describe_type;
use crate::formula::types::Type;
use crate::nearest::{did_you_mean, nearest};
use polars::prelude::PlSmallStr;
use rhai::Dynamic;

impl GraphBuilder<'_> {
    /// The value of the column `name`.
    pub(in crate::formula) fn add_column(
        &mut self,
        rows: RowSchema,
        name: &str,
    ) -> FormulaResult<NodeId> {
        let at = self.at;
        let Some(dtype) = rows.columns.get(name) else {
            let names = || rows.columns.iter_names().map(PlSmallStr::as_str);
            let is_near = !nearest(name, names()).is_empty();
            return Err(FormulaError::new(
                codes::UNKNOWN_COLUMN,
                at,
                format!("no column `{name}`"),
            )
            .with_subject(Some(DiagnosisSubject::Column { name: name.to_owned(), is_near }))
            .with_help(did_you_mean(name, names(), "a column")));
        };
        let Some(of_type) = Type::of_column(dtype) else {
            let message = format!("column `{name}` holds {dtype}, which formulas cannot use");
            return Err(FormulaError::new(codes::COLUMN_TYPE, at, message)
                .with_help("cast it first, with an expression such as `col(\"…\")`"));
        };
        let cast = *dtype != of_type.dtype();
        Ok(self.add(Op::Column { name: name.into(), cast }, of_type))
    }

    /// A script's value as a node.
    pub(in crate::formula) fn add_script_value(
        &mut self,
        script: &Dynamic,
    ) -> FormulaResult<NodeId> {
        let help = match Constant::from_script(script) {
            None => "formulas use numbers, texts, true or false, dates, and lists of one of them",
            Some(Constant::List(Type::Number, _)) => {
                "write all of them decimal, as in `[1.0, 2.5]`, or ask the list as it is with \
                 `in`, `list[0]` or `for`"
            }
            Some(Constant::List(element, _))
                if element != Type::Missing && element.list().is_none() =>
            {
                "ask it with `in`, `list[0]` or `for`; lists of texts or numbers are values"
            }
            Some(value) => return Ok(self.add_constant(value)),
        };
        let message = format!("a formula cannot use {} as a value", describe_type(script));
        Err(FormulaError::new(codes::VALUE_TYPE, self.at, message).with_help(help))
    }
}
