//! The data of a run, opened with what they depend on.

use super::agency::AgencyPolicy;
use super::data_folder::{FolderListReader, FrameReader};
use crate::account::find_or_suggest;
use crate::error::Error;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::data_folder::folder::DataFolder;
use crate::import::{self, Descriptions, Loss, ReadProgress, Source, SourceTables};
use crate::invitations::{self, Invitations, LedgerAccess, SENT_AT_ZONE};
use crate::limits::{LimitCode, Limits};
use crate::script::sandbox;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use polars::prelude::DataType;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a session depends on beside its data.
#[derive(Clone, Debug)]
pub struct SessionSettings {
    /// The one instant of the run.
    pub as_of: DateTime<Utc>,
    /// The zone of LinkedIn's `Sent At`.
    pub sent_at_zone: Tz,
    pub limits: Limits,
    /// The kinds of tables that are known.
    pub sources: Descriptions,
    /// What a ledger remembers.
    pub memory: LedgerAccess,
}

impl SessionSettings {
    /// What holds where nothing else is said, at this instant.
    pub fn at(as_of: DateTime<Utc>) -> Self {
        Self {
            as_of,
            sent_at_zone: SENT_AT_ZONE,
            limits: Limits::default(),
            sources: Descriptions::default(),
            memory: LedgerAccess::default(),
        }
    }
}

/// The data of a run.
pub struct Session {
    /// The invitations and what there is to say of them.
    pub invitations: Invitations,
    /// What the session depends on beside them.
    pub settings: SessionSettings,
    pub(super) lists: Option<Arc<FolderListReader>>,
    pub(super) frames: Option<Arc<FrameReader>>,
    pub(super) agency: AgencyPolicy,
}

impl Session {
    /// Reads the data.
    ///
    /// # Errors
    /// Data that cannot be read, or hold no usable row.
    pub fn open(
        sources: &[Source],
        settings: SessionSettings,
        progress: &dyn Fn(ReadProgress),
    ) -> Result<Self, Error> {
        let folder = sources.first().map(|source| DataFolder::of_data(&source.path));
        Self::open_beside(folder, sources, settings, progress)
    }

    /// The same; scripts read their lists and frames from this folder.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_beside(
        folder: Option<DataFolder>,
        sources: &[Source],
        settings: SessionSettings,
        progress: &dyn Fn(ReadProgress),
    ) -> Result<Self, Error> {
        let tables = import::read(sources, &settings.sources, progress)?;
        let folder = folder.map(|folder| folder.knowing(settings.sources.clone()));
        let lists = folder.clone().map(|folder| -> Arc<FolderListReader> {
            Arc::new(move |name: &str, column: Option<&str>| {
                let read = folder.list(name, column).map(|list| (list.values, list.findings));
                read.map_err(|error| error.to_string().into())
            })
        });
        let frames = folder.map(|folder| -> Arc<FrameReader> {
            Arc::new(move |name: &str| {
                let read = folder.frame(name).map(|read| (read.frame, read.findings));
                read.map_err(|error| error.to_string().into())
            })
        });
        Ok(Self { frames, ..Self::from_tables(tables, lists, settings)? })
    }

    /// A session of these tables and lists, wherever they come from.
    ///
    /// # Errors
    /// Tables that hold no usable row.
    pub fn from_tables(
        tables: SourceTables,
        lists: Option<Arc<FolderListReader>>,
        settings: SessionSettings,
    ) -> Result<Self, Error> {
        sandbox::reserve_stack();
        let deriving = derivation_settings(&settings);
        let mut invitations = invitations::derive(tables, &deriving)?;
        let skipped = skipped_findings(&invitations);
        invitations.findings.extend(skipped);
        let scanned = invitations.scan_findings()?;
        invitations.findings.extend(scanned);
        let conflicts = invitations
            .conflicts(&|account| settings.limits.figure(LimitCode::CoolingOff, account))?;
        invitations.findings.extend(conflicts);
        if settings.limits.rows().iter().any(|row| row.account.is_some()) {
            let accounts = invitations.accounts()?;
            let accounts: Vec<&str> = accounts.iter().map(String::as_str).collect();
            invitations.findings.extend(settings.limits.unknown_accounts(&accounts));
        }
        Ok(Self { invitations, settings, lists, frames: None, agency: AgencyPolicy::default() })
    }

    /// A session without data; `columns` are those that the data would have besides.
    pub fn without_data(settings: SessionSettings, columns: &[(String, DataType)]) -> Self {
        sandbox::reserve_stack();
        let invitations = Invitations::none(columns).with_history(&settings.memory);
        let agency = AgencyPolicy::default();
        Self { invitations, settings, lists: None, frames: None, agency }
    }

    /// A session without rows, with the columns that these sheets bring.
    ///
    /// # Errors
    /// Sheets that cannot be read.
    pub fn without_rows(sources: &[Source], settings: SessionSettings) -> Result<Self, Error> {
        let tables = import::read(sources, &settings.sources, &|_| {})?;
        let columns = invitations::further_columns(tables, &derivation_settings(&settings))?;
        Ok(Self::without_data(settings, &columns))
    }

    /// Goes on with the invitations of one account alone.
    ///
    /// # Errors
    /// That there is no such account.
    pub fn keep_account(&mut self, account: &str) -> Result<(), Error> {
        let accounts = self.invitations.accounts()?;
        let known = accounts.iter().map(String::as_str);
        let account = find_or_suggest(account, known).map_err(|help| {
            Error::misused(format!("the data have no account `{account}`"), help)
        })?;
        Ok(self.invitations.restrict_to_account(account)?)
    }

    /// After how many days what is only presumed to be pending is expired.
    pub(super) fn expiry_days(&self) -> i64 {
        derivation_settings(&self.settings).expiry_days
    }
}

/// The limits that the frame itself depends on.
pub(super) fn derivation_settings(settings: &SessionSettings) -> invitations::DerivationSettings {
    let limits = &settings.limits;
    let account_days =
        limits.rows().into_iter().filter(|row| row.limit.code == LimitCode::CoolingOff);
    let account_days = account_days.filter_map(|row| Some((row.account?.to_owned(), row.figure)));
    invitations::DerivationSettings {
        as_of: settings.as_of,
        sent_at_zone: settings.sent_at_zone,
        cooling_off_days: limits.figure(LimitCode::CoolingOff, ""),
        cooling_off_days_of: account_days.collect(),
        expiry_days: limits.figure(LimitCode::Expiry, ""),
        memory: settings.memory.clone(),
    }
}

/// One finding for every file with rows, and one for every file with cells, that could not be used.
fn skipped_findings(invitations: &Invitations) -> Vec<Finding> {
    let mut files: BTreeMap<(&str, Loss), usize> = BTreeMap::new();
    for row in &invitations.skipped {
        *files.entry((&row.file, row.loss)).or_default() += 1;
    }
    let findings = files.into_iter().map(|((file, loss), count)| {
        let (code, message) = match loss {
            Loss::Row => (FindingCode::BadRows, "row(s) could not be used and were left out"),
            Loss::Cell => {
                (FindingCode::BadCells, "cell(s) could not be read and are taken as unknown")
            }
        };
        Finding::new(code, Level::Warn, format!("{file}: {count} {message}"))
            .help("standard error names each; `--strict` makes them an error")
    });
    findings.collect()
}

#[cfg(test)]
mod tests {
    use super::{Session, SessionSettings};
    use crate::import::Source;
    use crate::query::Query;

    #[test]
    fn linkedins_times_are_those_of_its_zone_where_nothing_else_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Invitations.csv");
        let header = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl";
        let row = "Ada B,Bo C,\"1/29/26, 11:37 PM\",,OUTGOING,,https://www.linkedin.com/in/bo-c";
        std::fs::write(&path, format!("{header}\n{row}\n")).unwrap();
        let settings = SessionSettings::at("2026-11-23T00:00:00Z".parse().unwrap());
        let source = Source { account: Some("ada".into()), path };
        let session = Session::open(&[source], settings, &|_| {}).unwrap();
        let rows = session.invitations.frame.rows().unwrap();
        let sent_at = rows.column("sent_at").unwrap().get(0).unwrap().to_string();
        assert!(sent_at.starts_with("2026-01-30 07:37"), "{sent_at}");
    }
}
