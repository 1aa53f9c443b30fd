//! The engine: which functions there are, and the bounds that no script can leave.
//!
//! Invariant: a script ends within its time, however it is written, and its values stay small:
//! bulk data lives in frames.

use super::host::Host;
use super::{expr, frame};
use crate::formula::{dates, methods};
use rhai::packages::{
    BasicArrayPackage, BasicMapPackage, BasicMathPackage, CorePackage, LogicPackage,
    MoreStringPackage, Package,
};
use rhai::{Engine, ImmutableString, OptimizationLevel, Token};
use std::time::{Duration, Instant};

/// The bounds of a script.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How long it may run.
    pub time: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { time: Duration::from_secs(10) }
    }
}

/// What `on_progress` ends a script with once its time is over.
pub(super) const OUT_OF_TIME: &str = "out of time";

/// How many operations pass between two looks at the clock.
const OPERATIONS_BETWEEN_LOOKS: u64 = 1024;

/// An engine with everything that a script may use, and nothing else. Its time starts now.
pub fn engine(host: &Host, bounds: Bounds) -> Engine {
    let mut engine = Engine::new_raw();
    CorePackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicMathPackage::new().register_into_engine(&mut engine);
    BasicArrayPackage::new().register_into_engine(&mut engine);
    BasicMapPackage::new().register_into_engine(&mut engine);
    MoreStringPackage::new().register_into_engine(&mut engine);
    bound(&mut engine, bounds);
    allow_with(&mut engine);
    dates::register(&mut engine);
    methods::register(&mut engine);
    expr::register(&mut engine);
    frame::register(&mut engine, host);
    register_list(&mut engine, host);
    let printer = host.clone();
    engine.on_print(move |line| printer.say(line));
    let printer = host.clone();
    engine.on_debug(move |line, _, _| printer.say(line));
    engine.set_module_resolver(host.library.clone());
    engine
}

fn bound(engine: &mut Engine, bounds: Bounds) {
    engine
        .set_optimization_level(OptimizationLevel::None)
        .set_strict_variables(true)
        .set_fail_on_invalid_map_property(true)
        .set_max_operations(500_000_000)
        .set_max_call_levels(64)
        .set_max_expr_depths(128, 128)
        .set_max_string_size(1 << 20)
        .set_max_array_size(100_000)
        .set_max_map_size(10_000)
        .set_max_variables(1_000)
        .set_max_functions(1_000)
        .set_max_modules(100)
        .disable_symbol("eval")
        .disable_symbol("sleep");
    for seconds in ["i64", "f64"] {
        let refused = move || -> Result<(), Box<rhai::EvalAltResult>> {
            Err("`sleep` is not available to a script".into())
        };
        if seconds == "i64" {
            engine.register_fn("sleep", move |_: i64| refused());
        } else {
            engine.register_fn("sleep", move |_: f64| refused());
        }
    }
    let end = Instant::now() + bounds.time;
    engine.on_progress(move |operations| {
        let look = operations % OPERATIONS_BETWEEN_LOOKS == 0;
        (look && Instant::now() >= end).then(|| OUT_OF_TIME.into())
    });
}

/// `with` is one of the words that Rhai keeps for itself; here it is Polars' name for a column.
fn allow_with(engine: &mut Engine) {
    #[expect(deprecated, reason = "marked volatile, not to be removed; no other way is offered")]
    engine.on_parse_token(|token, _, _| match token {
        Token::Reserved(word) if *word == "with" => Token::Identifier(word),
        token => token,
    });
}

fn register_list(engine: &mut Engine, host: &Host) {
    let reader = host.lists.clone();
    let read =
        move |name: &str, column: Option<&str>| -> Result<rhai::Array, Box<rhai::EvalAltResult>> {
            let values = reader(name, column)?;
            Ok(values.into_iter().map(rhai::Dynamic::from).collect())
        };
    let first = read.clone();
    engine.register_fn("list", move |name: ImmutableString| first(&name, None));
    engine.register_fn("list", move |name: ImmutableString, column: ImmutableString| {
        read(&name, Some(&column))
    });
}
