//! A script looked at instead of carried out: it is run over rows that may be none, its errors are
//! collected instead of ending it, and parts that did not run are read.
//!
//! Invariant: what a script does not do for want of data is no error of it, and nothing is said of
//! what is made of something that is wrong: only of that itself.

use super::declarations::SurveyNotes;
use super::run::{PreparedScript, Script, ScriptEnvironment};
use super::{Rule, Strategy};
use crate::codes;
use crate::diagnosis_code::DiagnosisCode;
use crate::diagnostic::DiagnosisSubject;
use crate::script::Diagnosis;
use crate::script::error::script_error;
use crate::script::host::UNKNOWN;
use crate::script::library::MISSING_IMPORT;
use crate::script::origins::{Origin, Origins};
use crate::script::usage::{self, ScriptUsage};
use rhai::{AST, ASTNode, EvalAltResult, Expr, ParseErrorType, Position, Stmt};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many statements, and how many names, may be wrong before no further are looked for.
const WRONG_MAX: usize = 50;

/// What ends a script that is not run again without its statement.
const ENDS: [DiagnosisCode; 4] =
    [codes::OUT_OF_TIME, codes::TOO_LARGE, codes::TOO_MANY_OPERATIONS, codes::TOO_DEEP];

/// What there is to say of a script without data.
pub struct Survey {
    pub script: String,
    /// What it declared, as far as it could.
    pub strategy: Strategy,
    /// The same with everything left open that may be another in the next run: parameters, the day
    /// and what comes from data. What holds of it holds in every run.
    pub general: Strategy,
    /// What is wrong with it, in the order of the script.
    pub errors: Vec<Diagnosis>,
    /// What cannot be told without data.
    pub needing_data: Vec<Diagnosis>,
    /// Where its values come from.
    pub origins: Arc<Origins>,
    /// What its text says.
    pub reading: ScriptUsage,
}

/// Looks at a script; `methods` can be called beside the engine's functions.
pub fn survey(script: Script, around: &ScriptEnvironment, methods: &[&str]) -> Survey {
    let mut survey = Survey {
        script: script.name.into(),
        strategy: Strategy::default(),
        general: Strategy::default(),
        errors: vec![],
        needing_data: vec![],
        origins: Arc::new(Origins::none(around.host.library.domain())),
        reading: ScriptUsage::default(),
    };
    let Some(ast) = parse_past_unknown(script, around, &mut survey.errors) else { return survey };
    run_past_failures(script, around, &ast, &mut survey);
    match PreparedScript::new(script, around) {
        Ok(started) => survey.unknown_calls(&started, &ast, methods),
        Err(error) => survey.errors.push(*error),
    }
    survey.errors.sort_by_key(Diagnosis::offset);
    survey
}

/// The script as a tree, past the names that it does not declare.
fn parse_past_unknown(
    script: Script,
    around: &ScriptEnvironment,
    errors: &mut Vec<Diagnosis>,
) -> Option<AST> {
    let mut started = match PreparedScript::new(script, around) {
        Ok(started) => started,
        Err(error) => {
            errors.push(*error);
            return None;
        }
    };
    let mut unknown: BTreeSet<Position> = BTreeSet::new();
    loop {
        let error = match started.parse() {
            Ok(ast) => return Some(ast),
            Err(error) => error,
        };
        let at = error.position();
        let is_name =
            matches!(&error, EvalAltResult::ErrorParsing(ParseErrorType::VariableUndefined(_), _));
        // What the first unknown name makes of the rest is not the script's fault.
        if is_name || unknown.is_empty() {
            errors.push(*started.diagnose(&error));
        }
        if !is_name || unknown.len() >= WRONG_MAX || !unknown.insert(at) {
            return None;
        }
        started.read_unknown(unknown.clone());
    }
}

/// Runs a script again and again, each time without the statement that failed.
fn run_past_failures(script: Script, around: &ScriptEnvironment, ast: &AST, survey: &mut Survey) {
    let mut statements = ast.statements().to_vec();
    let mut broken = vec![];
    for _ in 0..WRONG_MAX {
        around.host.library.clear();
        let Ok(mut started) = PreparedScript::new(script, around) else { return };
        let tree = AST::new_with_source(statements.clone(), ast.shared_lib().clone(), script.name);
        let origins = Arc::new(Origins::of_script(&tree, &broken, around.host.library.domain()));
        started.recorder.lock().survey_notes = Some(SurveyNotes::new(origins.clone()));
        let ended = started.evaluate(&tree).err();
        let mut declared = started.recorder.lock();
        let noted = declared.survey_notes.take();
        survey.strategy = std::mem::take(&mut declared.strategy);
        drop(declared);
        survey.origins = origins;
        let Some(noted) = noted else { return };
        survey.general = noted.general;
        let looked = SurveyedRun { started: &started, statements: &statements, around };
        for (error, at) in &noted.errors {
            survey.classify_error(&looked, error, looked.at(*at));
        }
        let Some(error) = ended else { return };
        let failed = looked.at(outermost(&error));
        survey.classify_error(&looked, &error, failed);
        let code = started.diagnose(&error).code;
        let Some(failed) = failed.filter(|_| !ENDS.contains(&code)) else { return };
        broken.extend(assigned_names(&statements[failed]));
        statements[failed] = placeholder_for(&statements[failed]);
    }
}

struct SurveyedRun<'a> {
    started: &'a PreparedScript<'a>,
    statements: &'a [Stmt],
    around: &'a ScriptEnvironment<'a>,
}

impl SurveyedRun<'_> {
    /// The statement at the top of the script that something stands in.
    fn at(&self, at: Position) -> Option<usize> {
        if at.is_none() {
            return None;
        }
        self.statements
            .iter()
            .rposition(|statement| start(statement).is_some_and(|start| start <= at))
    }
}

impl Survey {
    /// Whether a rule is declared in every run.
    pub fn is_always_declared(&self, rule: &Rule) -> bool {
        if rule.script == self.script {
            return self.origins.is_always_called(rule.position);
        }
        // Whether the script calls a module's function is not looked into.
        !self.origins.has_branches()
    }

    /// The words in an argument of a verb's call, the columns that it asks for among them; none
    /// where it may ask for any.
    pub fn words(&self, script: &str, call: Position, argument: usize) -> Option<BTreeSet<String>> {
        if script != self.script {
            return None;
        }
        let origin = self.origins.of_argument(call, argument)?;
        (!origin.asks_other_scripts && !origin.rests_on_missing).then_some(origin.words)
    }

    /// Notes an error where it belongs: what rests on something wrong is not told again, and what
    /// rests on data that are not there is no error.
    fn classify_error(
        &mut self,
        looked: &SurveyedRun,
        error: &EvalAltResult,
        statement: Option<usize>,
    ) {
        let error = *looked.started.diagnose(error);
        let origin = match statement {
            Some(index) => self.origins.origin_of_statement(&looked.statements[index]),
            None => Origin { rests_on_missing: false, ..self.origins.whole().clone() },
        };
        let code = error.code;
        if code == codes::UNKNOWN_VALUE
            || code == codes::NO_DATA
            || (origin.rests_on_missing && is_consequence(&error))
        {
            return;
        }
        let waits = origin.data && looked.around.host.frames.is_none() && rests_on_values(&error);
        let list = if waits { &mut self.needing_data } else { &mut self.errors };
        let known = |known_error: &Diagnosis| {
            known_error.is_at_the_place_of(&error) && known_error.message() == error.message()
        };
        if !list.iter().any(known) {
            list.push(error);
        }
    }

    fn unknown_calls(&mut self, started: &PreparedScript, ast: &AST, methods: &[&str]) {
        let mut names = started.names();
        names.extend(methods.iter().map(|&name| name.to_owned()));
        self.reading = usage::read_usage(ast, &names);
        for call in &self.reading.unknown_calls {
            let message = format!("no function `{}`", call.name);
            let help = Some(call.help.clone());
            let error = script_error(codes::UNKNOWN_FUNCTION, call.position, message, help);
            let error = *started.diagnose(&error);
            if !self.errors.iter().any(|known| known.is_at_the_place_of(&error)) {
                self.errors.push(error);
            }
        }
    }
}

/// Whether an error says nothing of what something unknown is put into: it comes of that.
fn is_consequence(error: &Diagnosis) -> bool {
    !matches!(
        error.code,
        codes::UNKNOWN_COLUMN | codes::UNKNOWN_OPTION | codes::DECLARED_TWICE | codes::REASON
    )
}

/// Whether other values would not have raised it.
fn rests_on_values(error: &Diagnosis) -> bool {
    match error.code {
        codes::ARITHMETIC
        | codes::INDEX
        | codes::CONSTANT
        | codes::AMOUNT
        | codes::SCRIPT
        | codes::PARAM_TYPE => true,
        codes::ARGUMENTS
        | codes::TYPE_MISMATCH
        | codes::UNKNOWN_PROPERTY
        | codes::UNKNOWN_METHOD => error.subject == Some(DiagnosisSubject::MissingValue),
        _ => false,
    }
}

/// The place of an error in the script that runs.
fn outermost(error: &EvalAltResult) -> Position {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, at)
        | EvalAltResult::ErrorInModule(_, inner, at)
            if at.is_none() =>
        {
            outermost(inner)
        }
        other => other.position(),
    }
}

/// Where a statement begins.
fn start(statement: &Stmt) -> Option<Position> {
    let mut first: Option<Position> = None;
    statement.walk(&mut vec![], &mut |path: &[ASTNode]| {
        let at = match path.last() {
            Some(ASTNode::Stmt(statement)) => statement.position(),
            Some(ASTNode::Expr(expression)) => expression.start_position(),
            _ => Position::NONE,
        };
        if !at.is_none() {
            first = Some(first.map_or(at, |first| first.min(at)));
        }
        true
    });
    first
}

/// The variables that a statement gives a value, but for the one that it declares.
fn assigned_names(statement: &Stmt) -> Vec<String> {
    let mut names = vec![];
    statement.walk(&mut vec![], &mut |path: &[ASTNode]| {
        if let Some(ASTNode::Stmt(Stmt::Assignment(parts))) = path.last() {
            let mut target = &parts.1.lhs;
            while let Expr::Dot(parts, ..) | Expr::Index(parts, ..) = target {
                target = &parts.lhs;
            }
            if let Expr::Variable(parts, ..) = target {
                names.push(parts.1.to_string());
            }
        }
        true
    });
    names
}

/// What stands for a statement that failed, so that those below it find what they name.
fn placeholder_for(statement: &Stmt) -> Stmt {
    match statement.clone() {
        Stmt::Var(mut parts, flags, at) => {
            parts.1 = Expr::StringConstant(UNKNOWN.into(), at);
            Stmt::Var(parts, flags, at)
        }
        Stmt::Import(mut parts, at) => {
            parts.0 = Expr::StringConstant(MISSING_IMPORT.into(), at);
            Stmt::Import(parts, at)
        }
        other => Stmt::Noop(other.position()),
    }
}
