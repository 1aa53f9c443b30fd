//! Dates as people, programs and spreadsheets write them.
//!
//! A single text is taken apart by [`date_text`], whatever its language; what `3/4/2026` or `46229`
//! means, no text says by itself: [`form`] decides it for a whole column, from all its values.
//! [`age`] reads relative ages ("Sent 2 weeks ago"), with one row of words a language.
//!
//! Invariant: a text that is not understood whole gives nothing; no part of it is ever guessed.

pub mod age;
mod age_lexicon;
mod age_words;
pub mod date_text;
mod date_tokens;
mod day_month_swap;
mod evidence;
pub mod form;
mod form_doubts;
mod iso;
pub mod local_time;
pub(super) mod month_names;
mod numeric_day;
pub mod order;
mod time_of_day;
mod tokens;
pub mod unreadable_days;
mod value_tally;
mod years;
