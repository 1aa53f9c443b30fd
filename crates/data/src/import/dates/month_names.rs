//! The names of months and weekdays in the languages of LinkedIn's interface, from the C library's
//! tables of locales.

use super::tokens::{Token, tokens};
use pure_rust_locales::{Locale, locale_match};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The languages in which LinkedIn shows itself. English comes first: where a name means one month
/// in English and another elsewhere, it is English.
const LANGUAGES: &[Locale] = &[
    Locale::en_US,
    Locale::ar_EG,
    Locale::ar_SY,
    Locale::bn_BD,
    Locale::cs_CZ,
    Locale::da_DK,
    Locale::de_DE,
    Locale::de_AT,
    Locale::el_GR,
    Locale::es_ES,
    Locale::fa_IR,
    Locale::fi_FI,
    Locale::fil_PH,
    Locale::fr_FR,
    Locale::he_IL,
    Locale::hi_IN,
    Locale::hu_HU,
    Locale::id_ID,
    Locale::it_IT,
    Locale::ja_JP,
    Locale::ko_KR,
    Locale::mr_IN,
    Locale::ms_MY,
    Locale::nb_NO,
    Locale::nl_NL,
    Locale::pa_IN,
    Locale::pl_PL,
    Locale::pt_BR,
    Locale::pt_PT,
    Locale::ro_RO,
    Locale::ru_RU,
    Locale::sv_SE,
    Locale::te_IN,
    Locale::th_TH,
    Locale::tr_TR,
    Locale::uk_UA,
    Locale::vi_VN,
    Locale::zh_CN,
    Locale::zh_TW,
];

/// What a name means that different languages give to different months.
const SEVERAL: u32 = 0;

static MONTHS: LazyLock<BTreeMap<String, u32>> = LazyLock::new(|| {
    let mut months = BTreeMap::new();
    // `Sept` is in no table.
    months.insert("sept".to_owned(), 9);
    let mut english = None;
    for &locale in LANGUAGES {
        let mut of_locale = BTreeMap::new();
        for (name, number) in months_of(locale) {
            of_locale.entry(name).or_insert(number);
        }
        for (name, number) in of_locale {
            let known = months.entry(name.clone()).or_insert(number);
            let is_english = |english: &BTreeMap<_, _>| english.contains_key(&name);
            if *known != number && !english.as_ref().is_some_and(is_english) {
                *known = SEVERAL;
            }
        }
        english.get_or_insert_with(|| months.clone());
    }
    months.retain(|_, number| *number != SEVERAL);
    months
});

static WEEKDAYS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut days: Vec<String> = LANGUAGES
        .iter()
        .flat_map(|&locale| {
            let whole = locale_match!(locale => LC_TIME::DAY);
            let short = locale_match!(locale => LC_TIME::ABDAY);
            whole.iter().chain(short).filter_map(|name| only_word(name)).collect::<Vec<_>>()
        })
        .collect();
    days.sort();
    days.dedup();
    days
});

/// The names of a language's months, whole and short, in every case that its table has.
fn months_of(locale: Locale) -> Vec<(String, u32)> {
    let lists = [
        Some(locale_match!(locale => LC_TIME::MON)),
        locale_match!(locale => LC_TIME::ALT_MON),
        Some(locale_match!(locale => LC_TIME::ABMON)),
        locale_match!(locale => LC_TIME::AB_ALT_MON),
    ];
    let named = lists.into_iter().flatten().flat_map(|names| (1..).zip(names.iter()));
    named.filter_map(|(number, name)| Some((only_word(name)?, number))).collect()
}

/// A name that is a single word, as [`tokens`] gives it.
fn only_word(name: &str) -> Option<String> {
    let mut words = tokens(name).into_iter().filter(|token| *token != Token::Sign('.'));
    match (words.next(), words.next()) {
        (Some(Token::Word(word)), None) => Some(word),
        _ => None,
    }
}

/// The number of the month that a word names, from 1.
pub(in crate::import) fn month(word: &str) -> Option<u32> {
    MONTHS.get(word).copied()
}

/// Whether a word names a day of the week.
pub(in crate::import) fn is_weekday(word: &str) -> bool {
    WEEKDAYS.binary_search_by(|day| day.as_str().cmp(word)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{is_weekday, month};

    #[test]
    fn months_are_known_in_every_language_and_case() {
        for (name, number) in [
            ("feb", 2),
            ("sept", 9),
            ("agosto", 8),
            ("juin", 6),
            ("märz", 3),
            ("jänner", 1),
            ("августа", 8),
            ("август", 8),
            ("sierpnia", 8),
            ("sierpień", 8),
            ("mei", 5),
            ("aralık", 12),
            ("สิงหาคม", 8),
        ] {
            assert_eq!(month(name), Some(number), "{name}");
        }
        assert_eq!(month("someday"), None);
        assert!(is_weekday("tue") && is_weekday("mittwoch") && !is_weekday("feb"));
    }
}
