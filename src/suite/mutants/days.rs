//! Days: `date("2025-09-01")` a day earlier and a day later.

use super::{Mutant, MutatedScript, mutant};
use chrono::{Days, NaiveDate};
use rhai::Token;

const LATER: &str = "moves a day to the next";
const EARLIER: &str = "moves a day to the one before";

pub(super) fn mutants_of(source: &MutatedScript) -> Vec<Mutant> {
    let tokens = source.tokens.lexed();
    let calls = tokens.windows(3).filter_map(|window| match [&window[0].token, &window[1].token] {
        [Token::Identifier(name), Token::LeftParen] if **name == "date" => Some(&window[2]),
        _ => None,
    });
    let days = calls.filter_map(|token| match &token.token {
        Token::StringConstant(day) => {
            let at = source.text[token.span.clone()].find(day.as_str())? + token.span.start;
            Some((at..at + day.len(), day.parse::<NaiveDate>().ok()?))
        }
        _ => None,
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
