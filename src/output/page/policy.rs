//! What a page may do: show its own style and run its own script, each known by its hash.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

pub(super) static STYLE: LazyLock<String> = LazyLock::new(|| lines(include_str!("page.css")));

pub(super) static SCRIPT: LazyLock<String> = LazyLock::new(|| lines(include_str!("page.js")));

/// What the browser is told to keep the page to.
pub(super) static POLICY: LazyLock<String> = LazyLock::new(|| {
    let (style, script) = (hash(&STYLE), hash(&SCRIPT));
    format!(
        "default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; \
         base-uri 'none'; form-action 'none'"
    )
});

/// The text as a browser reads it, with line breaks of one character.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_allowed_but_the_own_style_and_script() {
        assert_eq!(hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert!(POLICY.starts_with("default-src 'none'; style-src 'sha256-"), "{}", *POLICY);
        assert!(!POLICY.contains("unsafe"), "{}", *POLICY);
    }

    #[test]
    fn style_and_script_do_not_end_their_elements() {
        for text in [&STYLE, &SCRIPT] {
            assert!(!text.to_lowercase().contains("</"), "an element ends within");
            assert!(!text.contains('\r') && !text.contains("<!--"));
        }
    }
}
