//! Ready questions, compared with models in plain Rust over random invitations.

use crate::effort;
use crate::harness::{holds, refused, run_over};
use crate::invented::{Invitation, any_invitations, session, today};
use chrono::{Datelike, Days, NaiveDate};
use polars::prelude::{AnyValue, DataFrame};
use proptest::prelude::*;
use rescind::session::Session;
use rescind_data::limits::Limits;
use rhai_polars::script::Frame;
use std::collections::BTreeMap;

/// The rows that a script gives, as texts: a missing value is empty, decimals have nine digits.
pub(crate) fn rows(session: &Session, script: &str) -> Vec<Vec<String>> {
    let (_, value) = run_over(session, script);
    let frame: Frame = value.unwrap_or_else(|error| panic!("{script}\n{error}")).cast();
    texts(&frame.lazy().collect().unwrap())
}

pub(crate) fn texts(frame: &DataFrame) -> Vec<Vec<String>> {
    let row = |at| frame.columns().iter().map(|column| text(&column.get(at).unwrap())).collect();
    (0..frame.height()).map(row).collect()
}

fn text(value: &AnyValue) -> String {
    match value {
        AnyValue::Null => String::new(),
        AnyValue::Float64(number) => decimal(*number),
        AnyValue::String(text) => (*text).to_owned(),
        AnyValue::StringOwned(text) => text.to_string(),
        other => other.to_string(),
    }
}

pub(crate) fn decimal(number: f64) -> String {
    format!("{number:.9}")
}

pub(crate) fn maybe(number: Option<f64>) -> String {
    number.map(decimal).unwrap_or_default()
}

/// Groups in the order of their keys, a missing one last.
pub(crate) fn groups<K: Ord>(
    invitations: &[Invitation],
    key: impl Fn(&Invitation) -> K,
) -> BTreeMap<K, Vec<&Invitation>> {
    let mut groups: BTreeMap<K, Vec<&Invitation>> = BTreeMap::new();
    for one in invitations {
        groups.entry(key(one)).or_default().push(one);
    }
    groups
}

pub(crate) fn share(part: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}

/// Whether its acceptance can be judged after so many days.
fn is_settled(one: &Invitation, days: i64) -> bool {
    let known = one.age_days.is_some_and(|age| age >= days);
    let early = one.is("withdrawn") && one.took_days.is_none_or(|took| took < days);
    let only_listed = one.listed && one.has_note.is_none();
    !one.inmail && known && !early && !only_listed
}

/// The interval by Wilson's two roots: the rates p with |p - rate| = z sqrt(p (1 - p) / n).
fn interval(accepted: usize, of: usize) -> Option<(f64, f64)> {
    let (n, rate) = (of as f64, share(accepted, of)?);
    let z2 = 1.959_963_984_540_054_f64.powi(2);
    let (a, b, c) = (1.0 + z2 / n, -(2.0 * rate + z2 / n), rate * rate);
    let root = (b * b - 4.0 * a * c).max(0.0).sqrt();
    Some((((-b - root) / (2.0 * a)).max(0.0), ((-b + root) / (2.0 * a)).min(1.0)))
}

pub(crate) fn acceptance(group: &[&Invitation], days: i64) -> Vec<String> {
    let count = |is: &dyn Fn(&Invitation) -> bool| group.iter().filter(|one| is(one)).count();
    let sent = count(&|one| !one.inmail);
    let settled = count(&|one| is_settled(one, days));
    let accepted = count(&|one| is_settled(one, days) && one.is("accepted"));
    let interval = interval(accepted, settled);
    let mut row = vec![sent.to_string(), (sent - settled).to_string(), settled.to_string()];
    row.extend([accepted.to_string(), maybe(share(accepted, settled))]);
    row.extend([maybe(interval.map(|ends| ends.0)), maybe(interval.map(|ends| ends.1))]);
    for noted in [true, false] {
        let of = count(&|one| is_settled(one, days) && one.has_note == Some(noted));
        let part = count(&|one| {
            is_settled(one, days) && one.has_note == Some(noted) && one.is("accepted")
        });
        row.extend([of.to_string(), maybe(share(part, of))]);
    }
    row
}

/// A quantile of sorted numbers, on the way between two of them.
fn quantile(sorted: &[i64], at: f64) -> Option<f64> {
    let position = at * (sorted.len().checked_sub(1)? as f64);
    let (below, above) =
        (sorted[position.floor() as usize] as f64, sorted[position.ceil() as usize] as f64);
    Some(below + (above - below) * position.fract())
}

pub(crate) fn times(group: &[&Invitation], days: i64) -> Vec<String> {
    let accepted = group.iter().filter(|one| !one.inmail && one.is("accepted"));
    let old = |one: &&&Invitation| one.age_days.is_some_and(|age| age >= days);
    let mut took: Vec<i64> = accepted.clone().filter(old).filter_map(|one| one.took_days).collect();
    took.sort_unstable();
    let accepted = accepted.count();
    let mut row = vec![accepted.to_string(), (accepted - took.len()).to_string()];
    row.extend([0.5, 0.75, 0.9, 0.99].map(|at| maybe(quantile(&took, at))));
    row.push(took.last().map(ToString::to_string).unwrap_or_default());
    row
}

fn keyed<K: ToString>(key: Option<&K>, row: Vec<String>) -> Vec<String> {
    let key = key.map(ToString::to_string).unwrap_or_default();
    std::iter::once(key).chain(row).collect()
}

/// A key whose missing values come last.
fn last<K>(key: Option<K>) -> (bool, Option<K>) {
    (key.is_none(), key)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(24)))]

    #[test]
    fn acceptance_is_that_of_those_who_had_their_chance(
        invitations in any_invitations(), days in 0_i64..60,
    ) {
        let session = session(&invitations, Limits::built_in());
        let everybody: Vec<&Invitation> = invitations.iter().collect();
        prop_assert_eq!(rows(&session, "acceptance()"), vec![acceptance(&everybody, 30)]);
        let by_account: Vec<_> = groups(&invitations, |one| Some(one.account)).iter()
            .map(|(key, group)| keyed(key.as_ref(), acceptance(group, days))).collect();
        let script = format!("acceptance(\"account\", {days})");
        prop_assert_eq!(rows(&session, &script), by_account);
        let by_month: Vec<_> = groups(&invitations, |one| last(one.month())).iter()
            .map(|((_, key), group)| keyed(key.as_ref(), acceptance(group, 30))).collect();
        prop_assert_eq!(rows(&session, "acceptance(by_month(\"sent_at\"))"), by_month);
        let noted: Vec<&Invitation> =
            invitations.iter().filter(|one| one.has_note == Some(true)).collect();
        let script = "invitations.filter(|i| i.has_note).acceptance([])";
        prop_assert_eq!(rows(&session, script), vec![acceptance(&noted, 30)]);
    }

    #[test]
    fn times_are_those_of_known_acceptances(invitations in any_invitations(), days in 0_i64..60) {
        let session = session(&invitations, Limits::built_in());
        let everybody: Vec<&Invitation> = invitations.iter().collect();
        prop_assert_eq!(rows(&session, "time_to_accept()"), vec![times(&everybody, 30)]);
        let by_note: Vec<_> = groups(&invitations, |one| last(one.has_note)).iter()
            .map(|((_, key), group)| keyed(key.as_ref(), times(group, days))).collect();
        let script = format!("time_to_accept(\"has_note\", {days})");
        prop_assert_eq!(rows(&session, &script), by_note);
    }

    #[test]
    fn ages_have_every_class(invitations in any_invitations()) {
        let session = session(&invitations, Limits::built_in());
        let of = |group: &[&Invitation]| -> Vec<(usize, Option<f64>)> {
            let ends = [0, 7, 14, 30, 60, 90, 120, 180, i64::MAX];
            let classes = ends.windows(2).map(|ends| {
                let within = |age: i64| age >= ends[0] && age < ends[1];
                group.iter().filter(|one| one.age_days.is_some_and(within)).count()
            });
            let unknown = group.iter().filter(|one| one.age_days.is_none()).count();
            classes.chain([unknown]).map(|count| (count, share(count, group.len()))).collect()
        };
        let shown = |rows: &[Vec<String>], at: usize| -> Vec<(usize, Option<f64>)> {
            let number = |row: &Vec<String>| (row[at].parse().unwrap(), row[at + 1].parse().ok());
            rows.iter().map(number).collect()
        };
        let pending: Vec<&Invitation> =
            invitations.iter().filter(|one| one.is("pending")).collect();
        let near = |a: &[(usize, Option<f64>)], b: &[(usize, Option<f64>)]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| {
                a.0 == b.0 && (a.1.unwrap_or(-1.0) - b.1.unwrap_or(-1.0)).abs() < 1e-8
            })
        };
        let answered = rows(&session, "ages()");
        prop_assert!(near(&shown(&answered, 1), &of(&pending)), "{answered:?}");
        let answered = rows(&session, "ages(invitations, \"account\")");
        let everybody = groups(&invitations, |one| one.account);
        let wanted: Vec<_> = everybody.values().flat_map(|group| of(group)).collect();
        prop_assert!(near(&shown(&answered, 2), &wanted), "{answered:?}");
    }

    #[test]
    fn weeks_have_no_gaps(invitations in any_invitations()) {
        let text = "[accounts.ben]\ninvitations-per-week.figure = 40";
        let session = session(&invitations, Limits::parse(text, "limits.toml").unwrap());
        let since_monday = |day: NaiveDate| u64::from(day.weekday().num_days_from_monday());
        let monday = |day: NaiveDate| day - Days::new(since_monday(day));
        let mut wanted = vec![];
        let sent: Vec<Invitation> = invitations.iter().filter(|one| !one.inmail).cloned().collect();
        for (account, group) in groups(&sent, |one| one.account) {
            let quota = if account == "ben" { "40" } else { "100" };
            let mut row = |week: Option<NaiveDate>| {
                let count = group.iter().filter(|one| one.week() == week).count();
                let week = week.map(|week| week.to_string()).unwrap_or_default();
                wanted.push(vec![account.to_owned(), week, count.to_string(), quota.to_owned()]);
            };
            let first = group.iter().filter_map(|one| one.week()).min();
            let mut week = first.unwrap_or(NaiveDate::MAX);
            while week <= monday(today()) {
                row(Some(week));
                week = week + Days::new(7);
            }
            if group.iter().any(|one| one.week().is_none()) {
                row(None);
            }
        }
        prop_assert_eq!(rows(&session, "weekly_sends()"), wanted.clone());
        let of_ben: Vec<_> = wanted.into_iter().filter(|row| row[0] == "ben").collect();
        if !of_ben.is_empty() {
            prop_assert_eq!(rows(&session, "weekly_sends(\"ben\")"), of_ben);
        }
    }
}

/// Accepted invitations of one account, the n-th after n days or less.
fn accepted(number: usize, age_days: i64) -> Vec<Invitation> {
    let one = |at: usize| Invitation {
        account: "anna",
        inmail: false,
        state: "accepted",
        listed: false,
        age_days: Some(age_days),
        dated: true,
        has_note: Some(false),
        took_days: Some(at as i64 % 80),
    };
    (0..number).map(one).collect()
}

#[test]
fn patience_is_the_accounts_own_where_it_has_enough() {
    let answer = |invitations: &[Invitation]| {
        rows(&session(invitations, Limits::built_in()), "patience(\"account\")").concat()
    };
    assert_eq!(answer(&accepted(298, 100)), ["anna", "298", "30", "general"]);
    // Of 299, the 297th: three are slower than 78 days or as slow as it.
    assert_eq!(answer(&accepted(299, 100)), ["anna", "299", "79", "own"]);
    // Of younger ones the slow acceptances are still to come.
    assert_eq!(answer(&accepted(400, 89)), ["anna", "0", "30", "general"]);
    let mut sorted: Vec<i64> = accepted(299, 100).iter().filter_map(|one| one.took_days).collect();
    sorted.sort_unstable();
    assert_eq!(sorted[(299 * 99_usize).div_ceil(100) - 1], 79);
}

#[test]
fn an_account_of_which_little_is_known_gets_no_rate() {
    let one = Invitation {
        account: "anna",
        inmail: false,
        state: "pending",
        listed: true,
        age_days: Some(90),
        dated: false,
        has_note: None,
        took_days: None,
    };
    let session = session(&[one], Limits::built_in());
    let empty = String::new;
    let row = rows(&session, "acceptance()").concat();
    assert_eq!(
        row[..7],
        ["1".into(), "1".into(), "0".into(), "0".into(), empty(), empty(), empty()]
    );
    assert_eq!(rows(&session, "time_to_accept()").concat()[0], "0");
    assert_eq!(rows(&session, "weekly_sends()"), [["anna", "", "1", "100"]]);
}

#[test]
fn the_limits_of_each_account_are_its_own() {
    let text = "pending-cap.figure = 700\n[accounts.ben]\npending-cap.figure = 300";
    let limits = Limits::parse(text, "limits.toml").unwrap();
    let mut group = accepted(2, 100);
    group[1].account = "ben";
    let session = session(&group, limits);
    let script = "account_limits().select([\"account\", \"pending_cap\", \"cooling_off\"])";
    assert_eq!(rows(&session, script), [["anna", "700", "21"], ["ben", "300", "21"]]);
}

#[test]
fn questions_say_what_they_lack() {
    let message = refused("frame(#{ n: [1] }).acceptance()");
    assert!(message.contains("no column `kind`"), "{message}");
    let message = refused("acceptance(\"acount\")");
    assert!(message.contains("no column `acount`") && message.contains("`account`"), "{message}");
    let message = refused("acceptance(#{ rate: \"account\" })");
    assert!(message.contains("`rate` is a column of the answer"), "{message}");
    let message = refused("weekly_sends(\"ana\")");
    assert!(message.contains("no account `ana`") && message.contains("`anna`"), "{message}");
    let message = refused("acceptance(|i| i.age_days)");
    assert!(message.contains("a formula needs a name"), "{message}");
    holds("acceptance(#{ old: |i| i.age_days > 90 }).columns()[0] == \"old\"");
}

#[test]
fn acceptance_within_less_than_no_time_is_refused() {
    let refused = crate::harness::run("acceptance(\"account\", -5)").1.unwrap_err();
    assert!(refused.contains("-5 days is no time"), "{refused}");
}
