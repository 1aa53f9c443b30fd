//! `attempts` and `last_withdrawn_on`, by data and ledger, against a model that counts one
//! invitation after the other.

use crate::data::{Folder, NAMES, URLS, csv, sent, sent_to, settings};
use crate::effort;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use polars::prelude::{DataFrame, ParquetWriter, PolarsError, PolarsResult, df};
use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof};
use proptest::test_runner::{Config, TestRunner};
use rescind::ledger::{self, LedgerRecollection};
use rescind_data::invitations::{
    DerivationSettings, Invitations, LedgerAccess, LedgerContact, LedgerReader, LedgerRecords,
};
use rescind_ledger::{
    Action, KnownPerson, Ledger, LedgerAddress, LedgerError, NewEvent, NewRecords, Occasion,
    PasswordSources, Standing, Withdrawal,
};
use std::collections::BTreeSet;
use std::fs::File;

const ACCOUNTS: [&str; 2] = ["anna", "ben"];
const PEOPLE: [&str; 4] = ["in/ada", "in/bob", "urn:li:member:7", "name:cy doe"];

/// The days of a calendar on which every tenth day somebody may be invited.
fn day(tenth: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 2, 10).unwrap() + Days::new(10 * tenth)
}

/// An invitation of the data.
#[derive(Clone, Debug)]
struct Sent {
    account: usize,
    person: usize,
    is_inmail: bool,
    tenth: Option<u64>,
    withdrawn: Option<u64>,
}

/// What the ledger knows of an account and a person: tenth days on which the account invited, told
/// a day early or late, and a withdrawal.
#[derive(Clone, Debug)]
struct Known {
    account: usize,
    person: usize,
    invited: Vec<(u64, bool)>,
    withdrawn: Option<u64>,
}

fn sent_ones() -> impl Strategy<Value = Vec<Sent>> {
    let tenth = || prop_oneof![1 => Just(None), 4 => (0_u64..6).prop_map(Some)];
    let one = (0..2_usize, 0..4_usize, any::<bool>(), any::<bool>(), tenth(), tenth());
    let one = one.prop_map(|(account, person, one, other, tenth, withdrawn)| Sent {
        account,
        person,
        is_inmail: one && other,
        tenth,
        withdrawn,
    });
    proptest::collection::vec(one, 1..12)
}

fn known_ones() -> impl Strategy<Value = Vec<Known>> {
    let invited = proptest::collection::vec((0_u64..8, any::<bool>()), 0..5);
    let one = (invited, proptest::option::of(0_u64..8));
    proptest::collection::vec(one, 8).prop_map(|histories| {
        let histories = histories.into_iter().enumerate();
        histories
            .map(|(at, (invited, withdrawn))| Known {
                account: at / 4,
                person: at % 4,
                invited,
                withdrawn,
            })
            .collect()
    })
}

/// Somebody whom a ledger knows: account and key, and what happened.
fn attempted(
    [account, key]: [&str; 2],
    name: Option<&str>,
    invited_on: BTreeSet<NaiveDate>,
    withdrawn_on: Option<NaiveDate>,
) -> LedgerContact {
    let withdrawals = withdrawn_on.map(|on| Withdrawal { number: 1, on }).into_iter().collect();
    let name = name.map(String::from);
    let standing = Standing { name, invited_on, withdrawals, ..Standing::default() };
    let known = KnownPerson { account: account.into(), key: key.into(), standing };
    LedgerContact { account: account.into(), known }
}

/// A ledger that knows these.
struct Knows(Vec<Known>);

impl LedgerReader for Knows {
    fn recorded(&self, _: &BTreeSet<String>) -> Result<LedgerRecords, LedgerError> {
        Ok(LedgerRecords::default())
    }

    fn attempted(&self, accounts: &BTreeSet<String>) -> Result<Vec<LedgerContact>, LedgerError> {
        let of_accounts = self.0.iter().filter(|known| accounts.contains(ACCOUNTS[known.account]));
        let of = |known: &Known| {
            let invited = known.invited.iter();
            let invited_on = invited.map(|(tenth, late)| day(*tenth) + Days::new(u64::from(*late)));
            let whom = [ACCOUNTS[known.account], PEOPLE[known.person]];
            attempted(whom, None, invited_on.collect(), known.withdrawn.map(day))
        };
        Ok(of_accounts.map(of).collect())
    }

    fn history(&self, _: &BTreeSet<String>) -> PolarsResult<DataFrame> {
        Ok(DataFrame::default())
    }
}

/// A ledger that must not be asked.
struct Fails;

impl LedgerReader for Fails {
    fn recorded(&self, _: &BTreeSet<String>) -> Result<LedgerRecords, LedgerError> {
        Ok(LedgerRecords::default())
    }

    fn attempted(&self, _: &BTreeSet<String>) -> Result<Vec<LedgerContact>, LedgerError> {
        Err(LedgerError::NoLedger { ledger: "it".into(), problem: "it was asked".into() })
    }

    fn history(&self, _: &BTreeSet<String>) -> PolarsResult<DataFrame> {
        Err(PolarsError::ComputeError("the events were read".into()))
    }
}

fn with(memory: LedgerAccess) -> DerivationSettings {
    DerivationSettings { memory, ..settings() }
}

/// Parquet is scanned, so its folder has to stay.
fn of_rows(folder: &Folder, rows: &[Sent], memory: LedgerAccess) -> Invitations {
    let text = |of: &dyn Fn(&Sent) -> &'static str| rows.iter().map(of).collect::<Vec<_>>();
    let midnight = |tenth: u64| day(tenth).and_time(NaiveTime::MIN);
    let sent: Vec<_> = rows.iter().map(|row| row.tenth.map(midnight)).collect();
    let gone: Vec<_> = rows.iter().map(|row| row.withdrawn.map(day)).collect();
    let mut frame = df!(
        "account" => text(&|row| ACCOUNTS[row.account]),
        "person" => text(&|row| PEOPLE[row.person]),
        "kind" => text(&|row| if row.is_inmail { "inmail" } else { "connection" }),
        "sent_at" => sent,
        "withdrawn_on" => gone,
        "row" => (0_i64..).take(rows.len()).collect::<Vec<_>>(),
    )
    .unwrap();
    let path = folder.path("all.parquet");
    ParquetWriter::new(File::create(&path).unwrap()).finish(&mut frame).unwrap();
    crate::data::read(&[(None, path)], &with(memory)).unwrap()
}

/// What the documents say of a row: the invitations of the data to the person, and those of the
/// ledger that are none of theirs; where a day is unknown it may be one of them.
fn expected(row: &Sent, rows: &[Sent], known: &[Known]) -> (i64, Option<NaiveDate>) {
    let is_same = |other: &&Sent| (other.account, other.person) == (row.account, row.person);
    let same: Vec<&Sent> = rows.iter().filter(is_same).collect();
    if PEOPLE[row.person].starts_with("name:") && same.len() > 1 {
        return (1, row.withdrawn.map(day));
    }
    let known = known.iter().find(|one| (one.account, one.person) == (row.account, row.person));
    let invitations = same.iter().filter(|one| !one.is_inmail);
    let of_data: BTreeSet<u64> = same.iter().filter_map(|one| one.tenth).collect();
    let undated: Vec<Option<u64>> =
        invitations.clone().filter(|one| one.tenth.is_none()).map(|one| one.withdrawn).collect();
    let further = known.map(|known| only_of_ledger(known, &of_data)).unwrap_or_default();
    let attempts = invitations.count() + further.len() - most_in_common(&undated, &further);
    let gone = same.iter().filter_map(|one| one.withdrawn);
    let gone = gone.chain(known.and_then(|one| one.withdrawn)).max().map(day);
    (i64::try_from(attempts).unwrap().max(1), gone)
}

/// The ledger's invitations that are none of these days. What was withdrawn had been sent before:
/// without an invitation of any day that could be it, there was one more, of an unknown day.
fn only_of_ledger(known: &Known, of_data: &BTreeSet<u64>) -> Vec<Option<u64>> {
    let days: BTreeSet<u64> = known.invited.iter().map(|(tenth, _)| *tenth).collect();
    let dated = days.difference(of_data).map(|tenth| Some(*tenth));
    let may_be = |until: u64| days.union(of_data).any(|tenth| *tenth <= until);
    let withdrawn = known.withdrawn.filter(|until| !may_be(*until));
    dated.chain(withdrawn.map(|_| None)).collect()
}

/// How many of the invitations of unknown days may be as many of the ledger's at most; of each the
/// day is known on which it was withdrawn, if it was.
fn most_in_common(undated: &[Option<u64>], further: &[Option<u64>]) -> usize {
    let Some((withdrawn, rest)) = undated.split_first() else { return 0 };
    let fits = |day: &Option<u64>| day.is_none_or(|day| withdrawn.is_none_or(|until| day <= until));
    let with = (0..further.len()).filter(|at| fits(&further[*at])).map(|at| {
        let mut left = further.to_vec();
        left.remove(at);
        1 + most_in_common(rest, &left)
    });
    with.chain([most_in_common(rest, further)]).max().unwrap_or(0)
}

#[test]
fn every_invitation_to_a_person_counts_once() {
    let config =
        Config { cases: effort::times(60), failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&(sent_ones(), known_ones()), |(rows, known)| {
        for known in [known, vec![]] {
            let memory = if known.is_empty() {
                LedgerAccess::default()
            } else {
                LedgerAccess::of_ledger(Knows(known.clone()))
            };
            let folder = Folder::new();
            let read = of_rows(&folder, &rows, memory);
            let told = csv(&read, "row attempts last_withdrawn_on");
            let told: BTreeSet<&str> = told.lines().skip(1).collect();
            let wanted = rows.iter().enumerate().map(|(at, row)| {
                let (attempts, gone) = expected(row, &rows, &known);
                format!("{at},{attempts},{}", gone.map(|day| day.to_string()).unwrap_or_default())
            });
            let wanted: BTreeSet<String> = wanted.collect();
            prop_assert_eq!(told, wanted.iter().map(String::as_str).collect());
        }
        Ok(())
    });
    result.unwrap();
}

#[test]
fn a_filter_leaves_the_earlier_ones_counted() {
    use polars::prelude::{col, lit};
    let row = |tenth, withdrawn| Sent {
        account: 0,
        person: 0,
        is_inmail: false,
        tenth: Some(tenth),
        withdrawn,
    };
    let folder = Folder::new();
    let rows = [row(0, Some(1)), row(25, None)];
    let read = of_rows(&folder, &rows, LedgerAccess::default());
    let pending = col("state").eq(lit("pending"));
    let columns = ["attempts", "last_withdrawn_on"].map(col);
    let shown = read.frame.clone().filter(pending).select(columns.clone()).collect().unwrap();
    assert_eq!(crate::data::table(&shown), "attempts,last_withdrawn_on\n2,2026-02-20\n");
    let planned = read.pending(|_| true).unwrap().select(columns).collect().unwrap();
    assert_eq!(planned, shown);
}

#[test]
fn nobody_asks_the_ledger_for_what_no_formula_names() {
    let row = Sent { account: 0, person: 0, is_inmail: false, tenth: Some(0), withdrawn: None };
    let folder = Folder::new();
    let read = of_rows(&folder, &[row], LedgerAccess::of_ledger(Fails));
    assert_eq!(csv(&read, "account_pending oldest_rank"), "account_pending,oldest_rank\n0,\n");
    let pending = read.pending(|columns| columns.contains(&"oldest_rank"));
    assert_eq!(pending.unwrap().collect().unwrap().height(), 0);
    let histories = read.frame.clone().collect();
    assert!(histories.unwrap_err().to_string().contains("it was asked"));
    let history = read.history.clone().collect();
    assert!(history.unwrap_err().to_string().contains("the events were read"));
}

/// Records that ada was withdrawn.
fn recorded(ledger: &mut Ledger, occasion: &Occasion, day: NaiveDate) {
    let event = NewEvent { day: Some(day), ..NewEvent::new("anna", "in/ada", Action::Withdrawn) };
    let records = NewRecords { events: vec![event], ..NewRecords::<()>::default() };
    ledger.record::<_, LedgerError>(occasion, |_| Ok(records)).unwrap();
}

#[test]
fn what_older_data_showed_and_somebody_recorded_is_remembered() {
    let bob = sent("Bob", "bob", "2/5/26, 9:00 AM", "");
    let old = [URLS, &sent("Ada", "ada", "1/5/26, 9:00 AM", ""), &bob].concat();
    let new = [URLS, &sent("Ada", "ada", "10/5/26, 9:00 AM", ""), &bob].concat();
    let folder =
        Folder::new().file("old/anna/Invitations.csv", old).file("new/anna/Invitations.csv", new);
    let address = LedgerAddress::File(folder.path("ledger.db"));
    let open = || Ledger::open(&address, &PasswordSources::default()).unwrap();
    let at = |text: &str| Occasion {
        at: text.parse::<DateTime<Utc>>().unwrap(),
        actor: "somebody".into(),
    };
    let march = at("2026-03-01T12:00:00Z");
    let imported = folder.clean("old");
    ledger::record_import(&mut open(), &march, &imported, march.at, &|_, _| {}).unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    recorded(&mut open(), &march, day);
    let told = |memory| {
        let source = (None, folder.path("new"));
        let read = crate::data::read(&[source], &with(memory)).unwrap();
        csv(&read, "name sent_at withdrawn_on attempts last_withdrawn_on")
    };
    let none = told(LedgerAccess::default());
    assert_eq!(
        told(LedgerAccess::of_ledger(LedgerRecollection::new(open(), Some(0)))),
        none,
        "before the first event"
    );
    insta::assert_snapshot!(none, @r#"
    name,sent_at,withdrawn_on,attempts,last_withdrawn_on
    Bob,2026-02-05T17:00:00Z,,1,
    Ada,2026-10-05T16:00:00Z,,1,
    "#);
    insta::assert_snapshot!(told(LedgerAccess::of_ledger(LedgerRecollection::new(open(), None))), @r#"
    name,sent_at,withdrawn_on,attempts,last_withdrawn_on
    Bob,2026-02-05T17:00:00Z,,1,
    Ada,2026-10-05T16:00:00Z,,2,2026-03-02
    "#);
}

/// A ledger that knows somebody of anna's, invited on two tenth days.
struct KnowsOne(&'static str, &'static str);

impl LedgerReader for KnowsOne {
    fn recorded(&self, _: &BTreeSet<String>) -> Result<LedgerRecords, LedgerError> {
        Ok(LedgerRecords::default())
    }

    fn attempted(&self, _: &BTreeSet<String>) -> Result<Vec<LedgerContact>, LedgerError> {
        let invited_on = BTreeSet::from([day(0), day(1)]);
        Ok(vec![attempted(["anna", self.0], Some(self.1), invited_on, Some(day(2)))])
    }

    fn history(&self, _: &BTreeSet<String>) -> PolarsResult<DataFrame> {
        Ok(DataFrame::default())
    }
}

#[test]
fn who_is_known_by_a_name_and_by_an_address_is_one() {
    let by_address = [URLS, &sent("Ada Ash", "ada", "10/5/26, 9:00 AM", "")].concat();
    let two = [&by_address, &*sent("Ada Ash", "ada-2", "10/5/26, 9:00 AM", "")].concat();
    let by_name = [NAMES.to_owned(), sent_to("Ada Ash", "10/5/26, 9:00 AM")].concat();
    let attempts = |text: &str, known: KnowsOne| {
        let folder = Folder::new().file("anna/Invitations.csv", text);
        let source = (None, folder.path(""));
        let read = crate::data::read(&[source], &with(LedgerAccess::of_ledger(known))).unwrap();
        csv(&read, "attempts last_withdrawn_on").lines().skip(1).collect::<Vec<_>>().join("; ")
    };
    let known_to_be_one = "3,2026-03-02";
    assert_eq!(attempts(&by_address, KnowsOne("name:ada ash", "Ada Ash")), known_to_be_one);
    assert_eq!(attempts(&by_name, KnowsOne("in/ada", "Ada ASH")), known_to_be_one);
    assert_eq!(attempts(&by_address, KnowsOne("in/ada", "Ada Changed")), known_to_be_one);
    assert_eq!(attempts(&by_address, KnowsOne("in/another", "Ada Ash")), "1,");
    assert_eq!(attempts(&two, KnowsOne("name:ada ash", "Ada Ash")), "1,; 1,");
    assert_eq!(attempts(&two, KnowsOne("in/ada-2", "Ada Ash")), format!("1,; {known_to_be_one}"));
}

/// InMail is no attempt to connect, whoever knows of it, and uses up nothing of the quota.
#[test]
fn inmail_that_only_the_ledger_has_is_no_attempt() {
    let old = "account,person,name,profile_url,kind,sent_at,state\n\
               anna,in/ada,Ada,https://www.linkedin.com/in/ada,inmail,2026-01-05,pending\n\
               anna,in/ada,Ada,https://www.linkedin.com/in/ada,connection,2026-01-04,pending\n\
               anna,in/bob,Bob,https://www.linkedin.com/in/bob,inmail,2026-01-06,pending\n";
    let new = [
        URLS,
        &sent("Ada", "ada", "10/5/26, 9:00 AM", ""),
        &sent("Bob", "bob", "10/5/26, 9:00 AM", ""),
    ];
    let folder = Folder::new().file("old.csv", old).file("new/anna/Invitations.csv", new.concat());
    let address = LedgerAddress::File(folder.path("ledger.db"));
    let open = || Ledger::open(&address, &PasswordSources::default()).unwrap();
    let at = "2026-01-08T12:00:00Z".parse::<DateTime<Utc>>().unwrap();
    let january = Occasion { at, actor: "somebody".into() };
    let imported = folder.clean("old.csv");
    ledger::record_import(&mut open(), &january, &imported, at, &|_, _| {}).unwrap();
    let sent = ledger::invitations_sent(&mut open(), at.date_naive()).unwrap();
    assert_eq!(sent["anna"].values().sum::<usize>(), 1, "{sent:?}");
    let source = (None, folder.path("new"));
    let read = crate::data::read(
        &[source],
        &with(LedgerAccess::of_ledger(LedgerRecollection::new(open(), None))),
    )
    .unwrap();
    insta::assert_snapshot!(csv(&read, "name sent_at attempts"), @r#"
    name,sent_at,attempts
    Ada,2026-10-05T16:00:00Z,2
    Bob,2026-10-05T16:00:00Z,1
    "#);
}
