//! What the sections of a report are called as files.

use crate::report::{Report, Section};
use std::collections::BTreeSet;

/// The most letters that a file is called by, before its ending.
const NAME_MAX: usize = 60;

/// What the file of each section is called in a folder of its own, with this ending.
pub fn section_files<'a>(report: &'a Report, ending: &str) -> Vec<(String, &'a Section)> {
    let mut taken = BTreeSet::new();
    let files = report.sections.iter().map(|section| {
        let name: String = section.name().chars().take(NAME_MAX).collect();
        let name = if name.is_empty() { "section".into() } else { name };
        let numbered = (2_u32..).map(|number| format!("{name}_{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        let free = names.find(|name| taken.insert(name.clone())).unwrap_or(name.clone());
        (format!("{free}.{ending}"), section)
    });
    files.collect()
}
