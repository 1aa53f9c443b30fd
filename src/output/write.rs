//! What every format can write: plans, frames, charts, reports and limits, each by one function
//! that asks the format's renderer.

use super::cell_value::find_beyond_calendar;
use super::error::{OutputError, OutputResult};
use super::format::Format;
use super::limits_report::LimitsReport;
use super::named_format::NamedFormat;
use super::plan_view::PlanView;
use super::style::Style;
use crate::chart::Chart;
use crate::plan::Plan;
use polars::prelude::DataFrame;
use std::io::Write;

/// Writes a plan, or the part of it that the view asks for.
///
/// # Errors
/// Where the view names an account that the plan does not have, or `out` refuses.
pub fn write_plan(
    plan: &Plan,
    format: Format,
    style: &Style,
    view: &PlanView,
    out: &mut dyn Write,
) -> OutputResult {
    format.renderer().plan(&view.select_from(plan)?, style, out)?;
    Ok(out.flush()?)
}

/// Writes any frame.
///
/// # Errors
/// Where a column is of a type that the format has no place for, or `out` refuses.
pub fn write_frame(
    df: &DataFrame,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> OutputResult {
    if matches!(format, Format::Csv | Format::Json | Format::Ndjson)
        && let Some((column, row)) = find_beyond_calendar(df)
    {
        let (column, format) = (column.to_owned(), format.name());
        return Err(OutputError::Beyond { column, row, format });
    }
    format.renderer().frame(df, style, out)?;
    Ok(out.flush()?)
}

/// Writes a chart: drawn for people, its rows for programs.
///
/// # Errors
/// Where a column is of a type that the format has no place for, or `out` refuses.
pub fn write_chart(
    chart: &Chart,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> OutputResult {
    format.renderer().chart(chart, style, out)?;
    Ok(out.flush()?)
}

/// Writes the limits in force, with what is left of them where there are data.
pub fn write_limits(
    report: &LimitsReport,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> OutputResult {
    format.renderer().limits(report, style, out)?;
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::output::samples;

    #[test]
    fn every_format_writes_what_is_empty() {
        let plan = samples::plan_of(&[], &[]);
        let no_rows = samples::frame().head(Some(0));
        let limits = Limits::built_in();
        let report = LimitsReport { limits: &limits, headroom: &[], findings: &[] };
        let style = Style::default();
        for format in Format::variants() {
            let mut out = Vec::new();
            super::write_plan(&plan, format, &style, &PlanView::default(), &mut out).unwrap();
            super::write_frame(&no_rows, format, &style, &mut out).unwrap();
            super::write_frame(&DataFrame::empty(), format, &style, &mut out).unwrap();
            super::write_limits(&report, format, &style, &mut out).unwrap();
            assert!(!out.is_empty());
        }
    }

    #[test]
    fn a_place_that_refuses_is_an_error_in_every_format() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let (plan, style, view) = (samples::plan(), Style::default(), PlanView::default());
        for format in Format::variants() {
            let error = super::write_plan(&plan, format, &style, &view, &mut Gone).unwrap_err();
            assert!(error.is_broken_pipe(), "{format}: {error}");
        }
    }

    #[test]
    fn an_account_that_the_plan_does_not_have_gets_the_nearest() {
        let view = PlanView { account: Some("ana".into()), day: None };
        let (plan, style) = (samples::plan(), Style::default());
        let error =
            super::write_plan(&plan, Format::Csv, &style, &view, &mut Vec::new()).unwrap_err();
        assert!(matches!(error, OutputError::UnknownAccount { help, .. } if help.contains("anna")));
    }
}
