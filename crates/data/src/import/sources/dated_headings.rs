//! Headings that name the day of an outcome in any language: `接受日期`, `Дата принятия`,
//! `Cancelled on`.
//!
//! Invariant: such a heading has a word for a day, and nothing beside it but a word for an outcome
//! and words that add nothing.

use super::column_names::snake_case;
use crate::import::words::status::Status;
use crate::import::words::status_words::fold_letters;

/// Words for a day, and what stands before one.
const DAYS: &str = "date day on at datum fecha data дата день tarihi tarih dátum dátuma päivä pvm \
    päivämäärä dato ngày tanggal tgl ημερομηνία תאריך تاريخ तारीख तिथि dnia dne am el le il em op";

/// The same where no blanks stand between words.
const SIGNS_OF_DAYS: [&str; 10] =
    ["日期", "日時", "日付", "时间", "時間", "날짜", "일자", "일", "วันที่", "日"];

/// What may stand between.
const FILLERS: [&str; 10] = ["of", "de", "da", "di", "der", "the", "des", "du", "van", "das"];

/// What else than an invitation may be so on a day, or may have been done by the row's owner.
const MEAN_MORE: [&str; 9] = [
    "connection",
    "1st",
    "deleted",
    "accept",
    "decline",
    "withdraw",
    "answered",
    "replied",
    "reply",
];

/// What outcomes are called beside the words of statuses.
const NOUNS: [(Status, &str); 3] = [
    (
        Status::Accepted,
        "confirmed acceptance принятия прийняття elfogadás aanvaarding acceptatie akceptacji \
         przyjęcia přijetí acceptation aceptación aceitação accettazione annahme godkännande \
         hyväksyminen hyväksymis aangenomen ยอมรับ",
    ),
    (
        Status::Withdrawn,
        "withdrawal отзыва отмены відкликання visszavonás intrekking wycofania stažení retrait \
         retiro ritiro rückzug rücknahme återkallelse peruutus ถอน",
    ),
    (
        Status::Declined,
        "refusal rejection отказа отклонения відмови elutasítás afwijzing odrzucenia odmítnutí \
         refus rechazo recusa rifiuto ablehnung absage avslag hylkäys",
    ),
];

/// The outcome of whose day a heading speaks.
pub(super) fn outcome_of_day(heading: &str) -> Option<Status> {
    let name = snake_case(heading);
    let is_day = |word: &str| DAYS.split_whitespace().any(|day| day == word);
    let words: Vec<&str> = name.split('_').collect();
    let others: Vec<&str> =
        words.iter().copied().filter(|word| !is_day(word) && !FILLERS.contains(word)).collect();
    let has_day = words.iter().any(|word| is_day(word));
    if has_day && !others.is_empty() && !others.iter().any(|word| MEAN_MORE.contains(word)) {
        return outcome_called(&others.concat());
    }
    let compact = fold_letters(heading);
    let without_sign = SIGNS_OF_DAYS.iter().map(|sign| fold_letters(sign)).find_map(|sign| {
        let rest = compact.strip_suffix(&sign).or_else(|| compact.strip_prefix(&sign))?;
        (!rest.is_empty()).then(|| rest.to_owned())
    });
    outcome_called(&without_sign?)
}

/// The outcome that is called so, by its letters.
fn outcome_called(word: &str) -> Option<Status> {
    let word = fold_letters(word);
    let is_called = |nouns: &str| nouns.split_whitespace().any(|noun| fold_letters(noun) == word);
    let by_noun = || NOUNS.iter().find(|(_, nouns)| is_called(nouns)).map(|(status, _)| *status);
    Status::from_word(&word).filter(|status| status.is_over()).or_else(by_noun)
}

#[cfg(test)]
mod tests {
    use super::outcome_of_day;
    use crate::import::words::status::Status;

    #[test]
    fn days_of_outcomes_are_heard_in_many_languages() {
        for (heading, expected) in [
            ("接受日期", Some(Status::Accepted)),
            ("撤回日期", Some(Status::Withdrawn)),
            ("承認日", Some(Status::Accepted)),
            ("取り下げ日", Some(Status::Withdrawn)),
            ("수락일", Some(Status::Accepted)),
            ("철회일", Some(Status::Withdrawn)),
            ("วันที่ยอมรับ", Some(Status::Accepted)),
            ("Elfogadás dátuma", Some(Status::Accepted)),
            ("Дата принятия", Some(Status::Accepted)),
            ("Дата отзыва", Some(Status::Withdrawn)),
            ("Data wycofania", Some(Status::Withdrawn)),
            ("Cancelled on", Some(Status::Withdrawn)),
            ("Removed on", Some(Status::Withdrawn)),
            ("Confirmed on", Some(Status::Accepted)),
            ("Date of refusal", Some(Status::Declined)),
            ("发送日期", None),
            ("生日", None),
            ("Deleted at", None),
            ("1st date", None),
            ("Date sent", None),
            ("Date", None),
            ("Meeting confirmed on", None),
        ] {
            assert_eq!(outcome_of_day(heading), expected, "{heading}");
        }
    }
}
