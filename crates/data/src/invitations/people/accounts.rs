//! The accounts that the rows of sheets name, each spelled as whoever names it first.

use crate::account::{AccountSpellings, trim_name};
use crate::finding::{Finding, FindingCode, Level};
use crate::import::people_keys::person;
use crate::invitations::columns;
use polars::prelude::{DataFrame, PolarsResult};

/// The accounts that a sheet's rows name; blanks name none.
pub(in crate::invitations) fn spell_accounts_of_sheet(
    rows: &mut DataFrame,
    spellings: &mut AccountSpellings,
) -> PolarsResult<()> {
    let names = columns::text_column(rows, "account");
    let spelled = columns::map_to_column(&names, "account", |name| {
        // A seat may be given by its profile.
        let of_profile = person::profile_url(name).and(person::slug(name));
        let of_profile = of_profile.filter(|_| name.contains('/'));
        let name = of_profile.as_deref().map_or(name, |slug| slug.trim_start_matches("in/"));
        (!trim_name(name).is_empty()).then(|| spellings.spell(name))
    });
    rows.with_column(spelled)?;
    Ok(())
}

/// Says which spellings are taken for one account.
pub(in crate::invitations) fn merged(spellings: &AccountSpellings) -> Vec<Finding> {
    let merged = spellings.merged().map(|(account, others)| {
        let others: Vec<String> = others.iter().map(|other| format!("`{other}`")).collect();
        let message = format!("spelled {} elsewhere: taken for one account", others.join(", "));
        Finding::new(FindingCode::AccountSpellings, Level::Note, message)
            .of_account(account)
            .help("names that differ in case or in blanks around them are one account")
    });
    merged.collect()
}
