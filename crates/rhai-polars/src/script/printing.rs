//! How lists and maps print: as Rhai prints them, but that one which is not over in time ends
//! there. Rhai's own, once it is to end, begins again at every level that lies above.

use super::error::{ScriptResult, script_error};
use crate::codes;
use crate::formula::lower::replace::TEXT_BYTES_MAX;
use rhai::{Array, Dynamic, Engine, ImmutableString, Map, NativeCallContext};
use std::fmt::Write;

/// What each function of printing is called.
pub(super) const PRINTING: [&str; 4] = ["debug", "print", "to_debug", "to_string"];

pub(super) fn register(engine: &mut Engine) {
    for name in PRINTING {
        engine.register_fn(name, |at: NativeCallContext, list: &mut Array| {
            printed(&at, |text| write_list(&at, list, text))
        });
        engine.register_fn(name, |at: NativeCallContext, map: &mut Map| {
            printed(&at, |text| write_map(&at, map, text))
        });
    }
}

fn printed(
    at: &NativeCallContext,
    write: impl FnOnce(&mut String) -> ScriptResult<()>,
) -> ScriptResult<ImmutableString> {
    let mut text = String::new();
    write(&mut text)?;
    demand_room(at, &text)?;
    Ok(text.into())
}

fn write_list(at: &NativeCallContext, list: &mut Array, text: &mut String) -> ScriptResult<()> {
    text.push('[');
    for (index, value) in list.iter_mut().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        write_value(at, value, text)?;
    }
    text.push(']');
    Ok(())
}

fn write_map(at: &NativeCallContext, map: &mut Map, text: &mut String) -> ScriptResult<()> {
    text.push_str("#{");
    for (index, (name, value)) in map.iter_mut().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        // A text takes whatever is written to it.
        let _ = write!(text, "{name:?}: ");
        write_value(at, value, text)?;
    }
    text.push('}');
    Ok(())
}

fn write_value(at: &NativeCallContext, value: &mut Dynamic, text: &mut String) -> ScriptResult<()> {
    demand_room(at, text)?;
    if let Some(mut list) = value.write_lock::<Array>() {
        return write_list(at, &mut list, text);
    }
    if let Some(mut map) = value.write_lock::<Map>() {
        return write_map(at, &mut map, text);
    }
    let printed = at.call_native_fn_raw("to_debug", true, &mut [value])?;
    text.push_str(&printed.to_string());
    Ok(())
}

fn demand_room(at: &NativeCallContext, text: &str) -> ScriptResult<()> {
    if text.len() <= TEXT_BYTES_MAX {
        return Ok(());
    }
    let message = format!("the text would have more than {TEXT_BYTES_MAX} bytes");
    Err(script_error(codes::TOO_LARGE, at.call_position(), message, None))
}
