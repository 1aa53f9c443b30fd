//! What differs between two texts, line by line, as people read it.

use similar::{ChangeTag, TextDiff};
use std::fmt::Write;

/// What differs between two texts.
pub struct LineDiff {
    /// How many lines the second has more.
    pub more: usize,
    pub fewer: usize,
    /// The lines, with `- ` before those of the first alone, `+ ` before those of the second alone
    /// and two spaces before those around them.
    pub text: String,
}

/// What differs, with so many lines around it; beyond `lines_max` lines they are only counted.
pub fn diff_lines(was: &str, now: &str, context_lines: usize, lines_max: usize) -> LineDiff {
    let diff = TextDiff::from_lines(was, now);
    let count_of = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
    let (more, fewer) = (count_of(ChangeTag::Insert), count_of(ChangeTag::Delete));
    let mut text = String::new();
    let mut lines = 0;
    for group in diff.grouped_ops(context_lines) {
        if lines > 0 {
            text.push_str("…\n");
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            lines += 1;
            if lines <= lines_max {
                // A text takes every write.
                let _ =
                    writeln!(text, "{} {}", change.tag(), change.value().trim_end_matches('\n'));
            }
        }
    }
    if lines > lines_max {
        let _ = writeln!(text, "… and {} lines more", lines - lines_max);
    }
    LineDiff { more, fewer, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_are_shown_with_those_around_them() {
        let changes = diff_lines("a\nb\nc\nd\n", "a\nb\nx\ny\nd", 1, 60);
        assert_eq!((changes.more, changes.fewer), (3, 2));
        assert_eq!(changes.text, "  b\n- c\n- d\n+ x\n+ y\n+ d\n");
        assert_eq!(diff_lines("a\n", "b\n", 1, 1).text, "- a\n… and 1 lines more\n");
        assert_eq!(diff_lines("a\n", "a\n", 1, 1).text, "");
    }
}
