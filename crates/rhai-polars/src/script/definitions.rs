//! Types as Rhai's definition files write them.
//!
//! Invariant: a function that may fail is written with what it gives, not with its error.

use super::function::result_type;
use rhai::Engine;

/// Gives every result that a function of the engine returns the name of what it holds: of a path,
/// Rhai writes the last part, and of a result that would be the error's.
pub fn name_results(engine: &mut Engine) {
    let results = engine.collect_fn_metadata(
        None,
        |function| Some(function.metadata.return_type.to_string()),
        true,
    );
    for result in results {
        let held = result_type(&result);
        if held != result {
            let name = engine.map_type_name(held).to_owned();
            engine.register_type_with_name_raw(&result, name);
        }
    }
}
