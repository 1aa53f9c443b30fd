//! The files of the dataset, put together from the three accounts.

use crate::accounts::{ANNA, BEN, CLARA, World};
use crate::archive::{self, Era};
use crate::history::{Fate, Sent, last_day, taken};
use crate::lists::{self, Reference};
use crate::people::{self, People};
use crate::rng::Rng;
use crate::table::{Style, table};
use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// Every file by its path within the dataset.
pub(crate) fn files() -> zip::result::ZipResult<BTreeMap<String, Vec<u8>>> {
    let people = &mut People::default();
    let mut anna = World::new(&ANNA, people);
    let mut ben = World::new(&BEN, people);
    let mut clara = World::new(&CLARA, people);
    send_in_the_hour_that_occurs_twice(&mut anna.sent);
    invite_the_same_people(&anna.sent, &mut ben.sent);
    give_two_people_one_name(&mut clara);

    let old = older_than_any_archive(people, &mut anna.rng);
    let mut files = BTreeMap::new();
    let mut add = |folder: &str, parts: Vec<(&str, Vec<u8>)>| {
        files.extend(parts.into_iter().map(|(name, bytes)| (format!("{folder}{name}"), bytes)));
    };
    add("anna/", anna.archive(Era::Urls, Style::PLAIN, people));
    add(
        "anna/",
        vec![
            ("messages.csv", archive::messages(&anna.owner, &anna.sent, &mut anna.rng)),
            ("Skills.csv", skills()),
            ("sent-requests.csv", lists::sent_page(&[&anna.sent[..], &old].concat(), observed())),
        ],
    );
    let spreadsheet = Style { open_ended: true, ..Style::SPREADSHEET };
    add("clara/", clara.archive(Era::Names, spreadsheet, people));
    add(
        "",
        vec![
            ("ben.zip", zip(ben.archive(Era::Urns, Style::PLAIN, people))?),
            ("sheet.csv", sheet(&mut anna, &old, &mut ben, &mut clara, people)),
            ("protect.csv", lists::protected(protected(&anna, &ben, &clara))),
            ("targets.csv", lists::targets()),
        ],
    );
    Ok(files)
}

/// When the list of the Sent page was made: 39 hours before the archive.
fn observed() -> NaiveDateTime {
    taken() - TimeDelta::seconds(139_749)
}

/// One of the pending invitations goes out at 1:37 on the night in which 1:37 comes twice.
fn send_in_the_hour_that_occurs_twice(sent: &mut [Sent]) {
    let twice = NaiveDate::from_ymd_opt(2026, 11, 1).and_then(|day| day.and_hms_opt(1, 37, 0));
    let chosen = sent.iter_mut().find(|row| {
        row.fate == Fate::Pending && twice.is_some_and(|at| at.date() == row.local.date())
    });
    if let (Some(row), Some(at)) = (chosen, twice) {
        row.local = at;
    }
}

/// Two accounts are after the same six people.
fn invite_the_same_people(from: &[Sent], to: &mut [Sent]) {
    let pending = |row: &&Sent| row.fate == Fate::Pending;
    let first = from.iter().filter(pending).step_by(90).take(6);
    let second = to.iter_mut().filter(|row| row.fate == Fate::Pending).step_by(30);
    for (known, row) in first.zip(second) {
        row.person = known.person.clone();
    }
}

/// Two pairs of people share a name; of the first pair one has accepted.
fn give_two_people_one_name(world: &mut World) {
    let pending: Vec<usize> =
        (0..world.sent.len()).filter(|&at| world.sent[at].fate == Fate::Pending).collect();
    let accepted = world.sent.iter().position(Sent::is_accepted).unwrap_or_default();
    for (one, other) in [(accepted, pending[10]), (pending[20], pending[80])] {
        world.sent[other].person = people::namesake(&world.sent[one].person, &mut world.rng);
    }
}

/// Pending for more than 180 days: the archive no longer has them, the Sent page does.
fn older_than_any_archive(people: &mut People, rng: &mut Rng) -> Vec<Sent> {
    let ages = [184, 188, 195, 199, 207, 221, 230, 246, 262, 291, 317];
    let sent = |age_days| Sent {
        person: people.somebody(rng),
        local: NaiveDateTime::from(last_day() - Days::new(age_days)) + TimeDelta::hours(11),
        note: String::new(),
        fate: Fate::Pending,
    };
    ages.into_iter().map(sent).collect()
}

fn sheet(
    anna: &mut World,
    old: &[Sent],
    ben: &mut World,
    clara: &mut World,
    people: &mut People,
) -> Vec<u8> {
    let mut rows = lists::tracked(anna.account, &anna.sent, Reference::Address, &mut anna.rng);
    rows.extend(lists::tracked(anna.account, old, Reference::Address, &mut anna.rng));
    for world in [ben, clara] {
        let (account, rng) = (world.account, &mut world.rng);
        rows.extend(lists::tracked(account, &world.sent, Reference::Name, rng));
    }
    rows.extend(lists::prospects(people, &mut anna.rng));
    anna.rng.shuffle(&mut rows);
    lists::sheet(&rows)
}

/// A few people of each account, by the key that its archive allows.
fn protected(anna: &World, ben: &World, clara: &World) -> Vec<String> {
    let some = |world: &World, key: fn(&people::Person) -> String| -> Vec<String> {
        let pending = world.sent.iter().rev().filter(|row| row.fate == Fate::Pending);
        pending.step_by(17).take(6).map(|row| key(&row.person)).collect()
    };
    let slugs = some(anna, |person| format!("in/{}", person.slug));
    let urns = some(ben, people::Person::urn);
    let names = some(clara, |p| format!("name:{} {}", p.first, p.last).to_lowercase());
    [slugs, urns, names].concat()
}

/// A table of the archive that has nothing to do with invitations.
fn skills() -> Vec<u8> {
    let rows = ["Positioning", "Copywriting", "Workshops"].map(|name| vec![name.to_owned()]);
    table(Style::PLAIN, "Name", &rows)
}

/// A zip whose members are stored as they are, all of one time.
fn zip(members: Vec<(&'static str, Vec<u8>)>) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .system(System::Unix)
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::from_date_and_time(2026, 11, 22, 8, 0, 0)?)
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(name, options)?;
        writer.write_all(&bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
