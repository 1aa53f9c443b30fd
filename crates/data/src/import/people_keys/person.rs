//! Who a row is about: the four keys by which a person is recognised, and the profile's address.
//!
//! A slug and a member id name the same profile in different letters, and nothing but LinkedIn
//! itself tells which belong together: `/in/ACoAA…` is no slug and never contradicts one.
//!
//! Invariant: two spellings of one profile give one key of its kind; two profiles never do.

use super::member_id::{LEAST_LENGTH_LOWERED, PROFILE_URN, is_member_id};
use super::slug::{decode_from_key, decoded_slug, encode_for_key, is_invisible};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

pub use super::person_name::{is_placeholder_name, name_key};
pub use super::slug::{is_placeholder_address, plain_slug};

pub use super::member_id::{former_of_slug, member, member_id, member_of_address, slug_of_former};

/// What need not be encoded in a path segment (RFC 3986, "unreserved").
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The profile's key, `in/<slug>`, decoded and in lower case, from any address of it.
pub fn slug(url: &str) -> Option<String> {
    if let Some(slug) = plain_slug(url) {
        return Some(["in/", &slug.to_ascii_lowercase()].concat());
    }
    let decoded = decoded_slug(url).filter(|slug| !is_member_id(slug))?;
    let slug: String = decoded.to_lowercase().nfc().collect();
    Some(["in/", &encode_for_key(&slug)].concat())
}

/// Whether an address has a slug.
pub fn has_slug(url: &str) -> bool {
    plain_slug(url).is_some() || slug(url).is_some()
}

/// Whether a text is the address of an event or a newsletter on LinkedIn, to which people are
/// invited as well. That of a company may be where somebody works.
pub fn is_of_other_invitation(text: &str) -> bool {
    const PAGES: [&str; 2] = ["/events/", "/newsletters/"];
    let text = text.trim().to_ascii_lowercase();
    let path = text.split_once("linkedin.com").map_or(text.as_str(), |(_, path)| path);
    PAGES.iter().any(|page| path.starts_with(page))
}

/// Whether a text is the key of a person, as the column `person` has it.
pub fn is_key(text: &str) -> bool {
    name_of_key(text).is_some() || is_profile(text)
}

/// The name in the key of a person of whom nothing else is known.
pub fn name_of_key(text: &str) -> Option<&str> {
    text.trim().strip_prefix("name:").filter(|name| !name.trim().is_empty())
}

/// Whether a text that may be a name is a profile's key or address.
pub fn is_profile(text: &str) -> bool {
    let text = text.trim();
    let begins = ["in/", "/in/", "pub/", "urn:li:"].iter().any(|begin| text.starts_with(begin));
    let lower = text.to_ascii_lowercase();
    let is_address = ["linkedin.com/", "linkedin.com%2f"].iter().any(|host| lower.contains(host));
    (begins || is_address)
        && !text.contains(char::is_whitespace)
        && (has_slug(text) || member_of_address(text).is_some() || member_id(text).is_some())
}

/// A person's key however it is written; what has none of LinkedIn's forms stays as it is.
pub fn key(text: &str) -> Cow<'_, str> {
    if is_plain_key(text) {
        return Cow::Borrowed(text);
    }
    if let Some(name) = name_of_key(text) {
        return name_key(name).map_or(Cow::Borrowed(text), |key| Cow::Owned(format!("name:{key}")));
    }
    let trimmed = text.trim().trim_start_matches('/');
    let known = is_profile(trimmed).then(|| {
        slug(trimmed).or_else(|| member_of_address(trimmed)).or_else(|| member_id(trimmed))
    });
    known.flatten().map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Whether that is a key with a slug just as keys are written, as most are.
pub fn is_plain_key(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_short = text.len() < LEAST_LENGTH_LOWERED;
    is_short && text.strip_prefix("in/").is_some_and(|slug| slug.bytes().all(is_plain))
}

/// The profile's key from its slug alone, as lists of public ids have it.
pub fn slug_of_public_id(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let text = text.trim().trim_matches('/');
    let is_one = text.chars().any(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '%'));
    slug(text).or_else(|| is_one.then(|| slug(&format!("in/{text}"))).flatten())
}

/// The spellings in lower case that an address may have of a key's slug: as it is, and encoded.
pub fn spellings(key: &str) -> Vec<String> {
    match key.strip_prefix("in/") {
        Some(slug) => {
            let encoded =
                utf8_percent_encode(&decode_from_key(slug), SEGMENT).to_string().to_lowercase();
            vec![key.to_owned(), format!("in/{encoded}")]
        }
        None => match key.strip_prefix(PROFILE_URN) {
            Some(id) => vec![format!("in/{}", id.to_lowercase())],
            None => vec![],
        },
    }
}

/// The profile's address as LinkedIn writes it, with the slug's letters as given; of a member id,
/// the one that LinkedIn opens as well.
pub fn profile_url(url: &str) -> Option<String> {
    if let Some(slug) = plain_slug(url) {
        return Some(["https://www.linkedin.com/in/", slug].concat());
    }
    let in_address = |slug: &str| {
        let slug: String = slug.nfc().collect();
        format!("https://www.linkedin.com/in/{}", utf8_percent_encode(&slug, SEGMENT))
    };
    if let Some(slug) = decoded_slug(url) {
        return Some(in_address(&slug));
    }
    let key = member_id(url)?;
    let former = || {
        let parts = key.split('/').map(|part| utf8_percent_encode(part, SEGMENT).to_string());
        format!("https://www.linkedin.com/{}", parts.collect::<Vec<_>>().join("/"))
    };
    Some(key.strip_prefix(PROFILE_URN).map_or_else(former, in_address))
}

/// A name as the name of an account: `Anna Berg` becomes `anna-berg`.
pub(in crate::import) fn account_of_name(name: &str) -> Option<String> {
    let key = name_key(name)?;
    let parts: Vec<&str> =
        key.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect();
    Some(parts.join("-"))
}

/// Whether a text is the address of a profile, and no bare slug or id.
pub(in crate::import) fn is_address(text: &str) -> bool {
    text.contains("linkedin.com/") && profile_url(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::{
        account_of_name, decoded_slug, encode_for_key, is_member_id, profile_url, slug,
        slug_of_public_id,
    };
    use proptest::prelude::*;

    #[test]
    fn every_address_of_a_profile_gives_one_key() {
        for url in [
            "https://www.linkedin.com/in/Zo%C3%AB-B-1",
            "http://de.linkedin.com/in/zo%c3%ab-b-1/en?trk=x",
            "linkedin.com/in/zoë-b-1/",
            "https://www.linkedin.com/in/zoe\u{308}-b-1#about",
            "/in/Zoë-b-1",
            "in/zoë-b-1",
            "https://www.linkedin.com/mwlite/in/zoë-b-1",
            " https://www.linkedin.com:443/in/zoë-b-1 ",
        ] {
            assert_eq!(slug(url).as_deref(), Some("in/zoë-b-1"), "{url}");
        }
    }

    #[test]
    fn what_is_no_profile_has_no_key() {
        for url in [
            "",
            "https://www.linkedin.com/company/in",
            "https://example.com/in/a",
            "https://www.linkedin.com/sales/lead/ACw",
            "https://notlinkedin.com/in/a",
            "in/",
            "Ada",
        ] {
            assert_eq!(slug(url), None, "{url}");
        }
    }

    #[test]
    fn a_public_id_is_a_slug() {
        assert_eq!(slug_of_public_id("Ada-B-1").as_deref(), Some("in/ada-b-1"));
        assert_eq!(slug_of_public_id("https://linkedin.com/in/ada").as_deref(), Some("in/ada"));
        for text in ["", "Ada B", "12345", "ACoAABxx_-345678", "a@b.c"] {
            assert_eq!(slug_of_public_id(text), None, "{text}");
        }
    }

    #[test]
    fn the_address_keeps_its_letters_and_is_encoded() {
        let url = profile_url("linkedin.com/in/Zoë-B/");
        assert_eq!(url.as_deref(), Some("https://www.linkedin.com/in/Zo%C3%AB-B"));
    }

    #[test]
    fn accounts_are_named() {
        assert_eq!(account_of_name("Anna M. Berg, MBA").as_deref(), Some("anna-m-berg"));
    }

    proptest! {
        #[test]
        fn usual_addresses_give_what_the_long_way_gives(
            slug_text in "[ -~]{0,12}|[a-zA-Z0-9_-]{0,12}/?",
        ) {
            let url = format!("https://www.linkedin.com/in/{slug_text}");
            let key = |slug: String| format!("in/{}", encode_for_key(&slug.to_lowercase()));
            let decoded = decoded_slug(&url).filter(|slug| !is_member_id(slug)).map(key);
            prop_assert_eq!(slug(&url), decoded);
        }

        #[test]
        fn keys_are_stable(text in "\\PC{0,40}") {
            if let Some(url) = profile_url(&format!("in/{text}")) {
                prop_assert_eq!(slug(&url), slug(&format!("in/{text}")));
            }
        }
    }
}
