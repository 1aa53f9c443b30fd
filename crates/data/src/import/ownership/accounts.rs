//! Whose a table is: by the folder or zip that holds it, by its file's prefix, else by its owner.
//!
//! An account is spelled as whoever names it first; [`crate::account`] knows which names are one.
//!
//! Invariant: a table that cannot be told apart between several accounts is never given to one of
//! them by guess; a finding names `--account`.

use super::account_findings::{
    account_mixed, account_unknown, account_unnamed, doubtful, one_owner, people_passed_over,
    renamed,
};
use super::account_names::AccountNames;
use super::found_table::{FoundTable, is_prefixed, names_accounts, owners_of, unprefixed};
use super::names_of_files::{is_day, name_words, named_by, prefix, stem};
use super::owners;
use super::owners::{Owner, OwnerAccounts};
use super::{lone_tracker, renamed_owner};
use crate::import::read::SourceTables;
use crate::import::table::{Table, TableKind};
use std::collections::{BTreeMap, BTreeSet};

/// The tables of one folder or zip that says nothing of its account by its name.
struct Archive {
    pub(in crate::import) name: String,
    owner: Owner,
    pieces: Vec<FoundTable>,
}

/// Gives tables to accounts, source after source.
#[derive(Default)]
pub(in crate::import) struct AccountAssigner {
    done: SourceTables,
    accounts: BTreeSet<String>,
    owners: OwnerAccounts,
    /// Archives under a name of LinkedIn's making: whose they are shows when all are known.
    archives: Vec<Archive>,
    undecided: Vec<FoundTable>,
}

impl AccountAssigner {
    /// Tables whose account was named with `--account`.
    pub(in crate::import) fn assign_named(
        &mut self,
        account: &str,
        is_container: bool,
        pieces: Vec<FoundTable>,
    ) {
        self.give(account, pieces, is_container, "`--account` says so");
    }

    /// Tables whose description says whose they are.
    pub(in crate::import) fn assign_described(&mut self, pieces: Vec<FoundTable>) {
        for piece in pieces {
            if let Some(account) = piece.table.belongs_to.clone() {
                self.give(&account, vec![piece], false, "its description says so");
            }
        }
    }

    /// Tables of one folder or zip of that name. A zip is always one account.
    pub(in crate::import) fn assign_container(
        &mut self,
        name: &str,
        is_zip: bool,
        pieces: Vec<FoundTable>,
    ) {
        let (direct, deep): (Vec<_>, Vec<_>) =
            pieces.into_iter().partition(|piece| piece.trail.len() == 1);
        let owners: BTreeSet<_> =
            unprefixed(&direct).filter_map(|p| Owner::of_tables([&p.table]).account()).collect();
        let holds_invitations = unprefixed(&direct).next().is_some() && owners.len() < 2;
        let of_accounts = !deep.is_empty() || owners.len() > 1 || direct.iter().any(is_prefixed);
        let is_one = is_zip && owners_of(direct.iter().chain(&deep)).len() < 2;
        if is_one || holds_invitations || !of_accounts {
            let pieces: Vec<_> = direct.into_iter().chain(deep).collect();
            self.assign_archive(name, pieces);
            return;
        }
        let mut folders: BTreeMap<String, Vec<FoundTable>> = BTreeMap::new();
        for piece in deep {
            let folder = piece.trail.first().cloned().unwrap_or_default();
            folders.entry(folder).or_default().push(piece);
        }
        // Folders that are called after nothing but days are those of one account.
        let are_days = folders.keys().all(|folder| is_day(folder));
        let (owned, others): (Vec<_>, Vec<_>) =
            folders.into_iter().partition(|(_, pieces)| !are_days || !owners_of(pieces).is_empty());
        for (folder, pieces) in owned {
            self.assign_archive(&folder, pieces);
        }
        let others: Vec<FoundTable> = others.into_iter().flat_map(|(_, pieces)| pieces).collect();
        if !others.is_empty() {
            self.assign_archive(name, others);
        }
        self.assign_loose_files(direct);
    }

    /// The tables of one archive: of the account that its name says, else of its owner's, which
    /// waits until all owners are known.
    fn assign_archive(&mut self, name: &str, pieces: Vec<FoundTable>) {
        let owner = Owner::of_tables(pieces.iter().map(|piece| &piece.table));
        let owners = owners_of(&pieces);
        if owners.len() > 1 {
            self.done.findings.push(account_mixed(name, &owners));
        }
        match named_by(name) {
            Some(account) => {
                let account = self.done.spellings.spell(&account);
                self.owners.note(&owner, &account);
                let why = format!("the folder or zip is called `{name}`");
                self.give(&account, pieces, true, &why);
            }
            None => self.archives.push(Archive { name: name.to_owned(), owner, pieces }),
        }
    }

    /// Gives the archives to the accounts of their owners: those with a slug first, then those with
    /// a name, then those that tell nothing, which belong to the only account there is.
    fn give_archives(&mut self) {
        let mut archives = std::mem::take(&mut self.archives);
        archives
            .sort_by_key(|archive| (archive.owner.slug.is_none(), archive.owner.name.is_none()));
        for Archive { name, owner, pieces } in archives {
            let mut accounts = self.owners.accounts(&owner);
            if owner == Owner::default() {
                accounts.clone_from(&self.accounts);
            }
            if accounts.is_empty()
                && let Some(same) =
                    renamed_owner::find_renamed_account(&owner, &pieces, &self.done.tables)
            {
                self.done.findings.push(renamed(&owner, &same));
                accounts.insert(same);
            }
            let only = accounts.first().filter(|_| accounts.len() == 1).cloned();
            let fresh = || owner.account().unwrap_or_else(|| stem(&name).to_owned());
            let why = match owner.account() {
                Some(owner) => format!("its owner is `{owner}`"),
                None if only.is_some() => "there is no other account".into(),
                None => "nothing else names it".into(),
            };
            match only.or_else(|| accounts.is_empty().then(fresh)) {
                Some(account) => {
                    let account = self.done.spellings.spell(&account);
                    self.owners.note(&owner, &account);
                    self.give(&account, pieces, true, &why);
                }
                None => {
                    let files = pieces.iter().map(|piece| account_unknown(piece.table.path()));
                    self.done.findings.extend(files);
                }
            }
        }
    }

    /// Files that lie beside each other, outside any account's folder.
    pub(in crate::import) fn assign_loose_files(&mut self, pieces: Vec<FoundTable>) {
        let mut here = BTreeSet::new();
        let mut rest = Vec::new();
        for piece in pieces {
            let prefix =
                Some(prefix(piece.file_name())).filter(|p| !p.is_empty()).map(String::from);
            let by_prefix = prefix.map(|prefix| (prefix, "its file's name begins so".to_owned()));
            let by_owner = || {
                let owner = Owner::of_tables([&piece.table]).account()?;
                Some((owner.clone(), format!("its owner is `{owner}`")))
            };
            let account = match piece.table.kind {
                // A list is called after its account or after its tool: its people tell.
                TableKind::Sheet { .. } | TableKind::Canonical | TableKind::SentList => None,
                TableKind::Invitations if piece.is_of_several => by_owner(),
                TableKind::Invitations => by_prefix.or_else(by_owner),
                _ => by_prefix,
            };
            match account {
                Some((account, why)) => {
                    let account = self.done.spellings.spell(&account);
                    here.insert(account.clone());
                    self.give(&account, vec![piece], false, &why);
                }
                None => rest.push(piece),
            }
        }
        for piece in rest {
            let waits = matches!(piece.table.kind, TableKind::Sheet { .. } | TableKind::Canonical)
                || (piece.table.kind == TableKind::SentList
                    && (!prefix(piece.file_name()).is_empty() || piece.sheet_name().is_some()));
            match (here.len(), here.first()) {
                (1, Some(only)) if !waits => {
                    self.give(&only.clone(), vec![piece], false, BESIDE);
                }
                _ => self.undecided.push(piece),
            }
        }
    }

    /// Decides what had to wait until all accounts were known.
    pub(in crate::import) fn finish(mut self) -> SourceTables {
        self.give_archives();
        let twice = self.owners.with_several_accounts();
        self.done.findings.extend(twice.map(|(owner, accounts)| one_owner(owner, accounts)));
        let undecided = std::mem::take(&mut self.undecided);
        let mut undecided = self.without_only_tracker(undecided);
        undecided.sort_by_key(|piece| !piece.table.kind.brings_invitations());
        let names = AccountNames::from_accounts(&self.accounts, &self.owners);
        for mut piece in undecided {
            if matches!(piece.table.kind, TableKind::Sheet { .. }) {
                let findings = names.settle(&mut piece.table);
                self.done.findings.extend(findings);
            }
            let file = piece.file_name().to_owned();
            let of_sheet = piece.sheet_name().and_then(|sheet| only(self.accounts_in_name(sheet)));
            let fitting = self.accounts_in_name(&file);
            let by_name = of_sheet.map(|account| (account, "its sheet's name says so"));
            let of_file = only(fitting.clone()).map(|account| (account, "its file's name says so"));
            let by_name = by_name.or(of_file);
            let is_doubtful = fitting.len() > 1;
            let by_people = || {
                let account = self.of_its_people(&piece, !is_doubtful)?;
                Some((account, "its people or its name say so"))
            };
            let by_owner = || {
                let accounts = self.owners.accounts(&Owner::of_tables([&piece.table]));
                let only = accounts.first().filter(|_| accounts.len() == 1)?;
                Some((only.clone(), "its owner is that account's"))
            };
            let by_name = by_name.or_else(by_people).or_else(by_owner);
            if is_doubtful && by_name.is_none() && !names_accounts(&piece.table) {
                self.done.findings.push(doubtful(piece.table.path(), &fitting));
                continue;
            }
            let only = self.accounts.first().filter(|_| self.accounts.len() == 1).cloned();
            let only = only.map(|account| (account, "there is no other account"));
            match (piece.table.kind, by_name.clone().or(only)) {
                (TableKind::Canonical, _) => {
                    self.push(piece, Some(stem(&file).to_owned()), "where its rows name none");
                }
                (TableKind::Sheet { .. }, _) => match by_name {
                    Some((account, why)) => self.push(piece, Some(account), why),
                    None => self.push(piece, None, ""),
                },
                (_, Some((account, why))) => self.give(&account, vec![piece], false, why),
                (TableKind::Invitations | TableKind::SentList, None) => {
                    let account = stem(&file).to_owned();
                    self.done.findings.push(account_unnamed(piece.table.path(), &account));
                    self.give(&account, vec![piece], false, "nothing says whose it is");
                }
                (_, None) => self.done.findings.push(account_unknown(piece.table.path())),
            }
        }
        self.done
    }

    /// Where the only days sent are those of one tracker, and tables lie beside it that cannot
    /// stand alone, it is an account's: gives it to the one after which it is called.
    fn without_only_tracker(&mut self, undecided: Vec<FoundTable>) -> Vec<FoundTable> {
        let Some(account) =
            lone_tracker::lone_tracker_account(&undecided).filter(|_| self.accounts.is_empty())
        else {
            return undecided;
        };
        let (trackers, others): (Vec<_>, Vec<_>) =
            undecided.into_iter().partition(|piece| lone_tracker::has_days_sent(&piece.table));
        let path = trackers.first().map(|piece| piece.table.path().to_owned());
        self.done.findings.extend(path.map(|path| account_unnamed(&path, &account)));
        self.give(&account, trackers, false, "its name says so, and nothing else names one");
        others
    }

    /// The account of a list that has a name of its own before the words for what it holds: the
    /// only one that invited at least half of its people, else one of that name, if a name may say
    /// so.
    fn of_its_people(&self, list: &FoundTable, or_its_name: bool) -> Option<String> {
        let prefix_name =
            Some(prefix(list.file_name())).filter(|prefix_name| !prefix_name.is_empty())?;
        if list.table.kind != TableKind::SentList {
            return None;
        }
        let people = owners::people(&list.table);
        let archives = self.done.tables.iter().filter(|table| table.kind == TableKind::Invitations);
        let mut shared: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for table in archives {
            let Some(account) = &table.account else { continue };
            let invited = owners::people(table);
            shared.entry(account).or_default().extend(people.intersection(&invited).cloned());
        }
        // Some people are invited by several accounts of an agency.
        shared.retain(|_, shared| shared.len() * 2 >= people.len());
        let only = shared.keys().next().filter(|_| shared.len() == 1);
        let prefix_name = Some(prefix_name).filter(|_| or_its_name);
        Some(only.copied().or(prefix_name)?.to_owned())
    }

    /// The accounts whose names a file's name begins or ends with, whole words of it: at either end
    /// the longest name, so that `anna-berg-sheet` is not of `anna` where there is `anna-berg`.
    fn accounts_in_name(&self, file: &str) -> Vec<String> {
        let words = name_words(stem(file));
        let longest = |fits: fn(&[String], &[String]) -> bool| {
            let names = self.accounts.iter().map(|account| (name_words(account), account));
            let fitting = names.filter(|(name, _)| !name.is_empty() && fits(&words, name));
            let fitting: Vec<_> = fitting.map(|(name, account)| (name.len(), account)).collect();
            let most = fitting.iter().map(|(length, _)| *length).max();
            let longest = fitting.into_iter().filter(move |(length, _)| Some(*length) == most);
            longest.map(|(_, account)| account.clone())
        };
        let begins = longest(<[String]>::starts_with);
        let ends = longest(<[String]>::ends_with);
        begins.chain(ends).collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn push(&mut self, piece: FoundTable, account: Option<String>, why: &str) {
        let account = account.map(|account| self.done.spellings.spell(&account));
        self.done.bad.extend(piece.bad);
        for table in [Some(piece.table), piece.added].into_iter().flatten() {
            let mut table = Table { account: account.clone(), ..table };
            table.provenance.account_why = table.account.is_some().then(|| why.to_owned());
            self.done.tables.push(table);
        }
    }

    /// Gives tables to an account. Inside an account's own folder, a CSV that merely has a column
    /// for a name is one of LinkedIn's many other files, not a sheet.
    fn give(&mut self, account: &str, pieces: Vec<FoundTable>, inside: bool, why: &str) {
        let account = &self.done.spellings.spell(account);
        for piece in pieces {
            self.owners.note(&Owner::of_tables([&piece.table]), account);
            if inside && piece.table.kind == (TableKind::Sheet { tracking: false }) {
                let why = "it names people and tells nothing of their invitations";
                self.done.findings.extend(people_passed_over(&piece.table, why));
                self.done.passed_over.push((piece.table.file, why.into()));
                continue;
            }
            if piece.table.kind != TableKind::Canonical {
                self.accounts.insert(account.to_owned());
            }
            self.push(piece, Some(account.to_owned()), why);
        }
    }
}

/// Why a file belongs to the account of those beside it.
const BESIDE: &str = "it lies beside that account's files";

/// The account, where it is the only one.
fn only(accounts: Vec<String>) -> Option<String> {
    <[String; 1]>::try_from(accounts).ok().map(|[only]| only)
}
