//! Pages for a browser: one file each, with its style and script in it, that loads nothing else and
//! may do nothing else.
//!
//! Invariant: whatever comes from data stands escaped, by the templates and not by hand; the policy
//! of the page allows its own style and script by their hashes, and nothing besides.

mod frame_rows;
mod html;
mod html_escaping;
mod limits_page;
mod plan_page;
mod policy;
mod report_page;
mod rule_words;
#[cfg(test)]
mod tests;
mod why_page;
mod work_list;

pub(super) use self::html_escaping::escape;
pub use self::report_page::{Chapter, write_chaptered_report};
pub(super) use self::why_page::why;
pub(super) use html::{Html, write_text_page};
use html::{findings, limits_left, long_date, render_template};
