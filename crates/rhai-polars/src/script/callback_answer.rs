//! The answer of a closure that is called back.

use super::convert::describe_type;
use super::error::{ScriptResult, call_error};
use crate::codes;
use rhai::{Dynamic, NativeCallContext};

pub(super) type Context<'a> = NativeCallContext<'a>;

/// What a closure answers; a missing answer is no yes.
pub(super) fn truth(answer: &Dynamic) -> ScriptResult<bool> {
    if answer.is_unit() {
        return Ok(false);
    }
    answer.as_bool().map_err(|_| {
        let message =
            format!("a condition gives true or false, but this gave {}", describe_type(answer));
        let help = "compare it, as in `|x| x > 3`";
        call_error(codes::TYPE_MISMATCH, message, help)
    })
}
