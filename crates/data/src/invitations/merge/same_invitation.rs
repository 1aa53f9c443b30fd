//! Which rows tell of one invitation: rows of files in the columns of `invitations`, and of the
//! other sources beside them.
//!
//! Invariant: rows are one invitation only if they are of one account, person and kind, and of one
//! day, or one `id`; in different sources a day's difference is the zones', and of a row without a
//! day nobody says that it is another. Of one source alone, rows stay as they are.

use crate::deadline;
use crate::invitations::scanned::named_people::POSITION;
use polars::prelude::{DataFrame, DataType, Expr, IdxSize, PolarsResult, col};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The columns that are asked of every row that may tell of an invitation which another has.
pub(in crate::invitations) fn compared_columns() -> Vec<Expr> {
    let day = col("sent_at").cast(DataType::Date).cast(DataType::Int32).alias("day");
    let texts = ["account", "person", "kind", "id", "state"].map(col);
    texts.into_iter().chain([day, col("age_days"), col(POSITION)]).collect()
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::invitations) struct SourceRowId {
    pub(in crate::invitations) source: usize,
    /// Its place there.
    pub(in crate::invitations) row: IdxSize,
}

/// One invitation, and the rows that tell of it.
pub(in crate::invitations) struct MergedInvitation {
    pub(in crate::invitations) rows: Vec<SourceRowId>,
    /// How many days later another source knows the person to have been invited again.
    pub(in crate::invitations) days_until_next: Option<i64>,
}

/// A row that tells of an invitation.
#[derive(Clone, Copy)]
struct SourceRow<'a> {
    position: SourceRowId,
    id: Option<&'a str>,
    day: Option<i32>,
    age_days: Option<i64>,
    is_pending: bool,
}

/// Rows that tell of one invitation.
struct RowGroup<'a> {
    day: Option<i32>,
    rows: Vec<SourceRow<'a>>,
}

/// The account, the person and the kind of an invitation.
type InvitationKey<'a> = (&'a str, &'a str, &'a str);

/// The invitations of which several sources tell, or that another knows to be over; and those of
/// pending rows of whom `is_connected` knows the account and the person. `sources` have the
/// columns of [`asked`], each in the order of its places.
pub(in crate::invitations) fn group_rows(
    sources: &[DataFrame],
    is_connected: impl Fn(&str, &str) -> bool,
) -> PolarsResult<Vec<MergedInvitation>> {
    let mut contacts: BTreeMap<InvitationKey, Vec<SourceRow>> = BTreeMap::new();
    for (source, rows) in sources.iter().enumerate() {
        let text = |name: &str| rows.column(name).and_then(|column| column.str());
        let [accounts, people, kinds] = [text("account")?, text("person")?, text("kind")?];
        let [ids, states] = [text("id")?, text("state")?];
        let (days, ages) = (rows.column("day")?.i32()?, rows.column("age_days")?.i64()?);
        let places = rows.column(POSITION)?.idx()?;
        for row in 0..rows.height() {
            deadline::check_interrupted_at_step(row)?;
            let who = (accounts.get(row), people.get(row), kinds.get(row));
            let (Some(account), Some(person), Some(invitation_kind)) = who else { continue };
            let Some(position) = places.get(row) else { continue };
            let position = SourceRowId { source, row: position };
            let telling = SourceRow {
                position,
                id: ids.get(row),
                day: days.get(row),
                age_days: ages.get(row),
                is_pending: states.get(row) == Some("pending"),
            };
            contacts.entry((account, person, invitation_kind)).or_default().push(telling);
        }
    }
    let mut invitations = Vec::new();
    for ((account, person, _), rows) in contacts {
        let has_accepted = is_connected(account, person);
        if rows.len() < 2 && !has_accepted {
            continue;
        }
        let is_named = person.starts_with("name:");
        let told = if is_named { by_name(&rows) } else { by_key(&rows) };
        let last = if is_named { None } else { told.last() };
        for (at, one) in told.iter().enumerate() {
            let is_pending = one.rows.iter().any(|row| row.is_pending);
            let next = last.filter(|_| is_pending && at + 1 < told.len());
            let days_until_next = next
                .filter(|next| knows_more(next, one))
                .map(|next| one.days_until(next).unwrap_or_default());
            if one.sources().len() > 1 || days_until_next.is_some() || (has_accepted && is_pending)
            {
                let rows = one.rows.iter().map(|row| row.position).collect();
                invitations.push(MergedInvitation { rows, days_until_next });
            }
        }
    }
    Ok(invitations)
}

/// Of a name alone: the n-th of a day in one source is the n-th in another.
fn by_name<'a>(rows: &[SourceRow<'a>]) -> Vec<RowGroup<'a>> {
    let mut told: BTreeMap<(Option<i32>, usize), RowGroup> = BTreeMap::new();
    let mut counts: HashMap<(usize, Option<i32>), usize> = HashMap::new();
    for row in rows {
        let nth = counts.entry((row.position.source, row.day)).or_default();
        let one = told.entry((row.day, *nth)).or_insert(RowGroup { day: row.day, rows: vec![] });
        one.rows.push(*row);
        *nth += 1;
    }
    told.into_values().collect()
}

/// Of one person, the earliest first.
fn by_key<'a>(rows: &[SourceRow<'a>]) -> Vec<RowGroup<'a>> {
    let mut days: BTreeMap<i32, RowGroup> = BTreeMap::new();
    let mut of_id: HashMap<&str, i32> = HashMap::new();
    let mut undated = Vec::new();
    for row in rows {
        let Some(day_of_row) = row.day else {
            undated.push(*row);
            continue;
        };
        let day = row.id.and_then(|id| of_id.get(id).copied()).unwrap_or(day_of_row);
        if let Some(id) = row.id {
            of_id.entry(id).or_insert(day);
        }
        days.entry(day).or_insert(RowGroup { day: Some(day), rows: vec![] }).rows.push(*row);
    }
    let mut told: Vec<RowGroup> = Vec::new();
    for one in days.into_values() {
        match told.last_mut() {
            // Zones may make a day's difference.
            Some(before) if before.is_a_day_before(&one) => before.rows.extend(one.rows),
            _ => told.push(one),
        }
    }
    let mut apart = RowGroup { day: None, rows: vec![] };
    for row in undated {
        match told.last_mut().filter(|last| !last.is_older_than(&row)) {
            Some(last) => last.rows.push(row),
            None => apart.rows.push(row),
        }
    }
    told.extend(Some(apart).filter(|apart| !apart.rows.is_empty()));
    told
}

impl RowGroup<'_> {
    fn sources(&self) -> BTreeSet<usize> {
        self.rows.iter().map(|row| row.position.source).collect()
    }

    fn is_a_day_before(&self, other: &Self) -> bool {
        let is_next = self.day.zip(other.day).is_some_and(|(day, next)| next - day <= 1);
        is_next && self.sources().is_disjoint(&other.sources())
    }

    fn age_days(&self) -> Option<i64> {
        self.rows.iter().filter_map(|row| row.age_days).min()
    }

    /// Whether a row of a least age is certainly about a later invitation: two weeks are less than
    /// three, a month is less than two.
    fn is_older_than(&self, row: &SourceRow) -> bool {
        let ages = self.age_days().zip(row.age_days);
        ages.is_some_and(|(age, least)| age > least.saturating_mul(2).saturating_add(8))
    }

    fn days_until(&self, next: &Self) -> Option<i64> {
        let days = self.day.zip(next.day).map(|(day, next)| i64::from(next) - i64::from(day));
        days.or_else(|| Some(self.age_days()? - next.age_days()?))
    }
}

/// Whether a source of the one is none of the other.
fn knows_more(one: &RowGroup, other: &RowGroup) -> bool {
    !one.sources().is_subset(&other.sources())
}
