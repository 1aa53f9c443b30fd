//! Columns that somebody added to LinkedIn's Invitations.csv: what they are is settled as in a
//! sheet, and they are marked, so that they become one beside the archive.

use super::assign_fields::{assign_fields, fields_by_name};
use super::description::Description;
use super::field;
use super::field::Field;
use super::recognised_header::{RecognisedHeader, with_extras};
use super::sample::Sample;

/// What the name of an added column begins with, before the name that a sheet has for it.
pub(in crate::import) const ADDED: char = '*';

/// The field of a sheet that holds what a column of Invitations.csv does.
pub(in crate::import) fn field_of_sheet(column: &str) -> &str {
    if column == "to" { "name" } else { column }
}

/// Marks the columns of Invitations.csv that its description does not have.
pub(super) fn mark(
    header: &mut RecognisedHeader,
    cells: &[String],
    names: &[String],
    sample: &Sample,
    sheet: &Description,
) {
    let is_filled = |at: usize| {
        sample.rows().iter().any(|row| row.get(at).is_some_and(|value| !value.is_empty()))
    };
    let columns = header.columns.iter().zip(cells).enumerate();
    let added: Vec<bool> = columns
        .map(|(at, (column, cell))| column.is_none() && (!cell.is_empty() || is_filled(at)))
        .collect();
    if !added.contains(&true) {
        return;
    }
    let known = |column: &Option<String>| field::named(field_of_sheet(column.as_deref()?));
    let described: Vec<Option<&Field>> = header.columns.iter().map(known).collect();
    let is_free = |field: &&Field| !described.iter().flatten().any(|other| other == field);
    let by_name = fields_by_name(names, sheet);
    let fields = described.iter().zip(&by_name);
    let fields = fields.map(|(described, named)| described.or(named.filter(is_free))).collect();
    let settled = assign_fields(cells, names, fields, sample, sheet);
    let columns = with_extras(cells, &settled.fields);
    for ((slot, column), added) in header.columns.iter_mut().zip(columns).zip(&added) {
        if *added {
            *slot = column.map(|column| format!("{ADDED}{column}"));
        }
    }
    let of_added = cells.iter().zip(&added).filter(|(_, added)| **added);
    let of_added: Vec<String> = of_added.map(|(cell, _)| format!("`{cell}`")).collect();
    let is_about = |guess: &String| of_added.iter().any(|cell| guess.contains(cell.as_str()));
    header.guesses.extend(settled.guesses.into_iter().filter(is_about));
}
