//! Runs the tests of a file, each in an engine of its own.

use super::find::TestFile;
use super::functions::register;
use super::state::{Shared, State};
use crate::error::Error;
use crate::limits::Limits;
use crate::script::ScriptError;
use crate::script::host::Host;
use crate::script::library::Library;
use crate::script::sandbox;
use crate::session::{Running, ScriptFile};
use crate::tested::{Problem, Tested, TestedFile};
use rhai::{AST, CallFnOptions, Dynamic, Engine, EvalAltResult, FnAccess, Scope};
use std::sync::Arc;
use std::time::Instant;

/// What tests are run with.
pub struct Bench {
    /// How a script is run: a strategy, or a test.
    pub running: Arc<dyn Fn() -> Running + Send + Sync>,
    /// The limits in force.
    pub limits: Limits,
    /// What a test's name must contain to be run.
    pub filter: Option<String>,
}

/// What the names of tests begin with.
const PREFIX: &str = "test_";

/// Runs the tests of a file.
pub fn run(file: &TestFile, bench: &Bench) -> TestedFile {
    let path = file.path.display().to_string();
    match tests(file, bench) {
        Ok(tests) => TestedFile { path, tests, broken: None },
        Err(error) => TestedFile { path, tests: vec![], broken: Some(Box::new(error)) },
    }
}

fn tests(file: &TestFile, bench: &Bench) -> Result<Vec<Tested>, Error> {
    let script = ScriptFile::open(&file.path)?;
    let running = bench.running.clone();
    let shared = Arc::new(Shared {
        strategy: ScriptFile::open(&file.strategy)?,
        running: Box::new(move || running()),
        limits: bench.limits.clone(),
        tests: (script.path.clone(), script.text.clone()),
    });
    let run = Run { script: &script, shared, bench };
    let ast = run.compiled()?;
    let mut found: Vec<(usize, String)> = vec![];
    for function in ast.iter_fn_def() {
        let private = function.access == FnAccess::Private;
        if function.name.starts_with(PREFIX) && !private {
            if !function.params.is_empty() {
                let message = format!("{}: a test takes no parameters", function.name);
                let help = "give a table with `cases([…], |row| { … })`".to_owned();
                let error =
                    ScriptError::whole(&script.path, "test-parameters", &message, Some(help));
                return Err(error.into());
            }
            let line = line_of(&script.text, &function.name);
            found.push((line, function.name.to_string()));
        }
    }
    found.sort();
    let wanted = |name: &str| bench.filter.as_deref().is_none_or(|part| name.contains(part));
    let found = found.into_iter().filter(|(_, name)| wanted(name));
    Ok(found.map(|(line, name)| run.test(&ast, line, name)).collect())
}

/// The line on which a function begins, from 1.
fn line_of(text: &str, name: &str) -> usize {
    let begins = |line: &str| {
        let rest = line.trim_start().strip_prefix("fn ").map(str::trim_start);
        let rest = rest.and_then(|rest| rest.strip_prefix(name));
        rest.is_some_and(|rest| rest.trim_start().starts_with('('))
    };
    text.lines().position(begins).map_or(1, |at| at + 1)
}

struct Run<'a> {
    script: &'a ScriptFile,
    shared: Arc<Shared>,
    bench: &'a Bench,
}

impl Run<'_> {
    /// An engine with what belongs to one test.
    fn engine(&self) -> (Engine, Library, State) {
        let running = (self.bench.running)();
        let library = self.script.library();
        let lists = |name: &str, _: Option<&str>| {
            Err(format!("`{name}`: a test reads no lists; it gives them with `given_list`"))
        };
        let host = Host {
            lists: Arc::new(lists),
            print: running.print,
            show: running.show,
            width: running.width,
            ..Host::silent(library.clone())
        };
        library.add(&self.script.path, &self.script.text);
        let mut engine = sandbox::engine(&host, running.bounds);
        let state = State::new(self.shared.clone());
        register(&mut engine, &state);
        (engine, library, state)
    }

    fn compiled(&self) -> Result<AST, Error> {
        let (engine, library, _) = self.engine();
        let ast = engine.compile(&self.script.text);
        let mut ast = ast.map_err(|error| self.failed(&engine, &library, &error.into()))?;
        ast.set_source(self.script.path.as_str());
        Ok(ast)
    }

    fn failed(&self, engine: &Engine, library: &Library, error: &EvalAltResult) -> ScriptError {
        ScriptError::new(error, &self.script.path, library, &engine.gen_fn_signatures(true))
    }

    fn test(&self, ast: &AST, line: usize, name: String) -> Tested {
        let start = Instant::now();
        let (engine, library, state) = self.engine();
        let mut scope = Scope::new();
        let options = CallFnOptions::new().eval_ast(true);
        let ended =
            engine.call_fn_with_options::<Dynamic>(options, &mut scope, ast, &name, ()).err();
        let mut own = state.lock();
        let mut problems: Vec<Problem> = vec![];
        problems.extend(own.failures.drain(..).map(|failure| Box::new(failure) as Problem));
        match (own.broken.take(), ended) {
            (Some(error), _) => problems.push(Box::new(error)),
            (None, Some(error)) => {
                problems.push(Box::new(self.failed(&engine, &library, &error)));
            }
            (None, None) if own.expected == 0 => {
                let message = format!("{name} expects nothing");
                let help = "say what must hold, as in `expect(plan, \"Ada\").kept(\"client\")`";
                let error = ScriptError::whole(
                    &self.script.path,
                    "nothing-expected",
                    &message,
                    Some(help.into()),
                );
                problems.push(Box::new(error));
            }
            (None, None) => {}
        }
        drop(own);
        Tested { name, line, problems, took: start.elapsed() }
    }
}
