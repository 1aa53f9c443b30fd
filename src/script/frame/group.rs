//! Groups: `group_by(keys).agg(#{ name: expression })` and `count_by`.

use super::Frame;
use crate::script::error::fail;
use crate::script::host::Host;
use crate::script::operand::{Fallible, Operand, frame_rows, names};
use polars::prelude::{Expr, SortMultipleOptions, col, len};
use rhai::{Dynamic, Engine, Map, NativeCallContext};

/// A frame with the keys to group it by.
#[derive(Clone, Debug)]
struct Grouped {
    frame: Frame,
    keys: Vec<String>,
}

pub(super) fn register(engine: &mut Engine, host: &Host) {
    engine.register_type_with_name::<Grouped>("Grouped");
    engine.register_fn(
        "group_by",
        |context: NativeCallContext, frame: &mut Frame, columns: Dynamic| -> Fallible<Grouped> {
            let known = frame.columns(context.call_position())?;
            let keys = names(&context, &columns, &known)?;
            Ok(Grouped { frame: frame.clone(), keys })
        },
    );
    let own = host.clone();
    engine.register_fn(
        "agg",
        move |context: NativeCallContext, grouped: &mut Grouped, expressions: Map| {
            aggregate(&context, &own, grouped, &expressions)
        },
    );
    engine.register_fn(
        "count_by",
        |context: NativeCallContext, frame: &mut Frame, columns: Dynamic| -> Fallible<Frame> {
            let known = frame.columns(context.call_position())?;
            let keys = names(&context, &columns, &known)?;
            let count = len().cast(polars::prelude::DataType::Int64).alias("count");
            let counted = frame.lazy().group_by_stable(columns_of(&keys)).agg([count]);
            let most_first = SortMultipleOptions::default()
                .with_order_descending(true)
                .with_maintain_order(true);
            Ok(Frame::new(counted.sort(["count"], most_first)))
        },
    );
}

fn columns_of(keys: &[String]) -> Vec<Expr> {
    keys.iter().map(|key| col(key.as_str())).collect()
}

/// Groups come in the order of their keys.
fn aggregate(
    context: &NativeCallContext,
    host: &Host,
    grouped: &Grouped,
    expressions: &Map,
) -> Fallible<Frame> {
    let at = context.call_position();
    let columns = grouped.frame.columns(at)?;
    let mut frame = grouped.frame.lazy();
    let mut results = vec![];
    for (number, (name, value)) in expressions.iter().enumerate() {
        if grouped.keys.iter().any(|key| key == name.as_str()) {
            let message = format!("`{name}` is one of the keys");
            return Err(fail("arguments", at, message, Some("give it another name".into())));
        }
        let operand = Operand::of(context, host, value, frame_rows(&columns))?;
        let lowered = operand.lowered(&format!("__formula_{number}_"));
        frame = lowered.prepared(frame);
        results.push(lowered.value.alias(name.as_str()));
    }
    let keys = columns_of(&grouped.keys);
    let aggregated = frame.group_by_stable(keys.clone()).agg(results);
    let sorted = SortMultipleOptions::default().with_maintain_order(true);
    Ok(Frame::new(aggregated.sort_by_exprs(keys, sorted)))
}
