//! The definition file of the functions of tests.

use super::functions::register;
use super::test_state::{Purpose, SuiteContext, TestScript, TestState};
use crate::deadline::Bounds;
use crate::formula::dates::Day;
use crate::import::Descriptions;
use crate::limits::Limits;
use crate::script::definitions::name_results;
use crate::session::{RunOptions, ScriptFile};
use crate::syntax::parse_engine;
use std::path::PathBuf;
use std::sync::Arc;

/// The file's name.
const NAME: &str = "__tests__.d.rhai";

/// The file with its name: the functions of [`super::FUNCTIONS`], which files of tests call beside
/// those that every script may call.
pub fn definitions() -> (String, String) {
    let nothing = SuiteContext {
        strategy: ScriptFile::from_text("", String::new()),
        probed: None,
        strategy_path: PathBuf::new(),
        running: Arc::new(|| RunOptions::silent(Bounds::default())),
        limits: Limits::default(),
        sources: Descriptions::default(),
        tests: TestScript { path: String::new(), text: String::new() },
        purpose: Purpose::Test,
        sessions: Arc::default(),
    };
    let mut engine = parse_engine();
    engine.register_type_with_name::<Day>("Date");
    register(&mut engine, &TestState::new(Arc::new(nothing)));
    name_results(&mut engine);
    let functions = engine.definitions().include_standard_packages(false).with_headers(true);
    (NAME.into(), functions.static_module())
}
