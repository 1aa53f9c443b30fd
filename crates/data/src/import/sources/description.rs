//! One kind of table, described, and how such a description is read from TOML.
//!
//! Invariant: a description is read whole or refused with its place; nothing in it is passed over.

use super::column_spellings::ColumnSpellings;
use super::description_values::description;
use super::field::Field;
use super::role::Role;
use crate::import::dates::form::DateOrder;
use crate::import::words::status::Status;
use crate::settings;
use crate::settings::{MisplacedKeys, SettingsError, SettingsFault, SettingsKey, SettingsValue};
use chrono_tz::Tz;
use std::fmt;
use toml::de::DeTable;

/// The descriptions that the program comes with.
pub(super) const BUILT_IN: &str = include_str!("built_in.toml");

/// The keys of a description beside the fields of its role, and what each means.
pub const KEYS: &[(&str, &str)] = &[
    ("role", "what the table is for"),
    ("about", "what to call such a table in messages"),
    ("files", "the files that it is for, by their names; `*` stands for any letters, `?` for one"),
    ("requires", "the columns that such a table has; without it, the first one of every field"),
    ("statuses", "what words of its status column mean: `{ \"Gewonnen\" = \"accepted\" }`"),
    ("zone", "the time zone of its times, such as `Europe/Berlin`"),
    ("date_order", "what comes first in `3/4/2026`: `day` or `month`"),
    ("belongs_to", "the account whose table it is"),
];

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum DescriptionOrigin {
    /// The project's file.
    Project,
    /// A pack of this name.
    Pack(String),
    #[default]
    BuiltIn,
}

impl fmt::Display for DescriptionOrigin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Project => formatter.write_str("rescind.toml"),
            Self::Pack(name) => write!(formatter, "the pack {name}"),
            Self::BuiltIn => formatter.write_str("rescind"),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Description {
    pub name: String,
    pub origin: DescriptionOrigin,
    /// What to call such a table in messages.
    pub about: String,
    pub role: Role,
    /// The names of the files that it claims; none where columns alone decide.
    pub files: Vec<String>,
    /// The columns that it must have; none where the values decide.
    pub requires: Vec<String>,
    /// Whether those were said; else they are the first ones of every field, each of which another
    /// spelling of the field stands for as well.
    pub requires_itself: bool,
    /// Each of them as it is compared, and the other columns that stand for it.
    pub(super) requires_one_of: Vec<Vec<String>>,
    /// The spellings of the columns that fill each field, the surest first.
    pub columns: Vec<(&'static Field, Vec<String>)>,
    /// The same, to be found by the names of columns.
    pub(super) spellings: ColumnSpellings,
    /// What words of its status column mean, beside those that everybody uses.
    pub statuses: Vec<(String, Status)>,
    /// The zone of its local times, where it has one of its own.
    pub zone: Option<Tz>,
    /// What comes first in its numeric dates, where that is said.
    pub date_order: Option<DateOrder>,
    /// The account that its tables belong to, where that is said.
    pub belongs_to: Option<String>,
}

/// Reads descriptions from a text of their own.
///
/// # Errors
/// What is no description, with its place.
pub fn parse(text: &str, shown: &str) -> Result<Vec<Description>, SettingsError> {
    settings::parse("sources", shown, text, |document| {
        parse_descriptions(document, &DescriptionOrigin::BuiltIn, MisplacedKeys::NOWHERE)
    })
}

/// The descriptions of a table, each under its name, in the order of the file. `elsewhere` are keys
/// that could have fallen into it from further up in the file.
///
/// # Errors
/// What is no description, with its place.
pub fn parse_descriptions(
    document: &DeTable,
    origin: &DescriptionOrigin,
    elsewhere: MisplacedKeys,
) -> Result<Vec<Description>, SettingsFault> {
    let mut entries: Vec<_> = document.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let has_role = |value: &SettingsValue| {
        value
            .get_ref()
            .as_table()
            .is_some_and(|description_table| description_table.contains_key("role"))
    };
    if !entries.iter().all(|(_, value)| has_role(value)) {
        settings::check_free_names(document, "a source", elsewhere)?;
    }
    let one =
        |(key, value): (&SettingsKey, &SettingsValue)| description(key, value, origin, elsewhere);
    entries.into_iter().map(one).collect()
}

impl Description {
    /// The other columns that stand for one that is required.
    pub(super) fn alternatives(&self, required: &str) -> &[String] {
        let is_first =
            |names: &&Vec<String>| names.first().is_some_and(|spelling| spelling == required);
        let mut spellings = self.columns.iter().map(|(_, names)| names);
        let others = spellings.find(is_first).filter(|_| !self.requires_itself);
        others.and_then(|names| names.get(1..)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, parse};
    use crate::import::sources::role::Role;
    use miette::Diagnostic;

    #[test]
    fn the_built_in_descriptions_can_be_read() {
        let read = parse(BUILT_IN, "built_in.toml").unwrap();
        let names: Vec<&str> = read.iter().map(|description| description.name.as_str()).collect();
        assert_eq!((names.first(), names.last()), (Some(&"linkedin-invitations"), Some(&"sheet")));
    }

    #[test]
    fn a_description_of_ones_own_needs_a_role_and_its_columns() {
        let text = "[acme]\nrole = \"sheet\"\nname = \"Who\"\nsent = [\"Reached\", \"Date\"]\n\
                    zone = \"Europe/Berlin\"\nstatuses = { Joined = \"accepted\" }\n";
        let read = parse(text, "x.toml").unwrap();
        assert_eq!(read[0].requires, ["Who", "Reached"]);
        assert_eq!((read[0].role, read[0].statuses.len()), (Role::Sheet, 1));
    }

    #[test]
    fn what_is_wrong_is_told_with_what_could_be_meant() {
        for (lines, expected) in [
            ("name = \"x\"", "has no role"),
            ("role = \"shet\"", "did you mean `sheet`?"),
            ("role = \"sheet\"\nnmae = \"x\"", "did you mean `name`?"),
            ("role = \"sheet\"\nname = \"x\"\nmonths = \"y\"", "is a field of: sent-list"),
            ("role = \"sheet\"\nsent = \"x\"", "lacks a column that names people"),
            ("role = \"sheet\"\nname = \"x\"\nsent = \"X\"", "fill `name` and `sent`"),
            ("role = \"sheet\"\nname = \"\"", "is empty"),
            ("role = \"sheet\"\nname = 3", "the name of a column"),
            ("role = \"sheet\"\nname = \"x\"\nstatuses = { a = \"won\" }", "unknown state `won`"),
            ("role = \"sheet\"\nname = \"x\"\nstatuses = \"a\"", "must be a table of words"),
            ("role = \"sheet\"\nname = \"x\"\nzone = \"Europe/Berln\"", "`Europe/Berlin`"),
            ("role = \"sheet\"\nname = \"x\"\ndate_order = \"year\"", "unknown order of dates"),
            ("role = \"rows\"\nname = \"x\"", "as they are spelled"),
        ] {
            let error = parse(&format!("[a]\n{lines}\n"), "x.toml").unwrap_err();
            let help = error.help().map(|help| help.to_string()).unwrap_or_default();
            let label = error.labels().and_then(|mut labels| labels.next());
            let label = label.and_then(|label| label.label().map(String::from));
            let text = format!("{error}; {}; {help}", label.unwrap_or_default());
            assert!(text.contains(expected), "{lines}: {text}");
        }
    }
}
