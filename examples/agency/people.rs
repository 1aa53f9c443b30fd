//! People who are invited, and how each file refers to them.
//!
//! Invariant: no two people share a name or a slug unless they are made to.

use crate::names;
use crate::rng::Rng;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// What LinkedIn leaves as it is in the path of a profile: ASCII.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'%');

/// One member of LinkedIn, invented.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) first: String,
    pub(crate) last: String,
    /// What follows the name: a title, an emoji.
    pub(crate) flourish: String,
    /// The last part of the profile's address, not encoded.
    pub(crate) slug: String,
    /// Ten digits, above every number that a member has.
    pub(crate) member: i64,
    pub(crate) company: String,
    pub(crate) position: String,
}

impl Person {
    /// First name, surname and what follows.
    pub(crate) fn full(&self) -> String {
        format!("{} {}{}", self.first, self.last, self.flourish)
    }

    /// The profile's address with the slug percent-encoded, as LinkedIn mostly writes it.
    pub(crate) fn url(&self) -> String {
        format!("https://www.linkedin.com/in/{}", utf8_percent_encode(&self.slug, ENCODED))
    }

    /// The profile's address with the slug in Unicode, as it is written now and then.
    pub(crate) fn raw_url(&self) -> String {
        format!("https://www.linkedin.com/in/{}", self.slug)
    }

    /// `urn:li:member:N`.
    pub(crate) fn urn(&self) -> String {
        format!("urn:li:member:{}", self.member)
    }
}

/// Makes people, none twice.
#[derive(Default)]
pub(crate) struct People {
    names: HashSet<String>,
}

impl People {
    /// Somebody new.
    pub(crate) fn somebody(&mut self, rng: &mut Rng) -> Person {
        loop {
            let (first, last, flourish) = names::name(rng);
            if self.names.insert(format!("{first} {last}")) {
                return person(first, last, flourish, rng);
            }
        }
    }
}

/// Somebody else of the same name.
pub(crate) fn namesake(of: &Person, rng: &mut Rng) -> Person {
    person(of.first.clone(), of.last.clone(), of.flourish.clone(), rng)
}

/// Somebody of that name.
pub(crate) fn person(first: String, last: String, flourish: String, rng: &mut Rng) -> Person {
    let plain = format!("{first} {last}").to_lowercase();
    let written = if rng.chance(70) { unaccented(&plain) } else { plain };
    let slug = format!("{}-{:08x}", written.trim().replace([' ', '-'], "-"), rng.bits() >> 32);
    let member = 9_000_000_000 + rng.between(0, 999_999_999);
    let (company, position) = (names::company(rng), names::position(rng));
    Person { first, last, flourish, slug: slug.nfc().collect(), member, company, position }
}

/// Letters without their accents, as most addresses of profiles have them.
fn unaccented(text: &str) -> String {
    let marked = |c: char| !('\u{300}'..='\u{36f}').contains(&c);
    let latin = text.nfd().filter(|&c| marked(c)).map(|c| match c {
        'ø' => 'o',
        'ł' => 'l',
        'ı' => 'i',
        'ß' => 's',
        other => other,
    });
    latin.nfc().collect()
}
