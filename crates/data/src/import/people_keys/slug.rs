//! What an address has for a slug: the one reader of addresses of profiles.
//!
//! A slug is of letters and digits in any language, of `-`, and of the signs and pictures that
//! somebody had in a name: LinkedIn encodes those, `jane-doe%2C-phd-1a`. What is encoded belongs to
//! the slug, but for `?`, `#` and `&name=`. What is not and stands at its end, such as `)`,
//! `&trk=x` or ` – CEO`, was left there by people and programs; marks that nobody sees are no part
//! of it.
//!
//! Invariant: what stands behind an address changes nothing of whom it names, and two slugs are two
//! whatever signs they have.

use super::member_id::is_member_id;
use super::slug_end::{SIGNS, without_tail};
use percent_encoding::{percent_decode_str, percent_encode_byte};

/// What begins another address.
pub(in crate::import) const ADDRESSES: [&str; 4] = ["http:", "https:", "www.", "linkedin.com"];

/// What a key has encoded, so that it is read again as it is.
const ENCODED_IN_KEYS: &str = "\"#$%&()*+,/:;<=>?@[\\]^`!{|}";

/// What stands before an address that somebody put between signs.
const BEFORE: &[char] = &['(', '<', '[', '{', '"', '\'', '“', '„', '«', '‘', '`', '*'];

/// What programs write for somebody whose address they do not know, and what LinkedIn shows whoever
/// asks for their own.
const NOBODY: [&str; 11] = [
    "undefined",
    "unknown",
    "unavailable",
    "null",
    "none",
    "nil",
    "nan",
    "na",
    "n-a",
    "false",
    "me",
];

/// What programs write for `/` in JSON, which is left where a text was taken out of it.
const ESCAPED: &str = "\\/";

/// How often an address may stand within another.
const WITHIN_MAX: usize = 3;

/// The slug of an address in LinkedIn's usual form, in which nothing is encoded: most are so, and
/// nothing has to be decoded, folded or composed then, only written in lower case.
pub fn plain_slug(url: &str) -> Option<&str> {
    let slug = url.strip_prefix("https://www.linkedin.com/in/")?;
    let slug = slug.strip_suffix('/').unwrap_or(slug);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let is_slug = names_somebody(slug) && slug.bytes().all(is_plain) && !is_member_id(slug);
    is_slug.then_some(slug)
}

/// The slug or the member id of an address, decoded: of the address itself, else of one that it
/// leads to.
pub(in crate::import) fn decoded_slug(url: &str) -> Option<String> {
    if url.contains(ESCAPED) {
        return slug_within(&url.replace(ESCAPED, "/"), 0);
    }
    slug_within(url, 0)
}

fn slug_within(url: &str, depth: usize) -> Option<String> {
    let url = url.trim().trim_start_matches(|c| BEFORE.contains(&c) || is_invisible(c));
    let (path, query) = url.split_once(['?', '#']).map_or((url, ""), |(path, query)| (path, query));
    if let Some(segment) = segment(path) {
        return slug_of_segment(segment);
    }
    let is_address = path.contains('/') && !path.contains(char::is_whitespace);
    if depth == WITHIN_MAX || !is_address {
        return None;
    }
    let values = query.split(['&', '#']).filter_map(|pair| decoded(pair.split_once('=')?.1));
    let leads_on = |value: &String| value.starts_with('/') || value.contains("://");
    values.filter(leads_on).find_map(|value| slug_within(&value, depth + 1))
}

/// The part of an address in which a profile's slug stands.
fn segment(path: &str) -> Option<&str> {
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let first = parts.next()?;
    if first.eq_ignore_ascii_case("in") {
        return parts.next();
    }
    if !is_linkedin(first) {
        return None;
    }
    parts.find(|part| part.eq_ignore_ascii_case("in"))?;
    parts.next()
}

fn slug_of_segment(segment: &str) -> Option<String> {
    let kept = without_tail(segment.trim_start_matches(is_invisible));
    let text = decoded(kept).unwrap_or_else(|| kept.to_owned());
    let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let is_blank = |c: char| c.is_whitespace() || c.is_control() || c == '/';
    let slug = text.trim_matches(|c| is_blank(c) || matches!(c, '\u{200c}' | '\u{200d}'));
    names_somebody(slug).then(|| slug.to_owned())
}

/// A slug as a key has it: signs are encoded, so that a key is read again as it is.
pub(in crate::import) fn encode_for_key(slug: &str) -> String {
    let within = slug.trim_end_matches(SIGNS).len();
    let mut key = String::with_capacity(slug.len());
    for (at, c) in slug.char_indices() {
        let is_strange = c.is_whitespace() || c.is_control() || ENCODED_IN_KEYS.contains(c);
        if !is_strange && at < within {
            key.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            key.push_str(&percent_encode_byte(byte).to_ascii_lowercase());
        }
    }
    key
}

pub(in crate::import) fn decode_from_key(slug: &str) -> String {
    decoded(slug).unwrap_or_else(|| slug.to_owned())
}

fn decoded(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(String::from)
}

/// Whether a slug is that of anybody: not a word for nobody, and no signs alone.
fn names_somebody(slug: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_punctuation() || SIGNS.contains(&c);
    !slug.chars().all(is_sign) && !NOBODY.iter().any(|word| slug.eq_ignore_ascii_case(word))
}

/// Whether an address says no more than that nobody knows it: `/in/undefined`.
pub fn is_placeholder_address(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim();
    let slug_segment = segment(path).or_else(|| path.ends_with("/in/").then_some("-"));
    slug_segment.is_some_and(|slug_segment| slug_of_segment(slug_segment).is_none())
}

/// Marks that nobody sees and that come along with a copied text.
pub(in crate::import) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
    )
}

pub(in crate::import) fn is_linkedin(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let host = host.split(':').next().unwrap_or_default();
    host == "linkedin.com" || host.ends_with(".linkedin.com")
}

#[cfg(test)]
mod tests {
    use super::{decoded_slug, is_placeholder_address, plain_slug};
    use crate::import::people_keys::person::{profile_url, slug};
    use proptest::prelude::*;

    #[test]
    fn what_people_leave_behind_an_address_is_no_part_of_it() {
        for after in [
            "\u{200e}",
            "\u{200b}",
            "\u{feff}",
            "\u{ad}",
            "\u{2060}",
            "\u{a0}",
            ")",
            ">",
            ".",
            ";",
            ",",
            "\"",
            "'",
            "*",
            "\\",
            "|",
            "]",
            "!",
            "…",
            "&trk=x",
            "%3Ftrk%3Dx",
            "%20",
            "%2F",
            " – CEO",
            "\tx",
            "\u{200d}",
            "%E2%80%8E",
            "', 'x",
            ".\u{200b}",
            "?x=/in/cyd",
            "’",
            "`",
            "&amp;trk=x",
            "%26trk%3Dx",
            "%23about",
            "%2F%3Ftrk=x",
            "),",
            "](https://www.linkedin.com/in/bea-q)",
            ";https://www.linkedin.com/in/cyd",
            "\"><b>",
        ] {
            let url = format!("https://www.linkedin.com/in/bea-q{after}");
            assert_eq!(slug(&url).as_deref(), Some("in/bea-q"), "{url:?}");
            assert_eq!(profile_url(&url).as_deref(), Some("https://www.linkedin.com/in/bea-q"));
        }
        for url in [
            "<https://www.linkedin.com/in/bea-q>",
            "(linkedin.com/in/bea-q)",
            "\u{feff}www.linkedin.com/in/bea-q",
            "[Bea Q](https://www.linkedin.com/in/bea-q)",
            "https://www.linkedin.com/in/be\u{ad}a\u{200b}-q",
        ] {
            assert_eq!(slug(url).as_deref(), Some("in/bea-q"), "{url:?}");
        }
    }

    #[test]
    fn a_slug_keeps_what_may_be_in_one() {
        for slug_text in ["zoë-b", "o’brien-1", "🌱-anna-b", "アダ-1", "ada_b", "j.smith", "नेहा-1"]
        {
            let url = format!("https://www.linkedin.com/in/{slug_text}");
            assert_eq!(decoded_slug(&url).as_deref(), Some(slug_text));
        }
    }

    #[test]
    fn what_is_encoded_belongs_to_the_slug() {
        for (one, other) in [
            ("jane-doe%2C-phd-1a", "jane-doe%2C-mba-2b"),
            ("ada%26q", "ada%26r"),
            ("ada-%28q%29-1", "ada-%28q%29-2"),
            ("ada%20q", "ada%20r"),
            ("ada%2Fq", "ada%2Fr"),
            ("ada%2Bq", "ada%2Br"),
            ("ada%29", "ada"),
            ("ada%E2%80%93", "ada"),
            ("ada,q", "ada,r"),
            ("ada;q", "ada;r"),
            ("ada&q", "ada&r"),
            ("ada*q", "ada*r"),
            ("ada|1", "ada|2"),
            ("ada(q)", "ada(r)"),
            ("ada[1]", "ada[2]"),
            ("ada{1", "ada{2"),
            ("ada+q", "ada+r"),
            ("ada:1", "ada:2"),
            ("ada=1", "ada=2"),
            ("ada!1", "ada!2"),
            ("ada$1", "ada$2"),
            ("ada^1", "ada^2"),
            ("ada`1", "ada`2"),
            ("山田、太郎", "山田、次郎"),
            ("ada。x", "ada。y"),
            ("ada%25d0", "ada%25d1"),
            ("ada%25", "ada"),
        ] {
            let [one, other] = [one, other].map(|slug_text| {
                let key = slug(&format!("https://www.linkedin.com/in/{slug_text}")).unwrap();
                assert_eq!(slug(&key).as_deref(), Some(key.as_str()), "{slug_text}");
                let url = profile_url(&key).unwrap();
                assert_eq!(slug(&url).as_deref(), Some(key.as_str()), "{slug_text} {url}");
                key
            });
            assert_ne!(one, other);
        }
        let encoded = slug("https://www.linkedin.com/in/Jane-Doe%2C-PhD-1a");
        assert_eq!(encoded.as_deref(), Some("in/jane-doe%2c-phd-1a"));
        assert_eq!(slug("https://www.linkedin.com/in/jane-doe,-phd-1a"), encoded);
    }

    #[test]
    fn an_address_within_another_is_read() {
        for url in [
            "https://www.google.com/url?q=https://www.linkedin.com/in/bea-q&sa=D",
            "https://www.google.com/url?sa=D&\
             q=https%3A%2F%2Fwww.linkedin.com%2Fin%2Fbea-q%3Ftrk%3D1",
            "https://www.linkedin.com/authwall?trk=x&sessionRedirect=https%3A%2F%2Fwww.linkedin.com\
             %2Fin%2Fbea-q%2F",
            "https://www.linkedin.com/login?session_redirect=%2Fin%2Fbea-q",
        ] {
            assert_eq!(slug(url).as_deref(), Some("in/bea-q"), "{url}");
        }
        let other = "https://www.linkedin.com/in/ada?from=https://www.linkedin.com/in/bea-q";
        assert_eq!(slug(other).as_deref(), Some("in/ada"));
    }

    #[test]
    fn an_address_of_nobody_names_nobody() {
        for word in super::NOBODY.iter().chain(&["UNKNOWN", "Null", "-", "--", "[object Object]"]) {
            let url = format!("https://www.linkedin.com/in/{word}");
            assert_eq!((slug(&url), profile_url(&url), plain_slug(&url)), (None, None, None));
            assert!(
                is_placeholder_address(&url) && is_placeholder_address(&format!("{url}/?x=1")),
                "{url}"
            );
        }
        assert!(is_placeholder_address("https://www.linkedin.com/in/"));
        for url in ["https://www.linkedin.com/in/nonella", "https://www.linkedin.com/company/me"] {
            assert!(!is_placeholder_address(url), "{url}");
        }
    }

    proptest! {
        #[test]
        fn what_stands_behind_an_address_changes_nothing(
            slug_text in "[a-z]{3}[a-z0-9ë-]{0,9}[a-z0-9]",
            after in "[ \\t\u{a0}?#\"<>\\\\]\\PC{0,9}|[.,;:!()\\[\\]{}|*=+$^`…’”–]{1,5}|\
                      &[a-z]{1,6}=\\PC{0,9}|%3[Ff]\\PC{0,9}|%23\\PC{0,9}|\
                      [\u{200e}\u{200b}\u{feff}\u{ad}]",
        ) {
            prop_assume!(super::names_somebody(&slug_text));
            let url = format!("https://www.linkedin.com/in/{slug_text}");
            prop_assert_eq!(slug(&format!("{url}{after}")), slug(&url));
        }

        #[test]
        fn two_slugs_are_two_whatever_signs_they_have(
            slug_text in "[a-zé]{2}[a-z,;.()&+ |*'–、😀%-]{0,8}[a-z0-9)–,]",
        ) {
            let whole = percent_encoding::NON_ALPHANUMERIC;
            let encoded = percent_encoding::utf8_percent_encode(&slug_text, whole).to_string();
            let url = format!("https://www.linkedin.com/in/{encoded}");
            prop_assume!(super::names_somebody(&slug_text));
            prop_assert_eq!(decoded_slug(&url), Some(slug_text));
            let key = slug(&url).unwrap();
            prop_assert_eq!(slug(&key), Some(key.clone()));
            prop_assert!(key.bytes().all(|byte| !b" ,;()&+|*".contains(&byte)), "{}", key);
        }
    }
}
