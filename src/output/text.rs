//! Text from data, made fit for people to look at: harmless, measured as a terminal shows it, cut
//! and wrapped to a width.
//!
//! Invariant: what [`clean`] returns holds no control character, line break or direction mark of
//! the data's own, so no name can move the cursor, colour the screen or reorder its neighbours.

use crate::deadline::interruption;
use crate::screen::{acts, is_right_to_left};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_DIRECTIONAL_ISOLATE: char = '\u{2069}';
const ELLIPSIS: &str = "…";

/// What is shown where a value is missing.
pub(super) const MISSING: &str = "–";

/// The same text without anything that acts rather than shows: runs of white space and line breaks
/// become one space, other control characters `U+FFFD`; invisible and direction marks go.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for symbol in text.chars().filter(|&symbol| !is_mark(symbol)) {
        match symbol {
            _ if symbol.is_whitespace() => {
                if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                    cleaned.push(' ');
                }
            }
            _ if symbol.is_control() => cleaned.push(char::REPLACEMENT_CHARACTER),
            _ => cleaned.push(symbol),
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// What acts and takes no room: marks that change the direction of what follows, or are not seen.
fn is_mark(symbol: char) -> bool {
    acts(symbol) && !symbol.is_control() && !symbol.is_whitespace()
}

/// The same text, isolated where it holds letters that run from right to left, so that they do not
/// reorder what stands beside them.
pub(super) fn isolate(text: &str) -> String {
    if text.chars().any(is_right_to_left) {
        format!("{FIRST_STRONG_ISOLATE}{text}{POP_DIRECTIONAL_ISOLATE}")
    } else {
        text.to_owned()
    }
}

/// How many cells of a terminal the text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The same text in at most so many cells; what is cut off is marked with `…`.
pub(super) fn cut(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let kept = prefix(text, cells.saturating_sub(width(ELLIPSIS)));
    let marked = format!("{}{ELLIPSIS}", kept.trim_end());
    if width(&marked) <= cells { marked } else { String::new() }
}

/// The longest beginning that takes at most so many cells and breaks no visible character.
fn prefix(text: &str, cells: usize) -> &str {
    let ends = text.grapheme_indices(true).map(|(start, symbol)| start + symbol.len());
    let fitting = ends.take_while(|&end| width(&text[..end]) <= cells);
    &text[..fitting.last().unwrap_or(0)]
}

/// The text in lines of at most so many cells, broken at spaces where there are any. One visible
/// character that is wider than a line cannot be shown.
pub(super) fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(2);
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let mut word = word;
        let joined = lines.last().map_or(0, |line| width(&format!("{line} {word}")));
        match lines.last_mut() {
            Some(line) if line.is_empty() => {}
            Some(line) if joined <= cells => line.push(' '),
            _ => lines.push(String::new()),
        }
        // A word that is wider than a line goes on in the next.
        loop {
            let head = prefix(word, cells);
            push(&mut lines, head);
            word = &word[head.len()..];
            // Whoever writes the lines ends, too, once time is over.
            if word.is_empty() || head.is_empty() || interruption().is_some() {
                break;
            }
            lines.push(String::new());
        }
    }
    lines
}

fn push(lines: &mut [String], word: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(word);
    }
}

/// What a link may not hold as it is, in a terminal as in Markdown.
const IN_LINKS: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'(').add(b')').add(b'\\').add(b'|');

/// The address of a profile as a link may carry it; none where it is not one of the web.
pub(super) fn web_link(url: &str) -> Option<String> {
    let is_web = ["https://", "http://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    is_web.then(|| utf8_percent_encode(url, IN_LINKS).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::any_text;
    use proptest::prelude::*;

    #[test]
    fn escape_sequences_lose_their_escape() {
        assert_eq!(clean("\u{1b}[31mAda\u{9b}2J"), "\u{fffd}[31mAda\u{fffd}2J");
    }

    #[test]
    fn line_breaks_and_runs_of_space_become_one_space() {
        assert_eq!(clean("  Ada\r\n\tB\u{2028}C\u{a0} "), "Ada B C");
    }

    #[test]
    fn direction_marks_go_and_joiners_stay() {
        assert_eq!(clean("Ada\u{202e}B\u{2066}C"), "AdaBC");
        assert_eq!(clean("A\u{fdd0}d\u{e0041}a"), "Ada");
        assert_eq!(clean("👩\u{200d}💻"), "👩\u{200d}💻");
    }

    #[test]
    fn right_to_left_names_are_isolated() {
        assert_eq!(isolate("דנה"), "\u{2068}דנה\u{2069}");
        assert_eq!(isolate("Ada"), "Ada");
    }

    #[test]
    fn a_cut_is_marked_and_breaks_no_emoji() {
        assert_eq!(cut("Ada Brown", 9), "Ada Brown");
        assert_eq!(cut("Ada Brown", 6), "Ada B…");
        assert_eq!(cut("Ada Brown", 5), "Ada…");
        assert_eq!(cut("A👩\u{200d}💻B", 3), "A…");
        assert_eq!(cut("Ada", 0), "");
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn a_long_word_is_wrapped_in_linear_time() {
        let start = std::time::Instant::now();
        let text = "ab".repeat(1 << 18);
        assert_eq!(wrap(&text, 80).concat(), text);
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }

    #[test]
    fn only_addresses_of_the_web_are_linked() {
        assert_eq!(web_link("javascript:alert(1)"), None);
        assert_eq!(
            web_link("https://www.linkedin.com/in/zo\u{eb}\u{1b}]8").as_deref(),
            Some("https://www.linkedin.com/in/zo%C3%AB%1B]8")
        );
    }

    proptest! {
        #[test]
        fn nothing_cleaned_acts_on_a_terminal(text in any_text()) {
            let shown = clean(&text);
            prop_assert!(!shown.chars().any(acts));
        }

        #[test]
        fn nothing_cut_or_wrapped_is_wider_than_asked(
            text in any_text(),
            cells in 2_usize..60,
        ) {
            let text = clean(&text);
            prop_assert!(width(&cut(&text, cells)) <= cells);
            prop_assert!(wrap(&text, cells).iter().all(|line| width(line) <= cells));
        }

        #[test]
        fn a_link_is_plain_ascii(text in any_text()) {
            let link = web_link(&format!("https://{text}")).unwrap();
            prop_assert!(link.bytes().all(|byte| byte.is_ascii_graphic()));
        }
    }
}
