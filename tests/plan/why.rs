//! What `why` says is what the plan does: of every invitation the rule, the day, the place and the
//! priority, and of some what would flip the decision, which is then really done.
//!
//! `CASES` enlarges it.

use crate::effort;
use crate::model::{as_of, limits, on_a_large_stack};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use rescind::plan::{DecisionTrace, Explanation, Plan, PlanSettings, RuleOutcome, Verb};
use rescind::project::Project;
use rescind::session::{self, AgencySettings, ExplainablePlan, RunOptions, ScriptFile, Session};
use rescind::strategy::ParamInput;
use rescind_data::import::{Descriptions, Source};
use rescind_runtime::deadline::Bounds;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// An invitation as a file of canonical columns has it.
#[derive(Clone, Debug)]
struct Row {
    account: &'static str,
    person: usize,
    age_days: Option<i64>,
    /// Whether the age follows from the time of sending.
    dated: bool,
    has_note: Option<bool>,
    company: Option<&'static str>,
    messages: i64,
    state: &'static str,
    known_by: &'static str,
    kind: &'static str,
}

impl Row {
    fn id(&self, at: usize) -> String {
        format!("{}/in/p{}/{at}", self.account, self.person)
    }

    fn csv(&self, at: usize, out: &mut String) {
        let text = |value: Option<String>| value.unwrap_or_default();
        let sent = self.age_days.filter(|_| self.dated).map(|days| {
            let sent = as_of() - chrono::Duration::days(days) - chrono::Duration::hours(5);
            sent.format("%Y-%m-%dT%H:%M:%SZ").to_string()
        });
        let age = self.age_days.filter(|_| !self.dated).map(|age| age.to_string());
        writeln!(
            out,
            "{},{},in/p{},P {},{},{},{},{},{},{},{},{}",
            self.id(at),
            self.account,
            self.person,
            self.person,
            text(age),
            text(sent),
            text(self.has_note.map(|note| note.to_string())),
            self.company.unwrap_or_default(),
            self.messages,
            self.state,
            self.known_by,
            self.kind
        )
        .unwrap();
    }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let one = (
        select(vec!["anna", "ben", "cy"]),
        0_usize..24,
        prop::option::weighted(0.9, 0_i64..240),
        any::<bool>(),
        prop::option::weighted(0.8, any::<bool>()),
        prop::option::weighted(0.8, select(vec!["Acme", "Bolt"])),
        0_i64..4,
        select(vec!["pending", "pending", "pending", "pending", "accepted", "withdrawn"]),
        select(vec!["listed", "presumed", "presumed", "recorded", "matched"]),
        select(vec!["connection", "connection", "connection", "inmail"]),
    );
    let row =
        |(account, person, age_days, dated, has_note, company, messages, state, by, kind)| Row {
            account,
            person,
            age_days,
            dated,
            has_note,
            company,
            messages,
            state,
            known_by: by,
            kind,
        };
    // Of some data no row is of a list, so that greater ages can be told.
    (prop::collection::vec(one.prop_map(row), 1..16), any::<bool>()).prop_map(
        |(mut rows, listed)| {
            for row in rows.iter_mut().filter(|row| !listed && row.known_by == "listed") {
                row.known_by = "presumed";
            }
            rows
        },
    )
}

const CONDITIONS: [&str; 20] = [
    "|i| i.age_days >= days",
    "|i| i.age_days >= days && !(i.has_note ?? false)",
    "|i| i.has_note",
    "|i| i.count_by(\"company\") > few",
    "|i| i.count_by([\"company\", \"account\"]) <= few && i.age_days > 20",
    "|i| i.age_days >= i.mean_by(\"age_days\", \"account\")",
    "|i| i.rank_by(\"-age_days\", \"account\") <= few",
    "|i| i.rank_by(\"age_days\", []) <= few",
    "|i| i.sum_by(\"messages\", \"company\") > few",
    "|i| i.oldest_rank <= few",
    "|i| i.newest_rank > few",
    "|i| i.account_pending > few",
    "|i| i.company == firm",
    "|i| i.company in [firm, \"Acme\"]",
    "|i| i.sent_at < today - days",
    "|i| i.weight > few * 10.0",
    "col(\"age_days\") > 60",
    "col(\"age_days\") > col(\"age_days\").mean()",
    "pending.filter(|i| i.age_days > 100)",
    "|i| i.age_days >= half",
];

const SCORES: [&str; 9] = [
    "|i| i.age_days - if i.has_note ?? false { 30 } else { 0 }",
    "|i| i.age_days * i.count_by(\"company\") - 3",
    "|i| today - i.sent_at",
    "|i| (today - i.sent_at) + i.messages / 3.0",
    "|i| -(i.messages * 100 - i.age_days)",
    "|i| i.sum_by(\"messages\", \"company\") + i.age_days * few",
    "|i| 0.1 * i.age_days + 0.2 * i.messages - i.oldest_rank",
    "|i| if i.company == firm { i.age_days } else { i.messages }",
    "col(\"age_days\") % 7",
];

/// A strategy, and what an agency lays down.
#[derive(Clone, Debug)]
struct Case {
    script: String,
    project: String,
    protected: Vec<usize>,
}

fn cases() -> impl Strategy<Value = Case> {
    let rules = prop::collection::vec((any::<bool>(), select(CONDITIONS.to_vec())), 1..5);
    let amounts = (any::<bool>(), any::<bool>(), prop::option::of(select(SCORES.to_vec())));
    let of_account = prop::collection::vec((select(vec!["ben", "cy"]), 0_i64..150), 0..2);
    let protected = prop_oneof![Just(vec![]), subsequence((0..24).collect::<Vec<_>>(), 0..4)];
    (rules, amounts, of_account, protected).prop_map(
        |(rules, (most, left, score), of_account, protected)| {
            let mut script = String::from(
                "let days = param(\"days\", 60, \"\");\nlet few = param(\"few\", 3, \"\");\n\
             let firm = param(\"firm\", \"Bolt\", \"\");\n\
             column(\"weight\", |i| i.messages * 10.0 + i.count_by(\"account\"));\n",
            );
            if rules.iter().any(|(_, condition)| condition.contains("half")) {
                script += "let half = pending.select(col(\"age_days\").median()).item() ?? 0.0;\n";
            }
            for (index, (withdraws, condition)) in rules.iter().enumerate() {
                let verb = if *withdraws { "withdraw" } else { "keep" };
                // Some rules share verb and reason.
                writeln!(script, "{verb}(\"rule {}\", {condition});", index % 2).unwrap();
            }
            script +=
                score.map(|score| format!("prioritize({score});\n")).unwrap_or_default().as_str();
            script += if most { "at_most(few);\n" } else { "" };
            script += if left { "target_pending(few + 1);\n" } else { "" };
            let mut project = String::new();
            for (account, days) in of_account.iter().take(1) {
                writeln!(project, "[accounts.{account}]\nparams = {{ days = {days} }}").unwrap();
            }
            Case { script, project, protected }
        },
    )
}

/// A session over rows, with what an agency lays down, and its plan.
struct Planned {
    session: Session,
    script: ScriptFile,
    settings: PlanSettings,
    plan: Plan,
}

fn running(set: Option<(&str, &str)>) -> RunOptions {
    let written = |value: &str| ParamInput::Written(value.to_owned());
    let overrides = set.into_iter().map(|(name, value)| (name.to_owned(), written(value)));
    RunOptions { overrides: overrides.collect(), ..RunOptions::silent(Bounds::default()) }
}

impl Planned {
    fn new(rows: &[Row], case: &Case, set: Option<(&str, &str)>) -> Self {
        let mut csv = "id,account,person,name,age_days,sent_at,has_note,company,messages,state,\
                       known_by,kind\n"
            .to_owned();
        rows.iter().enumerate().for_each(|(at, row)| row.csv(at, &mut csv));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        std::fs::write(&path, csv).unwrap();
        let (as_of, limits) = (as_of(), limits(2));
        let sent_at_zone = chrono_tz::UTC;
        let settings = session::SessionSettings {
            as_of,
            sent_at_zone,
            limits,
            sources: Descriptions::default(),
            memory: rescind_data::invitations::LedgerAccess::default(),
        };
        let mut agency = AgencySettings {
            params: Project::parse(&case.project, "rescind.toml", Path::new("")).unwrap().params,
            ..AgencySettings::default()
        };
        for person in &case.protected {
            agency.protect.add(&[format!("in/p{person}")], "protect.csv").unwrap();
        }
        let session = Session::open(&[Source { account: None, path }], settings, &|_| {}).unwrap();
        let session = session.with_agency(&agency).unwrap();
        let script = ScriptFile::from_text("s", case.script.clone());
        let settings = PlanSettings { as_of, start: as_of.date_naive(), skip_weekends: false };
        let plan = session.plan(&script, &running(set), &settings, &|_| {}).unwrap();
        Self { session, script, settings, plan }
    }

    fn withdraws(&self, id: &str) -> bool {
        self.action(id).is_some()
    }

    /// The row of the plan's actions.
    fn action(&self, id: &str) -> Option<usize> {
        let ids = self.plan.actions.column("id").unwrap().str().unwrap();
        ids.iter().position(|row_id| row_id == Some(id))
    }

    fn why(&self, id: &str) -> Explanation {
        self.session.explain_person(&self.script, &running(None), &self.settings, id).unwrap()
    }

    /// What is said of a row is what the plan has of it.
    fn same(&self, explained: &Explained, id: &str) {
        let why = &explained.why;
        let actions = &self.plan.actions;
        let Some(row) = self.action(id) else {
            let withdrawn = explained.withdraw_of_account;
            assert!(
                why.position.is_none_or(|position| position.number > withdrawn),
                "{id}: {why:?}"
            );
            return;
        };
        let rule = &why.rules[why.decided_by.unwrap()];
        assert_eq!((rule.verb, rule.tried), (Verb::Withdraw, RuleOutcome::Decides), "{id}");
        let reason = actions.column("reason").unwrap().str().unwrap().get(row);
        assert_eq!(reason, Some(rule.reason.as_str()), "{id}");
        let position = why.position.unwrap();
        let rank = actions.column("rank").unwrap().u32().unwrap().get(row).unwrap();
        assert_eq!(position.number, rank as usize, "{id}");
        let priority = actions.column("priority").unwrap().f64().unwrap().get(row);
        assert_eq!(position.priority, priority, "{id}");
        if let (Some(priority), false) = (priority, why.terms.is_empty()) {
            let sum: f64 = why.terms.iter().map(|term| term.value.unwrap()).sum();
            assert!((sum - priority).abs() < 1e-6, "{id}: {:?} for {priority}", why.terms);
        }
    }
}

/// An explanation, and how many the plan withdraws for the account.
struct Explained {
    why: DecisionTrace,
    withdraw_of_account: usize,
}

/// How many pending rows each rule decides, as they are explained one by one, and the places of the
/// candidates by account.
fn explained(planned: &Planned, rows: &[Row]) {
    let mut decided: BTreeMap<usize, usize> = BTreeMap::new();
    let mut places: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    let mut made: BTreeMap<&str, ExplainablePlan> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let id = row.id(at);
        let subject = planned.session.find_invitation(&id).unwrap();
        let of_account = made.entry(row.account).or_insert_with(|| {
            let (script, settings) = (&planned.script, &planned.settings);
            let of_account = Some(row.account);
            planned
                .session
                .explainable_plan_for(of_account, script, &running(None), settings)
                .unwrap()
        });
        let why = planned.session.explain(of_account, &subject).unwrap();
        let account = planned.plan.accounts.iter().find(|one| one.account == row.account);
        let withdraw_of_account = account.map_or(0, |one| one.withdraw);
        if subject.state == "pending" {
            if let Some(rule) = why.decided_by {
                *decided.entry(rule).or_default() += 1;
            }
            let withdraws = why.decided_by.is_some_and(|at| why.rules[at].verb == Verb::Withdraw);
            assert_eq!(why.position.is_some(), withdraws && row.kind != "inmail", "{id}");
        } else {
            assert_eq!(why.position, None, "{id}");
        }
        places
            .entry(row.account)
            .or_default()
            .extend(why.position.map(|position| (position.number, position.candidates)));
        planned.same(&Explained { why, withdraw_of_account }, &id);
    }
    for (index, rule) in planned.plan.rules.iter().enumerate() {
        assert_eq!(decided.get(&index).copied().unwrap_or(0), rule.matched, "rule {index}");
    }
    for of_account in places.values_mut() {
        of_account.sort_unstable();
        let expected = (1..=of_account.len()).map(|rank| (rank, of_account.len()));
        assert_eq!(*of_account, expected.collect::<Vec<_>>());
    }
}

/// Does what is said to flip the decision on the row at this place, and looks.
fn flipped(planned: &Planned, rows: &[Row], case: &Case, at: usize) {
    let id = rows[at].id(at);
    let message = planned.why(&id);
    let now = planned.withdraws(&id);
    assert_eq!(message.scheduled.is_some(), now);
    for flip in &message.flips {
        let value = flip.at.to_string();
        let other = Planned::new(rows, case, Some((&flip.param, &value)));
        assert_ne!(
            other.withdraws(&id),
            now,
            "{id} with {} = {value}\n{}",
            flip.param,
            case.script
        );
    }
    for age in [message.ages.nearest.0, message.ages.nearest.1].into_iter().flatten() {
        let mut changed = rows.to_vec();
        changed[at].age_days = Some(age);
        let other = Planned::new(&changed, case, None);
        assert_ne!(other.withdraws(&id), now, "{id} at {age} days\n{}", case.script);
    }
}

fn proptest_cases(few: u32) -> ProptestConfig {
    let failure_persistence = None;
    let config = ProptestConfig::with_cases(effort::times(few));
    ProptestConfig { max_shrink_iters: 200, failure_persistence, ..config }
}

proptest! {
    #![proptest_config(proptest_cases(6))]

    #[test]
    fn why_says_of_every_row_what_the_plan_does(rows in rows(), case in cases()) {
        on_a_large_stack(|| explained(&Planned::new(&rows, &case, None), &rows));
    }
}

proptest! {
    #![proptest_config(proptest_cases(2))]

    #[test]
    fn what_why_says_would_flip_a_decision_does(
        rows in rows(),
        case in cases(),
        at in any::<prop::sample::Index>(),
    ) {
        let pending = |row: &Row| row.state == "pending" && row.kind != "inmail";
        let open: Vec<usize> = (0..rows.len()).filter(|at| pending(&rows[*at])).collect();
        prop_assume!(!open.is_empty());
        let at = open[at.index(open.len())];
        on_a_large_stack(|| flipped(&Planned::new(&rows, &case, None), &rows, &case, at));
    }
}
