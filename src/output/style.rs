//! What the reader's terminal can show: its width, colours and links.

use super::text;
use crate::screen::TrustedMarkup;

/// The width of what is written where there is no terminal, in cells.
const WIDTH_WITHOUT_TERMINAL: usize = 100;
/// Narrower than this nothing is readable; a narrower terminal breaks the lines itself.
const LEAST_WIDTH: usize = 40;
/// How many rows of a frame are shown unless others are asked for.
pub const ROWS_SHOWN: usize = 40;

/// What the reader's terminal can show. The default is that of a pipe: no colours, no links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// How many cells a line has.
    pub width: usize,
    /// What writes colours and links for a screen; without it they are written as they are.
    pub ink: Option<TrustedMarkup>,
    /// Whether colours are wanted.
    pub colour: bool,
    /// Whether the terminal shows links (OSC 8).
    pub hyperlinks: bool,
    /// How many rows of a frame are shown.
    pub rows: usize,
    /// How the rest of a frame can be seen, in words.
    pub advice: &'static str,
    /// Whether a table is written whole, as in a file: every row, column and letter of it, however
    /// wide that is.
    pub is_untruncated: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            width: WIDTH_WITHOUT_TERMINAL,
            ink: None,
            colour: false,
            hyperlinks: false,
            rows: ROWS_SHOWN,
            advice: "--format csv writes all",
            is_untruncated: false,
        }
    }
}

/// The look of a piece of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Paint {
    /// As the rest.
    #[default]
    Plain,
    /// What the eye should find first.
    Bold,
    /// What the eye may skip.
    Dim,
    /// What is refused, or exceeded.
    Red,
    /// What somebody should look at.
    Yellow,
    /// What is in order.
    Green,
    /// What is worth knowing.
    Cyan,
}

impl Paint {
    /// The parameter of the terminal's sequence "select graphic rendition" (ECMA-48, 8.3.117).
    const fn code(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Bold => Some("1"),
            Self::Dim => Some("2"),
            Self::Red => Some("1;31"),
            Self::Yellow => Some("33"),
            Self::Green => Some("32"),
            Self::Cyan => Some("36"),
        }
    }
}

impl Style {
    /// That of a file: tables are whole.
    pub fn for_file() -> Self {
        Self { is_untruncated: true, ..Self::default() }
    }

    /// The cells that a table may fill.
    pub(super) fn table_width(&self) -> usize {
        if self.is_untruncated { usize::MAX / 2 } else { self.line_width() }
    }

    /// The cells that a line may fill.
    pub(super) fn line_width(&self) -> usize {
        self.width.max(LEAST_WIDTH)
    }

    /// The text in its colour, where colours are wanted.
    pub(super) fn paint(&self, paint: Paint, text: &str) -> String {
        match paint.code() {
            Some(code) if self.colour && !text.is_empty() => match self.ink {
                Some(ink) => format!("{}{text}{}", ink.colour(code), ink.colour("0")),
                None => format!("\x1b[{code}m{text}\x1b[0m"),
            },
            _ => text.to_owned(),
        }
    }

    /// The text, linked to an address where the terminal shows links.
    pub(super) fn link(&self, url: Option<&str>, text: &str) -> String {
        match url.filter(|_| self.hyperlinks).and_then(text::web_link) {
            Some(url) => match self.ink {
                Some(ink) => format!("{}{text}{}", ink.link(&url), ink.link("")),
                None => format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"),
            },
            None => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_gets_neither_colours_nor_links() {
        let style = Style::default();
        assert_eq!(style.paint(Paint::Red, "Ada"), "Ada");
        assert_eq!(style.link(Some("https://example.org"), "Ada"), "Ada");
    }

    #[test]
    fn a_terminal_gets_what_it_can_show() {
        let style = Style { colour: true, hyperlinks: true, ..Style::default() };
        assert_eq!(style.paint(Paint::Red, "Ada"), "\u{1b}[1;31mAda\u{1b}[0m");
        assert_eq!(
            style.link(Some("https://example.org"), "Ada"),
            "\u{1b}]8;;https://example.org\u{1b}\\Ada\u{1b}]8;;\u{1b}\\"
        );
        assert_eq!(style.link(Some("file:///etc/passwd"), "Ada"), "Ada");
    }
}
