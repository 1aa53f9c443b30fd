//! Every code that the source gives to an error or a diagnosis has its row in the table of codes.

use crate::source::{code, files};
use rescind::check::codes;
use std::collections::BTreeSet;
use std::io;

/// What stands right before a code.
const BEFORE: [&str; 5] = ["FormulaError::new(", "fail(", "fault(", "diagnosis(", "code: "];

/// The codes in a piece of source: texts right after one of [`BEFORE`].
fn codes_in(text: &str) -> impl Iterator<Item = &str> {
    let rests = BEFORE.iter().flat_map(|before| text.split(before).skip(1));
    rests.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
}

#[test]
fn every_code_has_its_row() -> io::Result<()> {
    let known: BTreeSet<&str> = codes::all_codes().map(|row| row.code).collect();
    let mut seen = 0;
    for folder in ["crates/rhai-polars/src", "src/question", "src/strategy", "src/check"] {
        for file in files(folder, &[".rs"])? {
            let text = code(&file.text).join("\n");
            for code in codes_in(&text) {
                assert!(
                    known.contains(code),
                    "{}: `{code}` has no row in src/check/codes/",
                    file.path
                );
                seen += 1;
            }
        }
    }
    assert!(seen > known.len(), "{seen} codes were found");
    Ok(())
}

#[test]
fn a_code_is_seen_wherever_it_stands() {
    let text = "FormulaError::new(\n    \"a-b\", at)\nfail(\"c\", at)\nFault { code: \"d\" }";
    assert_eq!(codes_in(text).collect::<Vec<_>>(), ["a-b", "c", "d"]);
}
