//! What a cell, or the name of a column, a sheet or a file says in words.

pub(super) mod answer_words;
pub mod answers;
pub(crate) mod day_first_words;
pub mod degree;
pub mod direction;
pub(super) mod history_entries;
pub mod invitation_type;
pub(super) mod other_subjects;
pub mod paired_marks;
pub(super) mod state_in_name;
pub mod status;
pub(crate) mod status_of_text;
pub(super) mod status_phrase;
pub mod status_words;
pub(super) mod word_set;
