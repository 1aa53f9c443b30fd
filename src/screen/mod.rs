//! Standard output and standard error: the one way by which anything reaches a terminal or a log.
//!
//! Texts of data, scripts, files and other programs are written as they are; what is there to be
//! read is escaped here, at the edge, so that no path can forget it. The program's own colours and
//! links are written by an [`TrustedMarkup`], which alone this writer takes for its own.
//!
//! Invariant: no character of a text moves the cursor, changes colours or directions, or is not
//! seen, and no line begins with what a build server takes for a command. What runs from right to
//! left may stand between a first-strong isolate and its end on one line: that keeps it from
//! reordering its neighbours, and can do nothing else.

mod build_server_command;
mod escape;
mod escaping_writer;
mod standard_stream;
mod trusted_markup;

pub use build_server_command::{CommandScanner, break_commands};
pub use escape::{acts, escaped, escaped_line, is_right_to_left};
pub use escaping_writer::EscapingWriter;
pub use standard_stream::{Audience, StandardStream, trusted_markup, write_stderr, write_stdout};
pub use trusted_markup::TrustedMarkup;
