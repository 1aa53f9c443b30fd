//! What an agency lays down for every strategy: whom no plan withdraws, and values of parameters.
//!
//! Invariant: nobody protected is withdrawn, whatever a script declares: the agency's rule is put
//! before the script's own once the script has run, and the first rule that matches decides.

use super::Session;
use crate::account::find_same;
use crate::error::Error;
use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::{DoNotContact, ProtectedPeople};
use crate::plan::{self, AccountFilter};
use crate::project::{PROJECT, ProjectParams};
use crate::query::Query;
use crate::script::operand::Operand;
use crate::strategy::{ParamInput, Preset, Rule, RuleCondition, Strategy, Verb};
use indexmap::IndexMap;
use polars::prelude::{
    BooleanChunked, DataType, Expr, IntoLazy, IntoSeries, NULL, PolarsResult, col, lit, when,
};
use rhai::Position;
use std::collections::BTreeMap;

/// The reason of the rule that keeps whom the agency protects.
pub const PROTECTED: &str = "protected by the agency";

/// What an agency lays down for every strategy.
#[derive(Clone, Debug, Default)]
pub struct AgencySettings {
    /// Whom no plan withdraws.
    pub protect: ProtectedPeople,
    pub params: ProjectParams,
    /// Whom nobody may contact again.
    pub do_not_contact: DoNotContact,
}

/// What a session keeps of it.
#[derive(Clone, Default)]
pub(super) struct AgencyPolicy {
    guard: Option<Expr>,
    params: ProjectParams,
    do_not_contact: DoNotContact,
}

/// Accounts that a strategy runs for with the same values.
pub(super) struct AccountGroup {
    /// One of them; none where that is every account.
    pub(super) account: Option<String>,
    /// All of them; none where that is every account.
    pub(super) accounts: AccountFilter,
}

impl Session {
    /// The same, held to what an agency lays down.
    pub fn with_agency(mut self, agency: &AgencySettings) -> Result<Self, Error> {
        let mut protect = agency.protect.clone();
        protect.whichever_address(&self.invitations.addresses);
        if !protect.is_empty() {
            let frame = &self.invitations.frame;
            let condition = protect.is_protected(frame)?;
            let unmatched = protect.unmatched(frame, &condition)?;
            self.invitations.findings.extend(unmatched);
            self.agency.guard = Some(condition);
        }
        let of_lists = agency.protect.findings.iter().chain(&agency.do_not_contact.findings);
        self.invitations.findings.extend(of_lists.cloned());
        self.agency.params = agency.params.clone();
        self.agency.do_not_contact = agency.do_not_contact.clone();
        self.agency.do_not_contact.whichever_address(&self.invitations.addresses);
        let accounts = self.agency.params.accounts().map(String::from).collect::<Vec<_>>();
        if !accounts.is_empty() && self.lists.is_some() {
            let known = self.invitations.accounts()?;
            let unknown = accounts
                .iter()
                .filter(|account| find_same(account, known.iter().map(String::as_str)).is_none());
            let unknown: Vec<Finding> = unknown
                .map(|account| {
                    let message =
                        format!("`{PROJECT}` has parameters for {account}, who is not in the data");
                    Finding::new(FindingCode::UnknownAccount, Level::Note, message)
                        .of_account(account)
                })
                .collect();
            self.invitations.findings.extend(unknown);
        }
        Ok(self)
    }
}

impl AgencyPolicy {
    /// The values that a strategy is given.
    pub(super) fn presets(
        &self,
        strategy: &str,
        account: Option<&str>,
    ) -> IndexMap<String, Preset> {
        self.params.presets_for(strategy, account)
    }

    /// The accounts of the data by the values that a strategy is given for them; first those that
    /// have none of their own.
    pub(super) fn groups(
        &self,
        strategy: &str,
        session: &Session,
    ) -> Result<Vec<AccountGroup>, Error> {
        let whole = || AccountGroup { account: None, accounts: None };
        if self.params.accounts().next().is_none() {
            return Ok(vec![whole()]);
        }
        let mut groups: Vec<(AccountValues, AccountGroup)> = vec![];
        let common = values_of(&self.presets(strategy, None));
        for account in session.invitations.accounts()? {
            let values = values_of(&self.presets(strategy, Some(&account)));
            match groups.iter_mut().find(|(other, _)| *other == values) {
                Some((_, group)) => group.accounts.get_or_insert_default().push(account),
                None => {
                    let accounts = Some(vec![account.clone()]);
                    groups.push((values, AccountGroup { account: Some(account), accounts }));
                }
            }
        }
        groups.sort_by_key(|(values, _)| *values != common);
        match groups.len() {
            0 => Ok(vec![whole()]),
            1 => Ok(groups
                .into_iter()
                .map(|(_, group)| AccountGroup { accounts: None, ..group })
                .collect()),
            _ => Ok(groups.into_iter().map(|(_, group)| group).collect()),
        }
    }

    /// Puts the agency's rule before those of a strategy.
    pub(super) fn add_guard_rule(&self, strategy: &mut Strategy) {
        let Some(condition) = self.guard.clone().filter(|_| !strategy.rules.is_empty()) else {
            return;
        };
        strategy.is_guarded = true;
        let rule = Rule {
            verb: Verb::Keep,
            reason: PROTECTED.into(),
            when: RuleCondition::Holds(Operand::Expression(condition, DataType::Boolean)),
            follow_up: None,
            position: Position::NONE,
            script: PROJECT.into(),
        };
        strategy.rules.insert(0, rule);
    }
}

/// What a plan says of somebody whom nobody may contact again.
const DO_NOT_CONTACT: &str = "do not contact again";

impl AgencyPolicy {
    /// Says of whom the list of a project bars that nobody invites them again: without a day, and
    /// with that in place of what there was to do.
    pub(super) fn mark_barred(&self, plan: &mut plan::Plan) -> PolarsResult<()> {
        let list = &self.do_not_contact;
        if list.is_empty() {
            return Ok(());
        }
        let actions = &plan.actions;
        let text = |name: &str| actions.column(name).and_then(|texts| texts.str().cloned());
        let [accounts, people] = [text("account")?, text("person")?];
        let [names, urls] = [text("name")?, text("profile_url")?];
        let barred: BooleanChunked = (0..actions.height())
            .map(|row| {
                let [account, person] = [&accounts, &people].map(|texts| texts.get(row));
                let (account, person) = (account.unwrap_or_default(), person.unwrap_or_default());
                Some(list.bars(account, person, names.get(row), urls.get(row)))
            })
            .collect();
        let count = barred.sum().unwrap_or(0);
        if count == 0 {
            return Ok(());
        }
        let barred = lit(barred.with_name("barred".into()).into_series());
        let rows = actions.clone().lazy().with_columns([
            when(barred.clone())
                .then(lit(NULL).cast(DataType::Date))
                .otherwise(col("reconnect_on"))
                .alias("reconnect_on"),
            when(barred).then(lit(DO_NOT_CONTACT)).otherwise(col("follow_up")).alias("follow_up"),
        ]);
        plan.actions = rows.rows()?;
        let people = if count == 1 { "person is" } else { "people are" };
        let message = format!("{count} {people} on {}: never to be invited again", list.list);
        plan.findings.push(Finding::new(FindingCode::DoNotContact, Level::Note, message));
        Ok(())
    }
}

/// Values by the parameters' names, without where they are from.
type AccountValues = BTreeMap<String, ParamInput>;

fn values_of(presets: &IndexMap<String, Preset>) -> AccountValues {
    presets.iter().map(|(name, preset)| (name.clone(), preset.value.clone())).collect()
}

pub(super) fn values(strategy: &Strategy) -> IndexMap<String, serde_json::Value> {
    let json = |value| serde_json::to_value(value).unwrap_or_default();
    strategy.params.iter().map(|(name, value)| (name.clone(), json(value))).collect()
}

/// The plan of parts that were made for some accounts each. The parameters are those of the first;
/// what differs from them is said by account.
pub(super) fn merge_account_plans(
    parts: Vec<(AccountFilter, plan::Plan)>,
) -> PolarsResult<Option<plan::Plan>> {
    let Some((_, first)) = parts.first() else { return Ok(None) };
    let common = first.strategy.params.clone();
    let mut by_account = IndexMap::new();
    for (accounts, part) in &parts {
        let part_params = part.strategy.params.iter();
        let other = part_params.filter(|(name, value)| common.get(*name) != Some(value));
        let other: IndexMap<_, _> =
            other.map(|(name, value)| (name.clone(), value.clone())).collect();
        for account in accounts.iter().flatten().filter(|_| !other.is_empty()) {
            by_account.insert(account.clone(), other.clone());
        }
    }
    by_account.sort_keys();
    let whole = plan::merge_plans(parts.into_iter().map(|(_, part)| part).collect())?;
    Ok(whole.map(|mut whole| {
        whole.strategy.account_params = by_account;
        whole
    }))
}
