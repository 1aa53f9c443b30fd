//! What tracking sheets add to invitations: known values, further columns, withdrawals.
//!
//! A sheet is matched by profile, else by an unambiguous name, each sheet by itself; which is heard
//! where several speak of one person, [`super::precedence`] says.

use super::matched_sheet::MatchedSheet;
use super::precedence::{
    clear_ends_before_sending, clear_if_of_earlier, clear_values_of_others, merge_sheet_values,
};
use super::repeated_rows::END_ALONE;
use super::scanned_people::ScannedPeople;
use super::sheet_contradictions::SheetContradictions;
use super::sheet_people::{final_name, passing};
use super::{precedence, repeated_rows, sheet_contradictions};
use crate::account::fold_name;
use crate::finding::{Finding, FindingCode, Level};
use crate::import::raw_tables::column_types::InferredType;
use crate::invitations::columns::typed_null;
use crate::invitations::ledger_access::LEDGER;
use crate::invitations::people::matching::LEFT;
use crate::invitations::people::members_by_name;
use crate::invitations::remarks::Remarks;
use crate::invitations::typed::sheet::{Sheet, sheet_column};
use crate::invitations::{account_findings, columns};
use crate::query::{Query, ordered_join};
use chrono::{DateTime, Utc};
use polars::prelude::{
    DataFrame, DataType, Expr, IntoLazy, JoinType, LazyFrame, PolarsResult, StringChunked,
    coalesce, col, lit,
};
use std::collections::{BTreeMap, BTreeSet};

/// The accounts of which the data have invitations.
pub(in crate::invitations) struct InvitingAccounts {
    /// Those of archives, lists and sheets.
    pub(in crate::invitations) of_sources: BTreeSet<String>,
    /// Those of scanned files.
    pub(in crate::invitations) of_scans: BTreeSet<String>,
}

impl InvitingAccounts {
    pub(in crate::invitations) fn names(&self) -> Vec<String> {
        self.of_sources.union(&self.of_scans).cloned().collect()
    }

    /// The only one, where there are no others.
    pub(in crate::invitations) fn only(&self) -> Option<&String> {
        let mut names = self.of_sources.union(&self.of_scans);
        names.next().filter(|_| names.next().is_none())
    }
}

/// All sheets, with their further columns typed alike.
pub(in crate::invitations) struct TrackingSheets {
    sheets: Vec<Sheet>,
    /// The raw name, the final name and the type of every further column, in the sheets' order.
    pub(in crate::invitations) extras: Vec<(String, String, InferredType)>,
    /// What each sheet says of rows that stay lazy: `account`, `person`, and the values.
    of_scanned: Vec<DataFrame>,
}

impl TrackingSheets {
    /// Types the further columns of all sheets together; `taken` are names that they may not have.
    pub(in crate::invitations) fn new(
        mut sheets: Vec<Sheet>,
        taken: &[String],
    ) -> PolarsResult<Self> {
        let mut extras: Vec<(String, String, InferredType)> = Vec::new();
        for raw in sheets.iter().flat_map(|sheet| &sheet.extras) {
            if extras.iter().any(|(known, ..)| known == raw) {
                continue;
            }
            let with = sheets.iter().filter(|sheet| sheet.extras.contains(raw));
            let texts: Vec<StringChunked> =
                with.map(|sheet| columns::text_column(&sheet.rows, raw)).collect();
            let name = final_name(raw, &extras, taken);
            extras.push((raw.clone(), name, InferredType::of_columns(&texts)));
        }
        for sheet in &mut sheets {
            for (raw, _, column_type) in
                extras.iter().filter(|(raw, ..)| sheet.extras.contains(raw))
            {
                let texts = columns::text_column(&sheet.rows, raw);
                sheet
                    .rows
                    .with_column(column_type.read(&texts).with_name(sheet_column(raw).into()))?;
            }
        }
        Ok(Self { sheets, extras, of_scanned: vec![] })
    }

    /// The invitations of accounts about which nothing but sheets speaks.
    pub(in crate::invitations) fn invitations_of_sheets_alone(
        &self,
        known: &BTreeSet<String>,
        remarks: &mut Remarks,
    ) -> PolarsResult<Option<DataFrame>> {
        let mut frames = Vec::new();
        for sheet in &self.sheets {
            let known = known
                .iter()
                .fold(lit(false), |any, account| any.or(col("account").eq(lit(account.as_str()))));
            let rows = sheet.rows.clone().lazy();
            let dated = col("sent_at").is_not_null().or(col("least_age_days").is_not_null());
            // A day that is not understood is unknown; the person stays.
            let dated = dated.or(col("day_unread"));
            // Of people of whom LinkedIn has nothing left, a sheet may be all that there is; what a
            // log tells of is another row's.
            let is_ended = col(sheet_column("withdrawn_on")).is_not_null();
            let is_ended = is_ended.and(col(sheet_column("stated_for")).is_null());
            let is_end_alone = dated.clone().not().and(is_ended.clone());
            let dated = dated.or(is_ended).and(col("account").is_not_null());
            let somebody = columns::has_key().or(col("name").is_not_null());
            let invitation_kind = coalesce(&[col(sheet_column("kind")), lit("connection")]);
            let rows = rows.filter(dated.and(known.not()).and(somebody)).with_columns([
                invitation_kind.alias("kind"),
                lit(true).alias("recorded"),
                lit(false).alias("listed"),
                is_end_alone.alias(END_ALONE),
            ]);
            let has = |name: &str| {
                sheet.rows.column(name).is_ok() || ["kind", "recorded", "listed"].contains(&name)
            };
            let columns = [columns::sent_columns(has), vec![col(END_ALONE)]].concat();
            frames.push(rows.select(columns).rows()?);
        }
        let frames = members_by_name::fill_slugs_by_name(frames)?;
        let frames = repeated_rows::without_ends_of_others(frames)?;
        let files = self.sheets.iter().map(|sheet| (sheet.table_index, sheet.file.as_str()));
        repeated_rows::deduplicate(frames, &files.collect::<Vec<_>>(), remarks)
    }

    /// The people of each sheet, with the columns of [`keys`].
    pub(in crate::invitations) fn people(&self) -> impl Iterator<Item = &DataFrame> {
        self.sheets.iter().map(|sheet| &sheet.rows)
    }

    /// The accounts that the sheets' rows name.
    pub(in crate::invitations) fn accounts(&self) -> PolarsResult<BTreeSet<String>> {
        let mut accounts = BTreeSet::new();
        for sheet in &self.sheets {
            accounts
                .extend(sheet.rows.column("account")?.str()?.iter().flatten().map(String::from));
        }
        Ok(accounts)
    }

    /// Replaces the accounts that rows name by those that are known under them, whatever the case;
    /// rows of others are left out, and said.
    pub(in crate::invitations) fn resolve_accounts(
        &mut self,
        known: &[String],
        remarks: &mut Remarks,
    ) -> PolarsResult<()> {
        let by_lower: BTreeMap<String, &String> =
            known.iter().map(|name| (fold_name(name), name)).collect();
        for sheet in &mut self.sheets {
            let mut strangers = Vec::new();
            let named = sheet.accounts_of_rows(|name| by_lower.contains_key(name));
            let resolved = columns::map_to_column(&named, "account", |name| {
                let known_account = by_lower.get(&fold_name(name));
                if known_account.is_none() {
                    strangers.push(name.trim().to_owned());
                }
                known_account.map(ToString::to_string)
            });
            let is_strange = named.is_not_null() & resolved.is_null();
            if let Some(fates) = &mut remarks.fates {
                let strange = is_strange.sum().unwrap_or_default() as usize;
                fates
                    .entry(sheet.table_index)
                    .or_default()
                    .leave_out("of unknown accounts", strange);
            }
            sheet.rows.with_column(resolved)?;
            sheet.rows = sheet.rows.filter(&!&is_strange)?;
            // A ledger has accounts that these data have nothing to do with.
            if !strangers.is_empty() && sheet.file != LEDGER {
                let message = format!(
                    "{}: {} row(s) of unknown accounts were left out: {}",
                    sheet.file,
                    strangers.len(),
                    account_findings::first_few(strangers)
                );
                let finding = Finding::new(FindingCode::SheetAccountUnknown, Level::Warn, message);
                let help = format!("known accounts: {}", known.join(", "));
                remarks.findings.push(finding.help(help));
            }
        }
        Ok(())
    }

    /// Adds everything that the sheets say. `rows` has the columns of an invitation; what is said
    /// of scanned people is kept for [`TrackingSheets::attach_lazy`].
    pub(in crate::invitations) fn attach(
        &mut self,
        rows: DataFrame,
        accounts: &InvitingAccounts,
        scanned: &ScannedPeople,
        as_of: DateTime<Utc>,
        remarks: &mut Remarks,
    ) -> PolarsResult<DataFrame> {
        let mut rows = rows.lazy().with_columns(self.nothing_said()).rows()?;
        for sheet in &self.sheets {
            let matched = MatchedSheet::new(sheet, &rows, accounts, scanned, remarks)?;
            let of_scanned = matched.values_of_scanned()?;
            let undone_within = sheet_contradictions::undone_within(&matched.people)?;
            rows = clear_values_of_others(matched.join_to(rows)?, as_of).rows()?;
            let undone = SheetContradictions {
                rows: &rows,
                scanned: &of_scanned,
                earlier: &self.of_scanned,
            };
            remarks.findings.extend(undone.finding(&sheet.file, undone_within)?);
            if sheet.file != LEDGER {
                remarks.findings.extend(undone.differing(&sheet.file)?);
            }
            self.of_scanned.push(of_scanned);
            rows = rows
                .lazy()
                .with_columns(merge_sheet_values(&sheet.extras))
                .drop(polars::prelude::by_name([LEFT], true, false))
                .drop(polars::prelude::by_name(passing(&sheet.extras), true, false))
                .rows()?;
        }
        let (rows, accepted_before) = precedence::with_acceptances_of_other_sheets(rows)?;
        let named = self
            .sheets
            .iter()
            .filter_map(|sheet| Some((&sheet.file, *accepted_before.get(&sheet.table_index)?)));
        remarks.findings.extend(named.map(|(file, count)| {
            sheet_contradictions::taken_to_be_connections(
                file,
                count,
                "an earlier one of another file",
            )
        }));
        Ok(rows)
    }

    /// The further columns under their final names.
    pub(in crate::invitations) fn named_extras(&self) -> Vec<Expr> {
        let extras = self.extras.iter();
        extras.map(|(raw, name, _)| col(raw.as_str()).alias(name.as_str())).collect()
    }

    /// Whether there is any sheet.
    pub(in crate::invitations) fn has_sheets(&self) -> bool {
        !self.sheets.is_empty()
    }

    /// Adds to rows that stay lazy what the sheets say of their people.
    pub(in crate::invitations) fn attach_lazy(
        &self,
        rows: LazyFrame,
        as_of: DateTime<Utc>,
    ) -> LazyFrame {
        let mut rows = rows.with_columns([
            typed_null(DataType::Boolean).alias("withdrawn"),
            typed_null(DataType::String).alias("stated"),
            typed_null(DataType::Date).alias("accepted_on"),
            typed_null(DataType::Date).alias("stated_for"),
            typed_null(DataType::Date).alias("ended_on"),
        ]);
        for (raw, _, column_type) in &self.extras {
            rows = rows.with_column(typed_null(column_type.dtype()).alias(raw.as_str()));
        }
        let told = self.sheets.iter().zip(&self.of_scanned);
        for (sheet, people) in told.filter(|(_, people)| people.height() > 0) {
            let on = ["account", "person"].map(col);
            rows = rows
                .join(people.clone().lazy(), on.clone(), on, ordered_join(JoinType::Left))
                .with_columns(clear_if_of_earlier(as_of, "age_days"))
                .with_columns(clear_ends_before_sending(as_of, "age_days"))
                .with_columns(merge_sheet_values(&sheet.extras))
                .drop(polars::prelude::by_name(passing(&sheet.extras), true, false));
        }
        rows
    }

    /// The columns that only sheets fill, before any has spoken.
    fn nothing_said(&self) -> Vec<Expr> {
        let texts = DataType::List(Box::new(DataType::String));
        let known = [
            ("campaign", DataType::String),
            ("follow_up", DataType::String),
            ("tags", texts),
            ("withdrawn", DataType::Boolean),
            ("withdrawn_on", DataType::Date),
            ("reconnect_on", DataType::Date),
            ("accepted_on", DataType::Date),
            ("stated_for", DataType::Date),
            ("ended_on", DataType::Date),
        ];
        let known = known.into_iter().map(|(name, dtype)| typed_null(dtype).alias(name));
        let extras = self.extras.iter();
        let extras =
            extras.map(|(raw, _, column_type)| typed_null(column_type.dtype()).alias(raw.as_str()));
        known.chain(extras).collect()
    }
}
