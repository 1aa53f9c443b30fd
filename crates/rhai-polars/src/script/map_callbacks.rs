//! Functions of maps that call a closure for their entries: it is told the key, and the value as
//! `this` or after it.

use super::callback_answer::{Context, truth};
use super::error::ScriptResult;
use rhai::{FnPtr, Map};

pub(super) fn drain_map(context: &Context, map: &mut Map, filter: &FnPtr) -> ScriptResult<Map> {
    let (drained, rest) = parted_map(context, map, "drain", filter)?;
    *map = rest;
    Ok(drained)
}

pub(super) fn retain_map(context: &Context, map: &mut Map, filter: &FnPtr) -> ScriptResult<Map> {
    let (retained, rest) = parted_map(context, map, "retain", filter)?;
    *map = retained;
    Ok(rest)
}

pub(super) fn filter_map(context: &Context, map: &mut Map, filter: &FnPtr) -> ScriptResult<Map> {
    Ok(parted_map(context, map, "filter", filter)?.0)
}

/// The same of a map's entries: a closure is told the key, and the value as `this` or after it.
fn parted_map(
    context: &Context,
    map: &Map,
    name: &str,
    filter: &FnPtr,
) -> ScriptResult<(Map, Map)> {
    let (mut yes, mut no) = (Map::new(), Map::new());
    for (key, mut value) in map.clone() {
        let arguments = [key.as_str().into()];
        let answer = filter.call_raw_with_extra_args(
            name,
            context,
            Some(&mut value),
            arguments,
            [],
            Some(1),
        )?;
        if truth(&answer)? {
            yes.insert(key, value)
        } else {
            no.insert(key, value)
        };
    }
    Ok((yes, no))
}
