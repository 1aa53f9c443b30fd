//! What may be meant, shown faintly after the cursor: after an opening bracket the signature.

use super::cursor::{CursorContext, cursor_context};
use super::cursor_types::CompletionScope;
use super::repl_state::ReplState;
use crate::reference;
use crate::script::function::Receiver;

/// The signature of the function whose bracket has just been opened.
pub(super) fn signature(desk: &ReplState, text: &str, at: usize) -> Option<String> {
    let before = text.get(..at)?;
    if !before.ends_with('(') || before.trim_start().starts_with(':') || at != text.len() {
        return None;
    }
    let CursorContext::Word { calls, .. } = cursor_context(before) else { return None };
    let call = calls.first()?;
    let receiver =
        call.receiver.and_then(|receiver| CompletionScope::new(desk, &calls).receiver(receiver));
    let entries: Vec<_> = reference::find(call.name).collect();
    let fits = |wanted: Option<Receiver>| entries.iter().find(|entry| entry.receiver == wanted);
    let entry = match call.receiver {
        None => fits(None),
        Some(_) => fits(receiver).or_else(|| fits(Some(Receiver::Any))),
    };
    let entry = entry.or_else(|| entries.first().filter(|_| entries.len() == 1))?;
    let (_, parameters) = entry.signature.split_once('(')?;
    Some(parameters.to_owned())
}
