//! What is not certain of the form of a column's dates, and how that is said.

use super::date_text::{ReadDay, Separator};
use super::evidence::{DateOrder, Evidence};
use super::form::{DateForm, ValueForm, at};
use super::years::Years;
use chrono::NaiveDate;

impl DateForm {
    /// How many of the values may have day and month swapped: a spreadsheet that takes `7/11/2026`
    /// for a date in its own order leaves `13/11/2026` a text, so that no date has a day above 12,
    /// and no text one below 13.
    pub fn may_be_swapped(&self) -> Option<usize> {
        Some(self.swapped).filter(|count| *count > 0)
    }

    /// Whether no value proves an order, and some can be read in two.
    pub fn is_unproven(&self) -> bool {
        let [slash, dash, _] = self.orders;
        [slash, dash]
            .iter()
            .any(|(_, evidence)| matches!(evidence, Evidence::Default | Evidence::Future))
    }

    /// Whether nothing of its values is open.
    pub fn is_certain(&self) -> bool {
        !self.is_unproven() && self.are_years_open().is_none()
    }

    /// The day that a text would name in the other order, where nothing but the default decides.
    pub fn other_day(&self, text: &str) -> Option<NaiveDate> {
        let ReadDay::Numeric { month_first, day_first, year_first, separator, .. } =
            self.written(text)?.day
        else {
            return None;
        };
        if self.has_years_first(separator) && year_first.is_some() {
            return None;
        }
        match self.orders.get(at(separator))? {
            (DateOrder::MonthFirst, Evidence::Default) => day_first,
            (DateOrder::DayFirst, Evidence::Default) if separator != Separator::Dot => month_first,
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
    pub fn is_open(&self) -> Option<(DateOrder, usize)> {
        let [slash, dash, _] = self.orders;
        let [slashes, dashes, _] = self.open;
        [(slash, slashes), (dash, dashes)]
            .into_iter()
            .find(|((_, evidence), open)| *evidence == Evidence::Default && *open > 0)
            .map(|((order, _), open)| (order, open))
    }

    /// In how many values nothing shows that the year comes first, or that it does not.
    pub fn are_years_open(&self) -> Option<usize> {
        self.years
            .iter()
            .find_map(|years| if let Years::Open(count) = years { Some(*count) } else { None })
    }

    /// How its dates are written, in words.
    pub fn describe(&self) -> String {
        match self.writing {
            ValueForm::Serial => return "serial numbers of a spreadsheet".into(),
            ValueForm::Epoch => return "seconds or milliseconds since 1970".into(),
            ValueForm::Text => {}
        }
        let undecided = self.orders.iter().zip(self.open).find(|(_, open)| *open > 0);
        match undecided {
            None if self.years.contains(&Years::First) => {
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
                    Evidence::Needless | Evidence::Proven => "as its values prove",
                    Evidence::Beside => "as another column proves",
                    Evidence::Alike => "as another file with its columns proves",
                    Evidence::Consistent => "since the other order contradicts other days",
                    Evidence::Future => "since the other order lies in the future",
                    Evidence::Language => "as where its words or its `;` are from",
                    Evidence::Default => "by default",
                    Evidence::Said => "as its description says",
                };
                format!("{order} ({why})")
            }
        }
    }
}
