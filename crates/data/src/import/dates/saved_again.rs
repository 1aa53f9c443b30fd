//! Dates of LinkedIn's that a spreadsheet has saved again, taking the one order for the other: what
//! it could not read so is as it was.

/// Dates between slashes of which some have LinkedIn's comma before the time, `9/14/26, 3:00 PM`,
/// and others were saved again without it.
#[derive(Clone, Copy, Default)]
pub(super) struct SavedAgain {
    open_without_comma: usize,
    proving_with_comma: usize,
    /// Those that a spreadsheet which takes one order for the other would not leave.
    others: usize,
}

impl SavedAgain {
    /// Takes note of a date, and whether it can be read in two ways.
    pub(super) fn note(&mut self, value: &str, is_open: bool) {
        *match (value.contains(", "), is_open) {
            (false, true) => &mut self.open_without_comma,
            (true, false) => &mut self.proving_with_comma,
            _ => &mut self.others,
        } += 1;
    }

    /// How many may have day and month swapped.
    pub(super) fn swapped(self) -> usize {
        let is_so = self.proving_with_comma > 0 && self.others == 0;
        if is_so { self.open_without_comma } else { 0 }
    }
}

/// Whether a day is written in numbers with its year first, as spreadsheets do.
pub(super) fn begins_with_year(text: &str) -> bool {
    let digits = text.trim().bytes().take_while(u8::is_ascii_digit).count();
    digits == 4
}
