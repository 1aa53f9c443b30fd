//! Commands for how results are shown.

use crate::browser;
use crate::error::Error;
use crate::output::{Format, NamedFormat, OutputError};
use crate::repl::command::FileArgument;
use crate::repl::repl_state::{EntryAnswer, ReplState};
use crate::repl::show::format_of;
use crate::strategy::LAST_VALUE;
use std::path::PathBuf;

pub(in crate::repl) fn rows(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    if !argument.is_empty() {
        desk.view.rows = match argument.parse::<usize>() {
            Ok(rows) if rows > 0 => rows,
            _ => return Err(expected(argument, "a number of rows above 0, such as `:rows 100`")),
        };
    }
    answer_text(format!("{} rows of a frame are shown", desk.view.rows))
}

pub(in crate::repl) fn wide(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    desk.view.all_columns = switched(argument, desk.view.all_columns)?;
    answer_text(if desk.view.all_columns {
        "all columns are shown, however wide".into()
    } else {
        "as many columns as fit are shown".into()
    })
}

pub(in crate::repl) fn format(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    if !argument.is_empty() {
        let format = Format::from_name(argument)?;
        if format.is_binary() {
            return Err(Error::misused(
                format!("a terminal cannot show {format}"),
                format!("`:o FILE.{format}` writes the next result to a file"),
            ));
        }
        desk.view.format = format;
    }
    answer_text(format!("results are shown as {}", desk.view.format))
}

pub(in crate::repl) fn file(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    let file = FileArgument::parse(argument);
    let name = file.name;
    if name.is_empty() {
        desk.view.next_file = None;
        return answer_text("results are shown".into());
    }
    let path = PathBuf::from(name);
    format_of(&path, desk.view.format)?;
    file.demand_free(&path, "o")?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(expected(
            name,
            &format!("a folder that is there: {} is none", folder.display()),
        ));
    }
    desk.view.next_file = Some(path);
    answer_text(format!("the next result goes to {name}"))
}

pub(in crate::repl) fn view(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    let expression = if argument.is_empty() { LAST_VALUE } else { argument };
    // On a copy: what is looked at is not entered.
    let mut copy = desk.clone();
    let value = copy.enter_code(expression, None)?;
    let page = browser::temporary_page().map_err(OutputError::from)?;
    let path = page.to_path_buf();
    copy.view.next_file = Some(path.clone());
    copy.show_value(&value)?;
    // It stays there for the browser.
    let _ = page.keep();
    let shown = path.display();
    answer_text(match browser::show(&path) {
        Ok(()) => format!("opened: {shown}"),
        Err(problem) => format!("nothing opens {shown}: {problem}"),
    })
}

pub(in crate::repl) fn time(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    desk.view.show_time = switched(argument, desk.view.show_time)?;
    answer_text(if desk.view.show_time {
        "times are said".into()
    } else {
        "times are not said".into()
    })
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

fn expected(argument: &str, what: &str) -> Error {
    Error::misused(format!("`{argument}` cannot be used here"), format!("expected {what}"))
}

#[expect(clippy::unnecessary_wraps, reason = "a command's answer may always be an error")]
fn answer_text(text: String) -> Result<EntryAnswer, Error> {
    Ok(EntryAnswer::Text(text + "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repl::samples::{answer_to, desk};

    #[test]
    fn results_go_to_a_file_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.json");
        let mut desk = desk(&["let a = #{ b: 1 };"]);
        answer_to(&mut desk, &format!(":o {}", path.display())).unwrap();
        assert!(answer_to(&mut desk, "a").unwrap().starts_with("written to"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{\"b\":1}\n");
        assert_eq!(answer_to(&mut desk, "a"), Ok("#{\"b\": 1}".into()));
    }

    #[test]
    fn a_file_that_cannot_be_written_is_said_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let to = |desk: &mut ReplState, name: &str| {
            answer_to(desk, &format!(":o {}/{name}", folder.path().display()))
        };
        let mut desk = desk(&[]);
        assert!(to(&mut desk, "no/out.csv").is_err());
        assert!(to(&mut desk, "out.xyz").unwrap_err().contains("unknown format"));
        to(&mut desk, "out.csv").unwrap();
        assert_eq!(answer_to(&mut desk, ":o"), Ok("results are shown".into()));
        assert_eq!(answer_to(&mut desk, "1"), Ok("1".into()));
        std::fs::write(&path, "kept").unwrap();
        assert!(to(&mut desk, "out.csv").unwrap_err().contains("is there already"));
        answer_to(&mut desk, &format!(":o! {}", path.display())).unwrap();
        answer_to(&mut desk, "frame(#{ a: [1] })").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "a\n1\n");
    }
}
