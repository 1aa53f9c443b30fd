//! The formats of a report, and how it is written in each.

use super::reminder;
use crate::output::error::OutputResult;
use crate::output::format::Format;
use crate::output::named_format::NamedFormat;
use crate::output::style::Style;
use crate::report::Report;
use crate::screen::Audience;
use std::io::Write;

/// How a report is written, and what else has days: a plan, who may be invited again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// As everything else: section by section, or as one frame with a column `section` where the
    /// format has only rows.
    As(Format),
    /// As a calendar (RFC 5545): a report as a monthly reminder of the day on which to look again.
    Ics,
}

impl ReportFormat {
    /// Whether a plan written so carries its findings.
    pub fn carries_findings(self) -> bool {
        matches!(self, Self::As(format) if format.carries_findings())
    }
}

impl NamedFormat for ReportFormat {
    fn variants() -> Vec<Self> {
        Format::variants().into_iter().map(Self::As).chain([Self::Ics]).collect()
    }

    fn name(self) -> &'static str {
        match self {
            Self::As(format) => format.name(),
            Self::Ics => "ics",
        }
    }

    fn audience(self) -> Audience {
        match self {
            Self::As(format) => format.audience(),
            Self::Ics => Audience::Programs,
        }
    }

    fn is_binary(self) -> bool {
        matches!(self, Self::As(format) if format.is_binary())
    }
}

/// Writes a report.
///
/// # Errors
/// Where a column is of a type that the format has no place for; where a reminder is asked for and
/// the report has no day; where `out` refuses.
pub fn write_report(
    report: &Report,
    format: ReportFormat,
    style: &Style,
    out: &mut dyn Write,
) -> OutputResult {
    match format {
        ReportFormat::As(format) => format.renderer().report(report, style, out)?,
        ReportFormat::Ics => reminder::write(report, out)?,
    }
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Chart, ChartKind};
    use crate::report::{Section, SectionContent};
    use polars::prelude::{Column, DataFrame};

    fn sample() -> Report {
        let frame = |columns: Vec<Column>| {
            let rows = columns.first().map_or(0, Column::len);
            DataFrame::new(rows, columns).unwrap()
        };
        let section = |title: &str, note: Option<&str>, content| Section {
            title: title.into(),
            note: note.map(Into::into),
            content,
        };
        let pending = frame(vec![
            Column::new("account".into(), ["anna", "<b>\u{1b}[31m|"]),
            Column::new("n".into(), [612_i64, 3]),
        ]);
        let none = frame(vec![
            Column::new("section".into(), Vec::<String>::new()),
            Column::new("n".into(), Vec::<String>::new()),
        ]);
        let data = frame(vec![
            Column::new("month".into(), ["May", "June"]),
            Column::new("n".into(), [2_i64, 4]),
        ]);
        let chart = Chart::new(ChartKind::Bars, "n by month", data);
        Report {
            title: "A look".into(),
            as_of: "2026-11-23T08:00:00Z".parse().unwrap(),
            next: Some("2026-12-23".parse().unwrap()),
            sections: vec![
                section("Pending", Some("beside the cap_of each"), SectionContent::Frame(pending)),
                section("Nothing", None, SectionContent::Frame(none)),
                section("By month", None, SectionContent::Chart(chart)),
            ],
        }
    }

    fn written(report: &Report, format: ReportFormat) -> String {
        let mut out = vec![];
        super::write_report(report, format, &Style { width: 60, ..Style::default() }, &mut out)
            .unwrap();
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn every_form_is_known_by_its_name() {
        for format in ReportFormat::variants() {
            assert_eq!(ReportFormat::from_name(format.name()).unwrap(), format);
        }
        assert!(ReportFormat::from_name("icl").unwrap_err().to_string().contains("icl"));
    }

    #[test]
    fn people_and_programs_read_every_section() {
        let forms = [Format::Table, Format::Markdown, Format::Json, Format::Ndjson, Format::Csv];
        let forms = forms.map(|form| written(&sample(), ReportFormat::As(form)));
        insta::assert_snapshot!(forms.join("\n---\n"));
    }

    #[test]
    fn a_report_without_sections_is_written_too() {
        let report = Report { sections: vec![], ..sample() };
        for format in ReportFormat::variants() {
            assert!(!written(&report, format).is_empty() || format.name() == "ndjson");
        }
    }

    #[test]
    fn a_single_section_keeps_its_own_columns() {
        let report = Report { sections: sample().sections[..1].to_vec(), ..sample() };
        let text = written(&report, ReportFormat::As(Format::Csv));
        assert!(text.starts_with("account,n\nanna,612\n"), "{text}");
    }
}
