//! Functions of arrays that call a closure for their elements.
//!
//! Invariant: a closure that fails leaves the array as it was.

use super::callback_answer::{Context, truth};
use super::error::ScriptResult;
use rhai::{Array, Dynamic, EvalAltResult, FnPtr};

pub(super) fn dedup(context: &Context, array: &mut Array, comparer: &FnPtr) -> ScriptResult<()> {
    distinct(array, |one, next| {
        let answer = comparer.call_raw(context, None, [one.clone(), next.clone()])?;
        truth(&answer)
    })
}

pub(super) fn dedup_equal(context: &Context, array: &mut Array) -> ScriptResult<()> {
    distinct(array, |one, next| {
        let (mut one, mut next) = (one.clone(), next.clone());
        let same_type = one.type_id() == next.type_id();
        match context.call_native_fn_raw("==", true, &mut [&mut one, &mut next]) {
            Ok(answer) => truth(&answer),
            Err(error) => match *error {
                // Values of different types are different.
                EvalAltResult::ErrorFunctionNotFound(..) if !same_type => Ok(false),
                _ => Err(error),
            },
        }
    })
}

/// Leaves out what is the same as the element kept before it.
fn distinct(
    array: &mut Array,
    mut is_same: impl FnMut(&Dynamic, &Dynamic) -> ScriptResult<bool>,
) -> ScriptResult<()> {
    let mut kept = Array::with_capacity(array.len());
    for next in array.iter() {
        let repeats = kept.last().map(|one| is_same(one, next)).transpose()?;
        if repeats != Some(true) {
            kept.push(next.clone());
        }
    }
    *array = kept;
    Ok(())
}

pub(super) fn drain(context: &Context, array: &mut Array, filter: &FnPtr) -> ScriptResult<Array> {
    let (drained, rest) = parted(context, array, "drain", filter)?;
    *array = rest;
    Ok(drained)
}

pub(super) fn retain(context: &Context, array: &mut Array, filter: &FnPtr) -> ScriptResult<Array> {
    let (retained, rest) = parted(context, array, "retain", filter)?;
    *array = retained;
    Ok(rest)
}

pub(super) fn filter(context: &Context, array: &mut Array, filter: &FnPtr) -> ScriptResult<Array> {
    Ok(parted(context, array, "filter", filter)?.0)
}

/// Those of which a closure holds, and the others; a closure may change the elements of a copy.
fn parted(
    context: &Context,
    array: &Array,
    name: &str,
    filter: &FnPtr,
) -> ScriptResult<(Array, Array)> {
    let (mut yes, mut no) = (Array::new(), Array::new());
    for (at, mut item) in array.clone().into_iter().enumerate() {
        let holds = holds(context, name, filter, at, &mut item)?;
        if holds { yes.push(item) } else { no.push(item) }
    }
    Ok((yes, no))
}

pub(super) fn some(context: &Context, array: &mut Array, filter: &FnPtr) -> ScriptResult<bool> {
    Ok(find_index(context, array, "some", filter, 0)?.is_some())
}

pub(super) fn every(context: &Context, array: &mut Array, filter: &FnPtr) -> ScriptResult<bool> {
    for (at, item) in array.iter_mut().enumerate() {
        if !holds(context, "all", filter, at, item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn find(
    context: &Context,
    array: &mut Array,
    filter: &FnPtr,
    start: i64,
) -> ScriptResult<Dynamic> {
    let index = find_index(context, array, "find", filter, start)?;
    Ok(index.map_or(Dynamic::UNIT, |at| array[at].clone()))
}

pub(super) fn index_of(
    context: &Context,
    array: &mut Array,
    filter: &FnPtr,
    start: i64,
) -> ScriptResult<i64> {
    let index = find_index(context, array, "index_of", filter, start)?;
    Ok(index.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1))
}

/// The place of the first element from `start` on of which a closure holds; a start below 0 counts
/// from the end.
fn find_index(
    context: &Context,
    array: &mut Array,
    name: &str,
    filter: &FnPtr,
    start: i64,
) -> ScriptResult<Option<usize>> {
    let length = i64::try_from(array.len()).unwrap_or(i64::MAX);
    let start = if start < 0 { length.saturating_add(start).max(0) } else { start };
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    for (at, item) in array.iter_mut().enumerate().skip(start) {
        if holds(context, name, filter, at, item)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// Whether a closure holds of the element at this place.
fn holds(
    context: &Context,
    name: &str,
    filter: &FnPtr,
    at: usize,
    item: &mut Dynamic,
) -> ScriptResult<bool> {
    let at = [i64::try_from(at).unwrap_or(i64::MAX).into()];
    let answer = filter.call_raw_with_extra_args(name, context, Some(item), [], at, Some(0))?;
    truth(&answer)
}
