//! Files in the columns of the frame: their rows stay lazy, and what can only be known by a look at
//! all of them is known by one.

pub(super) mod accounts;
pub(super) mod canonical;
pub(super) mod canonical_csv;
pub(super) mod canonical_person;
pub(super) mod first_pass;
pub(super) mod named_people;
pub(super) mod positions;
pub(super) mod scan_findings;
pub(super) mod scanned_columns;
pub(super) mod scanned_file;
pub(super) mod word_columns;
