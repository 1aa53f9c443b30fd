//! The formats in which it is written what tests came to.

use super::{human, json, junit};
use crate::output::error::OutputResult;
use crate::output::named_format::NamedFormat;
use crate::output::style::Style;
use crate::output::styled_writer::StyledWriter;
use crate::screen::Audience;
use crate::test_report::TestReport;
use std::io::Write;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TestFormat {
    /// For people at a terminal.
    #[default]
    Human,
    /// One JSON document.
    Json,
    /// `JUnit`'s XML, for build servers.
    Junit,
}

impl NamedFormat for TestFormat {
    fn variants() -> Vec<Self> {
        vec![Self::Human, Self::Json, Self::Junit]
    }

    fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Junit => "junit",
        }
    }

    fn audience(self) -> Audience {
        match self {
            Self::Human => Audience::People,
            Self::Json | Self::Junit => Audience::Programs,
        }
    }
}

pub fn write_test_report(
    report: &TestReport,
    format: TestFormat,
    style: &Style,
    out: &mut dyn Write,
) -> OutputResult {
    match format {
        TestFormat::Human => human::write(report, &mut StyledWriter::new(style, out)),
        TestFormat::Json => json::write(report, out),
        TestFormat::Junit => junit::write(report, out),
    }
}
