//! One invitation as it would be, had it been sent on another day, with all that follows from that:
//! its state, and the account's counts and ranks.
//!
//! Invariant: what another age makes of a row is what the data make of it that say so: the same
//! figure decides what is expired, the same expressions rank the account. Ages of which that cannot
//! be known from the rows alone are not told.

use super::{ranks, state};
use crate::query::Query;
use polars::prelude::{
    DataFrame, DataType, Expr, LazyFrame, PolarsResult, TimeUnit, col, lit, when,
};
use thiserror::Error;

const DAY_US: i64 = 86_400_000_000;

/// The greatest age that is tried: two years, far beyond any expiry.
pub const AGES_TRIED_DAYS: i64 = 730;

/// What is older than this is no invitation, but a slip of the data.
const AGE_MAX_DAYS: i64 = 36_525;

/// An invitation that can be imagined at other ages.
#[derive(Clone, Debug)]
pub struct AgeSimulation {
    id: String,
    age_days: i64,
    expiry_days: i64,
    /// Whether it expires with time.
    expires: bool,
    /// The greatest age that can be told, and what lies beyond it.
    greatest_days: i64,
    bound: Option<&'static str>,
}

/// Why nothing can be told of an invitation at other ages.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AgeSimulationError {
    #[error("it is not in the data")]
    NotInData,
    #[error("InMail is never withdrawn")]
    InMail,
    #[error("it is {state}, and only what is pending is withdrawn")]
    NotPending { state: String },
    #[error("its age is not known")]
    UnknownAge,
    #[error("{age_days} days are no age of an invitation")]
    Impossible { age_days: i64 },
}

impl AgeSimulation {
    /// The pending invitation with this `id`; `account_rows` are all of its account.
    ///
    /// # Errors
    /// A query that Polars cannot run; within, why nothing can be told of other ages.
    pub fn of_invitation(
        account_rows: &LazyFrame,
        id: &str,
        expiry_days: i64,
    ) -> PolarsResult<Result<Self, AgeSimulationError>> {
        let columns = ["id", "person", "state", "known_by", "kind", "sent_at", "age_days"];
        let rows = account_rows.clone().select(columns.map(col)).rows()?;
        let ids = rows.column("id")?.str()?;
        let Some(at) = ids.iter().position(|row_id| row_id == Some(id)) else {
            return Ok(Err(AgeSimulationError::NotInData));
        };
        let text = |name: &str| -> PolarsResult<String> {
            Ok(rows.column(name)?.str()?.get(at).unwrap_or_default().to_owned())
        };
        let (state, invitation_kind) = (text("state")?, text("kind")?);
        if invitation_kind == "inmail" {
            return Ok(Err(AgeSimulationError::InMail));
        }
        if state != "pending" {
            return Ok(Err(AgeSimulationError::NotPending { state }));
        }
        let Some(age_days) = rows.column("age_days")?.i64()?.get(at) else {
            return Ok(Err(AgeSimulationError::UnknownAge));
        };
        if !(0..=AGE_MAX_DAYS).contains(&age_days) {
            return Ok(Err(AgeSimulationError::Impossible { age_days }));
        }
        let known_by = text("known_by")?;
        let aging = Self {
            id: id.to_owned(),
            age_days,
            expiry_days,
            expires: known_by == "presumed",
            greatest_days: AGES_TRIED_DAYS.max(age_days),
            bound: None,
        };
        let aging = aging.bounded_by_others(&rows, at, &text("person")?)?;
        aging.bounded_by_source(&rows, &known_by).map(Ok)
    }

    /// Once it had been sent before another invitation to the same person, that one would count.
    fn bounded_by_others(self, rows: &DataFrame, at: usize, person: &str) -> PolarsResult<Self> {
        let persons = rows.column("person")?.str()?.iter();
        let ages = rows.column("age_days")?.i64()?.iter();
        let others = persons.zip(ages).enumerate();
        let others =
            others.filter(|(row, (other_person, _))| *row != at && *other_person == Some(person));
        let older = others.filter_map(|(_, (_, age))| age.filter(|age| *age > self.age_days)).min();
        let why = "the same person was invited before";
        Ok(older.map_or(self.clone(), |age| self.up_to(age - 1, why)))
    }

    /// What a list of the Sent page lacks is gone; what a sheet alone records may expire or not, as
    /// its source says.
    fn bounded_by_source(self, rows: &DataFrame, known_by: &str) -> PolarsResult<Self> {
        let mut sources = rows.column("known_by")?.str()?.iter();
        if matches!(known_by, "presumed" | "recorded")
            && sources.any(|source| source == Some("listed"))
        {
            let (age, why) = (self.age_days, "a list of the Sent page may be newer");
            return Ok(self.up_to(age, why));
        }
        if known_by == "recorded" && self.age_days <= self.expiry_days {
            let (expiry, why) = (self.expiry_days, "what is recorded may expire then");
            return Ok(self.up_to(expiry, why));
        }
        Ok(self)
    }

    fn up_to(self, days: i64, why: &'static str) -> Self {
        if days >= self.greatest_days {
            return self;
        }
        Self { greatest_days: days, bound: Some(why), ..self }
    }

    pub const fn now(&self) -> i64 {
        self.age_days
    }

    pub const fn is_expired_at(&self, age_days: i64) -> bool {
        self.expires && age_days > self.expiry_days
    }

    /// The greatest age that can be told.
    pub const fn greatest_days(&self) -> i64 {
        self.greatest_days
    }

    /// Why no greater age can be, if that is so.
    pub const fn bound(&self) -> Option<&'static str> {
        self.bound
    }

    /// These rows, where the invitation among them has another age, and with the counts and ranks
    /// that follow; they are whole accounts.
    pub fn among(&self, rows: &LazyFrame, age_days: i64) -> PolarsResult<LazyFrame> {
        ranks::with_ranks(self.with_age(rows.clone(), lit(age_days)))
    }

    /// The rows, where the invitation has the age that this expression says. Counts and ranks stay
    /// as they are.
    pub fn with_age(&self, rows: LazyFrame, age_days: Expr) -> LazyFrame {
        let is_invitation = || col("id").eq(lit(self.id.as_str()));
        let older_us = (age_days.clone() - lit(self.age_days)) * lit(DAY_US);
        let older = older_us.cast(DataType::Duration(TimeUnit::Microseconds));
        let set =
            |name: &str, to: Expr| when(is_invitation()).then(to).otherwise(col(name)).alias(name);
        rows.with_columns([
            set("age_days", age_days.cast(DataType::Int64)),
            set("sent_at", col("sent_at") - older),
        ])
        .with_column(set("state", state::expire_presumed(self.expiry_days)))
    }
}
