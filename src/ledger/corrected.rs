//! Mistakes that are taken back.

use rescind_ledger::{
    Action, Event, Ledger, LedgerError, NewEvent, Occasion, Records, Selection, detail,
};

/// Takes back what was recorded under these numbers, together or not at all; what comes back is
/// what counts no more.
///
/// # Errors
/// An event that there is not, that was taken back before, or that takes another back; a database
/// that fails.
pub fn corrected(
    ledger: &mut Ledger,
    occasion: &Occasion,
    numbers: &[u64],
    why: Option<&str>,
) -> Result<Vec<Event>, LedgerError> {
    let (_, events) = ledger.record(occasion, |ledger| {
        let mut records = Records::<Vec<Event>>::default();
        for number in numbers {
            let event = standing(ledger, *number)?;
            let mut correction = NewEvent::new(&event.account, &event.person, Action::Corrected);
            correction.corrects = Some(*number);
            if let Some(why) = why {
                correction.details.insert(detail::REMARK.into(), why.into());
            }
            if let Some(name) = event.detail(detail::NAME) {
                correction.details.insert(detail::NAME.into(), name.into());
            }
            records.events.push(correction);
            records.outcome.push(event);
        }
        Ok::<_, LedgerError>(records)
    })?;
    Ok(events)
}

/// The event with this number, if it can be taken back.
fn standing(ledger: &mut Ledger, number: u64) -> Result<Event, LedgerError> {
    let help = || Some("`rescind history` shows what was recorded, with its numbers".to_owned());
    let refuse =
        |problem: &str| Err(LedgerError::Refused(format!("event {number}: {problem}"), help()));
    let Some(after) = number.checked_sub(1) else { return refuse("events begin with 1") };
    let mut found = None;
    let selection = Selection { after, until: Some(number), ..Selection::default() };
    ledger.read(&selection, |event| {
        found = Some(event);
        Ok(())
    })?;
    let Some(event) = found else { return refuse("there is none") };
    let later = Selection { is_standing: true, ..selection };
    if ledger.events(&later)?.is_empty() {
        return refuse("it was taken back before");
    }
    match event.action {
        Action::Corrected => refuse("it takes back another; record that one again instead"),
        _ => Ok(event),
    }
}
