//! What the events come to, kept beside them so that a question need not read every event.
//!
//! Invariant: it follows from the events alone and is never the source of anything. It is written
//! where they are, together or not at all; [`prove`] compares it with them, and whatever is missing
//! is derived before anybody asks.

use crate::action::Action;
use crate::detail;
use crate::error::{DerivationMismatch, LedgerError};
use crate::event::Event;
use crate::standing::Standing;
use crate::standings::Standings;
use crate::store::{EventFilter, Store};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// How many events are derived from at once where many are missing.
const EVENTS_AT_ONCE: u64 = 50_000;

/// What is known of a person, with what it is asked by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DerivedRow {
    pub(crate) account: String,
    pub(crate) person: String,
    /// The name in lower case.
    pub(crate) name: Option<String>,
    /// Whether a plan has to hear of it: somebody recorded something, or an invitation is over.
    pub(crate) is_heard: bool,
    pub(crate) waits_since: Option<String>,
    pub(crate) reconnect_on: Option<String>,
    pub(crate) invited_on: Option<String>,
    /// The standing as JSON; none where nothing is known any more, or where it was not asked for.
    pub(crate) standing: Option<String>,
}

/// Every account of the events or of what was derived. Each is found by one step in an index,
/// however many events it has.
pub(crate) const ACCOUNTS: &str = "
    WITH RECURSIVE of_events (account) AS (
        SELECT (SELECT min(account) FROM events)
        UNION ALL
        SELECT (SELECT min(events.account) FROM events WHERE events.account > of_events.account)
        FROM of_events WHERE of_events.account IS NOT NULL
    ), of_derived (account) AS (
        SELECT (SELECT min(account) FROM derived)
        UNION ALL
        SELECT (SELECT min(derived.account) FROM derived WHERE derived.account > of_derived.account)
        FROM of_derived WHERE of_derived.account IS NOT NULL
    )
    SELECT account FROM of_events WHERE account IS NOT NULL
    UNION SELECT account FROM of_derived WHERE account IS NOT NULL";

/// The people who wait with some account, as the other accounts know them.
pub(crate) const ELSEWHERE: &str = "
    SELECT other.account, other.person, other.name, other.is_heard, other.waits_since,
        other.reconnect_on, other.invited_on, other.standing
    FROM (SELECT DISTINCT person FROM derived WHERE waits_since IS NOT NULL) AS waiting
    JOIN derived AS other ON other.person = waiting.person AND other.waits_since IS NULL
    ORDER BY other.account, other.person";

/// Keys by which somebody was known before, names left out. There is an index of just these.
pub(crate) const MOVED: &str =
    "substr(standing, 1, 12) = '{\"known_as\":' AND substr(person, 1, 5) <> 'name:'";

/// Which rows to read.
pub(crate) enum DerivedFilter<'a> {
    /// Those of an account, or of every one.
    Account(Option<&'a str>),
    /// Those of whom a plan has to hear.
    RelevantToPlans(&'a str),
    /// Those who were withdrawn, and nothing was recorded since; without their standing.
    Waiting,
    /// Those who do not wait with this account, but with another.
    WaitingElsewhere,
    /// Those whom any account knows by this key.
    Person(&'a str),
    /// Keys but names by which somebody was known before, of every account.
    FormerKeys,
    /// Those of this name, in lower case.
    Named(&'a str),
    /// These people of these accounts.
    People(&'a [(&'a str, &'a str)]),
}

/// How many people an account invited last on a day.
pub(crate) struct InvitedOnDay {
    pub(crate) account: String,
    pub(crate) day: String,
    pub(crate) count: i64,
}

impl DerivedRow {
    fn of_person(account: &str, person: &str, standing: &Standing) -> Self {
        let text = |day: NaiveDate| day.to_string();
        // A standing has nothing that JSON could not say.
        let json = serde_json::to_string(standing).unwrap_or_default();
        Self {
            account: account.into(),
            person: person.into(),
            name: standing.name.as_deref().map(searched),
            is_heard: standing.concerns_plans(),
            waits_since: standing.waits_since().map(text),
            reconnect_on: standing.reconnect_on.map(text),
            invited_on: standing.invited_at_the_latest().map(text),
            standing: (*standing != Standing::default()).then_some(json),
        }
    }

    /// A key by which the account knows nobody any more, but this person.
    fn of_former(account: &str, former: &str, key: &str) -> Self {
        let standing = serde_json::json!({ detail::KNOWN_AS: key }).to_string();
        Self {
            account: account.into(),
            person: former.into(),
            standing: Some(standing),
            ..Self::default()
        }
    }

    /// Every row of standings, in order of account and person.
    fn of_standings(standings: &Standings) -> Vec<Self> {
        let people = standings.iter();
        let people =
            people.map(|(account, person, standing)| Self::of_person(account, person, standing));
        let former = standings.former();
        let former = former.map(|(account, former, key)| Self::of_former(account, former, key));
        let mut rows: Vec<Self> = people.chain(former).collect();
        rows.sort_by(|one, other| {
            (&one.account, &one.person).cmp(&(&other.account, &other.person))
        });
        rows
    }

    /// The key by which the person is known now, where this one is a former key.
    fn known_as(&self) -> Option<String> {
        let json = self.standing.as_deref().filter(|json| json.contains(detail::KNOWN_AS))?;
        let known: BTreeMap<String, serde_json::Value> = serde_json::from_str(json).ok()?;
        known.get(detail::KNOWN_AS)?.as_str().map(String::from)
    }

    pub(crate) fn standing(&self) -> Result<Standing, DerivationMismatch> {
        let named =
            || DerivationMismatch { person: self.person.clone(), account: self.account.clone() };
        if let Some(json) = &self.standing {
            return serde_json::from_str(json).map_err(|_| named());
        }
        let day = |text: &Option<String>| {
            text.as_deref().map(str::parse::<NaiveDate>).transpose().map_err(|_| named())
        };
        Ok(Standing::waiting(day(&self.waits_since)?, day(&self.reconnect_on)?))
    }
}

/// A name as it is searched by: in lower case, without what PostgreSQL does not store.
pub(crate) fn searched(name: &str) -> String {
    name.to_lowercase().replace('\0', "\u{fffd}")
}

/// Derives from events that were just appended.
pub(crate) fn update_from(store: &mut dyn Store, events: &[Event]) -> Result<(), LedgerError> {
    let Some(last) = events.last() else { return Ok(()) };
    let about = events.iter().filter(|event| !event.person.is_empty());
    let keys = about.flat_map(|event| {
        let keys = [Some(event.person.as_str()), event.detail(detail::KNOWN_AS)];
        let keys = keys.into_iter().flatten().chain(event.member_ids());
        keys.map(|key| (event.account.as_str(), key))
    });
    let people: BTreeSet<(&str, &str)> = keys.collect();
    let people: Vec<(&str, &str)> = people.into_iter().collect();
    let mut standings = read_people(store, &people)?;
    for event in events {
        standings.apply(event);
    }
    // What is taken back may have hidden what came before it.
    for event in events.iter().filter(|event| event.action == Action::Corrected) {
        let keys = standings.keys_of(&event.account, &event.person);
        let anew = derive_keys(store, &event.account, &keys)?;
        standings.replace(&event.account, &keys, anew);
    }
    let rows = DerivedRow::of_standings(&standings);
    store.write_derived(&rows, last.number)
}

/// Derives from the events from which nothing was yet; whoever asks has begun to write.
pub(crate) fn catch_up(store: &mut dyn Store) -> Result<(), LedgerError> {
    let head = store.head()?.number;
    loop {
        let after = store.derived_until()?;
        if after >= head {
            return Ok(());
        }
        let until = Some(head.min(after + EVENTS_AT_ONCE));
        let mut events = vec![];
        store.read(&EventFilter { after, until, ..EventFilter::default() }, &mut |event| {
            events.push(event);
            Ok(())
        })?;
        if events.is_empty() {
            // Only a ledger that somebody cut has none there; its proof says so.
            return Ok(());
        }
        update_from(store, &events)?;
    }
}

/// The first that was derived and does not follow from the events.
pub(crate) fn prove(store: &mut dyn Store) -> Result<Option<DerivationMismatch>, LedgerError> {
    for account in store.accounts()? {
        let mut expected = Standings::default();
        let selection = EventFilter {
            account: Some(account.clone()),
            without_corrected: true,
            ..EventFilter::default()
        };
        store.read(&selection, &mut |event| {
            expected.apply(&event);
            Ok(())
        })?;
        let rows = DerivedRow::of_standings(&expected).into_iter();
        let mut rows = rows.filter(|row| row.standing.is_some());
        let mut wrong = None;
        store.read_derived(&DerivedFilter::Account(Some(&account)), &mut |row| {
            let is_right = rows.next().as_ref() == Some(&row);
            if !is_right && wrong.is_none() {
                wrong = Some(row.person);
            }
            Ok(())
        })?;
        if let Some(person) = wrong.or_else(|| rows.next().map(|row| row.person)) {
            return Ok(Some(DerivationMismatch { person, account }));
        }
    }
    Ok(None)
}

/// What the events under these keys come to.
fn derive_keys(
    store: &mut dyn Store,
    account: &str,
    keys: &BTreeSet<String>,
) -> Result<Standings, LedgerError> {
    let mut events = vec![];
    for key in keys {
        let selection = EventFilter {
            account: Some(account.into()),
            person: Some(key.clone()),
            without_corrected: true,
            ..EventFilter::default()
        };
        store.read(&selection, &mut |event| {
            events.push(event);
            Ok(())
        })?;
    }
    events.sort_by_key(|event| event.number);
    let mut standings = Standings::default();
    for event in &events {
        standings.apply(event);
    }
    Ok(standings)
}

/// The standings of people by whichever of their keys, account and key.
pub(crate) fn read_people(
    store: &mut dyn Store,
    people: &[(&str, &str)],
) -> Result<Standings, LedgerError> {
    let mut standings = read(store, &DerivedFilter::People(people))?;
    let now: Vec<(String, String)> =
        standings.former().map(|(account, _, key)| (account.into(), key.into())).collect();
    if !now.is_empty() {
        let now = now.iter().map(|(account, key)| (account.as_str(), key.as_str()));
        standings.merge(read(store, &DerivedFilter::People(&now.collect::<Vec<_>>()))?);
    }
    Ok(standings)
}

pub(crate) fn read(store: &mut dyn Store, which: &DerivedFilter) -> Result<Standings, LedgerError> {
    let shown = store.shown().to_owned();
    let mut standings = Standings::default();
    store.read_derived(which, &mut |row| {
        if let Some(key) = row.known_as() {
            standings.insert_known_as(row.account, row.person, key);
            return Ok(());
        }
        let standing = row.standing();
        let standing = standing.map_err(|misderived| {
            let ledger = shown.clone();
            LedgerError::Underived { ledger, misderived }
        })?;
        standings.insert(row.account, row.person, standing);
        Ok(())
    })?;
    Ok(standings)
}
