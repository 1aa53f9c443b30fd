//! Scripts of whose modules one is changed, as mutants are.
//!
//! Invariant: a module is a script's own where it lies in the same folder or pack; those of other
//! packs are tested where they are made, and are never changed.

use super::ScriptFile;
use crate::script::library::ImportSource;
use crate::syntax::parse_engine;
use indexmap::IndexMap;
use rescind_runtime::problem::Problem;
use rhai::{ASTNode, Expr, Stmt};
use std::sync::Arc;

/// A folder of which one script has another text.
struct ChangedFolder {
    folder: Arc<dyn ImportSource>,
    module: String,
    text: String,
}

impl ImportSource for ChangedFolder {
    fn read(&self, path: &str, importer: Option<&str>) -> Result<(String, String), Problem> {
        let (name, text) = self.folder.read(path, importer)?;
        let text = if name == self.module { self.text.clone() } else { text };
        Ok((name, text))
    }

    fn is_foreign(&self, module: &str) -> bool {
        self.folder.is_foreign(module)
    }
}

impl ScriptFile {
    /// The same script, where a module that it imports has another text.
    #[must_use]
    pub fn with_module(&self, module: &str, text: &str) -> Self {
        let folder =
            ChangedFolder { folder: self.folder(), module: module.into(), text: text.into() };
        self.with_folder(Arc::new(folder))
    }

    /// The modules of its own that it imports by a path which is written out, directly or through
    /// others: their texts by their full names, in the order in which they are met.
    pub fn modules(&self) -> IndexMap<String, String> {
        let folder = self.folder();
        let mut modules = IndexMap::new();
        let mut open: Vec<(Option<String>, String)> = vec![(None, self.text.clone())];
        while let Some((importer, text)) = open.pop() {
            for path in imports(&text).into_iter().rev() {
                let module = folder.read(&path, importer.as_deref()).ok();
                let Some((name, text)) = module else { continue };
                if !modules.contains_key(&name) && !folder.is_foreign(&name) {
                    modules.insert(name.clone(), text.clone());
                    open.push((Some(name), text));
                }
            }
        }
        modules
    }
}

/// The paths that a script imports, in the order of the text; nothing where it does not parse.
fn imports(text: &str) -> Vec<String> {
    let mut paths = vec![];
    if let Ok(ast) = parse_engine().compile(text) {
        ast.walk(&mut |nodes: &[ASTNode]| {
            if let Some(ASTNode::Stmt(Stmt::Import(import, _))) = nodes.last()
                && let Expr::StringConstant(path, _) = &import.0
            {
                paths.push(path.to_string());
            }
            true
        });
    }
    paths
}
