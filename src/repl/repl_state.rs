//! What was entered and what it came to: everything that a session can do, without a terminal.
//!
//! Invariant: entering works on a copy, which takes the desk's place only when all went well.

use super::command;
use super::commands::ledger::LedgerCommandRunner;
use super::display_settings::DisplaySettings;
use super::enter_code::begins_with_member;
use super::transcript::Transcript;
use crate::deadline;
use crate::error::Error;
use crate::output::Style;
use crate::script::library::Library;
use crate::session::{RunOptions, ScriptFile, Session};
use crate::strategy::{LAST_VALUE, LiveScript};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The name of what was entered, in diagnostics and plans.
pub(super) const NAME: &str = "session";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryAnswer {
    Nothing,
    Text(String),
    Quit,
}

/// What was entered and what it came to.
#[derive(Clone)]
pub struct ReplState {
    pub(super) session: Arc<Session>,
    pub(super) running: RunOptions,
    pub(super) view: DisplaySettings,
    pub(super) live: LiveScript,
    pub(super) transcript: Transcript,
    pub(super) library: Library,
    /// Where imports are read from.
    folder: PathBuf,
    /// What was entered from the start-up file: with it the session begins anew.
    pub(super) beginning: Transcript,
    /// The strategy that was loaded first: a project's values for its parameters are in force.
    pub(super) strategy: Option<String>,
    /// Where a script lies that is named.
    pub(super) locate_script: ScriptLocator,
    /// Where the ledger's commands are run.
    pub(super) run_ledger_command: Option<LedgerCommandRunner>,
    /// How long one look at an expression may take while somebody waits for what could stand there.
    pub(super) glimpse_time: Duration,
}

/// As long as one waits for a key.
const GLIMPSE: Duration = Duration::from_millis(250);

/// Where a script lies that is named, as a path or as `pack/strategy`.
pub type ScriptLocator = Arc<dyn Fn(&Path) -> Result<PathBuf, Error> + Send + Sync>;

impl ReplState {
    /// Nothing entered yet; imports are read from this folder.
    ///
    /// # Errors
    /// Data whose columns cannot be told.
    pub fn new(
        session: Arc<Session>,
        running: RunOptions,
        style: Style,
        folder: &Path,
    ) -> Result<Self, Error> {
        let script = ScriptFile::in_folder(NAME, String::new(), folder);
        let library = script.library();
        let live = session.begin(&script, &library, &running)?;
        let (view, transcript) = (DisplaySettings::new(style), Transcript::default());
        Ok(Self {
            session,
            running,
            view,
            live,
            transcript,
            library,
            folder: folder.into(),
            beginning: Transcript::default(),
            strategy: None,
            locate_script: Arc::new(|path| Ok(path.to_path_buf())),
            run_ledger_command: None,
            glimpse_time: GLIMPSE,
        })
    }

    /// The same, where scripts that are named are found so.
    #[must_use]
    pub fn with_script_locator(self, find: ScriptLocator) -> Self {
        Self { locate_script: find, ..self }
    }

    /// Enters a command or a piece of a script.
    ///
    /// # Errors
    /// Whatever is wrong with it; then the desk is to be put back as it was before.
    pub fn enter(&mut self, text: &str) -> Result<EntryAnswer, Error> {
        if let Some(line) = text.trim().strip_prefix(':') {
            let _within = deadline::enter_bounds(&self.running.bounds);
            return command::run(self, line);
        }
        match text.trim() {
            "" => return Ok(EntryAnswer::Nothing),
            // What one types who does not know the commands yet.
            "help" | "help()" => return command::run(self, "help"),
            "quit" | "quit()" | "exit" | "exit()" => return Ok(EntryAnswer::Quit),
            _ => {}
        }
        let value = match text.trim_start() {
            // What begins with a dot goes on from the last value.
            member if begins_with_member(member) => {
                self.enter_code(&format!("{LAST_VALUE}{member}"), None)?
            }
            _ => self.enter_code(text, None)?,
        };
        self.show_value(&value)
    }

    /// Begins with a strategy: imports are read from its folder, and its parameters have the values
    /// that the project gives them.
    pub(super) fn begin_with(&mut self, strategy: String, path: &Path) -> Result<(), Error> {
        self.strategy = Some(strategy);
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            self.folder = folder.into();
        }
        self.rebuild(&Transcript::default())
    }

    /// How scripts are run that print nothing.
    pub(super) fn silent_running(&self) -> RunOptions {
        let overrides = self.running.overrides.clone();
        RunOptions { overrides, ..RunOptions::silent(self.running.bounds.clone()) }
    }

    /// What was entered, as a script.
    pub fn script(&self) -> ScriptFile {
        self.script_of(self.transcript.text())
    }

    pub(super) fn script_of(&self, text: String) -> ScriptFile {
        let script = ScriptFile::in_folder(NAME, text, &self.folder);
        match &self.strategy {
            Some(strategy) => script.with_params_of(strategy),
            None => script,
        }
    }

    /// What the terminal can show has changed.
    pub(super) fn resized(&mut self, width: usize) {
        self.view.style.width = width;
        self.running.width = width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repl::samples::{answer_to, desk};
    use crate::script::convert;
    use proptest::prelude::*;

    /// Every variable with its value.
    fn variables(desk: &ReplState) -> Vec<(String, String)> {
        let variables = desk.live.variables().into_iter();
        variables.map(|(name, value)| (name.to_owned(), convert::value_to_text(&value))).collect()
    }

    #[test]
    fn a_function_that_is_defined_again_holds_for_what_was_entered_before() {
        let mut desk = desk(&["fn f(x) { x + 1 }", "let a = f(1);", "fn f(x) { x + 2 }"]);
        assert_eq!(answer_to(&mut desk, "a"), Ok("3".into()));
        assert_eq!(desk.transcript.text(), "fn f(x) { x + 2 }\nlet a = f(1);\na;\n");
    }

    #[test]
    fn a_value_that_is_used_later_is_named_where_it_begins() {
        for entry in [
            "40 + 2",
            "!false",
            "-2 + 44",
            "a.len() * 2 + 1",
            "(1 + 2) * 3",
            "((1) + 2)",
            "a[0] ?? 1",
            "true && a.len() == 3",
            "`x${a}`",
            "if true { 1 } else { 2 }",
            "switch 1 { 1 => 2 }",
        ] {
            let mut desk = desk(&["let a = [1, 2, 3];"]);
            let answer = answer_to(&mut desk, &format!("let b = 1; {entry}"));
            assert_eq!(answer_to(&mut desk, "it"), answer, "{}", desk.transcript.text());
        }
    }

    #[test]
    fn a_line_that_begins_with_a_dot_goes_on_from_the_last_value() {
        let mut desk = desk(&["[3, 1, 2]"]);
        assert_eq!(answer_to(&mut desk, ".len()"), Ok("3".into()));
    }

    #[test]
    fn what_ends_a_script_is_not_entered() {
        let mut desk = desk(&["fn f(x) { return x; }"]);
        assert!(answer_to(&mut desk, "return 5").unwrap_err().contains("`return` ends a script"));
        assert_eq!(answer_to(&mut desk, "f(-1)"), Ok("-1".into()));
        assert_eq!(answer_to(&mut desk, "let a = -1"), Ok(String::new()));
    }

    #[test]
    fn a_terminal_of_another_width_is_written_to_as_it_is() {
        let text = "0123456789".repeat(9);
        let mut desk = desk(&[&format!("let wide = frame(#{{ a: [\"{text}\"], b: [1] }});")]);
        desk.resized(50);
        assert!(!answer_to(&mut desk, "wide").unwrap().contains(&text));
        desk.resized(120);
        assert!(answer_to(&mut desk, "wide").unwrap().contains(&text));
    }

    #[test]
    fn a_newcomers_words_are_understood() {
        let mut desk = desk(&[]);
        assert!(answer_to(&mut desk, "help").unwrap().contains(":plan [DAY]"));
        assert_eq!(answer_to(&mut desk, "exit"), Ok("quit".into()));
        assert!(answer_to(&mut desk, ":hlp").unwrap_err().contains("no command `:hlp`"));
    }

    /// Entries that use one another, some of which fail.
    fn entry() -> impl Strategy<Value = String> {
        let n = 0..9;
        prop_oneof![
            n.clone().prop_map(|n| format!("let a = {n};")),
            n.clone().prop_map(|n| format!("let b = [{n}, a];")),
            n.clone().prop_map(|n| format!("fn f(x) {{ x * {n} }}")),
            n.clone().prop_map(|n| format!("a + {n}")),
            n.prop_map(|n| format!("a += {n}; a")),
            Just("it * 2".to_owned()),
            Just("f(a)".to_owned()),
            Just("let g = |x| x + a;".to_owned()),
            Just("g.call(1)".to_owned()),
            Just("b.push(a); b.len()".to_owned()),
            Just("a = 100; nonsense()".to_owned()),
            Just("a = 100; throw \"no\"".to_owned()),
            Just("let".to_owned()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn a_session_comes_to_what_its_transcript_comes_to(
            entries in prop::collection::vec(entry(), 1..12)
        ) {
            let mut entered = desk(&[]);
            for entry in &entries {
                let before = variables(&entered);
                if answer_to(&mut entered, entry).is_err() {
                    prop_assert_eq!(variables(&entered), before, "{} changed something", entry);
                }
            }
            let mut whole = desk(&[]);
            prop_assert!(whole.enter_code(&entered.transcript.text(), None).is_ok());
            let without_last = |desk: &ReplState| -> Vec<_> {
                variables(desk).into_iter().filter(|(name, _)| name != LAST_VALUE).collect()
            };
            let mut entered = without_last(&entered);
            let mut whole = without_last(&whole);
            entered.sort();
            whole.sort();
            prop_assert_eq!(entered, whole);
        }
    }
}
