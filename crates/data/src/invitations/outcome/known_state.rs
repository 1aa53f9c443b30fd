//! What has become of an invitation, and how that is known: a number while it is decided, which
//! takes a fraction of what texts do.

use polars::prelude::{
    Column, DataType, Expr, Field, IntoColumn, NewChunkedArray, PolarsResult, Schema,
    StringChunked, col, lit,
};

/// The column of its numbers.
pub(in crate::invitations) const KNOWN_STATE: &str = "#known_state";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::invitations) enum KnownState {
    AcceptedBySlug,
    AcceptedByName,
    AcceptedRecorded,
    DeclinedRecorded,
    WithdrawnRecorded,
    WithdrawnPresumed,
    ExpiredRecorded,
    ExpiredPresumed,
    PendingListed,
    PendingRecorded,
    PendingPresumed,
}

impl KnownState {
    /// Each at the place of its number.
    const EVERY: [Self; 11] = [
        Self::AcceptedBySlug,
        Self::AcceptedByName,
        Self::AcceptedRecorded,
        Self::DeclinedRecorded,
        Self::WithdrawnRecorded,
        Self::WithdrawnPresumed,
        Self::ExpiredRecorded,
        Self::ExpiredPresumed,
        Self::PendingListed,
        Self::PendingRecorded,
        Self::PendingPresumed,
    ];

    /// Its number, as a constant of a query.
    pub(in crate::invitations) fn as_literal(self) -> Expr {
        lit(self as i32)
    }

    /// Whether a row has it.
    pub(in crate::invitations) fn is_in_row(self) -> Expr {
        col(KNOWN_STATE).eq(self.as_literal())
    }

    pub(in crate::invitations) fn state(self) -> &'static str {
        match self {
            Self::AcceptedBySlug | Self::AcceptedByName | Self::AcceptedRecorded => "accepted",
            Self::DeclinedRecorded => "declined",
            Self::WithdrawnRecorded | Self::WithdrawnPresumed => "withdrawn",
            Self::ExpiredRecorded | Self::ExpiredPresumed => "expired",
            Self::PendingListed | Self::PendingRecorded | Self::PendingPresumed => "pending",
        }
    }

    /// What a connection decides is matched.
    pub(in crate::invitations) fn known_by(self) -> &'static str {
        match self {
            Self::AcceptedBySlug | Self::AcceptedByName => "matched",
            Self::AcceptedRecorded
            | Self::DeclinedRecorded
            | Self::WithdrawnRecorded
            | Self::ExpiredRecorded
            | Self::PendingRecorded => "recorded",
            Self::PendingListed => "listed",
            Self::WithdrawnPresumed | Self::ExpiredPresumed | Self::PendingPresumed => "presumed",
        }
    }

    /// A word for each row's.
    pub(in crate::invitations) fn words(word: fn(Self) -> &'static str) -> Expr {
        let words = move |states: Column| -> PolarsResult<Column> {
            let codes = states.i32()?.iter();
            let words = codes.map(|code| {
                let state = usize::try_from(code?).ok().and_then(|at| Self::EVERY.get(at))?;
                Some(word(*state))
            });
            Ok(StringChunked::from_iter_options(KNOWN_STATE.into(), words).into_column())
        };
        let text =
            |_: &Schema, field: &Field| Ok(Field::new(field.name().clone(), DataType::String));
        col(KNOWN_STATE).map(words, text)
    }
}

#[cfg(test)]
mod tests {
    use super::KnownState;

    #[test]
    fn each_stands_at_its_number() {
        for (number, state) in KnownState::EVERY.iter().enumerate() {
            assert_eq!(*state as usize, number);
        }
    }
}
