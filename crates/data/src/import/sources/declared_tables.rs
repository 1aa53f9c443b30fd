//! Tables that somebody said what they are: by a description that claims files, or by `--as`.
//!
//! Invariant: such a table is read as it was said, or refused with what it lacks.

use super::assign_fields;
use super::description::Description;
use super::field;
use super::field::Field;
use super::header_score::{descriptions_of_role, first_fitting, required};
use super::known_descriptions::Descriptions;
use super::recognise::recognise_by_values;
use super::recognised_header::{RecognisedHeader, by_description, invitations_header_as_spelled};
use super::role::Role;
use super::sample::Sample;
use crate::nearest::nearest;

/// What a table lacks that was said to be of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct UnmetDeclaration {
    /// What it was said to be, and by whom.
    pub(in crate::import) declared_as: String,
    pub(in crate::import) what: String,
    pub(in crate::import) help: String,
}

pub(super) fn read_claimed(
    cells: &[String],
    names: &[String],
    described: &[&Description],
) -> Result<RecognisedHeader, UnmetDeclaration> {
    let missing = |one: &Description| -> Vec<String> {
        required(names, one).filter(|(_, is)| !*is).map(|(name, _)| name.to_owned()).collect()
    };
    let best = described.iter().min_by_key(|one| missing(one).len());
    let Some(best) = best else { return Err(UnmetDeclaration::nothing()) };
    let missing = missing(best);
    if missing.is_empty() {
        let fields = assign_fields::fields_by_name(names, best);
        let why = format!("the source `{}` of {} is for it", best.name, best.origin);
        return Ok(by_description(cells, &fields, &fields, best, why));
    }
    let near = missing.iter().map(|name| {
        let near = nearest(name, cells.iter().map(String::as_str));
        let near: Vec<String> = near.into_iter().map(|cell| format!("`{cell}`")).collect();
        if near.is_empty() {
            String::new()
        } else {
            format!("`{name}` may be {}", near.join(" or "))
        }
    });
    let near: Vec<String> = near.filter(|text| !text.is_empty()).collect();
    let have: Vec<&str> =
        cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
    let help = format!(
        "its columns are: {}\n{}correct `[sources.{}]`, or `requires` in it",
        have.join(", "),
        if near.is_empty() { String::new() } else { format!("{}\n", near.join("; ")) },
        best.name
    );
    let columns: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    Err(UnmetDeclaration {
        declared_as: format!("the source `{}` of {}", best.name, best.origin),
        what: format!("the column {}", columns.join(", ")),
        help,
    })
}

impl UnmetDeclaration {
    fn nothing() -> Self {
        Self { declared_as: "nothing".into(), what: "a description".into(), help: String::new() }
    }
}

/// A table that was said to be of a role, read by as many of its columns as there are.
pub(super) fn read_as_role(
    cells: &[String],
    names: &[String],
    sample: &Sample,
    role: Role,
    known: &Descriptions,
) -> Result<RecognisedHeader, UnmetDeclaration> {
    let why = format!("`--as {}` says so", role.name());
    let lack = |what: &str, columns: &[(&'static Field, Vec<String>)]| {
        let spellings = columns
            .iter()
            .filter_map(|(field, names)| Some(format!("`{}` for {}", names.first()?, field.name)));
        let spellings: Vec<String> = spellings.take(12).collect();
        UnmetDeclaration {
            declared_as: format!("`--as {}`", role.name()),
            what: what.to_owned(),
            help: format!(
                "rename its columns: {}\nor describe it in `rescind.toml`: `rescind inspect` ends \
                 with a table to paste",
                spellings.join(", ")
            ),
        }
    };
    let sheet = known.sheet().ok_or_else(UnmetDeclaration::nothing)?;
    match role {
        Role::Rows => {
            let who = ["person", "profile_url", "name"];
            if cells.iter().any(|cell| who.contains(&cell.as_str())) {
                Ok(invitations_header_as_spelled(cells, &why))
            } else {
                let mut lack = lack("`person`, `profile_url` and `name`", &[]);
                lack.help =
                    "spell its columns as those of `invitations`: docs/reference.md has them"
                        .into();
                Err(lack)
            }
        }
        Role::Sheet | Role::SentList => {
            let described: Vec<&Description> =
                known.descriptions().iter().filter(|one| one.role == role).collect();
            if let Some(described) = first_fitting(names, &described) {
                let fields = assign_fields::fields_by_name(names, described);
                let general = assign_fields::fields_by_name(names, sheet);
                return Ok(by_description(cells, &fields, &general, described, why));
            }
            let read = recognise_by_values(cells, names, sample, sheet, Some(role));
            let header = read.ok_or_else(|| lack("a column that names anybody", &sheet.columns))?;
            Ok(RecognisedHeader { why, ..header })
        }
        Role::Invitations | Role::Connections | Role::Messages | Role::Profile => {
            let filled = |one: &&Description| {
                assign_fields::fields_by_name(names, one).into_iter().flatten().count()
            };
            let best = descriptions_of_role(role, known)
                .max_by_key(filled)
                .ok_or_else(UnmetDeclaration::nothing)?;
            let fields = assign_fields::fields_by_name(names, best);
            let has = |name: &str| fields.iter().flatten().any(|field| field.name == name);
            match field::lacking(role, has) {
                Some(what) => Err(lack(what, &best.columns)),
                None => Ok(by_description(cells, &fields, &fields, best, why)),
            }
        }
    }
}
