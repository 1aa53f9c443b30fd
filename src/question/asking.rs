//! What questions have in common: the rows that they are asked of, and their shape.

use super::{acceptance, account_limits, ages, patience, time_to_accept, weekly_sends};
use crate::codes;
use crate::invitations::Invitations;
use crate::limits::Limits;
use crate::script::error::{ScriptResult, call_error};
use crate::script::expression_type::column_dtype;
use crate::script::frame::{Frame, GroupedFrame, group_frame, one_row};
use crate::script::function::{Function, Receiver, Registrar, Topic};
use crate::script::host::Host;
use polars::prelude::{DataType, Expr, LazyFrame, col, lit};
use rhai::{Dynamic, NativeCallContext};

/// Days after which nearly every invitation that is ever accepted has been: 99% of 16,492
/// acceptances came within 30 days. Source: Botdog help 12150369.
pub(super) const SETTLED_DAYS: i64 = 30;

/// The functions, by topic.
pub const TOPICS: &[Topic] = &[
    Topic { name: "ready questions", functions: acceptance::FUNCTIONS },
    Topic { name: "ready questions", functions: time_to_accept::FUNCTIONS },
    Topic { name: "ready questions", functions: weekly_sends::FUNCTIONS },
    Topic { name: "ready questions", functions: ages::FUNCTIONS },
    Topic { name: "ready questions", functions: patience::FUNCTIONS },
    Topic { name: "ready questions", functions: account_limits::FUNCTIONS },
];

/// What ready questions are asked of.
#[derive(Clone)]
pub struct QuestionData {
    /// Every invitation, with the columns of the schema.
    pub invitations: LazyFrame,
    pub limits: Limits,
}

impl QuestionData {
    /// What a script is given to ask; without any invitation where nothing is.
    pub fn from_host(host: &Host) -> Self {
        let asked = host.domain_data.downcast_ref::<Self>().cloned();
        asked.unwrap_or_else(|| Self {
            invitations: Invitations::none(&[]).frame,
            limits: Limits::built_in(),
        })
    }
}

/// All invitations, as the call finds them.
pub(super) fn all_invitations(context: &NativeCallContext) -> Frame {
    Frame::derive_from(context, &[], QuestionData::from_host(&Host::of_call(context)).invitations)
}

/// Fails unless the frame has these columns of the invitations.
pub(super) fn demand_columns(
    context: &NativeCallContext,
    frame: &Frame,
    columns: &[&str],
) -> ScriptResult<()> {
    let at = context.call_position();
    let known_columns = frame.columns(at)?;
    for name in columns {
        column_dtype(name, &known_columns)?;
    }
    Ok(())
}

/// One row for each value of the keys, in their order; without any, one in all. First come
/// `counts`, from the rows, and then, from those, the columns that are shown: what is shared is
/// computed once.
fn answer(
    context: &NativeCallContext,
    frame: &Frame,
    by: Option<&Dynamic>,
    counts: &[Expr],
    shown: &[Expr],
) -> ScriptResult<Frame> {
    let in_all = frame.derive(context, one_row(frame.lazy(), counts).select(shown));
    let names = in_all.columns(context.call_position())?;
    let Some(by) = group_by_keys(context, frame, by)? else { return Ok(in_all) };
    if let Some(name) = by.keys.iter().find(|key| names.contains(key)) {
        let message = format!("`{name}` is a column of the answer, and one of the keys too");
        let help = "give the key another name";
        return Err(call_error(codes::ARGUMENTS, message, help));
    }
    by.rows.derive(context, by.aggregate_groups(by.rows.lazy(), counts, shown)).check_columns()
}

/// The frame with its keys as columns; none where there are no keys.
pub(super) fn group_by_keys(
    context: &NativeCallContext,
    frame: &Frame,
    by: Option<&Dynamic>,
) -> ScriptResult<Option<GroupedFrame>> {
    let Some(by) = by else { return Ok(None) };
    let groups = group_frame(context, frame, by)?;
    Ok((!groups.keys.is_empty()).then_some(groups))
}

/// Whether it is an invitation to connect: an `InMail` is not accepted in this sense, and does not
/// count against the quota.
pub(super) fn is_invitation() -> Expr {
    col("kind").eq(lit("connection"))
}

pub(super) fn has_state(state: &str) -> Expr {
    col("state").eq(lit(state))
}

/// How many rows a condition is known to be true of.
pub(super) fn count_where(condition: Expr) -> Expr {
    condition.fill_null(lit(false)).sum().cast(DataType::Int64)
}

/// The same question as a method of a frame.
pub(super) const fn as_frame_method(whole: &Function, example: &'static str) -> Function {
    Function {
        receiver: Some(Receiver::Frame),
        name: whole.name,
        parameters: whole.parameters,
        meaning: "the same, of the invitations in this frame",
        example,
        register: whole.register,
    }
}

/// A question as a script asks it.
pub(super) struct Question<'a> {
    pub(super) context: &'a NativeCallContext<'a>,
    pub(super) frame: &'a Frame,
    /// The keys for each value of which it is answered.
    by: Option<&'a Dynamic>,
    pub(super) days: i64,
}

impl Question<'_> {
    /// The answer: `counts` are taken from the rows, `shown` from those.
    pub(super) fn answered(&self, counts: &[Expr], shown: &[Expr]) -> ScriptResult<Frame> {
        answer(self.context, self.frame, self.by, counts, shown)
    }
}

/// Adds the forms of a question that may be asked by some keys, and then with a number of days:
/// of all invitations, or of a frame where the function is a method.
pub(super) fn register_question(
    to: &mut Registrar,
    ask: fn(&Question) -> ScriptResult<Frame>,
    days: i64,
) {
    let asked = move |context: &NativeCallContext, frame: &Frame, by: Option<&Dynamic>, days| {
        ask(&Question { context, frame, by, days })
    };
    let [once, by_keys, within] = [(); 3].map(|()| asked);
    if to.is_method() {
        to.add(move |at: NativeCallContext, frame: &mut Frame| once(&at, frame, None, days));
        to.add(move |at: NativeCallContext, frame: &mut Frame, by: Dynamic| {
            by_keys(&at, frame, Some(&by), days)
        });
        to.add(move |at: NativeCallContext, frame: &mut Frame, by: Dynamic, days: i64| {
            within(&at, frame, Some(&by), days)
        });
        return;
    }
    let whole = move |context: &NativeCallContext| all_invitations(context);
    let [all_once, all_by_keys, all_within] = [(); 3].map(|()| whole);
    to.add(move |at: NativeCallContext| once(&at, &all_once(&at), None, days));
    to.add(move |at: NativeCallContext, by: Dynamic| {
        by_keys(&at, &all_by_keys(&at), Some(&by), days)
    });
    to.add(move |at: NativeCallContext, by: Dynamic, days: i64| {
        within(&at, &all_within(&at), Some(&by), days)
    });
}
