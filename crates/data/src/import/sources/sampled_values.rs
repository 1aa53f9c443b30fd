//! What the values of a column look like, from a sample of rows.

use super::sample::{Sample, SampledValue, counted};
use crate::import::dates::age;
use crate::import::dates::age::tells_of_sending;
use crate::import::dates::date_text::{parse_date, parse_epoch, parse_serial};
use crate::import::people_keys::person;
use crate::import::words::answers::{Answer, answer};
use crate::import::words::paired_marks::YesNoMarks;
use crate::import::words::status::Status;
use crate::import::words::status_phrase;

/// How many values of a column are what.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ValueCounts {
    /// Values that are not empty.
    pub(super) filled: usize,
    /// Addresses of profiles, URNs and member ids.
    pub(super) addresses: usize,
    /// Those of them that have a slug.
    pub(super) slugs: usize,
    pub(super) dates: usize,
    /// Numbers that may be days or times, and days without a year: dates where a name says so.
    pub(super) possible_dates: usize,
    pub(super) ages: usize,
    /// Relative ages in more words than the age, as the Sent page has them.
    pub(super) sent_ages: usize,
    /// Words for what became of an invitation.
    pub(super) statuses: usize,
    /// Those that say that it is pending no more.
    pub(super) outcomes: usize,
    /// The very names of states.
    pub(super) states: usize,
    /// `yes`, `no` and the like.
    pub(super) answers: usize,
    /// The same where a question is asked, so that `1` and `0` are such.
    pub(super) asked: usize,
}

impl ValueCounts {
    /// Of the column at `at` of these rows.
    pub(super) fn of_column(sample: &Sample, at: usize, explained: &[(String, Status)]) -> Self {
        let cells = sample.cells(at);
        Self::of_counted(&YesNoMarks::of_values(cells), sample.values(at), explained)
    }

    /// Of these values.
    pub(super) fn of_values<'a>(
        values: impl Iterator<Item = &'a str>,
        explained: &[(String, Status)],
    ) -> Self {
        let values: Vec<&str> = values.collect();
        let marks = YesNoMarks::of_values(values.iter().copied());
        Self::of_counted(&marks, &counted(values.into_iter()), explained)
    }

    fn of_counted(
        marks: &YesNoMarks,
        values: &[SampledValue],
        explained: &[(String, Status)],
    ) -> Self {
        let mut shares = Self::default();
        for SampledValue { value, rows } in values {
            if answer(value) != Some(Answer::Nothing) {
                shares.add(*rows, value, marks, explained);
            }
        }
        shares
    }

    /// Adds so many values that are all the same.
    fn add(
        &mut self,
        count: usize,
        value: &str,
        marks: &YesNoMarks,
        explained: &[(String, Status)],
    ) {
        let counted = |is: bool| if is { count } else { 0 };
        self.filled += count;
        let has_slug = person::has_slug(value);
        self.slugs += counted(has_slug);
        let is_address = has_slug
            || person::member_id(value).is_some()
            || person::member_of_address(value).is_some();
        self.addresses += counted(is_address || value.starts_with("urn:li:"));
        if is_address_alone(value) {
            return;
        }
        let is_date = parse_date(value).is_some();
        self.dates += counted(is_date);
        if is_date && !value.contains(|c: char| c.is_alphabetic() && !matches!(c, 'T' | 'Z')) {
            return;
        }
        let is_number = || parse_serial(value).is_some() || parse_epoch(value).is_some();
        let may_be_date = || is_number() || status_phrase::is_day_without_year(value);
        self.possible_dates += counted(!is_date && may_be_date());
        // A letter alone may stand for anything.
        let is_age = value.chars().count() > 1 && age::least_days(value).is_some();
        self.ages += counted(is_age);
        self.sent_ages += counted(is_age && tells_of_sending(value));
        let status = Status::from_text(value, explained);
        self.statuses += counted(status.is_some());
        self.outcomes += counted(status.is_some_and(Status::is_over));
        let is_state = status.is_some_and(|status| status.name().eq_ignore_ascii_case(value));
        self.states += counted(is_state);
        self.answers += counted(marks.is_answer(value));
        self.asked += counted(marks.yes_or_no(value).is_some());
    }

    /// Whether so many are as many as there are.
    pub(super) fn is_all(self, count: usize) -> bool {
        count >= self.filled
    }

    /// Whether most values are dates, or may be such.
    pub(super) fn are_mostly_dates(self) -> bool {
        self.filled > 0 && self.is_most(self.dates + self.possible_dates)
    }

    /// Whether so many are more than half of the values.
    pub(super) fn is_most(self, count: usize) -> bool {
        count * 2 > self.filled
    }
}

/// Whether a value is the address of a page and nothing else, so that there is no word in it.
fn is_address_alone(value: &str) -> bool {
    value.starts_with("http") && value.contains("://") && !value.contains(char::is_whitespace)
}
