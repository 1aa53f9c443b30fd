//! Whether a text tells of a day although it cannot be read as one: `2026-02-30`, `last week`,
//! `25/08`, `end of March`. Whoever writes such a thing says that something happened then.
//!
//! Invariant: a text with a word in it that is none of time tells of nothing, unless three numbers
//! stand in it as in a date.

use super::age;
use super::age::age_word_is_span;
use super::date_text::{BETWEEN, YEARS, parse_date, parse_epoch, parse_serial};
use super::month_names;
use super::time_of_day;
use super::tokens::{Token, tokens};

/// A text that is longer is a sentence.
const CHARS_MAX: usize = 60;

/// What places a span of time in the past, in the languages that say so in one word. What lies
/// ahead has not happened.
const PAST: [&str; 74] = [
    "last",
    "past",
    "previous",
    "this",
    "few",
    "couple",
    "several",
    "some",
    "two",
    "three",
    "four",
    "five",
    "six",
    "letzte",
    "letzten",
    "letzter",
    "letztes",
    "vorige",
    "vorigen",
    "voriges",
    "vergangene",
    "vergangenen",
    "diese",
    "diesen",
    "dernier",
    "dernière",
    "derniers",
    "pasada",
    "pasado",
    "última",
    "último",
    "passada",
    "passado",
    "scorsa",
    "scorso",
    "afgelopen",
    "vorig",
    "zeszłym",
    "zeszły",
    "zeszłego",
    "zeszłej",
    "ostatni",
    "ostatnim",
    "ostatniego",
    "förra",
    "sidste",
    "forrige",
    "viime",
    "minulý",
    "minulé",
    "прошлый",
    "прошлом",
    "прошлой",
    "прошлая",
    "прошлого",
    "минулого",
    "geçen",
    "múlt",
    "trecut",
    "trecută",
    "先週",
    "先月",
    "昨年",
    "今週",
    "今月",
    "上周",
    "上週",
    "上个月",
    "上個月",
    "去年",
    "지난주",
    "지난달",
    "작년",
    "이번주",
];

/// What is in texts about a part of the year or a rough day.
const ROUGH: [&str; 30] = [
    "early",
    "mid",
    "late",
    "end",
    "start",
    "beginning",
    "begin",
    "around",
    "about",
    "ca",
    "circa",
    "approx",
    "approximately",
    "in",
    "on",
    "since",
    "q",
    "kw",
    "cw",
    "w",
    "anfang",
    "mitte",
    "ende",
    "début",
    "fin",
    "mi",
    "inicio",
    "finales",
    "fine",
    "inizio",
];

/// Names of zones, which are read as offsets only where they are UTC.
const ZONES: [&str; 14] = [
    "utc", "gmt", "z", "cet", "cest", "est", "edt", "cst", "cdt", "pst", "pdt", "bst", "ist", "msk",
];

/// Whether a text tells of a day or a time that has come, as far as anybody can see.
pub fn tells_of_a_day(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > CHARS_MAX {
        return false;
    }
    let is_read =
        parse_date(text).is_some() || parse_serial(text).is_some() || parse_epoch(text).is_some();
    let tokens = tokens(text);
    // A letter alone may stand for anything.
    let is_age = text.chars().count() > 1 && age::least_days(text).is_some();
    is_read || is_age || has_three_numbers(&tokens) || is_rough(&tokens)
}

/// Whether three numbers stand together as those of a day do.
fn has_three_numbers(tokens: &[Token]) -> bool {
    tokens.windows(5).any(|part| match part {
        [
            Token::Number(first),
            Token::Sign(one),
            Token::Number(_),
            Token::Sign(other),
            Token::Number(last),
        ] => {
            one == other
                && ['/', '-', '.'].contains(one)
                && [first, last].iter().any(|n| is_year(n))
        }
        _ => false,
    })
}

/// Whether a number may be a year, written with two digits or with four.
fn is_year(digits: &str) -> bool {
    digits.len() == 2 || is_whole_year(digits)
}

fn is_whole_year(digits: &str) -> bool {
    digits.len() == 4 && digits.parse().is_ok_and(|year: i32| YEARS.contains(&year))
}

/// Whether numbers without a word are a day and a month, a year, or a day without signs.
fn is_numeric(tokens: &[Token]) -> bool {
    let signs = |sign: &char| ['/', '-', '.'].contains(sign);
    match tokens {
        [Token::Number(one), Token::Sign(sign), Token::Number(other), rest @ ..] => {
            let is_part = |digits: &String| digits.len() <= 2 || is_whole_year(digits);
            signs(sign) && is_part(one) && is_part(other) && matches!(rest, [] | [Token::Sign('.')])
        }
        [Token::Number(digits)] if digits.len() == 8 => {
            let (begin, end) = (digits.get(..4), digits.get(4..));
            begin.is_some_and(is_whole_year) || end.is_some_and(is_whole_year)
        }
        [Token::Number(digits)] => is_whole_year(digits),
        _ => false,
    }
}

/// Whether every word is one of time, and they name a day, a month, a span that has passed.
fn is_rough(tokens: &[Token]) -> bool {
    let words: Vec<&str> = tokens
        .iter()
        .filter_map(|token| if let Token::Word(word) = token { Some(word.as_str()) } else { None })
        .collect();
    if words.is_empty() {
        return is_numeric(tokens);
    }
    let is_named = |word: &str| {
        month_names::month(word).is_some()
            || (word.chars().count() > 2 && month_names::is_weekday(word))
    };
    let is_known = |word: &&str| {
        is_named(word)
            || month_names::is_weekday(word)
            || PAST.contains(word)
            || ROUGH.contains(word)
            || ZONES.contains(word)
            || BETWEEN.contains(word)
            || time_of_day::is_word(word)
            || age_word_is_span(word).is_some()
            || ["年", "月", "日", "년", "월", "일", "令和"].contains(word)
    };
    let has_number = tokens.iter().any(|token| matches!(token, Token::Number(_)));
    let has_year = tokens.iter().any(|token| matches!(token, Token::Number(n) if is_whole_year(n)));
    let is_past = words.iter().any(|word| PAST.contains(word));
    // A span alone, such as `week`, is none that has passed; what lies ahead has a word for that.
    let has_span = words.iter().any(|word| age_word_is_span(word) == Some(true));
    let is_span_in_one = |word: &&str| !word.is_ascii() && PAST.contains(word) && words.len() == 1;
    words.iter().all(is_known)
        && (words.iter().any(|word| is_named(word))
            || has_year
            || (has_span && (is_past || (has_number && !words.contains(&"in"))))
            || words.iter().any(is_span_in_one))
}

#[cfg(test)]
mod tests {
    use super::tells_of_a_day;
    use proptest::prelude::*;

    #[test]
    fn days_that_cannot_be_read_tell_of_one() {
        for text in [
            "2026-07-03",
            "2026-02-30",
            "13/13/2026",
            "2027-01-01",
            "25/08",
            "3.7.",
            "July 2026",
            "2026",
            "20260703",
            "03072026",
            "2026-02-30 by Lea",
            "2026-08-25 14:37 CEST",
            "last week",
            "Last month",
            "yesterday",
            "2 weeks ago",
            "3 months, 2 weeks ago",
            "three months ago",
            "a few days ago",
            "end of March",
            "early Feb",
            "Q3 2026",
            "KW 32 2026",
            "2026-W27",
            "3 Temmuz 2026 Cuma",
            "2026年7月3日 星期五",
            "letzte Woche",
            "gestern",
            "la semaine dernière",
            "先週",
            "Monday",
            "46206",
            "1783080000",
        ] {
            assert!(tells_of_a_day(text), "{text}");
        }
    }

    #[test]
    fn other_words_tell_of_none() {
        for text in [
            "",
            "t",
            "f",
            "×",
            "maybe",
            "n",
            "see notes",
            "ask Bea",
            "w",
            "d",
            "week",
            "next week",
            "in 2 weeks",
            "tomorrow",
            "to do",
            "do",
            "12",
            "5",
            "1.2",
            "Version 2",
            "soon",
            "Bea Quill",
            "by phone",
            "no idea",
            "in",
            "call in March",
            "+1 555 010 9999",
        ] {
            assert_eq!(tells_of_a_day(text), text == "1.2", "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,30}") {
            let _ = tells_of_a_day(&text);
        }
    }
}
