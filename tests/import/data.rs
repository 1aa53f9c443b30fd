//! Builds small archives on disk and reads them back.

use chrono::{DateTime, Utc};
use polars::prelude::{DataFrame, IntoLazy, col};
use rescind_data::import::{self, Descriptions, ImportError, Source};
use rescind_data::invitations::{
    self, DerivationSettings, Invitations, InvitationsError, LedgerAccess, SENT_AT_ZONE,
};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) const AS_OF: &str = "2026-11-23T00:00:00Z";

/// `Invitations.csv` since late 2023.
pub(crate) const URLS: &str =
    "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n";
/// `Invitations.csv` of 2018 to 2023.
pub(crate) const NAMES: &str = "From,To,Sent At,Message,Direction\n";
/// `Connections.csv` since mid-2023.
pub(crate) const CONNECTIONS: &str =
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";
/// `Connections.csv` before.
pub(crate) const OLD_CONNECTIONS: &str =
    "First Name,Last Name,Email Address,Company,Position,Connected On\n";

/// An outgoing row of `URLS`, sent by anna.
pub(crate) fn sent(name: &str, slug: &str, at: &str, note: &str) -> String {
    let url = "https://www.linkedin.com/in";
    format!("Anna Berg,{name},\"{at}\",\"{note}\",OUTGOING,{url}/anna-berg,{url}/{slug}\n")
}

/// An outgoing row of `NAMES`, sent by anna.
pub(crate) fn sent_to(name: &str, at: &str) -> String {
    format!("Anna Berg,{name},\"{at}\",,OUTGOING\n")
}

/// A folder that is gone when the test ends.
pub(crate) struct Folder {
    dir: TempDir,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    pub(crate) fn zip(self, name: &str, members: &[(&str, &str)]) -> Self {
        let bytes = zip(members);
        self.file(name, bytes)
    }

    pub(crate) fn read(&self, name: &str) -> Result<Invitations, InvitationsError> {
        read(&[(None, self.path(name))], &settings())
    }

    /// Reads without bad rows being allowed.
    pub(crate) fn clean(&self, name: &str) -> Invitations {
        let invitations = self.read(name).unwrap();
        assert_eq!(invitations.skipped, []);
        invitations
    }

    pub(crate) fn error(&self, name: &str) -> String {
        let error = self.read(name).err().expect("an error");
        let help = miette::Diagnostic::help(&error).map(|help| help.to_string());
        let text = format!("{error}\nhelp: {}", help.unwrap_or_default());
        self.without_path(&text)
    }

    pub(crate) fn findings(&self, invitations: &Invitations) -> String {
        self.without_path(&findings(invitations))
    }

    /// The bad rows, one a line.
    pub(crate) fn skipped(&self, invitations: &Invitations) -> String {
        let rows = invitations.skipped.iter().map(ToString::to_string);
        self.without_path(&rows.collect::<Vec<_>>().join("\n"))
    }

    fn without_path(&self, text: &str) -> String {
        text.replace(&self.dir.path().display().to_string(), "DIR")
    }
}

pub(crate) fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(crate) fn settings() -> DerivationSettings {
    DerivationSettings {
        as_of: AS_OF.parse::<DateTime<Utc>>().unwrap(),
        sent_at_zone: SENT_AT_ZONE,
        cooling_off_days: 21,
        cooling_off_days_of: BTreeMap::new(),
        expiry_days: 180,
        memory: LedgerAccess::default(),
    }
}

pub(crate) fn read(
    sources: &[(Option<&str>, PathBuf)],
    settings: &DerivationSettings,
) -> Result<Invitations, InvitationsError> {
    let sources = sources
        .iter()
        .map(|(account, path)| Source { account: account.map(String::from), path: path.clone() });
    let sources: Vec<Source> = sources.collect();
    let tables = import::read(&sources, &Descriptions::default(), &|_| {})?;
    invitations::derive(tables, settings)
}

pub(crate) fn import_error(path: &Path) -> ImportError {
    let source = Source { account: None, path: path.to_path_buf() };
    import::read(&[source], &Descriptions::default(), &|_| {}).err().expect("an error")
}

/// The frame's columns as CSV, for snapshots.
pub(crate) fn csv(invitations: &Invitations, columns: &str) -> String {
    let columns: Vec<_> = columns.split(' ').map(col).collect();
    table(&invitations.frame.clone().select(columns).collect().unwrap())
}

pub(crate) fn table(frame: &DataFrame) -> String {
    use polars::prelude::{DataType, SerWriter};
    let schema = frame.schema().clone();
    let shown = schema.iter().map(|(name, dtype)| match dtype {
        DataType::List(_) => col(name.clone()).list().join(polars::prelude::lit("|"), true),
        _ => col(name.clone()),
    });
    let mut frame = frame.clone().lazy().select(shown.collect::<Vec<_>>()).collect().unwrap();
    let mut bytes = Vec::new();
    polars::prelude::CsvWriter::new(&mut bytes)
        .with_datetime_format(Some("%Y-%m-%dT%H:%M:%SZ".into()))
        .finish(&mut frame)
        .unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The findings, one a line.
pub(crate) fn findings(invitations: &Invitations) -> String {
    let line = |finding: &rescind_data::finding::Finding| {
        let account = finding.account.as_deref().unwrap_or("-");
        format!("{} {} {account}: {}", finding.level, finding.code, finding.message)
    };
    invitations.findings.iter().map(line).collect::<Vec<_>>().join("\n")
}
