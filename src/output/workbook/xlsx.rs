//! The format `xlsx`: which workbook each result becomes.

use super::book_contents;
use super::workbook_builder::WorkbookBuilder;
use crate::output::error::OutputResult;
use crate::output::limits_report::LimitsReport;
use crate::output::plan_view::ShownPlan;
use crate::output::renderer::Renderer;
use crate::output::style::Style;
use crate::report::Report;
use polars::prelude::DataFrame;
use std::io::Write;

pub(in crate::output) struct Xlsx;

impl Renderer for Xlsx {
    fn frame(&self, df: &DataFrame, _: &Style, out: &mut dyn Write) -> OutputResult {
        let mut book = WorkbookBuilder::new("Result", None)?;
        book.add("Result", df)?;
        book.write(out)
    }

    fn plan(&self, shown: &ShownPlan, _: &Style, out: &mut dyn Write) -> OutputResult {
        book_contents::plan(shown)?.write(out)
    }

    fn limits(&self, report: &LimitsReport, _: &Style, out: &mut dyn Write) -> OutputResult {
        book_contents::limits(report)?.write(out)
    }

    fn report(&self, report: &Report, _: &Style, out: &mut dyn Write) -> OutputResult {
        book_contents::report(report)?.write(out)
    }
}
