//! What invitations add to the language of scripts.

use crate::formula::column_facts::ColumnFacts;
use crate::invitations::schema;
use crate::question;
use crate::script::domain::Domain;

/// The domain of scripts over invitations.
pub static INVITATIONS: Domain = Domain {
    known_columns: known_column,
    frames: &["invitations", "pending", "connections", "accounts", "history"],
    settings: &["today", "as_of", "limits"],
    topics: question::TOPICS,
};

/// What the table of columns says of one, which holds of every row.
pub fn known_column(name: &str) -> Option<ColumnFacts> {
    let column = schema::column(name)?;
    Some(ColumnFacts { nullable: column.nullable, range: column.range })
}

#[cfg(test)]
mod tests {
    use super::INVITATIONS;
    use std::collections::BTreeSet;

    #[test]
    fn only_these_functions_are_added() {
        let functions = INVITATIONS.topics.iter().flat_map(|topic| topic.functions);
        let names: BTreeSet<&str> = functions.map(|function| function.name).collect();
        let names: Vec<&str> = names.into_iter().collect();
        assert_eq!(
            names,
            ["acceptance", "account_limits", "ages", "patience", "time_to_accept", "weekly_sends"]
        );
    }
}
