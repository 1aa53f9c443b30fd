//! What values with numbers for months show of the order of day and month.

use super::date_text::Separator;
use chrono::NaiveDate;

/// Which of two numbers is the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `3/25/2026`
    MonthFirst,
    /// `25/3/2026`
    DayFirst,
    /// Some values prove the one, some the other.
    Contradictory,
}

/// What decided the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderEvidence {
    /// No value can be read in two ways.
    Unambiguous,
    /// A number above 12.
    Proven,
    /// Another column of the table proves it.
    OtherColumn,
    /// Another file of the same columns proves it.
    SimilarFile,
    /// The other order would end invitations before they were sent, or misses the days of others.
    Consistent,
    /// The other order puts a value into the future.
    Future,
    /// Words of the table are of a language whose countries write the day first, or its cells are
    /// separated as there.
    Language,
    /// Nothing: the default.
    Default,
    /// Whoever described the table.
    Declared,
}

/// The values of one separator, counted by what they prove.
#[derive(Clone, Copy, Default)]
pub(super) struct OrderCounts {
    month_first: usize,
    day_first: usize,
    /// Both ways possible.
    pub(super) open: usize,
    /// Of those, how many only one way keeps out of the future.
    past_month_first: usize,
    past_day_first: usize,
}

impl OrderCounts {
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            month_first: self.month_first + other.month_first,
            day_first: self.day_first + other.day_first,
            open: self.open + other.open,
            past_month_first: self.past_month_first + other.past_month_first,
            past_day_first: self.past_day_first + other.past_day_first,
        }
    }

    pub(super) fn add(
        &mut self,
        month_first: Option<NaiveDate>,
        day_first: Option<NaiveDate>,
        latest: Option<NaiveDate>,
    ) {
        match (month_first, day_first) {
            (Some(_), None) => self.month_first += 1,
            (None, Some(_)) => self.day_first += 1,
            (Some(month_first), Some(day_first)) if month_first != day_first => {
                self.open += 1;
                if let Some(latest) = latest {
                    self.past_month_first +=
                        usize::from(month_first <= latest && day_first > latest);
                    self.past_day_first += usize::from(day_first <= latest && month_first > latest);
                }
            }
            _ => {}
        }
    }

    /// How many values prove the one order, where none proves the other or can be read in two ways.
    pub(super) fn proving_alone(self) -> usize {
        match (self.month_first, self.day_first, self.open) {
            (proving, 0, 0) | (0, proving, 0) => proving,
            _ => 0,
        }
    }

    pub(super) fn order(self, separator: Separator) -> (DateOrder, OrderEvidence) {
        let proven = |order| (order, OrderEvidence::Proven);
        match (self.month_first, self.day_first) {
            (0, 0) => match (self.past_month_first, self.past_day_first) {
                _ if self.open == 0 => (default_order(separator), OrderEvidence::Unambiguous),
                (0, 1..) => (DateOrder::DayFirst, OrderEvidence::Future),
                (1.., 0) => (DateOrder::MonthFirst, OrderEvidence::Future),
                _ => (default_order(separator), OrderEvidence::Default),
            },
            (_, 0) => proven(DateOrder::MonthFirst),
            (0, _) => proven(DateOrder::DayFirst),
            _ => proven(DateOrder::Contradictory),
        }
    }
}

/// What holds where no value tells: the month first, but the day where dots are between.
fn default_order(separator: Separator) -> DateOrder {
    if separator == Separator::Dot { DateOrder::DayFirst } else { DateOrder::MonthFirst }
}
