//! One JSON document, indented by two spaces: a plan and a report in their version 1, a frame as an
//! array of objects.
//!
//! Invariant: keys keep their order, rows are written as they are read, and no character that acts
//! on a terminal stands unescaped.

use super::cell_value::{self, rfc3339};
use super::error::OutputResult;
use super::json_escaping::{EscapingFormatter, write_pretty_json};
use super::limits_report::LimitsReport;
use super::plan_view::ShownPlan;
use super::renderer::Renderer;
use super::style::Style;
use crate::finding::Level;
use crate::limits::{self, OtherFigure, SourceKind};
use crate::plan::Plan;
use crate::report::{Report, Section};
use polars::prelude::{Column, DataFrame};
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeStruct, Serializer};
use serde_json::ser::CompactFormatter;
use std::io::Write;

/// The version of a plan's form, raised where a reader of the one before would go wrong.
const PLAN_VERSION: u32 = 1;

pub(super) struct Json;

impl Renderer for Json {
    fn frame(&self, df: &DataFrame, _: &Style, out: &mut dyn Write) -> OutputResult {
        write_pretty_json(&JsonRows(df), out)
    }

    fn plan(&self, shown: &ShownPlan, _: &Style, out: &mut dyn Write) -> OutputResult {
        write_plan_document(&shown.plan, out)
    }

    fn limits(&self, report: &LimitsReport, _: &Style, out: &mut dyn Write) -> OutputResult {
        write_pretty_json(&LimitsDocument(report), out)
    }

    fn report(&self, report: &Report, _: &Style, out: &mut dyn Write) -> OutputResult {
        write_pretty_json(&ReportDocument(report), out)
    }
}

/// The document of a plan, of which the hash names it.
pub(super) fn write_plan_document(plan: &Plan, out: &mut dyn Write) -> OutputResult {
    write_pretty_json(&PlanDocument(plan), out)
}

pub(super) fn write_compact_json(value: &impl Serialize, out: &mut dyn Write) -> OutputResult {
    let formatter = EscapingFormatter(CompactFormatter);
    Ok(value.serialize(&mut serde_json::Serializer::with_formatter(out, formatter))?)
}

/// The version of a report's form.
const REPORT_VERSION: u32 = 1;

struct ReportDocument<'a>(&'a Report);

impl Serialize for ReportDocument<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let report = self.0;
        let sections: Vec<_> = report.sections.iter().map(SectionDocument).collect();
        let mut document = to.serialize_struct("Report", 5)?;
        document.serialize_field("version", &REPORT_VERSION)?;
        document.serialize_field("title", &report.title)?;
        document.serialize_field("as_of", &rfc3339(report.as_of))?;
        document.serialize_field("next", &report.next)?;
        document.serialize_field("sections", &sections)?;
        document.end()
    }
}

struct SectionDocument<'a>(&'a Section);

impl Serialize for SectionDocument<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let section = self.0;
        let mut document = to.serialize_struct("Section", 4)?;
        document.serialize_field("name", &section.name())?;
        document.serialize_field("title", &section.title)?;
        document.serialize_field("note", &section.note)?;
        document.serialize_field("rows", &JsonRows(section.rows()))?;
        document.end()
    }
}

struct PlanDocument<'a>(&'a Plan);

impl Serialize for PlanDocument<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let plan = self.0;
        let mut document = to.serialize_struct("Plan", 9)?;
        document.serialize_field("version", &PLAN_VERSION)?;
        document.serialize_field("as_of", &rfc3339(plan.as_of))?;
        document.serialize_field("strategy", &plan.strategy)?;
        document.serialize_field("verdict", &plan.verdict)?;
        document.serialize_field("accounts", &plan.accounts)?;
        document.serialize_field("rules", &plan.rules)?;
        document.serialize_field("actions", &JsonRows(&plan.actions))?;
        document.serialize_field("findings", &plan.findings)?;
        document.serialize_field("headroom", &plan.headroom)?;
        document.end()
    }
}

struct LimitsDocument<'a>(&'a LimitsReport<'a>);

impl Serialize for LimitsDocument<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let limits: Vec<_> = self.0.limits.rows().iter().map(LimitDocument::from_row).collect();
        let mut document = to.serialize_struct("Limits", 3)?;
        document.serialize_field("limits", &limits)?;
        document.serialize_field("findings", self.0.findings)?;
        document.serialize_field("headroom", self.0.headroom)?;
        document.end()
    }
}

#[derive(Serialize)]
struct LimitDocument<'a> {
    limit: &'a str,
    account: Option<&'a str>,
    figure: i64,
    unit: &'a str,
    level: Level,
    title: &'a str,
    source: &'a str,
    kind: SourceKind,
    read_on: &'a str,
    others: &'a [OtherFigure],
    advice: &'a str,
}

impl<'a> LimitDocument<'a> {
    fn from_row(row: &limits::LimitInForce<'a>) -> Self {
        let limit = row.limit;
        Self {
            limit: limit.code.name(),
            account: row.account,
            figure: row.figure,
            unit: limit.unit,
            level: row.level,
            title: limit.title,
            source: limit.source,
            kind: limit.kind,
            read_on: limit.read_on,
            others: limit.others,
            advice: limit.advice,
        }
    }
}

struct JsonRows<'a>(&'a DataFrame);

impl Serialize for JsonRows<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let columns = columns(self.0);
        to.collect_seq((0..self.0.height()).map(|row| RowObject { columns: &columns, row }))
    }
}

/// The columns of a frame, each in one piece, so that reading them row by row is fast.
pub(super) fn columns(df: &DataFrame) -> Vec<Column> {
    df.columns().iter().map(Column::rechunk).collect()
}

pub(super) struct RowObject<'a> {
    pub(super) columns: &'a [Column],
    /// Which row, from 0.
    pub(super) row: usize,
}

impl Serialize for RowObject<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut object = to.serialize_map(Some(self.columns.len()))?;
        for column in self.columns {
            let value = column.get(self.row).map_err(serde::ser::Error::custom)?;
            object.serialize_entry(column.name().as_str(), &cell_value::JsonValue(value))?;
        }
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use crate::limits::Limits;
    use crate::output::samples::{self, frame_as, limits_as, plan_as, plan_of, withdrawals};
    use crate::output::{Format, LimitsReport, PlanView};
    use serde_json::Value;

    fn plan_json(view: &PlanView) -> String {
        let samples = [withdrawals("anna", 2), withdrawals("bruno", 1)].concat();
        let plan = plan_of(&[("anna", 501), ("bruno", 10)], &samples);
        plan_as(Format::Json, &plan, view)
    }

    #[test]
    fn a_plan_has_the_form_of_version_1() {
        insta::assert_snapshot!(plan_json(&PlanView::default()));
    }

    #[test]
    fn one_account_is_a_plan_in_itself() {
        let view = PlanView { account: Some("bruno".into()), day: None };
        let plan: Value = serde_json::from_str(&plan_json(&view)).unwrap();
        for part in ["accounts", "actions", "headroom"] {
            let parts = plan[part].as_array().unwrap();
            assert!(!parts.is_empty(), "{part}");
            assert!(parts.iter().all(|one| one["account"] == "bruno"), "{part}");
        }
    }

    #[test]
    fn a_frame_is_an_array_of_objects() {
        let text = frame_as(Format::Json, &samples::frame());
        insta::assert_snapshot!(text);
        assert!(!text.chars().any(|symbol| symbol.is_control() && symbol != '\n'));
        let parsed: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(parsed[2]["name"], "Eve\u{9b}31m | *x*");
    }

    #[test]
    fn a_frame_without_rows_is_an_empty_array() {
        assert_eq!(frame_as(Format::Json, &samples::frame().head(Some(0))), "[]\n");
    }

    #[test]
    fn limits_carry_their_provenance() {
        let limits = Limits::built_in();
        let report = LimitsReport { limits: &limits, headroom: &[], findings: &[] };
        let text = limits_as(Format::Json, &report);
        let parsed: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(parsed["limits"][0]["limit"], "pending-cap");
        assert_eq!(parsed["limits"][0]["others"][0]["source"], "LinkedIn Help a551012");
    }
}
