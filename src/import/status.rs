//! Words for what became of an invitation, as people and tools write them.
//!
//! Invariant: a word that is not in these tables, nor in the source's own, decides nothing.

use super::phrase;
use super::status_words::{WORDS, letters};

/// What a sheet or a tool says of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Sent, and not answered.
    Pending,
    /// The person is a connection now.
    Accepted,
    /// The person said no.
    Declined,
    /// Taken back.
    Withdrawn,
    /// Gone after a time.
    Expired,
    /// Not sent (yet): no invitation.
    Unsent,
}

impl Status {
    /// Every status, in the order in which a person meets them.
    pub const ALL: [Self; 6] = [
        Self::Unsent,
        Self::Pending,
        Self::Accepted,
        Self::Declined,
        Self::Withdrawn,
        Self::Expired,
    ];

    /// Its name: the state of an invitation, or `unsent`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Unsent => "unsent",
        }
    }

    /// Whether an invitation of this status was sent and is pending no more.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Unsent | Self::Pending)
    }

    /// The words that mean it, in English and as LinkedIn shows it in other languages.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        WORDS.of(self)
    }

    /// The status that a text means; `own` are words that the source itself explains. What stands
    /// around a word, such as a number before and a day after it, adds nothing; of several words
    /// all have to be understood.
    pub fn of(text: &str, own: &[(String, Self)]) -> Option<Self> {
        let whole = letters(text);
        if whole.is_empty() {
            return None;
        }
        let own = own.iter().find(|(word, _)| letters(word) == whole).map(|(_, status)| *status);
        own.or_else(|| WORDS.alone(&whole)).or_else(|| {
            let parts = phrase::parts(text)?;
            let statuses = parts.iter().map(|words| Self::of_words(words));
            Self::together(&statuses.collect::<Option<Vec<_>>>()?)
        })
    }

    /// The status that a text is a word for, without anything around it.
    pub fn named_by(word: &str) -> Option<Self> {
        WORDS.alone(&letters(word))
    }

    /// The status that a table or a part of it is called by, in whole: what may be to be done, as
    /// `withdraw`, is none.
    pub fn named_after(name: &str, own: &[(String, Self)]) -> Option<Self> {
        let whole = letters(name);
        let is_own = own.iter().any(|(word, _)| letters(word) == whole);
        if !is_own && WORDS.alone(&whole).is_some() {
            return WORDS.beside(&whole);
        }
        Self::of(name, own)
    }

    /// What words mean of which some add nothing, and the first may turn the others around.
    fn of_words(words: &[String]) -> Option<Self> {
        let whole = words.concat();
        let known = WORDS.beside(&whole).or_else(|| WORDS.beside(&without_fillers(words)));
        known.or_else(|| Self::denied(words))
    }

    /// Not accepted is pending, not sent is unsent; of anything else a denial says nothing.
    fn denied(words: &[String]) -> Option<Self> {
        let begin = words.iter().position(|word| !WORDS.is_filler(word))?;
        let rest = [2, 1].into_iter().find_map(|count| {
            let (first, rest) = words.get(begin..)?.split_at_checked(count)?;
            WORDS.is_denial(&first.concat()).then_some(rest)
        });
        let rest = without_fillers(rest?);
        match WORDS.beside(&rest)? {
            Self::Accepted => Some(Self::Pending),
            Self::Pending if WORDS.is_sending(&rest) => Some(Self::Unsent),
            _ => None,
        }
    }

    /// What several words say of one invitation: of an outcome and its reason the outcome.
    fn together(statuses: &[Self]) -> Option<Self> {
        let over = statuses.iter().rev().find(|status| status.is_over());
        let (first, is_unsent) = (statuses.first()?, statuses.contains(&Self::Unsent));
        let are_alike = statuses.iter().all(|status| status == first);
        if are_alike { Some(*first) } else { over.copied().filter(|_| !is_unsent) }
    }
}

/// Whether a text begins by denying what follows, or denies all.
pub fn is_denied(text: &str) -> bool {
    let parts = phrase::parts(text).unwrap_or_default();
    let first = parts.iter().flatten().find(|word| !WORDS.is_filler(word));
    first.is_some_and(|word| WORDS.is_denial(word))
        || parts.first().is_some_and(|words| {
            words.split_at_checked(2).is_some_and(|(two, _)| WORDS.is_denial(&two.concat()))
        })
}

/// The letters of words without those that add nothing.
fn without_fillers(words: &[String]) -> String {
    /// A filler has so many words at most.
    const WORDS_MAX: usize = 3;
    let (mut kept, mut at) = (String::new(), 0);
    while let Some(word) = words.get(at) {
        let filler = (1..=WORDS_MAX).rev().find(|count| {
            words.get(at..at + count).is_some_and(|words| WORDS.is_filler(&words.concat()))
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
        assert_eq!(Status::of("INVITATION_SENT", &[]), Some(Status::Pending));
        assert_eq!(Status::of(" Cancelled ", &[]), Some(Status::Withdrawn));
        assert_eq!(Status::of("Lead", &[]), None);
        assert_eq!(Status::of("", &[]), None);
        let own = [("Joined!".to_owned(), Status::Accepted)];
        assert_eq!(Status::of("joined", &own), Some(Status::Accepted));
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
            assert_eq!(Status::of(text, &[]), expected, "{text}");
        }
    }
}
