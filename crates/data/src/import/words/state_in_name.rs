//! The state that a table or a part of it is called by: a file `Accepted (2).csv`, a heading
//! `Withdrawn in October`.
//!
//! Invariant: such a name is a word for a state and words that are known to add nothing. Whatever
//! else stands beside it may deny it, doubt it or say that it is of something else: then it is not
//! heard, and said.

use super::direction::{direction_of, unambiguous_direction_of};
use super::invitation_type::{InvitationType, is_network};
use super::other_subjects::is_other_subject;
use super::status::Status;
use super::status_phrase;
use super::status_words::STATUS_WORDS;
use super::word_set::WordSet;
use crate::import::dates::month_names::{is_weekday, month};

/// What may stand beside a word for a state and adds nothing.
static PLAIN: WordSet = WordSet::from_text(
    "\
     in on at of the from since with us me our my all those list lists export \
     exports sheet tab people person persons contact contacts lead leads prospect \
     prospects ones guys folks everyone everybody profiles members rows so far here below \
     these week month quarter year last this today yesterday q1 q2 q3 q4 im am en de \
     em le la el seit du au il nel",
);

/// What a word before a state in a file's name says of it, so that it is no account's name.
static NO_ACCOUNTS: WordSet = WordSet::from_text(
    "\
     all but except excepting excluding excl exclude without minus before after until \
     till if when unless pre post non un old new former previously ex total totals sum \
     count number rate possibly probably maybe perhaps likely almost nearly soon half \
     partly partially mostly auto to be being getting become about ohne ausser fast \
     beinahe bald noch vor sans sauf presque avant sin excepto salvo casi antes sem \
     exceto quase senza tranne quasi prima zonder behalve bijna voor bez kromie prawie \
     utan forutom uden undtagen kivve ilman haric",
);

/// What else than an invitation may end so, beside other subjects, and what is to be done.
static NO_OUTCOMES: WordSet = WordSet::from_text(
    "\
     ready should must will due planned plan scheduled eligible can consider newsletter terms crm \
     demo event events offers contracts proposals quote policy calendar cookies privacy friend \
     message messages trial trials orders booking bookings license licence candidate candidates \
     applicant applicants applications job interview deal deals appointment tv api resume \
     xing twitter facebook",
);

/// Whether a word before or after one for an outcome says that it is of something else, or to come.
pub(in crate::import) fn is_no_outcome(word: &str) -> bool {
    is_other_subject(word) || NO_OUTCOMES.has(word)
}

/// What a name says of states.
pub(in crate::import) enum NameReading {
    /// Plainly this one.
    State(Status),
    Received,
    /// There is a word for one, and it is not plain.
    Unclear,
    NoState,
}

/// What a heading says; `explained` are words that the source itself explains. What is below the
/// name of another kind of invitation or of another network may be no request to connect.
pub(in crate::import) fn read_heading(name: &str, explained: &[(String, Status)]) -> NameReading {
    match called(name, explained, false) {
        NameReading::NoState if is_of_others(name) => NameReading::Unclear,
        other => other,
    }
}

fn is_of_others(name: &str) -> bool {
    let is_other = InvitationType::from_unambiguous_text(name)
        .is_some_and(|sure| sure != InvitationType::Connection);
    let is_network = is_network(name) && !name.to_lowercase().contains("linkedin");
    is_other || is_network || direction_of(name) == Some(true) && name.contains(' ')
}

/// What the name of a file or sheet says, which may begin with an account's: `lea-withdrawn`.
pub(in crate::import) fn read_file_name(name: &str, explained: &[(String, Status)]) -> NameReading {
    called(name, explained, true)
}

fn called(name: &str, explained: &[(String, Status)], may_begin_with_account: bool) -> NameReading {
    let words = status_phrase::parts(name).unwrap_or_default().concat();
    let known = words.iter().filter_map(|word| STATUS_WORDS.status_beside_fillers(word));
    let states: Vec<Status> = known.filter(|status| *status != Status::Unsent).collect();
    let is_doubted = name.contains(['?', '%', '¿', '？']);
    if unambiguous_direction_of(name) == Some(true) && name.contains(char::is_alphabetic) {
        return NameReading::Received;
    }
    if let Some(status) = Status::from_table_name(name, explained).filter(|_| !is_doubted) {
        return NameReading::State(status);
    }
    let Some(first) = states.first().filter(|_| states.iter().any(|state| state.is_over())) else {
        return NameReading::NoState;
    };
    let is_one = states.iter().all(|other| other == first);
    let is_account = |at: usize, word: &str| {
        let is_other = NO_ACCOUNTS.has(word) || is_no_outcome(word);
        may_begin_with_account && at == 0 && !is_other && !STATUS_WORDS.is_denial(word)
    };
    let mut words = words.iter().enumerate();
    let is_plain = words.all(|(at, word)| {
        STATUS_WORDS.status_beside_fillers(word).is_some()
            || adds_nothing(word)
            || is_account(at, word)
    });
    if is_one && is_plain && !is_doubted {
        NameReading::State(*first)
    } else {
        NameReading::Unclear
    }
}

/// Whether a word is known to add nothing: a number but 0, a month, an invitation.
fn adds_nothing(word: &str) -> bool {
    let is_number =
        word.bytes().all(|byte| byte.is_ascii_digit()) && word.bytes().any(|b| b != b'0');
    is_number
        || STATUS_WORDS.is_filler(word)
        || PLAIN.has(word)
        || month(word).is_some()
        || is_weekday(word)
}

#[cfg(test)]
mod tests {
    use super::{NameReading, read_file_name, read_heading};

    fn shown(called: &NameReading) -> &'static str {
        match called {
            NameReading::State(status) => status.name(),
            NameReading::Received => "received",
            NameReading::Unclear => "unclear",
            NameReading::NoState => "",
        }
    }

    #[test]
    fn a_name_is_a_state_only_where_it_is_plainly_that() {
        for (name, of_file, of_heading) in [
            ("Accepted (2)", "accepted", "accepted"),
            ("Accepted in October (2)", "accepted", "accepted"),
            ("Connected with us", "accepted", "accepted"),
            ("withdrawn invitations 2026 Q3", "withdrawn", "withdrawn"),
            ("Zur\u{fc}ckgezogen im Oktober", "withdrawn", "withdrawn"),
            ("lea-withdrawn", "withdrawn", "unclear"),
            ("not accepted", "pending", "pending"),
            ("haven\u{2019}t accepted", "pending", "pending"),
            ("Accepted ones", "accepted", "accepted"),
            ("Accepted so far", "accepted", "accepted"),
            ("Received", "received", "received"),
            ("Received invitations", "received", "received"),
            ("withdraw", "", ""),
            ("to-withdraw", "", ""),
            ("Batch 2", "", ""),
            ("Pending again", "", ""),
            ("all-but-accepted", "unclear", "unclear"),
            ("without-accepted", "unclear", "unclear"),
            ("except accepted", "unclear", "unclear"),
            ("minus-accepted", "unclear", "unclear"),
            ("excluding-withdrawn", "unclear", "unclear"),
            ("before-withdrawn", "unclear", "unclear"),
            ("ohne-angenommen", "unclear", "unclear"),
            ("old-withdrawn-included", "unclear", "unclear"),
            ("accepted-terms", "unclear", "unclear"),
            ("connected-crm", "unclear", "unclear"),
            ("cancelled-event", "unclear", "unclear"),
            ("event-cancelled", "unclear", "unclear"),
            ("expired-trials", "unclear", "unclear"),
            ("leads-declined-offer", "unclear", "unclear"),
            ("Accepted Offer Holders", "unclear", "unclear"),
            ("Possibly accepted", "unclear", "unclear"),
            ("Accepted?", "unclear", "unclear"),
            ("Total accepted: 12", "unclear", "unclear"),
            ("accepted 40%", "unclear", "unclear"),
            ("accepted 0", "unclear", "unclear"),
            ("Expired soon", "unclear", "unclear"),
            ("accepted or declined", "unclear", "unclear"),
            ("Withdrawn (plan)", "unclear", "unclear"),
            ("Pending (accepted removed)", "unclear", "unclear"),
            ("Amina Accepted", "accepted", "unclear"),
        ] {
            let called = (shown(&read_file_name(name, &[])), shown(&read_heading(name, &[])));
            assert_eq!(called, (of_file, of_heading), "{name}");
        }
    }
}
