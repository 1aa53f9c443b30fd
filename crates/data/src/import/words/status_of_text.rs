//! Words for what became of an invitation, as people and tools write them.
//!
//! Invariant: a word that is not in these tables, nor in the source's own, decides nothing.

use super::history_entries;
use super::status::Status;
use super::status_phrase;
use super::status_words::{STATUS_WORDS, fold_letters};
use std::collections::BTreeSet;

impl Status {
    /// The words that mean it, in English and as LinkedIn shows it in other languages.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        STATUS_WORDS.words_for(self)
    }

    /// The status that a text means; `own` are words that the source itself explains. What stands
    /// around a word, such as a number before and a day after it, adds nothing; of several words
    /// all have to be understood. A question decides nothing, and of a history what came last.
    pub fn from_text(text: &str, explained: &[(String, Self)]) -> Option<Self> {
        let whole = fold_letters(text);
        if whole.is_empty() {
            return None;
        }
        let explained_status = explained
            .iter()
            .find(|(word, _)| fold_letters(word) == whole)
            .map(|(_, status)| *status);
        if explained_status.is_some() || status_phrase::is_question(text) {
            return explained_status;
        }
        // Most values of a table are names, addresses and days.
        let named =
            || STATUS_WORDS.may_name_status(&whole).then(|| Self::of_history(text)).flatten();
        STATUS_WORDS.status_of_word(&whole).or_else(named)
    }

    /// What the steps of a history say, of which most have but one; of entries with days, which
    /// nobody can put in order, nothing.
    fn of_history(text: &str) -> Option<Self> {
        match history_entries::dated_entries(text) {
            Some(entries) => Self::of_steps(&entries.ok()?),
            None => Self::of_steps(&status_phrase::steps(text).collect::<Vec<_>>()),
        }
    }

    /// What steps say, oldest first. What is to come after an outcome leaves it as it is; after an
    /// acceptance so does waiting for something else, or removing the connection.
    fn of_steps(steps: &[&str]) -> Option<Self> {
        let (last, before) = steps.split_last()?;
        let last = Self::of_step(last)?;
        let before = before.iter().rev().find_map(|step| Self::of_step(step));
        let goes_on = |before: &Self| match last {
            Self::Unsent => before.is_over(),
            // What is taken back after an acceptance is the connection.
            Self::Pending | Self::Withdrawn => *before == Self::Accepted,
            _ => false,
        };
        Some(before.filter(goes_on).unwrap_or(last))
    }

    /// What one step says, without what was so before: but whoever was a connection once accepted.
    fn of_step(text: &str) -> Option<Self> {
        if Self::is_choice(text) {
            return None;
        }
        let ever = Self::of_parts(text).filter(|ever| *ever == Self::Accepted);
        ever.or_else(|| Self::of_parts(&status_phrase::without_former(text)))
    }

    fn of_parts(text: &str) -> Option<Self> {
        let parts = status_phrase::parts(text)?;
        let statuses = parts.iter().map(|words| Self::of_words(words));
        Self::combine(&statuses.collect::<Option<Vec<_>>>()?)
    }

    /// Whether a text lists what may have become of an invitation: `accepted/withdrawn`.
    fn is_choice(text: &str) -> bool {
        let options = text.split('/').filter_map(Self::of_parts).collect::<BTreeSet<_>>();
        options.len() > 2 || options.iter().filter(|status| status.is_over()).count() > 1
    }

    /// The status that a text is a word for, without anything around it.
    pub fn from_word(word: &str) -> Option<Self> {
        STATUS_WORDS.status_of_word(&fold_letters(word))
    }

    /// The status that a table or a part of it is called by, in whole: what may be to be done, as
    /// `withdraw`, is none.
    pub fn from_table_name(name: &str, explained: &[(String, Self)]) -> Option<Self> {
        let whole = fold_letters(name);
        let is_own = explained.iter().any(|(word, _)| fold_letters(word) == whole);
        if !is_own && STATUS_WORDS.status_of_word(&whole).is_some() {
            return STATUS_WORDS.status_beside_fillers(&whole);
        }
        Self::from_text(name, explained)
    }

    /// What words mean of which some add nothing, and the first may turn the others around.
    fn of_words(words: &[String]) -> Option<Self> {
        let whole = words.concat();
        let known = STATUS_WORDS
            .status_beside_fillers(&whole)
            .or_else(|| STATUS_WORDS.status_beside_fillers(&without_fillers(words)));
        known.or_else(|| Self::denied(words))
    }

    /// Not accepted is pending, not sent is unsent; of anything else a denial says nothing.
    fn denied(words: &[String]) -> Option<Self> {
        let begin = words.iter().position(|word| !STATUS_WORDS.is_filler(word))?;
        let rest = [2, 1].into_iter().find_map(|count| {
            let (first, rest) = words.get(begin..)?.split_at_checked(count)?;
            STATUS_WORDS.is_denial(&first.concat()).then_some(rest)
        });
        let rest = without_fillers(rest?);
        match STATUS_WORDS.status_beside_fillers(&rest)? {
            Self::Accepted => Some(Self::Pending),
            Self::Pending if STATUS_WORDS.is_sending(&rest) => Some(Self::Unsent),
            _ => None,
        }
    }

    /// What several words say of one invitation: of an outcome and its reason the outcome. What is
    /// taken back after an acceptance is the connection.
    fn combine(statuses: &[Self]) -> Option<Self> {
        if let [Self::Accepted, .., Self::Withdrawn] = statuses {
            return Some(Self::Accepted);
        }
        let over = statuses.iter().rev().find(|status| status.is_over());
        let (first, is_unsent) = (statuses.first()?, statuses.contains(&Self::Unsent));
        let are_alike = statuses.iter().all(|status| status == first);
        if are_alike { Some(*first) } else { over.copied().filter(|_| !is_unsent) }
    }
}

/// Whether a text is a history of which a step is an outcome: `9/2 sent; 9/5 accepted`.
pub(crate) fn tells_history(text: &str) -> bool {
    let is_over = |step: &&str| Status::of_step(step).is_some_and(Status::is_over);
    match history_entries::dated_entries(text) {
        Some(Ok(entries)) => entries.iter().any(is_over),
        Some(Err(_)) => true,
        None => {
            let steps: Vec<&str> = status_phrase::steps(text).collect();
            steps.len() > 1 && steps.iter().any(is_over)
        }
    }
}

/// Whether a text may name what became of an invitation, by one walk over it.
pub(crate) fn may_name_outcome(text: &str) -> bool {
    STATUS_WORDS.may_name_outcome(text)
}

/// Whether a text begins by denying what follows, or denies all.
pub(crate) fn is_denied(text: &str) -> bool {
    let parts = status_phrase::parts(text).unwrap_or_default();
    let first = parts.iter().flatten().find(|word| !STATUS_WORDS.is_filler(word));
    first.is_some_and(|word| STATUS_WORDS.is_denial(word))
        || parts.first().is_some_and(|words| {
            words.split_at_checked(2).is_some_and(|(two, _)| STATUS_WORDS.is_denial(&two.concat()))
        })
}

/// The letters of words without those that add nothing.
fn without_fillers(words: &[String]) -> String {
    /// A filler has so many words at most.
    const WORDS_MAX: usize = 3;
    let (mut kept, mut at) = (String::new(), 0);
    while let Some(word) = words.get(at) {
        let filler = (1..=WORDS_MAX).rev().find(|count| {
            words.get(at..at + count).is_some_and(|words| STATUS_WORDS.is_filler(&words.concat()))
        });
        if filler.is_none() {
            kept.push_str(word);
        }
        at += filler.unwrap_or(1);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn words_are_known_whatever_their_case_and_others_decide_nothing() {
        assert_eq!(Status::from_text("INVITATION_SENT", &[]), Some(Status::Pending));
        assert_eq!(Status::from_text(" Cancelled ", &[]), Some(Status::Withdrawn));
        assert_eq!(Status::from_text("Lead", &[]), None);
        assert_eq!(Status::from_text("", &[]), None);
        let explained = [("Joined!".to_owned(), Status::Accepted)];
        assert_eq!(Status::from_text("joined", &explained), Some(Status::Accepted));
    }

    #[test]
    fn what_stands_around_a_word_adds_nothing() {
        for (text, expected) in [
            ("INVITATION_PENDING", Some(Status::Pending)),
            ("InviteDeclined", Some(Status::Declined)),
            ("Declined invitation", Some(Status::Declined)),
            ("Request to connect accepted", Some(Status::Accepted)),
            ("4) Withdrawn", Some(Status::Withdrawn)),
            ("✅ Accepted (5 Aug)", Some(Status::Accepted)),
            ("sent - no answer yet", Some(Status::Pending)),
            ("never accepted - withdrew", Some(Status::Withdrawn)),
            ("noch nicht verbunden", Some(Status::Pending)),
            ("pas acceptée", Some(Status::Pending)),
            ("Invitation not sent", Some(Status::Unsent)),
            ("acceptee", Some(Status::Accepted)),
            ("zaproszenie odrzucone", Some(Status::Declined)),
            // What is to be done, has happened to something else, or is denied decides nothing.
            ("to withdraw", None),
            ("Withdraw request", None),
            ("withdraw 12/9", None),
            ("New connection", None),
            ("not withdrawn", None),
            ("not declined", None),
            ("not pending", None),
            ("accepted: no", None),
            ("accepted 0", None),
            ("accepted (other account)", None),
            ("sent, not sent", None),
            ("Message sent", None),
        ] {
            assert_eq!(Status::from_text(text, &[]), expected, "{text}");
        }
    }

    #[test]
    fn of_a_history_the_last_step_counts_and_a_question_decides_nothing() {
        for (text, expected) in [
            ("Withdrawn -> sent again -> pending", Some(Status::Pending)),
            ("Withdrawn → re-invited", Some(Status::Pending)),
            ("Expired => Sent", Some(Status::Pending)),
            ("Declined > pending (2 Nov)", Some(Status::Pending)),
            ("Sent > Pending", Some(Status::Pending)),
            ("Pending->Withdrawn", Some(Status::Withdrawn)),
            ("planned -> sent -> accepted 5 Aug", Some(Status::Accepted)),
            ("talked -> accepted", Some(Status::Accepted)),
            ("Withdrawn ->", Some(Status::Withdrawn)),
            ("Withdrawn -> 5 Aug", Some(Status::Withdrawn)),
            ("withdrawn -> to invite", Some(Status::Withdrawn)),
            ("Accepted > awaiting reply", Some(Status::Accepted)),
            ("sent 9/2 -> accepted 9/5 -> removed 10/1", Some(Status::Accepted)),
            ("sent > accepted > withdrawn", Some(Status::Accepted)),
            ("Accepted -> removed -> sent again", Some(Status::Pending)),
            ("Accepted -> who knows", None),
            ("Pending (was withdrawn)", Some(Status::Pending)),
            ("Pending [previously: withdrawn]", Some(Status::Pending)),
            ("(formerly withdrawn) pending", Some(Status::Pending)),
            ("pending, previously declined", Some(Status::Pending)),
            ("ausstehend (ehemals zurückgezogen)", Some(Status::Pending)),
            ("en attente (auparavant refusée)", Some(Status::Pending)),
            ("Withdrawn (was pending)", Some(Status::Withdrawn)),
            // Whoever was a connection once accepted.
            ("Sent (was accepted)", Some(Status::Accepted)),
            ("sent, was withdrawn", Some(Status::Withdrawn)),
            ("was withdrawn", Some(Status::Withdrawn)),
            ("was accepted, now removed", Some(Status::Accepted)),
            // What nobody chose from.
            ("accepted/withdrawn", None),
            ("Pending / Accepted / Declined", None),
            ("(was withdrawn)", Some(Status::Withdrawn)),
            ("Accepted?", None),
            ("accepted ?", None),
            ("withdrawn (?)", None),
            ("承認済み？", None),
            ("maybe accepted", None),
            ("accepted (possibly)", None),
            // A sign that an encoding lacks is no question.
            ("? Accepted", Some(Status::Accepted)),
        ] {
            assert_eq!(Status::from_text(text, &[]), expected, "{text}");
        }
        for (text, expected) in [
            ("09/02 sent; 09/05 accepted", Some(Status::Accepted)),
            ("sent 2 Sep -> withdrawn 20 Sep", Some(Status::Withdrawn)),
            ("sent 2 Feb, accepted 5 Feb", Some(Status::Accepted)),
            ("withdrawn 20 Sep; sent again 5 Oct", Some(Status::Pending)),
            (
                "2026-10-05 sent again | 2026-09-20 withdrawn | 2026-09-01 sent",
                Some(Status::Pending),
            ),
            ("09/05 accepted; 09/02 sent", Some(Status::Accepted)),
            ("12/20 sent; 01/05 declined", Some(Status::Declined)),
            ("Aug 5, 2026: sent; Aug 9, 2026: accepted", Some(Status::Accepted)),
            ("2026-02-05 withdrawn\n2026-01-10 sent", Some(Status::Withdrawn)),
            ("gesendet 2.9.; angenommen 5.9.", Some(Status::Accepted)),
            ("09/02 sent; 09/05 talked", None),
            ("09/05 accepted; 09/02 withdrawn; 09/07 accepted", None),
            ("accepted 5 Aug, replied 6 Aug", Some(Status::Accepted)),
        ] {
            assert_eq!(Status::from_text(text, &[]), expected, "{text}");
        }
        let explained = [("Joined?".to_owned(), Status::Accepted)];
        assert_eq!(Status::from_text("joined?", &explained), Some(Status::Accepted));
    }
}
