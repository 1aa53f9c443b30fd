//! Where tests are: `NAME.test.rhai` beside `NAME.rhai`.

use crate::error::Error;
use crate::import::data_folder::scripts;
use crate::session::ScriptFile;
use rescind_runtime::problem::Problem;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TestFile {
    pub path: PathBuf,
    pub strategy: PathBuf,
}

/// A strategy with its tests, as they were read.
#[derive(Clone)]
pub struct Suite {
    pub strategy: ScriptFile,
    pub tests: ScriptFile,
    /// The strategy's file: snapshots lie beside it, and data sets are looked up from its folder.
    pub strategy_path: PathBuf,
}

impl Suite {
    /// Reads a strategy and its tests.
    ///
    /// # Errors
    /// A file that is missing or no text.
    pub fn open(file: &TestFile) -> Result<Self, Error> {
        Ok(Self {
            tests: ScriptFile::open(&file.path)?,
            strategy: ScriptFile::open(&file.strategy)?,
            strategy_path: file.strategy.clone(),
        })
    }
}

/// The tests of a file of tests, of a strategy, or of all strategies in a folder and below it.
pub fn find(path: &Path) -> Result<Vec<TestFile>, Problem> {
    if path.is_dir() {
        let scripts = scripts::below(path)?;
        return Ok(scripts.iter().filter_map(|file| test_file_at(file)).collect());
    }
    if let Some(test_file) = test_file_at(path).filter(|_| path.is_file()) {
        return Ok(vec![test_file]);
    }
    scripts::read(path)?;
    let shown = path.display();
    let Some(tests) = scripts::tests_of(path) else {
        let help = "expected one such as `oldest-first.rhai`";
        return Err(Problem::with_help(format!("{shown} is no script"), help));
    };
    if tests.is_file() {
        return Ok(vec![TestFile { path: tests, strategy: path.to_path_buf() }]);
    }
    let help = format!("write them in {}", tests.display());
    Err(Problem::with_help(format!("{shown} has no tests"), help))
}

fn test_file_at(path: &Path) -> Option<TestFile> {
    let strategy = scripts::tested_by(path)?;
    Some(TestFile { path: path.to_path_buf(), strategy })
}
