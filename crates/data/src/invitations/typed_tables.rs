//! Raw tables → typed tables of each kind, with the bad rows of all of them.

use super::data_reach::SentListsByAccount;
use super::error::InvitationsError;
use super::people::accounts;
use super::people::member_slugs::MemberSlugs;
use super::remarks::Remarks;
use super::row_tally::RowTallies;
use super::scanned::canonical::CompletedScan;
use super::scanned::named_people::POSITION;
use super::scanned::scan_findings::UnfilteredScan;
use super::scanned::scanned_file::ScannedFile;
use super::scanned::{canonical, canonical_csv};
use super::settings::DerivationSettings;
use super::typed::date_orders::DateOrderEvidence;
use super::typed::dated_sheets::DatedSheetNames;
use super::typed::sheet::Sheet;
use super::typed::typed_archive::TypedArchive;
use super::typed::{connections, date_orders, dated_sheets, messages, sent_lists, sheet};
use crate::account::AccountSpellings;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::raw_tables::column_statistics::ColumnStatistics;
use crate::import::raw_tables::column_texts;
use crate::import::table::{ScanRows, Table, TableKind, TableRows};
use crate::import::{SourceTables, unnamed_account, unnamed_sheet};
use crate::parallel_map::parallel_map;
use polars::prelude::{DataFrame, IntoLazy, PolarsResult};
use std::collections::{BTreeMap, BTreeSet};

/// The tables of each kind, typed.
#[derive(Default)]
pub(in crate::invitations) struct TypedTables {
    pub(in crate::invitations) archives: Vec<DataFrame>,
    pub(in crate::invitations) lists: Vec<DataFrame>,
    pub(in crate::invitations) connections: Vec<DataFrame>,
    /// The sides of messages, and the owners of accounts.
    pub(in crate::invitations) messages: (Vec<DataFrame>, Vec<DataFrame>),
    pub(in crate::invitations) sheets: Vec<Sheet>,
    /// When the accounts' lists of the Sent page were taken, once that is known.
    pub(in crate::invitations) lists_taken: SentListsByAccount,
    pub(in crate::invitations) scans: Vec<ScannedFile>,
    /// Every account that a folder, zip, file or `--account` names.
    pub(in crate::invitations) accounts: BTreeSet<String>,
    pub(in crate::invitations) spellings: AccountSpellings,
    /// The slugs of member ids.
    pub(in crate::invitations) members: MemberSlugs,
    /// Sheets of which several days are there.
    snapshots: DatedSheetNames,
    /// What the tables show of the order of day and month.
    orders: DateOrderEvidence,
    pub(in crate::invitations) remarks: Remarks,
}

/// A table's place as rows have it.
fn number(file: usize) -> i64 {
    i64::try_from(file).unwrap_or(i64::MAX)
}

/// Types every table.
pub(in crate::invitations) fn gather(
    tables: SourceTables,
    settings: &DerivationSettings,
) -> Result<TypedTables, InvitationsError> {
    gather_counting(tables, settings, None)
}

/// The same; what becomes of the rows of each file is counted where `fates` are given.
pub(in crate::invitations) fn gather_counting(
    tables: SourceTables,
    settings: &DerivationSettings,
    fates: Option<RowTallies>,
) -> Result<TypedTables, InvitationsError> {
    let named = tables.tables.iter().filter_map(|table| table.account.clone()).collect();
    let mut gathered = TypedTables {
        accounts: named,
        spellings: tables.spellings,
        remarks: Remarks {
            skipped: tables.bad,
            findings: tables.findings,
            fates,
            ..Remarks::default()
        },
        ..TypedTables::default()
    };
    let mut hidden = BTreeMap::new();
    let alone = !tables.tables.iter().any(|table| table.kind.brings_invitations())
        && gathered.accounts.is_empty();
    gathered.snapshots = DatedSheetNames::of_tables(&tables.tables);
    gathered.orders = DateOrderEvidence::of_tables(&tables.tables);
    let mut in_turn: Vec<(usize, Table)> = tables.tables.into_iter().enumerate().collect();
    // Days of archives and lists tell how those of other files are meant.
    in_turn.sort_by_key(|(_, table)| match table.kind {
        TableKind::Invitations => 0,
        TableKind::SentList => 1,
        _ => 2,
    });
    let asks_fates = gathered.remarks.fates.is_some();
    let typed = parallel_map(&in_turn, |(file, table)| {
        TypedArchive::of_settled_table(table, number(*file), settings, asks_fates)
    });
    for ((file, table), typed) in in_turn.into_iter().zip(typed) {
        let file = number(file);
        gathered.remarks.current_file = file;
        match &table.rows {
            TableRows::Scan(rows) if canonical::has_frame_types(rows)? => {
                let known = rows.known.clone();
                let rows = rows.rows.clone().with_row_index(POSITION, None);
                gathered.scan(&table, &ScanRows { rows, known }, settings)?;
            }
            // Its columns have the names of the frame's but not their types.
            TableRows::Scan(rows) => {
                let read = column_texts::texts_of(rows.rows.clone())?;
                gathered.remarks.findings.extend(read.finding(&table.file));
                let frame = read.numbered()?;
                gathered.text(table, &frame, file, settings, &mut hidden, alone)?;
            }
            TableRows::Text(frame) => match typed {
                Some(typed) => gathered.archive(&table, frame, typed?),
                None => {
                    let frame = frame.clone();
                    gathered.text(table, &frame, file, settings, &mut hidden, alone)?;
                }
            },
        }
    }
    gathered.remarks.findings.extend(dated_sheets::sort_by_day(&mut gathered.sheets));
    for sheet in &mut gathered.sheets {
        accounts::spell_accounts_of_sheet(&mut sheet.rows, &mut gathered.spellings)?;
    }
    gathered.join_member_ids()?;
    gathered.remarks.findings.extend(accounts::merged(&gathered.spellings));
    for (account, count) in hidden {
        let message = format!("{count} connection(s) of members who hid themselves: not matched");
        let finding = Finding::new(FindingCode::HiddenConnections, Level::Note, message);
        gathered.remarks.findings.push(finding.of_account(&account));
    }
    Ok(gathered)
}

impl TypedTables {
    /// Gives people whom some row knows by slug and member id the slug wherever only the id stands.
    fn join_member_ids(&mut self) -> PolarsResult<()> {
        let mut members = MemberSlugs::default();
        let sheets = self.sheets.iter().map(|sheet| &sheet.rows);
        let tables = self.archives.iter().chain(&self.lists).chain(&self.connections);
        for table in tables.chain(sheets) {
            members.note(table)?;
        }
        self.members = members;
        let mut sheets = std::mem::take(&mut self.sheets);
        let filled = self.fill_slugs(&mut sheets);
        self.sheets = sheets;
        filled
    }

    /// Gives whoever stands somewhere by a member id alone the slug that is known.
    pub(in crate::invitations) fn fill_slugs(&mut self, sheets: &mut [Sheet]) -> PolarsResult<()> {
        let sheets = sheets.iter_mut().map(|sheet| &mut sheet.rows);
        let tables = self.archives.iter_mut().chain(&mut self.lists).chain(&mut self.connections);
        tables.chain(sheets).try_for_each(|table| self.members.fill(table))
    }

    fn text(
        &mut self,
        mut table: Table,
        frame: &DataFrame,
        file: i64,
        settings: &DerivationSettings,
        hidden: &mut BTreeMap<String, usize>,
        alone: bool,
    ) -> Result<(), InvitationsError> {
        table.order_shown = self.orders.infer_order(&table, frame, settings.as_of)?;
        self.remarks.findings.extend(date_orders::by_language(&table, frame));
        let remarks = &mut self.remarks;
        match table.kind {
            TableKind::Invitations => {
                let asks_fates = remarks.fates.is_some();
                let typed = TypedArchive::of_table(&table, frame, file, settings, asks_fates)?;
                self.archive(&table, frame, typed);
            }
            TableKind::SentList => {
                let list = sent_lists::type_sent_list(&table, frame, file, settings, remarks)?;
                self.orders.add_certain_days(&table, frame, &list);
                self.lists.push(list);
            }
            TableKind::Connections => {
                let (rows, count) =
                    connections::type_connections(&table, frame, file, settings, remarks)?;
                self.connections.push(rows);
                if count > 0 {
                    *hidden.entry(table.account.unwrap_or_default()).or_default() += count;
                }
            }
            TableKind::Messages => {
                self.messages
                    .0
                    .push(messages::type_messages(&table, frame, file, settings, remarks)?);
            }
            TableKind::Sheet { .. } => {
                if alone && table.account.is_none() && frame.column("account").is_err() {
                    let account = self.snapshots.account(&table);
                    let unnamed = match &table.provenance.sheet {
                        Some(sheet) if !table.provenance.is_only_sheet => {
                            unnamed_sheet(&table, sheet, &account)
                        }
                        _ => unnamed_account(table.path(), &account),
                    };
                    remarks.findings.push(unnamed);
                    table.account = Some(account);
                }
                self.sheets.push(sheet::type_sheet(
                    &table,
                    frame,
                    file,
                    settings,
                    &self.orders,
                    remarks,
                )?);
            }
            TableKind::Canonical => {
                let typed = canonical_csv::type_table(&table, frame, settings, remarks)?;
                let typed = typed.with_row_index(POSITION.into(), None)?;
                let known = ColumnStatistics::of_frame(&typed)?;
                self.scan(&table, &ScanRows { rows: typed.lazy(), known }, settings)?;
            }
            TableKind::Profile => {}
        }
        Ok(())
    }

    fn archive(&mut self, table: &Table, frame: &DataFrame, typed: TypedArchive) {
        let TypedArchive { owner, sent, rows, remarks } = typed;
        self.messages.1.push(owner);
        self.orders.add_certain_days(table, frame, &sent);
        self.archives.push(rows);
        self.remarks.append(remarks);
    }

    fn scan(
        &mut self,
        table: &Table,
        rows: &ScanRows,
        settings: &DerivationSettings,
    ) -> Result<(), InvitationsError> {
        let account = table.account.clone().unwrap_or_else(|| table.stem());
        let completed =
            canonical::complete(rows, &table.file, &account, settings, &mut self.spellings)?;
        let as_it_is = UnfilteredScan {
            file: table.file.clone(),
            rows: rows.rows.clone(),
            columns: completed.columns,
            nobody: completed.people.nameless_rows,
        };
        let further = completed.further.iter().map(|(name, _)| name.clone()).collect();
        let CompletedScan { rows, people, accounts, .. } = completed;
        let table_index = self.remarks.current_file;
        self.scans.push(ScannedFile { rows, as_it_is, further, people, accounts, table_index });
        Ok(())
    }
}
