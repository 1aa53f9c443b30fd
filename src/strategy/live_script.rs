//! A script that is entered piece by piece, as in a REPL.
//!
//! Invariant: pieces that are entered one after another come to the same as one script of them all,
//! and a piece that fails leaves every variable and declaration as it was.

use super::Strategy;
use super::declarations::Declarations;
use super::piece_reading::{
    LAST_VALUE, PieceReading, ScriptImport, functions_of, imports_of, return_position,
};
use super::run::{PreparedScript, Script, ScriptEnvironment};
use super::shared_cells::SharedCells;
use crate::codes;
use crate::script::error::script_error;
use crate::script::{Diagnosis, Frame};
use polars::prelude::SchemaRef;
use rhai::{AST, Dynamic, Scope};
use std::collections::HashSet;
use std::fmt;

/// The name of what is only looked at.
const GLIMPSE: &str = "glimpse";

/// What the pieces so far have come to.
#[derive(Clone)]
pub struct LiveScript {
    scope: Scope<'static>,
    declared: Declarations,
    /// Every function and closure, without statements.
    functions: AST,
    /// The imports, which are written again before each piece: Rhai forgets modules between runs.
    imports: Vec<ScriptImport>,
}

impl fmt::Debug for LiveScript {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Live")
    }
}

/// What a piece has come to.
#[derive(Debug)]
pub struct EnteredPiece {
    /// Everything so far, with the piece.
    pub live: LiveScript,
    /// The piece's last value.
    pub value: Dynamic,
    /// What the piece's text says.
    pub reading: PieceReading,
}

impl LiveScript {
    /// Nothing entered yet.
    ///
    /// # Errors
    /// Data whose columns cannot be told.
    pub fn new(script: Script, around: &ScriptEnvironment) -> Result<Self, Box<Diagnosis>> {
        let started = PreparedScript::new(script, around)?;
        let declared = started.recorder.lock().clone();
        let (functions, imports) = (AST::empty(), vec![]);
        Ok(Self { scope: started.scope, declared, functions, imports })
    }

    /// Enters the piece that begins on line `first`, counted from 1, of all that was entered; the
    /// lines before it are what made this.
    ///
    /// # Errors
    /// Whatever is wrong with the piece; nothing has changed then.
    pub fn enter(
        &self,
        whole: Script,
        first: usize,
        around: &ScriptEnvironment,
    ) -> Result<EnteredPiece, Box<Diagnosis>> {
        let mut started =
            PreparedScript::resume(whole, around, self.scope.clone(), self.declared.clone());
        let piece = self.compile_piece(&started, whole.text, first)?;
        if let Some(at) = return_position(&piece) {
            let message = "`return` ends a script: nothing that is entered after it would count";
            let help = "enter the value itself; `return` belongs into a function".to_owned();
            return Err(started.diagnose(&script_error(codes::SCRIPT, at, message, Some(help))));
        }
        let reading = PieceReading::of_piece(&piece, self.imports.len());
        let mut functions = self.functions.merge(&piece.clone_functions_only());
        functions.set_source(whole.name);
        let mut ast = functions.merge(&piece);
        ast.set_source(whole.name);
        let cells = SharedCells::capture(&self.scope);
        let value = started.evaluate(&ast).map_err(|error| {
            cells.restore();
            started.diagnose(&error)
        })?;
        let mut scope = started.scope;
        if !value.is_unit() {
            scope.set_or_push(LAST_VALUE, value.clone());
        }
        let mut imports = self.imports.clone();
        imports.extend(imports_of(&piece).skip(self.imports.len()));
        let declared = started.recorder.lock().clone();
        Ok(EnteredPiece { live: Self { scope, declared, functions, imports }, value, reading })
    }

    /// What the text of a piece says, without running it; otherwise as [`Self::enter`].
    pub fn read(
        &self,
        whole: Script,
        first: usize,
        around: &ScriptEnvironment,
    ) -> Result<PieceReading, Box<Diagnosis>> {
        let started =
            PreparedScript::resume(whole, around, self.scope.clone(), self.declared.clone());
        let piece = self.compile_piece(&started, whole.text, first)?;
        Ok(PieceReading::of_piece(&piece, self.imports.len()))
    }

    /// The piece that begins on line `first`, with the places that it has in the whole.
    fn compile_piece(
        &self,
        started: &PreparedScript,
        whole_text: &str,
        first: usize,
    ) -> Result<AST, Box<Diagnosis>> {
        let piece: String = whole_text.split_inclusive('\n').skip(first - 1).collect();
        let before = self.preamble() + "\n".repeat(first - 1).as_str();
        started.compiled_as(&(before + piece.as_str()))
    }

    /// The imports as they are written.
    fn preamble(&self) -> String {
        let written =
            |import: &ScriptImport| format!("import {:?} as {};", import.path, import.name);
        self.imports.iter().map(written).collect()
    }

    /// The path of the module that was imported under this name.
    pub fn imported(&self, name: &str) -> Option<&str> {
        let newest = self.imports.iter().rev().find(|import| import.name == name);
        newest.map(|import| import.path.as_str())
    }

    pub fn strategy(&self) -> &Strategy {
        &self.declared.strategy
    }

    /// The variables, oldest first; of several of one name the last.
    pub fn variables(&self) -> Vec<(&str, Dynamic)> {
        let mut seen = HashSet::new();
        let newest_first = self.scope.iter_raw().filter(|(name, ..)| seen.insert(*name));
        let mut variables: Vec<_> =
            newest_first.map(|(name, _, value)| (name, value.flatten_clone())).collect();
        variables.reverse();
        variables
    }

    /// The columns of the invitations, with those that were declared.
    pub fn columns(&self) -> SchemaRef {
        self.declared.columns.clone()
    }

    /// The functions that were defined, with how many parameters they have.
    pub fn functions(&self) -> Vec<(String, usize)> {
        functions_of(&self.functions)
    }

    /// What an expression comes to where every frame has its columns and no row, so that nothing
    /// waits for data; `further` are variables beside those entered. None where it fails.
    pub fn glimpse(
        &self,
        expression: &str,
        further: Vec<(String, Dynamic)>,
        around: &ScriptEnvironment,
    ) -> Option<Dynamic> {
        let mut scope = Scope::new();
        for (name, value) in self.variables() {
            let empty = value.clone().try_cast::<Frame>().map(|frame| frame.without_rows());
            let value = empty.map_or(value, |frame| frame.map_or(Dynamic::UNIT, Dynamic::from));
            scope.push_dynamic(name, value);
        }
        for (name, value) in further {
            scope.push_dynamic(name, value);
        }
        let script = Script { name: GLIMPSE, text: expression };
        let mut started = PreparedScript::resume(script, around, scope, self.declared.clone());
        let text = self.preamble() + expression;
        let ast = self.functions.merge(&started.compiled_as(&text).ok()?);
        started.evaluate(&ast).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::Bounds;
    use crate::domain::INVITATIONS;
    use crate::invitations::Invitations;
    use crate::limits::Limits;
    use crate::script::host::Host;
    use crate::script::library::{Library, NoImports};
    use indexmap::IndexMap;
    use std::sync::Arc;

    fn surroundings(invitations: &Invitations) -> ScriptEnvironment<'_> {
        static LIMITS: std::sync::LazyLock<Limits> = std::sync::LazyLock::new(Limits::built_in);
        ScriptEnvironment {
            invitations,
            limits: &LIMITS,
            as_of: chrono::DateTime::UNIX_EPOCH,
            overrides: IndexMap::new(),
            presets: IndexMap::new(),
            host: Host::silent(Library::new(Arc::new(NoImports), &INVITATIONS)),
            bounds: Bounds::default(),
        }
    }

    /// Enters the pieces one after another; what each came to.
    fn entered(pieces: &[&str]) -> Vec<Result<String, String>> {
        let none = Invitations::none(&[]);
        let around = surroundings(&none);
        let mut live = LiveScript::new(Script { name: "s", text: "" }, &around).unwrap();
        let mut text = String::new();
        let mut results = vec![];
        for piece in pieces {
            let first = text.lines().count() + 1;
            let whole = format!("{text}{piece}\n");
            match live.enter(Script { name: "s", text: &whole }, first, &around) {
                Ok(entered) => {
                    live = entered.live;
                    text = whole;
                    results.push(Ok(crate::script::convert::value_to_text(&entered.value)));
                }
                Err(error) => results.push(Err(error.to_string())),
            }
        }
        results
    }

    fn last(pieces: &[&str]) -> Result<String, String> {
        entered(pieces).pop().unwrap()
    }

    #[test]
    fn pieces_know_what_was_entered_before() {
        assert_eq!(last(&["let a = 2;", "fn twice(x) { 2 * x }", "twice(a)"]), Ok("4".into()));
        assert_eq!(last(&["let n = 1;", "let f = |x| x + n;", "f.call(1)"]), Ok("2".into()));
    }

    #[test]
    fn it_is_the_last_value() {
        assert_eq!(last(&["20 + 1", "let a = it * 2;", "a", "it"]), Ok("42".into()));
    }

    #[test]
    fn a_piece_that_fails_leaves_everything_as_it_was() {
        let pieces = ["let a = [1];", "a.push(2); a.nonsense()", "a"];
        assert_eq!(last(&pieces), Ok("[1]".into()));
        // The closure makes `n` a value that two places share.
        let pieces = ["let n = 1;", "let f = || n;", "n = 5; throw 1", "f.call()"];
        assert_eq!(last(&pieces), Ok("1".into()));
        let pieces = ["let c = [0, || 1];", "let g = || c;", "c.push(3); throw 1", "c.len()"];
        assert_eq!(last(&pieces), Ok("2".into()));
    }

    #[test]
    fn a_formula_takes_what_was_entered_before() {
        let pieces = [
            "let stale = param(\"stale_days\", 90);",
            "withdraw(\"old\", |i| i.age_days >= stale);",
            "withdraw(\"odd\", |i| i.agedays >= stale)",
        ];
        assert_eq!(last(&pieces), Err("no column `agedays`".into()));
    }

    #[test]
    fn a_glimpse_sees_columns_and_waits_for_nothing() {
        let none = Invitations::none(&[]);
        let around = surroundings(&none);
        let live = LiveScript::new(Script { name: "s", text: "" }, &around).unwrap();
        let glimpsed = live.glimpse("pending.filter(|i| i.age_days > 3)", vec![], &around);
        assert!(glimpsed.unwrap().try_cast::<Frame>().is_some());
        assert!(live.glimpse("pending.nonsense()", vec![], &around).is_none());
        let further = vec![("i".to_owned(), Dynamic::from(1_i64))];
        assert!(live.glimpse("i + 1", further, &around).unwrap().is_int());
    }
}
