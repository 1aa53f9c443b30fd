//! Where a slug ends: what people and programs leave behind an address is no part of it.

use super::slug::{ADDRESSES, is_invisible};

/// What no address has unless it is encoded: whatever has it ends there.
const ENDS: &[char] = &['"', '<', '>', '\\'];

/// What ends a slug if nothing of it follows.
pub(in crate::import) const SIGNS: &[char] = &[
    '&', '(', ')', '[', ']', '{', '}', ',', ';', '|', '*', '!', '=', '+', ':', '$', '^', '`', '.',
    '~', '\'', '@', '’', '‘', '“', '”', '„', '«', '»', '–', '—', '·', '•', '…', '、', '。', '，',
    '）', '】', '」', '\u{200c}', '\u{200d}',
];

/// What is encoded that ends a slug all the same.
const ENCODED_ENDS: [&str; 2] = ["%3f", "%23"];

/// A slug as it is encoded, without what people and programs left behind it.
pub(in crate::import) fn without_tail(segment: &str) -> &str {
    let is_end = |c: char| c.is_whitespace() || c.is_control() || ENDS.contains(&c);
    let segment = segment.trim_start().split(is_end).next().unwrap_or_default();
    let lowered = segment.to_ascii_lowercase();
    let encoded = ENCODED_ENDS.iter().filter_map(|end| lowered.find(end));
    let parameters = [("%26", &["=", "%3d"][..]), ("&", &["=", ";", "%3d"])];
    let parameters = parameters.into_iter().flat_map(|(sign, ends)| {
        let after = |at: &usize| lowered.get(at + sign.len()..).unwrap_or_default();
        let begins = lowered.match_indices(sign).map(|(at, _)| at);
        begins.filter(move |at| begins_with_parameter(after(at), ends)).collect::<Vec<_>>()
    });
    let end = encoded.chain(parameters).min().unwrap_or(segment.len());
    without_signs(segment.get(..end).unwrap_or(segment))
}

/// Whether a text begins with the name of a parameter, `trk=`, or is the rest of an HTML entity.
fn begins_with_parameter(text: &str, ends: &[&str]) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    rest.len() < text.len() && ends.iter().any(|end| rest.starts_with(end))
}

/// A text up to signs that nothing follows, or another address. What begins with one is none.
fn without_signs(text: &str) -> &str {
    if text.starts_with(SIGNS) {
        return "";
    }
    let is_sign = |c: char| SIGNS.contains(&c) || is_invisible(c);
    let mut rest = text;
    while let Some(begin) = rest.find(is_sign) {
        let from_sign = rest.get(begin..).unwrap_or_default();
        let after = from_sign.trim_start_matches(is_sign);
        if after.is_empty() || ADDRESSES.iter().any(|begin| after.starts_with(begin)) {
            return text.get(..text.len() - from_sign.len()).unwrap_or(text);
        }
        rest = after;
    }
    text
}
