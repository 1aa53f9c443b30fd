//! What a format can write.

use super::error::OutputResult;
use super::limits_frame;
use super::plan_view::ShownPlan;
use super::report::rows;
use super::style::Style;
use crate::chart::Chart;
use crate::finding::Finding;
use crate::limits::{Headroom, LimitInForce, Limits};
use crate::report::Report;
use polars::prelude::DataFrame;
use std::io::Write;

/// The limits in force and, where there are data, what is left of them and what the checks say.
#[derive(Clone, Copy, Debug)]
pub struct LimitsReport<'a> {
    pub limits: &'a Limits,
    /// What is left of each, by account; empty without data.
    pub headroom: &'a [Headroom],
    /// What the checks say; empty without data.
    pub findings: &'a [Finding],
}

/// Where a limit in force is from, or, in these words, that a file sets it.
pub(super) fn source_of(row: &LimitInForce, overridden: &str) -> String {
    let limit = row.limit;
    if row.is_overridden() {
        format!("{overridden}; built in: {} {}, {}", limit.figure, limit.unit, limit.level)
    } else {
        format!("{} ({}), read {}", limit.source, limit.kind.name(), limit.read_on)
    }
}

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
        self.frame(&rows::rows_of(report)?, style, out)
    }
}
