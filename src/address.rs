//! Addresses with names, passwords or tokens in them: what is secret is masked wherever it is
//! shown.
//!
//! Invariant: a masked text is as long as it was, in bytes, so that places in it stay places in it.

/// Words in the name of a part of a query that make its value a secret.
const SECRET: [&str; 8] =
    ["token", "key", "secret", "pass", "auth", "sig", "credential", "private"];

/// The text with `*` for every byte that is secret in an address: the name and password before the
/// host, and what a query calls a token or a key. The name alone of an `ssh` address is none.
pub fn masked(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut from = 0;
    while let Some(at) = text[from..].find("://").map(|at| from + at) {
        let start = at + "://".len();
        let scheme = text[..at].rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '+')).next();
        let is_ssh = scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("ssh"));
        let is_end = |c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`' | '<' | '>' | ',');
        let end = text[start..].find(is_end).map_or(text.len(), |end| start + end);
        let address = &text[start..end];
        if let Some(user) = user(address).filter(|user| !is_ssh || user.contains(':')) {
            bytes[start..start + user.len()].fill(b'*');
        }
        mask_query(address, start, &mut bytes);
        from = end;
    }
    mask_short_form(text, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

/// What stands before the `@` of the host. A password may hold a `/` or an `@`, though neither is
/// allowed there.
fn user(address: &str) -> Option<&str> {
    let host = address.find(['/', '?', '#']).unwrap_or(address.len());
    let at = address[..host].rfind('@').or_else(|| {
        let path = address.find('?').unwrap_or(address.len());
        address[..path].rfind('@').filter(|at| address[..*at].contains(':'))
    });
    at.map(|at| &address[..at]).filter(|user| !user.is_empty())
}

fn mask_query(address: &str, start: usize, bytes: &mut [u8]) {
    let Some(query) = address.find(['?', '#']) else { return };
    let mut at = query + 1;
    for part in address[at..].split(['&', ';', '#']) {
        if let Some((name, value)) = part.split_once('=')
            && SECRET.iter().any(|word| name.to_ascii_lowercase().contains(word))
        {
            let value_start = start + at + name.len() + 1;
            bytes[value_start..value_start + value.len()].fill(b'*');
        }
        at += part.len() + 1;
    }
}

/// Masks `name:password@host:path`, and what is an address but for a slash that was lost:
/// `https:/name:password@host/path`, `//name:password@host`.
fn mask_short_form(text: &str, bytes: &mut [u8]) {
    let mut start = 0;
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`')) {
        if let Some((before, host)) = word.split_once('@') {
            let (slashes, user) = match before.rfind('/') {
                Some(at) => (Some(&before[..at]), &before[at + 1..]),
                None => (None, before),
            };
            let is_address = match slashes {
                Some(scheme) => scheme.trim_end_matches('/').is_empty() || scheme.ends_with(':'),
                None => host.contains(':'),
            };
            let is_secret =
                |(name, password): (&str, &str)| !name.is_empty() && !password.is_empty();
            if is_address && user.split_once(':').is_some_and(is_secret) {
                let user_start = start + before.len() - user.len();
                bytes[user_start..user_start + user.len()].fill(b'*');
            }
        }
        start += word.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
}

/// Whether an address carries something that is secret, or that may be.
pub fn has_secret(address: &str) -> bool {
    let has_query = address.contains("://") && address.contains(['?', '#']);
    has_query || masked(address) != address
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_secret_of_an_address_is_shown() {
        for text in [
            "https://ada:s3cret@h/a.git",
            "https://s3cret@h/a.git@v1",
            "https://ada:s3cret/x@y@h/a.git",
            "https://h/a.git?token=s3cret",
            "https://h/a?x=1&access_token=s3cret&y=2",
            "HTTPS://ada:s3cret@h/a",
            "ssh://ada:s3cret@h/a",
            "ada:s3cret@h:a.git",
            "https:/ada:s3cret@h/a@v1",
            "//ada:s3cret@h/a",
            "unable to access 'https://x:s3cret@h/': no",
            "redirect https://a:s3cret@h/ to https://b:s3cret@i/?token=s3cret",
        ] {
            assert!(has_secret(text), "{text}");
            assert!(!masked(text).contains("s3cret"), "{}", masked(text));
        }
        for text in [
            "https://h/a.git",
            "https://h:8080/a.git",
            "ssh://git@h/a",
            "git@h.com:acme/a.git",
            "file:///a/b",
            "../a",
            "write to ada@acme.example: soon",
            "see https://h/a",
        ] {
            assert_eq!(masked(text), text);
            assert!(!has_secret(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_masked_text_is_as_long_as_it_was(
            text in "[a:/@?=&# é'*]{0,12}(://)?[a:/@?=&#é]{0,12}",
        ) {
            prop_assert_eq!(masked(&text).len(), text.len());
        }
    }
}
