//! The agency's own conflicts: two accounts that invite one person.
//!
//! Invariant: two people who share a name are not one person; nobody is in conflict with
//! themselves.

use crate::finding::{Finding, FindingCode, Level};
use crate::invitations::columns::concat_frames;
use crate::invitations::error::InvitationsError;
use crate::invitations::frame::Invitations;
use crate::query::{Query, ordered_join};
use chrono::{Days, NaiveDate};
use polars::prelude::{
    DataFrame, DataType, Expr, JoinType, LazyFrame, PolarsResult, UniqueKeepStrategy, col, lit,
};
use rescind_ledger::KeyChanges;
use std::collections::{BTreeMap, BTreeSet};

/// How many people a finding names.
const PEOPLE_NAMED: usize = 5;

/// What is known of one person and one account.
#[derive(Clone, Debug, Default)]
struct AccountContact {
    name: Option<String>,
    is_pending: bool,
    sent_on: BTreeSet<NaiveDate>,
    withdrawn_on: BTreeSet<NaiveDate>,
}

type ContactsOfPeople = BTreeMap<String, BTreeMap<String, AccountContact>>;

impl Invitations {
    /// Who is invited by several accounts at once, and who was invited within another account's
    /// cooling-off, by data and ledger. Reads what is pending or withdrawn.
    pub fn conflicts(
        &self,
        cooling_off_days: &dyn Fn(&str) -> i64,
    ) -> Result<Vec<Finding>, InvitationsError> {
        let mut accounts: BTreeSet<&str> =
            self.remembered.iter().map(|remembered| remembered.account.as_str()).collect();
        let of_data = self.accounts()?;
        accounts.extend(of_data.iter().map(String::as_str));
        if accounts.len() < 2 {
            return Ok(vec![]);
        }
        let mut people = ContactsOfPeople::new();
        self.add_rows(&mut people)?;
        self.add_remembered(&mut people);
        people.retain(|_, contacts| contacts.len() > 1);
        Ok([invited_by_several(&people), invited_while_cooling(&people, cooling_off_days)]
            .into_iter()
            .flatten()
            .collect())
    }

    /// Adds the rows of people who are pending in several accounts, or were withdrawn.
    fn add_rows(&self, people: &mut ContactsOfPeople) -> PolarsResult<()> {
        self.add_repeated(people)?;
        let remembered: BTreeSet<&str> =
            self.remembered.iter().map(|remembered| remembered.person.as_str()).collect();
        if !remembered.is_empty() {
            let keys: Vec<&str> = remembered.into_iter().collect();
            let wanted = polars::prelude::IntoLazy::lazy(DataFrame::new(
                keys.len(),
                vec![polars::prelude::Column::new("person".into(), keys)],
            )?);
            let rows = among(contacts(self.uncounted.clone()), wanted).rows()?;
            add(people, &rows, &self.addresses)?;
        }
        Ok(())
    }

    /// The same without what is remembered. Whom no other row names conflicts with no row.
    fn add_repeated(&self, people: &mut ContactsOfPeople) -> PolarsResult<()> {
        let rows = match self.alike.clone() {
            Some(alike) if alike.is_empty() => return Ok(()),
            Some(alike) => concat_frames(alike)?,
            None => self.uncounted.clone(),
        };
        let rows = contacts(rows);
        let key = [col("person")];
        let several = rows
            .clone()
            .filter(col("is_pending"))
            .group_by(key.clone())
            .agg([col("account").n_unique().alias("accounts")])
            .filter(col("accounts").gt(lit(1)))
            .select(key.clone());
        let withdrawn = rows
            .clone()
            .filter(col("withdrawn_on").is_not_null())
            .select(key.clone())
            .unique(None, UniqueKeepStrategy::Any);
        for wanted in [several, withdrawn] {
            add(people, &among(rows.clone(), wanted).rows()?, &self.addresses)?;
        }
        Ok(())
    }

    fn add_remembered(&self, people: &mut ContactsOfPeople) {
        for one in self.remembered.iter().filter(|one| !one.person.starts_with("name:")) {
            let person = self.addresses.current(&one.person);
            let contacts = people.entry(person.to_owned()).or_default();
            let contact = contacts.entry(one.account.clone()).or_default();
            contact.name = contact.name.take().or_else(|| one.name.clone());
            contact.withdrawn_on.extend(one.withdrawn_on);
            if let Some(on) = one.invited_again_on {
                // Data that show the invitation know better; zones may make a day's difference.
                let is_it = |sent: &NaiveDate| (*sent - on).num_days() >= -1;
                contact.is_pending |= !contact.sent_on.iter().any(is_it);
                contact.sent_on.insert(on);
            }
        }
    }
}

/// What is asked of the invitations of people who are known by more than a name.
fn contacts(rows: LazyFrame) -> LazyFrame {
    rows.filter(is_person()).select([
        col("account"),
        col("person"),
        col("name"),
        col("state").eq(lit("pending")).alias("is_pending"),
        day("sent_at").alias("sent_on"),
        day("withdrawn_on").alias("withdrawn_on"),
    ])
}

fn among(rows: LazyFrame, people: LazyFrame) -> LazyFrame {
    rows.join(people, [col("person")], [col("person")], ordered_join(JoinType::Semi))
}

/// Whether a row is an invitation to connect of somebody who is known by more than a name.
fn is_person() -> Expr {
    let is_named = col("person").str().starts_with(lit("name:"));
    col("kind").neq(lit("inmail")).and(is_named.not())
}

fn day(name: &str) -> Expr {
    col(name).cast(DataType::Date).cast(DataType::Int32)
}

fn add(
    people: &mut ContactsOfPeople,
    rows: &DataFrame,
    addresses: &KeyChanges,
) -> PolarsResult<()> {
    let text = |name: &str| rows.column(name).and_then(|column| column.str().cloned());
    let days = |name: &str| rows.column(name).and_then(|column| column.i32().cloned());
    let [accounts, persons, names] = [text("account")?, text("person")?, text("name")?];
    let [sent, withdrawn] = [days("sent_on")?, days("withdrawn_on")?];
    let pending = rows.column("is_pending")?.bool()?;
    let date = |day: Option<i32>| day.and_then(NaiveDate::from_epoch_days);
    for row in 0..rows.height() {
        let person = addresses.current(persons.get(row).unwrap_or_default()).to_owned();
        let account = accounts.get(row).unwrap_or_default().to_owned();
        let contact = people.entry(person).or_default().entry(account).or_default();
        // Rows come in any order, and somebody may have several names.
        let name = names.get(row).map(String::from);
        contact.name = contact.name.take().into_iter().chain(name).min();
        contact.is_pending |= pending.get(row) == Some(true);
        contact.sent_on.extend(date(sent.get(row)));
        contact.withdrawn_on.extend(date(withdrawn.get(row)));
    }
    Ok(())
}

/// People to whom invitations of several accounts are pending.
fn invited_by_several(people: &ContactsOfPeople) -> Option<Finding> {
    let told = people.iter().filter_map(|(person, contacts)| {
        let pending = contacts.iter().filter(|(_, contact)| contact.is_pending);
        let accounts: Vec<String> =
            pending.map(|(account, contact)| dated(account, contact)).collect();
        let name = called(person, contacts);
        (accounts.len() > 1).then(|| format!("{name} ({})", accounts.join(", ")))
    });
    let message =
        few(&told.collect::<Vec<_>>(), "is invited", "are invited", "by several accounts")?;
    let help = "decide who of the agency speaks with them, and withdraw the others' invitations";
    Some(Finding::new(FindingCode::InvitedBySeveral, Level::Warn, message).help(help))
}

fn dated(account: &str, contact: &AccountContact) -> String {
    match contact.sent_on.last() {
        Some(day) => format!("{account} on {day}"),
        None => account.to_owned(),
    }
}

/// People whom an account invited while another one's cooling-off was not over.
fn invited_while_cooling(
    people: &ContactsOfPeople,
    cooling_off_days: &dyn Fn(&str) -> i64,
) -> Option<Finding> {
    let told = people.iter().filter_map(|(person, contacts)| {
        let too_early = contacts.iter().find_map(|(owner, contact)| {
            let days = u64::try_from(cooling_off_days(owner)).unwrap_or(0);
            contact.withdrawn_on.iter().find_map(|withdrawn| {
                let until = withdrawn.checked_add_days(Days::new(days))?;
                let mut others = contacts.iter().filter(|(account, _)| *account != owner);
                let (account, sent) = others.find_map(|(account, other)| {
                    Some((account, other.sent_on.range(*withdrawn..until).next()?))
                })?;
                Some(format!("withdrawn by {owner} on {withdrawn}, invited by {account} on {sent}"))
            })
        })?;
        Some(format!("{} ({too_early})", called(person, contacts)))
    });
    let within = "within another account's cooling-off";
    let message = few(&told.collect::<Vec<_>>(), "was invited", "were invited", within)?;
    let help = "a person cools off for every account of the agency: `rescind due` has the days";
    Some(Finding::new(FindingCode::InvitedWhileCoolingOff, Level::Warn, message).help(help))
}

fn called<'a>(person: &'a str, contacts: &'a BTreeMap<String, AccountContact>) -> &'a str {
    contacts.values().find_map(|contact| contact.name.as_deref()).unwrap_or(person)
}

/// How many people that is so of, and the first of them.
fn few(told: &[String], is: &str, are: &str, so: &str) -> Option<String> {
    let more = told.len().saturating_sub(PEOPLE_NAMED);
    let shown = told.iter().take(PEOPLE_NAMED).cloned().collect::<Vec<_>>().join("; ");
    let more = if more == 0 { String::new() } else { format!("; and {more} more") };
    match told.len() {
        0 => None,
        1 => Some(format!("1 person {is} {so}: {shown}")),
        count => Some(format!("{count} people {are} {so}: {shown}{more}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invitations::RecordedOutcome;
    use polars::prelude::{ChunkFullNull, Column, Int32Chunked, IntoColumn};

    fn on(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    #[test]
    fn somebody_with_several_names_is_called_the_same_whatever_the_order_of_the_rows() {
        let named = |names: [&str; 2]| {
            let unknown = Int32Chunked::full_null("".into(), 2);
            let text = |column: &str, values: [&str; 2]| Column::new(column.into(), values);
            let columns = vec![
                text("account", ["anna"; 2]),
                text("person", ["in/ada"; 2]),
                text("name", names),
                Column::new("is_pending".into(), [true; 2]),
                unknown.clone().with_name("sent_on".into()).into_column(),
                unknown.with_name("withdrawn_on".into()).into_column(),
            ];
            let mut people = ContactsOfPeople::new();
            let rows = DataFrame::new(2, columns).unwrap();
            add(&mut people, &rows, &KeyChanges::default()).unwrap();
            people["in/ada"]["anna"].name.clone()
        };
        assert_eq!(named(["Ada B", "Ada Berg"]), named(["Ada Berg", "Ada B"]));
    }

    fn contact(is_pending: bool, sent: &[u32], withdrawn: &[u32]) -> AccountContact {
        let days = |days: &[u32]| days.iter().map(|day| on(*day)).collect();
        let (sent_on, withdrawn_on) = (days(sent), days(withdrawn));
        AccountContact { name: None, is_pending, sent_on, withdrawn_on }
    }

    fn people(contacts: [(&str, AccountContact); 2]) -> ContactsOfPeople {
        let contacts = contacts.map(|(account, contact)| (account.to_owned(), contact));
        [("in/ada".to_owned(), contacts.into())].into()
    }

    #[test]
    fn two_pending_invitations_are_a_conflict() {
        let both = people([("anna", contact(true, &[1], &[])), ("ben", contact(true, &[], &[]))]);
        let message = invited_by_several(&both).unwrap().message;
        assert_eq!(
            message,
            "1 person is invited by several accounts: in/ada (anna on 2026-11-01, ben)"
        );
        let one = people([("anna", contact(true, &[1], &[])), ("ben", contact(false, &[2], &[]))]);
        assert_eq!(invited_by_several(&one), None);
    }

    #[test]
    fn an_invitation_within_another_accounts_cooling_off_is_a_conflict() {
        let message = |sent: u32, days: i64| {
            let (anna, ben) = (contact(false, &[1], &[5]), contact(false, &[sent], &[]));
            let people = people([("anna", anna), ("ben", ben)]);
            invited_while_cooling(&people, &|_| days).map(|finding| finding.message)
        };
        assert!(message(5, 3).unwrap().contains("withdrawn by anna on 2026-11-05, invited by ben"));
        assert!(message(7, 3).is_some());
        assert_eq!(message(8, 3), None, "the cooling-off is over");
        assert_eq!(message(4, 3), None, "it was sent before");
        let alone =
            people([("anna", contact(false, &[6], &[5])), ("ben", AccountContact::default())]);
        assert_eq!(
            invited_while_cooling(&alone, &|_| 21),
            None,
            "nobody conflicts with themselves"
        );
    }

    #[test]
    fn a_ledger_tells_of_conflicts_too() {
        let remembered = |account: &str, again: Option<u32>, day: u32| RecordedOutcome {
            account: account.into(),
            person: "in/ada".into(),
            name: Some("Ada".into()),
            state: "withdrawn",
            on: on(day),
            invited_again_on: again.map(on),
            withdrawn_on: again.is_none().then(|| on(day)),
            reconnect_on: None,
            follow_up: None,
        };
        let mut invitations = Invitations::none(&[]);
        let both = [remembered("anna", None, 5), remembered("ben", Some(9), 6)];
        invitations.remembered = both.into();
        let findings = invitations.conflicts(&|_| 21).unwrap();
        assert_eq!(findings.len(), 1);
        assert!(
            findings[0].message.contains("Ada (withdrawn by anna on 2026-11-05"),
            "{findings:?}"
        );
    }
}
