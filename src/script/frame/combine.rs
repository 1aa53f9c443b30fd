//! Frames together: `join` and `concat`.

use super::Frame;
use crate::script::error::fail;
use crate::script::operand::{Fallible, names};
use polars::prelude::{JoinArgs, JoinType, MaintainOrderJoin, UnionArgs, col, concat};
use rhai::{Array, Dynamic, Engine, ImmutableString, NativeCallContext};

pub(super) fn register(engine: &mut Engine) {
    engine.register_fn(
        "join",
        |context: NativeCallContext, left: &mut Frame, right: Frame, on: Dynamic| {
            join(&context, left, &right, &on, "inner")
        },
    );
    engine.register_fn(
        "join",
        |context: NativeCallContext,
         left: &mut Frame,
         right: Frame,
         on: Dynamic,
         how: ImmutableString| join(&context, left, &right, &on, &how),
    );
    engine.register_fn("concat", |context: NativeCallContext, frames: Array| -> Fallible<Frame> {
        let at = context.call_position();
        let frames: Option<Vec<_>> =
            frames.into_iter().map(|one| one.try_cast::<Frame>().map(|f| f.lazy())).collect();
        let frames = frames.filter(|frames| !frames.is_empty()).ok_or_else(|| {
            let help = Some("write `concat([a, b])`".into());
            fail("type-mismatch", at, "`concat` takes a list of frames", help)
        })?;
        let all = concat(frames, UnionArgs::default())
            .map_err(|error| fail("query", at, error.to_string(), None))?;
        Ok(Frame::new(all))
    });
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
    Ok(Frame::new(left.lazy().join(right.lazy(), keys.clone(), keys, arguments)))
}
