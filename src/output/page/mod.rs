//! Pages for a browser: one file each, with its style and script in it, that loads nothing else and
//! may do nothing else.
//!
//! Invariant: whatever comes from data stands escaped, by the templates and not by hand; the policy
//! of the page allows its own style and script by their hashes, and nothing besides.

mod frame_rows;
mod html;
mod limits_page;
mod parts;
mod plan_page;
mod policy;
mod report_page;
mod rule_words;
mod template;
#[cfg(test)]
mod tests;
mod why_page;
mod work_list;

pub(super) use html::Html;
use parts::{findings, limits_left, long_date};
pub use report_page::{Chapter, write_chaptered_report};
use template::render_template;
pub(super) use template::write_text_page;
pub(super) use why_page::why;
