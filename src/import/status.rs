//! Words for what became of an invitation, and for what kind it is, as people and tools write them.
//!
//! Invariant: a word that is not in these tables, nor in the source's own, decides nothing.

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
        self.listed().split(", ")
    }

    const fn listed(self) -> &'static str {
        match self {
            Self::Pending => {
                "pending, sent, invited, invitation sent, invite sent, request sent, \
                 connection sent, connection request sent, connection pending, awaiting, \
                 awaiting response, waiting, waiting for response, no response, no answer, no \
                 reply, not accepted, not yet accepted, open, outstanding, in progress, \
                 requested, pendiente, enviada, en attente, envoyée, ausstehend, gesendet, \
                 pendente, in sospeso, in afwachting, oczekujące"
            }
            Self::Accepted => {
                "accepted, connected, accept, connection accepted, invitation accepted, \
                 invite accepted, request accepted, already connected, connection, is \
                 connected, 1st, 1st degree, first degree, approved, aceptada, aceptado, \
                 conectado, acceptée, accepté, angenommen, verbunden, vernetzt, aceita, \
                 aceito, accettata, accettato, geaccepteerd, zaakceptowane"
            }
            Self::Declined => {
                "declined, ignored, rejected, refused, denied, decline, not interested, \
                 invitation declined, request declined, rechazada, rechazado, refusée, \
                 refusé, abgelehnt, ignoriert, recusada, recusado, rifiutata, rifiutato, \
                 afgewezen, odrzucone"
            }
            Self::Withdrawn => {
                "withdrawn, withdrew, withdraw, retracted, revoked, cancelled, canceled, \
                 invitation withdrawn, invite withdrawn, request withdrawn, recalled, \
                 rescinded, retirada, retirado, retirée, retiré, zurückgezogen, ritirata, \
                 ritirato, ingetrokken, wycofane"
            }
            Self::Expired => "expired, timed out, lapsed, caducada, expirée, abgelaufen",
            Self::Unsent => {
                "not sent, not sent yet, unsent, to send, to do, to invite, not invited, not \
                 contacted, draft, queued, scheduled, planned, new, failed, error, skipped, \
                 not started, not found"
            }
        }
    }

    /// The status that a text means; `own` are words that the source itself explains.
    pub fn of(text: &str, own: &[(String, Self)]) -> Option<Self> {
        let text = letters(text);
        let own = own.iter().find(|(word, _)| letters(word) == text).map(|(_, status)| *status);
        own.or_else(|| {
            Self::ALL.into_iter().find(|status| status.words().any(|word| letters(word) == text))
        })
        .filter(|_| !text.is_empty())
    }
}

/// What kind of invitation a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationType {
    /// To connect.
    Connection,
    /// A message to somebody who is no connection.
    InMail,
    /// To an event, a page, a newsletter or a group: no request to connect.
    Other,
}

impl InvitationType {
    /// The kind that a text means.
    pub fn of(text: &str) -> Option<Self> {
        const CONNECTIONS: &[&str] = &[
            "connection",
            "connect",
            "profile",
            "person",
            "people",
            "member",
            "personal",
            "invitation",
            "invite",
            "connectionrequest",
            "connectioninvitation",
            "request",
            "linkedin",
            "normal",
            "default",
        ];
        const OTHERS: &[&str] = &[
            "event",
            "company",
            "page",
            "organization",
            "organisation",
            "newsletter",
            "group",
            "followpage",
            "followcompany",
            "contentseries",
            "series",
            "school",
        ];
        let text = letters(text);
        let names = |known: &[&str]| {
            known.iter().any(|known| {
                text == *known
                    || text.strip_suffix("invitation") == Some(known)
                    || text.strip_suffix("invite") == Some(known)
            })
        };
        if text.contains("inmail") {
            Some(Self::InMail)
        } else if names(CONNECTIONS) {
            Some(Self::Connection)
        } else if names(OTHERS) {
            Some(Self::Other)
        } else {
            None
        }
    }
}

/// A text reduced to what is compared.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{InvitationType, Status, letters};

    #[test]
    fn no_word_means_two_things() {
        let mut words: Vec<String> =
            Status::ALL.iter().flat_map(|status| status.words()).map(letters).collect();
        let count = words.len();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), count);
    }

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
    fn only_requests_to_connect_are_connections() {
        assert_eq!(InvitationType::of("CONNECTION"), Some(InvitationType::Connection));
        assert_eq!(InvitationType::of("LinkedIn InMail"), Some(InvitationType::InMail));
        assert_eq!(InvitationType::of("Event invitation"), Some(InvitationType::Other));
        assert_eq!(InvitationType::of("whatever"), None);
    }
}
