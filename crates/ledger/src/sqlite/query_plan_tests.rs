//! How SQLite answers what is asked of one account: by an index, never by reading every event.

use super::Sqlite;
use super::derived::{INVITED, derived_query};
use crate::action::Action;
use crate::derived::{ACCOUNTS, DerivedFilter};
use crate::store::{EventFilter, event_query};

fn steps(sqlite: &Sqlite, sql: &str) -> Vec<String> {
    let mut statement = sqlite.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let parameters = vec![rusqlite::types::Null; statement.parameter_count()];
    let steps =
        statement.query_map(rusqlite::params_from_iter(parameters), |row| row.get(3)).unwrap();
    steps.collect::<Result<_, _>>().unwrap()
}

/// Whether a step reads a table without looking anything up in it.
fn reads_all(step: &str) -> bool {
    // Every event comes after the first.
    step.starts_with("SCAN") || step.contains("rowid>?")
}

/// What plans, imports and `due` select of the events: an account's imports, the events under a
/// person's key, and saved plans.
fn selections() -> [EventFilter; 3] {
    let of_account = |account: &str, person: Option<&str>, actions: &[Action]| EventFilter {
        account: Some(account.into()),
        person: person.map(String::from),
        actions: actions.to_vec(),
        without_corrected: true,
        ..EventFilter::default()
    };
    [
        of_account("anna", Some(""), &[Action::Imported]),
        of_account("anna", Some("in/ada"), &[]),
        of_account("", None, &[Action::Planned]),
    ]
}

#[test]
fn what_is_asked_of_one_account_reads_no_other_events() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Sqlite::open(&folder.path().join("ledger.db")).unwrap();
    let people = [("anna", "in/ada")];
    let derived = [
        DerivedFilter::Account(Some("anna")),
        DerivedFilter::RelevantToPlans("anna"),
        DerivedFilter::Person("in/ada"),
        DerivedFilter::Named("ada"),
        DerivedFilter::FormerKeys,
        DerivedFilter::Waiting,
        DerivedFilter::WaitingElsewhere,
        DerivedFilter::People(&people),
    ];
    let derived = derived.iter().map(|which| derived_query(which).0);
    let further = [ACCOUNTS.to_owned(), INVITED.to_owned()];
    let of_derived: Vec<String> = derived.chain(further).collect();
    for sql in &of_derived {
        let steps = steps(&sqlite, sql);
        let of_events = steps.iter().filter(|step| step.contains("events") && reads_all(step));
        // Recursion reads what it has itself found.
        let of_events: Vec<_> = of_events.filter(|step| !step.contains("of_events")).collect();
        assert!(of_events.is_empty(), "{sql}: {steps:?}");
    }
    for at_head in [None, Some(7)] {
        for selection in selections() {
            let (sql, _) = event_query(&EventFilter { at_head, ..selection });
            let steps = steps(&sqlite, &sql);
            assert!(!steps.iter().any(|step| reads_all(step)), "{sql}: {steps:?}");
        }
    }
}

#[test]
fn an_account_is_looked_up_in_what_was_derived() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Sqlite::open(&folder.path().join("ledger.db")).unwrap();
    let (moved, _) = derived_query(&DerivedFilter::FormerKeys);
    let moved = steps(&sqlite, &moved);
    assert!(moved.iter().any(|step| step.contains("derived_moved")), "{moved:?}");
    let people = [("anna", "in/ada")];
    for which in [
        DerivedFilter::Account(Some("anna")),
        DerivedFilter::RelevantToPlans("anna"),
        DerivedFilter::People(&people),
    ] {
        let (sql, _) = derived_query(&which);
        let steps = steps(&sqlite, &sql);
        assert!(steps.iter().all(|step| step.starts_with("SEARCH derived")), "{sql}: {steps:?}");
    }
}
