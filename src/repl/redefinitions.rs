//! What an entry asks of those before it: a function that is defined again replaces the old one,
//! and a last value that is used later gets its name.

use super::transcript::{EntryValue, Transcript, TranscriptEntry, function_definitions};
use crate::strategy::{EnteredPiece, LiveScript, PieceReading};
use crate::syntax::{Tokens, token_at};
use rhai::Token;

/// Moves functions that are defined anew to where the old ones stand. Tells whether there are any.
pub(super) fn redefine(
    transcript: &mut Transcript,
    piece: &mut TranscriptEntry,
    reading: &PieceReading,
    live: &LiveScript,
) -> bool {
    let known = live.functions();
    if !reading.functions.iter().any(|function| known.contains(function)) {
        return false;
    }
    let mut any = false;
    for definition in function_definitions(&piece.text).into_iter().rev() {
        let text = piece.text[definition.bytes.clone()].to_owned();
        if transcript.redefine(&definition.name, definition.parameters, &text) {
            piece.text.replace_range(definition.bytes, "");
            any = true;
        }
    }
    any
}

/// What a piece gave for a last value; `start` is the byte at which it begins in the whole.
pub(super) fn value_of(entered: &EnteredPiece, whole_text: &str, start: usize) -> EntryValue {
    match entered.reading.last_expression {
        Some(at) if !entered.value.is_unit() => {
            let at = token_at(whole_text, at).offset().saturating_sub(start);
            EntryValue::Unnamed(before_brackets(&whole_text[start..], at))
        }
        _ => EntryValue::None,
    }
}

/// Where the brackets open that an expression begins with: Rhai forgets them.
fn before_brackets(text: &str, at: usize) -> usize {
    let tokens = Tokens::read(text);
    let before = tokens.list().iter().rev().skip_while(|token| token.span.start >= at);
    let brackets = before.take_while(|token| token.token == Token::LeftParen);
    brackets.last().map_or(at, |first| first.span.start)
}
