//! A person's name reduced to what is compared: NFKC, lower case, single spaces, without pictures,
//! titles (`Dr. Ada Ash, PhD`, `Ada Ash MBA`) and pronouns (`(she/her)`).
//!
//! Invariant: reducing a name once more changes nothing.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Titles that people write after a comma; they are no part of a name.
const TITLES: &[&str] = &[
    "acca", "bsc", "ceng", "cfa", "cfp", "cissp", "cpa", "csm", "dba", "do", "dr", "emba", "esq",
    "jd", "llb", "llm", "ma", "mba", "md", "med", "mphil", "mph", "msc", "msw", "ms", "ba", "bs",
    "pe", "pharmd", "phd", "pmp", "prof", "psyd", "rn", "shrmcp", "shrmscp", "sphr",
];

/// Those that are nobody's last name, so that they need no comma: `Ada Ash MBA`, but `Yo-Yo Ma`.
const TITLES_BEHIND: &[&str] = &[
    "acca", "bsc", "cfa", "cissp", "cpa", "emba", "llb", "llm", "mba", "mphil", "mph", "msc",
    "pharmd", "phd", "pmp", "psyd",
];

/// Titles before a name, and forms of address.
const TITLES_BEFORE: &[&str] = &[
    "dr",
    "dr.",
    "dra",
    "dra.",
    "dott.",
    "dipl.-ing.",
    "frau",
    "herr",
    "ing.",
    "mag.",
    "mr",
    "mr.",
    "mrs",
    "mrs.",
    "ms",
    "ms.",
    "mx",
    "mx.",
    "prof",
    "prof.",
    "professor",
    "rev.",
];

/// What LinkedIn shows in parentheses behind a name.
const PRONOUNS: &[&str] = &[
    "she", "her", "hers", "he", "him", "his", "they", "them", "theirs", "ella", "él", "elle",
    "elles", "il", "ils", "iel", "lui", "lei", "sie", "ihr", "er", "ihm", "ela", "ele", "zij",
    "haar", "hij", "hem", "hon", "henne", "han", "honom", "hen", "ze", "any", "pronouns",
];

/// What stands where a name is hidden or unknown: many people, and nobody.
const OF_NOBODY: &[&str] = &[
    "linkedin member",
    "linkedin-mitglied",
    "membre linkedin",
    "membre de linkedin",
    "miembro de linkedin",
    "membro do linkedin",
    "utente linkedin",
    "membro di linkedin",
    "linkedin-lid",
    "linkedin-medlem",
    "użytkownik linkedin",
    "linkedin üyesi",
    "unknown",
    "unknown user",
    "unknown name",
    "n/a",
    "anonymous",
    "no name",
    "(no name)",
    "not available",
];

/// Whether a name is one that stands for nobody.
pub fn is_placeholder_name(name: &str) -> bool {
    name_key(name).is_some_and(|key| OF_NOBODY.contains(&key.as_str()))
}

/// A name as it is compared; none where it has no letter.
pub fn name_key(name: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b' ';
    // Of ASCII letters, digits and spaces alone there is nothing to fold, compose or drop.
    if name.bytes().all(is_plain) {
        let key = without_titles(&name.to_ascii_lowercase());
        return Some(key).filter(|key| !key.is_empty());
    }
    folded_name_key(name)
}

fn folded_name_key(name: &str) -> Option<String> {
    let kept: String =
        name.nfkc().flat_map(char::to_lowercase).filter(|c| is_of_name(*c)).collect();
    // What was dropped may have stood between a letter and its marks.
    let folded: String = without_pronouns(kept.nfkc().collect());
    let mut parts = folded.split([',', '،']);
    let mut key = without_titles(parts.next().unwrap_or_default());
    for part in parts {
        let part = words(part.split_whitespace());
        let title: String = part.chars().filter(|c| c.is_alphanumeric()).collect();
        if !part.is_empty() && !is_title(&part, &title) {
            key = format!("{key}, {part}");
        }
    }
    let has_letter = key.chars().any(char::is_alphanumeric);
    has_letter.then_some(key)
}

fn is_title(part: &str, joined: &str) -> bool {
    TITLES.contains(&joined)
        || part.split(' ').all(|word| {
            let word: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
            TITLES.contains(&word.as_str())
        })
}

/// A name's words without titles around them, as long as two are left.
fn without_titles(name: &str) -> String {
    const WORDS_LEFT: usize = 2;
    let parts: Vec<&str> = name.split_whitespace().collect();
    let mut kept = parts.as_slice();
    while let [first, rest @ ..] = kept
        && rest.len() >= WORDS_LEFT
        && TITLES_BEFORE.contains(first)
    {
        kept = rest;
    }
    while let [rest @ .., last] = kept
        && rest.len() >= WORDS_LEFT
        && is_title_behind(last)
    {
        kept = rest;
        while let [rest @ .., last] = kept
            && !last.contains(char::is_alphanumeric)
        {
            kept = rest;
        }
    }
    words(kept.iter().copied())
}

fn is_title_behind(word: &str) -> bool {
    if word.is_ascii() && !word.contains('.') {
        return TITLES_BEHIND.contains(&word);
    }
    let letters: String = word.chars().filter(|c| *c != '.').collect();
    TITLES_BEHIND.contains(&letters.as_str())
}

/// A name without parentheses that hold pronouns alone.
fn without_pronouns(name: String) -> String {
    let is_pronoun = |word: &str| PRONOUNS.contains(&word);
    let mut kept = name;
    loop {
        let mut pairs = kept.match_indices(')').filter_map(|(end, _)| {
            let start = kept.get(..end)?.rfind('(')?;
            let inside = kept.get(start + 1..end)?;
            let mut inside = inside.split(['/', ' ', ',', '&']).filter(|word| !word.is_empty());
            let first = inside.next()?;
            (is_pronoun(first) && inside.all(is_pronoun)).then_some(start..=end)
        });
        let Some(pair) = pairs.next() else { return kept };
        kept.replace_range(pair, " ");
    }
}

fn words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for word in words {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

/// Letters, digits, marks, spaces and punctuation make names; pictures, joiners and invisible
/// direction marks do not.
fn is_of_name(c: char) -> bool {
    c.is_alphanumeric()
        || c.is_whitespace()
        || c.is_ascii_punctuation()
        || is_mark(c)
        || c == '،'
        || matches!(c, '’' | '‘' | '–' | '·' | '•' | '״' | '׳')
}

fn is_mark(c: char) -> bool {
    is_combining_mark(c) && !('\u{fe00}'..='\u{fe0f}').contains(&c) && c != '\u{20e3}'
}

#[cfg(test)]
mod tests {
    use super::{folded_name_key, name_key};
    use proptest::prelude::*;

    #[test]
    fn names_are_compared_without_pictures_titles_and_case() {
        for name in [
            "Zoë Ångström",
            "  zoë   ÅNGSTRÖM 🚀",
            "Zoe\u{308} Ångström, PhD, MBA",
            "Zoë Ångström, Ph.D.",
            "Zoë\u{a0}Ångström ✅",
        ] {
            assert_eq!(name_key(name).as_deref(), Some("zoë ångström"), "{name}");
        }
        assert_eq!(name_key("Lee, Ann").as_deref(), Some("lee, ann"));
        assert_eq!(name_key("\u{200f}محمد علي\u{200f}").as_deref(), Some("محمد علي"));
        assert_eq!(name_key("🚀 –"), None);
        assert_eq!(name_key("מ\u{5bc}🢐\u{16af0}"), name_key("מ\u{5bc}\u{16af0}"));
    }

    #[test]
    fn titles_and_pronouns_are_no_part_of_a_name() {
        for name in [
            "Dr. Ada Ash",
            "Prof. Dr. Ada Ash",
            "Ada Ash MBA",
            "Ada Ash Ph.D.",
            "Ada Ash - MBA PhD",
            "Ada Ash (she/her)",
            "Ada Ash (She/Her), MBA",
            "Ms Ada Ash (they, them)",
        ] {
            assert_eq!(name_key(name).as_deref(), Some("ada ash"), "{name}");
        }
        for name in ["yo-yo ma", "dr. ash", "ada mba", "ada (addy) ash", "do kim", "mr t"] {
            assert_eq!(name_key(name).as_deref(), Some(name));
        }
    }

    proptest! {
        #[test]
        fn usual_names_give_what_the_long_way_gives(
            name in "[ -~\t]{0,16}|([A-Za-z]{1,6}|Dr|mba|PhD| ){0,6}[A-Za-z, ]{0,8}",
        ) {
            prop_assert_eq!(name_key(&name), folded_name_key(&name));
        }

        #[test]
        fn keys_are_stable(
            text in "\\PC{0,40}|(\\(|\\)|she|her|/|dr\\.|mba|ph\\.d|, | |[a-c]|-){0,14}",
        ) {
            if let Some(key) = name_key(&text) {
                prop_assert_eq!(name_key(&key), Some(key.clone()));
            }
        }
    }
}
