//! The limits with their sources and, where there are data, what every account has left.

use super::{findings, limits_left};
use crate::limits::LimitInForce;
use crate::output::error::OutputResult;
use crate::output::limits_report::{LimitsReport, source_of};
use crate::output::text::clean;
use minijinja::{Value, context};
use std::io::Write;

pub(super) fn write(report: &LimitsReport, out: &mut dyn Write) -> OutputResult {
    let limits = context! {
        accounts => limits_left(report.headroom),
        findings => findings(report.findings.iter()),
        table => report.limits.rows().iter().map(line).collect::<Vec<_>>(),
    };
    super::render_template("limits.html", "Limits", None, context! { limits }, out)
}

fn line(row: &LimitInForce) -> Value {
    let limit = row.limit;
    let others = limit.others.iter().map(|other| format!("{} ({})", other.figure, other.source));
    context! {
        title => limit.title,
        code => limit.code.name(),
        account => row.account.map(clean),
        figure => row.figure,
        unit => limit.unit,
        level => row.level.to_string(),
        source => clean(&source_of(row, "set by a file")),
        others => others.collect::<Vec<_>>(),
        advice => limit.advice,
    }
}
