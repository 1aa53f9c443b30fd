//! What is said of functions and methods that a formula cannot call, and of values that are none.
//!
//! Invariant: advice names what works in a formula, or says that nothing does.

use super::function::function_ast;
use super::resolver::Resolver;
use super::scope::ResolvedValue;
use crate::codes;
use crate::diagnostic::DiagnosisSubject;
use crate::formula::element_methods::ELEMENTS;
use crate::formula::error::{FormulaError, FormulaResult};
use crate::formula::methods;
use crate::formula::type_names::type_in_words;
use crate::formula::types::Type;
use crate::formula::window_methods;
use crate::nearest::{did_you_mean, nearest};
use rhai::{ASTNode, Expr, FnCallExpr, Position, Stmt};

impl Resolver<'_> {
    /// The error for a method that a type has not.
    pub(super) fn unknown_method(
        &self,
        name: &str,
        of_type: Type,
        property: bool,
        argument_count: usize,
        at: Position,
    ) -> FormulaError {
        let what = if property { "property" } else { "method" };
        let message = format!("{of_type} has no {what} `{name}`");
        let error = FormulaError::new(codes::UNKNOWN_METHOD, at, message);
        if of_type == Type::Missing {
            let error = error.with_subject(Some(DiagnosisSubject::MissingValue));
            return error.with_help("it is missing in every row; `??` puts something in its place");
        }
        if property && methods::find(of_type, name, false).is_some() {
            return error.with_help(format!("it is a method: write `.{name}()`"));
        }
        if let Some(row) = ELEMENTS.iter().find(|row| row.name == name && of_type.is_list()) {
            let message = format!("`{name}` asks a closure of each element");
            return FormulaError::new(codes::ARGUMENTS, at, message)
                .with_help(format!("its form is `{}`, as in `{}`", row.form, row.example));
        }
        if let Some(row) = window_methods::find(name) {
            let message = format!("`{name}` is a method of the invitation, not of {of_type}");
            return FormulaError::new(codes::UNKNOWN_METHOD, at, message)
                .with_help(format!("its form is `{}`, as in `{}`", row.form, row.example));
        }
        if of_type == Type::Number {
            return error.with_help(
                "it is whole in some rows and decimal in others: make it of one kind first, with \
                 `.to_float()` or `.to_int()`",
            );
        }
        if of_type == Type::Int && methods::find(Type::Float, name, property).is_some() {
            return error
                .with_help(format!("decimal numbers have it: write `.to_float().{name}()`"));
        }
        if self.find_function(name, argument_count + 1).is_some() {
            return error.with_help(format!("it is a function: write `{name}(…)`"));
        }
        if self.is_known_to_scripts(name, of_type) {
            let message = format!("`{name}` is not for formulas");
            return FormulaError::new(codes::NOT_COVERED, at, message).with_help(
                "compute it once, outside of the formula, if it is the same in every row",
            );
        }
        let of_elements = ELEMENTS.iter().filter(|_| of_type.is_list()).map(|row| row.name);
        error.with_help(did_you_mean(
            name,
            methods::names(of_type).chain(of_elements),
            "a method of it",
        ))
    }

    /// Whether scripts have such a function of a first value of this type.
    fn is_known_to_scripts(&self, name: &str, of_type: Type) -> bool {
        let forms = self.context.call.engine().gen_fn_signatures(true);
        let type_words = of_type.to_string();
        // Rhai's own, which have no form.
        if matches!(name, "type_of" | "is_shared" | "is_def_var" | "is_def_fn") {
            return true;
        }
        forms.iter().any(|form| {
            let Some((form_name, rest)) = form.split_once('(') else { return false };
            let first = rest.split([',', ')']).next().unwrap_or_default();
            let first = first.rsplit([' ', ':']).next().unwrap_or_default();
            let first = type_in_words(first.trim_start_matches("&mut "));
            form_name == name
                && (first == type_words
                    || first == "any value"
                    || of_type.is_list() && first == "a list")
        })
    }

    /// The same error, of a method that is written as a function.
    pub(super) fn reword_as_function_call(
        &self,
        error: FormulaError,
        name: &str,
        argument_count: usize,
        receiver: &ResolvedValue,
        at: Position,
    ) -> FormulaError {
        let of_type = match receiver {
            ResolvedValue::Node(node) => Some(self.graph.type_of(*node)),
            known if known.is_unit() => Some(Type::Missing),
            _ => None,
        };
        let told = matches!(error.code, codes::UNKNOWN_METHOD | codes::NOT_A_VALUE);
        if error.position != at || !told || of_type == Some(Type::Missing) {
            return error;
        }
        let count = self.parameter_counts(name).next();
        if let Some(definition) = count.and_then(|count| self.find_function(name, count)) {
            let names: Vec<&str> =
                definition.function.params.iter().map(rhai::ImmutableString::as_str).collect();
            let message = format!("`{name}` takes {}, not {argument_count}", names.len());
            return FormulaError::new(codes::ARGUMENTS, at, message)
                .with_help(format!("its form is `{name}({})`", names.join(", ")));
        }
        if error.code == codes::NOT_A_VALUE && !matches!(receiver, ResolvedValue::Row) {
            return error;
        }
        let unknown =
            || FormulaError::new(codes::UNKNOWN_FUNCTION, at, format!("no function `{name}`"));
        if matches!(name, "pow" | "power") {
            return unknown().with_help("write `a ** b`");
        }
        if let Some(row) = window_methods::find(&format!("{name}_by")) {
            let message = format!("`{name}` is asked of rows, and a formula has one");
            return FormulaError::new(codes::UNKNOWN_FUNCTION, at, message).with_help(format!(
                "of the rows of a group it is `{}`, as in `{}`",
                row.form, row.example
            ));
        }
        let visible = self.own_functions();
        let known = methods::METHODS.iter().flat_map(|topic| topic.iter());
        let a_row = matches!(receiver, ResolvedValue::Row);
        let known = known
            .filter(|method| of_type.map_or(!a_row, |of_type| method.receivers.contains(&of_type)));
        let names = visible.iter().map(String::as_str).chain(known.map(|method| method.name));
        if nearest(name, names.clone()).is_empty() {
            return unknown().with_help(format!(
                "declare it, as in `fn {name}(x) {{ … }}`; a closure in a variable is called \
                 with `{name}.call(…)`"
            ));
        }
        unknown().with_help(did_you_mean(name, names, "a function"))
    }

    /// The names of the functions that the code being compiled sees.
    fn own_functions(&self) -> Vec<String> {
        let home = self.inlined.last().and_then(|definition| definition.home.as_ref());
        let seen = self.context.call.namespaces().iter();
        let functions =
            home.into_iter().chain(seen).flat_map(|module| module.iter_script_fn_info());
        let names = functions.map(|(_, _, name, ..)| name.to_owned());
        names.filter(|name| !name.starts_with("anon$")).collect()
    }

    /// Fails where `in` asks what holds nothing.
    pub(super) fn demand_searchable(
        &self,
        list: &ResolvedValue,
        wanted: &ResolvedValue,
        at: Position,
    ) -> FormulaResult<()> {
        let ResolvedValue::Node(list) = list else { return Ok(()) };
        let of_type = self.graph.type_of(*list);
        if of_type == Type::Text {
            let wanted = match wanted {
                ResolvedValue::Node(node) => self.graph.type_of(*node),
                _ => Type::Text,
            };
            if matches!(wanted, Type::Text | Type::Missing) {
                return Ok(());
            }
            let message = format!("`in` looks for a text in a text, but this is {wanted}");
            return Err(FormulaError::new(codes::TYPE_MISMATCH, at, message)
                .with_help("make a text of it with `.to_string()`"));
        }
        if of_type.is_list() || of_type == Type::Missing {
            return Ok(());
        }
        let message = format!("`in` cannot search {of_type}");
        Err(FormulaError::new(codes::TYPE_MISMATCH, at, message)
            .with_help("it asks a list, a range or a text; whether two values are equal is `==`"))
    }

    /// The error for a column expression where a formula has a value of one row. It points at the
    /// call that made it.
    pub(super) fn column_expression_error(&self, at: Position) -> FormulaError {
        const MESSAGE: &str = "a column expression is about whole columns, and a formula has a row";
        let error = |at| FormulaError::new(codes::VALUE_TYPE, at, MESSAGE);
        let Some((name, column, at)) = self.made_by() else {
            return error(at).with_help("name the row's column, as in `i.age_days`");
        };
        let column = column.unwrap_or_else(|| "age_days".into());
        error(at).with_help(match window_methods::find(&format!("{name}_by")) {
            Some(row) if row.of_value => format!("write `i.{}(\"{column}\")`", row.name),
            Some(row) => format!("write `i.{}()`", row.name),
            None => format!("write `i.{column}`"),
        })
    }

    /// The first call in the innermost function's body that makes a column expression, and the
    /// column that it names.
    fn made_by(&self) -> Option<(String, Option<String>, Position)> {
        let function = &self.inlined.last()?.function;
        let mut column_call = None;
        let mut note = |call: &FnCallExpr, at: Position| {
            let name = call.name.as_str();
            let makes = name == "col" || window_methods::find(&format!("{name}_by")).is_some();
            if makes && column_call.is_none() {
                let first = call.args.first().and_then(|first| first.get_literal_value(None));
                let column = first.filter(rhai::Dynamic::is_string).map(|first| first.to_string());
                column_call = Some((name.to_owned(), column, at));
            }
        };
        function_ast(function).walk(&mut |path: &[ASTNode]| {
            if let Some(
                ASTNode::Expr(Expr::FnCall(call, at)) | ASTNode::Stmt(Stmt::FnCall(call, at)),
            ) = path.last()
            {
                note(call, *at);
            }
            true
        });
        column_call
    }
}
