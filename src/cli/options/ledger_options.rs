//! Which ledger is in force, and who writes to it.

use crate::cli::process::{data_folder, terminal};
use crate::cli::workspace::Workspace;
use crate::error::Error;
use crate::inputs;
use crate::invitations::LedgerAccess;
use crate::ledger::LedgerRecollection;
use chrono::{DateTime, Utc};
use clap::Args;
use directories::BaseDirs;
use rescind_ledger::{KeyChanges, Ledger, LedgerAddress, Occasion, PasswordSources};
use std::env;
use std::path::Path;

/// The name of the ledger in the user's data folder.
const USUAL: &str = "ledger.db";

/// Which ledger is in force.
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct LedgerOptions {
    /// The ledger: a file, or `postgres://USER@HOST/DATABASE` [default: the project's, else
    /// `ledger.db` in the user's data folder]
    #[arg(long, value_name = "FILE")]
    ledger: Option<String>,
}

/// The same, for commands that work without one too.
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct OptionalLedgerOptions {
    #[command(flatten)]
    named: LedgerOptions,

    /// Leave the ledger out, whatever it remembers
    #[arg(long, conflicts_with = "ledger")]
    no_ledger: bool,

    /// As it was when it ended with this event.
    #[arg(skip)]
    pinned_head: Option<u64>,

    /// Whether what is read is compared with it afterwards.
    #[arg(skip)]
    is_asked_later: bool,
}

impl LedgerOptions {
    /// Opens the ledger, and makes it if it is not there.
    pub(in crate::cli) fn open(&self, workspace: &Workspace) -> Result<Ledger, Error> {
        opened(&self.address(workspace)?)
    }

    /// Opens a ledger that is there.
    pub(in crate::cli) fn open_existing(&self, workspace: &Workspace) -> Result<Ledger, Error> {
        let address = self.address(workspace)?;
        if !is_there(&address) {
            return Err(Error::misused(
                format!("{address}: there is no ledger"),
                "`rescind import DATA` makes one, and so does `rescind plan … --save`; \
                     `--ledger FILE` names another",
            ));
        }
        opened(&address)
    }

    /// The same ledger, whatever the current folder becomes.
    pub(in crate::cli) fn resolved(
        &self,
        workspace: &Workspace,
    ) -> Result<OptionalLedgerOptions, Error> {
        let address = match self.address(workspace)? {
            LedgerAddress::File(path) => {
                std::path::absolute(&path).unwrap_or(path).display().to_string()
            }
            LedgerAddress::Server(address) => address,
        };
        Ok(OptionalLedgerOptions {
            named: Self { ledger: Some(address) },
            ..OptionalLedgerOptions::default()
        })
    }

    fn address(&self, workspace: &Workspace) -> Result<LedgerAddress, Error> {
        if let Some(named) = &self.ledger {
            return LedgerAddress::parse(named, Path::new("")).map_err(|error| {
                Error::misused(
                    error.to_string(),
                    "`~/.pgpass` or the variable PGPASSWORD has the password",
                )
            });
        }
        if let Some(of_project) = workspace.project().and_then(|project| project.ledger.clone()) {
            return Ok(of_project);
        }
        default_address()
            .ok_or_else(|| Error::misused(NO_FOLDER, "name a file with `--ledger FILE`"))
    }
}

impl OptionalLedgerOptions {
    /// The ledger, where there is one: a plan makes none that nobody asked for.
    pub(in crate::cli) fn open(&self, workspace: &Workspace) -> Result<Option<Ledger>, Error> {
        if self.no_ledger {
            return Ok(None);
        }
        let of_project = workspace.project().is_some_and(|project| project.ledger.is_some());
        let is_named = self.named.ledger.is_some() || of_project;
        let address =
            if is_named { Some(self.named.address(workspace)?) } else { default_address() };
        let Some(address) = address else {
            terminal::eprint_line(&format!("{NO_FOLDER}, so nothing is known from one"));
            return Ok(None);
        };
        if is_there(&address) {
            return opened(&address).map(Some);
        }
        if is_named && self.pinned_head.is_none() {
            terminal::eprint_line(&format!(
                "{address}: no ledger yet, so nothing is known from one"
            ));
        }
        Ok(None)
    }

    /// What it remembers, for whoever asks.
    pub(in crate::cli) fn memory(&self, workspace: &Workspace) -> Result<LedgerAccess, Error> {
        if self.is_asked_later {
            let there = self.is_there(workspace).then(|| self.open(workspace)).transpose()?;
            let addresses = there.flatten().map(|mut ledger| KeyChanges::read(&mut ledger));
            return Ok(LedgerAccess::for_import(addresses.transpose()?.unwrap_or_default()));
        }
        let asked =
            self.open(workspace)?.map(|ledger| LedgerRecollection::new(ledger, self.pinned_head));
        Ok(asked.map_or_else(LedgerAccess::default, LedgerAccess::of_ledger))
    }

    /// Holds it to where it ends now, whoever writes to it meanwhile; gives the number of its last
    /// event.
    pub(in crate::cli) fn pin_head(&mut self, workspace: &Workspace) -> Result<u64, Error> {
        let head = match self.open(workspace)? {
            Some(mut opened) => opened.head()?.number,
            None => 0,
        };
        self.pinned_head = Some(head);
        Ok(head)
    }

    /// As it was when it ended with this event.
    pub(in crate::cli) fn up_to(self, head: u64) -> Self {
        Self { pinned_head: Some(head), ..self }
    }

    /// The options that name the same one; none where it is left out.
    pub(in crate::cli) fn options(&self) -> Option<Vec<String>> {
        let named = self.named.ledger.iter();
        let named = named.flat_map(|ledger| ["--ledger".to_owned(), ledger.clone()]);
        (!self.no_ledger).then(|| named.collect())
    }

    /// None, whatever there is.
    pub(in crate::cli) fn left_out() -> Self {
        Self { no_ledger: true, ..Self::default() }
    }

    /// The same, asked for nothing yet but addresses: what is read is compared with it afterwards.
    pub(in crate::cli) fn asked_later(&self) -> Self {
        Self { is_asked_later: true, ..self.clone() }
    }

    /// The ledger in which something is to be recorded.
    pub(in crate::cli) fn open_to_record(&self, workspace: &Workspace) -> Result<Ledger, Error> {
        if self.no_ledger {
            return Err(Error::misused(
                "this records in the ledger, which `--no-ledger` leaves out",
                "leave `--no-ledger` out",
            ));
        }
        self.named.open(workspace)
    }
}

impl OptionalLedgerOptions {
    /// Whether it is there, as far as that can be told.
    pub(in crate::cli) fn is_there(&self, workspace: &Workspace) -> bool {
        self.named.address(workspace).is_ok_and(|address| is_there(&address))
    }
}

/// What SQLite calls the files of a ledger, after its name.
const FILES: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// The ledger, whose files no result of this run replaces.
fn opened(address: &LedgerAddress) -> Result<Ledger, Error> {
    let ledger = Ledger::open(address, &environment())?;
    if let LedgerAddress::File(path) = address {
        for end in FILES {
            let mut name = path.clone().into_os_string();
            name.push(end);
            inputs::protect(Path::new(&name));
        }
    }
    Ok(ledger)
}

/// Whether there is a ledger; of a server, only the server knows.
fn is_there(address: &LedgerAddress) -> bool {
    match address {
        LedgerAddress::File(path) => path.exists(),
        LedgerAddress::Server(_) => true,
    }
}

/// What is said where nothing says which folder is the user's.
const NO_FOLDER: &str =
    "there is no data folder for a ledger: the variable HOME is not set to a folder's whole path";

/// The ledger in the user's data folder; none where that is unknown.
fn default_address() -> Option<LedgerAddress> {
    Some(LedgerAddress::File(data_folder()?.join(USUAL)))
}

/// Where passwords of servers are.
fn environment() -> PasswordSources {
    let home = || Some(BaseDirs::new()?.home_dir().join(".pgpass"));
    PasswordSources {
        password: env::var("PGPASSWORD").ok().filter(|password| !password.is_empty()),
        password_file: env::var_os("PGPASSFILE").map(Into::into).or_else(home),
    }
}

/// Now, and whoever is at the machine.
pub(in crate::cli) fn occasion(at: DateTime<Utc>) -> Occasion {
    let named = ["RESCIND_ACTOR", "USER", "USERNAME", "LOGNAME"];
    let actor = named.iter().find_map(|name| env::var(name).ok().filter(|name| !name.is_empty()));
    Occasion { at, actor: actor.unwrap_or_else(|| "somebody".into()) }
}
