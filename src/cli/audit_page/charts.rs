//! The drawings of an audit: each of one of its tables, with what they show in a sentence.

use super::notes::{names, numbers, of_caps, percent, sum};
use super::{AuditTables, AuditedAccounts};
use crate::chart::{Chart, ChartKind, Divider};
use crate::query::Query;
use crate::question::wilson;
use crate::report::{Section, SectionContent};
use chrono::NaiveDate;
use polars::prelude::{Column, DataFrame, DataType, Expr, IntoLazy, PolarsResult, col, lit};

type OptionalSection = PolarsResult<Option<Section>>;

fn chart_section(
    chart_kind: ChartKind,
    title: &str,
    note: String,
    data: DataFrame,
) -> Option<Section> {
    (data.height() > 0).then(|| of_chart(Chart::new(chart_kind, title, data), note))
}

fn of_chart(chart: Chart, note: String) -> Section {
    let note = Some(note).filter(|note| !note.is_empty());
    Section { title: chart.title.clone(), note, content: SectionContent::Chart(chart) }
}

impl AuditTables<'_> {
    /// The pending of each account beside its cap.
    pub(super) fn pending(&self, who: AuditedAccounts) -> OptionalSection {
        let Some(rows) = self.account_rows("pending", who)? else { return Ok(None) };
        let note = of_caps(&rows)?;
        let data = rows.lazy().select(["account", "pending", "cap"].map(col)).rows()?;
        Ok(chart_section(ChartKind::Bars, "Pending, against the cap", note, data))
    }

    /// How long each account has room, where more than one is compared.
    pub(super) fn weeks_left(&self, who: AuditedAccounts) -> OptionalSection {
        let rows = self.account_rows("pending", who)?.filter(|_| who == AuditedAccounts::All);
        let Some(rows) = rows.filter(|rows| rows.column("weeks_left").is_ok()) else {
            return Ok(None);
        };
        if numbers(&rows, "weeks_left")?.iter().all(Option::is_none) {
            return Ok(None);
        }
        let note = "At the pace of late; 0 where it is reached, and missing where the pending do \
                    not grow.";
        let weeks = to_tenths(col("weeks_left")).alias("weeks");
        let data = rows.lazy().select([col("account"), weeks]).rows()?;
        Ok(chart_section(ChartKind::Bars, "Weeks until the cap is reached", note.into(), data))
    }

    /// How many have been pending for how long, the oldest first.
    pub(super) fn ages(&self, who: AuditedAccounts) -> OptionalSection {
        let Some(rows) = self.total_rows("ages", who)? else { return Ok(None) };
        let cheap_days = self.cheap_days(who)?;
        let (mut labels, mut counts, mut beyond) = (vec![], vec![], 0);
        let intervals =
            rows.columns().iter().filter_map(|column| Some((column, first_day(column)?)));
        for (column, from) in intervals.collect::<Vec<_>>().into_iter().rev() {
            labels.push(age_in_words(column.name()));
            counts.push(sum(&rows, column.name())?);
            beyond += usize::from(cheap_days.is_some_and(|days| from >= days));
        }
        let unknown = sum(&rows, "unknown")?;
        if unknown > 0.0 {
            labels.push("not known".into());
            counts.push(unknown);
        }
        if counts.iter().sum::<f64>() == 0.0 {
            return Ok(None);
        }
        let height = labels.len();
        let columns =
            vec![Column::new("age".into(), labels), Column::new("pending".into(), counts)];
        let chart = Chart {
            divider: cheap_days.filter(|_| beyond > 0).map(|days| Divider {
                after: beyond,
                words: format!("above: {days:.0} days or more"),
            }),
            ..Chart::new(ChartKind::Bars, "Ages of the pending", DataFrame::new(height, columns)?)
        };
        let median = numbers(&rows, "median")?.into_iter().flatten().next();
        let median = median.map(|days| format!("Half of them are older than {days:.0} days. "));
        let cheap = cheap_days.map(|days| {
            format!("Of {days:.0} days and more, few are accepted any more: they cost little.")
        });
        let note = [median, cheap].into_iter().flatten().collect::<String>();
        Ok(Some(of_chart(chart, note)))
    }

    /// The age from which a withdrawal costs little, where it is one for all of these.
    fn cheap_days(&self, who: AuditedAccounts) -> PolarsResult<Option<f64>> {
        let Some(rows) = self.account_rows("at_little_cost", who)? else { return Ok(None) };
        let mut days = numbers(&rows, "days")?.into_iter().flatten().collect::<Vec<_>>();
        days.dedup();
        Ok(<[f64; 1]>::try_from(days).ok().map(|[days]| days))
    }

    /// How many of a month's were accepted.
    pub(super) fn acceptance(&self, who: AuditedAccounts) -> OptionalSection {
        let Some(rows) = self.total_rows("acceptance", who)? else { return Ok(None) };
        let (settled, accepted) = (sum(&rows, "settled")?, sum(&rows, "accepted")?);
        let note = format!(
            "Of {settled:.0} that had their chance, {accepted:.0} were accepted: {}. The upright \
             strokes are 95% intervals.",
            percent(accepted, settled)
        );
        let percents = [("rate", "percent accepted"), ("low", "low"), ("high", "high")];
        let percents = percents.map(|(name, shown)| to_tenths(col(name) * lit(100.0)).alias(shown));
        let month = col("month").alias("month of sending");
        let chosen: Vec<_> = std::iter::once(month).chain(percents).collect();
        let data = rows.lazy().filter(col("month").is_not_null()).select(chosen).rows()?;
        Ok(chart_section(ChartKind::Line, "Accepted, by month", note, data))
    }

    /// How many were accepted with a note and without, of all the months together.
    pub(super) fn note_against_none(&self, who: AuditedAccounts) -> OptionalSection {
        let Some(rows) = self.total_rows("notes", who)? else { return Ok(None) };
        let (mut labels, mut settled, mut accepted) = (vec![], vec![], vec![]);
        for (label, count, rate) in
            [("with a note", "with", "with_rate"), ("without", "without", "without_rate")]
        {
            let counts = numbers(&rows, count)?.into_iter().zip(numbers(&rows, rate)?);
            let known = counts.filter_map(|(count, rate)| Some((count?, rate?)));
            let (whole, part) = known.fold((0.0, 0.0), |(whole, part), (count, rate)| {
                (whole + count, part + (count * rate).round())
            });
            if whole > 0.0 {
                labels.push(label);
                settled.push(whole);
                accepted.push(part);
            }
        }
        let counts = labels.iter().zip(&accepted).zip(&settled);
        let counts = counts.map(|((label, part), whole)| {
            format!("{label} {part:.0} of {whole:.0} ({})", percent(*part, *whole))
        });
        let note = format!("Accepted {}.", counts.collect::<Vec<_>>().join(", "));
        let height = labels.len();
        let columns = vec![
            Column::new("invited".into(), labels),
            Column::new("settled".into(), settled),
            Column::new("accepted".into(), accepted),
        ];
        let (low, high) = wilson(&col("accepted"), &col("settled"));
        let rate = col("accepted") / col("settled");
        let percents = [(rate, "percent accepted"), (low, "low"), (high, "high")]
            .map(|(share, shown)| to_tenths(share * lit(100.0)).alias(shown));
        let chosen: Vec<_> = std::iter::once(col("invited")).chain(percents).collect();
        let data = DataFrame::new(height, columns)?.lazy().select(chosen).rows()?;
        Ok(chart_section(ChartKind::Bars, "A note against none", note, data))
    }

    /// Within how many days half of them were accepted, and nine of ten.
    pub(super) fn days_to_accept(&self, who: AuditedAccounts) -> OptionalSection {
        let Some(rows) = self.total_rows("time_to_accept", who)? else { return Ok(None) };
        let months = rows.column("month")?.cast(&DataType::Date)?;
        let months = months.date()?.physical().iter().map(|days| NaiveDate::from_epoch_days(days?));
        let months = months.collect::<Vec<_>>();
        let (mut labels, mut medians, mut most) = (vec![], vec![], vec![]);
        let columns =
            [("note", "with_median", "with_p90"), ("none", "without_median", "without_p90")];
        let columns = columns.map(|(label, median, p90)| -> PolarsResult<_> {
            Ok((label, numbers(&rows, median)?, numbers(&rows, p90)?))
        });
        let columns = columns.into_iter().collect::<PolarsResult<Vec<_>>>()?;
        for (row, month) in months.iter().enumerate() {
            for (label, median, p90) in &columns {
                let Some(days) = median.get(row).copied().flatten() else { continue };
                let month = month.map_or("–".to_owned(), |day| day.format("%b %Y").to_string());
                labels.push(format!("{month}, {label}"));
                medians.push(days);
                most.push(p90.get(row).copied().flatten());
            }
        }
        let note = "Of the settled ones, by month of sending, with a note and with none: half \
                    came within the bar, nine of ten within the mark.";
        let height = labels.len();
        let columns = vec![
            Column::new("sent".into(), labels),
            Column::new("days, half of them".into(), medians),
            Column::new("nine of ten".into(), most),
        ];
        let data = DataFrame::new(height, columns)?;
        Ok(chart_section(ChartKind::Bars, "Days to accept", note.into(), data))
    }

    /// What was sent of late beside the quota of a week.
    pub(super) fn sent(&self, who: AuditedAccounts) -> OptionalSection {
        let Some(rows) = self.account_rows("sent_a_week", who)? else { return Ok(None) };
        let left = sum(&rows, "left")?;
        let note = format!(
            "{left:.0} left of the quota of a week; a withdrawal does not give quota back."
        );
        let title = "Sent, against the quota of a week";
        if who == AuditedAccounts::All {
            let columns = [("last_7_days", "sent in the last 7 days"), ("quota", "quota")];
            let columns = columns.map(|(name, shown)| col(name).alias(shown));
            let chosen: Vec<_> = std::iter::once(col("account")).chain(columns).collect();
            return Ok(chart_section(
                ChartKind::Bars,
                title,
                note,
                rows.lazy().select(chosen).rows()?,
            ));
        }
        let weeks = [("last 7 days", "last_7_days"), ("of late", "a_week"), ("fullest", "peak")];
        let sent = weeks.map(|(_, name)| sum(&rows, name));
        let sent = sent.into_iter().collect::<PolarsResult<Vec<f64>>>()?;
        let quota = numbers(&rows, "quota")?.into_iter().next().flatten();
        let columns = vec![
            Column::new("week".into(), weeks.map(|(label, _)| label)),
            Column::new("invitations a week".into(), sent),
            Column::new("quota".into(), [quota; 3]),
        ];
        let height = if rows.height() == 0 { 0 } else { weeks.len() };
        let data = DataFrame::new(weeks.len(), columns)?.head(Some(height));
        Ok(chart_section(ChartKind::Bars, title, note, data))
    }

    /// How many could be withdrawn at little cost.
    pub(super) fn at_little_cost(&self, who: AuditedAccounts) -> OptionalSection {
        let Some(rows) = self.account_rows("at_little_cost", who)? else { return Ok(None) };
        let (older, pending) = (sum(&rows, "older")?, sum(&rows, "pending")?);
        let days = names(&rows)?.into_iter().zip(numbers(&rows, "days")?);
        let days = days.filter_map(|(name, days)| Some(format!("{name} {:.0}", days?)));
        let days: Vec<String> = days.collect();
        let days = match &days[..] {
            few @ [_, ..] if few.len() <= 6 => format!(" (days: {})", few.join(", ")),
            _ => String::new(),
        };
        let note = format!(
            "{older:.0} of {pending:.0} have been pending for longer than nearly all acceptances \
             took{days}."
        );
        let chosen = [
            col("account"),
            col("older").alias("cost little to withdraw"),
            col("pending").alias("pending"),
        ];
        let data = rows.lazy().select(chosen).rows()?;
        Ok(chart_section(ChartKind::Bars, "What could go at little cost", note, data))
    }

    /// Who may be invited again.
    pub(super) fn to_invite_again(&self, who: AuditedAccounts) -> OptionalSection {
        let Some(rows) = self.account_rows("to_invite_again", who)? else { return Ok(None) };
        let note = "Withdrawn, and soon free to be invited again.";
        let section = |rows| Section {
            title: "Who may be invited again".into(),
            note: Some(note.into()),
            content: SectionContent::Frame(rows),
        };
        Ok((rows.height() > 0).then(|| section(rows)))
    }
}

/// With one digit after the point.
pub(super) fn to_tenths(number: Expr) -> Expr {
    (number * lit(10.0) + lit(0.5)).floor() / lit(10.0)
}

/// From how many days on a column counts, such as `7_to_29`; none of another.
fn first_day(column: &Column) -> Option<f64> {
    let (from, _) = column.name().split_once('_')?;
    from.parse().ok()
}

/// `7 to 29 days`, `180 days or more`.
fn age_in_words(name: &str) -> String {
    match name.strip_suffix("_on") {
        Some(days) => format!("{days} days or more"),
        None => format!("{} days", name.replace('_', " ")),
    }
}
