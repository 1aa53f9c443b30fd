//! A plan for tests: three accounts, of which one stays above its cap, with the names that give
//! terminals trouble.

use super::cell_value::column;
use super::{Format, LimitsReport, OutputResult, PlanView, Style};
use crate::finding::{Finding, FindingCode, Level};
use crate::limits::{AccountUsage, Limits, Pacing, check_account, reconnect_on};
use crate::plan::{AccountPlan, Plan, RuleCount, StrategyInfo, Verb, Verdict};
use chrono::{DateTime, NaiveDate};
use polars::prelude::{
    Column, DataFrame, DataType, IntoColumn, NamedFrom, Series, TimeUnit, TimeZone,
};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::sample::select;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) account: String,
    pub(super) name: String,
    pub(super) profile_url: Option<String>,
    pub(super) age_days: Option<i64>,
    pub(super) reason: String,
    pub(super) follow_up: Option<String>,
}

const PER_DAY: usize = 25;
const NAMES: &[&str] = &[
    "Ada Brown",
    "Zoë Ångström-Featherstonehaugh, PhD, MBA, PMP",
    "דנה לוי",
    "Bob 👩\u{200d}💻 Builder 🚀",
    "李小龍",
    "Eve \u{1b}[31mRed\u{202e} Hat",
    "=HYPERLINK(\"x\")",
];

pub(super) fn start() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

/// So many withdrawals of an account, oldest first.
pub(super) fn withdrawals(account: &str, number: usize) -> Vec<Sample> {
    (0..number)
        .map(|index| Sample {
            account: account.into(),
            name: NAMES[index % NAMES.len()].into(),
            profile_url: (index % 5 != 4)
                .then(|| format!("https://www.linkedin.com/in/{account}-invited-{index}")),
            age_days: (index % 6 != 5).then(|| 150 - i64::try_from(index).unwrap()),
            reason: ["stale, generic", "four months"][index % 2].into(),
            follow_up: (index % 9 == 3).then(|| "send again with a note".into()),
        })
        .collect()
}

/// The frame of actions, in which the withdrawals of each account stand together.
pub(super) fn actions(samples: &[Sample]) -> DataFrame {
    let (start, recorded) = (start(), BTreeMap::new());
    let pacing = Pacing { start, skip_weekends: true, per_day: PER_DAY, recorded };
    let ranks: Vec<_> = (samples.iter().enumerate())
        .map(|(row, one)| {
            samples[..row].iter().filter(|other| other.account == one.account).count() + 1
        })
        .collect();
    let days = |date_of: &dyn Fn(NaiveDate) -> NaiveDate, name: &str| {
        let days: Vec<_> = ranks
            .iter()
            .filter_map(|&rank| pacing.spread(rank).last().copied())
            .map(|load| date_of(load.date).to_epoch_days())
            .collect();
        Series::new(name.into(), days).cast(&DataType::Date).unwrap().into_column()
    };
    let texts = |name: &str, text_of: &dyn Fn(&Sample) -> Option<String>| {
        Column::new(name.into(), samples.iter().map(text_of).collect::<Vec<_>>())
    };
    let person = |one: &Sample| format!("in/{}", one.name.to_lowercase().replace(' ', "-"));
    let ages: Vec<_> = samples.iter().map(|one| one.age_days).collect();
    #[expect(clippy::cast_precision_loss, reason = "ages are small")]
    let priorities: Vec<_> = ages.iter().map(|age| age.map(|age| age as f64)).collect();
    let columns = vec![
        texts("id", &|one| Some(format!("{}/{}/2026-07-02", one.account, person(one)))),
        texts("account", &|one| Some(one.account.clone())),
        texts("person", &|one| Some(person(one))),
        texts("name", &|one| Some(one.name.clone())),
        texts("profile_url", &|one| one.profile_url.clone()),
        days(&|date| date, "date"),
        Column::new(
            "rank".into(),
            ranks.iter().map(|&rank| u32::try_from(rank).unwrap()).collect::<Vec<_>>(),
        ),
        Column::new("age_days".into(), ages),
        Column::new("priority".into(), priorities),
        texts("reason", &|one| Some(one.reason.clone())),
        days(&|date| reconnect_on(date, 21), "reconnect_on"),
        texts("follow_up", &|one| one.follow_up.clone()),
    ];
    DataFrame::new(samples.len(), columns).unwrap()
}

/// A plan of those withdrawals, checked against the limits built in.
pub(super) fn plan_of(pending: &[(&str, usize)], samples: &[Sample]) -> Plan {
    let (mut accounts, mut findings, mut headroom) = (Vec::new(), Vec::new(), Vec::new());
    for &(account, pending) in pending {
        let of_account: Vec<_> = samples.iter().filter(|one| one.account == account).collect();
        let usage = AccountUsage {
            account: account.into(),
            pending,
            withdraw: of_account.len(),
            busiest_day: of_account.len().min(PER_DAY),
            youngest_age_days: of_account.iter().filter_map(|one| one.age_days).min(),
            ..AccountUsage::default()
        };
        let (account_findings, rooms) = check_account(&usage, &Limits::built_in());
        findings.extend(account_findings);
        headroom.extend(rooms);
        accounts.push(AccountPlan {
            account: account.into(),
            pending,
            withdraw: of_account.len(),
            pending_after: pending - of_account.len(),
            days: of_account.len().div_ceil(PER_DAY),
        });
    }
    findings.push(Finding::new(FindingCode::LeftOut, Level::Note, "3 InMail left out of the plan"));
    let warned = findings.iter().any(|finding| finding.level == Level::Warn);
    let rule = |verb, reason: &str, matched, by: &[(&str, usize)], shadowed| RuleCount {
        verb,
        reason: reason.into(),
        declared: Default::default(),
        when: Some(format!("age_days >= stale_days && name != {reason:?}")),
        matched,
        undecided: by.iter().map(|(_, count)| *count).max().unwrap_or(0),
        undecided_by: by.iter().map(|(name, count)| ((*name).into(), *count)).collect(),
        shadowed,
    };
    Plan {
        as_of: DateTime::parse_from_rfc3339("2026-11-23T00:00:00Z").unwrap().into(),
        strategy: StrategyInfo {
            name: "oldest-first".into(),
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
            params: [("stale_days".to_owned(), 90.into())].into_iter().collect(),
            account_params: indexmap::IndexMap::new(),
        },
        verdict: if warned { Verdict::Warned } else { Verdict::Ok },
        accounts,
        rules: vec![
            rule(Verb::Keep, "client", 12, &[], 0),
            rule(Verb::Withdraw, "stale, generic", 310, &[("has_note", 4), ("age_days", 1)], 9),
            rule(Verb::Withdraw, "four months", 32, &[], 121),
        ],
        actions: actions(samples),
        headroom,
        findings,
    }
}

/// Any text at all, and often with what gives terminals trouble: escapes, line breaks, marks of
/// direction, joiners, wide and right-to-left letters.
pub(super) fn any_text() -> impl Strategy<Value = String> {
    let acting = "\u{1b}\u{9b}\u{7}\n\r\t \u{7f}\u{85}\\";
    let marks = "\u{2028}\u{202e}\u{2066}\u{2069}\u{200d}\u{fe0f}\u{301}";
    let letters = "\u{5d0}\u{628}\u{644}\u{627}李👩🇩❤";
    let trouble: Vec<_> = [acting, marks, letters].concat().chars().collect();
    let symbol = prop_oneof![any::<char>(), select(trouble)];
    vec(symbol, 0..40).prop_map(|symbols| symbols.into_iter().collect())
}

/// Three accounts: one far above its cap, one with little to do, one with nothing.
pub(super) fn plan() -> Plan {
    let samples = [withdrawals("anna", 62), withdrawals("bruno", 7)].concat();
    plan_of(&[("anna", 612), ("bruno", 140), ("carla", 20)], &samples)
}

/// The columns of bars.
pub(super) fn bars(labels: &[&str], values: &[Option<f64>]) -> Vec<Column> {
    let labels = Column::new("label".into(), labels.to_vec());
    vec![labels, Column::new("value".into(), values.to_vec())]
}

/// Those of a histogram whose first interval begins there.
pub(super) fn histogram(from: f64, step: f64, counts: &[i64]) -> Vec<Column> {
    let numbers = (0_i32..).take(counts.len());
    let edges: Vec<f64> = numbers.map(|at| from + f64::from(at) * step).collect();
    let to: Vec<f64> = edges.iter().map(|edge| edge + step).collect();
    vec![
        Column::new("from".into(), edges),
        Column::new("to".into(), to),
        Column::new("count".into(), counts.to_vec()),
    ]
}

/// Those of a line.
pub(super) fn line(points: &[(i64, Option<f64>)]) -> Vec<Column> {
    vec![column("x", points, |point| point.0), column("y", points, |point| point.1)]
}

/// Those of a heatmap.
pub(super) fn heatmap(cells: &[(i64, i64, i64)]) -> Vec<Column> {
    vec![
        column("weekday", cells, |cell| cell.0),
        column("hour", cells, |cell| cell.1),
        column("count", cells, |cell| cell.2),
    ]
}

/// What is written, as text.
pub(super) fn written(write: impl FnOnce(&mut Vec<u8>) -> OutputResult) -> String {
    let mut out = vec![];
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A plan as a format writes it where there is no terminal.
pub(super) fn plan_as(format: Format, plan: &Plan, view: &PlanView) -> String {
    written(|out| super::write_plan(plan, format, &Style::default(), view, out))
}

/// The same of a frame.
pub(super) fn frame_as(format: Format, df: &DataFrame) -> String {
    written(|out| super::write_frame(df, format, &Style::default(), out))
}

/// The same of limits.
pub(super) fn limits_as(format: Format, report: &LimitsReport) -> String {
    written(|out| super::write_limits(report, format, &Style::default(), out))
}

/// A frame with a column of every type that a script can make.
pub(super) fn frame() -> DataFrame {
    let sent = Series::new("sent_at".into(), [Some(1_795_435_200_000_000_i64), None, Some(0)])
        .cast(&DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)))
        .unwrap();
    let on = Series::new("connected_on".into(), [Some(20_780_i32), None, Some(0)])
        .cast(&DataType::Date)
        .unwrap();
    let tags: Vec<_> = [vec!["client", "vip"], vec![], vec!["=cmd"]]
        .into_iter()
        .map(|tags| Series::new("".into(), tags))
        .collect();
    let columns = vec![
        Column::new("name".into(), ["Ada \"A\" Brown", "-Zoë\nÅ", "Eve\u{9b}31m | *x*"]),
        Column::new("age_days".into(), [Some(144_i64), None, Some(-3)]),
        Column::new("score".into(), [0.5, f64::NAN, 1234.5678]),
        Column::new("has_note".into(), [Some(true), None, Some(false)]),
        sent.into_column(),
        on.into_column(),
        Series::new("tags".into(), tags).into_column(),
    ];
    DataFrame::new(3, columns).unwrap()
}
