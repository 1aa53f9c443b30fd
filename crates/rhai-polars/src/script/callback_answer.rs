//! The answer of a closure that is called back.

use super::convert::describe;
use super::error::{Fallible, refused};
use crate::codes;
use rhai::{Dynamic, NativeCallContext};

pub(super) type Context<'a> = NativeCallContext<'a>;

/// What a closure answers; a missing answer is no yes.
pub(super) fn truth(answer: &Dynamic) -> Fallible<bool> {
    if answer.is_unit() {
        return Ok(false);
    }
    answer.as_bool().map_err(|_| {
        let message =
            format!("a condition gives true or false, but this gave {}", describe(answer));
        let help = "compare it, as in `|x| x > 3`";
        refused(codes::TYPE_MISMATCH, message, help)
    })
}
