//! What an agency keeps beside the archives: its tracking sheet, two lists that scripts read, and
//! the list of the Sent page that a tool wrote.

use crate::history::{Account, Fate, Sent, last_day};
use crate::names;
use crate::people::{People, Person};
use crate::rng::Rng;
use crate::table::{Style, table};
use chrono::{Days, NaiveDateTime};

const CAMPAIGNS: &[&str] = &["Spring launch", "Retail ops", "Autumn webinar", "Founders' table"];
const TAGS: &[&str] =
    &["client", "partner", "investor", "press", "partner; speaker", "client, vip"];
const FOLLOW_UPS: &[&str] =
    &["send again with a note", "comment on a post first", "ask Ilse for an introduction"];

/// How the sheet refers to a person of an account.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reference {
    /// By the profile's address, written in several ways, and mostly the name too.
    Address,
    /// By the name alone.
    Name,
}

/// The sheet's rows for one account: about a third of its invitations, and all withdrawals.
pub(crate) fn tracked(
    account: &Account,
    sent: &[Sent],
    reference: Reference,
    rng: &mut Rng,
) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for row in sent {
        let withdrawn = matches!(row.fate, Fate::Withdrawn(_));
        if withdrawn || rng.chance(if row.is_accepted() { 12 } else { 34 }) {
            rows.push(sheet_row(account.name, row, reference, rng));
        }
    }
    rows
}

/// People whom nobody has invited yet.
pub(crate) fn prospects(people: &mut People, rng: &mut Rng) -> Vec<Vec<String>> {
    let local = last_day().into();
    let prospect = |_| {
        let person = people.somebody(rng);
        let row = Sent { person, local, note: String::new(), fate: Fate::Pending };
        sheet_row("anna", &row, Reference::Address, rng)
    };
    (0..4).map(prospect).collect()
}

/// `sheet.csv`, as a spreadsheet saves it.
pub(crate) fn sheet(rows: &[Vec<String>]) -> Vec<u8> {
    let header = "Account,LinkedIn,Full name,Company,Job title,Tags,Campaign,Priority,Deal size,\
                  Date withdrawn,Follow-up,Last touch";
    table(Style::SPREADSHEET, header, rows)
}

fn sheet_row(account: &str, sent: &Sent, reference: Reference, rng: &mut Rng) -> Vec<String> {
    let person = &sent.person;
    let address = match reference {
        Reference::Address => address(person, rng),
        Reference::Name => String::new(),
    };
    let named = address.is_empty() || rng.chance(90);
    let tags = if rng.chance(30) { *rng.pick(TAGS) } else { "" };
    let deal = if tags.is_empty() { String::new() } else { rng.between(4, 120).to_string() + "00" };
    let campaign = if rng.chance(80) { *rng.pick(CAMPAIGNS) } else { "" };
    let priority = if rng.chance(90) { rng.between(1, 5).to_string() } else { String::new() };
    let (withdrawn, follow_up) = match sent.fate {
        Fate::Withdrawn(on) => (on.to_string(), *rng.pick(FOLLOW_UPS)),
        _ => (String::new(), ""),
    };
    let days = Days::new(u64::try_from(rng.between(0, 60)).unwrap_or_default());
    let touched = if rng.chance(35) { (last_day() - days).to_string() } else { String::new() };
    let name = if named { person.full() } else { String::new() };
    let (company, position) = (person.company.clone(), person.position.clone());
    let known = [account.to_owned(), address, name, company, position];
    let own_columns = [tags.to_owned(), campaign.to_owned(), priority, deal, withdrawn];
    known.into_iter().chain(own_columns).chain([follow_up.to_owned(), touched]).collect()
}

/// The address of a profile as people paste it.
fn address(person: &Person, rng: &mut Rng) -> String {
    match rng.between(1, 6) {
        1 => format!("linkedin.com/in/{}", person.slug),
        2 => format!("{}/?locale=en_US", person.url()),
        3 => person.url().replace("www.", "uk."),
        4 => format!("{}/", person.raw_url()),
        _ => person.url(),
    }
}

/// `protect.csv`: people who stay invited whatever a rule says, by the key that the column
/// `person` has.
pub(crate) fn protected(persons: Vec<String>) -> Vec<u8> {
    let rows: Vec<Vec<String>> = persons.into_iter().map(|person| vec![person]).collect();
    table(Style::PLAIN, "protected", &rows)
}

/// `targets.csv`: the companies that the agency still wants to reach.
pub(crate) fn targets() -> Vec<u8> {
    let rows: Vec<Vec<String>> = names::targets().into_iter().map(|name| vec![name]).collect();
    table(Style { open_ended: true, ..Style::SPREADSHEET }, "company", &rows)
}

/// The Sent page as PhantomBuster's extractor writes it: latest first, relative ages only.
pub(crate) fn sent_page(sent: &[Sent], observed: NaiveDateTime) -> Vec<u8> {
    let open = sent.iter().filter(|row| row.fate == Fate::Pending && row.utc() < observed);
    let mut open: Vec<&Sent> = open.collect();
    open.sort_by_key(|row| std::cmp::Reverse(row.utc()));
    let timestamp = observed.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    let line = |row: &&Sent| {
        let age = relative_age((observed - row.utc()).num_days());
        vec![format!("{}/", row.person.url()), age, timestamp.clone()]
    };
    let rows: Vec<Vec<String>> = open.iter().map(line).collect();
    table(Style::PLAIN, "profileUrl,sentDate,timestamp", &rows)
}

fn relative_age(days: i64) -> String {
    let (count, unit) = match days {
        ..=0 => return "Sent today".to_owned(),
        1 => return "Sent yesterday".to_owned(),
        2..=6 => (days, "day"),
        7..=29 => (days / 7, "week"),
        _ => (days / 30, "month"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("Sent {count} {unit}{plural} ago")
}
