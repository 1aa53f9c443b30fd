//! One kind of table, described, and how such a description is read from TOML.

use super::field::{self, FIELDS, Field};
use super::role::Role;
use crate::import::status::Status;
use crate::nearest::did_you_mean;
use crate::settings::{self, Fault, SettingsError, Value, table, text};
use chrono_tz::Tz;

/// The descriptions that the program comes with.
const BUILT_IN: &str = include_str!("built_in.toml");

/// One kind of table.
#[derive(Clone, Debug)]
pub struct Description {
    /// Its name.
    pub name: String,
    /// What to call such a table in messages.
    pub about: String,
    /// What it is for.
    pub role: Role,
    /// The columns that it must have; none where the values decide.
    pub requires: Vec<String>,
    /// The spellings of the columns that fill each field, the surest first.
    pub columns: Vec<(&'static Field, Vec<String>)>,
    /// What words of its status column mean, beside those that everybody uses.
    pub statuses: Vec<(String, Status)>,
    /// The zone of its local times, where it has one of its own.
    pub zone: Option<Tz>,
}

/// All descriptions that hold for a run.
#[derive(Clone, Debug, Default)]
pub struct Descriptions {
    /// In the order in which they are tried.
    all: Vec<Description>,
}

impl Descriptions {
    /// Those that the program comes with, after `own` ones.
    pub fn with(own: Vec<Description>) -> Self {
        // The text is the program's own; a test reads it.
        let built_in = settings::parse(("sources", "built-in"), BUILT_IN, described);
        let mut all = own;
        all.extend(built_in.unwrap_or_default());
        Self { all }
    }

    /// Every description, in the order in which they are tried.
    pub fn all(&self) -> &[Description] {
        &self.all
    }

    /// The description of that name.
    pub fn named(&self, name: &str) -> Option<&Description> {
        self.all.iter().find(|description| description.name == name)
    }

    /// What people's own sheets are read by.
    pub fn sheet(&self) -> Option<&Description> {
        self.all.iter().rev().find(|description| description.requires.is_empty())
    }
}

/// Reads descriptions from a text of their own.
///
/// # Errors
/// What is no description, with its place.
pub fn parse(text: &str, shown: &str) -> Result<Vec<Description>, SettingsError> {
    settings::parse(("sources", shown), text, described)
}

/// The descriptions of a table, each under its name, in the order of the file.
///
/// # Errors
/// What is no description, with its place.
pub fn described(document: &toml::de::DeTable) -> Result<Vec<Description>, Fault> {
    let mut entries: Vec<_> = document.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries.into_iter().map(|(key, value)| description(key.get_ref(), value)).collect()
}

fn description(name: &str, value: &Value) -> Result<Description, Fault> {
    let own = table(&format!("`{name}`"), "the description of a table", value)?;
    let role = own.get("role").ok_or_else(|| {
        let roles = Role::ALL.map(Role::name).join(", ");
        Fault::new(format!("the source `{name}` has no role"), value.span(), "no `role`")
            .help(format!("a role is one of {roles}"))
    })?;
    let role_name = text("`role`", role)?;
    let role = Role::named(role_name).ok_or_else(|| {
        Fault::unknown("role", role_name, role.span(), &Role::ALL.map(Role::name))
    })?;
    let mut described = Description {
        name: name.to_owned(),
        about: format!("the source `{name}`"),
        role,
        requires: Vec::new(),
        columns: Vec::new(),
        statuses: Vec::new(),
        zone: None,
    };
    let mut requires = None;
    for (key, value) in own {
        match key.get_ref().as_ref() {
            "role" => {}
            "about" => text("`about`", value)?.clone_into(&mut described.about),
            "requires" => requires = Some(names("`requires`", value)?),
            "statuses" => described.statuses = statuses(value)?,
            "zone" => described.zone = Some(zone(value)?),
            name => {
                let Some(field) = field::named(name) else {
                    let known: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
                    return Err(Fault::unknown("field of a table", name, key.span(), &known));
                };
                described.columns.push((field, names(&format!("`{name}`"), value)?));
            }
        }
    }
    described.columns.sort_by_key(|(field, _)| FIELDS.iter().position(|own| own == *field));
    // Whoever describes a table of his own means one that has these columns.
    let firsts = || described.columns.iter().filter_map(|(_, names)| names.first().cloned());
    let is_sheet = name == SHEET;
    described.requires =
        requires.unwrap_or_else(|| if is_sheet { Vec::new() } else { firsts().collect() });
    Ok(described)
}

/// The name of the description of people's own sheets.
const SHEET: &str = "sheet";

/// One name of a column, or several.
fn names(what: &str, value: &Value) -> Result<Vec<String>, Fault> {
    if let Some(one) = value.get_ref().as_str() {
        return Ok(vec![one.to_owned()]);
    }
    let expected = "the name of a column, or a list of names";
    let all = settings::list(what, expected, value)?;
    all.iter().map(|name| text(what, name).map(String::from)).collect()
}

fn statuses(value: &Value) -> Result<Vec<(String, Status)>, Fault> {
    let mut statuses = Vec::new();
    for (key, value) in table("`statuses`", "a table of states", value)? {
        let name = key.get_ref().as_ref();
        let status = Status::ALL.into_iter().find(|status| status.name() == name);
        let status = status.ok_or_else(|| {
            Fault::unknown("state", name, key.span(), &Status::ALL.map(Status::name))
        })?;
        statuses.extend(names("a status", value)?.into_iter().map(|word| (word, status)));
    }
    Ok(statuses)
}

fn zone(value: &Value) -> Result<Tz, Fault> {
    let name = text("`zone`", value)?;
    name.parse().map_err(|_| {
        let known = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        Fault::new(format!("`{name}` is no time zone"), value.span(), "no time zone")
            .help(did_you_mean(&name.replace(' ', "_"), known, "a time zone"))
    })
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, Descriptions, parse};
    use crate::import::sources::role::Role;

    #[test]
    fn the_built_in_descriptions_can_be_read() {
        let read = parse(BUILT_IN, "built_in.toml").unwrap();
        let names: Vec<&str> = read.iter().map(|description| description.name.as_str()).collect();
        assert_eq!((names.first(), names.last()), (Some(&"linkedin-invitations"), Some(&"sheet")));
        assert_eq!(Descriptions::with(vec![]).all().len(), read.len());
    }

    #[test]
    fn a_description_of_ones_own_needs_a_role_and_its_columns() {
        let text = "[acme]\nrole = \"sheet\"\nname = \"Who\"\nsent = [\"Reached\", \"Date\"]\n\
                    zone = \"Europe/Berlin\"\nstatuses = { accepted = \"Joined\" }\n";
        let read = parse(text, "x.toml").unwrap();
        assert_eq!(read[0].requires, ["Who", "Reached"]);
        assert_eq!((read[0].role, read[0].statuses.len()), (Role::Sheet, 1));
        for wrong in
            ["[a]\nname = \"x\"", "[a]\nrole = \"shet\"", "[a]\nrole=\"sheet\"\nnmae = \"x\""]
        {
            assert!(parse(wrong, "x.toml").is_err(), "{wrong}");
        }
    }
}
