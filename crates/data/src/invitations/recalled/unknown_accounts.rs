//! Accounts of data that a ledger does not know, although it knows others: last week's data may
//! have called the same account otherwise, and then nothing that was recorded counts.

use crate::account::find_same;
use crate::finding::{Finding, FindingCode, Level};
use polars::prelude::{DataFrame, PolarsResult};
use std::collections::{BTreeMap, BTreeSet};

/// The slug of each account's owner, of the owners that [`crate::invitations::typed::messages`]
/// has; none of an account whose rows name several.
pub(in crate::invitations) fn owners(
    frames: &[DataFrame],
) -> PolarsResult<BTreeMap<String, String>> {
    let mut slugs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for frame in frames {
        let texts = |name: &str| frame.column(name).and_then(|column| column.str().cloned());
        let (accounts, owners) = (texts("account")?, texts("owner_slug")?);
        for (account, slug) in accounts.iter().zip(owners.iter()) {
            let slugs = slugs.entry(account.unwrap_or_default().to_owned()).or_default();
            slugs.extend(slug.map(String::from));
        }
    }
    let only = slugs.into_iter().filter_map(|(account, slugs)| {
        let slug = slugs.first().filter(|_| slugs.len() == 1)?;
        Some((account, slug.clone()))
    });
    Ok(only.collect())
}

/// That a ledger has nothing of an account, by account; `known` has those of the ledger, with their
/// owners.
pub fn unknown_account_findings<'a>(
    accounts: impl IntoIterator<Item = &'a String>,
    owners: &BTreeMap<String, String>,
    known: &BTreeMap<String, Option<String>>,
) -> Vec<Finding> {
    let names = || known.keys().map(String::as_str);
    let strange = accounts.into_iter().filter(|account| find_same(account, names()).is_none());
    let strange = strange.filter(|_| !known.is_empty());
    strange.map(|account| finding(account, owners.get(account), known)).collect()
}

fn finding(
    account: &str,
    owner: Option<&String>,
    known: &BTreeMap<String, Option<String>>,
) -> Finding {
    let same = known.iter().find(|(_, other)| owner.is_some() && other.as_ref() == owner);
    let nothing = "nothing that was recorded counts for it";
    match same {
        Some((other, _)) => {
            let message = format!(
                "the ledger has no such account, so that {nothing}; its owner is the one of \
                 `{other}`, which it has"
            );
            let help = format!(
                "if they are one account, name it: --account {other}=PATH; what was imported under \
                 another name is taken back by `rescind correct NUMBER --whole-import`"
            );
            Finding::new(FindingCode::AccountRenamed, Level::Warn, message)
                .of_account(account)
                .help(help)
        }
        None => {
            let names: Vec<&str> = known.keys().map(String::as_str).collect();
            let message = format!(
                "the ledger has no such account, so that {nothing}; it has {}",
                names.join(", ")
            );
            let help = "if it is one of these, name it: --account NAME=PATH";
            Finding::new(FindingCode::AccountNew, Level::Note, message)
                .of_account(account)
                .help(help)
        }
    }
}
