//! A whole ledger as lines of JSON, to keep elsewhere or to move from one database to another.
//!
//! Invariant: a ledger that is made from the lines of another has the same hashes.

use crate::chain::Chain;
use crate::error::LedgerError;
use crate::event::{Event, Head};
use crate::ledger::Ledger;
use crate::store::{Document, Selection};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

/// How many events are taken at once.
const EVENTS_AT_ONCE: usize = 10_000;

/// The longest line that is read, in bytes: a saved plan of a million withdrawals has 300 MB.
const LONGEST_LINE_BYTES: u64 = 1 << 30;

/// A line that is no event: a text that events refer to.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentLine {
    document: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Event(Box<Event>),
    Document(DocumentLine),
}

impl Ledger {
    /// Writes out every text and every event, a line each.
    ///
    /// # Errors
    /// A database that fails, or an output that does.
    pub fn write_lines(&mut self, out: &mut dyn Write) -> Result<(), LedgerError> {
        for document in self.documents()? {
            let text = self.document(&document)?.unwrap_or_default();
            write_line(&DocumentLine { document, text }, out)?;
        }
        self.read(&Selection::default(), |event| write_line(&event, out))
    }

    /// Takes lines that another ledger wrote out. Events that are there already have to be the same;
    /// what comes back is how many were new.
    ///
    /// # Errors
    /// The first line that is no event, or none that follows. What came before it, in steps of many,
    /// may have been taken; the next attempt goes on there.
    pub fn read_lines(&mut self, file: &str, mut lines: impl BufRead) -> Result<u64, LedgerError> {
        let known = self.head()?;
        let mut taking = Taking { file, known, chain: Chain::default(), new: vec![], count: 0 };
        let mut number = 0;
        loop {
            let mut text = String::new();
            let mut line = std::io::Read::take(&mut lines, LONGEST_LINE_BYTES);
            if line.read_line(&mut text)? == 0 {
                break;
            }
            number += 1;
            if text.trim().is_empty() {
                continue;
            }
            match serde_json::from_str(&text) {
                Ok(Line::Event(event)) => taking.event(self, *event, number)?,
                Ok(Line::Document(line)) => taking.document(self, line, number)?,
                Err(_) => return Err(taking.fail(number, "it is neither an event nor a text")),
            }
        }
        taking.finish(self)
    }
}

fn write_line(line: &impl Serialize, out: &mut dyn Write) -> Result<(), LedgerError> {
    serde_json::to_writer(&mut *out, line).map_err(std::io::Error::from)?;
    Ok(out.write_all(b"\n")?)
}

/// Lines that are being taken.
struct Taking<'a> {
    file: &'a str,
    /// Where the ledger ended before.
    known: Head,
    chain: Chain,
    new: Vec<Event>,
    count: u64,
}

impl Taking<'_> {
    fn fail(&self, line: u64, problem: &str) -> LedgerError {
        let help = "a file of lines is what `rescind history --export` writes, whole and \
                    unchanged";
        LedgerError::Line {
            file: self.file.into(),
            line,
            problem: problem.into(),
            help: help.into(),
        }
    }

    fn event(&mut self, ledger: &mut Ledger, event: Event, line: u64) -> Result<(), LedgerError> {
        let number = event.number;
        self.chain.prove(&event).map_err(|link| self.fail(line, &link.problem))?;
        if number == self.known.number && event.hash != self.known.hash {
            let problem = format!("the ledger has another event {number}: the two went apart");
            return Err(self.fail(line, &problem));
        }
        if number > self.known.number {
            self.new.push(event);
            self.count += 1;
        }
        if self.new.len() >= EVENTS_AT_ONCE {
            ledger.take(&std::mem::take(&mut self.new))?;
        }
        Ok(())
    }

    fn document(
        &self,
        ledger: &mut Ledger,
        line: DocumentLine,
        number: u64,
    ) -> Result<(), LedgerError> {
        let document = Document::new(line.text);
        if document.sha256 != line.document {
            return Err(self.fail(number, "the text is not what its hash covers"));
        }
        ledger.keep(&document)
    }

    fn finish(self, ledger: &mut Ledger) -> Result<u64, LedgerError> {
        if self.chain.head().number < self.known.number {
            let last = self.chain.head().number;
            let problem =
                format!("it ends at event {last}: the ledger has more and was left as it is");
            return Err(self.fail(last, &problem));
        }
        ledger.take(&self.new)?;
        Ok(self.count)
    }
}
