//! The order of an array's elements by a closure that compares two of them.
//!
//! Invariant: whatever the closure answers, no element is lost and nothing panics; where it fails,
//! the array is as it was.

use super::convert::describe_type;
use super::error::{ScriptResult, type_mismatch_error};
use rhai::{Array, Dynamic, FnPtr, NativeCallContext};

pub(super) fn sort(
    context: &NativeCallContext,
    array: &mut Array,
    comparer: &FnPtr,
) -> ScriptResult<()> {
    *array = order(context, array, comparer)?;
    Ok(())
}

/// The elements in the order of a comparer, which says it by a number or a truth.
pub(super) fn order(
    context: &NativeCallContext,
    array: &mut Array,
    comparer: &FnPtr,
) -> ScriptResult<Array> {
    sorted(array.clone(), &mut |one, other| {
        let answer = comparer.call_raw(context, None, [one.clone(), other.clone()])?;
        if let Ok(before) = answer.as_bool() {
            return Ok(before);
        }
        let number = answer.as_int().map(|number| number < 0);
        number.or_else(|_| answer.as_float().map(|number| number < 0.0)).map_err(|_| {
            let message = format!("a comparer gave {}", describe_type(&answer));
            let help = "give a number below, at or above 0, or whether the first goes before the \
                        second, as in `|a, b| a.age - b.age` or `|a, b| a < b`";
            type_mismatch_error(&answer, message, help)
        })
    })
}

/// Merged, not as Rust sorts: it asks no more often, ends at the first error, and whatever is
/// answered, it never panics. Equal elements keep their order.
fn sorted(
    mut left: Array,
    is_before: &mut impl FnMut(&Dynamic, &Dynamic) -> ScriptResult<bool>,
) -> ScriptResult<Array> {
    if left.len() < 2 {
        return Ok(left);
    }
    let right = left.split_off(left.len() / 2);
    let (left, right) = (sorted(left, is_before)?, sorted(right, is_before)?);
    let mut merged = Array::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
        merged.extend(if is_before(other, one)? { right.next() } else { left.next() });
    }
    merged.extend(left.chain(right));
    Ok(merged)
}
