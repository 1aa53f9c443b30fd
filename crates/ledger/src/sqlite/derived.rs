//! What was derived from the events, in a file of SQLite.

use crate::derived::{ACCOUNTS, DerivedFilter, DerivedRow, ELSEWHERE, InvitedOnDay, MOVED};
use rusqlite::{Connection, Result, Row, params, params_from_iter};
use std::collections::BTreeSet;

const COLUMNS: &str =
    "account, person, name, is_heard, waits_since, reconnect_on, invited_on, standing";

const WAITING: &str = "SELECT account, person, waits_since, reconnect_on FROM derived \
                       WHERE waits_since IS NOT NULL ORDER BY account, person";

pub(super) const INVITED: &str = "SELECT account, invited_on, count(*) FROM derived \
                                  WHERE invited_on BETWEEN ?1 AND ?2 \
                                  GROUP BY invited_on, account";

pub(super) fn accounts(connection: &Connection) -> Result<BTreeSet<String>> {
    connection.prepare(ACCOUNTS)?.query_map([], |row| row.get(0))?.collect()
}

/// Gives each row to a function, which ends the reading by an error of its own.
pub(super) fn read<E>(
    connection: &Connection,
    which: &DerivedFilter,
    each: &mut dyn FnMut(Result<DerivedRow>) -> std::result::Result<(), E>,
) -> Result<std::result::Result<(), E>> {
    match which {
        DerivedFilter::People(people) => of_people(connection, people, each),
        DerivedFilter::Waiting => waiting(connection, each),
        _ => {
            let (sql, parameters) = derived_query(which);
            rows(connection, &sql, &parameters, each)
        }
    }
}

/// What is asked, and the values that it is given; of people once for each.
pub(super) fn derived_query<'a>(which: &DerivedFilter<'a>) -> (String, Vec<&'a str>) {
    let (condition, parameters) = match which {
        DerivedFilter::Account(None) => ("TRUE", vec![]),
        DerivedFilter::Account(Some(account)) => ("account = ?1", vec![*account]),
        DerivedFilter::RelevantToPlans(account) => {
            ("account = ?1 AND is_heard = 1", vec![*account])
        }
        DerivedFilter::Person(person) => ("person = ?1", vec![*person]),
        DerivedFilter::FormerKeys => (MOVED, vec![]),
        DerivedFilter::Named(name) => ("name = ?1", vec![*name]),
        DerivedFilter::Waiting => return (WAITING.into(), vec![]),
        DerivedFilter::WaitingElsewhere => return (ELSEWHERE.into(), vec![]),
        DerivedFilter::People(_) => ("account = ?1 AND person = ?2", vec![]),
    };
    let sql = format!("SELECT {COLUMNS} FROM derived WHERE {condition} ORDER BY account, person");
    (sql, parameters)
}

fn rows<E>(
    connection: &Connection,
    sql: &str,
    parameters: &[&str],
    each: &mut dyn FnMut(Result<DerivedRow>) -> std::result::Result<(), E>,
) -> Result<std::result::Result<(), E>> {
    let mut statement = connection.prepare(sql)?;
    for read in statement.query_map(params_from_iter(parameters), row)? {
        if let Err(error) = each(read) {
            return Ok(Err(error));
        }
    }
    Ok(Ok(()))
}

fn waiting<E>(
    connection: &Connection,
    each: &mut dyn FnMut(Result<DerivedRow>) -> std::result::Result<(), E>,
) -> Result<std::result::Result<(), E>> {
    let mut statement = connection.prepare(WAITING)?;
    let rows = statement.query_map([], |row| {
        Ok(DerivedRow {
            account: row.get(0)?,
            person: row.get(1)?,
            waits_since: row.get(2)?,
            reconnect_on: row.get(3)?,
            ..DerivedRow::default()
        })
    })?;
    for read in rows {
        if let Err(error) = each(read) {
            return Ok(Err(error));
        }
    }
    Ok(Ok(()))
}

fn of_people<E>(
    connection: &Connection,
    people: &[(&str, &str)],
    each: &mut dyn FnMut(Result<DerivedRow>) -> std::result::Result<(), E>,
) -> Result<std::result::Result<(), E>> {
    let (sql, _) = derived_query(&DerivedFilter::People(people));
    let mut statement = connection.prepare(&sql)?;
    for person in people {
        for read in statement.query_map(*person, row)? {
            if let Err(error) = each(read) {
                return Ok(Err(error));
            }
        }
    }
    Ok(Ok(()))
}

fn row(row: &Row) -> Result<DerivedRow> {
    Ok(DerivedRow {
        account: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        is_heard: row.get(3)?,
        waits_since: row.get(4)?,
        reconnect_on: row.get(5)?,
        invited_on: row.get(6)?,
        standing: row.get(7)?,
    })
}

pub(super) fn write(connection: &Connection, rows: &[DerivedRow], until: i64) -> Result<()> {
    let mut put = connection.prepare(&format!(
        "INSERT OR REPLACE INTO derived ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    ))?;
    let mut take_away =
        connection.prepare("DELETE FROM derived WHERE account = ?1 AND person = ?2")?;
    for row in rows {
        match &row.standing {
            None => take_away.execute(params![row.account, row.person])?,
            Some(standing) => put.execute(params![
                row.account,
                row.person,
                row.name,
                row.is_heard,
                row.waits_since,
                row.reconnect_on,
                row.invited_on,
                standing,
            ])?,
        };
    }
    connection.execute("UPDATE derived_until SET number = ?1", [until])?;
    Ok(())
}

pub(super) fn invited(connection: &Connection, from: &str, to: &str) -> Result<Vec<InvitedOnDay>> {
    let mut statement = connection.prepare(INVITED)?;
    let rows = statement.query_map([from, to], |row| {
        Ok(InvitedOnDay { account: row.get(0)?, day: row.get(1)?, count: row.get(2)? })
    })?;
    rows.collect()
}
