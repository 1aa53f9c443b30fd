//! Checks what an account has pending, and what a plan does to it, against the limits.
//!
//! Invariant: where a limit has headroom, there is a finding of the limit's level exactly where
//! `left` is negative. No finding claims that a withdrawal gives quota back or lifts a restriction.

use super::headroom::Headroom;
use super::overrides::Limits;
use super::table::LimitCode;
use crate::finding::{Finding, FindingCode, Level};

/// What is known of one account, and what a plan does to it. Without a plan `withdraw` and all that
/// follows from it are 0 or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountUsage {
    pub account: String,
    /// Invitations pending before the plan.
    pub pending: usize,
    /// Invitations that the plan withdraws.
    pub withdraw: usize,
    /// The most withdrawals on one date, those recorded already for that date included.
    pub busiest_day: usize,
    /// The least age in days among those withdrawn whose age is known.
    pub youngest_age_days: Option<i64>,
    /// Of those withdrawn, how many are InMail.
    pub withdrawn_inmail: usize,
    /// Of those withdrawn, how many are not pending.
    pub withdrawn_not_pending: usize,
    /// Invitations sent in the 7 days up to `as_of`; none where the data do not say.
    pub sent_last_7_days: Option<usize>,
    /// People whose invitation was withdrawn before and who may not be invited again yet.
    pub cooling_off: usize,
    /// Invitations presumed expired.
    pub expired: usize,
}

/// Checks one account: findings with the gravest first, and the headroom in the table's order.
pub fn check_account(usage: &AccountUsage, limits: &Limits) -> (Vec<Finding>, Vec<Headroom>) {
    let headroom: Vec<_> = MEASURED.iter().filter_map(|&code| room(code, usage, limits)).collect();
    let exceeded = (MEASURED.iter().copied())
        .filter(|&code| room(code, usage, limits).is_some_and(|room| room.left < 0));
    let mut findings: Vec<_> = exceeded
        .map(|code| (code, limits.level(code, &usage.account)))
        .chain(notices(usage, limits))
        .map(|(code, level)| finding(code, level, usage, limits))
        .chain(cap_relieved(usage, limits))
        .collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    (findings, headroom)
}

/// The limits that are used up, in the table's order. The others only name a figure.
const MEASURED: &[LimitCode] = &[
    LimitCode::PendingCap,
    LimitCode::InvitationsPerWeek,
    LimitCode::WithdrawalsPerDay,
    LimitCode::YoungestAge,
    LimitCode::ShareWithdrawn,
    LimitCode::Inmail,
    LimitCode::OnlyPending,
];

fn room(code: LimitCode, usage: &AccountUsage, limits: &Limits) -> Option<Headroom> {
    let figure = limits.figure(code, &usage.account);
    let used = used(code, usage)?;
    // The least age is a floor, the others are ceilings.
    let left = if code == LimitCode::YoungestAge { used - figure } else { figure - used };
    Some(Headroom { limit: code.name().into(), account: usage.account.clone(), figure, used, left })
}

/// How much of a limit is used, in its unit; none where that is unknown or nothing is measured.
fn used(code: LimitCode, usage: &AccountUsage) -> Option<i64> {
    let count = match code {
        LimitCode::PendingCap => pending_after(usage),
        LimitCode::InvitationsPerWeek => usage.sent_last_7_days?,
        LimitCode::WithdrawalsPerDay => usage.busiest_day,
        LimitCode::YoungestAge => return usage.youngest_age_days,
        // Rounded up, so that a share just above the limit exceeds it.
        LimitCode::ShareWithdrawn => (usage.withdraw * 100).div_ceil(usage.pending.max(1)),
        LimitCode::Inmail => usage.withdrawn_inmail,
        LimitCode::OnlyPending => usage.withdrawn_not_pending,
        LimitCode::CoolingOff | LimitCode::Expiry => return None,
    };
    Some(i64::try_from(count).unwrap_or(i64::MAX))
}

fn pending_after(usage: &AccountUsage) -> usize {
    usage.pending.saturating_sub(usage.withdraw)
}

/// What is said of the limits that only name a figure, where it concerns anybody.
fn notices(usage: &AccountUsage, limits: &Limits) -> impl Iterator<Item = (LimitCode, Level)> {
    [(LimitCode::CoolingOff, usage.cooling_off), (LimitCode::Expiry, usage.expired)]
        .into_iter()
        .filter(|&(_, count)| count > 0)
        .map(|(code, _)| (code, limits.level(code, &usage.account)))
}

fn finding(code: LimitCode, level: Level, usage: &AccountUsage, limits: &Limits) -> Finding {
    Finding::new(code.finding(), level, message(code, usage, limits.figure(code, &usage.account)))
        .of_account(&usage.account)
        .help(code.limit().advice)
}

fn message(code: LimitCode, usage: &AccountUsage, figure: i64) -> String {
    let AccountUsage { pending, withdraw, .. } = usage;
    match code {
        LimitCode::PendingCap if *withdraw == 0 => {
            format!("{pending} pending, above the cap of {figure}")
        }
        LimitCode::PendingCap => {
            let after = pending_after(usage);
            format!("{after} pending after the plan ({pending} before), above the cap of {figure}")
        }
        LimitCode::CoolingOff => format!(
            "{} withdrawn less than {figure} days ago may not be invited again yet",
            people(usage.cooling_off)
        ),
        LimitCode::InvitationsPerWeek => format!(
            "{} sent in the last 7 days, above {figure} a week",
            invitations(usage.sent_last_7_days.unwrap_or_default())
        ),
        LimitCode::WithdrawalsPerDay => {
            format!("{} withdrawals on the busiest day, above {figure} a day", usage.busiest_day)
        }
        LimitCode::YoungestAge => format!(
            "the youngest withdrawn is {} days old, below {figure} days",
            usage.youngest_age_days.unwrap_or_default()
        ),
        LimitCode::ShareWithdrawn => {
            format!("{withdraw} of {pending} pending withdrawn, above a share of {figure}%")
        }
        LimitCode::Inmail => {
            format!("InMail withdrawn: {}", usage.withdrawn_inmail)
        }
        LimitCode::OnlyPending => {
            format!("withdrawn though not pending: {}", usage.withdrawn_not_pending)
        }
        LimitCode::Expiry => format!(
            "{} older than {figure} days, presumed expired and left out",
            invitations(usage.expired)
        ),
    }
}

/// A cap that is exceeded before the plan and kept after it: worth knowing, nothing to do.
fn cap_relieved(usage: &AccountUsage, limits: &Limits) -> Option<Finding> {
    let cap = limits.figure(LimitCode::PendingCap, &usage.account);
    let (before, after) = (usage.pending, pending_after(usage));
    let exceeds = |pending: usize| i64::try_from(pending).is_ok_and(|pending| pending > cap);
    (exceeds(before) && !exceeds(after)).then(|| {
        let message = format!(
            "{before} pending, above the cap of {cap}; {after} once the plan is carried out"
        );
        Finding::new(FindingCode::PendingCap, Level::Note, message).of_account(&usage.account)
    })
}

fn people(count: usize) -> String {
    if count == 1 { "1 person".into() } else { format!("{count} people") }
}

fn invitations(count: usize) -> String {
    if count == 1 { "1 invitation".into() } else { format!("{count} invitations") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn usage() -> AccountUsage {
        AccountUsage { account: "anna".into(), pending: 400, ..AccountUsage::default() }
    }

    fn codes(usage: &AccountUsage, limits: &Limits) -> Vec<(String, Level)> {
        let (findings, _) = check_account(usage, limits);
        findings.into_iter().map(|finding| (finding.code.to_string(), finding.level)).collect()
    }

    fn findings_of(usage: &AccountUsage) -> Vec<(String, Level)> {
        codes(usage, &Limits::built_in())
    }

    #[test]
    fn an_account_within_its_limits_has_headroom_and_no_finding() {
        let (findings, headroom) = check_account(&usage(), &Limits::built_in());
        assert_eq!(findings, []);
        assert_eq!((headroom[0].limit.as_str(), headroom[0].left), ("pending-cap", 100));
        assert!(headroom.iter().all(|room| room.account == "anna"));
    }

    #[test]
    fn exactly_the_cap_is_within_it() {
        assert_eq!(findings_of(&AccountUsage { pending: 500, ..usage() }), []);
        assert_eq!(
            findings_of(&AccountUsage { pending: 501, ..usage() }),
            [("pending-cap".into(), Level::Warn)]
        );
    }

    #[test]
    fn a_cap_that_the_plan_keeps_is_only_a_note() {
        let relieved = AccountUsage { pending: 612, withdraw: 212, ..usage() };
        assert_eq!(findings_of(&relieved), [("pending-cap".into(), Level::Note)]);
    }

    #[test]
    fn a_cap_still_exceeded_can_be_made_to_refuse() {
        let limits = Limits::parse("pending-cap.level = \"refuse\"", "limits.toml").unwrap();
        let still = AccountUsage { pending: 612, withdraw: 100, ..usage() };
        assert_eq!(codes(&still, &limits), [("pending-cap".into(), Level::Refuse)]);
        let relieved = AccountUsage { withdraw: 112, ..still };
        assert_eq!(codes(&relieved, &limits), [("pending-cap".into(), Level::Note)]);
    }

    #[test]
    fn a_share_just_above_the_limit_exceeds_it() {
        assert_eq!(findings_of(&AccountUsage { withdraw: 200, ..usage() }), []);
        let above = AccountUsage { withdraw: 201, ..usage() };
        assert_eq!(findings_of(&above), [("share-withdrawn".into(), Level::Warn)]);
    }

    #[test]
    fn the_gravest_finding_comes_first() {
        let many = AccountUsage {
            withdraw: 300,
            busiest_day: 26,
            youngest_age_days: Some(13),
            withdrawn_inmail: 1,
            withdrawn_not_pending: 2,
            sent_last_7_days: Some(101),
            cooling_off: 1,
            expired: 3,
            ..usage()
        };
        let (findings, headroom) = check_account(&many, &Limits::built_in());
        let lines: Vec<_> = (findings.iter())
            .map(|finding| format!("{:6} {}: {}", finding.level, finding.code, finding.message))
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
        insta::assert_debug_snapshot!(headroom);
    }

    #[test]
    fn what_is_unknown_has_no_headroom() {
        let (_, headroom) = check_account(&usage(), &Limits::built_in());
        let has = |code: LimitCode| headroom.iter().any(|room| room.limit == code.name());
        assert!(!has(LimitCode::YoungestAge) && !has(LimitCode::InvitationsPerWeek));
        assert!(has(LimitCode::ShareWithdrawn) && has(LimitCode::OnlyPending));
    }

    prop_compose! {
        fn any_usage()(
            pending in 0_usize..2_000,
            withdraw in 0_usize..2_000,
            busiest_day in 0_usize..60,
            youngest_age_days in prop::option::of(-5_i64..400),
            withdrawn_inmail in 0_usize..3,
            withdrawn_not_pending in 0_usize..3,
            sent_last_7_days in prop::option::of(0_usize..300),
        ) -> AccountUsage {
            AccountUsage {
                account: "anna".into(), pending, withdraw, busiest_day, youngest_age_days,
                withdrawn_inmail, withdrawn_not_pending, sent_last_7_days,
                cooling_off: 0, expired: 0,
            }
        }
    }

    proptest! {
        #[test]
        fn a_limit_is_found_exactly_where_nothing_is_left_of_it(usage in any_usage()) {
            let limits = Limits::built_in();
            let (findings, headroom) = check_account(&usage, &limits);
            for room in &headroom {
                let code = LimitCode::from_name(&room.limit).unwrap();
                let level = limits.level(code, "anna");
                let is_found =
                    findings.iter().any(|one| one.code.name() == room.limit && one.level == level);
                prop_assert_eq!(is_found, room.left < 0, "{}", room.limit);
            }
        }

        #[test]
        fn the_measured_share_is_the_share_withdrawn(
            pending in 1_usize..5_000,
            withdraw in 0_usize..5_000,
        ) {
            let usage = AccountUsage { pending, withdraw, ..usage() };
            let (_, headroom) = check_account(&usage, &Limits::built_in());
            let share = headroom.iter().find(|room| room.limit == "share-withdrawn").unwrap();
            prop_assert_eq!(share.left < 0, withdraw * 100 > 50 * pending);
        }
    }
}
