//! Methods of texts that Rhai has not, or has otherwise.

use crate::formula::lower::replace;
use crate::formula::methods::pattern_of;
use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString as Text, NativeCallContext};

/// The place of a part, in characters; -1 where there is none.
pub(in crate::formula) fn position_of(text: &str, part: &str) -> i64 {
    let before = text.find(part).and_then(|at| text.get(..at));
    before.and_then(|before| i64::try_from(before.chars().count()).ok()).unwrap_or(-1)
}

/// So many characters from a place on, which counts from the end where it is negative.
pub(in crate::formula) fn part(text: &str, start: i64, length: i64) -> String {
    let count = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let start = if start < 0 { (count.saturating_add(start)).max(0) } else { start };
    let (Ok(start), Ok(length)) = (usize::try_from(start), usize::try_from(length.max(0))) else {
        return String::new();
    };
    text.chars().skip(start).take(length).collect()
}

fn replace(
    context: &NativeCallContext,
    text: &str,
    old: &str,
    new: &str,
) -> Result<Text, Box<EvalAltResult>> {
    let replaced = replace::replace_bounded(text, old, new).map(Text::from);
    replaced.ok_or_else(|| {
        let what = "Length of string".to_owned();
        EvalAltResult::ErrorDataTooLarge(what, context.call_position()).into()
    })
}

/// Rhai's own `trim` and `replace` change a text in place and give nothing; these give the result.
pub(super) fn register(engine: &mut Engine) {
    // A character in single quotes is a text too.
    engine
        .register_fn("replace", |at: NativeCallContext, text: Text, old: char, new: char| {
            replace(&at, &text, old.encode_utf8(&mut [0; 4]), new.encode_utf8(&mut [0; 4]))
        })
        .register_fn("replace", |at: NativeCallContext, text: Text, old: char, new: Text| {
            replace(&at, &text, old.encode_utf8(&mut [0; 4]), &new)
        })
        .register_fn("replace", |at: NativeCallContext, text: Text, old: Text, new: char| {
            replace(&at, &text, &old, new.encode_utf8(&mut [0; 4]))
        })
        .register_fn("starts_with", |text: Text, part: char| text.starts_with(part))
        .register_fn("ends_with", |text: Text, part: char| text.ends_with(part))
        .register_fn("index_of", |text: Text, part: char| {
            position_of(&text, part.encode_utf8(&mut [0; 4]))
        });
    engine
        .register_fn("trim", |text: Text| Text::from(text.trim()))
        .register_fn("replace", |at: NativeCallContext, text: Text, old: Text, new: Text| {
            replace(&at, &text, &old, &new)
        })
        .register_fn("matches", |text: Text, pattern: Text| -> Result<bool, Box<EvalAltResult>> {
            let pattern = pattern_of(&pattern).map_err(|fault| fault.to_string())?;
            Ok(pattern.is_match(&text))
        })
        .register_fn("index_of", |text: Text, wanted: Text| position_of(&text, &wanted))
        .register_fn("sub_string", |text: Text, start: i64| part(&text, start, i64::MAX))
        .register_fn("sub_string", |text: Text, start: i64, length: i64| part(&text, start, length))
        .register_fn("to_string", |text: Text| text)
        .register_fn("split", |text: Text, by: Text| -> Array {
            text.split(by.as_str()).map(|part| Dynamic::from(part.to_owned())).collect()
        })
        .register_fn("to_int", |text: Text| {
            text.parse::<i64>().map_or(Dynamic::UNIT, Dynamic::from)
        })
        .register_fn("to_float", |text: Text| {
            text.parse::<f64>().map_or(Dynamic::UNIT, Dynamic::from)
        });
}
