//! Sessions: the guide's, and those at a real terminal.
#![cfg(test)]

mod guide;
#[cfg(unix)]
mod terminal;
