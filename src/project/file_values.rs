//! What single values of a project's file mean: packs, keys, paths, the ledger, lists of the
//! protected.

use super::project_file::{ProtectList, RESERVED, SOURCE_KEYS};
use crate::address::has_secret;
use crate::import::sources::description::{Description, DescriptionOrigin, parse_descriptions};
use crate::pack::{
    GitReference, PackSource, PublicKey, SECRET_ADVICE, SECRET_PROBLEM, is_pack_name,
};
use crate::settings::{self, SettingsFault, SettingsKey, SettingsValue, expect_table, expect_text};
use indexmap::IndexMap;
use rescind_ledger::{LedgerAddress, LedgerAddressError};
use std::path::{Path, PathBuf};

/// The entries of a table by name, each read by `read`.
pub(super) fn entries<T>(
    what: &str,
    value: &SettingsValue,
    read: impl Fn(&SettingsKey, &SettingsValue) -> Result<T, SettingsFault>,
) -> Result<IndexMap<String, T>, SettingsFault> {
    let table = expect_table(&format!("`{what}`"), "a table", value)?;
    let one = if what == "packs" { "a pack" } else { "a key" };
    settings::check_free_names(table, one, RESERVED)?;
    // In the order of the file.
    let mut table: Vec<_> = table.iter().collect();
    table.sort_by_key(|(key, _)| key.span().start);
    table
        .into_iter()
        .map(|(key, value)| Ok((key.get_ref().to_string(), read(key, value)?)))
        .collect()
}

pub(super) fn pack(key: &SettingsKey, value: &SettingsValue) -> Result<PackSource, SettingsFault> {
    if !is_pack_name(key.get_ref()) {
        let message = format!("a pack cannot be called `{}`", key.get_ref());
        return Err(SettingsFault::new(
            message,
            key.span(),
            "expected a name such as `acme-sales`",
        ));
    }
    let table = expect_table("a pack", "a table with `path`, `archive` or `git`", value)?;
    settings::reject_unknown_or_misplaced_keys(table, &SOURCE_KEYS, RESERVED)?;
    let text_of = |name: &str| match table.get(name) {
        Some(value) => expect_text(&format!("`{name}`"), value).map(|text| Some(text.to_owned())),
        None => Ok(None),
    };
    let reference = |name: &str| -> Result<Option<GitReference>, SettingsFault> {
        let Some(value) = table.get(name) else { return Ok(None) };
        let read = GitReference::parse(expect_text(&format!("`{name}`"), value)?);
        let read =
            read.map_err(|wrong| SettingsFault::new(wrong.to_string(), value.span(), "here"))?;
        match (&read, name) {
            (GitReference::Tag(_), "tag") | (GitReference::Commit(_), "commit") => Ok(Some(read)),
            _ => Err(SettingsFault::new(
                "a commit is written out in full, a tag is none",
                value.span(),
                format!("no {name}"),
            )),
        }
    };
    let (path, archive, git) = (text_of("path")?, text_of("archive")?, text_of("git")?);
    if git.as_deref().is_some_and(has_secret) {
        let span = table.get("git").map_or(value.span(), SettingsValue::span);
        return Err(SettingsFault::new(SECRET_PROBLEM, span, "anybody can read it here")
            .help(SECRET_ADVICE));
    }
    match (path, archive, git, reference("tag")?, reference("commit")?) {
        (Some(path), None, None, None, None) => Ok(PackSource::Path(path)),
        (None, Some(path), None, None, None) => Ok(PackSource::Archive(path)),
        (None, None, Some(url), Some(at), None) | (None, None, Some(url), None, Some(at)) => {
            Ok(PackSource::Git { url, at })
        }
        _ => Err(SettingsFault::new("a pack has one source", value.span(), "not one source").help(
            "write `{ path = \"…\" }`, `{ archive = \"….zip\" }`, or `{ git = \"…\", tag = \"…\" \
             }` with a `commit` instead of the `tag` where there is none",
        )),
    }
}

pub(super) fn public_key(
    _: &SettingsKey,
    value: &SettingsValue,
) -> Result<PublicKey, SettingsFault> {
    PublicKey::parse(expect_text("a key", value)?).map_err(|fault| {
        SettingsFault::new("no public key", value.span(), fault.to_string())
            .help("`rescind sign --new-key` makes a key, and prints its public half")
    })
}

pub(super) fn sources(value: &SettingsValue) -> Result<Vec<Description>, SettingsFault> {
    let descriptions = expect_table("`sources`", "a table of descriptions", value)?;
    parse_descriptions(descriptions, &DescriptionOrigin::Project, RESERVED)
}

pub(super) fn paths(
    what: &str,
    root: &Path,
    value: &SettingsValue,
) -> Result<Vec<PathBuf>, SettingsFault> {
    if let Some(one) = value.get_ref().as_str() {
        return Ok(vec![path(root, one, value)?]);
    }
    let paths = settings::expect_list(what, "a path or a list of paths", value)?.iter();
    paths.map(|one| path(root, expect_text("a path", one)?, one)).collect()
}

pub(super) fn path(
    root: &Path,
    text: &str,
    value: &SettingsValue,
) -> Result<PathBuf, SettingsFault> {
    if text.contains("://") || text == "-" {
        return Err(SettingsFault::new(
            "no address is read",
            value.span(),
            "expected a file or folder",
        ));
    }
    Ok(root.join(text))
}

pub(super) fn ledger(root: &Path, value: &SettingsValue) -> Result<LedgerAddress, SettingsFault> {
    LedgerAddress::parse(expect_text("`ledger`", value)?, root).map_err(|error| {
        let fault = SettingsFault::new(error.to_string(), value.span(), "no ledger");
        match error {
            LedgerAddressError::Password => fault.help(
                "anybody can read it here: leave it out, and put it into `~/.pgpass` or the \
                 variable PGPASSWORD",
            ),
            _ => fault,
        }
    })
}

pub(super) fn protect(
    root: &Path,
    value: &SettingsValue,
) -> Result<Vec<ProtectList>, SettingsFault> {
    const EXPECTED: &str = "a list of CSV files";
    if value.get_ref().is_str() {
        return Ok(vec![protect_list(root, value)?]);
    }
    let lists = settings::expect_list("`protect`", EXPECTED, value)?;
    lists.iter().map(|one| protect_list(root, one)).collect()
}

fn protect_list(root: &Path, value: &SettingsValue) -> Result<ProtectList, SettingsFault> {
    if let Some(file) = value.get_ref().as_str() {
        return Ok(ProtectList { file: path(root, file, value)?, column: None });
    }
    let table = expect_table("a list", "a file, or a table with `file` and `column`", value)?;
    settings::reject_unknown_or_misplaced_keys(table, &["file", "column"], RESERVED)?;
    let Some(file) = table.get("file") else {
        return Err(SettingsFault::new("a list lacks `file`", value.span(), "in this table"));
    };
    let column = match table.get("column") {
        Some(column) => Some(expect_text("`column`", column)?.to_owned()),
        None => None,
    };
    Ok(ProtectList { file: path(root, expect_text("`file`", file)?, file)?, column })
}
