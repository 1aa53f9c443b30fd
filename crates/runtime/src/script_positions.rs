//! How long a script's text may be, so that every place in it has a number.

use crate::problem::Problem;

/// How many lines, and characters of a line, Rhai can tell apart: it counts both in 16 bits.
const PLACES_MAX: usize = u16::MAX as usize - 1;

/// Fails for a script with places that Rhai cannot number: errors would point elsewhere.
///
/// # Errors
/// Which line is too long, or that there are too many.
pub fn demand_positions(text: &str) -> Result<(), Problem> {
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        if number > PLACES_MAX {
            return Err(format!("a script has {PLACES_MAX} lines at most").into());
        }
        // A character has a byte at least.
        if line.len() > PLACES_MAX && line.chars().count() > PLACES_MAX {
            let message = format!("line {number} has more than {PLACES_MAX} characters");
            return Err(Problem::with_help(message, "break it in two"));
        }
    }
    Ok(())
}
