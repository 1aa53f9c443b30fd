//! What a domain adds to the language of scripts: columns of which something is known, names that
//! every script is given, and functions of its own.

use super::function::Topic;
use crate::formula::column_facts::{ColumnFactsLookup, nothing_known};

/// What a domain adds to the language.
pub struct Domain {
    /// What is known of the columns of its frame.
    pub known_columns: ColumnFactsLookup,
    /// The names of the frames that every script is given.
    pub frames: &'static [&'static str],
    /// The other names that every script is given, which differ from run to run.
    pub settings: &'static [&'static str],
    /// Its functions, by topic.
    pub topics: &'static [Topic],
}

/// No domain: scripts over frames of whatever columns.
pub static NO_DOMAIN: Domain =
    Domain { known_columns: nothing_known, frames: &[], settings: &[], topics: &[] };

impl Domain {
    /// Whether a name is that of a column of which something is known.
    pub fn is_column(&self, name: &str) -> bool {
        (self.known_columns)(name).is_some()
    }

    /// Whether a name is that of a function of its own.
    pub fn is_function(&self, name: &str) -> bool {
        self.topics.iter().flat_map(|topic| topic.functions).any(|function| function.name == name)
    }
}
