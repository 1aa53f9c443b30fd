//! No account has more withdrawals on a day than its limit, those recorded for that day included.

use crate::effort;
use crate::model::{AS_OF, Amounts, actions, plan_from};
use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc};
use polars::prelude::*;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::{File, write};
use std::path::{Path, PathBuf};

/// An invitation that is pending, or was withdrawn so many days after the day of `as_of`.
#[derive(Clone, Debug)]
struct SentRow {
    account: &'static str,
    withdrawn_in_days: Option<i64>,
}

fn sent() -> impl Strategy<Value = Vec<SentRow>> {
    let one = (select(vec!["anna", "ben"]), prop::option::of(-2_i64..=2));
    let sent = one.prop_map(|(account, withdrawn_in_days)| SentRow { account, withdrawn_in_days });
    prop::collection::vec(sent, 1..50)
}

fn today() -> NaiveDate {
    AS_OF.parse::<DateTime<Utc>>().unwrap().date_naive()
}

fn withdrawn_on(row: &SentRow) -> Option<NaiveDate> {
    row.withdrawn_in_days.map(|days| today() + Duration::days(days))
}

const SOURCES: &[fn(&Path, &[SentRow]) -> PathBuf] = &[canonical, parquet, sheet];

fn canonical(folder: &Path, rows: &[SentRow]) -> PathBuf {
    let mut csv = "account,person,sent_at,state,withdrawn_on\n".to_owned();
    for (at, row) in rows.iter().enumerate() {
        let day = withdrawn_on(row).map(|day| day.to_string()).unwrap_or_default();
        let state = row.withdrawn_in_days.map_or("pending", |_| "withdrawn");
        writeln!(csv, "{},in/p{at},2026-09-01,{state},{day}", row.account).unwrap();
    }
    write(folder.join("rows.csv"), csv).unwrap();
    folder.join("rows.csv")
}

fn parquet(folder: &Path, rows: &[SentRow]) -> PathBuf {
    let sent_at = today() - Days::new(80);
    let mut frame = df!(
        "account" => rows.iter().map(|row| row.account).collect::<Vec<_>>(),
        "person" => (0..rows.len()).map(|at| format!("in/p{at}")).collect::<Vec<_>>(),
        "sent_at" => vec![sent_at.and_hms_opt(0, 0, 0); rows.len()],
        "withdrawn_on" => rows.iter().map(withdrawn_on).collect::<Vec<_>>(),
    )
    .unwrap();
    let path = folder.join("rows.parquet");
    ParquetWriter::new(File::create(&path).unwrap()).finish(&mut frame).unwrap();
    path
}

fn sheet(folder: &Path, rows: &[SentRow]) -> PathBuf {
    let mut csv = "Account,LinkedIn,Date sent,Withdrawn\n".to_owned();
    for (at, row) in rows.iter().enumerate() {
        let day = withdrawn_on(row).map(|day| day.to_string()).unwrap_or_default();
        writeln!(csv, "{},in/p{at},2026-09-01,{day}", row.account).unwrap();
    }
    write(folder.join("sheet.csv"), csv).unwrap();
    folder.join("sheet.csv")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(24)))]

    #[test]
    fn what_is_recorded_for_a_day_takes_room_on_it(
        rows in sent(),
        source in 0..SOURCES.len(),
        per_day in 1_usize..6,
        skip_weekends: bool,
        start_in_days in -1_i64..4,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let amounts = Amounts { per_day, skip_weekends, start_in_days, ..Amounts::default() };
        // Else nothing at all could be read.
        let rows: Vec<SentRow> =
            rows.into_iter().chain([SentRow { account: "anna", withdrawn_in_days: None }])
                .collect();
        let path = SOURCES[source](folder.path(), &rows);
        // Nobody can have withdrawn in the future: the day is unknown then, and the person is not
        // pending all the same.
        let is_pending = |row: &SentRow| row.withdrawn_in_days.is_none();
        let json = plan_from(&path, "withdraw(\"x\", |i| i.age_days > 30);", amounts);
        let plan: Value = serde_json::from_str(&json).unwrap();
        for account in ["anna", "ben"] {
            let of_account: Vec<_> = rows.iter().filter(|row| row.account == account).collect();
            let pending = of_account.iter().filter(|row| is_pending(row)).count();
            let mut planned: BTreeMap<NaiveDate, usize> = BTreeMap::new();
            for action in actions(&plan).iter().filter(|action| action["account"] == account) {
                *planned.entry(action["date"].as_str().unwrap().parse().unwrap()).or_default() += 1;
            }
            prop_assert_eq!(planned.values().sum::<usize>(), pending);
            let recorded = |day| {
                let past = |days: i64| days <= 0;
                let done = of_account.iter().filter(|row| row.withdrawn_in_days.is_some_and(past));
                done.filter(|row| withdrawn_on(row) == Some(day)).count()
            };
            let mut left = pending;
            let mut day = today() + Duration::days(start_in_days);
            while left > 0 {
                let is_free = skip_weekends && day.weekday().number_from_monday() > 5;
                let room = if is_free { 0 } else { per_day.saturating_sub(recorded(day)) };
                let count = planned.get(&day).copied().unwrap_or(0);
                prop_assert_eq!(count, room.min(left), "{} {}", account, day);
                left -= count;
                day = day + Days::new(1);
            }
        }
    }
}

#[test]
fn a_full_day_is_left_to_itself_and_the_headroom_says_so() {
    let done = SentRow { account: "anna", withdrawn_in_days: Some(0) };
    let pending = SentRow { account: "anna", withdrawn_in_days: None };
    let rows = [vec![done; 25], vec![pending; 25]].concat();
    let folder = tempfile::tempdir().unwrap();
    let path = sheet(folder.path(), &rows);
    let amounts = Amounts { per_day: 25, ..Amounts::default() };
    let json = plan_from(&path, "withdraw(\"x\", |i| i.age_days > 30); at_most(5);", amounts);
    let plan: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(plan["verdict"], "ok");
    assert!(actions(&plan).iter().all(|action| action["date"] == "2026-11-24"));
    let findings = plan["findings"].as_array().unwrap();
    let report = findings.iter().find(|finding| finding["code"] == "withdrawals-recorded").unwrap();
    let expected = "25 withdrawals recorded for 2026-11-23: count against the limit of 25";
    assert_eq!(report["message"], expected);
}
