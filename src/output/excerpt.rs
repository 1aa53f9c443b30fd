//! A source of which no line is longer than somebody reads: what is far from a label is cut off.
//!
//! Invariant: a label stays at the characters that it marks, and its column is that of the whole
//! line.

use crate::diagnostic::{NamedText, starting_in_column};
use miette::{LabeledSpan, MietteError, SourceCode, SourceSpan, SpanContents};
use std::ops::Range;

/// The longest line of a source that is shown whole, in characters.
const LINE_CHARS_MAX: usize = 240;
/// How many characters are shown before a label.
const BEFORE_CHARS: usize = 80;
/// The longest line of a message, in characters.
const MESSAGE_CHARS_MAX: usize = 2_000;
/// The most lines of a message.
const MESSAGE_LINES_MAX: usize = 200;
const CUT: char = '…';

/// A text whose long lines are cut.
#[derive(Debug)]
pub(super) struct SourceExcerpt {
    shown: NamedText,
    lines: Vec<ExcerptLine>,
}

/// A line: which bytes of the text are left of it, and where they are shown.
#[derive(Debug)]
struct ExcerptLine {
    /// Its bytes in the whole text, without its break.
    bytes: Range<usize>,
    /// Those of them that are shown.
    visible: Range<usize>,
    /// Where these begin in what is shown.
    start: usize,
    /// By how many characters the column of what is shown is too small.
    missing_chars: usize,
}

impl SourceExcerpt {
    /// The text, its lines cut around the labels.
    pub(super) fn new(name: &str, text: &str, labels: &[LabeledSpan]) -> Self {
        let (mut shown, mut lines, mut begin) = (String::new(), Vec::new(), 0);
        for line in text.split_inclusive('\n') {
            let content = line.trim_end_matches('\n');
            let whole = begin..begin + content.len();
            let mut starts = labels.iter().map(LabeledSpan::offset);
            let marked = starts.find(|at| (whole.start..=whole.end).contains(at)).unwrap_or(begin);
            let before = content.char_indices().map(|(at, _)| at).chain([content.len()]);
            let marked = before.take_while(|at| *at <= marked - begin).last().unwrap_or(0);
            let kept = visible_range(content, marked);
            let kept = begin + kept.start..begin + kept.end;
            let hidden = &text[whole.start..kept.start];
            if !hidden.is_empty() {
                shown.push(CUT);
            }
            let start = shown.len();
            shown.push_str(&text[kept.clone()]);
            if kept.end < whole.end {
                shown.push(CUT);
            }
            shown.push_str(&line[content.len()..]);
            let missing_chars = hidden.chars().count().saturating_sub(1);
            begin += line.len();
            lines.push(ExcerptLine { bytes: whole, visible: kept, start, missing_chars });
        }
        Self { shown: NamedText::new(name, shown), lines }
    }

    /// Where a span of the whole text is shown; what is cut off of it is not.
    pub(super) fn span(&self, span: &SourceSpan) -> SourceSpan {
        let (start, end) = (span.offset(), span.offset() + span.len());
        (self.offset(start)..self.offset(end)).into()
    }

    fn offset(&self, at: usize) -> usize {
        let after = self.lines.partition_point(|line| line.bytes.start <= at);
        let Some(line) = after.checked_sub(1).and_then(|index| self.lines.get(index)) else {
            return 0;
        };
        if at > line.bytes.end {
            return self.shown.text().len();
        }
        line.start + at.clamp(line.visible.start, line.visible.end) - line.visible.start
    }
}

impl SourceCode for SourceExcerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inner = self.shown.read_span(span, before, after)?;
        let missing = self.lines.get(inner.line()).map_or(0, |line| line.missing_chars);
        let column = if inner.column() > 0 { inner.column() + missing } else { 0 };
        Ok(starting_in_column(column, self.shown.name(), inner.as_ref()))
    }
}

/// Which bytes of a line are shown so that those from `marked` on are among them.
fn visible_range(line: &str, marked: usize) -> Range<usize> {
    let near = line[..marked].char_indices().rev().nth(BEFORE_CHARS - 1).map_or(0, |(at, _)| at);
    // Towards the end of the line as much is shown as anywhere else.
    let last = line.char_indices().rev().nth(LINE_CHARS_MAX - 1).map_or(0, |(at, _)| at);
    let start = near.min(last);
    let end = line[start..].char_indices().nth(LINE_CHARS_MAX);
    start..end.map_or(line.len(), |(at, _)| start + at)
}

/// A message in lines that somebody reads.
pub(super) fn clipped(text: &str) -> String {
    let line = |line: &str| match line.char_indices().nth(MESSAGE_CHARS_MAX) {
        Some((end, _)) => format!("{}{CUT}", &line[..end]),
        None => line.to_owned(),
    };
    let mut lines: Vec<String> = text.split('\n').take(MESSAGE_LINES_MAX).map(line).collect();
    if text.split('\n').nth(MESSAGE_LINES_MAX).is_some() {
        lines.push(CUT.to_string());
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn excerpt(text: &str, label: Range<usize>) -> (SourceExcerpt, SourceSpan) {
        let label = LabeledSpan::new_with_span(None, label);
        let excerpt = SourceExcerpt::new("s.rhai", text, std::slice::from_ref(&label));
        let span = excerpt.span(label.inner());
        (excerpt, span)
    }

    #[test]
    fn a_long_line_is_cut_around_its_label() {
        let text = format!("a\n{}NO{}\nb", "é".repeat(5_000), "x".repeat(5_000));
        let at = 2 + 2 * 5_000;
        let (excerpt, span) = excerpt(&text, at..at + 2);
        let shown = excerpt.shown.text();
        assert_eq!(&shown[span.offset()..span.offset() + span.len()], "NO");
        assert_eq!(shown.lines().nth(1).map(|line| line.chars().count()), Some(242));
        let contents = excerpt.read_span(&span, 0, 0).unwrap();
        assert_eq!((contents.line(), contents.column()), (1, 5_000));
    }

    proptest! {
        #[test]
        fn what_is_marked_is_shown_and_lines_are_short(
            lines in prop::collection::vec("[aé…]{0,9}", 1..5),
            times in 1_usize..90,
            from in any::<prop::sample::Index>(),
        ) {
            let text = lines.iter().map(|line| line.repeat(times)).collect::<Vec<_>>().join("\n");
            let starts = text.char_indices().map(|(at, _)| at);
            let ends: Vec<usize> = starts.chain([text.len()]).collect();
            let at = ends[from.index(ends.len())];
            let end = ends.iter().copied().find(|end| *end > at).unwrap_or(at);
            let (excerpt, span) = excerpt(&text, at..end);
            let shown = excerpt.shown.text();
            prop_assert!(shown.lines().all(|line| line.chars().count() <= LINE_CHARS_MAX + 2));
            prop_assert_eq!(&shown[span.offset()..span.offset() + span.len()], &text[at..end]);
            let contents = excerpt.read_span(&span, 0, 0).unwrap();
            let before = text[..at].rsplit('\n').next().unwrap_or_default();
            if text.get(at..at + 1).is_some_and(|next| next != "\n") {
                prop_assert_eq!(contents.column(), before.chars().count());
            }
        }
    }
}
