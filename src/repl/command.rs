//! What can be typed after a colon: one row a command. Help and completion are made from the rows.

use super::commands::{display, entered, files, ledger, strategy};
use super::help;
use super::repl_state::{EntryAnswer, ReplState};
use crate::error::Error;
use crate::nearest::did_you_mean;
use std::path::Path;

/// What completes a command's argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentKind {
    Nothing,
    /// Something that only the user knows.
    Anything,
    Script,
    File,
    Format,
    /// `on` or `off`.
    Switch,
    Parameter,
    Name,
    Expression,
}

#[derive(Debug)]
pub struct CommandRow {
    /// Its name, without the colon.
    pub name: &'static str,
    /// Its argument; in square brackets where it may be left out.
    pub argument: &'static str,
    pub meaning: &'static str,
    /// What completes its argument.
    pub argument_kind: ArgumentKind,
    pub(super) run: fn(&mut ReplState, &str) -> Result<EntryAnswer, Error>,
}

impl CommandRow {
    pub fn form(&self) -> String {
        format!(":{} {}", self.name, self.argument).trim_end().to_owned()
    }
}

const fn row(
    name: &'static str,
    argument: &'static str,
    takes: ArgumentKind,
    run: fn(&mut ReplState, &str) -> Result<EntryAnswer, Error>,
    meaning: &'static str,
) -> CommandRow {
    CommandRow { name, argument, meaning, argument_kind: takes, run }
}

pub const COMMANDS: &[CommandRow] = &[
    row(
        "help",
        "[NAME]",
        ArgumentKind::Name,
        help::run,
        "what a function, column, topic or command is; alone, the topics",
    ),
    row(
        "names",
        "",
        ArgumentKind::Nothing,
        entered::names,
        "the variables and functions of this session",
    ),
    row("list", "", ArgumentKind::Nothing, entered::list, "what was entered, numbered"),
    row(
        "undo",
        "[N]",
        ArgumentKind::Anything,
        entered::undo,
        "takes back what was entered last, or entry N, and runs the others again",
    ),
    row("reset", "", ArgumentKind::Nothing, entered::reset, "forgets what was entered"),
    row(
        "plan",
        "[DAY]",
        ArgumentKind::Anything,
        strategy::plan,
        "the plan of the rules declared so far, or of its first, second, … day",
    ),
    row(
        "why",
        "PERSON",
        ArgumentKind::Anything,
        strategy::why,
        "why these rules keep or withdraw a person's invitation",
    ),
    row(
        "check",
        "",
        ArgumentKind::Nothing,
        strategy::check,
        "what a check says of what was entered",
    ),
    row(
        "limits",
        "",
        ArgumentKind::Nothing,
        strategy::limits,
        "the limits, and what is left of each",
    ),
    row(
        "done",
        "[WHICH…]",
        ArgumentKind::Anything,
        ledger::done,
        "records what was carried out of the last saved plan, as `rescind done` does",
    ),
    row(
        "due",
        "[OPTIONS]",
        ArgumentKind::Anything,
        ledger::due,
        "who may be invited again, as `rescind due` shows it",
    ),
    row(
        "history",
        "[PERSON]",
        ArgumentKind::Anything,
        ledger::history,
        "what the ledger has, as `rescind history` shows it",
    ),
    row(
        "explain",
        "[FRAME]",
        ArgumentKind::Expression,
        strategy::explain,
        "Polars' plan for a frame and the optimised one; alone, of the rules",
    ),
    row(
        "set",
        "NAME=VALUE",
        ArgumentKind::Parameter,
        strategy::set,
        "gives a parameter another value and runs what was entered again",
    ),
    row("load", "FILE", ArgumentKind::Script, files::load, "enters a script"),
    row(
        "reload",
        "",
        ArgumentKind::Nothing,
        files::reload,
        "reads the loaded scripts and their imports again, and runs what was entered again",
    ),
    row(
        "save",
        "FILE",
        ArgumentKind::Script,
        files::save,
        "saves what was entered as a script; `:save! FILE` also over another file",
    ),
    row("rows", "[N]", ArgumentKind::Anything, display::rows, "how many rows of a frame are shown"),
    row("wide", "[on|off]", ArgumentKind::Switch, display::wide, "shows all columns, however wide"),
    row("format", "[NAME]", ArgumentKind::Format, display::format, "the format of results"),
    row(
        "o",
        "[FILE]",
        ArgumentKind::File,
        display::file,
        "writes the next result to a file, whose ending names the format, `:o! FILE` also over \
         another file; alone, shows results again",
    ),
    row(
        "view",
        "[EXPRESSION]",
        ArgumentKind::Expression,
        display::view,
        "opens a frame, chart or report as a page in the browser; alone, the last value",
    ),
    row("time", "[on|off]", ArgumentKind::Switch, display::time, "says how long each result took"),
    row(
        "quit",
        "",
        ArgumentKind::Nothing,
        |_, _| Ok(EntryAnswer::Quit),
        "ends the session; so does Ctrl-D",
    ),
];

/// The command of that name, or the only one that begins so.
pub(super) fn find(name: &str) -> Option<&'static CommandRow> {
    let exact = COMMANDS.iter().find(|row| row.name == name);
    let mut beginning = COMMANDS.iter().filter(|row| row.name.starts_with(name));
    exact.or_else(|| match (beginning.next(), beginning.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    })
}

/// Runs a line that followed a colon.
pub(super) fn run(desk: &mut ReplState, line: &str) -> Result<EntryAnswer, Error> {
    let line = line.trim();
    let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    // Those that write a file know how to be forced.
    let (name, argument) = match name.strip_suffix('!') {
        Some(forced) if find(forced).is_some_and(|row| ["save", "o"].contains(&row.name)) => {
            (forced, format!("! {}", argument.trim()))
        }
        _ => (name, argument.trim().to_owned()),
    };
    let Some(row) = find(name) else { return Err(unknown(name)) };
    if row.argument_kind == ArgumentKind::Nothing && !argument.is_empty() {
        return Err(misused(format!("`:{}` takes nothing", row.name), row));
    }
    if argument.is_empty() && !row.argument.is_empty() && !row.argument.starts_with('[') {
        return Err(misused(format!("`:{}` wants to know {}", row.name, row.argument), row));
    }
    (row.run)(desk, &argument)
}

/// The file that a command writes.
pub(super) struct FileArgument<'a> {
    pub(super) name: &'a str,
    /// Whether it may be there already: the command was forced, with a `!`.
    may_replace: bool,
}

impl<'a> FileArgument<'a> {
    pub(super) fn parse(argument: &'a str) -> Self {
        match argument.strip_prefix('!') {
            Some(rest) => Self { name: rest.trim(), may_replace: true },
            None => Self { name: argument, may_replace: false },
        }
    }

    /// Fails where the command, which writes to this path, would write over a file unforced.
    pub(super) fn demand_free(&self, path: &Path, command: &str) -> Result<(), Error> {
        if self.may_replace || !path.exists() {
            return Ok(());
        }
        let shown = path.display();
        let help = format!("`:{command}! {shown}` writes over it");
        Err(Error::misused(format!("{shown} is there already"), help))
    }
}

/// An error of a command's use.
pub(super) fn misused(message: String, row: &CommandRow) -> Error {
    Error::misused(message, format!("`{}` {}", row.form(), row.meaning))
}

fn unknown(name: &str) -> Error {
    if name.is_empty() {
        return Error::misused("a colon begins a command", "`:help` lists the commands");
    }
    let beginning: Vec<&str> =
        COMMANDS.iter().map(|row| row.name).filter(|command| command.starts_with(name)).collect();
    let help = if beginning.is_empty() {
        did_you_mean(name, COMMANDS.iter().map(|row| row.name), "a command")
    } else {
        format!("it could be `:{}`", beginning.join("`, `:"))
    };
    Error::misused(format!("no command `:{name}`"), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_that_is_clear_is_enough() {
        let name_of = |name| find(name).map(|row| row.name);
        assert_eq!(name_of("pl"), Some("plan"));
        assert_eq!(name_of("re"), None);
        assert_eq!(name_of("rel"), Some("reload"));
        assert_eq!(name_of("o"), Some("o"));
        assert_eq!(name_of("nonsense"), None);
    }
}
