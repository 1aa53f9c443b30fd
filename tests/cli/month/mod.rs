//! A month as people live it, through the program: several accounts, invitations that are sent and
//! accepted meanwhile, data of every kind, plans that are carried out in parts and written down
//! here and there.
//!
//! `MONTHS` names seeds: `MONTHS=1-40` tries those, which takes minutes each.

mod model;
mod world;

use crate::program::command;
use crate::random::Random;
use chrono::{Days, NaiveDate};
use model::{Model, OLD_DAYS, PER_DAY, PER_WEEK, Pair};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use tempfile::TempDir;
use world::{ACCOUNTS, Fate, World, first_day, key};

const DAYS: u64 = 32;

struct Month {
    seed: u64,
    folder: TempDir,
    random: Random,
    world: World,
    model: Model,
    today: NaiveDate,
}

impl Month {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let world = World::new(&mut random);
        let folder = tempfile::tempdir().unwrap();
        let limits = format!(
            "[withdrawals-per-day]\nfigure = {PER_DAY}\n\
             [invitations-per-week]\nfigure = {PER_WEEK}\n"
        );
        let files = [
            ("limits.toml", limits),
            ("s.rhai", format!("withdraw(\"old\", |i| i.age_days >= {OLD_DAYS});")),
            ("h.rhai", "history".into()),
        ];
        fs::create_dir(folder.path().join("data")).unwrap();
        for (path, text) in files {
            fs::write(folder.path().join(path), text).unwrap();
        }
        Self { seed, folder, random, world, model: Model::default(), today: first_day() }
    }

    /// What the program prints, and its exit status.
    fn try_run(&self, arguments: &str) -> (i32, String, String) {
        let output = command(self.folder.path())
            .args(arguments.split_whitespace())
            .args(["--ledger", "l.db"])
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    fn run(&self, arguments: &str) -> (String, String) {
        let (status, out, message) = self.try_run(arguments);
        let Self { seed, today, .. } = self;
        assert_eq!(status, 0, "seed {seed}, {today}: {arguments}\n{out}\n{message}");
        (out, message)
    }

    fn json(&self, arguments: &str) -> Value {
        serde_json::from_str(&self.run(&format!("{arguments} --format json")).0).unwrap()
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.random.below(one_in) == 0
    }

    /// The evening of today, so that today's invitations have been sent.
    fn as_of(&self) -> String {
        format!("--as-of {}T23:00:00Z", self.today)
    }

    /// Somebody gets new data of some accounts.
    fn fetch(&mut self, accounts: &[usize]) {
        for account in accounts.iter().copied() {
            let (folder, today) = (self.folder.path(), self.today);
            match account {
                // The last has a database of its own in every other month.
                2 if self.seed.is_multiple_of(2) => {
                    self.world.write_rows(&folder.join("data/clara.parquet"), account, today);
                }
                _ => self.world.write_archive(folder, account, today),
            }
            if account == 1 {
                self.world.write_list(folder, account, today);
            }
            self.model.on_disk.retain(|(one_account, _), _| *one_account != account);
            let shown = self.world.shown(account, today);
            self.model.on_disk.extend(shown.into_iter().map(|one| ((account, one.who), one)));
        }
        self.world.write_sheet(self.folder.path());
    }

    /// Everything that lies there is imported, or a part of it; twice changes nothing.
    fn import(&mut self) {
        let parts: &[(&str, &[usize], bool)] = &[
            ("data", &[0, 1, 2], true),
            ("data/anna", &[0], false),
            ("data/ben", &[1], false),
            ("data/sheet.csv", &[], true),
        ];
        let part = if self.today == first_day() { 0 } else { self.random.below(parts.len() + 2) };
        let (path, accounts, has_sheet) = parts.get(part).unwrap_or(&parts[0]);
        let arguments = format!("import {path} {}", self.as_of());
        self.run(&arguments);
        let sheet = if *has_sheet { self.world.sheet.clone() } else { vec![] };
        self.model.import(accounts, &sheet);
        if self.chance(4) {
            let (out, message) = self.run(&arguments);
            assert!(message.contains("0 events recorded"), "seed {}: {out}{message}", self.seed);
        }
    }

    fn plan(&mut self) -> Value {
        let arguments = format!(
            "plan s.rhai data {} --start {} --limits limits.toml --save",
            self.as_of(),
            self.today
        );
        let plan = self.json(&arguments);
        self.model.check_plan(&plan, self.today, &self.world.sheet);
        plan
    }

    /// Some of what is planned for today is carried out and recorded.
    fn carry_out(&mut self, plan: &Value) {
        let mut done: BTreeMap<usize, Vec<(u64, usize)>> = BTreeMap::new();
        for row in plan["actions"].as_array().unwrap() {
            if row["date"] == self.today.to_string() && !self.chance(4) {
                let account = ACCOUNTS.iter().position(|name| row["account"] == *name).unwrap();
                let who = row["person"].as_str().unwrap().strip_prefix("in/p-").unwrap();
                let rank = row["rank"].as_u64().unwrap();
                done.entry(account).or_default().push((rank, who.parse().unwrap()));
            }
        }
        for (account, rows) in done {
            let mut arguments = String::new();
            for (rank, who) in rows {
                let (option, action) = self.withdraw((account, who));
                arguments = format!("{arguments} {option} {rank}");
                self.model.tell((account, who), action, self.today);
            }
            let (account, today) = (ACCOUNTS[account], self.today);
            let arguments = format!("done{arguments} --account {account} --on {today}");
            self.record(&arguments);
            if self.chance(3) {
                // The same once more is nothing new.
                let (out, _) = self.run(&arguments);
                assert!(out.contains("nothing new"), "seed {}: {out}", self.seed);
            }
        }
    }

    fn record(&self, arguments: &str) {
        let (status, _, message) = self.try_run(arguments);
        if status != 0 {
            assert!(message.contains("changed since the plan was saved"), "{arguments}\n{message}");
            self.run(&format!("{arguments} --stale-ok"));
        }
    }

    /// What whoever carries it out sees of a person: the option that says so, and the action.
    fn withdraw(&mut self, pair: Pair) -> (&'static str, &'static str) {
        let is_declined = self.chance(2);
        let today = self.today;
        let one = self.world.last(pair.0, pair.1).unwrap();
        match one.fate {
            Fate::Pending => {
                one.fate = Fate::Withdrawn(today);
                ("", "withdrawn")
            }
            Fate::Accepted(_) => ("--accepted", "already-accepted"),
            Fate::Declined if is_declined => ("--declined", "declined"),
            Fate::Declined | Fate::Withdrawn(_) => ("--not-found", "not-found"),
        }
    }

    /// Somebody records what was not done, and takes it back.
    fn mistake(&mut self, plan: &Value) {
        let rows = plan["actions"].as_array().unwrap();
        let told = |row: &&Value| row["date"] != self.today.to_string();
        let Some(row) = rows.iter().find(told) else { return };
        let (rank, account) = (row["rank"].as_u64().unwrap(), row["account"].as_str().unwrap());
        self.record(&format!("done {rank} --account {account} --on {}", self.today));
        let person = row["person"].as_str().unwrap();
        let history = self.json(&format!("history {person} --account {account}"));
        let number = history.as_array().unwrap().last().unwrap()["number"].as_u64().unwrap();
        self.run(&format!("correct {number}"));
    }

    /// Some of those who are due today are invited again.
    fn invite_again(&mut self) {
        let due = self.json(&format!("due --as-of {} --limits limits.toml", self.today));
        let now = self.model.check_due(&due, self.today);
        for pair in now {
            if self.chance(3) {
                continue;
            }
            let today = self.today;
            for account in 0..ACCOUNTS.len() {
                if let Some(Fate::Withdrawn(on)) =
                    self.world.last(account, pair.1).map(|one| one.fate)
                {
                    assert!(today >= on + Days::new(21), "{pair:?} still cools off");
                }
            }
            let again = world::Invitation {
                account: pair.0,
                who: pair.1,
                sent: today,
                fate: Fate::Pending,
            };
            self.world.invitations.push(again);
            let (account, person) = (ACCOUNTS[pair.0], key(pair.1));
            self.run(&format!("done --invited-again {person} --account {account} --on {today}"));
            self.model.tell(pair, "invited-again", today);
        }
    }

    fn lives(&mut self) {
        for number in 0..DAYS {
            self.today = first_day() + Days::new(number);
            let today = self.today;
            self.world.goes_on(today, &mut self.random);
            let is_monday = number % 7 == 0;
            if !is_monday && !self.chance(6) {
                continue;
            }
            // Said where it fails.
            println!("seed {}, {today}", self.seed);
            for account in 0..ACCOUNTS.len() {
                if self.chance(2) {
                    self.world.withdraw_by_hand(account, today, &mut self.random);
                }
            }
            let mut accounts: Vec<usize> = (0..ACCOUNTS.len()).collect();
            if number > 0 {
                accounts.retain(|_| self.random.below(3) > 0);
            }
            self.fetch(&accounts);
            if is_monday || self.chance(2) {
                self.import();
            }
            for _ in 0..=self.random.below(2) {
                let plan = self.plan();
                self.carry_out(&plan);
                if self.chance(4) {
                    self.mistake(&plan);
                }
            }
            self.invite_again();
        }
        self.ends();
    }

    fn ends(&mut self) {
        self.run("history --verify");
        let history = self.json("history");
        self.model.check_history(&history);
        assert_eq!(self.json("run h.rhai"), history);
        let mut by_day: BTreeMap<(usize, NaiveDate), usize> = BTreeMap::new();
        for one in &self.world.invitations {
            if let Fate::Withdrawn(on) = one.fate {
                *by_day.entry((one.account, on)).or_default() += 1;
            }
        }
        by_day.retain(|(_, on), _| *on >= first_day());
        let withdrawn: usize = by_day.values().sum();
        assert!(by_day.values().all(|count| *count <= PER_DAY), "{by_day:?}");
        let days: BTreeSet<NaiveDate> = by_day.keys().map(|(_, on)| *on).collect();
        assert!(withdrawn > 20 && days.len() > 4, "{withdrawn} on {} days", days.len());
    }
}

#[test]
fn a_month_breaks_no_limit_plans_nobody_twice_and_loses_nothing() {
    let named = std::env::var("MONTHS").unwrap_or_else(|_| "1-1".into());
    let (first, last) = named.split_once('-').unwrap_or((&named, &named));
    for seed in first.parse().unwrap()..=last.parse().unwrap() {
        Month::new(seed).lives();
    }
}
