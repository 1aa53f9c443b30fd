//! What a format can write.

use super::error::OutputResult;
use super::limits_frame;
use super::limits_report::LimitsReport;
use super::plan_view::ShownPlan;
use super::report_rows;
use super::style::Style;
use crate::chart::Chart;
use crate::report::Report;
use polars::prelude::DataFrame;
use std::io::Write;

/// What a format can write. A format of rows only writes frames: of a plan its actions, of the
/// limits what is left of them or, without data, their table, of a report the rows of its sections.
pub(super) trait Renderer {
    fn frame(&self, df: &DataFrame, style: &Style, out: &mut dyn Write) -> OutputResult;

    /// A plan, or the part of it that is shown.
    fn plan(&self, shown: &ShownPlan, style: &Style, out: &mut dyn Write) -> OutputResult {
        self.frame(&shown.plan.actions, style, out)
    }

    fn limits(&self, report: &LimitsReport, style: &Style, out: &mut dyn Write) -> OutputResult {
        self.frame(&limits_frame::rows_of(report)?, style, out)
    }

    fn chart(&self, chart: &Chart, style: &Style, out: &mut dyn Write) -> OutputResult {
        self.frame(&chart.data, style, out)
    }

    fn report(&self, report: &Report, style: &Style, out: &mut dyn Write) -> OutputResult {
        self.frame(&report_rows::rows_of(report)?, style, out)
    }
}
