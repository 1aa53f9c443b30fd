//! The names that a script is given: one row each, from which they are pushed and documented.

use super::run::ScriptEnvironment;
use crate::domain::INVITATIONS;
use crate::formula::dates::{Day, Instant};
use crate::invitations::summarise_accounts;
use crate::limits::{Limits, TABLE};
use crate::script::Frame;
use crate::syntax::{SpannedToken, Tokens};
use polars::prelude::{col, lit};
use rhai::{Dynamic, Map, Scope};

/// A name that every script is given.
#[derive(Debug)]
pub struct NameRow {
    pub name: &'static str,
    /// What it is, in a word.
    pub what: &'static str,
    pub meaning: &'static str,
    /// A script that uses it and gives true with any data.
    pub example: &'static str,
    value: fn(&ScriptEnvironment) -> Dynamic,
}

pub const NAMES: &[NameRow] = &[
    NameRow {
        name: "invitations",
        what: "frame",
        meaning: "every invitation, whatever its state",
        example: "invitations.len() >= pending.len()",
        value: |around| Dynamic::from(Frame::new(around.invitations.frame.clone())),
    },
    NameRow {
        name: "pending",
        what: "frame",
        meaning: "the invitations that are pending",
        example: "pending.filter(|i| i.state != \"pending\").len() == 0",
        value: |around| {
            let invitations = around.invitations.frame.clone();
            Dynamic::from(Frame::new(invitations.filter(col("state").eq(lit("pending")))))
        },
    },
    NameRow {
        name: "connections",
        what: "frame",
        meaning: "whom each account is connected to",
        example: "\"connected_on\" in connections.columns()",
        value: |around| Dynamic::from(Frame::new(around.invitations.connections.clone())),
    },
    NameRow {
        name: "accounts",
        what: "frame",
        meaning: "one row an account, with how many invitations it has in each state",
        example: "\"account\" in accounts.columns()",
        value: |around| {
            let invitations = around.invitations.uncounted.clone();
            Dynamic::from(Frame::new(summarise_accounts(invitations, around.as_of)))
        },
    },
    NameRow {
        name: "history",
        what: "frame",
        meaning: "what the ledger recorded, one row an event, whatever the data; empty without one",
        example: "\"recorded_at\" in history.columns()",
        value: |around| Dynamic::from(Frame::new(around.invitations.history.clone())),
    },
    NameRow {
        name: "today",
        what: "date",
        meaning: "the day of `as_of`",
        example: "today == date(as_of)",
        value: |around| Dynamic::from(Day(around.as_of.date_naive())),
    },
    NameRow {
        name: "as_of",
        what: "date with time",
        meaning: "the one instant of the run, which ages are measured at; `--as-of` sets it",
        example: "as_of - days(1) < as_of",
        value: |around| Dynamic::from(Instant(around.as_of)),
    },
    NameRow {
        name: "limits",
        what: "map",
        meaning: "the figures of the platform's limits that are in force for all accounts",
        example: "limits.pending_cap > 0",
        value: |around| figures(around.limits).into(),
    },
];

/// The names with their values.
pub(super) fn scope(around: &ScriptEnvironment) -> Scope<'static> {
    let mut scope = Scope::new();
    for row in NAMES {
        scope.push_constant_dynamic(row.name, (row.value)(around));
    }
    scope
}

/// Whether a script's text names a frame of the data, or asks a question of them: what it declares
/// may then depend on rows.
pub fn mentions_data(text: &str) -> bool {
    let is_frame = |name: &str| NAMES.iter().any(|row| row.what == "frame" && row.name == name);
    let tokens = Tokens::read(text);
    let mut names = tokens.list().iter().filter_map(SpannedToken::name);
    tokens.unread().is_some() || names.any(|name| is_frame(name) || INVITATIONS.is_function(name))
}

/// The figures in force for all accounts, under the limits' names in snake case.
fn figures(limits: &Limits) -> Map {
    let figures = TABLE.iter().map(|limit| {
        let figure = Dynamic::from(limits.figure(limit.code, ""));
        (figure_name(limit.code.name()).into(), figure)
    });
    figures.collect()
}

/// The name of a limit in a script.
pub fn figure_name(limit: &str) -> String {
    limit.replace('-', "_")
}
