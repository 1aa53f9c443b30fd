//! What `--format` takes.

use crate::output::NamedFormat;
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Every format that is offered, by name.
pub(in crate::cli) fn formats<F: NamedFormat>() -> impl TypedValueParser<Value = F> {
    formats_among(F::variants())
}

/// These formats, by name.
pub(in crate::cli) fn formats_among<F: NamedFormat>(
    formats: impl IntoIterator<Item = F>,
) -> impl TypedValueParser<Value = F> {
    let names = formats.into_iter().map(NamedFormat::name);
    PossibleValuesParser::new(names).try_map(|name| F::from_name(&name))
}
