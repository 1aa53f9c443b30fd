//! Documents a strategy: its text, and what it declares.

use super::formula_text::ScriptFormulas;
use super::{RunOptions, ScriptFile, Session};
use crate::codes;
use crate::error::Error;
use crate::formula::constant::Constant;
use crate::formula::render::{constant, render};
use crate::formula::types::Type;
use crate::invitations::schema;
use crate::plan::RuleCount;
use crate::script::host::UNKNOWN_LIST;
use crate::script::operand::Operand;
use crate::strategy::{self, DerivedColumn, Rule, RuleCondition, Script, Strategy};
use crate::strategy_document::{ColumnText, ParamText, RuleText, StrategyDocument};
use crate::syntax::{Trivia, trivia};
use polars::prelude::Schema;
use std::collections::{BTreeMap, BTreeSet};

impl Session {
    /// What there is to say of scripts, each by itself.
    ///
    /// # Errors
    /// Whatever is wrong with one of them.
    pub fn document(
        &self,
        scripts: &[ScriptFile],
        running: &RunOptions,
    ) -> Result<Vec<StrategyDocument>, Error> {
        let documented = |script| self.documented(script, running);
        let documents: Result<Vec<StrategyDocument>, Error> =
            scripts.iter().map(documented).collect();
        documents.map_err(|error| match error {
            Error::Script(wrong) if wrong.code == codes::UNKNOWN_COLUMN && self.lists.is_none() => {
                let column = "a column of a sheet is named in `columns` of `pack.toml`, or with \
                              `--columns NAME:TYPE`";
                Error::Script(Box::new(wrong.with_more_help(column)))
            }
            other => other,
        })
    }

    fn documented(
        &self,
        script: &ScriptFile,
        running: &RunOptions,
    ) -> Result<StrategyDocument, Error> {
        let library = script.library();
        let around = self.survey_environment(&library, running);
        let source = Script { name: &script.path, text: &script.text };
        let strategy = strategy::run(source, &around)?.strategy;
        let columns = self.invitations.frame.clone().collect_schema()?;
        let params = strategy.params.iter().map(|(name, value)| ParamText {
            name: name.clone(),
            default: Constant::from_script(&value.to_script())
                .map_or_else(|| value.to_string(), |value| constant(&value)),
            help: strategy.helps.get(name).cloned().unwrap_or_default(),
        });
        let texts = library.named_texts();
        let scripts: BTreeMap<&str, ScriptFormulas> =
            texts.iter().map(|(name, text)| (name.as_str(), ScriptFormulas::new(text))).collect();
        let main_script = scripts.get(script.path.as_str());
        let column = |column: &DerivedColumn| {
            let formula = scripts.get(column.script.as_str());
            let formula = formula.and_then(|written| written.formula(column.position, 1));
            (column.name.clone(), formula.unwrap_or_else(|| written(&column.value)))
        };
        Ok(StrategyDocument {
            name: script.name(),
            text: opening(&script.text),
            params: params.collect(),
            columns: strategy.columns.iter().map(column).collect(),
            rules: strategy.rules.iter().map(|declared| rule(declared, &scripts)).collect(),
            order: strategy.priority.as_ref().map(|score| {
                let formula = main_script.and_then(|written| written.formula_of("prioritize", 0));
                formula.unwrap_or_else(|| written(score))
            }),
            target_pending: strategy.target_pending,
            at_most: strategy.at_most,
            needs: needs(&strategy, &columns),
        })
    }
}

/// Gives each rule of a plan its condition as its script writes it.
pub(super) fn set_rule_conditions(
    rules: &mut [RuleCount],
    strategy: &Strategy,
    texts: &[(String, String)],
) {
    let scripts: BTreeMap<&str, ScriptFormulas> =
        texts.iter().map(|(name, text)| (name.as_str(), ScriptFormulas::new(text))).collect();
    for count in rules {
        let is_declared =
            |rule: &&Rule| (&rule.script, rule.position) == (&count.declared.0, count.declared.1);
        let declared = strategy.rules.iter().find(is_declared);
        count.when = declared.map(|declared| rule(declared, &scripts).when);
    }
}

/// The `//!` comments that a script opens with.
fn opening(text: &str) -> String {
    let opening = trivia(text).skip_while(|piece| matches!(piece, Trivia::Space(_)));
    let lines = opening.map_while(|piece| match piece {
        Trivia::Space(space) => (space.matches('\n').count() < 2).then_some(None),
        Trivia::Comment { text, .. } => text.strip_prefix("//!").map(Some),
    });
    let lines = lines.flatten().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn rule(rule: &Rule, scripts: &BTreeMap<&str, ScriptFormulas>) -> RuleText {
    let formula = scripts.get(rule.script.as_str());
    let formula = formula.and_then(|written| written.formula(rule.position, 1));
    RuleText {
        verb: rule.verb.name(),
        reason: rule.reason.clone(),
        when: match &rule.when {
            RuleCondition::Holds(operand) => formula.unwrap_or_else(|| written(operand)),
            RuleCondition::InFrame(_) => "is among a frame of invitations".into(),
        },
        follow_up: rule.follow_up.clone(),
    }
}

/// A formula as it is written, a column expression as Polars writes it.
fn written(operand: &Operand) -> String {
    match operand {
        Operand::Formula(formula) => restore_list_calls(&render(&formula.graph, formula.root)),
        Operand::Expression(expr, _) => expr.to_string(),
    }
}

/// A formula with a list that could not be read as the script names it.
pub(super) fn restore_list_calls(formula: &str) -> String {
    let quoted = constant(&Constant::Text(UNKNOWN_LIST.into()));
    let begins = format!("[{}", quoted.trim_end_matches('"'));
    let mut pieces = formula.split(&begins);
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once("\"]") {
            Some((name, rest)) => text = format!("{text}list(\"{name}\"){rest}"),
            None => text += piece,
        }
    }
    text
}

/// The columns of the data that a strategy looks at, those of LinkedIn first.
fn needs(strategy: &Strategy, columns: &Schema) -> Vec<ColumnText> {
    let rules = strategy.rules.iter().filter_map(Rule::condition);
    let operands = rules.chain(&strategy.priority);
    let seen: BTreeSet<String> =
        operands.flat_map(|operand| strategy.columns_seen_by(operand)).collect();
    let is_derived = |name: &String| strategy.columns.iter().any(|column| column.name == *name);
    let mut needs: Vec<ColumnText> = seen
        .into_iter()
        .filter(|name| !is_derived(name))
        .map(|name| {
            let of_type = columns.get(&name).and_then(Type::of_column);
            let of_type = of_type.map_or_else(|| "a value".into(), |of_type| of_type.to_string());
            ColumnText { meaning: schema::column(&name).map(|known| known.meaning), name, of_type }
        })
        .collect();
    needs.sort_by_key(|need| need.meaning.is_none());
    needs
}
