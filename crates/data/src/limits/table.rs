//! The limits built in: every figure with its source, and what to do about it. The one place that
//! names them: checks, overrides, `rescind limits` and docs/LIMITS.md are made from this table.
//!
//! Invariant: [`TABLE`] has exactly one row for each [`LimitCode`], in the order of the codes.

use crate::finding::{FindingCode, Level};
use serde::Serialize;
use std::fmt;
use std::ops::RangeInclusive;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitCode {
    /// Invitations that an account may have pending.
    PendingCap,
    /// Days until the same person may be invited again.
    CoolingOff,
    /// Invitations that an account may send in a week.
    InvitationsPerWeek,
    /// Withdrawals that an account may make in a day.
    WithdrawalsPerDay,
    /// The least age worth withdrawing.
    YoungestAge,
    /// The share of the pending invitations that one plan may withdraw.
    ShareWithdrawn,
    /// InMail is never withdrawn.
    Inmail,
    /// Only what is pending is withdrawn.
    OnlyPending,
    /// The age above which an invitation that no list shows is taken for expired.
    Expiry,
}

impl LimitCode {
    /// The name in findings, in JSON and in `limits.toml`: kebab-case.
    pub const fn name(self) -> &'static str {
        self.finding().name()
    }

    /// What a check of it is called.
    pub const fn finding(self) -> FindingCode {
        match self {
            Self::PendingCap => FindingCode::PendingCap,
            Self::CoolingOff => FindingCode::CoolingOff,
            Self::InvitationsPerWeek => FindingCode::InvitationsPerWeek,
            Self::WithdrawalsPerDay => FindingCode::WithdrawalsPerDay,
            Self::YoungestAge => FindingCode::YoungestAge,
            Self::ShareWithdrawn => FindingCode::ShareWithdrawn,
            Self::Inmail => FindingCode::Inmail,
            Self::OnlyPending => FindingCode::OnlyPending,
            Self::Expiry => FindingCode::Expiry,
        }
    }

    /// The limit's row of [`TABLE`].
    pub fn limit(self) -> &'static Limit {
        &TABLE[self as usize]
    }

    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().map(|limit| limit.code).find(|code| code.name() == name)
    }
}

impl fmt::Display for LimitCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// How far a source can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// LinkedIn says so.
    Official,
    /// A maker of tools says so.
    Vendor,
    /// What practitioners keep to.
    Convention,
    /// It follows from what an invitation is.
    Definition,
}

impl SourceKind {
    /// The name in output: lower-case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Vendor => "vendor",
            Self::Convention => "convention",
            Self::Definition => "definition",
        }
    }
}

/// A figure that another source names for the same limit.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct OtherFigure {
    pub figure: &'static str,
    pub source: &'static str,
}

#[derive(Debug)]
pub struct Limit {
    pub code: LimitCode,
    /// What it is, in a few words.
    pub title: &'static str,
    /// The built-in figure, in `unit`.
    pub figure: i64,
    /// What the figure counts.
    pub unit: &'static str,
    pub level: Level,
    /// The figures that an override may give; none where the limit always holds.
    pub range: Option<RangeInclusive<i64>>,
    /// Who names the figure.
    pub source: &'static str,
    /// How far the source can be relied on.
    pub kind: SourceKind,
    /// When the sources were last read: `YYYY-MM`.
    pub read_on: &'static str,
    /// What other sources say.
    pub others: &'static [OtherFigure],
    pub advice: &'static str,
}

const fn other(figure: &'static str, source: &'static str) -> OtherFigure {
    OtherFigure { figure, source }
}

const GUIDE: &str = "the guide that the built-in figures follow";

/// Every limit, with its provenance.
pub const TABLE: &[Limit] = &[
    Limit {
        code: LimitCode::PendingCap,
        title: "pending invitations",
        figure: 500,
        unit: "invitations",
        level: Level::Warn,
        range: Some(1..=30_000),
        source: GUIDE,
        kind: SourceKind::Convention,
        read_on: "2026-11",
        others: &[
            other(
                "no number: too many outstanding, wait for up to a month",
                "LinkedIn Help a551012",
            ),
            other(
                "not an official limit; 1,500 in another text",
                "Linked Helper glossary and blog",
            ),
            other("500 to 700 is a danger zone", "ampliflow.in"),
            other("under 500 is healthy, over 700 a danger", "ColdIQ's go-to-market skills"),
        ],
        advice: "withdraw the oldest first, or set `target_pending` at or below the cap",
    },
    Limit {
        code: LimitCode::CoolingOff,
        title: "cooling-off before the same person may be invited again",
        figure: 21,
        unit: "days",
        level: Level::Note,
        range: Some(0..=366),
        source: GUIDE,
        kind: SourceKind::Convention,
        read_on: "2026-11",
        others: &[other("up to three weeks", "LinkedIn Help a551012")],
        advice: "meanwhile engage with their content and connect with mutual connections",
    },
    Limit {
        code: LimitCode::InvitationsPerWeek,
        title: "invitations sent in a week",
        figure: 100,
        unit: "invitations",
        level: Level::Note,
        range: Some(1..=10_000),
        source: GUIDE,
        kind: SourceKind::Convention,
        read_on: "2026-11",
        others: &[
            other("100 to 200, unpublished", "Linked Helper glossary; unipile provider limits"),
            other("free accounts: about 15 with a note or 150 without", "Linked Helper glossary"),
            other("peak weeks of 232, 209, 200, 200, 200, 101 and 100", "seven published exports"),
            other("a restriction typically lasts a week", "LinkedIn Help a550555"),
        ],
        advice: "send fewer for a week: a withdrawal frees a slot, it does not give quota back",
    },
    Limit {
        code: LimitCode::WithdrawalsPerDay,
        title: "withdrawals in a day",
        figure: 25,
        unit: "withdrawals",
        level: Level::Refuse,
        range: Some(1..=1_000),
        source: "PoliteReach's default",
        kind: SourceKind::Vendor,
        read_on: "2026-11",
        others: &[
            other("10 to 20", "a synthesis of vendors' documents"),
            other("50 per launch", "PhantomBuster"),
            other("100", "Salesflow; LinkedNav"),
            other("excessive patterns may trigger automated systems", GUIDE),
        ],
        advice: "spread the withdrawals over more days",
    },
    Limit {
        code: LimitCode::YoungestAge,
        title: "least age worth withdrawing",
        figure: 14,
        unit: "days",
        level: Level::Warn,
        range: Some(0..=366),
        source: "Botdog help 12150369: 88% of 16,492 acceptances came within a week",
        kind: SourceKind::Vendor,
        read_on: "2026-11",
        others: &[
            other(
                "21% within an hour, 63% within a day, 99% within 30 days",
                "Botdog help 12150369",
            ),
            other("withdraw what has been pending for 3 months and more", GUIDE),
            other("30 days, automatically", "Botdog"),
            other("20 days, automatically", "Salesflow"),
            other("7 days, fixed", "Linvo"),
        ],
        advice: "wait: younger invitations are still being accepted",
    },
    Limit {
        code: LimitCode::ShareWithdrawn,
        title: "share of the pending withdrawn in one plan",
        figure: 50,
        unit: "percent",
        level: Level::Warn,
        range: Some(1..=100),
        source: "rescind's own guard against a rule that is wider than it was meant to be",
        kind: SourceKind::Convention,
        read_on: "2026-11",
        others: &[other("excessive patterns may trigger automated systems", GUIDE)],
        advice: "look at the rules again, or withdraw fewer with `at_most` or `target_pending`",
    },
    Limit {
        code: LimitCode::Inmail,
        title: "InMail withdrawn",
        figure: 0,
        unit: "withdrawals",
        level: Level::Refuse,
        range: None,
        source: GUIDE,
        kind: SourceKind::Definition,
        read_on: "2026-11",
        others: &[],
        advice: "InMail cannot be withdrawn: leave it out",
    },
    Limit {
        code: LimitCode::OnlyPending,
        title: "withdrawn though not pending",
        figure: 0,
        unit: "withdrawals",
        level: Level::Refuse,
        range: None,
        source: "what is accepted, withdrawn or expired cannot be withdrawn",
        kind: SourceKind::Definition,
        read_on: "2026-11",
        others: &[],
        advice: "only what is pending can be withdrawn: leave the rest out",
    },
    Limit {
        code: LimitCode::Expiry,
        title: "age above which a presumed invitation is taken for expired",
        figure: 180,
        unit: "days",
        level: Level::Note,
        range: Some(1..=3_660),
        source: "PhantomBuster blog; kennected.io: about 6 months",
        kind: SourceKind::Vendor,
        read_on: "2026-11",
        others: &[other("an archive covers about 180 days", "five published exports")],
        advice: "a list of the Sent page says for certain what is still pending",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_own_row() {
        for (index, limit) in TABLE.iter().enumerate() {
            assert_eq!(limit.code as usize, index);
            assert_eq!(LimitCode::from_name(limit.code.name()), Some(limit.code));
        }
        assert_eq!(LimitCode::Expiry as usize + 1, TABLE.len());
    }

    #[test]
    fn a_name_is_the_same_in_json_and_in_limits_toml() {
        for limit in TABLE {
            assert_eq!(serde_json::to_value(limit.code).unwrap(), limit.code.name());
        }
    }

    #[test]
    fn a_built_in_figure_lies_in_its_own_range() {
        for limit in TABLE {
            assert!(limit.range.as_ref().is_none_or(|range| range.contains(&limit.figure)));
        }
    }

    #[test]
    fn no_advice_promises_quota_or_the_end_of_a_restriction() {
        for limit in TABLE {
            assert!(!limit.advice.contains("lift"), "{}", limit.code);
            assert!(
                !limit.advice.contains("quota")
                    || limit.advice.contains("does not give quota back"),
                "{}",
                limit.code
            );
        }
    }
}
