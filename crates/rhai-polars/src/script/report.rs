//! Reports: several frames and charts under their titles, as a script's last value.

use super::convert::describe_type;
use super::error::{ScriptResult, call_error, type_mismatch_error};
use super::frame::Frame;
use super::function::{Function, Receiver, function};
use super::host::{Drawable, Host};
use crate::chart::Chart;
use crate::codes;
use crate::formula::dates::{Day, Instant};
use crate::report::{Report, Section, SectionContent};
use crate::script::printing::PRINTING;
use rhai::{Array, Dynamic, Engine, NativeCallContext};

/// Registers the types and how they print.
pub(super) fn register(engine: &mut Engine) {
    engine
        .register_type_with_name::<Report>("Report")
        .register_type_with_name::<Section>("Section");
    for name in PRINTING {
        engine.register_fn(name, |at: NativeCallContext, report: Report| {
            drawn(&Host::of_call(&at), &report)
        });
    }
}

fn drawn(host: &Host, report: &Report) -> String {
    (host.draw)(Drawable::Report(report), host.width).trim_end().to_owned()
}

pub(super) const FUNCTIONS: &[Function] = &[
    function(
        "section",
        &["title", "content", "[note]"],
        "a part of a report: a frame or a chart under a title, and how to read it",
        "report(\"Look\", [section(\"Pending\", pending.count_by(\"account\"))]).show() == ()",
        |to| {
            to.add(|at: NativeCallContext, title: &str, content: Dynamic| {
                section(&at, title, &content, None)
            });
            to.add(|at: NativeCallContext, title: &str, content: Dynamic, note: &str| {
                section(&at, title, &content, Some(note))
            });
        },
    ),
    function(
        "report",
        &["title", "sections", "[next]"],
        "sections as one value, written in any format; with the day on which to look again",
        "report(\"Look\", [section(\"All\", invitations)], today + days(30)).show() == ()",
        |to| {
            to.add(|at: NativeCallContext, title: &str, sections: Array| {
                report(&at, title, &sections, None)
            });
            to.add(move |at: NativeCallContext, title: &str, sections: Array, next: Dynamic| {
                report(&at, title, &sections, Some(&next))
            });
        },
    ),
    Receiver::Report.nullary("show", "prints it", "report(\"Nothing\", []).show() == ()", |to| {
        to.add(|at: NativeCallContext, report: &mut Report| {
            let host = Host::of_call(&at);
            host.print_line(&drawn(&host, report));
        });
    }),
];

fn section(
    call: &NativeCallContext,
    title: &str,
    content: &Dynamic,
    note: Option<&str>,
) -> ScriptResult<Section> {
    let at = call.call_position();
    let shown = if let Some(frame) = content.clone().try_cast::<Frame>() {
        SectionContent::Frame(frame.collect(at)?)
    } else if let Some(chart) = content.clone().try_cast::<Chart>() {
        SectionContent::Chart(chart)
    } else {
        let message = format!("{} is no content of a section", describe_type(content));
        return Err(type_mismatch_error(content, message, "give it a frame or a chart"));
    };
    Ok(Section { title: title.into(), note: note.map(Into::into), content: shown })
}

fn report(
    context: &NativeCallContext,
    title: &str,
    sections: &Array,
    next: Option<&Dynamic>,
) -> ScriptResult<Report> {
    let sections = sections.iter().map(|one| {
        one.clone().try_cast::<Section>().ok_or_else(|| {
            let message = format!("{} is no section", describe_type(one));
            let help = "write `section(\"Pending\", pending.count_by(\"account\"))`";
            type_mismatch_error(one, message, help)
        })
    });
    let sections = sections.collect::<ScriptResult<Vec<_>>>()?;
    let mut names: Vec<String> = sections.iter().map(Section::name).collect();
    names.sort();
    let twice = names.iter().zip(names.iter().skip(1)).find(|(one, next)| one == next);
    if let Some((twice, _)) = twice {
        let message = format!("two sections are called `{twice}`");
        return Err(call_error(codes::ARGUMENTS, message, "give each a title of its own"));
    }
    let next = match next {
        None => None,
        Some(next) => Some(day(next).ok_or_else(|| {
            let message = format!("{} is no day on which to look again", describe_type(next));
            type_mismatch_error(next, message, "write `today + days(30)`")
        })?),
    };
    Ok(Report { title: title.into(), as_of: Host::of_call(context).as_of, next, sections })
}

fn day(next: &Dynamic) -> Option<chrono::NaiveDate> {
    let instant = || next.clone().try_cast::<Instant>().map(|at| at.0.date_naive());
    next.clone().try_cast::<Day>().map(|day| day.0).or_else(instant)
}
