//! What only a pass over the data can tell. Each method here runs a query of its own, over the few
//! columns that it needs; [`crate::invitations::derive`] asks scanned files for accounts and people
//! alone.

use super::scanned_columns::{ScannedColumns, shown};
use super::{canonical, canonical_person, word_columns};
use crate::finding::{Finding, FindingCode, Level};
use crate::import::dates::date_text::YEARS;
use crate::invitations::schema::{COLUMNS, ColumnSpec};
use crate::invitations::typed::row_people;
use crate::query::Query;
use polars::prelude::{
    DataFrame, DataType, Expr, LazyFrame, PolarsResult, SortMultipleOptions, col, len, lit,
};

/// How many words a finding names.
const WORDS_NAMED: usize = 5;

/// A scanned file, before any row is left out.
pub(in crate::invitations) struct UnfilteredScan {
    pub(in crate::invitations) file: String,
    pub(in crate::invitations) rows: LazyFrame,
    pub(in crate::invitations) columns: ScannedColumns,
    /// How many rows name nobody.
    pub(in crate::invitations) nobody: usize,
}

/// What may be wrong with a row.
enum RowDefect {
    LeftOut {
        what: String,
    },
    /// A value of this column is taken as missing.
    Value {
        column: &'static ColumnSpec,
    },
    /// A date in this column lies ahead, and is taken as missing.
    Late {
        column: &'static ColumnSpec,
    },
    /// It says that it is pending, and also that it has ended.
    Ended,
    /// Its profile is none, and is taken as missing.
    Profile,
    /// This column has a word that it does not know.
    Word {
        column: &'static ColumnSpec,
    },
}

impl UnfilteredScan {
    pub(in crate::invitations) fn findings(&self) -> PolarsResult<Vec<Finding>> {
        let raw = canonical::unusable(&self.columns).into_iter();
        let raw = raw.map(|(what, is)| (RowDefect::LeftOut { what }, is));
        let values = COLUMNS.iter().filter(|column| column.nullable).filter_map(|column| {
            Some((RowDefect::Value { column }, self.columns.is_out_of_range(column)?))
        });
        let late = COLUMNS.iter().filter_map(|column| {
            Some((RowDefect::Late { column }, self.columns.is_in_future(column)?))
        });
        let profile =
            canonical_person::strange_profile(&self.columns).map(|is| (RowDefect::Profile, is));
        let raw: Vec<(RowDefect, Expr)> = raw.chain(values).chain(late).chain(profile).collect();
        let typed: Vec<(RowDefect, Expr)> = self.words().chain(self.ended()).collect();
        if raw.is_empty() && typed.is_empty() {
            return Ok(self.nobody().into_iter().collect());
        }
        let name = |at: usize| format!("#doubt {at}");
        let named = |doubts: &[(RowDefect, Expr)], from: usize| -> Vec<Expr> {
            let doubts = doubts.iter().enumerate();
            doubts.map(|(at, (_, is))| is.clone().alias(name(from + at))).collect()
        };
        let rows = self.rows.clone().with_columns(named(&raw, 0));
        let rows = canonical::typed(rows, &self.columns).with_columns(named(&typed, raw.len()));
        let sums = (0..raw.len() + typed.len())
            .map(|at| col(name(at)).fill_null(lit(false)).sum().cast(DataType::Int64));
        let counts = rows.select(sums.collect::<Vec<_>>()).streamed()?;
        let mut findings: Vec<Finding> = self.nobody().into_iter().collect();
        for (at, (doubt, is)) in raw.iter().chain(&typed).enumerate() {
            let count = counts.column(&name(at))?.i64()?.get(0).unwrap_or(0);
            if count > 0 {
                findings.push(self.finding(doubt, is, count)?);
            }
        }
        Ok(findings)
    }

    /// Columns that may have a word that they do not know.
    fn words(&self) -> impl Iterator<Item = (RowDefect, Expr)> {
        let columns = COLUMNS.iter().filter(|c| !c.values.is_empty() && self.columns.has(c.name));
        let open = columns.filter(|column| !word_columns::is_settled(column, &self.columns));
        open.map(|column| {
            (RowDefect::Word { column }, word_columns::is_unknown_word(col(column.name)))
        })
    }

    /// That rows name nobody.
    fn nobody(&self) -> Option<Finding> {
        let count = Some(self.nobody).filter(|count| *count > 0)?;
        Some(self.left_out(count, "that name nobody"))
    }

    fn left_out(&self, count: impl std::fmt::Display, what: &str) -> Finding {
        let message = format!("{}: {count} row(s) {what} were left out", self.file);
        Finding::new(FindingCode::BadRows, Level::Warn, message)
    }

    /// Whether a row may say that it is pending, and also that it has ended.
    fn ended(&self) -> Option<(RowDefect, Expr)> {
        let has_end = canonical::END_COLUMNS.iter().any(|(name, ..)| self.columns.has(name));
        let is_pending = col("state").eq(lit("pending"));
        let is_open = has_end && self.columns.has("state");
        is_open.then(|| (RowDefect::Ended, is_pending.and(canonical::says_ended())))
    }

    fn finding(&self, doubt: &RowDefect, is: &Expr, count: i64) -> PolarsResult<Finding> {
        let file = &self.file;
        Ok(match doubt {
            RowDefect::LeftOut { what } => self.left_out(count, what),
            RowDefect::Value { column } => {
                let example = self.example(column, is)?;
                let message = format!(
                    "{file}: {count} value(s) of `{}` are taken as unknown, such as {example}",
                    column.name
                );
                let expected = column.range.map_or_else(
                    || format!("a date from {} to {}", YEARS.start(), YEARS.end()),
                    |(least, most)| format!("a number from {least} to {most}"),
                );
                Finding::new(FindingCode::BadValues, Level::Warn, message)
                    .help(format!("expected {expected}"))
            }
            RowDefect::Late { column } => {
                let example = self.example(column, is)?;
                let message = format!(
                    "{file}: {count} value(s) of `{}` lie in the future and are taken as unknown, \
                     such as {example}",
                    column.name
                );
                let until = self.columns.as_of.format("%Y-%m-%d %H:%M UTC");
                Finding::new(FindingCode::BadValues, Level::Warn, message)
                    .help(format!("expected a date up to {until}"))
            }
            RowDefect::Profile => {
                let is_own = |column: &&ColumnSpec| column.name == "profile_url";
                let column = COLUMNS.iter().find(is_own);
                let example = column.map(|column| self.example(column, is)).transpose()?;
                let message = format!(
                    "{file}: {count} value(s) of `profile_url` are no address of a profile and are \
                     taken as unknown, such as {}",
                    example.unwrap_or_default()
                );
                Finding::new(FindingCode::BadValues, Level::Warn, message)
                    .help(format!("expected {}", row_people::PROFILE))
            }
            RowDefect::Ended => {
                let message = format!(
                    "{file}: {count} row(s) are `pending` and have a day on which they were \
                     withdrawn or accepted: taken to be that"
                );
                Finding::new(FindingCode::StateContradicted, Level::Warn, message)
                    .help("clear one of the two: `state`, or `withdrawn_on` and `connected_on`")
            }
            RowDefect::Word { column } => {
                let is_decisive = canonical::DECISIVE.contains(&column.name);
                let outcome = if is_decisive { "were left out" } else { "have it presumed" };
                let words = self.unknown_words(column)?;
                let message = format!(
                    "{file}: {count} row(s) with another word for `{}` {outcome}: {words}",
                    column.name
                );
                let expected = column.values.join("`, `");
                Finding::new(FindingCode::BadValues, Level::Warn, message)
                    .help(format!("expected `{expected}`"))
            }
        })
    }

    /// The first value of a column that fulfils a condition.
    fn example(&self, column: &ColumnSpec, is: &Expr) -> PolarsResult<String> {
        let value = self.rows.clone().filter(is.clone()).select([col(column.name)]).limit(1);
        let value = value.rows()?;
        let value = value.column(column.name)?;
        let stored = value.to_physical_repr().cast(&DataType::Int64)?.i64()?.get(0);
        Ok(stored.map_or_else(
            || value.get(0).map_or_else(|_| String::new(), |v| v.to_string()),
            |stored| shown(stored, value.dtype()),
        ))
    }

    /// The words of a column that it does not know, with how often each occurs, the most first.
    fn unknown_words(&self, column: &'static ColumnSpec) -> PolarsResult<String> {
        let is = word_columns::is_unknown_word(word_columns::word(column, &self.columns));
        let most_first = SortMultipleOptions::default().with_order_descending_multi([true, false]);
        let words: DataFrame = self
            .rows
            .clone()
            .with_column(col(column.name).cast(DataType::String))
            .filter(is)
            .group_by([col(column.name)])
            .agg([len().cast(DataType::Int64).alias("#count")])
            .sort(["#count", column.name], most_first)
            .rows()?;
        let counts = words.column("#count")?.i64()?.iter();
        let named = words.column(column.name)?.str()?.iter().zip(counts);
        let named = named.map(|(word, count)| {
            let word: String = word.unwrap_or_default().chars().take(40).collect();
            format!("`{word}` ({})", count.unwrap_or(0))
        });
        let named: Vec<String> = named.collect();
        let more = named.len().saturating_sub(WORDS_NAMED);
        let shown = named.into_iter().take(WORDS_NAMED).collect::<Vec<_>>().join(", ");
        Ok(if more > 0 { format!("{shown} and {more} more") } else { shown })
    }
}
