//! The format `html`: which page each result becomes.

use super::{limits_page, plan_page, report_page, work_list};
use crate::chart::Chart;
use crate::output::error::OutputResult;
use crate::output::limits_report::LimitsReport;
use crate::output::plan_view::ShownPlan;
use crate::output::renderer::Renderer;
use crate::output::style::Style;
use crate::output::text::clean;
use crate::report::{Report, SectionContent};
use polars::prelude::DataFrame;
use std::io::Write;

pub(in crate::output) struct Html;

impl Renderer for Html {
    fn frame(&self, df: &DataFrame, _: &Style, out: &mut dyn Write) -> OutputResult {
        report_page::write_section("Result", &SectionContent::Frame(df.clone()), out)
    }

    fn plan(&self, shown: &ShownPlan, _: &Style, out: &mut dyn Write) -> OutputResult {
        match shown.day {
            Some(_) => work_list::write(shown, out),
            None => plan_page::write(shown, out),
        }
    }

    fn limits(&self, report: &LimitsReport, _: &Style, out: &mut dyn Write) -> OutputResult {
        limits_page::write(report, out)
    }

    fn chart(&self, chart: &Chart, _: &Style, out: &mut dyn Write) -> OutputResult {
        let title = clean(&chart.title);
        report_page::write_section(&title, &SectionContent::Chart(chart.clone()), out)
    }

    fn report(&self, report: &Report, _: &Style, out: &mut dyn Write) -> OutputResult {
        report_page::write(report, out)
    }
}
