//! The format `html`: pages made by templates.

use super::{html_escaping, limits_page, plan_page, policy, report_page, work_list};
use crate::chart::Chart;
use crate::finding::Finding;
use crate::limits::{Headroom, LimitCode};
use crate::output::error::{OutputError, OutputResult};
use crate::output::error_keeper::ErrorKeeper;
use crate::output::plan_view::ShownPlan;
use crate::output::renderer::{LimitsReport, Renderer};
use crate::output::style::Style;
use crate::output::text::clean;
use crate::report::{Report, SectionContent};
use chrono::{DateTime, NaiveDate, Utc};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use polars::prelude::DataFrame;
use std::io::{self, BufWriter, Write};

pub(in crate::output) struct Html;

const TEMPLATES: [(&str, &str); 9] = [
    ("base.html", include_str!("base.html")),
    ("parts.html", include_str!("parts.html")),
    ("rows.html", include_str!("rows.html")),
    ("worklist.html", include_str!("worklist.html")),
    ("plan.html", include_str!("plan.html")),
    ("limits.html", include_str!("limits.html")),
    ("report.html", include_str!("report.html")),
    ("why.html", include_str!("why.html")),
    ("text.html", include_str!("text.html")),
];

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

/// Writes a text that is laid out already as a page.
pub(in crate::output) fn write_text_page(
    title: &str,
    text: &str,
    out: &mut dyn Write,
) -> OutputResult {
    let title = clean(title);
    render_template("text.html", &title, None, context! { title => &title, text }, out)
}

/// Writes a page; the browser's tab says its title, and `as_of` is the instant at which it holds.
pub(super) fn render_template(
    template: &str,
    title: &str,
    as_of: Option<DateTime<Utc>>,
    content: Value,
    out: &mut dyn Write,
) -> OutputResult {
    let page = context! {
        title,
        as_of => as_of.map(|at| at.format("%Y-%m-%d").to_string()),
        program => concat!("rescind ", env!("CARGO_PKG_VERSION")),
        style => &*policy::STYLE,
        script => &*policy::SCRIPT,
        policy => &*policy::POLICY,
    };
    let mut out = ErrorKeeper::new(BufWriter::new(out));
    let rendered = environment().and_then(|environment| {
        let content = context! { page, ..content };
        environment.get_template(template)?.render_captured_to(content, &mut out).map(drop)
    });
    out.or_kept_error(rendered.map_err(|error| OutputError::Io(io::Error::other(error))))?;
    Ok(out.out.flush()?)
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(html_escaping::write_escaped_value);
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    Ok(environment)
}

/// `Monday, 23 November 2026`.
pub(super) fn long_date(date: NaiveDate) -> String {
    date.format("%A, %-d %B %Y").to_string()
}

/// What checks say, the gravest first.
pub(super) fn findings<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<Value> {
    let mut findings: Vec<&Finding> = findings.collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    let shown = findings.into_iter().map(|finding| {
        context! {
            level => finding.level.to_string(),
            account => finding.account.as_deref().map(clean),
            message => clean(&finding.message),
            help => finding.help.as_deref().map(clean),
        }
    });
    shown.collect()
}

/// What is left of each limit, account by account.
pub(super) fn limits_left(rooms: &[Headroom]) -> Vec<Value> {
    let accounts = rooms.chunk_by(|one, next| one.account == next.account);
    let shown = accounts.map(|rooms| {
        let limits: Vec<Value> = rooms.iter().map(limit_left).collect();
        let name = rooms.first().map(|room| clean(&room.account));
        context! { name, limits }
    });
    shown.collect()
}

fn limit_left(room: &Headroom) -> Value {
    let limit = LimitCode::from_name(&room.limit).map(LimitCode::limit);
    let title = limit.map_or(room.limit.as_str(), |limit| limit.title);
    context! {
        title,
        unit => limit.map(|limit| limit.unit),
        used => room.used,
        figure => room.figure,
        left => room.left,
        is_over => room.left < 0,
    }
}
