//! `rescind done FILE`: what a work list's page saved.

use super::plan_rows::demand_later_than_sent;
use crate::error::Error;
use crate::ledger::{DoneByDay, ProgressFile, SavedPlan, find_saved_plan, short_id};
use rescind_ledger::{Ledger, RowSelector};
use std::path::{Path, PathBuf};

/// The files that are named; none where ranks and people are.
///
/// # Errors
/// Files beside ranks or people; one that is not there.
pub(in crate::cli) fn progress_files(which: &[RowSelector]) -> Result<Vec<PathBuf>, Error> {
    let file = |wanted: &RowSelector| match wanted {
        RowSelector::Person(text) if is_file_name(text) => Some(PathBuf::from(text)),
        _ => None,
    };
    let files: Vec<PathBuf> = which.iter().filter_map(file).collect();
    if !files.is_empty() && files.len() < which.len() {
        return Err(Error::misused(
            "progress files and what is named by rank or person do not go together",
            "record the files first, and what is left with another call",
        ));
    }
    Ok(files)
}

/// Nobody's name, address or key ends so.
fn is_file_name(text: &str) -> bool {
    let path = Path::new(text);
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
        && !text.starts_with("http")
}

/// A file with the plan that it belongs to.
pub(in crate::cli) struct PlanProgress {
    pub(in crate::cli) file: ProgressFile,
    pub(in crate::cli) plan: SavedPlan,
}

impl PlanProgress {
    /// Reads a file, and the saved plan that it names.
    ///
    /// # Errors
    /// A file that is none; a plan that was not saved, or is another than the one that is meant.
    pub(in crate::cli) fn read(
        ledger: &mut Ledger,
        path: &Path,
        meant: Option<&SavedPlan>,
    ) -> Result<Self, Error> {
        let file = ProgressFile::read(path)?;
        let shown = path.display();
        let short = short_id(&file.plan);
        if let Some(meant) = meant.filter(|meant| meant.id != file.plan) {
            let meant = meant.short_id();
            return Err(Error::misused(
                format!("{shown}: it belongs to the plan {short}, not to {meant}"),
                "without `--plan` it is recorded of its own plan",
            ));
        }
        // The whole name, so that no other plan can be meant.
        let is_whole = file.plan.len() == 64;
        let plan = if is_whole { find_saved_plan(ledger, &file.plan)? } else { None };
        let plan = plan.ok_or_else(|| {
            Error::misused(
                format!("{shown}: its plan {short} is not saved in {}", ledger.shown()),
                "a plan and its page are made together: \
                 `rescind plan STRATEGY DATA --save --day 1 -o list.html`",
            )
        })?;
        Ok(Self { file, plan })
    }

    /// What is to be recorded, by the day on which it was done.
    pub(in crate::cli) fn rows_by_day(&self) -> Result<DoneByDay<'_>, Error> {
        let done = self.file.rows_by_day(&self.plan)?;
        done.iter().try_for_each(|(on, rows)| demand_later_than_sent(rows, *on))?;
        Ok(done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_from_ranks_and_people() {
        let wanted = |texts: &[&str]| -> Vec<RowSelector> {
            texts.iter().map(|text| text.parse().unwrap()).collect()
        };
        let named = ["1-25", "Ada B", "in/ada-b", "https://www.linkedin.com/in/ada.json"];
        assert!(progress_files(&wanted(&named)).unwrap().is_empty());
        let file = "rescind-2026-11-23-7eab7401.json";
        assert_eq!(progress_files(&wanted(&[file])).unwrap(), [PathBuf::from(file)]);
        assert!(progress_files(&wanted(&[file, "3"])).is_err());
    }
}
