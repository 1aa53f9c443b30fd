//! The body of the fuzz target, for a bounded time: closures of the random language, cut, joined
//! and overwritten at random.

use crate::body::Fuzzed;
use crate::forms::Kind;
use crate::random::Random;

const SCRIPTS: u64 = 3_000;

/// What bytes are overwritten with: what means something to a parser.
const PIECES: [&str; 24] = [
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "|",
    "||",
    "&&",
    "=>",
    "..",
    "..=",
    "?.",
    "??",
    "\"",
    "`${",
    "#{",
    "if ",
    "else ",
    "let a = ",
    "return ",
    "for k in ",
    "\u{0}",
    "9223372036854775808",
];

#[test]
fn no_script_is_too_odd() {
    let fuzzed = Fuzzed::new();
    let kinds = [Kind::Int, Kind::Float, Kind::Bool, Kind::Text, Kind::Statement];
    let (mut ran, mut refused) = (0, 0);
    for seed in 0..SCRIPTS {
        let mut random = Random(seed);
        let kind = kinds[random.below(kinds.len())];
        let mut text = random.closure(kind, 2).source().into_bytes();
        for _ in 0..random.below(4) {
            let at = random.below(text.len() + 1);
            let piece = PIECES[random.below(PIECES.len())].as_bytes();
            let end = at + random.below(text.len() - at + 1).min(8);
            text.splice(at..end, piece.iter().copied());
        }
        *if fuzzed.survives(&text) { &mut ran } else { &mut refused } += 1;
    }
    assert!(ran > SCRIPTS / 10, "{ran} of {SCRIPTS} ran");
    assert!(refused > SCRIPTS / 10, "{refused} of {SCRIPTS} were refused");
}
