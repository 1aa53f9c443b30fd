//! A month with a ledger: every day somebody plans, carries out what the plan says for the day, and
//! records it; every week the data come anew, with what happened meanwhile.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use rescind_data::import::{Descriptions, Source};
use rescind_runtime::deadline::Bounds;

use rescind::ledger::{self, LedgerRecollection, SavedPlan};
use rescind::output::{self, Format, PlanView, Style};
use rescind::plan::{Plan, PlanSettings};
use rescind::session::{self, RunOptions, ScriptFile, Session};
use rescind_data::invitations::LedgerAccess;
use rescind_data::limits::Limits;
use rescind_ledger::{Action, EventFilter, Ledger, LedgerAddress, Occasion, PasswordSources};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use tempfile::TempDir;

const ACCOUNTS: [&str; 2] = ["anna", "ben"];
const PEOPLE: u64 = 150;
const DAYS: u64 = 28;
const PER_DAY: usize = 25;

/// The first day: a Monday.
fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 2).unwrap() + Days::new(number)
}

fn noon(number: u64) -> DateTime<Utc> {
    day(number).and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap()).and_utc()
}

/// What became of an invitation, really.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Pending,
    Accepted(u64),
    Declined,
    Withdrawn,
}

/// What is on LinkedIn's side. People do what they do without regard to plans.
struct World {
    fates: BTreeMap<(&'static str, u64), Fate>,
    folder: TempDir,
}

impl World {
    fn new() -> Self {
        let people =
            ACCOUNTS.iter().flat_map(|account| (0..PEOPLE).map(move |who| (*account, who)));
        let fates = people.map(|key| (key, Fate::Pending)).collect();
        Self { fates, folder: tempfile::tempdir().unwrap() }
    }

    /// Some accept and some decline, on their own.
    fn goes_on(&mut self, today: u64) {
        for ((account, who), fate) in &mut self.fates {
            let dice = (who * 31 + today * 17 + u64::try_from(account.len()).unwrap() * 7) % 101;
            if *fate == Fate::Pending && dice == 0 {
                *fate = Fate::Accepted(today);
            } else if *fate == Fate::Pending && dice == 1 {
                *fate = Fate::Declined;
            }
        }
    }

    /// The day on which somebody was invited: the older the lower the number.
    fn sent_on(who: u64) -> NaiveDate {
        day(0) - Days::new(30 + (PEOPLE - who))
    }

    /// An archive, as LinkedIn makes it: whoever was ever invited is in it.
    fn archive(&self, account: &str) {
        let folder = self.folder.path().join(account);
        fs::create_dir_all(&folder).unwrap();
        let me = format!("https://www.linkedin.com/in/{account}");
        let mut sent =
            "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n".to_owned();
        let mut connections =
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n".to_owned();
        for ((owner, who), fate) in &self.fates {
            if owner != &account {
                continue;
            }
            let at = Self::sent_on(*who).format("%-m/%-d/%y, 9:00 AM");
            let them = format!("https://www.linkedin.com/in/{account}-friend-{who}");
            writeln!(sent, "Me,Friend {who},\"{at}\",,OUTGOING,{me},{them}").unwrap();
            if let Fate::Accepted(on) = fate {
                let on = day(*on).format("%d %b %Y");
                writeln!(connections, "Friend,{who},{them},,X,Y,{on}").unwrap();
            }
        }
        fs::write(folder.join("Invitations.csv"), sent).unwrap();
        fs::write(folder.join("Connections.csv"), connections).unwrap();
    }

    /// A list of the Sent page: whoever is pending is on it.
    fn list(&self, account: &str, today: u64) {
        let folder = self.folder.path().join(account);
        let mut list = "profileUrl,fullName,sentDate,timestamp\n".to_owned();
        for ((owner, who), fate) in &self.fates {
            if owner == &account && *fate == Fate::Pending {
                let weeks = (day(today) - Self::sent_on(*who)).num_days() / 7;
                let them = format!("https://www.linkedin.com/in/{account}-friend-{who}");
                writeln!(list, "{them},Friend {who},Sent {weeks} weeks ago,{}", day(today))
                    .unwrap();
            }
        }
        fs::write(folder.join("sent.csv"), list).unwrap();
    }

    /// What whoever carries it out sees of a person.
    fn withdraw(&mut self, account: &str, person: &str) -> Action {
        let who: u64 = person.rsplit('-').next().unwrap().parse().unwrap();
        let owner = ACCOUNTS.into_iter().find(|name| *name == account).unwrap();
        let fate = self.fates.get_mut(&(owner, who)).unwrap();
        match *fate {
            Fate::Pending => {
                *fate = Fate::Withdrawn;
                Action::Withdrawn
            }
            Fate::Accepted(_) => Action::AlreadyAccepted,
            Fate::Declined => Action::NotFound,
            Fate::Withdrawn => unreachable!("{account} withdraws {person} a second time"),
        }
    }

    fn session(&self, today: u64, memory: LedgerAccess) -> Session {
        let limits = Limits::built_in();
        let (as_of, sent_at_zone) = (noon(today), chrono_tz::UTC);
        let sources = Descriptions::default();
        let settings = session::SessionSettings { as_of, sent_at_zone, limits, sources, memory };
        let source = Source { account: None, path: self.folder.path().to_path_buf() };
        Session::open(&[source], settings, &|_| {}).unwrap()
    }
}

fn occasion(today: u64) -> Occasion {
    Occasion { at: noon(today), actor: "somebody".into() }
}

fn planned(session: &Session, today: u64) -> Plan {
    let script = "withdraw(\"old\", |i| i.age_days >= 30);";
    let script = ScriptFile::from_text("month", script.into());
    let settings = PlanSettings { as_of: noon(today), start: day(today), skip_weekends: false };
    session.plan(&script, &RunOptions::silent(Bounds::default()), &settings, &|_| {}).unwrap()
}

fn saved(ledger: &mut Ledger, session: &Session, plan: &Plan, today: u64) -> SavedPlan {
    let mut json = vec![];
    output::write_plan(plan, Format::Json, &Style::default(), &PlanView::default(), &mut json)
        .unwrap();
    let json = String::from_utf8(json).unwrap();
    let (inputs, data) = (ledger::PlanProvenance::default(), &session.invitations);
    ledger::save_plan(ledger, &occasion(today), plan, json, &inputs, data).unwrap();
    ledger::last_saved(ledger, None).unwrap().unwrap()
}

#[test]
fn a_month_breaks_no_limit_and_plans_nobody_twice() {
    let mut world = World::new();
    let address = LedgerAddress::File(world.folder.path().with_extension("db"));
    let open = || Ledger::open(&address, &PasswordSources::default()).unwrap();
    let mut witnessed: BTreeSet<(String, String)> = BTreeSet::new();
    for today in 0..DAYS {
        world.goes_on(today);
        // One account brings archives, the other a list as well, each once a week.
        if today % 7 == 0 {
            for account in ACCOUNTS {
                world.archive(account);
            }
            world.list("ben", today);
            let session = world.session(today, LedgerAccess::default());
            let mut ledger = open();
            let import = |ledger: &mut Ledger| {
                let (at, as_of) = (occasion(today), noon(today));
                ledger::record_import(ledger, &at, &session.invitations, as_of, &|_, _| {}).unwrap()
            };
            import(&mut ledger);
            assert_eq!(import(&mut ledger).events, 0, "the same data twice change nothing");
        }
        let mut ledger = open();
        // On Mondays somebody plans twice; the second plan knows what was done of the first.
        let parts: &[usize] = if today % 7 == 0 { &[10, PER_DAY] } else { &[PER_DAY] };
        for &part in parts {
            let session = world
                .session(today, LedgerAccess::of_ledger(LedgerRecollection::new(open(), None)));
            let plan = saved(&mut ledger, &session, &planned(&session, today), today);
            for row in &plan.rows {
                let key = (row.account.clone(), row.person.clone());
                assert!(!witnessed.contains(&key), "{key:?} is planned again on day {today}");
            }
            for account in ACCOUNTS {
                let of_account = plan.rows.iter().filter(|row| row.account == account);
                let rows: Vec<_> =
                    of_account.filter(|row| row.date == day(today)).take(part).collect();
                let done: Vec<_> =
                    rows.iter().map(|row| (*row, world.withdraw(account, &row.person))).collect();
                let on = Some(day(today));
                let at = occasion(today);
                let made = ledger::record_carried_out(&mut ledger, &at, &plan, &done, on).unwrap();
                assert_eq!(made.counts.values().sum::<usize>(), done.len());
                let again = ledger::record_carried_out(&mut ledger, &at, &plan, &done, on).unwrap();
                assert_eq!((again.counts.len(), again.known.len()), (0, done.len()));
                witnessed.extend(rows.iter().map(|row| (account.into(), row.person.clone())));
            }
        }
    }
    let mut ledger = open();
    let head = ledger.verify().unwrap();
    let selection = EventFilter { actions: vec![Action::Withdrawn], ..EventFilter::default() };
    let mut by_day: BTreeMap<(String, NaiveDate), usize> = BTreeMap::new();
    let mut people = BTreeSet::new();
    for event in ledger.events(&selection).unwrap() {
        let day = event.day.unwrap();
        *by_day.entry((event.account.clone(), day)).or_default() += 1;
        assert!(people.insert((event.account, event.person)), "nobody is withdrawn twice");
    }
    assert!(by_day.values().all(|count| *count <= PER_DAY), "{by_day:?}");
    let really = world.fates.values().filter(|fate| **fate == Fate::Withdrawn).count();
    assert_eq!(people.len(), really, "nothing is lost");
    assert!(people.len() > 200, "only {} withdrawals in the month", people.len());
    assert!(head.number > 600);
}
