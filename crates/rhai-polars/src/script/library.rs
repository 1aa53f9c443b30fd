//! The scripts of one run: the one that was started and the modules that it imports, each with its
//! text, for diagnostics, for the strategy's hash, and for the formulas that modules hand out.
//!
//! Invariant: who imports is known, for it decides what may be imported: while a module is loaded
//! it is that module, else the script that was started. So functions of a foreign module import
//! nothing: they run when somebody else seems to ask.

use super::domain::Domain;
use super::error::script_error;
use crate::codes;
use crate::formula::ModuleFunctions;
use indexmap::IndexMap;
use rescind_runtime::problem::Problem;
use rhai::Shared;
use rhai::{
    AST, ASTNode, Dynamic, Engine, EvalAltResult, FnAccess, FnPtr, GlobalRuntimeState, Module,
    ModuleResolver, NativeCallContext, Position, Scope, ScriptFuncDef, Stmt,
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The path of an import that could not be read, in a script that is only looked at.
pub const MISSING_IMPORT: &str = "\u{fffe}nothing";

/// Where imports are read from.
pub trait ImportSource: Send + Sync {
    /// The full name and the text of the script that `path` names, from within the folder only.
    /// `importer` is the full name of the module that asks; none where the started script does.
    ///
    /// # Errors
    /// What is wrong with the path, in words.
    fn read(&self, path: &str, importer: Option<&str>) -> Result<(String, String), Problem>;

    /// Whether a module, by its full name, may import other things than the started script may.
    fn is_foreign(&self, _module: &str) -> bool {
        false
    }
}

/// A folder without scripts: for a script that came from nowhere, such as standard input.
pub struct NoImports;

impl ImportSource for NoImports {
    fn read(&self, path: &str, _: Option<&str>) -> Result<(String, String), Problem> {
        Err(format!("`{path}` cannot be imported: this script is in no folder").into())
    }
}

/// The scripts of one run.
#[derive(Clone)]
pub struct Library {
    folder: Arc<dyn ImportSource>,
    domain: &'static Domain,
    loaded: Arc<Mutex<IndexMap<String, LoadedScript>>>,
    /// The modules that are being loaded, each imported by the one before it.
    loading: Arc<Mutex<Vec<String>>>,
}

type SharedModule = Shared<Module>;

#[derive(Default)]
struct LoadedScript {
    text: String,
    functions: Option<SharedModule>,
    module: Option<SharedModule>,
    /// What its functions see: one another, its constants and its imports.
    environment: Option<ModuleEnvironment>,
}

/// What stood at the end of a module, when it was loaded.
type ModuleEnvironment = Shared<GlobalRuntimeState>;

/// Where a module's environment is noted once it is loaded.
type EnvironmentSlot = Arc<Mutex<Option<ModuleEnvironment>>>;

impl Library {
    /// No scripts yet; imports come from this folder, and their language is that of this domain.
    pub fn new(folder: Arc<dyn ImportSource>, domain: &'static Domain) -> Self {
        Self { folder, domain, loaded: Arc::default(), loading: Arc::default() }
    }

    /// What the domain adds to their language.
    pub fn domain(&self) -> &'static Domain {
        self.domain
    }

    /// Forgets every script.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// Notes a script's text under its name.
    pub fn add(&self, name: &str, text: &str) {
        let loaded = LoadedScript { text: text.into(), ..LoadedScript::default() };
        self.lock().insert(name.into(), loaded);
    }

    /// The text of a script.
    pub fn text(&self, name: &str) -> Option<String> {
        self.lock().get(name).map(|loaded| loaded.text.clone())
    }

    /// The functions of the script that a path names, with how many parameters they have, if it was
    /// loaded.
    pub fn exported_functions(&self, path: &str) -> Vec<(String, usize)> {
        let Ok((name, _)) = self.folder.read(path, None) else { return vec![] };
        let loaded = self.lock();
        let functions = loaded.get(&name).and_then(|loaded| loaded.functions.as_ref());
        let functions = functions.into_iter().flat_map(|module| module.iter_script_fn_info());
        let public = functions.filter(|(_, access, name, ..)| {
            *access == FnAccess::Public && !name.starts_with("anon$")
        });
        public.map(|(_, _, name, parameters, _)| (name.to_owned(), parameters)).collect()
    }

    /// Every text, in the order in which the scripts were loaded.
    pub fn texts(&self) -> Vec<String> {
        self.lock().values().map(|loaded| loaded.text.clone()).collect()
    }

    /// Every text with its name, in the order in which the scripts were loaded.
    pub fn named_texts(&self) -> Vec<(String, String)> {
        self.lock().iter().map(|(name, loaded)| (name.clone(), loaded.text.clone())).collect()
    }

    /// The module that is being loaded; none while the started script itself runs.
    pub fn loading_module(&self) -> Option<String> {
        self.lock_loading().last().cloned()
    }

    fn lock(&self) -> MutexGuard<'_, IndexMap<String, LoadedScript>> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_loading(&self) -> MutexGuard<'_, Vec<String>> {
        self.loading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of the module whose functions these are.
    fn of_module<T>(
        &self,
        functions: &SharedModule,
        known: impl FnOnce(&LoadedScript) -> Option<T>,
    ) -> Option<T> {
        let is_home = |loaded: &&LoadedScript| {
            loaded.functions.as_ref().is_some_and(|known| Shared::ptr_eq(known, functions))
        };
        known(self.lock().values().find(is_home)?)
    }

    fn module(
        &self,
        engine: &Engine,
        path: &str,
        position: Position,
    ) -> Result<SharedModule, Box<EvalAltResult>> {
        if path == MISSING_IMPORT {
            return Ok(Module::new().into());
        }
        let importer = self.loading_module();
        let source = self.folder.read(path, importer.as_deref());
        let (name, text) = source.map_err(|problem| {
            script_error(codes::IMPORT, position, problem.message, problem.help)
        })?;
        if let Some(known) = self.lock().get(&name) {
            return known.module.clone().ok_or_else(|| {
                let message = format!("`{path}` imports itself, directly or through another");
                script_error(codes::IMPORT, position, message, None)
            });
        }
        self.add(&name, &text);
        let inner = |error| Box::new(EvalAltResult::ErrorInModule(name.clone(), error, position));
        let mut ast: AST = engine.compile(&text).map_err(|error| inner(error.into()))?;
        ast.set_source(name.as_str());
        let (noted, scope, note) = environment_noted(engine).map_err(inner)?;
        ast.combine(note);
        let functions = ast.shared_lib().clone();
        if self.folder.is_foreign(&name)
            && let Some(late) = late_import(&functions)
        {
            let help = "write it at the top of the script, outside of functions".to_owned();
            let message = "a function of another pack imports something";
            return Err(inner(script_error(codes::IMPORT, late, message, Some(help))));
        }
        if let Some(loaded) = self.lock().get_mut(&name) {
            loaded.functions = Some(functions);
        }
        self.lock_loading().push(name.clone());
        let module = Module::eval_ast_as_new(scope, &ast, engine);
        self.lock_loading().pop();
        let module = module.map_err(inner)?;
        let module: SharedModule = module.into();
        if let Some(loaded) = self.lock().get_mut(&name) {
            loaded.module = Some(module.clone());
            loaded.environment = noted.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
        Ok(module)
    }
}

/// A statement to stand at the end of a module, with the scope that it needs, which notes what the
/// module's functions see. Rhai itself tells nobody.
fn environment_noted(
    engine: &Engine,
) -> Result<(EnvironmentSlot, Scope<'static>, AST), Box<EvalAltResult>> {
    const NOTE: &str = "__note";
    let noted = EnvironmentSlot::default();
    let sink = noted.clone();
    #[expect(deprecated, reason = "not deprecated, it says, but volatile")]
    let note = FnPtr::from_fn(NOTE, move |context: NativeCallContext, _: &mut [&mut Dynamic]| {
        let seen = context.global_runtime_state().clone();
        *sink.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen.into());
        Ok(Dynamic::UNIT)
    })?;
    let mut scope = Scope::new();
    scope.push_constant(NOTE, note);
    let statement = engine.compile_with_scope(&scope, format!("{NOTE}.call();"))?;
    Ok((noted, scope, statement))
}

/// The first `import` in a function or closure of a module.
fn late_import(functions: &SharedModule) -> Option<Position> {
    let mut position = None;
    AST::new_from_module(functions.clone()).walk(&mut |path: &[ASTNode]| {
        if let Some(ASTNode::Stmt(Stmt::Import(_, at))) = path.last() {
            position.get_or_insert(*at);
        }
        position.is_none()
    });
    position
}

impl ModuleResolver for Library {
    fn resolve(
        &self,
        engine: &Engine,
        _source: Option<&str>,
        path: &str,
        position: Position,
    ) -> Result<SharedModule, Box<EvalAltResult>> {
        self.module(engine, path, position)
    }
}

impl ModuleFunctions for Library {
    fn function(&self, name: &str, parameters: usize) -> Option<Shared<ScriptFuncDef>> {
        let loaded = self.lock();
        let mut modules = loaded.values().filter_map(|loaded| loaded.functions.as_ref());
        modules.find_map(|module| module.get_script_fn(name, parameters).cloned())
    }

    fn home(&self, function: &Shared<ScriptFuncDef>) -> Option<SharedModule> {
        let loaded = self.lock();
        let mut modules = loaded.values().filter_map(|loaded| loaded.functions.as_ref());
        let is_home = |module: &&SharedModule| {
            let same = module.get_script_fn(&function.name, function.params.len());
            same.is_some_and(|same| Shared::ptr_eq(same, function))
        };
        modules.find(is_home).cloned()
    }

    fn environment(&self, home: &SharedModule) -> Option<ModuleEnvironment> {
        self.of_module(home, |loaded| loaded.environment.clone())
    }

    fn imported_by(&self, home: &SharedModule, name: &str) -> Option<SharedModule> {
        let module = self.of_module(home, |loaded| loaded.module.clone())?;
        let mut submodule = module.as_ref();
        for part in name.split("::") {
            submodule = submodule.get_sub_module(part)?;
        }
        Some(submodule.clone().into())
    }
}
