//! Ready questions: what everybody wants to know of their invitations, as functions. Each is asked
//! of all invitations, or of a frame of them, and answers with a frame.
//!
//! Invariant: an invitation that has not had its chance yet is never counted as one that failed.

mod acceptance;
mod account_limits;
mod ages;
mod patience;
mod time_to_accept;
mod weekly;

pub use self::acceptance::wilson;

use crate::invitations::Invitations;
use crate::limits::Limits;
use crate::script::error::fail;
use crate::script::frame::{Frame, Grouped, grouped, one_row};
use crate::script::function::{Function, Receiver, Registrar, Topic};
use crate::script::host::Host;
use crate::script::operand::{Fallible, known};
use polars::prelude::{DataType, Expr, LazyFrame, col, lit};
use rhai::{Dynamic, NativeCallContext};

/// Days after which nearly every invitation that is ever accepted has been: 99% of 16,492
/// acceptances came within 30 days. Source: Botdog help 12150369.
const SETTLED_DAYS: i64 = 30;

/// The functions, by topic.
pub const TOPICS: &[Topic] = &[
    Topic { name: "ready questions", functions: acceptance::FUNCTIONS },
    Topic { name: "ready questions", functions: time_to_accept::FUNCTIONS },
    Topic { name: "ready questions", functions: weekly::FUNCTIONS },
    Topic { name: "ready questions", functions: ages::FUNCTIONS },
    Topic { name: "ready questions", functions: patience::FUNCTIONS },
    Topic { name: "ready questions", functions: account_limits::FUNCTIONS },
];

/// What ready questions are asked of.
#[derive(Clone)]
pub struct QuestionData {
    /// Every invitation, with the columns of the schema.
    pub invitations: LazyFrame,
    /// The limits in force.
    pub limits: Limits,
}

impl QuestionData {
    /// What a script is given to ask; without any invitation where nothing is.
    pub fn from_host(host: &Host) -> Self {
        let asked = host.asked.downcast_ref::<Self>().cloned();
        asked.unwrap_or_else(|| Self {
            invitations: Invitations::none(&[]).frame,
            limits: Limits::built_in(),
        })
    }
}

/// All invitations, as the call finds them.
fn all_invitations(context: &NativeCallContext, host: &Host) -> Frame {
    Frame::derived(context, &[], QuestionData::from_host(host).invitations)
}

/// Fails unless the frame has these columns of the invitations.
fn needs(context: &NativeCallContext, frame: &Frame, columns: &[&str]) -> Fallible<()> {
    let at = context.call_position();
    let known_columns = frame.columns(at)?;
    for name in columns {
        known(name, &known_columns, at)?;
    }
    Ok(())
}

/// One row for each value of the keys, in their order; without any, one in all. First come
/// `counts`, from the rows, and then, from those, the columns that are shown: what is shared is
/// computed once.
fn answered(
    context: &NativeCallContext,
    host: &Host,
    frame: &Frame,
    by: Option<&Dynamic>,
    counts: &[Expr],
    shown: &[Expr],
) -> Fallible<Frame> {
    let in_all = frame.then(context, one_row(frame.lazy(), counts).select(shown));
    let names = in_all.columns(context.call_position())?;
    let Some(by) = keyed(context, host, frame, by)? else { return Ok(in_all) };
    if let Some(name) = by.keys.iter().find(|key| names.contains(key)) {
        let message = format!("`{name}` is a column of the answer, and one of the keys too");
        let help = Some("give the key another name".into());
        return Err(fail("arguments", context.call_position(), message, help));
    }
    by.rows.then(context, by.aggregated(by.rows.lazy(), counts, shown)).checked()
}

/// The frame with its keys as columns; none where there are no keys.
fn keyed(
    context: &NativeCallContext,
    host: &Host,
    frame: &Frame,
    by: Option<&Dynamic>,
) -> Fallible<Option<Grouped>> {
    let Some(by) = by else { return Ok(None) };
    let groups = grouped(context, host, frame, by)?;
    Ok((!groups.keys.is_empty()).then_some(groups))
}

/// Whether it is an invitation to connect: an `InMail` is not accepted in this sense, and does not
/// count against the quota.
fn is_invitation() -> Expr {
    col("kind").eq(lit("connection"))
}

/// Whether it is in this state.
fn is(state: &str) -> Expr {
    col("state").eq(lit(state))
}

/// How many rows a condition is known to be true of.
fn count(condition: Expr) -> Expr {
    condition.fill_null(lit(false)).sum().cast(DataType::Int64)
}

/// The same question as a method of a frame.
const fn of_frame(whole: &Function, example: &'static str) -> Function {
    Function {
        receiver: Some(Receiver::Frame),
        name: whole.name,
        parameters: whole.parameters,
        meaning: "the same, of the invitations in this frame",
        example,
        register: whole.register,
    }
}

/// Adds the forms of a question that may be asked by some keys, and then with a number of days:
/// of all invitations, or of a frame where the function is a method.
fn asked_by(to: &mut Registrar, ask: Ask, days: i64) {
    if to.is_method() {
        let host = to.host.clone();
        to.add(move |at: NativeCallContext, frame: &mut Frame| ask(&at, &host, frame, None, days));
        let host = to.host.clone();
        to.add(move |at: NativeCallContext, frame: &mut Frame, by: Dynamic| {
            ask(&at, &host, frame, Some(&by), days)
        });
        let host = to.host.clone();
        to.add(move |at: NativeCallContext, frame: &mut Frame, by: Dynamic, days: i64| {
            ask(&at, &host, frame, Some(&by), days)
        });
        return;
    }
    let host = to.host.clone();
    to.add(move |at: NativeCallContext| ask(&at, &host, &all_invitations(&at, &host), None, days));
    let host = to.host.clone();
    to.add(move |at: NativeCallContext, by: Dynamic| {
        ask(&at, &host, &all_invitations(&at, &host), Some(&by), days)
    });
    let host = to.host.clone();
    to.add(move |at: NativeCallContext, by: Dynamic, days: i64| {
        ask(&at, &host, &all_invitations(&at, &host), Some(&by), days)
    });
}

/// A question of a frame, by some keys, with a number of days.
type Ask = fn(&NativeCallContext, &Host, &Frame, Option<&Dynamic>, i64) -> Fallible<Frame>;
