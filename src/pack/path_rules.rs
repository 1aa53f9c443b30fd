//! What packs and their files may be called, on every system alike.
//!
//! Invariant: a path that is accepted here leads into the pack on every system, and no two of a
//! pack lead to the same file on any.

use super::path_error::PathError;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The most characters of a pack's name.
const NAME_CHARS_MAX: usize = 64;
/// The most characters of a path within a pack.
pub(super) const PATH_CHARS_MAX: usize = 200;
/// The most folders within one another.
pub(super) const DEPTH_MAX: usize = 8;

/// Signs that may stand in a file's name beside letters and digits.
const SIGNS: &str = "-_. +,()@&'!#%=";

/// Names that Windows keeps for devices, whatever follows the first dot.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Whether a pack can be called so: `acme`, `acme-sales`, `north2`.
pub fn is_pack_name(name: &str) -> bool {
    let of_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && name.chars().all(of_name)
        && name.len() <= NAME_CHARS_MAX
        && !is_device_name(name)
}

/// Why a file of a pack cannot be called so; nothing where it can.
pub(super) fn check_path(path: &str) -> Result<(), PathError> {
    if path.chars().count() > PATH_CHARS_MAX {
        return Err(PathError::TooLong);
    }
    if path.starts_with('/') || path.contains('\\') || path.get(1..2) == Some(":") {
        return Err(PathError::LeadsOut);
    }
    let parts: Vec<&str> = path.split('/').collect();
    if parts.len() > DEPTH_MAX {
        return Err(PathError::TooDeep);
    }
    parts.into_iter().try_for_each(check_part)
}

fn check_part(part: &str) -> Result<(), PathError> {
    if part == ".." {
        return Err(PathError::LeadsOut);
    }
    if part.is_empty() || part == "." {
        return Err(PathError::EmptyPart);
    }
    if let Some(odd) = part.chars().find(|c| !(c.is_alphanumeric() || SIGNS.contains(*c))) {
        return Err(PathError::Character(odd));
    }
    if !is_nfc(part) {
        return Err(PathError::NotComposed);
    }
    if part.ends_with(['.', ' ']) || part.starts_with(' ') {
        return Err(PathError::SpaceOrDot);
    }
    if is_device_name(part) {
        return Err(PathError::Device);
    }
    Ok(())
}

/// Whether Windows keeps a file's name for a device.
pub fn is_device_name(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let ports = ["com", "lpt"];
    let number = ports.iter().find_map(|port| stem.strip_prefix(port));
    let numbered = number.is_some_and(|rest| {
        let mut digits = rest.chars();
        digits.next().is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c))
            && digits.next().is_none()
    });
    RESERVED.contains(&stem.as_str()) || numbered
}

/// A path as systems see it that do not tell upper from lower case.
pub(super) fn case_folded(path: &str) -> String {
    // Through upper case, so that `ß` and `ss`, `ſ` and `s` are one, as they are to some systems.
    path.nfkc().collect::<String>().to_uppercase().to_lowercase()
}

/// What systems put into folders by themselves, beside what begins with a dot.
const OF_SYSTEMS: [&str; 4] = ["thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"];

/// Whether a name is none of a pack's: what begins with a dot belongs to a tool, and some others to
/// the system.
pub(super) fn is_hidden(part: &str) -> bool {
    part.starts_with('.') || OF_SYSTEMS.contains(&part.to_lowercase().as_str())
}

/// Whether a system makes such a file by itself as soon as somebody looks at a folder. It does not
/// make a pack another one.
pub(super) fn is_made_by_system(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    name == ".ds_store" || OF_SYSTEMS[..3].contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_taken() {
        for path in ["pack.toml", "a/b/c.rhai", "Größe (2).md", "oldest-first.test.rhai", "a b.csv"]
        {
            assert_eq!(check_path(path), Ok(()), "{path}");
        }
        for name in ["acme", "acme-sales", "n2"] {
            assert!(is_pack_name(name), "{name}");
        }
    }

    #[test]
    fn names_that_lead_out_or_mean_something_else_somewhere_are_not() {
        for (path, message) in [
            ("../a", "leads out"),
            ("a/../../b", "leads out"),
            ("/etc/passwd", "leads out"),
            ("C:/a", "leads out"),
            ("a\\b", "leads out"),
            ("a//b", "empty part"),
            ("./a", "empty part"),
            ("", "empty part"),
            ("con", "Windows"),
            ("lib/NUL.rhai", "Windows"),
            ("com1.txt", "Windows"),
            ("LPT¹", "Windows"),
            ("a.", "ends with a dot"),
            ("a ", "space"),
            ("ab:c", "not every system"),
            ("a\u{202e}b", "not every system"),
            ("a\nb", "not every system"),
            ("e\u{301}", "not every system"),
            ("a/b/c/d/e/f/g/h/i", "folders deep"),
        ] {
            let error = check_path(path).unwrap_err().to_string();
            assert!(error.contains(message), "{path}: {error}");
        }
        for name in ["", "Acme", "2n", "acme/x", "acme-", "..", "con", "nul", "ac.me", "á"] {
            assert!(!is_pack_name(name), "{name}");
        }
    }

    #[test]
    fn what_some_system_takes_for_the_same_is_the_same() {
        assert_eq!(case_folded("Straße.RHAI"), case_folded("STRASSE.rhai"));
        assert_eq!(case_folded("ﬁle"), case_folded("FILE"));
        assert_ne!(case_folded("a"), case_folded("b"));
    }
}
