//! The command line, through the built program: what people read, and how it ends.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose program cannot be run has to fail"
)]

mod accepted;
mod agency;
mod audit;
mod bad_data;
mod bad_scripts;
mod bombs;
mod calendars;
mod check;
mod connections_alone;
mod coverage;
mod cut_off;
mod described;
mod docs;
mod documents;
#[path = "../random/effort.rs"]
mod effort;
mod files;
mod hostile_packs;
mod imports;
mod in_any_order;
mod kept;
mod known_later;
mod killed;
mod known_by_name;
mod ledger;
mod listed_again;
mod member_ids;
mod month;
mod mutants;
mod new;
mod older_lists;
mod one_person;
mod outranked;
mod own_results;
mod packs;
mod params;
mod plan;
mod program;
mod progress_files;
mod project;
#[path = "../random/random.rs"]
mod random;
mod raw;
mod repl;
mod run;
mod sandbox;
mod saved;
mod signed_packs;
mod spreadsheets;
mod strangers;
mod test;
mod told_late;
mod unanswered_commits;
mod user_folders;
mod watch;
mod why;
mod written;
