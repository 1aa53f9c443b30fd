//! The verbs as functions of scripts: one registration each for the rows of their table.

use super::declaration_recorder::{DeclarationRecorder, demand_not_importing};
use super::declarations::{demand_at_most, set_once};
use super::verb_table::VERBS;
use super::{Rule, RuleCondition, Strategy, Verb};
use crate::codes;
use crate::diagnostic::DiagnosisSubject;
use crate::nearest::did_you_mean;
use crate::script::Frame;
use crate::script::convert::describe_type;
use crate::script::error::{ScriptResult, script_error, script_error_about};
use crate::script::function;
use rhai::{
    Dynamic, Engine, ImmutableString, Map, NativeCallContext, Position, RhaiNativeFunc, Variant,
};

pub(super) fn register(engine: &mut Engine, notes: &DeclarationRecorder) {
    params(engine, notes);
    rules(engine, notes);
    amounts(engine, notes);
}

/// Adds a form of a verb, with the parameters that its row names.
fn register_verb<A: 'static, const N: usize, const X: bool, R, const F: bool, FUNC>(
    engine: &mut Engine,
    verb: &str,
    function: FUNC,
) where
    R: Variant + Clone,
    FUNC: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
{
    let row = VERBS.iter().find(|row| row.name == verb);
    let names = row.map_or(&[][..], |row| row.parameters).iter();
    let names = names.map(|name| name.trim_matches(['[', ']']));
    function::add(engine, verb, row.map_or("", |row| row.meaning), names, function);
}

fn params(engine: &mut Engine, notes: &DeclarationRecorder) {
    let recorder = notes.clone();
    register_verb(
        engine,
        "param",
        move |context: NativeCallContext,
              name: ImmutableString,
              default: Dynamic,
              help: ImmutableString| {
            let value = recorder.lock().param(&name, &default, context.call_position());
            recorder.lock().strategy.helps.insert(name.to_string(), help.to_string());
            recorder.note_error(&context, value, default)
        },
    );
    let recorder = notes.clone();
    register_verb(
        engine,
        "param",
        move |context: NativeCallContext, name: ImmutableString, default: Dynamic| {
            let value = recorder.lock().param(&name, &default, context.call_position());
            recorder.note_error(&context, value, default)
        },
    );
    let recorder = notes.clone();
    register_verb(
        engine,
        "column",
        move |context: NativeCallContext,
              name: ImmutableString,
              value: Dynamic|
              -> ScriptResult<()> {
            let operand = recorder.operand(&context, &value);
            let script = context.call_source().unwrap_or_default();
            let at = context.call_position();
            let general = operand
                .as_ref()
                .ok()
                .and_then(|concrete| recorder.general_operand(&context, 1, &value, concrete));
            let declared = operand
                .and_then(|operand| recorder.lock().column(&name, operand, general, script, at));
            recorder.note_error(&context, declared, ())
        },
    );
}

fn rules(engine: &mut Engine, notes: &DeclarationRecorder) {
    for (name, verb) in [("keep", Verb::Keep), ("withdraw", Verb::Withdraw)] {
        let recorder = notes.clone();
        register_verb(
            engine,
            name,
            move |context: NativeCallContext, reason: ImmutableString, when: Dynamic| {
                let declared = rule(&recorder, &context, verb, &reason, &when, None);
                recorder.note_error(&context, declared, ())
            },
        );
    }
    let recorder = notes.clone();
    register_verb(
        engine,
        "withdraw",
        move |context: NativeCallContext,
              reason: ImmutableString,
              when: Dynamic,
              options: Map|
              -> ScriptResult<()> {
            let declared = follow_up(&options, context.call_position()).and_then(|follow_up| {
                rule(&recorder, &context, Verb::Withdraw, &reason, &when, follow_up)
            });
            recorder.note_error(&context, declared, ())
        },
    );
}

fn follow_up(options: &Map, at: Position) -> ScriptResult<Option<String>> {
    const KNOWN: [&str; 1] = ["follow_up"];
    if let Some(unknown) = options.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        let message = format!("`withdraw` has no option `{unknown}`");
        let help = did_you_mean(unknown, KNOWN.into_iter(), "an option");
        return Err(script_error(codes::UNKNOWN_OPTION, at, message, Some(help)));
    }
    match options.get(KNOWN[0]) {
        None => Ok(None),
        Some(text) if text.is_string() => Ok(Some(text.to_string())),
        Some(other) => {
            let message = format!("`follow_up` is a text, but this is {}", describe_type(other));
            Err(script_error_about(
                DiagnosisSubject::of_value(other),
                codes::TYPE_MISMATCH,
                at,
                message,
                None,
            ))
        }
    }
}

fn rule(
    notes: &DeclarationRecorder,
    context: &NativeCallContext,
    verb: Verb,
    reason: &str,
    condition: &Dynamic,
    follow_up: Option<String>,
) -> ScriptResult<()> {
    let at = context.call_position();
    demand_not_importing(context)?;
    demand_reason(reason, at)?;
    let when = match condition.clone().try_cast::<Frame>() {
        Some(frame) => {
            if !frame.columns(at)?.contains("id") {
                let help = "give a frame of invitations, with their `id`".to_owned();
                return Err(script_error(
                    codes::FRAME,
                    at,
                    "this frame has no column `id`",
                    Some(help),
                ));
            }
            RuleCondition::InFrame(Box::new(frame))
        }
        None => RuleCondition::Holds(notes.operand(context, condition)?.demand_condition(at)?),
    };
    let general = match &when {
        RuleCondition::Holds(concrete) => {
            notes.general_operand(context, 1, condition, concrete).map(RuleCondition::Holds)
        }
        RuleCondition::InFrame(frame) => Some(RuleCondition::InFrame(frame.clone())),
    };
    let script = context.call_source().unwrap_or_default().to_owned();
    let reason = reason.to_owned();
    let rule = Rule { verb, reason, when, follow_up, position: at, script };
    let mut declared = notes.lock();
    demand_at_most(declared.strategy.rules.len(), RULES_MAX, "rules", at)?;
    if let (Some(noted), Some(when)) = (&mut declared.survey_notes, general) {
        noted.general.rules.push(Rule { when, ..rule.clone() });
    }
    declared.strategy.rules.push(rule);
    Ok(())
}

/// The most rules of a strategy: each is a column of its query.
const RULES_MAX: usize = 1_000;

/// The most characters of a reason: it stands beside every invitation that the rule decides.
const REASON_CHARS_MAX: usize = 200;

/// Fails unless the reason says something, in few words.
fn demand_reason(reason: &str, at: Position) -> ScriptResult<()> {
    let length = reason.chars().count();
    if (1..=REASON_CHARS_MAX).contains(&length) && !reason.trim().is_empty() {
        return Ok(());
    }
    let message = match length {
        0..=REASON_CHARS_MAX => "a rule without a reason".into(),
        _ => format!("a reason of {length} characters; {REASON_CHARS_MAX} are the most"),
    };
    let help = "say in a few words why, such as \"four months without an answer\"";
    Err(script_error(codes::REASON, at, message, Some(help.into())))
}

/// Where a strategy has an amount.
type AmountSlot = fn(&mut Strategy) -> &mut Option<usize>;

fn amounts(engine: &mut Engine, notes: &DeclarationRecorder) {
    let recorder = notes.clone();
    register_verb(
        engine,
        "prioritize",
        move |context: NativeCallContext, score: Dynamic| -> ScriptResult<()> {
            let at = context.call_position();
            demand_not_importing(&context)?;
            let operand =
                recorder.operand(&context, &score).and_then(|score| score.demand_score(at));
            if let Some(general) = operand
                .as_ref()
                .ok()
                .and_then(|known| recorder.general_operand(&context, 0, &score, known))
                && let Some(noted) = &mut recorder.lock().survey_notes
            {
                noted.general.priority = Some(general);
            }
            let declared = operand.and_then(|s| {
                set_once(&mut recorder.lock().strategy.priority, s, "prioritize", at)
            });
            recorder.note_error(&context, declared, ())
        },
    );
    let slots: [(&str, AmountSlot); 2] = [
        ("target_pending", |strategy| &mut strategy.target_pending),
        ("at_most", |strategy| &mut strategy.at_most),
    ];
    for (verb, slot) in slots {
        let recorder = notes.clone();
        register_verb(
            engine,
            verb,
            move |context: NativeCallContext, number: i64| -> ScriptResult<()> {
                let at = context.call_position();
                demand_not_importing(&context)?;
                let declared = amount(number, at).and_then(|number| {
                    set_once(slot(&mut recorder.lock().strategy), number, verb, at)
                });
                recorder.note_error(&context, declared, ())
            },
        );
    }
}

fn amount(number: i64, at: Position) -> ScriptResult<usize> {
    usize::try_from(number).map_err(|_| {
        let message = format!("{number} is no number of invitations");
        script_error(codes::AMOUNT, at, message, Some("write 0 or more".into()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strategy::declarations::Declarations;
    use polars::prelude::Schema;
    use std::collections::BTreeSet;
    use std::sync::{Arc, Mutex};

    #[test]
    fn every_verb_is_in_the_table_and_every_row_in_the_engine() {
        let nothing = indexmap::IndexMap::new();
        let columns = Schema::default().into();
        let declared = Declarations::new(columns, indexmap::IndexMap::new(), nothing);
        let notes = DeclarationRecorder { declared: Arc::new(Mutex::new(declared)) };
        let mut engine = Engine::new_raw();
        register(&mut engine, &notes);
        let forms = engine.gen_fn_signatures(false);
        let there: BTreeSet<&str> =
            forms.iter().filter_map(|form| Some(form.split_once('(')?.0)).collect();
        assert_eq!(there, VERBS.iter().map(|row| row.name).collect());
    }
}
