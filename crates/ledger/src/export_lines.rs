//! A whole ledger as lines of JSON, to keep elsewhere or to move from one database to another.
//!
//! Invariant: a ledger that is made from the lines of another has the same hashes.

use crate::chain::Chain;
use crate::error::LedgerError;
use crate::event::{Event, Head};
use crate::ledger::Ledger;
use crate::store::{Document, EventFilter};
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

/// The last line: how much there is, lest a file that was cut off be taken for a whole one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndLine {
    events: u64,
    texts: u64,
    /// The hash of the last event.
    head: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ExportLine {
    Event(Box<Event>),
    Document(DocumentLine),
    End(EndLine),
}

impl Ledger {
    /// Writes out every text and every event, a line each.
    ///
    /// # Errors
    /// A database that fails, or an output that does.
    pub fn write_lines(&mut self, out: &mut dyn Write) -> Result<(), LedgerError> {
        let mut end = EndLine { events: 0, texts: 0, head: Head::empty().hash };
        for document in self.documents()? {
            let text = self.document(&document)?.unwrap_or_default();
            write_line(&DocumentLine { document, text }, out)?;
            end.texts += 1;
        }
        self.read(&EventFilter::default(), |event| {
            end.events += 1;
            end.head.clone_from(&event.hash);
            write_line(&event, out)
        })?;
        write_line(&end, out)
    }

    /// Takes lines that another ledger wrote out. Events that are there already have to be the
    /// same; what comes back is how many were new.
    ///
    /// # Errors
    /// The first line that is no event, or none that follows; lines that lack some. What came
    /// before it, in steps of many, may have been taken; the next attempt goes on there.
    pub fn read_lines(&mut self, file: &str, lines: impl BufRead) -> Result<u64, LedgerError> {
        let known = self.head()?;
        let mut taking = LineImporter { known, ..LineImporter::of_file(file) };
        taking.read_all(lines, Some(&mut *self))?;
        taking.finish(self)
    }
}

/// Proves that lines are all that a ledger wrote out, and takes none.
///
/// # Errors
/// The first line that is no event, or none that follows; lines that lack some.
pub fn prove_lines(file: &str, lines: impl BufRead) -> Result<(), LedgerError> {
    LineImporter::of_file(file).read_all(lines, None)
}

fn write_line(line: &impl Serialize, out: &mut dyn Write) -> Result<(), LedgerError> {
    serde_json::to_writer(&mut *out, line).map_err(std::io::Error::from)?;
    Ok(out.write_all(b"\n")?)
}

struct LineImporter<'a> {
    file: &'a str,
    /// Where the ledger ended before.
    known: Head,
    chain: Chain,
    new: Vec<Event>,
    count: u64,
    texts: u64,
    end: Option<EndLine>,
}

impl<'a> LineImporter<'a> {
    fn of_file(file: &'a str) -> Self {
        Self {
            file,
            known: Head::empty(),
            chain: Chain::default(),
            new: vec![],
            count: 0,
            texts: 0,
            end: None,
        }
    }
}

impl LineImporter<'_> {
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

    /// Takes every line, into a ledger if there is one.
    fn read_all(
        &mut self,
        mut lines: impl BufRead,
        mut ledger: Option<&mut Ledger>,
    ) -> Result<(), LedgerError> {
        let mut number = 0;
        loop {
            let mut bytes = vec![];
            let mut line = std::io::Read::take(&mut lines, LONGEST_LINE_BYTES);
            if line.read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
            number += 1;
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            let line = match serde_json::from_slice(&bytes) {
                Ok(line) if self.end.is_none() => line,
                Ok(_) => return Err(self.fail(number, "it comes after the last one")),
                Err(_) => return Err(self.fail(number, "it is neither an event nor a text")),
            };
            match line {
                ExportLine::Event(event) => self.event(ledger.as_deref_mut(), *event, number)?,
                ExportLine::Document(text) => self.document(ledger.as_deref_mut(), text, number)?,
                ExportLine::End(end) => self.end = Some(end),
            }
        }
        self.demand_all(number)
    }

    /// Fails where lines are missing.
    fn demand_all(&self, last: u64) -> Result<(), LedgerError> {
        let Some(end) = &self.end else {
            let problem = "the last line of an export is missing: the file was cut off";
            return Err(self.fail(last, problem));
        };
        let Head { number, hash, .. } = self.chain.head().clone();
        if *end == (EndLine { events: number, texts: self.texts, head: hash }) {
            return Ok(());
        }
        let problem = format!(
            "{} events and {} texts were written out, and the file has {number} and {}",
            end.events, end.texts, self.texts
        );
        Err(self.fail(last, &problem))
    }

    fn event(
        &mut self,
        ledger: Option<&mut Ledger>,
        event: Event,
        line: u64,
    ) -> Result<(), LedgerError> {
        let number = event.number;
        self.chain.prove(&event).map_err(|link| self.fail(line, &link.fault.to_string()))?;
        let Some(ledger) = ledger else { return Ok(()) };
        if number == self.known.number && event.hash != self.known.hash {
            let problem = format!("the ledger has another event {number}: the two went apart");
            return Err(self.fail(line, &problem));
        }
        if number > self.known.number {
            self.new.push(event);
            self.count += 1;
        }
        if self.new.len() >= EVENTS_AT_ONCE {
            ledger.append_copied(&std::mem::take(&mut self.new))?;
        }
        Ok(())
    }

    fn document(
        &mut self,
        ledger: Option<&mut Ledger>,
        line: DocumentLine,
        number: u64,
    ) -> Result<(), LedgerError> {
        let document = Document::new(line.text);
        if document.sha256 != line.document {
            return Err(self.fail(number, "the text is not what its hash covers"));
        }
        self.texts += 1;
        ledger.map_or(Ok(()), |ledger| ledger.keep(&document))
    }

    fn finish(self, ledger: &mut Ledger) -> Result<u64, LedgerError> {
        if self.chain.head().number < self.known.number {
            let last = self.chain.head().number;
            let problem =
                format!("it ends at event {last}: the ledger has more and was left as it is");
            return Err(self.fail(last, &problem));
        }
        ledger.append_copied(&self.new)?;
        Ok(self.count)
    }
}
