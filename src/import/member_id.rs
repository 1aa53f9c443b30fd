//! Members who are named by LinkedIn's own ids instead of a slug: a number, `urn:li:member:42`, or
//! the same in letters, `ACoAA…`, which Sales Navigator, Recruiter and most scrapers show.
//!
//! The letters of an id are Base64, so their case counts, but programs lower whole addresses. An id
//! in lower case is told from a slug by its length: LinkedIn's ids have 39 letters, digits, `-` and
//! `_`, and no slug that people choose begins with `acoaa` and is as long. Ids are compared without
//! regard to case.
//!
//! Invariant: an id is never a slug, and never contradicts one.

use super::person::decoded_slug;

/// What the key of a member id begins with.
pub(super) const PROFILE_URN: &str = "urn:li:fsd_profile:";

/// What ids begin with: what they are of, and zeros.
const BEGINNINGS: [&str; 4] = ["ACoAA", "ACwAA", "ADoAA", "AEMAA"];

/// The least that is an id in its own letters, and in lower ones.
const LEAST_LENGTH: usize = 11;
const LEAST_LENGTH_LOWERED: usize = 36;

/// The key `urn:li:fsd_profile:ACoAA…` of a person without a slug: from an address of LinkedIn,
/// Sales Navigator or Recruiter, from a URN, or from the id alone.
pub fn member_id(text: &str) -> Option<String> {
    // Most texts have none, and nothing has to be taken apart then.
    if !text.contains("AA") && !text.contains("aa") {
        return None;
    }
    let mut parts = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    let id = parts.find(|part| is_member_id(part))?;
    // A slug before it, as in `/in/ada?miniProfileUrn=…`, is better.
    let has_slug = decoded_slug(text).is_some_and(|slug| !is_member_id(&slug));
    (!has_slug).then(|| [PROFILE_URN, id].concat())
}

/// Whether that is a member's number in other letters.
pub(super) fn is_member_id(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let is_one = |beginning: &&str| {
        let lowered = beginning.bytes().map(|byte| byte.to_ascii_lowercase());
        let own = text.bytes().take(beginning.len());
        (text.len() >= LEAST_LENGTH && text.starts_with(*beginning))
            || (text.len() >= LEAST_LENGTH_LOWERED && own.eq(lowered))
    };
    text.len() >= LEAST_LENGTH && BEGINNINGS.iter().any(is_one) && text.bytes().all(is_plain)
}

/// The member's key, `urn:li:member:N`, from its URN or plain number.
pub fn member(text: &str) -> Option<String> {
    let text = text.trim();
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
    use super::{is_member_id, member, member_id, member_of_address};
    use crate::import::person::{profile_url, slug};
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
    fn a_slug_that_begins_alike_stays_one() {
        for own in
            ["acorn-aa", "acoaching-anna", "acoaa-partners", "acwaaka-emeka", "aemaa", "acoa"]
        {
            let url = format!("https://www.linkedin.com/in/{own}");
            assert_eq!(member_id(&url), None, "{own}");
            assert_eq!(slug(&url), Some(format!("in/{own}")), "{own}");
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
