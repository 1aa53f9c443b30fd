//! What there is to say where it is not clear whose a table is.

use super::sources::snake_case;
use super::table::Table;
use crate::finding::{Finding, FindingCode, Level};
use std::collections::BTreeSet;

/// Says that an account is called after its file.
pub(crate) fn unnamed(file: &str, account: &str) -> Finding {
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
    let help = format!(
        "if the sheet is an account's, say so in rescind.toml: `[sources.{}]`, `files = [\"{}\"]`, \
         `belongs_to = \"{sheet}\"`",
        snake_case(sheet),
        table.file
    );
    Finding::new(FindingCode::AccountUnnamed, Level::Warn, message).of_account(account).help(help)
}

/// Says that a file's name fits several accounts.
pub(super) fn doubtful(file: &str, accounts: &[String]) -> Finding {
    let accounts = accounts.join(" and ");
    let message = format!("{file}: left out, since its name fits several accounts: {accounts}");
    Finding::new(FindingCode::AccountUnknown, Level::Warn, message)
        .help(format!("name it: --account NAME={file}"))
}

/// Says that a folder or zip holds what several people sent.
pub(super) fn mixed(name: &str, owners: &BTreeSet<String>) -> Finding {
    let owners = owners.iter().map(String::as_str).collect::<Vec<_>>().join(" and ");
    let message = format!(
        "{name}: holds invitations of several people as if they were one account: {owners}"
    );
    Finding::new(FindingCode::AccountMixed, Level::Warn, message)
        .help("put each into a folder of its own, or name them: --account NAME=PATH")
}

/// Says that several accounts are of one owner.
pub(super) fn one_owner(owner: &str, accounts: &BTreeSet<String>) -> Finding {
    let accounts = accounts.iter().map(String::as_str).collect::<Vec<_>>().join(" and ");
    let message = format!("{accounts}: accounts of one owner, {owner}, that count apart");
    Finding::new(FindingCode::AccountMixed, Level::Warn, message)
        .help("if they are parts of one, give them one name: --account NAME=PATH for each")
}

/// Says that nothing tells whose a file is.
pub(super) fn unknown(file: &str) -> Finding {
    let message = format!("{file}: left out, since nothing says which account it belongs to");
    Finding::new(FindingCode::AccountUnknown, Level::Warn, message)
        .help(format!("name it: --account NAME={file}"))
}
