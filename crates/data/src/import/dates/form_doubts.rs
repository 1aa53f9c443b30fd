//! What is not certain of the form of a column's dates, and how that is said.

use super::date_text::{ParsedDay, Separator};
use super::evidence::{DateOrder, OrderEvidence};
use super::form::{DateEncoding, DateFormat, separator_index};
use super::years::YearPosition;
use chrono::NaiveDate;

impl DateFormat {
    /// How many of the values may have day and month swapped: a spreadsheet that takes `7/11/2026`
    /// for a date in its own order leaves `13/11/2026` a text, so that no date has a day above 12,
    /// and no text one below 13.
    pub fn swapped_count(&self) -> Option<usize> {
        Some(self.swapped).filter(|count| *count > 0)
    }

    /// Whether no value proves an order, and some can be read in two.
    pub fn is_unproven(&self) -> bool {
        let [slash, dash, _] = self.orders;
        [slash, dash]
            .iter()
            .any(|(_, evidence)| matches!(evidence, OrderEvidence::Default | OrderEvidence::Future))
    }

    /// Whether nothing of its values is open.
    pub fn is_certain(&self) -> bool {
        !self.is_unproven() && self.ambiguous_year_count().is_none()
    }

    /// The day that a text would name in the other order, where nothing but the default decides.
    pub fn other_day(&self, text: &str) -> Option<NaiveDate> {
        let ParsedDay::Numeric { month_first, day_first, year_first, separator, .. } =
            self.written(text)?.day
        else {
            return None;
        };
        if self.has_years_first(separator) && year_first.is_some() {
            return None;
        }
        match self.orders.get(separator_index(separator))? {
            (DateOrder::MonthFirst, OrderEvidence::Default) => day_first,
            (DateOrder::DayFirst, OrderEvidence::Default) if separator != Separator::Dot => {
                month_first
            }
            _ => None,
        }
    }

    /// Whether values prove different orders, so that others are unknown.
    pub fn is_contradictory(&self) -> bool {
        let pairs = self.orders.iter().zip(self.open);
        pairs.into_iter().any(|((order, _), open)| *order == DateOrder::Contradictory && open > 0)
    }

    /// How many values the default alone decides, with what it takes to come first; the dot's
    /// default is everybody's.
    pub fn order_by_default(&self) -> Option<(DateOrder, usize)> {
        let [slash, dash, _] = self.orders;
        let [slashes, dashes, _] = self.open;
        [(slash, slashes), (dash, dashes)]
            .into_iter()
            .find(|((_, evidence), open)| *evidence == OrderEvidence::Default && *open > 0)
            .map(|((order, _), open)| (order, open))
    }

    /// In how many values nothing shows that the year comes first, or that it does not.
    pub fn ambiguous_year_count(&self) -> Option<usize> {
        self.years.iter().find_map(|years| {
            if let YearPosition::Ambiguous(count) = years { Some(*count) } else { None }
        })
    }

    /// How its dates are written, in words.
    pub fn describe(&self) -> String {
        match self.encoding {
            DateEncoding::Serial => return "serial numbers of a spreadsheet".into(),
            DateEncoding::Epoch => return "seconds or milliseconds since 1970".into(),
            DateEncoding::Text => {}
        }
        let undecided = self.orders.iter().zip(self.open).find(|(_, open)| *open > 0);
        match undecided {
            None if self.years.contains(&YearPosition::First) => {
                "dates, year first (since the other order makes them old, or lies in the future)"
                    .into()
            }
            None => "dates".into(),
            Some(((order, evidence), _)) => {
                let order = match order {
                    DateOrder::MonthFirst => "dates, month first",
                    DateOrder::DayFirst => "dates, day first",
                    DateOrder::Contradictory => return "dates that contradict each other".into(),
                };
                let why = match evidence {
                    OrderEvidence::Unambiguous | OrderEvidence::Proven => "as its values prove",
                    OrderEvidence::OtherColumn => "as another column proves",
                    OrderEvidence::SimilarFile => "as another file with its columns proves",
                    OrderEvidence::Consistent => "since the other order contradicts other days",
                    OrderEvidence::Future => "since the other order lies in the future",
                    OrderEvidence::Language => "as where its words or its `;` are from",
                    OrderEvidence::Default => "by default",
                    OrderEvidence::Declared => "as its description says",
                };
                format!("{order} ({why})")
            }
        }
    }
}
