//! Which rows of a plan somebody means: `1-25 27`, or a person.

use std::collections::BTreeSet;
use std::str::FromStr;
use thiserror::Error;

/// A row or several, as somebody writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowSelector {
    /// From one rank to another.
    Ranks(u32, u32),
    /// A person: a key, an address or a name.
    Person(String),
}

/// Why a text says no row.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum RowSelectorError {
    #[error("expected ranks, such as `1-25`, or a person")]
    Nothing,
    #[error("`{0}`: ranks run from 1 upwards, such as `1-25`")]
    Range(String),
}

impl FromStr for RowSelector {
    type Err = RowSelectorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let rank = |text: &str| text.trim().parse::<u32>().ok();
        let is_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let (from, to) = text.split_once(['-', '–']).unwrap_or((text, text));
        if !is_digits(from.trim()) || !is_digits(to.trim()) {
            if text.is_empty() {
                return Err(RowSelectorError::Nothing);
            }
            return Ok(Self::Person(text.into()));
        }
        match (rank(from), rank(to)) {
            (Some(from), Some(to)) if 0 < from && from <= to => Ok(Self::Ranks(from, to)),
            _ => Err(RowSelectorError::Range(text.into())),
        }
    }
}

/// Rows as somebody writes them in one word: `1,3-5`. A name may have a comma, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowSelectors(pub Vec<RowSelector>);

impl FromStr for RowSelectors {
    type Err = RowSelectorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Result<Vec<RowSelector>, RowSelectorError> =
            text.split(',').map(str::parse).collect();
        let is_ranks = |wanted: &RowSelector| matches!(wanted, RowSelector::Ranks(..));
        match parts {
            Ok(parts) if parts.iter().all(is_ranks) => Ok(Self(parts)),
            _ => text.parse().map(|one| Self(vec![one])),
        }
    }
}

/// The ranks among these that a selection names, and the parts of it that name none.
pub fn select_ranks<'a>(
    wanted: &'a [RowSelector],
    ranks: &BTreeSet<u32>,
) -> (BTreeSet<u32>, Vec<&'a RowSelector>) {
    let mut chosen = BTreeSet::new();
    let mut empty = vec![];
    for one in wanted {
        let RowSelector::Ranks(from, to) = one else { continue };
        let before = ranks.range(from..=to).count();
        chosen.extend(ranks.range(from..=to));
        if before == 0 {
            empty.push(one);
        }
    }
    (chosen, empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_ranges_and_people_are_told_apart() {
        assert_eq!("1-25".parse(), Ok(RowSelector::Ranks(1, 25)));
        assert_eq!(" 27 ".parse(), Ok(RowSelector::Ranks(27, 27)));
        assert_eq!("in/ada-b".parse(), Ok(RowSelector::Person("in/ada-b".into())));
        assert_eq!("Jean-Luc Berg".parse(), Ok(RowSelector::Person("Jean-Luc Berg".into())));
        assert_eq!("-3".parse(), Ok(RowSelector::Person("-3".into())));
        for wrong in ["0", "5-2", "0-3", "99999999999", ""] {
            assert!(wrong.parse::<RowSelector>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn several_ranks_are_written_in_one_word() {
        let list = |text: &str| text.parse::<RowSelectors>().map(|list| list.0);
        let ranks = vec![RowSelector::Ranks(1, 1), RowSelector::Ranks(3, 5)];
        assert_eq!(list("1,3-5"), Ok(ranks.clone()));
        assert_eq!(list("1, 3–5"), Ok(ranks));
        assert_eq!(list("Berg, Ada"), Ok(vec![RowSelector::Person("Berg, Ada".into())]));
        assert!(list("5-2").is_err());
    }

    #[test]
    fn what_names_no_row_is_told() {
        let ranks: BTreeSet<u32> = (1..=10).collect();
        let wanted = [RowSelector::Ranks(8, 30), RowSelector::Ranks(11, 12)];
        let (chosen, empty) = select_ranks(&wanted, &ranks);
        assert_eq!(chosen.into_iter().collect::<Vec<_>>(), [8, 9, 10]);
        assert_eq!(empty, [&wanted[1]]);
    }
}
