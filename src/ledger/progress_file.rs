//! What the page of a work list saves: what became of a plan's people on a day, as whoever carried
//! it out marked them.
//!
//! Invariant: a file says something of one plan, which it names by the hash of its document; nobody
//! is in it twice, and nobody whom the plan does not have on that day.

use super::saved_plan::{SavedPlan, SavedRow};
use crate::account::is_same;
use crate::error::Error;
use crate::open;
use chrono::NaiveDate;
use rescind_ledger::Action;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What marks such a file, and the version of its form.
const MARK: (&str, u32) = ("progress", 1);

/// What the page of a work list saved.
#[derive(Clone, Debug, Deserialize)]
pub struct ProgressFile {
    rescind: String,
    version: u32,
    /// The SHA-256 of the plan's document.
    pub plan: String,
    pub day: NaiveDate,
    rows: Vec<MarkedRow>,
}

#[derive(Clone, Debug, Deserialize)]
struct MarkedRow {
    account: String,
    rank: u32,
    state: MarkedState,
    /// The day on which it was marked.
    on: NaiveDate,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum MarkedState {
    Done,
    NotFound,
    Accepted,
    Skipped,
}

/// What is to be recorded of a plan's rows, by the day on which it was done.
pub type DoneByDay<'a> = BTreeMap<NaiveDate, Vec<(&'a SavedRow, Action)>>;

impl ProgressFile {
    /// Reads one.
    ///
    /// # Errors
    /// What is none, or of a later version.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let refused = |problem: String| {
            let help = "expected what a work list's page saves as its progress file";
            Error::of_file(path, &problem, Some(help))
        };
        let text = open::read_settings(path).map_err(|error| refused(error.to_string()))?;
        let file: Self = serde_json::from_str(&text)
            .map_err(|error| refused(format!("it is no progress file: {error}")))?;
        if (file.rescind.as_str(), file.version) != MARK {
            let (name, version) = (&file.rescind, file.version);
            return Err(refused(format!("it is `{name}` of version {version}")));
        }
        Ok(file)
    }

    /// The rows of the plan that are marked, those that were skipped left out.
    ///
    /// # Errors
    /// Whom the plan does not have on that day; who is there twice.
    pub fn rows_by_day<'a>(&self, plan: &'a SavedPlan) -> Result<DoneByDay<'a>, Error> {
        let mut done = DoneByDay::new();
        let mut marked = BTreeSet::new();
        for row in &self.rows {
            let MarkedRow { account, rank, .. } = row;
            let of_plan = plan.rows.iter().find(|planned| {
                let is_meant = planned.rank == *rank && is_same(&planned.account, account);
                is_meant && planned.date == self.day
            });
            let refused = |message: String| {
                Error::misused(message, "nothing was recorded; save the progress file anew")
            };
            let Some(planned) = of_plan else {
                let day = self.day;
                return Err(refused(format!("the plan has no {rank} of {account} on {day}")));
            };
            if !marked.insert((&planned.account, planned.rank)) {
                return Err(refused(format!("{rank} of {account} is marked twice")));
            }
            let action = match row.state {
                MarkedState::Done => Action::Withdrawn,
                MarkedState::NotFound => Action::NotFound,
                MarkedState::Accepted => Action::AlreadyAccepted,
                MarkedState::Skipped => continue,
            };
            done.entry(row.on).or_default().push((planned, action));
        }
        Ok(done)
    }

    /// How many were skipped, which is not recorded.
    pub fn skipped(&self) -> usize {
        self.rows.iter().filter(|row| matches!(row.state, MarkedState::Skipped)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn plan() -> SavedPlan {
        let row = |account: &str, rank, date: &str| SavedRow {
            account: account.into(),
            person: format!("in/{account}-{rank}"),
            rank,
            date: date.parse().unwrap(),
            details: BTreeMap::default(),
        };
        let rows = vec![
            row("anna", 1, "2026-11-23"),
            row("anna", 2, "2026-11-23"),
            row("anna", 3, "2026-11-24"),
            row("ben", 1, "2026-11-23"),
        ];
        SavedPlan { id: "0f".into(), number: 1, inputs: BTreeMap::default(), rows }
    }

    fn marked(account: &str, rank: u32, state: &str, on: &str) -> Value {
        json!({ "account": account, "rank": rank, "state": state, "on": on, "name": "<b>" })
    }

    fn written(rows: &[Value], mark: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        let document = json!({
            "rescind": mark, "version": 1, "plan": "0f", "day": "2026-11-23", "rows": rows,
        });
        std::fs::write(file.path(), document.to_string()).unwrap();
        file
    }

    fn done(rows: &[Value]) -> Result<Vec<(String, String, u32, Action)>, String> {
        let file = written(rows, "progress");
        let read = ProgressFile::read(file.path()).map_err(|error| error.to_string())?;
        let plan = plan();
        let done = read.rows_by_day(&plan).map_err(|error| error.to_string())?;
        let rows = done.into_iter().flat_map(|(on, rows)| {
            let row = move |(row, action): (&SavedRow, Action)| {
                (on.to_string(), row.account.clone(), row.rank, action)
            };
            rows.into_iter().map(row).collect::<Vec<_>>()
        });
        Ok(rows.collect())
    }

    #[test]
    fn what_is_marked_is_done_on_its_day_and_what_is_skipped_is_not() {
        let rows = [
            marked("anna", 1, "done", "2026-11-24"),
            marked("Anna", 2, "not-found", "2026-11-23"),
            marked("ben", 1, "skipped", "2026-11-23"),
        ];
        let expected = [
            ("2026-11-23".to_owned(), "anna".to_owned(), 2, Action::NotFound),
            ("2026-11-24".to_owned(), "anna".to_owned(), 1, Action::Withdrawn),
        ];
        assert_eq!(done(&rows).unwrap(), expected);
        let file = written(&rows, "progress");
        assert_eq!(ProgressFile::read(file.path()).unwrap().skipped(), 1);
    }

    #[test]
    fn nobody_is_marked_twice_or_on_another_day() {
        let once = marked("anna", 1, "done", "2026-11-23");
        let again = marked("ANNA", 1, "accepted", "2026-11-23");
        assert!(done(&[once.clone(), again]).unwrap_err().contains("marked twice"));
        let other_day = marked("anna", 3, "done", "2026-11-23");
        assert!(done(&[once, other_day]).unwrap_err().contains("no 3 of anna on 2026-11-23"));
        let nobody = marked("carla", 1, "done", "2026-11-23");
        assert!(done(&[nobody]).unwrap_err().contains("no 1 of carla"));
    }

    #[test]
    fn what_is_no_progress_file_is_said() {
        let read = |path: &Path| ProgressFile::read(path).unwrap_err().to_string();
        assert!(read(written(&[], "plan").path()).contains("`plan`"));
        let other = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(other.path(), "[]").unwrap();
        assert!(read(other.path()).contains("no progress file"));
        assert!(done(&[marked("anna", 1, "deleted", "2026-11-23")]).is_err());
    }
}
