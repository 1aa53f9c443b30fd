//! Mistakes that are taken back.

use rescind_ledger::{
    Action, Event, EventFilter, KeyChange, Ledger, LedgerError, NewEvent, NewRecords, Occasion,
    detail,
};
use std::collections::{BTreeMap, BTreeSet};

/// Takes back what was recorded under these numbers, together or not at all; what comes back is
/// what counts no more.
///
/// # Errors
/// An event that there is not, that was taken back before, or that takes another back; a database
/// that fails.
pub fn record_corrections(
    ledger: &mut Ledger,
    occasion: &Occasion,
    numbers: &[u64],
    why: Option<&str>,
) -> Result<Vec<Event>, LedgerError> {
    let (_, events) = ledger.record(occasion, |ledger| {
        let mut records = NewRecords::<Vec<Event>>::default();
        for number in numbers.iter().collect::<BTreeSet<_>>() {
            let event = correctable_event(ledger, *number)?;
            let mut correction = NewEvent::new(&event.account, &event.person, Action::Corrected);
            correction.corrects = Some(*number);
            if let Some(why) = why {
                correction.details.insert(detail::REMARK.into(), why.into());
            }
            if let Some(name) = event.detail(detail::NAME) {
                correction.details.insert(detail::NAME.into(), name.into());
            }
            records.events.push(correction);
            records.outcome.push(event);
        }
        Ok::<_, LedgerError>(records)
    })?;
    Ok(events)
}

/// How many imports of each account were recorded after what was taken back of an import of it:
/// they recorded only what was news to the ledger then, and nothing of what they showed as well.
pub fn later_imports(
    ledger: &mut Ledger,
    taken_back: &[Event],
) -> Result<BTreeMap<String, usize>, LedgerError> {
    let mut last_of_account: BTreeMap<&str, u64> = BTreeMap::new();
    for event in taken_back.iter().filter(|event| event.action == Action::Imported) {
        let last = last_of_account.entry(&event.account).or_default();
        *last = event.number.max(*last);
    }
    let mut counts = BTreeMap::new();
    for (account, after) in last_of_account {
        let of_imports = EventFilter {
            account: Some(account.to_owned()),
            person: Some(String::new()),
            actions: vec![Action::Imported],
            without_corrected: true,
            after,
            ..EventFilter::default()
        };
        let count = ledger.events(&of_imports)?.len();
        if count > 0 {
            counts.insert(account.to_owned(), count);
        }
    }
    Ok(counts)
}

/// That two keys are one person's, as another account still has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RemainingAlias {
    pub account: String,
    /// The number of the event that says so.
    pub number: u64,
    /// The one key.
    pub former: String,
    pub now: String,
}

/// Which of what was taken back still holds, for another account has it as well: an address that
/// became another did so for all of them.
pub fn remaining_aliases(
    ledger: &mut Ledger,
    taken_back: &[Event],
) -> Result<BTreeSet<RemainingAlias>, LedgerError> {
    let mut still = BTreeSet::new();
    let joins = taken_back
        .iter()
        .flat_map(|event| event.moved().into_iter().map(move |moved| (event, moved)));
    for (event, taken) in joins {
        // An id that one account learnt beside an address is known to another as a former key.
        let keys = BTreeSet::from([event.person.as_str(), &taken.former, &taken.now]);
        for key in keys {
            let of_person = EventFilter {
                person: Some(key.to_owned()),
                actions: vec![Action::Imported],
                without_corrected: true,
                ..EventFilter::default()
            };
            for other in ledger.events(&of_person)? {
                let says_it = |moved: &KeyChange| {
                    moved.former == taken.former && moved.account != taken.account
                };
                still.extend(other.moved().into_iter().filter(says_it).map(|moved| {
                    RemainingAlias {
                        account: moved.account,
                        number: other.number,
                        former: moved.former,
                        now: moved.now,
                    }
                }));
            }
        }
    }
    Ok(still)
}

/// How many events are read at once to find where an import ends.
const EVENTS_AT_ONCE: u64 = 10_000;

/// The numbers of all that still counts of what an import recorded of an account, by the number of
/// any of its events.
///
/// # Errors
/// An event that no import recorded; a database that fails.
pub fn whole_import(ledger: &mut Ledger, number: u64) -> Result<Vec<u64>, LedgerError> {
    let event = correctable_event(ledger, number)?;
    let refused = || {
        let help = "`rescind history` shows what was imported, with its numbers";
        LedgerError::Refused(format!("event {number}: no import recorded it"), Some(help.into()))
    };
    let of_account = EventFilter {
        account: Some(event.account.clone()),
        person: Some(String::new()),
        actions: vec![Action::Imported],
        until: Some(number),
        ..EventFilter::default()
    };
    // An import begins with the event about the account as a whole.
    let first = ledger.events(&of_account)?.last().map(|first| first.number).ok_or_else(refused)?;
    let mut numbers = vec![];
    let (mut after, mut is_over) = (first - 1, false);
    while !is_over {
        let until = Some(after + EVENTS_AT_ONCE);
        let part = EventFilter { after, until, without_corrected: true, ..EventFilter::default() };
        let events = ledger.events(&part)?;
        let is_of_it = |event: &Event| {
            let is_news = !event.person.is_empty() && event.detail(detail::CHANGE).is_some();
            event.number == first || is_news
        };
        let of_it = events.iter().take_while(|event| is_of_it(event)).map(|event| event.number);
        let before = numbers.len();
        numbers.extend(of_it);
        is_over = numbers.len() - before < events.len() || events.is_empty();
        after += EVENTS_AT_ONCE;
    }
    if numbers.contains(&number) { Ok(numbers) } else { Err(refused()) }
}

/// The event with this number, if it can be taken back.
fn correctable_event(ledger: &mut Ledger, number: u64) -> Result<Event, LedgerError> {
    let help = || Some("`rescind history` shows what was recorded, with its numbers".to_owned());
    let refuse =
        |problem: &str| Err(LedgerError::Refused(format!("event {number}: {problem}"), help()));
    let Some(after) = number.checked_sub(1) else { return refuse("events begin with 1") };
    let mut standing = None;
    let selection = EventFilter { after, until: Some(number), ..EventFilter::default() };
    ledger.read(&selection, |event| {
        standing = Some(event);
        Ok(())
    })?;
    let Some(event) = standing else { return refuse("there is none") };
    let later = EventFilter { without_corrected: true, ..selection };
    if ledger.events(&later)?.is_empty() {
        return refuse("it was taken back before");
    }
    match event.action {
        Action::Corrected => refuse("it takes back another; record that one again instead"),
        _ => Ok(event),
    }
}
