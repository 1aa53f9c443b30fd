//! A report's next day as a monthly reminder: one all-day event of a calendar (RFC 5545), with an
//! alarm at nine.
//!
//! Written here, not by a crate: it is one event of a fixed form, and a crate would bring a parser
//! of calendars, identifiers by chance and the clock.
//!
//! Invariant: the same report gives the same bytes: the identifier and the stamp come from the
//! instant at which it holds. Lines end with CR LF and have 75 octets at most, without their end.

use crate::output::cell_value::display_text;
use crate::output::error::{OutputError, OutputResult};
use crate::output::ical::{calendar, text};
use crate::output::text::{MISSING, clean};
use crate::report::{Report, Section};
use chrono::{Datelike, NaiveDate};
use polars::prelude::PolarsResult;
use std::io::Write;

/// The most rows of the first section that the event's description has.
const ROWS_MAX: usize = 20;
/// Every month has a day of this number.
const EVERY_MONTHS_LAST_DAY: u32 = 28;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> OutputResult {
    let next =
        report.next.ok_or_else(|| OutputError::NoReminder { title: report.title.clone() })?;
    let stamp = report.as_of.format("%Y%m%dT%H%M%SZ").to_string();
    let summary = text(&report.title);
    let event = [
        "BEGIN:VEVENT".into(),
        format!("UID:{stamp}-{}@rescind", slug(&report.title)),
        format!("DTSTAMP:{stamp}"),
        format!("DTSTART;VALUE=DATE:{}", next.format("%Y%m%d")),
        format!("RRULE:{}", monthly(next)),
        format!("SUMMARY:{summary}"),
        format!("DESCRIPTION:{}", text(&description(report)?)),
        "TRANSP:TRANSPARENT".into(),
        "BEGIN:VALARM".into(),
        "ACTION:DISPLAY".into(),
        format!("DESCRIPTION:{summary}"),
        "TRIGGER;RELATED=START:PT9H".into(),
        "END:VALARM".into(),
        "END:VEVENT".into(),
    ];
    Ok(calendar(event, out)?)
}

/// Every month on that day, or on its last where a month has no such day.
fn monthly(next: NaiveDate) -> String {
    let day = next.day();
    if day <= EVERY_MONTHS_LAST_DAY {
        return format!("FREQ=MONTHLY;BYMONTHDAY={day}");
    }
    let days: Vec<String> = (EVERY_MONTHS_LAST_DAY..=day).map(|day| day.to_string()).collect();
    format!("FREQ=MONTHLY;BYMONTHDAY={};BYSETPOS=-1", days.join(","))
}

/// The first section, a line a row.
fn description(report: &Report) -> PolarsResult<String> {
    let mut lines = vec![format!("As of {}", report.as_of.date_naive())];
    if let Some(section) = report.sections.first() {
        lines.extend(rows(section)?);
    }
    Ok(lines.join("\n"))
}

fn rows(section: &Section) -> PolarsResult<Vec<String>> {
    let rows = section.rows();
    let lines = (0..rows.height().min(ROWS_MAX)).map(|row| {
        let cells = rows.columns().iter().map(|column| {
            let value = display_text(&column.get(row)?).unwrap_or_else(|| MISSING.into());
            Ok(format!("{} {value}", clean(column.name())))
        });
        Ok(cells.collect::<PolarsResult<Vec<_>>>()?.join(", "))
    });
    lines.collect()
}

/// The title in ASCII, for the identifier.
fn slug(title: &str) -> String {
    let lower = title.to_ascii_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{self, any_text};
    use crate::report::SectionContent;
    use polars::prelude::{Column, DataFrame};
    use proptest::prelude::*;

    fn report(title: &str, next: Option<&str>, account: &str) -> Report {
        let columns = vec![
            Column::new("account".into(), [account]),
            Column::new("pending".into(), [612_i64]),
        ];
        let rows = DataFrame::new(1, columns).unwrap();
        Report {
            title: title.into(),
            as_of: "2026-11-23T08:00:00Z".parse().unwrap(),
            next: next.map(|day| day.parse().unwrap()),
            sections: vec![Section {
                title: "Pending".into(),
                note: None,
                content: SectionContent::Frame(rows),
            }],
        }
    }

    fn written(report: &Report) -> String {
        samples::written(|out| write(report, out))
    }

    #[test]
    fn a_report_is_a_monthly_event() {
        let text = written(&report("Audit", Some("2026-12-23"), "anna; ben, and, co\\"));
        insta::assert_snapshot!(text.replace("\r\n", "␍\n"));
        assert_eq!(text, written(&report("Audit", Some("2026-12-23"), "anna; ben, and, co\\")));
    }

    #[test]
    fn months_without_the_day_take_their_last() {
        assert_eq!(monthly("2026-12-28".parse().unwrap()), "FREQ=MONTHLY;BYMONTHDAY=28");
        let last = "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1";
        assert_eq!(monthly("2026-12-31".parse().unwrap()), last);
    }

    #[test]
    fn a_report_without_a_day_is_no_reminder() {
        let error = write(&report("Audit", None, "anna"), &mut vec![]).unwrap_err();
        assert!(matches!(error, OutputError::NoReminder { .. }));
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_none_is_lost(title in any_text(), account in any_text()) {
            let report = report(&title, Some("2026-12-23"), &account);
            let text = written(&report);
            prop_assert!(text.ends_with("END:VCALENDAR\r\n"));
            let lines: Vec<&str> = text.split_terminator("\r\n").collect();
            for line in &lines {
                prop_assert!(line.len() <= 75 && !line.chars().any(char::is_control), "{line:?}");
            }
            let unfolded = text.replace("\r\n ", "");
            let expected = format!("\r\nSUMMARY:{}\r\n", super::text(&title));
            prop_assert!(unfolded.contains(&expected));
            prop_assert_eq!(unfolded.split_terminator("\r\n").count(), 19);
        }
    }
}
