//! Days on which something is to be done, as all-day events of a calendar (RFC 5545).
//!
//! Invariant: the same reminders give the same bytes, and a reminder keeps its identifier whatever
//! its day becomes, so that a calendar that has it moves it.

use super::error::OutputResult;
use super::ical::{calendar, text};
use crate::digest::sha256;
use chrono::NaiveDate;
use std::io::Write;

const IDENTIFIER_DIGITS: usize = 32;

/// Something that is to be done on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEvent {
    /// What it is known by, whatever its day becomes.
    pub identity: String,
    pub day: NaiveDate,
    /// What is to be done, in a line.
    pub summary: String,
    /// What else there is to say, in lines.
    pub description: String,
    /// Where it is done.
    pub url: Option<String>,
}

/// What a calendar without events consists of: RFC 5545 (3.6) asks for one component at least.
const NO_EVENTS: [&str; 8] = [
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// Writes a calendar of reminders, as it is on a day.
pub fn write_event_calendar(
    reminders: &[CalendarEvent],
    today: NaiveDate,
    out: &mut dyn Write,
) -> OutputResult {
    let events = reminders.iter().flat_map(|reminder| event(reminder, today));
    let nothing = NO_EVENTS.into_iter().filter(|_| reminders.is_empty()).map(String::from);
    calendar(nothing.chain(events), out)?;
    Ok(out.flush()?)
}

fn event(reminder: &CalendarEvent, today: NaiveDate) -> Vec<String> {
    let digits = sha256(&reminder.identity);
    let date = |day: NaiveDate| day.format("%Y%m%d").to_string();
    let url = reminder.url.as_deref().filter(|url| is_address(url));
    let lines = [
        Some("BEGIN:VEVENT".into()),
        Some(format!("UID:{}@rescind", digits.get(..IDENTIFIER_DIGITS).unwrap_or(&digits))),
        Some(format!("DTSTAMP:{}T000000Z", date(today))),
        Some(format!("DTSTART;VALUE=DATE:{}", date(reminder.day))),
        Some(format!("SUMMARY:{}", text(&reminder.summary))),
        Some(format!("DESCRIPTION:{}", text(&reminder.description))),
        url.map(|url| format!("URL:{url}")),
        Some("TRANSP:TRANSPARENT".into()),
        Some("END:VEVENT".into()),
    ];
    lines.into_iter().flatten().collect()
}

/// Whether a text is an address of a page in letters that need no escape.
fn is_address(text: &str) -> bool {
    let is_of_page =
        ["https://", "http://", "file:///"].iter().any(|start| text.starts_with(start));
    is_of_page && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{self, any_text};
    use proptest::prelude::*;

    fn written(events: &[CalendarEvent]) -> String {
        samples::written(|out| write_event_calendar(events, "2026-12-01".parse().unwrap(), out))
    }

    fn reminder(summary: &str, description: &str) -> CalendarEvent {
        CalendarEvent {
            identity: "anna/in/ada-b".into(),
            day: "2026-12-14".parse().unwrap(),
            summary: summary.into(),
            description: description.into(),
            url: Some("https://www.linkedin.com/in/ada-b".into()),
        }
    }

    #[test]
    fn a_reminder_is_an_event_of_a_day() {
        let text = written(&[reminder("Invite Ada B; again", "follow-up: a, b\nnote: hello")]);
        for line in [
            "DTSTART;VALUE=DATE:20261214\r\n",
            "SUMMARY:Invite Ada B\\; again\r\n",
            "DESCRIPTION:follow-up: a\\, b\\nnote: hello\r\n",
            "URL:https://www.linkedin.com/in/ada-b\r\n",
        ] {
            assert!(text.contains(line), "no {line:?} in {text}");
        }
        let later = CalendarEvent { day: "2026-12-15".parse().unwrap(), ..reminder("a", "b") };
        let uid = |text: &str| text.lines().find(|line| line.starts_with("UID:")).map(String::from);
        assert_eq!(uid(&text), uid(&written(&[later])));
    }

    #[test]
    fn a_calendar_without_events_has_a_component_all_the_same() {
        let text = written(&[]);
        assert!(text.contains("\r\nBEGIN:VTIMEZONE\r\n") && !text.contains("VEVENT"), "{text}");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_whatever_is_in_it(summary in any_text(), more in any_text()) {
            let written = written(&[reminder(&summary, &more)]);
            prop_assert_eq!(written.matches("BEGIN:VEVENT").count(), 1);
            for line in written.split_terminator("\r\n") {
                prop_assert!(line.len() <= 75, "{}", line);
                prop_assert!(!line.contains(char::is_control), "{}", line);
            }
        }
    }
}
