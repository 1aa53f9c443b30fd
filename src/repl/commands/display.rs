//! Commands for how results are shown.

use crate::error::Error;
use crate::output::Format;
use crate::repl::desk::{Answer, Desk};
use std::path::PathBuf;

pub(in crate::repl) fn rows(desk: &mut Desk, argument: &str) -> Result<Answer, Error> {
    if !argument.is_empty() {
        desk.view.rows = match argument.parse::<usize>() {
            Ok(rows) if rows > 0 => rows,
            _ => return Err(expected(argument, "a number of rows above 0, such as `:rows 100`")),
        };
    }
    said(format!("{} rows of a frame are shown", desk.view.rows))
}

pub(in crate::repl) fn wide(desk: &mut Desk, argument: &str) -> Result<Answer, Error> {
    desk.view.wide = switched(argument, desk.view.wide)?;
    said(if desk.view.wide {
        "all columns are shown, however wide".into()
    } else {
        "as many columns as fit are shown".into()
    })
}

pub(in crate::repl) fn format(desk: &mut Desk, argument: &str) -> Result<Answer, Error> {
    if !argument.is_empty() {
        let format: Format = argument.parse()?;
        if format.is_binary() {
            return Err(Error::Usage {
                message: format!("a terminal cannot show {format}"),
                help: Some(format!("`:o FILE.{format}` writes the next result to a file")),
            });
        }
        desk.view.format = format;
    }
    said(format!("results are shown as {}", desk.view.format))
}

pub(in crate::repl) fn file(desk: &mut Desk, argument: &str) -> Result<Answer, Error> {
    desk.view.file = Some(PathBuf::from(argument));
    said(format!("the next result goes to {argument}"))
}

pub(in crate::repl) fn time(desk: &mut Desk, argument: &str) -> Result<Answer, Error> {
    desk.view.time = switched(argument, desk.view.time)?;
    said(if desk.view.time { "times are said".into() } else { "times are not said".into() })
}

/// What a switch is set to; without an argument, the other way.
fn switched(argument: &str, now: bool) -> Result<bool, Error> {
    match argument {
        "" => Ok(!now),
        "on" => Ok(true),
        "off" => Ok(false),
        other => Err(expected(other, "`on` or `off`")),
    }
}

fn expected(given: &str, what: &str) -> Error {
    let help = Some(format!("expected {what}"));
    Error::Usage { message: format!("`{given}` cannot be used here"), help }
}

#[expect(clippy::unnecessary_wraps, reason = "a command's answer may always be an error")]
fn said(text: String) -> Result<Answer, Error> {
    Ok(Answer::Text(text + "\n"))
}
