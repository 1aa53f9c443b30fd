//! Days: `date("2025-09-01")` a day earlier and a day later.

use super::{Mutant, mutant};
use crate::syntax::Tree;
use chrono::{Days, NaiveDate};
use rhai::Token;

const LATER: &str = "moves a day to the next";
const EARLIER: &str = "moves a day to the one before";

pub(super) fn mutants_of(tree: &Tree) -> Vec<Mutant> {
    let days = tree.calls_of("date").filter_map(|call| {
        let token = tree.single_token(*call.arguments.first()?)?;
        let Token::StringConstant(day) = &token.token else { return None };
        let at = tree.text()[token.span.clone()].find(day.as_str())? + token.span.start;
        Some((at..at + day.len(), day.parse::<NaiveDate>().ok()?))
    });
    let moved = days.flat_map(|(span, day)| {
        let later = day.checked_add_days(Days::new(1)).map(|day| (day, LATER));
        let earlier = day.checked_sub_days(Days::new(1)).map(|day| (day, EARLIER));
        [later, earlier]
            .into_iter()
            .flatten()
            .map(move |(day, change)| mutant(span.clone(), day.to_string(), change))
    });
    moved.collect()
}
