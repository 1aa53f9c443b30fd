//! Reads `rescind.toml`. `docs/PACKS.md` has every key with its meaning.

use super::file_values::{entries, ledger, pack, paths, protect, public_key, sources};
use super::params::{ProjectParams, params_from};
use crate::import::sources::description::Description;
use crate::pack::{PackError, PackSource, PublicKey};
use crate::settings::{
    self, MisplacedKeys, SettingsError, SettingsFault, SettingsValue, expect_table, expect_text,
};
use crate::{inputs, open};
use indexmap::IndexMap;
use rescind_ledger::LedgerAddress;
use std::path::{Path, PathBuf};

/// The file's name.
pub const PROJECT: &str = "rescind.toml";

const KEYS: [&str; 10] = [
    "packs", "accounts", "data", "lists", "limits", "ledger", "params", "protect", "keys",
    "sources",
];

/// What no account, pack, key, parameter or strategy is called in the file: its own keys, and what
/// people look for among them.
pub(super) const RESERVED: MisplacedKeys = MisplacedKeys {
    keys: &[
        "packs",
        "accounts",
        "data",
        "lists",
        "limits",
        "params",
        "protect",
        "keys",
        "ledger",
        "strategies",
        "sources",
    ],
    advice: "move the line above the first `[…]` of the file",
};

const ACCOUNT_KEYS: [&str; 2] = ["data", "params"];

pub(super) const SOURCE_KEYS: [&str; 5] = ["path", "archive", "git", "tag", "commit"];

#[derive(Clone, Debug, Default)]
pub struct Project {
    /// The folder of its file; empty where that is the current one.
    pub root: PathBuf,
    /// The packs, in the order of the file.
    pub packs: IndexMap<String, PackSource>,
    /// The keys whose signatures are trusted, by whose they are. With any, every pack must be
    /// signed with one of them.
    pub keys: IndexMap<String, PublicKey>,
    /// The accounts, in the order of the file.
    pub accounts: IndexMap<String, ProjectAccount>,
    /// Data of all accounts, such as a tracking sheet.
    pub data: Vec<PathBuf>,
    /// The folder of the lists that scripts read; else the project's own.
    pub lists: Option<PathBuf>,
    pub limits: Option<PathBuf>,
    /// The ledger: a file, or a database on a server.
    pub ledger: Option<LedgerAddress>,
    /// The lists of people whom no plan withdraws.
    pub protect: Vec<ProtectList>,
    /// Values for strategies' parameters.
    pub params: ProjectParams,
    /// The kinds of tables that it describes.
    pub sources: Vec<Description>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectAccount {
    pub data: Vec<PathBuf>,
}

/// A list of people whom no plan withdraws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtectList {
    pub file: PathBuf,
    /// Its column; else the first.
    pub column: Option<String>,
}

impl Project {
    /// The project in a folder.
    ///
    /// # Errors
    /// A file that is missing or cannot be read, or says what there is not.
    pub fn open(root: &Path) -> Result<Self, PackError> {
        let path = root.join(PROJECT);
        let shown = path.display().to_string();
        inputs::note_read(&path);
        let text = open::read_settings(&path)
            .map_err(|error| PackError::refused(&shown, error.to_string()))?;
        Ok(Self::parse(&text, &shown, root)?)
    }

    /// Reads a project file's text; its paths are seen from `root`.
    ///
    /// # Errors
    /// What is no project file, with its place.
    pub fn parse(text: &str, shown: &str, root: &Path) -> Result<Self, SettingsError> {
        settings::parse("project", shown, text, |document| {
            settings::reject_unknown_keys(document, &KEYS)?;
            let mut project = Self { root: root.to_path_buf(), ..Self::default() };
            for (key, value) in document {
                match key.get_ref().as_ref() {
                    "packs" => project.packs = entries("packs", value, pack)?,
                    "keys" => project.keys = entries("keys", value, public_key)?,
                    "data" => project.data = paths("`data`", root, value)?,
                    "lists" => {
                        project.lists = Some(root.join(self::expect_text("`lists`", value)?));
                    }
                    "limits" => {
                        project.limits = Some(root.join(self::expect_text("`limits`", value)?));
                    }
                    "ledger" => project.ledger = Some(ledger(root, value)?),
                    "params" => project.params.for_all = params_from(value)?,
                    "protect" => project.protect = protect(root, value)?,
                    "sources" => project.sources = sources(value)?,
                    _ => {}
                }
            }
            if let Some(value) = document.get("accounts") {
                project.accounts(value)?;
            }
            match document.get("params") {
                Some(value) => project.demand_packs(value).map(|()| project),
                None => Ok(project),
            }
        })
    }

    fn accounts(&mut self, value: &SettingsValue) -> Result<(), SettingsFault> {
        let accounts = expect_table("`accounts`", "a table of accounts", value)?;
        settings::check_free_names(accounts, "an account", RESERVED)?;
        for (key, value) in accounts {
            let name = key.get_ref().to_string();
            if name.trim().is_empty() || name.contains('=') {
                return Err(SettingsFault::new(
                    "an account cannot be called so",
                    key.span(),
                    "here",
                ));
            }
            let Some(settings) = value.get_ref().as_table() else {
                let data = paths("an account's data", &self.root, value)?;
                self.accounts.insert(name, ProjectAccount { data });
                continue;
            };
            settings::reject_unknown_or_misplaced_keys(settings, &ACCOUNT_KEYS, RESERVED)?;
            let data = match settings.get("data") {
                Some(data) => paths("`data`", &self.root, data)?,
                None => vec![],
            };
            if let Some(value) = settings.get("params") {
                self.params.accounts.insert(name.clone(), params_from(value)?);
                self.demand_packs(value)?;
            }
            self.accounts.insert(name, ProjectAccount { data });
        }
        Ok(())
    }

    /// Fails where parameters are given to a strategy of a pack that there is not.
    fn demand_packs(&self, params: &SettingsValue) -> Result<(), SettingsFault> {
        for (key, value) in params.get_ref().as_table().into_iter().flatten() {
            let pack = key.get_ref().split_once('/').map(|(pack, _)| pack);
            if let Some(pack) = pack.filter(|_| value.get_ref().is_table())
                && !self.packs.contains_key(pack)
            {
                let known: Vec<&str> = self.packs.keys().map(String::as_str).collect();
                return Err(SettingsFault::unknown("pack", pack, key.span(), &known));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use miette::Diagnostic;

    fn refused(text: &str) -> String {
        let error = Project::parse(text, PROJECT, Path::new("")).unwrap_err();
        let help = error.help().map(|help| help.to_string()).unwrap_or_default();
        format!("{error}: {help}")
    }

    #[test]
    fn no_key_of_the_file_falls_into_a_table_in_silence() {
        let values = ["[\"vip.csv\"]", "\"a.csv\"", "{ path = \"a\" }", "{ x = 1 }", "3"];
        let tables =
            ["[accounts]", "[params]", "[params.\"a/b\"]", "[packs]", "[keys]", "[sources]"];
        let deep = [
            "[packs.acme]\npath = \"a\"",
            "[accounts.anna]\ndata = \"a\"",
            "[sources.crm]\nrole = \"sheet\"\nname = \"Who\"",
        ];
        for key in RESERVED.keys.iter().copied().chain(["Protect", "PROTECT", "\" protect \""]) {
            for value in values {
                for table in tables {
                    let refusal = refused(&format!("{table}\n{key} = {value}\n"));
                    assert!(refusal.contains("above the first `[…]`"), "{table} {key}: {refusal}");
                }
                for table in deep.iter().filter(|_| !ACCOUNT_KEYS.contains(&key)) {
                    let refusal = refused(&format!("{table}\n{key} = {value}\n"));
                    assert!(refusal.contains("above the first `[…]`"), "{table} {key}: {refusal}");
                }
            }
        }
    }

    #[test]
    fn nothing_is_given_twice_in_other_case() {
        for text in [
            "[accounts]\nanna = \"a\"\nAnna = \"b\"\n",
            "[accounts.\"Zoë\"]\ndata = \"a\"\n[accounts.\"ZOE\u{308}\"]\ndata = \"b\"\n",
            "[params]\nstale_days = 1\nStale_Days = 2\n",
            "[keys]\nada = \"a\"\nAda = \"b\"\n",
        ] {
            assert!(refused(text).contains("twice"), "{text}");
        }
        let refusal = refused("[accounts]\nanna = \"a\"\n[Accounts]\nben = \"b\"\n");
        assert!(refusal.contains("did you mean `accounts`?"), "{refusal}");
    }

    #[test]
    fn an_unknown_key_of_a_table_has_the_nearest_known_one() {
        for (text, near) in [
            ("protekt = \"a\"", "protect"),
            ("[accounts.anna]\ndate = \"a\"", "data"),
            ("[packs.acme]\npaht = \"a\"", "path"),
            ("protect = [{ file = \"a\", colum = \"b\" }]", "column"),
            ("[sources.crm]\nrole = \"sheet\"\nnmae = \"a\"", "name"),
        ] {
            assert!(refused(text).contains(&format!("did you mean `{near}`")), "{text}");
        }
    }
}
