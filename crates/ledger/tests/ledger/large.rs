//! A ledger of millions of events: what is asked every day is answered without reading them.
//!
//! `RESCIND_TEST_EVENTS` says how many; `RESCIND_TEST_LARGE` names a file that is made once and
//! kept.

use crate::scratch_ledger::{ScratchLedger, occasion};
use chrono::{Days, NaiveDate};
use rescind_ledger::{
    Action, DueTerms, EventFilter, Ledger, LedgerAddress, LedgerError, NewEvent, NewRecords,
    PasswordSources, Standings, detail, due_people,
};
use std::env;
use std::time::{Duration, Instant};

/// How many events are recorded together.
const EVENTS_AT_ONCE: u64 = 20_000;

const ACCOUNTS: u64 = 200;

/// Whatever is asked every day, of a ledger on this machine and a build without optimisation.
const QUICK: Duration = Duration::from_secs(1);

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap().checked_add_days(Days::new(number)).unwrap()
}

/// What an account goes through with somebody: about three events in two years.
fn story(number: u64) -> Vec<NewEvent> {
    let account = format!("account-{:03}", number / 10 % ACCOUNTS);
    let person = format!("in/somebody-{number}");
    let sent = day(number / 5_000);
    let event = |action: Action, on: NaiveDate, state: Option<&str>| {
        let mut event = NewEvent::new(&account, &person, action);
        event.day = Some(on);
        let texts = [
            (detail::NAME, format!("Some Body {number}")),
            (detail::PROFILE_URL, format!("https://www.linkedin.com/in/somebody-{number}")),
            (detail::COMPANY, format!("Company {}", number % 977)),
            (detail::SENT_ON, sent.to_string()),
        ];
        event.details = texts.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        if let Some(state) = state {
            event.details.insert(detail::STATE.into(), state.into());
            event.details.insert(detail::TAKEN_ON.into(), on.to_string().into());
        }
        event
    };
    let imported = |days, state| event(Action::Imported, sent + Days::new(days), Some(state));
    let mut story = vec![imported(3, "pending")];
    match number % 10 {
        0..=3 => story.push(imported(12, "accepted")),
        4..=6 => {
            story.push(event(Action::Planned, sent + Days::new(90), None));
            story.push(event(Action::Withdrawn, sent + Days::new(90), None));
            story.push(imported(97, "withdrawn"));
            if number % 10 < 6 {
                story.push(event(Action::InvitedAgain, sent + Days::new(120), None));
            }
        }
        7 => story.push(event(Action::NotFound, sent + Days::new(90), None)),
        _ => {}
    }
    story
}

fn fill(ledger: &mut Ledger, events: u64) {
    let mut number = ledger.head().unwrap().number;
    let mut person = number;
    while number < events {
        let mut new = vec![];
        while u64::try_from(new.len()).unwrap() < EVENTS_AT_ONCE.min(events - number) {
            new.extend(story(person));
            person += 1;
        }
        let second = i64::try_from(number / 100).unwrap();
        let records = NewRecords { events: new, ..NewRecords::<()>::default() };
        ledger.record::<_, LedgerError>(&occasion(second), |_| Ok(records)).unwrap();
        number = ledger.head().unwrap().number;
    }
}

/// How long something takes, said aloud.
fn took<T>(what: &str, ask: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let answer = ask();
    let span = begun.elapsed();
    println!("{what:<40}{:>9.1} ms", span.as_secs_f64() * 1000.0);
    (answer, span)
}

fn events() -> u64 {
    env::var("RESCIND_TEST_EVENTS").map_or(5_000_000, |count| count.parse().unwrap())
}

#[test]
#[ignore = "takes minutes and gigabytes"]
fn a_large_file_is_asked_quickly() {
    let scratch = ScratchLedger::file();
    let kept = env::var("RESCIND_TEST_LARGE").map(|path| LedgerAddress::File(path.into()));
    asked(&kept.unwrap_or(scratch.address.clone()));
}

#[test]
#[ignore = "takes minutes and gigabytes, and needs PostgreSQL"]
fn a_large_database_is_asked_quickly() {
    asked(&ScratchLedger::server().address);
}

fn asked(address: &LedgerAddress) {
    let open = || Ledger::open(address, &PasswordSources::default()).unwrap();
    took("to fill it", || fill(&mut open(), events()));
    let (mut ledger, opening) = took("to open it", open);
    let (recorded, plan) =
        took("what a plan of one account asks", || Standings::heard(&mut ledger, "account-007"));
    let (known, import) = took("what an import of one account asks", || {
        Standings::read(&mut ledger, Some("account-007")).unwrap()
    });
    assert!(known.iter().count() > recorded.unwrap().iter().count());
    let person = "in/somebody-4205";
    let selection = EventFilter { person: Some(person.into()), ..EventFilter::default() };
    let (events, history) = took("the history of a person", || ledger.events(&selection).unwrap());
    assert!(!events.is_empty());
    let (named, by_name) =
        took("the history of a name", || ledger.people_named("some BODY 4205").unwrap());
    assert_eq!(named, [person]);
    let head = ledger.head().unwrap();
    let since = EventFilter { since: head.recorded_at, ..EventFilter::default() };
    let (_, latest) = took("the history since the last moment", || ledger.events(&since).unwrap());
    let today = day(400);
    let (_, waiting) = took("who may be invited again", || {
        let standings = Standings::waiting(&mut ledger).unwrap();
        let sent = ledger.invited(day(394), today).unwrap();
        let terms = DueTerms {
            today,
            cooling_off_days: &|_| 21,
            per_week: &|_| 100,
            sent: &sent,
            is_barred: &|_, _| false,
        };
        let due = due_people(&standings, &terms, today + Days::new(14));
        let people: Vec<(&str, &str)> = due.iter().map(|one| (one.account, one.person)).collect();
        println!("{:>40} of {} are due", people.len(), standings.iter().count());
        Standings::of_people(&mut ledger, &people[..people.len().min(1000)]).unwrap()
    });
    for span in [opening, plan, import, history, by_name, latest] {
        assert!(span < QUICK, "{span:?}");
    }
    // A build with optimisation takes a fifth of it.
    assert!(waiting < 5 * QUICK, "{waiting:?}");
}
