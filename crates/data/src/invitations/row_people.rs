//! Whom the rows of a table are about: their keys, the rows that name nobody, and the cells for a
//! profile that name none.
//!
//! Invariant: a cell for a profile that holds something gives a key, or is said; so is a key that
//! stands beside the names of two people.

use super::canonical;
use super::keys::{self, PROFILE_KEYS, Turned};
use super::sift::Sift;
use crate::deadline;
use crate::finding::{Finding, Level};
use crate::import::answers::answer;
use crate::import::person;
use crate::import::status_words::letters;
use polars::prelude::{
    BooleanChunked, Column, DataFrame, IntoColumn, NewChunkedArray, PolarsResult, StringChunked,
};
use std::collections::{BTreeSet, HashMap};

/// What a cell for a profile may hold.
pub(super) const PROFILE: &str =
    "a profile's address such as `https://www.linkedin.com/in/ada-b`, or nothing";

/// Adds the columns of [`keys::add`], and takes the rows out that name nobody; `naming` is the
/// column that is named then.
pub(super) fn keyed(
    sift: &mut Sift,
    account: Option<&str>,
    file: i64,
    naming: &str,
) -> PolarsResult<()> {
    add(sift, account, file)?;
    let nobody = has_no_key(&sift.frame)? & sift.frame.column("name")?.is_null();
    sift.take_out(&nobody, naming, "nobody is named", "a name or a profile")
}

/// Adds the columns of [`keys::add`]. A cell for a profile that is none is unknown, and said of
/// whoever has a name all the same.
pub(super) fn add(sift: &mut Sift, account: Option<&str>, file: i64) -> PolarsResult<()> {
    let keyed = keys::add(&sift.frame, account, file)?;
    let by_name_alone = has_no_key(&keyed)? & keyed.column("name")?.is_not_null();
    let strange = strange(&sift.frame, &by_name_alone);
    sift.blank(&strange, "profile_url", "is no address of a profile", PROFILE)?;
    let differing = names_differ(&keyed, &sift.table.file)?;
    sift.remarks.findings.extend(differing);
    sift.remarks.findings.extend(turned(&sift.frame, &sift.table.file));
    sift.frame = keyed;
    Ok(())
}

fn has_no_key(keyed: &DataFrame) -> PolarsResult<BooleanChunked> {
    let [slug, urn, member_id] = PROFILE_KEYS.map(|key| keyed.column(key).map(Column::is_null));
    Ok(slug? & urn? & member_id?)
}

/// Says which names are read as `Last, First`.
fn turned(frame: &DataFrame, file: &str) -> Option<Finding> {
    let names = keys::text(frame, "name");
    let turned = Turned::of_names(&names);
    let mut written = names.iter().flatten().filter(|name| turned.unturned(name).is_some());
    let example = written.next()?;
    let count = 1 + written.count();
    let message = format!(
        "{file}: {count} name(s) have a comma, as in `{example}`: read as the last name and the \
         first"
    );
    Some(Finding::new("names-turned", Level::Note, message))
}

/// Says that one profile stands beside names that have no word in common.
fn names_differ(keyed: &DataFrame, file: &str) -> PolarsResult<Option<Finding>> {
    let texts = |column: &str| keys::text(keyed, column);
    let (slugs, names, shown) = (texts("slug"), texts("name_key"), texts("name"));
    let mut first_of = HashMap::new();
    let (mut differing, mut example) = (BTreeSet::new(), None);
    for (row, (slug, (name, shown))) in slugs.iter().zip(names.iter().zip(shown.iter())).enumerate()
    {
        deadline::go_on_at(row)?;
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
        Finding::new("names-differ", Level::Warn, message).help(help)
    }))
}

fn have_word_in_common(one: &str, other: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(letters).collect()
    };
    !words(one).is_disjoint(&words(other))
}

fn is_meant(text: &str) -> bool {
    !text.trim().is_empty()
        && answer(text).is_none()
        && !person::is_of_nobody(text)
        && person::name_of_key(text).is_none()
}

/// The cells for a profile that are meant to hold one, in these rows.
fn strange(frame: &DataFrame, rows: &BooleanChunked) -> BooleanChunked {
    let texts = keys::text(frame, "profile_url");
    let cells = texts.iter().zip(rows.iter());
    cells.map(|(text, row)| Some(row == Some(true) && text.is_some_and(is_meant))).collect()
}

/// Says which cells for a profile hold none, in rows of `invitations` that have no other key, and
/// takes them as unknown.
pub(super) fn of_rows(sift: &mut Sift) -> PolarsResult<()> {
    let urls = keys::text(&sift.frame, "profile_url");
    let persons = keys::text(&sift.frame, "person");
    let rows = persons.iter().zip(urls.iter());
    let strange: BooleanChunked =
        rows.map(|(person, url)| Some(person.is_none() && url.is_some_and(is_strange))).collect();
    if !strange.any() {
        return Ok(());
    }
    sift.blank(&strange, "profile_url", "is no address of a profile", PROFILE)?;
    let kept = urls.iter().zip(strange.iter());
    let kept = kept.map(|(url, strange)| url.filter(|_| strange != Some(true)));
    let kept = StringChunked::from_iter_options("profile_url".into(), kept);
    sift.frame.with_column(kept.into_column())?;
    Ok(())
}

/// Whether a text for a profile is meant to be one and is none, where nothing else has the key.
pub(super) fn is_strange(url: &str) -> bool {
    person::plain_slug(url).is_none()
        && is_meant(url)
        && canonical::person_of(None, Some(url), None).is_none()
}
