//! Addresses with names, passwords or tokens in them: what is secret is masked wherever it is
//! shown.
//!
//! Invariant: a masked text is as long as it was, in bytes, so that places in it stay places in it.

use std::ops::Range;

/// Words in the name of a part of a query that make its value a secret.
const SECRET: [&str; 8] =
    ["token", "key", "secret", "pass", "auth", "sig", "credential", "private"];

/// The text with `*` for every byte that is secret in an address: the name and password before the
/// host, and what a query calls a token or a key. The name alone of an `ssh` address is none.
pub fn mask_secrets(text: &str) -> String {
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
    mask_words(text, &mut bytes);
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
    let user = at.map(|at| &address[..at]).filter(|user| !user.is_empty());
    user.or_else(|| cut_off(&address[..host]))
}

/// A host whose port is no number is a name with its password, of an address that was cut off.
fn cut_off(host: &str) -> Option<&str> {
    let (name, port) = host.rsplit_once(':').filter(|_| !host.starts_with('['))?;
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
    (!name.is_empty() && !is_port).then_some(host)
}

/// What a query begins with, and what may stand behind a path in its place.
const QUERY: [char; 3] = ['?', '#', ';'];

fn mask_query(address: &str, start: usize, bytes: &mut [u8]) {
    let Some(query) = address.find(QUERY) else { return };
    // No server of repositories is asked anything in an address: what is there is to let one in.
    let is_of_repository = address[..query].to_ascii_lowercase().contains(".git");
    mask_values(address, query + 1, start, is_of_repository, bytes);
}

/// Masks what is secret of the parts of `word` from `at` on; `start` is where the word begins.
fn mask_values(word: &str, mut at: usize, start: usize, is_all: bool, bytes: &mut [u8]) {
    for part in word[at..].split(['&', ';', '#', '?']) {
        let (name, value) = part.split_once('=').unwrap_or(("", part));
        let is_secret = |text: &str| SECRET.iter().any(|word| text.contains(word));
        // What has no name may be a token, and what is in a value may be a setting that has one.
        if is_all || name.is_empty() || is_secret(&part.to_ascii_lowercase()) {
            let value_start = start + at + part.len() - value.len();
            bytes[value_start..value_start + value.len()].fill(b'*');
        }
        at += part.len() + 1;
    }
}

/// What an address begins with, where the signs after it were lost.
const SCHEMES: [&str; 8] = ["http", "https", "ssh", "git", "ftp", "file", "postgres", "postgresql"];

/// Masks what is secret in words that are no whole addresses: `name:password@host:path`, what is an
/// address but for signs that were lost (`https:/name:password@host/path`, `//name:password@host`,
/// `https:name:password@host`), and a query behind anything, such as a tag.
fn mask_words(text: &str, bytes: &mut [u8]) {
    let mut start = 0;
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`')) {
        if let Some(user) = user_of_short_form(word) {
            bytes[start + user.start..start + user.end].fill(b'*');
        }
        if let Some(query) = word.find(QUERY).filter(|_| !word.contains("://")) {
            let is_short_form = is_short_form(&word[..query]);
            let is_query = is_short_form || word[query..].starts_with(['?', '#']);
            // Elsewhere a sign means something else, and only what is called a secret is one.
            if is_query && (is_short_form || word[query + 1..].contains('=')) {
                mask_values(word, query + 1, start, is_short_form, bytes);
            }
        }
        start += word.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
}

/// Whether a word is `user@host:path`.
fn is_short_form(word: &str) -> bool {
    let host = word.split_once('@').and_then(|(_, rest)| rest.split_once(':'));
    host.is_some_and(|(host, path)| !host.is_empty() && !path.is_empty())
}

/// Where in such a word the name and the password are.
fn user_of_short_form(word: &str) -> Option<Range<usize>> {
    let (before, host) = word.split_once('@')?;
    let is_scheme = |text: &str| SCHEMES.iter().any(|scheme| text.eq_ignore_ascii_case(scheme));
    let slash = before.rfind(['/', '\\']).map(|at| at + 1);
    let first = before.split_once(':').filter(|(scheme, _)| is_scheme(scheme));
    let start = match (slash, first) {
        (Some(at), _) => at,
        (None, Some((scheme, _))) => scheme.len() + 1,
        (None, None) => 0,
    };
    let scheme = before[..start].trim_end_matches(['/', '\\']);
    let is_address = match (slash, first) {
        (Some(_), _) => scheme.is_empty() || scheme.ends_with(':') || is_scheme(scheme),
        (None, first) => first.is_some() || host.contains(':'),
    };
    let (name, password) = before[start..].split_once(':')?;
    (is_address && !name.is_empty() && !password.is_empty()).then_some(start..before.len())
}

/// Whether an address carries something that is secret, or that may be.
pub fn has_secret(address: &str) -> bool {
    let is_address = address.contains("://") || is_short_form(address);
    let has_query = is_address && address.contains(QUERY);
    has_query || mask_secrets(address) != address
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
            "https//ada:s3cret@h/a@v1",
            "https:ada:s3cret@h/a",
            "https:\\\\ada:s3cret@h\\a",
            "postgres:/ada:s3cret@h/d",
            "https://h/a.git;password=s3cret@v1",
            "https://h/a.git#s3cret",
            "https://h/a.git?s3cret",
            "https://h/a.git?x=s3cret",
            "https://h/a.git@v1?token=s3cret",
            "https://h/a.git@v1#s3cret",
            "https://h/a.git@v1;x=s3cret",
            "git@h:a.git?s3cret@v1",
            "git@h:a.git@v1?x=1&y=s3cret",
            "git@h:a.git#s3cret",
            "postgres://u@h/d?options=-cpassword%3Ds3cret",
            "redirect https://a:s3cret@h/ to https://b:s3cret@i/?token=s3cret",
            "https://ada:s3cret",
            "https://ada:s3cret\n@h/a.git@v1",
            "https://ada:s3cret @h/a.git@v1",
        ] {
            assert!(has_secret(text), "{text}");
            assert!(!mask_secrets(text).contains("s3cret"), "{}", mask_secrets(text));
        }
        for text in [
            "https://h/a.git",
            "https://h:8080/a.git",
            "https://[::1]/a.git",
            "https://h: no such host",
            "ssh://git@h/a",
            "git@h.com:acme/a.git",
            "file:///a/b",
            "../a",
            "write to ada@acme.example: soon",
            "see https://h/a",
        ] {
            assert_eq!(mask_secrets(text), text);
            assert!(!has_secret(text), "{text}");
        }
        // What stands behind a tag alone is masked, too.
        for text in ["`v1?token=s3cret` is no name of a tag", "tag = \"v1#access_key=s3cret\""] {
            assert!(!mask_secrets(text).contains("s3cret"), "{}", mask_secrets(text));
        }
        for text in ["is it #1 or #2? `a;b`", "#{ a: 1, b: x[0]?.key }", "ada@acme.example?"] {
            assert_eq!(mask_secrets(text), text);
        }
    }

    proptest! {
        #[test]
        fn a_masked_text_is_as_long_as_it_was(
            text in "[a:/@?=&# é'*]{0,12}(://)?[a:/@?=&#é]{0,12}",
        ) {
            prop_assert_eq!(mask_secrets(&text).len(), text.len());
        }
    }
}
