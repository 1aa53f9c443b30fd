//! Arbitrary bytes as a script: parsed, compiled, lowered and run. The body is shared with an
//! ordinary test, `tests/formula/fuzz.rs`, and says what must hold.

#![no_main]

#[path = "../../tests/formula/body.rs"]
mod body;

use libfuzzer_sys::fuzz_target;

thread_local!(static FUZZED: body::Fuzzed = body::Fuzzed::new());

fuzz_target!(|bytes: &[u8]| {
    FUZZED.with(|fuzzed| fuzzed.survives(bytes));
});
