//! What there is to say where it is not clear whose a table is.

use super::names_of_files::split_date;
use super::owners::Owner;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::sources::column_names::snake_case;
use crate::import::table::Table;
use crate::import::words::state_in_name;
use crate::import::words::state_in_name::NameReading;
use std::collections::BTreeSet;

/// Says that an account is called after its file.
pub(crate) fn account_unnamed(file: &str, account: &str) -> Finding {
    let message = format!("{file}: nothing says whose it is; its name is taken for the account's");
    Finding::new(FindingCode::AccountUnnamed, Level::Note, message)
        .of_account(account)
        .help(format!("name it: --account NAME={file}"))
}

/// Says that a sheet is of the account that is called after its workbook, as the others are.
pub(crate) fn unnamed_sheet(table: &Table, sheet: &str, account: &str) -> Finding {
    let message = format!(
        "{}: nothing says whose it is; the workbook's name is taken for the account's, as for its \
         other sheets",
        table.file
    );
    let finding = |level| {
        Finding::new(FindingCode::AccountUnnamed, level, message.clone()).of_account(account)
    };
    // A state or a month is nobody's name.
    if !matches!(state_in_name::read_file_name(sheet, &table.statuses), NameReading::NoState)
        || split_date(sheet).is_some_and(|(rest, _)| rest.is_empty())
    {
        return finding(Level::Note).help(format!("name it: --account NAME={}", table.path()));
    }
    let help = format!(
        "if the sheet is an account's, say so in rescind.toml: `[sources.{}]`, `files = [\"{}\"]`, \
         `belongs_to = \"{sheet}\"`",
        snake_case(sheet),
        table.file
    );
    finding(Level::Warn).help(help)
}

/// Says that a file's name fits several accounts.
pub(in crate::import) fn doubtful(file: &str, accounts: &[String]) -> Finding {
    let accounts = accounts.join(" and ");
    let message = format!("{file}: left out, since its name fits several accounts: {accounts}");
    Finding::new(FindingCode::AccountUnknown, Level::Warn, message)
        .help(format!("name it: --account NAME={file}"))
}

/// Says that a folder or zip holds what several people sent.
pub(in crate::import) fn account_mixed(name: &str, owners: &BTreeSet<String>) -> Finding {
    let owners = owners.iter().map(String::as_str).collect::<Vec<_>>().join(" and ");
    let message = format!(
        "{name}: holds invitations of several people as if they were one account: {owners}"
    );
    Finding::new(FindingCode::AccountMixed, Level::Warn, message)
        .help("put each into a folder of its own, or name them: --account NAME=PATH")
}

/// Says that several accounts are of one owner.
pub(in crate::import) fn one_owner(owner: &str, accounts: &BTreeSet<String>) -> Finding {
    let accounts = accounts.iter().map(String::as_str).collect::<Vec<_>>().join(" and ");
    let message = format!("{accounts}: accounts of one owner, {owner}, that count apart");
    Finding::new(FindingCode::AccountMixed, Level::Warn, message)
        .help("if they are parts of one, give them one name: --account NAME=PATH for each")
}

/// Says that an owner is taken for one whose address was another.
pub(in crate::import) fn renamed(owner: &Owner, account: &str) -> Finding {
    let slug = owner.slug.as_deref().unwrap_or_default();
    let message = format!(
        "{account}: an archive of `{slug}` is taken for one of this account: its owner has the \
         same name and sent the same invitations at the same times"
    );
    Finding::new(FindingCode::AccountMixed, Level::Note, message)
        .of_account(account)
        .help("if they are two people, name each: --account NAME=PATH")
}

/// Says that nothing tells whose a file is.
pub(in crate::import) fn account_unknown(file: &str) -> Finding {
    let message = format!("{file}: left out, since nothing says which account it belongs to");
    Finding::new(FindingCode::AccountUnknown, Level::Warn, message)
        .help(format!("name it: --account NAME={file}"))
}

/// Says that a table is passed over which has profiles of people, as no other file of LinkedIn's
/// archive does: it may be of those who accepted, or were withdrawn.
pub(in crate::import) fn people_passed_over(table: &Table, why: &str) -> Option<Finding> {
    const PROFILES: [&str; 3] = ["profile_url", "public_id", "member_id"];
    let has_profiles = table.columns.iter().any(|(field, _)| PROFILES.contains(&field.as_str()));
    let message = format!("{}: not read: {why}", table.file);
    let help = "a column `Status`, or days such as `Withdrawn on`, would tell; of connections \
                `Connected On` does";
    has_profiles.then(|| Finding::new(FindingCode::UnreadableFile, Level::Note, message).help(help))
}
