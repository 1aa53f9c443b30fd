//! Random invitations, rules with their meaning in plain Rust, and the program's plan of both.

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

use rescind::output::{self, Format, PlanView, Style};
use rescind::plan::PlanSettings;
use rescind::project::Project;
use rescind::session::{self, AgencySettings, RunOptions, ScriptFile, Session};
use rescind_data::import::{Descriptions, Source};
use rescind_data::limits::Limits;
use rescind_runtime::deadline::Bounds;

/// The instant at which ages are measured.
pub(crate) const AS_OF: &str = "2026-11-23T00:00:00Z";

/// One invitation as the model sees it.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    pub(crate) account: &'static str,
    pub(crate) person: usize,
    pub(crate) age_days: Option<i64>,
    pub(crate) has_note: Option<bool>,
    pub(crate) state: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) company: Option<&'static str>,
}

impl Invitation {
    pub(crate) fn id(&self) -> String {
        format!("{}/in/p{}/x", self.account, self.person)
    }
}

pub(crate) fn invitations() -> impl Strategy<Value = Vec<Invitation>> {
    let one = (
        select(vec!["anna", "ben"]),
        prop::option::weighted(0.8, 0_i64..200),
        prop::option::weighted(0.8, any::<bool>()),
        select(vec!["pending", "pending", "pending", "accepted", "withdrawn", "expired"]),
        select(vec!["connection", "connection", "connection", "inmail"]),
        prop::option::weighted(0.7, select(vec!["Acme", "Bolt"])),
    );
    prop::collection::vec(one, 1..40).prop_map(|rows| {
        let rows = rows.into_iter().enumerate();
        let invitation = |(person, (account, age_days, has_note, state, kind, company))| {
            Invitation { account, person, age_days, has_note, state, kind, company }
        };
        rows.map(invitation).collect()
    })
}

/// A rule: its source, and what it means for one invitation; none where that is unknown.
#[derive(Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) withdraws: bool,
    pub(crate) source: &'static str,
    pub(crate) holds: Meaning,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", if self.withdraws { "withdraw" } else { "keep" }, self.source)
    }
}

/// What a condition means for one invitation; none where that is unknown.
type Meaning = fn(&Invitation) -> Option<bool>;

const CONDITIONS: &[(&str, Meaning)] = &[
    ("|i| i.age_days >= 90", |i| Some(i.age_days? >= 90)),
    ("|i| !(i.age_days < 30)", |i| Some(i.age_days? >= 30)),
    ("|i| i.has_note", |i| i.has_note),
    ("|i| i.has_note ?? false", |i| Some(i.has_note.unwrap_or(false))),
    ("|i| i.age_days > 60 && !i.has_note", |i| match (i.age_days, i.has_note) {
        (Some(age), _) if age <= 60 => Some(false),
        (_, Some(true)) => Some(false),
        (Some(_), Some(false)) => Some(true),
        _ => None,
    }),
    ("|i| i.company == \"Acme\" || i.age_days > 150", |i| {
        match (i.company.map(|company| company == "Acme"), i.age_days.map(|age| age > 150)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        }
    }),
    ("|i| if i.has_note { i.age_days > 100 } else { i.age_days > 50 }", |i| {
        let limit = if i.has_note? { 100 } else { 50 };
        Some(i.age_days? > limit)
    }),
    ("|i| i.company != ()", |i| Some(i.company.is_some())),
    ("|i| i.company in [\"Bolt\"]", |i| Some(i.company? == "Bolt")),
    ("col(\"age_days\") > 120", |i| Some(i.age_days? > 120)),
    // A frame has its rows or has them not: nothing is unknown of it.
    ("pending.filter(|i| i.age_days > 100)", |i| Some(i.age_days.is_some_and(|age| age > 100))),
    ("invitations.filter(col(\"age_days\") < 40)", |i| {
        Some(i.age_days.is_some_and(|age| age < 40))
    }),
];

pub(crate) fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let one = (any::<bool>(), select(CONDITIONS.to_vec()));
    let rule = |(withdraws, (source, holds))| Rule { withdraws, source, holds };
    prop::collection::vec(one.prop_map(rule), 1..6)
}

/// A score: its source, and what it means for one invitation; none where that is unknown.
#[derive(Clone, Copy)]
pub(crate) struct Score {
    source: &'static str,
    pub(crate) of: fn(&Invitation) -> Option<i64>,
}

impl std::fmt::Debug for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.source)
    }
}

const SCORES: &[Score] = &[
    Score { source: "|i| 0 - i.age_days", of: |i| Some(-i.age_days?) },
    Score {
        source: "|i| if i.has_note ?? false { 1 } else { 0 }",
        of: |i| Some(i64::from(i.has_note.unwrap_or(false))),
    },
    Score {
        source: "|i| if i.company == \"Acme\" { i.age_days } else { 7 }",
        of: |i| if i.company? == "Acme" { i.age_days } else { Some(7) },
    },
    Score { source: "col(\"age_days\") % 5", of: |i| Some(i.age_days? % 5) },
];

/// How many may go, and which first.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Amounts {
    pub(crate) target: Option<usize>,
    pub(crate) most: Option<usize>,
    pub(crate) per_day: usize,
    pub(crate) skip_weekends: bool,
    pub(crate) score: Option<Score>,
    /// Days from the day of [`AS_OF`] to the first that may be used.
    pub(crate) start_in_days: i64,
}

pub(crate) fn amounts() -> impl Strategy<Value = Amounts> {
    let bound = || prop::option::of(0_usize..12);
    let score = prop::option::of(select(SCORES.to_vec()));
    (bound(), bound(), 1_usize..5, any::<bool>(), score).prop_map(
        |(target, most, per_day, skip_weekends, score)| Amounts {
            target,
            most,
            per_day,
            skip_weekends,
            score,
            start_in_days: 0,
        },
    )
}

/// The strategy as a script.
pub(crate) fn script(rules: &[Rule], amounts: Amounts) -> String {
    let mut script = String::new();
    for (index, rule) in rules.iter().enumerate() {
        let verb = if rule.withdraws { "withdraw" } else { "keep" };
        writeln!(script, "{verb}(\"rule {index}\", {});", rule.source).unwrap();
    }
    if let Some(target) = amounts.target {
        writeln!(script, "target_pending({target});").unwrap();
    }
    if let Some(score) = amounts.score {
        writeln!(script, "prioritize({});", score.source).unwrap();
    }
    if let Some(most) = amounts.most {
        writeln!(script, "at_most({most});").unwrap();
    }
    script
}

/// What Polars' planner needs of a stack without optimisation: a program's main thread has as much,
/// a test's thread a quarter.
const STACK_BYTES: usize = 8 << 20;

/// The program's plan as JSON, of invitations that come in this order.
pub(crate) fn plan(rows: &[Invitation], script: &str, amounts: Amounts) -> String {
    on_a_large_stack(|| planned(rows, script, amounts, &AgencySettings::default()))
}

/// The same where an agency protects these people.
pub(crate) fn protecting(
    rows: &[Invitation],
    script: &str,
    amounts: Amounts,
    entries: &[String],
) -> String {
    let mut agency = AgencySettings::default();
    for entry in entries {
        agency.protect.add(&[entry], "protect.csv").unwrap();
    }
    on_a_large_stack(|| planned(rows, script, amounts, &agency))
}

/// The same with the parameters of a project file.
pub(crate) fn with_params(
    rows: &[Invitation],
    script: &str,
    amounts: Amounts,
    project: &str,
) -> String {
    let project = Project::parse(project, "rescind.toml", Path::new("")).unwrap();
    let agency = AgencySettings { params: project.params, ..AgencySettings::default() };
    on_a_large_stack(|| planned(rows, script, amounts, &agency))
}

pub(crate) fn on_a_large_stack<T: Send>(work: impl Fn() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
        let planned = thread.spawn_scoped(scope, work).unwrap();
        planned.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The instant of every run.
pub(crate) fn as_of() -> DateTime<Utc> {
    "2026-11-23T00:00:00Z".parse().unwrap()
}

/// The built-in limits, but for the withdrawals a day.
pub(crate) fn limits(per_day: usize) -> Limits {
    let text = format!("[withdrawals-per-day]\nfigure = {per_day}\n");
    Limits::parse(&text, "limits.toml").unwrap()
}

fn planned(rows: &[Invitation], script: &str, amounts: Amounts, agency: &AgencySettings) -> String {
    let mut csv =
        "id,account,person,name,age_days,has_note,state,known_by,kind,company\n".to_owned();
    for row in rows {
        let age = row.age_days.map(|age| age.to_string()).unwrap_or_default();
        let note = row.has_note.map(|note| note.to_string()).unwrap_or_default();
        let (account, person) = (row.account, row.person);
        let (id, state, kind) = (row.id(), row.state, row.kind);
        let company = row.company.unwrap_or_default();
        writeln!(
            csv,
            "{id},{account},in/p{person},P {person},{age},{note},{state},listed,{kind},{company}"
        )
        .unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    std::fs::write(&path, csv).unwrap();
    planned_from(&path, script, amounts, agency)
}

/// The program's plan as JSON, of the invitations of a file or folder.
pub(crate) fn plan_from(path: &Path, script: &str, amounts: Amounts) -> String {
    on_a_large_stack(|| planned_from(path, script, amounts, &AgencySettings::default()))
}

fn planned_from(path: &Path, script: &str, amounts: Amounts, agency: &AgencySettings) -> String {
    planned_over(path, script, amounts, agency, |_| {})
}

/// The same over data that are changed once they are read.
pub(crate) fn planned_over(
    path: &Path,
    script: &str,
    amounts: Amounts,
    agency: &AgencySettings,
    change: fn(&mut Session),
) -> String {
    let as_of = AS_OF.parse().unwrap();
    let limits = limits(amounts.per_day);
    let sent_at_zone = chrono_tz::America::Los_Angeles;
    let settings = session::SessionSettings {
        as_of,
        sent_at_zone,
        limits,
        sources: Descriptions::default(),
        memory: rescind_data::invitations::LedgerAccess::default(),
    };
    let source = Source { account: None, path: path.to_path_buf() };
    let session = Session::open(&[source], settings, &|_| {}).unwrap();
    let mut session = session.with_agency(agency).unwrap();
    change(&mut session);
    let running = RunOptions::silent(Bounds::default());
    let start = as_of.date_naive() + chrono::Duration::days(amounts.start_in_days);
    let settings = PlanSettings { as_of, start, skip_weekends: amounts.skip_weekends };
    let script = ScriptFile::from_text("s", script.to_owned());
    let plan = session.plan(&script, &running, &settings, &|_| {}).unwrap();
    let mut json = vec![];
    output::write_plan(&plan, Format::Json, &Style::default(), &PlanView::default(), &mut json)
        .unwrap();
    String::from_utf8(json).unwrap()
}

/// By what the withdrawals of an account are sorted: the score, then the age, then the name.
pub(crate) fn order(invitation: &Invitation, amounts: Amounts) -> impl Ord + use<> {
    let age = invitation.age_days;
    let score = amounts.score.map_or(age, |score| (score.of)(invitation));
    (std::cmp::Reverse(score), std::cmp::Reverse(age), invitation.id())
}

/// What the model decides for one invitation: the first rule known to hold.
pub(crate) fn decides(rules: &[Rule], invitation: &Invitation) -> Option<usize> {
    rules.iter().position(|rule| (rule.holds)(invitation) == Some(true))
}

/// The actions of a plan.
pub(crate) fn actions(plan: &Value) -> Vec<&Value> {
    plan["actions"].as_array().unwrap().iter().collect()
}
