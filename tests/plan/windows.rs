//! Rules that compare an invitation with others, where the rows of several accounts lie among each
//! other, from every kind of source, against a model that counts.

use crate::effort;
use crate::model::{AS_OF, Amounts, actions, plan_from};
use chrono::{DateTime, Days, NaiveDate, Utc};
use polars::prelude::*;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs::{File, create_dir_all, write};
use std::path::{Path, PathBuf};

/// One pending invitation.
#[derive(Clone, Debug)]
struct Sent {
    account: usize,
    person: usize,
    age_days: i64,
}

impl Sent {
    fn account(&self) -> String {
        format!("a{}", self.account)
    }

    fn day(&self) -> NaiveDate {
        let as_of: DateTime<Utc> = AS_OF.parse().unwrap();
        as_of.date_naive() - Days::new(u64::try_from(self.age_days).unwrap())
    }

    fn id(&self) -> String {
        format!("{}/in/p{}/{}", self.account(), self.person, self.day())
    }

    fn url(&self) -> String {
        format!("https://www.linkedin.com/in/p{}", self.person)
    }
}

/// Invitations of this many accounts in any order; ages recur.
fn sent(accounts: usize) -> impl Strategy<Value = Vec<Sent>> {
    let one = (0..accounts, 0_i64..12);
    prop::collection::vec(one, 1..60).prop_flat_map(|rows| {
        let rows = rows.into_iter().enumerate();
        let sent = rows.map(|(person, (account, age))| Sent { account, person, age_days: age * 7 });
        Just(sent.collect::<Vec<_>>()).prop_shuffle()
    })
}

/// What a rule asks of one invitation, given those of its account.
type ConditionMeaning = fn(&Sent, &[&Sent], i64) -> bool;

/// A rule's condition, with `N` for a number, and its meaning.
const CONDITIONS: &[(&str, ConditionMeaning)] = &[
    ("i.oldest_rank <= N", |i, of_account, n| rank(i, of_account, |i| (-i.age_days, i.id())) <= n),
    ("i.newest_rank <= N", |i, of_account, n| rank(i, of_account, |i| (i.age_days, i.id())) <= n),
    ("i.account_pending > N", |_, of_account, n| count(of_account.len()) > n),
    ("i.count_by(\"account\") > N", |_, of_account, n| count(of_account.len()) > n),
    ("i.rank_by(\"-age_days\", \"account\") <= N", |i, of_account, n| {
        rank(i, of_account, |i| -i.age_days) <= n
    }),
    ("i.rank_by(\"age_days\", \"account\") <= N", |i, of_account, n| {
        rank(i, of_account, |i| i.age_days) <= n
    }),
    ("i.sum_by(\"age_days\", \"account\") % 5 < N", |_, of_account, n| {
        of_account.iter().map(|i| i.age_days).sum::<i64>() % 5 < n
    }),
    (
        "i.age_days * i.count_by(\"account\") > i.sum_by(\"age_days\", \"account\") + N",
        |i, of_account, n| {
            i.age_days * count(of_account.len())
                > of_account.iter().map(|i| i.age_days).sum::<i64>() + n
        },
    ),
    ("i.max_by(\"age_days\", \"account\") - i.age_days <= N", |i, of_account, n| {
        of_account.iter().map(|i| i.age_days).max().unwrap() - i.age_days <= n
    }),
    ("i.age_days - i.min_by(\"age_days\", \"account\") <= N", |i, of_account, n| {
        i.age_days - of_account.iter().map(|i| i.age_days).min().unwrap() <= n
    }),
];

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap()
}

/// One more than there are invitations whose key is less.
fn rank<K: Ord>(one: &Sent, of_account: &[&Sent], key: impl Fn(&Sent) -> K) -> i64 {
    1 + count(of_account.iter().filter(|other| key(other) < key(one)).count())
}

/// The ways in which the same invitations are written.
const SOURCES: &[fn(&Path, &[Sent]) -> PathBuf] = &[canonical, parquet, sheet, archives];

fn canonical(folder: &Path, rows: &[Sent]) -> PathBuf {
    let mut csv = "account,person,name,sent_at\n".to_owned();
    for row in rows {
        writeln!(csv, "{},in/p{},P,{}", row.account(), row.person, row.day()).unwrap();
    }
    write(folder.join("rows.csv"), csv).unwrap();
    folder.join("rows.csv")
}

fn parquet(folder: &Path, rows: &[Sent]) -> PathBuf {
    let mut frame = df!(
        "account" => rows.iter().map(Sent::account).collect::<Vec<_>>(),
        "person" => rows.iter().map(|row| format!("in/p{}", row.person)).collect::<Vec<_>>(),
        "name" => rows.iter().map(|_| "P").collect::<Vec<_>>(),
        "sent_at" => rows.iter().map(|row| row.day().and_hms_opt(0, 0, 0)).collect::<Vec<_>>(),
    )
    .unwrap();
    let path = folder.join("rows.parquet");
    let file = File::create(&path).unwrap();
    ParquetWriter::new(file).with_row_group_size(Some(7)).finish(&mut frame).unwrap();
    path
}

fn sheet(folder: &Path, rows: &[Sent]) -> PathBuf {
    let mut csv = "Account,LinkedIn,Name,Date sent\n".to_owned();
    for row in rows {
        writeln!(csv, "{},{},P,{}", row.account(), row.url(), row.day()).unwrap();
    }
    write(folder.join("sheet.csv"), csv).unwrap();
    folder.join("sheet.csv")
}

fn archives(folder: &Path, rows: &[Sent]) -> PathBuf {
    let folder = folder.join("archives");
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for row in rows {
        let header = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n";
        let file = files.entry(row.account()).or_insert_with(|| header.to_owned());
        let (url, day) = (row.url(), row.day());
        writeln!(file, "Me,P {url},{day}T00:00:00Z,,OUTGOING,,{url}").unwrap();
    }
    for (account, csv) in files {
        create_dir_all(folder.join(&account)).unwrap();
        write(folder.join(account).join("Invitations.csv"), csv).unwrap();
    }
    folder
}

fn withdrawn(json: &str) -> BTreeSet<String> {
    let plan: Value = serde_json::from_str(json).unwrap();
    actions(&plan).iter().map(|action| action["id"].as_str().unwrap().to_owned()).collect()
}

fn amounts() -> Amounts {
    Amounts { per_day: 25, ..Amounts::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(16)))]

    #[test]
    fn a_rule_compares_within_the_account_however_the_rows_lie(
        rows in prop_oneof![sent(2), sent(3), sent(40)],
        (condition, meaning) in select(CONDITIONS.to_vec()),
        n in 1_i64..5,
        source in select(SOURCES.to_vec()),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let condition = condition.replace('N', &n.to_string());
        let script = format!("withdraw(\"x\", |i| {condition});");
        let made = withdrawn(&plan_from(&source(folder.path(), &rows), &script, amounts()));
        let expected: BTreeSet<String> = rows
            .iter()
            .filter(|one| {
                let of_account: Vec<_> = rows.iter().filter(|o| o.account == one.account).collect();
                meaning(one, &of_account, n)
            })
            .map(Sent::id)
            .collect();
        prop_assert_eq!(made, expected, "{}", condition);
    }
}

#[test]
fn the_two_oldest_of_each_account_are_found_where_accounts_alternate() {
    let rows: Vec<Sent> = (0..6)
        .map(|at| Sent { account: at % 2, person: at, age_days: [30, 40, 50][at / 2] })
        .collect();
    for source in SOURCES {
        let folder = tempfile::tempdir().unwrap();
        let path = source(folder.path(), &rows);
        let json = plan_from(&path, "withdraw(\"x\", |i| i.oldest_rank <= 1);", amounts());
        assert_eq!(withdrawn(&json), BTreeSet::from([rows[4].id(), rows[5].id()]));
    }
}

#[test]
fn ten_runs_over_many_accounts_give_the_same_bytes() {
    let rows: Vec<Sent> = (0..240)
        .map(|at| Sent { account: at * 7 % 61, person: at, age_days: count(at * 13 % 90) })
        .collect();
    let script =
        "withdraw(\"x\", |i| i.oldest_rank <= 2 || i.rank_by(\"age_days\", \"account\") == 1);";
    for source in SOURCES {
        let folder = tempfile::tempdir().unwrap();
        let path = source(folder.path(), &rows);
        let first = plan_from(&path, script, amounts());
        assert!(withdrawn(&first).len() > 100);
        assert!((1..10).all(|_| plan_from(&path, script, amounts()) == first));
    }
}
