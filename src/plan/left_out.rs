//! What rules or frames would withdraw and must not, as findings.

use crate::finding::{Finding, FindingCode, Level};
use polars::prelude::{DataFrame, PolarsResult};
use std::collections::BTreeMap;

/// What rules or frames would withdraw and must not, by account and reason.
pub(super) fn left_out_findings(
    inmail: &DataFrame,
    not_pending: &[DataFrame],
) -> PolarsResult<Vec<Finding>> {
    let mut counts: BTreeMap<(String, String), i64> = BTreeMap::new();
    let rows = inmail.column("rows")?.i64()?.iter();
    for (account, rows) in inmail.column("account")?.str()?.iter().zip(rows) {
        let key = (account.unwrap_or_default().to_owned(), "InMail".to_owned());
        *counts.entry(key).or_default() += rows.unwrap_or(0);
    }
    for frame in not_pending {
        let states = frame.column("state")?.str()?.iter();
        let rows = frame.column("rows")?.i64()?.iter();
        for ((account, state), rows) in frame.column("account")?.str()?.iter().zip(states).zip(rows)
        {
            let reason = format!("already {}", state.unwrap_or("gone"));
            let key = (account.unwrap_or_default().to_owned(), reason);
            *counts.entry(key).or_default() += rows.unwrap_or(0);
        }
    }
    let findings = counts.into_iter().map(|((account, reason), rows)| {
        let message = format!("{rows} that the strategy would withdraw left out: {reason}");
        let help = match reason.as_str() {
            "InMail" => "InMail cannot be withdrawn",
            _ => "give `withdraw` a frame made from `pending`",
        };
        Finding::new(FindingCode::LeftOut, Level::Note, message).of_account(&account).help(help)
    });
    Ok(findings.collect())
}

/// How many invitations an agency's rule keeps, by account: `account` (str), `rows` and `withdrawn`
/// (int), the latter those that the strategy would withdraw.
pub(super) fn protected_findings(protected: &DataFrame) -> PolarsResult<Vec<Finding>> {
    let accounts = protected.column("account")?.str()?.iter();
    let (rows, withdrawn) =
        (protected.column("rows")?.i64()?, protected.column("withdrawn")?.i64()?);
    let findings = accounts.zip(rows.iter().zip(withdrawn.iter())).map(|(account, counts)| {
        let (rows, withdrawn) = (counts.0.unwrap_or(0), counts.1.unwrap_or(0));
        let message = format!(
            "{rows} pending protected by the agency; the strategy would withdraw {withdrawn} of \
             them"
        );
        Finding::new(FindingCode::Protected, Level::Note, message)
            .of_account(account.unwrap_or_default())
    });
    Ok(findings.collect())
}
