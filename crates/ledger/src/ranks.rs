//! Which rows of a plan somebody means: `1-25 27`, or a person.

use std::collections::BTreeSet;
use std::str::FromStr;
use thiserror::Error;

/// A row or several, as somebody writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// From one rank to another.
    Ranks(u32, u32),
    /// A person: a key, an address or a name.
    Person(String),
}

/// Why a text says no row.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NotWanted {
    #[error("expected ranks, such as `1-25`, or a person")]
    Nothing,
    #[error("`{0}`: ranks run from 1 upwards, such as `1-25`")]
    Range(String),
}

impl FromStr for Wanted {
    type Err = NotWanted;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let rank = |text: &str| text.trim().parse::<u32>().ok();
        let is_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let (from, to) = text.split_once(['-', '–']).unwrap_or((text, text));
        if !is_digits(from.trim()) || !is_digits(to.trim()) {
            if text.is_empty() {
                return Err(NotWanted::Nothing);
            }
            return Ok(Self::Person(text.into()));
        }
        match (rank(from), rank(to)) {
            (Some(from), Some(to)) if 0 < from && from <= to => Ok(Self::Ranks(from, to)),
            _ => Err(NotWanted::Range(text.into())),
        }
    }
}

/// Rows as somebody writes them in one word: `1,3-5`. A name may have a comma, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedList(pub Vec<Wanted>);

impl FromStr for WantedList {
    type Err = NotWanted;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Result<Vec<Wanted>, NotWanted> = text.split(',').map(str::parse).collect();
        let is_ranks = |wanted: &Wanted| matches!(wanted, Wanted::Ranks(..));
        match parts {
            Ok(parts) if parts.iter().all(is_ranks) => Ok(Self(parts)),
            _ => text.parse().map(|one| Self(vec![one])),
        }
    }
}

/// The ranks among these that a selection names, and the parts of it that name none.
pub fn chosen<'a>(wanted: &'a [Wanted], ranks: &BTreeSet<u32>) -> (BTreeSet<u32>, Vec<&'a Wanted>) {
    let mut chosen = BTreeSet::new();
    let mut empty = vec![];
    for one in wanted {
        let Wanted::Ranks(from, to) = one else { continue };
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
        assert_eq!("1-25".parse(), Ok(Wanted::Ranks(1, 25)));
        assert_eq!(" 27 ".parse(), Ok(Wanted::Ranks(27, 27)));
        assert_eq!("in/ada-b".parse(), Ok(Wanted::Person("in/ada-b".into())));
        assert_eq!("Jean-Luc Berg".parse(), Ok(Wanted::Person("Jean-Luc Berg".into())));
        assert_eq!("-3".parse(), Ok(Wanted::Person("-3".into())));
        for wrong in ["0", "5-2", "0-3", "99999999999", ""] {
            assert!(wrong.parse::<Wanted>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn several_ranks_are_written_in_one_word() {
        let list = |text: &str| text.parse::<WantedList>().map(|list| list.0);
        let ranks = vec![Wanted::Ranks(1, 1), Wanted::Ranks(3, 5)];
        assert_eq!(list("1,3-5"), Ok(ranks.clone()));
        assert_eq!(list("1, 3–5"), Ok(ranks));
        assert_eq!(list("Berg, Ada"), Ok(vec![Wanted::Person("Berg, Ada".into())]));
        assert!(list("5-2").is_err());
    }

    #[test]
    fn what_names_no_row_is_told() {
        let ranks: BTreeSet<u32> = (1..=10).collect();
        let wanted = [Wanted::Ranks(8, 30), Wanted::Ranks(11, 12)];
        let (chosen, empty) = chosen(&wanted, &ranks);
        assert_eq!(chosen.into_iter().collect::<Vec<_>>(), [8, 9, 10]);
        assert_eq!(empty, [&wanted[1]]);
    }
}
