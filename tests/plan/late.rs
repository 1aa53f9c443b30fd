//! A plan that reads what is shown of those rows alone that go, against the same plan that reads
//! all columns of all rows: from Parquet and from CSV, with an `id` and without.

use crate::effort;
use crate::model::{Amounts, amounts, on_a_large_stack, planned_over};
use polars::prelude::*;
use proptest::prelude::*;
use proptest::sample::select;
use rescind::session::{AgencySettings, Session};
use rescind_runtime::query::Query;
use std::fmt::Write;
use std::fs::File;
use std::path::Path;

/// Rows of a few people and days, so that many are alike; in any order of accounts and states.
fn rows() -> impl Strategy<Value = DataFrame> {
    let text = |words: &[&str]| {
        prop::option::weighted(
            0.8,
            select(words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>()),
        )
    };
    let row = (
        select(vec!["anna", "ben", "Anna ", "cleo"]),
        prop::option::weighted(
            0.8,
            (0..6).prop_map(|n| format!("https://www.linkedin.com/in/p{n}")),
        ),
        text(&["Ada B", "Bo C", " "]),
        prop::option::weighted(0.9, 0_i64..8),
        text(&["pending", "pending", "pending", "Pending", "accepted", "withdrawn"]),
        text(&["connection", "inmail"]),
        prop::option::weighted(0.1, 20_740_i32..20_800),
        text(&["Hello", ""]),
        text(&["vip", "cold"]),
    );
    prop::collection::vec(row, 1..60).prop_map(|mut rows| {
        // A file that names nobody is none of invitations.
        rows[0].1 = Some("https://www.linkedin.com/in/p0".to_owned());
        // Nor is one whose states are mostly none.
        rows[0].4 = Some("pending".to_owned());
        if let Some(row) = rows.get_mut(20) {
            row.4 = Some("gone".to_owned());
        }
        let sent = |days: i64| (20_780 - days * 20) * 86_400_000_000;
        let day = |day: Vec<Option<i32>>| {
            Series::new("withdrawn_on".into(), day).cast(&DataType::Date).unwrap()
        };
        let instant = DataType::Datetime(TimeUnit::Microseconds, None);
        let columns = vec![
            Series::new("account".into(), rows.iter().map(|r| r.0).collect::<Vec<_>>()),
            Series::new("profile_url".into(), rows.iter().map(|r| r.1.clone()).collect::<Vec<_>>()),
            Series::new("name".into(), rows.iter().map(|r| r.2.clone()).collect::<Vec<_>>()),
            Series::new("sent_at".into(), rows.iter().map(|r| r.3.map(sent)).collect::<Vec<_>>())
                .cast(&instant)
                .unwrap(),
            Series::new("state".into(), rows.iter().map(|r| r.4.clone()).collect::<Vec<_>>()),
            Series::new("kind".into(), rows.iter().map(|r| r.5.clone()).collect::<Vec<_>>()),
            day(rows.iter().map(|r| r.6).collect()),
            Series::new("note".into(), rows.iter().map(|r| r.7.clone()).collect::<Vec<_>>()),
            Series::new("segment".into(), rows.iter().map(|r| r.8.clone()).collect::<Vec<_>>()),
            Series::new(
                "id".into(),
                (0..rows.len()).rev().map(|n| format!("row {n}")).collect::<Vec<_>>(),
            ),
        ];
        let columns = columns.into_iter().map(IntoColumn::into_column).collect();
        DataFrame::new(rows.len(), columns).unwrap()
    })
}

/// What a strategy declares.
const DECLARED: &[&str] = &[
    "keep(\"vip\", |i| i.segment == \"vip\");",
    "withdraw(\"old\", |i| i.age_days >= 60);",
    "withdraw(\"no note\", |i| i.note == () && i.age_days > 20);",
    "column(\"wait\", |i| i.age_days / 30); withdraw(\"waited\", |i| i.wait > 2);",
    "keep(\"named\", |i| i.name.starts_with(\"Ada\"));",
    "withdraw(\"person\", |i| i.person != \"in/p3\");",
    "withdraw(\"message\", |i| i.kind == \"inmail\");",
    "withdraw(\"again\", |i| i.attempts > 1);",
];

/// Strategies of these, with a score or none.
fn script() -> impl Strategy<Value = String> {
    let declared = prop::sample::subsequence(DECLARED.to_vec(), 1..5);
    let score = prop::option::of(select(vec!["|i| i.age_days % 40", "|i| i.note_length"]));
    (declared, score).prop_map(|(declared, score)| {
        let mut script = declared.join("\n");
        script += "\nwithdraw(\"rest\", |i| i.age_days > 100);\n";
        if let Some(score) = score {
            writeln!(script, "prioritize({score});").unwrap();
        }
        script
    })
}

/// The script with the amounts that it declares.
pub(crate) fn with_amounts(mut script: String, amounts: Amounts) -> String {
    if let Some(target) = amounts.target {
        writeln!(script, "target_pending({target});").unwrap();
    }
    if let Some(most) = amounts.most {
        writeln!(script, "at_most({most});").unwrap();
    }
    script
}

/// The plan that reads what is shown of those rows alone that go, and the one that reads all; an
/// agency protects this person, if one is named.
pub(crate) fn late_and_whole(
    path: &Path,
    script: &str,
    amounts: Amounts,
    protected: Option<&str>,
) -> (String, String) {
    let mut agency = AgencySettings::default();
    if let Some(protected) = protected {
        agency.protect.add(&[protected], "protect.csv").unwrap();
    }
    let planned = |change: fn(&mut Session)| {
        on_a_large_stack(|| planned_over(path, script, amounts, &agency, change))
    };
    let late = planned(|session| assert!(session.invitations.has_places()));
    let whole = planned(|session| session.invitations.forget_places());
    (late, whole)
}

fn written(rows: &mut DataFrame, folder: &Path, is_csv: bool) -> std::path::PathBuf {
    let path = folder.join(if is_csv { "rows.csv" } else { "rows.parquet" });
    let file = File::create(&path).unwrap();
    if is_csv {
        let mut out = CsvWriter::new(file).with_datetime_format(Some("%Y-%m-%d %H:%M:%S".into()));
        out.finish(rows)
    } else {
        ParquetWriter::new(file).with_row_group_size(Some(16)).finish(rows).map(|_| ())
    }
    .unwrap();
    path
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(64)))]

    #[test]
    fn reading_less_changes_nothing(
        rows in rows(),
        left_out in prop::sample::subsequence(vec!["id", "kind", "withdrawn_on", "note"], 0..4),
        (is_csv, protects) in any::<(bool, bool)>(),
        script in script(),
        amounts in amounts(),
    ) {
        let script = with_amounts(script, amounts);
        let mut rows = rows.drop_many(left_out);
        let folder = tempfile::tempdir().unwrap();
        // Only a file with an `id` is one of invitations in CSV.
        let is_csv = is_csv && rows.column("id").is_ok();
        let path = written(&mut rows, folder.path(), is_csv);
        let protected = protects.then_some("https://www.linkedin.com/in/p1");
        let (late, whole) = late_and_whole(&path, &script, amounts, protected);
        prop_assert_eq!(late, whole);
    }

    #[test]
    fn an_account_read_alone_is_what_it_is_among_all(
        mut rows in rows(),
        is_csv in any::<bool>(),
        amounts in amounts(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = written(&mut rows, folder.path(), is_csv);
        let alone = |session: &mut Session| {
            let invitations = &session.invitations;
            assert!(invitations.has_places());
            for account in invitations.accounts().unwrap() {
                let among = col("account").eq(lit(account.as_str()));
                let among = invitations.frame.clone().filter(among).rows().unwrap();
                assert_eq!(invitations.of_account(&account).unwrap(), among);
            }
        };
        let script = "withdraw(\"old\", |i| i.age_days > 9);";
        let agency = AgencySettings::default();
        on_a_large_stack(|| planned_over(&path, script, amounts, &agency, alone));
    }
}
