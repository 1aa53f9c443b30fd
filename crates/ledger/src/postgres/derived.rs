//! What was derived from the events, in a database of PostgreSQL.

use crate::derived::{ACCOUNTS, DerivedFilter, DerivedRow, ELSEWHERE, InvitedOnDay, MOVED};
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::ToSql;
use postgres::{Client, Error, Row};
use std::collections::BTreeSet;

/// How many rows are written at once.
const ROWS_AT_ONCE: usize = 1000;

const COLUMNS: &str =
    "account, person, name, is_heard, waits_since, reconnect_on, invited_on, standing";

pub(super) fn accounts(client: &mut Client) -> Result<BTreeSet<String>, Error> {
    client.query(ACCOUNTS, &[])?.iter().map(|row| row.try_get(0)).collect()
}

/// Gives each row to a function, which ends the reading by an error of its own.
pub(super) fn read<E>(
    client: &mut Client,
    which: &DerivedFilter,
    each: &mut dyn FnMut(Result<DerivedRow, Error>) -> Result<(), E>,
) -> Result<Result<(), E>, Error> {
    let (accounts, people): (Vec<&str>, Vec<&str>) = match which {
        DerivedFilter::People(people) => people.iter().copied().unzip(),
        _ => (vec![], vec![]),
    };
    let mut parameters: Vec<&(dyn ToSql + Sync)> = vec![];
    let condition = match which {
        DerivedFilter::Account(None) => "TRUE",
        DerivedFilter::Account(Some(account)) => {
            parameters.push(account);
            "account = $1"
        }
        DerivedFilter::RelevantToPlans(account) => {
            parameters.push(account);
            "account = $1 AND is_heard = 1"
        }
        DerivedFilter::Person(person) => {
            parameters.push(person);
            "person = $1"
        }
        DerivedFilter::Named(name) => {
            parameters.push(name);
            "name = $1"
        }
        DerivedFilter::FormerKeys => MOVED,
        DerivedFilter::Waiting | DerivedFilter::WaitingElsewhere => "waits_since IS NOT NULL",
        DerivedFilter::People(_) => {
            parameters.extend([&accounts as &(dyn ToSql + Sync), &people]);
            "(account, person) IN (SELECT * FROM unnest($1::text[], $2::text[]))"
        }
    };
    let waits = "account, person, NULL::text, 1, waits_since, reconnect_on, NULL::text, NULL::text";
    let columns = if matches!(which, DerivedFilter::Waiting) { waits } else { COLUMNS };
    let sql = match which {
        DerivedFilter::WaitingElsewhere => ELSEWHERE.to_owned(),
        _ => format!("SELECT {columns} FROM derived WHERE {condition} ORDER BY account, person"),
    };
    let mut rows = client.query_raw(&sql, parameters)?;
    while let Some(read) = rows.next()? {
        if let Err(error) = each(row(&read)) {
            return Ok(Err(error));
        }
    }
    Ok(Ok(()))
}

fn row(row: &Row) -> Result<DerivedRow, Error> {
    Ok(DerivedRow {
        account: row.try_get(0)?,
        person: row.try_get(1)?,
        name: row.try_get(2)?,
        is_heard: row.try_get::<_, i32>(3)? == 1,
        waits_since: row.try_get(4)?,
        reconnect_on: row.try_get(5)?,
        invited_on: row.try_get(6)?,
        standing: row.try_get(7)?,
    })
}

pub(super) fn write(client: &mut Client, rows: &[DerivedRow], until: i64) -> Result<(), Error> {
    let (known, gone): (Vec<&DerivedRow>, Vec<&DerivedRow>) =
        rows.iter().partition(|row| row.standing.is_some());
    for rows in known.chunks(ROWS_AT_ONCE) {
        put(client, rows)?;
    }
    for rows in gone.chunks(ROWS_AT_ONCE) {
        let [accounts, people] = keys(rows);
        let sql = "DELETE FROM derived WHERE (account, person) IN \
                   (SELECT * FROM unnest($1::text[], $2::text[]))";
        client.execute(sql, &[&accounts, &people])?;
    }
    client.execute("UPDATE derived_until SET number = $1", &[&until])?;
    Ok(())
}

fn keys<'a>(rows: &[&'a DerivedRow]) -> [Vec<&'a str>; 2] {
    let accounts = rows.iter().map(|row| row.account.as_str());
    [accounts.collect(), rows.iter().map(|row| row.person.as_str()).collect()]
}

fn put(client: &mut Client, rows: &[&DerivedRow]) -> Result<(), Error> {
    let sql = format!(
        "INSERT INTO derived ({COLUMNS}) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], \
         $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[]) \
         ON CONFLICT (account, person) DO UPDATE SET name = excluded.name, \
         is_heard = excluded.is_heard, waits_since = excluded.waits_since, \
         reconnect_on = excluded.reconnect_on, invited_on = excluded.invited_on, \
         standing = excluded.standing"
    );
    let texts = |text: fn(&DerivedRow) -> &Option<String>| {
        rows.iter().map(|row| text(row).as_deref()).collect::<Vec<_>>()
    };
    let [accounts, people] = keys(rows);
    client.execute(
        &sql,
        &[
            &accounts,
            &people,
            &texts(|row| &row.name),
            &rows.iter().map(|row| i32::from(row.is_heard)).collect::<Vec<_>>(),
            &texts(|row| &row.waits_since),
            &texts(|row| &row.reconnect_on),
            &texts(|row| &row.invited_on),
            &texts(|row| &row.standing),
        ],
    )?;
    Ok(())
}

pub(super) fn invited(
    client: &mut Client,
    from: &str,
    to: &str,
) -> Result<Vec<InvitedOnDay>, Error> {
    let sql = "SELECT account, invited_on, count(*) FROM derived \
               WHERE invited_on BETWEEN $1 AND $2 GROUP BY invited_on, account";
    let rows = client.query(sql, &[&from, &to])?;
    let invited = rows.iter().map(|row| {
        Ok(InvitedOnDay { account: row.try_get(0)?, day: row.try_get(1)?, count: row.try_get(2)? })
    });
    invited.collect()
}
