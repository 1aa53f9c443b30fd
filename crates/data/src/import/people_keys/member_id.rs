//! Members who are named by LinkedIn's own ids instead of a slug: a number, `urn:li:member:42`, or
//! the same in letters, `ACoAA…`, which Sales Navigator, Recruiter and most scrapers show.
//!
//! The letters of an id are Base64, so their case counts, but programs lower whole addresses. An id
//! in lower case is told from a slug by its length: LinkedIn's ids have 39 letters, digits, `-` and
//! `_`, and no slug that people choose begins with `acoaa` and is as long. Ids are compared without
//! regard to case.
//!
//! Until 2015 most profiles had an address such as `/pub/ada-b/12/a65/123` instead, which LinkedIn
//! made `/in/ada-b-123a6512`; whoever has chosen a slug since is found under that. So it is an id,
//! too, and one that tells of a slug.
//!
//! Invariant: an id is never a slug, and never contradicts one.

use super::slug::{decoded_slug, is_invisible, is_linkedin, plain_slug};
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

/// What the key of a member id begins with.
pub(in crate::import) const PROFILE_URN: &str = "urn:li:fsd_profile:";

/// What the key of a former address begins with.
const FORMER: &str = "pub/";

/// How many digits the parts have after a name in a former address, as its slug spells them.
const FORMER_DIGITS: usize = 3;

/// What ids begin with: what they are of, and zeros.
const BEGINNINGS: [&str; 4] = ["ACoAA", "ACwAA", "ADoAA", "AEMAA"];

/// The least that is an id in its own letters, and in lower ones.
const LEAST_LENGTH: usize = 11;
pub(in crate::import) const LEAST_LENGTH_LOWERED: usize = 36;

/// The key `urn:li:fsd_profile:ACoAA…` of a person without a slug: from an address of LinkedIn,
/// Sales Navigator or Recruiter, from a URN, or from the id alone; `pub/name/1/2/3` from a former
/// address.
pub fn member_id(text: &str) -> Option<String> {
    if text.contains(FORMER) {
        return former(text);
    }
    // Most texts have none, and nothing has to be taken apart then.
    if plain_slug(text).is_some() || (!text.contains("AA") && !text.contains("aa")) {
        return None;
    }
    let mut parts = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    let id = parts.find(|part| is_member_id(part));
    // A slug before it, as in `/in/ada?miniProfileUrn=…`, is better.
    match decoded_slug(text) {
        Some(slug) if !is_member_id(&slug) => None,
        within => Some([PROFILE_URN, id.or(within.as_deref())?].concat()),
    }
}

/// The key of a person in a former address.
fn former(text: &str) -> Option<String> {
    let path = text.trim().split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let first = parts.next()?;
    let begins = first == "pub" || (is_linkedin(first) && parts.next()? == "pub");
    let name = percent_decode_str(parts.next().filter(|_| begins)?).decode_utf8().ok()?;
    let name: String = name.trim().to_lowercase().nfc().collect();
    let mut key = format!("{FORMER}{name}");
    for _ in 0..3 {
        let digits = parts.next()?;
        let is_one = digits.len() <= FORMER_DIGITS && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let shortest = digits.trim_start_matches('0').to_ascii_lowercase();
        key.push('/');
        key.push_str(is_one.then(|| if shortest.is_empty() { "0" } else { &shortest })?);
    }
    Some(key)
}

/// The slug `in/name-321` that LinkedIn made of a former address, from its key.
pub fn slug_of_former(key: &str) -> Option<String> {
    let mut parts = key.strip_prefix(FORMER)?.split('/');
    let [name, first, second, third] = [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
    let first = if first == "0" { "" } else { first };
    Some(format!("in/{name}-{third:0>FORMER_DIGITS$}{second:0>FORMER_DIGITS$}{first}"))
}

/// The key of the former address of which a slug was made, if it may have been made of one.
pub fn former_of_slug(key: &str) -> Option<String> {
    let (name, digits) = key.strip_prefix("in/")?.rsplit_once('-')?;
    let (third, rest) = digits.split_at_checked(FORMER_DIGITS)?;
    let (second, first) = rest.split_at_checked(FORMER_DIGITS)?;
    let first = if first.is_empty() { "0" } else { first };
    former(&format!("{FORMER}{name}/{first}/{second}/{third}"))
}

/// Whether that is a member's number in other letters.
pub(in crate::import) fn is_member_id(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let is_one = |beginning: &&str| {
        let lowered = beginning.bytes().map(|byte| byte.to_ascii_lowercase());
        let beginning_bytes = text.bytes().take(beginning.len());
        (text.len() >= LEAST_LENGTH && text.starts_with(*beginning))
            || (text.len() >= LEAST_LENGTH_LOWERED && beginning_bytes.eq(lowered))
    };
    text.len() >= LEAST_LENGTH && BEGINNINGS.iter().any(is_one) && text.bytes().all(is_plain)
}

/// The member's key, `urn:li:member:N`, from its URN or plain number.
pub fn member(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let number = text.strip_prefix("urn:li:member:").unwrap_or(text);
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| format!("urn:li:member:{number}"))
}

/// The same from an address: a URN, or LinkedIn's old `/profile/view?id=42`.
pub fn member_of_address(text: &str) -> Option<String> {
    let text = text.trim();
    if text.starts_with("urn:") {
        return member(text);
    }
    let (path, query) = text.split_once('?')?;
    if !path.to_ascii_lowercase().trim_end_matches('/').ends_with("linkedin.com/profile/view") {
        return None;
    }
    let query = query.split('#').next().unwrap_or_default();
    query.split('&').find_map(|pair| member(pair.strip_prefix("id=")?))
}

#[cfg(test)]
mod tests {
    use super::{former_of_slug, is_member_id, slug_of_former};
    use super::{member, member_id, member_of_address};
    use crate::import::people_keys::person::{profile_url, slug};
    use proptest::prelude::*;

    #[test]
    fn a_member_id_is_no_slug_wherever_it_stands() {
        let id = "ACoAABxx_-345678";
        for text in [
            format!("https://www.linkedin.com/in/{id}"),
            format!("https://www.linkedin.com/sales/lead/{id},NAME_SEARCH,q7Z"),
            format!("https://www.linkedin.com/sales/people/{id},x,y?_ntb=1"),
            format!("https://www.linkedin.com/talent/profile/{id}"),
            format!("urn:li:fs_salesProfile:({id},NAME_SEARCH,q7Z)"),
            format!("urn:li:fsd_profile:{id}"),
            id.to_owned(),
        ] {
            assert_eq!(member_id(&text), Some(format!("urn:li:fsd_profile:{id}")), "{text}");
            assert_eq!(slug(&text), None, "{text}");
            let url = profile_url(&text);
            assert_eq!(url, Some(format!("https://www.linkedin.com/in/{id}")), "{text}");
        }
        assert_eq!(member_id("https://www.linkedin.com/in/ada?urn=ACoAABxx_-345678"), None);
    }

    #[test]
    fn a_former_address_is_an_id_and_tells_of_a_slug() {
        for (text, key, ending) in [
            (
                "http://uk.linkedin.com/pub/Ada-B/12/a65/123?trk=x",
                "pub/ada-b/12/a65/123",
                "123a6512",
            ),
            ("https://www.linkedin.com/pub/ada-b/a7/076/b50/en", "pub/ada-b/a7/76/b50", "b50076a7"),
            ("/pub/ada-b/0/505/82a", "pub/ada-b/0/505/82a", "82a505"),
        ] {
            assert_eq!(member_id(text).as_deref(), Some(key), "{text}");
            assert_eq!(slug(text), None, "{text}");
            let ending = format!("in/ada-b-{ending}");
            assert_eq!(slug_of_former(key), Some(ending.clone()));
            assert_eq!(former_of_slug(&ending).as_deref(), Some(key));
            let url = format!("https://www.linkedin.com/{key}");
            assert_eq!(profile_url(text), Some(url.clone()));
            assert_eq!(member_id(&url).as_deref(), Some(key));
        }
        for text in [
            "https://www.linkedin.com/pub/dir/Ada/B",
            "https://x.example/pub/ada/1/2/3",
            "linkedin.com/pub/ada/1/2",
            "linkedin.com/pub/ada/1/2/wxyz",
            "in/ada-b",
            "pub/",
        ] {
            assert_eq!(member_id(text), None, "{text}");
        }
    }

    #[test]
    fn a_slug_that_begins_alike_stays_one() {
        for slug_text in
            ["acorn-aa", "acoaching-anna", "acoaa-partners", "acwaaka-emeka", "aemaa", "acoa"]
        {
            let url = format!("https://www.linkedin.com/in/{slug_text}");
            assert_eq!(member_id(&url), None, "{slug_text}");
            assert_eq!(slug(&url), Some(format!("in/{slug_text}")), "{slug_text}");
        }
    }

    #[test]
    fn numbers_and_old_addresses_name_members() {
        assert_eq!(member("urn:li:member:42").as_deref(), Some("urn:li:member:42"));
        assert_eq!(member("urn:li:invitation:42"), None);
        for url in [
            "https://www.linkedin.com/profile/view?id=42&trk=x",
            "http://de.linkedin.com/profile/view/?trk=x&id=42#top",
            "urn:li:member:42",
        ] {
            assert_eq!(member_of_address(url).as_deref(), Some("urn:li:member:42"), "{url}");
        }
        for url in ["https://x.com/profile/view?id=42", "linkedin.com/profile/view?id=ab", "42"] {
            assert_eq!(member_of_address(url), None, "{url}");
        }
    }

    proptest! {
        #[test]
        fn an_id_is_known_in_every_address_and_never_a_slug(
            beginning in prop::sample::select(super::BEGINNINGS.to_vec()),
            rest in "[A-Za-z0-9_]{34}",
            is_lowered in any::<bool>(),
            form in prop::sample::select(vec![
                "https://www.linkedin.com/in/#", "linkedin.com/in/#/", "/in/#?trk=x", "#",
                "https://www.linkedin.com/sales/lead/#,NAME_SEARCH,Ab12", "urn:li:fsd_profile:#",
                "https://de.linkedin.com/mwlite/in/#", "https://www.linkedin.com/talent/profile/#",
            ]),
        ) {
            let id = format!("{beginning}{rest}");
            let id = if is_lowered { id.to_lowercase() } else { id };
            prop_assert!(is_member_id(&id));
            let text = form.replace('#', &id);
            prop_assert_eq!(member_id(&text), Some(format!("urn:li:fsd_profile:{id}")));
            prop_assert_eq!(slug(&text), None);
        }
    }
}
