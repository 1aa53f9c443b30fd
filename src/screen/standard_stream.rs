//! The two streams of the program. Only here are they opened.

use super::escaping_writer::EscapingWriter;
use super::trusted_markup::TrustedMarkup;
use std::io::{self, IsTerminal, Write, stderr, stdout};
use std::sync::OnceLock;
use terminal_size::{Width, terminal_size_of};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandardStream {
    /// Standard output, for results.
    Out,
    /// Standard error, for all else.
    Err,
}

/// Who reads what is written to a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// People, and nobody else.
    People,
    /// Programs: byte by byte as the format says, but at a terminal as for people.
    Programs,
}

/// The ink of this run. Without a source of numbers nothing is painted.
pub fn trusted_markup() -> Option<TrustedMarkup> {
    static INK: OnceLock<Option<TrustedMarkup>> = OnceLock::new();
    *INK.get_or_init(|| {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).ok().map(|()| TrustedMarkup(u64::from_ne_bytes(bytes)))
    })
}

impl StandardStream {
    pub fn is_terminal(self) -> bool {
        match self {
            Self::Out => stdout().is_terminal(),
            Self::Err => stderr().is_terminal(),
        }
    }

    /// How many cells a line of it has, if it is a terminal.
    pub fn width(self) -> Option<usize> {
        let size = match self {
            Self::Out => terminal_size_of(stdout()),
            Self::Err => terminal_size_of(stderr()),
        };
        size.map(|(Width(width), _)| usize::from(width))
    }

    /// What writes what these read.
    pub fn writer(self, audience: Audience) -> Box<dyn Write> {
        let stream: Box<dyn Write> = match self {
            Self::Out => Box::new(stdout().lock()),
            Self::Err => Box::new(stderr().lock()),
        };
        match audience {
            Audience::Programs if !self.is_terminal() => stream,
            _ => Box::new(EscapingWriter::new(stream, trusted_markup())),
        }
    }
}

/// Writes text to standard output.
///
/// # Errors
/// A stream that takes nothing.
pub fn write_stdout(text: &str) -> io::Result<()> {
    let mut out = StandardStream::Out.writer(Audience::People);
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes text to standard error. Where even this cannot be written there is nobody to tell.
pub fn write_stderr(text: &str) {
    let mut out = StandardStream::Err.writer(Audience::People);
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
