//! Whom the rows of a table are about: their keys, the rows that name nobody, and the cells for a
//! profile that name none.
//!
//! Invariant: a cell for a profile that holds something gives a key, or is said; so is a key that
//! stands beside the names of two people.

use super::table_cleaner::{TableAuthor, TableCleaner};
use crate::deadline;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::people_keys::person;
use crate::import::sources::possible_statuses::begins_with_outcome;
use crate::import::words::answers::answer;
use crate::import::words::status_words::fold_letters;
use crate::invitations::columns;
use crate::invitations::columns::PROFILE_KEYS;
use crate::invitations::people::keys;
use crate::invitations::people::keys::TurnedNames;
use crate::parallel_map::parallel_map;
use polars::prelude::{
    BooleanChunked, Column, DataFrame, IntoColumn, NewChunkedArray, PolarsResult, StringChunked,
};
use std::collections::{BTreeSet, HashMap};

/// What a cell for a profile may hold.
pub(in crate::invitations) const PROFILE: &str =
    "a profile's address such as `https://www.linkedin.com/in/ada-b`, or nothing";

/// Adds the columns of [`keys::add`], and takes the rows out that name nobody; `naming` is the
/// column that is named then.
pub(in crate::invitations) fn add_keys_and_drop_nameless(
    sift: &mut TableCleaner,
    account: Option<&str>,
    file: i64,
    naming: &str,
) -> PolarsResult<()> {
    // Once the keys are there, each cell has one address.
    let addresses = several_addresses(&sift.frame, &sift.table.file);
    sift.remarks.findings.extend(addresses);
    add(sift, account, file)?;
    if sift.writer == TableAuthor::Person {
        written_by_hand(sift)?;
    }
    let nobody = has_no_key(&sift.frame)? & sift.frame.column("name")?.is_null();
    sift.drop_bad_rows(&nobody, naming, "nobody is named", "a name or a profile")
}

/// Adds the columns of [`keys::add`]. A cell for a profile that is none is unknown, and said of
/// whoever has a name all the same.
pub(in crate::invitations) fn add(
    sift: &mut TableCleaner,
    account: Option<&str>,
    file: i64,
) -> PolarsResult<()> {
    let keyed = keys::add_key_columns(&sift.frame, account, file)?;
    let by_name_alone = has_no_key(&keyed)? & keyed.column("name")?.is_not_null();
    let strange = strange(&sift.frame, &by_name_alone);
    sift.report_bad_cells(&strange, "profile_url", "is no address of a profile", PROFILE)?;
    let differing = names_differ(&keyed, &sift.table.file)?;
    sift.remarks.findings.extend(differing);
    sift.remarks.findings.extend(turned(&sift.frame, &sift.table.file));
    sift.frame = keyed;
    Ok(())
}

/// Says what people write into cells for names and days beside those, and takes the rows out that
/// they marked as remarks: what a program writes of a member is the member's name, whatever it is.
fn written_by_hand(sift: &mut TableCleaner) -> PolarsResult<()> {
    sift.remarks.findings.extend(outcomes_beside(sift));
    let several = several_in_cell(&sift.frame, &sift.table.file)?;
    sift.remarks.findings.extend(several);
    let names = columns::text_column(&sift.frame, "name");
    let remarked: BooleanChunked =
        names.iter().map(|name| Some(name.is_some_and(is_remark))).collect();
    sift.drop_bad_rows(&remarked, "name", "is marked as a remark", "a name")
}

/// Whether a name begins as remarks do, so that somebody took the row out.
fn is_remark(name: &str) -> bool {
    let rest = name.trim().strip_prefix('#').or_else(|| name.trim().strip_prefix("//"));
    rest.is_some_and(|rest| rest.trim_start().starts_with(char::is_alphabetic))
}

fn has_no_key(keyed: &DataFrame) -> PolarsResult<BooleanChunked> {
    let [slug, urn, member_id] = PROFILE_KEYS.map(|key| keyed.column(key).map(Column::is_null));
    Ok(slug? & urn? & member_id?)
}

/// Says which names are read as `Last, First`.
fn turned(frame: &DataFrame, file: &str) -> Option<Finding> {
    let names = columns::text_column(frame, "name");
    let turned = TurnedNames::of_names(&names);
    let mut written = names.iter().flatten().filter(|name| turned.unturned(name).is_some());
    let example = written.next()?;
    let count = 1 + written.count();
    let message = format!(
        "{file}: {count} name(s) have a comma, as in `{example}`: read as the last name and the \
         first"
    );
    Some(Finding::new(FindingCode::NamesTurned, Level::Note, message))
}

/// Says that one profile stands beside names that have no word in common.
fn names_differ(keyed: &DataFrame, file: &str) -> PolarsResult<Option<Finding>> {
    let texts = |column: &str| columns::text_column(keyed, column);
    let (slugs, names, shown) = (texts("slug"), texts("name_key"), texts("name"));
    let mut first_of = HashMap::new();
    let (mut differing, mut example) = (BTreeSet::new(), None);
    for (row, (slug, (name, shown))) in slugs.iter().zip(names.iter().zip(shown.iter())).enumerate()
    {
        deadline::check_interrupted_at_step(row)?;
        let (Some(slug), Some(name), Some(shown)) = (slug, name, shown) else { continue };
        let (first, first_shown) = *first_of.entry(slug).or_insert((name, shown));
        if first == name || have_word_in_common(first, name) {
            continue;
        }
        differing.insert(slug);
        example.get_or_insert_with(|| format!("`{slug}` of `{first_shown}` and `{shown}`"));
    }
    Ok(example.map(|example| {
        let message = format!(
            "{file}: {} profile(s) stand beside names that have no word in common: {example}",
            differing.len()
        );
        let help = "each is taken for one person: correct the address or the name if they are two";
        Finding::new(FindingCode::NamesDiffer, Level::Warn, message).help(help)
    }))
}

/// Says that cells for a name seem to have those of two people: nobody is called so.
fn several_in_cell(keyed: &DataFrame, file: &str) -> PolarsResult<Option<Finding>> {
    let has_no_key = has_no_key(keyed)?;
    let names = columns::text_column(keyed, "name");
    let rows = names.iter().zip(has_no_key.iter());
    let several = rows.filter_map(|(name, has_no_key)| name.filter(|_| has_no_key == Some(true)));
    let mut several = several.filter(|name| are_several(name));
    Ok(several.next().map(|example| {
        let count = 1 + several.count();
        let message = format!(
            "{file}: {count} row(s) seem to name several people in one cell, as in `{example}`: \
             each counts as one person of that name"
        );
        let help = "give each person a row";
        Finding::new(FindingCode::SeveralInCell, Level::Warn, message).help(help)
    }))
}

/// Says that cells for a profile have the addresses of several people, of whom one is read.
fn several_addresses(frame: &DataFrame, file: &str) -> Option<Finding> {
    let addresses = columns::text_column(frame, "profile_url");
    let mut several =
        addresses.iter().flatten().filter(|text| text.matches("linkedin.com/").count() > 1);
    let example = several.next()?;
    let count = 1 + several.count();
    let message = format!(
        "{file}: {count} cell(s) for a profile have several addresses, of which one is read: \
         `{example}`"
    );
    let help = "give each person a row";
    Some(Finding::new(FindingCode::SeveralInCell, Level::Warn, message).help(help))
}

/// Says that cells for a name or for the day sent have a word for an outcome beside it.
fn outcomes_beside(sift: &TableCleaner) -> Option<Finding> {
    let [names, days] = ["name", "sent"].map(|column| columns::text_column(&sift.frame, column));
    let mut beside = names.iter().chain(days.iter()).flatten().filter(|text| has_outcome(text));
    let example = beside.next()?;
    let count = 1 + beside.count();
    let message = format!(
        "{}: {count} cell(s) for a name or a day sent have a word for an outcome, as in \
         `{example}`, which is not heard there",
        sift.table.file
    );
    let help = "give the outcome a column of its own, `Status`";
    Some(Finding::new(FindingCode::UnheardState, Level::Warn, message).help(help))
}

/// Whether a part of a text is a word for an outcome, or it is struck out.
fn has_outcome(text: &str) -> bool {
    const SIGNS: [char; 9] = ['(', ')', '[', ']', ':', ',', '–', '~', '|'];
    let is_struck = text.trim().starts_with("~~");
    let mut parts = text.split(SIGNS).flat_map(|part| part.split(" - "));
    is_struck || (text.contains(' ') && parts.any(|part| begins_with_outcome(part.trim())))
}

/// Whether a text is whole names with a sign for `and` between them.
fn are_several(name: &str) -> bool {
    [" & ", ";", " + ", " / ", " and ", " und ", "\n"].iter().any(|sign| {
        name.contains(sign) && name.split(sign).all(|part| part.split_whitespace().count() > 1)
    })
}

fn have_word_in_common(one: &str, other: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(fold_letters).collect()
    };
    !words(one).is_disjoint(&words(other))
}

fn is_meant(text: &str) -> bool {
    !text.trim().is_empty()
        && answer(text).is_none()
        && !person::is_placeholder_address(text)
        && person::name_of_key(text).is_none()
}

/// The cells for a profile that are meant to hold one, in these rows.
fn strange(frame: &DataFrame, rows: &BooleanChunked) -> BooleanChunked {
    let texts = columns::text_column(frame, "profile_url");
    let cells = texts.iter().zip(rows.iter());
    cells.map(|(text, row)| Some(row == Some(true) && text.is_some_and(is_meant))).collect()
}

/// Says which cells for a profile hold none, in rows of `invitations` that have no other key, and
/// takes them as unknown.
pub(in crate::invitations) fn clear_bad_profiles(sift: &mut TableCleaner) -> PolarsResult<()> {
    let urls = columns::text_column(&sift.frame, "profile_url");
    let parts: Vec<_> = urls.downcast_iter().collect();
    let have_strange = parallel_map(&parts, |part| part.iter().flatten().any(is_bad_profile));
    if !have_strange.contains(&true) {
        return Ok(());
    }
    let persons = columns::text_column(&sift.frame, "person");
    let rows = persons.iter().zip(urls.iter());
    let strange: BooleanChunked = rows
        .map(|(person, url)| Some(person.is_none() && url.is_some_and(is_bad_profile)))
        .collect();
    if !strange.any() {
        return Ok(());
    }
    sift.report_bad_cells(&strange, "profile_url", "is no address of a profile", PROFILE)?;
    let kept = urls.iter().zip(strange.iter());
    let kept = kept.map(|(url, strange)| url.filter(|_| strange != Some(true)));
    let kept = StringChunked::from_iter_options("profile_url".into(), kept);
    sift.frame.with_column(kept.into_column())?;
    Ok(())
}

/// Whether a text for a profile is meant to be one and is none, where nothing else has the key.
pub(in crate::invitations) fn is_bad_profile(url: &str) -> bool {
    person::plain_slug(url).is_none()
        && is_meant(url)
        && keys::person_key(None, Some(url), None).is_none()
}
