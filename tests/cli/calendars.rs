//! Calendars, read by a parser that others wrote, and held to the lines of RFC 5545.

use crate::program::{AS_OF, HEADER, Program, root, sent};
use icalendar::{Calendar, CalendarComponent, Component, DatePerhapsTime, Event};

/// The events of a calendar whose lines are as RFC 5545 has them.
fn events(text: &str) -> Vec<Event> {
    let bytes = text.as_bytes();
    let lone = |at: usize| match bytes[at] {
        b'\n' => at == 0 || bytes[at - 1] != b'\r',
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    assert!(!(0..bytes.len()).any(lone), "a line ends with CR LF: {text:?}");
    assert!(text.ends_with("\r\n"));
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.is_empty(), "{line:?}");
    }
    let calendar: Calendar = text.parse().unwrap();
    let component = |component: &CalendarComponent| match component {
        CalendarComponent::Event(event) => event.clone(),
        other => panic!("{other:?}"),
    };
    calendar.components.iter().map(component).collect()
}

#[test]
fn reminders_of_people_with_any_names_are_what_they_say() {
    let long = "Ünal-Şahin ".repeat(12);
    let names = [
        "Berg; Ada, Dr\\n X",
        "דנה לוי",
        "👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻 Emoji",
        "BEGIN:VEVENT",
        "A:B;C=D",
        "<b>x</b> & \"y\"",
        "=cmd|' /C calc'!A0",
        long.trim(),
    ];
    let row = |(at, name): (usize, &&str)| {
        let name = format!("\"{}\"", name.replace('"', "\"\""));
        sent(&name, &format!("p-{at}"), "6/5/26, 9:00 AM", "")
    };
    let rows: String = names.iter().enumerate().map(row).collect();
    let program = Program::new().file("anna/Invitations.csv", format!("{HEADER}{rows}"));
    let program =
        program.file("s.rhai", "withdraw(\"old; stale, or so\\\\\", |i| i.age_days > 90);\n");
    let plan = "plan s.rhai anna --as-of 2026-11-23 --ledger l.db --save";
    let out = program.args(plan).run().ends(0);
    let out = out.then("done 1-8 --on 2026-11-23 --ledger l.db").run().ends(0);
    let due = "due --ledger l.db --as-of 2026-11-23 -o due.ics";
    let out = out.then(due).run().ends(0);
    let text = out.file("due.ics").unwrap();
    let events = events(&text);
    assert_eq!(events.len(), names.len());
    for name in names {
        let summary = format!("Invite {name} again (anna)");
        let found = events.iter().find(|event| event.get_summary() == Some(&summary));
        let event = found.unwrap_or_else(|| panic!("{summary}: {text}"));
        assert!(event.get_uid().is_some_and(|uid| uid.ends_with("@rescind")));
        assert!(event.get_timestamp().is_some());
        assert!(matches!(event.get_start(), Some(DatePerhapsTime::Date(_))), "{event:?}");
        assert!(event.get_url().is_some_and(|url| url.starts_with("https://")), "{event:?}");
    }
    let again = out.then(due).run().ends(0);
    assert_eq!(again.file("due.ics").unwrap(), text, "the same bytes");
}

#[test]
fn the_monthly_reminder_is_an_event_that_others_read() {
    let data = root().join("datasets/agency");
    let program = Program::new().args("audit --timeout 300 --format ics --as-of").arg(AS_OF);
    let out = program.arg(data.to_str().unwrap()).run().ends(0);
    let events = events(&out.stdout);
    let [event] = &events[..] else { panic!("{events:?}") };
    assert_eq!(event.get_summary(), Some("Monthly audit"));
    let description = event.get_description().unwrap();
    assert!(
        description.starts_with("As of 2026-11-23\naccount anna, pending 612,"),
        "{description}"
    );
    assert_eq!(event.property_value("RRULE"), Some("FREQ=MONTHLY;BYMONTHDAY=23"));
}
