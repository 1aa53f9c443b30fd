//! The columns by which rows are matched: every raw table gets the same ones.
//!
//! `slug`, `urn`, `member_id` and `name_key` (str?) are the keys of
//! [`crate::import::people_keys::person`]; `name` (str) and `profile_url` (str?) are what is shown;
//! `who` (str) tells two people apart who share a name.
//!
//! Invariant: a person's key is read as that, in whichever column for people it stands.

use crate::deadline;
use crate::import::people_keys::person;
use crate::import::words::answers::answer;
use crate::invitations::columns::{PROFILE_KEYS, map_to_column, text_column};
use polars::prelude::{
    ChunkFull, Column, DataFrame, Expr, Int64Chunked, IntoColumn, NewChunkedArray, PolarsResult,
    StringChunked, coalesce, col, concat_str, lit,
};

/// A person's key as the one of [`PROFILE_KEYS`] that it is; a name is none of them.
pub(in crate::invitations) fn split_person_key(person: &str) -> [Option<String>; 3] {
    let key = || Some(person.to_owned());
    match person {
        slug if slug.starts_with("in/") => [key(), None, None],
        urn if urn.starts_with("urn:li:member:") => [None, key(), None],
        name if name.starts_with("name:") => [None, None, None],
        _ => [None, None, key()],
    }
}

/// What an address tells of [`PROFILE_KEYS`].
pub(in crate::invitations) fn of_address(url: &str) -> [Option<String>; 3] {
    [person::slug(url), person::member_of_address(url), person::member_id(url)]
}

/// A raw table with the key columns and `file` (i64), its place among all tables. `account` is set
/// where the table belongs to one.
pub(in crate::invitations) fn add_key_columns(
    frame: &DataFrame,
    account: Option<&str>,
    file: i64,
) -> PolarsResult<DataFrame> {
    let mut keyed = frame.clone();
    let (names, keys) = names(frame);
    for column in addresses(frame, &names, &keys)? {
        keyed.with_column(column)?;
    }
    deadline::check_interrupted()?;
    keyed.with_column(map_to_column(&names, "name_key", name_key))?;
    keyed.with_column(names.into_column())?;
    if let Some(account) = account {
        let account = StringChunked::full("account".into(), account, frame.height());
        keyed.with_column(account.into_column())?;
    }
    let [slugs, urns, ids] = PROFILE_KEYS.map(|key| text_column(&keyed, key));
    let keys = slugs.iter().zip(urns.iter()).zip(ids.iter());
    // Of JSON many rows stand on one line.
    let who = keys.enumerate().map(|(index, ((slug, urn), id))| {
        let key = slug.or(urn).or(id);
        Some(key.map_or_else(|| format!("#{file}:{index}"), String::from))
    });
    keyed.with_column(StringChunked::from_iter_options("who".into(), who).into_column())?;
    keyed.with_column(Int64Chunked::full("file".into(), file, frame.height()).into_column())?;
    Ok(keyed)
}

/// `slug`, `urn`, `member_id` and `profile_url`, from whatever tells of a profile.
fn addresses(
    frame: &DataFrame,
    names: &StringChunked,
    keys: &StringChunked,
) -> PolarsResult<[Column; 4]> {
    let urls = text_column(frame, "profile_url");
    let [public_ids, member_urns, members, ids] =
        ["public_id", "urn", "member", "member_id"].map(|column| text_column(frame, column));
    let read = if are_bare_slugs(&urls, names) { person::slug_of_public_id } else { person::slug };
    let has_addresses = urls.iter().flatten().any(person::has_slug);
    let height = frame.height();
    let mut columns = [(); 4].map(|()| Vec::with_capacity(height));
    let rows = urls
        .iter()
        .zip(public_ids.iter())
        .zip(member_urns.iter().zip(members.iter()).zip(ids.iter()))
        .zip(keys.iter().zip(names.iter()));
    for (row, (((url, public_id), ((urn, member), id)), (key, name))) in rows.enumerate() {
        deadline::check_interrupted_at_step(row)?;
        let bare = url.filter(|_| has_addresses).and_then(|url| bare_slug(url, name));
        let url = url.or(key);
        let slug = url.and_then(read).or(bare);
        let slug = slug.or_else(|| public_id.and_then(person::slug_of_public_id));
        let slug = slug.or_else(|| id.and_then(person::slug));
        let addresses = [url, urn, member, id, public_id].into_iter().flatten();
        let member_id = addresses.clone().find_map(person::member_id);
        let urn = [urn, member].into_iter().flatten().find_map(person::member);
        let urn = urn.or_else(|| url.and_then(person::member_of_address));
        let key = slug.as_deref().or(member_id.as_deref());
        // The address with the slug is that which people know.
        let has_slug = |text: &&str| slug.is_none() || person::has_slug(text);
        let mut texts = [url, public_id, id].into_iter().flatten().filter(has_slug);
        let address = texts.find_map(person::profile_url);
        let address = address.or_else(|| key.and_then(person::profile_url));
        for (column, value) in columns.iter_mut().zip([slug, urn, member_id, address]) {
            column.push(value);
        }
    }
    let [slug, urn, member_id, address] = columns;
    let column = |name: &str, values: Vec<Option<String>>| {
        StringChunked::from_iter_options(name.into(), values.into_iter()).into_column()
    };
    Ok([
        column("slug", slug),
        column("urn", urn),
        column("member_id", member_id),
        column("profile_url", address),
    ])
}

/// Whether a column for profiles holds slugs without an address around them: no value is an
/// address, and most look like the name beside them.
fn are_bare_slugs(urls: &StringChunked, names: &StringChunked) -> bool {
    let (mut alike, mut unlike) = (0_usize, 0_usize);
    for (url, name) in urls.iter().zip(names.iter()) {
        let Some(url) = url else { continue };
        if url.contains(['/', ' ', '.', ':']) {
            return false;
        }
        let Some(slug) = person::slug_of_public_id(url) else { continue };
        *(if is_like_name(&slug, name) { &mut alike } else { &mut unlike }) += 1;
    }
    alike > unlike
}

/// The slug that stands among addresses without one around it: one that looks like the name beside
/// it, or has no name beside it and the sign that parts the words of slugs.
fn bare_slug(text: &str, name: Option<&str>) -> Option<String> {
    let text = text.trim().trim_start_matches('@');
    if text.contains(['/', ' ', '.', ':', '%', '\\']) || answer(text).is_some() {
        return None;
    }
    let slug = person::slug_of_public_id(text)?;
    let is_meant = match name {
        Some(_) => is_like_name(&slug, name),
        None => text.contains('-'),
    };
    is_meant.then_some(slug)
}

fn is_like_name(slug: &str, name: Option<&str>) -> bool {
    let name = name.and_then(person::name_key).unwrap_or_default();
    name.split(' ').any(|word| word.len() > 2 && slug.contains(word))
}

/// Names that consist of pictures alone are compared as they are; blanks are no name.
pub fn name_key(name: &str) -> Option<String> {
    let written = name.trim();
    person::name_key(written).or_else(|| Some(written.to_lowercase()).filter(|key| !key.is_empty()))
}

/// The key of a person of whom only the name is known.
pub(in crate::invitations) fn key_of_name(name: &str) -> Option<String> {
    Some(format!("name:{}", name_key(name)?))
}

/// `name`, else the first and the last name, else the name in a key; and the profiles that stand
/// where names belong, or beside them.
fn names(frame: &DataFrame) -> (StringChunked, StringChunked) {
    let (whole, first, last) = (
        text_column(frame, "name"),
        text_column(frame, "first_name"),
        text_column(frame, "last_name"),
    );
    let turned = TurnedNames::of_names(&whole);
    let urls = text_column(frame, "profile_url");
    let (mut names, mut profiles) = (vec![], vec![]);
    let parts = first.iter().zip(last.iter()).zip(urls.iter());
    for (whole, ((first, last), url)) in whole.iter().zip(parts) {
        let (whole, profile) = match whole.map(name_and_profile) {
            Some((name, profile)) => (name, profile),
            None => (None, None),
        };
        let joined = || {
            let parts: Vec<&str> = [first, last].into_iter().flatten().map(str::trim).collect();
            parts.join(" ")
        };
        let whole = whole.map(|whole| person::name_of_key(whole).unwrap_or(whole).trim());
        let unturned = whole.and_then(|name| turned.unturned(name));
        let name = unturned.or_else(|| whole.map(String::from)).unwrap_or_else(joined);
        let of_key = || url.and_then(person::name_of_key).map(|name| name.trim().to_owned());
        let is_of_somebody = |name: &String| !name.is_empty() && !person::is_placeholder_name(name);
        names.push(Some(name).filter(is_of_somebody).or_else(of_key));
        profiles.push(profile);
    }
    (
        StringChunked::from_iter_options("name".into(), names.into_iter()),
        StringChunked::from_iter_options("key".into(), profiles.into_iter()),
    )
}

/// The name and the profile in a cell for a name: `Ada B`, an address, or both, as in
/// `[Ada B](https://www.linkedin.com/in/ada-b)`.
fn name_and_profile(cell: &str) -> (Option<&str>, Option<&str>) {
    if person::is_profile(cell) {
        return (None, Some(cell));
    }
    let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '’');
    let profile = cell.split(|c: char| c.is_whitespace() || "()[]<>|,;\"".contains(c));
    let profile =
        profile.filter(|part| part.contains("linkedin.com/")).find(|part| person::is_profile(part));
    let Some(profile) = profile else { return (Some(cell), None) };
    let (before, after) = cell.split_once(profile).unwrap_or((cell, ""));
    let name = [before, after].map(|part| part.trim_matches(is_mark));
    (name.into_iter().find(|name| !name.is_empty()), Some(profile))
}

/// Which names of a column are written as `Last, First`.
#[derive(Clone, Copy)]
pub(in crate::invitations) enum TurnedNames {
    /// Every one: each has one comma, and no title behind it.
    Every,
    /// Those with one word on each side of a comma.
    OfTwoWords,
}

impl TurnedNames {
    pub(in crate::invitations) fn of_names(names: &StringChunked) -> Self {
        let every = names.iter().flatten().all(|name| words_around_comma(name).is_some());
        if every { Self::Every } else { Self::OfTwoWords }
    }

    /// The first name and the last one of a name that is turned.
    pub(in crate::invitations) fn unturned(self, name: &str) -> Option<String> {
        let words = words_around_comma(name)?;
        let is_turned = matches!(self, Self::Every) || words == (1, 1);
        let (last, first) = name.split_once(',').filter(|_| is_turned)?;
        Some(format!("{} {}", first.trim(), last.trim()))
    }
}

/// How many words stand before and behind the only comma of a name that may be turned.
fn words_around_comma(name: &str) -> Option<(usize, usize)> {
    /// Longer than any last or first name.
    const WORDS_MAX: usize = 3;
    if !name.contains(',') {
        return None;
    }
    let key = name_key(name)?;
    let (last, first) = key.split_once(", ").filter(|(_, first)| !first.contains(','))?;
    let count = |part: &str| part.split_whitespace().count();
    let words = (count(last), count(first));
    let is_short = |count: usize| (1..=WORDS_MAX).contains(&count);
    (is_short(words.0) && is_short(words.1)).then_some(words)
}

/// The person's key, from the columns of [`crate::invitations::people::keys`].
pub(in crate::invitations) fn person_key_of_row() -> Expr {
    let by_name = concat_str([lit("name:"), col("name_key")], "", false);
    coalesce(&[col("slug"), col("urn"), col("member_id"), by_name])
}

/// What is shown where a source has no name: the slug, else the member.
pub(in crate::invitations) fn shown_name() -> Expr {
    coalesce(&[col("name"), person_without_prefix()])
}

/// The person's key without its kind.
pub(in crate::invitations) fn person_without_prefix() -> Expr {
    col("person").str().strip_prefix(lit("in/")).str().strip_prefix(lit("name:"))
}

/// The key of the person of one row: two people are never one because they share a name.
pub(in crate::invitations) fn person_key(
    given_key: Option<&str>,
    url: Option<&str>,
    name: Option<&str>,
) -> Option<String> {
    let given_key =
        given_key.filter(|key| !key.is_empty()).map(|key| person::key(key).into_owned());
    let of_address = |url| {
        person::slug(url)
            .or_else(|| person::member_of_address(url))
            .or_else(|| person::member_id(url))
    };
    given_key.or_else(|| url.and_then(of_address)).or_else(|| key_of_name(name?))
}
