//! The monthly audit: every number of every section, compared with a model in plain Rust over
//! random invitations.

use crate::effort;
use crate::harness::run_over;
use crate::invented::{Invitation, any_invitations, session, today};
use crate::questions::{acceptance, decimal, groups, maybe, texts, times};
use chrono::{Datelike, Days, Months, NaiveDate};
use proptest::prelude::*;
use rescind::session::Session;
use rescind_data::limits::Limits;
use rhai_polars::report::Report;
use std::collections::BTreeMap;

const AUDIT: &str = include_str!("../../scripts/monthly-audit.rhai");
const ALL: &str = "all accounts";
const LIMITS: &str = "pending-cap.figure = 20\n[accounts.ben]\npending-cap.figure = 3\n\
                      invitations-per-week.figure = 1";

type Sections = BTreeMap<String, Vec<Vec<String>>>;

fn audit(session: &Session) -> Sections {
    let (_, value) = run_over(session, AUDIT);
    let report: Report = value.unwrap_or_else(|error| panic!("{error}")).cast();
    assert_eq!(report.next, Some("2026-12-23".parse().unwrap()));
    report.sections.iter().map(|one| (one.name(), texts(one.rows()))).collect()
}

/// The accounts' rows, and one of all.
fn each_and_all(
    invitations: &[Invitation],
    row: impl Fn(&str, &[&Invitation]) -> Vec<String>,
) -> Vec<Vec<String>> {
    let group = groups(invitations, |one| one.account);
    let everybody: Vec<&Invitation> = invitations.iter().collect();
    let rows = group.iter().map(|(account, group)| (*account, group.clone()));
    let rows = rows.chain([(ALL, everybody)]);
    rows.map(|(account, group)| [vec![account.to_owned()], row(account, &group)].concat()).collect()
}

fn cap(account: &str) -> i64 {
    if account == "ben" { 3 } else { 20 }
}

fn count(group: &[&Invitation], is: impl Fn(&Invitation) -> bool) -> i64 {
    i64::try_from(group.iter().filter(|one| is(one)).count()).unwrap()
}

/// Whether it was pending four weeks ago, as far as anybody knows.
fn was_pending(one: &Invitation) -> bool {
    let then = today() - Days::new(28);
    if one.age_days.is_some_and(|age| age < 28) {
        return false;
    }
    match one.state {
        "pending" => true,
        "expired" => one.age_days.is_some_and(|age| age - 28 <= 180),
        _ => one.ended_on().is_some_and(|day| day > then),
    }
}

fn growth(group: &[&Invitation]) -> f64 {
    (count(group, |one| one.is("pending")) - count(group, was_pending)) as f64 / 4.0
}

fn weeks_left(account: &str, group: &[&Invitation]) -> Option<f64> {
    let (room, growth) = (cap(account) - count(group, |one| one.is("pending")), growth(group));
    if room <= 0 {
        return Some(0.0);
    }
    (growth > 0.0).then(|| room as f64 / growth)
}

fn pending(invitations: &[Invitation]) -> Vec<Vec<String>> {
    let accounts = groups(invitations, |one| one.account);
    each_and_all(invitations, |account, group| {
        let (cap, left) = if account == ALL {
            let left = accounts.iter().filter_map(|(account, group)| weeks_left(account, group));
            (accounts.keys().map(|account| cap(account)).sum(), left.reduce(f64::min))
        } else {
            (cap(account), weeks_left(account, group))
        };
        let waiting = count(group, |one| one.is("pending"));
        let row = vec![waiting.to_string(), cap.to_string(), (cap - waiting).to_string()];
        [row, vec![decimal(growth(group)), maybe(left)]].concat()
    })
}

fn ages(invitations: &[Invitation]) -> Vec<Vec<String>> {
    each_and_all(invitations, |_, group| {
        let waiting = group.iter().filter(|one| one.is("pending"));
        let mut known: Vec<i64> = waiting.clone().filter_map(|one| one.age_days).collect();
        known.sort_unstable();
        let ends = [0, 7, 30, 60, 90, 180, i64::MAX];
        let of =
            |ends: &[i64]| known.iter().filter(|age| (ends[0]..ends[1]).contains(*age)).count();
        let mut row: Vec<String> = ends.windows(2).map(|ends| of(ends).to_string()).collect();
        row.push(waiting.filter(|one| one.age_days.is_none()).count().to_string());
        let (lower, upper) =
            (known.get(known.len().wrapping_sub(1) / 2), known.get(known.len() / 2));
        row.push(maybe(lower.zip(upper).map(|(a, b)| (a + b) as f64 / 2.0)));
        row.push(known.last().map(ToString::to_string).unwrap_or_default());
        row
    })
}

/// By account and month, then by month in all: what was sent since June.
fn by_month(
    invitations: &[Invitation],
    row: impl Fn(&[&Invitation]) -> Vec<String>,
) -> Vec<Vec<String>> {
    let first = today().with_day(1).unwrap() - Months::new(5);
    let recent: Vec<Invitation> = invitations
        .iter()
        .filter(|one| one.month().is_some_and(|month| month >= first))
        .cloned()
        .collect();
    let month = |one: &Invitation| one.month().unwrap();
    let each = groups(&recent, |one| (one.account, month(one)));
    let everybody = groups(&recent, |one| (ALL, month(one)));
    let rows = each.iter().chain(&everybody);
    rows.map(|((account, month), group)| {
        [vec![(*account).to_owned(), month.to_string()], row(group)].concat()
    })
    .collect()
}

fn times_with(group: &[&Invitation], noted: bool) -> Vec<String> {
    let group: Vec<&Invitation> =
        group.iter().copied().filter(|one| one.has_note == Some(noted)).collect();
    if group.is_empty() {
        return vec![String::new(); 3];
    }
    let row = times(&group, 30);
    let counted = row[0].parse::<i64>().unwrap() - row[1].parse::<i64>().unwrap();
    vec![counted.to_string(), row[2].clone(), row[4].clone()]
}

fn sent_a_week(invitations: &[Invitation]) -> Vec<Vec<String>> {
    let sent: Vec<Invitation> = invitations.iter().filter(|one| !one.inmail).cloned().collect();
    let this_week: NaiveDate = "2026-11-23".parse().unwrap();
    let quota = |account: &str| if account == "ben" { 1 } else { 100 };
    let (mut rows, mut totals, mut paced) = (vec![], [0; 3], None);
    for (account, group) in groups(&sent, |one| one.account) {
        let last = count(&group, |one| one.age_days.is_some_and(|age| age < 7));
        let left = (quota(account) - last).max(0);
        let full = |one: &&&Invitation| one.week().is_some_and(|week| week < this_week);
        let weeks = group.iter().filter(full);
        let recent = weeks.clone().filter(|one| one.week().unwrap() >= this_week - Days::new(28));
        let any = weeks.clone().count() > 0;
        let pace = any.then(|| recent.count() as f64 / 4.0);
        let mut by_week: BTreeMap<NaiveDate, i64> = BTreeMap::new();
        weeks.for_each(|one| *by_week.entry(one.week().unwrap()).or_default() += 1);
        let peak = by_week.iter().max_by_key(|(week, count)| (**count, std::cmp::Reverse(**week)));
        let mut row = vec![account.to_owned(), last.to_string(), quota(account).to_string()];
        row.extend([left.to_string(), maybe(pace)]);
        row.push(peak.map(|(_, count)| count.to_string()).unwrap_or_default());
        row.push(peak.map(|(week, _)| week.to_string()).unwrap_or_default());
        rows.push(row);
        totals = [totals[0] + last, totals[1] + quota(account), totals[2] + left];
        paced = pace.map_or(paced, |pace| Some(paced.unwrap_or(0.0) + pace));
    }
    let mut row = vec![ALL.to_owned()];
    row.extend(totals.map(|total| total.to_string()));
    row.extend([decimal(paced.unwrap_or(0.0)), String::new(), String::new()]);
    rows.push(row);
    rows
}

fn at_little_cost(invitations: &[Invitation]) -> Vec<Vec<String>> {
    each_and_all(invitations, |account, group| {
        let waiting = |one: &Invitation| one.is("pending") && !one.inmail;
        let older = |one: &Invitation| waiting(one) && one.age_days.is_some_and(|age| age > 30);
        let seen = |one: &Invitation| {
            let old = one.age_days.is_some_and(|age| age >= 90);
            old && !one.inmail && one.is("accepted") && one.took_days.is_some()
        };
        let head = if account == ALL {
            vec![String::new(); 3]
        } else {
            vec!["30".into(), "general".into(), count(group, seen).to_string()]
        };
        [head, vec![count(group, waiting).to_string(), count(group, older).to_string()]].concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(8)))]

    #[test]
    fn every_number_is_right(invitations in any_invitations()) {
        let limits = Limits::parse(LIMITS, "limits.toml").unwrap();
        let answered = audit(&session(&invitations, limits));
        prop_assert_eq!(&answered["pending"], &pending(&invitations));
        prop_assert_eq!(&answered["ages"], &ages(&invitations));
        let rates = by_month(&invitations, |group| {
            let row = acceptance(group, 30);
            [&row[..1], &row[2..7]].concat()
        });
        prop_assert_eq!(&answered["acceptance"], &rates);
        let notes = by_month(&invitations, |group| acceptance(group, 30)[7..].to_vec());
        prop_assert_eq!(&answered["notes"], &notes);
        let took =
            by_month(&invitations, |group| [true, false].map(|is| times_with(group, is)).concat());
        prop_assert_eq!(&answered["time_to_accept"], &took);
        prop_assert_eq!(&answered["sent_a_week"], &sent_a_week(&invitations));
        prop_assert_eq!(&answered["at_little_cost"], &at_little_cost(&invitations));
    }
}

/// An invitation of which only the state and the age are known.
fn bare(state: &'static str, age_days: Option<i64>) -> Invitation {
    Invitation {
        account: "anna",
        inmail: false,
        state,
        listed: false,
        age_days,
        dated: false,
        has_note: None,
        took_days: None,
    }
}

#[test]
fn accounts_of_which_little_is_known_are_audited_too() {
    for invitations in [
        vec![bare("pending", None)],
        vec![bare("accepted", None)],
        vec![bare("withdrawn", Some(3)), bare("expired", Some(200))],
        vec![Invitation { inmail: true, ..bare("pending", Some(3)) }],
    ] {
        let answered = audit(&session(&invitations, Limits::built_in()));
        let waiting = invitations.iter().filter(|one| one.is("pending")).count();
        assert_eq!(answered["pending"][0][1], waiting.to_string());
        assert!(answered["acceptance"].is_empty());
    }
}
