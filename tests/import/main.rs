//! From files to the frame of invitations, through the public interface.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test whose data cannot be set up has to fail"
)]
#![expect(clippy::disallowed_methods, reason = "a test's own small queries need no bounds")]

mod accounts;
mod added_columns;
mod addresses;
mod answers;
mod archives;
mod attempts;
mod beside_requests;
mod canonical;
mod counted;
mod damaged;
mod directions;
mod disagreeing;
mod data;
mod documented;
#[path = "../random/effort.rs"]
mod effort;
mod ended;
mod errors;
mod formats;
mod former;
mod further_columns;
mod headings;
mod histories;
mod kept_lists;
mod list_days;
mod lists;
mod logs;
mod matching;
mod messages;
mod names;
mod nested_json;
mod nobody;
mod orders;
mod other_subjects;
mod outcomes;
mod passed_over;
mod precedence;
mod profiles;
mod refused;
mod renamed;
mod repeated;
mod rows;
mod sections;
mod sheets;
mod slips;
mod snapshots;
mod strangers;
mod told;
mod told_once;
mod tools;
mod values;
mod whose_rows;
mod words;
mod workbooks;
mod written;
