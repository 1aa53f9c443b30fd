//! Where a pack comes from: a folder, an archive, or a git repository at a tag or a commit.
//!
//! Invariant: a source is fixed. A branch is none: what it names tomorrow nobody has looked at.

use super::archive::fetch_archive;
use super::error::PackError;
use super::folder::{FetchedFiles, fetch_folder};
use super::git::fetch_git;
use super::git_reference::GitReference;
use crate::address::{has_secret, mask_secrets};
use std::fmt;
use std::path::{Component, Path, PathBuf};

/// What is wrong with an address that carries a secret.
pub const SECRET_PROBLEM: &str = "the address carries a name, a password, a token or a query";
/// What to do instead.
pub const SECRET_ADVICE: &str = "leave it out: git asks its credential helper \
                                 (`git help credentials`), and ssh its keys; who may have seen it \
                                 already should not be able to use it any more";

/// Where a pack comes from. Paths are those of the project file: from its folder, with `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackSource {
    Path(String),
    /// A zip or a tar.gz.
    Archive(String),
    Git {
        /// Where it is: an address or a path.
        url: String,
        at: GitReference,
    },
}

impl fmt::Display for PackSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) | Self::Archive(path) => formatter.write_str(path),
            Self::Git { url, at } => write!(formatter, "{url}@{at}"),
        }
    }
}

impl PackSource {
    /// The source that is meant on the command line, seen from the folder of the project `root`.
    ///
    /// # Errors
    /// What is no source, with what one looks like.
    pub fn parse(text: &str, root: &Path) -> Result<Self, PackError> {
        let path = Path::new(text);
        if path.is_dir() {
            return Ok(Self::Path(seen_from(root, path)?));
        }
        if path.is_file() {
            return Ok(Self::Archive(seen_from(root, path)?));
        }
        // A commit or tag behind the last `@` is no part of the address.
        let url = text.rsplit_once('@').map(|(url, _)| url).filter(|url| is_address(url));
        demand_no_secret(url.unwrap_or(text))?;
        demand_no_secret(text)?;
        let at =
            text.rsplit_once('@').filter(|(url, _)| is_address(url) || Path::new(url).is_dir());
        if let Some((url, reference)) = at {
            let at = GitReference::parse(reference)
                .map_err(|wrong| PackError::refused(url, wrong.to_string()))?;
            demand_one_reference(url)?;
            let url =
                if is_address(url) { url.to_owned() } else { seen_from(root, Path::new(url))? };
            return Ok(Self::Git { url, at });
        }
        if is_address(text) {
            let error = PackError::refused(text, "it names no tag and no commit");
            return Err(error.with_help(format!("add `{text}@v1.0.0`, with a tag of it")));
        }
        let error = PackError::refused(text, "no such folder or file");
        Err(error.with_help(
            "name a folder, a zip, a tar.gz, or a git repository at a tag, such as \
             `https://example.com/acme/pack.git@v1.0.0`",
        ))
    }

    /// What is there now. Only a git repository may be elsewhere: then `git` connects to it.
    ///
    /// # Errors
    /// A source that cannot be read, or holds what no pack can.
    pub fn fetch(&self, root: &Path) -> Result<FetchedFiles, PackError> {
        match self {
            Self::Path(path) => fetch_folder(&root.join(path)),
            Self::Archive(path) => fetch_archive(&root.join(path)),
            Self::Git { url, at } if is_address(url) => fetch_git(url, at),
            Self::Git { url, at } => {
                let path = root.join(url);
                let real = path.canonicalize().map_err(|error| {
                    PackError::refused(path.display().to_string(), error.to_string())
                })?;
                fetch_git(&real.display().to_string(), at)
            }
        }
    }
}

/// Fails for an address that carries what nobody else may know: it would stand in the project file
/// and in the lock, for everybody to read.
fn demand_no_secret(url: &str) -> Result<(), PackError> {
    if !has_secret(url) {
        return Ok(());
    }
    let shown = mask_secrets(url.split(['?', '#', ';']).next().unwrap_or_default());
    Err(PackError::refused(shown, SECRET_PROBLEM).with_help(SECRET_ADVICE))
}

/// Fails where a tag stands before the tag: one of the two is something else, maybe a secret.
fn demand_one_reference(url: &str) -> Result<(), PackError> {
    let name = url.rsplit(['/', ':']).next().unwrap_or_default();
    match name.split_once('@').filter(|(before, _)| is_address(url) && !before.is_empty()) {
        None => Ok(()),
        Some((_, other)) => {
            let shown = url.strip_suffix(other).unwrap_or_default();
            let error = PackError::refused(format!("{shown}…"), "it names two tags or commits");
            Err(error.with_help("leave one of them out"))
        }
    }
}

/// Whether a text is an address that git may connect to: `https://…`, `ssh://…`, `file://…`, or
/// `user@host:path`.
pub(super) fn is_address(text: &str) -> bool {
    let schemes = ["https://", "ssh://", "file://"];
    if let Some(rest) = schemes.iter().find_map(|scheme| text.strip_prefix(scheme)) {
        return rest.contains('/') && !rest.contains(char::is_whitespace);
    }
    let Some((host, path)) = text.split_once(':') else { return false };
    let of_host = |c: char| c.is_ascii_alphanumeric() || "-_.@".contains(c);
    host.contains('@')
        && !host.starts_with('-')
        && host.chars().all(of_host)
        && !path.is_empty()
        && !path.starts_with("//")
}

/// A path as it is written in the project file: from its folder, with `/`.
fn seen_from(root: &Path, path: &Path) -> Result<String, PackError> {
    let real = |path: &Path| {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        path.canonicalize()
            .map_err(|error| PackError::refused(path.display().to_string(), error.to_string()))
    };
    let (from, to) = (real(root)?, real(path)?);
    let relative = if path.is_absolute() { to.clone() } else { relative_path(&from, &to) };
    let text = relative.to_str().map(|text| text.replace('\\', "/"));
    text.ok_or_else(|| PackError::refused(path.display().to_string(), "its path is no text"))
}

/// The way from one folder to a path.
fn relative_path(from: &Path, to: &Path) -> PathBuf {
    let same = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if same == 0 {
        return to.to_path_buf();
    }
    let up = from.components().skip(same).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to.components().skip(same)).collect();
    if way.as_os_str().is_empty() { PathBuf::from(".") } else { way }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_told_from_paths() {
        for text in ["https://h/a.git", "ssh://git@h/a", "file:///a/b", "git@h.com:acme/a.git"] {
            assert!(is_address(text), "{text}");
        }
        for text in [
            "http://h/a",
            "ext::sh -c x",
            "git://h/a",
            "-x:y",
            "--upload-pack=x@h:y",
            "C:\\a",
            "https://h",
            "a/b",
        ] {
            assert!(!is_address(text), "{text}");
        }
    }

    #[test]
    fn no_secret_of_an_address_is_taken_or_shown() {
        for text in [
            "https://ada:s3cret@h/a.git@v1",
            "https://h/a.git?token=s3cret@v1",
            "http://ada:s3cret@h/a@v1",
            "ada:s3cret@h:a.git@v1",
        ] {
            let error = PackSource::parse(text, Path::new(".")).unwrap_err();
            assert!(!format!("{error:?}").contains("s3cret"), "{text}: {error:?}");
        }
    }

    proptest! {
        #[test]
        fn no_place_of_an_address_lets_a_secret_through(
            secret in "[A-Z][A-Za-z0-9]{9,20}",
            number in 0..PLACES.len(),
        ) {
            let text = PLACES[number].replace("SECRET", &secret);
            let error = PackSource::parse(&text, Path::new(".")).unwrap_err();
            let message = mask_secrets(&format!("{error:?} {error}"));
            prop_assert!(!message.contains(&secret), "{}: {}", text, message);
            prop_assert!(!mask_secrets(&text).contains(&secret), "{}", mask_secrets(&text));
        }
    }

    /// Where a secret may be put.
    const PLACES: [&str; 22] = [
        "https://SECRET@h.example/x.git@v1",
        "https://ada:SECRET@h.example/x.git@v1",
        "https://h.example/x.git?token=SECRET@v1",
        "https://h.example/x.git?x=SECRET@v1",
        "https://h.example/x.git?SECRET@v1",
        "https://h.example/x.git#SECRET@v1",
        "https://h.example/x.git;SECRET@v1",
        "https://h.example/x.git@v1?token=SECRET",
        "https://h.example/x.git@v1?x=SECRET",
        "https://h.example/x.git@v1?SECRET",
        "https://h.example/x.git@v1#SECRET",
        "https://h.example/x.git@v1;p=SECRET",
        "https://h.example/x.git@v1?a=b#SECRET",
        "ssh://ada:SECRET@h.example/x.git@v1",
        "ssh://git@h.example/x.git@v1?SECRET",
        "ada:SECRET@h.example:x.git@v1",
        "git@h.example:x.git?SECRET@v1",
        "git@h.example:x.git?token=SECRET@v1",
        "git@h.example:x.git@v1?SECRET",
        "git@h.example:x.git@v1#SECRET",
        "git@h.example:x.git;k=SECRET@v1",
        "http://ada:SECRET@h.example/x.git@v1",
    ];

    #[test]
    fn of_what_is_no_tag_nothing_is_shown_that_may_be_secret() {
        for text in [
            "https://h.example/x.git@v1&s3cret",
            "https://h.example/x.git@v1:s3cret",
            "https://h.example/x.git@v1=s3cret",
            "https://h.example/x.git@s3cret@v1",
            "git@h.example:x.git@s3cret@v1",
        ] {
            let error = PackSource::parse(text, Path::new(".")).unwrap_err();
            assert!(!format!("{error:?}").contains("s3cret"), "{text}: {error:?}");
        }
        let error = GitReference::parse("v1?s3cret").unwrap_err();
        assert_eq!(error.to_string(), "`v1…` is no name of a tag");
    }

    #[test]
    fn the_way_between_two_folders() {
        let way = |from: &str, to: &str| relative_path(Path::new(from), Path::new(to));
        assert_eq!(way("/a/b", "/a/c/d"), Path::new("../c/d"));
        assert_eq!(way("/a", "/a/c"), Path::new("c"));
        assert_eq!(way("/a", "/a"), Path::new("."));
    }
}
