//! One kind of table, described, and how such a description is read from TOML.
//!
//! Invariant: a description is read whole or refused with its place; nothing in it is passed over.

use super::column_spellings::ColumnSpellings;
use super::field::{self, Field, names_of};
use super::recognise::normalise;
use super::role::Role;
use crate::import::dates::form::DateOrder;
use crate::import::status::Status;
use crate::nearest::did_you_mean;
use crate::settings::{
    self, Elsewhere, SettingsError, SettingsFault, SettingsKey, SettingsValue, table, text,
};
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

/// Where a description comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum DescriptionOrigin {
    /// The project's file.
    Project,
    /// A pack of this name.
    Pack(String),
    /// The program.
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

/// One kind of table.
#[derive(Clone, Debug)]
pub struct Description {
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub origin: DescriptionOrigin,
    /// What to call such a table in messages.
    pub about: String,
    /// What it is for.
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
        described(document, &DescriptionOrigin::BuiltIn, Elsewhere::NOWHERE)
    })
}

/// The descriptions of a table, each under its name, in the order of the file. `elsewhere` are keys
/// that could have fallen into it from further up in the file.
///
/// # Errors
/// What is no description, with its place.
pub fn described(
    document: &DeTable,
    origin: &DescriptionOrigin,
    elsewhere: Elsewhere,
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
        settings::free_names(document, "a source", elsewhere)?;
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

fn description(
    key: &SettingsKey,
    value: &SettingsValue,
    origin: &DescriptionOrigin,
    elsewhere: Elsewhere,
) -> Result<Description, SettingsFault> {
    let name = key.get_ref().as_ref();
    let entries = table(&format!("the source `{name}`"), "a table", value)?;
    let mut described = Description {
        name: name.to_owned(),
        origin: origin.clone(),
        about: format!("the source `{name}`"),
        role: role(name, entries, key)?,
        files: Vec::new(),
        requires: Vec::new(),
        requires_itself: true,
        requires_one_of: Vec::new(),
        columns: Vec::new(),
        spellings: ColumnSpellings::default(),
        statuses: Vec::new(),
        zone: None,
        date_order: None,
        belongs_to: None,
    };
    known_keys(entries, described.role, elsewhere)?;
    let mut requires = None;
    for (key, value) in entries {
        match key.get_ref().as_ref() {
            "role" => {}
            "about" => text("`about`", value)?.clone_into(&mut described.about),
            "files" => described.files = names("`files`", "of a file", value)?,
            "requires" => requires = Some(names("`requires`", "of a column", value)?),
            "statuses" => described.statuses = statuses(value)?,
            "zone" => described.zone = Some(zone(value)?),
            "date_order" => described.date_order = Some(date_order(value)?),
            "belongs_to" => described.belongs_to = Some(account(value)?),
            name => {
                let Some(field) = field::named(name) else { continue };
                described.columns.push((field, names(&format!("`{name}`"), "of a column", value)?));
            }
        }
    }
    described.columns.sort_by_key(|(field, _)| {
        field::FIELDS.iter().position(|known_field| known_field == *field)
    });
    demand_fields(&described, entries, key)?;
    described.spellings = ColumnSpellings::new(&described.columns);
    // Whoever describes a table means one that has these columns.
    let firsts = || described.columns.iter().filter_map(|(_, names)| names.first().cloned());
    described.requires_itself = requires.is_some();
    described.requires = requires.unwrap_or_else(|| firsts().collect());
    let one_of = described.requires.iter().map(|required| {
        let others = described.alternatives(required).iter();
        std::iter::once(required).chain(others).map(|spelling| normalise(spelling)).collect()
    });
    described.requires_one_of = one_of.collect();
    Ok(described)
}

fn role(name: &str, entries: &DeTable, key: &SettingsKey) -> Result<Role, SettingsFault> {
    let names = Role::ALL.map(Role::name);
    let role = entries.get("role").ok_or_else(|| {
        SettingsFault::new(format!("the source `{name}` has no role"), key.span(), "no `role`")
            .help(format!("write `role = \"…\"`: one of {}", names.join(", ")))
    })?;
    let role_text = text("`role`", role)?;
    Role::named(role_text)
        .ok_or_else(|| SettingsFault::unknown("role", role_text, role.span(), &names))
}

/// Fails for a key that is none, and for a field that tables of this role do not have.
fn known_keys(entries: &DeTable, role: Role, elsewhere: Elsewhere) -> Result<(), SettingsFault> {
    let fields = names_of(role);
    for (key, _) in entries {
        let name = key.get_ref().as_ref();
        if let Some(field) = field::named(name).filter(|field| !field.roles.contains(&role)) {
            let roles: Vec<&str> = field.roles.iter().map(|role| role.name()).collect();
            let message = format!("a table of the role `{}` has no `{name}`", role.name());
            return Err(SettingsFault::new(message, key.span(), "not of this role").help(format!(
                "`{name}`, {}, is a field of: {}; those of this role are {}",
                field.meaning,
                roles.join(", "),
                if fields.is_empty() {
                    "the columns of `invitations`, as they are spelled".to_owned()
                } else {
                    fields.join(", ")
                }
            )));
        }
    }
    let known: Vec<&str> = KEYS.iter().map(|(name, _)| *name).chain(fields).collect();
    settings::only_or_elsewhere(entries, &known, elsewhere)
}

/// Fails where a table so described would name nobody, or where a column fills two fields.
fn demand_fields(
    described: &Description,
    entries: &DeTable,
    key: &SettingsKey,
) -> Result<(), SettingsFault> {
    let has = |name: &str| described.columns.iter().any(|(field, _)| field.name == name);
    if let Some(lacks) = field::lacking(described.role, has) {
        let message = format!("the source `{}` lacks {lacks}", described.name);
        let help = format!(
            "a table of the role `{}` has the fields {}",
            described.role.name(),
            names_of(described.role).join(", ")
        );
        return Err(SettingsFault::new(message, key.span(), "in this table").help(help));
    }
    let firsts =
        described.columns.iter().filter_map(|(field, names)| Some((field, names.first()?)));
    let mut seen: Vec<(&str, String)> = Vec::new();
    for (field, spelling) in firsts {
        let column = normalise(spelling);
        if let Some((other, _)) = seen.iter().find(|(_, taken)| *taken == column) {
            let message =
                format!("the column `{spelling}` is to fill `{other}` and `{}`", field.name);
            let span = entries.get(field.name).map_or(key.span(), SettingsValue::span);
            return Err(SettingsFault::new(message, span, "again here")
                .help("a column fills one field: leave out one of the two lines"));
        }
        seen.push((field.name, column));
    }
    Ok(())
}

/// One name, or several, none of them empty.
fn names(what: &str, field: &str, value: &SettingsValue) -> Result<Vec<String>, SettingsFault> {
    let one = |value: &SettingsValue| -> Result<String, SettingsFault> {
        let name = text(what, value)?;
        if name.trim().is_empty() {
            return Err(SettingsFault::new(
                format!("{what} is empty"),
                value.span(),
                "expected a name",
            ));
        }
        Ok(name.to_owned())
    };
    if value.get_ref().is_str() {
        return Ok(vec![one(value)?]);
    }
    let expected = format!("the name {field}, or a list of names");
    settings::list(what, &expected, value)?.iter().map(one).collect()
}

/// Words with the state that each means.
fn statuses(value: &SettingsValue) -> Result<Vec<(String, Status)>, SettingsFault> {
    const EXPECTED: &str = "a table of words and what each means";
    let known = Status::ALL.map(Status::name);
    let word = |(key, value): (&SettingsKey, &SettingsValue)| {
        let name = text("what a word means", value)?;
        let status = Status::ALL.into_iter().find(|status| status.name() == name);
        let status =
            status.ok_or_else(|| SettingsFault::unknown("state", name, value.span(), &known))?;
        Ok((key.get_ref().to_string(), status))
    };
    table("`statuses`", EXPECTED, value)?.iter().map(word).collect()
}

fn zone(value: &SettingsValue) -> Result<Tz, SettingsFault> {
    let name = text("`zone`", value)?;
    name.parse().map_err(|_| {
        let known = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        SettingsFault::new(format!("`{name}` is no time zone"), value.span(), "no time zone")
            .help(did_you_mean(&name.replace(' ', "_"), known, "a time zone"))
    })
}

fn date_order(value: &SettingsValue) -> Result<DateOrder, SettingsFault> {
    match text("`date_order`", value)? {
        "day" => Ok(DateOrder::DayFirst),
        "month" => Ok(DateOrder::MonthFirst),
        other => {
            Err(SettingsFault::unknown("order of dates", other, value.span(), &["day", "month"]))
        }
    }
}

fn account(value: &SettingsValue) -> Result<String, SettingsFault> {
    let name = text("`belongs_to`", value)?.trim();
    if name.is_empty() || name.contains('=') {
        return Err(SettingsFault::new("an account cannot be called so", value.span(), "here"));
    }
    Ok(name.to_owned())
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
