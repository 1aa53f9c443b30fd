//! Frames together: `join` and `concat`.

use super::{Frame, failed};
use crate::script::error::fail;
use crate::script::function::{Function, Receiver};
use crate::script::operand::{Fallible, names};
use polars::prelude::{JoinArgs, JoinType, MaintainOrderJoin, UnionArgs, col, concat};
use rhai::{Array, Dynamic, ImmutableString, NativeCallContext, Position};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        receiver: Some(Receiver::Frame),
        name: "join",
        parameters: &["other", "on", "[how]"],
        meaning: "with the columns of another frame where the keys are the same: \"inner\" unless \
                  \"left\", \"full\", \"semi\" or \"anti\"",
        example: "frame(#{ k: [1, 2] }).join(frame(#{ k: [2, 3] }), \"k\", \"anti\").value(\"k\", \
                  0) == 1",
        register: |to| {
            to.add(|at: NativeCallContext, left: &mut Frame, right: Frame, on: Dynamic| {
                join(&at, left, &right, &on, "inner")
            });
            to.add(
                |at: NativeCallContext,
                 left: &mut Frame,
                 right: Frame,
                 on: Dynamic,
                 how: ImmutableString| join(&at, left, &right, &on, &how),
            );
        },
    },
    Function {
        receiver: None,
        name: "concat",
        parameters: &["frames"],
        meaning: "frames of the same columns, one below the other",
        example: "concat([frame(#{ n: [1] }), frame(#{ n: [2] })]).len() == 2",
        register: |to| {
            to.add(|at: NativeCallContext, frames: Array| stacked(frames, at.call_position()));
        },
    },
];

fn stacked(frames: Array, at: Position) -> Fallible<Frame> {
    let frames: Option<Vec<_>> =
        frames.into_iter().map(|one| one.try_cast::<Frame>().map(|f| f.lazy())).collect();
    let frames = frames.filter(|frames| !frames.is_empty()).ok_or_else(|| {
        let help = Some("write `concat([a, b])`".into());
        fail("type-mismatch", at, "`concat` takes a list of frames", help)
    })?;
    let all = concat(frames, UnionArgs::default()).or_else(|error| failed(&error, at))?;
    Frame::checked(all, at)
}

fn join(
    context: &NativeCallContext,
    left: &Frame,
    right: &Frame,
    on: &Dynamic,
    how: &str,
) -> Fallible<Frame> {
    let at = context.call_position();
    let keys = names(context, on, &*left.columns(at)?)?;
    names(context, on, &*right.columns(at)?)?;
    let how = match how {
        "inner" => JoinType::Inner,
        "left" => JoinType::Left,
        "full" => JoinType::Full,
        "semi" => JoinType::Semi,
        "anti" => JoinType::Anti,
        other => {
            let message = format!("`{other}` is no kind of join");
            let help = Some("write \"inner\", \"left\", \"full\", \"semi\" or \"anti\"".into());
            return Err(fail("arguments", at, message, help));
        }
    };
    let keys: Vec<_> = keys.iter().map(|key| col(key.as_str())).collect();
    let mut arguments = JoinArgs::new(how);
    arguments.maintain_order = MaintainOrderJoin::LeftRight;
    Frame::checked(left.lazy().join(right.lazy(), keys.clone(), keys, arguments), at)
}
