//! Relative ages ("Sent 2 weeks ago") → the least age in days, in every language of LinkedIn's
//! interface.
//!
//! Programs that show such ages round down, so `n` units are at least `n` full units. A week is 7
//! days and a year 365. `n` months are the shortest run of `n` calendar months, and never more than
//! 30 days each, since some programs count so: 28, 59, 89, 120, 150, 180 days. Hours count for
//! what they make in full days; `yesterday` is one day.
//!
//! Every word has to be known to one language; where two languages understand the same text
//! differently, the lesser age holds.

use super::age_lexicon::AgeLexicon;
use super::age_words::{AgeUnit, AgeWord, languages};
use super::tokens::{Token, tokens};
use crate::import::sources::column_names::snake_case;
use std::sync::LazyLock;

/// The days of the year's months, the shortest run first: from February on in a common year.
const MONTHS: [i64; 12] = [28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31];

/// How many days more an age may be that is shown as at least so many: one that is less than the
/// first number is of days, weeks or months, and rounded down. A month more than `n` of them is at
/// most 36 days longer than the least that `n` months are.
pub const SPANS: [(i64, i64); 3] = [(7, 1), (28, 7), (365, 36)];

/// The same for ages in years.
pub const SPAN_MAX_DAYS: i64 = 366;

/// How many days more an age may be than the least one that was written.
pub fn span_days(least: i64) -> i64 {
    let span = SPANS.iter().find(|(below, _)| least < *below);
    span.map_or(SPAN_MAX_DAYS, |(_, span)| *span)
}

/// More units than this are no age of an invitation.
pub(super) const COUNT_MAX: i64 = 10_000;

static WORDS: LazyLock<Vec<AgeLexicon>> =
    LazyLock::new(|| languages().values().map(AgeLexicon::of_language).collect());

/// What words for sending begin with, and whether they may stand within other words.
static SENDING: LazyLock<Vec<(String, bool)>> = LazyLock::new(|| {
    let languages = languages();
    let words = languages.values().flat_map(|language| {
        language.sending.split_whitespace().map(|word| (word.to_owned(), language.joined))
    });
    words.collect()
});

/// Whether a word occurs in relative ages, and if so whether it is a span of time.
pub(super) fn age_word_is_span(word: &str) -> Option<bool> {
    let meanings = WORDS.iter().filter_map(|words| words.meanings.get(word));
    let is_span = |meaning: &AgeWord| matches!(meaning, AgeWord::Unit(_) | AgeWord::Amount(..));
    meanings.map(is_span).reduce(|one, other| one || other)
}

/// Whether a text has a word for sending or inviting in it.
pub fn tells_of_sending(text: &str) -> bool {
    let text = snake_case(text);
    SENDING.iter().any(|(begin, joined)| {
        text.split('_').any(|word| word.starts_with(begin.as_str()))
            || (*joined && text.contains(begin.as_str()))
    })
}

/// A whole number of days.
pub fn whole_days(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches(".0");
    let is_short = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_short.then(|| text.parse().ok()).flatten()
}

/// The least age in days that the text allows, if it is a relative age.
pub fn least_days(text: &str) -> Option<i64> {
    let text = text.trim();
    // Longer texts are sentences.
    if text.is_empty() || text.len() > 200 {
        return None;
    }
    let tokens = tokens(text);
    let is_date =
        matches!(tokens.as_slice(), [Token::Number(_), Token::Sign(_), Token::Number(_), ..]);
    if is_date || !tokens.iter().any(|token| matches!(token, Token::Word(_))) {
        return None;
    }
    WORDS.iter().filter_map(|words| words.least_days(&tokens)).min()
}

/// The least days in that many months, which a fraction rounds down.
pub fn months(text: &str) -> Option<i64> {
    let number = text.trim().trim_end_matches('+');
    let whole = number.split_once('.').map_or(number, |(whole, _)| whole);
    let count = whole.parse().ok().filter(|count| (0..=COUNT_MAX).contains(count));
    count.map(days_of_months).or_else(|| least_days(text))
}

pub(super) fn days(count: i64, unit: AgeUnit) -> i64 {
    match unit {
        AgeUnit::Moment => 0,
        AgeUnit::Hour => count / 24,
        AgeUnit::Day => count,
        AgeUnit::Week => count * 7,
        AgeUnit::Month => days_of_months(count),
        AgeUnit::Year => count * 365,
    }
}

fn days_of_months(count: i64) -> i64 {
    let rest = usize::try_from(count % 12).unwrap_or(0);
    let shortest: i64 = MONTHS.iter().take(rest).sum();
    (count * 30).min(count / 12 * 365 + shortest)
}

#[cfg(test)]
mod tests {
    use super::{least_days, months};
    use proptest::prelude::*;

    #[test]
    fn ages_are_the_least_that_they_can_be() {
        for (text, expected) in [
            ("Sent 2 weeks ago", 14),
            ("Sent today", 0),
            ("sent yesterday", 1),
            ("Sent an hour ago", 0),
            ("Sent 30 hours ago", 1),
            ("5 days", 5),
            ("1 week", 7),
            ("1 month", 28),
            ("Sent 2 months ago", 59),
            ("Sent 3 months ago", 89),
            ("Sent 6 months ago", 180),
            ("Sent 11 months ago", 330),
            ("1 year ago", 365),
            ("2 years ago", 730),
            ("3mo", 89),
            ("2w ago", 14),
            ("45 minutes ago", 0),
            ("just now", 0),
        ] {
            assert_eq!(least_days(text), Some(expected), "{text}");
        }
        assert_eq!(
            (months("3"), months("0"), months("4.5"), months("6+")),
            (Some(89), Some(0), Some(120), Some(180))
        );
    }

    #[test]
    fn ages_are_read_in_every_language() {
        for (text, expected) in [
            ("Enviada hace 2 semanas", 14),
            ("Vor 1 Monat gesendet", 28),
            ("Vor einer Woche gesendet", 7),
            ("Envoyée il y a 4 mois", 120),
            ("Envoyée aujourd’hui", 0),
            ("Inviata 3 giorni fa", 3),
            ("Enviado há 2 meses", 59),
            ("Verzonden: 2 weken geleden", 14),
            ("Skickades för 2 veckor sedan", 14),
            ("Sendt for 3 uger siden", 21),
            ("Sendt i dag", 0),
            ("Sendt i går", 1),
            ("נשלח לפני שבוע", 7),
            ("Wysłano 2 miesiące temu", 59),
            ("Odesláno před 2 týdny", 14),
            ("Отправлено 2 недели назад", 14),
            ("Надіслано 2 тижні тому", 14),
            ("2 hafta önce gönderildi", 14),
            ("Trimisă acum 2 săptămâni", 14),
            ("Dikirim 2 minggu yang lalu", 14),
            ("2 週間前に送信", 14),
            ("2주 전에 보냄", 14),
            ("已发送 2 周前", 14),
            ("2 個月前傳送", 59),
            ("ส่งเมื่อ 2 สัปดาห์ที่แล้ว", 14),
            ("منذ أسبوعين", 14),
            ("قبل ٣ أشهر", 89),
            ("נשלח לפני שבועיים", 14),
            ("2 सप्ताह पहले", 14),
            ("Đã gửi 2 tuần trước", 14),
        ] {
            assert_eq!(least_days(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_age_is_none() {
        for text in [
            "",
            "Sent",
            "soon",
            "-2 weeks",
            "2 fortnights",
            "2026-01-29",
            "99999999999 days",
            "in 2 weeks",
            "2 weeks 3 days",
            "25 mars 2026",
            "Accepted 2 weeks ago",
            "3",
        ] {
            assert_eq!(least_days(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn more_months_are_never_fewer_days(count in 0_i64..400) {
            let days = |count: i64| least_days(&format!("{count} months")).unwrap();
            prop_assert!(days(count) < days(count + 1));
            prop_assert!(days(count) <= count * 30);
        }

        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,20}") {
            let _ = (least_days(&text), months(&text));
        }
    }
}
