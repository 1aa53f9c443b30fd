//! A Markdown page: of a plan a work list to tick, by day and account, with links; of a frame a
//! table.
//!
//! Invariant: text from data stands escaped, so that it neither formats the page nor adds to it.

use super::cell_value::{display_text, rfc3339};
use super::error::OutputResult;
use super::json::columns;
use super::limits_report::{LimitsReport, source_of};
use super::markdown_escape::escape_markdown;
use super::markdown_plan::{findings, plan};
use super::plan_view::{ShownPlan, weekday_and_date};
use super::renderer::Renderer;
use super::section_files::section_files;
use super::style::Style;
use super::text::MISSING;
use super::{chart, picture};
use crate::chart::Chart;
use crate::deadline;
use crate::limits::Headroom;
use crate::report::{Report, SectionContent};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use polars::prelude::DataFrame;
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path};

pub(super) struct Markdown;

impl Renderer for Markdown {
    fn frame(&self, df: &DataFrame, _: &Style, out: &mut dyn Write) -> OutputResult {
        frame(df, &mut BufWriter::new(out))
    }

    fn plan(&self, shown: &ShownPlan, _: &Style, out: &mut dyn Write) -> OutputResult {
        plan(shown, &mut BufWriter::new(out))
    }

    fn limits(&self, report: &LimitsReport, _: &Style, out: &mut dyn Write) -> OutputResult {
        limits(report, &mut BufWriter::new(out))
    }

    fn chart(&self, chart: &Chart, style: &Style, out: &mut dyn Write) -> OutputResult {
        drawing(chart, style, &mut BufWriter::new(out))
    }

    fn report(&self, report: &Report, style: &Style, out: &mut dyn Write) -> OutputResult {
        self::report(report, style, &mut BufWriter::new(out))
    }
}

/// Writes a report whose charts are pictures in a folder, which is named from where this goes.
pub fn write_illustrated_report(
    report: &Report,
    folder: &Path,
    out: &mut dyn Write,
) -> OutputResult {
    let names = section_files(report, "svg").into_iter().map(|(name, _)| name);
    let addresses: Vec<String> = names.map(|name| address(&folder.join(name))).collect();
    report_with(report, &mut BufWriter::new(out), |number, chart, out| {
        let title = escape_markdown(&chart.title);
        let address = addresses.get(number).map(String::as_str).unwrap_or_default();
        writeln!(
            out,
            "![{title}]({address})\n\n{}\n",
            escape_markdown(&picture::describe_chart(chart)?)
        )?;
        frame(&chart.data, out)
    })
}

/// A path as a link may carry it.
fn address(path: &Path) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_').remove(b'~');
    let parts = path.components().map(|part| match part {
        Component::RootDir => String::new(),
        part => utf8_percent_encode(&part.as_os_str().to_string_lossy(), KEPT).to_string(),
    });
    parts.collect::<Vec<_>>().join("/")
}

fn report(report: &Report, style: &Style, out: &mut dyn Write) -> OutputResult {
    report_with(report, out, |_, chart, out| drawing(chart, style, out))
}

/// A report whose charts are shown as is said, each with the number of its section.
fn report_with(
    report: &Report,
    out: &mut dyn Write,
    show: impl Fn(usize, &Chart, &mut dyn Write) -> OutputResult,
) -> OutputResult {
    writeln!(out, "# {}\n\nAs of {}.", escape_markdown(&report.title), rfc3339(report.as_of))?;
    if let Some(next) = report.next {
        writeln!(out, "Next time: {}.", weekday_and_date(next))?;
    }
    for (number, section) in report.sections.iter().enumerate() {
        writeln!(out, "\n## {}\n", escape_markdown(&section.title))?;
        if let Some(note) = &section.note {
            writeln!(out, "{}\n", escape_markdown(note))?;
        }
        match &section.content {
            SectionContent::Frame(rows) => frame(rows, out)?,
            SectionContent::Chart(chart) => show(number, chart, out)?,
        }
    }
    Ok(out.flush()?)
}

/// A chart as it is, between fences that nothing in it can close.
fn drawing(chart: &Chart, style: &Style, out: &mut dyn Write) -> OutputResult {
    let lines = chart::draw_chart(chart, style.width)?;
    let ticks = lines.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max();
    let fence = "`".repeat(ticks.unwrap_or(0).max(2) + 1);
    writeln!(out, "{fence}text\n{}\n{fence}", lines.join("\n"))?;
    Ok(out.flush()?)
}

fn frame(df: &DataFrame, out: &mut dyn Write) -> OutputResult {
    let columns = columns(df);
    let names: Vec<_> = columns.iter().map(|column| escape_markdown(column.name())).collect();
    let rule: Vec<_> = (columns.iter())
        .map(|column| if column.dtype().is_primitive_numeric() { "---:|" } else { "---|" })
        .collect();
    writeln!(out, "| {} |\n|{}", names.join(" | "), rule.concat())?;
    for row in 0..df.height() {
        deadline::check_interrupted_at_step(row)?;
        write!(out, "|")?;
        for column in &columns {
            let text = display_text(&column.get(row)?);
            write!(
                out,
                " {} |",
                text.map_or_else(|| MISSING.into(), |text| escape_markdown(&text))
            )?;
        }
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

fn limits(report: &LimitsReport, out: &mut dyn Write) -> OutputResult {
    writeln!(out, "# Limits\n")?;
    writeln!(out, "| Limit | Account | Figure | Level | What it is | Source | Other sources |")?;
    writeln!(out, "|---|---|---:|---|---|---|---|")?;
    for row in report.limits.rows() {
        let limit = row.limit;
        let account = row.account.map_or_else(|| "all".into(), escape_markdown);
        let source = source_of(&row, "overridden");
        let others: Vec<_> = (limit.others.iter())
            .map(|other| format!("{} ({})", other.figure, other.source))
            .collect();
        write!(out, "| `{}` | {account} | {} {} | ", limit.code, row.figure, limit.unit)?;
        write!(
            out,
            "{} | {} | {} | ",
            row.level,
            escape_markdown(limit.title),
            escape_markdown(&source)
        )?;
        writeln!(out, "{} |", escape_markdown(&others.join("; ")))?;
    }
    headroom(report.headroom, out)?;
    findings(report.findings, out)?;
    Ok(out.flush()?)
}

fn headroom(rooms: &[Headroom], out: &mut dyn Write) -> io::Result<()> {
    if rooms.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Headroom\n")?;
    writeln!(out, "| Account | Limit | Used | Figure | Left |\n|---|---|---:|---:|---:|")?;
    for room in rooms {
        let account = escape_markdown(&room.account);
        let (used, figure, left) = (room.used, room.figure, room.left);
        writeln!(out, "| {account} | `{}` | {used} | {figure} | {left} |", room.limit)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::output::samples::{self, frame_as, limits_as, plan_as};
    use crate::output::{Format, PlanDay, PlanView};

    #[test]
    fn a_plan_is_a_work_list_to_tick() {
        let samples = [samples::withdrawals("anna", 26), samples::withdrawals("bruno", 3)].concat();
        let plan = samples::plan_of(&[("anna", 612), ("bruno", 140)], &samples);
        insta::assert_snapshot!(plan_as(Format::Markdown, &plan, &PlanView::default()));
    }

    #[test]
    fn a_day_that_the_plan_does_not_have_is_said() {
        let view = PlanView { day: Some(PlanDay::Nth(9)), ..PlanView::default() };
        let sentence = "\nThere is no day 9: the plan has 3 days (2026-11-23 to 2026-11-25).\n";
        assert!(plan_as(Format::Markdown, &samples::plan(), &view).ends_with(sentence));
    }

    #[test]
    fn data_neither_format_the_page_nor_break_a_table() {
        insta::assert_snapshot!(frame_as(Format::Markdown, &samples::frame()));
        assert_eq!(escape_markdown("[x](javascript:y) <b>"), r"\[x\](javascript:y) \<b\>");
    }

    #[test]
    fn limits_name_every_source() {
        let (limits, plan) = (Limits::built_in(), samples::plan());
        let report =
            LimitsReport { limits: &limits, headroom: &plan.headroom, findings: &plan.findings };
        insta::assert_snapshot!(limits_as(Format::Markdown, &report));
    }
}
