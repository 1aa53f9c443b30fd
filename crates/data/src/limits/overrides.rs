//! The limits in force: the table built in, and what an agency's `limits.toml` says instead.
//!
//! ```toml
//! [pending-cap]
//! figure = 450
//! level = "refuse"
//!
//! [accounts.anna.withdrawals-per-day]
//! figure = 15
//! ```
//!
//! Invariant: an account's own value outranks the one for all, which outranks the one built in;
//! what always holds (a limit without a range) keeps the value built in.

use super::table::{Limit, LimitCode, TABLE};
use crate::account::{find_same, is_same};
use crate::finding::{Finding, FindingCode, Level};
use crate::nearest::did_you_mean;
use indexmap::IndexMap;

/// What a file says of one limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Override {
    pub(super) figure: Option<i64>,
    pub(super) level: Option<Level>,
}

/// What a file says of some limits.
pub(super) type Overrides = IndexMap<LimitCode, Override>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    pub(super) general: Overrides,
    pub(super) accounts: IndexMap<String, Overrides>,
}

#[derive(Clone, Debug)]
pub struct LimitInForce<'a> {
    /// Its row of the table.
    pub limit: &'static Limit,
    /// The account for which it differs; none where it holds for all.
    pub account: Option<&'a str>,
    /// The figure in force, in the limit's unit.
    pub figure: i64,
    pub level: Level,
}

impl LimitInForce<'_> {
    /// Whether a file says otherwise than the table.
    pub fn is_overridden(&self) -> bool {
        self.figure != self.limit.figure || self.level != self.limit.level
    }
}

impl Limits {
    /// The table built in, without overrides.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// The figure in force for an account, in the limit's unit.
    pub fn figure(&self, code: LimitCode, account: &str) -> i64 {
        self.figure_of(code, Some(account))
    }

    pub fn level(&self, code: LimitCode, account: &str) -> Level {
        self.level_of(code, Some(account))
    }

    /// Every limit as it is in force for all accounts, each followed by the accounts for which the
    /// file says something of their own, in the order of the file.
    pub fn rows(&self) -> Vec<LimitInForce<'_>> {
        let overriding_accounts = |limit: &Limit| {
            let code = limit.code;
            self.accounts.iter().filter(move |(_, overrides)| overrides.contains_key(&code))
        };
        let row = |limit: &'static Limit, account: Option<&'_ str>| LimitInForce {
            limit,
            account: None,
            figure: self.figure_of(limit.code, account),
            level: self.level_of(limit.code, account),
        };
        TABLE
            .iter()
            .flat_map(|limit| {
                let accounts = overriding_accounts(limit).map(move |(account, _)| LimitInForce {
                    account: Some(account),
                    ..row(limit, Some(account))
                });
                std::iter::once(row(limit, None)).chain(accounts)
            })
            .collect()
    }

    /// Warns of every account that the file names and the data do not have: most likely a misspelt
    /// name, whose limits hold for nobody.
    pub fn unknown_accounts(&self, known: &[&str]) -> Vec<Finding> {
        let unknown = self
            .accounts
            .keys()
            .filter(|account| find_same(account, known.iter().copied()).is_none());
        unknown
            .map(|account| {
                let message = format!("limits for an account that the data do not have: {account}");
                let finding = Finding::new(FindingCode::UnknownAccount, Level::Warn, message)
                    .of_account(account);
                finding.help(did_you_mean(account, known.iter().copied(), "an account"))
            })
            .collect()
    }

    fn figure_of(&self, code: LimitCode, account: Option<&str>) -> i64 {
        self.first(code, account, |limit| limit.figure).unwrap_or(code.limit().figure)
    }

    fn level_of(&self, code: LimitCode, account: Option<&str>) -> Level {
        self.first(code, account, |limit| limit.level).unwrap_or(code.limit().level)
    }

    fn first<T>(
        &self,
        code: LimitCode,
        account: Option<&str>,
        value: impl Fn(&Override) -> Option<T>,
    ) -> Option<T> {
        let of_account = account.and_then(|account| {
            let mut accounts = self.accounts.iter();
            let alike = || {
                accounts.find(|(name, _)| is_same(name, account)).map(|(_, overrides)| overrides)
            };
            self.accounts.get(account).or_else(alike)
        });
        [of_account, Some(&self.general)]
            .into_iter()
            .flatten()
            .find_map(|one| one.get(&code).and_then(&value))
    }
}
