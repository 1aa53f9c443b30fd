//! Sessions: the guide's, and those at a real terminal.

mod guide;
#[cfg(unix)]
mod terminal;
