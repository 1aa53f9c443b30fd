//! Results of tests for people: every failure with its place and reason, then the count.

use crate::output::style::Paint;
use crate::output::text::count;
use crate::output::{OutputError, Style};
use crate::tested::{Problem, TestedFile};
use miette::{GraphicalReportHandler, GraphicalTheme};
use std::io::Write;

pub(super) fn write(
    files: &[TestedFile],
    style: &Style,
    out: &mut dyn Write,
) -> Result<(), OutputError> {
    for file in files {
        writeln!(out, "{}", style.paint(Paint::Bold, &file.path))?;
        if let Some(problem) = &file.broken {
            writeln!(out, "{}", drawn(problem, style))?;
        }
        for test in &file.tests {
            let mark = if test.passed() {
                style.paint(Paint::Green, "ok")
            } else {
                style.paint(Paint::Red, "FAILED")
            };
            writeln!(out, "  {mark}  {}", test.name)?;
            for problem in &test.problems {
                writeln!(out, "{}", drawn(problem, style))?;
            }
        }
        writeln!(out)?;
    }
    let all: usize = files.iter().map(|file| file.tests.len()).sum();
    let failed: usize = files.iter().map(TestedFile::failed).sum();
    let verdict = match failed {
        0 => style.paint(Paint::Green, "all passed"),
        failed => style.paint(Paint::Red, &format!("{failed} failed")),
    };
    Ok(writeln!(out, "{} of {}: {verdict}", count(all, "test"), count(files.len(), "file"))?)
}

fn drawn(problem: &Problem, style: &Style) -> String {
    let theme =
        if style.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(false)
        .with_context_lines(1);
    let mut drawn = String::new();
    match handler.render_report(&mut drawn, &**problem) {
        Ok(()) => drawn,
        Err(_) => format!("{problem}\n"),
    }
}
