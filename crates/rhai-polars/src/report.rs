//! A report as data: several frames and charts under their titles. `output` writes it.

use crate::chart::Chart;
use chrono::{DateTime, NaiveDate, Utc};
use polars::prelude::DataFrame;

/// A report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What it is about.
    pub title: String,
    /// The instant at which it holds.
    pub as_of: DateTime<Utc>,
    /// When to look again.
    pub next: Option<NaiveDate>,
    /// What there is to say.
    pub sections: Vec<Section>,
}

/// One part of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its title, for people.
    pub title: String,
    /// How to read it.
    pub note: Option<String>,
    /// What it shows.
    pub content: SectionContent,
}

/// What a section shows.
#[derive(Clone, Debug, PartialEq)]
pub enum SectionContent {
    /// Rows.
    Frame(DataFrame),
    /// A drawing of them.
    Chart(Chart),
}

impl Section {
    /// Its name, for programs: the title in small letters, with `_` for all that is no letter and
    /// no digit.
    pub fn name(&self) -> String {
        let lower = self.title.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("_")
    }

    /// Its chart, if that is what it shows.
    pub fn chart(&self) -> Option<&Chart> {
        match &self.content {
            SectionContent::Frame(_) => None,
            SectionContent::Chart(chart) => Some(chart),
        }
    }

    /// Its rows.
    pub fn rows(&self) -> &DataFrame {
        match &self.content {
            SectionContent::Frame(rows) => rows,
            SectionContent::Chart(chart) => &chart.data,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_gives_a_name_for_programs() {
        let section = |title: &str| Section {
            title: title.into(),
            note: None,
            content: SectionContent::Frame(DataFrame::empty()),
        };
        assert_eq!(section("Acceptance, by month").name(), "acceptance_by_month");
        assert_eq!(section("  Älter als 90 ").name(), "älter_als_90");
    }
}
