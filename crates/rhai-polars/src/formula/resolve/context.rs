//! What a closure means depends on: where it was handed over, and which rows it is about.

use crate::formula::column_facts::ColumnFactsLookup;
use crate::formula::error::FormulaError;
use crate::formula::probes::ReachedProbes;
use polars::prelude::Schema;
use rhai::{GlobalRuntimeState, Module, NativeCallContext, ScriptFuncDef, Shared};
use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

/// The functions of imported modules. A closure that a module's function returned is known to Rhai
/// by its name alone.
pub trait ModuleFunctions {
    /// The function of that name and number of parameters.
    fn function(&self, name: &str, parameters: usize) -> Option<Shared<ScriptFuncDef>>;

    /// All functions of the module that a function stands in; none where no module holds it.
    fn home(&self, function: &Shared<ScriptFuncDef>) -> Option<Shared<Module>>;

    /// What the module with these functions lets them see: its constants and imports.
    fn environment(&self, home: &Shared<Module>) -> Option<Shared<GlobalRuntimeState>>;

    /// The module that the one with these functions has imported under a name.
    fn imported_by(&self, home: &Shared<Module>, name: &str) -> Option<Shared<Module>>;
}

/// Where a closure was handed over: what names mean there.
#[derive(Clone, Copy)]
pub struct ClosureContext<'a> {
    /// The call that it was handed to.
    pub call: &'a NativeCallContext<'a>,
    /// The functions of imported modules.
    pub imported: &'a dyn ModuleFunctions,
    /// Where probes are noted that are reached whatever the row; none where nobody looks for any.
    pub probes: Option<&'a Arc<ReachedProbes>>,
}

/// The rows that a formula is about.
#[derive(Clone, Copy, Debug)]
pub struct RowSchema<'a> {
    /// Their columns.
    pub columns: &'a Schema,
    /// What is known of them: in a strategy what the domain says, of any frame nothing.
    pub known: ColumnFactsLookup,
    /// Whether whoever computes it notes which of its parts are reached: so in a frame, and not in
    /// a strategy, whose plan does.
    pub records_probes: bool,
    /// How the formula is inspected, where it is not compiled to be run.
    pub inspection: Option<FormulaInspection<'a>>,
}

/// How a formula is inspected that is never run.
#[derive(Clone, Copy, Debug)]
pub struct FormulaInspection<'a> {
    /// Where the errors go that are found after the first.
    pub further_errors: &'a RefCell<Vec<FormulaError>>,
    /// The captured variables that may hold any value of their type; none where all hold what they
    /// hold. Those of an imported script's closure then all may.
    pub open_variables: Option<&'a HashSet<String>>,
}
