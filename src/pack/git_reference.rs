//! A fixed state of a git repository: a tag or a commit.

use std::fmt;
use std::path::Path;
use thiserror::Error;

/// A fixed state of a git repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitReference {
    Tag(String),
    /// A commit, by its full name.
    Commit(String),
}

/// A text that names no tag and no commit, as it may be shown.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("`{0}` is no name of a tag")]
pub struct InvalidTag(String);

impl GitReference {
    /// The commit or tag that a text names: 40 or 64 hexadecimal digits are a commit.
    pub fn parse(text: &str) -> Result<Self, InvalidTag> {
        let digits =
            text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        if digits && matches!(text.len(), 40 | 64) {
            return Ok(Self::Commit(text.into()));
        }
        // The rules of `git check-ref-format`, somewhat narrower.
        let of_tag = |c: char| c.is_alphanumeric() || "-_./+".contains(c);
        let sound = !text.is_empty()
            && text.chars().all(of_tag)
            && !text.starts_with(['-', '.', '/'])
            && !text.ends_with(['/', '.'])
            && !text.contains("..")
            && !text.contains("//")
            && !text.split('/').any(|part| part.starts_with('.') || has_lock(part));
        if sound { Ok(Self::Tag(text.into())) } else { Err(InvalidTag(redacted(text))) }
    }
}

/// What is shown of a text that names no tag: behind a sign that no tag has there may be a secret.
pub fn redacted(reference: &str) -> String {
    match reference.find(['?', '#', ';', '&', ':', '@', '=']) {
        Some(end) => format!("{}…", &reference[..end]),
        None => reference.into(),
    }
}

/// Whether a part of a tag's name ends as git's own lock files do.
fn has_lock(part: &str) -> bool {
    Path::new(part).extension().is_some_and(|end| end.eq_ignore_ascii_case("lock"))
}

impl fmt::Display for GitReference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tag(name) | Self::Commit(name) => formatter.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_a_tag_or_a_whole_commit() {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        assert_eq!(GitReference::parse(commit), Ok(GitReference::Commit(commit.into())));
        assert_eq!(GitReference::parse("v1.0"), Ok(GitReference::Tag("v1.0".into())));
        assert_eq!(GitReference::parse("release/1"), Ok(GitReference::Tag("release/1".into())));
        for text in ["", "-x", "a..b", "a b", "a:b", "a^{}", "x.lock", "/a", "a/", "a~1", "*"] {
            assert!(GitReference::parse(text).is_err(), "{text}");
        }
    }
}
