//! Numbers beside a drawing.

use crate::output::cell_value::display_text;
use polars::prelude::AnyValue;

/// A number as short as it can be said: with at most three decimals, and large ones with few
/// digits.
pub(super) fn short(number: f64) -> String {
    if number.abs() >= 1e15 {
        return format!("{number:.3e}");
    }
    display_text(&AnyValue::Float64(number)).unwrap_or_default()
}
