//! Who invited whom, as a cell says it: sent, received, or an arrow between two names.

use super::status_phrase;
use super::status_words::{STATUS_WORDS, fold_letters};
use super::word_set::WordSet;

/// Whether a text of a column of directions says that an invitation was received (`true`) or sent.
pub fn direction_of(text: &str) -> Option<bool> {
    static IN: WordSet = WordSet::from_text("in r rec recd them they theirs tome tous");
    static OUT: WordSet = WordSet::from_text("out s me us we mine fromme fromus");
    if let Some((from, to)) = ends_of_arrow(text) {
        // `← me` may mean from me or to me.
        let is_unclear = to.is_empty() && is_ours(from) == Some(true) && !text.starts_with(from);
        let by_ends = is_ours(to).or_else(|| is_ours(from).map(|is_ours| !is_ours));
        return by_ends.filter(|_| !is_unclear);
    }
    let whole = fold_letters(text);
    if IN.has(&whole) {
        Some(true)
    } else if OUT.has(&whole) {
        Some(false)
    } else {
        unambiguous_direction_of(text).or_else(|| is_by_them(text))
    }
}

/// What stands before and behind an arrow, turned so that it points from the first to the second;
/// none of an arrow alone.
fn ends_of_arrow<'t>(text: &'t str) -> Option<(&'t str, &'t str)> {
    const RIGHT: [&str; 6] = ["-->", "->", "=>", "→", "➡", "⇒"];
    const LEFT: [&str; 6] = ["<--", "<-", "<=", "←", "⬅", "⇐"];
    let split = |signs: [&str; 6]| signs.iter().find_map(|sign| text.split_once(sign));
    let (from, to) = match split(RIGHT) {
        Some((left, right)) => (left, right),
        None => split(LEFT).map(|(left, right)| (right, left))?,
    };
    // A sign that is to be drawn in colours has another one behind it.
    let bare = |text: &'t str| text.trim_matches(|c: char| c == '\u{fe0f}' || c.is_whitespace());
    let (from, to) = (bare(from), bare(to));
    (!from.is_empty() || !to.is_empty()).then_some((from, to))
}

/// Whether a word is for the account or its owner, rather than for whom it invited.
fn is_ours(text: &str) -> Option<bool> {
    static OURS: WordSet = WordSet::from_text("me us we i mine myself");
    static THEIRS: WordSet =
        WordSet::from_text("them they him he her she prospect lead contact person candidate");
    let word = fold_letters(text);
    (OURS.has(&word) || THEIRS.has(&word)).then(|| OURS.has(&word))
}

/// Whether a text says that somebody else invited: `by contact`, `they invited`, `sent by them`.
fn is_by_them(text: &str) -> Option<bool> {
    static DONE: WordSet =
        WordSet::from_text("by from sent invited requested initiated added me us");
    let parts = status_phrase::parts(text)?;
    let words: Vec<&String> = parts.iter().flatten().collect();
    let (first, rest) = words.split_first()?;
    let (who, rest) = match is_ours(first) {
        Some(is_ours) => (is_ours, rest.to_vec()),
        None => {
            let (last, before) = words.split_last()?;
            (is_ours(last)?, before.to_vec())
        }
    };
    rest.iter().all(|word| DONE.has(word)).then_some(!who)
}

/// The same by words and signs that mean a direction whatever their column is called.
pub fn unambiguous_direction_of(text: &str) -> Option<bool> {
    static IN: WordSet = WordSet::from_text(
        "incoming inbound inbox received receive \
         eingehend eingang posteingang empfangen erhalten eingegangen \
         entrante entrantes recibida recibidas recibido recebida recebidas recebido \
         reçue reçues reçu entrant entrante entrata ricevuta ricevute ricevuto \
         ontvangen inkomend входящее входящий входящие получено получена przychodzące otrzymane \
         mottagen mottagna modtaget mottatt vastaanotettu přijaté alınan gelen \
         受信 受け取った 收到 收到的 已收到 받은 받음",
    );
    static OUT: WordSet = WordSet::from_text(
        "outgoing outbound outbox sent \
         ausgehend ausgang postausgang gesendet versendet saliente salientes enviada enviadas \
         enviado envoyée envoyées envoyé sortant sortante inviata inviate inviato uscita verzonden \
         uitgaand исходящее исходящий исходящие отправлено wychodzące wysłane \
         skickad sendt lähetetty odeslané gönderilen giden 送信 送信済み 发出 已发出 已发送 已發送 보낸 보냄",
    );
    // What points to the account, and away from it.
    const TO_US: [&str; 12] = ["←", "⬅", "⇐", "⟵", "<-", "<--", "<=", "<", "↙", "↓", "⬇", "📥"];
    const FROM_US: [&str; 12] = ["→", "➡", "⇒", "⟶", "->", "-->", "=>", ">", "↗", "↑", "⬆", "📤"];
    let sign = text.trim().trim_end_matches('\u{fe0f}');
    if TO_US.contains(&sign) {
        return Some(true);
    }
    if FROM_US.contains(&sign) {
        return Some(false);
    }
    // Invitations were, requests were: nothing else.
    let parts = status_phrase::parts(text)?;
    let mut telling = parts.iter().flatten().filter(|word| !STATUS_WORDS.is_filler(word));
    let (only, further) = (telling.next()?, telling.next());
    let is_alone = further.is_none();
    let is_in = is_alone && IN.has(only);
    (is_in || (is_alone && OUT.has(only))).then_some(is_in)
}

#[cfg(test)]
mod tests {
    use super::{direction_of, unambiguous_direction_of};

    #[test]
    fn directions_are_known() {
        assert_eq!(direction_of("INCOMING"), Some(true));
        assert_eq!(direction_of("Outbound"), Some(false));
        assert_eq!(direction_of("In"), Some(true));
        assert_eq!(direction_of("Received invitations"), Some(true));
        assert_eq!(direction_of("←"), Some(true));
        assert_eq!(direction_of("➡\u{fe0f}"), Some(false));
        assert_eq!(unambiguous_direction_of("Posteingang"), Some(true));
        for (text, expected) in [
            ("→ them", false),
            ("← them", true),
            ("me -> them", false),
            ("them → me", true),
            ("by contact", true),
            ("By me", false),
            ("They invited", true),
            ("they invited me", true),
            ("I invited", false),
            ("Sent by them", true),
            ("Prospect", true),
            ("Rec'd", true),
        ] {
            assert_eq!(direction_of(text), Some(expected), "{text}");
        }
        for text in ["← me", "Contact sales", "North", "Reply received", "", "-", "not received"]
        {
            assert_eq!(direction_of(text), None, "{text}");
        }
        assert_eq!(unambiguous_direction_of("In"), None);
    }
}
