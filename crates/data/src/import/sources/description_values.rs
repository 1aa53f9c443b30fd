//! What single values of a description mean, each with what is expected of it.

use super::column_names::normalise;
use super::column_spellings::ColumnSpellings;
use super::description::{Description, DescriptionOrigin, KEYS};
use super::field;
use super::field::names_of;
use super::role::Role;
use crate::import::dates::form::DateOrder;
use crate::import::words::status::Status;
use crate::nearest::did_you_mean;
use crate::settings;
use crate::settings::{
    MisplacedKeys, SettingsFault, SettingsKey, SettingsValue, expect_table, expect_text,
};
use chrono_tz::Tz;
use toml::de::DeTable;

pub(super) fn description(
    key: &SettingsKey,
    value: &SettingsValue,
    origin: &DescriptionOrigin,
    elsewhere: MisplacedKeys,
) -> Result<Description, SettingsFault> {
    let name = key.get_ref().as_ref();
    let entries = expect_table(&format!("the source `{name}`"), "a table", value)?;
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
            "about" => expect_text("`about`", value)?.clone_into(&mut described.about),
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

pub(super) fn role(
    name: &str,
    entries: &DeTable,
    key: &SettingsKey,
) -> Result<Role, SettingsFault> {
    let names = Role::ALL.map(Role::name);
    let role = entries.get("role").ok_or_else(|| {
        SettingsFault::new(format!("the source `{name}` has no role"), key.span(), "no `role`")
            .help(format!("write `role = \"…\"`: one of {}", names.join(", ")))
    })?;
    let role_text = expect_text("`role`", role)?;
    Role::named(role_text)
        .ok_or_else(|| SettingsFault::unknown("role", role_text, role.span(), &names))
}

/// Fails for a key that is none, and for a field that tables of this role do not have.
fn known_keys(
    entries: &DeTable,
    role: Role,
    elsewhere: MisplacedKeys,
) -> Result<(), SettingsFault> {
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
    settings::reject_unknown_or_misplaced_keys(entries, &known, elsewhere)
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
        let name = expect_text(what, value)?;
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
    settings::expect_list(what, &expected, value)?.iter().map(one).collect()
}

/// Words with the state that each means.
fn statuses(value: &SettingsValue) -> Result<Vec<(String, Status)>, SettingsFault> {
    const EXPECTED: &str = "a table of words and what each means";
    let known = Status::ALL.map(Status::name);
    let word = |(key, value): (&SettingsKey, &SettingsValue)| {
        let name = expect_text("what a word means", value)?;
        let status = Status::ALL.into_iter().find(|status| status.name() == name);
        let status =
            status.ok_or_else(|| SettingsFault::unknown("state", name, value.span(), &known))?;
        Ok((key.get_ref().to_string(), status))
    };
    expect_table("`statuses`", EXPECTED, value)?.iter().map(word).collect()
}

fn zone(value: &SettingsValue) -> Result<Tz, SettingsFault> {
    let name = expect_text("`zone`", value)?;
    name.parse().map_err(|_| {
        let known = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        SettingsFault::new(format!("`{name}` is no time zone"), value.span(), "no time zone")
            .help(did_you_mean(&name.replace(' ', "_"), known, "a time zone"))
    })
}

fn date_order(value: &SettingsValue) -> Result<DateOrder, SettingsFault> {
    match expect_text("`date_order`", value)? {
        "day" => Ok(DateOrder::DayFirst),
        "month" => Ok(DateOrder::MonthFirst),
        other => {
            Err(SettingsFault::unknown("order of dates", other, value.span(), &["day", "month"]))
        }
    }
}

fn account(value: &SettingsValue) -> Result<String, SettingsFault> {
    let name = expect_text("`belongs_to`", value)?.trim();
    if name.is_empty() || name.contains('=') {
        return Err(SettingsFault::new("an account cannot be called so", value.span(), "here"));
    }
    Ok(name.to_owned())
}
