//! Which ledger is in force, and who writes to it.

use super::place::Place;
use crate::error::Error;
use crate::invitations::Memory;
use crate::ledger::Asked;
use chrono::{DateTime, Utc};
use clap::Args;
use directories::{BaseDirs, ProjectDirs};
use rescind_ledger::{Address, Environment, Ledger, Occasion};
use std::env;
use std::path::Path;

/// The name of the ledger in the user's data folder.
const USUAL: &str = "ledger.db";

/// Which ledger is in force.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct LedgerOptions {
    /// The ledger: a file, or `postgres://USER@HOST/DATABASE` [default: the project's, else
    /// `ledger.db` in the user's data folder]
    #[arg(long, value_name = "FILE")]
    ledger: Option<String>,
}

/// The same, for commands that work without one too.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct LedgerIfThere {
    #[command(flatten)]
    named: LedgerOptions,

    /// Leave the ledger out, whatever it remembers
    #[arg(long, conflicts_with = "ledger")]
    no_ledger: bool,
}

impl LedgerOptions {
    /// Opens the ledger, and makes it if it is not there.
    pub(super) fn open(&self, place: &Place) -> Result<Ledger, Error> {
        Ok(Ledger::open(&self.address(place)?, &environment())?)
    }

    fn address(&self, place: &Place) -> Result<Address, Error> {
        if let Some(named) = &self.ledger {
            return Address::parse(named, Path::new("")).map_err(|error| Error::Usage {
                message: error.to_string(),
                help: Some("`~/.pgpass` or the variable PGPASSWORD has the password".into()),
            });
        }
        if let Some(of_project) = place.project().and_then(|project| project.ledger.clone()) {
            return Ok(of_project);
        }
        usual().ok_or_else(|| Error::Usage {
            message: "there is no data folder for a ledger: the variable HOME is not set".into(),
            help: Some("name a file with `--ledger FILE`".into()),
        })
    }
}

impl LedgerIfThere {
    /// The ledger: one that is named, else one that is there.
    pub(super) fn open(&self, place: &Place) -> Result<Option<Ledger>, Error> {
        if self.no_ledger {
            return Ok(None);
        }
        let of_project = place.project().is_some_and(|project| project.ledger.is_some());
        if self.named.ledger.is_none() && !of_project {
            // A plan makes no ledger that nobody asked for.
            let is_there = usual().is_some_and(|address| match address {
                Address::File(path) => path.exists(),
                Address::Server(_) => false,
            });
            if !is_there {
                return Ok(None);
            }
        }
        self.named.open(place).map(Some)
    }

    /// What it remembers, for whoever asks.
    pub(super) fn memory(&self, place: &Place) -> Result<Memory, Error> {
        let opened = self.open(place)?;
        Ok(opened.map_or_else(Memory::default, |ledger| Memory::of(Asked::new(ledger))))
    }

    /// The options that name the same one; none where it is left out.
    pub(super) fn options(&self) -> Option<Vec<String>> {
        let named = self.named.ledger.iter();
        let named = named.flat_map(|ledger| ["--ledger".to_owned(), ledger.clone()]);
        (!self.no_ledger).then(|| named.collect())
    }

    /// None, whatever there is.
    pub(super) fn left_out() -> Self {
        Self { no_ledger: true, ..Self::default() }
    }

    /// The ledger in which something is to be recorded.
    pub(super) fn open_to_record(&self, place: &Place) -> Result<Ledger, Error> {
        if self.no_ledger {
            return Err(Error::Usage {
                message: "this records in the ledger, which `--no-ledger` leaves out".into(),
                help: Some("leave `--no-ledger` out".into()),
            });
        }
        self.named.open(place)
    }
}

/// The ledger in the user's data folder.
fn usual() -> Option<Address> {
    let folders = ProjectDirs::from("", "", "rescind")?;
    Some(Address::File(folders.data_dir().join(USUAL)))
}

/// Where passwords of servers are.
fn environment() -> Environment {
    let home = || Some(BaseDirs::new()?.home_dir().join(".pgpass"));
    Environment {
        password: env::var("PGPASSWORD").ok().filter(|password| !password.is_empty()),
        password_file: env::var_os("PGPASSFILE").map(Into::into).or_else(home),
    }
}

/// Now, and whoever is at the machine.
pub(super) fn occasion(at: DateTime<Utc>) -> Occasion {
    let named = ["RESCIND_ACTOR", "USER", "USERNAME", "LOGNAME"];
    let actor = named.iter().find_map(|name| env::var(name).ok().filter(|name| !name.is_empty()));
    Occasion { at, actor: actor.unwrap_or_else(|| "somebody".into()) }
}
