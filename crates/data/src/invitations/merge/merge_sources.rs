//! Rows that stay lazy, beside each other and beside other sources: an invitation of which several
//! tell is one, and the account's connections decide about it.
//!
//! Invariant: of an invitation one row is left, its state that of the first authority of
//! [`crate::invitations::outcome::state`] that speaks, so that nobody is pending of whom a row says
//! that it is over. No more than the rows in question is held.

use super::better_known::BetterKeys;
use super::merged_rows::{AUTHORITY, DAYS_UNTIL_NEXT, INVITATION, merge_rows, state_authority};
use super::same_invitation::{MergedInvitation, SourceRowId};
use super::scanned_people::SOURCE;
use super::{connections, merge_findings, same_invitation};
use crate::finding::Finding;
use crate::invitations::columns::{PROFILE_KEYS, concat_frames};
use crate::invitations::outcome::state;
use crate::invitations::people::account_codes::names_of_accounts;
use crate::invitations::scanned::named_people::POSITION;
use crate::invitations::scanned::positions::RowSet;
use crate::invitations::scanned::scanned_file::ScannedFile;
use crate::query::Query;
use polars::prelude::{
    BooleanChunked, ChunkFull, DataFrame, DataType, Expr, IdxSize, Int32Chunked, Int64Chunked,
    IntoColumn, IntoLazy, LazyFrame, NewChunkedArray, PolarsResult, UInt32Chunked, by_name,
    coalesce, col, lit, when,
};
use std::collections::{BTreeMap, HashMap};

const CONNECTED: &str = "#connected";

const CONNECTED_ON: &str = "#connected on";

/// What is one invitation each, and what is left of the sources.
pub(in crate::invitations) struct MergedSources {
    /// The invitations of which several rows tell, or other sources.
    pub(in crate::invitations) merged: Option<DataFrame>,
    /// The rows of each scan that are among those.
    pub(in crate::invitations) merged_rows: Vec<RowSet>,
    /// The rows of the other sources that are not.
    pub(in crate::invitations) rows: DataFrame,
}

/// The sources that lie beside each other.
pub(in crate::invitations) struct SourcesToMerge<'a> {
    pub(in crate::invitations) scans: &'a [ScannedFile],
    /// The rows of each scan whose person another row names as well, or may.
    pub(in crate::invitations) repeated_people: &'a [RowSet],
    /// The rows of all other sources.
    pub(in crate::invitations) rows: DataFrame,
    pub(in crate::invitations) better_known: &'a BetterKeys,
    pub(in crate::invitations) connections_known: ConnectionsKnown<'a>,
    pub(in crate::invitations) expiry_days: i64,
}

pub(in crate::invitations) struct ConnectionsKnown<'a> {
    pub(in crate::invitations) connections: &'a DataFrame,
    /// Those among the scanned people: `account`, `person` (str), `connected_on` (date).
    pub(in crate::invitations) of_scans: &'a DataFrame,
}

/// Which invitation a row tells of.
type InvitationIndex = BTreeMap<SourceRowId, u32>;

impl SourcesToMerge<'_> {
    /// Makes one invitation of the rows that tell of it. `complete` adds to rows of a scan what
    /// sheets say.
    pub(in crate::invitations) fn merge(
        self,
        complete: &dyn Fn(&ScannedFile, LazyFrame) -> PolarsResult<LazyFrame>,
        findings: &mut Vec<Finding>,
    ) -> PolarsResult<MergedSources> {
        let others = self.rows.height() + self.connections_known.connections.height();
        if self.scans.len() + others.min(1) < 2 {
            let taken = self.scans.iter().map(|_| RowSet::default()).collect();
            return Ok(MergedSources { merged: None, merged_rows: taken, rows: self.rows });
        }
        let connected = ConnectionDays::of_connections(&self.connections_known)?;
        findings.extend(self.connections_alone()?);
        let better = self.better_known;
        let numbered = self.rows.lazy().with_row_index(POSITION, None);
        let of_others = numbered.clone().select(same_invitation::compared_columns());
        let mut asked = vec![better.with_better_person(of_others.rows()?)?];
        for (scan, alike) in self.scans.iter().zip(self.repeated_people) {
            let rows = scan.rows.clone().select(same_invitation::compared_columns());
            let rows = rows.filter(alike.has_row());
            let rows = if alike.is_empty() { asked[0].clear() } else { rows.streamed()? };
            asked.push(better.with_better_person(rows)?);
        }
        let has_accepted = |account: &str, person: &str| connected.since(account, person).is_some();
        let invitations = same_invitation::group_rows(&asked, has_accepted)?;
        let places: InvitationIndex = (0..)
            .zip(&invitations)
            .flat_map(|(at, one)| one.rows.iter().map(move |row_of_source| (*row_of_source, at)))
            .collect();
        let rows_of_source = |source| {
            RowSet::of_rows(
                places.range(within(source)).map(|(row_of_source, _)| row_of_source.row),
            )
        };
        let taken: Vec<_> = (1..=self.scans.len()).map(rows_of_source).collect();
        let other_rows = numbered.clone().filter(rows_of_source(0).has_row().not());
        let rows = other_rows.drop(by_name([POSITION], true, false)).rows()?;
        if invitations.is_empty() {
            return Ok(MergedSources { merged: None, merged_rows: taken, rows });
        }
        let files: Vec<&str> = self.scans.iter().map(|scan| &*scan.as_it_is.file).collect();
        findings.extend(merge_findings::repetitions(&invitations, &files));
        let mut frames = vec![(0, numbered.filter(rows_of_source(0).has_row()).rows()?)];
        for ((scan, taken_rows), source) in self.scans.iter().zip(&taken).zip(1..) {
            if !taken_rows.is_empty() {
                let rows = complete(scan, scan.rows.clone().filter(taken_rows.has_row()))?;
                frames.push((source, rows.streamed()?));
            }
        }
        let frames = frames.into_iter().filter(|(_, rows)| rows.height() > 0);
        let frames = frames.map(|(source, rows)| {
            marked(better.with_better_person(rows)?, source, &places, &invitations)
        });
        let frames = frames.map(|rows| rows.map(IntoLazy::lazy));
        let rows_told = concat_frames(frames.collect::<PolarsResult<_>>()?)?.rows()?;
        let rows_told = connected.decide(rows_told, &files, findings)?;
        let rows_told = rows_told.lazy().with_column(state_authority().alias(AUTHORITY)).rows()?;
        findings.extend(merge_findings::contradictions(&rows_told, &files)?);
        let merged = merge_rows(rows_told, self.expiry_days)?;
        Ok(MergedSources { merged: Some(merged), merged_rows: taken, rows })
    }

    /// That nobody is matched with the connections of an account.
    fn connections_alone(&self) -> PolarsResult<Vec<Finding>> {
        let connections = self.connections_known.connections;
        if connections.height() == 0 {
            return Ok(vec![]);
        }
        let mut accounts = names_of_accounts(&self.rows)?;
        for scan in self.scans {
            accounts.extend(scan.names_of_accounts()?);
        }
        connections::accounts_without_invitations(connections, &accounts)
    }
}

impl MergedSources {
    /// Whether all rows are those of scans, as they are.
    pub(in crate::invitations) fn is_untouched(&self) -> bool {
        self.merged.is_none() && self.rows.height() == 0
    }

    /// All rows, and those whose person another row names as well, or may.
    pub(in crate::invitations) fn frames(
        self,
        scans: &[ScannedFile],
        alike: &[RowSet],
        complete: &dyn Fn(&ScannedFile, LazyFrame) -> PolarsResult<LazyFrame>,
    ) -> PolarsResult<[Vec<LazyFrame>; 2]> {
        let rows = Some(self.rows).filter(|rows| rows.height() > 0 || scans.is_empty());
        let mut frames: Vec<_> = rows.into_iter().chain(self.merged).map(IntoLazy::lazy).collect();
        let mut among_alike = frames.clone();
        for ((scan, alike), taken) in scans.iter().zip(alike).zip(&self.merged_rows) {
            let others = |rows: LazyFrame| {
                if taken.is_empty() { rows } else { rows.filter(taken.has_row().not()) }
            };
            if !alike.is_empty() {
                let rows = others(scan.rows.clone().filter(alike.has_row()));
                among_alike.push(complete(scan, rows)?);
            }
            frames.push(complete(scan, others(scan.rows.clone()))?);
        }
        Ok([frames, among_alike])
    }
}

/// All places of a source.
fn within(source: usize) -> std::ops::RangeInclusive<SourceRowId> {
    SourceRowId { source, row: IdxSize::MIN }..=SourceRowId { source, row: IdxSize::MAX }
}

/// The rows with the invitation that each tells of, where it comes from, and when the next was.
fn marked(
    mut rows: DataFrame,
    source: usize,
    places: &InvitationIndex,
    invitations: &[MergedInvitation],
) -> PolarsResult<DataFrame> {
    let of_row = rows.column(POSITION)?.idx()?.iter().map(|row| {
        let at = places.get(&SourceRowId { source, row: row? })?;
        Some((*at, invitations.get(usize::try_from(*at).ok()?)?.days_until_next))
    });
    let of_row: Vec<Option<(u32, Option<i64>)>> = of_row.collect();
    let numbers = of_row.iter().map(|telling| telling.map(|(at, _)| at));
    let numbers = UInt32Chunked::from_iter_options(INVITATION.into(), numbers);
    let days = of_row.iter().map(|telling| telling.and_then(|(_, days)| days));
    let days = Int64Chunked::from_iter_options(DAYS_UNTIL_NEXT.into(), days);
    let source = u32::try_from(source).unwrap_or(u32::MAX);
    let source = UInt32Chunked::full(SOURCE.into(), source, rows.height());
    for column in [numbers.into_column(), days.into_column(), source.into_column()] {
        rows.with_column(column)?;
    }
    Ok(rows)
}

/// The connections of accounts.
struct ConnectionDays {
    /// By account and key of the person, the day.
    pub(in crate::invitations) days: HashMap<(String, String), Option<i32>>,
}

impl ConnectionDays {
    fn of_connections(known: &ConnectionsKnown) -> PolarsResult<Self> {
        let mut days = HashMap::new();
        let of_profiles = PROFILE_KEYS.iter().map(|key| (known.connections, *key));
        for (rows, person) in of_profiles.chain([(known.of_scans, "person")]) {
            let text = |name: &str| rows.column(name).and_then(|column| column.str());
            let dates = rows.column("connected_on")?.date()?.physical();
            let people = text("account")?.iter().zip(text(person)?.iter());
            for ((account, person), day) in people.zip(dates.iter()) {
                if let (Some(account), Some(person)) = (account, person) {
                    days.insert((account.to_owned(), person.to_owned()), day);
                }
            }
        }
        Ok(Self { days })
    }

    /// Whether a person is a connection of an account; the day, as far as it is known.
    fn since(&self, account: &str, person: &str) -> Option<&Option<i32>> {
        if self.days.is_empty() {
            return None;
        }
        self.days.get(&(account.to_owned(), person.to_owned()))
    }

    /// Whoever is a connection is pending no more.
    fn decide(
        &self,
        mut rows: DataFrame,
        files: &[&str],
        findings: &mut Vec<Finding>,
    ) -> PolarsResult<DataFrame> {
        let text = |name: &str| rows.column(name).and_then(|column| column.str().cloned());
        let [accounts, people, states] = [text("account")?, text("person")?, text("state")?];
        let sources = rows.column(SOURCE)?.u32()?.clone();
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        let who = accounts.iter().zip(people.iter()).zip(states.iter().zip(sources.iter()));
        let connected_days: Vec<Option<&Option<i32>>> = who
            .map(|((account, person), (state, source))| {
                let day = self.since(account?, person?).filter(|_| state == Some("pending"))?;
                *counts.entry(source?).or_default() += 1;
                Some(day)
            })
            .collect();
        findings.extend(merge_findings::connected(counts, files));
        let is = BooleanChunked::from_iter_options(
            CONNECTED.into(),
            connected_days.iter().map(|column| Some(column.is_some())),
        );
        let days = Int32Chunked::from_iter_options(
            CONNECTED_ON.into(),
            connected_days.iter().map(|column| column.copied().flatten()),
        );
        rows.with_column(is.into_column())?;
        rows.with_column(days.into_column().cast(&DataType::Date)?)?;
        let decided = |value: Expr, name: &str| {
            when(col(CONNECTED)).then(value).otherwise(col(name)).alias(name)
        };
        let rows = rows.lazy().with_columns([
            decided(lit("accepted"), "state"),
            decided(lit("matched"), "known_by"),
            decided(col(CONNECTED_ON), "connected_on"),
        ]);
        let days = coalesce(&[col("days_to_accept"), state::days_to_accept()]);
        rows.with_column(decided(days, "days_to_accept")).rows()
    }
}
