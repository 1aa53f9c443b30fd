//! One JSON object a line, as tools that stream want it.

use super::error::OutputResult;
use super::json::{RowObject, columns, write_compact_json};
use super::renderer::Renderer;
use super::report_rows;
use super::style::Style;
use crate::deadline;
use crate::report::Report;
use polars::prelude::DataFrame;
use std::io::{BufWriter, Write};

pub(super) struct Ndjson;

impl Renderer for Ndjson {
    fn frame(&self, df: &DataFrame, _: &Style, out: &mut dyn Write) -> OutputResult {
        let columns = columns(df);
        let mut out = BufWriter::new(out);
        for row in 0..df.height() {
            deadline::check_interrupted_at_step(row)?;
            write_compact_json(&RowObject { columns: &columns, row }, &mut out)?;
            out.write_all(b"\n")?;
        }
        Ok(out.flush()?)
    }

    /// Each row with its section, and without the columns of other sections.
    fn report(&self, report: &Report, style: &Style, out: &mut dyn Write) -> OutputResult {
        for section in &report.sections {
            self.frame(&report_rows::named(section)?, style, out)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::output::{Format, samples};
    use serde_json::Value;

    #[test]
    fn every_row_is_one_line() {
        let df = samples::frame();
        let text = samples::frame_as(Format::Ndjson, &df);
        let rows: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(rows.len(), df.height());
        assert_eq!(rows[1]["name"], "-Zoë\nÅ");
        assert_eq!(rows[0]["tags"], serde_json::json!(["client", "vip"]));
        assert!(text.starts_with(r#"{"name":"Ada \"A\" Brown","age_days":144,"score":0.5,"#));
    }
}
