//! `pack.toml`: what a pack is called, what it offers and what it needs.
//!
//! ```toml
//! [pack]
//! name = "acme"
//! version = "1.2.0"
//! description = "How Acme clears its pending invitations"
//! owners = ["Anna Berg <anna@acme.example>"]
//! engine = ">=0.1, <1"
//! strategies = ["oldest-first", "make-room"]
//! columns = { deal_size = "int" }
//! needs = { house = "^2.0" }
//!
//! [sources.acme-export]
//! role = "sent-list"
//! name = "Prospect"
//! sent = "Reached out"
//! ```
//!
//! Invariant: every strategy that a manifest names is a script of the same pack.

use super::path_rules::is_pack_name;
use crate::import::sources::description::{Description, DescriptionOrigin, parse_descriptions};
use crate::invitations::schema::{COLUMN_TYPES, dtype_named};
use crate::nearest::did_you_mean;
use crate::settings::{
    self, MisplacedKeys, SettingsError, SettingsFault, SettingsValue, expect_table, expect_text,
};
use indexmap::IndexMap;
use polars::prelude::DataType;
use semver::{Version, VersionReq};
use toml::de::DeTable;

pub const MANIFEST: &str = "pack.toml";

const KEYS: [&str; 9] = [
    "name",
    "version",
    "description",
    "owners",
    "engine",
    "strategies",
    "columns",
    "needs",
    "license",
];

/// What to do with a key that fell into a table further down.
const FELL: MisplacedKeys =
    MisplacedKeys { keys: &KEYS, advice: "move the line up, right below `[pack]`" };

/// A column that the data must have beside those that all have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeededColumn {
    pub name: String,
    /// Its type, one of [`COLUMN_TYPES`].
    pub column_type: String,
}

impl NeededColumn {
    /// Its name and how Polars stores it; none for a type that there is not.
    pub fn typed(&self) -> Option<(String, DataType)> {
        Some((self.name.clone(), dtype_named(&self.column_type)?))
    }
}

#[derive(Clone, Debug)]
pub struct Manifest {
    pub name: String,
    pub version: Version,
    pub description: String,
    pub owners: Vec<String>,
    /// The scripts that are strategies, without `.rhai`, in the manifest's order or by name.
    pub strategies: Vec<String>,
    /// Columns that the data must have.
    pub columns: Vec<NeededColumn>,
    /// Other packs that its scripts import from, and which versions of them.
    pub needs: IndexMap<String, VersionReq>,
    /// The versions of `rescind` that it works with.
    pub engine: VersionReq,
    /// The kinds of tables that it describes.
    pub sources: Vec<Description>,
}

impl Manifest {
    /// Reads a manifest's text; `shown` is its name in errors, `scripts` are those of its pack,
    /// tests included, without `.rhai`.
    ///
    /// # Errors
    /// What is no manifest, or names what the pack does not have.
    pub fn parse(text: &str, shown: &str, scripts: &[&str]) -> Result<Self, SettingsError> {
        settings::parse("pack_manifest", shown, text, |document| {
            let below = MisplacedKeys { keys: &KEYS, advice: "it goes below `[pack]`" };
            settings::reject_unknown_or_misplaced_keys(document, &["pack", "sources"], below)?;
            let Some(value) = document.get("pack") else {
                return Err(SettingsFault::new(
                    "there is no table `[pack]`",
                    0..text.len(),
                    "expected here",
                )
                .help("begin with `[pack]`, then `name`, `version` and `description`"));
            };
            let scripts = scripts.iter().copied().filter(|path| !is_test_script(path));
            let pack = expect_table("`pack`", "a table", value)?;
            let manifest = manifest(pack, value, &scripts.collect::<Vec<_>>())?;
            let Some(sources) = document.get("sources") else { return Ok(manifest) };
            let sources = expect_table("`sources`", "a table of descriptions", sources)?;
            let sources =
                parse_descriptions(sources, &DescriptionOrigin::Pack(manifest.name.clone()), FELL)?;
            Ok(Manifest { sources, ..manifest })
        })
    }
}

/// Whether a script, named without `.rhai`, holds tests.
pub fn is_test_script(script: &str) -> bool {
    script.strip_suffix(".test").is_some()
}

fn manifest(
    pack: &DeTable,
    whole: &SettingsValue,
    scripts: &[&str],
) -> Result<Manifest, SettingsFault> {
    settings::reject_unknown_keys(pack, &KEYS)?;
    let required = |key: &str| {
        pack.get(key).ok_or_else(|| {
            let message = format!("the manifest lacks `{key}`");
            SettingsFault::new(message, whole.span(), "in this table")
                .help("`name`, `version` and `description` are required")
        })
    };
    let name = required("name")?;
    if !is_pack_name(expect_text("`name`", name)?) {
        let message = format!("a pack cannot be called `{}`", expect_text("`name`", name)?);
        return Err(SettingsFault::new(
            message,
            name.span(),
            "expected a name such as `acme-sales`",
        )
        .help("small letters a to z, digits and `-`, a letter first"));
    }
    let strategies = match pack.get("strategies") {
        Some(named) => strategies(named, scripts)?,
        None => scripts.iter().map(|&script| script.to_owned()).collect(),
    };
    let owners = match pack.get("owners") {
        None => vec![],
        Some(owners) => settings::expect_list("`owners`", "a list of texts", owners)?
            .iter()
            .map(|owner| expect_text("an owner", owner).map(String::from))
            .collect::<Result<_, _>>()?,
    };
    if let Some(license) = pack.get("license") {
        expect_text("`license`", license)?;
    }
    Ok(Manifest {
        name: expect_text("`name`", name)?.into(),
        version: version(required("version")?)?,
        description: expect_text("`description`", required("description")?)?.into(),
        owners,
        strategies,
        columns: pack.get("columns").map_or(Ok(vec![]), columns)?,
        needs: pack.get("needs").map_or(Ok(IndexMap::new()), needs)?,
        engine: pack
            .get("engine")
            .map_or(Ok(VersionReq::STAR), |range| requirement("`engine`", range))?,
        sources: vec![],
    })
}

fn strategies(named: &SettingsValue, scripts: &[&str]) -> Result<Vec<String>, SettingsFault> {
    let mut named_strategies: Vec<String> = vec![];
    for one in settings::expect_list("`strategies`", "a list of texts", named)? {
        let name = expect_text("a strategy", one)?;
        if !scripts.contains(&name) {
            let message = format!("the pack has no script `{name}.rhai`");
            return Err(SettingsFault::new(message, one.span(), "named here").help(did_you_mean(
                name,
                scripts.iter().copied(),
                "a script of it",
            )));
        }
        if named_strategies.iter().any(|other| other == name) {
            return Err(SettingsFault::new(
                format!("`{name}` is named twice"),
                one.span(),
                "again here",
            ));
        }
        named_strategies.push(name.into());
    }
    Ok(named_strategies)
}

fn version(value: &SettingsValue) -> Result<Version, SettingsFault> {
    let written = expect_text("`version`", value)?;
    Version::parse(written).map_err(|error| {
        let message = format!("`{written}` is no version: {error}");
        SettingsFault::new(message, value.span(), "expected a version such as \"1.2.0\"")
    })
}

fn requirement(what: &str, value: &SettingsValue) -> Result<VersionReq, SettingsFault> {
    let written = expect_text(what, value)?;
    VersionReq::parse(written).map_err(|error| {
        let message = format!("`{written}` is no range of versions: {error}");
        SettingsFault::new(message, value.span(), "expected a range such as \">=1.2, <2\"")
    })
}

fn columns(value: &SettingsValue) -> Result<Vec<NeededColumn>, SettingsFault> {
    let columns = expect_table("`columns`", "a table of names and types", value)?;
    let column = |(name, column_type_value): (&settings::SettingsKey, &SettingsValue)| {
        // A manifest's own key that fell into this table has no type's name for a value.
        let is_type =
            column_type_value.get_ref().as_str().is_some_and(|text| dtype_named(text).is_some());
        if !is_type && KEYS.contains(&name.get_ref().as_ref()) {
            settings::check_free_names(columns, "a column", FELL)?;
        }
        let column_type = expect_text("a column's type", column_type_value)?;
        if dtype_named(column_type).is_none() {
            return Err(SettingsFault::unknown(
                "type",
                column_type,
                column_type_value.span(),
                &COLUMN_TYPES,
            ));
        }
        Ok(NeededColumn { name: name.get_ref().to_string(), column_type: column_type.into() })
    };
    columns.iter().map(column).collect()
}

fn needs(value: &SettingsValue) -> Result<IndexMap<String, VersionReq>, SettingsFault> {
    let needs = expect_table("`needs`", "a table of packs and ranges of versions", value)?;
    settings::check_free_names(needs, "a pack", FELL)?;
    let need = |(name, range): (&settings::SettingsKey, &SettingsValue)| {
        if !is_pack_name(name.get_ref()) {
            let message = format!("a pack cannot be called `{}`", name.get_ref());
            return Err(SettingsFault::new(message, name.span(), "expected a pack's name"));
        }
        Ok((name.get_ref().to_string(), requirement("a range", range)?))
    };
    needs.iter().map(need).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use miette::Diagnostic;

    #[test]
    fn a_key_that_fell_into_a_table_is_told_where_it_belongs() {
        let pack = "[pack]\nname = \"acme\"\nversion = \"1.0.0\"\ndescription = \"x\"\n";
        for text in [
            "name = \"acme\"\n".to_owned(),
            format!("{pack}[pack.needs]\nengine = \">=0.1\"\n"),
            format!("{pack}[pack.columns]\nowners = [\"Ada\"]\n"),
            format!("{pack}[pack.columns]\nengine = \">=0.1\"\n"),
        ] {
            let error = Manifest::parse(&text, MANIFEST, &[]).unwrap_err();
            let help = error.help().unwrap().to_string();
            assert!(help.contains("below `[pack]`"), "{text}: {help}");
        }
        let column = format!("{pack}[pack.columns]\nname = \"str\"\n");
        assert!(Manifest::parse(&column, MANIFEST, &[]).is_ok());
    }
}
