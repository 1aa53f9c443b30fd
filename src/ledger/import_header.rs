//! What an import records of an account as a whole: until when its data reach, its list, its owner,
//! and how many people changed.

use super::account_data::listed_on;
use crate::invitations::SentListInfo;
use chrono::NaiveDate;
use rescind_ledger::{Action, ComparisonOutcome, NewEvent, detail};

pub(super) struct ImportHeader<'a> {
    pub(super) account: &'a str,
    pub(super) taken_on: NaiveDate,
    pub(super) owner: Option<&'a str>,
    pub(super) list: Option<SentListInfo>,
    /// What a list has that does not say when it was taken, and was not imported before: the same
    /// one is of this day from then on.
    pub(super) new_list: Option<String>,
}

impl ImportHeader<'_> {
    /// The event about it; none where nothing changed.
    pub(super) fn event(self, compared: &ComparisonOutcome) -> Option<NewEvent> {
        if compared.events.is_empty() && self.new_list.is_none() {
            return None;
        }
        let mut event = NewEvent::new(self.account, "", Action::Imported);
        event.day = Some(self.taken_on);
        let texts = [
            (detail::TAKEN_ON, Some(self.taken_on.to_string())),
            (detail::LISTED_ON, self.list.as_ref().and_then(listed_on).map(|day| day.to_string())),
            (detail::LIST, self.new_list),
            (detail::OWNER, self.owner.map(String::from)),
        ];
        let texts = texts.into_iter().filter_map(|(name, text)| Some((name, text?)));
        event.details.extend(texts.map(|(name, text)| (name.into(), text.into())));
        for (change, count) in &compared.counts {
            let count = i64::try_from(*count).unwrap_or(i64::MAX);
            event.details.insert(change.name().into(), count.into());
        }
        Some(event)
    }
}
