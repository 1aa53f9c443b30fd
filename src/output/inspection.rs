//! What was understood of the data, for people.

use super::error::OutputResult;
use super::source_line::blank_controls;
use crate::finding::FindingCode;
use crate::invitations::{ColumnReading, InspectedFile, Inspection, InspectionProblem};
use std::io::Write;

/// How many rows and cells of a file are named that could not be used.
const REASONS_SHOWN: usize = 5;

/// How many words of a column are shown.
const WORDS_SHOWN: usize = 12;

/// Writes it for people, file by file, and at the end the descriptions
/// that its tables amount to.
pub fn write_inspection(inspection: &Inspection, out: &mut dyn Write) -> OutputResult {
    for file in &inspection.files {
        write_file(file, out)?;
        writeln!(out)?;
    }
    for refused in &inspection.refused {
        write_not_read(refused, out)?;
        writeln!(out)?;
    }
    for passed in &inspection.passed_over {
        let file = passed.file.as_deref().unwrap_or_default();
        writeln!(out, "passed over: {}", blank_controls(&format!("{file}: {}", passed.problem)))?;
    }
    // Of guesses each file tells itself.
    let findings =
        inspection.findings.iter().filter(|finding| finding.code != FindingCode::GuessedColumn);
    for finding in findings {
        let account = finding.account.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
        writeln!(
            out,
            "{}: {}",
            finding.level,
            blank_controls(&format!("{account}{}", finding.message))
        )?;
        if let Some(help) = &finding.help {
            writeln!(out, "      {}", blank_controls(help))?;
        }
    }
    if let Some(problem) = &inspection.problem {
        write_not_read(problem, out)?;
    }
    write_blocks(inspection, out)
}

fn write_not_read(not_read: &InspectionProblem, out: &mut dyn Write) -> OutputResult {
    writeln!(out, "not read: {}", blank_controls(&not_read.problem))?;
    for line in not_read.help.iter().flat_map(|help| help.lines()) {
        writeln!(out, "  {}", blank_controls(line))?;
    }
    Ok(())
}

/// The descriptions, each once. LinkedIn's own tables need none.
fn write_blocks(inspection: &Inspection, out: &mut dyn Write) -> OutputResult {
    let mut blocks: Vec<&String> = Vec::new();
    let needs_one = |file: &&InspectedFile| !file.source.starts_with("linkedin-");
    let described = inspection.files.iter().filter(needs_one);
    for block in described.filter_map(|file| file.shared_block.as_ref()) {
        if !blocks.contains(&block) {
            blocks.push(block);
        }
    }
    if blocks.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n# What was understood, to be pasted into rescind.toml and changed:")?;
    for block in blocks {
        writeln!(out, "\n{}", block.trim_end())?;
    }
    Ok(())
}

fn write_file(file: &InspectedFile, out: &mut dyn Write) -> OutputResult {
    writeln!(out, "{}", blank_controls(&file.file))?;
    let mut line = |title: &str, text: &str| writeln!(out, "  {title:<9} {}", blank_controls(text));
    line("role", &format!("{}: {}", file.role, file.why))?;
    line("source", &format!("`{}` of {}", file.source, file.described_by))?;
    match (&file.account, &file.account_why) {
        (Some(account), Some(why)) => line("account", &format!("{account}: {why}"))?,
        (Some(account), None) => line("account", account)?,
        (None, _) => line("account", "of all accounts, or as its rows say")?,
    }
    let row = file.header_row.map(|row| format!(", the header in row {row}"));
    if let Some(format) = &file.format {
        let sheet = file.sheet.as_ref().map(|sheet| format!(", the sheet `{sheet}`"));
        let row = row.filter(|_| sheet.is_some()).unwrap_or_default();
        line("format", &format!("{format}{}{row}", sheet.unwrap_or_default()))?;
    } else if let Some(encoding) = file.encoding {
        let delimiter = match file.delimiter {
            Some('\t') => ", a tab between cells".to_owned(),
            Some(sign) => format!(", `{sign}` between cells"),
            None => String::new(),
        };
        line("text", &format!("{encoding}{delimiter}{}", row.unwrap_or_default()))?;
    }
    for filled in &file.columns {
        line("column", &format!("`{}` → {}", filled.column, filled.field))?;
    }
    for guess in &file.guesses {
        line("guess", guess)?;
    }
    if !file.guesses.is_empty() {
        line("", "rename the column if that is not meant, or change the description below")?;
    }
    for unread in &file.unread {
        let looks = unread.values.as_ref().map(|looks| format!(": {looks}")).unwrap_or_default();
        line("unread", &format!("`{}`{looks}", unread.column))?;
    }
    for reading in &file.readings {
        line("values", &values(reading))?;
    }
    write_rows(file, &mut line)
}

/// How the values of a column were read.
fn values(reading: &ColumnReading) -> String {
    let ColumnReading { column, form, understood, values, example, words, .. } = reading;
    let share = format!("{understood} of {values} understood");
    let example = example.as_ref().map(|text| format!(", such as `{text}`")).unwrap_or_default();
    if words.is_empty() {
        return format!("`{column}`: {form}; {share}{example}");
    }
    let mut shown: Vec<String> = words
        .iter()
        .take(WORDS_SHOWN)
        .map(|word| {
            format!("{} → {} ({})", word.word, word.becomes.unwrap_or("nothing"), word.count)
        })
        .collect();
    if words.len() > WORDS_SHOWN {
        shown.push(format!("and {} more", words.len() - WORDS_SHOWN));
    }
    format!("`{column}`: {share}: {}", shown.join(", "))
}

fn write_rows(
    file: &InspectedFile,
    line: &mut dyn FnMut(&str, &str) -> std::io::Result<()>,
) -> OutputResult {
    let fates = &file.fates;
    let rows = file.rows.map_or_else(|| "not counted".to_owned(), |rows| rows.to_string());
    let mut parts = Vec::new();
    let mut part = |count: usize, what: &str| {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    };
    part(fates.invitations, "invitation(s)");
    part(fates.joined, "telling more of one, or of one once more");
    part(fates.unmatched, "about people without one");
    for (reason, count) in &fates.left_out {
        part(*count, &format!("left out ({reason})"));
    }
    line("rows", &format!("{rows}: {}", parts.join(", ")))?;
    if let Some(people) = fates.people {
        line(
            "people",
            &format!(
                "{} matched with invitations ({} by name alone), {} ambiguous, {} unmatched",
                people.matched, people.by_name, people.ambiguous, people.unmatched
            ),
        )?;
    }
    if file.cells_unknown > 0 {
        line("cells", &format!("{} could not be read and are unknown", file.cells_unknown))?;
    }
    for reason in file.reasons.iter().take(REASONS_SHOWN) {
        line("", &reason.to_string())?;
    }
    let more = file.reasons.len().saturating_sub(REASONS_SHOWN);
    if more > 0 {
        line("", &format!("and {more} more"))?;
    }
    Ok(())
}
