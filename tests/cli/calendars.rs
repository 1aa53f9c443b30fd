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
    assert!(!calendar.components.is_empty(), "a calendar has a component: {text}");
    let event = |component: &CalendarComponent| match component {
        CalendarComponent::Event(event) => Some(event.clone()),
        CalendarComponent::Other(other) if other.component_kind() == "VTIMEZONE" => None,
        other => panic!("{other:?}"),
    };
    calendar.components.iter().filter_map(event).collect()
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
        let event_of_day = events.iter().find(|event| event.get_summary() == Some(&summary));
        let event = event_of_day.unwrap_or_else(|| panic!("{summary}: {text}"));
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

/// Seven old invitations of an account, and a strategy for which two go a day.
fn seven() -> Program {
    let row = |at| sent(&format!("Ada B{at}"), &format!("ada-b{at}"), "6/5/26, 9:00 AM", "");
    let rows: String = (1..=7).map(row).collect();
    let program = Program::new().file("anna/Invitations.csv", format!("{HEADER}{rows}"));
    let program = program.file("limits.toml", "[withdrawals-per-day]\nfigure = 2\n");
    program.file("s.rhai", "withdraw(\"old\", |i| i.age_days > 90);\n")
}

#[test]
fn the_days_of_a_plan_are_events_and_one_of_them_opens_its_page() {
    let plan = "plan s.rhai anna --as-of 2026-11-23 --no-ledger --limits limits.toml";
    let out = seven().args(plan).args("-o plan.ics").run().ends(0);
    let whole = events(&out.file("plan.ics").unwrap());
    let days: Vec<_> = whole.iter().map(|event| event.get_start().unwrap()).collect();
    assert_eq!(days.len(), 4, "{days:?}");
    assert_eq!(whole[0].get_summary(), Some("Withdraw 2 invitations (anna 2)"));
    assert_eq!(whole[3].get_summary(), Some("Withdraw 1 invitation (anna 1)"));
    let description = whole[0].get_description().unwrap();
    let person = "1. Ada B1 (old) https://www.linkedin.com/in/ada-b1";
    assert!(description.contains(person), "{description}");
    let list = format!("{plan} --day 1 -o day.html");
    let out = out.then(&list).run().ends(0);
    let event = format!("{plan} --day 1 --page day.html -o day.ics");
    let out = out.then(&event).run().ends(0);
    let day = events(&out.file("day.ics").unwrap());
    assert_eq!(day.len(), 1);
    assert_eq!(day[0].get_uid(), whole[0].get_uid(), "the day moves no event of the plan's");
    let url = day[0].get_url().unwrap();
    assert!(url.starts_with("file:///") && url.ends_with("/day.html"), "{url}");
    let out = out.then(&format!("{plan} --page day.html --format ics")).run().ends(2);
    out.says(&["`--page` is of the calendar of one day", "--day N"]);
}

#[test]
fn a_calendar_of_nobody_is_one_that_others_read() {
    let plan = "plan s.rhai anna --as-of 2026-06-30 --no-ledger --format ics";
    let out = seven().args(plan).run().ends(0);
    assert!(events(&out.stdout).is_empty());
}
