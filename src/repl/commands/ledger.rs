//! Commands of the ledger: those of the command line, with the same words.

use crate::error::Error;
use crate::repl::repl_state::{EntryAnswer, ReplState};
use crate::session::Session;
use std::sync::Arc;

/// Runs a command of the ledger, given by its words; gives the session anew where the command
/// changed what the ledger knows.
pub type LedgerCommandRunner =
    Arc<dyn Fn(&[String]) -> Result<Option<Arc<Session>>, Error> + Send + Sync>;

impl ReplState {
    /// The same, where the ledger's commands are run so.
    #[must_use]
    pub fn with_ledger_commands(mut self, run: LedgerCommandRunner) -> Self {
        self.run_ledger_command = Some(run);
        self
    }
}

pub(in crate::repl) fn done(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    run_on_ledger(desk, "done", argument)
}

pub(in crate::repl) fn due(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    run_on_ledger(desk, "due", argument)
}

pub(in crate::repl) fn history(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    run_on_ledger(desk, "history", argument)
}

fn run_on_ledger(
    desk: &mut ReplState,
    command: &str,
    argument: &str,
) -> Result<EntryAnswer, Error> {
    let Some(ledger) = desk.run_ledger_command.clone() else {
        let message = "this session has no ledger";
        return Err(Error::misused(message, format!("`rescind {command}` asks it")));
    };
    let mut words = vec![command.to_owned()];
    words.extend(split(argument)?);
    if let Some(session) = ledger(&words)? {
        // What was recorded holds for what was entered before, too.
        desk.session = session;
        let transcript = desk.transcript.clone();
        desk.rebuild(&transcript)?;
    }
    Ok(EntryAnswer::Nothing)
}

/// The words of a line, as a shell would part them: a word with blanks stands in quotes.
fn split(line: &str) -> Result<Vec<String>, Error> {
    let (mut words, mut word, mut quote) = (vec![], None::<String>, None);
    for symbol in line.chars() {
        match (quote, symbol) {
            (Some(open), symbol) if symbol == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(symbol);
                word.get_or_insert_default();
            }
            (None, symbol) if symbol.is_whitespace() => words.extend(word.take()),
            (_, symbol) => word.get_or_insert_default().push(symbol),
        }
    }
    if let Some(open) = quote {
        let message = format!("a quote is not closed: {open}");
        return Err(Error::Usage { message, help: None });
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::split;
    use crate::repl::samples::{answer_to, desk};

    #[test]
    fn words_are_parted_as_by_a_shell() {
        let parted = split("1-25 27  --not-found 'Ada B' --why \"it's \" ''").unwrap();
        assert_eq!(parted, ["1-25", "27", "--not-found", "Ada B", "--why", "it's ", ""]);
        assert!(split("\"Ada").is_err());
    }

    #[test]
    fn without_a_ledger_nothing_is_recorded() {
        let mut desk = desk(&[]);
        assert_eq!(answer_to(&mut desk, ":done 1"), Err("this session has no ledger".into()));
    }
}
