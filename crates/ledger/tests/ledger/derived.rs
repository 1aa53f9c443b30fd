//! What was derived, where somebody damaged it: it is named, and made anew from the events.

use crate::scratch_ledger::{ScratchLedger, on_each_database, record, withdrawn};
use rescind_ledger::{Action, EventFilter, LedgerAddress, LedgerError, NewEvent, Standings};

on_each_database!(
    what_was_derived_and_changed_is_named_and_made_anew,
    an_older_version_is_brought_up_to_date_with_all_that_it_has,
);

/// Two accounts with people who were withdrawn, one of them by mistake.
fn fill(scratch: &ScratchLedger) {
    let mut ledger = scratch.open();
    let people = ["in/ada", "in/ben", "in/eve"];
    record(&mut ledger, 0, people.map(|person| withdrawn("anna", person)).to_vec());
    record(&mut ledger, 1, vec![withdrawn("ben", "in/ada")]);
    let mistake = NewEvent::new("anna", "in/eve", Action::Corrected);
    record(&mut ledger, 2, vec![NewEvent { corrects: Some(3), ..mistake }]);
}

fn what_was_derived_and_changed_is_named_and_made_anew(scratch: &ScratchLedger) {
    fill(scratch);
    let head = scratch.open().verify().unwrap();
    let known = Standings::read(&mut scratch.open(), None).unwrap();
    for (sql, person) in [
        ("UPDATE derived SET standing = '{}' WHERE person = 'in/ben'", "in/ben of anna"),
        ("UPDATE derived SET standing = 'x' WHERE person = 'in/ben'", "in/ben of anna"),
        ("UPDATE derived SET waits_since = NULL WHERE account = 'ben'", "in/ada of ben"),
        ("UPDATE derived SET waits_since = '2020-01-01' WHERE account = 'ben'", "in/ada of ben"),
        ("UPDATE derived SET is_heard = 0 WHERE person = 'in/ben'", "in/ben of anna"),
        ("UPDATE derived SET reconnect_on = '2020-01-01' WHERE person = 'in/ben'", "in/ben"),
        ("UPDATE derived SET account = 'bob' WHERE account = 'ben'", "in/ada of ben"),
        ("UPDATE derived SET account = 'bob' WHERE person = 'in/ben'", "in/ben of anna"),
        ("DELETE FROM derived WHERE account = 'ben'", "in/ada of ben"),
        ("DELETE FROM derived", "in/ada of anna"),
        (
            "INSERT INTO derived (account, person, is_heard, standing) \
             VALUES ('zoe', 'in/nobody', 1, '{}')",
            "in/nobody of zoe",
        ),
        // From these events was derived already.
        ("UPDATE derived_until SET number = 1", "in/ben of anna"),
    ] {
        scratch.tamper(sql).unwrap();
        let mut ledger = scratch.open();
        match ledger.verify() {
            Err(LedgerError::Underived { misderived, .. }) => {
                assert!(misderived.to_string().contains(person), "{sql}: {misderived}");
            }
            other => panic!("{sql}: {other:?}"),
        }
        ledger.derive_anew().unwrap();
        assert_eq!(ledger.verify().unwrap(), head, "{sql}");
        assert_eq!(Standings::read(&mut ledger, None).unwrap(), known, "{sql}");
    }
}

/// Takes away what the second version added, so that it is as the first one left it.
const AS_VERSION_1: &str = "
    DROP TABLE derived; DROP TABLE derived_until; DROP INDEX events_of_account_in_order;
    CREATE INDEX events_done ON events (account, number)
        WHERE action NOT IN ('imported', 'planned');
    CREATE INDEX events_withdrawn ON events (day) WHERE action = 'withdrawn';";

fn an_older_version_is_brought_up_to_date_with_all_that_it_has(scratch: &ScratchLedger) {
    fill(scratch);
    let every = scratch.open().events(&EventFilter::default()).unwrap();
    let known = Standings::read(&mut scratch.open(), None).unwrap();
    let version = match scratch.address {
        LedgerAddress::File(_) => "PRAGMA user_version = 1",
        LedgerAddress::Server(_) => "UPDATE version SET number = 1",
    };
    scratch.tamper(&format!("{AS_VERSION_1} {version}")).unwrap();
    // Two at once take the step once.
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| scratch.open().verify().unwrap());
        }
    });
    let mut ledger = scratch.open();
    assert_eq!(ledger.events(&EventFilter::default()).unwrap(), every);
    assert_eq!(Standings::read(&mut ledger, None).unwrap(), known);
    record(&mut ledger, 3, vec![withdrawn("anna", "in/zoe")]);
    assert_eq!(ledger.verify().unwrap().number, 6);
}
