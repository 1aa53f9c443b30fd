//! What an audit's page shows before its tables: the figures that matter, drawn.

use crate::chart::{Chart, ChartKind};
use crate::query::Query;
use crate::report::{Content, Report, Section};
use polars::prelude::{
    AnyValue, Column, DataFrame, DataType, Expr, IntoLazy, PolarsResult, col, lit,
};

/// The row of all accounts together, which comes last.
const ALL: &str = "all accounts";

/// The report with a picture before each section that has one.
pub(super) fn with_pictures(report: Report) -> PolarsResult<Report> {
    let mut sections = vec![];
    for section in report.sections {
        sections.extend(picture(&section)?);
        sections.push(section);
    }
    Ok(Report { sections, ..report })
}

fn picture(section: &Section) -> PolarsResult<Option<Section>> {
    let rows = section.rows();
    let chart = match section.name().as_str() {
        "pending" => by_account(rows, "pending", "Pending invitations by account")?,
        "ages" => ages(rows)?,
        "acceptance" => acceptance(rows)?,
        "sent_a_week" => {
            by_account(rows, "last_7_days", "Invitations sent in the last 7 days by account")?
        }
        "at_little_cost" => {
            by_account(rows, "older", "Pending that cost little to withdraw, by account")?
        }
        _ => return Ok(None),
    };
    let section = |chart: Chart| Section {
        title: chart.title.clone(),
        note: None,
        content: Content::Chart(chart),
    };
    Ok((chart.data.height() > 0).then(|| section(chart)))
}

fn chart(chart_kind: ChartKind, title: &str, data: DataFrame) -> Chart {
    Chart { kind: chart_kind, title: title.into(), data }
}

fn of_accounts() -> Expr {
    col("account").neq(lit(ALL))
}

fn by_account(rows: &DataFrame, column: &str, title: &str) -> PolarsResult<Chart> {
    let rows = rows.clone().lazy().filter(of_accounts());
    let data = rows.select([col("account"), col(column)]).rows()?;
    Ok(chart(ChartKind::Bars, title, data))
}

/// How many are pending for so many days, of all accounts together.
fn ages(rows: &DataFrame) -> PolarsResult<Chart> {
    let together = rows.clone().lazy().filter(of_accounts().not()).rows()?;
    let (mut labels, mut counts) = (vec![], vec![]);
    for column in together.columns().iter().filter(|column| is_interval(column.name())) {
        let count = column.cast(&DataType::Int64)?;
        if let Ok(AnyValue::Int64(count)) = count.get(0) {
            let days = column.name().replace("_on", " and more").replace('_', " ");
            labels.push(format!("{days} days"));
            counts.push(count);
        }
    }
    let columns = vec![Column::new("age".into(), labels), Column::new("pending".into(), counts)];
    let height = columns.first().map_or(0, Column::len);
    let data = DataFrame::new(height, columns)?;
    Ok(chart(ChartKind::Bars, "Pending invitations by age, all accounts", data))
}

/// Whether a column counts those of some age, such as `7_to_29`.
fn is_interval(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_digit())
}

fn acceptance(rows: &DataFrame) -> PolarsResult<Chart> {
    let rows = rows.clone().lazy().filter(of_accounts().not());
    let percent = (col("rate") * lit(100.0)).alias("percent");
    let data = rows.select([col("month"), percent]).rows()?;
    Ok(chart(ChartKind::Line, "Accepted by month of sending, in percent, all accounts", data))
}

#[cfg(test)]
mod tests {
    use super::*;

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
                content: Content::Frame(rows),
            }],
        }
    }

    #[test]
    fn a_picture_stands_before_the_rows_that_it_shows() {
        let accounts = Column::new("account".into(), ["anna", "ben", ALL]);
        let pending = Column::new("pending".into(), [612_i64, 213, 825]);
        let report = with_pictures(report("Pending", vec![accounts, pending])).unwrap();
        let [drawn, _] = report.sections.as_slice() else { panic!("two sections") };
        assert_eq!(drawn.rows().height(), 2);
    }

    #[test]
    fn ages_are_those_of_all_accounts() {
        let columns = vec![
            Column::new("account".into(), ["anna", ALL]),
            Column::new("0_to_6".into(), [1_u32, 5]),
            Column::new("180_on".into(), [2_u32, 7]),
            Column::new("unknown".into(), [0_u32, 0]),
        ];
        let report = with_pictures(report("Ages", columns)).unwrap();
        let drawn = report.sections.first().unwrap().rows();
        let labels = drawn.column("age").unwrap().str().unwrap();
        assert_eq!(
            labels.iter().flatten().collect::<Vec<_>>(),
            ["0 to 6 days", "180 and more days"]
        );
    }

    #[test]
    fn what_has_no_picture_stays_as_it_is() {
        let whole = report("Notes", vec![Column::new("account".into(), ["anna"])]);
        assert_eq!(with_pictures(whole.clone()).unwrap(), whole);
    }
}
