//! LinkedIn's own tables, each in the shapes that it had over the years.

use crate::history::{Fate, Sent, taken};
use crate::notes::MESSAGES;
use crate::people::Person;
use crate::rng::Rng;
use crate::table::{Style, table};
use chrono::{NaiveDate, TimeDelta};

/// Which columns beside the names tell who is who.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Era {
    /// 2018 to 2023: nothing but names.
    Names,
    /// The summer of 2023: member numbers.
    Urns,
    /// Late 2023 on: addresses of profiles.
    Urls,
}

/// Somebody in the address book. Members who hide themselves leave only the day.
pub(crate) struct Connection {
    pub(crate) person: Option<Person>,
    pub(crate) on: NaiveDate,
}

/// `Invitations.csv`: what was sent and what was received (where `person` is who sent it), in no
/// order.
pub(crate) fn invitations(
    era: Era,
    style: Style,
    owner: &Person,
    sent: &[Sent],
    received: &[Sent],
    rng: &mut Rng,
) -> Vec<u8> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    rows.extend(sent.iter().map(|row| invitation(era, row, owner, &row.person, "OUTGOING")));
    rows.extend(received.iter().map(|row| invitation(era, row, &row.person, owner, "INCOMING")));
    rng.shuffle(&mut rows);
    let header = match era {
        Era::Names => "From,To,Sent At,Message,Direction",
        Era::Urns => "From,To,Sent At,Message,Direction,inviterProfileUrn,inviteeProfileUrn",
        Era::Urls => "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
    };
    table(style, header, &rows)
}

fn invitation(era: Era, row: &Sent, from: &Person, to: &Person, direction: &str) -> Vec<String> {
    let sent_at = row.local.format("%-m/%-d/%y, %-I:%M %p").to_string();
    let mut fields = vec![from.full(), to.full(), sent_at, row.note.clone(), direction.to_owned()];
    match era {
        Era::Names => {}
        Era::Urns => fields.extend([from.urn(), to.urn()]),
        Era::Urls => fields.extend([from.url(), to.url()]),
    }
    fields
}

/// The preamble of `Connections.csv` since about 2021.
pub(crate) const NOTES: &[&str] = &[
    "Notes:",
    "\"When exporting your connection data, you may notice that some of the email addresses are \
     missing. You will only see email addresses for connections who have allowed their \
     connections to see or download their email address using this setting.\"",
    "",
];

/// `Connections.csv`, latest first; `day` writes a date.
pub(crate) fn connections(
    era: Era,
    style: Style,
    known: &[Connection],
    day: fn(NaiveDate) -> String,
    rng: &mut Rng,
) -> Vec<u8> {
    let rows: Vec<Vec<String>> = known.iter().map(|c| connection(era, c, day(c.on), rng)).collect();
    let header = match era {
        Era::Names => "First Name,Last Name,Email Address,Company,Position,Connected On",
        _ => "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    };
    table(style, header, &rows)
}

fn connection(era: Era, connection: &Connection, day: String, rng: &mut Rng) -> Vec<String> {
    let mut fields = vec![String::new(); if era == Era::Names { 5 } else { 6 }];
    if let Some(person) = &connection.person {
        let address = format!("hello@{:06x}.example", rng.bits() >> 40);
        let email = if rng.chance(4) { address } else { String::new() };
        // Names of the first era are re-typed now and then, without what follows the surname.
        let retyped = era == Era::Names && rng.chance(50);
        let flourish = if retyped { "" } else { &person.flourish };
        fields = vec![person.first.clone(), format!("{}{flourish}", person.last)];
        if era != Era::Names {
            fields.push(if rng.chance(50) { person.url() } else { person.raw_url() });
        }
        fields.extend([email, person.company.clone(), person.position.clone()]);
    }
    fields.push(day);
    fields
}

/// `messages.csv`: talks with some of those who accepted, and a few
/// messages to those who have not.
pub(crate) fn messages(owner: &Person, sent: &[Sent], rng: &mut Rng) -> Vec<u8> {
    let mut rows = Vec::new();
    for row in sent {
        match row.fate {
            Fate::Accepted(at) if rng.chance(22) => talk(owner, &row.person, at, &mut rows, rng),
            Fate::Pending if rng.chance(1) => rows.push(inmail(owner, row, rng)),
            _ => {}
        }
    }
    let header = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,\
                  RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,ATTACHMENTS,\
                  IS MESSAGE DRAFT,IS CONVERSATION DRAFT";
    table(Style { quoted: true, ..Style::PLAIN }, header, &rows)
}

fn talk(
    owner: &Person,
    other: &Person,
    since: chrono::NaiveDateTime,
    rows: &mut Vec<Vec<String>>,
    rng: &mut Rng,
) {
    let conversation = conversation(rng);
    let turns = usize::try_from(rng.between(1, 5)).unwrap_or_default();
    let mut at = since;
    for (turn, text) in MESSAGES.iter().take(turns).enumerate() {
        at += TimeDelta::seconds(rng.between(600, 90_000));
        if at >= taken() {
            return;
        }
        let (from, to) = if turn % 2 == 0 { (owner, other) } else { (other, owner) };
        rows.push(message(&conversation, from, to, at, "", text));
    }
}

fn inmail(owner: &Person, row: &Sent, rng: &mut Rng) -> Vec<String> {
    let at = row.utc() + TimeDelta::minutes(rng.between(1, 600));
    let text = format!("Hello {}, may I ask you one question?", row.person.first);
    message(&conversation(rng), owner, &row.person, at, "One question", &text)
}

fn conversation(rng: &mut Rng) -> String {
    format!("2-{:016x}==", rng.bits())
}

fn message(
    conversation: &str,
    from: &Person,
    to: &Person,
    at: chrono::NaiveDateTime,
    subject: &str,
    text: &str,
) -> Vec<String> {
    let date = at.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    let (sender, recipient) = (from.url(), to.url());
    let (from, to) = (from.full(), to.full());
    let rest = [date.as_str(), subject, text, "INBOX", "", "No", "No"];
    let mut fields = vec![conversation.to_owned(), String::new(), from, sender, to, recipient];
    fields.extend(rest.map(str::to_owned));
    fields
}

/// `Profile.csv`: one row, without an address.
pub(crate) fn profile(owner: &Person) -> Vec<u8> {
    let header = "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,\
                  Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers";
    let mut row = vec![String::new(); 13];
    let known = [(0, &*owner.first), (1, &*owner.last), (5, "Strategist"), (7, "Marketing")];
    for (column, value) in known {
        row[column].push_str(value);
    }
    table(Style::PLAIN, header, &[row])
}
