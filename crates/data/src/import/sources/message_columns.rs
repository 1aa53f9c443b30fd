//! Columns that are called after messages and answers, which only connections get and give.

use super::column_names::snake_case;

/// Whether a column is called after the first message to somebody.
pub(super) fn is_first_message(column: &str) -> bool {
    let name = name_of_message(column);
    let has = |known: &[&str]| name.split('_').any(|word| known.contains(&word));
    has(&["first", "1st", "welcome", "opening"]) && has(&MESSAGES)
}

/// The name of a column, in which a word for a message is one word.
fn name_of_message(column: &str) -> String {
    snake_case(column).replace("follow_up", "followup")
}

/// Words for a message, as columns have them.
const MESSAGES: [&str; 12] = [
    "message",
    "messages",
    "msg",
    "dm",
    "nachricht",
    "mensaje",
    "mensagem",
    "messaggio",
    "bericht",
    "wiadomość",
    "сообщение",
    "followup",
];

/// Whether a column is called after a message that follows the request: `Message 1`, `Follow-up
/// sent`. What came last may be the request's note.
pub(super) fn names_later_message(column: &str) -> bool {
    let name = name_of_message(column);
    let words: Vec<&str> = name.split('_').collect();
    let has = |known: &[&str]| words.iter().any(|word| known.contains(word));
    let is_numbered = words.iter().any(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    let is_of_sending = is_numbered || has(&["sent", "date", "on", "at"]) || has(&["thank"]);
    let is_other =
        has(&["last", "next", "email", "mail", "note", "connection", "invite", "invitation"]);
    has(&MESSAGES) && is_of_sending && !is_other
}

/// Whether a column is called after what somebody answered: `Reply text`, `Antwort`.
pub(super) fn names_reply(column: &str) -> bool {
    const REPLIES: [&str; 14] = [
        "reply",
        "replies",
        "answer",
        "answers",
        "response",
        "antwort",
        "réponse",
        "respuesta",
        "resposta",
        "risposta",
        "antwoord",
        "odpowiedź",
        "svar",
        "vastaus",
    ];
    const OTHERS: [&str; 8] =
        ["rate", "time", "email", "mail", "auto", "expected", "suggested", "our"];
    let name = snake_case(column);
    let has = |known: &[&str]| name.split('_').any(|word| known.contains(&word));
    has(&REPLIES) && !has(&OTHERS)
}

#[cfg(test)]
mod tests {
    use super::{is_first_message, names_later_message};

    #[test]
    fn a_word_for_a_message_is_one_whichever_message_it_is() {
        for column in ["First message", "1st follow-up", "Welcome DM", "Opening Nachricht"] {
            assert!(is_first_message(column), "{column}");
        }
        for column in ["Message 1", "Follow-up sent", "Nachricht 2"] {
            assert!(names_later_message(column), "{column}");
        }
        for column in ["First name", "Last message", "Welcome"] {
            assert!(!is_first_message(column) && !names_later_message(column), "{column}");
        }
    }
}
