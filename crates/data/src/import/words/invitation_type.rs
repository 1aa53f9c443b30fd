//! What a row is about: a request to connect, InMail, an invitation of another kind, or nothing of
//! the sort.
//!
//! Invariant: a word that is not in these tables decides nothing.

use super::status_phrase;
use super::status_words::fold_letters;
use super::word_set::WordSet;

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationType {
    /// A request to connect.
    Connection,
    /// A message to somebody who is no connection.
    InMail,
    /// An invitation to an event, a page, a newsletter or a group: no request to connect.
    Other,
    /// What is no invitation at all: a message, a visit.
    Activity,
    /// What the account received.
    Received,
}

/// Requests to connect, as a column of kinds has them.
static CONNECTIONS: WordSet = WordSet::from_text(
    "connection connect profile person people member personal invitation \
     invite connectionrequest connectioninvitation request linkedin \
     normal default sent outgoing outbound",
);

static OTHERS: WordSet = WordSet::from_text(
    "event company page organization organisation newsletter group followpage \
     followcompany contentseries series school",
);

static RECEIVED: WordSet = WordSet::from_text("received incoming inbound");

/// Words for a request to connect that mean nothing else.
static INVITING: WordSet = WordSet::from_text(
    "invite invites invited invitation invitations connect connection \
     einladung kontaktanfrage vernetzungsanfrage invito invitación convite \
     zaproszenie uitnodiging приглашение 邀请 招待 초대",
);

/// Words for what is no invitation and can be nothing else.
static ACTIVITIES: WordSet = WordSet::from_text(
    "message messages messaged msg dm visit visits visited view viewed \
     follow followed unfollow like liked comment commented endorse \
     endorsed endorsement email emailed sms whatsapp nachricht besuch \
     xing facebook instagram telegram wechat tiktok youtube snapchat viber slack \
     bluesky mastodon threads \
     profilbesuch mensaje mensagem messaggio visite visita bericht \
     wiadomość сообщение письмо 消息 メッセージ 메시지",
);

/// Words that are so only beside others of the kind.
static OTHER_ACTIVITIES: WordSet =
    WordSet::from_text("call phone meeting note task mail post twitter voice export");

/// Those words for a request that a message may go with.
static REQUESTS: WordSet = WordSet::from_text("invite invitation request");

const BRANDS: [&str; 7] =
    ["LinkedIn", "WhatsApp", "YouTube", "TikTok", "WeChat", "SnapChat", "FaceBook"];

/// What may stand beside such words.
static BESIDE: WordSet = WordSet::from_text(
    "linkedin li sent send profile request requests a to up auto automatic \
     first second third new direct personal with without note action done post \
     voice outgoing outbound",
);

impl InvitationType {
    /// The kind that a text of a column of kinds means.
    pub fn from_text(text: &str) -> Option<Self> {
        let whole = fold_letters(text);
        let begins = ["invitation", "invite"].map(|end| whole.strip_suffix(end));
        let names = |known: &WordSet| {
            known.has(&whole) || begins.iter().flatten().any(|begin| known.has(begin))
        };
        if whole.contains("inmail") {
            Some(Self::InMail)
        } else if names(&CONNECTIONS) {
            Some(Self::Connection)
        } else if names(&OTHERS) || is_of_others(text) {
            Some(Self::Other)
        } else if names(&RECEIVED) {
            Some(Self::Received)
        } else if names(&OTHER_ACTIVITIES) {
            Some(Self::Activity)
        } else {
            Self::in_words(text)
        }
    }

    /// The kind that a text means whatever its column is called.
    pub fn from_unambiguous_text(text: &str) -> Option<Self> {
        match Self::from_text(text)? {
            Self::InMail => Some(Self::InMail),
            Self::Received if RECEIVED.has(&fold_letters(text)) => Some(Self::Received),
            _ => Self::in_words(text),
        }
    }

    /// The same by its words, which all have to be understood: `Send connection request`.
    fn in_words(text: &str) -> Option<Self> {
        // Names that are written as several words are one.
        let is_in_text = |brand: &&&str| text.contains(**brand);
        let joined = |text: String, brand: &&str| text.replace(brand, &brand.to_lowercase());
        let text = BRANDS.iter().filter(is_in_text).fold(text.to_owned(), joined);
        let parts = status_phrase::parts(&text)?;
        let words: Vec<&String> = parts.iter().flatten().collect();
        let has = |known: &WordSet| words.iter().any(|word| known.has(word));
        let is_understood = |word: &&String| {
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            is_number
                || [&INVITING, &ACTIVITIES, &OTHERS, &BESIDE].iter().any(|known| known.has(word))
        };
        if !words.iter().all(is_understood) {
            return None;
        }
        let has_activity = has(&ACTIVITIES);
        match (has(&INVITING), has(&OTHERS)) {
            (true, true) => Some(Self::Other),
            // A message may go with a request, or to a connection.
            (true, false) if has_activity && !has(&REQUESTS) => None,
            (true, false) => Some(Self::Connection),
            (false, _) if has_activity => Some(Self::Activity),
            _ => None,
        }
    }
}

/// Whether a text is several words for what else people are invited to: `Company page`.
fn is_of_others(text: &str) -> bool {
    let parts = status_phrase::parts(text).unwrap_or_default();
    let words: Vec<&String> = parts.iter().flatten().collect();
    let is_other = |word: &&String| OTHERS.has(word) || *word == "linkedin";
    words.len() > 1 && words.iter().all(is_other)
}

/// Whether a text is the name of a network, LinkedIn's or another's.
pub fn is_network(text: &str) -> bool {
    static NETWORKS: WordSet = WordSet::from_text(
        "linkedin xing facebook instagram telegram wechat tiktok youtube \
         snapchat viber slack whatsapp twitter x bluesky mastodon threads email sms",
    );
    NETWORKS.has(&fold_letters(text))
}

#[cfg(test)]
mod tests {
    use super::InvitationType as Type;

    #[test]
    fn only_requests_to_connect_are_connections() {
        for (text, expected) in [
            ("CONNECTION", Some(Type::Connection)),
            ("Send connection request", Some(Type::Connection)),
            ("invite_sent", Some(Type::Connection)),
            ("Invitation with note", Some(Type::Connection)),
            ("LinkedIn InMail", Some(Type::InMail)),
            ("Event invitation", Some(Type::Other)),
            ("Invite to event", Some(Type::Other)),
            ("Profile visit", Some(Type::Activity)),
            ("Follow up message 2", Some(Type::Activity)),
            ("Email", Some(Type::Activity)),
            ("RECEIVED", Some(Type::Received)),
            ("whatever", None),
            ("Message 1st connection", None),
            ("Customer", None),
            ("invite accepted", None),
        ] {
            assert_eq!(Type::from_text(text), expected, "{text}");
        }
    }

    #[test]
    fn what_may_be_anything_is_not_sure() {
        for text in ["Person", "Company", "LinkedIn", "Event", "default", "sent", "Call"] {
            assert_eq!(Type::from_unambiguous_text(text), None, "{text}");
        }
        assert_eq!(Type::from_unambiguous_text("InMail"), Some(Type::InMail));
        assert_eq!(Type::from_unambiguous_text("Profile visit"), Some(Type::Activity));
        assert_eq!(Type::from_unambiguous_text("Connection request"), Some(Type::Connection));
    }
}
