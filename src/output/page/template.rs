//! The templates of pages, and how they are filled: what is put into them stands escaped.

use super::policy;
use crate::output::error::{OutputError, OutputResult};
use crate::output::error_keeper::ErrorKeeper;
use crate::output::html_escape::escape_html;
use crate::output::text::clean;
use chrono::{DateTime, Utc};
use minijinja::{AutoEscape, Environment, ErrorKind, State, UndefinedBehavior, Value, context};
use std::io::{self, BufWriter, Write};

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
    environment.set_formatter(write_escaped_value);
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    Ok(environment)
}

/// Writes a value into a page: escaped, unless the program made it as HTML; what is missing is
/// nothing.
fn write_escaped_value(
    out: &mut minijinja::Output,
    _: &mut State,
    value: &Value,
) -> Result<(), minijinja::Error> {
    let text = match value {
        none if none.is_none() => return Ok(()),
        safe if safe.is_safe() => safe.to_string(),
        other => escape_html(&other.to_string()),
    };
    out.write_str(&text)
        .map_err(|error| minijinja::Error::new(ErrorKind::WriteFailure, error.to_string()))
}
