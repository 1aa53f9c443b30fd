//! Results that are written within bounds, in whatever format.

use super::error::{OutputError, OutputResult};
use crate::deadline::BoundedIo;
use std::io::Write;

/// Writes to a place, no longer than the bounds allow within which this runs.
///
/// # Errors
/// Those of `write`; that it had to end, however its format puts that.
pub fn write_paced<W: Write>(
    mut out: BoundedIo<W>,
    write: impl FnOnce(&mut dyn Write) -> OutputResult,
) -> OutputResult {
    write(&mut out).map_err(|error| out.ended().map_or(error, OutputError::Ended))
}

#[cfg(test)]
mod tests {
    use crate::deadline::{BoundedIo, Bounds, enter_bounds};
    use crate::output::{self, Format, NamedFormat, OutputError, Style, samples, write_paced};
    use polars::prelude::{IntoLazy, LazyFrame, UnionArgs, concat};
    use std::time::Duration;

    #[test]
    fn no_format_goes_on_writing_when_its_time_is_over() {
        let frame = samples::frame().lazy();
        let many: Vec<LazyFrame> = (0..2_000).map(|_| frame.clone()).collect();
        let rows = concat(many, UnionArgs::default()).unwrap();
        let rows = crate::query::Query::rows(rows).unwrap();
        for format in Format::variants() {
            let _within = enter_bounds(&Bounds { time: Duration::ZERO, ..Bounds::default() });
            let write = |out: &mut dyn std::io::Write| {
                output::write_frame(&rows, format, &Style::for_file(), out)
            };
            let error = write_paced(BoundedIo::new(std::io::sink()), write).unwrap_err();
            assert!(matches!(error, OutputError::Ended(_)), "{format}: {error:?}");
        }
    }
}
