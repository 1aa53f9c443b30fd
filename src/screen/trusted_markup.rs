//! The program's own colours and links, in a form that no text can have by chance or by
//! design: between two characters that are none (Unicode's noncharacters), with a number drawn for
//! this run.

/// Begins and ends a mark.
pub(super) const BEGIN: char = '\u{FDD0}';
pub(super) const END: char = '\u{FDD1}';

/// How many hexadecimal digits the number of an ink has.
const DIGITS: usize = 16;

/// What a mark asks the terminal for.
const COLOUR: char = 'c';
const LINK: char = 'l';

/// What writes the program's own marks, for a [`super::EscapingWriter`] that knows the same number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustedMarkup(pub u64);

impl TrustedMarkup {
    /// A change of colour: the parameters of "select graphic rendition" (ECMA-48, 8.3.117).
    pub fn colour(self, parameters: &str) -> String {
        self.mark(COLOUR, parameters)
    }

    /// The beginning of a link to an address, or with none its end (OSC 8).
    pub fn link(self, url: &str) -> String {
        self.mark(LINK, url)
    }

    /// A drawing whose every escape sequence is the program's own, with marks in their place.
    /// Whatever texts are in it must have been escaped before.
    pub fn from_ansi(self, drawing: &str) -> String {
        let mut parts = drawing.split("\u{1b}[");
        let mut adopted = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(|c: char| !(c.is_ascii_digit() || c == ';')).unwrap_or(part.len());
            if let Some(rest) = part[end..].strip_prefix('m') {
                adopted.push_str(&self.colour(&part[..end]));
                adopted.push_str(rest);
            } else {
                adopted.push_str(part);
            }
        }
        adopted
    }

    fn mark(self, what: char, payload: &str) -> String {
        format!("{BEGIN}{:0DIGITS$x}{what}{payload}{END}", self.0)
    }

    /// What the inside of a mark stands for; none where it is not of this ink.
    pub(super) fn read(self, inside: &str) -> Option<String> {
        let mark = inside.strip_prefix(&format!("{:0DIGITS$x}", self.0))?;
        let payload = mark.get(1..)?;
        match mark.chars().next()? {
            COLOUR if payload.chars().all(|c| c.is_ascii_digit() || c == ';') => {
                Some(format!("\u{1b}[{payload}m"))
            }
            LINK if payload.chars().all(|c| c.is_ascii_graphic()) => {
                Some(format!("\u{1b}]8;;{payload}\u{1b}\\"))
            }
            _ => None,
        }
    }
}
