//! As `late.rs`, of shapes that come from practice: few large accounts and many small ones, rows of
//! accounts that lie among each other, gaps in every column, notes of pages, people who come twice,
//! addresses that are none, words in other cases; and strategies with regular expressions, windows,
//! what is to stay pending, and columns of the script's own.

use crate::effort;
use crate::late::{late_and_whole, with_amounts};
use crate::model::amounts;
use polars::prelude::*;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::fmt::Write;
use std::fs::File;

/// One row, made of numbers so that it is small to shrink.
#[derive(Clone, Debug)]
struct LateRow {
    account: usize,
    person: u16,
    form: u8,
    minutes: Option<u32>,
    state: Option<&'static str>,
    kind: Option<&'static str>,
    ended: Option<i32>,
    note: Option<usize>,
    company: Option<u8>,
    score: Option<i64>,
}

const STATES: &[&str] = &["pending", "pending", "pending", "accepted", "withdrawn", "expired"];

/// Rows of so many accounts and people; `gaps` is how many of a hundred values are missing.
fn row(accounts: usize, people: u16, gaps: u32) -> impl Strategy<Value = LateRow> {
    let known = (1.0 - f64::from(gaps) / 100.0).min(0.99);
    let maybe = prop::option::weighted::<std::ops::Range<u32>>;
    let times = (
        maybe(known, 0..300_000),
        prop::option::weighted(0.1, 20_500_i32..20_800),
        prop::option::weighted(known * 0.7, select(vec![0_usize, 1, 30, 5_000])),
    );
    let words = (
        prop::option::weighted(known, select(STATES.to_vec())),
        prop::option::weighted(known, select(vec!["connection", "connection", "inmail"])),
        prop::option::weighted(known, 0_u8..4),
        prop::option::weighted(known, -5_i64..5),
    );
    (0..accounts, 0..people, 0_u8..100, times, words).prop_map(
        |(account, person, form, (minutes, ended, note), (state, kind, company, score))| LateRow {
            account,
            person,
            form,
            minutes,
            state,
            kind,
            ended,
            note,
            company,
            score,
        },
    )
}

fn rows() -> impl Strategy<Value = Vec<LateRow>> {
    let shape = (
        select(vec![1_usize, 2, 60]),
        select(vec![3_u16, 500]),
        select(vec![0_u32, 0, 30, 90]),
        any::<bool>(),
    );
    shape.prop_flat_map(|(accounts, people, gaps, in_order)| {
        prop::collection::vec(row(accounts, people, gaps), 1..150).prop_map(move |mut rows| {
            // A file that names nobody, or whose states are mostly none, is none of invitations.
            rows[0].form = 0;
            rows[0].state = Some("pending");
            if in_order {
                rows.sort_by_key(|row| row.account);
            }
            rows
        })
    })
}

impl LateRow {
    fn account(&self) -> String {
        // Some are longer than what fits beside a length in 16 bytes.
        let end = if self.account.is_multiple_of(3) { "-of-the-north-office" } else { "" };
        format!("a{}{end}", self.account)
    }

    fn profile_url(&self) -> Option<String> {
        let person = self.person;
        match self.form {
            0..80 => Some(format!("https://www.linkedin.com/in/person-{person}")),
            80..85 => Some(format!("https://www.linkedin.com/in/Person-{person}/")),
            85..88 => Some(format!("http://de.linkedin.com/in/person-{person}?trk=x")),
            88..90 => Some(format!("https://www.linkedin.com/in/z%C3%B6e-{person}")),
            90..92 => Some("https://example.com/somebody".into()),
            92..94 => Some("https://www.linkedin.com/in/undefined".into()),
            _ => None,
        }
    }

    fn name(&self) -> Option<String> {
        match self.form % 10 {
            0..8 => Some(format!("Person {}", self.person)),
            8 => Some("---".into()),
            _ => None,
        }
    }
}

fn frame(rows: &[LateRow]) -> DataFrame {
    let texts = |name: &str, value: &dyn Fn(&LateRow) -> Option<String>| {
        Column::new(name.into(), rows.iter().map(value).collect::<Vec<_>>())
    };
    let word = |word: Option<&str>| word.map(String::from);
    let at = |minutes: u32| 1_795_000_000_000_000 - i64::from(minutes) * 60_000_000;
    let sent: Vec<_> = rows.iter().map(|row| row.minutes.map(at)).collect();
    let ended: Vec<_> = rows.iter().map(|row| row.ended).collect();
    let scores: Vec<_> = rows.iter().map(|row| row.score).collect();
    let instant = DataType::Datetime(TimeUnit::Microseconds, None);
    let columns = vec![
        texts("account", &|row| Some(row.account())),
        texts("profile_url", &LateRow::profile_url),
        texts("name", &LateRow::name),
        Column::new("sent_at".into(), sent).cast(&instant).unwrap(),
        texts("state", &|row| word(row.state)),
        texts("kind", &|row| word(row.kind)),
        Column::new("withdrawn_on".into(), ended).cast(&DataType::Date).unwrap(),
        texts("note", &|row| row.note.map(|length| "Hello. ".repeat(length))),
        texts("company", &|row| row.company.map(|company| format!("Company {company}"))),
        Column::new("score".into(), scores),
    ];
    DataFrame::new(rows.len(), columns).unwrap()
}

/// What a strategy declares.
const DECLARED: &[&str] = &[
    "keep(\"vip\", |i| i.company == \"Company 1\");",
    "keep(\"good\", |i| i.score > 3);",
    "withdraw(\"pattern\", |i| i.name.matches(\"(?i)^person [0-4]\"));",
    "withdraw(\"no note\", |i| i.note == () && i.age_days > 20);",
    "withdraw(\"long note\", |i| i.note_length > 100);",
    "column(\"wait\", |i| i.age_days / 30); withdraw(\"waited\", |i| i.wait > 2);",
    "column(\"rated\", |i| i.score * 2); keep(\"rated\", |i| i.rated == 4);",
    "withdraw(\"unknown\", |i| i.age_days == ());",
    "withdraw(\"message\", |i| i.kind == \"inmail\");",
    "withdraw(\"oldest\", |i| i.oldest_rank <= 2);",
    "withdraw(\"full\", |i| i.account_pending > 8);",
    "withdraw(\"again\", |i| i.attempts > 1);",
];

const SCORES: &[&str] = &[
    "|i| i.score",
    "|i| i.age_days - i.score * 7",
    "|i| i.note_length / 3.0",
    "|i| if i.company == () { 5 } else { i.age_days % 9 }",
];

fn script() -> impl Strategy<Value = String> {
    let declared = subsequence(DECLARED.to_vec(), 1..4);
    (declared, prop::option::of(select(SCORES.to_vec()))).prop_map(|(declared, score)| {
        let mut script = declared.join("\n");
        script += "\nwithdraw(\"rest\", |i| i.age_days > 90);\n";
        if let Some(score) = score {
            writeln!(script, "prioritize({score});").unwrap();
        }
        script
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(48)))]

    #[test]
    fn one_pass_says_what_a_query_for_each_says(
        rows in rows(),
        left_out in subsequence(vec!["kind", "withdrawn_on", "note", "name"], 0..4),
        group_rows in select(vec![7_usize, 64, 1_000]),
        protects: bool,
        script in script(),
        amounts in amounts(),
    ) {
        let script = with_amounts(script, amounts);
        let mut rows = frame(&rows).drop_many(left_out);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.parquet");
        let writer = ParquetWriter::new(File::create(&path).unwrap());
        writer.with_row_group_size(Some(group_rows)).finish(&mut rows).unwrap();
        let protected = protects.then_some("https://www.linkedin.com/in/person-1");
        let (fast, whole) = late_and_whole(&path, &script, amounts, protected);
        prop_assert_eq!(fast, whole);
    }
}
