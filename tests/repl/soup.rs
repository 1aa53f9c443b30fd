//! Whatever is entered, the desk answers or says what is wrong, and completion has no harm in it.

use crate::effort;
use crate::guide::desk;
use proptest::prelude::*;
use rescind::repl::complete;
use std::sync::OnceLock;

/// Words and signs that scripts and commands are made of, and some that are none.
const WORDS: &[&str] = &[
    "pending",
    "it",
    "i",
    "x",
    "let",
    "fn",
    "if",
    "else",
    "for",
    "in",
    "return",
    "throw",
    "switch",
    "|i|",
    "||",
    "|",
    "&&",
    "&",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "#{",
    ".",
    "?.",
    "::",
    ",",
    ";",
    ":",
    "=",
    "==",
    "=>",
    "+",
    "-",
    "!",
    "1",
    "0.5",
    "-1",
    "\"age_days\"",
    "\"",
    "'",
    "`",
    "${",
    "//",
    "/*",
    "*/",
    "age_days",
    "filter",
    "group_by",
    "agg",
    "count()",
    "col",
    "len()",
    "head",
    "true",
    "keep",
    "withdraw",
    "param",
    "column",
    "\n",
    " ",
    "\t",
    "é",
    "🦀",
    "\u{0}",
    "\u{1b}[31m",
    "import",
    "as",
    "const",
    "while",
    "break",
    "()",
    "..",
    "date",
    "today",
    "limits",
    "print",
    "debug",
    "type_of",
    "this",
    "Fn",
    "call",
    "curry",
    "eval",
    "sleep",
    "exit(1)",
    ":plan",
    ":why",
    ":help",
    ":undo",
    ":list",
    ":set",
    ":rows",
    ":wide",
    ":format",
    ":explain",
    ":names",
    ":check",
    ":reset",
    ":limits",
    ":time",
    ":nonsense",
    ":",
    "json",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(256)))]

    #[test]
    fn whatever_is_entered_is_answered(
        words in prop::collection::vec(prop::sample::select(WORDS), 0..14),
        spaced in any::<bool>(),
    ) {
        static DESK: OnceLock<rescind::repl::ReplState> = OnceLock::new();
        let mut desk = DESK.get_or_init(|| desk(std::path::Path::new("."))).clone();
        let text = words.join(if spaced { " " } else { "" });
        // A panic fails the test; an answer and an error are both well.
        let _ = desk.enter(&text);
        let completion = complete(&desk, &text);
        prop_assert!(completion.start <= text.len() && text.is_char_boundary(completion.start));
    }
}
