//! Commands for the strategy that was declared so far.

use crate::error::Error;
use crate::limits::Limits;
use crate::nearest::did_you_mean;
use crate::output::{self, CheckFormat, LimitsReport, PlanDay, PlanView};
use crate::plan::{self, Verdict};
use crate::repl::repl_state::{EntryAnswer, ReplState};
use crate::script::Frame;
use crate::script::convert::describe_type;
use crate::strategy::ParamInput;

pub(in crate::repl) fn plan(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    let day = match argument {
        "" => None,
        number => match number.parse::<usize>() {
            Ok(number) if number > 0 => Some(PlanDay::Nth(number)),
            _ => {
                return Err(Error::misused(
                    format!("`{number}` is no day of a plan"),
                    "name a day by its number, as in `:plan 1`",
                ));
            }
        },
    };
    let (script, settings) = (desk.script(), settings(desk));
    let plan = desk.session.plan(&script, &desk.silent_running(), &settings, &|_| {})?;
    let view = PlanView { account: None, day };
    let (format, style) = (desk.view.format, desk.view.style());
    let mut answer =
        EntryAnswer::from_writer(|out| output::write_plan(&plan, format, &style, &view, out))?;
    if plan.verdict == Verdict::Refused
        && let EntryAnswer::Text(text) = &mut answer
    {
        text.push_str("refused by a limit\n");
    }
    Ok(answer)
}

fn settings(desk: &ReplState) -> plan::PlanSettings {
    let as_of = desk.session.settings.as_of;
    plan::PlanSettings { as_of, start: as_of.date_naive(), skip_weekends: false }
}

pub(in crate::repl) fn why(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    let person = argument.trim_matches('"');
    let (script, settings) = (desk.script(), settings(desk));
    let explanation =
        desk.session.explain_person(&script, &desk.silent_running(), &settings, person)?;
    let style = desk.view.style();
    EntryAnswer::from_writer(|out| {
        output::write_explanation(&explanation, output::Format::Table, &style, out)
    })
}

pub(in crate::repl) fn check(desk: &mut ReplState, _: &str) -> Result<EntryAnswer, Error> {
    let diagnoses = desk.session.check(&desk.script(), &desk.silent_running());
    let style = desk.view.style();
    EntryAnswer::from_writer(|out| {
        output::write_diagnoses(&diagnoses, 1, CheckFormat::Human, &style, out)
    })
}

pub(in crate::repl) fn limits(desk: &mut ReplState, _: &str) -> Result<EntryAnswer, Error> {
    let session = &desk.session;
    let limits: &Limits = &session.settings.limits;
    let (findings, headroom) = session.headroom()?;
    let report = LimitsReport { limits, headroom: &headroom, findings: &findings };
    let (format, style) = (desk.view.format, desk.view.style());
    EntryAnswer::from_writer(|out| output::write_limits(&report, format, &style, out))
}

pub(in crate::repl) fn explain(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    if argument.is_empty() {
        let inner = desk.session.explain_compilation(&desk.script(), &desk.silent_running())?;
        return Ok(EntryAnswer::Text(inner));
    }
    // On a copy: a question about a frame is not entered.
    let value = desk.clone().enter_code(argument, None)?;
    let Some(frame) = value.clone().try_cast::<Frame>() else {
        return Err(Error::misused(
            format!("this is {}, and only frames have a plan", describe_type(&value)),
            "name a frame, such as `:explain pending.count_by(\"account\")`",
        ));
    };
    let (plan, optimised) = (frame.lazy().explain(false)?, frame.lazy().explain(true)?);
    Ok(EntryAnswer::Text(format!("PLAN\n{plan}\n\nOPTIMISED PLAN\n{optimised}\n")))
}

pub(in crate::repl) fn set(desk: &mut ReplState, argument: &str) -> Result<EntryAnswer, Error> {
    let Some((name, value)) = argument.split_once('=') else {
        return Err(Error::misused(
            format!("`{argument}` gives no parameter a value"),
            "write `:set NAME=VALUE`, such as `:set stale_days=60`",
        ));
    };
    let (name, value) = (name.trim(), value.trim());
    let params = &desk.live.strategy().params;
    if !params.contains_key(name) {
        let known = params.keys().map(String::as_str);
        return Err(Error::misused(
            format!("no parameter `{name}`"),
            did_you_mean(name, known, "a parameter"),
        ));
    }
    desk.running.overrides.insert(name.into(), ParamInput::Written(value.into()));
    desk.rebuild(&desk.transcript.clone())?;
    let now = desk.live.strategy().params.get(name).map(ToString::to_string);
    Ok(EntryAnswer::Text(format!("{name} = {}\n", now.unwrap_or_default())))
}
