//! Runs the tests of a file, each in an engine of its own.

use super::find::Suite;
use super::functions::register;
use super::jobs::catch_panic;
use super::mutants::AcceptedMutant;
use super::test_names::{self, TestCandidate};
use super::test_problems::{internal_error, problems, unprobed};
use super::test_state::{ProbedStrategy, Purpose, Sessions, SuiteContext, TestScript, TestState};
use crate::coverage::{CoveredScript, ProbeRegistry};
use crate::error::Error;
use crate::import::Descriptions;
use crate::import::data_folder::test_data;
use crate::limits::Limits;
use crate::script::host::Host;
use crate::script::library::Library;
use crate::script::{Diagnosis, sandbox};
use crate::session::{RunOptions, ScriptFile};
use crate::test_report::{TestFileReport, TestOutcome};
use rescind_runtime::problem::Problem;
use rhai::{AST, CallFnOptions, Dynamic, Engine, EvalAltResult, Scope};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What tests are run with.
pub struct TestOptions {
    /// How a script is run: a strategy, or a test.
    pub running: Arc<dyn Fn() -> RunOptions + Send + Sync>,
    pub limits: Limits,
    /// The kinds of tables that are known.
    pub sources: Descriptions,
    /// What a test's name must contain to be run.
    pub filter: Option<String>,
    /// Whether it is asked what the tests reach.
    pub coverage: bool,
}

pub fn run(suite: &Suite, bench: &TestOptions) -> TestFileReport {
    let mut file = TestFileReport::new(&suite.tests.path);
    match PreparedSuite::new(suite, bench) {
        Ok(prepared) => prepared.run_all(&mut file),
        Err(error) => file.file_problem = Some(Box::new(error)),
    }
    file
}

/// A test, and how many mutants it was the first to notice.
struct SelectedTest {
    named: TestCandidate,
    kills: AtomicUsize,
}

/// A file of tests, read and ready to be run.
pub(super) struct PreparedSuite<'a> {
    pub(super) suite: &'a Suite,
    bench: &'a TestOptions,
    ast: AST,
    wanted_tests: Vec<SelectedTest>,
    sessions: Arc<Sessions>,
}

/// An engine with what belongs to one test.
struct TestEngine {
    engine: Engine,
    library: Library,
    state: TestState,
}

impl<'a> PreparedSuite<'a> {
    pub(super) fn new(suite: &'a Suite, bench: &'a TestOptions) -> Result<Self, Error> {
        let mut prepared = Self {
            suite,
            bench,
            ast: AST::empty(),
            wanted_tests: vec![],
            sessions: Arc::default(),
        };
        prepared.ast = prepared.compiled()?;
        let wanted = |name: &str| bench.filter.as_deref().is_none_or(|part| name.contains(part));
        let named_tests = test_names::tests(&prepared.ast, &suite.tests).into_iter();
        let named_tests = named_tests.filter(|named| wanted(&named.name));
        prepared.wanted_tests =
            named_tests.map(|named| SelectedTest { named, kills: 0.into() }).collect();
        Ok(prepared)
    }

    fn run_all(&self, file: &mut TestFileReport) {
        let registry = Arc::new(ProbeRegistry::default());
        let probed = self.bench.coverage.then(|| ProbedStrategy {
            strategy: self.suite.strategy.with_probes(&registry),
            reached: Mutex::default(),
        });
        let shared = self.context(self.suite.strategy.clone(), Purpose::Test, probed);
        let tested = self.wanted_tests.iter().map(|wanted_test| self.test(&shared, wanted_test).0);
        file.tests = tested.collect();
        if let Some(probed) = &shared.probed {
            let reached = probed.reached.lock().unwrap_or_else(PoisonError::into_inner);
            let scripts = registry.scripts();
            if file.failed() == 0 {
                file.file_problem =
                    scripts.iter().find_map(|(name, script)| unprobed(name, script));
            }
            file.coverage = reached.covered_scripts(&scripts);
            file.coverage.retain(|script: &CoveredScript| !script.places.is_empty());
        }
        if self.bench.filter.is_none() && file.failed() == 0 {
            file.stale_snapshots = self.stale(file);
        }
    }

    /// The snapshots beside the strategy that no test has asked for.
    fn stale(&self, file: &TestFileReport) -> Vec<PathBuf> {
        let taken = file.tests.iter().flat_map(|test| &test.snapshots);
        let taken: BTreeSet<&PathBuf> = taken.map(|snapshot| &snapshot.path).collect();
        let beside = test_data::snapshots(&self.suite.strategy_path).into_iter();
        beside.filter(|path| !taken.contains(path)).collect()
    }

    pub(super) fn context(
        &self,
        strategy: ScriptFile,
        purpose: Purpose,
        probed: Option<ProbedStrategy>,
    ) -> Arc<SuiteContext> {
        let sources = self.bench.sources.clone().and(strategy.sources());
        Arc::new(SuiteContext {
            strategy,
            probed,
            strategy_path: self.suite.strategy_path.clone(),
            running: self.bench.running.clone(),
            limits: self.bench.limits.clone(),
            sources,
            tests: TestScript {
                path: self.suite.tests.path.clone(),
                text: self.suite.tests.text.clone(),
            },
            purpose,
            sessions: self.sessions.clone(),
        })
    }

    fn engine(&self, shared: &Arc<SuiteContext>) -> TestEngine {
        let running = (self.bench.running)();
        let library = self.suite.tests.library();
        let lists = |name: &str, _: Option<&str>| {
            Err(Problem::with_help(
                format!("`{name}`: a test reads no lists"),
                "give them with `given_list`",
            ))
        };
        let host = Host {
            lists: Arc::new(lists),
            print: running.print,
            show: running.show,
            width: running.width,
            ..Host::silent(library.clone())
        };
        library.add(&self.suite.tests.path, &self.suite.tests.text);
        let mut engine = sandbox::sandbox_engine(&host, &running.bounds);
        let state = TestState::new(shared.clone());
        register(&mut engine, &state);
        TestEngine { engine, library, state }
    }

    fn compiled(&self) -> Result<AST, Error> {
        let shared = self.context(self.suite.strategy.clone(), Purpose::Test, None);
        let TestEngine { engine, library, .. } = self.engine(&shared);
        let ast = engine.compile(&self.suite.tests.text);
        let mut ast = ast.map_err(|error| self.failed(&engine, &library, &error.into()))?;
        ast.set_source(self.suite.tests.path.as_str());
        Ok(ast)
    }

    /// The mutants that the file of tests accepts.
    pub(super) fn accepted(&self) -> Result<Vec<AcceptedMutant>, Error> {
        let shared = self.context(self.suite.strategy.clone(), Purpose::Mutant, None);
        let TestEngine { engine, library, state } = self.engine(&shared);
        let ran = engine.eval_ast_with_scope::<Dynamic>(&mut Scope::new(), &self.ast);
        let _: Dynamic = ran.map_err(|error| self.failed(&engine, &library, &error))?;
        Ok(std::mem::take(&mut state.lock().accepted))
    }

    fn failed(&self, engine: &Engine, library: &Library, error: &EvalAltResult) -> Diagnosis {
        let names = engine.gen_fn_signatures(true);
        Diagnosis::new(error, &self.suite.tests.path, library, &names)
    }

    /// Runs all tests until one fails, those first that have noticed most so far: whether one does,
    /// and whether the strategy ran at all.
    pub(super) fn run_until_noticed(&self, shared: &Arc<SuiteContext>) -> (bool, bool) {
        let mut order: Vec<&SelectedTest> = self.wanted_tests.iter().collect();
        order.sort_by_key(|wanted_test| Reverse(wanted_test.kills.load(Ordering::Relaxed)));
        let (mut noticed, mut ran) = (false, false);
        for wanted_test in order {
            let (tested, runs) = self.test(shared, wanted_test);
            ran |= runs > 0;
            if !tested.passed() && !noticed {
                noticed = true;
                wanted_test.kills.fetch_add(1, Ordering::Relaxed);
            }
            // What fails before the strategy runs may run in another test.
            if noticed && ran {
                break;
            }
        }
        (noticed, ran)
    }

    /// What a test comes to, and how often the strategy ran in it.
    fn test(&self, shared: &Arc<SuiteContext>, wanted_test: &SelectedTest) -> (TestOutcome, usize) {
        let (named, tests) = (&wanted_test.named, &self.suite.tests);
        let mut tested = TestOutcome {
            name: named.name.clone(),
            line: named.line(tests),
            problems: vec![],
            snapshots: vec![],
            took: Duration::ZERO,
        };
        if let Some(refused) = named.refusal(tests) {
            tested.problems.push(Box::new(refused));
            return (tested, 0);
        }
        let start = Instant::now();
        let TestEngine { engine, library, state } = self.engine(shared);
        let mut scope = Scope::new();
        let options = CallFnOptions::new().eval_ast(true);
        let (ast, name) = (&self.ast, named.name.as_str());
        let called = catch_panic(|| {
            engine.call_fn_with_options::<Dynamic>(options, &mut scope, ast, name, ())
        });
        let mut progress = state.lock();
        let ended = match called {
            Ok(called) => called.err().map(|error| self.failed(&engine, &library, &error)),
            Err(panicked) => Some(internal_error(named, tests, &panicked)),
        };
        tested.problems = problems(&mut progress, tests, named, ended);
        tested.snapshots = std::mem::take(&mut progress.snapshots);
        tested.took = start.elapsed();
        (tested, progress.runs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::Bounds;

    /// Whatever is printed with `panic` in it fails inside, as a fault of the program would.
    fn bench() -> TestOptions {
        let print = |line: &str| {
            if line.contains("panic") {
                std::panic::panic_any(format!("while `{line}` was printed"));
            }
        };
        let running = move || RunOptions {
            print: Arc::new(Mutex::new(print)),
            ..RunOptions::silent(Bounds::default())
        };
        TestOptions {
            running: Arc::new(running),
            limits: Limits::built_in(),
            sources: Descriptions::default(),
            filter: None,
            coverage: false,
        }
    }

    #[test]
    fn a_panic_is_a_failure_of_its_own_test_alone() {
        let suite = Suite {
            strategy: ScriptFile::from_text(
                "s.rhai",
                "withdraw(\"old\", |i| i.age_days > 3);".into(),
            ),
            tests: ScriptFile::from_text(
                "s.test.rhai",
                "const ADA = [#{ name: \"Ada\" }];\n\
                 fn test_a() { given(global::ADA); expect(decide(), \"Ada\").withdrawn(); }\n\
                 fn test_b() { given(global::ADA); decide(); print(\"panic b\"); }\n\
                 fn test_c() { given(global::ADA); expect(decide(), \"Ada\").withdrawn(); }\n"
                    .into(),
            ),
            strategy_path: "s.rhai".into(),
        };
        let file = run(&suite, &bench());
        let passed: Vec<_> =
            file.tests.iter().map(|test| (test.name.as_str(), test.passed())).collect();
        assert_eq!(passed, [("test_a", true), ("test_b", false), ("test_c", true)]);
        let problem = file.tests[1].problems[0].to_string();
        assert_eq!(problem, "test_b: the program failed inside: while `panic b` was printed");
    }
}
