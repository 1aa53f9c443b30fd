//! What was understood of the data, for people and as JSON.

use super::error::OutputError;
use super::escaping::Escaping;
use crate::invitations::{Inspected, Inspection};
use serde::Serialize;
use serde_json::ser::PrettyFormatter;
use std::io::Write;

/// Writes it as one JSON document.
///
/// # Errors
/// A writer that fails.
pub fn json(inspection: &Inspection, out: &mut dyn Write) -> Result<(), OutputError> {
    let formatter = Escaping(PrettyFormatter::new());
    let mut to = serde_json::Serializer::with_formatter(&mut *out, formatter);
    inspection.serialize(&mut to).map_err(std::io::Error::from)?;
    Ok(writeln!(out)?)
}

/// A text of the data in one line, without control characters.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Writes it for people, file by file, and at the end the descriptions
/// that its tables amount to.
///
/// # Errors
/// A writer that fails.
pub fn human(inspection: &Inspection, out: &mut dyn Write) -> Result<(), OutputError> {
    for file in &inspection.files {
        write_file(file, out)?;
        writeln!(out)?;
    }
    for finding in &inspection.findings {
        let account = finding.account.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
        writeln!(out, "{}: {}", finding.level, plain(&format!("{account}{}", finding.message)))?;
    }
    if let Some(problem) = &inspection.problem {
        for line in problem.lines() {
            writeln!(out, "{}", plain(line))?;
        }
    }
    let blocks: Vec<&String> = inspection.files.iter().filter_map(|f| f.block.as_ref()).collect();
    if !blocks.is_empty() {
        writeln!(out, "\n# What was understood, as descriptions of tables:")?;
        for block in blocks {
            writeln!(out, "\n{}", block.trim_end())?;
        }
    }
    Ok(())
}

fn write_file(file: &Inspected, out: &mut dyn Write) -> Result<(), OutputError> {
    writeln!(out, "{}", plain(&file.file))?;
    let mut line = |title: &str, text: &str| writeln!(out, "  {title:<9} {}", plain(text));
    line("role", &format!("{} (source `{}`): {}", file.role, file.source, file.why))?;
    let account = file.account.as_deref().unwrap_or("of all accounts, or as its rows say");
    line("account", account)?;
    if let Some(encoding) = file.encoding {
        let delimiter = match file.delimiter {
            Some('\t') => "a tab".to_owned(),
            Some(sign) => format!("`{sign}`"),
            None => "nothing".into(),
        };
        let row = file.header_row.unwrap_or_default();
        line("text", &format!("{encoding}, {delimiter} between cells, the header in row {row}"))?;
    }
    for filled in &file.columns {
        line("column", &format!("`{}` → {}", filled.column, filled.field))?;
    }
    for guess in &file.guesses {
        line("guess", guess)?;
    }
    if !file.unread.is_empty() {
        line("unread", &file.unread.join(", "))?;
    }
    for reading in &file.readings {
        let share = format!("{} of {} understood", reading.understood, reading.values);
        let example = reading.example.as_ref().map(|text| format!(", such as `{text}`"));
        let example = example.unwrap_or_default();
        line("values", &format!("`{}`: {}; {share}{example}", reading.column, reading.form))?;
    }
    let rows =
        file.rows.map_or_else(|| "scanned when asked for".to_owned(), |n| format!("{n} read"));
    let lost = format!("{} left out, {} cell(s) unknown", file.rows_left_out, file.cells_unknown);
    line("rows", &format!("{rows}, {lost}"))?;
    for reason in &file.reasons {
        line("", reason)?;
    }
    Ok(())
}
