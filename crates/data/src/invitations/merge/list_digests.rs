//! What lists of the Sent page have, as one figure each, so that a list that does not say when it
//! was taken can be told again.

use crate::invitations::data_reach::SentListsByAccount;
use polars::prelude::{DataFrame, PolarsResult};
use rescind_runtime::digest;
use std::collections::BTreeMap;

/// Who is on a list, when it was sent, and its least age in days.
type ListedRow<'a> = (Option<&'a str>, Option<i64>, Option<i64>);

/// Notes the content of each account's list, whose rows are these.
pub(in crate::invitations) fn note(
    list: &DataFrame,
    lists: &mut SentListsByAccount,
) -> PolarsResult<()> {
    let who = list.column("who")?.str()?.iter();
    let sent = list.column("sent_at")?.datetime()?.physical().iter();
    let ages = list.column("least_age_days")?.i64()?.iter();
    let listed = who.zip(sent).zip(ages).map(|((who, sent), age)| (who, sent, age));
    let mut rows: BTreeMap<&str, Vec<ListedRow>> = BTreeMap::new();
    for (account, row) in list.column("account")?.str()?.iter().zip(listed) {
        rows.entry(account.unwrap_or_default()).or_default().push(row);
    }
    for (account, mut rows) in rows {
        rows.sort_unstable();
        if let Some(list) = lists.get_mut(account) {
            list.content = digest::from_hexadecimal(&digest::sha256(format!("{rows:?}")));
        }
    }
    Ok(())
}
