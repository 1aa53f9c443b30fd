//! What the columns of a table show together of the order of day and month, and what there is to
//! say where they show nothing.

use super::form::{DateFormat, DateOrder, OrderEvidence};
use crate::finding::{Finding, FindingCode, Level};

/// The one order that columns show with this evidence; none where they contradict each other.
pub fn shared_order<'a>(
    forms: impl Iterator<Item = &'a DateFormat>,
    by: OrderEvidence,
) -> Option<DateOrder> {
    let mut orders = forms.filter(|form| form.has_evidence(by)).map(|form| form.order_by(by));
    let first = orders.next().flatten()?;
    let agree = orders.all(|other| other == Some(first));
    (agree && first != DateOrder::Contradictory).then_some(first)
}

/// What there is to say of a column in which the default alone decides an order.
pub fn open_order(form: &DateFormat, file: &str, column: &str) -> Option<Finding> {
    let help = "write the dates as 2026-03-04 if that is not meant";
    if let Some(count) = form.swapped_count() {
        let message = format!(
            "{file}, column `{column}`: {count} date(s) may have day and month swapped: no day of \
             them is above 12, and none of the others, which are texts, is below 13, as where a \
             spreadsheet takes one order for the other"
        );
        let help = "open the original file with its own order of day and month";
        return Some(Finding::new(FindingCode::DateOrder, Level::Warn, message).help(help));
    }
    let Some((order, open)) = form.order_by_default() else {
        let open = form.ambiguous_year_count()?;
        let message = format!(
            "{file}, column `{column}`: no value shows whether the year comes first or last in \
             {open} date(s) of three short numbers; the last is taken to be the year (24-03-25 \
             is one of 2025)"
        );
        return Some(Finding::new(FindingCode::DateOrder, Level::Warn, message).help(help));
    };
    let (first, example) = match order {
        DateOrder::DayFirst => ("day", "3/4/2026 is the third of April"),
        _ => ("month", "3/4/2026 is the fourth of March"),
    };
    let message = format!(
        "{file}, column `{column}`: no value shows whether the day or the month comes first in \
         {open} date(s); the {first} is taken to ({example})"
    );
    Some(Finding::new(FindingCode::DateOrder, Level::Warn, message).help(help))
}
