//! The chapters of an audit's page: one for all accounts together, then one for each.

use super::charts;
use crate::output::Chapter;
use crate::query::{Query, ordered_join};
use crate::report::{Report, Section, SectionContent};
use polars::prelude::{DataFrame, Expr, IntoLazy, JoinType, PolarsResult, col, lit};

/// The row of all accounts together, which comes last.
const ALL: &str = "all accounts";

/// Whom a chapter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AuditedAccounts<'a> {
    /// All accounts, beside each other and together.
    All,
    One(&'a str),
}

impl AuditedAccounts<'_> {
    /// What the rows about them have in `account`.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::All => ALL,
            Self::One(account) => account,
        }
    }
}

/// The chapters of the page: a single account needs none of all together.
pub(in crate::cli) fn chapters(report: &Report) -> PolarsResult<Vec<Chapter>> {
    let audit = AuditTables { sections: &report.sections };
    let accounts = audit.accounts()?;
    let mut chapters = vec![];
    if accounts.len() > 1 {
        chapters.push(Chapter { title: "All accounts".into(), sections: audit.overview()? });
    }
    for account in &accounts {
        let sections = audit.drawn_sections(AuditedAccounts::One(account))?;
        chapters.push(Chapter { title: account.clone(), sections });
    }
    chapters.retain(|chapter| !chapter.sections.is_empty());
    chapters.push(Chapter { title: "Every table".into(), sections: report.sections.clone() });
    Ok(chapters)
}

/// The report with the drawings of all accounts before its tables.
pub(in crate::cli) fn with_charts(report: Report) -> PolarsResult<Report> {
    let audit = AuditTables { sections: &report.sections };
    let accounts = audit.accounts()?;
    let who = match &accounts[..] {
        [only] => AuditedAccounts::One(only),
        _ => AuditedAccounts::All,
    };
    let mut sections = audit.drawn_sections(who)?;
    sections.retain(|section| section.chart().is_some());
    sections.extend(report.sections.iter().cloned());
    Ok(Report { sections, ..report })
}

/// The tables that an audit consists of.
pub(super) struct AuditTables<'a> {
    sections: &'a [Section],
}

impl AuditTables<'_> {
    /// The rows of a section, if the audit has it.
    fn rows(&self, name: &str) -> Option<&DataFrame> {
        self.sections.iter().find(|section| section.name() == name).map(Section::rows)
    }

    /// The rows of a section that are about these: of all accounts, one each.
    pub(super) fn account_rows(
        &self,
        name: &str,
        who: AuditedAccounts,
    ) -> PolarsResult<Option<DataFrame>> {
        match who {
            AuditedAccounts::All => self.rows_where(name, col("account").neq(lit(ALL))),
            AuditedAccounts::One(_) => self.total_rows(name, who),
        }
    }

    /// The rows of a section that are about these together.
    pub(super) fn total_rows(
        &self,
        name: &str,
        who: AuditedAccounts,
    ) -> PolarsResult<Option<DataFrame>> {
        self.rows_where(name, col("account").eq(lit(who.name().to_owned())))
    }

    /// The rows of a section of which that is so.
    fn rows_where(&self, name: &str, is_wanted: Expr) -> PolarsResult<Option<DataFrame>> {
        self.rows(name).map(|rows| rows.clone().lazy().filter(is_wanted).rows()).transpose()
    }

    /// Every account that a table has, in its order.
    fn accounts(&self) -> PolarsResult<Vec<String>> {
        let mut accounts: Vec<String> = vec![];
        for section in self.sections {
            let Ok(names) = section.rows().column("account") else { continue };
            for name in names.str()?.iter().flatten() {
                if name != ALL && !accounts.iter().any(|known| known == name) {
                    accounts.push(name.into());
                }
            }
        }
        Ok(accounts)
    }

    /// All accounts: what matters in a row each, and drawn.
    fn overview(&self) -> PolarsResult<Vec<Section>> {
        let mut sections = vec![];
        if let Some(rows) = self.what_matters()? {
            sections.push(Section {
                title: "What matters".into(),
                note: None,
                content: SectionContent::Frame(rows),
            });
        }
        sections.extend(self.drawn_sections(AuditedAccounts::All)?);
        Ok(sections)
    }

    /// A row an account, with a figure or two of the tables that matter most.
    fn what_matters(&self) -> PolarsResult<Option<DataFrame>> {
        let (Some(pending), Some(cheap), Some(sent)) = (
            self.account_rows("pending", AuditedAccounts::All)?,
            self.account_rows("at_little_cost", AuditedAccounts::All)?,
            self.account_rows("sent_a_week", AuditedAccounts::All)?,
        ) else {
            return Ok(None);
        };
        let weeks = charts::to_tenths(col("weeks_left")).alias("weeks left");
        let caps = [col("account"), col("pending"), col("cap"), weeks];
        let cheap =
            cheap.lazy().select([col("account"), col("older").alias("could go at little cost")]);
        let sent = sent.lazy().select([
            col("account"),
            col("last_7_days").alias("sent in 7 days"),
            col("quota").alias("quota of a week"),
        ]);
        let by = || ordered_join(JoinType::Left);
        let rows = pending
            .lazy()
            .select(caps)
            .join(cheap, [col("account")], [col("account")], by())
            .join(sent, [col("account")], [col("account")], by());
        Ok(Some(rows.sort(["account"], polars::prelude::SortMultipleOptions::default()).rows()?))
    }

    /// Everything that is drawn of these.
    fn drawn_sections(&self, who: AuditedAccounts) -> PolarsResult<Vec<Section>> {
        let sections = [
            self.pending(who)?,
            self.weeks_left(who)?,
            self.ages(who)?,
            self.acceptance(who)?,
            self.note_against_none(who)?,
            self.days_to_accept(who)?,
            self.sent(who)?,
            self.at_little_cost(who)?,
            self.to_invite_again(who)?,
        ];
        Ok(sections.into_iter().flatten().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::Column;

    fn report(name: &str, columns: Vec<Column>) -> Report {
        let rows = columns.first().map_or(0, Column::len);
        let rows = DataFrame::new(rows, columns).unwrap();
        Report {
            title: "Monthly audit".into(),
            as_of: "2026-11-23T00:00:00Z".parse().unwrap(),
            next: None,
            sections: vec![Section {
                title: name.into(),
                note: None,
                content: SectionContent::Frame(rows),
            }],
        }
    }

    fn titles(chapters: &[Chapter]) -> Vec<&str> {
        chapters.iter().map(|chapter| chapter.title.as_str()).collect()
    }

    fn pending(accounts: &[&str]) -> Report {
        let counts = |value: i64| vec![value; accounts.len()];
        let columns = vec![
            Column::new("account".into(), accounts.to_vec()),
            Column::new("pending".into(), counts(612)),
            Column::new("cap".into(), counts(500)),
            Column::new("room".into(), counts(-112)),
            Column::new("weeks_left".into(), vec![Some(0.0); accounts.len()]),
        ];
        report("Pending", columns)
    }

    #[test]
    fn several_accounts_are_seen_together_and_each_by_itself() {
        let chapters = chapters(&pending(&["anna", "ben", ALL])).unwrap();
        assert_eq!(titles(&chapters), ["All accounts", "anna", "ben", "Every table"]);
        let of_all = chapters[0].sections[0].rows();
        assert_eq!((of_all.height(), of_all.width()), (2, 3));
        let of_anna = &chapters[1].sections[0];
        assert_eq!(of_anna.rows().height(), 1);
        assert_eq!(of_anna.note.as_deref(), Some("anna is 112 above the cap."));
    }

    #[test]
    fn a_single_account_has_no_overview_and_none_at_all_only_tables() {
        let one = chapters(&pending(&["anna", ALL])).unwrap();
        assert_eq!(titles(&one), ["anna", "Every table"]);
        assert_eq!(titles(&chapters(&pending(&[])).unwrap()), ["Every table"]);
    }

    #[test]
    fn ages_begin_with_the_oldest_and_are_divided_at_the_age_that_costs_little() {
        let columns = vec![
            Column::new("account".into(), ["anna", ALL]),
            Column::new("0_to_6".into(), [1_u32, 5]),
            Column::new("30_to_59".into(), [3_u32, 6]),
            Column::new("180_on".into(), [2_u32, 7]),
            Column::new("unknown".into(), [0_u32, 0]),
            Column::new("median".into(), [31.5, 40.0]),
        ];
        let mut report = report("Ages", columns);
        let cheap = vec![
            Column::new("account".into(), ["anna", ALL]),
            Column::new("days".into(), [Some(30_i64), None]),
            Column::new("pending".into(), [6_u32, 18]),
            Column::new("older".into(), [5_u32, 13]),
        ];
        report.sections.push(Section {
            title: "At little cost".into(),
            note: None,
            content: SectionContent::Frame(DataFrame::new(2, cheap).unwrap()),
        });
        let chapters = chapters(&report).unwrap();
        let SectionContent::Chart(drawn) = &chapters[0].sections[0].content else {
            panic!("a chart")
        };
        let labels = drawn.data.column("age").unwrap().str().unwrap();
        assert_eq!(
            labels.iter().flatten().collect::<Vec<_>>(),
            ["180 days or more", "30 to 59 days", "0 to 6 days"]
        );
        assert_eq!(drawn.divider.as_ref().map(|divider| divider.after), Some(2));
    }
}
