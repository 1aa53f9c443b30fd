//! What must hold of any bytes taken for a script: it is refused with an error at a place, or it
//! runs; nothing panics, and every number that comes out is one. The fuzz target and an ordinary
//! test share it.

use polars::prelude::{DataFrame, IntoLazy, df};
use rescind::domain::INVITATIONS;
use rescind_runtime::deadline::Bounds;
use rhai::{Engine, Scope};
use rhai_polars::script::Diagnosis;
use rhai_polars::script::Frame;
use rhai_polars::script::host::Host;
use rhai_polars::script::library::{Library, NoImports};
use rhai_polars::script::sandbox::sandbox_engine;
use std::sync::Arc;
use std::time::Duration;

/// Longer scripts find nothing that shorter ones do not, and take longer.
const BYTES_MAX: usize = 4096;

/// What stands before every closure, for it to call and look into.
const BEFORE: &str = include_str!("before.rhai");

/// An engine and a frame for any number of scripts.
pub(crate) struct Fuzzed {
    engine: Engine,
    library: Library,
    frame: DataFrame,
}

impl Fuzzed {
    pub(crate) fn new() -> Self {
        let library = Library::new(Arc::new(NoImports), &INVITATIONS);
        // For all of them together, on a machine that has others to serve.
        let bounds = Bounds { time: Duration::from_secs(900), ..Bounds::default() };
        let frame = df!(
            "i" => [Some(7_i64), Some(i64::MAX), None],
            "f" => [Some(0.5), Some(f64::NAN), None],
            "p" => [Some(true), Some(false), None],
            "t" => [Some("a"), Some("Zoë"), None],
            "j" => [Some(0_i64), Some(i64::MIN), Some(90)],
            "g" => [Some(-0.0), Some(f64::INFINITY), Some(0.1)],
            "q" => [None, Some(true), Some(true)],
            "u" => [Some("90"), Some(""), Some("Ada")],
        );
        let engine = sandbox_engine(&Host::silent(library.clone()), &bounds);
        Self { engine, library, frame: frame.unwrap_or_default() }
    }

    /// Parses, compiles, lowers and runs the bytes as a closure over each row; says whether it ran.
    pub(crate) fn survives(&self, bytes: &[u8]) -> bool {
        let Ok(text) = std::str::from_utf8(bytes) else { return false };
        if text.len() > BYTES_MAX {
            return false;
        }
        let script = format!("{BEFORE}\nframe.with(\"result\", |r| {{ {text} }})");
        self.library.add("s", &script);
        let mut scope = Scope::new();
        scope.push_constant("frame", Frame::new(self.frame.clone().lazy()));
        match self.engine.eval_with_scope::<Frame>(&mut scope, &script) {
            Ok(made) => {
                let collected = made.lazy().collect();
                if let Err(error) = &collected {
                    panic!("{script}\nPolars cannot run what was compiled: {error}");
                }
                true
            }
            Err(error) => {
                let error = Diagnosis::new(&error, "s", &self.library, &[]);
                assert!(!error.to_string().is_empty(), "{script}\nis refused without a word");
                false
            }
        }
    }
}
