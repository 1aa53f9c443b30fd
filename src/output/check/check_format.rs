//! The formats in which diagnoses are written.

use super::{github, human, json, sarif};
use crate::check::Diagnosis;
use crate::output::error::OutputResult;
use crate::output::named_format::NamedFormat;
use crate::output::style::Style;
use crate::screen::Audience;
use std::io::Write;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckFormat {
    /// For people at a terminal.
    #[default]
    Human,
    /// One JSON document.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Commands of a workflow on GitHub, shown beside the lines.
    Github,
}

impl NamedFormat for CheckFormat {
    fn variants() -> Vec<Self> {
        vec![Self::Human, Self::Json, Self::Sarif, Self::Github]
    }

    fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
        }
    }

    fn audience(self) -> Audience {
        match self {
            Self::Human => Audience::People,
            Self::Json | Self::Sarif | Self::Github => Audience::Programs,
        }
    }
}

/// Writes what a check has to say of so many scripts.
pub fn write_diagnoses(
    diagnoses: &[Diagnosis],
    scripts: usize,
    format: CheckFormat,
    style: &Style,
    out: &mut dyn Write,
) -> OutputResult {
    match format {
        CheckFormat::Human => human::write(diagnoses, scripts, style, out)?,
        CheckFormat::Json => json::write(diagnoses, out)?,
        CheckFormat::Sarif => sarif::write(diagnoses, out)?,
        CheckFormat::Github => github::write(diagnoses, out)?,
    }
    Ok(out.flush()?)
}
