//! What `--format` takes.

use crate::output::{Format, OutputError, ReportFormat};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::str::FromStr;

/// The formats by name, for `--format`.
pub(super) fn formats() -> impl TypedValueParser<Value = Format> {
    by_name(Format::variants().iter().map(|format| format.name()))
}

/// The same, and calendars.
pub(super) fn report_formats() -> impl TypedValueParser<Value = ReportFormat> {
    by_name(ReportFormat::variants().into_iter().map(ReportFormat::name))
}

/// Those of these names.
pub(super) fn by_name<F>(
    names: impl IntoIterator<Item = &'static str>,
) -> impl TypedValueParser<Value = F>
where
    F: FromStr<Err = OutputError> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(names).try_map(|name| name.parse::<F>())
}
