//! Dates of LinkedIn's that a spreadsheet has saved again, taking the one order for the other: what
//! it could not read so is as it was.

use super::date_text::{ParsedDay, Separator};
use chrono::Datelike;

/// How many months a year has.
const MONTHS: u32 = 12;

/// What tells of a column whether a spreadsheet took days for months in it.
#[derive(Clone, Copy, Default)]
pub(super) struct SwapSigns {
    may_be_swapped: usize,
    /// Whether a day that a spreadsheet wrote is one that it would not write if it swapped.
    is_certain: bool,
    saved_again: ResavedDates,
}

impl SwapSigns {
    /// Takes note of a date as it is written.
    pub(super) fn note(&mut self, value: &str, day: ParsedDay) {
        match day {
            ParsedDay::Certain(day) if begins_with_year(value) => {
                self.note_other(day.day() <= MONTHS);
            }
            ParsedDay::Certain(_) => {}
            ParsedDay::Numeric { month_first, day_first, separator, .. } => {
                let is_open = month_first.is_some() && day_first.is_some();
                match separator {
                    Separator::Dot => self.note_other(is_open),
                    Separator::Slash => self.saved_again.note(value, is_open),
                    Separator::Dash => {}
                }
            }
        }
    }

    fn note_other(&mut self, may_be_swapped: bool) {
        if may_be_swapped {
            self.may_be_swapped += 1;
        } else {
            self.is_certain = true;
        }
    }

    /// What the dates of this and of others tell together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            may_be_swapped: self.may_be_swapped + other.may_be_swapped,
            is_certain: self.is_certain || other.is_certain,
            saved_again: self.saved_again.and(&other.saved_again),
        }
    }

    /// How many may have day and month swapped; `is_proven` is whether dates between slashes prove
    /// an order, and none another.
    pub(super) fn swapped(self, is_proven: bool) -> usize {
        let others = if self.is_certain || !is_proven { 0 } else { self.may_be_swapped };
        others + self.saved_again.swapped()
    }
}

/// Dates between slashes of which some have LinkedIn's comma before the time, `9/14/26, 3:00 PM`,
/// and others were saved again without it.
#[derive(Clone, Copy, Default)]
struct ResavedDates {
    open_without_comma: usize,
    proving_with_comma: usize,
    /// Those that a spreadsheet which takes one order for the other would not leave.
    others: usize,
}

impl ResavedDates {
    /// Takes note of a date, and whether it can be read in two ways.
    fn note(&mut self, value: &str, is_open: bool) {
        *match (value.contains(", "), is_open) {
            (false, true) => &mut self.open_without_comma,
            (true, false) => &mut self.proving_with_comma,
            _ => &mut self.others,
        } += 1;
    }

    fn and(self, other: &Self) -> Self {
        Self {
            open_without_comma: self.open_without_comma + other.open_without_comma,
            proving_with_comma: self.proving_with_comma + other.proving_with_comma,
            others: self.others + other.others,
        }
    }

    /// How many may have day and month swapped.
    fn swapped(self) -> usize {
        let is_so = self.proving_with_comma > 0 && self.others == 0;
        if is_so { self.open_without_comma } else { 0 }
    }
}

/// Whether a day is written in numbers with its year first, as spreadsheets do.
fn begins_with_year(text: &str) -> bool {
    let digits = text.trim().bytes().take_while(u8::is_ascii_digit).count();
    digits == 4
}
