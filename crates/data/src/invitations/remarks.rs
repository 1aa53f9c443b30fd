//! What there is to say of the tables while they are typed.

use super::row_tally::RowTallies;
use crate::finding::Finding;
use crate::import::BadRow;
use polars::prelude::DataFrame;
use serde::Serialize;

/// What there is to say of all tables.
#[derive(Default)]
pub(super) struct Remarks {
    /// Rows that were left out and cells that are unknown.
    pub(super) skipped: Vec<BadRow>,
    /// What concerns a whole column, file or account.
    pub(super) findings: Vec<Finding>,
    /// Whom sheets alone know to have been withdrawn, and who was several times.
    pub(super) uninvited_withdrawals: Vec<DataFrame>,
    /// How each column of dates or words was read.
    pub(super) readings: Vec<ColumnReading>,
    /// What became of the rows of each file, if anybody asks.
    pub(super) fates: Option<RowTallies>,
    /// The place of the file that is looked at.
    pub(super) current_file: i64,
}

impl Remarks {
    /// Takes in what there is to say of one more table, whose rows nobody has counted before.
    pub(super) fn append(&mut self, further: Self) {
        self.skipped.extend(further.skipped);
        self.findings.extend(further.findings);
        self.uninvited_withdrawals.extend(further.uninvited_withdrawals);
        self.readings.extend(further.readings);
        if let (Some(fates), Some(further)) = (&mut self.fates, further.fates) {
            fates.extend(further);
        }
    }

    /// The rows that were left out, which are told once.
    pub(super) fn skipped_in_order(&mut self) -> Vec<BadRow> {
        self.skipped.sort();
        std::mem::take(&mut self.skipped)
    }

    /// Counts rows of the present file that are left out, or are no row of an invitation.
    pub(super) fn leave_out(&mut self, reason: &str, count: usize) {
        if let Some(fates) = &mut self.fates {
            fates.entry(self.current_file).or_default().leave_out(reason, count);
        }
    }
}

/// How the values of one column were read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnReading {
    pub file: String,
    /// The column, as the file spells it.
    pub column: String,
    /// What its values are, in words.
    pub form: String,
    /// How many values were understood.
    pub understood: usize,
    pub values: usize,
    /// One of those that were understood, or else of the others.
    pub example: Option<String>,
    /// The words of a column of words, those that occur most often first.
    pub words: Vec<WordMeaning>,
}

/// A word, and what it becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WordMeaning {
    pub word: String,
    pub count: usize,
    /// What it becomes; none where nobody explained it.
    pub becomes: Option<&'static str>,
}
