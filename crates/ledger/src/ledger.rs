//! A ledger: what is recorded in it, and what is read from it, wherever it is kept.

use crate::action::Action;
use crate::chain::{BrokenLink, Chain, LinkFault};
use crate::derived;
use crate::detail;
use crate::error::LedgerError;
use crate::event::{Event, Head, NewEvent, Occasion};
use crate::ledger_address::{LedgerAddress, PasswordSources};
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::store::{Document, EventFilter, EventVisitor, Store};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::path::Path;

pub struct Ledger {
    backend: Backend,
}

enum Backend {
    File(Sqlite),
    Server(Box<Postgres>),
}

/// What is recorded together, and what whoever decided it made of it.
#[derive(Clone, Debug, Default)]
pub struct NewRecords<T> {
    pub events: Vec<NewEvent>,
    /// The texts that they refer to.
    pub documents: Vec<Document>,
    /// What the caller gets back.
    pub outcome: T,
}

impl Ledger {
    /// Opens a ledger. A file that is not there is made, and so are the tables of a database.
    ///
    /// # Errors
    /// What is no ledger, one of a later version, or what cannot be reached or written to.
    pub fn open(
        address: &LedgerAddress,
        environment: &PasswordSources,
    ) -> Result<Self, LedgerError> {
        let kept = match address {
            LedgerAddress::File(path) => Backend::File(Sqlite::open(path)?),
            LedgerAddress::Server(address) => {
                Backend::Server(Box::new(Postgres::open(address, environment)?))
            }
        };
        let mut ledger = Self { backend: kept };
        if ledger.store().derived_until()? < ledger.head()?.number {
            ledger.derive_rest()?;
        }
        Ok(ledger)
    }

    /// Derives what follows from events from which nothing was derived yet.
    fn derive_rest(&mut self) -> Result<(), LedgerError> {
        let writing = WriteTransaction::begin(self)?;
        derived::catch_up(writing.ledger.store())?;
        writing.commit()
    }

    /// Derives anew whatever follows from the events.
    pub fn derive_anew(&mut self) -> Result<(), LedgerError> {
        let writing = WriteTransaction::begin(self)?;
        writing.ledger.store().forget_derived()?;
        derived::catch_up(writing.ledger.store())?;
        writing.commit()
    }

    pub(crate) fn store(&mut self) -> &mut dyn Store {
        match &mut self.backend {
            Backend::File(sqlite) => sqlite,
            Backend::Server(postgres) => postgres.as_mut(),
        }
    }

    /// Records what is decided while nobody else can record: what the ledger says then is still so
    /// when the events are in it. When this returns, they are there for good.
    ///
    /// # Errors
    /// Whatever the decision fails with, or the database; nothing is recorded then.
    pub fn record<T, E: From<LedgerError>>(
        &mut self,
        occasion: &Occasion,
        decide: impl FnOnce(&mut Self) -> Result<NewRecords<T>, E>,
    ) -> Result<(Vec<Event>, T), E> {
        let writing = WriteTransaction::begin(self)?;
        let records = decide(writing.ledger)?;
        let store = writing.ledger.store();
        for document in &records.documents {
            store.store_document(document)?;
        }
        let mut head = store.head()?;
        let events = records.events.into_iter().map(|new| {
            let event = head.followed_by(new, occasion);
            head = Head::from(&event);
            event
        });
        let events: Vec<Event> = events.collect();
        store.append(&events)?;
        derived::update_from(store, &events)?;
        writing.commit()?;
        Ok((events, records.outcome))
    }

    /// Takes events as another ledger has them, with the texts that they refer to: those that are
    /// there already have to be the same.
    pub(crate) fn append_copied(&mut self, events: &[Event]) -> Result<(), LedgerError> {
        let writing = WriteTransaction::begin(self)?;
        let store = writing.ledger.store();
        store.append(events)?;
        derived::update_from(store, events)?;
        writing.commit()
    }

    /// Keeps a text by itself.
    pub(crate) fn keep(&mut self, document: &Document) -> Result<(), LedgerError> {
        self.store().store_document(document)
    }

    /// Reads events, one after the other, in the order of their numbers.
    ///
    /// # Errors
    /// What `each` fails with, or the database.
    pub fn read(
        &mut self,
        selection: &EventFilter,
        mut each: impl FnMut(Event) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let each: &mut EventVisitor = &mut each;
        let before = match selection.since {
            Some(since) => self.number_before(since)?,
            None => 0,
        };
        let after = selection.after.max(before);
        self.store().read(&EventFilter { after, ..selection.clone() }, each)
    }

    /// The number of the last event that was recorded before then: time never runs backwards in a
    /// ledger, so that few events have to be looked at.
    fn number_before(&mut self, since: DateTime<Utc>) -> Result<u64, LedgerError> {
        let (mut before, mut after) = (0, self.head()?.number + 1);
        while before + 1 < after {
            let middle = before.midpoint(after);
            let selection =
                EventFilter { after: middle - 1, until: Some(middle), ..EventFilter::default() };
            let mut is_before = false;
            self.store().read(&selection, &mut |event| {
                is_before = event.recorded_at < since;
                Ok(())
            })?;
            *(if is_before { &mut before } else { &mut after }) = middle;
        }
        Ok(before)
    }

    pub fn events(&mut self, selection: &EventFilter) -> Result<Vec<Event>, LedgerError> {
        let mut events = vec![];
        self.read(selection, |event| {
            events.push(event);
            Ok(())
        })?;
        Ok(events)
    }

    pub fn head(&mut self) -> Result<Head, LedgerError> {
        self.store().head()
    }

    /// The text with this hash.
    pub fn document(&mut self, sha256: &str) -> Result<Option<String>, LedgerError> {
        Ok(self.store().document(sha256)?.map(|document| document.text))
    }

    pub(crate) fn documents(&mut self) -> Result<Vec<String>, LedgerError> {
        self.store().documents()
    }

    /// Proves that the ledger is as it was recorded; what comes back is where it ends.
    ///
    /// # Errors
    /// The first event, or a text, that was changed; a database that fails.
    pub fn verify(&mut self) -> Result<Head, LedgerError> {
        let ledger = self.shown();
        // A damaged index hides what the tables have.
        if let Some(problem) = self.store().damage()? {
            let help = "the disk or another program has damaged it: go back to a backup, or take \
                        what `rescind history --export` still writes out into a new ledger";
            return Err(LedgerError::unusable(&ledger, &problem, help));
        }
        // Whoever records meanwhile derives at once: this is never ahead of the events.
        let derived_until = self.store().derived_until()?;
        let mut chain = Chain::default();
        let mut texts = BTreeSet::new();
        self.store().read_exactly(&mut |event| {
            let proven = chain.prove(&event);
            proven.map_err(|link| LedgerError::Broken { ledger: ledger.clone(), link })?;
            texts.extend(texts_of(&event));
            Ok(())
        })?;
        let head = chain.head().clone();
        if derived_until > head.number {
            let fault = LinkFault::EndGone { number: derived_until };
            let link = BrokenLink { number: head.number, fault };
            return Err(LedgerError::Broken { ledger, link });
        }
        let kept = self.documents()?;
        if let Some(missing) = texts.iter().find(|sha256| !kept.contains(*sha256)) {
            let problem = format!("the text {missing} is gone");
            let help = "the events hold; what was saved under that hash is not there any more";
            return Err(LedgerError::unusable(&ledger, &problem, help));
        }
        for sha256 in kept {
            let text = self.document(&sha256)?.unwrap_or_default();
            if Document::new(text).sha256 != sha256 {
                let problem = format!("the text {sha256} was changed");
                let help = "the events hold; what was saved under that hash does not";
                return Err(LedgerError::unusable(&ledger, &problem, help));
            }
        }
        if let Some(misderived) = derived::prove(self.store())? {
            return Err(LedgerError::Underived { ledger, misderived });
        }
        if let Some(part) = self.store().schema_fault()? {
            let problem = format!("its {part} is gone, or is not as it was made");
            let help = "the events hold: `rescind history --export` writes them out, and `rescind \
                        history --import` makes a new ledger of that";
            return Err(LedgerError::unusable(&ledger, &problem, help));
        }
        Ok(head)
    }

    /// Copies the ledger as it is at one moment to a new file, whoever writes to it meanwhile.
    ///
    /// # Errors
    /// A ledger on a server, a file that is there already, or one that cannot be written.
    pub fn back_up(&mut self, path: &Path) -> Result<(), LedgerError> {
        let Backend::File(sqlite) = &self.backend else {
            let why =
                "a ledger on a server is backed up with the server's own means, such as pg_dump";
            let help = "`rescind history --export` writes out every event".to_owned();
            return Err(LedgerError::Refused(why.into(), Some(help)));
        };
        if path.exists() {
            let why = format!("{}: it is there already", path.display());
            return Err(LedgerError::Refused(why, Some("name a new file".into())));
        }
        sqlite.back_up(path)
    }

    /// What to call it in messages.
    pub fn shown(&mut self) -> String {
        self.store().shown().to_owned()
    }
}

/// The hashes of the texts that an event keeps: of a saved plan its document and its recipe.
fn texts_of(event: &Event) -> Vec<String> {
    let is_saved = event.action == Action::Planned && event.person.is_empty();
    let names = [detail::PLAN, detail::RECIPE].into_iter().filter(|_| is_saved);
    names.filter_map(|name| event.detail(name)).map(String::from).collect()
}

/// A time in which nobody else writes; what was written is undone where it is not ended well.
struct WriteTransaction<'a> {
    ledger: &'a mut Ledger,
    is_over: bool,
}

impl<'a> WriteTransaction<'a> {
    fn begin(ledger: &'a mut Ledger) -> Result<Self, LedgerError> {
        ledger.store().begin()?;
        Ok(Self { ledger, is_over: false })
    }

    fn commit(mut self) -> Result<(), LedgerError> {
        self.ledger.store().commit()?;
        self.is_over = true;
        Ok(())
    }
}

impl Drop for WriteTransaction<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.ledger.store().roll_back();
        }
    }
}
