//! `rescind new`: a strategy with its tests, to start from.

mod new_command;

pub(super) use new_command::NewCommand;
