//! Methods of lists that Rhai has not, or has otherwise.

use rhai::{Array, Dynamic, Engine, EvalAltResult, FnPtr, NativeCallContext};

/// `any` beside Rhai's own `some`, and `get` as Rhai documents it: of a place before the first
/// element, its own gives the first.
pub(super) fn register(engine: &mut Engine) {
    engine.register_fn("get", |list: &mut Array, index: i64| {
        let count = i64::try_from(list.len()).unwrap_or(i64::MAX);
        let index = if index < 0 { index.saturating_add(count) } else { index };
        let element = usize::try_from(index).ok().and_then(|index| list.get(index));
        element.cloned().unwrap_or(Dynamic::UNIT)
    });
    engine.register_fn(
        "any",
        |context: NativeCallContext,
         mut list: Dynamic,
         asked: FnPtr|
         -> Result<bool, Box<EvalAltResult>> {
            context
                .call_native_fn_raw("some", true, &mut [&mut list, &mut asked.into()])?
                .as_bool()
                .map_err(|actual| format!("`any` asks for true or false, not {actual}").into())
        },
    );
}
